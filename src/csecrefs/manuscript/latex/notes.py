r"""The notes before and after a citation's keys, as text.

Formatting becomes the markup of CSL; mathematics, references and commands unknown here
become fragments, which a rendered source copies as they are typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from csecrefs.manuscript.latex.lexer import without_comments
from csecrefs.manuscript.latex.macros import Macros, expand_words
from csecrefs.manuscript.locators import SplitSuffix, split_suffix
from csecrefs.patterns import regex
from csecrefs.text.tex import tex_to_markup
from csecrefs.text.tex_commands import (
    RAW,
    SKIP_FIRST,
    SWITCHES,
    WRAPS,
    math_alphabet,
)
from csecrefs.text.tex_tables import (
    ACCENTS,
    MATH_ACCENTS,
    SYMBOLS,
    WORDS,
)

# Commands that `tex_to_markup` turns into text; those that it drops are copied.
_KNOWN: Final = frozenset(
    {
        *ACCENTS, *MATH_ACCENTS, *RAW, *SKIP_FIRST, *SWITCHES, *SYMBOLS,
        *WORDS, *WRAPS, "enquote", "mkbibquote", "textquote", "blockquote",
        "ensuremath",
    }
)  # fmt: skip
# A group in braces with groups in it, one level deep: `{see {\em x}}`.
_GROUP: Final = r"\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*+\})*+\}"
# Mathematics, or a command with the options and groups that follow it at once.
_FRAGMENT: Final = regex(
    rf"\$\$?[^$]*+\$\$?|\\\(.*?\\\)|\\([A-Za-z@]+)\*?(?:\[[^\]]*\])*+(?:{_GROUP})*+",
    re.DOTALL,
)
# biblatex 3.13.5: words for pages that a post note may have; \psqq is "ff.".
_PAGE_WORDS: Final = {
    "pno": "p.", "ppno": "pp.", "psq": "f.", "psqq": "ff.", "nopp": "", "bibrangedash": "--",
}  # fmt: skip
# A word for pages with the braces that may end its name: `\psqq`, `\pno{} 3`.
_PAGE_WORD: Final = regex(rf"\\({'|'.join(_PAGE_WORDS)})(?![A-Za-z])\s*(?:\{{\}})?")
# A post note of nothing but pages; biblatex 3.13.5 gives them the page prefix.
_PAGES: Final = regex(r"[\divxlc]+(?:[-–—,;.\s&]+[\divxlc]+)*\s*(?:f{1,2}\.)?")


def note_text(
    raw: str,
    macros: Macros,
    fragment: Callable[[str], str],
) -> str:
    r"""Return a note as text with markup.

    `fragment` returns the character that stands for source to be copied, empty if the
    source is not at hand.

    >>> note_text(r"see \emph{also}~\S 3", Macros(), lambda source: "")
    'see <i>also</i>\xa0§3'
    """
    raw = without_comments(raw)
    if not ("\\" in raw or "$" in raw):
        return tex_to_markup(raw)

    def copied(match: re.Match[str]) -> str:
        name = match[1]
        if name and (_is_known(name) or macros.word(name) is not None):
            return match[0]
        return fragment(match[0]) or match[0]

    raw = _PAGE_WORD.sub(lambda match: _PAGE_WORDS[match[1]], raw)
    return tex_to_markup(expand_words(_FRAGMENT.sub(copied, raw), macros))


def _is_known(name: str) -> bool:
    return name in _KNOWN or math_alphabet(name) is not None


def post_note(text: str) -> SplitSuffix:
    """Return the locator of a note after the keys, and the rest as a suffix.

    >>> post_note("p. 68")
    SplitSuffix(label='page', locator='68', suffix='')
    >>> post_note("for a review")
    SplitSuffix(label='page', locator='', suffix=', for a review')
    """
    if not text:
        return SplitSuffix("page", "", "")
    if _PAGES.fullmatch(text):
        return SplitSuffix("page", text, "")
    label, locator, rest = split_suffix(text)
    if not locator:
        separator = ", "
        if text[0] in ",.;:)":
            separator = ""
        return SplitSuffix("page", "", f"{separator}{text}")
    return SplitSuffix(label, locator, rest.rstrip())
