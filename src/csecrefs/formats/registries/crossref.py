"""Crossref's JSON ("works" messages) to references, and what its records say happened
to a work since.

Source: the Crossref REST API's format of works, and Crossref's schema 5.3 for what the
fields mean. The text of a record is whatever a publisher deposited: markup and
entities, a subtitle repeated, an organisation in a person's fields, a series where the
book should be. A title all in capitals stays so: which of its words are names or
abbreviations cannot be told. Nothing here raises for any JSON value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from csecrefs.formats.draft import Draft
from csecrefs.formats.registries.names import all_in_capitals, name_from_parts
from csecrefs.formats.registries.record import (
    RegistryRecord,
    contains_words,
    date_from_parts,
    finished,
    link_of,
    names_of,
    number_of,
    objects,
    pages,
    same_words,
    text_of,
    texts,
    title_text,
)
from csecrefs.model import Date, Reference
from csecrefs.model.identifiers import isbn, issn, parse_doi
from csecrefs.model.reference import Translation
from csecrefs.patterns import regex
from csecrefs.text.jats import rich_text, strip_rich_text

ITEM_TYPES: Final = {
    "book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-series": "book",
    "book-set": "book",
    "book-track": "chapter",
    "component": "document",
    "database": "dataset",
    "dataset": "dataset",
    "dissertation": "thesis",
    "edited-book": "book",
    "grant": "document",
    "journal": "periodical",
    "journal-article": "article-journal",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
    "monograph": "book",
    "other": "document",
    "peer-review": "review",
    "posted-content": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "proceedings-series": "book",
    "reference-book": "book",
    "reference-entry": "entry-encyclopedia",
    "report": "report",
    "report-component": "report",
    "report-series": "report",
    "standard": "standard",
    "standard-series": "standard",
}
"""Crossref's types and the CSL item types they are."""

# Subtypes of posted content that are no preprints.
_SUBTYPES: Final = {
    "dissertation": "thesis",
    "report": "report",
    "working_paper": "report",
}
# Lists of people in a work, and CSL's name variables.
_ROLES: Final = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "chair": "chair",
    "contributor": "contributor",
}
# Types of what stands in a volume, which may stand in a series.
_IN_PARTS: Final = frozenset(
    {"chapter", "paper-conference", "entry-encyclopedia", "document"}
)
# Titles that are those of a series rather than of one volume: "Lecture Notes in
# Computer Science", "Springer Series in Optics"; from the records of the registry set.
_SERIES: Final = regex(
    r"^(?:lecture notes|advances in|studies in|springer|communications in|progress in|methods in|topics in|"
    r"trends in|new directions in|contemporary|understanding complex|ifip|lnc?s|acm|spie|aip|monographs?)\b|"
    r"\b(?:series|schriften|studies|monographs|proceedings|library|texts|memoirs|reihe|research|briefs)$|\bschriften\b|"
    r"\bseries (?:on|in)\b|springerbriefs",
    re.IGNORECASE,
)
# Titles that are those of one volume: they have a year, a number, a subtitle, or begin
# as proceedings do.
_VOLUME: Final = regex(
    r"\b(?:1[5-9]|20)\d\d\b|\b[IVXL]+$|:\s|(?<!\d)\d++(?:st|nd|rd|th)\b|"
    r"^(?:proceedings of|handbook|encyclopedia|companion)",
    re.IGNORECASE,
)


def crossref_record(work: Mapping[str, Any]) -> RegistryRecord:
    """The reference in one Crossref work (the `message` of a "work", or an item of a
    "work-list").
    """
    draft = Draft()
    kind = str(work.get("type") or "")
    item_type = ITEM_TYPES.get(kind, "document")
    if (
        kind == "reference-book"
        and not work.get("ISBN")
        and any(texts(work.get("container-title")))
    ):
        # an article of a reference work on line, deposited as a book
        item_type = "entry-encyclopedia"
    if kind == "posted-content":
        item_type = _SUBTYPES.get(
            str(work.get("subtype")),
            item_type,
        )
    draft.put("DOI", parse_doi(text_of(work.get("DOI"))), "/DOI")
    _put_containers(draft, work, item_type)
    if (
        item_type == "document"
        and kind == "other"
        and "container-title" in draft.fields
    ):
        item_type = "chapter"
    _put_titles(draft, work, item_type)
    _put_names(draft, work)
    _put_dates(draft, work)
    _put_numbers(draft, work, item_type)
    _put_publisher(draft, work, item_type)
    _put_rest(draft, work, kind)
    return finished(draft, item_type)


