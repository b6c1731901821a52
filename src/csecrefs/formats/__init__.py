"""File formats: each module reads one format into records and writes it back.

A format's module has `looks_like(head) -> bool`, `read(source, *, path) -> (references,
diagnostics)`, and, where the format can be written, `write(references) -> str`. Modules
load when they are first needed. `FORMATS` is the one list of them: to add a format,
write its module and add its row.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import PurePath
from typing import Final, Literal, NamedTuple, Protocol, cast

from csecrefs.errors import (
    Diagnostic,
    FieldError,
    FormatError,
    InputError,
    NotFoundError,
)
from csecrefs.formats.changes import RecordChanges
from csecrefs.formats.plain import braced_text, faced_text, plain, plain_text
from csecrefs.formats.source import LONE_SURROGATE, decode
from csecrefs.model import Place, Reference
from csecrefs.model.place import NOWHERE

__all__ = [
    "FORMATS",
    "Format",
    "Module",
    "by_name",
    "detect",
    "from_outside",
    "names",
    "placed",
    "promises_references",
    "read",
    "suffixes",
    "to_write",
    "update",
    "writable",
    "write",
]


# How many characters from the start of a source tell its format.
_HEAD: Final = 1 << 16


class Module(Protocol):
    """The functions of a format's module."""

    def looks_like(self, head: str) -> bool:
        """True if the beginning of a text is of this format."""

    def read(
        self, source: bytes | str, *, path: str
    ) -> tuple[list[Reference], list[Diagnostic]]:
        """The references in `source` and what is wrong with it; `path` names it in
        diagnostics.
        """

    def write(self, references: Sequence[Reference], **dialect: str) -> str:
        """`references` as the text of a file; where the format is only read, there is
        no such function.
        """


class Format(NamedTuple):
    """One format: its name, its title, its module, and the suffixes of its files.

    Suffixes that files of other kinds have too (.json) stand in `shared`: they make a
    file in a folder worth a look, but do not tell its format. `dialect` is what the
    module's `write` is told where it knows several. Each file holds one of `signs` near
    its start; one without them is known without loading the module.
    """

    name: str
    title: str
    module: str
    suffixes: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    reads: bool = True
    writes: bool = False
    dialect: str = ""
    signs: tuple[str, ...] = ()
    markup: Literal["csl", "plain", "faces", "braces"] = "csl"
    """What the format takes of CSL's rich text: all of it, none, the faces of a font,
    or braces for what keeps its case."""
    home: str = "csecrefs.formats"
    """The package of the module."""

    def looks_like(self, head: str) -> bool:
        """True if the beginning of a text is of this format."""
        possible = not self.signs or any(sign in head for sign in self.signs)
        return possible and self.load().looks_like(head)

    def load(self) -> Module:
        """The format's module."""
        return cast(Module, importlib.import_module(f"{self.home}.{self.module}"))


