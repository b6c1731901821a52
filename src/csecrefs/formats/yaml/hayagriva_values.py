"""Values as Typst takes them from a Hayagriva file: addresses, languages, marked text."""

from __future__ import annotations

import re
from typing import Final

from csecrefs.patterns import regex

# A language tag with script and region, as unic-langid parses it: "zh-Hant-TW".
_LANGUAGE: Final = regex(
    r"([a-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?", re.IGNORECASE
)
# A URL with a scheme and an authority; Hayagriva refuses a file for any other.
_ADDRESS: Final = regex(r"[A-Za-z][A-Za-z\d+.-]*://[^\s/?#\[\]<>\"{}|\\^`%]+[^\s]*")
# A host whose last part is a number, which makes it an address of IPv4: "1.2.3.4".
_NUMBERED_HOST: Final = regex(r"(?:.*\.)?(?:\d+|0x[\da-f]*)\.?", re.IGNORECASE)
_IPV4: Final = regex(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}", re.ASCII)
_HIGHEST_PORT: Final = 65535
# Typst refuses a file for a longer address.
_LONGEST_ADDRESS: Final = 8000
LONGEST_NUMBER: Final = 7900
"""As long a DOI as is written, since it is made an address, too."""
# Signs with a meaning in Hayagriva's formattable strings, escaped in plain ones.
_SPECIAL: Final = regex(r"[$\\]")


def language_tag(text: str) -> str:
    """Return the first language of a list as a tag of language, script and region.

    >>> language_tag("en; de"), language_tag("English")
    ('en', '')
    """
    first = re.split(r"[,;\s]+", text.strip())[0]
    match = _LANGUAGE.fullmatch(first)
    if not match:
        return ""
    language, script, region = match.groups()
    parts = (language.lower(), script and script.title(), region and region.upper())
    return "-".join(part for part in parts if part)


def is_address(url: str) -> bool:
    """True if Typst takes an address: it parses the host and the port, too.

    Source: WHATWG URL standard, "host parsing".

    >>> is_address("https://a.example:8080/x"), is_address("http://1.2.3.999/")
    (True, False)
    """
    if len(url) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(url):
        return False
    authority = re.split(r"[/?#\\]", url.partition("://")[2])[0]
    host = authority.rpartition("@")[2]
    if host.startswith("["):
        return host.partition("]")[2] in ("", ":")
    name, _, port = host.partition(":")
    is_port = not port or (port.isdecimal() and int(port[:9]) <= _HIGHEST_PORT)
    if not name or not is_port or "%" in name or not _is_domain(name):
        return False
    return not _NUMBERED_HOST.fullmatch(name) or bool(_IPV4.fullmatch(name))


def _is_domain(name: str) -> bool:
    """True unless a part of a host claims to be international and is not (RFC 3490)."""
    if "xn--" not in name.lower():
        return True
    try:
        return bool(name.encode("ascii").decode("idna"))
    except UnicodeError:
        return False


def escaped(text: str) -> str:
    """Text in which Hayagriva sees no mathematics and no group of its own.

    Braces that pair stay: they keep what they hold as it is written.
    """
    text = _SPECIAL.sub(lambda match: "\\" + match[0], text)
    if _paired(text):
        return text
    return re.sub(r"[{}]", r"\\\g<0>", text)


def _paired(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if not 0 <= depth <= 1:
            return False
    return depth == 0
