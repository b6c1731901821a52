"""The audit of a manuscript: all findings of one run, and what they rest on."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import attrs

from csecrefs.audit.cited import (
    CITATIONS,
    LIST,
    citation_findings,
    entry_finding,
    matches_of,
)
from csecrefs.audit.consistency import consistency_findings
from csecrefs.audit.entries import ListEntry, entry_of
from csecrefs.audit.keyed import keyed_manuscript
from csecrefs.audit.listing import list_findings
from csecrefs.audit.lookup import LookedUp, WorkLookup, look_up
from csecrefs.audit.matching import Match
from csecrefs.audit.style import StyleGuess, formatted, recognise
from csecrefs.audit.texts import AuditedText, split_manuscript
from csecrefs.errors import InputError, Severity
from csecrefs.manuscript.prose import read_prose
from csecrefs.model import Reference
from csecrefs.model.update import GRAVE
from csecrefs.reports import Finding, FindingReport, Judgement, from_diagnostics
from csecrefs.reports.finding import plural
from csecrefs.strings import ParsedReference

WORKS: Final = "Works"
LINKS: Final = "Links"
_NEAR: Final = 0.72
"""Likeness from which a list is called to be in a style."""
CheckLinks = Callable[[Sequence[Reference]], Iterable[Finding]]


@attrs.frozen
class Audit:
    """One audit: the text, what cites what, what registries know, all findings."""

    path: str
    text: AuditedText
    findings: tuple[Finding, ...]
    matches: tuple[Match, ...] = ()
    looked_up: tuple[LookedUp, ...] = ()
    """The verdict on each entry, in order; empty without look-ups."""

    @cached_property
    def styles(self) -> list[StyleGuess]:
        """The styles nearest to the list, the nearest first."""
        if not self.text.parsed:
            return []
        return recognise(self.text.parsed, self.text.strings)

    @property
    def style(self) -> str:
        """The style that the list is in, empty where none is near."""
        if self.styles and self.styles[0].likeness >= _NEAR:
            return self.styles[0].style
        return ""

    @property
    def unjudged(self) -> bool:
        """True if look-ups were asked for, and no registry could answer one."""
        verdicts = {each.verdict for each in self.looked_up}
        return verdicts == {"unchecked"}

    def rewritten(self, style: str = "") -> list[str]:
        """Return the entries set in a style, or in the one recognised.

        An entry that the style does not print stays as it was typed. Raises InputError
        where no style is given and none is near.
        """
        chosen = style or self.style
        if not chosen:
            raise InputError(f"{self.path}: no style is near to its list; name one")
        made = formatted([each.reference for each in self.text.parsed], chosen)
        return [made.get(each.reference.id) or each.text for each in self.text.parsed]

    def rewrite_diff(self, style: str = "") -> str:
        """Return the list as typed and as rewritten, as a unified diff."""
        typed = [each.text for each in self.text.parsed]
        lines = difflib.unified_diff(
            typed,
            self.rewritten(style),
            f"{self.path} (list)",
            f"{self.path} ({style or self.style})",
            lineterm="",
            # Without lines around them: each entry is one line.
            n=0,
        )
        return "\n".join(lines) + "\n"

    @property
    def summary(self) -> str:
        """The counts in one line."""
        counts = Counter(
            each.code for each in self.findings if each.judgement != "pass"
        )
        listed = len(self.text.entries)
        parts = [f"{count} {code}" for code, count in counts.most_common(6)]
        told = f": {', '.join(parts)}" if parts else ", nothing to look at"
        return plural(listed, "reference") + told

    def report(self) -> FindingReport:
        """Return the findings for the writers of `csecrefs.reports`."""
        notices = []
        if not self.looked_up:
            notices.append("Nothing was looked up in registries.")
        return FindingReport(
            self.findings,
            subject="audit",
            heading=f"Audit of {Path(self.path).name}",
            summary=self.summary,
            notices=tuple(notices),
            sections=(CITATIONS, LIST, WORKS, LINKS),
            properties={
                "references": len(self.text.entries),
                "numeric": self.text.numeric,
            },
        )


def audit(
    source: str | Path,
    *,
    references: Iterable[Reference] | None = None,
    library: Callable[[], Iterable[Reference]] | None = None,
    registry: WorkLookup | None = None,
    check_links: CheckLinks | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Audit:
    """Audit a manuscript: its citations against its list, its list against the world.

    `references` take the place of the list in the manuscript. One that cites by keys is
    held against these or against the files that it names, and only the works cited are
    looked up. `library` is called for records if a manuscript that cites by keys has no
    list and names none. Without a `registry`
    nothing is looked up, and without `check_links` no link is checked: nothing leaves
    the machine. `told` is called with the number of entries looked up, and all.
    Raises InputError for a file that cannot be read, FormatError for one without text.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "a.txt"
    >>> _ = path.write_text("So (Roe, 2001).\\n\\nReferences\\n\\nDoe, J. (2001). On it. Tides, 4, 2-3.\\n")
    >>> [finding.code for finding in audit(path).findings]
    ['not-listed', 'uncited']
    """
    path = str(source)
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    text = split_manuscript(read_prose(content, path))
    # A generator would be empty at the second reading.
    given = None if references is None else list(references)
    if text.entries:
        # A list that was typed is the one that counts.
        library = None
    keyed = keyed_manuscript(content, path, given, library)
    if keyed is not None:
        text = _with_list(text, keyed.references)
        found = list(keyed.findings)
        matches = matches_of(text)
    else:
        text, found, matches = _typed(text, given)
    looked_up: list[LookedUp] = []
    if registry is not None:
        for number, entry in enumerate(text.entries, 1):
            looked_up.append(look_up(entry.text, registry))
            if told is not None:
                told(number, len(text.entries))
        found += _works(text.entries, looked_up, path)
    if check_links is not None:
        works = [entry.reference for entry in text.entries]
        found += [attrs.evolve(each, section=LINKS) for each in check_links(works)]
    found = _once(found)
    return Audit(
        path,
        text,
        tuple(found),
        tuple(matches),
        tuple(looked_up),
    )


def _typed(
    text: AuditedText, given: Sequence[Reference] | None
) -> tuple[AuditedText, list[Finding], list[Match]]:
    """Return a text whose citations are typed, with its list, their findings, and the
    entries that its citations name.
    """
    if given is not None:
        text = _with_list(text, given)
    found = list(from_diagnostics(text.prose.diagnostics))
    matches = matches_of(text)
    found += citation_findings(text, matches)
    # Records of a file have no typed form that could be judged.
    if given is None:
        found += list_findings(text)
        found += consistency_findings(text)
    if not text.entries:
        found.append(_no_list(text))
    return text, found, matches


def _once(found: Iterable[Finding]) -> list[Finding]:
    """Return findings, each once for each place, in the order of the text."""
    # Two checks may come upon one fault.
    kept: dict[tuple[object, ...], Finding] = {}
    for each in found:
        kept.setdefault(
            (each.code, each.path, each.line, each.column, each.key, each.message), each
        )
    return list(kept.values())


def _no_list(text: AuditedText) -> Finding:
    return Finding(
        "no-references",
        "no reference list was found in the manuscript",
        "error",
        text.prose.path,
        section=LIST,
        steps=(
            "give the list with --list",
            "or put it under a heading such as References",
        ),
    )


def _with_list(text: AuditedText, references: Sequence[Reference]) -> AuditedText:
    """Return a text whose list is that of a file of records."""
    parsed = []
    entries: list[ListEntry] = []
    for position, reference in enumerate(references, 1):
        names = ", ".join(
            str(name) for name in reference.names("author") or reference.names("editor")
        )
        title, container = reference.text("title"), reference.text("container-title")
        # For the eye, and for the registries, which are asked with this text.
        printed = f"{names} ({reference.year or 'n.d.'}). {title}. {container}"
        each = ParsedReference(printed, reference, ())
        parsed.append(each)
        entries.append(entry_of(each, position))
    # No lines: the list is not in the manuscript.
    groups = tuple(() for _ in references)
    return attrs.evolve(
        text,
        entries=tuple(entries),
        parsed=tuple(parsed),
        strings=tuple(each.text for each in parsed),
        groups=groups,
    )


# Severity and judgement of verdicts; all others are warnings that fail.
_MEANINGS: Final[dict[str, tuple[Severity, Judgement]]] = {
    "confirmed": ("info", "pass"),
    "wrong-doi": ("error", "fail"),
    "unconfirmed": ("info", "open"),
    "unchecked": ("info", "open"),
}


def _works(
    entries: Sequence[ListEntry], looked_up: Sequence[LookedUp], path: str
) -> Iterable[Finding]:
    """Return a finding for each entry that was looked up."""
    found = []
    for entry, known in zip(entries, looked_up, strict=True):
        # "differs:year" is the code "differs" in the field "year".
        code, _, field = known.verdict.partition(":")
        severity, judgement = _MEANINGS.get(code, ("warning", "fail"))
        message = _said(known, field)
        details: dict[str, object] = {"verdict": known.verdict}
        if known.reference is not None:
            details["registered"] = known.reference.to_csl()
        finding = entry_finding(
            code, message, entry, path, severity=severity, more=details
        )
        found.append(
            attrs.evolve(
                finding,
                section=WORKS,
                judgement=judgement,
                fails=judgement == "fail",
                field=field,
            )
        )
        found += _updates(entry, known, path)
    return found


def _said(known: LookedUp, field: str) -> str:
    if known.verdict == "confirmed":
        return "as registered"
    if not field:
        registered = f": “{known.registered}”" if known.registered else ""
        return f"{known.reason}{registered}"
    printed = f", printed “{known.printed}”" if known.printed else ""
    return f"{known.reason}: registered “{known.registered}”{printed}"


def _updates(entry: ListEntry, known: LookedUp, path: str) -> Iterable[Finding]:
    """Return what happened to a confirmed work since it appeared."""
    if known.verdict == "wrong-doi":
        # The updates are those of the other work.
        return []
    found = []
    for update in known.updates:
        grave = update.kind in GRAVE
        if not grave and update.kind != "corrected":
            continue
        notice = f": {update.doi}" if update.doi else ""
        message = f"{update.kind.replace('-', ' ')}{notice}"
        finding = entry_finding(
            update.kind, message, entry, path, severity="error" if grave else "info"
        )
        found.append(attrs.evolve(finding, section=WORKS))
    return found
