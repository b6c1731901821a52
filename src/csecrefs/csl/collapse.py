"""Joining the cites of one citation: grouping, collapsing by number and year,
delimiters.

Source: CSL 1.0.2 specification, "Cite Grouping" and "Cite Collapsing".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from csecrefs.csl.style import Options
from csecrefs.text.runs import Affix, OrderText, Run, text_of
from csecrefs.tuples import NamedTuple

# How cites collapse where after-collapse-delimiter follows all that have names, as in
# citeproc-js.
_AFTER_ALL: Final = frozenset({"year", "year-suffix-ranged"})


class RenderedCite(NamedTuple):
    """One cite as rendered, with what collapsing needs to know of it.

    `runs` is the cite without its affixes; `names` what names it, `rest` the cite
    without them, `tail` the cite without names and year; a `nameless` one has nothing,
    or a term such as "anonymous", where others have names.
    """

    runs: tuple[Run, ...]
    prefix: tuple[Run, ...]
    suffix: tuple[Run, ...]
    names: tuple[Run, ...]
    rest: tuple[Run, ...]
    year: str
    year_suffix: str
    nameless: bool
    number: int
    locator: str
    tail: tuple[Run, ...] = ()


def groups_cites(options: Options) -> bool:
    """True if a style groups the cites of a citation by their authors."""
    # Either of the two attributes turns grouping on ("Cite Grouping").
    return "cite-group-delimiter" in options or options.get("collapse", "").startswith(
        "year"
    )


def grouped(
    cites: Sequence[RenderedCite],
    options: Options,
    gather: bool,
    divided: bool = False,
) -> list[list[RenderedCite]]:
    """`cites` in groups by the same authors, where the style groups cites.

    Cites that stand apart are brought together only in a style that sorts them
    (`gather`). Those without names, whatever stands in place of one, then stand
    together too, each in a group of its own. With `divided` the author's words before
    a cite part it from those before.
    """
    if not groups_cites(options):
        return [[cite] for cite in cites]
    groups: list[list[RenderedCite]] = []
    for cite in cites:
        # without a sort the writer's order holds
        near = groups if gather else groups[-1:]
        if divided and cite.prefix:
            near = []  # as in jgm/citeproc: "Low 2001; but see Low 2002"
        home = next((group for group in near if _joins(group, cite)), None)
        if home is None:
            groups.insert(
                _place(groups, cite) if gather else len(groups),
                [cite],
            )
        else:
            home.append(cite)
    return groups


def _place(groups: list[list[RenderedCite]], cite: RenderedCite) -> int:
    """Return the position of a new group with `cite`: last, or after the last group
    without names if it has none.
    """
    last = len(groups) - 1
    if not cite.names and not cite.prefix:
        last = max(
            (place for place, group in enumerate(groups) if not group[0].names),
            default=last,
        )
    return last + 1


def _joins(group: list[RenderedCite], cite: RenderedCite) -> bool:
    return text_of(group[0].names) == text_of(cite.names) and bool(
        cite.names or cite.year_suffix
    )


def join_cites(
    cites: Sequence[RenderedCite],
    delimiter: str,
    options: Options,
    in_text: bool,
    gather: bool,
    divided: bool = False,
) -> list[Run]:
    """The runs of a citation's cites, collapsed as the style asks; `in_text` is the
    style's class, `gather` whether it sorts cites, `divided` whether the author's words
    part them."""
    collapse = options.get("collapse", "")
    if collapse == "citation-number":
        return _join_numbers(cites, delimiter, options)
    out: list[Run] = []
    groups = grouped(cites, options, gather, divided)
    joints = Joints(options, delimiter, in_text)
    before: list[RenderedCite] = []
    for group in groups:
        if before:
            out = _with_joint(
                out, before[-1], group[0], joints.between_groups(before, group[0])
            )
        out += (
            _join_group(group, collapse, joints) if len(group) > 1 else _whole(group[0])
        )
        before = group
    return out


class Joints(NamedTuple):
    """The delimiters of a citation's cites."""

    options: Options
    delimiter: str
    in_text: bool

    def between_groups(self, before: list[RenderedCite], cite: RenderedCite) -> str:
        """Return the delimiter between two groups of cites. A group without names
        counts as one whose names were collapsed into those before.
        """
        if cite.nameless and self.options.get("collapse", "").startswith("year"):
            return self._between_nameless(before)
        after = self.options.get("after-collapse-delimiter")
        collapsed = len(before) > 1
        if after is None or not (
            collapsed
            or before[-1].locator
            or self.options.get("collapse") in _AFTER_ALL
        ):
            return self.delimiter
        return after

    def _between_nameless(self, before: list[RenderedCite]) -> str:
        """Return the delimiter before a cite that has no names, as citeproc-js has it."""
        after = self.options.get("after-collapse-delimiter")
        if after is not None:
            if before[-1].locator:
                return after
            return self.delimiter
        if len(before) > 1:
            return self.within_group(before[-1])
        return self._default

    def within_group(self, before: RenderedCite) -> str:
        """Return the delimiter between a cite and the next one by the same authors.

        It is the same whatever the next cite prints after the names: a year, "n.d." or
        "in press". Styles of class note have no default of their own
        (disambiguate_YearCollapseWithInstitution).
        """
        after = self.options.get("after-collapse-delimiter")
        if after is not None and before.locator:
            return after  # collapse_ChicagoAfterCollapse
        return self.options.get("cite-group-delimiter", self._default)

    @property
    def _default(self) -> str:
        if self.in_text:
            return ", "
        return self.delimiter

    @property
    def year_suffixes(self) -> str:
        """Return the delimiter between collapsed year-suffixes."""
        # The specification's default is the layout's delimiter ("Cite Collapsing").
        fallback = self.options.get("cite-group-delimiter", self.delimiter)
        return self.options.get("year-suffix-delimiter", fallback)


