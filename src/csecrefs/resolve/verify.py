"""A record against the registry: what agrees, what does not, and what happened to the
work since.

A verdict says what was seen. What the registries do not know is "unconfirmed", never
called invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final, Literal

import attrs

from csecrefs.comparison import FieldComparison, Profile, compare_fields, profile
from csecrefs.comparison.titles import title_likeness
from csecrefs.comparison.work import shared_authors
from csecrefs.errors import NetworkError
from csecrefs.model import Reference
from csecrefs.model.identifiers import (
    Identifier,
    find_identifiers,
    isbn,
    parse_doi,
    parse_identifier,
)
from csecrefs.model.place import NOWHERE, Place
from csecrefs.model.update import GRAVE, Update
from csecrefs.net.threads import in_order
from csecrefs.patterns import regex
from csecrefs.resolve.eurlex import celex_of
from csecrefs.resolve.heuristics import Advice, advise
from csecrefs.resolve.missing import FoundWork, confirm, find_work
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
# Misspelt and cut titles stay above it; see tests/benchmarks/verify.py.
_ANOTHER_TITLE: Final = 0.6


@attrs.frozen
class Verification:
    """The result of verifying one record."""

    key: str
    verdict: Verdict
    fields: tuple[FieldComparison, ...] = ()
    """The record's fields beside the registry's."""
    updates: tuple[Update, ...] = ()
    """Events since the work appeared, gravest first."""
    identifier: Identifier | None = None
    registered: Reference | None = None
    """The registry's record, where there is one."""
    detail: str = ""
    """A line for a person."""
    known_by: tuple[str, ...] = ()
    """The registries that know the work."""
    advice: tuple[Advice, ...] = ()
    """Oddities of the record by itself."""
    place: Place = NOWHERE
    """The place of the record in its file."""

    @property
    def grave(self) -> bool:
        """True if the work was retracted, removed, or put in doubt."""
        return any(update.kind in GRAVE for update in self.updates)

    @property
    def finding(self) -> bool:
        """True if a person should look at this record."""
        return self.verdict in FINDINGS or self.grave

    @property
    def standing(self) -> str:
        """The verdict; for a work that was retracted or put in doubt, that."""
        # Retracted is the first word, whatever the fields say.
        if self.grave and self.verdict not in FINDINGS:
            return next(each.kind for each in self.updates if each.kind in GRAVE)
        return self.verdict

    def at(self, path: str) -> Verification:
        """Return this verification with its record at another path to the same file."""
        place = Place(path, self.place.line, self.place.lines)
        return attrs.evolve(self, place=place)


def verify(
    references: Iterable[Reference], resolver: Resolver, *, workers: int = 8
) -> Iterator[Verification]:
    """Yield the verification of each reference, in order, several asked at once.

    Raises nothing for the network, nor for one record on which the work fails.
    """
    listed = list(references)
    odd = advise(listed, datetime.now(UTC).year)
    for reference, found in zip(
        listed,
        in_order(
            lambda each: _guarded(each, resolver),
            listed,
            workers,
        ),
        strict=True,
    ):
        yield attrs.evolve(
            found, advice=odd.get(reference.id, ()), place=reference.place
        )


def _guarded(reference: Reference, resolver: Resolver) -> Verification:
    """Return the verification of one record; whatever goes wrong with it is its own."""
    try:
        return verify_one(reference, resolver)
    # One odd record must not end the run for the others.
    except Exception as error:
        detail = f"this record could not be checked ({type(error).__name__}: {error})"
        return Verification(reference.id, "unchecked", detail=detail)


def verify_one(reference: Reference, resolver: Resolver) -> Verification:
    """Look up what the reference names by identifier, else search for it, and judge.

    What its own identifier leads to may contradict a record; the catalogues only
    confirm.
    """
    identifier = identifier_of(reference)
    unserved = ""
    if identifier is not None:
        resolution = resolver.resolve(identifier)
        # Registered without metadata: a search may still know the work.
        if resolution.outcome not in ("unsupported", "not-found"):
            return judge(reference, resolution)
        unserved = resolution.detail
    elif reference.text("DOI").strip():
        return Verification(
            reference.id, "bad-identifier", detail=f"{reference.text('DOI')} is no DOI"
        )
    down = ""
    try:
        # Crossref first: it is the only search whose records may contradict.
        if found := find_work(reference, resolver):
            return _by_search(reference, found, identifier)
    except NetworkError as error:
        down = str(error)
    if found := confirm(reference, resolver):
        return _by_search(reference, found, identifier)
    if down:
        return Verification(
            reference.id, "unchecked", identifier=identifier, detail=down
        )
    return Verification(
        reference.id,
        "unconfirmed",
        identifier=identifier,
        detail=unserved or "no registry knows it",
    )


def _by_search(
    reference: Reference, found: FoundWork, identifier: Identifier | None
) -> Verification:
    """Return the verdict on a reference, given the work that a search found.

    Catalogues other than Crossref are not the work's own registry: where they differ,
    the work is known, and nothing follows about the record.
    """
    verification = judge(reference, found.resolution)
    named = found.resolution.identifier or identifier
    sources = ", ".join(verification.known_by)
    detail = f"found by search: {named or sources}"
    if verification.verdict in FINDINGS and "Crossref" not in verification.known_by:
        verdict: Verdict = "ok"
        return attrs.evolve(
            verification, verdict=verdict, fields=(), identifier=named, detail=detail
        )
    return attrs.evolve(verification, identifier=named, detail=detail)


