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

from csecrefs.patterns import regex

# A word before an address: "URL: ", "Available from ".
_LABEL: Final = regex(
    r"\s*+(?:url|uri|link|web(?:site|page)?|available (?:at|from)|online)"
    r"(?:\s*+[:=]\s++|\s++)"
    r"|\s*(?:url|uri|link)\s*[:=]\s*",
    re.IGNORECASE,
)

# What TeX users write for a tilde, and the signs that they escape.
_TILDE: Final = regex(
    r"\{?\\raise[^${}]{0,20}(?:\\hbox)?\s*\{?\$(?:\\scriptstyle)?\s*\\sim\s*\$\}?\}?"
    r"|\\string\s*~|\$\s*\\(?:sim|tilde)\s*\$|\{?\\(?:textasciitilde|~)\s*(?:\{\s*\})?\}?"
)
# A sign escaped for TeX: "\_", "\%".
_ESCAPED: Final = regex(r"\\([_%&#$])")
# Places at which TeX may break a line: "\-", "\/", "\allowbreak ".
_BREAKS: Final = regex(
    r"\\[-/]|\\(?:allowbreak|linebreak|slash(?=/)|discretionary\{\}\{\}\{\})(?:\{\}|(?:\s|%20)+)?"
)
# Characters without a width, which come along when text is copied.
_INVISIBLE: Final = regex("[\u00ad\u200b-\u200f\u2060\ufeff]")
# A command of TeX for an address, with its text: "\href{http://a}{here}".
_COMMAND: Final = regex(
    r"\\(?:url|path|nolinkurl|href)\s*\{([^{}]*)\}(?:\s*\{[^{}]*\})?"
)

# The beginning of an address.
_ADDRESS: Final = regex(r"(?:https?|ftp)://", re.IGNORECASE)

# Between two addresses in one field. Without white space or a separator, the second is
# part of the first, as in the addresses of web archives. It begins with the first of a
# row of separators: tried from each of them, a long row would take its length squared.
_NEXT: Final = regex(
    r"(?<![\s,;|\\])(?<!%20)(?:[\s,;|]|%20|\\\\)++"
    r"(?:(?:and|und|or|oder|et|y|e|see also)(?:\s|%20)++)?"
    r"(?=<?\(?(?:https?|ftp)://)",
    re.IGNORECASE,
)

# A remark behind an address: a bracket, or the word with which a date of access begins.
_REMARK: Final = regex(
    r"(?:[.,;]|(?<!\s)(?<!%20))(?:\s|%20)++"
    r"(?:[(\[]|(?:last(?:\s|%20)+)?(?:accessed|visited|retrieved|checked"
    r"|viewed|seen|available|archived)\b|(?:zuletzt|abgerufen|zugriff|letzter|consult"
    r"|abgefragt|acess?o|acedido|accesso|visitato|geraadpleegd|bezocht|dostęp|hämtad|besøgt"
    r"|дата|обращения|on(?:\s|%20)+\d)).*",
    re.IGNORECASE | re.DOTALL,
)

# Slips of the pen in a scheme: "http:/a", "htp://a", "http//a", "http:://a", "ttps://a",
# "http://http://a", "//a".
_SLIP: Final = regex(
    r"(?:h+t{1,3}p+(s?)|t{1,2}p(s?)|htt(s?))(?::+/{0,3}:?/*|/{2,3})(?=[\w-]+\.[\w.-]*[a-z])"
    r"|()//(?=[\w-]+\.[\w.-]*[a-z])",
    re.IGNORECASE,
)
# A blank behind the scheme, where a line ended: "http:// a.org".
_GAP: Final = regex(r"\b(https?://)(?:\s|%20)+(?=\w)", re.IGNORECASE)
# A scheme that was pasted before another: "http://https://a.org".
_TWICE: Final = regex(r"(?:https?:?/{1,2}){1,3}(?=https?://)", re.IGNORECASE)

# A host and, at will, a path: at least one dot, and a last label of letters.
_BARE: Final = regex(
    r"(?:www\.[\w-]+|[\w-]+(?:\.[\w-]+)*)\.[a-z]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)

_STOPS: Final = ".,;:!?'`\"\u2018\u2019\u201c\u201d\u00ab\u00bb\u203a"
_OPENING: Final = " \t\n<([{\"'`\u201c\u201e\u2018\u201a\u00ab\u2039"
_PAIRS: Final = {")": "(", "]": "[", ">": "<", "}": "{"}

# An address in running text: up to a blank, a quotation mark or a sign that no
# address has.
_IN_TEXT: Final = regex(
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
    plain = _GAP.sub(r"\1", _TWICE.sub("", _plain(text)))
    parts = [part for part in _NEXT.split(plain) if part.strip()]
    # With an address in the field, the other parts are words around it.
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
        # "http://localhost" in a note is an example.
        if "." in url:
            yield WrittenAddress(url, match[0] if match[0] != url else "")


def _plain(text: str) -> str:
    """Return a text without the ways in which TeX and XML write the signs of URLs, and
    without what cannot be seen.
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    if "\\" in text:
        text = _COMMAND.sub(r" \1 ", text)
    if "\\" in text:
        text = _ESCAPED.sub(
            r"\1",
            _BREAKS.sub("", _TILDE.sub("~", text)),
        )
    if "&" in text:
        text = re.sub(
            r"&(?:amp|lt|gt|#38|#x26);",
            lambda m: html.unescape(m[0]),
            text,
        )
    return text.strip()


def _meant(part: str) -> str:
    """Return the address that a part of a field means; the part itself if none is
    seen in it.
    """
    found = _ADDRESS.search(part)
    if found is None or part[: found.start()].lower() in ("h", "hh"):
        return _without_scheme(part)
    before = part[: found.start()]
    # Text before the address: a label, an opening bracket, "see".
    label = before.strip(_OPENING)
    if label and not _LABEL.fullmatch(f"{label} "):
        if not before.endswith(tuple(_OPENING)) and not before.endswith("%20"):
            return part.strip()
        match = _IN_TEXT.match(part, found.start())
        if match:
            return _trimmed(match[0])
        return part.strip()
    return _trimmed(_REMARK.sub("", part[found.start() :]).strip())


def _without_scheme(part: str) -> str:
    """Return the address in a part of a field that has no scheme, or one with a slip of
    the pen; the part itself if it is none.
    """
    named = _LABEL.match(part)
    if named:
        part = part[named.end() :]
    bare = _trimmed(part.strip(_OPENING))
    slip = _SLIP.match(bare)
    if slip:
        scheme = "http"
        if any(slip.groups()):
            scheme = "https"
        return f"{scheme}://{bare[slip.end() :]}"
    if _BARE.fullmatch(bare):
        return f"http://{bare}"
    return part.strip()


def _trimmed(address: str) -> str:
    """Return an address without the punctuation that ends the sentence around it."""
    end = len(address)
    unpaired = {
        closing: address.count(closing) - address.count(opening)
        for closing, opening in _PAIRS.items()
    }
    while end:
        last = address[end - 1]
        if unpaired.get(last, 0) > 0:
            unpaired[last] -= 1
        elif last not in _STOPS:
            break
        end -= 1
    return address[:end]
