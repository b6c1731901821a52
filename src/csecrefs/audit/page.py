"""The audit as one HTML page: the text with its citations marked, the list with verdicts.

It works from a file, loads nothing, and its content security policy forbids that it
ever does. Everything from the manuscript and from registries is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Final

from csecrefs.audit.audited import Audit
from csecrefs.audit.citations import NumericCitation, numeric_citations
from csecrefs.audit.entries import ListEntry
from csecrefs.audit.page_assets import SCRIPT, STYLE
from csecrefs.audit.style import formatted
from csecrefs.errors import CsecrefsError
from csecrefs.formats import write
from csecrefs.reports import Finding, Judgement
from csecrefs.text.characters import clean

_WORDS: Final[Mapping[Judgement, str]] = {
    "fail": "✖ wrong",
    "open": "? cannot be confirmed",
    "note": "→ note",
    "pass": "✔ in order",
}
# From the gravest on: an entry shows the first that it has.
_GRAVITY: Final[tuple[Judgement, ...]] = ("fail", "open", "note", "pass")
_LONGEST: Final = 2_000_000
"""Characters of the text that are shown."""

Mark = tuple[int, int, str, str, str]
"""Start, end, class, target and title of a citation in the text."""


def page(audit: Audit) -> str:
    """Return the whole page."""
    # By their hashes: no style and no script but these two gets through.
    policy = (
        f"default-src 'none'; style-src {_hash(STYLE)}; script-src {_hash(SCRIPT)};"
        " base-uri 'none'; form-action 'none'"
    )
    heading = _text(f"Audit of {Path(audit.path).name}")
    by_entry, loose = _by_entry(audit)
    entries = "".join(
        _entry(
            audit,
            entry,
            by_entry[entry.position],
        )
        for entry in audit.text.entries
    )
    style = ""
    if audit.style:
        style = (
            f"<p class=soft>The list is nearest to the style {_text(audit.style)}.</p>"
        )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="referrer" content="no-referrer"><title>{heading}</title><style>{STYLE}</style></head>\n'
        f"<body><header><h1>{heading}</h1><p>{_text(audit.summary)}.</p>{style}</header>\n"
        f"{_filters(audit, by_entry)}<main><article><h2>Text</h2>\n{_loose(loose)}{_body(audit)}</article>\n"
        f'<section><h2>List</h2><ol id="list">\n{entries}</ol></section></main>\n'
        f"<script>{SCRIPT}</script></body></html>\n"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _text(text: str) -> str:
    return escape(clean(text))


def _by_entry(audit: Audit) -> tuple[dict[int, list[Finding]], list[Finding]]:
    """Return the findings by entry, and those of no entry."""
    found: dict[int, list[Finding]] = defaultdict(list)
    loose = []
    for each in audit.findings:
        position = each.details.get("entry")
        if isinstance(position, int):
            found[position].append(each)
        else:
            loose.append(each)
    return found, loose


def _judgement(found: Sequence[Finding]) -> Judgement:
    given = {each.judgement for each in found}
    for each in _GRAVITY:
        if each in given:
            return each
    return "pass"


def _filters(audit: Audit, by_entry: Mapping[int, list[Finding]]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for entry in audit.text.entries:
        counts[_judgement(by_entry.get(entry.position, []))] += 1
    total = len(audit.text.entries)
    buttons = [f'<button data-show="all" aria-pressed="true">all {total}</button>']
    buttons += [
        f'<button data-show="{name}" aria-pressed="false">{_WORDS[name]} {counts[name]}</button>'
        for name in _WORDS
        if counts[name]
    ]
    return f'<nav aria-label="Filter the list">{"".join(buttons)}</nav>\n'


def _loose(found: Sequence[Finding]) -> str:
    lines = [
        f'<p class="finding {each.judgement}">{_place(each)}{_text(each.message)}</p>\n'
        for each in found
        if "start" not in each.details
    ]
    return "".join(lines)


def _place(finding: Finding) -> str:
    if not finding.line:
        return ""
    return f"line {finding.line}: "


def _entry(audit: Audit, entry: ListEntry, found: Sequence[Finding]) -> str:
    judgement = _judgement(found)
    lines = "".join(
        f'<p class="finding {each.judgement}">{_text(each.message)}{_steps(each)}</p>\n'
        for each in found
        if each.judgement != "pass"
    )
    verdict = _WORDS[judgement]
    if any(each.code == "confirmed" for each in found) and judgement != "fail":
        verdict += ", registered"
    return (
        f'<li id="entry-{entry.position}" class="{judgement}"><span class="verdict">{verdict}</span>\n'
        f"<p>{_text(entry.text)}</p>\n{lines}{_copies(audit, entry, found)}</li>\n"
    )


def _steps(finding: Finding) -> str:
    if not finding.steps:
        return ""
    return f" <span class=soft>Next: {_text('; '.join(finding.steps))}.</span>"


def _copies(audit: Audit, entry: ListEntry, found: Sequence[Finding]) -> str:
    """Return the record and the entry in the list's style, to be copied."""
    reference = entry.reference
    for each, known in zip(
        audit.text.entries,
        audit.looked_up,
        strict=False,
    ):
        if (
            each is entry
            and known.reference is not None
            and known.verdict.startswith(("confirmed", "differs"))
        ):
            # With the key of the list, so that the record fits the manuscript.
            reference = known.reference.evolve(id=entry.reference.id)
    parts = []
    with suppress(CsecrefsError):
        parts.append(("BibLaTeX", write([reference], "biblatex")))
    if audit.style and found:
        made = formatted([reference], audit.style).get(reference.id)
        if made:
            parts.append((audit.style, made))
    return "".join(
        f"<details><summary>{_text(name)}</summary><pre>{_text(text.strip())}</pre>"
        "<button data-copy>copy</button></details>\n"
        for name, text in parts
    )


