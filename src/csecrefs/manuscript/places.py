"""Lines and columns of citation sites."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import attrs

from csecrefs.manuscript.sites import Site


class Places:
    """The lines of a text, by the offsets at which they start."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        place = text.find("\n")
        while place >= 0:
            self._starts.append(place + 1)
            place = text.find("\n", place + 1)

    def at(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset, both from 1.

        >>> Places("ab\\ncd").at(4)
        (2, 2)
        """
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def placed(self, sites: Iterable[Site]) -> Iterator[Site]:
        """Yield the sites with their lines and columns."""
        for site in sites:
            line, column = self.at(site.start)
            yield attrs.evolve(site, line=line, column=column)
