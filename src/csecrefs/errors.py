"""Every exception the project raises, and the diagnostics it reports instead of
raising.

::

    CsecrefsError                 anything below; its text is one line fit for a person
    ├── InputError                something given could not be used │   ├── ParseError
    a file or string that is not what it should be (carries diagnostics) │   ├──
    StyleError            a CSL style or locale that cannot be used │   └── FormatError
    an unknown, undetected or unsupported file format ├── NotFoundError             a
    key, style or locale that is not there (also a KeyError) ├── SettingsError
    a setting that cannot be used └── NetworkError              the network did not let
    us judge; nothing follows about what was asked for
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import attrs

Severity = Literal["error", "warning", "info"]


class CsecrefsError(Exception):
    """Base of all errors raised on purpose; `str()` is one line fit for a person."""


class InputError(CsecrefsError):
    """Something given could not be used."""


class ParseError(InputError):
    """A source that could not be read as what it claims to be; `diagnostics` says where
    and why.
    """

    def __init__(self, message: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)


class StyleError(InputError):
    """A CSL style or locale that cannot be used; `line` is where in its XML, when
    known.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class FormatError(InputError):
    """An unknown, undetected or unsupported file format."""


class NotFoundError(CsecrefsError, KeyError):
    """A key, style or locale that is not there; `suggestions` holds near matches."""

    def __init__(
        self,
        kind: str,
        name: str,
        known: Iterable[str] = (),
        suggestions: Iterable[str] = (),
    ) -> None:
        self.kind = kind
        self.name = name
        self.suggestions = tuple(suggestions) or near(name, known)
        super().__init__(kind, name)

    def __str__(self) -> str:
        hint = (
            f"; did you mean {' or '.join(self.suggestions)}?"
            if self.suggestions
            else ""
        )
        shown = self.name if len(self.name) <= 80 else f"{self.name[:79]}…"
        return f"no {self.kind} named {shown!r}{hint}"


def near(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of the names that `name` begins or nearly spells."""
    import difflib

    known = list(names)
    begun = sorted(
        (other for other in known if len(name) > 2 and other.startswith(name)), key=len
    )
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    return tuple(dict.fromkeys([*begun, *close]))[:3]


class FieldError(InputError, TypeError, ValueError):
    """A field or value that a reference cannot have; the text names it and shows the
    form.
    """


class ChangedFileError(InputError):
    """A file that was changed on disk since it was read; `diff` shows how."""

    def __init__(self, message: str, diff: str = "") -> None:
        super().__init__(message)
        self.diff = diff


class SettingsError(CsecrefsError):
    """A setting that cannot be used."""


class NetworkError(CsecrefsError):
    """The network did not let us judge. `kind` says how: unreachable, timeout,
    too-large, redirects, offline, host-down, rate-limited, server-error, unreadable or
    forbidden (an address that is not public)."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@attrs.frozen
class Diagnostic:
    """One problem found while reading: what is wrong, where, and how bad it is.

    `code` is a stable, hyphenated name ("missing-year"); `path`, `line` and `column`
    (both from 1) place it; `key` names the reference it concerns.
    """

    code: str
    message: str
    severity: Severity = "warning"
    path: str | None = None
    line: int | None = None
    column: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        place = ":".join(
            str(part)
            for part in (self.path, self.line, self.column)
            if part is not None
        )
        parts = [part for part in (place, self.key, self.message) if part]
        return ": ".join(parts)
