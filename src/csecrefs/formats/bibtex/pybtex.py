"""Records to and from pybtex's `BibliographyData`, and our formats as plugins of
pybtex.

Where csecrefs is installed, pybtex finds them by the entry points in pyproject.toml: as
`csecrefs-ris` and so on, as `csecrefs` where the content shall tell, and by suffix. So
`pybtex-convert refs.ris refs.bib` works, as does any program that reads or writes
through pybtex.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, ClassVar

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.input import BaseParser
from pybtex.database.output import BaseWriter

from csecrefs import formats
from csecrefs.errors import Diagnostic
from csecrefs.formats.bibtex.fields import entry_fields
from csecrefs.formats.bibtex.names import split_names
from csecrefs.formats.bibtex.records import to_reference
from csecrefs.formats.bibtex.syntax import Block, Database
from csecrefs.formats.bibtex.typed import data_type
from csecrefs.model import Reference


def to_pybtex(references: Iterable[Reference]) -> BibliographyData:
    """The records as pybtex has them: BibTeX's entry types and fields, values as TeX,
    persons apart.

    Of records with the same key the first counts.
    """
    data = BibliographyData()
    for reference in references:
        written = entry_fields(reference, "bibtex")
        if written.key not in data.entries:
            data.add_entry(written.key, _entry(written.type, written.fields))
    return data


def from_pybtex(data: BibliographyData) -> tuple[list[Reference], list[Diagnostic]]:
    """The records in pybtex's data, and what is doubtful about them."""
    database = Database("", "<pybtex>", [])
    references = []
    for key, entry in data.entries.items():
        fields = {name.lower(): value for name, value in entry.fields.items()}
        for role, persons in entry.persons.items():
            fields[role.lower()] = " and ".join(map(str, persons))
        block = Block("entry", "", 0, 0, entry.type.lower(), key)
        references.append(to_reference(block, fields, database))
    return references, database.diagnostics


def _entry(type_: str, fields: Mapping[str, str]) -> Entry:
    entry = Entry(type_)
    for name, value in fields.items():
        if data_type(name) == "names":
            entry.persons[name] = [Person(person) for person in split_names(value)]
        else:
            entry.fields[name] = value
    return entry


class Parser(BaseParser):  # type: ignore[misc]  # pybtex has no types
    """Reads any format csecrefs reads into pybtex's data: `format`, or the one its
    content tells.
    """

    default_suffix = ".ris"
    format: ClassVar[str] = ""

    def parse_stream(self, stream: IO[bytes]) -> BibliographyData:
        """The data in a binary stream. Raises FormatError for what is of no known
        format.
        """
        references, _ = formats.read(
            stream.read(), path=self.filename, format=self.format
        )
        self.data.add_entries(to_pybtex(references).entries.items())
        return self.data


class Writer(BaseWriter):  # type: ignore[misc]  # pybtex has no types
    """Writes pybtex's data in one of our formats."""

    unicode_io = True
    format: ClassVar[str] = "biblatex"

    def write_stream(self, bib_data: BibliographyData, stream: IO[str]) -> None:
        """Write the records in the data to a text stream."""
        references, _ = from_pybtex(bib_data)
        stream.write(formats.write(references, self.format))


def __getattr__(name: str) -> type:
    """The plugin of one format, as entry points name it: `parser_csl_json`,
    `writer_ris`.
    """
    kind, _, rest = name.partition("_")
    base = {"parser": Parser, "writer": Writer}.get(kind)
    format_name = rest.replace("_", "-")
    if base is None or format_name not in formats.names(written=base is Writer):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return type(name, (base,), {"__doc__": base.__doc__, "format": format_name})
