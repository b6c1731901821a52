"""Updates of works in Crossref's records: retractions and the rest, pointed the right
way.

A notice names the work it is about in `update-to`; the work names its notices in
`updated-by`. Deposits get this wrong: a notice whose `updated-by` names the retracted
work, a retracted work whose `update-to` lists its notices. Both sides of such a pair
can be told apart by who asserts it (Retraction Watch checks its entries) and by the
title, which publishers mark ("RETRACTED: ...", "Retraction notice to ...").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from csecrefs.formats.registries.record import date_from_parts, objects, text_of, texts
from csecrefs.model.identifiers import parse_doi
from csecrefs.model.update import GRAVE, Update, UpdateKind
from csecrefs.patterns import regex
from csecrefs.text.jats import plain_text

_KINDS: Final[dict[str, UpdateKind]] = {
    "retraction": "retracted",
    "partial_retraction": "partly-retracted",
    "withdrawal": "removed",
    "removal": "removed",
    "expression_of_concern": "concern",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
    "addendum": "corrected",
    "clarification": "corrected",
    "new_version": "new-version",
    "new_edition": "new-version",
}
# Crossref's types of relation that say what became of a work.
_RELATIONS: Final[dict[str, UpdateKind]] = {
    "is-preprint-of": "published-as",
    "has-preprint": "preprint",
    "is-replaced-by": "new-version",
    "is-version-of": "version-of",
}
# A title that was changed when the work was withdrawn: "RETRACTED ARTICLE: Voles".
_MARKED: Final = regex(
    r"\W*(?:article\s+)?(?P<word>retracted|withdrawn|removed|removal|temporary removal|partial retraction)"
    r"(?P<tail>\s+(?:article|paper|manuscript|chapter))?\s*(?:[:\u2013\u2014\]()|-])",
    re.IGNORECASE,
)
# The title of a notice about another work: "Erratum to: Voles", "Notice of retraction".
_NOTICE: Final = regex(
    r"\W*(?:(?:author|publisher)['\u2019]?s?\s+)?(?:notice of\s+|statement of\s+|announcement of\s+)?"
    r"(?P<word>retraction|withdrawal|removal|expression of (?:editorial )?concern|editorial (?:note|concern)|"
    r"errat(?:um|a)|corrigend(?:um|a)|correction|addend(?:um|a))s?"
    r"(?:\s+(?:notice|note|statement))?\s*(?:[:.\u2013\u2014-]|\bto\b|\bfor\b|\bof:|$)",
    re.IGNORECASE,
)
# Notices after which a work should not be relied on.
_GRAVE_NOTICE: Final = regex(r"retraction|withdrawal|removal|concern", re.IGNORECASE)


def notice_title(title: str) -> str:
    """The word that makes `title` the title of a notice ("Erratum to ..."), lower case;
    "" if it is none.
    """
    match = _NOTICE.match(plain_text(title))
    if match and not _MARKED.match(title):
        return match["word"].lower()
    return ""


def marked_title(title: str) -> UpdateKind | None:
    """Return the update that a publisher's mark before `title` means ("RETRACTED:
    ..."), or None.
    """
    match = _MARKED.match(plain_text(title))
    if not match:
        return None
    word = match["word"].lower()
    if word == "retracted":
        return "retracted"
    if "partial" in word:
        return "partly-retracted"
    return "removed"


def crossref_updates(work: Mapping[str, Any]) -> tuple[Update, ...]:
    """Return the updates of `work`, gravest first; for a notice, those of the works it
    is about.
    """
    own = parse_doi(text_of(work.get("DOI"))) or ""
    title = next((text for _, text in texts(work.get("title"))), "")
    by = list(_entries(work.get("updated-by")))
    to = list(_entries(work.get("update-to")))
    mark = marked_title(title)
    is_notice = not mark and _is_notice(title, own, to)
    found = [update for update in to if update.doi == own and not is_notice] + _since(
        by, to, own, is_notice
    )
    if mark and not any(update.kind in GRAVE - {"concern"} for update in found):
        found.append(
            Update(
                mark,
                own,
                label="marked in the title",
                source="publisher",
            )
        )
    if not mark:
        found += [
            Update(
                "notice-for",
                update.doi,
                update.label,
                update.date,
                update.source,
            )
            for update in to
            if update.doi != own
        ]
    return _in_order(found + list(_related(work, own)))


def _since(
    by: list[Update], to: list[Update], own: str, is_notice: bool
) -> list[Update]:
    """The entries of `updated-by` that can be true, given what the work says it updates
    itself.
    """
    targets = {update.doi for update in to if update.doi != own}
    kept = []
    for update in by:
        if (
            is_notice
            and update.kind in GRAVE
            and (update.doi in targets or update.doi == own or not targets)
        ):
            continue
        surer = any(
            other.kind == update.kind
            and (other.doi not in targets or other.source == "retraction-watch")
            for other in by
        )
        if update.doi in targets and update.source == "publisher" and surer:
            continue
        kept.append(update)
    return kept


def _is_notice(title: str, own: str, to: list[Update]) -> bool:
    """True if the work is a notice about another: its title says so, or a checked entry
    does.
    """
    word = notice_title(title)
    if word and (_GRAVE_NOTICE.search(word) or any(update.doi != own for update in to)):
        return True
    return any(
        update.doi != own and update.source == "retraction-watch" for update in to
    )


def _entries(value: object) -> Iterator[Update]:
    for _, entry in objects(value):
        kind = _KINDS.get(
            text_of(entry.get("type")).lower().replace("-", "_").replace(" ", "_")
        )
        doi = parse_doi(text_of(entry.get("DOI")))
        if kind and doi:
            label = text_of(entry.get("label")) or text_of(entry.get("type"))
            source = text_of(entry.get("source")) or "publisher"
            yield Update(
                kind, doi, label, date_from_parts(entry.get("updated")), source
            )


def _related(work: Mapping[str, Any], own: str) -> Iterator[Update]:
    relations = work.get("relation")
    for name, kind in _RELATIONS.items():
        for _, entry in objects(
            relations.get(name) if isinstance(relations, Mapping) else None
        ):
            doi = parse_doi(text_of(entry.get("id")))
            if doi and doi != own:
                yield Update(
                    kind,
                    doi,
                    name.replace("-", " "),
                    source=text_of(entry.get("asserted-by")),
                )


_ORDER: Final[tuple[UpdateKind, ...]] = (
    "retracted",
    "removed",
    "partly-retracted",
    "concern",
    "corrected",
    "new-version",
    "published-as",
    "preprint",
    "version-of",
    "notice-for",
)


def _in_order(updates: list[Update]) -> tuple[Update, ...]:
    """`updates` gravest first, each kind and DOI once, a checked source before a
    publisher's own.
    """
    by_source = sorted(
        updates,
        key=lambda update: update.source != "retraction-watch",
    )
    once: dict[tuple[str, str], Update] = {}
    for update in by_source:
        once.setdefault((update.kind, update.doi), update)
    return tuple(
        sorted(
            once.values(),
            key=lambda update: _ORDER.index(update.kind),
        )
    )
