"""The parts of an address that say who came, not what is there: sessions, campaigns,
signatures.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.patterns import regex

# Parameters that a server hands to one visitor, and those of campaigns: an address that
# has them says who came, not what is there.
_PERSONAL: Final = regex(
    r"[;?&#](?:(?:j|php|asp|os?c|cf|zen|s|user|visitor|browser|dl)?_?sess(?:ion)?_?(?:id)?|\w{0,8}sessid"
    r"|jsessionid|aspsessionid\w*|sid|zenid|os?csid|cfid|cfduid|cftoken|token|\w{1,12}_token"
    r"|ticket|auth|nonce|signature|expires|x-amz-\w[\w-]*|policy|key-pair-id"
    r"|code|state|saml\w+|relaystate|returnurl|redirect_uri|nfls|needaccess"
    r"|cookie\w{0,12}|__cf_chl\w*|error|err"
    r"|(?:utm|mtm|pk|piwik|matomo|mc|hsa|wt|oly|vero)_\w+|_ga|_gl|_hs\w+"
    r"|at_(?:medium|campaign|custom\w*)"
    r"|[a-z]{1,4}clid|msclkid|srsltid|igshi?d?|hscta\w*|ref|referrer|referer|zarsrc|spm|s_cid|ocid"
    r"|icid|ncid|cmpid|trk)=",
    re.IGNORECASE,
)
# What a server without cookies puts into the path: "/(S(abc123...))/page".
_IN_PATH: Final = regex(r"/\([A-Z]\([\w]{8,64}\)\)/", re.IGNORECASE)
# The value of a session under any name: "?s=" and 26 or more hexadecimal digits.
_SESSION: Final = regex(r"[;?&][\w.-]{1,20}=[0-9a-f]{26,64}(?=[&#]|$)", re.IGNORECASE)


def is_personal(parameter: str) -> bool:
    """True if a parameter of an address says who came, not what is there.

    >>> is_personal("utm_source=mail"), is_personal("id=12")
    (True, False)
    """
    return _PERSONAL.match(f"?{parameter}") is not None


def visitor_parts(url: str) -> set[str]:
    """Return the parts of an address that say who came."""
    found = set(_PERSONAL.findall(url))
    for pattern in (_IN_PATH, _SESSION):
        found.update(pattern.findall(url))
    return found


def without_visitor(url: str) -> str:
    """Return an address without the parameters that say who came.

    >>> without_visitor("http://a.example/x?utm_source=mail&id=3")
    'http://a.example/x?id=3'
    """
    before, mark, query = url.partition("?")
    if not mark:
        return url
    kept = [each for each in query.split("&") if each and not is_personal(each)]
    if not kept:
        return before
    return f"{before}?{'&'.join(kept)}"
