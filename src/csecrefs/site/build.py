"""Building a site: records in, files out, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from csecrefs.document.formatter import load
from csecrefs.errors import FieldError
from csecrefs.model import Reference
from csecrefs.site import feed, languages
from csecrefs.site.details import Details
from csecrefs.site.marks import same_works
from csecrefs.site.options import SiteOptions, SitePages
from csecrefs.site.overview import overview
from csecrefs.site.page import index_page
from csecrefs.site.printed import Printed, list_pages


def build(references: Iterable[Reference], options: SiteOptions) -> SitePages:
    """Return the files of a site of these references.

    Raises FieldError for no style or an unknown language of the interface, and what
    `csecrefs.document.formatter.load` raises for the styles. A reference that a style
    or a format cannot take is a diagnostic.

    >>> pages = build([Reference("a", "book", title="Tides")], SiteOptions())
    >>> sorted(pages.files)
    ['additions.json', 'feed.atom', 'index.html', 'list.html']
    """
    _check(options)
    # Of two records under one key the page can only show the later.
    by_key = {each.id: each for each in references}
    listed = list(by_key.values())
    formatters = tuple(load(style, options.locale) for style in options.styles)
    details = Details(options, formatters, {})
    # duplicates are known of the whole list only, before any details
    same = same_works(listed, details.diagnostics)
    details = attrs.evolve(details, same=same)
    shown = [details.of(each) for each in listed]
    pairs = list(zip(listed, shown, strict=True))
    marked = {each.id: _marks(found) for each, found in pairs}
    added = feed.additions(listed, options)
    texts = languages.words()
    said = texts[options.language or "en"]
    data = {
        **overview(listed, marked, added),
        "styles": [{"name": each.style, "title": each.title} for each in formatters],
        "language": options.language,
        "interface": texts,
        "types": languages.types(),
    }
    printed = [_printed(each, found, said) for each, found in pairs]
    citations = {each.reference.id: each.text for each in printed}
    files = {
        "index.html": index_page(data, shown, options, said),
        **dict(list_pages(printed, options, said)),
        "feed.atom": feed.feed(listed, added, citations, options),
    }
    # Records may have halves of surrogate pairs, which UTF-8 has not.
    written = {name: _encoded(text) for name, text in files.items()}
    warnings = [each for loaded in formatters for each in loaded.warnings]
    return SitePages(
        {**written, feed.LEDGER: feed.ledger(added)},
        (*warnings, *details.diagnostics),
    )


def _check(options: SiteOptions) -> None:
    if not options.styles or isinstance(options.styles, str):
        raise FieldError(f"styles: {options.styles!r} is no list; give ['apa']")
    if options.language and options.language not in languages.LANGUAGES:
        known = ", ".join(languages.LANGUAGES)
        raise FieldError(
            f"language: no interface in {options.language!r}; give {known}"
        )


def _encoded(text: str) -> bytes:
    return text.encode(errors="replace")


def _marks(found: Mapping[str, Any]) -> Sequence[str]:
    """Return the names of the marks that a row shows."""
    kinds = [each["kind"] for each in found["marks"]]
    if any(each.get("state") == "dead" for each in found["links"]):
        kinds.append("dead")
    if "same" in found:
        kinds.append("duplicate")
    return kinds


def _printed(
    reference: Reference, found: Mapping[str, Any], said: Mapping[str, str]
) -> Printed:
    cited = found["cited"][0]
    marks = tuple(said[each["kind"]] for each in found["marks"])
    return Printed(reference, cited["html"], cited["text"], marks)
