"""JATS, HTML and MathML markup, as registries and databases send it, to CSL's rich
text.

CSL knows `<i>`, `<b>`, `<sup>`, `<sub>`, `<span style="font-variant:small-caps;">` and
nothing else; all other markup is read for what it says and dropped. Source: ANSI/NISO
Z39.96 (JATS), Crossref's face markup, MathML 3, CSL 1.0.2 "Rich text markup within
fields".
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.mojibake import repair
from csecrefs.tuples import NamedTuple

_SMALL_CAPS: Final = '<span style="font-variant:small-caps;">'
# Elements that change the face of text, and the tags of a field for them.
_FACES: Final = {
    **dict.fromkeys(("i", "italic", "em"), ("<i>", "</i>")),
    **dict.fromkeys(("b", "bold", "strong"), ("<b>", "</b>")),
    **dict.fromkeys(("sup", "superscript"), ("<sup>", "</sup>")),
    **dict.fromkeys(
        ("sub", "inf", "subscript"),
        ("<sub>", "</sub>"),
    ),
    "nocase": ('<span class="nocase">', "</span>"),
    **dict.fromkeys(
        ("sc", "scp", "small-caps", "smallcaps"),
        (_SMALL_CAPS, "</span>"),
    ),
}
# Elements that end a paragraph, and so a word.
_BLOCKS: Final = frozenset(
    "p title sec list list-item break br div li ul ol td tr table label h1 h2 h3 h4 h5 h6".split()
)
# Elements whose content is for machines.
_SILENT: Final = frozenset(
    "annotation annotation-xml tex-math script style inline-graphic graphic".split()
)
_KNOWN: Final = (
    _BLOCKS
    | _SILENT
    | _FACES.keys()
    | frozenset(
        "math mi mn mo mtext ms mspace mrow mstyle mfrac msub msup msubsup mover munder munderover msqrt"
        " mroot mmultiscripts mprescripts none mfenced mtable mtr mtd mpadded mphantom merror semantics"
        " maction menclose a u o tt span font ext-link uri xref email underline overline strike monospace"
        " roman sans-serif styled-content named-content inline-formula alternatives abstract fn"
        " inline-supplementary-material related-article related-object ovl emph article-title subtitle"
        " private-char bdi bdo"
        " disp-formula".split()
    )
)
# A tag with or without a prefix ("<jats:italic toggle='yes'>"), a comment, an
# instruction, the edges of CDATA; all of bounded length.
_TAG: Final = regex(
    r"<(?P<close>/?)\s?(?:(?P<space>[A-Za-z][\w-]{0,20}):)?(?P<name>[A-Za-z][\w.-]{0,30})"
    r"(?P<attributes>(?:\s(?:[^<>=]{0,80}=[^<>]{0,2000})?)?)(?P<empty>/?)>|<!--[^<>]{0,500}-->|<\?[^<>]{0,500}\?>"
    r"|<!\[CDATA\[|\]\]>",
    re.DOTALL,
)
# Line breaks that a formatter of XML put beside sub and sup, and around brackets and
# punctuation.
_LINE_GAPS: Final = (
    regex(r"[ \t]*[\r\n]\s*(?=</?(?:sub|sup)>)|(?<=<su[bp]>)\s*[\r\n]\s*"),
    regex(r"[ \t]*[\r\n]\s*(?=(?:</[\w:]+>\s*)?[,.;:!?)\]])|(?<=[(\[])\s*[\r\n]\s*"),
)
# The seam of words and italics that lost their blank: "the<i>Drosophila</i>gene",
# "today.<i>Nature</i>".
_GLUED: Final = regex(
    r"(?<=[^\W\d_]{2})(?=<i>[^\W\d_]{3})|(?<=[^\W\d_]{3}</i>)(?=[^\W\d_]{2})|(?<=[.:;!?])(?=<i>[A-Z][a-z]{2})"
)
# The blank in "<i>Nature</i> 's".
_BEFORE_GENITIVE: Final = regex(r"(?<=>) (?=['\u2019]s\b)")
# The edge of a formula that touches a word.
_MATH_EDGE: Final = regex(r"(?<=[a-z]{2})\x02|\x02(?=[^\W\d_]{2})")
# A face around nothing: "<i> </i>".
_EMPTY_FACE: Final = regex(r"<(i|b|sup|sub)>\s*</\1>")
# Blanks at the edges inside a face: "<i> gene </i>".
_EDGE_SPACE: Final = regex(r"(<(?:i|b|sup|sub)>)\s+|\s+(</(?:i|b|sup|sub)>)")
# Line breaks between elements of a formula, and its invisible operators.
_MATH_LAYOUT: Final = regex(r">\s*[\r\n]\s*<|[\u2061-\u2064]")
_CONTROLS: Final = dict.fromkeys(set(range(0x20)) - {9, 10, 13})
_MARKS: Final = dict.fromkeys((0, 1, 2))
_BREAK: Final = "\x03"
# Elements inside each other; real titles nest fewer than ten.
_MAX_DEPTH: Final = 60


class _Node(NamedTuple):
    """An element whose end has not come yet, and what its children have given so
    far.
    """

    name: str
    parts: list[str]


def to_rich_text(markup: str, *, lines: bool = False) -> str:
    """`markup` as text with CSL's rich-text tags: character references resolved, spaces
    normalised.

    Markup escaped once or twice is read like markup. A `<` that starts no known element
    stays a `<`. With `lines`, paragraphs and sections stand on lines of their own.
    """
    text = repair(_unescaped(markup)).translate(_CONTROLS)
    if "<" in text:
        text = _convert(text)
    if lines:
        parts = text.split(_BREAK)
    else:
        parts = [text.replace(_BREAK, " ")]
    return "\n".join(filter(None, (" ".join(part.split()) for part in parts)))


def rich_text(markup: str) -> str:
    """`markup` as one line of text with CSL's rich-text tags."""
    return to_rich_text(markup)


