"""MEDLINE's tagged format (nbib), as PubMed and ERIC export it, in and out.

Source: "MEDLINE/PubMed Data Element (Field) Descriptions", National Library of
Medicine; ERIC's export puts whole names in AU, the publisher in JT, and ISBN and ISSN
under their own names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, kept, keyed
from csecrefs.formats.source import decode
from csecrefs.formats.spoken import spoken
from csecrefs.formats.tagged import lines as tagged
from csecrefs.formats.tagged import medline
from csecrefs.formats.tagged.lines import TaggedField
from csecrefs.model import Date, Name, Reference, Translation
from csecrefs.model.date import parse_date
from csecrefs.model.months import SHORT_ENGLISH
from csecrefs.patterns import regex

# A tag of up to four letters, filled to four: "TI  - Voles", "PMID- 123".
_SYNTAX: Final = tagged.Syntax(
    regex(r"([A-Z][A-Z0-9]{1,3}) {0,3}- ?(.*)"),
    regex(r"[ \t]+\S"),
    frozenset({"PMID", "OWN"}),
)
# The first field of a record, from PubMed or from NCBI's bookshelf.
_START: Final = regex(r"^(?:PMID|OWN )- ?\S+", re.MULTILINE)
# Tags whose value is a variable as it is (MEDLINE field descriptions).
_VARIABLES: Final = {
    "TI": "title",
    "BTI": "container-title",
    "CTI": "collection-title",
    "JT": "container-title",
    "TA": "container-title-short",
    "VI": "volume",
    "IP": "issue",
    "PB": "publisher",
    "EN": "edition",
    "PL": "publisher-place",
    "AB": "abstract",
    "PMID": "PMID",
    "PMC": "PMCID",
}
# The short form of names, read where the full one is missing.
_EDITORS: Final = {"AU": "author", "ED": "editor"}
# Seasons as PubMed writes them in DP.
_SEASONS: Final = ("Spring", "Summer", "Fall", "Winter")


def looks_like(head: str) -> bool:
    """True if the beginning of a text holds a record of MEDLINE or ERIC."""
    return bool(_START.search(head)) and bool(
        re.search(r"^(?:TI|OWN|DP|AU|STAT) {0,2}- ", head, re.MULTILINE)
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of an nbib file, and what was wrong with it."""
    text, diagnostics = decode(source, path)
    references: list[Reference] = []
    for record in _whole(
        tagged.records(
            text,
            _SYNTAX,
            path,
            diagnostics,
        )
    ):
        strays = [field for field in record if field.tag == tagged.STRAY]
        if strays:
            message = "text outside any field"
            diagnostics.append(
                Diagnostic(
                    "stray-text",
                    message,
                    path=path,
                    line=strays[0].line,
                )
            )
        if len(strays) < len(record):
            fields = [field for field in record if field.tag != tagged.STRAY]
            draft = tagged.placed(_read_record(fields), fields)
            references.append(draft.reference())
    return keyed(references), diagnostics


def _whole(found: Iterator[list[TaggedField]]) -> Iterator[list[TaggedField]]:
    """PubMed opens a record with PMID and goes on with OWN; ERIC opens with OWN."""
    pending: list[TaggedField] = []
    for record in found:
        if pending and not (
            len(pending) == 1 and pending[0].tag == "PMID" and record[0].tag == "OWN"
        ):
            yield pending
            pending = []
        pending += record
    if pending:
        yield pending


def _read_record(record: list[TaggedField]) -> Draft:
    draft = Draft()
    eric = any(field.tag == "OWN" and field.value == "ERIC" for field in record)
    full = {field.tag for field in record if field.tag in ("FAU", "FED")}
    publication_types: list[str] = []
    for field in record:
        value = values.collapse(field.value)
        if field.tag == "PT":
            publication_types.append(value)
        elif field.tag in _EDITORS and "F" + field.tag in full:
            continue
        elif field.tag in _SPECIAL:
            _SPECIAL[field.tag](draft, value)
        elif variable := _VARIABLES.get(field.tag):
            draft.set(variable, value)
        else:
            draft.keep("nbib", field.tag, value)
    draft.type = medline.item_type(publication_types) or "article-journal"
    if eric:
        _settle_eric(draft)
    _settle(draft)
    for publication_type in publication_types:
        draft.keep("nbib", "PT", publication_type)
    return draft


def _settle(draft: Draft) -> None:
    if draft.type == "chapter" and "container-title" not in draft.fields:
        if "title" not in draft.fields:
            draft.type = "book"
        else:
            draft.type = "chapter"
    if (
        draft.type == "book"
        and "title" not in draft.fields
        and "container-title" in draft.fields
    ):
        draft.fields["title"] = draft.fields.pop("container-title")
    if draft.type.startswith("article"):
        place = draft.fields.pop("publisher-place", "")
        draft.keep("nbib", "PL", str(place))
    draft.set(
        "abstract",
        "\n".join(draft.kept.get("nbib", {}).pop("AB", ())),
    )
    for number in draft.kept.get("nbib", {}).pop(
        "LID",
        (),
    ):
        if "page" in draft.fields:
            draft.keep("nbib", "AID", f"{number} [pii]")
        draft.set("page", number)
    _swap_titles(draft)
    for electronic in draft.kept.get("nbib", {}).get(
        "DEP",
        (),
    ):
        draft.set("issued", parse_date(electronic))
    draft.id = draft.id or draft.text("PMID")


