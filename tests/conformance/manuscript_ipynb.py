"""Notebooks: the citations of every Markdown cell, in every syntax, in order.

The oracle's regular expressions also find examples in fenced code; these are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from csecrefs import manuscript
from tests.conformance import Case
from tests.conformance._manuscripts import measured, source

SOURCE = "manuscripts/ipynb"

Group = tuple[int, tuple[str, ...]]

_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def _amended(folder: Path, expected: Any) -> Sequence[Group]:
    cells = json.loads(source(folder).read_text("utf-8"))["cells"]
    found: list[Group] = []
    for each in expected["citations"]:
        keys = each.get("keys") or [cite["id"] for cite in each["cites"]]
        found.append((each["cell"], tuple(keys)))
    for number, cell in enumerate(cells):
        for code in _FENCED.finditer("".join(cell["source"])):
            for key in re.findall(r'data-cite[\w-]*="([^"]+)"', code[0]):
                if (number, (key,)) in found:
                    found.remove((number, (key,)))
    return sorted(found)


def _find(folder: Path, _: Any) -> Sequence[Group]:
    read = manuscript.read(source(folder))
    return sorted(
        (int(site.part.removeprefix("cell ")), tuple(cite.id for cite in site.cites))
        for site in read.sites
        if site.kind == "citation" and not site.nested
    )


def run(path: Path) -> Iterable[Case]:
    return measured(path, list, _find, _amended)
