"""From verifications to findings, which `csecrefs.reports` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs

from csecrefs.errors import Severity
from csecrefs.model.update import GRAVE, Update
from csecrefs.reports import Finding, FindingReport, IgnoreEntry, Judgement
from csecrefs.resolve.verify import FINDINGS, Verification

# Each verdict, and the words that its finding begins with.
_HEADLINES: Final = {
    "unconfirmed": "could not be confirmed",
    "unchecked": "not checked",
    "wrong-work": "the identifier is of another work",
    "bad-identifier": "bad identifier",
    "field-mismatch": "differs from the registered record",
    "cosmetic": "the same but for spelling",
    "incomplete": "fields that are cited are missing",
    "ok": "as registered",
}

_NO_FILES: Final = frozenset({"", "<stdin>", "<string>"})
"""Names of texts that come from no file."""

# Nothing is known to be wrong here, but nothing is settled either.
_OPEN: Final = frozenset({"unconfirmed", "unchecked", "incomplete"})


def report(
    verifications: Sequence[Verification], *, everything: bool = False
) -> FindingReport:
    """Return the report on references; with `everything`, also what is in order."""
    found = [
        finding for each in verifications for finding in findings(each, everything)
    ]
    return FindingReport(
        findings=tuple(found),
        subject="verify",
        heading="References against the registries",
        summary=summary(verifications),
    )


def without_notes(found: FindingReport) -> FindingReport:
    """Return a report of what is wrong or odd only, as annotations want it."""
    telling = (each for each in found.findings if each.severity != "info")
    return attrs.evolve(found, findings=tuple(telling))


def by_key(found: FindingReport) -> FindingReport:
    """Return a report whose findings are placed by their keys only."""
    unplaced = (attrs.evolve(each, path=None, line=None) for each in found.findings)
    return attrs.evolve(found, findings=tuple(unplaced))


def summary(verifications: Sequence[Verification]) -> str:
    """Return the counts in one line; a retracted work is never counted as in order."""
    counts = Counter(each.standing for each in verifications)
    total = len(verifications)
    # "1 reference", "2 references".
    noun = "references"
    if total == 1:
        noun = "reference"
    parts = [f"{count} {name}" for name, count in counts.most_common()]
    if parts:
        return ": ".join([f"{total} {noun}", ", ".join(parts)])
    return "0 references"


def findings(verification: Verification, everything: bool = False) -> Iterator[Finding]:
    """Yield the findings about one reference, the gravest first."""
    grave = [each for each in verification.updates if each.kind in GRAVE]
    # A work that was first doubted, then retracted, is one finding with notes.
    for update in grave[:1]:
        yield _grave(verification, update)
    # A retracted work whose record is right needs no second finding.
    if verification.verdict in FINDINGS or not grave:
        yield _compared(verification, everything)
    for advice in verification.advice:
        yield _placed(
            verification,
            advice.code,
            advice.message,
            "warning",
            "open",
        )


def _grave(verification: Verification, update: Update) -> Finding:
    word = update.kind.replace("-", " ").upper()
    if update.kind == "concern":
        word = "EXPRESSION OF CONCERN"
    message = f"{word}{_about(verification)}{_facts(update)}"
    rest = [each for each in verification.updates if each is not update]
    return _placed(
        verification,
        update.kind,
        message,
        "error",
        "fail",
        notes=tuple(map(described, rest)),
    )


def _compared(verification: Verification, everything: bool) -> Finding:
    verdict = verification.verdict
    judgement: Judgement = "pass"
    severity: Severity = "info"
    if verdict in FINDINGS:
        judgement, severity = "fail", "warning"
        if verdict == "wrong-work":
            severity = "error"
    elif verdict in _OPEN:
        judgement = "open"
    elif everything:
        judgement = "note"
    message = _HEADLINES[verdict] + _about(verification)
    if verification.detail:
        message += f": {verification.detail}"
    if verification.known_by and verdict not in FINDINGS:
        message += f" (known by {', '.join(verification.known_by)})"
    notes = [*_field_notes(verification, everything)]
    if not verification.grave:
        notes += map(described, verification.updates)
    return _placed(
        verification, verdict, message, severity, judgement, notes=tuple(notes)
    )


def _placed(
    verification: Verification,
    code: str,
    message: str,
    severity: Severity,
    judgement: Judgement,
    notes: tuple[str, ...] = (),
) -> Finding:
    place = verification.place
    return Finding(
        code=code,
        message=message,
        severity=severity,
        path=place.path if place.path not in _NO_FILES else None,
        line=place.line,
        key=verification.key,
        notes=notes,
        judgement=judgement,
    )


def _about(verification: Verification) -> str:
    if verification.identifier:
        return f" [{verification.identifier}]"
    return ""


def described(update: Update) -> str:
    """Return one thing that happened to a work, in one line."""
    return update.kind.replace("-", " ") + _facts(update)


def _facts(update: Update) -> str:
    date = ""
    if update.date:
        date = f" on {update.date}"
    doi = ""
    if update.doi:
        doi = f", see https://doi.org/{update.doi}"
    source = ""
    if update.source:
        source = f" ({update.source})"
    return date + doi + source


def _field_notes(verification: Verification, everything: bool) -> Iterator[str]:
    for field in verification.fields:
        is_telling = field.agreement == "different"
        if is_telling or (everything and field.agreement != "same"):
            note = ""
            if field.note:
                note = f" ({field.note})"
            yield f"{field.field} {field.agreement}{note}"
            # The two values stand below each other, to be compared by eye.
            yield f"  record:     {field.mine or '-'}"
            yield f"  registered: {field.theirs or '-'}"


def is_passed_over(
    verification: Verification, entries: Sequence[IgnoreEntry]
) -> tuple[str, ...]:
    """Return the reasons to pass over a reference; none unless all its findings are.

    >>> is_passed_over(Verification("doe2020", "ok"), [])
    ()
    """
    # A dict keeps the reasons in order, and each of them once.
    reasons: dict[str, None] = {}
    failing = [each for each in findings(verification) if each.judgement == "fail"]
    for each in failing:
        entry = next((entry for entry in entries if entry.matches(each)), None)
        # One finding that nobody excused is enough to report the reference.
        if entry is None:
            return ()
        reasons[entry.reason] = None
    return tuple(reasons)


def as_dict(verification: Verification) -> dict[str, Any]:
    """Return a verification as a JSON object."""
    place = verification.place
    return {
        "key": verification.key,
        "path": place.path if place.path not in _NO_FILES else None,
        "line": place.line,
        "verdict": verification.standing,
        "identifier": str(verification.identifier) if verification.identifier else None,
        "detail": verification.detail,
        "known_by": list(verification.known_by),
        "fields": [
            {
                "field": field.field,
                "agreement": field.agreement,
                "record": field.mine,
                "registered": field.theirs,
                "note": field.note,
            }
            for field in verification.fields
        ],
        "updates": [
            {
                "kind": update.kind,
                "doi": update.doi,
                "date": str(update.date or ""),
                "label": update.label,
                "source": update.source,
            }
            for update in verification.updates
        ],
        "advice": [
            {"code": advice.code, "message": advice.message}
            for advice in verification.advice
        ],
    }
