"""The history of links in SQLite: a record of each URL, each change of its state, and
what was reported where.

Every result is its own transaction in a write-ahead log, so a run killed at any point
loses what was under way and nothing else. A URL is claimed before it is asked for; two
runs at once never ask for the same one, and a claim dies with its process.
"""

from __future__ import annotations

import math
import os
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, get_args

import attrs

from csecrefs.errors import CsecrefsError
from csecrefs.links.due import Record, State
from csecrefs.links.verdict import OUTCOMES, Verdict
from csecrefs.text.characters import mask_userinfo

# Kept in SQLite's user_version; a file of a later version is refused, not guessed at.
VERSION: Final = 1

_LATEST: Final = 253402300799.0
"""The last second of the year 9999; a later time is none."""

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

# Made when first needed, so that the files of older versions need no migration.
_REPORTED: Final = """
CREATE TABLE IF NOT EXISTS reported (
    channel TEXT, url TEXT, standing TEXT, PRIMARY KEY (channel, url)
) WITHOUT ROWID
"""

# Half a minute in all: as long as SQLite itself waits for a lock.
_TRIES: Final = 600
_PAUSE: Final = 0.05
"""The number of tries, and the seconds between them, while another run makes
it.
"""

COLUMNS: Final = tuple(
    "url state code reason status first_seen checked since due last_ok failures first_failure final_url"
    " permanent_url fingerprint deviation".split()
)
"""The columns of the table of links, in order."""

