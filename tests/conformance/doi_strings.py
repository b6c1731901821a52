"""DOIs as people write them: the one form of each, or none (doi_strings.json: what,
input, doi).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from csecrefs.model.identifiers import parse_doi
from tests.conformance import Case

SOURCE = "registry/doi_strings.json"


def run(path: Path) -> Iterator[Case]:
    for case in json.loads(path.read_text(encoding="utf-8")):
        found = parse_doi(case["input"])
        yield Case(
            case["what"], found == case["doi"], f"{case['input']!r} gave {found}"
        )