FORMATS: Final = (
    Format(
        "biblatex",
        "BibLaTeX",
        "bibtex",
        (".bib", ".bibtex"),
        writes=True,
        dialect="biblatex",
    ),
    Format(
        "bibtex",
        "BibTeX",
        "bibtex",
        reads=False,
        writes=True,
        dialect="bibtex",
    ),
    Format(
        "crossref-json",
        "Crossref JSON",
        "registries.crossref_json",
        shared=(".json",),
        signs=(
            '"message-type"',
            '"is-referenced-by-count"',
            '"reference-count"',
            '"indexed"',
        ),
    ),
    Format(
        "datacite-json",
        "DataCite JSON",
        "registries.datacite_json",
        shared=(".json",),
        signs=('"resourceTypeGeneral"', '"schemaVersion"', '"publicationYear"'),
    ),
    Format(
        "openalex",
        "OpenAlex",
        "registries.openalex",
        shared=(".json",),
        signs=('"https://openalex.org/W',),
    ),
    Format(
        "zotero-json",
        "Zotero's items in JSON, also Better BibTeX's",
        "zotero.json",
        shared=(".json",),
        signs=('"itemType"', "BetterBibTeX JSON", "Better BibTeX JSON"),
    ),
    Format(
        "csl-json",
        "CSL-JSON",
        "csl.json",
        shared=(".json",),
        writes=True,
    ),
    Format(
        "cff",
        "Citation File Format",
        "yaml.cff",
        (".cff",),
        writes=True,
        markup="plain",
    ),
    Format(
        "csl-yaml",
        "CSL-YAML, also in the head of Markdown",
        "csl.yaml",
        shared=(".yaml", ".yml"),
        writes=True,
    ),
    Format(
        "ris",
        "RIS",
        "tagged.ris",
        (".ris",),
        writes=True,
        markup="plain",
    ),
    Format(
        "nbib",
        "MEDLINE (PubMed)",
        "tagged.nbib",
        (".nbib",),
        writes=True,
        markup="plain",
    ),
    Format(
        "refer",
        "Refer (EndNote)",
        "tagged.refer",
        (".enw", ".refer"),
        writes=True,
        markup="plain",
    ),
    Format(
        "isi",
        "Web of Science",
        "tagged.isi",
        (".isi", ".ciw"),
        (".txt",),
    ),
    Format("ovid", "Ovid", "tagged.ovid", (".ovd",), (".txt",)),
    Format("refworks", "RefWorks tagged", "tagged.refworks", shared=(".txt",)),
    Format("biblioscape", "Biblioscape", "tagged.biblioscape", shared=(".txt",)),
    Format("copac", "Copac", "tagged.copac", shared=(".txt",)),
    Format(
        "endnote-xml",
        "EndNote XML",
        "xml.endnote",
        shared=(".xml",),
        writes=True,
        markup="faces",
    ),
    Format(
        "word-xml",
        "Microsoft Word's Sources.xml",
        "xml.word",
        shared=(".xml",),
        writes=True,
        markup="plain",
    ),
    Format("pubmed-xml", "PubMed XML", "xml.pubmed", shared=(".xml",)),
    Format("mets", "METS", "xml.mets", (".mets",), (".xml",)),
    Format(
        "mods", "MODS", "xml.mods", (".mods",), (".xml",), writes=True, markup="plain"
    ),
    Format(
        "marcxml",
        "MARCXML",
        "marc.marcxml",
        (".marcxml",),
        (".xml",),
    ),
    Format("marc21", "MARC 21 (ISO 2709)", "marc.marc21", (".mrc", ".marc")),
    Format("crossref-xml", "Crossref XML", "registries.unixref", shared=(".xml",)),
    Format("datacite-xml", "DataCite XML", "registries.datacite_xml", shared=(".xml",)),
    Format(
        "dim", "DSpace intermediate metadata", "xml.dspace_dim", (".dim",), (".xml",)
    ),
    Format(
        "pnx",
        "Primo normalised XML",
        "xml.primo_pnx",
        (".pnx",),
        (".xml",),
    ),
    Format(
        "openurl-xml", "OpenURL context objects", "web.context_object", shared=(".xml",)
    ),
    Format(
        "rdf",
        "RDF/XML (Zotero, BIBO, schema.org, Dublin Core)",
        "xml.rdf",
        (".rdf",),
        (".xml",),
    ),
    Format(
        "hayagriva",
        "Hayagriva (Typst)",
        "yaml.hayagriva",
        shared=(".yaml", ".yml"),
        writes=True,
        markup="braces",
    ),
    Format(
        "csv",
        "CSV",
        "csv",
        shared=(".csv", ".tsv"),
        writes=True,
        markup="plain",
    ),
    Format(
        "coins",
        "COinS in HTML",
        "web.coins",
        shared=(".html", ".htm"),
    ),
    Format(
        "bookmarks", "Netscape bookmarks", "web.bookmarks", shared=(".html", ".htm")
    ),
    # last: it claims what no other format does
    Format(
        "plain",
        "Plain reference list",
        "plain",
        shared=(".txt",),
        home="csecrefs.strings",
    ),
)
"""Every format. Where the content suits several, the first counts."""


