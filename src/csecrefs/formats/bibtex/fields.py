"""From a record to an entry's type and fields: CSL's data model written as BibLaTeX's
or BibTeX's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal

import attrs

from csecrefs.formats.bibtex import tables
from csecrefs.formats.bibtex.names import OTHERS
from csecrefs.formats.bibtex.syntax import MONTHS
from csecrefs.formats.bibtex.typed import data_type
from csecrefs.formats.plain import plain_text, usual_markup
from csecrefs.formats.spoken import parsed
from csecrefs.model.date import Date
from csecrefs.model.edtf import format_edtf
from csecrefs.model.name import Name
from csecrefs.model.reference import Reference
from csecrefs.model.variables import ITEM_TYPES
from csecrefs.patterns import regex
from csecrefs.text.tex import tex_to_text
from csecrefs.text.tex_safe import (
    address_to_tex,
    path_to_tex,
    plain_to_tex,
    safe_tex,
)
from csecrefs.text.tex_write import markup_to_tex, text_to_tex

Dialect = Literal["biblatex", "bibtex"]

# The order in which fields are written: as style guides print an entry.
_ORDER: Final = """
    author editor bookauthor translator title subtitle titleaddon shorttitle maintitle booktitle
    journaltitle journal shortjournal series edition volume number issue volumes chapter pages eid pagetotal
    type institution school organization publisher location address howpublished date year month day
    eventtitle eventdate venue origdate isbn issn doi eprint eprinttype eprintclass archiveprefix
    primaryclass url urldate archive archive-url note langid
