"""The manners of a session of requests: credentials and cookies."""

from __future__ import annotations

from http.cookiejar import Cookie, DefaultCookiePolicy
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth

from csecrefs.net.domains import may_cover
from csecrefs.net.guard import Boundary


class OwnCredentials(AuthBase):
    """Credentials only for hosts that the user named, and only those in their address.

    Having any `auth` also keeps requests from looking into ~/.netrc, whose passwords
    are not for the URLs of records.
    """

    def __init__(self, boundary: Boundary) -> None:
        self._boundary = boundary

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the credentials of the address, if its host is trusted."""
        url = str(request.url)
        parts = urlsplit(url)
        if parts.username and self._boundary.is_trusted(url):
            user, password = unquote(parts.username), unquote(parts.password or "")
            HTTPBasicAuth(user, password)(request)
        return request


def no_netrc(
    prepared_request: requests.PreparedRequest, response: requests.Response
) -> None:
    """Drop the credentials when a redirect leads to another host; add none."""
    before, after = (
        urlsplit(str(response.request.url)),
        urlsplit(str(prepared_request.url)),
    )
    if (before.scheme, before.netloc) != (after.scheme, after.netloc):
        prepared_request.headers.pop("Authorization", None)


# Cookies go to the host that set them, and to no public suffix.
class CookieManners(DefaultCookiePolicy):
    """Cookies go back to the domain of who set them, never to a public suffix."""

    def set_ok(self, cookie: Cookie, request: Any) -> bool:
        """True if the cookie may be kept."""
        host = urlsplit(request.get_full_url()).hostname or ""
        if not may_cover(cookie.domain.removesuffix(".local"), host):
            return False
        return super().set_ok(cookie, request)
