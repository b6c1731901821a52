"""BibTeX and BibLaTeX: .bib files to records and back, and edited without touching what did not change.

`parse` gives the concrete syntax (`Database`), `read` the records, `write` a file of records.

Conventions beyond BibLaTeX's manual:

- A `titleaddon` that stands wholly in square brackets is the translation of the title:
  `titleaddon = {[Treatise on Criminal Law]}` gives `Reference.translations["title"]`, and is written so.
  Brackets within a `title` are part of it.
- Fields that CSL has no variable for are kept as TeX in `Reference.extra["biblatex"]`, under their BibLaTeX
  names, and written again; so is the entry type (`entrytype`), where the CSL type does not tell it.
- Braces in titles that keep the case of their letters become `<span class="nocase">`.
"""

from __future__ import annotations

from csecrefs.errors import Diagnostic
from csecrefs.formats.bibtex.encoding import decode
from csecrefs.formats.bibtex.parser import parse
from csecrefs.formats.bibtex.records import to_references
from csecrefs.formats.bibtex.syntax import Block, Database, Field, Part
from csecrefs.model.reference import Reference

__all__ = ["Block", "Database", "Field", "Part", "parse", "read"]


def read(source: bytes | str, *, path: str = "<string>") -> tuple[list[Reference], list[Diagnostic]]:
    """The records of a .bib file and what is wrong with it; `path` names it in diagnostics."""
    guessed = False
    if isinstance(source, bytes):
        decoded = decode(source)
        source, guessed = decoded.text, decoded.guessed
    database = parse(source, path)
    if guessed:
        database.report("encoding", "not UTF-8; read as Windows-1252", 0)
    references = to_references(database)
    return references, database.diagnostics
