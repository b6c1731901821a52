"""From an entry's fields to a record: BibLaTeX's data model read as CSL's."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from csecrefs.formats.bibtex import journals, tables
from csecrefs.formats.bibtex.dates import earlier_year, parse_date, year_and_month
from csecrefs.formats.bibtex.finder import finder
from csecrefs.formats.bibtex.names import parse_names, split_names
from csecrefs.formats.bibtex.places import place_of
from csecrefs.formats.bibtex.syntax import Block, Database, collection_paused
from csecrefs.formats.bibtex.typed import (
    VISITED,
    data_type,
    dois,
    keep_links,
    tex_escapes,
    verbatim,
    verbatims,
)
from csecrefs.formats.bibtex.values import Fields, Values
from csecrefs.formats.source import bounded
from csecrefs.model.bare import bare_identifier
from csecrefs.model.date import Date
from csecrefs.model.reference import Reference, Translation
from csecrefs.model.values import Value
from csecrefs.model.variables import ITEM_TYPES, KIND
from csecrefs.patterns import regex
from csecrefs.text.tex import tex_to_markup, tex_to_text
from csecrefs.text.tex_commands import bibstring
from csecrefs.text.tex_journals import AASTEX
from csecrefs.text.tex_safe import prints_only

# Types whose own title is that of the book.
_WHOLE_BOOKS: Final = frozenset(
    "book mvbook collection mvcollection proceedings mvproceedings reference mvreference".split()
)
_EDITORS: Final = frozenset("editor editora editorb editorc".split())
# Which fields of an entry are in a table, and their variables.
_NAMES: Final = finder(tables.NAMES)
_DATES: Final = finder(tables.DATES)
_VERBATIM: Final = finder(tables.VERBATIM)
_TEXTS: Final = finder(tables.TEXTS)
# The fields with the year of a date alone.
_YEARS: Final = finder(
    {
        f"{field.removesuffix('date')}year": variable
        for field, variable in tables.DATES.items()
    }
)
# The fields that make up each title.
_TITLE_PARTS: Final = {
    prefix: frozenset({f"{prefix}title", f"{prefix}subtitle", f"{prefix}titleaddon"})
    for prefix in ("", "book", "main", "journal", "issue")
}
# Fields that make an unpublished work a talk.
_EVENT: Final = frozenset({"eventtitle", "eventdate", "venue"})
# Types of entries that are values for others, or none.
_NOT_WORKS: Final = frozenset({"xdata", "bibnote"})
# What programs write for pages that they do not know; it stays where it is.
_NO_PAGES: Final = frozenset({"", "null", "n/a", "none"})
# The dash of a page range, however many hyphens people type: "1--9", "1 – 9".
_RANGE: Final = regex(r"\s*(?:-{1,3}|–|—|\\textendash(?:\{\})?)\s*")
# A title's addition wholly in brackets, which is its translation: "[The voles]".
_TRANSLATION: Final = regex(r"\[(.+)\]", re.DOTALL)
# An address within `howpublished` or `note`: the argument of \url, the first of \href,
# or one that stands there bare.
_URL: Final = regex(
    r"\\(?:url|path|nolinkurl|href)\s*\{([^{}]*)\}(?:\{[^{}]*\})?|https?://[^\s{}]+"
)
# Words beside an address that say no more than that it is one.
_ONLY_ADDRESS: Final = regex(
    r"(?:available|retrieved|accessed|online|url|web ?site|web ?page|www|web|from|at|on|see|in|[\W\d_])*",
    re.IGNORECASE,
)
# Every control word in an entry, so that one nobody knows is reported.
# But not after a backslash: "\\I" is a line break and a letter. The backslash comes first
# for `re` to skip other text fast.
_COMMAND: Final = regex(r"\\(?<!\\\\)([A-Za-z@]+)")
# Signs of a DOI that a verbatim field has percent-encoded.
_ENCODED: Final = regex("%(?:5C|5E|7B|7D)")
# An empty line, which parts the paragraphs of an abstract or note.
_BLANK_LINE: Final = regex(r"(?>\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*")
# An identifier of PubMed within a note: "PMID: 12345", "PMCID: PMC123".
_LABELLED_ID: Final = regex(r"\s*(PMC?)ID:\s*((?:PMC)?\d+)\s*")
# The variant in `langidopts`, which names a language more closely: "variant=british".
_VARIANT: Final = regex(r"\bvariant\s*=\s*(\w+)")
# BibLaTeX's option for the von part, in `options`: "useprefix", "useprefix=false".
_USE_PREFIX: Final = regex(r"\buseprefix\b(?:\s*=\s*(true|false))?", re.IGNORECASE)
# A language tag of BCP 47 by its form: "en", "pt-BR", "zh-Hant-TW".
_TAG: Final = regex(r"[a-z]{2,3}(?:-[A-Za-z\d]{2,8})*")
# A title that ends with a mark of its own, also within tags or quotation marks: "Why?”".
_ENDS_SENTENCE: Final = regex(r"[.:?!…](?:</[^>]+>|[”’\"'])*\Z")


def to_references(database: Database) -> list[Reference]:
    """A record for each entry, in their order; what is wrong is added to the database's
    diagnostics.
    """
    values = Values(database)
    references = []
    seen: dict[str, str] = {}
    with collection_paused():
        for block in bounded(
            database.entries,
            database.path,
            database.diagnostics,
        ):
            check_key(block, database, seen)
            if is_work(block.type):
                fields = values.all(block)
                references.append(to_reference(block, fields, database))
    return references


def to_reference(
    block: Block, fields: Fields, database: Database, *, use_prefix: bool = True
) -> Reference:
    """The record an entry with these (inherited included) fields describes.

    `use_prefix` tells what the von part of names is where neither entry nor name does:
    a non-dropping particle (BibTeX) or, when off, a dropping one (BibLaTeX's default
    option).
    """
    return _Record(block, fields, database, use_prefix).reference()


def is_work(entry_type: str) -> bool:
    """True if entries of a type are works, and not values for others (@xdata)."""
    return entry_type not in _NOT_WORKS


def check_key(block: Block, database: Database, seen: dict[str, str]) -> None:
    """Report an entry whose key is in `seen`, which it is added to."""
    if not block.key:
        return
    known = seen.setdefault(block.key.casefold(), block.key)
    if known is not block.key:
        as_written = ""
        if known != block.key:
            as_written = f" (there as {known})"
        database.report(
            "duplicate-key",
            f"a second entry with this key{as_written}",
            block.start,
            block.key,
        )


class _Record:
    """One entry on its way to a record: `left` holds the fields not used yet, `out`
    CSL's variables.
    """

    def __init__(
        self, block: Block, fields: Fields, database: Database, use_prefix: bool
    ) -> None:
        self.block = block
        self.database = database
        self.left = _by_modern_names(fields)
        self.out: dict[str, Value] = {}
        self.translations: dict[str, Translation] = {}
        self.type = tables.TYPES.get(block.type, "")
        if not self.type:
            self.type = "document"
            self.report(
                "unknown-type", f"no entry type is called @{block.type}", block.start
            )
        self.use_prefix = use_prefix
        options = self.left.get("options", "")
        if options and (told := _USE_PREFIX.search(options)):
            self.use_prefix = (told[1] or "true").lower() == "true"

    def report(self, code: str, message: str, offset: int) -> None:
        self.database.report(code, message, offset, self.block.key)

    def reference(self) -> Reference:
        """Use up the fields group by group; what is left goes to `extra`."""
        self._report_commands()
        self._subtype()
        if self.type == "manuscript" and not self.left.keys().isdisjoint(_EVENT):
            self.type = "speech"
        self._names()
        self._dates()
        keep_links(self.left)
        self._titles()
        self._publisher()
        self._numbers()
        self._notes()
        self._identifiers()
        self._texts()
        self._variables()
        extra = self.left
        if tables.ENTRY_TYPES.get(self.type) != self.block.type:
            extra["entrytype"] = self.block.type
        return Reference.trusted(
            self.block.key,
            self.type,
            MappingProxyType(self.out),  # nobody else has it: no copy is needed
            self.translations,
            {"biblatex": extra} if extra else {},
            place_of(self.block, self.database, self.out, self.left),
        )

    def _subtype(self) -> None:
        subtype = self.left.get("entrysubtype", "").lower()
        meant = tables.SUBTYPES.get(subtype, subtype)
        if meant in ITEM_TYPES and (self.type == "article-journal" or meant == subtype):
            self.type = meant
            del self.left["entrysubtype"]

    def _names(self) -> None:
        left = self.left
        for field, variable in _NAMES(tuple(left)):
            self._put_names(variable, left.pop(field))
        if left.keys().isdisjoint(_EDITORS):
            return
        for suffix in ("", "a", "b", "c"):
            if (editor := "editor" + suffix) in left:
                role = left.get(f"{editor}type", "" if suffix else "editor").lower()
                if role_variable := tables.EDITOR_ROLES.get(role):
                    self._put_names(role_variable, left.pop(editor))
                    if role in (role_variable, tables.ROLES.get(role_variable)):
                        left.pop(f"{editor}type", None)

    def _put_names(self, variable: str, source: str) -> None:
        problems: list[str] = []
        names = parse_names(source, use_prefix=self.use_prefix, problems=problems)
        for problem in problems:
            self.report("doubtful-names", f"{variable}: {problem}", self.block.start)
        known = self.out.get(variable, ())
        if names and isinstance(known, tuple):
            self.out[variable] = known + names

    def _dates(self) -> None:
        left = self.left
        for field, variable in _DATES(tuple(left)):
            if source := left.get(field):
                self._put_date(field, variable, source)
        for year, variable in _YEARS(tuple(left)):
            if left.get(year) and variable not in self.out:
                self._put_year(year.removesuffix("year"), variable)
        if "issued" not in self.out and "pubstate" not in left:
            self.report(
                "missing-year", "neither date nor year is given", self.block.start
            )

    def _put_year(self, prefix: str, variable: str) -> None:
        sources = [
            self.left.pop(prefix + part, "") for part in ("year", "month", "day")
        ]
        year, month, day = (tex_to_text(source) for source in sources)
        date, has_month = year_and_month(year, month, day)
        if date is None:
            return
        if date.start == (0,):  # "Just accepted" articles of the ACS have the year 0
            self.left[f"{prefix}year"] = sources[0]
            self._bad_date(f"{prefix}year", year)
            return
        self.out[variable] = date
        if day and len(date.start) < 3 and not date.literal:
            self.left[f"{prefix}day"] = sources[2]
            self._bad_date(f"{prefix}day", day)
        if date.literal:
            self._bad_date(f"{prefix}year", date.literal)
        if not has_month:
            self.left[f"{prefix}month"] = sources[1]
            self._bad_date(f"{prefix}month", month)
        if variable == "issued" and (earlier := earlier_year(year)):
            self.out.setdefault(
                "original-date",
                Date(start=(earlier,)),
            )

    def _put_date(self, field: str, variable: str, source: str) -> None:
        text = source
        if not source.isascii() or "\\" in source or "{" in source:
            text = tex_to_text(source)
        date = parse_date(text)
        if date is not None:
            self.out[variable] = date
            del self.left[field]
        elif text:
            self._bad_date(field, text)
            # The days of a conference beside its year: `date = {8-13}, year = {2018}`.
            if field == "date" and any(map(str.isdigit, self.left.get("year", ""))):
                return
            self.out[variable] = Date(literal=text)
            del self.left[field]

    def _bad_date(self, field: str, text: str) -> None:
        found = self.block.field(field)
        start = self.block.start
        if found:
            start = found.value_start
        self.report("bad-date", f"the {field} {text!r} is no date", start)

    def _title(self, prefix: str = "") -> str:
        """`title`, `subtitle` and `titleaddon`, or those of a book, main work or
        journal, as one text.
        """
        if self.left.keys().isdisjoint(_TITLE_PARTS[prefix]):
            return ""
        whole = self._markup(f"{prefix}title")
        if subtitle := self._markup(f"{prefix}subtitle"):
            whole = _joined(whole, subtitle, ": ")
        addon = self.left.get(f"{prefix}titleaddon", "")
        if addon and not _TRANSLATION.fullmatch(addon.strip()):
            whole = _joined(whole, self._markup(f"{prefix}titleaddon"), ". ")
        return whole

    def _translation(self, prefix: str, variable: str) -> None:
        """An addition to a title that stands wholly in brackets translates it."""
        field = f"{prefix}titleaddon"
        if field in self.left and (
            translation := _TRANSLATION.fullmatch(self.left[field].strip())
        ):
            del self.left[field]
            text = tex_to_markup(translation[1], protect=True)
            self.translations[variable] = Translation(
                text, self.left.pop(f"{field}language", "")
            )

    def _markup(self, field: str) -> str:
        source = self.left.pop(field, "")
        if source:
            return self._cased(field, source)
        return ""

    def _cased(self, field: str, source: str) -> str:
        if field in journals.FIELDS:
            source = journals.expanded(source)
        return tex_to_markup(source, protect=True).strip("\u00a0 ")

    def _report_commands(self) -> None:
        """Say which commands of the entry are not known: they leave their text only."""
        block, source = self.block, self.database.source
        # First by the whole text of the entry: nearly every command is known.
        if source.find("\\", block.start, block.end) < 0 or all(
            map(
                _is_known,
                _COMMAND.findall(source, block.start, block.end),
            )
        ):
            return
        unknown = dict.fromkeys(
            name
            for field in self.block.iter_fields()
            if data_type(field.name) != "verbatim" and "\\" in field.value
            for name in _COMMAND.findall(field.value)
            if not _is_known(name)
        )
        if unknown:
            names = ", ".join(f"\\{name}" for name in unknown)
            message = f"not known as TeX of a bibliography: {names}; its text is kept"
            self.report("unknown-command", message, self.block.start)

    def _titles(self) -> None:
        """The work's own title and that of what contains it, by what titles there
        are.
        """
        left = self.left
        if "subtitle" in left and "shorttitle" not in left:
            left["shorttitle"] = left.get("title", "")
        if self.block.type in _WHOLE_BOOKS and "title" not in left:
            for part in ("title", "subtitle", "titleaddon"):
                if f"book{part}" in left:
                    left[part] = left.pop(f"book{part}")
        if self.block.type in _WHOLE_BOOKS:
            book = ""
        else:
            book = self._title("book")
        own, main = self._title(), self._title("main")
        journal = self._title("journal")
        if self.type == "periodical" and left.get("issuetitle"):
            self.type = "article-journal"
            own, journal = self._title("issue"), own
        volume = ""
        whole = "journal"
        if main:
            volume, whole = book, "main"
        elif book:
            whole = "book"
        if main and not book and self.type not in tables.IN_BOOK:
            own, main, volume = main, "", own
            self._translation("main", "title")
        for variable, title in (
            ("title", own),
            ("container-title", main or book or journal),
            ("volume-title", volume),
        ):
            if title:
                self.out[variable] = title
        self._translation("", "title")
        self._translation(whole, "container-title")

    def _publisher(self) -> None:
        """Return the publisher: a publisher, institution, organisation, or
        `howpublished`.
        """
        left = self.left
        how = left.get("howpublished", "")
        address = None
        if how:
            address = _URL.search(how)
        if address:
            found = address[1] or address[0].rstrip(".,;")
            if found not in left.setdefault("url", found):
                left.setdefault("other-url", found)
            del left["howpublished"]
        if self.type in tables.LEGAL and left.get("organization"):
            self.out["authority"] = self._list("organization")
        for field in ("publisher", "institution", "organization", "howpublished"):
            if left.get(field):
                self.out["publisher"] = self._list(field)
                break
        if address and not _ONLY_ADDRESS.fullmatch(how.replace(address[0], "")):
            left["howpublished"] = how

    def _list(self, field: str) -> str:
        """A list joined by `and`, as text joined by semicolons."""
        source = self.left.pop(field)
        if "and" in source:
            parts = split_names(source)
        else:
            parts = [source]
        return "; ".join(tex_to_markup(bibstring(part)) for part in parts)

    def _numbers(self) -> None:
        left = self.left
        if left.get("pages", "").lower() not in _NO_PAGES:
            pages = left.pop("pages")
            self.out["page"] = _RANGE.sub(
                "-",
                tex_to_text(pages) if "\\" in pages or "{" in pages else pages.strip(),
            )
        number = tex_to_markup(left.pop("number", ""))
        if self.type.startswith("article") or self.type == "periodical":
            issue = tex_to_markup(left.pop("issue", ""))
            self._put("issue", ", ".join(filter(None, (number, issue))))
            if "page" in self.out:
                self._put("number", tex_to_markup(left.pop("eid", "")))
            elif left.get("eid"):
                self.out["page"] = tex_to_text(left["eid"])
        elif self.type in tables.NUMBERED_SERIES:
            self._put("collection-number", number)
        else:
            self._put("number", number)
        if (
            self.type == "article"
            and left.get("eprint")
            and left.get("eprinttype", "").lower() == "arxiv"
        ):
            self._put("number", f"arXiv:{left.pop('eprint')}")
            del left["eprinttype"]
        self._put("number", tex_to_markup(left.pop("itemnumber", "")))
        self._put("volume", tex_to_markup(left.pop("volume", "")))

    def _put(self, variable: str, text: str) -> None:
        if text:
            self.out[variable] = text

    def _notes(self) -> None:
        left = self.left
        note, addendum = (
            _paragraphs(left.pop("note", "")),
            tex_to_markup(left.pop("addendum", "")),
        )
        self._put("note", _joined(note, addendum, ". ") if addendum else note)
        if note and (label := _LABELLED_ID.fullmatch(note)):
            self.out[f"{label[1]}ID"] = label[2]
        genre = left.pop("type", "") or tables.TITLE_WORDS.get(self.block.type, "")
        if genre:
            self.out["genre"] = tex_to_markup(bibstring(genre))
        options = left.get("langidopts", "")
        if options and (variant := _VARIANT.search(options)):
            if variant[1] in tables.LANGUAGES:
                left["langid"] = variant[1]
            else:
                left["langid"] = left.get("langid", "")
        for field in ("langid", "language"):
            if not left.get(field):
                continue
            value = left[field]
            tag = tables.LANGUAGES.get(value.lower().removeprefix("lang"))
            if _TAG.fullmatch(value):
                tag = value
            if tag and self._is_closer(tag):
                self.out["language"] = tag
                del left[field]

    def _is_closer(self, tag: str) -> bool:
        """True if a language tag is the first one, or names the same language as the
        one before, which babel has in one variety only: "fr" beside `langid = {french}`.
        """
        before = str(self.out.get("language", ""))
        primary = before.partition("-")[0]
        return not before or (bool(primary) and tag.partition("-")[0] == primary)

    def _identifiers(self) -> None:
        left = self.left
        for field, variable in _VERBATIM(tuple(left)):
            if source := left.pop(field):
                self._put_identifier(field, variable, source)
        if "://" in left.get(tables.COPY, "") and "archive_location" not in left:
            self.out["archive_location"] = verbatim(left.pop(tables.COPY))
        if "DOI" in self.out:
            doi = bare_identifier("DOI", str(self.out["DOI"]))
            self.out["DOI"] = _ENCODED.sub(
                lambda match: unquote(match[0]),
                doi,
            )
        eprint, kind = left.get("eprint", ""), left.get("eprinttype", "").lower()
        if eprint and kind == "pubmed":
            self.out.setdefault("PMID", eprint)
        if eprint and kind in tables.EPRINTS:
            self.out.setdefault(
                "URL",
                tables.EPRINTS[kind].format(verbatim(eprint)),
            )

    def _put_identifier(self, field: str, variable: str, source: str) -> None:
        """The first address of a field; others are kept under another name."""
        if field not in ("url", "doi"):
            self.out[variable] = bare_identifier(
                variable,
                tex_escapes(source).strip(),
            )
            return
        if field == "url":
            if visited := VISITED.search(source):
                source = source[: visited.start()]
                date = parse_date(visited[1])
                if date is not None:
                    self.out.setdefault("accessed", date)
            first, *others = verbatims(source)
        else:
            first, *others = dois(source)
        self.out[variable] = first
        if others:
            known = self.left.get(f"other-{field}", "").split()
            self.left[f"other-{field}"] = " ".join([*others, *known])
            message = f"{len(others) + 1} addresses in {field}; the first is used"
            self.report("several-addresses", message, self.block.start)

    def _texts(self) -> None:
        left = self.left
        if self.type == "patent" and "location" in left:
            self._put("jurisdiction", self._list("location"))
        for field, variable in _TEXTS(tuple(left)):
            if field in tables.LISTS:
                self._put(variable, self._list(field))
            elif field in tables.LONG:
                self._put(variable, _paragraphs(left.pop(field)))
            elif field in ("series", "pubstate"):
                self._put(
                    variable,
                    self._cased(field, bibstring(left.pop(field))),
                )
            else:
                self._put(
                    variable,
                    tex_to_markup(
                        left.pop(field),
                        protect=field in tables.CASED,
                    ),
                )

    def _variables(self) -> None:
        """Fields named like a CSL variable that BibLaTeX has no field for."""
        named = self.left.keys() & tables.OWN_NAMES.keys()
        for field in [each for each in self.left if each in named]:
            variable = tables.OWN_NAMES[field]
            if variable in self.out:
                continue
            if KIND[variable] == "name":
                self._put_names(variable, self.left.pop(field))
            elif KIND[variable] == "date":
                self._put_date(field, variable, self.left[field])
            else:
                self._put(
                    variable,
                    tex_to_markup(self.left.pop(field)),
                )


def _is_known(command: str) -> bool:
    """True if a command only prints, or is a journal's."""
    return prints_only(command) or command in AASTEX


