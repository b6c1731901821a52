"""Disambiguation: what is added to cites that would otherwise look the same.

Names are added, given names expanded, `disambiguate="true"` branches opened, and
year-suffixes given, in this order; each only as far as it tells works apart. Only works
that look like another are rendered again.

Source: CSL 1.0.2 specification, "Disambiguation".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from csecrefs.csl.context import (
    FULL,
    INITIALS,
    PLAINLY,
    Disambiguation,
    GivenLevel,
    NamesSeen,
)
from csecrefs.csl.style import Options
from csecrefs.model import Name
from csecrefs.text.names import initialed, split_name
from csecrefs.tuples import NamedTuple

# Names of one list that are tried: readers look for a difference among the first.
_MAX_NAMES: Final = 60
# Details that are tried for works that look alike, each by rendering them again; ten
# lists of twenty names, initialed and in full.
_MAX_STEPS: Final = 600
# Lists of names that are rendered for these steps: all of them in cites of ten.
_MAX_LISTS: Final = 6_000
# `disambiguate` conditions that are opened; installed styles meet up to ten in a
# cite.
_MAX_CONDITIONS: Final = 60


class Appearance(NamedTuple):
    """The appearance of one work's cite: comparable text, names shown, conditions
    tested.
    """

    text: str
    names: tuple[NamesSeen, ...]
    conditions: int


Render = Callable[[str, Disambiguation], Appearance]
Levels = Mapping[tuple[Name, bool], GivenLevel]
"""How full given names must be, by (name, is the first of its list)."""


class _Step(NamedTuple):
    """One more detail: a name shown, or a given name at a higher level."""

    place: int
    number: int
    level: GivenLevel = 0


def alike(keys: Sequence[str], texts: Mapping[str, str]) -> list[list[str]]:
    """The sets of `keys` whose cites look the same, by their `texts`, before anything
    is added.
    """
    counts = Counter(map(texts.__getitem__, keys))
    parts: dict[str, list[str]] = {
        text: [] for text, times in counts.items() if times > 1
    }
    for key in keys:
        if (text := texts[key]) in parts:
            parts[text].append(key)
    return list(parts.values())


def tell_apart(
    group: Sequence[str], options: Options, render: Render
) -> dict[str, Disambiguation]:
    """Return the additions to works that look alike, given in the order of their
    year-suffixes. Works that nothing tells apart are left out.
    """
    names = options.get("disambiguate-add-names") == "true"
    by_cite = options.get("givenname-disambiguation-rule", "by-cite") == "by-cite"
    givens = options.get("disambiguate-add-givenname") == "true" and by_cite
    found = _spell_out(group, names, givens, render)
    found = _open_conditions(group, found, render)
    if options.get("disambiguate-add-year-suffix") == "true":
        for part in _alike(group, found, render):
            for number, key in enumerate(part):
                found[key] = found[key]._replace(year_suffix=year_suffix(number))
    return {key: spelled for key, spelled in found.items() if spelled != PLAINLY}


def _partition(
    keys: Iterable[str], spelled: Disambiguation, render: Render
) -> list[list[str]]:
    parts: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        parts[render(key, spelled).text].append(key)
    return list(parts.values())


def _spell_out(
    group: Sequence[str], names: bool, givens: bool, render: Render
) -> dict[str, Disambiguation]:
    """Add names and expand given names until the works of `group` differ, or nothing
    more can be added.
    """
    result = dict.fromkeys(group, PLAINLY)
    if not names and not givens:
        return result
    lists = [render(key, PLAINLY).names for key in group]
    longest = max(len(seen) for seen in lists) or 1
    most = min(_MAX_STEPS, _MAX_LISTS // longest)
    steps = list(islice(_steps(lists, names, givens), most))
    pending = [(list(group), PLAINLY, 0)]
    while pending:
        members, best, begin = pending.pop()
        result.update(dict.fromkeys(members, best))
        trial = best
        for number in range(begin, len(steps)):
            attempt = _with(trial, steps[number])
            parts = _partition(members, attempt, render)
            if len(parts) > 1:
                for part in parts:
                    result.update(dict.fromkeys(part, attempt))
                # works that still look alike go on from here
                pending += [
                    (part, attempt, number + 1) for part in parts if len(part) > 1
                ]
                break
            # names stay added, given names only where they help
            if not steps[number].level:
                trial = attempt
    return result


def _steps(
    lists: Sequence[tuple[NamesSeen, ...]], names: bool, givens: bool
) -> Iterator[_Step]:
    for place in range(max((len(seen) for seen in lists), default=0)):
        here = [seen[place] for seen in lists if place < len(seen)]
        most = min(max(len(seen.names) for seen in here), _MAX_NAMES)
        shown = min(seen.shown for seen in here)
        for number in range(most):
            if number >= shown:
                if not names:
                    break
                yield _Step(place, number)
            # a style without initials goes to the full name at once
            if givens and any(seen.initials for seen in here):
                yield _Step(place, number, INITIALS)
            if givens:
                yield _Step(place, number, FULL)


def _with(spelled: Disambiguation, step: _Step) -> Disambiguation:
    """`spelled` with one more detail."""
    if not step.level:
        shown = [*spelled.shown, *[0] * (step.place + 1 - len(spelled.shown))]
        shown[step.place] = step.number + 1
        return spelled._replace(shown=tuple(shown))
    givens = [list(levels) for levels in spelled.givens]
    givens += [[] for _ in range(step.place + 1 - len(givens))]
    levels = givens[step.place]
    levels += [0] * (step.number + 1 - len(levels))
    levels[step.number] = step.level
    return spelled._replace(givens=tuple(tuple(levels) for levels in givens))


def _open_conditions(
    group: Sequence[str], found: Mapping[str, Disambiguation], render: Render
) -> dict[str, Disambiguation]:
    """Open one `disambiguate` condition after the other for works that still look the
    same.
    """
    result = dict(found)
    for members in _alike(group, result, render):
        pending, level = [members], 0
        met = max(render(key, result[key]).conditions for key in members)
        most = min(met, _MAX_CONDITIONS)
        while pending and level < most:
            level += 1
            later: list[list[str]] = []
            for part in pending:
                opened = {key: result[key]._replace(condition=level) for key in part}
                split = _alike(part, opened, render, singles=True)
                if len(split) > 1 or level < most:
                    if len(split) > 1:
                        result.update(opened)
                    later += [some for some in split if len(some) > 1]
            pending = later
    return result


def _alike(
    keys: Sequence[str],
    spelled: Mapping[str, Disambiguation],
    render: Render,
    singles: bool = False,
) -> list[list[str]]:
    """The sets of `keys` that look the same with what was added to them."""
    parts: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        parts[render(key, spelled[key]).text].append(key)
    return [part for part in parts.values() if singles or len(part) > 1]


def year_suffix(number: int) -> str:
    """The suffix of the work in this place, from 0: a to z, then aa, ab, ..."""
    letters = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def people_of(look: Appearance, options: Options) -> tuple[Name, ...]:
    """The people in a cite whose given names may have to be fuller: all, or only the
    first.
    """
    if options.get("givenname-disambiguation-rule", "by-cite").startswith("primary"):
        if look.names:
            return look.names[0].names[:1]
        return ()
    return tuple(name for names in look.names for name in names.names)


class People:
    """The people in a document's works by family, and how full their given names must
    be, where a style tells people apart, not cites."""

    def __init__(self, options: Options) -> None:
        """`asked` says whether the style asks for any of this."""
        self._rule = options.get("givenname-disambiguation-rule", "by-cite")
        self.asked = (
            options.get("disambiguate-add-givenname") == "true"
            and self._rule != "by-cite"
        )
        self._works: dict[str, tuple[Name, ...]] = {}
        self._families: dict[str, Counter[Name]] = defaultdict(Counter)

    def change(self, levels: Levels, works: Mapping[str, tuple[Name, ...]]) -> Levels:
        """The levels where `levels` held before: `works` now have these people, none if
        they are gone.
        """
        touched: dict[str, None] = {}
        if not self.asked:
            return levels
        for key, people in works.items():
            for names, number in ((self._works.get(key, ()), -1), (people, 1)):
                for name in names:
                    touched[_family(name)] = None
                    self._families[_family(name)][name] += number
            self._works[key] = people
        result = dict(levels)
        for family in touched:
            for name in self._families[family]:
                result.pop((name, True), None)
                result.pop((name, False), None)
            self._families[family] = there = +self._families[family]
            if len(there) > 1:
                result |= self._levels(tuple(there))
        if result != levels:
            return result
        return levels

    def _levels(
        self, names: Sequence[Name]
    ) -> Iterator[tuple[tuple[Name, bool], GivenLevel]]:
        """Return the given-name levels of one family, for names that differ from the
        style's form.
        """
        givens: dict[str, set[str]] = defaultdict(set)
        for name in names:
            givens[_first(name)].add(_plain(split_name(name).given))
        for name in names:
            level = _level(
                givens,
                _first(name),
                self._rule.endswith("initials"),
            )
            if level:
                yield (name, True), level
                if not self._rule.startswith("primary"):
                    yield (name, False), level


def _family(name: Name) -> str:
    parts = split_name(name)
    return f"{parts.non_dropping} {parts.family}"


def _first(name: Name) -> str:
    """The initials of a name, to tell it from others of the family."""
    return _plain(initialed(split_name(name).given, ".", True, True))


def _level(
    same_family: Mapping[str, set[str]], first: str, initials_only: bool
) -> GivenLevel:
    if sum(len(givens) for givens in same_family.values()) < 2:
        return 0
    if initials_only:
        if len(same_family) > 1:
            return INITIALS
        return 0
    if len(same_family[first]) > 1:
        return FULL
    return INITIALS


def _plain(given: str) -> str:
    return given.replace(".", "").replace(" ", "").lower()
