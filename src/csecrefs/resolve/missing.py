"""The DOI a record lacks: search for the work, and believe a candidate only for reasons
that can be told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from csecrefs.comparison import WorkMatch, profile, same_work
from csecrefs.comparison.profile import Profile
from csecrefs.model import Reference
from csecrefs.resolve.outcome import Resolution
from csecrefs.resolve.resolver import Resolver
from csecrefs.text.jats import strip_rich_text

# Two matches closer than this cannot be told apart.
_CLEAR: Final = 0.05


@attrs.frozen
class FoundWork:
    """The registered work that a record was matched to, and why."""

    resolution: Resolution
    match: WorkMatch


def search_words(reference: Reference) -> str:
    """Return the words to search a reference by: title, first names, year,
    container.
    """
    people = [name for name in reference.names("author") if not name.is_others]
    families = [name.family or name.literal for name in people[:3]]
    parts = [
        reference.text("title"),
        *families,
        str(reference.year or ""),
        reference.text("container-title"),
    ]
    return strip_rich_text(" ".join(filter(None, parts)))


def find_work(reference: Reference, resolver: Resolver) -> FoundWork | None:
    """The one registered work that the reference describes, or None. Raises
    NetworkError.
    """
    if not reference.text("title"):
        return None
    candidates = resolver.search(search_words(reference))
    return choose(reference, candidates)


def choose(reference: Reference, candidates: Iterable[Resolution]) -> FoundWork | None:
    """The candidate that is the work, or None: none is good enough, or two are as good
    as each other.
    """
    mine = profile(reference)
    # A work without a DOI cannot fill the gap.
    found = [
        (same_work(mine, theirs), theirs, candidate)
        for candidate in candidates
        if candidate.reference and (theirs := profile(candidate.reference)).doi
    ]
    return best_of(found)


def confirm(reference: Reference, resolver: Resolver) -> FoundWork | None:
    """Return a work of a catalogue that the reference describes, with or without a DOI;
    None if no catalogue has one.
    """
    title = strip_rich_text(reference.text("title"))
    if not title:
        return None
    mine = profile(reference)
    found: list[FoundWork] = []
    for candidate in resolver.candidates(title):
        if candidate.reference is None:
            continue
        match = same_work(mine, profile(candidate.reference))
        if match.accepted:
            found.append(FoundWork(candidate, match))
    return max(
        found,
        key=lambda each: each.match.score,
        default=None,
    )


def best_of(found: list[tuple[WorkMatch, Profile, Resolution]]) -> FoundWork | None:
    """The accepted match that is clearly the best."""
    accepted = sorted(
        (entry for entry in found if entry[0].accepted),
        key=lambda entry: -entry[0].score,
    )
    if not accepted:
        return None
    match, chosen, resolution = accepted[0]
    # Two answers with one DOI are the same work, and no rivals.
    rivals = [
        other
        for score, other, _ in accepted[1:]
        if other.doi != chosen.doi and match.score - score.score < _CLEAR
    ]
    # Two works that fit alike are none: a wrong identifier is worse than none.
    if rivals:
        return None
    return FoundWork(resolution, match)
