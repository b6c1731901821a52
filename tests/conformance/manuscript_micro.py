"""Probes of pandoc's citation syntax: keys, modes, order, and locators.

A case passes if its groups are those of pandoc's AST, and each locator is the one
that pandoc's citeproc prints with its label in the probe.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from csecrefs.manuscript import markdown
from tests.conformance import Case
from tests.conformance.manuscript_markdown import expected_groups, groups

SOURCE = "manuscripts/markdown-micro"


def run(path: Path) -> Iterable[Case]:
    for cases in sorted(path.rglob("cases.json")):
        for case in json.loads(cases.read_text("utf-8")):
            yield _case(case)


def _case(case: Any) -> Case:
    try:
        read = markdown.read(case["text"].encode(), pandoc_locators=True)
    except Exception as error:
        return Case(case["id"], False, f"{type(error).__name__}: {error}")
    wanted, found = expected_groups(case), groups(read)
    if wanted != found:
        return Case(case["id"], False, f"wanted {wanted}, found {found}")
    if "locators" not in case["id"]:
        return Case(case["id"], True)
    printed = _flat(case["probe"])
    for site in read.sites:
        for cite in site.cites:
            place = f"{{T:{cite.id}}}"
            if cite.locator:
                place += f"‖{cite.label}‖{cite.locator}"
            place = _flat(place + cite.suffix)
            if place not in printed:
                return Case(case["id"], False, f"{place} is not in {printed}")
            if not cite.locator and f"{{T:{cite.id}}}‖" in printed:
                return Case(case["id"], False, f"no locator, but {printed}")
    return Case(case["id"], True)


def _flat(text: str) -> str:
    """Return text without fonts and with one form of dashes, quotes and spaces."""
    text = re.sub(r"</?\w+>", "", text)
    text = re.sub("–|--", "-", text).replace("“", '"').replace("”", '"')
    return re.sub(r"\s+", " ", text)
