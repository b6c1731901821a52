"""Changes to a file of CSL-JSON items that leave every other byte as it is.

Python's own decoder tells where each value ends (RFC 8259); what stands between values
is kept or imitated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from csecrefs.formats.changes import RecordChanges
from csecrefs.formats.csl import items
from csecrefs.model import Reference
from csecrefs.patterns import regex

# The white space of JSON (RFC 8259, section 2), and no other.
_SPACE: Final = regex(r"[ \t\r\n]*")
# One decoder, which tells where a value ends.
_DECODER: Final = json.JSONDecoder()
_INDENT: Final = "  "


class _Member(NamedTuple):
    """A member of an object: its key, where that begins, and where its value begins and
    ends.
    """

    key: str
    start: int
    value_start: int
    end: int


def update_source(source: bytes, changes: RecordChanges) -> bytes:
    """Return the bytes of a file of CSL-JSON items with changes, every other byte as it
    was.

    Raises ValueError for text that is no JSON, and where there is no list.
    """
    encoding = "utf-8"
    if source:
        encoding = json.detect_encoding(source)
    text = "[]\n"
    if source.strip():
        text = source.decode(encoding, "surrogateescape")
    after = update_items(
        text,
        changes.changed,
        changes.added,
        changes.removed,
    )
    if after != text:
        return after.encode(encoding, "surrogateescape")
    return source


def update_items(
    text: str,
    changed: Mapping[str, Reference],
    added: Sequence[Reference] = (),
    removed: frozenset[str] = frozenset(),
) -> str:
    """`text`, a list of items or an object with one under "items", with items changed,
    added and removed.

    Of a changed item only the members that differ are written anew. Raises ValueError
    for text that is no JSON, and where there is no list.
    """
    json.loads(text.removeprefix("\ufeff"))
    seen: set[str] = set()
    opened = _list_start(text)
    spans, closed = _elements(text, opened)
    kept: list[tuple[str, str]] = []
    unit = _unit_of(text)
    gap, item_gap = text[opened + 1 : spans[0][0]] if spans else "", ""
    for at, (start, end) in enumerate(spans):
        item = _DECODER.raw_decode(text, start)[0]
        key = ""
        if isinstance(item, dict):
            key = str(item.get("id"))
        item_gap = ""
        if at:
            item_gap = text[spans[at - 1][1] : start]
        first = key not in seen
        seen.add(key)
        if key in removed and first:
            continue
        written = text[start:end]
        if key in changed and first:
            written = _changed(written, changed[key], unit)
        kept.append((item_gap, written))
    between = item_gap or ("," + gap if spans else f",\n{_INDENT}")
    line = re.search(r"[\r\n][ \t]*\Z", between)
    # Items of one line each get another such.
    sample = text[slice(*spans[-1])] if spans else ""
    is_compact = len(sample) > len("{}") and not re.search(r"[\r\n]", sample)
    kept += [
        (
            between,
            _dumped(
                item.to_csl(),
                line[0] if line and not is_compact else "",
                unit,
                sample,
            ),
        )
        for item in added
    ]
    if not kept:
        return f"{text[: opened + 1]}{text[closed:]}"
    body = kept[0][1] + "".join(before + written for before, written in kept[1:])
    if not spans:
        return f"{text[:opened]}[\n{_INDENT}{body}\n{text[closed:]}"
    return f"{text[: spans[0][0]]}{body}{text[spans[-1][1] :]}"


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    if space:
        return space.end()
    return at


def _list_start(text: str) -> int:
    """Return the start of the list of items."""
    at = _skip(text, text.startswith("\ufeff"))
    if text[at : at + 1] == "{":
        at = next(
            (
                member.value_start
                for member in _members(text, at)
                if member.key == "items"
            ),
            at,
        )
    if text[at : at + 1] != "[":
        raise ValueError("not a list of items")
    return at


def _elements(text: str, opened: int) -> tuple[list[tuple[int, int]], int]:
    """Return the start and end of each element of a list, and its closing bracket."""
    spans = []
    at = _skip(text, opened + 1)
    while text[at : at + 1] != "]":
        end = _DECODER.raw_decode(text, at)[1]
        spans.append((at, end))
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
    return spans, at


def _members(text: str, opened: int) -> list[_Member]:
    found = []
    at = _skip(text, opened + 1)
    while text[at : at + 1] != "}":
        key, end = _DECODER.raw_decode(text, at)
        value_start = _skip(text, _skip(text, end) + 1)
        end = _DECODER.raw_decode(text, value_start)[1]
        found.append(_Member(key, at, value_start, end))
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
    return found


def _changed(text: str, reference: Reference, unit: str) -> str:
    """One item's text with the members that the reference has otherwise; the others
    stay as written.
    """
    members = _members(text, 0)
    # As the file is read, so that a value read in another way stays as it is written.
    before, _ = items.reference(
        _DECODER.raw_decode(text)[0],
        path="",
        line=None,
        column=None,
        number=1,
    )
    old, new = {}, reference.to_csl()
    if before is not None:
        old = before.to_csl()
    first, last = members[0], members[-1]
    lead = text[1 : first.start]
    colon = text[_DECODER.raw_decode(text, first.start)[1] : first.value_start]
    gaps = [text[before.end : after.start] for before, after in pairwise(members)]
    parts = []
    for gap, member in zip(["", *gaps], members, strict=True):
        if member.key in new and new[member.key] != old.get(member.key):
            value = _dumped(new[member.key], lead, unit, text)
            parts.append((gap, text[member.start : member.value_start] + value))
        elif member.key in new or member.key not in old:
            parts.append((gap, text[member.start : member.end]))
    own = {member.key for member in members}
    parts += [
        (
            gaps[-1] if gaps else f",{lead or ' '}",
            f"{json.dumps(key)}{colon}{_dumped(value, lead, unit, text)}",
        )
        for key, value in new.items()
        if key not in own and key not in old
    ]
    return f"{{{lead}{parts[0][1]}{''.join(gap + part for gap, part in parts[1:])}{text[last.end :]}"


def _unit_of(text: str) -> str:
    """Return the indent of one level in a text with its lines: the least there is."""
    indents: list[str] = re.findall(r"[\r\n]([ \t]+)(?=\S)", text)
    return min(indents, key=len, default=_INDENT)


def _dumped(
    value: Any,
    line: str,
    unit: str = _INDENT,
    like: str = "",
) -> str:
    """A value as JSON; on lines indented further than `line` by `unit`, if that is a
    line end with an indent, else on one line with the blanks of the text `like`.
    """
    if "\n" not in line:
        comma, colon = ", ", ": "
        # `{"id":"a","type":"book"}`, as many programs write it.
        if like and re.search(r'":\s', like) is None:
            colon = ":"
        if like and re.search(r",\s", like) is None:
            comma = ","
        return json.dumps(value, ensure_ascii=False, separators=(comma, colon))
    return json.dumps(
        value,
        ensure_ascii=False,
        indent=unit,
    ).replace("\n", line)
