"""Values that a file holds and other programs do not get from it, by the rules of its
format.

Our own reader takes back more than the programs that a format is for: fields named
after CSL's variables in a .bib file, members under `custom` in CSL-JSON, tags that no
table of RIS has. `losses` reports these values with the reason.

Sources: "BibTeXing" (Patashnik) and the styles plain and plainnat; BibLaTeX manual 2.2;
CSL 1.0.2, csl-data.json; pandoc 3's metadata; EndNote's manual; MEDLINE/PubMed field
descriptions; Citation File Format 1.2.0; Typst 0.15 with Hayagriva 0.9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

import attrs

from csecrefs.formats.bibtex import fields as bibtex_fields
from csecrefs.formats.bibtex import tables
from csecrefs.formats.csl.items import as_item
from csecrefs.formats.tagged import ris
from csecrefs.formats.yaml import hayagriva
from csecrefs.model import ITEM_TYPES, NAME_VARIABLES, Reference


@attrs.frozen
class Unseen:
    """A variable that other programs do not get, what they get instead if anything, and
    the reason.
    """

    variable: str
    reason: str
    instead: Any = None


def unseen(reference: Reference, name: str) -> Iterator[Unseen]:
    """Yield what a file of the format called `name` holds for our own reader alone.

    >>> book = Reference("k", "book", {"title": "T", "medium": "print"})
    >>> [each.reason for each in unseen(book, "biblatex")]
    ["BibLaTeX's styles print no field `medium`"]
    """
    if rule := _RULES.get(name):
        yield from rule(reference)


# What BibTeX's own styles and natbib's print, and what bibliographies in its format have
# beside: texts for readers and keys for other programs.
_OF_BIBTEX: Final = frozenset(
    """address annote author booktitle chapter crossref edition editor howpublished institution journal
    key month note number organization pages publisher school series title type volume year
    doi eid isbn issn url abstract keywords language langid shorttitle day
    eprint archiveprefix primaryclass pmid pmcid entrysubtype""".split()
)
# BibLaTeX's data model (manual 2.2.2), and what bibliographies in its format have beside.
_OF_BIBLATEX: Final = frozenset(
    """author bookauthor editor editora editorb editorc translator afterword annotator commentator
    foreword holder introduction institution language location organization origlanguage origlocation
    origpublisher publisher abstract annotation booksubtitle booktitle booktitleaddon chapter date doi
    edition eid entrysubtype eprint eprintclass eprinttype eventdate eventtitle eventtitleaddon file
    howpublished isbn issn issuesubtitle issuetitle journalsubtitle journaltitle journaltitleaddon
    keywords langid library mainsubtitle maintitle maintitleaddon month note number origdate origtitle
    pages pagetotal part pubstate related series shortjournal shorttitle subtitle title titleaddon type
    url urldate venue version volume volumes year director pmid pmcid""".split()
)
# The variables of fields: those of BibLaTeX and its extensions, and those under a
# variable's own name.
_FIELDS: Final = {
    **tables.OWN_NAMES,
    **tables.TEXTS,
    **tables.NAMES,
    **tables.DATES,
    **tables.VERBATIM,
    "itemnumber": "number",
    tables.COPY: "archive_location",
}
_KNOWN: Final = {"biblatex": _OF_BIBLATEX, "bibtex": _OF_BIBTEX}
_EDITORS: Final = ("editor", "editora", "editorb", "editorc")


def _bibtex(dialect: bibtex_fields.Dialect, reference: Reference) -> Iterator[Unseen]:
    entry = bibtex_fields.entry_fields(reference, dialect)
    program = {"biblatex": "BibLaTeX", "bibtex": "BibTeX"}[dialect]
    for field in entry.fields:
        variable = _FIELDS.get(field, "")
        if field not in _KNOWN[dialect] and variable in reference:
            yield Unseen(variable, f"{program}'s styles print no field `{field}`")
    if dialect == "bibtex":
        yield from _roles_of_bibtex(reference, entry.fields)
    read_as = tables.TYPES.get(entry.type, "document")
    subtype = entry.fields.get("entrysubtype", "")
    if dialect == "biblatex" and subtype in tables.SUBTYPES:
        read_as = tables.SUBTYPES[subtype]
    if read_as != reference.type and subtype:
        reason = f"{program} has no entry type for it"
        yield Unseen("type", reason, read_as)


def _roles_of_bibtex(
    reference: Reference, fields: Mapping[str, str]
) -> Iterator[Unseen]:
    """Yield the people whom BibTeX has as nobody, or as editors."""
    for field in _EDITORS:
        role = fields.get(f"{field}type", "")
        variable = tables.EDITOR_ROLES.get(role, "")
        if field in fields and variable in reference:
            yield Unseen(variable, f"BibTeX's styles print no `{field}type`")


# pandoc reads names in metadata under these variables alone; others it takes for texts.
_NAMES_OF_PANDOC: Final = frozenset(
    """author collection-editor composer container-author director editor editorial-director illustrator
    interviewer original-author recipient reviewed-author translator""".split()
)
# As deep as members are looked at: those below are not CSL's.
_LEVELS: Final = 3


def _csl(reference: Reference) -> Iterator[Unseen]:
    item = as_item(reference, _LEVELS)
    custom = item.get("custom")
    if not isinstance(custom, Mapping):
        return
    if reference.type not in ITEM_TYPES:
        yield Unseen("type", "CSL has no such item type", item["type"])
    reason = "it stands under `custom`, where other programs do not look"
    for name in _moved(reference, custom):
        yield Unseen(name, reason)
    dates = custom.get("edtf")
    if isinstance(dates, Mapping) and "edtf" not in reference.extra:
        for variable in dates:
            reason = "CSL has no form for it, and only its parts are seen"
            yield Unseen(variable, reason, item.get(variable))


def _moved(reference: Reference, custom: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the members that `as_item` has put under `custom`."""
    for group in ("biblatex", "members"):
        found = custom.get(group)
        if not isinstance(found, Mapping):
            continue
        for name in found:
            if group == "biblatex" and "biblatex" in reference.extra:
                yield f"biblatex.{name}"
            elif group == "members" and name in reference.extra:
                yield str(name)


