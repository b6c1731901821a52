"""Runs to the inline tree: punctuation reconciled where values meet, quotes and fonts
nested and flipped.

Source: CSL 1.0.2 specification, "Affixes", "Quotes", "Formatting" and
"punctuation-in-quote"; which of two punctuation marks survives follows the fixture
punctuation_FullMontyPlain.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, cast

from csecrefs.csl.locale import Terms
from csecrefs.patterns import regex
from csecrefs.text.inline import DISPLAY_TAGS, Element, Inline, Inlines, Tag, plain
from csecrefs.text.runs import QUOTE_PASSED, Affix, Closing, Mark, Run, Written, merged

# Pairs of which the second mark goes.
_KEEPS_LEFT: Final = frozenset(
    (":.", ";.", "!.", "?.", "..", "::", ";:", "!:", "?:", ";;", "!!", "??", ",,")
)
# Pairs of which the first mark goes.
_KEEPS_RIGHT: Final = frozenset((":!", ";!", ":?", ";?"))
# Marks that move into a quotation where the locale has punctuation-in-quote: the
# specification names full stops and commas; citeproc-js moves ! and ?, too.
_MOVED: Final = frozenset(".,!?")
# How an affix begins that may touch what stands before it.
_MEETS: Final = frozenset(" .,:;!?")
# A font inside the same font is taken back: an italic word in an italic title is
# upright (flipflop_ItalicsFlipped).
_FLIPPED: Final[dict[Tag, Tag]] = {
    "italic": "no-italic",
    "bold": "no-bold",
    "small-caps": "no-small-caps",
}
# Parentheses inside parentheses become brackets in notes, as citeproc-js has it.
_BRACKETS: Final = {"(": "[", ")": "]"}
_BACK: Final[dict[Tag, Tag]] = {off: on for on, off in _FLIPPED.items()}
# Characters that are superscript by themselves, such as those of "1ʳᵉ" and "m²".
_SUPERSCRIPT: Final = regex("([ª²³¹ºʰ-ʸˠ-ˤᴬ-ᴮᴰ-ᴺᴼ-ᵍᵏᵐᵒᵖᵗᵘᵛᵝ-ᵡᶛ-ᶿ⁰ⁱ⁴-⁹⁺-ⁿ℠™])")
# From and to which letters scripts have italics: those of Europe and the Near East,
# and Thai.
_SLANTED: Final = (
    ("\u00c0", "\u06ff"),
    ("\u0e01", "\u0e5b"),
    ("\u10a0", "\u10ff"),
    ("\u1e00", "\u1fff"),
)


def finish(runs: Iterable[Run], terms: Terms, in_notes: bool = False) -> Inlines:
    """The inline tree of `runs`, in the punctuation of `terms`; `in_notes` says that
    the style is one of notes."""
    runs = alternating(runs) if in_notes else runs
    return _Tree(terms).build(reconcile(runs, terms.punctuation_in_quote))


class _Seam:
    """The end of the text so far, and what an affix that follows it may do to it."""

    def __init__(self, in_quote: bool) -> None:
        self.out: list[Run] = []
        self.in_quote = in_quote
        self.last = -1
        """Place of the last text."""
        self.quoted = False
        """True if a quotation closes after it."""
        self.passed = False
        """True if the group that the quotation closes ends there, too."""
        self.moved = ""
        """Marks that have moved into that quotation."""
        self.room = -1
        """Place of these marks."""
        self.crossed = False
        """True if a block ends after the last text."""
        self.before_mark: tuple[int, str, int] | None = None
        """The same places before a colon or semicolon that followed a quotation."""

    def mark(self, mark: Mark) -> None:
        """Add a mark, and note what it closes."""
        if mark.silent:
            self.passed = self.passed or mark is QUOTE_PASSED
            return
        if mark.closing:
            if mark.kind in ("quote", "inner"):
                self.quoted, self.passed = True, False
            self.crossed = self.crossed or mark.tag in DISPLAY_TAGS
        self.out.append(mark)

    def text(self, text: Run) -> None:
        """Add a text as it is."""
        # it may have to give way to a stronger mark
        colon = self.quoted and self.in_quote and text in (":", ";")
        if colon:
            self.before_mark = (self.last, self.moved, self.room)
        else:
            self.before_mark = None
        self.last = len(self.out)
        self.quoted, self.moved, self.room, self.crossed = False, "", -1, False
        self.out.append(text)

    def joined(self, text: str) -> str:
        """Reconcile an affix with the text before it; return what is left to add."""
        left = str(self.out[self.last])
        meeting = left[-1:] + text[0]
        if self.crossed and text[0] in ".,;:":
            # display_SecondFieldAlignMigratePunctuation
            self.out[self.last] = "".join(_merge(left, text[0]))
            return text[1:]
        if self.before_mark and meeting in _KEEPS_RIGHT:
            self._reopen()
        if self.quoted and self.in_quote:
            return self._into_quotation(text)
        if self.quoted:
            same = text[0] == left[-1]
            ends = self.passed and meeting in _KEEPS_LEFT
            if same or ends:
                return text[1:]
            return text
        self.out[self.last], text = _merge(left, text)
        return text

    def own_mark(self, text: str) -> str:
        """Return a writer's text that begins with ! or ?, which stays outside of a
        quotation unless the quotation ends in the same mark.
        """
        inside = str(self.out[self.last])
        if text[0] == inside[-1:]:
            return text[1:]
        return text

    def _reopen(self) -> None:
        """Drop the colon after a quotation, so that the stronger mark may move in."""
        self.out[self.last] = ""
        if self.before_mark:
            self.last, self.moved, self.room = self.before_mark
        self.quoted, self.before_mark = True, None

    def _into_quotation(self, text: str) -> str:
        """Move a mark before the closing quotation mark.

        Two marks that both move stay in the order in which they stand, but for one
        that the other makes superfluous. The mark of an element around the one with
        the quotation goes before the inner one, as in citeproc-js (“title.,”).
        """
        mark = text[0]
        before = self.moved or str(self.out[self.last])
        if mark not in _MOVED:
            if mark == " " or before[-1:] + mark not in _KEEPS_LEFT:
                return text
            return text[1:]
        self._put(mark)
        return text[1:]

    def _put(self, mark: str) -> None:
        if self.room < 0:
            self.room = _room(self.out, self.last)
        inside = str(self.out[self.last])
        if self.room == self.last:
            inside = inside.removesuffix(self.moved)
        if self.moved and not self.passed:
            self.moved = "".join(_merge(self.moved, mark))
        else:
            inside, kept = _merge(inside, mark)
            if kept and self.moved:
                kept, self.moved = _merge(kept, self.moved)
            self.moved = kept + self.moved
        if self.room == self.last:
            inside += self.moved
        else:
            self.out[self.room] = self.moved
        self.out[self.last] = inside


def reconcile(runs: Iterable[Run], in_quote: bool) -> list[Run]:
    """Return `runs` with doubled punctuation and spaces merged where affixes meet text.

    With `in_quote`, full stops, commas and the like after a closing quotation mark move
    before it.
    """
    seam = _Seam(in_quote)
    for run in runs:
        if type(run) is Mark:  # cheaper than isinstance, for every run of every entry
            seam.mark(run)
            continue
        text: str = run
        if (
            text
            and seam.last >= 0
            and (seam.quoted or seam.crossed or text[0] in _MEETS)
            and isinstance(run, Affix)
        ):
            # the suffix of the group around sees the quotation, too
            if isinstance(run, Closing):
                seam.passed = True
            if isinstance(run, Written) and seam.quoted and text[0] in "!?":
                text = seam.own_mark(text)
            else:
                text = seam.joined(text)
        if text:
            seam.text(text)
    return seam.out


def alternating(runs: Iterable[Run]) -> Iterator[Run]:
    """`runs` with brackets for the parentheses that affixes put inside others, as
    styles of notes have it.
    """
    depth = 0
    for run in runs:
        if isinstance(run, Affix) and _opens_or_closes(run):
            text = ""
            for char in run:
                depth += char == "("
                inside = depth > 0 and depth % 2 == 0
                text += _BRACKETS.get(char, char) if inside else char
                depth -= char == ")" and depth > 0
            run = type(run)(text)
        yield run


def _opens_or_closes(affix: str) -> bool:
    """True if an affix has one parenthesis of a pair; "(e)ko", as Basque writes years,
    has both.
    """
    pairs = affix.count("(")
    return pairs != affix.count(")") or (
        pairs > 0 and affix.find(")") < affix.find("(")
    )


def _room(out: list[Run], last: int) -> int:
    """Return the place of a mark that moves into a quotation: at the last text, but
    outside the fonts in which a field ends.
    """
    place = last + 1
    while isinstance(mark := out[place], Mark) and mark.kind == "field":
        place += 1
    if place == last + 1:
        return last
    out.insert(place, "")
    return place


def _merge(left: str, right: str) -> tuple[str, str]:
    """Return two texts that meet, without one of two marks or spaces that cannot both
    stay.
    """
    end, first = left[-1], right[0]
    if first == " ":
        if end in " \u00a0":
            return (left, right[1:])
        return (left, right)
    if end + first in _KEEPS_LEFT:
        return left, right[1:]
    if end + first in _KEEPS_RIGHT:
        return left[:-1] + first, right[1:]
    return left, right


def _slants(text: str) -> bool:
    """True if any of it is in a script that has italics; those of India and the Far
    East stay upright.
    """
    return any(map(_has_italic, text))


def _has_italic(char: str) -> bool:
    if char.isascii():
        return char.isalnum()
    return any(first <= char <= last for first, last in _SLANTED)


class _Tree:
    """Builds the tree with a stack of open elements, open quotations, and the fonts
    that are on.
    """

    def __init__(self, terms: Terms) -> None:
        self.quotes = terms.quotes
        self.stack: list[tuple[Mark | None, Tag | None, list[Inline]]] = [
            (None, None, [])
        ]
        self.quoted: list[bool] = []
        self.fonts: list[Tag] = []

    def build(self, runs: Sequence[Run]) -> Inlines:
        for run in runs:
            if type(run) is not Mark:
                if run.isascii():
                    self.stack[-1][2].append(run)
                else:
                    self._text(run)
            elif run.kind in ("quote", "inner"):
                self._quote(run)
            elif run.closing:
                self._close(run)
            else:
                self._open(run)
        while len(self.stack) > 1:
            self._pop()
        return tuple(merged(self.stack[0][2]))

    def _text(self, text: str) -> None:
        if _SUPERSCRIPT.search(text):
            self._superscripts(text)
        else:
            self.stack[-1][2].append(text)

    def _superscripts(self, text: str) -> None:
        """Characters that are superscript by themselves become superscript letters, as
        citeproc-js prints.
        """
        for piece in _SUPERSCRIPT.split(text):
            if _SUPERSCRIPT.fullmatch(piece):
                letters = unicodedata.normalize("NFKD", piece)
                raised = Element("superscript", (letters,), typed=piece)
                self.stack[-1][2].append(raised)
            elif piece:
                self._text(piece)

    def _quote(self, mark: Mark) -> None:
        if mark.closing:
            inner = self.quoted.pop() if self.quoted else False
            self._text(self.quotes[3 if inner else 1])
        else:
            if self.quoted:
                # quotation marks alternate with the depth
                inner = not self.quoted[-1]
            else:
                inner = mark.kind == "inner"
            self.quoted.append(inner)
            self._text(self.quotes[2 if inner else 0])

    def _is_on(self, tag: Tag) -> bool:
        """True if a font is on: the last of its on and off marks decides."""
        off = _FLIPPED[tag]
        for font in reversed(self.fonts):
            if font in (tag, off):
                return font == tag
        return False

    def _open(self, mark: Mark) -> None:
        tag = cast(Tag, mark.tag)
        shown: Tag | None = tag
        if mark.tag == "nodecor":
            shown = next((off for on, off in _FLIPPED.items() if self._is_on(on)), None)
        elif mark.kind == "field" and tag in _FLIPPED and self._is_on(tag):
            shown = _FLIPPED[tag]
        elif tag in _BACK and mark.kind == "style" and not self._is_on(_BACK[tag]):
            shown = None
        self.stack.append((mark, shown, []))
        self.fonts.append(shown or tag)

    def _close(self, mark: Mark) -> None:
        opening = mark.partner
        if self.stack[-1][0] is opening:
            self._pop()
        elif opening in [frame[0] for frame in self.stack]:
            while self.stack[-1][0] is not opening:
                self._pop()
            self._pop()

    def _pop(self) -> None:
        mark, tag, inside = self.stack.pop()
        self.fonts.pop()
        parent = self.stack[-1][2]
        if not inside:
            return
        children = merged(inside)
        # a font that changes nothing leaves its text to the parent
        if tag is None or (tag == "italic" and not _slants(plain(children))):
            for child in children:
                if isinstance(child, str):
                    self._text(child)
                else:
                    parent.append(child)
        else:
            trailing = ""
            if tag == "right-inline" and plain(children[-1:]).endswith(" "):
                trailing = " "
            if trailing and isinstance(children[-1], str):
                children[-1] = children[-1].rstrip(" ")
            parent.append(_element(tag, tuple(children), mark))
            if trailing:
                parent.append(trailing)


def _element(tag: Tag, children: Inlines, mark: Mark | None) -> Element:
    href = mark.href if mark else ""
    if tag == "variable":
        return Element(tag, children, variable=href)
    return Element(tag, children, href)
