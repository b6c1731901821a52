"""How well the DOI a record lacks is found: `python -m tests.benchmarks.validate
[FOLDER]`.

Every recorded work is retyped without its DOI, with initials for given names and some
details left out, and set against the recorded works most like it: once with its own
among them, once without.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from csecrefs.comparison import Profile, compare_fields, profile, same_work
from csecrefs.comparison.plain import plain
from csecrefs.model import Reference
from csecrefs.model.identifiers import Identifier
from csecrefs.resolve.missing import best_of
from csecrefs.resolve.outcome import Resolution
from tests.benchmarks.verify import recorded, retyped
from tests.conformance import SHARED

_NEAREST = 12


def typed(reference: Reference, chance: random.Random) -> Reference:
    """The reference as somebody might have typed it."""
    authors = tuple(
        name.evolve(given=" ".join(f"{word[0]}." for word in name.given.split()))
        if name.given
        else name
        for name in reference.names("author")
    )
    dropped = {
        variable: None
        for variable in ("issue", "page", "volume", "publisher")
        if chance.random() < 0.3
    }
    changes = {
        "DOI": None,
        "URL": None,
        "number": None,
        "author": authors or None,
    } | dropped
    return reference.evolve(changes)


def twins(one: Profile, other: Profile) -> bool:
    """Whether two recorded works agree in all they say: one work registered twice."""
    return all(field.agreement != "different" for field in compare_fields(one, other))


def measure(folder: Path, seed: int = 3, step: int = 1) -> tuple[int, int, int, int]:
    """Right proposals, wrong ones with the work among the candidates, wrong ones
    without it, and the tries.

    A twin of the work is no wrong proposal. Only every `step`-th work is looked for.
    """
    chance = random.Random(seed)
    references = recorded(folder)
    pool = {reference.text("DOI"): profile(reference) for reference in references}
    index: dict[str, set[str]] = defaultdict(set)
    for doi, known in pool.items():
        for word in _words(known.reference):
            index[word].add(doi)
    right = wrong = wrong_without = tries = 0
    for _, copies in retyped(references[::step]):
        for copy in copies:
            doi = copy.text("DOI")
            mine = profile(typed(copy, chance))
            near = _nearest(copy, index)
            tries += 1
            chosen = _choose(mine, [pool[other] for other in near | {doi}])
            right += chosen == doi
            wrong += chosen not in ("", doi)
            if chosen != doi:
                MISSED.append((doi, chosen))
            other = _choose(mine, [pool[other] for other in near - {doi}])
            if other and not twins(pool[doi], pool[other]):
                wrong_without += 1
                WRONG.append((doi, other))
    return right, wrong, wrong_without, tries


def _nearest(reference: Reference, index: dict[str, set[str]]) -> set[str]:
    counts = Counter(
        doi
        for word in _words(reference)
        for doi in index[word]
        if len(index[word]) < 400
    )
    return {doi for doi, _ in counts.most_common(_NEAREST)}


def _words(reference: Reference) -> set[str]:
    names = " ".join(name.family or name.literal for name in reference.names("author"))
    return set(re.findall(r"\w{3,}", plain(f"{reference.text('title')} {names}")))


def _choose(mine: Profile, candidates: list[Profile]) -> str:
    found = [
        (
            same_work(mine, theirs),
            theirs,
            Resolution(Identifier("doi", theirs.doi), "found", theirs.reference),
        )
        for theirs in candidates
    ]
    best = best_of(found)
    return (
        best.resolution.identifier.value if best and best.resolution.identifier else ""
    )


MISSED: list[tuple[str, str]] = []
WRONG: list[tuple[str, str]] = []

if __name__ == "__main__":
    right, wrong, without, tries = measure(
        Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "registry"
    )
    proposed = right + wrong + without
    print(
        f"precision {right}/{proposed} = {right / proposed:.2%} ({wrong} wrong, {without} with none there)"
    )
    print(f"recall {right}/{tries} = {right / tries:.2%}")