""".split()
_RANK: Final = {name: rank for rank, name in enumerate(_ORDER)}
# What would split or change a part of a name: a comma, the word "and", an option's "=".
_AWKWARD: Final = regex(r",|(?:^|\s)and(?:\s|$)|=", re.IGNORECASE)
OLD_NAMES: Final = {
    "journaltitle": "journal",
    "location": "address",
    "annotation": "annote",
    "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
}
"""Fields of BibLaTeX that BibTeX has under another name."""

# The genre of a thesis below a doctoral one: "Master's thesis", "M.Sc.", "Diplomarbeit".
_MASTERS: Final = regex(r"\b(?:master|m\.?\s?[as]c?\b|diplom)", re.IGNORECASE)


@attrs.frozen
class EntryFields:
    """An entry to be written: its type, its key, and its fields as TeX without
    delimiters, in order.
    """

    type: str
    key: str
    fields: Mapping[str, str]


def entry_fields(reference: Reference, dialect: Dialect = "biblatex") -> EntryFields:
    """Return the entry type and fields of `reference` in `dialect`. A CSL type that no
    entry type means is kept in `entrysubtype`, a variable without a field under its own
    name; `read` takes both back.
    """
    return _Writing(reference, dialect).result()


class _Writing:
    """One record on its way to fields: `left` holds the variables not written yet."""

    def __init__(
        self,
        reference: Reference,
        dialect: Dialect,
    ) -> None:
        self.reference = reference
        self.dialect = dialect
        self.kept = _kept(reference)
        self.left = dict(reference.fields)
        self.fields: dict[str, str] = {}
        self.type = _entry_type(
            self.kept.pop("entrytype", ""), tables.ENTRY_TYPES.get(reference.type)
        )

    def result(self) -> EntryFields:
        """Write the variables group by group, then what the source had that CSL has no
        variable for.
        """
        self._type()
        self._names()
        self._titles()
        self._numbers()
        self._publisher()
        self._identifiers()
        self._plain()
        self._dates()
        for name, value in own_fields(self.reference).items():
            self.fields.setdefault(name, _rich(value))
        for name, value in self.kept.items():
            self.fields.setdefault(name, _safe_value(name, value))
        if self.dialect == "bibtex":
            self._make_old()
        named = {
            name: _OPENING_LINE.sub(" ", value) if "@" in value else value
            for name, value in self.fields.items()
            if _NAME.fullmatch(name)
        }
        ranked = sorted(
            named.items(),
            key=lambda pair: _RANK.get(pair[0], len(_RANK)),
        )
        return EntryFields(
            self.type,
            citation_key(self.reference.id),
            dict(ranked),
        )

    def _text(
        self,
        field: str,
        variable: str,
    ) -> None:
        value = self.left.pop(variable, None)
        if isinstance(value, (str, int, float)) and value != "":
            text = str(value)
            if field in tables.LONG and "\n" in text:
                text = re.sub(
                    r"\s*\n\s*",
                    "\n\n",
                    text.strip(),
                )
            self.fields[field] = _rich(text)

    def _type(self) -> None:
        csl = self.reference.type
        if self.type == "book" and "container-title" in self.left:
            self.type = "bookinbook"
        if csl in tables.SUBTYPES.values():
            self.fields["entrysubtype"] = csl.removeprefix("article-")
        elif tables.TYPES.get(self.type, "document") != csl:
            self.fields["entrysubtype"] = _subtype(csl)

    def _names(self) -> None:
        for field, variable in tables.NAMES.items():
            self._put_names(field, variable)
        self._put_names("editor", "editor")
        free = [
            name
            for name in ("editor", "editora", "editorb", "editorc")
            if name not in self.fields
        ]
        for variable, role in tables.ROLES.items():
            if free and self.left.get(variable):
                field = free.pop(0)
                self._put_names(field, variable)
                kept_role = self.kept.pop(f"{field}type", role)
                self.fields[f"{field}type"] = safe_tex(kept_role)
        for variable, value in list(self.left.items()):
            if isinstance(value, tuple):
                self._put_names(variable, variable)

    def _put_names(
        self,
        field: str,
        variable: str,
    ) -> None:
        value = self.left.pop(variable, ())
        if isinstance(value, tuple) and value:
            self.fields[field] = names_to_tex(value, self.dialect)

    def _titles(self) -> None:
        """A volume's title stands in `title` or `booktitle`, and that of the whole work
        in `maintitle`.
        """
        own, container = "title", "booktitle" if self._in_book() else "journaltitle"
        if "volume-title" in self.left:
            if "container-title" in self.left:
                self._text("booktitle", "volume-title")
                container = "maintitle"
            else:
                self._text("title", "volume-title")
                own = "maintitle"
        self._text(own, "title")
        self._text(container, "container-title")
        for variable, field in (
            ("title", "titleaddon"),
            ("container-title", f"{container}addon"),
        ):
            if translation := self.reference.translations.get(variable):
                self.fields[field] = f"[{markup_to_tex(translation.text)}]"
                if translation.language:
                    self.fields[f"{field}language"] = text_to_tex(translation.language)

    def _in_book(self) -> bool:
        return (
            self.type == "bookinbook" or tables.TYPES.get(self.type) in tables.IN_BOOK
        )

    def _numbers(self) -> None:
        page = str(self.left.pop("page", ""))
        if page and page != tex_to_text(self.kept.get("eid", "")):
            self.fields["pages"] = re.sub(
                r"(?<=\w)[-–](?=\w)",
                "--",
                _rich(page),
            )
        csl = self.reference.type
        if csl == "article" and (
            arxiv := _ARXIV.fullmatch(str(self.left.get("number", "")))
        ):
            del self.left["number"]
            self.fields |= {"eprint": arxiv[1], "eprinttype": "arXiv"}
        if csl.startswith("article") or csl == "periodical":
            self._text("number", "issue")
            self._text("eid" if "pages" in self.fields else "itemnumber", "number")
        elif csl in tables.NUMBERED_SERIES:
            self._text("number", "collection-number")
            self._text("itemnumber", "number")
        self._text("number", "number")
        self._text("volume", "volume")

    def _publisher(self) -> None:
        if self.type in (
            "thesis",
            "phdthesis",
            "mastersthesis",
            "report",
            "techreport",
        ):
            self._list("institution", "publisher")
        elif self.reference.type in tables.LEGAL:
            self._list("organization", "authority")
        elif self.type in ("online", "manual", "misc", "software"):
            self._list("organization", "publisher")
        self._list("publisher", "publisher")
        if self.reference.type == "patent":
            self._list("location", "jurisdiction")
            self._text("publisher-place", "publisher-place")
        for field in tables.LISTS:
            if variable := tables.TEXTS.get(field):
                self._list(field, variable)

    def _list(
        self,
        field: str,
        variable: str,
    ) -> None:
        value = self.left.pop(variable, "")
        if isinstance(value, str) and value:
            parts = [_rich(part) for part in value.split("; ")]
            self.fields[field] = " and ".join(
                f"{{{part}}}" if _AND.search(part) else part for part in parts
            )

    def _identifiers(self) -> None:
        for field, variable in tables.VERBATIM.items():
            value = self.left.pop(variable, "")
            if value and not (field == "url" and value == eprint_url(self.kept)):
                if field in ("url", "doi"):
                    self.fields[field] = address_to_tex(str(value))
                else:
                    self.fields[field] = plain_to_tex(plain_text(str(value)))
        if "://" in str(self.left.get("archive_location", "")):
            copy = str(self.left.pop("archive_location"))
            self.fields[tables.COPY] = address_to_tex(copy)
        language = self.left.pop("language", "")
        if isinstance(language, str) and (language := plain_text(language)):
            self._language(language)

    def _language(self, language: str) -> None:
        """Write a language as babel knows it; a tag that babel has in another variety
        only ("fr") stands beside.
        """
        if babel := _BABEL.get(language):
            self.fields["langid"] = babel
            return
        self.fields["language"] = text_to_tex(language)
        if _REGIONAL.fullmatch(language):
            near = _NEAREST.get(language.partition("-")[0], "")
            self.fields |= {"langid": near} if near else {}

    def _plain(self) -> None:
        for field, variable in tables.TEXTS.items():
            self._text(field, variable)
        self._text("type", "genre")
        self._text("note", "note")
        for variable, value in list(self.left.items()):
            if not isinstance(value, Date):
                self._text(variable.lower(), variable)

    def _dates(self) -> None:
        for field, variable in tables.DATES.items():
            self._put_date(field, self.left.pop(variable, None))
        for variable, value in self.left.items():
            self._put_date(variable, value)

    def _put_date(
        self,
        field: str,
        value: object,
    ) -> None:
        if not isinstance(value, Date) or not value:
            return
        value = parsed(value)
        if value.literal or value.raw:
            name = field
            if field == "date":
                name = "year"
            text = value.literal or value.raw
            if self.dialect == "bibtex":  # natbib breaks at commands in a year
                text = plain_text(text)
            self.fields[name] = _rich(text)
        else:
            self.fields[field] = format_edtf(value)

    def _make_old(self) -> None:
        """Say the same in BibTeX's own words."""
        self.type = self._old_type()
        date = self.reference.date()
        if "date" in self.fields and date is not None:
            del self.fields["date"]
            self.fields.update(old_date(parsed(date)))
        for new, old in OLD_NAMES.items():
            if new in self.fields:
                self.fields[old] = self.fields.pop(new)
        if tables.TYPES.get(self.type, "document") != self.reference.type:
            self.fields.setdefault(
                "entrysubtype",
                _subtype(self.reference.type),
            )
        if self.type in ("phdthesis", "mastersthesis") and "institution" in self.fields:
            self.fields["school"] = self.fields.pop("institution")

    def _old_type(self) -> str:
        if self.type == "thesis":
            if _MASTERS.search(self.fields.get("type", "")):
                return "mastersthesis"
            return "phdthesis"
        return tables.OLD_TYPES.get(self.type, self.type)


