"""Hayagriva YAML, Typst's bibliography format, in and out.

Source: "The Hayagriva YAML File Format", version 0.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, keyed
from csecrefs.formats.yaml.events import decode_lines
from csecrefs.formats.yaml.hayagriva_values import (
    LONGEST_NUMBER,
    escaped,
    is_address,
    language_tag,
)
from csecrefs.formats.yaml.output import dump
from csecrefs.model import Date, Name, Reference
from csecrefs.model.date import parse_date
from csecrefs.model.edtf import format_edtf
from csecrefs.patterns import regex

# Hayagriva's entry types ("The Hayagriva YAML File Format", Entry Type), and CSL's.
_TYPES: Final = {
    "anthology": "book",
    "anthos": "chapter",
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "blog": "post-weblog",
    "book": "book",
    "case": "legal_case",
    "chapter": "chapter",
    "conference": "event",
    "entry": "entry",
    "exhibition": "event",
    "legislation": "legislation",
    "manuscript": "manuscript",
    "misc": "document",
    "newspaper": "periodical",
    "original": "document",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "post": "post",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "repository": "software",
    "scene": "motion_picture",
    "thesis": "thesis",
    "thread": "post",
    "video": "motion_picture",
    "web": "webpage",
}
# Types that depend on what an entry is in, by both types.
_IN_PARENT: Final = {
    ("article", "newspaper"): "article-newspaper",
    ("article", "periodical"): "article-journal",
    ("article", "proceedings"): "paper-conference",
    ("article", "conference"): "paper-conference",
    ("article", "blog"): "post-weblog",
    ("article", "anthology"): "chapter",
    ("entry", "reference"): "entry-encyclopedia",
    ("entry", "blog"): "post-weblog",
    ("chapter", "book"): "chapter",
}
# CSL's types, and the type of entry and of parent that each is written as.
_WRITTEN: Final = {
    "article": ("article", ""),
    "article-journal": ("article", "periodical"),
    "article-magazine": ("article", "periodical"),
    "article-newspaper": ("article", "newspaper"),
    "bill": ("legislation", ""),
    "book": ("book", ""),
    "broadcast": ("video", ""),
    "chapter": ("chapter", "book"),
    "classic": ("book", ""),
    "dataset": ("repository", ""),
    "entry": ("entry", "reference"),
    "entry-dictionary": ("entry", "reference"),
    "entry-encyclopedia": ("entry", "reference"),
    "figure": ("artwork", ""),
    "graphic": ("artwork", ""),
    # Typst has the reporter of a case from a book.
    "legal_case": ("case", "book"),
    "legislation": ("legislation", ""),
    "manuscript": ("manuscript", ""),
    "map": ("artwork", ""),
    "motion_picture": ("video", ""),
    "pamphlet": ("book", ""),
    "paper-conference": ("article", "proceedings"),
    "patent": ("patent", ""),
    "performance": ("performance", ""),
    "periodical": ("periodical", ""),
    "post": ("post", "thread"),
    "post-weblog": ("article", "blog"),
    "regulation": ("legislation", ""),
    "report": ("report", ""),
    "review": ("article", "periodical"),
    "review-book": ("article", "periodical"),
    "software": ("repository", ""),
    "song": ("audio", ""),
    "standard": ("report", ""),
    "thesis": ("thesis", ""),
    "treaty": ("legislation", ""),
    "webpage": ("web", "web"),
}
# Fields whose value is a variable as it is.
_VARIABLES: Final = {
    "edition": "edition",
    "volume": "volume",
    "volume-total": "number-of-volumes",
    "issue": "issue",
    "page-range": "page",
    "page-total": "number-of-pages",
    "language": "language",
    "abstract": "abstract",
    "note": "note",
    "genre": "genre",
    "archive": "archive",
    "archive-location": "archive-place",
    "call-number": "call-number",
    "chapter": "chapter-number",
    "runtime": "dimensions",
}
# The same as they are read. The place of a publisher stands with its name; older files
# have it in a field of its own, which Typst prints nothing of.
_READ: Final = _VARIABLES | {"location": "publisher-place"}
# Fields that an entry takes over from its parent. Typst prints the number of volumes of
# an entry only where the entry itself has it.
_OF_PARENT: Final = ("volume", "issue", "edition")
# Fields that are read from a parent, too.
_READ_OF_PARENT: Final = (*_OF_PARENT, "volume-total", "location")
# Item types whose organization is the authority that they come from.
_LEGAL: Final = ("bill", "legal_case", "legislation", "regulation", "treaty")
# Roles of `affiliated` people, and CSL's.
_AFFILIATED: Final = {
    "translator": "translator",
    "compiler": "compiler",
    "illustrator": "illustrator",
    "composer": "composer",
    "director": "director",
    "producer": "producer",
    "writer": "script-writer",
    "narrator": "narrator",
    "organizer": "organizer",
    "executive-producer": "executive-producer",
    "cast-member": "performer",
    "collaborator": "contributor",
}
# Members of `serial-number`, and variables.
_SERIAL: Final = {
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "serial": "number",
}
# A key at the start of a line that has its fields below it: "doe2020:".
_KEY: Final = regex(r"[^\s#:][^:]*:[ \t]*$")


def looks_like(head: str) -> bool:
    """True if the beginning of a text is Hayagriva YAML."""
    kind = re.compile(rf"[ \t]+type: *[\"']?(?:{'|'.join(_TYPES)})\b", re.IGNORECASE)
    within = False
    for line in head.split("\n"):
        if within:
            within = line[:1] in (" ", "\t")
        else:
            within = bool(_KEY.match(line))
        if within and kind.match(line):
            return True
    return False


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a Hayagriva file, and what was wrong with it."""
    content, lines, diagnostics = decode_lines(source, path)
    if not isinstance(content, Mapping):
        if not diagnostics:
            diagnostics.append(
                Diagnostic("no-records", "no mapping at the top", "error", path)
            )
        return [], diagnostics
    references: list[Reference] = []
    for key, entry in content.items():
        if isinstance(entry, Mapping) and ("type" in entry or "title" in entry):
            draft = _read_entry(str(key), entry)
            # The object begins below its key, which is the line of the entry.
            draft.line = max(
                lines.get(id(entry), 2) - 1,
                1,
            )
            for name, variable in (("url", "URL"), ("doi", "DOI")):
                if (id(entry), name) in lines:
                    draft.locate(lines[id(entry), name], variable)
            references.append(draft.reference())
        else:
            message = "not an entry: it has neither type nor title"
            diagnostics.append(
                Diagnostic(
                    "bad-record",
                    message,
                    "error",
                    path,
                    key=str(key),
                )
            )
    return keyed(references), diagnostics


