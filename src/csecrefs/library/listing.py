"""Lists that a notebook shows as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

_T = TypeVar("_T")


class Listing(list[_T]):
    """A list with a view for notebooks: one row an element."""

    def __init__(
        self,
        elements: Iterable[_T],
        columns: tuple[str, ...],
        cells: Callable[[_T], Iterable[Any]],
    ) -> None:
        super().__init__(elements)
        self._columns = columns
        self._cells = cells

    def _repr_html_(self) -> str:
        from html import escape

        if not self:
            return "<p>None</p>"
        head = "".join(f"<th>{escape(name)}</th>" for name in self._columns)
        lines = []
        for element in self:
            # Escaped: a title from a stranger could be markup that a notebook runs.
            cells = (escape(str(cell)) for cell in self._cells(element))
            lines.append(
                "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
            )
        return f"<table><tr>{head}</tr>{''.join(lines)}</table>"


def table_of(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], total: int
) -> str:
    """Return rows as a table in HTML, and how many of the total are left out."""
    from html import escape

    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    lines = []
    for each in rows:
        cells = (escape(str(each[name] or "")) for name in columns)
        lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    more = ""
    if total > len(rows):
        more = f"<p>and {total - len(rows)} more</p>"
    return f"<table><tr>{head}</tr>{''.join(lines)}</table>{more}"
