"""The feed of additions: what came into the list, the newest first (Atom, RFC 4287)."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, Final
from urllib.parse import quote

from csecrefs.model import Reference
from csecrefs.patterns import regex
from csecrefs.site.options import SiteOptions
from csecrefs.site.shown import main_address, shown

LEDGER: Final = "additions.json"
"""The file in which a site remembers since when it has each reference."""
_NEWEST: Final = 50
"""Entries of the feed; readers ask for it more often than fifty works are added."""
# Fixed: with another one every entry would be new to its readers.
_NAMESPACE: Final = uuid.UUID("6f1c2a52-5a0e-5d43-9d1b-3b7b1d0f2c11")
_STAMPS: Final = ("date-added", "creationdate", "timestamp")
"""The fields in which BibDesk and JabRef keep the time at which an entry was made."""
# 2020-01-03, 2020-01-03T10:00:00, 2020-01-03 10:00:00 +0200, 2020.01.03
_STAMP: Final = regex(
    r"(\d{4})[-.](\d\d)[-.](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?.*",
    re.DOTALL,
)


def additions(references: Iterable[Reference], options: SiteOptions) -> dict[str, str]:
    """Return the time at which each reference was added, in UTC, by key.

    The time that the record itself gives counts, else that of an earlier build, else
    now.
    """
    now = _moment(options.now)
    found = {}
    for reference in references:
        known = options.added.get(reference.id, now)
        found[reference.id] = own_stamp(reference, options.now) or known
    return found


def own_stamp(reference: Reference, now: datetime) -> str:
    """Return the time at which a record says that it was made; empty if it does not."""
    for fields in reference.extra.values():
        if not isinstance(fields, Mapping):
            continue
        for name in _STAMPS:
            stamp = _parsed(fields.get(name))
            # A time that has not come would keep an entry at the top.
            if stamp and stamp <= now:
                return _moment(stamp)
    return ""


def _parsed(value: Any) -> datetime | None:
    match = _STAMP.fullmatch(str(value or "").strip()[:60])
    if not match:
        return None
    *numbers, zone = match.groups()
    day = numbers[:3]
    clock = [each or "00" for each in numbers[3:]]
    text = f"{'-'.join(map(str, day))}T{':'.join(clock)}{zone or '+00:00'}"
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _moment(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ledger(added: Mapping[str, str]) -> bytes:
    """Return the file that the next build reads."""
    # A line for each reference, so that a repository shows what was added.
    text = json.dumps(added, indent=0, ensure_ascii=False)
    return f"{text}\n".encode(errors="replace")


def read_ledger(content: bytes) -> dict[str, str]:
    """Return the times in a ledger; what is none is left out."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        key: time
        for key, time in found.items()
        if isinstance(time, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", time)
    }


def feed(
    references: Sequence[Reference],
    added: Mapping[str, str],
    texts: Mapping[str, str],
    options: SiteOptions,
) -> str:
    """Return the feed; `texts` are the citations by key."""

    def added_at(reference: Reference) -> str:
        return added[reference.id]

    newest = sorted(references, key=added_at, reverse=True)
    listed = newest[:_NEWEST]
    # RFC 4287 section 4.2.15: the last change that matters, which is an addition.
    updated = _moment(options.now)
    if listed:
        updated = added[listed[0].id]
    # Without an address the links are relative to the feed.
    base = options.address.rstrip("/") + "/" if options.address else ""
    entries = ""
    for each in listed:
        text = texts.get(each.id, "")
        entries += _entry(each, added[each.id], text, base)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_xml(options.title)}</title>\n"
        f"<id>{_id(base or options.title)}</id>\n<updated>{updated}</updated>\n"
        f"<author><name>{_xml(options.title)}</name></author>\n"
        f'<link rel="self" href="{_xml(base)}feed.atom"/>\n'
        f'<link rel="alternate" type="text/html" href="{_xml(base)}index.html"/>\n'
        f"{entries}</feed>\n"
    )


def _entry(reference: Reference, added: str, text: str, base: str) -> str:
    title = shown(reference.text("title")) or reference.id
    # The key may have halves of surrogate pairs, which no address can have.
    anchor = quote(reference.id.encode(errors="replace"), safe="")
    address = main_address(reference)
    related = f'<link rel="related" href="{_xml(address)}"/>\n' if address else ""
    return (
        f"<entry>\n<title>{_xml(title)}</title>\n"
        f"<id>{_id(base + '#' + reference.id)}</id>\n<updated>{added}</updated>\n"
        f'<link rel="alternate" type="text/html" href="{_xml(base)}index.html#{anchor}"/>\n'
        f"{related}<summary>{_xml(text)}</summary>\n</entry>\n"
    )


def _id(name: str) -> str:
    # RFC 4287 section 4.2.6: permanent, and never changed; so made of the key alone.
    named = name.encode("utf-8", "replace").decode()
    return uuid.uuid5(_NAMESPACE, named).urn


# Characters that XML 1.0 does not have, written or as references (section 2.2).
_NO_XML: Final = regex(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
