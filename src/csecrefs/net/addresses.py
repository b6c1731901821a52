"""Network addresses that a URL taken from somebody else's record may reach (SSRF
protection).

A host is judged twice: as written, when it is an address literal in any of the forms
`inet_aton` and the URL standard read, and again by the address of the peer a connection
really has.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from typing import Final

from csecrefs.errors import CsecrefsError
from csecrefs.patterns import regex

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# A part of a host as resolvers read numbers: "0x7f", "0177", "127" (RFC 6943 section
# 3.1.1).
_PART: Final = regex(r"0[xX][0-9a-fA-F]*|[0-9]+")
# RFC 6598: addresses of providers' own networks, which Python calls neither private nor
# global.
_SHARED: Final = ipaddress.ip_network("100.64.0.0/10")
# RFC 6052 section 2.1: the IPv4 address is in the last 32 bits.
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE: Final = ipaddress.ip_network("::/96")


class ForbiddenAddressError(CsecrefsError):
    """A host or peer on an address that links must not reach: private, loopback,
    link-local, metadata.
    """


class MalformedAddressError(CsecrefsError):
    """A host that the URL standard takes for an IPv4 address, but that is none
    (`256.1.1.1`).
    """


def literal(host: str) -> Address | None:
    """The address a host literal stands for, or None for a name.

    IPv6 stands without its brackets; IPv4 may be octal, hexadecimal or have fewer than
    four parts. Raises MalformedAddressError for a host whose last label is numeric but
    which is no address.
    """
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host)
        except ValueError as error:
            raise MalformedAddressError(f"{host} is not an IPv6 address") from error
    parts = host.rstrip(".").split(".")
    if not _PART.fullmatch(parts[-1]):
        return None
    numbers = [_number(part) for part in parts]
    *high, last = numbers
    if (
        len(parts) > 4
        or any(part > 255 for part in high)
        or last >= 256 ** (5 - len(parts))
    ):
        raise MalformedAddressError(f"{host} is not an IPv4 address")
    return ipaddress.IPv4Address(
        sum(part << (24 - 8 * place) for place, part in enumerate(high)) + last
    )


def _number(part: str) -> int:
    if not _PART.fullmatch(part):
        raise MalformedAddressError(f"{part} is not part of an IPv4 address")
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    try:
        if len(part) > 1 and part.startswith("0"):
            return int(part, 8)
        return int(part)
    except ValueError as error:
        raise MalformedAddressError(f"{part} is not part of an IPv4 address") from error


def embedded(address: Address) -> Address:
    """The IPv4 address inside a mapped, compatible, 6to4, Teredo or NAT64 address, else
    itself.
    """
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour or address
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 0xFFFF):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(address: Address) -> bool:
    """True if an address is one of the open Internet's unicast addresses, taken out of
    any wrapping.
    """
    inner = embedded(address)
    return (
        inner.is_global
        and not inner.is_multicast
        and not inner.is_reserved
        and inner not in _SHARED
    )


def check_host(host: str, allowed: Collection[str] = ()) -> None:
    """Raise ForbiddenAddressError if a host literal stands for an address that may not
    be reached.

    `allowed` holds addresses the user permits, and permits them in canonical form only:
    an obfuscated spelling of a permitted address is a trick, not a permission.
    """
    if host in allowed:
        return
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(
        ".localhost"
    ):  # RFC 6761 section 6.3: loopback by definition
        # "localhost" and names below it (RFC 6761 section 6.3).
        raise ForbiddenAddressError(f"{host} is this very machine")
    address = literal(host)
    if address is not None and not is_public(address):
        raise ForbiddenAddressError(f"{host} is not a public address")


def check_peer(address: str, allowed: Collection[str] = ()) -> None:
    """Raise ForbiddenAddressError if a numeric address, of a lookup or of a peer, is
    out of bounds.
    """
    bare = address.partition("%")[0]
    if bare not in allowed and not is_public(ipaddress.ip_address(bare)):
        raise ForbiddenAddressError(f"the host's address {bare} is not a public one")
