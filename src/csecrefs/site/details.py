"""The details of a reference: citations, records to copy, links, marks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs

from csecrefs import formats
from csecrefs.document.formatter import Formatter
from csecrefs.errors import CsecrefsError, Diagnostic
from csecrefs.links.collect import links_of
from csecrefs.model import Reference
from csecrefs.model.identifiers import parse_identifier
from csecrefs.model.memento import memento_of
from csecrefs.model.name import listed
from csecrefs.patterns import regex
from csecrefs.site.machine import coins
from csecrefs.site.marks import grave_marks
from csecrefs.site.options import LinkState, SiteOptions
from csecrefs.site.shown import is_web, shown
from csecrefs.text.characters import clean
from csecrefs.text.inline import Inlines
from csecrefs.writers import get_writer

RECORDS: Final = ("biblatex", "csl-json", "ris")
"""The file formats that a reference is copied in."""
_NUMBERS: Final = ("ISBN", "ISSN", "PMID", "PMCID")
# Between two numbers of a field: "0306406152, 9780306406157", "1234-5679 2049-3630".
_BETWEEN: Final = regex(r"[,;]?\s+")
_MAX_NUMBERS: Final = 1000
"""Characters of a field of numbers that are read; a book has a dozen at most."""
_APART: Final = frozenset(
    {
        "title",
        "abstract",
        "DOI",
        "URL",
        *_NUMBERS,
    }
)
"""Variables that the page shows in places of their own."""


@attrs.frozen
class Details:
    """The maker of details, reference by reference; it collects what went wrong."""

    options: SiteOptions
    formatters: tuple[Formatter, ...]
    same: Mapping[str, Mapping[str, Any]]
    diagnostics: list[Diagnostic] = attrs.field(factory=list)

    def of(self, reference: Reference) -> dict[str, Any]:
        """Return what the page shows of one reference."""
        found: dict[str, Any] = {
            "title": shown(reference.text("title")),
            "fields": [list(pair) for pair in _fields(reference)],
            "abstract": shown(reference.text("abstract")),
            "cited": [self._cited(reference, each) for each in self.formatters],
            "records": {name: self._record(reference, name) for name in RECORDS},
            "links": [dict(each) for each in _links(reference, self.options.links)],
            "marks": grave_marks(reference, self.options.updates),
        }
        found["coins"] = self._guarded(
            reference,
            lambda: coins(reference),
            "",
        )
        if reference.id in self.same:
            found["same"] = self.same[reference.id]
        return found

    def tree(self, reference: Reference, formatter: Formatter) -> Inlines:
        """Return a reference as it is alone in a bibliography, in one style.

        A style without a bibliography gives its citation.
        """
        # Each by itself: a number or "2020a" is true only in its own list.
        rendering = formatter.start()([reference], [])
        if rendering.entries:
            return rendering.entries[0].tree
        return ()

    def _cited(self, reference: Reference, formatter: Formatter) -> dict[str, Any]:
        tree = self._guarded(
            reference,
            lambda: self.tree(reference, formatter),
            (),
        )
        return {
            "tree": json.loads(get_writer("json").inlines(tree, links=True)),
            "text": get_writer("text").inlines(tree),
            "html": get_writer("html").inlines(tree, links=True),
            "markdown": get_writer("markdown").inlines(tree, links=True),
        }

    def _record(self, reference: Reference, format: str) -> str:
        written = self._guarded(
            reference,
            lambda: formats.write(
                (reference,),
                format,
            ),
            "",
        )
        return str(written).strip()

    def _guarded(
        self, reference: Reference, make: Callable[[], Any], other: Any
    ) -> Any:
        """Return what is made; of one bad record a diagnostic is kept, and `other` is
        returned.
        """
        try:
            return make()
        except CsecrefsError as error:
            message = str(error)
        except Exception as error:  # one record may be odder than any test
            message = f"{type(error).__name__}: {error}"
        self.diagnostics.append(
            Diagnostic(
                "not-formatted",
                message[:500],
                "error",
                key=reference.id,
            )
        )
        return other


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the variables that the page lists, in the order of the record."""
    apart = _APART
    if memento_of(reference):
        # Its address is shown among the links.
        apart = _APART | {"archive_location"}
    for name, value in reference.fields.items():
        if name in apart:
            continue
        if isinstance(value, tuple):
            text = listed(value)
        else:
            text = str(value)
        if text := shown(text):
            yield name, text
    translation = reference.translations.get("title")
    if translation:
        yield "translated-title", shown(translation.text)


def _links(
    reference: Reference, states: Mapping[str, LinkState]
) -> Iterator[Mapping[str, str]]:
    """Yield identifiers and addresses as links, with what the history says of each."""
    for link in links_of(reference):
        if link.invalid or not is_web(link.url):
            continue
        found = {"kind": link.field, "url": link.url}
        found["text"] = clean(link.url)
        if link.field == "DOI" and link.doi:
            found["text"] = clean(link.doi)
        if state := states.get(link.url):
            facts = attrs.asdict(state)
            found |= {name: text for name, text in facts.items() if text}
        yield found
    for name in _NUMBERS:
        numbers = reference.text(name)[:_MAX_NUMBERS]
        for text in filter(None, _BETWEEN.split(numbers)):
            yield _number(name, text)
    copy = memento_of(reference)
    if copy and is_web(copy.url):
        yield {
            "kind": "archived",
            "text": clean(copy.url),
            "url": copy.url,
            "since": copy.day,
        }


def _number(name: str, text: str) -> Mapping[str, str]:
    """Return an identifier, with its address if it has one."""
    found = {"kind": name, "text": shown(text)}
    identifier = parse_identifier(f"{name}: {text}") or parse_identifier(text)
    if identifier and identifier.scheme == name.lower() and identifier.url:
        found["url"] = identifier.url
    return found
