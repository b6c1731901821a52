"""A finding, and the report that lists findings.

A finding says that something about a library deserves a look: a dead link, a record
that differs from the registered one, a macro that no style calls. Whoever finds it
fills in what is known; the writers of this package print what is there.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

import attrs

from csecrefs.errors import Diagnostic, Severity

Judgement = Literal["fail", "open", "note", "pass"]
"""Something is wrong; it cannot be decided; worth knowing; in order."""

Change = Literal["", "new", "unchanged", "updated", "absent"]
"""Compared with the run before (SARIF 2.1.0 section 3.27.24); empty if unknown."""

_JUDGEMENTS: Final[Mapping[Severity, Judgement]] = MappingProxyType(
    {"error": "fail", "warning": "fail", "info": "note"}
)


@attrs.frozen
class Finding:
    """One finding.

    >>> str(Finding("not-found", "the server answered 404", path="r.bib", line=8))
    'r.bib:8: the server answered 404 [not-found]'
    """

    code: str
    """A stable, hyphenated name out of `codes.CODES`."""
    message: str
    """One sentence for a person."""
    severity: Severity = "warning"
    path: str | None = None
    line: int | None = None
    """The line in `path`, from 1."""
    column: int | None = None
    """The column in that line, from 1."""
    key: str | None = None
    """The citation key of the reference concerned."""
    field: str = ""
    """The field or variable concerned."""
    url: str = ""
    """The address concerned."""
    title: str = ""
    """The title of the work concerned."""
    section: str = ""
    """The heading under which reports list the finding."""
    label: str = ""
    """A short remark, such as "newly broken"."""
    state: str = ""
    """One word for the state found, where the judgement's own does not say it."""
    notes: tuple[str, ...] = ()
    """Further facts, one a line."""
    steps: tuple[str, ...] = ()
    """The next steps, each a command or one sentence."""
    judgement: Judgement = "fail"
    fails: bool = attrs.field(
        default=attrs.Factory(
            lambda finding: finding.judgement == "fail", takes_self=True
        )
    )
    """True if a run that reports this finding fails."""
    change: Change = ""
    seconds: float = 0.0
    """The time it took to find out."""
    details: Mapping[str, Any] = attrs.field(factory=dict, repr=False)
    """More members of the finding's JSON object."""

    def __str__(self) -> str:
        parts = (self.place, self.key, self.url, f"{self.message} [{self.code}]")
        return ": ".join(part for part in parts if part)

    @property
    def place(self) -> str:
        """The place as `path:line:column`, as far as it is known."""
        if not self.path:
            return ""
        numbers = [self.line, self.column if self.line else None]
        return ":".join([self.path, *(str(number) for number in numbers if number)])

    @property
    def fingerprint(self) -> str:
        """A digest that stays the same while the same thing is wrong in one place."""
        # Lines move with every edit; keys and addresses stay.
        named: tuple[str, ...] = (self.code, self.key or "", self.url, self.field)
        # Without a key or an address, only the message says what is meant.
        if not self.key and not self.url:
            named = (*named, self.path or "", self.message)
        # Half a digest is long enough to tell the findings of one library apart.
        return hashlib.sha256("\0".join(named).encode(errors="replace")).hexdigest()[
            :32
        ]


@attrs.frozen
class FindingReport:
    """The findings of one run, and what is to be said of the run as a whole."""

    findings: tuple[Finding, ...] = ()
    subject: str = "findings"
    """One word: the member of the JSON object, and the name of the test suite."""
    heading: str = "Findings"
    """The title of the page."""
    summary: str = ""
    """The counts in one line."""
    notices: tuple[str, ...] = ()
    """Sentences about the run: it is partial, the network is down."""
    sections: tuple[str, ...] = ()
    """The headings in order; those of findings that are not named here follow."""
    started: float = 0.0
    """Seconds since 1970; 0.0 for checks of files alone, which no time concerns."""
    successful: bool = True
    """False if the run could not judge."""
    properties: Mapping[str, Any] = attrs.field(factory=dict)
    """More members of the JSON object."""
    figures: tuple[str, ...] = attrs.field(
        default=(),
        repr=False,
    )
    """Charts of our own making, as HTML, for the end of the page."""

    @property
    def listed(self) -> tuple[Finding, ...]:
        """The findings that are not in order."""
        return tuple(each for each in self.findings if each.judgement != "pass")

    @property
    def fails(self) -> bool:
        """True if a finding fails the run."""
        return any(each.fails for each in self.findings)

    def by_section(
        self, *, everything: bool = False
    ) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
        """Return each section that is not empty with its findings, in order."""
        # Sections that nobody named come last, in the order of their findings.
        found: dict[str, list[Finding]] = {name: [] for name in self.sections}
        for each in self.findings if everything else self.listed:
            found.setdefault(each.section, []).append(each)
        return tuple((name, tuple(part)) for name, part in found.items() if part)

    @property
    def counted(self) -> str:
        """The summary, else the number of findings of each severity."""
        if self.summary:
            return self.summary
        counts = Counter(each.severity for each in self.listed)
        if not counts:
            return "no findings"
        return ", ".join(plural(count, name) for name, count in counts.items())


def plural(count: int, noun: str) -> str:
    """Return a count and its noun; "info" has no plural.

    >>> plural(1, "error"), plural(2, "error"), plural(2, "info")
    ('1 error', '2 errors', '2 info')
    """
    ending = "s"
    # "3 info", but "3 errors".
    if count == 1 or noun == "info":
        ending = ""
    return f"{count} {noun}{ending}"


def from_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Finding, ...]:
    """Return a finding for each diagnostic; those of severity "info" are notes."""
    return tuple(
        Finding(
            each.code,
            each.message,
            each.severity,
            each.path,
            each.line,
            each.column,
            each.key,
            judgement=_JUDGEMENTS[each.severity],
        )
        for each in diagnostics
    )
