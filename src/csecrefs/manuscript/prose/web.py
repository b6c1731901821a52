"""The text of web pages, paragraph by paragraph."""

from __future__ import annotations

from typing import Final

from lxml import etree, html

from csecrefs.errors import FormatError
from csecrefs.manuscript.prose.lines import Prose, ProseLine

# Elements that begin and end a paragraph.
_BLOCKS: Final = frozenset(
    "p div li dd dt tr h1 h2 h3 h4 h5 h6 section article blockquote pre br td figcaption".split()
)
# Elements whose text is not printed, or not part of the writing.
_UNSEEN: Final = frozenset("script style head noscript template svg nav".split())


def read(content: bytes, path: str) -> Prose:
    """Return the paragraphs of a page."""
    try:
        root = html.document_fromstring(
            content, parser=html.HTMLParser(no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(f"{path}: no page that can be read: {error}") from None
    pieces: list[str] = []
    walked = etree.iterwalk(root, events=("start", "end"))
    for event, element in walked:
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN:
            if event == "start":
                walked.skip_subtree()
            else:
                pieces.append(element.tail or "")
            continue
        if tag in _BLOCKS:
            pieces.append("\0")
        if event == "start":
            pieces.append(_mark(element) + (element.text or ""))
        else:
            pieces.append(element.tail or "")
    paragraphs = [" ".join(text.split()) for text in "".join(pieces).split("\0")]
    shown = [text for text in paragraphs if text]
    lines = [ProseLine(text, number) for number, text in enumerate(shown, 1)]
    return Prose(path, tuple(lines), "paragraph")


def _mark(element: etree._Element) -> str:
    """Return the number or bullet before an item of a list."""
    parent = element.getparent()
    if element.tag != "li" or parent is None:
        return ""
    if parent.tag == "ol":
        return f"{1 + sum(1 for _ in element.itersiblings('li', preceding=True))}. "
    return "• "
