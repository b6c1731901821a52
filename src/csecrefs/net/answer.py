"""The answer to one request, whichever of the two stacks asked."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from csecrefs.net.wire import Ending


@attrs.frozen
class Answer:
    """A server's answer."""

    url: str
    """The address asked; for a session, the one after all redirects."""
    status: int
    headers: Mapping[str, str]
    """The header fields; their names are in lower case."""
    body: bytes
    ending: Ending = "complete"
    """The end of the body."""
    seconds: float = 0.0
    """The time it all took."""
    heard: float = 0.0
    """The time until the head had come."""
    cookies: tuple[str, ...] = ()
    """The Set-Cookie fields."""
    fetched: float = 0.0
    """Seconds since 1970 at which the answer was last known to be true."""
    kept: bool = False
    """True if it came from the cache."""

    @property
    def content_type(self) -> str:
        """The media type, lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()
