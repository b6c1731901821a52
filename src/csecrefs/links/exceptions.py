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

import attrs

from csecrefs.errors import Diagnostic, InputError
from csecrefs.links.run import LinkReport, LinkResult
from csecrefs.storage.files import write_atomically


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
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["ignore"]
        entries = [_entry(table) for table in tables]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: not TOML: {error}") from None
    except (KeyError, TypeError, AttributeError):
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
        known = json.loads(path.read_text(encoding="utf-8"))["broken"]
        return {str(url): str(code) for url, code in known.items()}
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(
            f"{path}: a baseline is a JSON object with the links in `broken`"
        ) from None


def write_baseline(path: Path, report: LinkReport) -> None:
    """Write the links a report found broken as a baseline, in a stable order. Raises
    OSError.
    """
    broken = {row.link.url: row.verdict.code for row in report.broken}
    write_atomically(
        path,
        json.dumps({"broken": broken}, indent=2, sort_keys=True, ensure_ascii=False)
        + "\n",
    )


def news(
    report: LinkReport, baseline: Iterable[str], confirmed_only: bool
) -> tuple[LinkResult, ...]:
    """The rows somebody should hear of: broken, and not in the baseline; of suspicions,
    only if wanted.
    """
    known = frozenset(baseline)
    rows = report.newly_broken if confirmed_only else report.broken
    return tuple(row for row in rows if row.link.url not in known)
