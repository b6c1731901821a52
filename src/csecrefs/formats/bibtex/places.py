"""The place of an entry in its file, and the lines of its fields with addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from csecrefs.formats.bibtex.syntax import Block, Database
from csecrefs.formats.bibtex.values import Fields
from csecrefs.model.place import Place
from csecrefs.model.values import Value

# The fields with addresses, by how they are mostly written, and their variables.
_LINK_FIELDS: Final = {
    "url": "URL",
    "howpublished": "URL",
    "doi": "DOI",
    "note": "note",
    "addendum": "note",
    "annote": "annote",
    "annotation": "annote",
}
_LINK_LENGTHS: Final = frozenset(map(len, _LINK_FIELDS))
_ADDRESSED: Final = frozenset({"URL", "DOI"})
_ADDRESS_LENGTHS: Final = frozenset(map(len, ("url", "doi", "howpublished")))
# Those of running text, which have a line only where an address is in them.
_NOTED: Final = frozenset({"note", "annote"})
# The member of a record for further addresses.
_FURTHER: Final = "other-url"


def place_of(
    block: Block,
    database: Database,
    out: Mapping[str, Value],
    left: Fields,
) -> Place:
    """Return the place of an entry and of the fields with its links.

    `out` are the variables read from it, `left` the fields that are none.
    """
    line = database.line
    begin = line(block.start)
    sought = _sought(out, left)
    if not sought:
        return Place(database.path, begin)
    lines: dict[str, int] = {}
    spans, source = block.spans, block.source
    lengths = _LINK_LENGTHS
    if sought <= _ADDRESSED:
        lengths = _ADDRESS_LENGTHS
    # Not by `block.iter_fields`: making the fields takes ten times as long.
    names = zip(spans[::4], spans[1::4], strict=True)
    for at, (start, end) in enumerate(names):
        if end - start not in lengths:
            continue
        name = source[start:end].lower()
        if name not in _LINK_FIELDS:
            continue
        variable = _LINK_FIELDS[name]
        value, after = spans[4 * at + 2 : 4 * at + 4]
        if _FURTHER in sought:
            # Further addresses are those of \href and of `howpublished`, else the second
            # one of `url`.
            if name == "howpublished" or source.find("\\href", value, after) >= 0:
                lines[_FURTHER] = line(value)
            elif name == "url":
                lines.setdefault(_FURTHER, line(value))
        # Of the fields that make up a note, the one with the address.
        if variable in _NOTED and source.find("://", value, after) < 0:
            continue
        if variable in sought:
            lines.setdefault(variable, line(value))
    return Place(database.path, begin, lines)


def _sought(out: Mapping[str, Value], left: Fields) -> set[str]:
    """Return the variables with addresses whose lines are noted."""
    sought = {variable for variable in _ADDRESSED if variable in out}
    for variable in _NOTED:
        if variable in out and "://" in str(out[variable]):
            sought.add(variable)
    if _FURTHER in left:
        sought.add(_FURTHER)
    return sought
