"""The history of links in SQLite: what is known of each URL, and each change of its
state.

Every result is its own transaction in a write-ahead log, so a run killed at any point
loses what was under way and nothing else. A URL is claimed before it is asked for; two
runs at once never ask for the same one, and a claim dies with its process.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import attrs

from csecrefs.errors import CsecrefsError

VERSION: Final = 1

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS link (
    url TEXT PRIMARY KEY, state TEXT, code TEXT, reason TEXT, status INTEGER, first_seen REAL, checked REAL,
    since REAL, due REAL, last_ok REAL, failures INTEGER, first_failure REAL, final_url TEXT,
    permanent_url TEXT, fingerprint BLOB, deviation BLOB
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_due ON link (due);
CREATE TABLE IF NOT EXISTS visit (
    url TEXT, at REAL, previous REAL, outcome TEXT, state TEXT, code TEXT, reason TEXT, evidence TEXT,
    PRIMARY KEY (url, at)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claim (url TEXT PRIMARY KEY, owner TEXT, until REAL) WITHOUT ROWID;
"""

_TRIES: Final = 600
_PAUSE: Final = 0.05
"""How often, and after how many seconds, the file is tried while another run makes
it.
"""

COLUMNS: Final = tuple(
    "url state code reason status first_seen checked since due last_ok failures first_failure final_url"
    " permanent_url fingerprint deviation".split()
)
"""The columns of what is known of a link."""

_UPSERT: Final = (
    f"INSERT OR REPLACE INTO link VALUES ({', '.join(f':{name}' for name in COLUMNS)})"  # noqa: S608
)
_CLAIMABLE: Final = """
INSERT INTO claim VALUES (:url, :owner, :until)
ON CONFLICT (url) DO UPDATE SET owner = excluded.owner, until = excluded.until
WHERE claim.until < :now OR claim.owner = excluded.owner OR claim.owner = :ended
"""


class HistoryError(CsecrefsError):
    """A history that cannot be opened or written."""


@attrs.frozen
class Visit:
    """One visit that changed a link's state or verdict; `previous` is when the link was
    last looked at.
    """

    url: str
    at: float
    previous: float | None
    outcome: str
    state: str
    code: str
    reason: str = ""
    evidence: str = ""


class History:
    """A history file; safe to share between threads, and between processes on one
    file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{id(self):x}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(
                path, timeout=30, isolation_level=None, check_same_thread=False
            )
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise HistoryError(
                f"the link history {path} cannot be used: {error}"
            ) from error

    def _prepare(self) -> None:
        self._log_ahead()
        self._database.execute("PRAGMA synchronous = NORMAL")
        version = self._database.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise sqlite3.DatabaseError("it was written by a later version of csecrefs")
        if version < VERSION:
            self._database.executescript(
                f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;"
            )

    def _log_ahead(self) -> None:
        """Turn on write-ahead logging; SQLite does not wait for the other run that is
        at it just then.
        """
        for left in reversed(range(_TRIES)):
            try:
                self._database.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if not left or "locked" not in str(error):
                    raise
            time.sleep(_PAUSE)

    def __enter__(self) -> History:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give up this run's claims and close the file."""
        with self._lock:
            self._database.execute("DELETE FROM claim WHERE owner = ?", (self._owner,))
            self._database.close()

    def read(self, urls: Iterable[str]) -> dict[str, dict[str, Any]]:
        """What is known of URLs, by URL; those never visited are left out."""
        found: dict[str, dict[str, Any]] = {}
        with self._lock:
            for url in urls:
                row = self._database.execute(
                    "SELECT * FROM link WHERE url = ?", (url,)
                ).fetchone()
                if row:
                    found[url] = dict(zip(COLUMNS, row, strict=True))
        return found

    def all(self) -> list[dict[str, Any]]:
        """What is known of every link, by URL in order."""
        with self._lock:
            rows = self._database.execute("SELECT * FROM link ORDER BY url")
            return [dict(zip(COLUMNS, row, strict=True)) for row in rows]

    def visits(self, url: str | None = None) -> list[Visit]:
        """The visits that changed something, oldest first: of one URL or of all."""
        query = "SELECT * FROM visit WHERE ?1 IS NULL OR url = ?1 ORDER BY url, at"
        with self._lock:
            return [Visit(*row) for row in self._database.execute(query, (url,))]

    def claim(
        self, url: str, now: float, lease: float, unless_checked_since: float
    ) -> bool:
        """Take a URL to be asked for by this run alone.

        False when another living run has it, or any run has checked it since the given
        time.
        """
        with self._lock, self._transaction():
            row = self._database.execute(
                "SELECT checked FROM link WHERE url = ?", (url,)
            ).fetchone()
            if row and row[0] > unless_checked_since:
                return False
            taken = self._database.execute(
                _CLAIMABLE,
                {
                    "url": url,
                    "owner": self._owner,
                    "until": now + lease,
                    "now": now,
                    "ended": self._ended_owner(url),
                },
            )
            return taken.rowcount > 0

    def _ended_owner(self, url: str) -> str | None:
        """The owner of a claim, if that is a process of this machine that has ended."""
        row = self._database.execute(
            "SELECT owner FROM claim WHERE url = ?", (url,)
        ).fetchone()
        host, _, rest = (row[0] if row else "").rpartition(":")[0].rpartition(":")
        if not rest.isdigit() or host != socket.gethostname() or _is_running(int(rest)):
            return None
        return str(row[0])

    def write(self, known: Mapping[str, Any], visit: Visit | None) -> None:
        """Keep what is now known of a link, and the visit if it changed something;
        releases the claim.
        """
        with self._lock, self._transaction():
            self._database.execute(_UPSERT, dict(known))
            if visit:
                self._database.execute(
                    "INSERT OR REPLACE INTO visit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    attrs.astuple(visit),
                )
            self._database.execute("DELETE FROM claim WHERE url = ?", (known["url"],))

    def is_sound(self) -> bool:
        """Whether SQLite finds the file whole."""
        with self._lock:
            return bool(
                self._database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            raise HistoryError(
                f"the link history {self.path} cannot be written: {error}"
            ) from error


def _is_running(process: int) -> bool:
    """Whether a process is there; where that cannot be asked (signal 0 ends it on
    Windows), it is.
    """
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
