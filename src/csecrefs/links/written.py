"""Addresses as people write them: in brackets, with a full stop, in TeX, two at once.

What stands in a field is read as it is meant. The address as written is kept beside it,
since some addresses really end in a full stop.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

import attrs

_LABEL: Final = re.compile(
    r"\s*(?:url|uri|link|web(?:site|page)?|available (?:at|from)|online)\s*[:=]?\s+"
    r"|\s*(?:url|uri|link)\s*[:=]\s*",
    re.IGNORECASE,
)

# What TeX users write for a tilde, and the signs that they escape.
_TILDE: Final = re.compile(
    r"\\string\s*~|\$\s*\\(?:sim|tilde)\s*\$|\{?\\(?:textasciitilde|~)\s*(?:\{\s*\})?\}?"
)
_ESCAPED: Final = re.compile(r"\\([_%&#$])")
_COMMAND: Final = re.compile(
    r"\\(?:url|path|nolinkurl|href)\s*\{([^{}]*)\}(?:\s*\{[^{}]*\})?"
)

_ADDRESS: Final = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)

# Between two addresses in one field. Without white space or a separator, the second is
# part of the first, as in the addresses of web archives.
_NEXT: Final = re.compile(
    r"(?:[\s,;|]|\band\b|\bund\b|\\\\)+(?=<?\(?(?:https?|ftp)://)", re.IGNORECASE
)

# A remark behind an address: a bracket, or the word with which a date of access begins.
_REMARK: Final = re.compile(
    r"\s+(?:[(\[]|(?:last\s+)?(?:accessed|visited|retrieved|checked|viewed|seen)\b"
    r"|(?:zuletzt|abgerufen|consult|abgefragt|acess?o|accesso|dostęp)).*",
    re.IGNORECASE | re.DOTALL,
)

# A host and, at will, a path: at least one dot, and a last label of letters.
_BARE: Final = re.compile(
    r"(?:www\.[\w-]+|[\w-]+(?:\.[\w-]+)*)\.[a-z]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)

_STOPS: Final = ".,;:!?'\"\u2019\u201d\u00bb"
_PAIRS: Final = {")": "(", "]": "[", ">": "<", "}": "{"}

_IN_TEXT: Final = re.compile(
    r"(?:https?|ftp)://[^\s<>\"\u201c\u201d|\\^`{}]+", re.IGNORECASE
)
_LONGEST: Final = 20_000
"""The most characters of a note that are searched for addresses."""


@attrs.frozen
class WrittenAddress:
    """An address as it is meant, and, if that differs, as it is written."""

    url: str
    written: str = ""


def addresses_in_field(text: str) -> Iterator[WrittenAddress]:
    """Yield the addresses in a field that is for addresses; whatever is there is one.

    >>> [each.url for each in addresses_in_field("(http://a.org/x), <http://b.org/>.")]
    ['http://a.org/x', 'http://b.org/']
    >>> next(addresses_in_field("www.example.org/x")).url
    'http://www.example.org/x'
    """
    text = text.strip()
    parts = [part for part in _NEXT.split(_plain(text)) if part.strip()]
    if any(map(_ADDRESS.search, parts)):
        parts = [part for part in parts if _ADDRESS.search(part)]
    for part in parts:
        meant = _meant(part)
        if not meant or _LABEL.fullmatch(f"{meant} "):
            continue
        if len(parts) == 1:
            written = text
        else:
            written = part.strip()
        yield WrittenAddress(meant, written if written != meant else "")


def addresses_in_text(text: str) -> Iterator[WrittenAddress]:
    """Yield the addresses in running text, such as a note.

    >>> [each.url for each in addresses_in_text("See http://a.org/x_(y), and more.")]
    ['http://a.org/x_(y)']
    """
    for match in _IN_TEXT.finditer(_plain(text[:_LONGEST])):
        url = _trimmed(match[0])
        if "." in url:
            yield WrittenAddress(url, match[0] if match[0] != url else "")


def _plain(text: str) -> str:
    """Return a text without the ways in which TeX and XML write the signs of URLs."""
    if "\\" in text:
        text = _COMMAND.sub(r" \1 ", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", _TILDE.sub("~", text))
    if "&" in text:
        text = re.sub(r"&(?:amp|lt|gt|#38|#x26);", lambda m: html.unescape(m[0]), text)
    return text.strip()


def _meant(part: str) -> str:
    """Return the address that a part of a field means; the part itself if none is
    seen in it.
    """
    found = _ADDRESS.search(part)
    if found is None:
        label = _LABEL.match(part)
        bare = _trimmed((part[label.end() :] if label else part).strip(" <([{"))
        if _BARE.fullmatch(bare):
            return f"http://{bare}"
        return part.strip()
    before = part[: found.start()]
    # Text before the address: a label, an opening bracket, "see".
    if before.strip(" \t\n<([{\"'") and not _LABEL.fullmatch(
        before.strip(" <([") + " "
    ):
        if not before.endswith((" ", "<", "(", "[")):
            return part.strip()
        match = _IN_TEXT.match(part, found.start())
        if match:
            return _trimmed(match[0])
        return part.strip()
    return _trimmed(_REMARK.sub("", part[found.start() :]).strip())


def _trimmed(address: str) -> str:
    """Return an address without the punctuation that ends the sentence around it."""
    while address:
        last = address[-1]
        opening = _PAIRS.get(last)
        is_unpaired = opening and address.count(last) > address.count(opening)
        if last in _STOPS or is_unpaired:
            address = address[:-1]
        else:
            break
    return address
