"""A part of a .bib file: chosen entries whole, with all that they need.

Entries stay as they are written. What they inherit from comes with them (`crossref`,
`xdata`, `xref`, the members of a set), and so do the `@string` definitions that their
values name and every `@preamble`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from csecrefs.formats.bibtex.syntax import MONTHS, Block, Database

# The fields that name other entries, one or several by commas.
_PARENTS: Final = ("crossref", "xdata", "xref", "entryset", "related")


def subset(database: Database, keys: Iterable[str]) -> str:
    """Return the text of the entries with these keys, in the order of the file.

    >>> from csecrefs.formats.bibtex import parse
    >>> text = "@book{a, crossref={b}}\\n@book{c,}\\n@collection{b,}"
    >>> print(subset(parse(text, ""), ["a"]), end="")
    @book{a, crossref={b}}
    <BLANKLINE>
    @collection{b,}
    """
    chosen = wanted(database, keys)
    names = _macros(database, (each for each in database.entries if each.key in chosen))
    blocks = [block for block in database.blocks if _is_wanted(block, chosen, names)]
    return "\n\n".join(block.text.strip() for block in blocks) + "\n" * bool(blocks)


def wanted(database: Database, keys: Iterable[str]) -> set[str]:
    """Return the keys with those of all entries that theirs inherit from."""
    entries = {block.key: block for block in reversed(database.entries)}
    by_folded = {key.casefold(): key for key in entries}
    pending = [by_folded[key.casefold()] for key in keys if key.casefold() in by_folded]
    found: set[str] = set()
    while pending:
        key = pending.pop()
        if key in found:
            continue
        found.add(key)
        named = (by_folded.get(each.casefold()) for each in _parents(entries[key]))
        pending += [each for each in named if each]
    return found


def _parents(entry: Block) -> Iterator[str]:
    for field in entry.iter_fields():
        if field.name in _PARENTS:
            for part in field.parts:
                yield from (name.strip() for name in part.text.split(","))


def _macros(database: Database, entries: Iterable[Block]) -> set[str]:
    """Return the macros that entries name, with those in the macros' own values."""
    values: dict[str, list[str]] = {}
    for block in database.blocks:
        if block.kind == "string":
            for field in block.iter_fields():
                values[field.name] = _names(block)
    pending = [name for entry in entries for name in _names(entry)]
    found: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in found and name not in MONTHS:
            found.add(name)
            pending += values.get(name, ())
    return found


def _names(block: Block) -> list[str]:
    return [
        part.text.strip().lower()
        for field in block.iter_fields()
        for part in field.parts
        if part.kind == "bare"
    ]


def _is_wanted(
    block: Block,
    keys: set[str],
    names: set[str],
) -> bool:
    if block.kind == "entry":
        return block.key in keys
    if block.kind == "string":
        return any(field.name in names for field in block.iter_fields())
    return block.kind == "preamble"
