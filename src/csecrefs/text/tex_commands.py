"""LaTeX commands with arguments, as far as text in a bibliography needs them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final

from csecrefs.patterns import regex

Wrap = Callable[[str], str]


def _tag(name: str, attributes: str = "") -> Wrap:
    def wrap(text: str) -> str:
        if text.strip():
            return f"<{name}{attributes}>{text}</{name}>"
        return text

    return wrap


def _plain(text: str) -> str:
    return text


def _around(before: str, after: str) -> Wrap:
    return lambda text: before + text + after


def _ordinal(number: str) -> str:
    """Return a number with its English ending, as the package nth prints it."""
    endings = {"1": "st", "2": "nd", "3": "rd"}
    ending = endings.get(number[-1:], "th")
    if number[-2:-1] == "1":
        ending = "th"  # 11th, 112th
    return f"{number}<sup>{ending}</sup>"


_ITALIC: Final = _tag("i")
_BOLD: Final = _tag("b")
_SMALL_CAPS: Final = _tag("span", ' style="font-variant:small-caps;"')
_SUPERSCRIPT: Final = _tag("sup")
_SUBSCRIPT: Final = _tag("sub")

WRAPS: Final[dict[str, Wrap]] = {
    **dict.fromkeys(
        "emph textit textsl mkbibemph mkbibitalic mathit textem titlecaseitalic".split(),
        _ITALIC,
    ),
    **dict.fromkeys(
        "textbf mkbibbold mathbf boldsymbol bm pmb mathbfit".split(), _BOLD
    ),
    **dict.fromkeys("textsc mkbibsc mathsc".split(), _SMALL_CAPS),
    **dict.fromkeys("textsuperscript mkbibsuperscript sp up".split(), _SUPERSCRIPT),
    **dict.fromkeys("textsubscript mkbibsubscript sb".split(), _SUBSCRIPT),
    "frac": lambda text: f"{text}/",
    "tfrac": lambda text: f"{text}/",
    "sfrac": lambda text: f"{text}/",
    "nicefrac": lambda text: f"{text}/",
    "sqrt": lambda text: f"√{text}" if len(text) == 1 else f"√({text})",
    "mkbibparens": _around("(", ")"),
    "mkbibbrackets": _around("[", "]"),
    "nth": _ordinal,
    "uppercase": str.upper,
    "MakeUppercase": str.upper,
    "lowercase": str.lower,
    "MakeLowercase": str.lower,
    "autocap": _plain,
}
"""Commands that set their argument in a font or between signs."""

SWITCHES: Final[dict[str, Wrap]] = {
    **dict.fromkeys("em it itshape sl slshape itseries".split(), _ITALIC),
    **dict.fromkeys("bf bfseries".split(), _BOLD),
    **dict.fromkeys("sc scshape".split(), _SMALL_CAPS),
}
"""Commands that set the rest of their group in a font."""

DROPPED: Final[dict[str, int]] = {
    **dict.fromkeys("noopsort SortNoop vspace label ref color arabic".split(), 1),
    **dict.fromkeys(
        "index phantom hphantom vphantom footnote thanks printead".split(), 1
    ),
    **dict.fromkeys("rule setlength".split(), 2),
}
"""Commands that leave nothing, with the number of their arguments."""

SKIP_FIRST: Final = frozenset(
    "href textcolor foreignlanguage textlang colorbox hyperref selectlanguage".split()
)
"""Commands whose first argument is not text, while the next one is."""

BOXES: Final = {
    "resizebox": 2,
    "scalebox": 1,
    "rotatebox": 1,
    "raisebox": 1,
    "parbox": 1,
    "includegraphics": 1,
    "fontsize": 2,
}
"""Commands that place or scale what follows, with the number of their arguments that are
measures and no text.
"""

ENVIRONMENTS: Final = {
    "CJK": 2,
    "CJK*": 2,
    "otherlanguage": 1,
    "otherlanguage*": 1,
    "tabular": 1,
    "minipage": 1,
}
"""The arguments after `\\begin{...}` that are no text."""

MATH_ENVIRONMENTS: Final = frozenset("math displaymath equation equation*".split())
"""Environments whose content is mathematics."""


def ion(element: str, stage: str) -> str:
    """Return AASTeX's `\\ion{H}{2}` as it is printed: the element and a Roman number.

    >>> ion("H", "2"), ion("Fe", "xiv")
    ('H II', 'Fe XIV')
    """
    if stage.isdecimal() and 0 < int(stage) < 40:
        tens, units = divmod(int(stage), 10)
        stage = "X" * tens + _ROMAN_UNITS[units]
    return f"{element} {stage.upper()}".strip()


_ROMAN_UNITS: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")

_STRINGS: Final = {
    "newseries": "New series",
    "oldseries": "Old series",
    "inpress": "in press",
    "forthcoming": "forthcoming",
    "submitted": "submitted",
    "inpreparation": "in preparation",
    "prepublished": "prepublished",
    "mathesis": "Master’s thesis",
    "phdthesis": "PhD thesis",
    "candthesis": "Candidate thesis",
    "bathesis": "Bachelor’s thesis",
    "techreport": "technical report",
    "resreport": "research report",
    "software": "computer software",
    "datacd": "CD-ROM",
    "audiocd": "audio CD",
    "patent": "patent",
    "patentde": "German patent",
    "patenteu": "European patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patentus": "U.S. patent",
    "patreq": "patent request",
    "patreqde": "German patent request",
    "patreqeu": "European patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
    "patrequs": "U.S. patent request",
    "countryde": "Germany",
    "countryep": "European Union",
    "countryeu": "European Union",
    "countryfr": "France",
    "countryuk": "United Kingdom",
    "countryus": "United States of America",
    "langenglish": "English",
    "langgerman": "German",
    "langfrench": "French",
    "langlatin": "Latin",
    "langgreek": "Greek",
    "langspanish": "Spanish",
    "langitalian": "Italian",
    "in": "in",
    "and": "and",
    "andothers": "et al.",
    "edition": "ed.",
    "volume": "vol.",
    "number": "no.",
}


def bibstring(key: str) -> str:
    """Return the English text of BibLaTeX's localisation key, or the key if it is
    unknown.
    """
    return _STRINGS.get(key.strip(), key)


def is_bibstring(key: str) -> bool:
    """True if `key` is one of BibLaTeX's localisation keys."""
    return key in _STRINGS


