"""A link as a list of references holds it: the URL, and what the reference says of the
work behind it.
"""

from __future__ import annotations

import attrs


@attrs.frozen
class Link:
    """One URL of one reference.

    `key` and `field` say where it stands, `path` and `line` in which file, when known;
    `titles`, `authors` (family names) and `doi` describe the work; `accessed` (else
    `issued`) is the ISO day the author read it.
    """

    url: str
    key: str = ""
    field: str = "URL"
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    doi: str = ""
    accessed: str = ""
    issued: str = ""
    path: str | None = None
    line: int | None = None
