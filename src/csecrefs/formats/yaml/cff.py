"""Citation File Format (CITATION.cff), in and out.

Source: Citation File Format 1.2.0. Read: the software or data itself, its preferred
citation, its references. Written: the first reference as the work itself, the others as
its references.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.yaml.cff_terms import NOBODY, ROLES, TYPES, VARIABLES
from csecrefs.formats.yaml.cff_writer import write as write
from csecrefs.formats.yaml.events import Lines, decode_lines
from csecrefs.model import Date, Name, Reference
from csecrefs.model.date import parse_date

# The keys of links, those that are read first before others.
_LINK_KEYS: Final = {
    "url": "URL",
    "doi": "DOI",
    "repository-code": "URL",
    "repository": "URL",
}


# The keys that are read; others are kept.
_READ: Final = frozenset({*VARIABLES, *ROLES, *_LINK_KEYS}) | frozenset(
    """cff-version conference date-accessed date-published date-released end identifiers
    institution issue-date keywords languages license message month pages
    preferred-citation publisher references start type year""".split()
)


def looks_like(head: str) -> bool:
    """True if the beginning of a text is a Citation File Format file."""
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
    # A preferred citation of the same title is the work itself, said better.
    if not isinstance(preferred, Mapping) or preferred.get("title") != content.get(
        "title"
    ):
        # CFF 1.2.0: a work whose type is not told is software.
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


def _lines_of_copy(
    lines: Lines,
    content: Any,
    itself: Any,
) -> Lines:
    """Return the lines of the work itself, which is read from a copy of the content."""
    found: Lines = {id(itself): lines.get(id(content), 1)}
    for name in _LINK_KEYS:
        if (id(content), name) in lines:
            found[id(itself), name] = lines[id(content), name]
    return found


def _placed(
    draft: Draft,
    work: Any,
    lines: Lines,
) -> Draft:
    draft.line = lines.get(id(work))
    for name, variable in _LINK_KEYS.items():
        if (id(work), name) in lines:
            draft.locate(lines[id(work), name], variable)
    return draft


def _read_work(work: Mapping[str, Any]) -> Draft:
    draft = Draft(type=TYPES.get(_text(work, "type"), "document"))
    for key, variable in VARIABLES.items():
        draft.set(variable, _text(work, key))
    if draft.type == "book" and (title := draft.fields.pop("container-title", "")):
        if "section" in work or "start" in work:
            draft.type, draft.fields["container-title"] = "chapter", title
        else:
            draft.set("collection-title", str(title))
    for key, role in ROLES.items():
        for person in _list(work, key):
            if person.get("name") != NOBODY:
                draft.name(role, _name(person))
    _read_bodies(draft, work)
    for key in ("repository-code", "repository"):
        address = _text(work, key)
        draft.set("URL", address)
        if address != draft.text("URL"):
            draft.keep("cff", key, address)
    draft.set(
        "page",
        values.pages(_text(work, "start"), _text(work, "end")),
    )
    draft.set("number-of-pages", _text(work, "pages"))
    draft.set("issued", _date(work))
    draft.set("accessed", parse_date(_text(work, "date-accessed")))
    licenses = work.get("license")
    if not isinstance(licenses, list):
        licenses = [_text(work, "license")]
    draft.set("license", ", ".join(map(str, licenses)))
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
    for key, value in work.items():
        if isinstance(value, str) and key not in _READ:
            draft.keep("cff", key, value)
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
        days = (_text(conference, "date-start"), _text(conference, "date-end"))
        draft.set(
            "event-date",
            parse_date("/".join(filter(None, days))),
        )


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
        # An entity has a name; a person may have given names or an alias only.
        literal=_text(person, "name")
        or _text(person, "given-names")
        or _text(person, "alias")
    )


def _date(work: Mapping[str, Any]) -> Date:
    # A whole date says more than the keys "year" and "month".
    for key in ("date-released", "date-published", "issue-date"):
        if (date := parse_date(_text(work, key))).start:
            return date
    year, month = _text(work, "year"), _text(work, "month")
    digits = year.removeprefix("-")
    if digits.isdecimal() and (digits != year or len(year) != 4) and len(year) < 11:
        # A whole number is a year of any age; a text of so many digits may be none.
        return Date((int(year), int(month)) if month.isdecimal() else (int(year),))
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
    if isinstance(value, str):
        return value
    return ""


def _list(parent: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = parent.get(key)
    if isinstance(value, list):
        return [part for part in value if isinstance(part, Mapping)]
    return []
