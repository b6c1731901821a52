"""The way back: citations of fields as markers with citation keys.

A document that programs cited in becomes one whose citations are text, to write on or
to render in another style.
"""

from __future__ import annotations

from typing import Final

from csecrefs.manuscript.office.typed import marker
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import Manuscript
from csecrefs.text.inline import Entry, Inlines

# The paragraph that marks the place of the bibliography.
_LIST: Final = Entry("", ("{Bibliography}",))


def as_keys(manuscript: Manuscript) -> RenderedSites:
    """Return the sites of a manuscript as markers: `[see @low2001, p. 8]`.

    Markers that were typed stay as they are.
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


def _marked(command: str, text: str) -> Inlines | None:
    if not command or not text:
        return None
    return (text,)