# Characters that end a citation key, or that TeX reads as commands within \cite; pandoc
# refuses a whole file for `<`, `>` and `|` in a key.
_NOT_IN_KEY: Final = regex(r"[\s,{}()=\"#%'\\~$^<>|\x00-\x1f\x7f]+")
# Names of fields and entry types that neither BibTeX nor TeX takes for more.
_NAME: Final = regex(r"[A-Za-z][\w+:./@*-]*")
# What after `@` is no entry.
_COMMANDS: Final = frozenset({"string", "preamble", "comment"})
# A value that is an address and nothing else: "https://a.example/x", "ftp://...".
_URL: Final = regex(r"[a-z][a-z\d+.-]*://\S*", re.IGNORECASE)
# The number of an arXiv report: "arXiv:2101.00001v2", before 2007 "arXiv:math/0309136".
_ARXIV: Final = regex(
    r"arXiv:(\d{4}\.\d{4,5}(?:v\d+)?|[a-z.-]+/\d{7}(?:v\d+)?)", re.IGNORECASE
)
# The word that joins the members of a list; a member with it goes in braces.
_AND: Final = regex(r"\band\b", re.IGNORECASE)
# Languages by the names that babel knows; of several for a tag the first.
_BABEL: Final = {
    tag: name
    for name, tag in reversed(tables.LANGUAGES.items())
    if name not in ("canadien", "acadian", "bahasa", "english")
}
# A tag of a language, perhaps with a region: "fr", "fr-BE".
_REGIONAL: Final = regex(r"[a-z]{2,3}(?:-[A-Z]{2})?")
# The usual babel names of languages of several varieties, and the others' first one.
_NEAREST: Final = {tag.partition("-")[0]: name for tag, name in _BABEL.items()} | {
    "de": "ngerman",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "nb": "norsk",
    "pt": "portuguese",
}


