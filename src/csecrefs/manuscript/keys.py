"""The way back: citations of fields as markers with citation keys.

A document that programs cited in becomes one whose citations are text, to write on or
to render in another style.
"""

from __future__ import annotations

from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.manuscript.office.typed import marker
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import Manuscript
from csecrefs.text.inline import Entry, Inlines

# The paragraph that marks the place of the bibliography.
_LIST: Final = Entry("", ("{Bibliography}",))


def as_keys(manuscript: Manuscript) -> RenderedSites:
    """Return the sites of a manuscript as markers: `[see @low2001, p. 8]`.

    Markers that were typed stay as they are, and so do fields that no marker can say.
    """
    texts: list[Inlines | None] = []
    listed = False
    for site in manuscript.sites:
        if site.kind == "citation":
            texts.append(_marked(site.command, marker(site) if site.cites else ""))
        listed = listed or site.kind == "bibliography"
    entries = None
    if listed:
        entries = (_LIST,)
    return RenderedSites(tuple(texts), entries)


def kept_fields(manuscript: Manuscript) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each field that stays, as no marker says the same."""
    found: list[Diagnostic] = []
    for site in manuscript.sites:
        if site.kind != "citation" or not site.command or not site.cites:
            continue
        if marker(site):
            continue
        key = site.cites[0].id
        message = (
            "no marker says the same as this citation (of the author only, say), and "
            "its field stays; type the citation by hand"
        )
        path = site.part or manuscript.path or None
        found.append(Diagnostic("kept-field", message, "warning", path, key=key))
    return tuple(found)


def _marked(command: str, text: str) -> Inlines | None:
    if not command or not text:
        return None
    return (text,)