# Other names of formats, for suffixes that several share the likeliest.
_ALIASES: Final = {
    "csl": "csl-json",
    "endnote": "endnote-xml",
    "json": "csl-json",
    "marc": "marc21",
    "medline": "nbib",
    "pubmed": "nbib",
    "wos": "isi",
    "yaml": "csl-yaml",
    "yml": "csl-yaml",
}


@cache
def from_outside() -> tuple[Format, ...]:
    """Return the formats that other packages bring, by the entry-point group
    `csecrefs.formats`: each point is a `Format`, whose `home` is the package of its
    module.

    They are looked for only where none of ours is meant, since that takes a while. One
    that does not load is a warning.
    """
    from importlib.metadata import entry_points

    found = []
    for point in entry_points(group="csecrefs.formats"):
        try:
            brought = point.load()
        except Exception as error:  # the package of others must not end our run
            _warn(f"the format {point.name} of {point.value} does not load: {error}")
            continue
        if isinstance(brought, Format):
            found.append(brought)
        else:
            _warn(f"the format {point.name} of {point.value} is no csecrefs Format")
    return tuple(found)


def _warn(message: str) -> None:
    import warnings

    warnings.warn(message, stacklevel=3)


def names(*, written: bool = False) -> tuple[str, ...]:
    """The names of the formats that are read, or of those that are written."""
    return tuple(
        each.name for each in FORMATS if (each.writes if written else each.reads)
    )


def suffixes() -> frozenset[str]:
    """The file suffixes of the formats that are read, with their dots."""
    return frozenset(
        suffix
        for each in FORMATS
        if each.reads
        for suffix in (*each.suffixes, *each.shared)
    )


def by_name(name: str) -> Format:
    """Return the format with this name, or with this suffix (`bib`).

    Raises NotFoundError for an unknown one.

    >>> by_name("ris").title, by_name("bib").name
    ('RIS', 'biblatex')
    """
    if not isinstance(name, str):
        raise FieldError(f"format: {name!r} is none; give a name like 'ris'")
    lowered = name.lower().removeprefix(".")
    for each in FORMATS:
        if each.name == lowered:
            return each
    for each in FORMATS:
        if f".{lowered}" in each.suffixes:
            return each
    if lowered in _ALIASES:
        return by_name(_ALIASES[lowered])
    for each in from_outside():
        if each.name == lowered or f".{lowered}" in each.suffixes:
            return each
    known = (*FORMATS, *from_outside())
    raise NotFoundError("format", name, (each.name for each in known))


def to_write(path: str) -> Format | None:
    """The format in which a file with the suffix of `path` is written, or None."""
    return next((each for each in _with_suffix(path) if each.writes), None)


def promises_references(path: str) -> bool:
    """True if the suffix of `path` is one that only files of references have."""
    suffix = PurePath(path).suffix.lower()
    return any(suffix in each.suffixes for each in _with_suffix(path))


def detect(source: bytes | str, path: str = "") -> Format:
    """The format of `source`, by what it holds, else by the suffix of `path` if no
    other files have it.

    Raises FormatError when the format cannot be told.
    """
    head, diagnostics = decode(source[:_HEAD], path)
    if any(each.code == "binary" for each in diagnostics):
        raise FormatError(_place(path, "not a text file"))
    likely = tuple(_with_suffix(path))
    if head:
        for each in _by_likelihood(likely):
            if each.reads and each.looks_like(head):
                return each
    if likely and promises_references(path):
        return likely[0]
    raise FormatError(
        _place(
            path, "no format that csecrefs reads" if head else "there is nothing in it"
        )
    )


def _by_likelihood(likely: tuple[Format, ...]) -> Iterator[Format]:
    """Yield every format once: those that the suffix means, ours, those from outside,
    and last the one that claims what no other does.
    """
    *ours, last = FORMATS
    yield from dict.fromkeys((*likely, *ours))
    yield from (each for each in from_outside() if each not in likely)
    yield last


