"""BibTeX and BibLaTeX: .bib files to records and back, and edited without touching what
did not change.

`parse` gives the concrete syntax (`Database`), `read` the records, `write` a file of
records.

Conventions beyond BibLaTeX's manual:

- A `titleaddon` that stands wholly in square brackets is the translation of the title:
  `titleaddon = {[Treatise on Criminal Law]}` gives `Reference.translations["title"]`,
  and is written so. Brackets within a `title` are part of it.
- Fields that CSL has no variable for are kept as TeX in `Reference.extra["biblatex"]`,
  under their BibLaTeX names, and written again; so is the entry type (`entrytype`),
  where the CSL type does not tell it.
- A `number` of CSL's that BibLaTeX's field would give another meaning (in a series, of
  an issue) is written as `itemnumber`; an article number (`eid`) is CSL's `page` where
  there are no pages, else its `number`.
- Braces in titles that keep the case of their letters become `<span class="nocase">`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from csecrefs.errors import Diagnostic
from csecrefs.formats.bibtex.encoding import Decoded, decode
from csecrefs.formats.bibtex.parser import parse
from csecrefs.formats.bibtex.records import to_references
from csecrefs.formats.bibtex.syntax import Block, Database, EntryField, ValuePart
from csecrefs.model.reference import Reference

if TYPE_CHECKING:
    from csecrefs.formats.bibtex.edit import DatabaseEdit, update, update_bytes
    from csecrefs.formats.bibtex.fields import Dialect

__all__ = [
    "Block",
    "Database",
    "DatabaseEdit",
    "Decoded",
    "EntryField",
    "ValuePart",
    "decode",
    "looks_like",
    "parse",
    "read",
    "to_references",
    "update",
    "update_bytes",
    "write",
]


def looks_like(head: str) -> bool:
    """True if the beginning of a text holds an entry, macro or comment of a .bib file."""
    return bool(re.search(r"^[ \t]*@[ \t]*\w+\s{0,9}[{(]", head, re.MULTILINE))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The records of a .bib file and what is wrong with it; `path` names it in
    diagnostics.
    """
    if isinstance(source, bytes):
        decoded = decode(source)
        database = parse(decoded.text, path)
        if decoded.bad_at >= 0:
            database.report("encoding", decoded.doubt, decoded.bad_at)
    else:
        database = parse(source, path)
    references = to_references(database)
    return references, database.diagnostics


def write(references: Iterable[Reference], *, dialect: Dialect = "biblatex") -> str:
    """A .bib file with an entry for each record, in `dialect`.

    Each entry has a key, and no two the same: BibTeX and what reads as it does, which
    tells no capitals apart, refuse the file.
    """
    from csecrefs.formats.bibtex.fields import entry_fields
    from csecrefs.formats.bibtex.layout import Layout
    from csecrefs.formats.draft import keyed

    layout = Layout()
    used: dict[str, int] = {}
    written = []
    for reference in keyed(references):
        new = entry_fields(reference, dialect)
        key = _free_key(new.key, used)
        written.append(
            layout.entry(
                new.type,
                key,
                new.fields,
            )
            + "\n"
        )
    return "\n".join(written)


def _free_key(key: str, used: dict[str, int]) -> str:
    """Return `key`, with a number behind it if an entry before has it; `used` counts the
    entries of each.
    """
    free, number = key, used.get(key.lower(), 0)
    while free.lower() in used:
        number += 1
        free = f"{key}-{number + 1}"
    used[key.lower()] = number
    used.setdefault(free.lower(), 0)
    return free


def __getattr__(name: str) -> Any:
    """Load the editing part on first use: reading does without it."""
    if name in ("DatabaseEdit", "update", "update_bytes"):
        from csecrefs.formats.bibtex import edit

        return getattr(edit, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