def _swap_titles(draft: Draft) -> None:
    """TT is the title in the work's own language; TI, in brackets, then its English
    translation.
    """
    original, title = draft.translations.get("title"), draft.text("title")
    foreign = draft.text("language").lower()[:3] not in ("", "eng", "en")
    if original and title and (title.startswith("[") or foreign):
        translation = medline.without_point(title)
        draft.translations["title"] = Translation(translation, "en")
        draft.set("title", original.text, replace=True)


def _settle_eric(draft: Draft) -> None:
    """In ERIC's records JT is the publisher of what is no journal; SO names the
    university of a thesis.
    """
    if draft.id.startswith("EJ"):
        draft.type = "article-journal"
    if not draft.type.startswith("article") and "container-title" in draft.fields:
        variable = "publisher"
        if draft.type == "thesis":
            variable = "archive"
        draft.set(variable, str(draft.fields.pop("container-title")))
    if draft.type == "thesis":
        for source in draft.kept.get("nbib", {}).get(
            "SO",
            (),
        ):
            genre, _, university = source.partition(", ")
            draft.set("publisher", university)
            draft.set("genre", genre)


def _person(
    variable: str, reader: Callable[[str], Name]
) -> Callable[[Draft, str], None]:
    def add(draft: Draft, value: str) -> None:
        draft.name(variable, reader(value))

    return add


def _full_name(value: str) -> Name:
    person = values.name(value)
    given, suffix = person.given, person.suffix
    if not suffix and (match := _SUFFIXED.fullmatch(given)):
        given, suffix = match[1], match[2]
    return person.evolve(
        given=values.spaced_initials(given),
        suffix=suffix,
    )


