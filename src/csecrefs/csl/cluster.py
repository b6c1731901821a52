"""One citation: its cites rendered, dressed with what the writer puts around them, and
joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from csecrefs.csl.cite import Cite
from csecrefs.csl.collapse import RenderedCite, join_cites
from csecrefs.csl.compiler import Compiled, Plan
from csecrefs.csl.context import Context
from csecrefs.csl.elements.names import NAMES_CLOSE, NAMES_OPEN
from csecrefs.csl.style import Look
from csecrefs.text.case import capitalize_first_term
from csecrefs.text.collation import collation_key
from csecrefs.text.markup import QuoteStyle, parse_markup
from csecrefs.text.runs import (
    YEAR_SUFFIX_CLOSE,
    YEAR_SUFFIX_OPEN,
    Affix,
    Closing,
    Mark,
    Run,
    Written,
    pair,
    text_of,
)

# Punctuation at the start of a writer's suffix that meets the end of the cite.
_MEETING: Final = " .,:;!?"
NO_PRINTED_FORM: Final = "[NO_PRINTED_FORM]"
"""Stands where a citation has nothing left to print, so that the reader sees that
something is missing.
"""
EMPTY_CITE: Final = "[CSL STYLE ERROR: reference with no printed form.]"
"""Stands where a citation begins with a work of which the style prints nothing, as in
citeproc-js.
"""


def cite_runs(cx: Context, area: Compiled) -> list[Run]:
    """The runs of one cite, without the layout's affixes."""
    cx.reset()
    out: list[Run] = []
    area.layout(cx, out)
    return out


def comparable(runs: Sequence[Run]) -> str:
    """Return the text and formatting of a cite without its year-suffix: cites with the
    same value look the same.
    """
    parts = (
        run if isinstance(run, str) else f"\0{run}{run.kind}{run.href}"
        for run in _without_suffix(runs)
    )
    return "\1".join(parts)


def citation_runs(
    cites: Sequence[tuple[Cite, Context]],
    plan: Plan,
    *,
    author_order: bool = False,
    said: str = "",
) -> list[Run]:
    """The runs of a whole citation, in the layout's affixes and fonts.

    A narrative citation starts with its first author, outside them. With
    `author_order` cites of one author stay where the writer put them. `said` is what
    the running text has named the first work by, which the brackets do not repeat.
    """
    area = plan.citation
    in_text = plan.style.style_class == "in-text"
    if in_text and cites and cites[0][0].mode == "narrative":
        first, cx = cites[0]
        author = _author(cx, plan)
        # the brackets hold what is left of the first cite
        others = [(attrs.evolve(first, mode="suppress-author"), cx), *cites[1:]]
        said = text_of(author)
        rest = citation_runs(others, plan, author_order=author_order, said=said)
        if rest == [NO_PRINTED_FORM]:
            return author
        if "superscript" in area.look.fonts:
            between = []
        else:
            between = [Affix(" ")]
        return [*author, *between, *rest]
    rendered: list[RenderedCite] = []
    for cite, cx in cites:
        rendered.append(_rendered(cite, cx, plan, not rendered, said))
        said = ""  # of the first work only
    out = join_cites(
        [cite for cite in rendered if cite.runs or cite.prefix or cite.suffix],
        area.delimiter,
        area.options,
        in_text,
        bool(area.keys) and not author_order,
        author_order,
    )
    if not out:
        return [NO_PRINTED_FORM]
    # names in running text take no brackets
    if all(cite.mode == "author-only" for cite, _ in cites):
        return out
    return _in_layout(out, area.look)


def _without_said(runs: list[Run], said: str) -> list[Run]:
    """Return the runs of a cite without the title that it begins with, if running text
    has said it: "Lanzarote Convention (2007)".

    A style that prints the title of a treaty elsewhere than in place of its names would
    print it again.
    """
    for place, run in enumerate(runs):
        begun = runs[:place]
        marks = [each for each in begun if isinstance(each, Mark)]
        is_whole = all(marks.count(each) == marks.count(each.partner) for each in marks)
        if isinstance(run, Closing) and is_whole:
            if text_of(begun).casefold() == said.casefold():
                return runs[place + 1 :]
            return runs
    if text_of(runs).casefold() == said.casefold():
        return []
    return runs


def _in_layout(out: list[Run], look: Look) -> list[Run]:
    """Return the runs of cites in the affixes and fonts of their layout."""
    if look.prefix:
        out.insert(0, Affix(look.prefix))
    if look.suffix:
        out.append(Closing(look.suffix))
    opening = [pair("style", tag)[0] for tag in reversed(look.fonts)]
    closing = [pair("style", tag)[1] for tag in look.fonts]
    return [*opening, *out, *closing]


def names_key(cx: Context, plan: Plan) -> tuple[bool, str]:
    """Return the tie-break of cites in a style that groups them: the printed names; a
    cite without names comes last. `cx` is one in which nothing tells names apart, as
    citeproc-js has it.
    """
    names, _ = _split_names(cite_runs(cx, plan.citation))
    key = ""
    if cx.names_seen:
        key = collation_key(text_of(names), plan.terms.language)
    return not key, key


def _author(cx: Context, plan: Plan) -> list[Run]:
    """Return the names of a cite, or what the style puts in their place.

    A cite without either is named by the work's authors, as running text names them.
    """
    names, _ = _split_names(cite_runs(cx, plan.citation))
    if not text_of(names):
        cx.reset()
        names = []
        plan.author(cx, names)
    return names


