"""The bibliography: its entries in order, the second field set apart, repeated authors
replaced.

Source: CSL 1.0.2 specification, "Bibliography-specific Options".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from csecrefs.csl.cite import RenderedBibliography
from csecrefs.csl.compiler import Compiled
from csecrefs.csl.context import Context, NamesSeen
from csecrefs.csl.elements.name import ET_AL_CLOSE, ET_AL_OPEN, NAME_CLOSE, NAME_OPEN
from csecrefs.csl.elements.names import NAMES_CLOSE, NAMES_OPEN
from csecrefs.csl.faults import failure_of
from csecrefs.csl.finish import finish
from csecrefs.csl.state import State
from csecrefs.csl.style import Options, whole_number
from csecrefs.errors import Diagnostic
from csecrefs.text.case import capitalize_first_term
from csecrefs.text.inline import DISPLAY_TAGS, Entry, EntryLayout, Inlines, plain
from csecrefs.text.runs import Affix, Mark, Run, Runs, pair

# second-field-align sets the first field apart ("[1]"), and the rest beside it.
_MARGIN = pair("style", "left-margin")
_INLINE = pair("style", "right-inline")

# A name as it is printed, and in full.
_Person = tuple[Runs, str]


def format_bibliography(state: State) -> RenderedBibliography:
    """The entries of the works in `state`, in order, and how they are to be set.

    A work that fails unforeseen is left out with a warning.
    """
    area, terms = state.plan.bibliography, state.plan.terms
    if area is None:
        return RenderedBibliography(None, _layout_of({}, ()))
    failures: dict[str, Diagnostic] = {}
    runs = _substitute_authors(
        _entries(state, area, failures),
        area.options,
    )
    entries = tuple(
        Entry(key, finish(entry, terms, state.plan.in_notes))
        for key, entry in zip(state.order, runs, strict=True)
        if entry
    )
    return RenderedBibliography(
        entries,
        _layout_of(area.options, [entry.tree for entry in entries]),
        tuple(failures.values()),
    )


def _entries(
    state: State, area: Compiled, failures: dict[str, Diagnostic]
) -> Iterator[tuple[list[Run], list[NamesSeen]]]:
    """The runs of each entry, and the names it has."""
    for key in state.order:
        try:
            cx = _context(state, key)
            yield render_entry(cx, area), cx.names_seen
        except Exception as error:
            failures[key] = failure_of(key, error)
            yield [], []


def _context(state: State, key: str) -> Context:
    """Return the context of an entry, which spells out the given names that cites spell
    out.
    """
    cx = state.context(key, bibliography=True)
    # an entry lists names by its own et-al rules, so that `shown` does not apply
    spelled = cx.disambiguation
    cx.disambiguation = spelled._replace(
        shown=(),
        givens=spelled.givens[:1],
    )
    return cx


def render_entry(cx: Context, area: Compiled) -> list[Run]:
    """The runs of one entry."""
    look = area.look
    fields = _fields(cx, area)
    if not fields:
        return []
    # "ed." at the start of an entry is "Ed.": citeproc-js has it so
    capitalize_first_term(fields)
    if look.prefix:
        # affixes stand inside the blocks of display
        fields.insert(
            int(_is_block(fields[0])),
            Affix(look.prefix),
        )
    if look.suffix:
        fields.insert(
            len(fields) - int(_is_block(fields[-1])),
            Affix(look.suffix),
        )
    fonts = [pair("style", tag) for tag in look.fonts]
    return [
        *(opening for opening, _ in reversed(fonts)),
        *fields,
        *(closing for _, closing in fonts),
    ]


def _fields(cx: Context, area: Compiled) -> list[Run]:
    """Return the text of the layout's children, the first apart if the style aligns
    them.
    """
    out: list[Run] = []
    if not area.options.get("second-field-align") or not area.children:
        area.layout(cx, out)
        return out
    # second-field-align looks at the first child only
    first, *others = area.children
    first(cx, out)
    if out:
        out = [_MARGIN[0], *out, _MARGIN[1]]
    rest: list[Run] = []
    for child in others:
        child(cx, rest)
    if rest:
        return [*out, _INLINE[0], *rest, _INLINE[1]]
    return out


def _is_block(run: Run) -> bool:
    return isinstance(run, Mark) and run.tag in DISPLAY_TAGS


def _layout_of(options: Options, trees: Sequence[Inlines]) -> EntryLayout:
    """Return the layout of the entries by the style; `trees` are their first fields."""
    align = options.get("second-field-align", "")
    offset = 0
    if align:
        offset = max(map(_first_width, trees), default=0)
    return EntryLayout(
        hanging_indent=options.get("hanging-indent") == "true",
        second_field_align=align if align in ("flush", "margin") else "",
        line_spacing=whole_number(options.get("line-spacing"), 1),
        entry_spacing=whole_number(options.get("entry-spacing"), 1),
        max_offset=offset,
    )


def _first_width(tree: Inlines) -> int:
    if not tree:
        return 0
    first = tree[0]
    if not isinstance(first, str) and first.tag == "left-margin":
        return len(plain((first,)).strip())
    return 0


def _substitute_authors(
    entries: Iterable[tuple[list[Run], list[NamesSeen]]], options: Options
) -> Iterator[list[Run]]:
    """`entries` with the names that repeat the entry before replaced by the style's
    substitute.
    """
    text = options.get("subsequent-author-substitute")
    if text is None:
        yield from (runs for runs, _ in entries)
        return
    rule = options.get("subsequent-author-substitute-rule", "complete-all")
    previous: Sequence[_Person] = ()
    for runs, seen in entries:
        span = _span(runs, NAMES_OPEN, NAMES_CLOSE, 0)
        people: Sequence[_Person] = ()
        if span:
            start, end = span
            people = _people(runs[start:end], seen)
        if span and people:
            runs = _replaced(runs, span, people, previous, text, rule)
        yield runs
        # the next entry compares with what stood here, not with the dashes
        previous = people


def _span(
    runs: Sequence[Run], opening: Mark, closing: Mark, begin: int
) -> tuple[int, int] | None:
    for start in range(begin, len(runs)):
        if runs[start] is opening:
            for end in range(start + 1, len(runs)):
                if runs[end] is closing:
                    return start + 1, end
    return None


def _people(runs: Sequence[Run], seen: Iterable[NamesSeen]) -> list[_Person]:
    """Each name in `runs`, and its et al.; all of it where no name is marked (a title
    in place of an author). Two people whose names only look the same are not the
    same."""
    shown = map(
        str,
        chain.from_iterable(each.names[: each.shown] for each in seen),
    )
    found: list[_Person] = []
    span = _span(runs, NAME_OPEN, NAME_CLOSE, 0)
    while span:
        found.append((tuple(runs[span[0] : span[1]]), next(shown, "")))
        span = _span(runs, NAME_OPEN, NAME_CLOSE, span[1])
    if abbreviated := _span(runs, ET_AL_OPEN, ET_AL_CLOSE, 0):
        found.append((tuple(runs[abbreviated[0] : abbreviated[1]]), ""))
    return found or ([(tuple(runs), "")] if runs else [])


def _replaced(
    runs: list[Run],
    span: tuple[int, int],
    people: Sequence[_Person],
    previous: Sequence[_Person],
    text: str,
    rule: str,
) -> list[Run]:
    same = 0
    while same < min(len(people), len(previous)) and people[same] == previous[same]:
        same += 1
    complete = same == len(people) == len(previous)
    start, end = span
    # the whole list is replaced by one text, else name by name
    if rule == "complete-all":
        if complete:
            return [
                *runs[:start],
                *_all_replaced(runs[start:end], text),
                *runs[end:],
            ]
        return runs
    if (rule == "complete-each" and not complete) or not same:
        return runs
    # a title in place of names has no names to replace
    named = runs[start:end].count(NAME_OPEN)
    if not named:
        return [
            *runs[:start],
            *_instead(runs[start:end], text),
            *runs[end:],
        ]
    if rule == "partial-first":
        replaced = 1
    else:
        replaced = min(same, named)
    return _each_replaced(runs, start, replaced, text)


def _all_replaced(names: list[Run], text: str) -> list[Run]:
    """`text` instead of all that names a work: in what is around all the names, with
    their label.
    """
    if NAME_OPEN not in names:
        return _instead(names, text)
    first = names.index(NAME_OPEN)
    last = max(
        place
        for place, run in enumerate(names)
        if run is NAME_CLOSE or run is ET_AL_CLOSE
    )
    opening = [*_around(names, first), text] if text else []
    return [*opening, *names[last + 1 :]]


def _around(names: list[Run], first: int) -> list[Run]:
    """Return the runs around all of `names` from the `first` on, without labels and
    without fonts that each name has, too.
    """
    around = names[:first]
    if any(isinstance(run, str) and not isinstance(run, Affix) for run in around):
        return []
    if ET_AL_CLOSE not in names:
        return around
    each = names[first + 1 :]
    shared = (size for size in range(first, 0, -1) if around[-size:] == each[:size])
    return around[: first - next(shared, 0)]


def _instead(runs: list[Run], text: str) -> list[Run]:
    """`text` in the affixes and fonts that are around the whole of `runs`."""
    if not text:
        return []
    start, end = 0, len(runs)
    while start < end:
        run = runs[start]
        if isinstance(run, Mark):
            while end > start and isinstance(runs[end - 1], Affix):
                end -= 1
            if run.closing or runs[end - 1] is not run.partner:
                break
            end -= 1
        elif not isinstance(run, Affix):
            break
        start += 1
    return [*runs[:start], text, *runs[end:]]


def _each_replaced(runs: list[Run], start: int, count: int, text: str) -> list[Run]:
    out = list(runs)
    begin = start
    for _ in range(count):
        span = _span(out, NAME_OPEN, NAME_CLOSE, begin)
        if not span:
            break
        name = _instead(out[span[0] : span[1]], text)
        out[span[0] : span[1]] = name
        begin = span[0] + len(name)
    return out
