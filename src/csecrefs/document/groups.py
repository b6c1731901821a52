"""A bibliography in groups, as one text with a heading before each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from csecrefs.errors import FormatError
from csecrefs.writers import get_writer

if TYPE_CHECKING:
    from csecrefs.document.results import Bibliography

# A heading in each format that has one.
_HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text": "{title}\n",
        "markdown": "## {title}\n",
        "html": "<h2>{title}</h2>",
        "latex": "\\section*{{{title}}}\n",
        "rst": "{title}\n{line}\n",
        "typst": "= {title}\n",
    }
)

# The heading of what has no value to be grouped by.
_NONE: Final = "Other"


def grouped(
    groups: Mapping[str, Bibliography], format: str, *, links: bool = False
) -> str:
    """Return bibliographies one after the other, each under the name of its group.

    JSON is one object, a list of records or of entries by group. Raises FormatError for
    a format without headings.
    """
    if format in ("json", "csl-json"):
        parts = {
            name: json.loads(str(each.to(format))) for name, each in groups.items()
        }
        return json.dumps(parts, ensure_ascii=False, indent=2)
    if format not in _HEADINGS:
        known = ", ".join((*_HEADINGS, "json", "csl-json"))
        raise FormatError(f"{format} has no groups; there are {known}")
    writer = get_writer(format)
    pieces = []
    for name, bibliography in groups.items():
        title = str(writer.inlines((name or _NONE,))).strip()
        # In reStructuredText the line must be as long as the title, or longer.
        line = "=" * max(len(title), 3)
        heading = _HEADINGS[format].format(title=title, line=line)
        pieces.append(f"{heading}\n{str(bibliography.to(format, links=links)).strip()}")
    return "\n\n".join(pieces) + "\n"
