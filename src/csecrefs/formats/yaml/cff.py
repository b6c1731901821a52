"""Citation File Format (CITATION.cff), in and out.

Source: Citation File Format 1.2.0. Read: the software or data itself, its preferred
citation, its references. Written: the first reference as the work itself, the others as
its references.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.yaml.events import Lines, decode_lines, dump
from csecrefs.model import Date, Name, Reference
from csecrefs.model.date import parse_date

_TYPES: Final = {
    "art": "graphic",
    "article": "article-journal",
    "audiovisual": "motion_picture",
    "bill": "bill",
    "blog": "post-weblog",
    "book": "book",
    "catalogue": "document",
    "conference": "event",
    "conference-paper": "paper-conference",
    "data": "dataset",
    "database": "dataset",
    "dataset": "dataset",
    "dictionary": "book",
    "edited-work": "book",
    "encyclopedia": "book",
    "film-broadcast": "motion_picture",
    "generic": "document",
    "government-document": "report",
    "grant": "document",
    "hearing": "hearing",
    "historical-work": "classic",
    "legal-case": "legal_case",
    "legal-rule": "regulation",
    "magazine-article": "article-magazine",
    "manual": "report",
    "map": "map",
    "multimedia": "motion_picture",
    "music": "song",
    "newspaper-article": "article-newspaper",
    "pamphlet": "pamphlet",
    "patent": "patent",
    "personal-communication": "personal_communication",
    "proceedings": "book",
    "report": "report",
    "serial": "periodical",
    "slides": "speech",
    "software": "software",
    "software-code": "software",
    "software-container": "software",
    "software-executable": "software",
    "software-virtual-machine": "software",
    "sound-recording": "song",
    "standard": "standard",
    "statute": "legislation",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "website": "webpage",
}
_WRITTEN_TYPES: Final = {
    item_type: name for name, item_type in reversed(_TYPES.items())
} | {
    "article": "unpublished",
    "book": "book",
    "chapter": "book",
    "dataset": "dataset",
    "document": "generic",
    "motion_picture": "video",
    "report": "report",
    "software": "software",
    "song": "sound-recording",
}
_VARIABLES: Final = {
    "title": "title",
    "journal": "container-title",
    "collection-title": "container-title",
    "volume-title": "volume-title",
    "abbreviation": "container-title-short",
    "volume": "volume",
    "issue": "issue",
    "edition": "edition",
    "number": "number",
    "section": "section",
    "version": "version",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmcid": "PMCID",
    "url": "URL",
    "abstract": "abstract",
    "notes": "note",
    "medium": "medium",
    "thesis-type": "genre",
    "status": "status",
    "term": "part-title",
    "number-volumes": "number-of-volumes",
}
_ROLES: Final = {
    "authors": "author",
    "editors": "editor",
    "editors-series": "collection-editor",
    "recipients": "recipient",
    "translators": "translator",
}
_LINK_KEYS: Final = {
    "url": "URL",
    "doi": "DOI",
    "repository-code": "URL",
    "repository": "URL",
}
"""The keys of links, those that are read first before others."""
_NOBODY: Final = "Unknown"
"""The author of a work without one, since the format wants an author."""


def looks_like(head: str) -> bool:
    """Whether the beginning of a text is a Citation File Format file."""
    return bool(re.search(r"^cff-version\s*:", head, re.MULTILINE))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The work a CITATION.cff describes, its preferred citation and its references, and
    what was wrong.
    """
    content, lines, diagnostics = decode_lines(source, path)
    if not isinstance(content, Mapping):
        if not diagnostics:
            diagnostics.append(
                Diagnostic("no-records", "no mapping at the top", "error", path)
            )
        return [], diagnostics
    preferred = content.get("preferred-citation")
    works: list[Any] = [preferred]
    if not isinstance(preferred, Mapping) or preferred.get("title") != content.get(
        "title"
    ):
        itself = {"type": "software", **content}
        lines |= _lines_of_copy(lines, content, itself)
        works = [itself, preferred]
    if isinstance(references := content.get("references"), list):
        works += references
    drafts = [
        _placed(_read_work(work), work, lines)
        for work in works
        if isinstance(work, Mapping) and "title" in work
    ]
    if "title" not in content:
        diagnostics.append(
            Diagnostic("missing-title", "the work itself has no title", path=path)
        )
    return finish(drafts), diagnostics


def _lines_of_copy(lines: Lines, content: Any, itself: Any) -> Lines:
    """Return the lines of the work itself, which is read from a copy of the content."""
    found: Lines = {id(itself): lines.get(id(content), 1)}
    for name in _LINK_KEYS:
        if (id(content), name) in lines:
            found[id(itself), name] = lines[id(content), name]
    return found


def _placed(draft: Draft, work: Any, lines: Lines) -> Draft:
    draft.line = lines.get(id(work))
    for name, variable in _LINK_KEYS.items():
        if (id(work), name) in lines:
            draft.locate(lines[id(work), name], variable)
    return draft


