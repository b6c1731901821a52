"""The ignore file: findings to pass over, each with a reason and, at will, a last day.

It is TOML, a table `[[ignore]]` for each entry. `key`, `code`, `url` and `path` are
patterns with `*` and `?`; an entry means the findings that fit all patterns it has::

    [[ignore]]
    url = "https://intranet.example.org/*"
    reason = "reachable from the campus only"
    expires = 2027-06-30

    [[ignore]]
    key = "doe2020"
    code = "field-mismatch"
    reason = "the registered record has the wrong year"

A file without such tables may have one entry a line instead: a key (or `key:code`), the
last day, and a reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from fnmatch import translate
from functools import lru_cache
from typing import Final

import attrs

from csecrefs.errors import Diagnostic, InputError
from csecrefs.reports.finding import Finding

_PATTERNS: Final = ("key", "code", "url", "path")
_WANTED: Final = (
    "an ignore file has tables [[ignore]] with a reason, one or more of the patterns"
    " key, code, url and path, and, at will, expires (a date)"
)
# Each finding is tried against each entry.
_ENTRIES: Final = 10_000
"""The number of entries an ignore file may have."""


@attrs.frozen
class IgnoreEntry:
    """One entry: patterns that a finding must fit, the reason, and the last day."""

    reason: str
    key: str = ""
    code: str = ""
    url: str = ""
    path: str = ""
    expires: date | None = None

    def matches(self, finding: Finding) -> bool:
        """True if the finding fits every pattern of this entry.

        >>> entry = IgnoreEntry("by design", key="doe*", code="not-found")
        >>> entry.matches(Finding("not-found", "404", key="doe2020"))
        True
        """
        return self.fits(
            key=finding.key or "",
            code=finding.code,
            url=finding.url,
            path=finding.path or "",
        )

    def fits(self, **values: str) -> bool:
        """True if every pattern of this entry fits the value of that name."""
        patterns = {name: getattr(self, name) for name in _PATTERNS}
        return all(
            _pattern(pattern).match(values.get(name, ""))
            for name, pattern in patterns.items()
            if pattern
        )

    def is_about_url_only(self) -> bool:
        """True if the URL alone decides, so that the link need not be asked for."""
        # With a code the link must be asked for: the code is the answer.
        return bool(self.url) and not (self.key or self.code or self.path)

    def __str__(self) -> str:
        named = [getattr(self, name) for name in _PATTERNS if getattr(self, name)]
        return " ".join(named)


@lru_cache(maxsize=10_000)
def _pattern(pattern: str) -> re.Pattern[str]:
    # Runs of stars mean one star; left alone, they make the match slow.
    return re.compile(
        translate(re.sub(r"\*{2,}", "*", pattern)),
        re.DOTALL,
    )


def read_ignored(
    text: str, today: date, path: str = ""
) -> tuple[tuple[IgnoreEntry, ...], tuple[Diagnostic, ...]]:
    """Return the entries in force, and a warning for each one past its day.

    Raises InputError, with the file's name and the form wanted, for anything else.
    """
    if not text.strip():
        raise InputError(f"{path}: {_WANTED}")
    entries = _tables(text, path)
    if entries is None:
        entries = _lines(text, path)
    if len(entries) > _ENTRIES:
        raise InputError(f"{path}: more than {_ENTRIES} entries")
    past = [each for each in entries if each.expires and each.expires < today]
    problems = [
        Diagnostic(
            "expired", f"{each} is ignored no longer, since {each.expires}", path=path
        )
        for each in past
    ]
    return tuple(each for each in entries if each not in past), tuple(problems)


def unignored(
    findings: Sequence[Finding], entries: Sequence[IgnoreEntry]
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, IgnoreEntry], ...]]:
    """Return the findings left, and those passed over with the entry that says so."""
    left: list[Finding] = []
    passed: list[tuple[Finding, IgnoreEntry]] = []
    for each in findings:
        entry = next((entry for entry in entries if entry.matches(each)), None)
        # What is in order is not passed over: it would be missed in the counts.
        if entry is None or each.judgement == "pass":
            left.append(each)
        else:
            passed.append((each, entry))
    return tuple(left), tuple(passed)


def _tables(text: str, path: str) -> list[IgnoreEntry] | None:
    """Return the entries of a TOML file; None if its lines look like the line form."""
    # A first line without a table or a sign of equality is of the line form.
    meaningful = [line for line in text.splitlines() if line.split("#")[0].strip()]
    is_lines = meaningful and not any(
        line.lstrip().startswith("[") or "=" in line for line in meaningful[:1]
    )
    if is_lines or not meaningful:
        return None
    try:
        tables = tomllib.loads(text)["ignore"]
        return [_entry(table) for table in tables]
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not TOML: {error}") from None
    except (KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(f"{path}: {_WANTED}") from None


def _entry(table: Mapping[str, object]) -> IgnoreEntry:
    """Return the entry a table describes; raises KeyError or TypeError."""
    reason, expires = table["reason"], table.get("expires")
    if not isinstance(reason, str) or not reason.strip():
        raise TypeError
    # A date-time of TOML is a date to Python, too, but does not compare with one.
    if expires is not None and type(expires) is not date:
        raise TypeError
    unknown = set(table) - {*_PATTERNS, "reason", "expires"}
    patterns = {name: table[name] for name in _PATTERNS if name in table}
    strings = {
        name: value for name, value in patterns.items() if isinstance(value, str)
    }
    if unknown or not any(strings.values()) or len(strings) < len(patterns):
        raise TypeError
    return IgnoreEntry(reason, **strings, expires=expires)


def _lines(text: str, path: str) -> list[IgnoreEntry]:
    """Return the entries of the line form."""
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split(maxsplit=2)
        try:
            until, reason = date.fromisoformat(parts[1]), parts[2].strip()
        except (IndexError, ValueError):
            message = "needs a key, a date as YYYY-MM-DD, and a reason"
            raise InputError(f"{path}:{number}: {message}") from None
        key, _, code = parts[0].partition(":")
        literal = {"key": _literal(key), "code": _literal(code)}
        entries.append(IgnoreEntry(reason, **literal, expires=until))
    return entries


def _literal(text: str) -> str:
    """Return a pattern that only the text itself fits."""
    # fnmatch has no escape but a set of one.
    return re.sub(r"([*?\[])", r"[\1]", text)