def crossref_reference(work: Mapping[str, Any]) -> Reference:
    """The reference in one Crossref work, without the pointers."""
    return crossref_record(work).reference


def _put_titles(draft: Draft, work: Mapping[str, Any], item_type: str) -> None:
    titles = [title_text(text) for _, text in texts(work.get("title"))]
    subtitles = [title_text(text) for _, text in texts(work.get("subtitle"))]
    originals = [title_text(text) for _, text in texts(work.get("original-title"))]
    full = [
        join_title(title, subtitles[at : at + 1]) for at, title in enumerate(titles)
    ]
    if len(titles) == 1:
        full = [join_title(titles[0], subtitles)]
    pointer = "/title/0"
    if not full and originals:
        full, pointer = originals, "/original-title/0"
    if full:
        draft.put("title", full[0], pointer)
    elif item_type == "periodical":
        draft.put(
            "title", draft.fields.pop("container-title", None), "/container-title/0"
        )
    if len(full) > 1 and not _near(full[0], full[1]):
        draft.translations["title"] = Translation(full[1])
    for original in originals:
        if (
            full
            and not same_words(original, full[0])
            and not same_words(original, titles[0] if titles else "")
        ):
            draft.put("original-title", original, "/original-title/0")
    for at, text in texts(work.get("short-title")):
        if full and not same_words(text, full[0]):
            draft.put("title-short", rich_text(text), f"/short-title/{at}")


def join_title(title: str, subtitles: list[str]) -> str:
    """`title` with its subtitles behind it, but for those it already holds."""
    for subtitle in subtitles:
        if not subtitle or contains_words(title, subtitle):
            continue
        joint = ": "
        if re.search(r"[.:?!\u2026\u2014]$", strip_rich_text(title)):
            joint = " "
        if title:
            title = f"{title}{joint}{subtitle}"
        else:
            title = subtitle
    return title


def _near(first: str, second: str) -> bool:
    """True if two titles differ by a slip of the pen only."""
    one, other = set(first.casefold().split()), set(second.casefold().split())
    return len(one & other) >= 0.7 * max(len(one), len(other))


def _put_containers(draft: Draft, work: Mapping[str, Any], item_type: str) -> None:
    found = [(at, title_text(text)) for at, text in texts(work.get("container-title"))]
    if len(found) > 1:
        own, series = _container_and_series(found, work, item_type)
        draft.put("container-title", own[1], f"/container-title/{own[0]}")
        draft.put("collection-title", series[1], f"/container-title/{series[0]}")
    elif found:
        variable = "container-title"
        if item_type == "book":
            variable = "collection-title"
        draft.put(variable, found[0][1], f"/container-title/{found[0][0]}")
    shorts = list(texts(work.get("short-container-title")))
    if len(found) == 1 and shorts and not same_words(shorts[0][1], found[0][1]):
        draft.put(
            "container-title-short",
            rich_text(shorts[0][1]),
            f"/short-container-title/{shorts[0][0]}",
        )


def _container_and_series(
    found: list[tuple[int, str]], work: Mapping[str, Any], item_type: str
) -> tuple[tuple[int, str], tuple[int, str]]:
    """Return the container of the work and the series of that container, in this order.

    Crossref sends them in no fixed order; the series comes first more often than not.
    """
    first, second = found[:2]
    event = text_of((next(objects(work.get("event")), (0, {}))[1]).get("name"))
    weights = {
        container: _volume_weight(container[1], event) for container in (first, second)
    }
    own = second
    if weights[first] > weights[second]:
        own = first
    if item_type not in _IN_PARTS:
        own = second
        if weights[first] < weights[second]:
            own = first
    return own, second if own is first else first


def _volume_weight(title: str, event: str) -> int:
    """Return a positive number for a title like a volume's, a negative one for a
    series.
    """
    plain = strip_rich_text(title)
    weight = 0
    if event and contains_words(plain, event):
        weight = 2
    if _VOLUME.search(plain):
        weight += 1
    if _SERIES.search(plain):
        weight -= 1
    return weight


def _put_names(draft: Draft, work: Mapping[str, Any]) -> None:
    for field, variable in _ROLES.items():
        people = [person for _, person in objects(work.get(field))]
        in_capitals = all_in_capitals(
            [text_of(person.get("family")) for person in people]
        )
        names = names_of(
            [
                name_from_parts(
                    given=text_of(person.get("given")),
                    family=text_of(person.get("family")),
                    suffix=text_of(person.get("suffix")),
                    body=text_of(person.get("name")),
                    in_capitals=in_capitals,
                )
                for person in people
            ]
        )
        draft.put(variable, names, f"/{field}")


def _put_dates(draft: Draft, work: Mapping[str, Any]) -> None:
    """The date of the version of record: print before online; the online date is when
    it became available.
    """
    issue = next(
        objects(work.get("journal-issue")),
        (0, {}),
    )[1]
    for pointer, value in (
        ("/published-print", work.get("published-print")),
        ("/journal-issue/published-print", issue.get("published-print")),
        ("/posted", work.get("posted")),
        ("/published-online", work.get("published-online")),
        ("/published", work.get("published")),
        ("/published-other", work.get("published-other")),
        ("/issued", work.get("issued")),
        ("/journal-issue/published-online", issue.get("published-online")),
        ("/approved", work.get("approved")),
        ("/content-created", work.get("content-created")),
    ):
        draft.put("issued", date_from_parts(value), pointer)
    online = date_from_parts(work.get("published-online"))
    if online and online != draft.fields.get("issued"):
        draft.put("available-date", online, "/published-online")


def _put_numbers(draft: Draft, work: Mapping[str, Any], item_type: str) -> None:
    issue = next(
        objects(work.get("journal-issue")),
        (0, {}),
    )[1]
    draft.put("volume", _volume(draft, work), "/volume")
    draft.put("issue", number_of(work.get("issue")), "/issue")
    draft.put(
        "issue",
        number_of(issue.get("issue")),
        "/journal-issue/issue",
    )
    draft.put("page", pages(work.get("page")), "/page")
    article_number = number_of(work.get("article-number"))
    # Where an article has no pages its number stands for them, as styles and BibTeX
    # expect; never in both.
    draft.put("page", article_number, "/article-number")
    if article_number != draft.fields.get("page"):
        draft.put("number", article_number, "/article-number")
    _put_special_numbering(draft, number_of(work.get("special_numbering")))
    draft.put(
        "edition",
        number_of(work.get("edition-number")),
        "/edition-number",
    )
    draft.put(
        "part-number",
        number_of(work.get("part-number")),
        "/part-number",
    )
    if item_type != "article-journal":
        draft.put(
            "version",
            _version(work.get("version")),
            "/version",
        )


def _volume(draft: Draft, work: Mapping[str, Any]) -> str:
    """The volume, without the year of issue that some put in brackets behind it."""
    issued = draft.fields.get("issued")
    year = None
    if isinstance(issued, Date):
        year = issued.year
    return re.sub(
        rf"(?<=\S)\s*\({year}\)$",
        "",
        number_of(work.get("volume")),
    )


def _put_special_numbering(draft: Draft, numbering: str) -> None:
    """A supplement's number stands for the issue's; "PA" is part A; "C" says that the
    volume is complete.
    """
    if part := re.fullmatch(r"P([A-Z]|\d{1,2})", numbering):
        draft.put("part-number", part[1], "/special_numbering")
    elif numbering != "C":
        draft.put("issue", numbering, "/special_numbering")


def _version(value: object) -> str:
    for _, version in objects(value):
        return number_of(version.get("version")) or number_of(version.get("number"))
    return number_of(value)


def _put_publisher(draft: Draft, work: Mapping[str, Any], item_type: str) -> None:
    institutions = [
        (at, rich_text(text_of(body.get("name"))))
        for at, body in objects(work.get("institution"))
    ]
    institutions = [(at, name) for at, name in institutions if name]
    if item_type == "thesis" and institutions:
        draft.put(
            "publisher", institutions[0][1], f"/institution/{institutions[0][0]}/name"
        )
    publisher = rich_text(text_of(work.get("publisher")))
    draft.put("publisher", _named(publisher), "/publisher")
    place = rich_text(text_of(work.get("publisher-location")))
    draft.put("publisher-place", _named(place), "/publisher-location")
    for at, name in institutions:
        variable = "authority"
        if item_type == "article":
            variable = "container-title"
        if name not in (publisher, draft.fields.get("publisher")):
            draft.put(variable, name, f"/institution/{at}/name")
    for _, body in objects(work.get("standards-body")):
        name = rich_text(text_of(body.get("name")))
        if name != publisher:
            draft.put("authority", name, "/standards-body/name")


def _named(name: str) -> str:
    """A publisher or place, but for what cataloguers write where there is none
    ("[s.n.]", "[S.l.]").
    """
    if re.fullmatch(r"[\[(]?\s*s\.?\s?[nl]\.?\s*[\])]?", name, re.IGNORECASE):
        return ""
    return name


def _put_rest(draft: Draft, work: Mapping[str, Any], kind: str) -> None:
    _put_event(draft, work)
    _put_serial_numbers(draft, work)
    draft.put(
        "language",
        number_of(work.get("language")),
        "/language",
    )
    draft.put(
        "abstract",
        rich_text(text_of(work.get("abstract"))),
        "/abstract",
    )
    for at, degree in texts(work.get("degree")):
        draft.put("genre", rich_text(degree), f"/degree/{at}")
    if kind == "posted-content":
        draft.put(
            "genre",
            number_of(work.get("subtype")).replace("_", " "),
            "/subtype",
        )
    elif kind == "peer-review":
        review = next(
            objects(work.get("review")),
            (0, {}),
        )[1]
        draft.put(
            "genre",
            text_of(review.get("type")).replace("-", " ") or "peer review",
            "/review/type",
        )
    subjects = [rich_text(text) for _, text in texts(work.get("subject"))]
    draft.put(
        "keyword",
        ", ".join(subjects) or rich_text(text_of(work.get("group-title"))),
        "/subject",
    )
    for at, granted in objects(work.get("license")):
        if granted.get("content-version") in ("vor", "unspecified", "am"):
            draft.put(
                "license",
                link_of(granted.get("URL")),
                f"/license/{at}/URL",
            )
    if "DOI" not in draft.fields:
        draft.put("URL", link_of(work.get("URL")), "/URL")
    draft.put("source", "Crossref", "")


def _put_event(draft: Draft, work: Mapping[str, Any]) -> None:
    for _, event in objects(work.get("event")):
        draft.put(
            "event-title",
            rich_text(text_of(event.get("name"))),
            "/event/name",
        )
        draft.put(
            "event-place", rich_text(text_of(event.get("location"))), "/event/location"
        )
        start, end = (
            date_from_parts(event.get("start")),
            date_from_parts(event.get("end")),
        )
        if start:
            ends = None
            if end and end.start > start.start:
                ends = end.start
            draft.put(
                "event-date",
                Date(start.start, ends),
                "/event/start",
            )


def _put_serial_numbers(draft: Draft, work: Mapping[str, Any]) -> None:
    """One ISBN and one ISSN, print before electronic; all of them by medium under
    `custom`.
    """
    for variable, field, check in (
        ("ISBN", "isbn-type", isbn),
        ("ISSN", "issn-type", issn),
    ):
        by_medium: dict[str, str] = {}
        for _, entry in objects(work.get(field)):
            if number := check(text_of(entry.get("value"))):
                by_medium.setdefault(text_of(entry.get("type")) or "print", number)
        for _, text in texts(work.get(variable)):
            if not by_medium and (number := check(text)):
                by_medium["print"] = number
        if by_medium:
            if "print" in by_medium:
                chosen = "print"
            else:
                chosen = next(iter(by_medium))
            draft.put(variable, by_medium[chosen], f"/{field}")
            if len(by_medium) > 1:
                draft.kept[variable] = by_medium
