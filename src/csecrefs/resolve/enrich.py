"""Fields that a registry knows and a record lacks: missing fields, and the missing
DOI, as proposals.

Nothing a person wrote is replaced: a proposal only ever fills what is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import attrs

from csecrefs.comparison import WorkMatch
from csecrefs.errors import NetworkError
from csecrefs.model import Reference
from csecrefs.model.values import Value
from csecrefs.resolve.missing import find_work
from csecrefs.resolve.outcome import Provenance, Resolution
from csecrefs.resolve.resolver import Resolver
from csecrefs.resolve.verify import Verdict, identifier_of, judge

PROPOSED: Final = (
    "author",
    "editor",
    "issued",
    "container-title",
    "collection-title",
    "volume",
    "issue",
    "page",
    "number",
    "publisher",
    "publisher-place",
    "edition",
    "event-title",
    "event-place",
    "event-date",
    "ISBN",
    "ISSN",
    "DOI",
    "PMID",
    "language",
)
"""The variables that are proposed: what styles print, and the identifiers that let a
work be found.
"""

# Verdicts on records that are surely of the work that the registry has.
_TRUSTED: Final[frozenset[Verdict]] = frozenset({"ok", "cosmetic", "incomplete"})


@attrs.frozen
class Proposal:
    """A value for a variable that the record leaves empty, and where it comes from."""

    variable: str
    value: Value
    provenance: Provenance | None = None


@attrs.frozen
class Enrichment:
    """The proposals for one record; `match` explains a work that was found by
    search.

    `outcome` is "proposed", "complete" (nothing to add), "doubtful" (the registry's
    record disagrees with this one: verify it first), "not-found" or "unchecked" (the
    network did not let us judge).
    """

    key: str
    outcome: str
    proposals: tuple[Proposal, ...] = ()
    match: WorkMatch | None = None
    detail: str = ""

    def apply(self, reference: Reference) -> Reference:
        """`reference` with the proposals in the variables that it leaves empty."""
        changes = {
            each.variable: each.value
            for each in self.proposals
            if each.variable not in reference
        }
        return reference.evolve(changes)


def enrich(
    references: Iterable[Reference], resolver: Resolver, *, workers: int = 8
) -> Iterator[Enrichment]:
    """Yield the proposals for each reference, in order, several asked at once; never
    raises for the network.
    """
    pool = ThreadPoolExecutor(workers, thread_name_prefix="enrich")
    try:
        yield from pool.map(
            lambda reference: _guarded(reference, resolver),
            references,
        )
    finally:
        # Whoever stops early does not wait for records that were not begun.
        pool.shutdown(wait=True, cancel_futures=True)


def _guarded(reference: Reference, resolver: Resolver) -> Enrichment:
    """Return what is proposed for one record; whatever goes wrong with it is its own."""
    try:
        return enrich_one(reference, resolver)
    except Exception as error:
        detail = f"this record could not be checked ({type(error).__name__}: {error})"
        return Enrichment(reference.id, "unchecked", detail=detail)


def enrich_one(reference: Reference, resolver: Resolver) -> Enrichment:
    """Look the work up by its identifier, else search for it, and propose what is
    missing.
    """
    identifier = identifier_of(reference)
    match: WorkMatch | None = None
    if identifier is not None:
        resolution = resolver.resolve(identifier)
    else:
        try:
            found = find_work(reference, resolver)
        except NetworkError as error:
            return Enrichment(reference.id, "unchecked", detail=str(error))
        if found is None:
            return Enrichment(
                reference.id,
                "not-found",
                detail="no registered work is surely this one",
            )
        resolution, match = found.resolution, found.match
    if resolution.reference is None:
        # A registry that cannot be asked says nothing of the reference.
        outcome = "unchecked"
        if resolution.certain:
            outcome = "not-found"
        return Enrichment(reference.id, outcome, detail=resolution.detail)
    verification = judge(reference, resolution)
    # A search already compared the two; an identifier may be that of another work.
    if match is None and verification.verdict not in _TRUSTED:
        return Enrichment(reference.id, "doubtful", detail=verification.detail)
    proposals = tuple(_proposals(reference, resolution))
    return Enrichment(
        reference.id, "proposed" if proposals else "complete", proposals, match
    )


def _proposals(reference: Reference, resolution: Resolution) -> Iterator[Proposal]:
    registered = resolution.reference
    if registered is None:
        return
    for variable in PROPOSED:
        value = registered.get(variable)
        if (
            value
            and variable not in reference
            and not _said_otherwise(variable, reference, registered)
        ):
            yield Proposal(variable, value, resolution.provenance.get(variable))


def _said_otherwise(variable: str, reference: Reference, registered: Reference) -> bool:
    """True if the record says the same elsewhere: an article number as pages, editors
    for authors.
    """
    # "e0123456" may be the page in one record and the number in the other.
    if variable == "number":
        return reference.text("page") == registered.text("number")
    if variable == "author":
        return bool(reference.names("editor"))
    return variable == "publisher" and registered.type == "article-journal"
