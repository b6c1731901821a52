"""Labels of automatic lists: "1.", "[12]", "iv)", as Word and Writer print them.

Source: ECMA-376, part 1, 17.9 (Numbering); Open Document Format 1.3, part 3, 16.30.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from csecrefs.manuscript.office import properties
from csecrefs.manuscript.office.pieces import Paragraph
from csecrefs.patterns import regex

if TYPE_CHECKING:
    from lxml.etree import _Element

# Levels that a list has in Word and in Writer's dialogs.
_LEVELS: Final = 9
# Values of roman numerals, the subtractive ones among them.
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
# The highest number that is written out: roman ones grow without bound.
_MAX_NUMBER: Final = 100_000
# The place of a level's number in a label: `%1.%2`.
_PLACE: Final = regex(r"%(\d)")


@attrs.frozen
class Level:
    """One level of a list: its first number, the form of its numbers, and its text."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    """The label, with `%1` for the number of the first level."""


@attrs.define
class WordLists:
    """The lists of a Word document, counted paragraph by paragraph."""

    levels: dict[str, dict[int, Level]] = attrs.field(factory=dict)
    """The levels of each list, by its numId."""
    abstract: dict[str, str] = attrs.field(factory=dict)
    """The definition that each list is of: lists of one definition count on."""
    styles: dict[str, tuple[str, int]] = attrs.field(factory=dict)
    """The list and level of paragraphs by their style."""
    _counts: dict[str, list[int]] = attrs.field(factory=dict, init=False)

    def label(self, paragraph: Paragraph) -> str:
        """Return the label of the next paragraph, empty if it is no item of a list."""
        number, level = paragraph.numbering or ("", 0)
        # A style can make its paragraphs items of a list.
        if not number and paragraph.style in self.styles:
            number, level = self.styles[paragraph.style]
        levels = self.levels.get(number)
        if not levels or level not in levels:
            return ""
        counts = self._counts.setdefault(self.abstract.get(number, number), [])
        while len(counts) <= level:
            counts.append(levels.get(len(counts), Level()).start - 1)
        counts[level] += 1
        # An item of a higher level starts the lower ones anew.
        del counts[level + 1 :]
        return _filled(levels[level].text, counts, levels)


def _filled(
    text: str,
    counts: Sequence[int],
    levels: Mapping[int, Level],
) -> str:
    """Return a label's text with the numbers of its levels."""

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if not 0 <= place < len(counts):
            return ""
        return numeral(counts[place], levels.get(place, Level()).form)

    return _PLACE.sub(number, text)


def word_lists(numbering: bytes, styles: bytes) -> WordLists:
    """Return the lists that the numbering and styles parts define."""
    found = WordLists()
    root = None
    if numbering:
        root = properties.tree(numbering)
    definitions: dict[str, dict[int, Level]] = {}
    for element in root if root is not None else ():
        sort = _local(element)
        if sort == "abstractNum":
            definitions[_value(element, "abstractNumId")] = _word_levels(element)
        elif sort == "num":
            number, definition = _value(element, "numId"), ""
            for child in element:
                if _local(child) == "abstractNumId":
                    definition = _value(child, "val")
            found.levels[number] = definitions.get(definition, {})
            found.abstract[number] = definition
    for style in _children(styles, "style"):
        named = _style_numbering(style)
        if named is not None:
            found.styles[_value(style, "styleId")] = named
    return found


def _word_levels(element: _Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for child in element:
        number = _value(child, "ilvl")
        if _local(child) != "lvl" or not number.isdecimal() or len(number) > 1:
            continue
        values = {_local(each): _value(each, "val") for each in child}
        form = values.get("numFmt", "decimal")
        start = values.get("start", "1")
        text = values.get("lvlText", "")
        if form == "bullet":
            text = ""
        first = 1
        if start.isdecimal() and len(start) < 6:
            first = int(start)
        found[int(number)] = Level(first, form, text)
    return found


def _style_numbering(style: _Element) -> tuple[str, int] | None:
    number, level = "", 0
    for child in style.iter():
        if _local(child) == "numId":
            number = _value(child, "val")
        elif _local(child) == "ilvl" and _value(child, "val") in "012345678":
            level = int(_value(child, "val") or 0)
    if not number:
        return None
    return number, level


def writer_levels(*parts: bytes) -> dict[str, dict[int, Level]]:
    """Return the levels of each list style in the parts of a Writer document."""
    found: dict[str, dict[int, Level]] = {}
    for part in parts:
        root = None
        if part:
            root = properties.tree(part)
        for style in root.iter() if root is not None else ():
            if _local(style) == "list-style":
                found[_value(style, "name")] = _writer_levels(style)
    return found


def writer_label(levels: Mapping[int, Level], counts: Sequence[int]) -> str:
    """Return the label of an item by the numbers of its levels."""
    level = levels.get(len(counts) - 1)
    if level is None:
        return ""
    shown = [
        number + levels.get(place, Level()).start - 1
        for place, number in enumerate(counts)
    ]
    return _filled(level.text, shown, levels)


def _writer_levels(style: _Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for child in style:
        number = _value(child, "level")
        if _local(child) != "list-level-style-number" or number not in "123456789":
            continue
        place = int(number or 1)
        form = _value(child, "num-format")
        display = _value(child, "display-levels") or "1"
        first = place
        if display in "23456789":
            first = max(1, place - int(display) + 1)
        numbers = ".".join(f"%{each}" for each in range(first, place + 1))
        text = f"{_value(child, 'num-prefix')}{numbers}{_value(child, 'num-suffix')}"
        start = _value(child, "start-value")
        begin = 1
        if start.isdecimal() and len(start) < 6:
            begin = int(start)
        found[place - 1] = Level(begin, form, text if form else "")
    return found


def numeral(number: int, form: str) -> str:
    """Return a number in the form of a list: decimal, letters or roman.

    >>> numeral(4, "lowerRoman"), numeral(28, "A"), numeral(3, "decimalZero")
    ('iv', 'AB', '03')
    """
    if not 0 < number < _MAX_NUMBER or form in ("none", ""):
        if form not in ("none", ""):
            return str(number)
        return ""
    if form in ("lowerLetter", "upperLetter", "a", "A"):
        text = _letters(number)
    elif form in ("lowerRoman", "upperRoman", "i", "I"):
        text = _roman(number)
    elif form == "decimalZero":
        return f"{number:02}"
    else:
        return str(number)
    if form in ("upperLetter", "upperRoman", "A", "I"):
        return text.upper()
    return text


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _children(part: bytes, name: str) -> list[_Element]:
    root = None
    if part:
        root = properties.tree(part)
    if root is None:
        return []
    return [each for each in root if _local(each) == name]


def _local(element: _Element) -> str:
    if not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2]


def _value(element: _Element, name: str) -> str:
    """Return an attribute by its name without a namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
