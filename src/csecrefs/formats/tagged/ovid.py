"""Ovid's tagged citation format, in: journals, books and dissertations of all Ovid
databases.

Source: Ovid's "Database Field Guides" (MEDLINE, PsycINFO, Zoological Record,
Journals@Ovid, Books@Ovid). Where a database has no fields for journal, volume and
pages, its source field (SO) or book field (BT) is taken apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, keyed
from csecrefs.formats.source import decode
from csecrefs.formats.tagged import lines as tagged
from csecrefs.formats.tagged.lines import TaggedField
from csecrefs.model import Name, Reference
from csecrefs.model.date import parse_date
from csecrefs.patterns import regex

# Two letters, a blank or two, a hyphen: "TI  - Voles"; SCORE is a tag of five letters.
_SYNTAX: Final = tagged.Syntax(
    regex(r"([A-Z]{2}|SCORE) {1,3}- ?(.*)"),
    regex(""),
    frozenset({"UX"}),
)
# A tag with an indent, as in files copied from a mail or a page.
_INDENTED_TAG: Final = regex(r"^([ \t]+)(?=[A-Z]{2} {1,3}- )", re.MULTILINE)
# A tag at the start of a line, as Ovid exports it.
_TAG_AT_START: Final = regex(r"^[A-Z]{2} {1,3}- ", re.MULTILINE)
# The first line of a record that has no number; a line is put before each.
_VERSION_LINE: Final = regex(r"^(?=VN {1,2}- )", re.MULTILINE)
# The number of a record on a line of its own: "<1>", "<12. >".
_NUMBER_LINE: Final = regex(r"^<(\d+)\.? ?>[ \t]*$", re.MULTILINE)
# What stands for a tag in the layout with labels: the label on a line, the value set
# in on the next.
_LABELS: Final = {
    "Abstract": "AB",
    "Accession Number": "AN",
    "Author": "AU",
    "Authors": "AU",
    "Author Keywords": "KW",
    "Authors Full Name": "FA",
    "Book Title": "BT",
    "DOI Number": "DI",
    "Database": "DB",
    "Digital Object Identifier": "DI",
    "Document Type": "DT",
    "Edition": "ET",
    "Editor": "ED",
    "Editors": "ED",
    "ISBN": "IB",
    "ISSN": "IS",
    "ISSN Print": "IS",
    "Institution": "IN",
    "Journal Name": "JN",
    "Journal Title": "JN",
    "Keywords": "KW",
    "Language": "LG",
    "MeSH Subject Headings": "MH",
    "Publication Date": "DP",
    "Publication Type": "PT",
    "Publisher": "PU",
    "Source": "SO",
    "Title": "TI",
    "Unique Identifier": "UI",
    "ISSN Electronic": "IS",
    "Country of Publication": "CP",
    "Patent Assignee": "PA",
    "Patent Number": "PN",
    "Year of Publication": "YR",
}
# A field by its name in words on a line of its own, its value indented below it.
_LABEL_LINE: Final = regex(
    rf"^({'|'.join(sorted(_LABELS, key=len, reverse=True))})[ \t]*\n(?=[ \t])",
    re.MULTILINE,
)
# Tags whose value is a variable as it is, in most databases.
_VARIABLES: Final = {
    "JN": "container-title",
    "JT": "container-title",
    "JA": "container-title-short",
    "VO": "volume",
    "IP": "issue",
    "ET": "edition",
    "LG": "language",
    "RO": "license",
    "CP": "publisher-place",
    "LC": "publisher-place",
}
# Author keywords, MeSH headings and subject headings, several by semicolons.
_KEYWORDS: Final = frozenset({"KW", "MH", "SH"})
# Tags with names, which two blanks may part.
_NAMES: Final = frozenset({"AU", "ED", "FA"})
# Degrees and marks of affiliations after a name: "Doe J MD", "Doe J [1]", "Doe J*".
_DEGREE: Final = regex(
    r"[ ,]+(?:(?:\d|[*+^#&\[(]).*"
    r"|(?:MD|M\.D\.|Ph\.? ?D\.?|MSc|MPH|BSc|RN|DO|DVM|FACSM|FRCP|MBBS|MS|MA|EdD|PsyD|DPhil)\b.*)$"
)
# Months and seasons, in BIOSIS in capitals.
_MONTH: Final = (
    r"(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    r"|Spring|Summer|Autumn|Fall|Winter)[a-z]*\.?"
)
# A date within a source line: "Nov 16, 2004", "2004 Nov 16", "May-June 2004", "2004".
_DATE: Final = regex(
    rf"(?:{_MONTH}(?:[/-]{_MONTH})?\s+(?:\d\d?(?:-\d\d?)?,?\s+)?)?\b(?:1[89]|20)\d\d\b"
    rf"(?:\s+(?:\d\d?\s+)?{_MONTH}(?:[/-]{_MONTH})?(?:\s+\d\d?)?)?"
)
# A volume with its issue in parentheses: "12(3)", "Vol. 12 (Suppl 1)".
_VOLUME: Final = regex(
    r"(?:\bVol\.?\s*)?\b(\d+[A-Za-z]?)\s*\(((?:[^()]|\([^()]*\))*)\)"
)
# The meeting of a supplement with abstracts, and its place, as Embase writes them:
# "Oars. Conference: 3rd Oar Congress. Oslo Norway. Conference Publication: ...".
_MEETING: Final = regex(
    r"\.\s+Conference:\s*([^.]+)\.(?:\s+(?!Conference)([^.]+)\.)?"
    r"(?:\s+Conference Publication:.*)?$|\.\s+Conference Publication:.*$"
)
# Pages where others have an issue, as Embase writes them: "24 (pp 45-46)".
_NO_ISSUE: Final = regex(r"pp?\b|no pagination|var\.? ?pagings", re.IGNORECASE)
# A volume without an issue, by the pages after it: "Vol. 12, 71", "; 12: 71".
_VOLUME_ALONE: Final = regex(r"(?:\bVol\.?\s*|;\s*|[,.]\s+)(\d+)(?=\s*[:,]\s*\w*\d)")
# Volume and issue by their abbreviations: EconLit's "v. 12, iss. 3", ERIC's "v12 n3",
# AGRICOLA's "v. 12, no. 3".
_VOLUME_SPELLED: Final = regex(
    r"\bv(?:ol)?\.?\s?(\d+[A-Za-z]?),?\s+(?:n|no|nr|iss)\.?\s?(\d+(?:[/-]\d+)?)\b"
)
# BIOSIS' volume between full stops, before the date: "Zootaxa. 432. Mar. 5 2004."
_VOLUME_BETWEEN: Final = regex(
    rf"\.\s+(\d{{1,4}})\.\s+(?={_MONTH}\s|(?:1[89]|20)\d\d\b)"
)
# Pages within a source line: ":71-97", "pp. e71-e97", ", 71.", BIOSIS' ". 71-97.".
_PAGES: Final = regex(
    r"(?:[:;,]\s*|\bpp?\.?\s*|\.\s+(?=\d+-\d))"
    r"([A-Za-z]{0,2}\d+(?:-[A-Za-z]{0,2}\d+)?)\s*(?=[.,;)]|\s(?:19|20)\d\d\b|\s"
    rf"{_MONTH}|$)"
)
# The parts of Embase's source lines that have a name: "Article Number: 17. Date of
# Publication: April 2012."
_NAMED_PART: Final = regex(
    r"\b(Article Number|Date of Publication):\s*(.+?)(?:\.(?=\s|$)|$)"
)
# An editor of a source line, family name first: "Roe, Carl [Editor]", "Roe, C (Ed.)".
_EDITOR: Final = regex(
    r"([^.;\[\]()]+,[^;\[\]()]+?)\s*[\[(](?:Eds?\.?|Editors?)[\])]", re.IGNORECASE
)


def looks_like(head: str) -> bool:
    """True if the beginning of a text is Ovid's format."""
    return bool(
        _NUMBER_LINE.search(head)
        or re.search(
            r"^VN {1,2}- Ovid",
            head,
            re.MULTILINE,
        )
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of an Ovid file, and what was wrong with it."""
    text, diagnostics = decode(source, path)
    text = _at_margin(text)
    if _NUMBER_LINE.search(text):
        text = _NUMBER_LINE.sub(r"UX  - \1", text)
        text = _LABEL_LINE.sub(lambda label: f"{_LABELS[label[1]]}  - ", text)
        text = re.sub(
            r"^[A-Z][A-Za-z ]+$(?=\n[ \t])", "XX  - ", text, flags=re.MULTILINE
        )
        origin: Callable[[int], int] = int
    else:
        origin = _origin(text)
        text = _VERSION_LINE.sub("UX  - \n", text)
    references: list[Reference] = []
    empty: list[int] = []
    for record in tagged.records(text, _SYNTAX, path, diagnostics):
        # lines before the first record, as a search's words, are no part of it
        while record[0].tag == tagged.STRAY and len(record) > 1:
            del record[0]
        if record[0].tag != "UX":
            continue
        if all(field.tag in ("UX", tagged.STRAY) for field in record):
            empty.append(origin(record[0].line))
            continue
        draft = tagged.placed(_read_record(record), record, origin)
        references.append(draft.reference())
    tagged.report_empty(empty, path, diagnostics)
    tagged.report_none(text, references, "its number, <1>, or VN", path, diagnostics)
    return keyed(references), diagnostics


def _origin(text: str) -> Callable[[int], int]:
    """Return the map from the lines of the prepared text to those of the file."""
    added: list[int] = []
    line, done = 1, 0
    for found in _VERSION_LINE.finditer(text):
        line, done = line + text.count("\n", done, found.start()), found.start()
        added.append(line + len(added))
    return lambda number: number - bisect_left(added, number)


def _at_margin(text: str) -> str:
    """The text with its tags at the margin, if all of them are set in."""
    indents = _INDENTED_TAG.findall(text)
    if not indents or _TAG_AT_START.search(text):
        return text
    margin = min(indents, key=len)
    return re.sub(
        rf"^{re.escape(margin)}",
        "",
        text,
        flags=re.MULTILINE,
    )


def _read_record(record: list[TaggedField]) -> Draft:
    found: dict[str, list[str]] = {}
    for field in record:
        value = field.value
        if field.tag not in _NAMES:  # where two blanks part two names
            value = values.collapse(value)
        found.setdefault(field.tag, []).append(value)
    first = {tag: next(filter(None, parts), "") for tag, parts in found.items()}
    draft = Draft(type=_item_type(found, first))
    draft.set("title", _title(first.get("TI", "")))
    for tag, variable in _VARIABLES.items():
        draft.set(variable, first.get(tag, ""))
    _read_names(draft, found)
    _read_source(draft, first)
    _read_book(draft, first)
    _read_numbers(draft, found, first)
    draft.set(
        "issued",
        parse_date(first.get("DP", "") or first.get("YR", "")),
    )
    draft.set("abstract", first.get("AB", ""))
    draft.set("source", first.get("DB", ""))
    draft.set("call-number", first.get("AN", "").rstrip("."))
    for tag in sorted(_KEYWORDS & found.keys()):
        draft.keywords += [part for value in found[tag] for part in value.split(";")]
    draft.keywords += [
        part for value in found.get("ID", []) for part in value.split(",")
    ]
    return draft


def _item_type(found: dict[str, list[str]], first: dict[str, str]) -> str:
    kinds = " ".join(found.get("DT", []) + found.get("PT", [])).lower()
    for word, item_type in (("dissertation", "thesis"), ("chapter", "chapter")):
        if word in kinds:
            return item_type
    if re.search(r"\bpatent", kinds) or ("PN" in first and "PA" in first):
        return "patent"
    if _EDITOR.search(first.get("SO", "")):
        return "chapter"
    if re.search(r"\bbook\b", kinds) or (
        ("IB" in first or "PU" in first) and not {"SO", "JN", "IS"} & first.keys()
    ):
        return "book"
    return "article-journal"


def _title(text: str) -> str:
    # What databases say of an article after its title: "[Review] [23 refs]".
    text = re.sub(
        r"(?:\s{2,}|(?<=\.)\s?)\[[A-Z][\w ,/]*\](?: \[\d+ refs?\])?\.?$", "", text
    )
    return re.sub(r"(?<!\.)\.$", "", text)


def _read_names(draft: Draft, found: dict[str, list[str]]) -> None:
    for tag, variable in (("AU", "author"), ("ED", "editor")):
        for person in _people(found.get(tag, [])):
            draft.name(variable, person)
    full = _people(found.get("FA", []))
    if len(full) >= len(_people(found.get("AU", []))):
        draft.fields.pop("author", None)
        for person in full:
            draft.name("author", person)
    if draft.type == "patent" and not draft.fields.get("author"):
        for value in found.get("PA", []):
            draft.name("author", Name(literal=value.rstrip(".")))


def _people(values_: list[str]) -> list[Name]:
    """Return the names in a field: one a value, or several by semicolons, or by two
    blanks in the layout with labels.
    """
    parts: list[str] = []
    for value in values_:
        value = _ASIDE.sub(_without_aside, value).strip()
        if _IN_ONE_LINE.fullmatch(value):
            parts += re.split(r"(?<=[^\W\d_])\.\s+(?=\S+ )", value)
        else:
            parts += re.split(r";|\.\s{2,}", value)
    return [_name(values.collapse(part)) for part in parts if part.strip()]


# Names of MEDLINE's short form with a full stop behind each: "Vole AB. de la Cruz M."
_IN_ONE_LINE: Final = regex(
    r"(?:[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)* [A-Z]{1,4}(?:\.\s+|\.?$)){2,}"
)
# What stands beside a name: a role, an address of e-mail.
_ASIDE: Final = regex(r"\[[^\[\]]*\]|\([^()]*\)")


def _without_aside(match: re.Match[str]) -> str:
    keeps = match[0][0] == "(" and "@" not in match[0]
    if keeps:
        return match[0]
    return ""


def _name(text: str) -> Name:
    bare = _without_degrees(re.sub(r"\[[^\[\]]*\]", "", text).strip())
    person = values.database_name(bare)
    if person.literal:
        # MEDLINE's short form: "Vole AB", in the layout with labels "Vole AB."
        person = values.initials_name(bare.rstrip("."))
    given = person.given
    if len(person.given) > 3:
        given = re.sub(r"(?<=[^\W\d_]{2})\.$", "", person.given)
    person = values.out_of_capitals(person.evolve(given=given))
    return person.evolve(given=values.spaced_initials(person.given))


# The end of a name that has its given part: "Vole, Ann", "Vole A.", "Vole AB".
_HAS_GIVEN: Final = regex(r",\s*\S|\s(?:[A-Z]\.?-?){1,3}$")
# Initials that are the letters of a degree, too: "Smith MA", "Roe, M.D.".
_LIKE_DEGREE: Final = regex(r"[ ,]+(?:[A-Z]\.?){2,3}(?![\w.])")


def _without_degrees(text: str) -> str:
    """Return a name without the degrees behind it; its initials are none.

    >>> _without_degrees("Doe J MD"), _without_degrees("Smith MA")
    ('Doe J', 'Smith MA')
    """
    degree = _DEGREE.search(text)
    if degree is None:
        return text
    before = text[: degree.start()]
    if _HAS_GIVEN.search(before):
        return before
    initials = _LIKE_DEGREE.match(degree[0])
    if initials is None:
        return before
    return before + initials[0] + _DEGREE.sub("", degree[0][initials.end() :])


def _read_source(draft: Draft, first: dict[str, str]) -> None:
    """SO holds journal, date, volume, issue and pages in an order that each database
    makes its own.
    """
    source = first.get("SO", "")
    if draft.type == "patent" and (published := _DATE.search(source)):
        draft.set("issued", parse_date(published[0]))
    if not source or draft.type != "article-journal":
        return
    named = dict(_NAMED_PART.findall(source))
    source = _NAMED_PART.sub("", source).rstrip()
    draft.set(
        "issued",
        parse_date(named.get("Date of Publication", "")),
    )
    volume = (
        _VOLUME_SPELLED.search(source)
        or _VOLUME.search(source)
        or _VOLUME_ALONE.search(source)
        or _VOLUME_BETWEEN.search(source)
    )
    date = _DATE.search(source)
    if date and volume and date.start() == volume.start():
        draft.set("issued", parse_date(volume[1]))
        date = None
    cuts = [match.start() for match in (volume, date) if match]
    _read_journal(draft, source[: min(cuts, default=len(source))])
    if volume:
        draft.set("volume", volume[1])
    after = volume or date
    if date and volume:  # a day or year is no page
        blank = " " * (date.end() - date.start())
        source = source[: date.start()] + blank + source[date.end() :]
    start = 0
    if after:
        start = _read_issue(draft, after)
    pages = _PAGES.search(source, start)
    if pages:
        draft.set("page", values.pages(pages[1]))
    draft.set("page", named.get("Article Number", ""))
    if date:
        draft.set("issued", parse_date(date[0]))


def _read_journal(draft: Draft, text: str) -> None:
    """Read the title of a journal, and the meeting behind it."""
    if meeting := _MEETING.search(text):
        draft.set("event-title", meeting[1] or "")
        draft.set("event-place", meeting[2] or "")
        text = text[: meeting.start()]
    draft.set("container-title", text.rstrip(" .,;"))


def _read_issue(draft: Draft, before: re.Match[str]) -> int:
    """Read the issue beside a volume, and return the place where pages may begin.

    `before` is what was found of the volume with its issue, else of the date.
    """
    if before.re.groups > 1:
        if _NO_ISSUE.match(before[2]):
            return before.start(2) - 1
        draft.set("issue", before[2])
    return before.end() - 1


def _read_book(draft: Draft, first: dict[str, str]) -> None:
    made_by = first.get("PB", "")
    if made_by:
        _set_publisher(draft, made_by)
    if draft.type == "thesis":
        draft.set("publisher", first.get("IN", "").partition(": ")[2])
        for variable in ("container-title", "volume", "issue"):
            draft.fields.pop(variable, None)
    else:
        _set_publisher(draft, first.get("PU", ""), is_parted=False)
    if draft.type == "chapter":
        _read_host(draft, first.get("BT", "") or first.get("SO", ""))


def _set_publisher(draft: Draft, made_by: str, *, is_parted: bool = True) -> None:
    """Set the publisher and its place: "Roe B.V. (Delft)", "Roe Press; Delft; NL",
    "Roe Press, Delft"; the last not where companies have commas in their names.
    """
    if with_address := _WITH_ADDRESS.fullmatch(made_by):
        publisher, place = with_address.groups()
    elif made_by.count("; ") > 1:  # PsycINFO has a country after one
        publisher, _, place = made_by.rstrip(".").partition("; ")
        place = place.replace("; ", ", ")
    elif is_parted:
        publisher, _, place = made_by.partition(", ")
    else:
        publisher, place = made_by, ""
    draft.set("publisher", publisher)
    draft.set("publisher-place", place)


# A publisher with its address, as Embase has it: "Roe B.V. (P.O. Box 2, Delft 2600)".
_WITH_ADDRESS: Final = regex(r"([^()]+?)\s*\(([^()]+)\)\.?")


def _read_host(draft: Draft, host: str) -> None:
    """The book of a chapter: "Editor [Ed]; Editor [Ed]. (Year). Title. ..."."""
    end = 0
    for match in _EDITOR.finditer(host):
        draft.name("editor", _name(match[1].strip(" ,")))
        end = match.end()
    opening = _HOST_OPENING.match(host, end)
    title = host[end:]
    if opening:
        title = host[opening.end() :]
        draft.set("issued", parse_date(opening[1] or ""))
    draft.set("container-title", _TITLE_END.split(title, maxsplit=1)[0])
    if place := _HOST_PLACE.search(title):
        draft.set("page", values.pages(place[1]))
        draft.set("issued", parse_date(place[2]))
    if pages := re.search(r"(?:\(pp?\.? |\b\d{4}: )([\w-]*\d)", host):
        draft.set("page", values.pages(pages[1]))
    if imprint := _IMPRINT.search(host):
        draft.set("publisher-place", imprint[1])
        draft.set("publisher", imprint[2])


# What stands before the title of a book: ". (2004). ".
_HOST_OPENING: Final = regex(r"[\s.;,]*(?:\((\d{4})\)\.?\s*)?")
# The imprint at the end of PsycINFO's source field: "pp. New York, NY, US: Roe Press; US."
_IMPRINT: Final = regex(r"\bpp\. ([^.:;]+): ([^:;]+?)(?:; [A-Za-z ]+)?\.?$")
# A full stop, but not that of initials ("in memory of Professor A.A. Roe."), or the end
# of a title in brackets, which has its full stop inside.
_TITLE_END: Final = regex(r"(?<!\.[A-Z])\.(?=[\s:])|\.$|(?<=\.\])(?=\s)")
# Pages and year at the end of a book's source field: ":71-97, 2004".
_HOST_PLACE: Final = regex(r":\s*([\w-]*\d),?\s+(\d{4})\b")


def _read_numbers(
    draft: Draft, found: dict[str, list[str]], first: dict[str, str]
) -> None:
    for value in found.get("IS", []) + found.get("IB", []):
        books, serials = values.standard_numbers(value)
        draft.add("ISBN", books)
        draft.add("ISSN", serials)
    if draft.type == "patent":
        draft.set("number", first.get("PN", "").rstrip("."))
        draft.set("authority", first.get("PA", "").rstrip("."))
    draft.set(
        "DOI",
        values.doi(first.get("DI", "") or first.get("DO", "")),
    )
    if pages := re.match(r"\w*\d[\w-]*", first.get("PG", "")):
        draft.set(
            "page",
            values.pages(pages[0]),
            replace=True,
        )
    number = first.get("UI", "")
    if _PUBMED_NUMBER.fullmatch(number) and (
        "DB" not in first or _OF_PUBMED.search(first["DB"])
    ):
        draft.set("PMID", number)


# The number of a record in PubMed, and the databases of Ovid that have it.
_PUBMED_NUMBER: Final = regex(r"[1-9]\d{4,8}")
_OF_PUBMED: Final = regex(r"medline|pubmed|in-process", re.IGNORECASE)