def _body(audit: Audit) -> str:
    """Return the text in paragraphs, each citation marked and linked to its entry."""
    text = audit.text.body.text[:_LONGEST]
    pieces = []
    end = 0
    for start, stop, kind, target, title in _marks(audit):
        # Marks that overlap, or lie beyond what is shown, are left out.
        if start < end or stop > len(text):
            continue
        pieces.append(_lines(text[end:start]))
        shown = _text(text[start:stop])
        if target:
            shown = f'<a href="#{target}">{shown}</a>'
        pieces.append(f'<mark class="{kind}" title="{_text(title)}">{shown}</mark>')
        end = stop
    pieces.append(_lines(text[end:]))
    paragraphs = "".join(pieces).split("\n")
    return "".join(f"<p>{line}</p>\n" for line in paragraphs if line.strip())


def _lines(text: str) -> str:
    """Return text escaped, its line breaks kept."""
    return "\n".join(map(_text, text.split("\n")))


def _marks(audit: Audit) -> list[Mark]:
    if audit.text.numeric:
        return [
            _numeric_mark(audit, each) for each in numeric_citations(audit.text.body)
        ]
    messages = {
        each.details["start"]: each
        for each in audit.findings
        if isinstance(each.details.get("start"), int)
    }
    found: list[Mark] = []
    for match in audit.matches:
        citation = match.citation
        finding = messages.get(citation.start)
        if match.kind == "no-citation":
            continue
        target = ""
        if match.entries:
            target = f"entry-{match.entries[0].position}"
        kind, title = "pass", "listed"
        if finding is not None:
            kind, title = finding.judgement, finding.message
        found.append((citation.start, citation.end, kind, target, title))
    return sorted(found)


def _numeric_mark(audit: Audit, citation: NumericCitation) -> Mark:
    numbers = {
        entry.number or entry.position: entry.position for entry in audit.text.entries
    }
    missing = [number for number in citation.numbers if number not in numbers]
    end = citation.start + len(citation.printed)
    if missing:
        return citation.start, end, "fail", "", f"not in the list: {missing[0]}"
    return (
        citation.start,
        end,
        "pass",
        f"entry-{numbers[citation.numbers[0]]}",
        "listed",
    )