def plain_text(markup: str) -> str:
    """`markup` as text without any formatting."""
    return strip_rich_text(rich_text(markup))


def strip_rich_text(text: str) -> str:
    """CSL rich text without its tags."""
    return re.sub(r"</?(?:i|b|sup|sub)>|<span [^<>]{0,80}>|</span>", "", text)


def _unescaped(text: str) -> str:
    for _ in range(3):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text


def _convert(text: str) -> str:
    for gap in _LINE_GAPS:
        text = gap.sub("", text)
    if "math" in text:
        text = _MATH_LAYOUT.sub(
            lambda gap: "><" if gap[0][0] == ">" else "",
            text,
        )
    stack = [_Node("", [])]
    for piece, tag in _pieces(text):
        stack[-1].parts.append(_words(stack[-1].name, piece))
        if tag is None or not tag["name"]:
            continue
        name = tag["name"].lower()
        if not _is_markup(name, tag["space"], text):
            stack[-1].parts.append(tag[0])
        elif tag["close"]:
            _close(stack, name)
        elif tag["empty"] or name in ("br", "mprescripts", "none", "mspace"):
            stack[-1].parts.append(_finished(_Node(name, [])))
        elif len(stack) < _MAX_DEPTH:
            stack.append(_Node(_styled(name, tag["attributes"]), []))
    while len(stack) > 1:
        node = stack.pop()
        stack[-1].parts.append(
            "".join(node.parts) if node.name in _SILENT else _finished(node)
        )
    return _tidy("".join(stack[0].parts))