def citation_key(id_: str) -> str:
    """Return the citation key for `id_`: what TeX or BibTeX would read as more than a
    name becomes a hyphen.

    >>> citation_key(r"a b{c}^^5c")
    'a-b-c-5c'
    """
    return _NOT_IN_KEY.sub("-", id_)


def _entry_type(kept: str, usual: str | None) -> str:
    named = _NAME.fullmatch(kept) and kept.lower() not in _COMMANDS
    if named:
        return kept
    return usual or "misc"


def _subtype(type_: str) -> str:
    if type_ in ITEM_TYPES:
        return type_
    return text_to_tex(type_)


def _safe_value(field: str, value: str) -> str:
    """TeX as a source had it, with what would do more than print made text of."""
    if _URL.fullmatch(value.strip()) or field in ("eprint", "doi", "url"):
        return address_to_tex(value)
    if data_type(field) == "verbatim":
        return path_to_tex(value)
    return safe_tex(value)


# A line end before "@", which programs that look for entries by lines take for one.
_OPENING_LINE: Final = regex(r"(?<!\s)\s*[\r\n]\s*(?=@)")


def _kept(reference: Reference) -> dict[str, str]:
    kept = reference.extra.get("biblatex")
    if not isinstance(kept, Mapping):
        return {}
    return {
        str(name): _OPENING_LINE.sub(" ", _paired(value))
        for name, value in kept.items()
        if isinstance(value, str)
    }


def own_fields(reference: Reference) -> dict[str, str]:
    """Return the fields of the user's own, which stand under `custom`, by the names that
    a .bib file can have for them.

    BibTeX takes fields of any name, and JabRef and Better BibTeX write them so. Left out
    are names of fields that mean something, and values that are no text or number.

    >>> own_fields(Reference("k", extra={"custom": {"shelf": "B12", "doi": "x"}}))
    {'shelf': 'B12'}
    """
    custom = reference.extra.get("custom")
    if not isinstance(custom, Mapping):
        return {}
    found: dict[str, str] = {}
    for name, value in custom.items():
        field = str(name).lower()
        is_text = isinstance(value, (str, int, float)) and not isinstance(value, bool)
        if is_text and _OWN_NAME.fullmatch(field) and field not in tables.RESERVED:
            found.setdefault(field, str(value))
    return {field: value for field, value in found.items() if value.strip()}