def _by_modern_names(fields: Fields) -> Fields:
    """The fields under the names BibLaTeX prefers; where both are there the old one
    stays as it is.

    BibTeX's own `school` and `address` are no lists, their `and` joins nothing. Where a
    `location` stands beside an `address`, as publishers of proceedings give them, it is
    that of the event. MathSciNet gives the whole title of a journal as `fjournal`,
    beside a short one.
    """
    if not (old := fields.keys() & tables.ALIASES.keys()):
        return fields
    if "fjournal" in fields and "shortjournal" not in fields:
        fields["shortjournal"] = fields.pop("journal", fields["fjournal"])
        fields["journal"] = fields.pop("fjournal")
        old = old | {"journal"}
    if "address" in old and "location" in fields:
        fields.setdefault("venue", fields.pop("location"))
    # In the order of the file: that of a set is another one in every process.
    for name in [each for each in fields if each in old]:
        if (modern := tables.ALIASES[name]) not in fields:
            value = fields.pop(name)
            if modern in tables.LISTS and " and " in value:
                fields[modern] = f"{{{value}}}"
            else:
                fields[modern] = value
    return fields


def _paragraphs(source: str) -> str:
    """A longer text; the blank line that ends a paragraph in TeX is a line end here."""
    if "\n" not in source and "\r" not in source:
        return tex_to_markup(source)
    return "\n".join(tex_to_markup(part) for part in _BLANK_LINE.split(source.strip()))


def _joined(first: str, second: str, between: str) -> str:
    """Two texts with `between` them, or a space where the first ends a sentence
    itself.
    """
    if not first or not second:
        return first or second
    return first + (" " if _ENDS_SENTENCE.search(first) else between) + second
