"""The citation-label of works that bring none: letters of names or title, and the year
("Bron00", "DEFG26").

The specification leaves its form to the processor; this is citeproc-js's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from csecrefs.model import Date
from csecrefs.model.reference import without_markup
from csecrefs.text.case import SMALL_WORDS
from csecrefs.text.names import split_name

# How many letters of each name there are, by the number of names.
_WIDTHS: Final = ((4,), (2, 2), (2, 1, 1), (1, 1, 1, 1))


def citation_label(fields: Mapping[str, Any]) -> str:
    """Four letters of one author or two of each of two, else of the title; then the
    year in two digits.
    """
    words = [_letters(split_name(name).family) for name in _names(fields)] or [
        _of_title(fields.get("title"))
    ]
    widths = _WIDTHS[min(len(words), len(_WIDTHS)) - 1]
    letters = "".join(
        [word[:width].capitalize() for word, width in zip(words, widths, strict=False)]
    )
    issued = fields.get("issued")
    year = issued.year if isinstance(issued, Date) else None
    return letters and f"{letters}{abs(year or 0) % 100:02d}"


def _names(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    """The authors, else the editors or translators, else whoever made the work."""
    makers = (fields.get(key) for key in ("author", "editor", "translator", *fields))
    return next((names for names in makers if names and isinstance(names, tuple)), ())


def _letters(family: str) -> str:
    # "van Gogh" is labelled by Gogh
    words = [word for word in family.split() if word.lower() not in SMALL_WORDS]
    return "".join(
        [char for word in words for char in word if char.isalnum() or char == "-"]
    )


def _of_title(title: object) -> str:
    if not isinstance(title, str):
        return ""
    words = without_markup(title).split()
    return "".join([word for word in words if word not in SMALL_WORDS])
