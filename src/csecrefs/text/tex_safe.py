r"""TeX that strangers wrote, made safe to typeset: known commands stay, the rest is text.

A record brings TeX of its own where its source was a .bib file, and anybody can write
such a record by hand. Commands that only print (accents, symbols, fonts, mathematics)
are kept as they are; every other command comes out as the text of its name, so that
`\input`, `\write` or `\catcode` print and do nothing. `^^`, with which TeX spells any
character, never stands.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.tex_commands import (
    DROPPED,
    RAW,
    SKIP_FIRST,
    SWITCHES,
    WRAPS,
    math_alphabet,
)
from csecrefs.text.tex_tables import ACCENTS, CYRILLIC, MATH_ACCENTS, SYMBOLS, WORDS
from csecrefs.text.tex_units import is_unit

# Commands that print their arguments, or set them in a font.
_PRINTING: Final = frozenset(
    """textrm textsf texttt textup textmd textnormal textit mathrm mathsf mathtt mathnormal mathop mathbin
    mathrel mathord mathopen mathclose left right middle big bigl bigr bigm Big Bigl Bigr bigg Bigg biggl
    biggr mbox text operatorname limits nolimits displaystyle textstyle scriptstyle ensuremath enquote
    mkbibquote textquote blockquote protect relax noopsort binom dfrac cfrac overbrace underbrace overset

    underset stackrel overrightarrow overleftarrow prime rm sf tt normalfont upshape mdseries rmfamily
    sffamily ttfamily small footnotesize nobreak allowbreak xspace ignorespaces unskip
    textlatin textgreek texorpdfstring acs ac SI si num unit qty ion
    hbox fbox uline sout textls noindent hfill Large large LARGE huge Huge tiny scriptsize normalsize
    smash strut""".split()
)

# Commands we read past which change what follows them.
_HARMFUL: Final = frozenset({"setlength", "hyperref", "selectlanguage"})

# Signs that make a command of one character which only prints.
_SIGNS: Final = frozenset("`'^~=.\"&%$#_{}-/,;:!>@ \\()[]+*|<\n\t\r")

# Those of them that are accents: at the end of a value they take what a style puts there.
_ACCENT_SIGNS: Final = frozenset("`'^~=.\"")

# A text without any of these is safe as it is.
_NEEDS_CARE: Final = regex(r"[\\%#&_^$~\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TOKEN: Final = regex(
    r"(?P<address>\\(?:url|path|nolinkurl)\s*\{[^{}\\^]*\})"  # verbatim
    r"|\\(?P<word>[A-Za-z@]+\*?)"  # a command with a name
    r"|\\(?P<sign>[^A-Za-z@])"  # a command of one sign
    r"|(?P<alone>\\\Z)"  # a backslash at the very end
    r"|(?P<carets>\^{2,})"  # how TeX spells characters by their codes
    r"|(?P<mark>[%#&_^$])"
    r"|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+)",
    re.DOTALL,
)
_BACKSLASH: Final = r"\textbackslash{}"
_CARET: Final = r"\textasciicircum{}"
# A backslash and what it escapes.
_ESCAPE: Final = regex(r"\\(.?)", re.DOTALL)
# Characters that end or change an address in \url{}.
_UNSAFE_IN_ADDRESS: Final = regex(r"[\\{}^\s\x00-\x1f\x7f]")
# Characters that a plain value must not bring into a .bib file.
_PLAIN: Final = regex(r"[\\{}&%$#_~^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PLAIN_ESCAPES: Final = {
    "\\": _BACKSLASH,
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": _CARET,
    **{mark: "\\" + mark for mark in "&%$#_"},
}


@lru_cache(maxsize=4096)
def prints_only(command: str) -> bool:
    """True if a command (without backslash) prints something and has no other effect.

    >>> prints_only("alpha"), prints_only("input")
    (True, False)
    """
    name = command.rstrip("*")
    if name in _HARMFUL:
        return False
    known = (
        SYMBOLS,
        WORDS,
        CYRILLIC,
        ACCENTS,
        MATH_ACCENTS,
        WRAPS,
        SWITCHES,
        DROPPED,
        RAW,
    )
    return (
        name in _PRINTING
        or name in SKIP_FIRST
        or any(name in table for table in known)
        or math_alphabet(name) is not None
        or is_unit(name)
    )


def safe_tex(source: str) -> str:
    r"""Return `source` with only printing commands left as TeX, the rest as text.

    Marks that TeX needs escaped in text are escaped, within mathematics they stay.

    >>> print(safe_tex(r"$\alpha_1$ \input{a} 50%"))
    $\alpha_1$ \textbackslash{}input{a} 50\%
    """
    if not _NEEDS_CARE.search(source):
        return source
    return _Gate(source).run()


class _Gate:
    """One source on its way through; `math` is true between two dollar signs."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.end = len(source.rstrip())
        self.math = False
        # Of a display's two signs the second is at this place.
        self.display = False
        self.second = -1
        dollars = len(re.findall(r"(?<!\\)\$", source))
        self.paired = dollars % 2 == 0

    def run(self) -> str:
        return _TOKEN.sub(self._token, self.source)

    def _is_last(self, match: re.Match[str]) -> bool:
        """True if nothing but blanks follows, which BibTeX cuts off."""
        return match.end() == self.end

    def _token(self, match: re.Match[str]) -> str:
        kind, text = match.lastgroup, match[0]
        if kind == "address":
            return text
        if kind == "word":
            return self._word(match)
        if kind == "sign":
            return self._sign(match)
        if kind == "alone":
            return _BACKSLASH
        if kind == "carets":
            return _CARET * len(text)
        if kind == "control":  # not nothing, lest two words become a command
            return " "
        if text == "$" and self.paired:
            return self._dollar(match)
        return self._mark(text)

    def _word(self, match: re.Match[str]) -> str:
        text = match[0]
        if not prints_only(text[1:]):
            return _BACKSLASH + text[1:]
        takes_more = any(text[1:] in table for table in (ACCENTS, WRAPS, MATH_ACCENTS))
        if takes_more and self._is_last(match):
            return text + "{}"
        return text

    def _sign(self, match: re.Match[str]) -> str:
        sign = match["sign"]
        if sign == "^" and self.source.startswith("^", match.end()):
            return _BACKSLASH + _CARET
        if sign in "([":
            self.math = True
        elif sign in ")]":
            self.math = False
        if sign.isspace() and match.end() >= self.end:
            # BibTeX cuts the blank off, and the backslash would escape what follows.
            return ""
        if sign in _ACCENT_SIGNS and self._is_last(match):
            return match[0] + "{}"
        if sign in _SIGNS:
            return match[0]
        return _BACKSLASH + sign

    def _dollar(self, match: re.Match[str]) -> str:
        """A sign that begins or ends mathematics. A display ("$$x$$") would end the
        paragraph, so it is set within the line; one of nothing is text.
        """
        if match.start() == self.second:
            return r"\$" if not (self.math or self.display) else self._after_second()
        is_double = self.source.startswith("$", match.end())
        if is_double and (self.display or not self.math):
            self.second = match.end()
            if not (self.display or self._is_closed(self.second + 1)):
                return r"\$"
            self.display = True
        self.math = not self.math
        return "$"

    def _is_closed(self, start: int) -> bool:
        """True if a display that begins before `start` holds something and ends."""
        return self.source.find("$$", start) > start

    def _after_second(self) -> str:
        self.display = self.math
        return ""

    def _mark(self, mark: str) -> str:
        if self.math and mark in "_^&":
            return mark
        if mark == "^":
            return _CARET
        return "\\" + mark