# A given name with the suffix at its end, as MEDLINE writes it.
_SUFFIXED: Final = regex(r"(.+?),? ((?:Jr|Sr)\.?|[2-9](?:nd|rd|th)|I{2,3}|IV)")
# A DOI's beginning, with or without its resolver: "10.1000/x", "doi: 10.1000/x".
_IS_DOI: Final = regex(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.\d{4,9}/", re.I)
# A publisher's item identifier that is an article's number: "e1002 [pii]"; not
# "S0140-6736(20)30183-5 [pii]".
_ARTICLE_NUMBER: Final = regex(r"([A-Za-z]{0,4}\d{1,10}) \[pii\]")


def _identifier(draft: Draft, value: str) -> None:
    if value.endswith("[doi]") or _IS_DOI.match(value):
        draft.set("DOI", values.doi(value.removesuffix("[doi]")))
    elif re.match(r"https?://|www\.", value):
        draft.set("URL", value)
    else:
        draft.keep("nbib", "AID", value)


def _title(draft: Draft, value: str) -> None:
    """A record has one title: another line of it goes on where the last one ended."""
    earlier = draft.text("title")
    if not earlier:
        separator = ""
    elif earlier[-1] in ".:?!":
        separator = " "
    else:
        separator = ": "
    draft.set("title", f"{earlier}{separator}{value}", replace=True)


def _standard_number(draft: Draft, value: str) -> None:
    books, serials = values.standard_numbers(re.sub(r"^(?:E?ISSN|ISBN)-", "", value))
    for variable, found in (("ISBN", books), ("ISSN", serials)):
        draft.add(variable, found)


def _other_id(draft: Draft, value: str) -> None:
    if re.fullmatch(r"E[DJ]\d{5,}", value):
        draft.id = value
    draft.keep("nbib", "OID", value)


def _location(draft: Draft, value: str) -> None:
    """LID is an identifier too; where there are no pages its PII is the article's
    number.
    """
    if match := _ARTICLE_NUMBER.fullmatch(value):
        draft.keep("nbib", "LID", match[1])
    else:
        _identifier(draft, value)


def _abstract(draft: Draft, value: str) -> None:
    """Keep each AB: another one goes on where the last one ended."""
    draft.keep("nbib", "AB", value)


_SPECIAL: Final[dict[str, Callable[[Draft, str], None]]] = {
    "FAU": _person("author", _full_name),
    "AU": _person("author", values.initials_name),
    "FED": _person("editor", _full_name),
    "ED": _person("editor", values.initials_name),
    "CN": lambda draft, value: draft.name(
        "author",
        Name(literal=value),
    ),
    "DP": lambda draft, value: draft.set(
        "issued",
        parse_date(value),
    ),
    "PG": lambda draft, value: draft.set(
        "page",
        values.pages(value),
    ),
    "LA": lambda draft, value: draft.add("language", value, ", "),
    "MH": lambda draft, value: draft.keywords.append(value),
    "OT": lambda draft, value: draft.keywords.append(value),
    "TI": _title,
    "TT": lambda draft, value: draft.translations.update({"title": Translation(value)}),
    "AID": _identifier,
    "LID": _location,
    "AB": _abstract,
    "IS": _standard_number,
    "ISBN": _standard_number,
    "ISSN": _standard_number,
    "OID": _other_id,
    "GN": lambda draft, value: draft.note(value),
}


def write(references: Iterable[Reference]) -> str:
    """The references as nbib; a record without a PMID opens with OWN."""
    return "\n".join(_write_record(reference) for reference in references)


def _write_record(reference: Reference) -> str:
    """Return the lines of one record, in the order in which PubMed writes them."""
    own_fields = kept(reference, "nbib")
    # Records that are not NLM's own are marked so (MEDLINE field descriptions, OWN).
    owner = own_fields.pop("OWN", ["NOTNLM"])[0]
    lines = [("OWN", owner)]
    if pmid := _pmid(reference):
        lines.insert(0, ("PMID", pmid))
    lines += _texts(reference)
    lines += _names(reference)
    # NLM says of each ISSN what it is for; the linking one stands for all media.
    issns = values.issns(reference.text("ISSN"))
    lines += [("IS", f"{number} (Linking)") for number in issns]
    lines += [("ISBN", number) for number in values.isbns(reference.text("ISBN"))]
    lines += _issued(reference)
    lines += _references(reference)
    lines += [("OT", word) for word in values.split_keywords(reference.text("keyword"))]
    lines += [("GN", line) for line in reference.text("note").split("\n") if line]
    usual_type = medline.PUBLICATION_TYPES.get(reference.type, "Journal Article")
    own_fields.setdefault("PT", [usual_type])
    for tag, found in own_fields.items():
        # A kept field is written again only under a tag that cannot break the file.
        if _TAG.fullmatch(tag) and tag != "PMID":
            lines += [(tag, value) for value in found]
    return "".join(_line(tag, value) for tag, value in lines)


def _texts(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the text variables; a translated title is the TI in brackets, and its
    original the TT.
    """
    translation = reference.translations.get("title")
    for tag, variable in _VARIABLES.items():
        value = reference.text(variable)
        if not value or tag in ("PMID", "BTI"):
            continue
        if tag == "TI" and translation:
            value = f"[{translation.text}]"
        if tag == "PMC":
            value = _first(r"PMC\d+", value)
        if tag == "JT" and reference.type == "chapter":
            tag = "BTI"
        if value:
            yield tag, value
    if translation:
        yield "TT", reference.text("title")


def _issued(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the date: as PubMed has it where it is plain, else in words."""
    if issued := reference.date():
        yield "DP", _publication_date(issued)


def _references(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield pages and language, then the identifiers."""
    for tag, variable in (("PG", "page"), ("LA", "language")):
        if variable in reference:
            yield tag, reference.text(variable)
    if "DOI" in reference:
        doi = reference.text("DOI")
        yield "AID", f"{values.doi(doi) or doi} [doi]"
    if "URL" in reference:
        yield "LID", reference.text("URL")


# A MEDLINE tag by its form, for kept fields that are written again.
_TAG: Final = regex(r"[A-Z]{2,4}")


def _pmid(reference: Reference) -> str:
    """The number of a PMID without what is written before it ("PMID: 12345")."""
    return _first(r"\d+", reference.text("PMID"))


def _first(pattern: str, text: str) -> str:
    """The first match of `pattern` in a text, or ""."""
    match = re.search(pattern, text, re.ASCII)
    return match[0] if match else ""


def _names(reference: Reference) -> Iterator[tuple[str, str]]:
    for tag, variable in (("FAU", "author"), ("FED", "editor")):
        for person in reference.names(variable):
            literal = person.literal and tag == "FAU"
            yield (
                "CN" if literal else tag,
                person.literal if literal else values.inverted(person),
            )


def _publication_date(issued: Date) -> str:
    """A date as NLM writes it: "1998 May 3", "1998 May-Jun", "1998 Dec-1999 Jan"; in
    words where it has no such form.
    """
    in_words = issued.circa or issued.end == () or "X" in issued.edtf
    if in_words or not issued.start or issued.start[0] <= 0:
        return spoken(issued)
    first = _written_date(issued.start, issued.season)
    if not issued.end:
        return first
    last = _written_date(issued.end, None)
    if issued.end[0] == issued.start[0]:
        last = last.partition(" ")[2]
    return f"{first}-{last}"


def _written_date(start: tuple[int, ...], season: int | str | None) -> str:
    if not start:
        return ""
    parts = [
        str(start[0]),
        *(SHORT_ENGLISH[month - 1] for month in start[1:2] if 1 <= month <= 12),
        *map(str, start[2:]),
    ]
    if isinstance(season, int):
        parts.append(_SEASONS[season - 1])
    return " ".join(parts)


def _line(tag: str, value: str) -> str:
    one_line = " ".join(tagged.printable(value).split("\n"))
    return f"{tag:<4}- {values.collapse(one_line)}\n"
