"""The comparison of two names, and of two lists of names:
differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from csecrefs.comparison.plain import plain, tight
from csecrefs.model import Name

Likeness = Literal["same", "compatible", "similar", "different"]
"""`same` but for case and accents; `compatible` where one says less (initials, a body's
short name); `similar` where it may be a slip of the pen; else `different`."""

_OTHERS: Final = frozenset(
    {
        "others",
        "et al",
        "and others",
        "et alii",
        "u a",
        "etal",
    }
)


class NameKey(NamedTuple):
    """A name as comparisons see it: the family with its particles, the given names, or
    the whole as one.
    """

    family: str
    given: tuple[str, ...]
    whole: str


def name_key(name: Name) -> NameKey:
    """The key of a name; a body's name is all in `whole`."""
    if name.literal:
        return NameKey(
            "",
            (),
            plain(name.literal, spell_greek=False),
        )
    family = plain(
        f"{name.dropping_particle} {name.non_dropping_particle} {name.family}",
        spell_greek=False,
    )
    given = tuple(plain(name.given, spell_greek=False).split())
    return NameKey(
        family.replace(" ", ""), given, f"{' '.join(given)} {family}".strip()
    )


def is_others(name: Name) -> bool:
    """True if a name stands for those not listed ("et al.")."""
    return plain(name.literal or name.family) in _OTHERS


def compare_names(mine: NameKey, theirs: NameKey) -> Likeness:
    """Compare two names."""
    if mine == theirs:
        return "same"
    if not mine.family or not theirs.family:
        return _compare_whole(mine, theirs)
    if mine.family == theirs.family:
        return _compare_given(mine.given, theirs.given)
    if sorted(mine.whole.split()) == sorted(theirs.whole.split()):
        return "compatible"
    if _umlauts(mine.family) == _umlauts(theirs.family):
        return _compare_given(mine.given, theirs.given)
    return _compare_families(mine, theirs)


def _compare_whole(mine: NameKey, theirs: NameKey) -> Likeness:
    first, second = (
        set(key.whole.split()) - {"the", "for", "of", "and"} for key in (mine, theirs)
    )
    if first == second:
        if mine.whole == theirs.whole:
            return "same"
        return "compatible"
    smaller = min(first, second, key=len)
    if len(smaller) >= 2 and smaller == first & second:
        return "compatible"
    if _near(tight(mine.whole), tight(theirs.whole)):
        return "similar"
    return "different"


def _compare_families(mine: NameKey, theirs: NameKey) -> Likeness:
    shorter, longer = sorted((mine.family, theirs.family), key=len)
    joined = {"".join(mine.given) + mine.family, "".join(theirs.given) + theirs.family}
    if len(joined) == 1:
        return "compatible"
    if len(longer) - 2 > len(shorter) > 3 and (
        longer.endswith(shorter) or longer.startswith(shorter)
    ):
        given = _compare_given(mine.given[:1], theirs.given[:1])
        if given == "different":
            return "similar"
        return "compatible"
    if _near(mine.family, theirs.family):
        return "similar"
    return "different"


def _compare_given(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Likeness:
    if mine == theirs:
        return "same"
    if not mine or not theirs or "".join(mine) == "".join(theirs):
        return "compatible"
    first, second = mine[0], theirs[0]
    if first.startswith(second) or second.startswith(first):
        return "compatible"
    if _initials(mine) == _initials(theirs) or _runs_initials(mine, theirs):
        return "compatible"
    if first in theirs or second in mine:
        return "compatible"
    if first[:1] == second[:1] or _near(first, second):
        return "similar"
    return "different"


def _initials(given: tuple[str, ...]) -> str:
    if any(len(word) == 1 for word in given):
        return "".join(word[0] for word in given)
    return " ".join(given)


def _runs_initials(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """True if one side runs the other's initials together ("JP" for "Jean Pierre")."""
    for run, words in ((mine, theirs), (theirs, mine)):
        initials = "".join(word[0] for word in words)
        if (
            # A single given name of up to three letters: "JP", "JRR".
            len(run) == 1
            and len(run[0]) <= 3
            and (initials.startswith(run[0]) or run[0].startswith(initials))
        ):
            return True
    return False


# "Mueller" and "Müller".
def _umlauts(text: str) -> str:
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _near(first: str, second: str) -> bool:
    # Short names differ by one letter as a rule: Meier, Meyer.
    allowed = 2
    if max(len(first), len(second)) < 8:
        allowed = 1
    return (
        min(len(first), len(second)) > 2
        and DamerauLevenshtein.distance(first, second, score_cutoff=allowed) <= allowed
    )


class ListComparison(NamedTuple):
    """The comparison of two lists of names; `problem` is empty where they are of the same
    people.
    """

    likeness: Likeness
    problem: str = ""


def compare_lists(mine: Sequence[Name], theirs: Sequence[Name]) -> ListComparison:
    """Compare a record's list with a registry's: who is missing, added, moved, or
    spelled otherwise.
    """
    shortened = bool(mine) and is_others(mine[-1])
    ours = [name_key(name) for name in mine if not is_others(name)]
    registered = [name_key(name) for name in theirs if not is_others(name)]
    cut = shortened or (bool(theirs) and is_others(theirs[-1]))
    pairs = [compare_names(*pair) for pair in zip(ours, registered, strict=False)]
    whole = len(ours) == len(registered) or (cut and bool(ours))
    if whole and all(pair in ("same", "compatible") for pair in pairs):
        if not cut and set(pairs) <= {"same"}:
            return ListComparison("same")
        return ListComparison("compatible")
    return ListComparison(*_problem(ours, registered))


def _problem(ours: list[NameKey], registered: list[NameKey]) -> tuple[Likeness, str]:
    left, missing = list(ours), []
    for wanted in registered:
        match = next(
            (
                key
                for key in left
                if compare_names(key, wanted) in ("same", "compatible")
            ),
            None,
        )
        if match:
            left.remove(match)
        else:
            missing.append(wanted)
    if not missing and not left:
        return "similar", "in another order"
    if missing and len(missing) == len(left):
        spelled = [
            compare_names(*pair) == "similar"
            for pair in zip(left, missing, strict=True)
        ]
        # More than half misspelt is another list.
        if all(spelled) and len(left) <= max(1, len(registered) // 2):
            return "similar", "spelled otherwise: " + _list(missing)
    parts = []
    if missing:
        parts.append(f"missing: {_list(missing)}")
    if left:
        parts.append(f"not among the registered: {_list(left)}")
    kept = len(registered) - len(missing)
    return ("similar" if kept and kept >= len(missing) else "different"), "; ".join(
        parts
    )


def _list(keys: list[NameKey]) -> str:
    shown = ", ".join(key.whole for key in keys[:3])
    if len(keys) > 3:
        return f"{shown} and {len(keys) - 3} more"
    return shown
