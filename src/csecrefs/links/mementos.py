"""Archived copies written into the files that hold the references: those fields, and
not one other byte.

A .bib entry gets `archive` and `archive-url`, a CSL item `archive` and
`archive_location`, a RIS record `DB` and `AV`: what each format calls the archive and
the place in it. A new field stands beside the one the link stands in. The result is
read again, and kept only if nothing else of any reference has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from csecrefs import formats
from csecrefs.errors import CsecrefsError, Diagnostic
from csecrefs.links.archive import ARCHIVES, Archive, Capture, find_all
from csecrefs.links.collect import links_of
from csecrefs.links.places import places
from csecrefs.links.results import LinkReport
from csecrefs.links.run import CheckPlan
from csecrefs.model.memento import memento_of
from csecrefs.model.reference import Reference
from csecrefs.net.answer import Answer
from csecrefs.patterns import regex
from csecrefs.storage.changes import FileChange, locked, write_unlocked

__all__ = [
    "WrittenMementos",
    "copies",
    "rewrite",
    "suggest",
    "with_memento",
    "write_file",
]


Insertion = tuple[int, bytes]
"""A place in a file, and the bytes put in there."""


@attrs.frozen
class WrittenMementos:
    """A file with archived copies in it: its bytes, the copies by key, and what could
    not be done.
    """

    text: bytes
    done: Mapping[str, Capture] = attrs.field(factory=dict)
    problems: tuple[Diagnostic, ...] = ()


_NOT_OF_THE_WEB: Final = frozenset({"invalid-url", "unsafe-url", "unsupported"})


def suggest(
    report: LinkReport,
    plan: CheckPlan | None = None,
    archives: Iterable[Archive] = ARCHIVES,
    *,
    saving: bool = False,
    get: Callable[..., Answer] | None = None,
) -> LinkReport:
    """The report with archived copies, each the good one nearest to when the page was
    read, of what is broken or shows something else now; with `saving` of every page,
    and one made now of those that have none.
    """
    plan = plan or CheckPlan()
    web = [row for row in report.rows if row.verdict.code not in _NOT_OF_THE_WEB]
    # Of a page that shows something else now, the old one is what was read.
    lost = [
        row
        for row in web
        if row.verdict.outcome == "broken" or row.verdict.code == "content-changed"
    ]
    if saving:
        living = {row.link.url for row in web if row.verdict.outcome != "broken"}
    else:
        living = set()
    links = [row.link for row in (web if saving else lost)]
    found = find_all(
        links,
        plan.settings,
        plan.politeness,
        archives,
        living,
        get,
    )
    rows = (
        attrs.evolve(
            row,
            copy=found.get(row.link.url, row.copy),
        )
        for row in report.rows
    )
    return attrs.evolve(report, rows=tuple(rows))


def copies(report: LinkReport) -> dict[str, Capture]:
    """The archived copies in a report, by the URL of the link."""
    return {row.link.url: row.copy for row in report.rows if row.copy}


def with_memento(reference: Reference, captures: Mapping[str, Capture]) -> Reference:
    """The reference with the archived copy of its link, if `captures` (by URL) has one.

    What it says of an archive already stays as it is.
    """
    # What people put there themselves is better than what was found.
    if memento_of(reference) or reference.text("archive_location"):
        return reference
    capture = next(
        (captures[link.url] for link in links_of(reference) if link.url in captures),
        None,
    )
    if capture is None:
        return reference
    if reference.text("archive") or not capture.archive:
        archive = {}
    else:
        archive = {"archive": capture.archive}
    return reference.evolve({**archive, "archive_location": capture.url})


def write_file(path: Path, captures: Mapping[str, Capture]) -> WrittenMementos:
    """Write archived copies, by the URL of the link, into one file; it is written whole
    or not at all.

    Raises OSError, and InputError where it cannot be written or was changed meanwhile.
    """
    with locked([path]):
        before = path.read_bytes()
        written = rewrite(before, captures, str(path))
        if written.text != before:
            write_unlocked([FileChange(path, before, written.text)])
    return written


def rewrite(
    before: bytes, captures: Mapping[str, Capture], path: str = ""
) -> WrittenMementos:
    """The bytes of a file with archived copies in them, as `write_file` writes them."""
    try:
        references = _read(before, path)
    except CsecrefsError as error:
        return WrittenMementos(before, {}, (Diagnostic.unreadable(path, error),))
    wanted = [with_memento(reference, captures) for reference in references]
    problems = list(_shelved(references, captures, path))
    text, after = before, references
    for attempt in (_at_once, _one_by_one):
        if after != wanted:
            text, after = attempt(before, references, wanted, path)
    by_url = {capture.url: capture for capture in captures.values()}
    done = {}
    for old, got, new in zip(references, after, wanted, strict=True):
        if got != new:
            problems.append(_problem(new, "there is no place for it in the file", path))
        elif old != new:
            done[new.id] = by_url[new.text("archive_location")]
    return WrittenMementos(text, done, tuple(problems))


def _shelved(
    references: Iterable[Reference], captures: Mapping[str, Capture], path: str
) -> Iterator[Diagnostic]:
    """Yield the obstacles to a copy: the place of a work in an archive of paper."""
    for reference in references:
        is_shelved = (
            reference.text("archive_location") and memento_of(reference) is None
        )
        if is_shelved and any(link.url in captures for link in links_of(reference)):
            yield _problem(reference, "it has another place in an archive", path)


def _format(text: bytes, path: str) -> str:
    told = formats.detect(text, path)
    if told:
        return told.name
    return ""


def _read(text: bytes, path: str) -> list[Reference]:
    return list(formats.read(text, path=path)[0])


def _problem(reference: Reference, why: str, path: str) -> Diagnostic:
    message = f"the archived copy is not written: {why}"
    return Diagnostic(
        "not-written",
        message,
        "warning",
        path,
        key=reference.id,
    )


def _at_once(
    before: bytes, references: list[Reference], wanted: list[Reference], path: str
) -> tuple[bytes, list[Reference]]:
    """The text with the new fields of each reference that is to change, and how it
    reads.
    """
    format = _format(before, path)
    changed = [
        (old, new) for old, new in zip(references, wanted, strict=True) if old != new
    ]
    if format == "biblatex":
        text = _in_bib(before, [new for _, new in changed])
    else:
        text = _with(
            before,
            dict(
                part for pair in changed for part in _insertions(before, *pair, format)
            ),
        )
    after = _read(text, path)
    if len(after) == len(references):
        return (text, after)
    return (before, references)


def _one_by_one(
    text: bytes, references: list[Reference], wanted: list[Reference], path: str
) -> tuple[bytes, list[Reference]]:
    """The slow way, for files that hold a link several times: each place by itself."""
    format = _format(text, path)
    for index, new in enumerate(wanted):
        if new == references[index]:
            continue
        target = [*references[:index], new, *references[index + 1 :]]
        for after in _candidates(
            text,
            references[index],
            new,
            format,
        ):
            if _read(after, path) == target:
                text, references = after, target
                break
    return text, references


def _candidates(
    text: bytes, old: Reference, new: Reference, format: str
) -> Iterator[bytes]:
    """The texts that may hold one new reference and otherwise be as they were."""
    if format == "biblatex":
        yield _in_bib(text, [new])
    for insertion in _insertions(text, old, new, format):
        yield _with(text, dict([insertion]))


def _in_bib(text: bytes, references: list[Reference]) -> bytes:
    from csecrefs.formats.bibtex.edit import update_bytes

    return update_bytes(text, references)


def _with(text: bytes, insertions: Mapping[int, bytes]) -> bytes:
    parts, last = [], 0
    for at in sorted(insertions):
        parts += [text[last:at], insertions[at]]
        last = at
    return b"".join([*parts, text[last:]])


def _insertions(
    text: bytes, old: Reference, new: Reference, format: str
) -> Iterator[Insertion]:
    """Yield the places for the new fields of a reference: beside each mention of its link."""
    fields = {
        name: new.text(name)
        for name in ("archive", "archive_location")
        if name not in old
    }
    insert = _INSERTERS.get(format)
    for start, end in _anchors(text, old) if insert else ():
        if insert and (insertion := insert(text, start, end, fields)):
            yield insertion


def _anchors(text: bytes, reference: Reference) -> Iterator[tuple[int, int]]:
    """Yield the places of a reference's URL in a text, else its DOI, with its resolver or
    without.
    """
    if url := reference.text("URL").strip():
        yield from ((start, end) for start, end, _ in places(text, url))
    elif doi := reference.text("DOI").strip():
        spelled = re.escape(doi).replace("/", r"\\?/").encode()
        for match in re.finditer(
            spelled + rb"(?![\w./-])",
            text,
            re.IGNORECASE,
        ):
            yield match.span()


_RESOLVER: Final = rb"(?:https?:[\\/]+(?:dx\.)?doi\.org[\\/]+|doi:\s*)?"
# A member of a JSON object up to its address: `{"URL": "`, with the spaces around.
_MEMBER: Final = regex(rb'([{,])(\s*)"(?:URL|DOI)"(\s*:\s*)"' + _RESOLVER + rb"\Z")


def _into_json(
    text: bytes, start: int, end: int, fields: Mapping[str, str]
) -> Insertion | None:
    """New members after the one whose value holds the link, spaced as it is."""
    quote = text.find(b'"', end)
    member = _MEMBER.search(text[max(0, start - 300) : start])
    if not member or quote < 0:
        return None
    gap = member[2]
    if member[1] == b"{" and b"\n" not in gap:
        following = re.compile(rb"\s*,(\s*)").match(text, quote + 1)
        gap = b" "
        if following:
            gap = following[1]
    colon = member[3]
    return quote + 1, b"".join(
        b",%b%b%b%b"
        % (gap, json.dumps(name).encode(), colon, json.dumps(value).encode())
        for name, value in fields.items()
    )


# A line of YAML up to the address: `- URL: "`, the indent in the first group.
_KEY: Final = regex(
    rb"([ \t]*(?:- +)*)[\"']?(?:URL|DOI)[\"']?[ \t]*:[ \t]+[\"']?" + _RESOLVER + rb"\Z"
)
# The same in an object on one line: `{id: a, URL: `.
_IN_FLOW: Final = regex(
    rb"[{,]\s*[\"']?(?:URL|DOI)[\"']?\s*:\s*[\"']?" + _RESOLVER + rb"\Z"
)
# A text that YAML reads as it is, without quotes (YAML 1.2 section 7.3.3).
_PLAIN: Final = regex(r"[A-Za-z](?:[\w ./%?=&,+~()@-]|:(?! )){0,2000}")


def _into_yaml(
    text: bytes, start: int, end: int, fields: Mapping[str, str]
) -> Insertion | None:
    """New lines after that of the link, or, in an object on one line, new members after
    it.
    """
    begin, stop, newline = _line(text, start)
    if key := _KEY.match(text[begin:start]):
        indent = newline + b" " * len(key[1])
        lines = (f"{name}: {_scalar(value)}".encode() for name, value in fields.items())
        return stop, b"".join(indent + line for line in lines)
    after = end + (text[end : end + 1] in (b'"', b"'"))
    members = (f", {name}: {json.dumps(value)}" for name, value in fields.items())
    if _IN_FLOW.search(text[begin:start]):
        return (after, "".join(members).encode())
    return None


def _scalar(value: str) -> str:
    if _PLAIN.fullmatch(value) and value == value.strip():
        return value
    return json.dumps(value)


# The tag of a link at the start of a line of RIS: "UR  - ".
_TAG: Final = regex(rb"([ \t]*)(?:UR|DO|LK)([ \t]*-[ \t]*)")
_RIS_TAGS: Final = {"archive": "DB", "archive_location": "AV"}


def _into_ris(
    text: bytes, start: int, end: int, fields: Mapping[str, str]
) -> Insertion | None:
    """New lines after that of the link."""
    del end
    begin, stop, newline = _line(text, start)
    tag = _TAG.match(text, begin)
    if not tag:
        return None
    lines = (
        f"{_RIS_TAGS[name]}{tag[2].decode()}{value}".encode()
        for name, value in fields.items()
    )
    return stop, b"".join(newline + tag[1] + line for line in lines)


def _line(text: bytes, place: int) -> tuple[int, int, bytes]:
    """Begin and end of the line a place is on, without its line end, and what ends
    lines here.
    """
    begin = text.rfind(b"\n", 0, place) + 1
    stop = text.find(b"\n", place)
    if stop < 0:
        stop = len(text)
    if text[stop - 1 : stop] == b"\r":
        return begin, stop - 1, b"\r\n"
    return begin, stop, b"\r\n" if stop == len(text) and b"\r\n" in text else b"\n"


_INSERTERS: Final[
    Mapping[str, Callable[[bytes, int, int, Mapping[str, str]], Insertion | None]]
] = {
    "csl-json": _into_json,
    "csl-yaml": _into_yaml,
    "ris": _into_ris,
}
