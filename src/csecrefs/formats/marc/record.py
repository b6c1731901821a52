"""MARC 21 and UNIMARC records, however they were encoded, to references; `marc21` and
`marcxml` read them.

Source: MARC 21 Format for Bibliographic Data (Library of Congress); UNIMARC Manual,
Bibliographic Format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.formats.marc import relators
from csecrefs.model import Date, Name, Translation
from csecrefs.model.date import parse_date
from csecrefs.patterns import regex


@attrs.frozen
class DataField:
    """A data field: its tag, two indicators, and subfields in order."""

    tag: str
    indicators: str
    subfields: tuple[tuple[str, str], ...]

    def all(self, codes: str) -> list[str]:
        """The values of the subfields in `codes`, in the order they stand, without
        empty ones.
        """
        return [
            value
            for code, text in self.subfields
            if code in codes and (value := values.collapse(text))
        ]

    def first(self, code: str) -> str:
        """The first value of a subfield, or ""."""
        return next(iter(self.all(code)), "")


@attrs.frozen
class MarcRecord:
    """A record: its leader, control fields by tag, and data fields."""

    leader: str = ""
    control: dict[str, str] = attrs.field(factory=dict)
    fields: tuple[DataField, ...] = ()

    def all(self, *tags: str) -> Iterator[DataField]:
        """The data fields with these tags, tag by tag."""
        for tag in tags:
            yield from (field for field in self.fields if field.tag == tag)

    def first(self, tag: str, codes: str) -> str:
        """The subfields `codes` of the first field `tag` that has any, joined by
        spaces.
        """
        for field in self.all(tag):
            if found := field.all(codes):
                return " ".join(found)
        return ""


# Leader/06, type of record, where it is not language material (MARC 21, Leader).
_TYPES: Final = {
    "c": "musical_score",
    "d": "musical_score",
    "e": "map",
    "f": "map",
    "g": "motion_picture",
    "i": "song",
    "j": "song",
    "k": "graphic",
    "m": "software",
    "r": "graphic",
    "p": "collection",
    "t": "manuscript",
}
# The extent of a book in 300 $a or 215 $a: "xii, 345 p.", "235 с.", "1 v. (89 leaves)".
_PAGES: Final = regex(
    r"(?<!\d)(\d++)\]?\s*(?:p|pp|pages?|S|Seiten|Bl|s|leaves|str|с)\b\.?", re.IGNORECASE
)
# What 773 $g says in words: "Vol. 24, no. 9 (Sept. 1993), p. 235-48", "Bd. 3, H. 2, S. 5-9".
_HOST_PART: Final = (
    ("volume", regex(r"\b(?:vol|v|bd|band|t|jg)\.?\s*(\d[\w/-]*)", re.IGNORECASE)),
    (
        "issue",
        regex(
            r"\b(?:no|nr|n|iss(?:ue)?|heft|h|pt)\.?\s*+(?:°\s*+)?(\d[\w/-]*)",
            re.IGNORECASE,
        ),
    ),
    (
        "page",
        regex(r"\b(?:pp?|pages?|s|seiten?)\.?\s*(\w*\d[\w-]*)", re.IGNORECASE),
    ),
)


# The coded form of the same in 773 $q, volume, issue and first page: "24:B:9<235".
_HOST_CODED: Final = regex(r"(\w+)(?::(\w+))?(?::\w+)*<(\w+)")
# A dissertation note that is one text, 502 $a: "Thesis (Ph.D.)--Harvard University, 1998."
_DISSERTATION: Final = regex(
    r"(?P<kind>[^()]*\((?P<degree>[^()]+)\))\s*(?:-+|–|—)\s*(?P<school>.+?)"
    r"(?:,\s*(?P<year>\d{4}))?\.?"
)
# Codes of 008/35-37 for no language, several, or one that is not known (MARC Code List
# for Languages).
_NO_LANGUAGES: Final = frozenset(
    {
        "mul",
        "und",
        "zxx",
        "mis",
        "xxx",
        "|||",
    }
)


def to_draft(record: MarcRecord) -> Draft:
    """Return the reference in a MARC 21 record."""
    draft = Draft(type=item_type(record))
    _read_titles(draft, record)
    _read_names(draft, record)
    _read_imprint(draft, record)
    _read_numbers(draft, record)
    _read_host(draft, record)
    _read_content(draft, record)
    for tag in ("001", "003", "005"):
        draft.keep("marc", tag, record.control.get(tag, ""))
    return draft


def item_type(record: MarcRecord) -> str:
    """The CSL type that leader, 008 and a dissertation note say."""
    leader = record.leader.ljust(24)
    # 502 is the dissertation note.
    if record.first("502", "abc"):
        return "thesis"
    part = next(record.all("773"), None) is not None
    # Leader/07 is the bibliographic level: a is a part of a monograph, b of a serial,
    # m a monograph, s a serial.
    if leader[6] in " a" and (leader[7] in "ab" or (part and leader[7] != "m")):
        serial = record.first("773", "x") or leader[7] == "b"
        return "article-journal" if serial else "chapter"
    kind = _TYPES.get(leader[6], "book")
    if kind == "software" and record.first("020", "a"):
        return "book"
    if kind == "book" and leader[7] == "s":
        return "periodical"
    return kind


def clean(text: str) -> str:
    """A subfield without the punctuation that ISBD puts between areas."""
    text = re.sub(r"\s*[/:;,=]\s*$", "", text.strip())
    # a full stop after a word, a number or a bracket, but not after an initial ("J.")
    text = re.sub(r"(?<=[^\W\d_]{3})\.$|(?<=\d)\.$|(?<=[\])])\.$", "", text)
    return text.strip()


def _read_titles(draft: Draft, record: MarcRecord) -> None:
    field = next(record.all("245"), None)
    if field is None:
        return
    title = ""
    for code, text in field.subfields:
        part = clean(text)
        if not part or code not in "abnp":
            continue
        if title:
            title += _separator(code, field)
        title += part
    draft.set("title", title)
    # 242 is a title that the agency translated, $y the language of the translation.
    translated = clean(record.first("242", "ab"))
    if translated:
        draft.translations["title"] = Translation(
            translated,
            record.first("242", "y"),
        )
    if draft.type == "periodical":
        # 210 is the abbreviated title of a serial.
        draft.set("title-short", clean(record.first("210", "a")))
    # Uniform titles (130, 240) and varying forms of the title (246).
    for varying in record.all("130", "240", "246"):
        draft.keep(
            "marc",
            varying.tag,
            clean(" ".join(varying.all("abnp"))),
        )


def _separator(code: str, field: DataField) -> str:
    """Return the mark before a part of a title: $b the rest, $n its number, $p its
    name, which follows its number after a colon.
    """
    if code == "p" and field.first("n"):
        return ": "
    return {"b": ": ", "n": ". ", "p": ". "}.get(code, " ")


def _read_names(draft: Draft, record: MarcRecord) -> None:
    main = any(field.tag in ("100", "110", "111") for field in record.fields)
    for field in record.all(
        "100",
        "110",
        "111",
        "700",
        "710",
        "711",
        "720",
    ):
        if field.tag in ("700", "710", "711") and field.first("t"):
            # a work that is named in this one, no name of it
            draft.keep(
                "marc",
                field.tag,
                " ".join(field.all("abcdnt")),
            )
            continue
        role = _role(field, record, main)
        person = _name(field)
        if field.tag in ("111", "711"):
            _read_meeting(draft, field, person.literal)
        if role:
            draft.name(role, person, once=True)
        elif field.tag != "711":
            draft.keep("marc", field.tag, person.literal)


def _read_meeting(draft: Draft, field: DataField, title: str) -> None:
    """Read the name, place and date of a meeting; its number, which no variable takes,
    is kept.

    Source: MARC 21, X11, subfields a, c, d and n, bracketed together as in "(3rd :
    2001 : Oslo)".
    """
    place, date, number = (clean(field.first(code).strip("() ")) for code in "cdn")
    draft.set("event-title", title)
    draft.set("event-place", place.strip("()"))
    read = parse_date(date.strip("()"))
    draft.keep("marc", f"{field.tag}n", number.strip("()"))
    if read.start:
        draft.set("event-date", read)
    elif date:
        draft.keep("marc", f"{field.tag}d", date)


def _role(field: DataField, record: MarcRecord, main: bool) -> str:
    """The name variable of a name: what its relators say, or its tag.

    A record without main entry is entered under its title because its names are
    editors'.
    """
    # the relator's term is in $e, but $e of a meeting is a subordinate unit (X11 $j)
    terms = field.all("j" if field.tag[1:] == "11" else "e")
    named = [relators.variable(role, "") for role in (*field.all("4"), *terms)]
    if role := next(filter(None, named), ""):
        return role
    if field.tag[0] == "1":
        return "author"
    if field.tag in ("710", "711"):
        nobody = main or field.all("4e")
        return "" if nobody else "author"
    statement = record.first("245", "c")
    family = field.first("a").partition(",")[0]
    if stated := _stated_role(statement, family):
        return stated
    if not main:
        return "editor"
    return "author" if family in statement.partition(";")[0] else "contributor"


# The words by which a statement of responsibility (245 $c) introduces people who are no
# authors, in the languages of large catalogues.
_STATED: Final = (
    (
        "translator",
        re.compile(
            r"\b(?:translat\w+|transl\.|übers\w*|übertragen|traduit|trad\w*\.?|oversatt|övers\w*)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "editor",
        re.compile(
            r"\b(?:edit\w+|eds?\.|hrsg|hg|herausgegeben|herausgeber\w*|édit\w+|dirigé|sous la direction"
            r"|a cura di|redigert|redaktion|redaktör\w*|edición de)\b",
            re.IGNORECASE,
        ),
    ),
    ("illustrator", re.compile(r"\b(?:illustrat\w+|ill\.|illustriert)", re.IGNORECASE)),
)


def _stated_role(statement: str, family: str) -> str:
    """Return the role that a statement of responsibility gives a person, "" for an
    author or nobody: "Roger Vole ; edited by Carl Roe".
    """
    parts = [part for part in statement.split(";") if family and family in part]
    if not parts:
        return ""
    # "edited and translated by": the first word counts
    before = parts[0][: parts[0].index(family)]
    found = [
        (match.start(), role)
        for role, words in _STATED
        if (match := words.search(before))
    ]
    return min(found, default=(0, ""))[1]


def _name(field: DataField) -> Name:
    if field.tag[1:] in ("10", "11"):
        # X10 $b is a subordinate unit; X11 $q is a meeting named after a jurisdiction.
        codes = {"10": "ab", "11": "aq"}[field.tag[1:]]
        return Name(literal=". ".join(clean(part) for part in field.all(codes)))
    text = field.first("a")
    # X00 $b is the numeration of a ruler or a pope: $a "John Paul", $b "II".
    if numeration := field.first("b"):
        text = f"{text.rstrip(' ,')} {numeration}"
    if field.tag == "720" and "organi" in field.first("7").lower():
        return Name(literal=text)
    # Indicator 1 of X00: 0 is a forename, as a saint has, 1 a surname.
    if field.indicators[:1] == "0" or (field.tag == "720" and "," not in text):
        return Name(literal=clean(text))
    # indicator 1: a surname, though its comma may be missing
    if field.indicators[:1] == "1" and _WORDS.fullmatch(text):
        return values.direct_catalogue_name(text)
    # X00 $c is a title or other words with a name; "Jr." is a part of the name.
    with_words = values.catalogue_name(", ".join([text.rstrip(" ,"), *field.all("c")]))
    plain = values.catalogue_name(text)
    return plain.evolve(suffix=plain.suffix or with_words.suffix)


# Words of a name in direct order, "Bo F. Lind", without "&" and figures.
_WORDS: Final = regex(r"(?:[^\W\d_][\w.'’-]* ){1,3}[^\W\d_][\w'’-]+")


def _read_imprint(draft: Draft, record: MarcRecord) -> None:
    # Second indicator of 264: 1 is publication, 0 production, 2 distribution,
    # 3 manufacture, 4 the date of copyright. Publication comes first.
    fields = sorted(
        record.all("264", "260"),
        key=lambda field: field.tag == "264" and field.indicators[1:] != "1",
    )
    for field in fields:
        draft.set("publisher-place", _supplied(field.all("a")))
        draft.set("publisher", _supplied(field.all("b")))
        draft.set("issued", _date(field.first("c")))
    draft.set("issued", parse_date(record.first("269", "a")))
    # 008/07-10, the first year of the work
    fixed = record.control.get("008", "")[7:11]
    if fixed.isdecimal() and 1000 <= int(fixed) < 2100:
        draft.set("issued", Date((int(fixed),)))
    draft.set("edition", clean(record.first("250", "a")))


def _supplied(parts: list[str]) -> str:
    """Places or publishers as one text, without what is not known."""
    return " ".join(filter(None, map(_unbracketed, parts)))


def _unbracketed(text: str) -> str:
    """A place or publisher without the brackets of what the cataloguer supplied; S.l.
    and s.n. are none.
    """
    text = clean(text)
    if text.count("[") != text.count("]") or re.fullmatch(r"\[[^\[\]]*\]", text):
        text = clean(text.strip("[]"))
    unknown = re.fullmatch(
        r"\[?(?:s\.?\s*[ln]\.?|place of publication not identified|publisher not identified)\]?",
        text,
        re.IGNORECASE,
    )
    if unknown:
        return ""
    return text


def _date(text: str) -> Date | None:
    """The year in an imprint ("[1998?]", "c1999", "ca. 1805-1810."), or what can be
    read of it.
    """
    date = parse_date(clean(text).strip("[]"))
    if date.start:
        return date
    year = re.search(r"(?<!\d)1[0-9]{3}(?!\d)|(?<!\d)20\d\d(?!\d)", text)
    if year:
        return Date((int(year[0]),))
    return date


def _read_numbers(draft: Draft, record: MarcRecord) -> None:
    for field in record.all("020"):
        draft.add("ISBN", values.standard_numbers(field.first("a"))[0])
        for number in field.all("z"):  # a cancelled or invalid one
            draft.keep("marc", "020z", number)
    for field in record.all("022"):
        draft.add("ISSN", values.standard_numbers(field.first("a"))[1])
    for field in record.all("024"):
        # 024 $2 names the kind of identifier: "doi", "hdl", "urn".
        number, kind = field.first("a"), field.first("2").lower()
        if kind == "doi":
            draft.set("DOI", values.doi(number))
        elif number:
            draft.keep("marc", f"024 {kind}".strip(), number)
    for field in record.all("856"):
        _read_address(draft, field)
    # 088 is a report number, 027 a standard technical report number.
    draft.set("number", record.first("088", "a") or record.first("027", "a"))
    # 852 is where a copy stands: $k $h $i $j $m $t make up its shelf mark.
    shelf = next((" ".join(field.all("khijmt")) for field in record.all("852")), "")
    # Library of Congress, its local form, Dewey, any other classification.
    for tag in ("050", "090", "082", "084"):
        shelf = shelf or record.first(tag, "ab")
    draft.set("call-number", shelf)
    # 035 is the number of the record in another system: "(OCoLC)1234".
    for field in record.all("035"):
        draft.keep("marc", "035", field.first("a"))


def _read_address(draft: Draft, field: DataField) -> None:
    """Read 856: the address of the work is its URL, that of a part or of something
    near to it (second indicator 2) is kept; a resolver's address has the DOI.
    """
    for address in field.all("u"):
        if field.indicators[1:] == "2" or "URL" in draft.fields:
            draft.keep("marc", "856", address)
        else:
            draft.set("URL", address)
            draft.set("DOI", values.doi(address))


def _read_host(draft: Draft, record: MarcRecord) -> None:
    if draft.type not in ("article-journal", "chapter"):
        for field in record.all("773"):
            host = [field.first("t"), *field.all("g")]
            draft.keep("marc", "773", " ".join(part for part in host if part))
        return
    for field in record.all("773"):
        draft.set(
            "container-title",
            # 773 $t is the title of the host, $s its uniform title.
            clean(field.first("t") or field.first("s")),
        )
        draft.add("ISSN", values.standard_numbers(field.first("x"))[1])
        draft.add("ISBN", values.standard_numbers(field.first("z"))[0])
        read_host_part(draft, " ".join(field.all("g")))
        _read_coded_part(draft, field.first("q"))
        if draft.type == "chapter":
            _read_host_book(draft, field)


# A volume and its issue without words: "12 (3)", "24, no. 9" has them.
_BARE_PART: Final = regex(r"\s*(\d+)\s*\((\d[\d/-]*)\)\s*")


def read_host_part(draft: Draft, related: str, page: str = "") -> None:
    """Read where a part stands in its host, in words: "Vol. 24, no. 9, p. 235-48"."""
    for variable, pattern in _HOST_PART:
        if match := pattern.search(related):
            draft.set(variable, match[1])
    if bare := _BARE_PART.fullmatch(related):
        draft.set("volume", bare[1])
        draft.set("issue", bare[2])
    draft.set("page", re.sub(r"^\D*(?=\d)", "", page))
    draft.set(
        "page",
        values.pages(str(draft.fields.pop("page", ""))),
    )
    found = {"volume", "issue", "page"} & draft.fields.keys()
    when = related
    for _, pattern in _HOST_PART:  # a volume's number is no day
        when = pattern.sub("", when)
    read = parse_date(when) or parse_date(related)
    if read.start:
        draft.set("issued", read)
    elif related and not found:
        draft.keep("marc", "host", related)


def _read_coded_part(draft: Draft, coded: str) -> None:
    """Read 773 $q, the place of a part in code."""
    if match := _HOST_CODED.fullmatch(coded):
        draft.set("volume", match[1])
        draft.set("issue", match[2] or "")
        draft.set("page", match[3])


def _read_host_book(draft: Draft, field: DataField) -> None:
    """Read the book that a chapter is in: its author ($a), edition ($b), and imprint
    ($d), "New York : Holt, 1998".
    """
    if author := clean(field.first("a")):
        draft.name(
            "container-author",
            values.catalogue_name(author),
            once=True,
        )
    draft.set("edition", clean(field.first("b")))
    imprint = _IMPRINT.fullmatch(field.first("d"))
    if imprint:
        draft.set("publisher-place", _unbracketed(imprint["place"]))
        draft.set("publisher", _unbracketed(imprint["publisher"]))
        draft.set("issued", parse_date(imprint["year"] or ""))


# An imprint in one text: "New York : Holt, 1998.", "Oslo: Universitetsforlaget".
_IMPRINT: Final = regex(
    r"(?P<place>[^:]+?)\s*:\s*(?P<publisher>.+?)(?:,\s*[©c]?(?P<year>\d{4}))?\.?"
)


def _read_content(draft: Draft, record: MarcRecord) -> None:
    draft.set("language", _languages(record))
    extent = _PAGES.search(record.first("300", "a"))
    if extent and draft.type in ("book", "thesis"):
        draft.set("number-of-pages", extent[1])
    _read_series(draft, record)
    draft.set(
        "abstract",
        "\n".join(field.first("a") for field in record.all("520")),
    )
    if draft.type == "thesis":
        _read_dissertation(draft, record)
    if draft.type == "map":
        # 255 $a: "Scale 1:250 000", "Scale [ca. 1:50,000]"
        scale = re.search(
            r"1\s*:\s*+[\d,. ]*\d",
            record.first("255", "a"),
        )
        if scale:
            draft.set("scale", scale[0])
    # Notes: general, bibliography, contents, numbering, on a reproduction.
    for field in record.all("500", "504", "505", "515", "533"):
        draft.note(" ".join(field.all("agrt")))
    # Subjects: names, titles, times, topics, places, free words, genres.
    for field in record.all(
        "600", "610", "611", "630", "648", "650", "651", "653", "655"
    ):
        draft.keywords += [clean(part) for part in field.all("avxyz")]


def _languages(record: MarcRecord) -> str:
    """The languages of the text: 041 $a, where older records write codes together
    ("engfre"), else 008/35-37.
    """
    codes: list[str] = []
    for field in record.all("041"):
        for part in field.all("a"):
            together = len(part) % 3 == 0 and part.isalpha()
            codes += re.findall("...", part) if together else [part]
    fixed = record.control.get("008", "")[35:38]
    if not codes and re.fullmatch("[a-z]{3}", fixed):
        codes = [fixed]
    known = [code for code in codes if code not in _NO_LANGUAGES]
    return "; ".join(dict.fromkeys(known))


def _read_series(draft: Draft, record: MarcRecord) -> None:
    # 490 is the series as printed, 8XX its heading; 440 was both, until 2008.
    for field in record.all("490", "440", "830", "800", "810"):
        # a series that is entered under a name has its title in $t
        codes = "anp" if field.tag in ("440", "490", "830") else "tnp"
        draft.set(
            "collection-title",
            clean(" ".join(field.all(codes))),
        )
        draft.set("collection-number", clean(field.first("v")))
        for number in values.issns(field.first("x")):
            draft.keep("marc", f"{field.tag}x", number)


def _read_dissertation(draft: Draft, record: MarcRecord) -> None:
    """Read 502: degree, school and year in $b, $c and $d, or all in $a."""
    draft.set("genre", clean(record.first("502", "b")))
    draft.set("publisher", clean(record.first("502", "c")))
    draft.set("issued", parse_date(record.first("502", "d")))
    whole = _DISSERTATION.fullmatch(record.first("502", "a"))
    if whole:
        draft.set("genre", whole["degree"])
        draft.set("publisher", whole["school"])
        draft.set("issued", parse_date(whole["year"] or ""))
    else:
        draft.note(record.first("502", "a"))
