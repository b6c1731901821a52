"""The citation-label of works that bring none: authors' letters and the year ("Bron00", "DEFG26")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csecrefs.model import Date
from csecrefs.text.names import split_name

_WIDTHS = {1: 4, 2: 2, 3: 1}


def citation_label(fields: Mapping[str, Any]) -> str:
    """Four letters of one author, two of each of two, one of each of four; then the year in two digits."""
    names = next((value for key in ("author", "editor", "translator") if (value := fields.get(key))), ())
    families = [split_name(name).family for name in names] if isinstance(names, tuple) else []
    width = _WIDTHS.get(len(families), 1)
    letters = "".join(family[:width] for family in families[:4])
    issued = fields.get("issued")
    year = issued.year if isinstance(issued, Date) else None
    return letters + (f"{year % 100:02d}" if year else "")
