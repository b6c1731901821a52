"""Text as comparisons see it: no markup, no case, no accents, no punctuation."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.fold import fold
from csecrefs.text.jats import strip_rich_text

_LETTERS: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ß": "ss",
        "ħ": "h",
    }
)
# Commands of TeX: "\emph ", "\'", and the dollar around formulas.
_TEX_COMMAND: Final = regex(r"\\(?:[a-zA-Z]+\s?|[^a-zA-Z\s])|\$")
# Everything between words.
_NON_WORD: Final = regex(r"[\W_]+")
# The Greek block of Unicode.
_GREEK: Final = regex("[\u0370-\u03ff]")
# An apostrophe inside a word: "l'eau" is one word.
_ELISION: Final = regex(r"(?<=\w)['\u2019\u02bc](?=\w)")


@lru_cache(maxsize=65536)
def plain(text: str, *, spell_greek: bool = True) -> str:
    """`text` as words with one space between: folded, without markup, TeX, entities and
    punctuation.

    A Greek letter that stands alone, as in a formula, is spelled out unless
    `spell_greek` is off.
    """
    if "<" in text:
        text = strip_rich_text(text)
    if "&" in text:
        # "Bees & Birds" is "Bees and Birds".
        text = html.unescape(text).replace("&", " and ")
    if "\\" in text or "$" in text:
        text = _TEX_COMMAND.sub("", text)
    text = _ELISION.sub(
        "",
        text.replace("{", "").replace("}", ""),
    )
    if spell_greek and not text.isascii():
        text = _GREEK.sub(_spelled, text)
    return _NON_WORD.sub(" ", fold(text).translate(_LETTERS)).strip()


def tight(text: str) -> str:
    """`text` as comparisons see it, without the spaces either: "on-line" is
    "online".
    """
    return plain(text).replace(" ", "")


def _spelled(letter: re.Match[str]) -> str:
    """A Greek letter in a formula by its name, as those without the letter write it;
    words stay words.
    """
    around = letter.string[max(0, letter.start() - 1) : letter.end() + 1]
    if len(_GREEK.findall(around)) > 1:
        return letter[0]
    # "GREEK SMALL LETTER ALPHA".
    name = unicodedata.name(letter[0], "")
    if name.startswith("GREEK"):
        return name.rpartition(" ")[2].lower()
    return letter[0]
