"""Records to and from pybtex's `BibliographyData`, and our formats as plugins of
pybtex.

Where csecrefs is installed, pybtex finds them by the entry points in pyproject.toml:
`csecrefs` reads what the content tells and writes what the suffix tells. So
`pybtex-convert refs.ris refs.bib` works, as does any program that reads or writes
through pybtex. Where pybtex takes a class for a plugin, `parser_csl_json` and
`writer_csl_json` of this module, one for each format, do, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import IO, ClassVar

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.input import BaseParser
from pybtex.database.output import BaseWriter

from csecrefs import formats
from csecrefs.errors import Diagnostic, NotFoundError
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
        # pybtex takes a key that is there already for an error.
        if written.key not in data.entries:
            data.add_entry(
                written.key,
                _entry(written.type, written.fields),
            )
    return data


def from_pybtex(data: BibliographyData) -> tuple[list[Reference], list[Diagnostic]]:
    """The records in pybtex's data, and what is doubtful about them."""
    database = Database("", "<pybtex>", [])
    references = []
    for key, entry in data.entries.items():
        fields = {name.lower(): value for name, value in entry.fields.items()}
        for role, persons in entry.persons.items():
            # pybtex keeps persons apart; in BibTeX they are fields like others.
            fields[role.lower()] = " and ".join(map(str, persons))
        block = Block(
            "entry",
            "",
            0,
            0,
            entry.type.lower(),
            key,
        )
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
    """Writes pybtex's data in one of our formats: `format`, or the one that the suffix of
    the file means, BibLaTeX for a stream without a name.
    """

    unicode_io = True
    format: ClassVar[str] = ""

    def write_stream(self, bib_data: BibliographyData, stream: IO[str]) -> None:
        """Write the records in the data to a text stream. Raises NotFoundError for a
        suffix that no format of ours has.
        """
        references, _ = from_pybtex(bib_data)
        written = self.format or _format_of(getattr(stream, "name", ""))
        stream.write(formats.write(references, written))


def _format_of(path: object) -> str:
    """Return the name of the format that the suffix of a path means."""
    suffix = PurePath(path).suffix if isinstance(path, str) else ""
    if not suffix:
        return "biblatex"
    chosen = formats.to_write(f"refs{suffix}")
    if chosen is None:
        raise NotFoundError("format to write", suffix, formats.names(written=True))
    return chosen.name


def __getattr__(name: str) -> type:
    """Return the plugin of one format: `parser_csl_json`, `writer_ris`."""
    kind, _, rest = name.partition("_")
    base = {"parser": Parser, "writer": Writer}.get(kind)
    format_name = rest.replace("_", "-")
    if base is None or format_name not in formats.names(written=base is Writer):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return type(
        name,
        (base,),
        {"__doc__": base.__doc__, "format": format_name},
    )
