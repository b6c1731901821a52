"""Finding a CSL locale by its language tag, with the fallbacks the CSL specification
asks for.

Source: CSL 1.0.2 specification, "Locale fallback"; the dialect that stands for a
language comes from the `locales.json` of the installed locales.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from csecrefs.errors import NotFoundError, near
from csecrefs.patterns import regex
from csecrefs.styles import places
from csecrefs.tuples import NamedTuple

__all__ = [
    "LocaleSource",
    "chain",
    "exact",
    "find",
    "is_tag",
    "language_name",
    "names",
    "native_name",
]


DEFAULT: Final = "en-US"
# A language tag: a language and its subtags (`ro`, `de-CH`, `zh-Hant-TW`).
_TAG: Final = regex(
    r"[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*",
    re.ASCII | re.IGNORECASE,
)
# Characters of the longest tag; RFC 5646, 4.4 has programs expect at least 35.
_LONGEST_TAG: Final = 100


class LocaleSource(NamedTuple):
    """A locale file: its language tag and where it lies."""

    tag: str
    path: Path

    @property
    def xml(self) -> bytes:
        """The text of the file."""
        return self.path.read_bytes()


def find(tag: str) -> LocaleSource:
    """The best locale for a language tag (`ro`, `de-CH`, `pt_BR`): itself, its
    language's main dialect, or en-US. Raises NotFoundError for what is not a language
    tag."""
    if not is_tag(tag):
        if named := _named(tag):
            return LocaleSource(named, _files()[named])
        languages = [language_name(each).partition(" (")[0] for each in names()]
        known = dict.fromkeys([*names(), *map(str.casefold, languages)])
        raise NotFoundError("locale", tag, suggestions=near(tag.casefold(), known))
    return LocaleSource(chain(tag)[0], _files()[chain(tag)[0]])


def is_tag(text: str) -> bool:
    """True if a text has the form of a language tag, such as `ro` or `de-CH`."""
    return len(text) <= _LONGEST_TAG and _TAG.fullmatch(text) is not None


def _named(name: str) -> str:
    """Return the tag of the locale of a language's name, English or its own; "" if
    there is none.

    >>> _named("german"), _named("Deutsch (Schweiz)")
    ('de-DE', 'de-CH')
    """
    wanted = name.casefold().strip()
    # "Deutsch" is the language of several locales; the main dialect serves
    languages = []
    for tag in names():
        for full in (language_name(tag), native_name(tag)):
            if full.casefold() == wanted:
                return tag
            if full.casefold().partition(" (")[0] == wanted:
                languages.append(tag.partition("-")[0])
    if languages:
        return chain(languages[0])[0]
    return ""


def exact(tag: str) -> LocaleSource | None:
    """The locale with exactly this tag (in any case), or None."""
    name = _by_folded_name().get(tag.lower())
    if name:
        return LocaleSource(name, _files()[name])
    return None


def chain(tag: str) -> tuple[str, ...]:
    """The tags of the locales at hand to try for `tag`, best first; en-US is always
    last.
    """
    at_hand = _by_folded_name()
    # Each cut of a tag is tried: a very long one would take quadratic time.
    if len(tag) > _LONGEST_TAG:
        return (at_hand[DEFAULT.lower()],)
    return tuple(
        dict.fromkeys(at_hand[part] for part in _candidates(tag) if part in at_hand)
    )


def names() -> tuple[str, ...]:
    """The tag of every locale at hand, in alphabetical order."""
    return tuple(sorted(_files()))


def language_name(tag: str) -> str:
    """The English name of a locale at hand ("Romanian"), or its tag."""
    pair = _table().get("language-names", {}).get(tag)
    if isinstance(pair, list) and pair:
        return str(pair[-1])
    return tag


def native_name(tag: str) -> str:
    """The name of a locale in its own language ("Română"), or its tag."""
    pair = _table().get("language-names", {}).get(tag)
    if isinstance(pair, list) and pair:
        return str(pair[0])
    return tag


def _candidates(tag: str) -> Iterator[str]:
    parts = tag.lower().replace("_", "-").split("-")
    for end in range(len(parts), 0, -1):
        stem = "-".join(parts[:end])
        yield stem
        if end > 1:
            # de finds de-AT, de-CH and de-DE; the primary dialect is tried later
            yield from sorted(
                name for name in _by_folded_name() if name.startswith(f"{stem}-")
            )
    # zh-Hant-TW finds zh-TW: locales have no scripts in their names
    if len(parts) > 2:
        yield f"{parts[0]}-{parts[-1]}"
    yield str(_table().get("primary-dialects", {}).get(parts[0], "")).lower()
    yield DEFAULT.lower()


@cache
def _files() -> dict[str, Path]:
    prefix = "locales-"
    return {
        path.stem.removeprefix(prefix): path
        for path in places.locale_files().glob(f"{prefix}*.xml")
    }


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.lower(): name for name in _files()}


@cache
def _table() -> dict[str, Any]:
    try:
        table = json.loads((places.locale_files() / "locales.json").read_bytes())
    except (OSError, ValueError):
        return {}
    if isinstance(table, dict):
        return table
    return {}
