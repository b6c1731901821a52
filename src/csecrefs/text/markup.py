"""The rich text CSL-JSON allows in fields, to runs.

Source: CSL-JSON markup as the CSL 1.0.2 specification's documentation lists it (`<i>`,
`<b>`, `<sup>`, `<sub>`, small capitals, `nocase`). Straight quotation marks are paired
and marked, apostrophes curled. A tag without its partner is text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, cast

from csecrefs.patterns import regex
from csecrefs.text.runs import Mark, MarkTag, Run, Runs, merged, pair

_TAGS: Final[dict[str, MarkTag]] = {
    "i": "italic",
    "b": "bold",
    "sup": "superscript",
    "sub": "subscript",
    "sc": "small-caps",
    "small-caps": "small-caps",
    "nocase": "nocase",
    "nodecor": "nodecor",
}
# The tags of CSL-JSON that fields may have, and quotation marks.
_TOKEN: Final = regex(
    r"""<(?P<open>i|b|sup|sub|sc)>|</(?P<close>i|b|sup|sub|sc|span)>
    |<span\s+style=["']font-variant:\s*(?P<sc>small-caps);?["']>|<span\s+class=["'](?P<class>nocase|nodecor)["']>
    |(?P<quote>["'“”‘’«»„‚‹›])""",
    re.VERBOSE,
)
# Tags inside each other; what is deeper stays as typed.
_MAX_DEPTH: Final = 50
# A text without any of these has no markup.
_SPECIAL: Final = regex(r"""[<"'“”‘’«»„‚‹›]""")
# Blanks inside « » and before : ; ? ! that must not end a line.
_FRENCH_SPACE: Final = regex(r" (?=[:;?!»])|(?<=«) ")
# Characters after which a quotation mark opens, and before which it closes.
_OPENERS: Final = frozenset("([{<-–—/…\"'“‘«„‚‹¿¡\u00a0\u202f")
_CLOSERS: Final = frozenset(".,:;!?)]}>-–—/…\"'”’»›\u00a0\u202f")

QuoteStyle = tuple[str, str, str, str]
"""A locale's quotation marks: open, close, inner open, inner close."""

ENGLISH: Final[QuoteStyle] = ("“", "”", "‘", "’")


@lru_cache(maxsize=8192)
def parse_markup(text: str, quotes: QuoteStyle = ENGLISH) -> Runs:
    """`text` with its markup as runs; `quotes` are the marks that pair besides the
    straight ones.
    """
    if " " in text:
        text = _FRENCH_SPACE.sub("\u202f", text)
    if not _SPECIAL.search(text):
        return (text,) if text else ()
    return _MarkupParser(text, quotes).parse()


class _MarkupParser:
    """One pass over the tokens with a stack of what is open; what never closes becomes
    text again, and so does what opened more levels before than anybody nests."""

    def __init__(self, text: str, quotes: QuoteStyle) -> None:
        self.text = text
        outer, closing, inner, inner_closing = quotes
        self.opening = {
            mark: end
            for mark, end in ((inner, inner_closing), (outer, closing))
            if mark
        }
        self.inner = {inner} - {outer}
        self.runs: list[Run] = []
        self.stack: list[
            tuple[str, int, str]
        ] = []  # what closes it, where it stands in runs, its own text

    def parse(self) -> Runs:
        last = 0
        for match in _TOKEN.finditer(self.text):
            if match.start() > last:
                self.runs.append(self.text[last : match.start()])
            last = match.end()
            if match["quote"]:
                self._quote(match.start(), match["quote"])
            elif match["close"]:
                self._close_tag(match["close"], match[0])
            else:
                name = match["open"] or match["sc"] or match["class"]
                self._open(
                    pair("field", _TAGS[name])[0], match["open"] or "span", match[0]
                )
        if last < len(self.text):
            self.runs.append(self.text[last:])
        self._abandon(0)
        return tuple(merged(self.runs))

    def _open(self, mark: Mark, closes: str, source: str) -> None:
        if len(self.stack) == _MAX_DEPTH:
            self._abandon(0, 1)
        self.stack.append((closes, len(self.runs), source))
        self.runs.append(mark)

    def _find(self, closes: str) -> int | None:
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth][0] == closes:
                return depth
        return None

    def _close(self, depth: int) -> None:
        self._abandon(depth + 1)
        opening = cast(Mark, self.runs[self.stack.pop()[1]])
        self.runs.append(opening.partner)

    def _close_tag(self, closes: str, source: str) -> None:
        depth = self._find(closes)
        if depth is None:
            self.runs.append(source)
        else:
            self._close(depth)

    def _abandon(self, depth: int, end: int | None = None) -> None:
        """Make what is open from `depth` to `end` text again: a lone ' is an
        apostrophe.
        """
        for _, place, source in self.stack[depth:end]:
            self.runs[place] = "’" if source == "'" else source
        del self.stack[depth:end]

    def _quote(self, place: int, mark: str) -> None:
        before = self.text[place - 1] if place else " "
        after = " "
        if place + 1 < len(self.text):
            after = self.text[place + 1]
        inside_word = before.isalnum() and after.isalnum()
        # two apostrophes in a row are no quotation: rock''', and a sign of seconds
        in_row = mark == "'" and "'" in (before, after)
        if mark in "'’" and (inside_word or in_row):
            self.runs.append("’")
            return
        opens = not after.isspace() and (
            before.isspace() or before in _OPENERS or self._after_tag()
        )
        # after a blank, a mark that may open does not close
        depth = None
        if not (opens and before.isspace()) and _may_close(before, after):
            depth = self._find(mark)
        if depth is not None:
            self._close(depth)
        elif mark in self.opening and mark not in ("'", '"'):
            self._open(
                pair("inner" if mark in self.inner else "quote")[0],
                self.opening[mark],
                mark,
            )
        elif opens and mark in ("'", '"'):
            self._open(pair("quote")[0], mark, mark)
        else:
            self.runs.append("’" if mark == "'" else mark)

    def _after_tag(self) -> bool:
        """True if an opening tag ends just before."""
        run = self.runs[-1] if self.runs else None
        return isinstance(run, Mark) and not run.closing


def _may_close(before: str, after: str) -> bool:
    """True if a quotation mark between two characters may close a quotation."""
    ends_word = after.isspace() or after in _CLOSERS or after == "<"
    return ends_word or not before.isspace()