def _read_entry(key: str, entry: Mapping[str, Any]) -> Draft:
    parents = _parents(entry)
    kind = _text(entry, "type").lower()
    draft = Draft(id=key, type=_TYPES.get(kind, "document"))
    for parent in parents:
        draft.type = _IN_PARENT.get(
            (kind, _text(parent, "type").lower()),
            draft.type,
        )
    _read_titles(draft, entry)
    _read_common(draft, entry)
    for name, variable in _READ.items():
        draft.set(variable, _value(name, entry))
    for parent in parents:
        _read_parent(draft, parent, kind)
    return draft


def _parents(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    parent = entry.get("parent")
    if isinstance(parent, list):
        found = parent
    else:
        found = [parent]
    return [part for part in found if isinstance(part, Mapping)]


def _read_titles(draft: Draft, entry: Mapping[str, Any]) -> None:
    title = entry.get("title")
    draft.set("title", _string(title))
    if isinstance(title, Mapping):
        draft.set("title-short", _string(title.get("short")))


def _read_common(draft: Draft, entry: Mapping[str, Any]) -> None:
    for name, role in (("author", "author"), ("editor", "editor")):
        for person in _people(entry.get(name)):
            draft.name(role, person)
    for affiliated in _list(entry.get("affiliated")):
        for person in _people(affiliated.get("names")):
            draft.name(
                _AFFILIATED.get(_text(affiliated, "role"), "contributor"), person
            )
    publisher = entry.get("publisher")
    if isinstance(publisher, Mapping):
        draft.set("publisher-place", _string(publisher.get("location")))
        publisher = publisher.get("name")
    _read_bodies(draft, _string(publisher), _string(entry.get("organization")))
    draft.set("issued", parse_date(_string(entry.get("date"))))
    url = entry.get("url")
    draft.set("URL", _string(url))
    if isinstance(url, Mapping):
        draft.set("accessed", parse_date(_string(url.get("date"))))
    serial = entry.get("serial-number")
    if isinstance(serial, Mapping):
        for name, variable in _SERIAL.items():
            draft.set(variable, _text(serial, name))
        if arxiv := _string(serial.get("arxiv")):
            draft.set("number", f"arXiv:{arxiv.removeprefix('arXiv:')}")
    else:
        draft.set("number", _string(serial))


def _read_bodies(draft: Draft, publisher: str, organization: str) -> None:
    """Read the organization as publisher where there is no other; that of a law, and one
    beside a publisher, is the authority, as Typst's styles have it.
    """
    if publisher or draft.type in _LEGAL:
        draft.set("publisher", publisher)
        draft.set("authority", organization)
    else:
        draft.set("publisher", organization)


def _read_parent(
    draft: Draft,
    parent: Mapping[str, Any],
    kind: str,
) -> None:
    whole = draft.type in ("book", "report", "thesis")
    if _is_conference(parent):
        _read_conference(draft, parent)
        return
    title = parent.get("title")
    draft.set("collection-title" if whole else "container-title", _string(title))
    if isinstance(title, Mapping) and not whole:
        draft.set("container-title-short", _string(title.get("short")))
    for series in _parents(parent):
        if _is_conference(series):
            _read_conference(draft, series)
            continue
        draft.set("collection-title", _string(series.get("title")))
        _read_series_number(draft, series)
    if whole:
        _read_series_number(draft, parent)
        return
    people = {name: parent[name] for name in ("editor", "affiliated") if name in parent}
    rest = {
        name: value
        for name, value in parent.items()
        if name not in ("author", "editor", "affiliated")
    }
    authors = draft.fields.get("author", ())
    _read_common(draft, rest if draft.fields.get("editor") else rest | people)
    draft.fields["author"] = authors
    if not authors:
        del draft.fields["author"]
    if kind in ("chapter", "anthos"):
        for person in _people(parent.get("author")):
            draft.name("container-author", person)
    for name in _READ_OF_PARENT:
        draft.set(_READ[name], _value(name, parent))


def _read_series_number(draft: Draft, series: Mapping[str, Any]) -> None:
    """Read the number in a series: its volume in Typst, its issue in older files."""
    number = _value("volume", series) or _value("issue", series)
    draft.set("collection-number", number)


def _is_conference(parent: Mapping[str, Any]) -> bool:
    return _text(parent, "type").lower() == "conference"


def _read_conference(draft: Draft, conference: Mapping[str, Any]) -> None:
    """Read the conference of a paper, or of the proceedings that it is in."""
    draft.set("event-title", _string(conference.get("title")))
    draft.set("event-place", _string(conference.get("location")))
    date = parse_date(_string(conference.get("date")))
    draft.set("event-date", date)
    # Hayagriva dates an entry by its parents where it has no date of its own.
    draft.set("issued", date)


def _value(name: str, entry: Mapping[str, Any]) -> str:
    """The text of a field; one of numbers has no marks of Hayagriva."""
    value = entry.get(name)
    if name in _NUMERIC and isinstance(value, str):
        return value
    return _string(value)


def _string(value: Any) -> str:
    """Text, from a string or `{value: ...}`, without the braces that keep it from being
    changed.
    """
    if isinstance(value, Mapping):
        value = value.get("value")
    if not isinstance(value, str):
        return ""
    return _ESCAPED.sub(r"\1", re.sub(r"(?<!\\)[{}]", "", value))


# A sign that a backslash takes its meaning from, within Hayagriva's formattable strings.
_ESCAPED: Final = regex(r"\\([{}$\\])")


def _text(parent: Mapping[str, Any], key: str) -> str:
    value = parent.get(key)
    if isinstance(value, str):
        return value
    return ""


def _list(value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, list):
        return [part for part in value if isinstance(part, Mapping)]
    return []


def _people(value: Any) -> list[Name]:
    if isinstance(value, list):
        people = value
    else:
        people = [value]
    return [_name(person) for person in people if isinstance(person, (str, Mapping))]


def _name(person: str | Mapping[str, Any]) -> Name:
    if isinstance(person, str):
        return values.name(person)
    family, given = _text(person, "name"), _text(person, "given-name")
    prefix, suffix = _text(person, "prefix"), _text(person, "suffix")
    if given:
        return Name(
            family,
            given,
            non_dropping_particle=prefix,
            suffix=suffix,
        )
    return Name(literal=family)


def write(references: Iterable[Reference]) -> str:
    """The references as Hayagriva YAML."""

    content: dict[str, Any] = {}
    for reference in references:
        key = reference.id or "entry"
        while key in content:  # a second record of that key must not replace the first
            key += "-2"
        content[key] = _write_entry(reference)
    return dump(content)


def written_types(reference: Reference) -> tuple[str, str]:
    """Return the types of the entry and of its parent that a record is written as."""
    return _WRITTEN.get(reference.type, ("misc", ""))


def _write_entry(reference: Reference) -> dict[str, Any]:
    kind, parent_kind = written_types(reference)
    entry: dict[str, Any] = {"type": kind}
    if "title" in reference:
        entry["title"] = _with_short(reference, "title", "title-short")
    for name in ("author", *(("editor",) if not parent_kind else ())):
        if people := reference.names(name):
            entry[name] = [_write_name(person) for person in people]
    if (issued := reference.date()) and (date := _write_date(issued)):
        entry["date"] = date
    for name, variable in _VARIABLES.items():
        if not (parent_kind and name in _OF_PARENT):
            entry |= _write_text(reference, name, variable)
    entry |= _write_bodies(reference)
    entry |= _write_identifiers(reference)
    entry |= _write_affiliated(reference)
    parents = [
        parent
        for parent in (_write_parent(reference, parent_kind), _write_event(reference))
        if parent
    ]
    if parents:
        if len(parents) > 1:
            entry["parent"] = parents
        else:
            entry["parent"] = parents[0]
    return entry


def _write_bodies(reference: Reference) -> dict[str, Any]:
    """The publisher with its place, and the authority as organization."""
    found: dict[str, Any] = {}
    publisher = escaped(reference.text("publisher"))
    if place := reference.text("publisher-place"):
        located = {"name": publisher, "location": escaped(place)}
        found["publisher"] = {key: value for key, value in located.items() if value}
    elif publisher:
        found["publisher"] = publisher
    authority = reference.text("authority")
    if authority and (publisher or reference.type in _LEGAL):
        found["organization"] = escaped(authority)
    return found


def _write_event(reference: Reference) -> dict[str, Any]:
    """The conference of a paper, or the event of a talk."""
    if not reference.text("event-title"):
        return {}
    event = {"type": "conference", "title": escaped(reference.text("event-title"))}
    if place := reference.text("event-place"):
        event["location"] = escaped(place)
    return event


def _write_text(
    reference: Reference,
    name: str,
    variable: str,
) -> dict[str, str]:
    """One value, if Hayagriva's type of the field takes it."""
    text = reference.text(variable).strip()
    if name == "language":
        text = language_tag(text)
    elif name in _CHECKED and not _CHECKED[name].fullmatch(text):
        text = ""
    elif name not in _CHECKED and name not in _NUMERIC:
        text = escaped(text)
    if text:
        return {name: text}
    return {}


# Fields of numbers, whose texts Typst has as they are written, marks and all.
_NUMERIC: Final = ("edition", "volume", "issue", "page-range", "chapter")
# Numbers that fit into 32 bits, lists and ranges of them: "3", "3-5", "3, 5 & 7".
_NUMBERS: Final = regex(r"\d{1,9}(?:\s*[,&-]\s*\d{1,9})*", re.ASCII)
# What Hayagriva asks of values that are no text.
_CHECKED: Final = {
    "volume-total": _NUMBERS,
    "page-total": _NUMBERS,
    "runtime": regex(r"\d{1,2}:\d\d(?::\d\d){0,2}(?:,\d+)?"),
}


def _with_short(
    reference: Reference, variable: str, short: str
) -> str | dict[str, str]:
    text = escaped(reference.text(variable))
    if short in reference:
        return {"value": text, "short": escaped(reference.text(short))}
    return text


def _write_name(person: Name) -> str | dict[str, str]:
    if person.literal:
        return {"name": person.literal}
    plain = not re.search(r"[,$\\]", person.family + person.given)
    if person.non_dropping_particle or person.suffix or not plain:
        parts = {
            "name": person.family,
            "given-name": f"{person.given} {person.dropping_particle}".strip(),
            "prefix": person.non_dropping_particle,
            "suffix": person.suffix,
        }
        return {key: value for key, value in parts.items() if value}
    return values.inverted(person)


def _write_date(date: Date) -> str:
    """A date as `YYYY-MM-DD` or less of it, with `~` before one that is about right;
    "" for what Hayagriva cannot say.
    """
    if not date.start:
        return ""
    plain = format_edtf(Date(values.calendar_parts(date.start)))
    year = date.start[0]
    if not -9999 <= year <= 9999:
        return ""
    if date.circa:
        return f"~{plain}"
    return plain


def _write_identifiers(reference: Reference) -> dict[str, Any]:
    found: dict[str, Any] = {}
    url = reference.text("URL")
    if is_address(url):
        accessed = reference.date("accessed")
        day = _write_date(accessed) if accessed else ""
        if day:
            found["url"] = {"value": url, "date": day}
        else:
            found["url"] = url
    serial = {
        name: reference.text(variable)
        for name, variable in _SERIAL.items()
        if len(reference.text(variable)) in range(1, LONGEST_NUMBER)
    }
    return found | ({"serial-number": serial} if serial else {})


def _write_affiliated(reference: Reference) -> dict[str, Any]:
    affiliated = [
        {
            "role": role,
            "names": [_write_name(person) for person in reference.names(variable)],
        }
        for role, variable in _AFFILIATED.items()
        if variable in reference
    ]
    if affiliated:
        return {"affiliated": affiliated}
    return {}


def _write_parent(reference: Reference, kind: str) -> dict[str, Any]:
    parent: dict[str, Any] = {}
    if kind:
        if "container-title" in reference:
            parent["title"] = _with_short(
                reference, "container-title", "container-title-short"
            )
        for name in ("editor", "container-author"):
            if people := reference.names(name):
                parent[name.rpartition("-")[2]] = [
                    _write_name(person) for person in people
                ]
        for name in _OF_PARENT:
            parent |= _write_text(reference, name, _VARIABLES[name])
        parent |= {"parent": series} if (series := _write_series(reference)) else {}
        if parent:
            return {"type": kind} | parent
        return {}
    return _write_series(reference)


def _write_series(reference: Reference) -> dict[str, Any]:
    if "collection-title" not in reference:
        return {}
    number = {}
    if "collection-number" in reference:
        number = {"volume": reference.text("collection-number")}
    return {
        "type": "anthology",
        "title": escaped(reference.text("collection-title")),
    } | number
