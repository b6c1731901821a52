"""Every exception that users may catch, and the diagnostics that are reported instead.

::

    CsecrefsError                  base of all; its text is one line fit for a person
    ├── InputError                 something given could not be used
    │   ├── ParseError             a source that could not be read (has diagnostics)
    │   ├── StyleError             a style or locale that cannot be used (has the line)
    │   ├── FormatError            an unknown, undetected or unsupported file format
    │   ├── FieldError             a field or value that no reference can have
    │   │                          (also a TypeError and a ValueError)
    │   └── ChangedFileError       a file that changed since it was read (has the diff)
    ├── NotFoundError              an unknown key, style or locale (also a KeyError)
    ├── SettingsError              a setting that cannot be used
    ├── NetworkError               no answer from a registry; nothing follows from it
    ├── ExchangeError              net.exchange: a request without a usable answer
    ├── ForbiddenAddressError      net.addresses: an address that is not public
    ├── MalformedAddressError      net.addresses: a host that is no address, as 256.1.1.1
    ├── HistoryError               links.history: a history that cannot be opened
    ├── JourneyError               links.journey: redirects that lead nowhere
    └── UnusableURLError           links.target: a URL that cannot be requested

The last six are defined in the modules named beside them, and derive from this one's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

import attrs

__all__ = [
    "ChangedFileError",
    "CsecrefsError",
    "Diagnostic",
    "FieldError",
    "FormatError",
    "InputError",
    "NetworkError",
    "NotFoundError",
    "ParseError",
    "SettingsError",
    "Severity",
    "StyleError",
    "near",
]


Severity = Literal["error", "warning", "info"]


class CsecrefsError(Exception):
    """Base of all errors raised on purpose; `str()` is one line fit for a person."""


class InputError(CsecrefsError):
    """Something given could not be used."""


class ParseError(InputError):
    """A source that could not be read; `diagnostics` has the places and reasons."""

    def __init__(self, message: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)


class StyleError(InputError):
    """A CSL style or locale that cannot be used; `line` is the line of its XML, if
    known.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class FormatError(InputError):
    """An unknown, undetected or unsupported file format."""


class NotFoundError(CsecrefsError, KeyError):
    """A key, style or locale that does not exist; `suggestions` are the nearest names.

    >>> str(NotFoundError("style", "appa", known=["apa", "ieee"]))
    "no style named 'appa'; did you mean apa?"
    """

    def __init__(
        self,
        kind: str,
        name: str,
        known: Iterable[str] = (),
        suggestions: Iterable[str] = (),
    ) -> None:
        self.kind = kind
        self.name = name
        listed = list(known)
        self.suggestions = tuple(suggestions) or near(name, listed)
        self.choices = tuple(each for each in listed if each)
        super().__init__(kind, name)

    def __str__(self) -> str:
        shown = self.name
        if len(shown) > _LONG_NAME:
            shown = f"{shown[: _LONG_NAME - 1]}…"
        message = f"no {self.kind} named {shown!r}"
        if self.suggestions:
            return f"{message}; did you mean {' or '.join(self.suggestions)}?"
        if 0 < len(self.choices) <= _FEW:
            return f"{message}; there are {', '.join(self.choices)}"
        return message


# A line of a terminal is hardly longer, and shows the name whole.
_LONG_NAME: Final = 80
# As many names as are read at a glance.
_FEW: Final = 6


def misspelt(name: str, names: Iterable[str]) -> str | None:
    """Return the name that another spells with a letter more, less or otherwise.

    Of five letters one may differ: "titel" is "title", but "score" is not "source".

    >>> misspelt("titel", ["title", "source"]), misspelt("score", ["title", "source"])
    ('title', None)
    """
    import difflib

    found = difflib.get_close_matches(name, list(names), n=1, cutoff=0.8)
    return next(iter(found), None)


def near(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of the names that `name` begins or nearly spells."""
    import difflib

    known = list(names)
    # What differs in case alone is surely meant.
    same = [other for other in known if other.casefold() == name.casefold()]
    begun = sorted(
        (other for other in known if len(name) > 2 and other.startswith(name)), key=len
    )
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    return tuple(dict.fromkeys([*same, *begun, *close]))[:3]


class FieldError(InputError, TypeError, ValueError):
    """A field or value that a reference cannot have; the text shows the wanted form."""


class ChangedFileError(InputError):
    """A file that was changed on disk since it was read; `diff` is the difference."""

    def __init__(self, message: str, diff: str = "") -> None:
        super().__init__(message)
        self.diff = diff


class SettingsError(CsecrefsError):
    """A setting that cannot be used."""


class NetworkError(CsecrefsError):
    """No usable answer from the network, so the result is unknown.

    `kind` is unreachable, timeout, too-large, redirects, offline, host-down,
    rate-limited, server-error, unreadable or forbidden (an address that is not public).
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@attrs.frozen
class Diagnostic:
    """One problem found while reading: code, message, severity and place.

    `code` is a stable, hyphenated name ("missing-year"); `path`, `line` and `column`
    (both from 1) are its place; `key` is the citation key of the reference.

    >>> print(Diagnostic("no-year", "no year", path="refs.bib", line=12, key="doe"))
    refs.bib:12: doe: no year
    """

    code: str
    message: str
    severity: Severity = "warning"
    path: str | None = None
    line: int | None = None
    column: int | None = None
    key: str | None = None

    @classmethod
    def unreadable(cls, path: str, reason: object) -> Diagnostic:
        """Return the diagnostic for a file that cannot be read.

        >>> print(Diagnostic.unreadable("refs.bib", "not a text file"))
        refs.bib: not a text file
        """
        # Errors of readers begin with the path, which stands before them anyway.
        message = str(reason).removeprefix(f"{path}: ")
        return cls("unreadable", message, "error", path)

    def __str__(self) -> str:
        place = ":".join(
            str(part)
            for part in (self.path, self.line, self.column)
            if part is not None
        )
        parts = [part for part in (place, self.key, self.message) if part]
        return ": ".join(parts)