def _read_work(work: Mapping[str, Any]) -> Draft:
    draft = Draft(type=_TYPES.get(_text(work, "type"), "document"))
    for key, variable in _VARIABLES.items():
        draft.set(variable, _text(work, key))
    if draft.type == "book" and (title := draft.fields.pop("container-title", "")):
        if "section" in work or "start" in work:
            draft.type, draft.fields["container-title"] = "chapter", title
        else:
            draft.set("collection-title", str(title))
    for key, role in _ROLES.items():
        for person in _list(work, key):
            if person.get("name") != _NOBODY:
                draft.name(role, _name(person))
    _read_bodies(draft, work)
    draft.set("URL", _text(work, "repository-code") or _text(work, "repository"))
    draft.set("page", values.pages(_text(work, "start"), _text(work, "end")))
    draft.set("number-of-pages", _text(work, "pages"))
    draft.set("issued", _date(work))
    draft.set("accessed", parse_date(_text(work, "date-accessed")))
    licenses = work.get("license")
    draft.set(
        "license",
        ", ".join(map(str, licenses))
        if isinstance(licenses, list)
        else _text(work, "license"),
    )
    draft.set(
        "language",
        ", ".join(
            str(part) for part in work.get("languages", []) if isinstance(part, str)
        ),
    )
    draft.keywords = [
        str(word) for word in work.get("keywords", []) if isinstance(word, str)
    ]
    _read_identifiers(draft, work)
    return draft


def _read_bodies(draft: Draft, work: Mapping[str, Any]) -> None:
    for key in ("publisher", "institution"):
        body = work.get(key)
        if isinstance(body, Mapping):
            draft.set("publisher", _text(body, "name"))
            draft.set(
                "publisher-place",
                ", ".join(
                    filter(None, (_text(body, part) for part in ("city", "region")))
                ),
            )
    conference = work.get("conference")
    if isinstance(conference, Mapping):
        draft.set("event-title", _text(conference, "name"))
        draft.set("event-place", _text(conference, "city"))


def _read_identifiers(draft: Draft, work: Mapping[str, Any]) -> None:
    for identifier in _list(work, "identifiers"):
        value = _text(identifier, "value")
        if _text(identifier, "type") == "doi":
            draft.set("DOI", value)
        elif _text(identifier, "type") == "url":
            draft.set("URL", value)


def _name(person: Mapping[str, Any]) -> Name:
    if _text(person, "family-names"):
        return Name(
            _text(person, "family-names"),
            _text(person, "given-names"),
            non_dropping_particle=_text(person, "name-particle"),
            suffix=_text(person, "name-suffix"),
        )
    return Name(
        literal=_text(person, "name")
        or _text(person, "given-names")
        or _text(person, "alias")
    )


def _date(work: Mapping[str, Any]) -> Date:
    for key in ("date-released", "date-published", "issue-date"):
        if (date := parse_date(_text(work, key))).start:
            return date
    return parse_date(
        "-".join(
            filter(
                None,
                (
                    _text(work, "year"),
                    _text(work, "month").zfill(2) if work.get("month") else "",
                ),
            )
        )
    )


def _text(parent: Mapping[str, Any], key: str) -> str:
    value = parent.get(key)
    return value if isinstance(value, str) else ""


def _list(parent: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = parent.get(key)
    return (
        [part for part in value if isinstance(part, Mapping)]
        if isinstance(value, list)
        else []
    )


def write(references: Iterable[Reference]) -> str:
    """One CITATION.cff: the first reference is the work, the others its references."""

    works = [_write_work(reference) for reference in references]
    content: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this work, please cite it as below.",
    }
    if works:
        content |= {key: value for key, value in works[0].items() if key != "type"}
        if works[0]["type"] in ("software", "dataset"):
            content["type"] = works[0]["type"]
        else:
            content["preferred-citation"] = works[0]
        if works[1:]:
            content["references"] = works[1:]
    return dump(content)


def _write_work(reference: Reference) -> dict[str, Any]:
    work: dict[str, Any] = {"type": _WRITTEN_TYPES.get(reference.type, "generic")}
    for key, variable in _VARIABLES.items():
        if variable in reference and variable not in (
            _VARIABLES.get(earlier) for earlier in work
        ):
            work[key] = reference.text(variable)
    for key, role in _ROLES.items():
        if names := reference.names(role):
            work[key] = [_write_name(name) for name in names]
    if reference.type in (
        "chapter",
        "paper-conference",
        "entry",
        "entry-encyclopedia",
        "entry-dictionary",
    ):
        work["collection-title"] = work.pop("journal", "")
    elif reference.type == "book" and "collection-title" in reference:
        work["collection-title"] = reference.text("collection-title")
    work.setdefault("title", "Untitled")
    work.setdefault("authors", [{"name": _NOBODY}])
    work |= _write_date(reference)
    if "publisher" in reference:
        key = "institution" if reference.type in ("thesis", "report") else "publisher"
        place = (
            {"city": reference.text("publisher-place")}
            if "publisher-place" in reference
            else {}
        )
        work[key] = {"name": reference.text("publisher")} | place
    if "page" in reference:
        work |= dict(
            zip(
                ("start", "end"),
                filter(None, values.split_pages(reference.text("page"))),
                strict=False,
            )
        )
    for key, words in (
        ("keywords", reference.text("keyword")),
        ("languages", reference.text("language")),
    ):
        if words:
            work[key] = values.split_keywords(words)
    if "license" in reference:
        work["license"] = reference.text("license")
    return work


def _write_name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"name": name.literal}
    parts: Iterator[tuple[str, str]] = (
        ("family-names", name.family),
        ("given-names", " ".join(filter(None, (name.given, name.dropping_particle)))),
        ("name-particle", name.non_dropping_particle),
        ("name-suffix", name.suffix),
    ).__iter__()
    return {key: value for key, value in parts if value}


def _write_date(reference: Reference) -> dict[str, Any]:
    issued = reference.date()
    if not issued or not issued.start:
        return {}
    if len(issued.start) == 3:
        key = (
            "date-released"
            if reference.type in ("software", "dataset")
            else "date-published"
        )
        return {key: "{:04d}-{:02d}-{:02d}".format(*issued.start)}
    return dict(zip(("year", "month"), issued.start, strict=False))
