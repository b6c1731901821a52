"""The context of a compiled element: the work being rendered, and the runs it appends
to.

An element compiles to a `Renderer`: it appends runs and returns which of `CALLED` (a
variable was called) and `FILLED` (one of them was not empty) hold, so that groups need
no second walk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, Protocol

from csecrefs.csl.locale import Terms
from csecrefs.csl.needs import Needs
from csecrefs.csl.style import Element, Look, Options
from csecrefs.model import Translation
from csecrefs.patterns import regex
from csecrefs.text.case import apply_case
from csecrefs.text.runs import (
    QUOTE_CLOSE,
    QUOTE_OPEN,
    QUOTE_PASSED,
    Affix,
    Closing,
    Run,
    StyleText,
    pair,
)
from csecrefs.tuples import NamedTuple

# What strip-periods takes away: not the point in a name such as LWN.net, as
# citeproc-js has it.
_PERIOD: Final = regex(r"\.(?![a-z])")

# A group is suppressed if it calls variables and all of them are empty ("Group"):
# each element says by these flags which it did.
CALLED: Final = 1
FILLED: Final = 2

FIRST, SUBSEQUENT, IBID, IBID_WITH_LOCATOR = range(4)


GivenLevel = Literal[0, 1, 2]
"""How full a given name is: 0 as the style has it, 1 with initials, 2 in full."""
INITIALS: Final[GivenLevel] = 1
FULL: Final[GivenLevel] = 2


class Disambiguation(NamedTuple):
    """The names, given names and conditions that tell a cite from others.

    `shown` is the number of names shown per names element, in the order they are
    rendered; `givens` the level of each name's given name per element and place;
    `condition` the number of `disambiguate` branches that are open.
    """

    shown: tuple[int, ...] = ()
    givens: tuple[tuple[GivenLevel, ...], ...] = ()
    condition: int = 0
    year_suffix: str = ""


Abbreviations = Mapping[str, Mapping[str, str]]
"""By variable, what its long values are in short."""

PLAINLY: Final = Disambiguation()


class Context:
    """One work at one place, while it is rendered.

    Its slots are the work, the place, the mode and the trace. Elements read the first
    three and write the last, which `reset` clears for another rendering.
    """

    __slots__ = (
        "abbreviations",
        "bibliography",
        "conditions",
        "disambiguation",
        "done",
        "fields",
        "first_note",
        "key",
        "label",
        "language",
        "locator",
        "locator_printed",
        "looking",
        "marked",
        "name_levels",
        "named",
        "names_called",
        "names_seen",
        "near_note",
        "number",
        "position",
        "present",
        "sorting",
        "suffix_printed",
        "suppress_names",
        "suppress_year",
        "touched",
        "translations",
        "type",
        "year",
    )

    def __init__(
        self,
        key: str,
        item_type: str,
        fields: Mapping[str, Any],
        present: frozenset[str],
    ) -> None:
        # -- the work: what is rendered
        self.key = key
        self.type = item_type
        self.fields = fields
        # the variables that are set, by which whole groups are passed over
        self.present = present
        # by variable, its text in another language, and the work's own language
        self.translations: Mapping[str, Translation] = {}
        self.language = "en-US"
        # by variable, the short forms of long values
        self.abbreviations: Abbreviations = {}

        # -- the place: where it is cited
        # the passage, and its type ("page", "chapter")
        self.locator = ""
        self.label = "page"
        # one of FIRST, SUBSEQUENT, IBID, IBID_WITH_LOCATOR
        self.position = FIRST
        # the last cite of the work is within near-note-distance
        self.near_note = False
        # first-reference-note-number, 0 outside of notes
        self.first_note = 0
        # citation-number
        self.number = 0

        # -- the mode: for what it is rendered
        # the details that tell this cite from others, and people from others
        self.disambiguation = PLAINLY
        self.name_levels: Mapping[Any, GivenLevel] = {}
        # for a sort key; to be compared with other cites; for the bibliography
        self.sorting = False
        self.looking = False
        self.bibliography = False
        # without the first names or without the year, as a collapsed cite prints
        self.suppress_names = False
        self.suppress_year = False
        self.reset()

    def reset(self) -> None:
        """Forget what one rendering leaves behind."""
        # -- the trace: what elements leave for those after them and for the passes
        # variables that a substitute has printed and nothing prints again
        self.done: set[str] = set()
        # the variables of the substitute that is being tried, None outside of one
        self.touched: set[str] | None = None
        # the names elements rendered, for disambiguation
        self.names_seen: list[NamesSeen] = []
        # a names element was called; the first of them printed names
        self.names_called = False
        self.named = False
        # inside or after the first names element, which is marked in the runs
        self.marked = False
        # the year-suffix and the locator have been printed, which they are once
        self.suffix_printed = False
        self.locator_printed = False
        # `disambiguate` conditions met, of which disambiguation opens the first
        self.conditions = 0
        # the first year printed, for collapsing
        self.year = ""

    def text(self, variable: str) -> str:
        """A text or number variable as text; empty when unset or already rendered as a
        substitute.
        """
        if variable in self.done:
            return ""
        value = self.fields.get(variable)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, (int, float)):
            return str(value)
        return ""


class NamesSeen(NamedTuple):
    """One rendered names element: what names it had, how many of them it showed, and
    whether it has given names as initials."""

    names: tuple[Any, ...]
    shown: int
    initials: bool


Renderer = Callable[[Context, list[Run]], int]


class Compiling(Protocol):
    """The view of the whole style that the compiler of an element has."""

    terms: Terms
    options: Options
    names_options: Options
    page_range_format: str
    mark_names: bool
    spans: bool

    @property
    def explicit_year_suffix(self) -> bool:
        """True if the style has a place of its own for the year-suffix."""

    def elements(self, children: tuple[Element, ...], delimiter: str = "") -> Renderer:
        """The renderers of `children` in sequence, with `delimiter` between those that
        print.
        """

    def element(self, child: Element, delimiter: str = "") -> Renderer:
        """The renderer of one element; `delimiter` is that of the group around it."""

    def macro(self, name: str) -> Renderer:
        """The renderer of a macro, compiled once."""

    def needs(self, element: Element) -> Needs:
        """Return the variables without which an element prints nothing."""


def unless_empty(needs: Needs, inner: Renderer) -> Renderer:
    """`inner`, passed over by works that have none of the variables it needs."""
    needed, names = needs.to_print, needs.names
    if needed is None:
        return inner

    def render(cx: Context, out: list[Run]) -> int:
        if needed.isdisjoint(cx.present):
            if names:
                cx.names_called = True
            return CALLED
        return inner(cx, out)

    return render


def dressed(inner: Renderer, look: Look, quoted: bool = False) -> Renderer:
    """`inner` with case, fonts, quotes, display and affixes around what it prints, if
    it prints anything.

    `quoted` says that `inner` brings the quotation marks of this very element.
    """
    opening, closing = _around(look, quoted)
    changed = changing(look)
    if not opening and not closing and changed is None:
        return inner

    def render(cx: Context, out: list[Run]) -> int:
        start = len(out)
        out += opening
        content = len(out)
        flags = inner(cx, out)
        if len(out) == content:
            del out[start:]
            return flags
        if changed is not None:
            out[content:] = changed(cx, out[content:])
        out += closing
        return flags

    return render


def _around(look: Look, quoted: bool) -> tuple[list[Run], list[Run]]:
    """Return the runs before and after what an element prints, from the outside to the
    inside: display, affix, quotation mark, fonts.
    """
    opening: list[Run] = []
    closing: list[Run] = [pair("style", tag)[1] for tag in look.fonts]
    if look.display:
        opening.append(pair("style", look.display)[0])
    if look.prefix:
        opening.append(Affix(look.prefix))
    if look.quotes:
        opening.append(QUOTE_OPEN)
        closing.append(QUOTE_CLOSE)
    opening += [pair("style", tag)[0] for tag in reversed(look.fonts)]
    if look.suffix:
        outside = look.quotes or quoted
        closing.append(Affix(look.suffix) if outside else Closing(look.suffix))
    if look.display:
        closing.append(pair("style", look.display)[1])
    return opening, closing


def spanned(inner: Renderer, variable: str) -> Renderer:
    """`inner` with marks around what it prints that name its variable, affixes left
    outside.
    """

    def render(cx: Context, out: list[Run]) -> int:
        start = len(out)
        flags = inner(cx, out)
        mark_span(cx, out, start, variable)
        return flags

    return render


def mark_span(cx: Context, out: list[Run], start: int, variable: str) -> None:
    """Put marks that name `variable` around what `out` has from `start`."""
    if cx.sorting:
        return
    end = len(out)
    while start < end and isinstance(out[start], Affix):
        start += 1
    while end > start and isinstance(out[end - 1], Affix):
        end -= 1
    if end > start:
        opening, closing = pair("style", "variable", variable)
        out.insert(end, closing)
        out.insert(start, opening)


def pass_quote(out: list[Run], start: int) -> None:
    """Let what follows a group or macro see through the quotation marks that end it."""
    if len(out) > start and out[-1] is QUOTE_CLOSE:
        out.append(QUOTE_PASSED)


def changing(look: Look) -> Callable[[Context, list[Run]], list[Run]] | None:
    """The function that applies a look's strip-periods and text-case, or None if it
    asks for neither.
    """
    if not look.text_case and not look.strip_periods:
        return None
    case, strip = look.text_case, look.strip_periods

    def change(cx: Context, runs: list[Run]) -> list[Run]:
        if case:
            ours = len(runs) == 1 and isinstance(runs[0], StyleText)
            language = "en" if ours else cx.language
            runs = apply_case(case, runs, language)
        if strip:
            runs = list(map(_without_periods, runs))
        return runs

    return change


def _without_periods(run: Run) -> Run:
    if isinstance(run, StyleText):
        return type(run)(run.replace(".", ""))  # b.t.v, a term, is no name of a site
    if isinstance(run, str):
        return type(run)(_PERIOD.sub("", run))
    return run
