"""From a URL as somebody wrote it to the bytes that ask for it (RFC 3986, and the URL
standard's parsing).

Escapes are kept as written: `%2F`, `%7E` and a Latin-1 `%E9` reach the server
unchanged. What a URL may not hold is escaped as browsers do it; what cannot be mended
is refused with the verdict it deserves.

::

    UnusableURLError              a URL that cannot be asked for; `.code` is
    `invalid-url` or `unsupported`
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal
from urllib.parse import unquote, urljoin, urlsplit

import attrs

from csecrefs.errors import CsecrefsError
from csecrefs.net.addresses import MalformedAddressError, literal
from csecrefs.patterns import regex
from csecrefs.text.visitors import visitor_parts

# RFC 3986 section 3.1: a letter, then letters, digits, "+", "-", ".".
_SCHEME: Final = regex(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
# Labels of at most 63 characters (RFC 1035); underscores are in use though not
# allowed.
_HOST: Final = regex(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
# What is not allowed in a path or query as it is (RFC 3986 section 2), "%" apart:
# escapes stay as they are written.
_UNSAFE: Final = regex(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]^_a-z|~\\]")
# Characters that would end the line of the request.
_CONTROL: Final = regex(r"[\x00-\x1f\x7f]")
_WEB: Final = ("http", "https")


class UnusableURLError(CsecrefsError):
    """A URL that cannot be asked for; `code` is the verdict on it."""

    def __init__(
        self, code: Literal["invalid-url", "unsupported"], reason: str
    ) -> None:
        super().__init__(reason)
        self.code = code


@attrs.frozen
class LinkTarget:
    """A URL ready to be asked for, without its fragment, and the fragment (None without
    a `#`).
    """

    url: str
    fragment: str | None = None

    @property
    def host(self) -> str:
        """The host, in lower case and ASCII."""
        return host_of(self.url)


def parse(url: str) -> LinkTarget:
    """The target a URL means; raises UnusableURLError."""
    text = url.strip()
    if not text:
        raise UnusableURLError("invalid-url", "the URL is empty")
    if _CONTROL.search(text):
        raise UnusableURLError("invalid-url", "the URL holds a control character")
    scheme = _scheme(text)
    rest = text[len(scheme) + 1 :]
    before, mark, after = _cut(rest)
    before = before.replace("\\", "/")
    if not before.startswith("//"):
        raise UnusableURLError("invalid-url", f"no // follows {scheme}:")
    authority, slash, path = before[2:].partition("/")
    query, hash_mark, fragment = (mark + after).partition("#")
    address = f"{scheme}://{_authority(authority, scheme)}"
    url = address + _escape(_without_dots(slash + path) or "/") + _escape(query)
    return LinkTarget(url, fragment if hash_mark else None)


def _scheme(text: str) -> str:
    match = _SCHEME.match(text)
    if not match or "." in match[1] or match[1].lower() == "localhost":
        raise UnusableURLError("invalid-url", "the URL has no scheme (https://)")
    scheme = match[1].lower()
    if scheme not in _WEB:
        # "htps" and "hppt" are slips; "ftp" (0.57) is a scheme of its own.
        if difflib.get_close_matches(scheme, _WEB, n=1, cutoff=0.74):
            raise UnusableURLError(
                "invalid-url", f"{scheme} is no scheme; https or http may be meant"
            )
        raise UnusableURLError("unsupported", f"{scheme} links are not checked")
    return scheme


def _cut(rest: str) -> tuple[str, str, str]:
    """`rest` cut at the first `?` or `#`."""
    place = re.search(r"[?#]", rest)
    if place:
        return (rest[: place.start()], place[0], rest[place.end() :])
    return (rest, "", "")


def _authority(authority: str, scheme: str) -> str:
    """Host and port as they go over the wire; a user name and password are left out,
    never sent.
    """
    host, port = _host_and_port(authority.rpartition("@")[2])
    host = _host(host)
    default = "80"
    if scheme == "https":
        default = "443"
    return host + (f":{port}" if port and port != default else "")


def _host_and_port(text: str) -> tuple[str, str]:
    if text.startswith("["):
        host, bracket, tail = text[1:].partition("]")
        if not bracket or (tail and not tail.startswith(":")):
            raise UnusableURLError("invalid-url", "the IPv6 address is not closed")
        host, port = f"[{host}]", tail[1:]
    else:
        host, _, port = text.partition(":")
    if port and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise UnusableURLError("invalid-url", f"{port} is not a port")
    return host, port.lstrip("0")


def _host(host: str) -> str:
    if not host:
        raise UnusableURLError("invalid-url", "the URL names no host")
    try:
        if host.startswith("["):
            if "%" not in host and literal(host[1:-1]):
                return f"[{literal(host[1:-1])}]"
            return _refuse(host)
        name = _ascii(unquote(host))
        literal(name)
    except MalformedAddressError as error:
        raise UnusableURLError("invalid-url", str(error)) from error
    if not _HOST.fullmatch(name) or len(name) > 254 or name in _WEB:
        _refuse(host)
    if name.rstrip(".").endswith(".onion"):  # RFC 7686: not to be looked up in the DNS
        raise UnusableURLError("unsupported", "onion services are not checked")
    return name


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        # names with symbols are in use, and browsers ask for them; IDNA 2008 knows them
        # not
        if any(unicodedata.category(char)[0] in "ZC" for char in host):
            _refuse(host)
        labels = unicodedata.normalize(
            "NFC",
            host.lower(),
        ).split(".")
        return ".".join(
            label if label.isascii() else f"xn--{label.encode('punycode').decode()}"
            for label in labels
        )


def _refuse(host: str) -> str:
    raise UnusableURLError("invalid-url", f"{host} is no host name")


def _escape(part: str) -> str:
    return _UNSAFE.sub(
        lambda match: "".join(
            f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")
        ),
        part,
    )


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/" + "/".join(kept)


def redirected(base: LinkTarget, location: str) -> LinkTarget:
    """Return the target of a reference on `base`; the fragment is inherited
    (RFC 9110 10.2.2).

    Raises UnusableURLError.
    """
    text = location.strip()
    try:
        if _SCHEME.match(text):
            joined = text
        else:
            joined = urljoin(base.url, text.replace("\\", "/"))
    except ValueError as error:
        raise UnusableURLError("invalid-url", str(error)) from error
    target = parse(joined)
    if "#" in text and target.fragment is None:  # an empty one, which is its own
        return attrs.evolve(target, fragment="")
    if target.fragment is None:
        return attrs.evolve(target, fragment=base.fragment)
    return target


def is_worth_keeping(old: str, new: str) -> bool:
    """True if a record should name `new` where it names `old`.

    Not worth it are a way back from https to http, an address made for one visitor, and
    what is no other address at all.
    """
    downgrade = old.lower().startswith("https:") and new.lower().startswith("http:")
    return not downgrade and not visitor_parts(new) - visitor_parts(old) and old != new


def off_the_wire(field: str) -> str:
    """A header field, its bytes read as Latin-1, with each byte that is not ASCII
    escaped.
    """
    return "".join(char if char.isascii() else f"%{ord(char):02X}" for char in field)


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """The host of a URL in lower case, an IPv6 address without its brackets; empty if
    it names none.
    """
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def origin(url: str) -> str:
    """Scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
