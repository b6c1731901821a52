"""A link as a list of references has it: the URL, and what the reference says of the
work behind it.
"""

from __future__ import annotations

import attrs


@attrs.frozen
class Link:
    """One URL of one reference."""

    url: str
    """The address as it is meant."""
    key: str = ""
    field: str = "URL"
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    """The family names."""
    doi: str = ""
    accessed: str = ""
    """The ISO day on which the author read it."""
    issued: str = ""
    path: str | None = None
    line: int | None = None
    written: str = ""
    """The address as it is written, if that differs; tried where `url` fails."""
    invalid: str = ""
    """The reason why there is no address at all, such as a DOI that is none."""
