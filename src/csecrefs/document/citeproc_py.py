"""The processor citeproc-py, to compare ours with: `engine="citeproc-py"`.

It knows no positions, disambiguation, collapsing or notes, and fails on some records;
an entry it fails on is left out with a diagnostic.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from html.parser import HTMLParser
from typing import Any, Final

from csecrefs.csl.cite import Citation, RenderedBibliography, Rendering
from csecrefs.errors import Diagnostic, StyleError
from csecrefs.model import Reference
from csecrefs.text.inline import Element, Entry, EntryLayout, Inline, Inlines, Tag

# Elements of its HTML and our tags; a span stands for small capitals.
_TAGS: Final[dict[str, Tag]] = {
    "i": "italic",
    "b": "bold",
    "l": "light",
    "u": "underline",
    "sup": "superscript",
    "sub": "subscript",
    "span": "small-caps",
}
_LABEL: Final = Diagnostic(
    "other-engine", "rendered by citeproc-py, not by the processor of csecrefs", "info"
)


def renderer(
    xml: str | bytes, locale: str
) -> Callable[[Sequence[Reference], Sequence[Citation]], Rendering]:
    """Return a renderer with citeproc-py as its engine. Raises StyleError for a style
    it cannot load.
    """
    # Loaded here: only a comparison needs this processor.
    from citeproc import CitationStylesStyle

    source = io.BytesIO(xml.encode() if isinstance(xml, str) else xml)
    try:
        style = CitationStylesStyle(source, locale=locale or None, validate=False)
    except Exception as error:
        raise StyleError(f"citeproc-py cannot load the style: {_why(error)}") from None

    def render(
        references: Sequence[Reference], citations: Sequence[Citation]
    ) -> Rendering:
        with warnings.catch_warnings():
            # Its warnings would go to the user's screen.
            warnings.simplefilter("ignore")
            return _Run(style, references).render(citations)

    return render


class _Run:
    """One rendering; keys become numbers, since citeproc-py takes no notice of their
    case.
    """

    def __init__(self, style: Any, references: Sequence[Reference]) -> None:
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON

        self._problems = [_LABEL]
        self._style = style
        self._number = {
            reference.id: str(number) for number, reference in enumerate(references)
        }
        self._keys = list(self._number)
        source: dict[str, Any] = {}
        for reference in references:
            item = reference.to_csl() | {"id": self._number[reference.id]}
            source |= (
                self._attempt(
                    reference.id,
                    partial(CiteProcJSON, [item]),
                )
                or {}
            )
        self._bibliography = CitationStylesBibliography(style, source, formatter.html)
        for number in source:
            self._bibliography.register(Citation([CitationItem(number)]))

    def render(self, citations: Sequence[Citation]) -> Rendering:
        rendered = tuple(self._citation(citation) for citation in citations)
        if self._style.has_bibliography():
            entries = tuple(self._entries())
        else:
            entries = None
        return Rendering(
            rendered,
            lambda: RenderedBibliography(entries, EntryLayout()),
            tuple(self._problems),
        )

    def _citation(self, citation: Citation) -> Inlines:
        from citeproc import Citation as TheirCitation
        from citeproc import CitationItem
        from citeproc.source import Locator

        items = []
        for cite in citation.cites:
            options: dict[str, Any] = {"prefix": cite.prefix, "suffix": cite.suffix}
            if cite.locator:
                options["locator"] = Locator(cite.label, cite.locator)
            items.append(CitationItem(self._number[cite.id], **options))
        theirs = TheirCitation(items)
        self._bibliography.register(theirs)
        key = ", ".join(cite.id for cite in citation.cites)
        text = self._attempt(
            key,
            lambda: self._bibliography.cite(
                theirs,
                lambda _: None,
            ),
        )
        return _tree(str(text or ""))

    def _entries(self) -> Iterator[Entry]:
        self._attempt("", self._bibliography.sort)
        for item in self._bibliography.items:
            key = self._keys[int(item.key)]
            render = partial(self._style.render_bibliography, [item])
            texts = self._attempt(key, render)
            if texts:
                yield Entry(key, _tree(str(texts[0])))

    def _attempt(self, key: str, call: Callable[[], Any]) -> Any:
        """The result of a call into citeproc-py, or None and a diagnostic."""
        try:
            return call()
        except Exception as error:
            # Any record may break it: the others are printed all the same.
            message = f"citeproc-py failed: {_why(error)}"
            self._problems.append(
                Diagnostic("engine-failure", message, "error", key=key or None)
            )
            return None


def _why(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


def _tree(html: str) -> Inlines:
    parser = _TreeParser()
    parser.feed(html)
    parser.close()
    return parser.tree()


class _TreeParser(HTMLParser):
    """citeproc-py's HTML as an inline tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, list[Inline]]] = [("", [])]

    def tree(self) -> Inlines:
        while len(self._open) > 1:
            self.handle_endtag(self._open[-1][0])
        return tuple(self._open[0][1])

    def handle_starttag(self, tag: str, _: object) -> None:
        self._open.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1][0] == tag:
            _, children = self._open.pop()
            known = _TAGS.get(tag)
            self._open[-1][1].extend(
                [Element(known, tuple(children))] if known else children
            )

    def handle_data(self, data: str) -> None:
        self._open[-1][1].append(data)