def _csl_yaml(reference: Reference) -> Iterator[Unseen]:
    yield from _csl(reference)
    for variable in sorted(NAME_VARIABLES - _NAMES_OF_PANDOC):
        if variable in reference:
            yield Unseen(variable, "pandoc reads no names in this variable")
    if "available-date" in reference:
        yield Unseen("available-date", "pandoc reads no date in this variable")


# Tags that we write and no table of RIS has.
_OWN_TAGS: Final = {
    "PN": "part-number",
    "PT": "part-title",
    "SV": "collection-number",
}
# Reference types of EndNote whose records name a periodical.
_IN_PERIODICALS: Final = frozenset("JOUR JFULL EJOUR MGZN NEWS".split())


def _year_alone(reference: Reference) -> Iterator[Unseen]:
    """Yield the date whose words stand beside a bare year, which programs take first."""
    issued = reference.date()
    if not issued or not issued.year or issued.year < 0:
        return
    has_words = issued.end is not None or issued.season or issued.circa
    if has_words or "X" in issued.edtf:
        yield Unseen("issued", "most programs take the year of PY, without the words")


def _ris(reference: Reference) -> Iterator[Unseen]:
    yield from _year_alone(reference)
    kind = ris.written_kind(reference)
    for tag, _ in ris.written_fields(reference, kind):
        if tag in _OWN_TAGS:
            yield Unseen(_OWN_TAGS[tag], f"RIS has no tag {tag}")


def _endnote(reference: Reference) -> Iterator[Unseen]:
    yield from _year_alone(reference)
    kind = ris.written_kind(reference)
    if kind.code in _IN_PERIODICALS:
        return
    for tag, _ in ris.written_fields(reference, kind):
        if tag in ("JF", "J2"):
            variable = kind.tags.get(tag, "")
            reason = f"EndNote's type {kind.name} has no periodical"
            yield Unseen(variable, reason)


def _nbib(reference: Reference) -> Iterator[Unseen]:
    if "PMID" not in reference:
        reason = "readers of PubMed's format look for records that begin with a PMID"
        yield Unseen("", reason, "a record without a PMID")
    if "URL" in reference:
        yield Unseen("URL", "PubMed's format has no field for addresses")


def _cff(reference: Reference) -> Iterator[Unseen]:
    if reference.type != "thesis" and "genre" in reference:
        yield Unseen("genre", "`thesis-type` is for theses")
    if "part-title" in reference:
        yield Unseen("part-title", "`term` is for what a dictionary explains")


# What stands in the work of reference that an entry is in.
_OF_REFERENCE_WORKS: Final = (
    *("container-title", "container-title-short", "editor"),
    *("volume", "issue", "edition"),
)


def _hayagriva(reference: Reference) -> Iterator[Unseen]:
    kind, parent = hayagriva.written_types(reference)
    if "director" in reference and kind not in ("video", "audio"):
        yield Unseen("director", f"Typst prints no director of the type {kind}")
    if parent == "reference":
        reason = "Typst has the title of a work of reference as that of a volume"
        for variable in _OF_REFERENCE_WORKS:
            if variable in reference:
                yield Unseen(variable, reason)
    without_series = parent in ("thread", "blog", "web") or kind in ("report", "thesis")
    if without_series and "collection-title" in reference:
        reason = f"Typst looks for no series of a {parent or kind}"
        yield Unseen("collection-title", reason)
    if "archive-place" in reference:
        reason = "Typst has `archive-location` as the place within the archive"
        yield Unseen("archive-place", reason)


_RULES: Final[Mapping[str, Callable[[Reference], Iterator[Unseen]]]] = {
    "biblatex": partial(_bibtex, "biblatex"),
    "bibtex": partial(_bibtex, "bibtex"),
    "cff": _cff,
    "csl-json": _csl,
    "csl-yaml": _csl_yaml,
    "endnote-xml": _endnote,
    "hayagriva": _hayagriva,
    "nbib": _nbib,
    "refer": _year_alone,
    "ris": _ris,
}