def _with_joint(
    out: list[Run], before: RenderedCite, cite: RenderedCite, joint: str
) -> list[Run]:
    """`out` with a delimiter, unless the writer's affixes already bring the
    punctuation.
    """
    if cite.prefix and text_of(cite.prefix)[:1] in (",", ".", ";"):
        return out
    # The suffix "see below." and the delimiter "; " would give two marks, ".;".
    if before.suffix and text_of(before.suffix).rstrip()[-1:] in (",", ".", ";"):
        joint = joint.lstrip(",.;:?!")
    return [*out, Affix(joint)]


def _whole(cite: RenderedCite) -> list[Run]:
    return [*cite.prefix, *cite.runs, *cite.suffix]


def _join_group(group: list[RenderedCite], collapse: str, joints: Joints) -> list[Run]:
    out = _whole(group[0])
    if not collapse.startswith("year"):
        for before, cite in pairwise(group):
            out = [
                *_with_joint(
                    out,
                    before,
                    cite,
                    joints.within_group(before),
                ),
                *_whole(cite),
            ]
        return out
    place = 1
    while place < len(group):
        # each cite is compared with the one that stands before it
        before, cite = group[place - 1], group[place]
        run = place
        if collapse == "year-suffix-ranged":
            run = _suffix_range(group, place)
        if run > place:
            out += [
                Affix("–"),
                *group[run].tail,
                *group[run].suffix,
            ]
            place = run + 1
            continue
        alike = bool(cite.tail) and _same_year(before, cite)
        # "Doe 2000a, b" leaves out name and year, "Doe 2000, 2001" the name only.
        kept = cite.tail if alike else cite.rest
        if cite.prefix and not kept:
            kept = cite.runs  # "(Lap, see Lap)": there is no year to be seen
        left = [*cite.prefix, *kept, *cite.suffix]
        bare = alike and _is_suffix(cite) and not (before.suffix or cite.suffix)
        if bare:
            joint = joints.year_suffixes
        else:
            joint = joints.within_group(before)
        if left:
            out = [*_with_joint(out, before, cite, joint), *left]
        place += 1
    return out


def _same_year(before: RenderedCite, cite: RenderedCite) -> bool:
    return bool(cite.year_suffix and before.year_suffix) and before.year == cite.year


def _is_suffix(cite: RenderedCite) -> bool:
    """True if nothing but its year-suffix is left of a cite, and perhaps an affix
    before it.
    """
    words = [
        run for run in cite.tail if isinstance(run, str) and not isinstance(run, Affix)
    ]
    return (
        not cite.prefix
        and words == [cite.year_suffix]
        and text_of(cite.tail).endswith(cite.year_suffix)
    )


def _suffix_range(group: list[RenderedCite], place: int) -> int:
    """The last place of a run of consecutive year-suffixes that starts before `place`,
    if it spans three.
    """
    start = end = place - 1
    while (
        end + 1 < len(group)
        and _same_year(group[end], group[end + 1])
        and _is_suffix(group[end + 1])
        and _follows(group[end], group[end + 1])
    ):
        end += 1
    # Two suffixes are no range: "2000a, b", but "2000a–c".
    if end - start >= 2:
        return end
    return place


def _follows(first: RenderedCite, second: RenderedCite) -> bool:
    # Only single letters are compared: "aa" follows "z", which `ord` does not tell.
    one, other = first.year_suffix, second.year_suffix
    return (
        not first.suffix and len(one) == len(other) == 1 and ord(other) == ord(one) + 1
    )


def _join_numbers(
    cites: Sequence[RenderedCite], delimiter: str, options: Options
) -> list[Run]:
    """Three or more consecutive citation numbers become a range."""
    after = options.get("after-collapse-delimiter", delimiter)
    out: list[Run] = []
    place = 0
    ranged = False  # True if a range stands before
    while place < len(cites):
        end = place
        while end + 1 < len(cites) and _consecutive(cites[end], cites[end + 1]):
            end += 1
        if place:
            before, cite = cites[place - 1], cites[place]
            if ranged:
                plain = _is_number(cite)
            else:
                plain = bool(before.locator) and not cite.suffix
            joint = delimiter
            if plain and not cite.prefix:
                joint = after
            out = _with_joint(out, before, cite, joint)
        out += _whole(cites[place])
        # two numbers are no range: [1, 2] but [1–3]
        ranged = end - place >= 2
        if ranged:
            out += [Affix("–"), *_whole(cites[end])]
            place = end
        place += 1
    return out


def _is_number(cite: RenderedCite) -> bool:
    """True if a cite prints its number and nothing else."""
    text = (
        run for run in cite.runs if isinstance(run, str) and not isinstance(run, Affix)
    )
    return not cite.suffix and all(isinstance(run, OrderText) for run in text)


def _consecutive(first: RenderedCite, second: RenderedCite) -> bool:
    numbers = _is_number(first) and _is_number(second) and not second.prefix
    return numbers and second.number == first.number + 1