# The digits of a formula that count atoms: after an element or a group, "H2O", "(OH)2".
_ATOMS: Final = regex(r"(?<=[A-Za-z)\]])(\d+)")
# Charges and isotopes: "^{2+}", "^2+", "^-", "^{13}".
_RAISED: Final = regex(r"\^(?:\{([^{}]*)\}|(\d*[+-]|\d+))")
# Arrows of reactions, longer ones first.
_ARROWS: Final = (("<=>", "⇌"), ("<->", "↔"), ("->", "→"), ("<-", "←"))


def _chemistry(formula: str) -> str:
    r"""Return mhchem's `\ce{...}` as CSL's rich text.

    Source: mhchem manual, "Chemical equations".

    >>> _chemistry("SO4^{2-} -> H2O")
    'SO<sub>4</sub><sup>2-</sup> → H<sub>2</sub>O'
    """
    for typed, sign in _ARROWS:
        formula = formula.replace(typed, sign)
    formula = _ATOMS.sub(r"<sub>\1</sub>", formula)
    return _RAISED.sub(lambda found: f"<sup>{found[1] or found[2]}</sup>", formula)


RAW: Final[dict[str, Wrap]] = {
    **dict.fromkeys(("ce", "cf", "ch"), _chemistry),
    "url": str.strip,
    "hspace": lambda _: " ",
    "nolinkurl": str.strip,
    "path": str.strip,
    "doi": str.strip,
    "bibstring": bibstring,
    "bibcpstring": bibstring,
    "bibsstring": bibstring,
    "biblstring": bibstring,
}
"""Commands whose argument is taken as it is written."""

_ALPHABETS: Final = {
    "mathbb": "DOUBLE-STRUCK",
    "mathds": "DOUBLE-STRUCK",
    "Bbb": "DOUBLE-STRUCK",
    "mathcal": "SCRIPT",
    "mathscr": "SCRIPT",
    "mathfrak": "FRAKTUR",
}


def math_alphabet(command: str) -> Wrap | None:
    """Return the argument in a mathematical alphabet, None if `command` is no such
    alphabet.
    """
    style = _ALPHABETS.get(command)
    if style is None:
        return None
    return lambda text: "".join(_styled(letter, style) for letter in text)


@cache
def _styled(letter: str, style: str) -> str:
    """`letter` in a mathematical alphabet; letters that Unicode had before have names
    of their own.
    """
    if not (letter.isascii() and letter.isalpha()):
        return letter
    case = "CAPITAL" if letter.isupper() else "SMALL"
    block = "BLACK-LETTER" if style == "FRAKTUR" else style
    for name in (f"{block} {case} {letter}", f"MATHEMATICAL {style} {case} {letter}"):
        try:
            return unicodedata.lookup(name.upper())
        except KeyError:
            continue
    return letter
