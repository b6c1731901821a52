"""The tags of HTML from strangers, in time linear in its length (html.parser is not, on
broken tags).
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Final, NamedTuple

from csecrefs.patterns import regex

# A tag with its attributes; a ">" in quotes does not end it.
_TAG: Final = regex(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
# An attribute in double quotes, single quotes or none: a="1", b='2', c=3.
_ATTRIBUTE: Final = regex(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


class Tag(NamedTuple):
    """A tag: its name in lower case, whether it closes, its attributes' text, and where
    it stands.
    """

    name: str
    closing: bool
    content: str
    start: int
    end: int

    def attributes(self) -> dict[str, str]:
        """Attributes by lower-case name, character references resolved."""
        return {
            match[1].lower(): html.unescape(
                next((part for part in match.groups()[1:] if part is not None), "")
            )
            for match in _ATTRIBUTE.finditer(self.content)
        }


def tags(text: str) -> Iterator[Tag]:
    """Every complete tag in `text`, in order."""
    for match in _TAG.finditer(text):
        yield Tag(
            match[2].lower(), bool(match[1]), match[3], match.start(), match.end()
        )
