"""Labelled reference strings of others, read for training and never kept here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

SOURCES: Final = {
    "anystyle-core": "inukshuk/anystyle res/parser/core.xml, commit c6f5fb2, BSD-2-Clause",
    "anystyle-good": "inukshuk/anystyle res/parser/good.xml, commit c6f5fb2, BSD-2-Clause",
    "grobid": "kermitt2/grobid citation corpus, commit b8d6bec30, annotations CC-BY 4.0",
}
"""Name of each set and its origin."""
_COLLAPSED: Final = {
    "isbn": "id",
    "pmid": "id",
    "seriesno": "volume",
    "medium": "note",
    "section": "note",
    "archive": "note",
    "extent": "note",
    "cauthor": "O",
    "contrib": "O",
    "other": "O",
    "event": "O",
}
"""Labels that the sources distinguish and the model does not."""


_EDGE: Final = " \t.,;:()[]{}<>“”\"«»„‘’'–—"
"""Marks at the edges of spans that some sets count in and others do not."""
_TRIMMED: Final = {
    "editor": re.compile(
        r"^(?:in|edited by|(?:hrsg|hg)\.? v(?:on|\.)|a cura di|éd\.?|dir\.?|eds?\.?(?: by)?)\b[\s.:,]*"
        r"|[\s,(\[]*\b(?:eds?|editors?|hrsg|hgg?|dirs?|coords?|comps?|herausgeber)\b\.?[\s.)\]]*$",
        re.IGNORECASE,
    ),
    "translator": re.compile(
        r"^(?:translated by|trans(?:l|lated)?\.?(?: by)?|übers\.? v(?:on|\.))\b[\s.:]*"
        r"|[\s,(\[]*\b(?:trans|transl|translators?)\b\.?[\s.)\]]*$",
        re.IGNORECASE,
    ),
    "pages": re.compile(r"^(?:pp?|ss?|pages?|seiten?|стр|с|str)\b[\s.:]*", re.IGNORECASE),
    "volume": re.compile(r"^(?:vols?|volume|bd|band|tome|tomo|t|jg|jahrgang)\b[\s.:]*", re.IGNORECASE),
    "issue": re.compile(r"^(?:nos?|nr|n|núm|num|number|issue|iss|heft|h|fasc)\b[\s.°º:]*", re.IGNORECASE),
    "container": re.compile(r"^(?:in|en|dans)\b[\s:]+", re.IGNORECASE),
    "url": re.compile(r"^(?:url|available(?: at)?|retrieved from|disponible)\b[\s:]*", re.IGNORECASE),
    "doi": re.compile(r"^doi[\s:]+", re.IGNORECASE),
}  # fmt: skip
"""Words that say what a segment is; some sets count them in, some do not."""


class Labelled(NamedTuple):
    """One string and its labelled spans."""

    text: str
    spans: list[tuple[int, int, str]]


def read(folder: Path, *names: str) -> Iterator[Labelled]:
    """Yield the strings of the named sets in `folder`, those kept for tests left out."""
    kept_back = set((folder.parent / "not-for-training.sha1").read_text().split())
    for name in names:
        with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if fingerprint(record["text"]) not in kept_back:
                    text = record["text"]
                    spans = [trimmed(text, *span) for span in record["spans"]]
                    yield Labelled(text, [span for span in spans if span[0] < span[1]])


def trimmed(text: str, start: int, end: int, label: str) -> tuple[int, int, str]:
    """Return a span without the marks and words at its edges that are no part of it.

    The sets disagree about them; what is learned is one way.
    """
    start, end = _edged(text, start, end)
    pattern = _TRIMMED.get(label)
    while pattern is not None and (match := pattern.search(text[start:end])):
        if match.end() == match.start():
            break
        if match.start() == 0:
            start += match.end()
        else:
            end = start + match.start()
        start, end = _edged(text, start, end)
    return start, end, label


def _edged(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def fingerprint(text: str) -> str:
    """Return the first digits of the checksum by which test strings are known."""
    plain = re.sub(r"\W", "", text.lower())
    return hashlib.sha1(plain.encode(), usedforsecurity=False).hexdigest()[:16]


def collapsed(label: str) -> str:
    """Return the model's label for a source's label."""
    return _COLLAPSED.get(label, label)
