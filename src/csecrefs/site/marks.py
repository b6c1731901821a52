"""The marks of a reference: retractions and concerns, and other records of its work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from csecrefs.dedupe import duplicates
from csecrefs.errors import Diagnostic
from csecrefs.model import Reference
from csecrefs.model.identifiers import doi_url
from csecrefs.model.reference import without_markup
from csecrefs.model.update import GRAVE, Update, UpdateKind
from csecrefs.patterns import regex
from csecrefs.text.characters import clean

# Publishers put the word before the title: "RETRACTED: ...", "Retracted article: ...";
# "Retraction note: ..." is the title of a notice, and no retracted work.
_TITLE: Final = regex(
    r"\W*(retracted|withdrawn|temporary removal|removed|expression of concern)"
    r"(?:\s+(?:article|paper|chapter))?\s*(?:[:\]\-–—]|\]\s*)",
    re.IGNORECASE,
)
# Readers of lists write it at the start of a note or as a keyword.
_NOTE: Final = regex(r"\W*(retracted|withdrawn|expression of concern)\b", re.IGNORECASE)
_KINDS: Final[Mapping[str, UpdateKind]] = {
    "retracted": "retracted",
    "withdrawn": "retracted",
    "removed": "removed",
    "temporary removal": "removed",
    "expression of concern": "concern",
}


def written_marks(reference: Reference) -> Iterator[Update]:
    """Yield what the record itself says: a word before its title, in its note or its
    status.

    >>> ref = Reference("a", title="RETRACTED: Tides")
    >>> [each.kind for each in written_marks(ref)]
    ['retracted']
    """
    title = _TITLE.match(without_markup(reference.text("title")))
    if title:
        yield Update(_KINDS[title[1].lower()], source="title")
    for name in ("status", "note", "keyword"):
        note = _NOTE.match(without_markup(reference.text(name)))
        if note:
            yield Update(_KINDS[note[1].lower()], source=name)


def grave_marks(
    reference: Reference, updates: Mapping[str, Sequence[Update]]
) -> list[dict[str, str]]:
    """Return what bears on whether a work may be cited, each kind once, as the page
    wants it.
    """
    # Corrections are listed by `verify`; only what bears on citing is a mark.
    reported = updates.get(reference.id, ())
    known = [each for each in reported if each.kind in GRAVE]
    found: dict[str, dict[str, str]] = {}
    # What registries say comes first, and counts where the record says it too.
    for each in (*known, *written_marks(reference)):
        mark = {"kind": each.kind, "source": clean(each.source)}
        if each.doi:
            mark["url"] = doi_url(each.doi)
        if each.date:
            mark["date"] = str(each.date)
        found.setdefault(each.kind, mark)
    return list(found.values())


def same_works(
    references: Sequence[Reference], diagnostics: list[Diagnostic]
) -> dict[str, dict[str, Any]]:
    """Return for each reference the keys of the other records of its work, and why."""
    found: dict[str, dict[str, Any]] = {}
    for cluster in duplicates(references, diagnostics):
        for key in cluster.keys:
            others = [other for other in cluster.keys if other != key]
            reasons = [clean(reason) for reason in cluster.reasons]
            found[key] = {"keys": others, "reasons": reasons}
    return found
