"""Citation keys for records that come from strings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import attrs

from csecrefs.model import Reference
from csecrefs.strings.records import ParsedReference

_SKIPPED: Final = frozenset("a an the of and on der die das le la les des el".split())


def keyed(parsed: Iterable[ParsedReference]) -> list[ParsedReference]:
    """Return parsed references with keys of name and year, all different."""
    found: list[ParsedReference] = []
    counts: dict[str, int] = {}
    for each in parsed:
        wanted = _wanted(each.reference)
        count = counts.get(wanted, 0)
        counts[wanted] = count + 1
        key = wanted + _letters(count)
        found.append(
            attrs.evolve(
                each,
                reference=each.reference.evolve(id=key),
            )
        )
    return found


def _wanted(reference: Reference) -> str:
    names = reference.names("author") or reference.names("editor")
    text = reference.text("title")
    if names:
        text = names[0].family or names[0].literal
    plain = unicodedata.normalize("NFKD", text.lower())
    words = re.findall(
        r"[^\W\d_]+", "".join(c for c in plain if not unicodedata.combining(c))
    )
    stem = next((word for word in words if word not in _SKIPPED), "reference")
    year = str(reference.year or "")
    return f"{stem}{year}"


def _letters(count: int) -> str:
    """Return nothing for the first of a key, then b, c, ... z, ba, ..."""
    if not count:
        return ""
    letters = ""
    number = count + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters
