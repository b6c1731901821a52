"""Crossref's UNIXREF and UNIXSD XML, and its deposit XML, in.

Source: Crossref metadata deposit schema 5.3 and unixref 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.xml import tree as xml
from csecrefs.model import Date, Name, Reference
from csecrefs.model.date import parse_date

if TYPE_CHECKING:
    from lxml.etree import _Element

# What a deposit may be of (children of `crossref`, schema 5.3).
_KINDS: Final = (
    "journal book conference dissertation report-paper standard posted_content peer_review database "
    "sa_component"
).split()
_RECORDS: Final = frozenset({"crossref", *_KINDS})
# What a DOI may be of, the part before its whole, and its CSL type.
_ITEMS: Final = {
    "journal_article": "article-journal",
    "conference_paper": "paper-conference",
    "content_item": "chapter",
    "dataset": "dataset",
    "component": "document",
    "dissertation": "thesis",
    "posted_content": "article",
    "peer_review": "review",
    "report-paper_metadata": "report",
    "report-paper_series_metadata": "report",
    "standard_metadata": "standard",
    "book_metadata": "book",
    "book_series_metadata": "book",
    "book_set_metadata": "book",
    "journal_issue": "periodical",
    "journal_metadata": "periodical",
    "proceedings_metadata": "book",
    "proceedings_series_metadata": "book",
    "database_metadata": "dataset",
}
# Elements with the date of a work, in the order in which they count.
_DATES: Final = "publication_date posted_date approval_date review_date database_date creation_date".split()
# The roles of contributor_role and CSL's; a review is by its reviewers.
_ROLES: Final = {
    "author": "author",
    "editor": "editor",
    "chair": "chair",
    "translator": "translator",
    "reviewer": "author",
    "review-assistant": "contributor",
    "stats-reviewer": "author",
    "reviewer-external": "author",
    "reader": "author",
}


def looks_like(head: str) -> bool:
    """True if the beginning of a text is Crossref's XML."""
    return bool(
        re.search(
            r"<(?:\w+:)?(?:doi_records|doi_record|crossref|crossref_result|doi_batch)[\s>]",
            head,
        )
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a Crossref XML file, and what was wrong with it."""
    diagnostics: list[Diagnostic] = []
    drafts: list[Draft] = []
    for record in xml.records(source, _RECORDS, path, diagnostics):
        if record.tag in _KINDS:
            kinds = [record]
        else:
            kinds = [kind for kind in record if kind.tag in _KINDS]
        for error in record.iterfind("error"):
            diagnostics.append(
                Diagnostic(
                    "no-record",
                    xml.text(error),
                    path=path,
                )
            )
        drafts += [
            xml.placed(draft, record) for kind in kinds for draft in _read_kind(kind)
        ]
    return finish(drafts), diagnostics


def _read_kind(kind: _Element) -> Iterator[Draft]:
    """One draft for each part with a DOI of its own; for the whole where there is
    none.
    """
    # the most special kind of part that is there; its whole gives no draft of its own
    for name in _ITEMS:
        if kind.tag == name:
            items = [kind]
        else:
            items = list(kind.iterfind(f".//{name}"))
        if items:
            yield from (_read_item(kind, item) for item in items)
            return


def _read_item(kind: _Element, item: _Element) -> Draft:
    draft = Draft(type=_item_type(kind, item))
    _read_titles(draft, item)
    _read_names(draft, item)
    _read_numbers(draft, item)
    draft.set("issued", _date(item))
    wholes = [
        whole
        for whole in kind.iter()
        if str(whole.tag).endswith(("_metadata", "journal_issue"))
    ]
    for whole in wholes:
        if whole is not item:
            _read_whole(draft, whole)
        _read_publication(draft, whole)
    if item.tag in ("dissertation", "posted_content", "peer_review"):
        _read_institution(draft, item)
    draft.set(
        "language",
        item.get("language")
        or next(
            filter(None, (w.get("language") for w in wholes)),
            "",
        ),
    )
    draft.set(
        "abstract",
        xml.rich_text(item, "abstract", lines=True),
    )
    draft.set("license", xml.text(item, ".//license_ref"))
    return draft


def _item_type(kind: _Element, item: _Element) -> str:
    item_type = _ITEMS[str(item.tag)]
    if item.tag == "content_item":
        book_type = kind.get("book_type", "")
        if kind.tag in ("report-paper", "standard"):
            return str(kind.tag).partition("-")[0]
        if item.get("component_type") == "reference_entry":
            return "entry-encyclopedia"
        if book_type != "none":
            return "chapter"
        return "document"  # a content item outside books, as of a database
    # "other" posted content is what blogs and Rogue Scholar deposit
    if item.tag == "posted_content" and item.get("type", "preprint") == "other":
        return "post-weblog"
    if item.tag == "dataset" and item.get("dataset_type") == "other":
        return "document"
    return item_type


def _read_titles(draft: Draft, item: _Element) -> None:
    titles = item.find("titles")
    if titles is None:
        titles = item
    draft.set(
        "title",
        _title(titles)
        or xml.rich_text(item, "proceedings_title")
        or xml.rich_text(item, "full_title"),
    )
    draft.set("original-title", xml.rich_text(titles, "original_language_title"))


def _title(titles: _Element) -> str:
    title, subtitle = xml.rich_text(titles, "title"), xml.rich_text(titles, "subtitle")
    # Some deposits have the subtitle in the title already.
    if not subtitle or subtitle in title:
        return title
    if title.endswith((":", "?", "!", ".", "–", "—")):
        return f"{title} {subtitle}"
    return f"{title}: {subtitle}"


def _read_names(draft: Draft, item: _Element, *, whole: bool = False) -> None:
    contributors = item.find("contributors")
    if contributors is None:
        contributors = item
    for person in contributors:
        if person.tag not in ("person_name", "organization", "anonymous"):
            continue
        role = _ROLES.get(
            person.get("contributor_role", "author"),
            "contributor",
        )
        if whole and role == "author":
            role = "container-author"
        draft.name(role, _name(person))


def _name(person: _Element) -> Name:
    if person.tag == "organization":
        return Name(literal=xml.text(person))
    if person.tag == "anonymous":
        role = person.get("contributor_role", "")
        if role == "author":
            return Name(literal="Anonymous")
        return Name(literal=f"Anonymous {role.capitalize()}")
    family, given = xml.text(person, "surname"), xml.text(person, "given_name")
    if not given:
        return Name(literal=family)
    return Name(family, given, suffix=xml.text(person, "suffix"))


def _date(item: _Element) -> Date:
    """The date of print before the one online: it is the one that volume and issue
    belong to.
    """
    for name in _DATES:
        # a database has its dates one level deeper: database_date/publication_date
        found_dates = item.findall(name) + item.findall(f"database_date/{name}")
        dates = sorted(
            found_dates,
            key=lambda date: date.get("media_type", "print") == "online",
        )
        for date in dates:
            parts = [xml.text(date, part).zfill(2) for part in ("year", "month", "day")]
            if (
                found := parse_date("-".join(part for part in parts if part != "00"))
            ).start:
                return found
    return Date()


def _read_numbers(draft: Draft, item: _Element) -> None:
    pages = item.find("pages")
    if pages is not None:
        text = values.pages(
            xml.text(pages, "first_page"),
            xml.text(pages, "last_page"),
        )
        draft.set(
            "page",
            ", ".join(
                filter(
                    None,
                    (text, xml.text(pages, "other_pages")),
                )
            ),
        )
    for number in item.iterfind("publisher_item/item_number"):
        if number.get("item_number_type", "").lower() in (
            "article-number",
            "article_number",
            "artnum",
        ):
            variable = "number" if "page" in draft.fields else "page"
            draft.set(variable, xml.text(number))
    draft.set("DOI", values.doi(xml.text(item, "doi_data/doi")))
    draft.set("URL", xml.text(item, "doi_data/resource"))
    draft.set(
        "number", xml.text(item, "publisher_item/identifier[@id_type='report-number']")
    )
    if draft.type == "report":
        draft.set("number", xml.text(item, "publisher_item/item_number"))
    if item.tag == "content_item":
        draft.set("chapter-number", xml.text(item, "component_number"))


def _read_whole(draft: Draft, whole: _Element) -> None:
    """Read the title and people that a part takes from its journal, book or
    proceedings.
    """
    if whole.tag == "event_metadata":
        return
    titles = whole.find("titles")
    title = xml.rich_text(whole, "full_title") or xml.rich_text(
        whole, "proceedings_title"
    )
    if not title and titles is not None:
        title = _title(titles)
    draft.set("container-title", title)
    draft.set("container-title-short", xml.text(whole, "abbrev_title"))
    if whole.tag != "journal_issue":
        _read_names(draft, whole, whole=True)


def _read_publication(draft: Draft, whole: _Element) -> None:
    """Publisher, numbers and date that stand with the whole, and the event of a
    conference.
    """
    for variable, path in {
        "volume": ".//volume",
        "issue": "issue",
        "edition": "edition_number",
        "publisher": "publisher/publisher_name",
        "publisher-place": "publisher/publisher_place",
        "event-title": "conference_name",
        "event-place": "conference_location",
        "collection-title": "series_metadata/titles/title",
        "number": "designators/standard_designator",
    }.items():
        draft.set(variable, xml.text(whole, path))
    for path in ("as_published/std_designator", "as_published"):
        draft.set("number", xml.text(whole, f"designators/{path}"))
    for variable, name in (("ISBN", "isbn"), ("ISSN", "issn")):
        for number in sorted(
            whole.iter(name),
            key=lambda number: number.get("media_type", "print") != "print",
        ):
            text = xml.text(number)
            if variable == "ISSN":  # with or without its hyphen
                text = " ".join(values.issns(text)) or text
            draft.add(variable, text)
    draft.set("issued", _date(whole))
    event = whole.find("conference_date")
    if event is not None:
        draft.set("event-date", _event_date(event))


def _event_date(event: _Element) -> Date:
    ends = []
    for end in ("start", "end"):
        parts = [
            event.get(f"{end}_{part}", "").zfill(2) for part in ("year", "month", "day")
        ]
        ends.append(parse_date("-".join(part for part in parts if part != "00")).start)
    if ends[0]:
        return Date(ends[0], ends[1] if ends[1] > ends[0] else None)
    return parse_date(xml.text(event))


def _read_institution(draft: Draft, item: _Element) -> None:
    name = xml.text(item, "institution/institution_name")
    if draft.type == "post-weblog":
        draft.set("container-title", name or xml.text(item, "group_title"))
    elif item.tag == "posted_content":
        # bioRxiv's group is a subject, elsewhere the group is the server
        group = xml.text(item, "group_title")
        if name.lower().endswith("rxiv"):
            group = name
        draft.set("publisher", group or name)
    else:
        draft.set("publisher", name)
    draft.set("publisher-place", xml.text(item, "institution/institution_place"))
    draft.set(
        "genre",
        # "Doctor of Philosophy (PhD)" without its bracket.
        re.sub(r"\s*\(.*\)$", "", xml.text(item, "degree")),
    )
