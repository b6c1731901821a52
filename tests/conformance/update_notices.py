"""What recorded works say happened to them, against the direction that is known.

A case is each recorded Crossref work that has, or is, a notice. Known: the table of
Retraction Watch where it was recorded (which DOI is the paper, which the notice), what
Retraction Watch's entries in the records assert, and the publishers' marks in titles
("RETRACTED: ..." is a paper, "Retraction: ..." a notice).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.formats.registries.crossref_updates import crossref_updates
from csecrefs.model.update import GRAVE
from tests.conformance import Case
from tests.conformance.registry_records import works

SOURCE = "registry"
_GRAVE_TYPES = {
    "retraction",
    "partial_retraction",
    "removal",
    "withdrawal",
    "expression_of_concern",
}


def run(path: Path) -> Iterator[Case]:
    papers, notices = _watched(path)
    for name, kind, work in works(path):
        if kind != "crossref":
            continue
        doi = str(work.get("DOI", "")).lower()
        title = str((work.get("title") or [""])[0]).lower()
        affected = (
            doi in papers
            or _asserted(work)
            or title.startswith(("retracted", "withdrawn"))
        )
        is_notice = doi in notices or _is_about_another(work, doi)
        if not (
            affected or is_notice or work.get("updated-by") or work.get("update-to")
        ):
            continue
        found = crossref_updates(work)
        grave = any(update.kind in GRAVE for update in found)
        in_place = any(
            u["DOI"].lower() == doi and u["type"] in _GRAVE_TYPES
            for u in work.get("updated-by") or []
        )
        about = {update.doi for update in found if update.kind == "notice-for"}
        expected = (affected or in_place) and not (is_notice and not affected)
        right = (
            grave == expected
            and (not is_notice or affected or bool(about))
            and doi not in about
        )
        yield Case(
            name,
            right,
            f"expected {'grave' if expected else 'no grave'} update, found {found}",
        )


def _watched(path: Path) -> tuple[set[str], set[str]]:
    """The DOIs of papers and of notices in the recorded table of Retraction Watch."""
    papers: set[str] = set()
    notices: set[str] = set()
    for entry in json.loads((path / "index.json").read_text(encoding="utf-8")):
        if entry["kind"] == "retraction-watch-csv" and entry["status"] == 200:
            with (path / entry["body_file"]).open(
                encoding="utf-8", errors="replace", newline=""
            ) as table:
                for row in csv.DictReader(table):
                    if row.get("RetractionNature") in (
                        "Retraction",
                        "Expression of concern",
                    ):
                        papers.add((row.get("OriginalPaperDOI") or "").lower())
                        notices.add((row.get("RetractionDOI") or "").lower())
    return papers - {"", "unavailable"}, notices - papers - {"", "unavailable"}


def _asserted(work: dict[str, Any]) -> bool:
    return any(
        update.get("source") == "retraction-watch"
        and update.get("type") in _GRAVE_TYPES
        for update in work.get("updated-by") or []
    )


def _is_about_another(work: dict[str, Any], doi: str) -> bool:
    title = str((work.get("title") or [""])[0]).lower()
    if title.startswith(("retracted", "withdrawn")):
        return False
    others = [
        update for update in work.get("update-to") or [] if update["DOI"].lower() != doi
    ]
    return bool(others)