def _starts_sentence(before: str, first: bool) -> bool:
    """Return True if a cite starts a sentence, after the writer's text before it.

    One word with a full stop is an abbreviation, after which the sentence goes on
    ("Cf. ibid."), and so are several ("z. B.") and a last word with a full stop inside
    ("See e.g.").
    """
    text = before.rstrip(" \u00a0”’\"'»")
    if not text:
        return first
    words = text.split()
    abbreviated = all(map(_ends_in_stop, words)) or "." in words[-1].rstrip(".")
    if text[-1] == "." and abbreviated:
        return False
    return text[-1] in ".?!"


def _ends_in_stop(word: str) -> bool:
    return word.endswith(".")


def _rendered(
    cite: Cite, cx: Context, plan: Plan, first: bool, said: str
) -> RenderedCite:
    runs = cite_runs(cx, plan.citation)
    quotes = plan.terms.quotes
    names, rest = _split_names(runs)
    runs = _in_mode(cite, cx, plan, runs, said)
    if plan.in_notes and _starts_sentence(cite.prefix, first):
        capitalize_first_term(runs)  # magic_CapitalizeFirstOccurringTerm
    if first and not (runs or cite.mode or cite.prefix or cite.suffix):
        runs = [EMPTY_CITE]
    suffix = _affix(cite.suffix, quotes, before=False)
    if not runs and not cite.prefix:
        suffix = _begun(suffix)
    collapse = plan.citation.options.get("collapse", "")
    # what collapsing asks of a cite is rendered beforehand
    made = RenderedCite(
        runs=tuple(runs),
        prefix=_affix(cite.prefix, quotes, before=True),
        suffix=suffix,
        names=tuple(names) if cx.names_seen else (),
        nameless=cx.names_called and not cx.named,
        rest=tuple(rest),
        year=cx.year,
        number=cx.number,
        locator=cite.locator,
        year_suffix=cx.disambiguation.year_suffix if cx.suffix_printed else "",
    )
    # rendered a second time, since other elements may test the names
    if names and collapse.startswith("year"):
        made = made._replace(rest=tuple(_suppressed(cx, plan)))
    if made.year_suffix and collapse.startswith("year-suffix"):
        made = made._replace(tail=tuple(_suppressed(cx, plan, year=True)))
    if cite.href and cite.mode != "author-only":
        return _linked(made, cite.href)
    return made


def _in_mode(
    cite: Cite, cx: Context, plan: Plan, runs: list[Run], said: str
) -> list[Run]:
    """Return the runs of a cite as its mode has them: names alone, or without them."""
    if cite.mode == "author-only":
        return _author(cx, plan)
    if cite.mode == "suppress-author" and NAMES_OPEN in runs:
        return _suppressed(cx, plan)
    if said:
        return _without_said(runs, said)
    return runs


def _linked(cite: RenderedCite, href: str) -> RenderedCite:
    """Return a cite whose text links to an address, whatever collapsing leaves of it."""
    opening, closing = pair("style", "link", href)

    def around(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        if not runs:
            return ()
        return opening, *runs, closing

    return cite._replace(
        runs=around(cite.runs), rest=around(cite.rest), tail=around(cite.tail)
    )


def _suppressed(cx: Context, plan: Plan, year: bool = False) -> list[Run]:
    """The cite without its names, and perhaps without its year."""
    cx.suppress_names, cx.suppress_year = True, year
    runs = cite_runs(cx, plan.citation)
    cx.suppress_names = cx.suppress_year = False
    return runs


def _split_names(runs: list[Run]) -> tuple[list[Run], list[Run]]:
    """The first names in `runs`, and the rest."""
    for start, run in enumerate(runs):
        if run is NAMES_OPEN:
            end = next(
                place for place in range(start, len(runs)) if runs[place] is NAMES_CLOSE
            )
            return runs[start : end + 1], runs[:start] + runs[end + 1 :]
    return [], runs


def _without_suffix(runs: Sequence[Run]) -> list[Run]:
    kept: list[Run] = []
    inside = False
    for run in runs:
        if run is YEAR_SUFFIX_OPEN:
            inside = True
        elif run is YEAR_SUFFIX_CLOSE:
            inside = False
        elif not inside:
            kept.append(run)
    return kept


def _begun(suffix: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return a suffix that has nothing to be kept apart from: "(and more)"."""
    if suffix and isinstance(suffix[0], str):
        first = type(suffix[0])(suffix[0].lstrip(" "))
        return (first, *suffix[1:])
    return suffix


def _affix(text: str, quotes: QuoteStyle, before: bool) -> tuple[Run, ...]:
    """Return the writer's own text before or after a cite, with the space that keeps it
    apart.
    """
    if not text:
        return ()
    if before and text[-1:] not in " \u00a0'’([“‘\"«—–-/":
        text += " "
    elif not before and text[0] not in " \u00a0,.;:!?)]”’\"'—–-/":
        text = " " + text
    if before:
        return tuple(parse_markup(text, quotes))
    # punctuation at the start meets what the cite ends in, as a style's affix does
    rest = text.lstrip(_MEETING)
    lead = text[: len(text) - len(rest)]
    runs = parse_markup(rest, quotes)
    if lead:
        return (Written(lead), *runs)
    return tuple(runs)
