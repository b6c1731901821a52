"""A plain-text list to its references: wrapped lines, numbers, bullets, page heads.

Clear signs (running numbers, bullets, hanging indents, blank lines between) decide
alone; else a small model of lines does.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import attrs

from csecrefs.patterns import regex
from csecrefs.strings.headings import is_heading
from csecrefs.strings.lines import (
    BULLET,
    INITIALS,
    LABEL,
    NAME,
    NUMBER,
    PAGE,
    REPEATED,
    YEAR,
    ListLines,
)
from csecrefs.strings.model import Model, shipped

_LONGEST: Final = 12_000
"""Lines that are modelled at once; longer lists are taken in pieces of this many."""
_LINE: Final = 20_000
"""Characters of a line that are looked at for references that run on in it."""
# A title and the site it is on: "The title of a page (example.org)."
_LINK_TEXT: Final = regex(r"^[^\d]{10,200}\([\w.-]+\.[a-z]{2,4}\)[.;]?$")
_PARTICLES: Final = regex(r"^(?:(?:van|von|de|der|den|del|di|da|la|le)\s+)+")
_FURNITURE: Final = regex(
    # lines after or between the entries that are of the page, not of the list
    r"^(?:received|accepted|revised|published online|downloaded|this (?:article|content|page)"
    r"|copyright|©"
    r"|acknowledge?ments?|appendix|supplementary|corresponding author|eingegangen|reçu le|ricevuto"
    r"|recibido)\b",
    re.IGNORECASE,
)
_WRAPPED: Final = 150
"""Characters: no page has lines longer than these."""
# A line with only the number of an entry: "[12]", "(12)", "12.".
_NUMBER_ALONE: Final = regex(r"^\s*(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)])\s*$")
_WHOLE: Final = 0.85
"""Share of lines that are entries by themselves where no line is wrapped."""
_TAIL: Final = 200
"""Characters at the end of the lines so far that say how the next goes on."""
# A word cut at the end of a line; U+00AD is the soft hyphen.
_HYPHEN: Final = regex(r"[^\W\d_]{2}[-‐\u00ad]$")
# Addresses and DOIs: "https://doi.org/10.1000/182", "doi:10.1000/182", "10.1000/182".
_ADDRESSES: Final = regex(r"(?:https?://|www\.|\bdoi:\s?|\b10\.\d{4,9}/)\S+")
# An address that the end of a line cuts after a mark: "https://example.org/a-".
_OPEN_ADDRESS: Final = regex(r"(?:https?://|www\.|10\.\d{4,9}/)\S*[/_.=?&-]$")
_UNFINISHED: Final = regex(r"(?:,|&|\band|\b[^\W\d_a-z]\.)$")
"""The end of a line of names that go on in the next."""
_RUN_ON: Final = regex(
    # the end of one entry, and the names that begin the next, on one line
    r"(?<=[\d)\]A-Za-z][.)\d\]])\s+(?=\[\d{1,3}\]\s|\(\d{1,3}\)\s[^\W\d_a-z])"
)
_NEXT_ENTRY: Final = regex(
    # a number or closing bracket, then "Bertin E., Arnouts S., 1996," or "Doe J. et al.,"
    r"(?<=[\d)])\s+(?=(?:van |de "
    r"|von )?[^\W\d_a-z][\w'’-]+(?:\s[^\W\d_a-z][\w'’-]+)?\s(?:[^\W\d_a-z]\.[\s-]?){1,4}"
    r"(?:,\s|et al|\s\d{4}))"
)


@attrs.frozen
class ListedString:
    """One reference of a list: its text in one line, and the lines it is from."""

    text: str
    lines: tuple[int, ...]
    """Numbers of its lines, from 0."""


def group_lines(
    lines: Sequence[str], *, paragraphs: bool = False
) -> list[tuple[int, ...]]:
    """Return the numbers of the lines of each reference, in order.

    With `paragraphs`, or where lines are too long to be wrapped, each line is a
    reference unless it has only the number or the link of one.
    """
    if paragraphs or _is_unwrapped(lines):
        return _by_paragraph(lines)
    found: list[tuple[int, ...]] = []
    for start in range(0, len(lines), _LONGEST):
        piece = lines[start : start + _LONGEST]
        found += [tuple(start + line for line in group) for group in _groups(piece)]
    return found


def split_paragraphs(text: str) -> list[ListedString]:
    """Return what empty lines part, for a list in which nothing begins as entries do.

    >>> [each.text for each in split_paragraphs("x1 on\\nit\\n\\nx2")]
    ['x1 on it', 'x2']
    """
    lines = text.splitlines()
    return [
        ListedString(
            joined_lines([lines[place] for place in group]),
            group,
        )
        for group in _parted(lines)
    ]


def _parted(lines: Sequence[str]) -> list[tuple[int, ...]]:
    """Return the runs of lines between empty lines and headings."""
    groups: list[list[int]] = []
    goes_on = False
    for place, line in enumerate(lines):
        outside = _is_outside(line)
        if not outside and goes_on:
            groups[-1].append(place)
        elif not outside:
            groups.append([place])
        goes_on = not outside
    return [tuple(group) for group in groups]


def split_list(text: str, *, paragraphs: bool = False) -> list[ListedString]:
    """Return the references of a plain-text list, each in one line.

    With `paragraphs`, lines are paragraphs of a document, and none goes on in the next.

    >>> [each.text for each in split_list("[1] Doe, J. On\\n  it. 2001.\\n[2] Roe. 2002.")]
    ['[1] Doe, J. On it. 2001.', '[2] Roe. 2002.']
    """
    lines = text.splitlines()
    found = []
    for group in group_lines(lines, paragraphs=paragraphs):
        whole = joined_lines([lines[place] for place in group])
        found += [ListedString(part, group) for part in _run_on(whole)]
    return found


def joined_lines(lines: Sequence[str]) -> str:
    """Return the lines of one reference as one, words and addresses mended.

    >>> joined_lines(["A study of har-", "bours, https://x.org/", "a-b."])
    'A study of harbours, https://x.org/a-b.'
    """
    pieces: list[str] = []
    end = ""
    for line in lines:
        text = line.strip()
        if not pieces:
            text = BULLET.sub("", text)
        elif _HYPHEN.search(end) and text[:1].islower():
            pieces[-1] = pieces[-1][:-1]
        elif not _OPEN_ADDRESS.search(end) and not _is_open_range(end, text):
            text = f" {text}"
        pieces.append(text)
        end = (end + text)[-_TAIL:]
    return re.sub(r"[ \t\u00a0]+", " ", "".join(pieces)).strip()


def _is_open_range(end: str, text: str) -> bool:
    """Return True if a line ends in "123-" and the next goes on with a number."""
    return bool(re.search(r"\d[-–]$", end)) and text[:1].isdigit()


def _run_on(text: str) -> Iterator[str]:
    """Yield the references that follow one another in one line."""
    head, rest = text[:_LINE], text[_LINE:]
    numbered = [*_RUN_ON.finditer(head)]
    if numbered and NUMBER.match(head):
        cuts = [match.end() for match in numbered]
    else:
        cuts = _cuts_by_name(head)
    before = 0
    for cut in cuts:
        yield head[before:cut].strip()
        before = cut
    last = (head[before:] + rest).strip()
    if last:
        yield last


def _cuts_by_name(text: str) -> list[int]:
    """Return where new entries begin in a line of many, told by names and years."""
    years = len(YEAR.findall(text))
    if years < 3 or len(text) < 300:
        return []
    cuts = [match.end() for match in _NEXT_ENTRY.finditer(text)]
    kept: list[int] = []
    before = 0
    for cut in cuts:
        if YEAR.search(text[before:cut]):
            kept.append(cut)
            before = cut
    # a line of one entry may have such a place by chance; one of many has them all over
    if len(kept) < 2:
        return []
    return kept


def _is_unwrapped(lines: Sequence[str]) -> bool:
    lengths = sorted(len(line) for line in lines if line.strip())
    # one line may have a long address; in a wrapped text few do
    return len(lengths) > 1 and lengths[len(lengths) * 2 // 3] > _WRAPPED


def _by_paragraph(lines: Sequence[str]) -> list[tuple[int, ...]]:
    groups: list[list[int]] = []
    alone = False
    for place, line in enumerate(lines):
        if _is_outside(line):
            continue
        if alone:
            groups[-1].append(place)
        else:
            groups.append([place])
        alone = bool(_NUMBER_ALONE.match(line))
    return [tuple(group) for group in _with_links(lines, groups)]


def _groups(lines: Sequence[str]) -> list[tuple[int, ...]]:
    listed = ListLines.read(lines)
    outside = {place for place, line in enumerate(lines) if _is_outside(line)}
    outside |= _page_numbers(listed, outside)
    outside |= running_heads(lines, outside)
    starts = _clear_starts(listed, outside)
    clear = starts is not None
    if starts is None:
        labels = _modelled(listed)
        outside |= {place for place, label in enumerate(labels) if label == "O"}
        starts = {place for place, label in enumerate(labels) if label == "B"}
    groups = _grouped(lines, starts, outside)
    if not clear:
        groups = in_order(lines, groups)
        groups = [
            group
            for place, group in enumerate(groups)
            if not _is_furniture(lines, groups, place)
        ]
    groups = _with_links(lines, groups)
    return [tuple(group) for group in _with_last_lines(lines, groups)]


def _with_last_lines(lines: Sequence[str], groups: list[list[int]]) -> list[list[int]]:
    """Return groups with the empty lines in which they end.

    Where one empty line parts the entries, the first of two is the last of an entry.
    """
    gaps = [after[0] - before[-1] for before, after in pairwise(groups)]
    if gaps.count(2) < 0.8 * len(gaps):
        return groups
    for group, gap in zip(groups, gaps, strict=False):
        last = group[-1]
        if gap == 3 and not lines[last + 1].strip():
            group.append(last + 1)
    return groups


def _grouped(
    lines: Sequence[str], starts: set[int], outside: set[int]
) -> list[list[int]]:
    groups: list[list[int]] = []
    for place in range(len(lines)):
        if place in outside:
            continue
        if place in starts or not groups:
            groups.append([place])
        else:
            groups[-1].append(place)
    return groups


def running_heads(lines: Sequence[str], outside: set[int]) -> set[int]:
    """Return the lines that repeat beside page numbers or blank lines: heads of pages."""
    places = defaultdict(list)
    for place, line in enumerate(lines):
        text = re.sub(r"[\W\d]+", "", line).lower()
        if BULLET.match(line) or INITIALS.match(line):
            # Works of the same authors that are wrapped alike: "Low, A. (2001). On the".
            text += "".join(YEAR.findall(line))
        # Lines with only a DOI differ in its digits, which are no numbers of pages.
        text += "".join(_ADDRESSES.findall(line))
        if text and len(line) < 90 and place not in outside:
            places[text].append(place)
    found: set[int] = set()
    for repeated in places.values():
        beside = sum(place - 1 in outside or place + 1 in outside for place in repeated)
        if len(repeated) > 1 and beside * 2 > len(repeated):
            found.update(repeated)
    return found


def in_order(lines: Sequence[str], groups: list[list[int]]) -> list[list[int]]:
    """Return groups with those joined to the one before that break the list's alphabet.

    A list is alphabetical if all but a few entries are in order. A line that is not,
    and does not follow a finished entry, is the second line of one.
    """
    keys: list[str] = []
    for group in groups:
        first = lines[group[0]]
        if REPEATED.match(first) and keys:
            keys.append(keys[-1])
        else:
            keys.append(_first_word(first))
    ordered = alphabetical(keys)
    if len(groups) < 8 or len(ordered) < 0.8 * len(groups):
        return groups
    found: list[list[int]] = []
    for place, group in enumerate(groups):
        first = lines[group[0]].strip()
        before = " ".join(lines[line].strip() for line in found[-1]) if found else ""
        strange = place not in ordered and not REPEATED.match(first)
        unfinished = not YEAR.search(before) or _UNFINISHED.search(before)
        apart = bool(found) and group[0] - found[-1][-1] > 1
        if (
            strange
            and found
            and not apart
            and (unfinished or not INITIALS.match(first))
        ):
            found[-1].extend(group)
        else:
            found.append(group)
    return found


def _is_furniture(
    lines: Sequence[str], groups: Sequence[Sequence[int]], place: int
) -> bool:
    """Return True for a line apart from the list that has neither a name nor a year."""
    group = groups[place]
    if place == 0 or len(group) > 1 or group[0] - groups[place - 1][-1] < 2:
        return False
    text = lines[group[0]].strip()
    if _FURNITURE.match(text):
        return True
    return not YEAR.search(text) and not INITIALS.match(text)


def _first_word(line: str) -> str:
    plain = unicodedata.normalize(
        "NFKD",
        _PARTICLES.sub("", line.strip()).lower(),
    )
    return "".join(re.findall(r"[^\W\d_]+", plain)[:1])


def alphabetical(keys: Sequence[str]) -> set[int]:
    """Return the places of the longest run of keys that do not fall."""
    tails: list[str] = []
    ends: list[int] = []
    before: list[int] = []
    for place, key in enumerate(keys):
        at = bisect_right(tails, key)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(key)
            ends.append(place)
        else:
            tails[at] = key
            ends[at] = place
    found = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found


def _is_outside(line: str) -> bool:
    """Return True for lines that no reference has: blank ones, headings, page numbers."""
    text = line.strip()
    if not text:
        return True
    return is_heading(text)


def _page_numbers(listed: ListLines, outside: set[int]) -> set[int]:
    """Return the lines that are page numbers: alone, and apart from what is around."""
    lines = listed.lines
    edges = outside | {-1, len(lines)}
    found = set()
    for place, line in enumerate(lines):
        if place in listed.numbers or not PAGE.match(line.strip() or "-"):
            continue
        apart = place - 1 in edges or place + 1 in edges
        if apart or lines[place - 1].rstrip().endswith("."):
            found.add(place)
    return found


def _clear_starts(listed: ListLines, outside: set[int]) -> set[int] | None:
    """Return the first lines of entries where one sign tells them all, else None."""
    filled = [place for place in range(len(listed.lines)) if place not in outside]
    if len(filled) < 2:
        return set(filled)
    if len(listed.numbers) > 3 and filled[0] in listed.numbers:
        return set(listed.numbers)
    if len(listed.labels) > 3 and len(listed.labels) * 6 > len(filled):
        before = {place for place in filled if place < min(listed.labels)}
        outside |= before  # the end of the text above the list
        return set(listed.labels)
    if listed.bullets and filled[0] in listed.bullets:
        after_blank = {
            place
            for place in filled
            if place
            and not listed.lines[place - 1].strip()
            and not listed.lines[place][:1].isspace()
        }
        return set(listed.bullets) | after_blank
    if _are_entries(listed.lines, filled):
        return set(filled)
    return _hanging(listed.lines, filled) or _spaced(listed.lines, filled)


def _are_entries(lines: Sequence[str], filled: Sequence[int]) -> bool:
    """Return True if each line is an entry: almost all have a year, and begin one."""
    dated = sum(bool(YEAR.search(lines[place])) for place in filled)
    begun = sum(not lines[place][:1].islower() for place in filled)
    ended = sum(
        lines[place].rstrip()[-1:] in ".)]/" or lines[place][-1:].isdigit()
        for place in filled
    )
    least = _WHOLE * len(filled)
    return min(dated, begun, ended) >= least


def _hanging(lines: Sequence[str], filled: Sequence[int]) -> set[int] | None:
    """Return the lines that stand out where all others are indented."""
    indented = {place for place in filled if re.match(r"\s{2,}|\t", lines[place])}
    out = [place for place in filled if place not in indented]
    if len(indented) < 0.2 * len(filled) or len(out) < 0.15 * len(filled):
        return None
    named = sum(
        bool(NAME.match(lines[place]) or REPEATED.match(lines[place])) for place in out
    )
    low = sum(lines[place][:1].islower() for place in out)
    if named * 2 < len(out) or low * 5 > len(out):
        return None
    return set(out)


def _spaced(lines: Sequence[str], filled: Sequence[int]) -> set[int] | None:
    """Return the lines after blank ones where blank lines part the entries."""
    starts = [
        place
        for position, place in enumerate(filled)
        if position == 0 or place - filled[position - 1] > 1
    ]
    if len(starts) < 4 or len(starts) * 8 < len(filled):
        return None
    sized = _sizes(filled, starts)
    dated = 0
    for start, size in zip(starts, sized, strict=True):
        text = " ".join(lines[start : start + size + 2])
        dated += bool(YEAR.search(text))
    # blank lines may stand at page breaks only: then most blocks are long
    if max(sized) > 9 or dated < 0.6 * len(starts):
        return None
    return set(starts)


def _sizes(filled: Sequence[int], starts: Sequence[int]) -> list[int]:
    sizes = []
    ends = [*starts[1:], filled[-1] + 1]
    position = 0
    for end in ends:
        size = 0
        while position < len(filled) and filled[position] < end:
            position += 1
            size += 1
        sizes.append(size)
    return sizes


def _modelled(listed: ListLines, model: Model | None = None) -> list[str]:
    chosen = model or shipped("lines", _nothing)
    places = listed.attributes()
    labels, _ = chosen.best(
        chosen.scores(
            [""] * len(places),
            places,
        )
    )
    return labels


def _nothing(_: str) -> tuple[str, ...]:
    return ()


def _with_links(lines: Sequence[str], groups: list[list[int]]) -> list[list[int]]:
    """Return groups with those joined to the one before that are mere texts of links."""
    found: list[list[int]] = []
    for group in groups:
        text = " ".join(lines[place].strip() for place in group)
        bare = BULLET.sub("", text)
        if found and _LINK_TEXT.match(bare) and not LABEL.match(bare):
            found[-1].extend(group)
        else:
            found.append(group)
    return found
