"""Links that are not to be reported: an ignore list with reasons and expiry dates, and
a baseline.

The ignore list is TOML, a table `[[ignore]]` for each pattern::

    [[ignore]]
    url = "https://intranet.example.org/*"
    reason = "reachable from the campus only"
    expires = 2027-06-30

A baseline is a JSON object of the links known to be broken, with their verdicts: what
is in it is no news.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import attrs

from csecrefs.errors import Diagnostic, InputError
from csecrefs.links.run import Report, Row
from csecrefs.storage.files import read_small, write_atomically

_LARGEST: Final = 1 << 26
"""Maximum number of bytes of an ignore list and of a baseline."""


@attrs.frozen
class Ignored:
    """URLs to leave alone: a pattern with `*` and `?`, why, and until when."""

    url: str
    reason: str
    expires: date | None = None

    def holds(self, url: str) -> bool:
        """Whether a URL is meant."""
        return fnmatchcase(url, self.url)


def read_ignored(
    path: Path, today: date
) -> tuple[tuple[Ignored, ...], tuple[Diagnostic, ...]]:
    """The entries of an ignore list in force, and a warning for each that has expired.

    Raises InputError for a file that cannot be read or holds anything else.
    """
    try:
        tables = tomllib.loads(read_small(path, _LARGEST).decode("utf-8"))["ignore"]
        entries = [_entry(table) for table in tables]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: not TOML: {error}") from None
    except (KeyError, TypeError, AttributeError, RecursionError):
        message = "an ignore list holds tables [[ignore]] with url, reason and, if you like, expires (a date)"
        raise InputError(f"{path}: {message}") from None
    expired = [entry for entry in entries if entry.expires and entry.expires < today]
    problems = tuple(
        Diagnostic(
            "expired",
            f"{entry.url} is ignored no longer, since {entry.expires}",
            path=str(path),
        )
        for entry in expired
    )
    return tuple(entry for entry in entries if entry not in expired), problems


def _entry(table: Mapping[str, object]) -> Ignored:
    url, reason, expires = table["url"], table["reason"], table.get("expires")
    if not (isinstance(url, str) and isinstance(reason, str) and reason.strip()):
        raise TypeError
    if expires is not None and not isinstance(expires, date):
        raise TypeError
    return Ignored(url, reason, expires)


def read_baseline(path: Path) -> dict[str, str]:
    """The verdicts of the links known to be broken, by URL. Raises InputError."""
    try:
        known = json.loads(read_small(path, _LARGEST))["broken"]
        return {str(url): str(code) for url, code in known.items()}
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(
            f"{path}: a baseline is a JSON object with the links in `broken`"
        ) from None


def write_baseline(path: Path, report: Report) -> None:
    """Write the links a report found broken as a baseline, in a stable order.

    Raises InputError for what is no baseline now: a link (a folder from a stranger may
    lead anywhere by it), a pipe, a file that is something else.
    """
    if path.is_symlink():
        raise InputError(f"{path}: a link; a baseline is not written through one")
    if path.exists():
        read_baseline(path)
    broken = {row.link.url: row.verdict.code for row in report.broken}
    write_atomically(
        path,
        json.dumps({"broken": broken}, indent=2, sort_keys=True, ensure_ascii=False)
        + "\n",
    )


def news(
    report: Report, baseline: Iterable[str], confirmed_only: bool
) -> tuple[Row, ...]:
    """The rows somebody should hear of: broken, and not in the baseline; of suspicions,
    only if wanted.
    """
    known = frozenset(baseline)
    rows = report.newly_broken if confirmed_only else report.broken
    return tuple(row for row in rows if row.link.url not in known)