# The columns are the names above, nothing that a record or a page brings.
_UPSERT: Final = (
    f"INSERT OR REPLACE INTO link VALUES ({', '.join(f':{name}' for name in COLUMNS)})"  # noqa: S608
)
# A claim gives way if it ran out, lies too far ahead, or its owner has ended.
_CLAIMABLE: Final = """
INSERT INTO claim VALUES (:url, :owner, :until)
ON CONFLICT (url) DO UPDATE SET owner = excluded.owner, until = excluded.until
WHERE claim.until < :now OR claim.until > :latest OR claim.owner = excluded.owner OR claim.owner = :ended
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

    The file and its folder are made for their owner only, since a list of links says
    much about who reads it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        # Host and process: a claim of a process that has ended can be told on its
        # machine.
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{id(self):x}"
        try:
            path.parent.mkdir(
                mode=0o700,
                parents=True,
                exist_ok=True,
            )
            _make_private(path)
            # Without an isolation level, transactions begin only where we say so.
            self._database = sqlite3.connect(
                path, timeout=30, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._database.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> HistoryError:
        """Return the error for a file that cannot be used; of a damaged one, a copy is
        kept.
        """
        # An OperationalError is a lock, a full disk or a permission: the file is whole.
        damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError | sqlite3.NotSupportedError
        )
        if not damaged:
            return HistoryError(
                f"{self.path}: the link history cannot be used: {error}; name another"
                " with --history FILE, or none with --history none"
            )
        kept = self.path.with_name(f"{self.path.name}.damaged")
        try:
            # The first copy is the least damaged one.
            if not kept.exists():
                shutil.copyfile(self.path, kept)
                kept.chmod(0o600)
            where = f"a copy is kept as {kept.name}"
        except OSError:
            where = "no copy could be made"
        return HistoryError(
            f"{self.path}: the link history is damaged ({error}); {where}; remove the"
            " file to start afresh"
        )

    def _prepare(self) -> None:
        # A flipped bit in a text is for _record to judge, not for the decoder.
        self._database.text_factory = lambda text: text.decode("utf-8", "replace")
        self._log_ahead()
        # With a write-ahead log a power cut loses the last results, never the file.
        self._database.execute("PRAGMA synchronous = NORMAL")
        version = self._database.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise sqlite3.NotSupportedError(
                "it was written by a later version of csecrefs"
            )
        if version < VERSION:
            self._database.executescript(
                f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;"
            )
        # Finds damaged pages without reading each entry of the indexes.
        state = self._database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if state != "ok":
            raise sqlite3.DatabaseError(str(state).splitlines()[-1])
        self._database.execute(_REPORTED)

    def _log_ahead(self) -> None:
        """Turn on write-ahead logging; SQLite does not wait for the other run that is
        at it just then.
        """
        for left in reversed(range(_TRIES)):
            try:
                self._database.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                # SQLite's busy timeout does not cover a change of the journal mode.
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
            try:
                self._database.execute(
                    "DELETE FROM claim WHERE owner = ?", (self._owner,)
                )
            except sqlite3.Error:
                pass  # a claim that stays behind ends with its lease
            finally:
                self._database.close()

    def read(self, urls: Iterable[str]) -> dict[str, Record]:
        """Return the records of URLs, by URL; those never visited are left out."""
        found: dict[str, Record] = {}
        with self._lock, self._guarded():
            # By primary key: as fast as one query, and no limit of variables.
            for url in urls:
                row = self._database.execute(
                    "SELECT * FROM link WHERE url = ?", (_kept(url),)
                ).fetchone()
                if row:
                    found[url] = _record(row, url)
        return found

    def all(self) -> list[Record]:
        """Return the record of every link, by URL in order."""
        with self._lock, self._guarded():
            rows = self._database.execute("SELECT * FROM link ORDER BY url")
            return [_record(row) for row in rows]

    def visits(self, url: str | None = None) -> list[Visit]:
        """Return the visits that changed something, oldest first: of one URL or of
        all.
        """
        # One query for both: with NULL the condition holds for every URL.
        query = "SELECT * FROM visit WHERE ?1 IS NULL OR url = ?1 ORDER BY url, at"
        if url is None:
            wanted = None
        else:
            wanted = _kept(url)
        with self._lock, self._guarded():
            return [
                _visit(row)
                for row in self._database.execute(
                    query,
                    (wanted,),
                )
            ]

    def reported(self, channel: str) -> dict[str, str]:
        """Return the standing of each URL as it was last reported in a channel."""
        query = "SELECT url, standing FROM reported WHERE channel = ?"
        with self._lock, self._guarded():
            return {
                str(url): str(standing)
                for url, standing in self._database.execute(
                    query,
                    (channel,),
                )
            }

    def mark_reported(self, channel: str, standings: Mapping[str, str]) -> None:
        """Remember the standing of URLs as it was reported in a channel."""
        rows = [(channel, _kept(url), text) for url, text in standings.items()]
        if not rows:
            return
        with self._lock, self._transaction():
            self._database.executemany(
                "INSERT OR REPLACE INTO reported VALUES (?, ?, ?)", rows
            )

    def claim(
        self, url: str, now: float, lease: float, unless_checked_since: float
    ) -> bool:
        """Take a URL to be asked for by this run alone.

        Returns False if another living run has it, or if a run has checked it since the
        given time.
        """
        url = _kept(url)
        with self._lock, self._transaction():
            row = self._database.execute(
                "SELECT checked FROM link WHERE url = ?", (url,)
            ).fetchone()
            # A check dated in the future is that of a wrong clock.
            if row and unless_checked_since < _time(row[0]) <= now + lease:
                return False
            taken = self._database.execute(
                _CLAIMABLE,
                {
                    "url": url,
                    "owner": self._owner,
                    "until": now + lease,
                    "now": now,
                    # No run claims for so long: such a claim was made by a wrong clock.
                    "latest": now + 2 * lease,
                    "ended": self._ended_owner(url),
                },
            )
            return taken.rowcount > 0

    def _ended_owner(self, url: str) -> str | None:
        """Return the owner of a claim, if that is a process of this machine that has
        ended.
        """
        row = self._database.execute(
            "SELECT owner FROM claim WHERE url = ?", (url,)
        ).fetchone()
        host, _, rest = (row[0] if row else "").rpartition(":")[0].rpartition(":")
        if not rest.isdigit() or host != socket.gethostname() or _is_running(int(rest)):
            return None
        return str(row[0])

    def write(self, record: Record, visit: Visit | None) -> None:
        """Keep the record of a link, and the visit if it changed something; releases
        the claim.
        """
        with self._lock, self._transaction():
            self._database.execute(_UPSERT, _row(record))
            if visit:
                row = attrs.astuple(visit)
                self._database.execute(
                    "INSERT OR REPLACE INTO visit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    [_kept(each) if isinstance(each, str) else each for each in row],
                )
            self._database.execute(
                "DELETE FROM claim WHERE url = ?", (_kept(record.url),)
            )

    def is_sound(self) -> bool:
        """True if SQLite finds the file whole."""
        with self._lock:
            return bool(
                self._database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            )

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn what goes wrong with the file into a HistoryError that names it."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        except (TypeError, ValueError, UnicodeError) as error:
            raise self._unusable(sqlite3.DatabaseError(str(error))) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._guarded():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")


def _make_private(path: Path) -> None:
    """Make the file for its owner only, before SQLite makes it for everybody."""
    try:
        os.close(
            os.open(
                path,
                os.O_CREAT | os.O_EXCL | os.O_RDWR,
                0o600,
            )
        )
    except FileExistsError:
        if os.name != "nt" and path.is_file() and path.stat().st_uid == os.getuid():
            path.chmod(0o600)


def _kept(text: str) -> str:
    """Return a text as it is written to the file: without passwords."""
    return mask_userinfo(text)


def _row(record: Record) -> dict[str, Any]:
    """Return a record as the table of links has it."""
    verdict = record.verdict
    row = {name: getattr(record, name) for name in COLUMNS if hasattr(record, name)}
    row |= {name: getattr(verdict, name) for name in COLUMNS if hasattr(verdict, name)}
    return {
        name: _kept(value) if isinstance(value, str) else value
        for name, value in row.items()
    }


def _record(row: Iterable[Any], url: str | None = None) -> Record:
    """Return the record in a row; raises ValueError for a row that is damaged."""
    known = dict(zip(COLUMNS, row, strict=True))
    if known["state"] not in get_args(State) or known["code"] not in OUTCOMES:
        raise ValueError(f"{known['state']!r} and {known['code']!r} are no state")
    status = known["status"]
    permanent = known["permanent_url"]
    verdict = Verdict(
        str(known["url"]) if url is None else url,
        known["code"],
        str(known["reason"] or ""),
        None if status is None else int(status),
        final_url=str(known["final_url"] or ""),
        permanent_url=None if permanent is None else str(permanent),
        fingerprint=bytes(known["fingerprint"] or b""),
        deviation=bytes(known["deviation"] or b""),
    )
    return Record(
        verdict=verdict,
        state=known["state"],
        first_seen=_time(known["first_seen"]),
        checked=_time(known["checked"]),
        since=_time(known["since"]),
        due=_time(known["due"]),
        last_ok=_time_or_none(known["last_ok"]),
        failures=int(known["failures"] or 0),
        first_failure=_time_or_none(known["first_failure"]),
    )


def _visit(row: Iterable[Any]) -> Visit:
    url, at, previous, *texts = row
    return Visit(
        str(url),
        _time(at),
        _time_or_none(previous),
        *[str(text or "") for text in texts],
    )


def _time(value: Any) -> float:
    """Return a time; 0 for one that no clock shows."""
    seconds = float(value or 0.0)
    if not math.isfinite(seconds) or not 0 <= seconds <= _LATEST:
        return 0.0
    return seconds


def _time_or_none(value: Any) -> float | None:
    if value is None:
        return None
    return _time(value)


def _is_running(process: int) -> bool:
    """True if a process is there, or if that cannot be asked: on Windows, signal 0
    would end it.
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
