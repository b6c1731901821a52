r"""Titles of journals and series, in which AASTeX's macros stand and others keep their
names.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.tex_journals import AASTEX
from csecrefs.text.tex_safe import prints_only

# A control word as TeX reads it, letters only: "\apj", "\aap Suppl."; "\mnras@" is another.
_MACROS: Final = regex(r"\\([A-Za-z]+)(?![A-Za-z@])")

FIELDS: Final = frozenset({"journaltitle", "shortjournal", "booktitle", "series"})
"""Fields in which the macros stand."""


def expanded(source: str) -> str:
    r"""Return a journal's TeX with AASTeX's macros as what they stand for, and macros
    that nobody knows as their names.

    >>> expanded(r"{\aap Suppl.}"), expanded(r"\jfoo")
    ('{Astronomy and Astrophysics Suppl.}', 'jfoo')
    """
    if "\\" in source:
        return _MACROS.sub(_expansion, source)
    return source


def _expansion(match: re.Match[str]) -> str:
    name = match[1]
    after = match.string[match.end() : match.end() + 2]
    # An empty group ends the name of a macro, any other is an argument.
    has_argument = after[:1] == "{" and after != "{}"
    known = has_argument or prints_only(name)
    return AASTEX.get(name) or (match[0] if known else name)
