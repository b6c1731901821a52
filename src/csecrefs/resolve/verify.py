"""A record against the registry: what agrees, what does not, and what happened to the
work since.

A verdict says what was seen. What the registries do not know is "unconfirmed", never
called invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Literal

import attrs

from csecrefs.comparison import FieldComparison, Profile, compare_fields, profile
from csecrefs.comparison.titles import title_likeness
from csecrefs.comparison.work import shared_authors
from csecrefs.errors import NetworkError
from csecrefs.model import Reference
from csecrefs.model.identifiers import Identifier, isbn, parse_doi, parse_identifier
from csecrefs.model.update import GRAVE, Update
from csecrefs.resolve.missing import find_work
from csecrefs.resolve.outcome import Resolution
from csecrefs.resolve.resolver import Resolver

Verdict = Literal[
    "ok",
    "cosmetic",
    "incomplete",
    "field-mismatch",
    "wrong-work",
    "bad-identifier",
    "unconfirmed",
    "unchecked",
]
"""`cosmetic`: the same but for spelling; `incomplete`: nothing wrong, but something
that is cited is missing; `bad-identifier`: no such identifier is registered;
`unconfirmed`: no registry was found to know the work; `unchecked`: the network did not
let us judge."""

FINDINGS: Final[frozenset[Verdict]] = frozenset(
    {"field-mismatch", "wrong-work", "bad-identifier"}
)
"""Verdicts that say that something is wrong with the record."""

_CITED: Final = ("title", "author", "issued", "container-title")
_ANOTHER_TITLE: Final = 0.6


@attrs.frozen
class Verification:
    """What became of one record.

    `fields` sets the record beside the registry's; `updates` is what happened to the
    work since, gravest first; `registered` is the registry's record, where there is
    one; `detail` is a line for a person.
    """

    key: str
    verdict: Verdict
    fields: tuple[FieldComparison, ...] = ()
    updates: tuple[Update, ...] = ()
    identifier: Identifier | None = None
    registered: Reference | None = None
    detail: str = ""

    @property
    def grave(self) -> bool:
        """Whether the work was retracted, removed, or put in doubt."""
        return any(update.kind in GRAVE for update in self.updates)

    @property
    def finding(self) -> bool:
        """Whether a person should look at this record."""
        return self.verdict in FINDINGS or self.grave


def verify(
    references: Iterable[Reference], resolver: Resolver, *, workers: int = 8
) -> Iterator[Verification]:
    """The verification of each reference, in order, several asked at once. Raises
    nothing for the network.
    """
    pool = ThreadPoolExecutor(workers, thread_name_prefix="verify")
    try:
        yield from pool.map(
            lambda reference: verify_one(reference, resolver), references
        )
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def verify_one(reference: Reference, resolver: Resolver) -> Verification:
    """Look up what the reference names by identifier, else search for it, and judge."""
    identifier = identifier_of(reference)
    if identifier is not None:
        resolution = resolver.resolve(identifier)
        if resolution.outcome != "unsupported":
            return judge(reference, resolution)
    elif reference.text("DOI").strip():
        return Verification(
            reference.id, "bad-identifier", detail=f"{reference.text('DOI')} is no DOI"
        )
    try:
        found = find_work(reference, resolver)
    except NetworkError as error:
        return Verification(
            reference.id, "unchecked", identifier=identifier, detail=str(error)
        )
    if found is None:
        return Verification(
            reference.id,
            "unconfirmed",
            identifier=identifier,
            detail="no registry knows it",
        )
    verification = judge(reference, found.resolution)
    return attrs.evolve(
        verification, detail=f"found by search: {found.resolution.identifier}"
    )


def identifier_of(reference: Reference) -> Identifier | None:
    """The identifier by which a registry knows the reference, the surest first."""
    if doi := parse_doi(reference.text("DOI")):
        return Identifier("doi", doi)
    for variable in ("PMID", "PMCID"):
        label = (
            f"{variable}: {reference.text(variable)}"
            if variable == "PMID"
            else reference.text(variable)
        )
        if reference.text(variable) and (found := parse_identifier(label)):
            return found
    for variable in ("URL", "number"):
        found = parse_identifier(reference.text(variable))
        if found and found.scheme in ("doi", "arxiv", "pmid", "pmcid"):
            return found
    number = isbn(reference.text("ISBN"))
    return Identifier("isbn", number) if number and reference.type == "book" else None


def judge(reference: Reference, resolution: Resolution) -> Verification:
    """The verdict on a reference, given what its identifier resolved to. Pure."""
    key, identifier = reference.id, resolution.identifier
    if resolution.outcome in ("not-registered", "malformed"):
        return Verification(
            key, "bad-identifier", identifier=identifier, detail=resolution.detail
        )
    if resolution.outcome in ("not-found", "unsupported"):
        return Verification(
            key, "unconfirmed", identifier=identifier, detail=resolution.detail
        )
    if resolution.reference is None:
        return Verification(
            key, "unchecked", identifier=identifier, detail=resolution.detail
        )
    mine, theirs = profile(reference), profile(resolution.reference)
    fields = compare_fields(mine, theirs)
    verdict = _verdict(mine, theirs, fields)
    wrong = [field.field for field in fields if field.agreement == "different"]
    return Verification(
        key,
        verdict,
        fields,
        resolution.updates,
        identifier,
        resolution.reference,
        f"differs in {', '.join(wrong)}" if wrong else "",
    )


def _verdict(
    mine: Profile, theirs: Profile, fields: tuple[FieldComparison, ...]
) -> Verdict:
    agreements = {field.field: field.agreement for field in fields}
    if "different" in agreements.values():
        return "wrong-work" if _is_another(mine, theirs) else "field-mismatch"
    if any(agreements.get(field) == "missing" for field in _CITED):
        return "incomplete"
    return "cosmetic" if "cosmetic" in agreements.values() else "ok"


def _is_another(mine: Profile, theirs: Profile) -> bool:
    likeness = max(
        (title_likeness(mine.title, key) for key in theirs.titles), default=0.0
    )
    if likeness >= _ANOTHER_TITLE:
        return False
    return not mine.authors or not theirs.authors or shared_authors(mine, theirs) < 0.5