def read(
    source: bytes | str, *, path: str = "", format: str = ""
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references in `source`, of the named or detected format, and what is wrong
    with it.

    Raises NotFoundError for an unknown format, FormatError for one that cannot be told
    or read.
    """
    if format:
        chosen = by_name(format)
    else:
        chosen = detect(source, path)
    if chosen.name == "bibtex":
        chosen = by_name("biblatex")  # which reads both dialects
    if not chosen.reads:
        raise FormatError(
            f"{chosen.title} is read by another name; use one of {', '.join(names())}"
        )
    references, diagnostics = chosen.load().read(source, path=path)
    return placed(references, path), diagnostics


def placed(references: list[Reference], path: str) -> list[Reference]:
    """Return the references with `path` in the places that name no file."""
    if not path:
        return references
    nowhere = Place(path)
    found = []
    for reference in references:
        place = reference.place
        if place is NOWHERE:
            reference = reference.at(nowhere)
        elif not place.path:
            place = Place(path, place.line, place.lines)
            reference = reference.at(place)
        found.append(reference)
    return found


def write(references: Sequence[Reference], format: str) -> str:
    """`references` as a file of the named format.

    Raises NotFoundError for an unknown format, FormatError for one that cannot be
    written.
    """
    chosen = writable(format)
    dialect = {}
    if chosen.dialect:
        dialect = {"dialect": chosen.dialect}
    if chosen.markup != "csl":
        text = _TEXTS[chosen.markup]
        references = [plain(reference, text) for reference in references]
    written = chosen.load().write(references, **dialect)
    # JSON may have half of a pair of UTF-16 (RFC 8259, 8.2); no file in UTF-8 has.
    return written if written.isascii() else LONE_SURROGATE.sub("\ufffd", written)


# How a format's texts are made of CSL's rich text, by `Format.markup`.
_TEXTS: Final = {
    "plain": plain_text,
    "faces": faced_text,
    "braces": braced_text,
}
# The modules that change a file of a format in place.
_UPDATERS: Final = {
    "biblatex": "bibtex.edit",
    "csl-json": "csl.json_edit",
    "csl-yaml": "csl.yaml_edit",
    "ris": "tagged.edit",
    "nbib": "tagged.edit",
    "refer": "tagged.edit",
}


def update(
    source: bytes, changes: RecordChanges, *, path: str = "", format: str = ""
) -> bytes:
    """Return the bytes of a file with changes to its records, every other byte as it
    was.

    An empty file is of the format that `path` or `format` names. Raises FormatError for
    a format that is not changed in place, InputError for a file that cannot be.
    """
    chosen = _to_update(source, path, format)
    if chosen.name not in _UPDATERS:
        raise FormatError(
            _place(
                path,
                f"{chosen.title} files cannot be changed in place; those of "
                f"{', '.join(_UPDATERS)} can",
            )
        )
    module = importlib.import_module(f"{__name__}.{_UPDATERS[chosen.name]}")
    try:
        if _UPDATERS[chosen.name] == "tagged.edit":
            return cast(
                bytes,
                module.update_source(source, changes, chosen.name),
            )
        return cast(bytes, module.update_source(source, changes))
    except InputError:
        raise
    except (ValueError, RecursionError) as error:
        raise InputError(_place(path, str(error))) from None


def _to_update(source: bytes, path: str, format: str) -> Format:
    if format:
        return by_name(format)
    if source.strip():
        return detect(source, path)
    chosen = to_write(path)
    if chosen is None:
        raise FormatError(_place(path, "its suffix names no format; name one"))
    return chosen


def writable(name: str) -> Format:
    """The format with this name. Raises NotFoundError for an unknown one, FormatError
    if it is only read.
    """
    chosen = by_name(name)
    if not chosen.writes:
        raise FormatError(f"{chosen.title} can be read but not written")
    return chosen


def _with_suffix(path: str) -> Iterator[Format]:
    """Yield the formats of files with the suffix of `path`: ours, or, if none of ours
    has it, those from outside.
    """
    suffix = PurePath(path).suffix.lower()
    if not suffix:
        return
    found = [each for each in FORMATS if _has_suffix(each, suffix)]
    yield from found or [each for each in from_outside() if _has_suffix(each, suffix)]


def _has_suffix(each: Format, suffix: str) -> bool:
    return each.reads and suffix in (*each.suffixes, *each.shared)


def _place(path: str, message: str) -> str:
    if path:
        return f"{path}: {message}"
    return message