def plain_to_tex(text: str) -> str:
    r"""Return a number or code as TeX: specials escaped, hyphens and quotes as they are.

    >>> print(plain_to_tex("978_0-1"))
    978\_0-1
    """
    if not _PLAIN.search(text):
        return text
    return _PLAIN.sub(
        lambda match: _PLAIN_ESCAPES.get(match[0], ""),
        text,
    )


def address_to_tex(address: str) -> str:
    r"""Return a URL or DOI for a verbatim field (`\url`, BibLaTeX's verbatim type).

    What begins a command, a group or a character code there is percent-encoded, as
    white space is: an address has these characters in no other form (RFC 3986).

    >>> address_to_tex("http://a.example/{b}\\c d_e%20#f")
    'http://a.example/%7Bb%7D%5Cc%20d_e%20#f'
    """
    return _UNSAFE_IN_ADDRESS.sub(_percent, address.strip())


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def path_to_tex(path: str) -> str:
    r"""Return the value of a field that names files or keys, which no style prints.

    An escape of one sign stays (JabRef writes `\:` and `\\`); a backslash before a
    letter, as Windows separates folders, becomes a slash.

    >>> print(path_to_tex(r":C\:\\docs\a_b.pdf:PDF"))
    :C\:\\docs/a_b.pdf:PDF
    """
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", path)
    text = _ESCAPE.sub(_as_slash, text)
    return re.sub(
        r"\^{2,}",
        lambda match: "%5E" * len(match[0]),
        text,
    )


def _as_slash(match: re.Match[str]) -> str:
    following = match[1]
    if following and not following.isalpha():
        return match[0]
    return "/" + following
