"""The ignore file of the verbs that report findings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from csecrefs.cli.common import tell
from csecrefs.errors import InputError

if TYPE_CHECKING:
    from csecrefs.reports import IgnoreEntry

# The most bytes of an ignore file.
_LARGEST: Final = 1 << 20


def read_ignore_file(path: str | None) -> tuple[IgnoreEntry, ...]:
    """Return the entries in force; those past their day are reported on stderr.

    Raises InputError for a file that cannot be read.
    """
    from csecrefs.reports import read_ignored
    from csecrefs.storage.files import read_small

    if path is None:
        return ()
    try:
        # Editors of Windows begin a file with a mark that TOML does not allow.
        text = read_small(Path(path), _LARGEST).decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: an ignore file is UTF-8 text") from None
    # UTC, so that an entry ends on the same day for all who share the file.
    entries, problems = read_ignored(text, datetime.now(UTC).date(), path)
    tell(problems)
    return entries