def _pieces(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """The text before each tag with that tag, then the rest with None."""
    position = 0
    for tag in _TAG.finditer(text):
        yield text[position : tag.start()], tag
        position = tag.end()
    yield text[position:], None


def _is_markup(name: str, namespace: str | None, text: str) -> bool:
    return bool(namespace) or name in _KNOWN or f"</{name}>" in text.lower()


def _styled(name: str, attributes: str) -> str:
    """The element name that says what a generic element's attributes mean."""
    if name in ("span", "styled-content", "font"):
        for mark, meaning in (
            ("small-caps", "sc"),
            ("smallcaps", "sc"),
            ("italic", "i"),
            ("bold", "b"),
            ("super", "sup"),
            ("nocase", "nocase"),
        ):
            if mark in attributes.lower():
                return meaning
    return name


def _words(parent: str, piece: str) -> str:
    """Character content; inside MathML's layout elements white space means nothing."""
    if parent.startswith("m") and parent not in ("mtext", "monospace"):
        return piece.strip()
    return piece


def _close(stack: list[_Node], name: str) -> None:
    """End the nearest open element of that name, and those left open inside it."""
    generic = name in ("span", "styled-content", "font")
    if generic and len(stack) > 1:
        name = stack[-1].name
    if all(node.name != name for node in stack[1:]):
        return
    while len(stack) > 1:
        ended = stack[-1].name
        _fold(stack)
        if ended == name:
            return


def _fold(stack: list[_Node]) -> None:
    node = stack.pop()
    stack[-1].parts.append(_finished(node))


def _finished(node: _Node) -> str:
    """Return the text of an element that has ended."""
    inner = "".join(node.parts)
    if node.name in _FACES:
        before, after = _FACES[node.name]
        if inner.strip():
            return f"{before}{inner}{after}"
        return inner
    if node.name in _SILENT:
        return ""
    if node.name in _BLOCKS:
        return f"{_BREAK}{inner}{_BREAK}"
    return _math(
        node.name,
        [part for part in node.parts if part],
        inner,
    )


def _math(name: str, parts: list[str], inner: str) -> str:
    """MathML's scripts and fractions in running text; every other element gives its
    content.
    """
    if name == "math":
        return f"\2{inner}\2"
    if name == "none":
        return "\0"
    if name == "mprescripts":
        return "\1"
    if name == "mmultiscripts":
        return _multiscripts(parts)
    if name == "mfenced":
        return f"({', '.join(parts)})"
    if name == "msqrt":
        return f"\u221a{inner}"
    if len(parts) < 2:
        return inner
    if name == "mfrac":
        return f"{parts[0]}/{parts[1]}"
    if name in ("msub", "munder"):
        return f"{parts[0]}{_script('sub', parts[1])}"
    if name == "msup" or (name == "mover" and len(parts[1]) > 1):
        return f"{parts[0]}{_script('sup', parts[1])}"
    if name in ("msubsup", "munderover") and len(parts) > 2:
        return f"{parts[0]}{_script('sub', parts[1])}{_script('sup', parts[2])}"
    return inner


def _multiscripts(parts: list[str]) -> str:
    """Scripts after the base, then, past the divider, those before it; each pair is
    below, above.
    """
    if "\1" in parts:
        divider = parts.index("\1")
    else:
        divider = len(parts)
    after, before = parts[1:divider], parts[divider + 1 :]
    if parts:
        return _pairs(before) + parts[0] + _pairs(after)
    return ""


def _pairs(scripts: list[str]) -> str:
    kinds = ("sub", "sup")
    return "".join(_script(kinds[at % 2], script) for at, script in enumerate(scripts))


def _script(kind: str, content: str) -> str:
    content = content.strip("\0 ")
    if content:
        return f"<{kind}>{content}</{kind}>"
    return ""


def _tidy(text: str) -> str:
    """`text` without empty faces, and with the spaces at the edge of a face outside
    it.
    """
    text = _MATH_EDGE.sub(" ", text).translate(_MARKS)
    text = _BEFORE_GENITIVE.sub("", _EMPTY_FACE.sub("", text))
    text = _EDGE_SPACE.sub(
        lambda edge: f" {edge[1]}" if edge[1] else f"{edge[2]} ", text
    )
    return _GLUED.sub(
        " ",
        re.sub(
            r"\s+(?=[,.;:](?:\s|$))",
            "",
            text,
        )
        if "  " in text
        else text,
    )