# A name that every program takes for a field's: "shelf", "my-note".
_OWN_NAME: Final = regex(r"[a-z][a-z0-9_-]{0,60}")


def _paired(value: str) -> str:
    """TeX without the braces that pair with none, which a broken file may leave in a
    value.
    """
    if "{" not in value and "}" not in value:
        return value
    opened: list[int] = []
    lone: set[int] = set()
    for match in re.finditer("[{}]", value):
        if match[0] == "{":
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            lone.add(match.start())
    lone.update(opened)
    if lone:
        return "".join(
            letter for index, letter in enumerate(value) if index not in lone
        )
    return value


def eprint_url(fields: Mapping[str, str]) -> str:
    """The address that `eprint` and `eprinttype` stand for; empty if they stand for
    none.
    """
    pattern = tables.EPRINTS.get(
        fields.get("eprinttype", "").lower(),
        "",
    )
    if pattern and fields.get("eprint"):
        return pattern.format(fields["eprint"])
    return ""


def old_date(date: Date) -> dict[str, str]:
    """A date as BibTeX's `year`, `month` and `day`."""
    if not date.start:
        return {"year": text_to_tex(plain_text(str(date)))}
    fields = {"year": str(date.start[0])}
    if date.end:
        fields["year"] += f"--{date.end[0]}"
    elif len(date.start) > 1 and 1 <= date.start[1] <= 12:
        fields["month"] = MONTHS[date.start[1] - 1]
        if len(date.start) > 2:
            fields["day"] = str(date.start[2])
    return fields


def names_to_tex(names: Iterable[Name], dialect: Dialect = "biblatex") -> str:
    """Names joined by `and`, each so that it is read back into the same parts."""
    return " and ".join(
        "others" if name == OTHERS else name_to_tex(name, dialect) for name in names
    )


def name_to_tex(name: Name, dialect: Dialect = "biblatex") -> str:
    """One name: `von Family, Suffix, Given`, a literal in braces, or BibLaTeX's
    extended notation where that alone can tell a dropping particle, or a family that
    begins like one."""
    if name.literal:
        return f"{{{_rich(name.literal)}}}"
    begins_so = not name.non_dropping_particle and _WOULD_SPLIT.match(name.family)
    if dialect == "biblatex" and (name.dropping_particle or begins_so):
        return _extended(name)
    family, given, suffix = (
        _part(part) for part in (name.family, name.given, name.suffix)
    )
    von = _rich(f"{name.dropping_particle} {name.non_dropping_particle}".strip())
    if von:
        if von[-1] in "'’-":
            family = von + family
        else:
            family = f"{von} {family}"
    elif begins_so:
        family = f"{{{family}}}"
    if suffix:
        return f"{family}, {suffix}, {given}"
    if given:
        return f"{family}, {given}"
    if " " in family:
        return f"{family},"
    return family


# Families that begin as with a particle.
_WOULD_SPLIT: Final = regex(r"[a-zß-öø-ÿ]\S*\s|\w{1,4}['’]\w|(?:al|el)-\w")


def _rich(text: str) -> str:
    """Text as TeX; names and dates have markup so seldom that it is looked for."""
    if "<" in text:
        return markup_to_tex(usual_markup(text))
    return text_to_tex(text)


def _part(text: str) -> str:
    """A part of a name, in braces where a comma or `and` would split it."""
    tex = _rich(text)
    if _AWKWARD.search(tex):
        return f"{{{tex}}}"
    return tex


def _extended(name: Name) -> str:
    particle = f"{name.dropping_particle} {name.non_dropping_particle}".strip()
    parts = {
        "family": name.family,
        "given": name.given,
        "prefix": particle,
        "suffix": name.suffix,
    }
    listed = ", ".join(f"{key}={_part(value)}" for key, value in parts.items() if value)
    if particle:
        return f"{listed}, useprefix=false"
    return listed
