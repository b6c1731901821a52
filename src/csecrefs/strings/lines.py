"""Features of the lines of a reference list: where an entry may begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import attrs

from csecrefs.patterns import regex

NUMBER: Final = regex(
    # "[12]", "(12)", "12.", "12)", or "12" before a name
    r"^\s*(?:\[\s*(\d{1,4})\s*\][.:]?|\((\d{1,4})\)|(\d{1,4})\s*[.)](?!\d)"
    r"|(\d{1,3})(?=\s+[^\W\d_a-z“\"‘]|\s*$))"
)
# A bullet and a blank: "- ", "• ", or the "\item " of a list in LaTeX.
BULLET: Final = regex(r"^\s*(?:[-•–*·▪◦‣■□●○+]|\\item)\s+")
# A label that begins with a letter, as alphabetic styles have: "[Knu84]", "[GKP+94]".
LABEL: Final = regex(r"^\s*\[[^\W\d_][\w+’'&., -]{0,24}\]")
# Dashes in the place of the names of the entry before: "———", "--", "_____".
REPEATED: Final = regex(r"^\s*(?:[—–―_]{2,}|-{2,}|[—―]|[-–]\s?,)")
YEAR: Final = regex(
    # a year, or what stands for one
    r"(?<!\d)(?:1[5-9]|20)\d\d[a-z]?(?!\d)|\b(?:forthcoming|in press|in print|to appear|submitted"
    r"|im druck"
    r"|à paraître|soumis|unpublished|n\.d\.|s\.d\.|o\. ?J\.|в печати)",
    re.IGNORECASE,
)
NAME: Final = regex(
    # a family name and initials or a given name, or initials and a family name
    r"^(?:(?:[a-z]{1,4}|d['’])\s?){0,2}[^\W\d_][\w'’‐-]*(?:\s[^\W\d_a-z][\w'’-]+){0,2}"
    r"(?:,\s*|\s+)(?:[^\W\d_a-z][.\s,-]|[^\W\d_a-z]{1,3}[,.\s]|[^\W\d_a-z][^\W\d_]+)"
    r"|^[^\W\d_a-z]\.\s?(?:-?[^\W\d_a-z]\.\s?)*[^\W\d_]"
)
# A family name and initials: "Doe, J.", "Le Guin, U. K.", "Doe JM, ".
INITIALS: Final = regex(
    r"^[^\W\d_][\w'’‐-]*(?:\s[^\W\d_][\w'’-]+)?,?\s+(?:[^\W\d_a-z]\.|[^\W\d_a-z]{1,3}[,.\s])"
)
# A line with nothing but a page number: "12", "- 12 -", "page 3 of 20", "xiv".
PAGE: Final = regex(
    r"^[^\w.(]*(?:page\s)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s?(?:/|of)\s?\d+)?[^\w.)]*$",
    re.IGNORECASE,
)
# A line that begins with an address: "https:", "www.", "doi:", "10.1000".
ADDRESS: Final = regex(r"^\s*(?:https?:|www\.|doi\b|10\.\d{4})", re.IGNORECASE)
_ENDS: Final = {
    ".": ".",
    ",": ",",
    "-": "-",
    "‐": "-",
    ")": ")",
    "]": ")",
    ";": ";",
    ":": ":",
    "&": "&",
}
_WORD: Final = regex(r"[^\W\d_]+")
# Numbers of a list get lost in scans: the next one may be higher by up to this.
_LOOKAHEAD: Final = 4


@attrs.define
class ListLines:
    """The lines of a list, and what holds for the list as a whole."""

    lines: Sequence[str]
    numbers: frozenset[int] = frozenset()
    """Lines that begin with the next number of the list."""
    bullets: frozenset[int] = frozenset()
    labels: frozenset[int] = frozenset()
    width: int = 80
    """Length that nine in ten lines do not pass."""

    @classmethod
    def read(cls, lines: Sequence[str]) -> ListLines:
        """Return the lines with the numbers, bullets and labels that run through them."""
        filled = [place for place, line in enumerate(lines) if line.strip()]
        count = max(1, len(filled))
        lengths = sorted(len(lines[place]) for place in filled) or [80]
        width = lengths[int(0.9 * (len(lengths) - 1))]
        numbers = _running(lines)
        # Two numbers, or few among many lines, come by chance and number nothing.
        if len(numbers) < 3 or len(numbers) < 0.08 * count:
            numbers = []
        bullets = [place for place in filled if BULLET.match(lines[place])]
        if len(bullets) < 3 or len(bullets) < 0.12 * count:
            bullets = []
        labels = [place for place in filled if LABEL.match(lines[place])]
        if len(labels) < 3 or len(labels) < 0.2 * count:
            labels = []
        return cls(
            lines, frozenset(numbers), frozenset(bullets), frozenset(labels), width
        )

    def attributes(self) -> list[list[str]]:
        """Return the attributes of each line, with those of its neighbours."""
        own = [self._own(place) for place in range(len(self.lines))]
        found = []
        for place, mine in enumerate(own):
            here = ["bias", *mine]
            for offset in (-2, -1, 1, 2):
                other = place + offset
                if 0 <= other < len(own):
                    here += [f"{offset}{name}" for name in own[other]]
                else:
                    here.append(f"{offset}E")
            if place:
                here += _joined(own[place - 1], mine)
            found.append(here)
        return found

    def _own(self, place: int) -> list[str]:
        line = self.lines[place]
        text = line.strip()
        if not text:
            return ["blank"]
        found = self._kind(place, text)
        found += _start(text)
        found.append(f"len{min(5, int(5 * len(line) / max(1, self.width)))}")
        last = text[-1]
        end = _ENDS.get(last) or (
            "a" if last.isalpha() else "d" if last.isdigit() else "o"
        )
        found.append(f"end={end}")
        if YEAR.search(text[:70]):
            found.append("Y70")
        if YEAR.search(text):
            found.append("Y")
        if re.search(r"\d\s?[-–]\s?\d+\W*$", text):
            found.append("endpages")
        if line[:1].isspace():
            found.append("indent")
        return found

    def _kind(self, place: int, text: str) -> list[str]:
        found = []
        if self.numbers:
            found.append("numlist")
            found.append("SEQ" if place in self.numbers else "noseq")
        elif NUMBER.match(text):
            found.append("num")
        if self.bullets:
            found.append("BUL" if place in self.bullets else "nobul")
        if self.labels:
            found.append("LBL" if place in self.labels else "nolbl")
        if PAGE.match(text):
            found.append("pageno")
        if ADDRESS.match(text):
            found.append("url")
        if REPEATED.match(text):
            found.append("DASHES")
        return found


def _start(text: str) -> list[str]:
    text = NUMBER.sub("", text, count=1).strip() or text
    found = []
    if NAME.match(text):
        found.append("NAME")
    if INITIALS.match(text):
        found.append("INI")
    first = text[0]
    if first.islower():
        found.append("low")
    elif first.isupper():
        found.append("up")
    elif first.isdigit():
        found.append("dig")
    else:
        found.append(f"c={first}")
    word = _WORD.match(text)
    if word and len(word[0]) < 6:
        found.append(f"w={word[0].lower()}")
    if word:
        after = text[word.end() : word.end() + 1]
        found.append(f"after={after if not after.isalnum() else 'x'}")
    return found


def _joined(before: Sequence[str], mine: Sequence[str]) -> list[str]:
    """Return the pairs of how the line before ends and how this one begins."""
    ends = [name for name in before if name.startswith(("end", "len", "blank"))]
    starts = [name for name in mine if name in _STARTS]
    found = [f"{end}|{start}" for end in ends for start in starts]
    whole = "|".join(ends)
    found += [f"{whole}|{start}" for start in starts]
    return found


_STARTS: Final = frozenset(
    (
        "NAME",
        "INI",
        "low",
        "up",
        "dig",
        "SEQ",
        "noseq",
        "Y70",
        "DASHES",
        "BUL",
        "LBL",
        "url",
        "indent",
    )
)


def number_of(line: str) -> int | None:
    """Return the number with which a line of a list begins, or None."""
    match = NUMBER.match(line)
    if match is None:
        return None
    return int(next(group for group in match.groups() if group))


def _running(lines: Sequence[str]) -> list[int]:
    """Return the lines with the longest run of numbers that rise by one.

    One pass keeps the longest run that ends in each number, so a list of ten thousand
    takes no longer than its length.
    """
    runs: dict[tuple[str, int], tuple[int, int, int | None]] = {}
    chain: dict[int, tuple[int, int | None]] = {}
    best: int | None = None
    for place, line in enumerate(lines):
        value = number_of(line)
        if value is None:
            continue
        kind = _kind_of(line)
        length, before = 1, None
        # a number may be lost: the run goes on over a gap of up to four
        for step in range(1, _LOOKAHEAD + 1):
            known = runs.get((kind, value - step))
            if known is not None and known[0] + 1 > length:
                length, before = known[0] + 1, known[1]
                break
        known = runs.get((kind, value))
        if known is None or length >= known[0]:
            runs[kind, value] = (length, place, before)
        chain[place] = (length, before)
        if best is None or length > chain[best][0]:
            best = place
    found = []
    while best is not None:
        found.append(best)
        best = chain[best][1]
    return found[::-1]


def _kind_of(line: str) -> str:
    match = NUMBER.match(line)
    if match is None:
        return ""
    return re.sub(r"\d+|\s", "", match[0])
