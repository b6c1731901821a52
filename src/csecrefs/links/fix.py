"""Rewriting links that moved for good in the files that hold them: those, and not one
other byte.

A file is rewritten as text, whatever its format, and the result is read again: it is
kept only if the references are the same as before but for the URLs that moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from csecrefs import formats
from csecrefs.errors import CsecrefsError, Diagnostic
from csecrefs.links.places import Spelling, places
from csecrefs.links.results import LinkResult
from csecrefs.links.target import is_worth_keeping
from csecrefs.model.reference import Reference
from csecrefs.storage.changes import FileChange, locked, write_unlocked


def moves(rows: Iterable[LinkResult]) -> dict[str, str]:
    """Old and new URL of each link that works and has a permanent redirect worth
    keeping.

    Left alone are DOIs, moves from https to http, and addresses with a session in them.
    """
    found = {}
    for row in rows:
        new = row.verdict.permanent_url
        # A DOI is meant to redirect.
        if row.verdict.outcome != "ok" or row.link.field == "DOI" or not new:
            continue
        old = row.link.url
        if not is_worth_keeping(old, new) or _is_start_page(old, new):
            continue
        fragment = urlsplit(old).fragment
        if fragment and "#" not in new:
            found[old] = f"{new}#{fragment}"
        else:
            found[old] = new
    return {old: new for old, new in found.items() if old != new}


def _is_start_page(old: str, new: str) -> bool:
    """True if a link to something on a site would become one to its start page."""
    return urlsplit(new).path in ("", "/") and urlsplit(old).path not in ("", "/")


def fix_file(
    path: Path, wanted: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Rewrite in one file the URLs that moved; returns those rewritten, and what could
    not be.

    The file is written whole or not at all, and not if it was changed meanwhile.
    Raises OSError, and InputError where it cannot be written.
    """
    with locked([path]):
        before = path.read_bytes()
        after, done, problems = rewrite(before, wanted, str(path))
        if done:
            write_unlocked([FileChange(path, before, after)])
    return done, problems


def rewrite(
    before: bytes, wanted: Mapping[str, str], path: str = ""
) -> tuple[bytes, dict[str, str], tuple[Diagnostic, ...]]:
    """The bytes with what can be rewritten, those moves, and a diagnostic for each
    other one found.
    """
    found = {old: new for old, new in wanted.items() if places(before, old)}
    if not found:
        return before, {}, ()
    try:
        references = _read(before, path)
    except CsecrefsError as error:
        return before, {}, (Diagnostic.unreadable(path, error),)
    after = before
    for old, new in found.items():
        after = _replaced(after, new, places(after, old))
    # The judge is the reader itself: nothing else may have changed.
    if _is_same_but(references, _read(after, path), found):
        return after, found, ()
    return _one_by_one(before, references, found, path)


def _one_by_one(
    before: bytes, references: Sequence[Reference], wanted: Mapping[str, str], path: str
) -> tuple[bytes, dict[str, str], tuple[Diagnostic, ...]]:
    """The slow way, for files that mention a URL elsewhere, too: each mention by
    itself.
    """
    done: dict[str, str] = {}
    problems = []
    for old, new in wanted.items():
        for start, end, spelling in reversed(places(before, old)):
            after = _replaced(before, new, [(start, end, spelling)])
            now = _read(after, path)
            if _is_same_but(references, now, {old: new}):
                before, references, done[old] = after, now, new
        if old not in done:
            message = f"{old} moved to {new}, but cannot be rewritten without touching something else"
            problems.append(Diagnostic("not-rewritten", message, "warning", path))
    return before, done, tuple(problems)


def _read(text: bytes, path: str) -> Sequence[Reference]:
    return formats.read(text, path=path)[0]


def _is_same_but(
    before: Sequence[Reference], after: Sequence[Reference], moved: Mapping[str, str]
) -> bool:
    """True if two readings differ in URLs that moved, and in at least one of them, but
    in nothing else.
    """
    if len(before) != len(after):
        return False
    changed = False
    for old, new in zip(before, after, strict=True):
        if old == new:
            continue
        target = moved.get(old.text("URL").strip())
        if target is None or new != old.evolve({"URL": target}):
            return False
        changed = True
    return changed


def _replaced(
    text: bytes, new: str, places: Iterable[tuple[int, int, Spelling]]
) -> bytes:
    parts, last = [], 0
    for start, end, spelling in places:
        parts += [text[last:start], spelling(new).encode()]
        last = end
    return b"".join([*parts, text[last:]])
