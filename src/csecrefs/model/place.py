"""The place of a record: its file, its line, and the lines of its links."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

_NO_LINES: Final[Mapping[str, int]] = MappingProxyType({})


@attrs.frozen
class Place:
    """The file and the line (from 1) at which something is written.

    - `path`: the file as it was named to the reader; "" if the text came from no file.
    - `line`: the line at which the record begins; None if the reader knows none.
    - `lines`: the lines of some variables (URL, DOI), by variable.

    >>> place = Place("refs.bib", 6, {"URL": 8})
    >>> str(place)
    'refs.bib:6'
    >>> str(place.at("URL"))
    'refs.bib:8'
    """

    path: str = ""
    line: int | None = None
    lines: Mapping[str, int] = attrs.field(default=_NO_LINES, hash=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to copy and pickle it: the view of its lines cannot be."""
        return Place, (self.path, self.line, dict(self.lines))

    def at(self, variable: str) -> Place:
        """Return the place of a variable; that of the record if it has no line of its
        own.
        """
        if not variable or not self.lines:
            return self
        return Place(self.path, self.lines.get(variable, self.line))

    def moved_to(self, line: int) -> Place:
        """Return the place of a record that begins at another line now."""
        by = line - (self.line or line)
        lines = {variable: number + by for variable, number in self.lines.items()}
        return Place(self.path, line, lines)

    def __str__(self) -> str:
        if self.line is None:
            return self.path
        return f"{self.path}:{self.line}"


NOWHERE: Final = Place()
"""The place of a record that was made in memory."""
