"""The options of a site, and what is known of its links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.model.update import Update

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@attrs.frozen
class LinkState:
    """The state of a link as the link history has it.

    - `state`: alive, suspected, dead or uncertain.
    - `since`, `checked`: ISO days.
    - `reason`: the reason of the last verdict.
    """

    state: str
    since: str = ""
    checked: str = ""
    reason: str = ""


@attrs.frozen
class SiteOptions:
    """The choices of a site.

    - `title`: the heading of the site.
    - `styles`: the styles of the citations, by name, id or file; the first is that of
      the printed list.
    - `locale`: the language of the citations; empty for that of each style.
    - `language`: the language of the interface at first; empty for the reader's own.
    - `address`: the address that the site will have, for the feed.
    - `links`: the state of links, by URL.
    - `updates`: what happened to works since, by citation key.
    - `added`: the ISO time at which a reference was first in the site, by key.
    - `now`: the time of the build.
    """

    title: str = "References"
    styles: Sequence[str] = ("apa",)
    locale: str = ""
    language: str = ""
    address: str = ""
    links: Mapping[str, LinkState] = attrs.field(factory=dict)
    updates: Mapping[str, Sequence[Update]] = attrs.field(factory=dict)
    added: Mapping[str, str] = _NOTHING
    now: datetime = attrs.field(factory=lambda: datetime.now(UTC))


@attrs.frozen
class SitePages:
    """The files of a site by name, and what was wrong on the way."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...] = ()
