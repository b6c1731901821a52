"""The part of a text that is its reference list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from csecrefs.patterns import regex
from csecrefs.strings.headings import is_heading
from csecrefs.strings.lines import BULLET, INITIALS, LABEL, NAME, NUMBER, YEAR

_AFTER: Final = regex(
    # headings of what may follow a list; no two rows of blanks can part one between them
    r"^\s*+(?:#{1,6}\s++\S|#*+\s*+(?:appendi(?:x|ces)|acknowledge?ments?|supplementary"
    r"|supporting information"
    r"|figure legends?|figures?|tables?|author contributions|funding|conflicts? of interest|anhang"
    r"|danksagung"
    r"|annexes?|remerciements|about the authors?|notes?|endnotes)\s*+(?:[A-Z\d]{1,2})?\s*+[.:]?\s*+$)",
    re.IGNORECASE,
)
# marks, of which entries have more than prose
_MARKS: Final = regex(r"[.,:;()\[\]“”\"–-]")
_SHORTEST, _LONGEST = 25, 1500
"""Characters of a paragraph that may be an entry."""
# verbs and pronouns of prose, which entries lack
_PROSE: Final = regex(
    r"\b(?:is|are|was|were|we|this|that|which|ist|sind|wir|est|sont|nous|este|sunt|es|son)\b"
)


def looks_like_entry(text: str) -> bool:
    """Return True if a line or paragraph reads like a reference.

    >>> looks_like_entry("Doe, J. (2001). On it. Nature, 4(1), 2-3.")
    True
    >>> looks_like_entry("We say in 2001 that this is not one, but it has commas.")
    False
    """
    if not _SHORTEST <= len(text) <= _LONGEST:
        return False
    bare = BULLET.sub("", text.strip())
    started = bool(LABEL.match(bare) or NUMBER.match(bare))
    bare = NUMBER.sub("", bare, count=1).strip()
    named = bool(INITIALS.match(bare) or NAME.match(bare))
    marks = len(_MARKS.findall(bare)) / max(1, len(bare.split()))
    prose = len(_PROSE.findall(bare)) / max(1, len(bare.split()))
    dated = bool(YEAR.search(bare))
    points = (
        2 * bool(INITIALS.match(bare))
        + named
        + started
        + 2 * dated
        + (marks > 0.35)
        - (prose > 0.08) * 3
    )
    return points >= 4


def list_bounds(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return the first line of the list and the one after its last, or None.

    The last heading of a list wins; without one it is the longest run of lines that
    read like entries.
    """
    headings = [place for place, line in enumerate(lines) if is_heading(line)]
    for place in reversed(headings):
        end = _end(lines, place + 1)
        if any(line.strip() for line in lines[place + 1 : end]):
            return place + 1, end
    return _longest_run(lines)


def _end(lines: Sequence[str], start: int) -> int:
    for place in range(start, len(lines)):
        if _AFTER.match(lines[place]) and not is_heading(lines[place]):
            return place
    return len(lines)


def _longest_run(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return the longest stretch in which paragraphs mostly read like entries."""
    best = (0, 0, 0)
    start, last, count, misses = 0, 0, 0, 0
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        if looks_like_entry(line):
            if not count:
                start = place
            count, last, misses = count + 1, place, 0
        else:
            # lines of one wrapped entry read like nothing: up to six in a row are let go
            misses += 1
            if misses > 6 or len(line) > _LONGEST:
                best = max(best, (count, start, last + 1))
                count = 0
    count_best, first, end = max(best, (count, start, last + 1))
    if count_best < 2:
        return None
    while end < len(lines) and lines[end].strip() and len(lines[end]) < 200:
        end += 1
    return first, end