def identifier_of(reference: Reference) -> Identifier | None:
    """Return the identifier by which a registry knows the reference, the surest
    first.
    """
    text = reference.text("DOI")
    if doi := parse_doi(text):
        return Identifier("doi", doi)
    if text:
        short = parse_identifier(text)
    else:
        short = None
    if short and short.scheme == "shortdoi":
        return short
    # PubMed's own numbers are digits only: the label tells them from any other.
    for variable in ("PMID", "PMCID"):
        label = reference.text(variable)
        if label and variable == "PMID":
            label = f"PMID: {label}"
        if label and (found := parse_identifier(label)):
            return found
    for variable in ("URL", "number"):
        found = parse_identifier(reference.text(variable))
        if found and found.scheme in ("doi", "arxiv", "pmid", "pmcid"):
            return found
    if found := _preprint(reference):
        return found
    if celex := celex_of(reference):
        return Identifier("celex", celex)
    number = isbn(reference.text("ISBN"))
    if number and reference.type == "book":
        return Identifier("isbn", number)
    return None


def _preprint(reference: Reference) -> Identifier | None:
    """Return the arXiv number that a reference has in a field of BibLaTeX, in the place
    of a journal, or in a note.
    """
    fields = reference.extra.get("biblatex", {})
    archive = str(fields.get("eprinttype") or fields.get("archiveprefix") or "")
    eprint = str(fields.get("eprint") or "")
    if eprint and (archive.lower() == "arxiv" or not archive):
        found = _arxiv_number(eprint)
        if found:
            return found
    for variable in _PREPRINT_PLACES:
        text = reference.text(variable)
        if "arxiv" not in text.lower() or _ABOUT_ANOTHER.search(text):
            continue
        for each in find_identifiers(text):
            if each.identifier.scheme == "arxiv":
                return each.identifier
    houses = (reference.text("container-title"), reference.text("publisher"))
    if not any(map(_ARXIV_HOUSE.match, houses)):
        return None
    numbers = (reference.text(variable) for variable in _PREPRINT_NUMBERS)
    return next(filter(None, map(_arxiv_number, numbers)), None)


_PREPRINT_PLACES: Final = (
    "container-title",
    "note",
    "annote",
    "medium",
    "publisher",
    "issue",
    "number",
    "collection-title",
)
_PREPRINT_NUMBERS: Final = ("volume", "page", "number", "issue")
"""Variables that have the bare number where arXiv is the journal."""

# arXiv in the place of a journal, also as DBLP calls it: "CoRR", "arXiv e-prints".
_ARXIV_HOUSE: Final = regex(r"\s*(?:arxiv|corr\b|computing research repository)", re.I)

# A number by itself: "1901.01234v2", "abs/cs/0112017", "https://arxiv.org/abs/...".
_ARXIV_NUMBER: Final = regex(
    r"(?:arxiv:\s*|abs/|https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf)/)*"
    r"(\d{4}\.\d{4,5}(?:v\d{1,3})?|[a-z-]{2,12}(?:\.[a-z]{2})?/\d{7}(?:v\d{1,3})?)(?:\.pdf)?",
    re.IGNORECASE,
)

# A note that names a preprint of something else: "extends arXiv:1901.01234".
_ABOUT_ANOTHER: Final = regex(
    r"\b(?:extend(?:s|ed)|see also|cf\.|compare|supersedes|repl(?:y|ies) to|comments? on"
    r"|based on|continu(?:es|ation)|sequel|companion)\b",
    re.IGNORECASE,
)


def _arxiv_number(text: str) -> Identifier | None:
    """Return the arXiv number that a text is nothing but."""
    found = _ARXIV_NUMBER.fullmatch(text.strip())
    if not found:
        return None
    return parse_identifier(f"arXiv:{found[1]}")


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
        known_by=_sources(resolution),
    )


def _sources(resolution: Resolution) -> tuple[str, ...]:
    """Return the registries that the values of a resolution come from."""
    sources = (each.source for each in resolution.provenance.values())
    return tuple(dict.fromkeys(source for source in sources if source))


def _verdict(
    mine: Profile, theirs: Profile, fields: tuple[FieldComparison, ...]
) -> Verdict:
    agreements = {field.field: field.agreement for field in fields}
    if "different" in agreements.values():
        if _is_another(mine, theirs):
            return "wrong-work"
        return "field-mismatch"
    if any(agreements.get(field) == "missing" for field in _CITED):
        return "incomplete"
    if "cosmetic" in agreements.values():
        return "cosmetic"
    return "ok"


def _is_another(mine: Profile, theirs: Profile) -> bool:
    likeness = max(
        (title_likeness(mine.title, key) for key in theirs.titles), default=0.0
    )
    if likeness >= _ANOTHER_TITLE:
        return False
    return not mine.authors or not theirs.authors or shared_authors(mine, theirs) < 0.5
