"""CSL items written to BibLaTeX and read again: each field of each item, not the core
ones only, as it was.

White space is collapsed; a month from 21 to 24 is the season that pandoc writes so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.formats.bibtex import read, write
from csecrefs.model import Reference
from tests.conformance import Case

SOURCE = "formats/pandoc_biblatex_csl.json"


def run(path: Path) -> Iterator[Case]:
    for case in json.loads(path.read_text("utf-8")):
        for item in case["expected"]:
            reference = Reference.from_csl(item)
            before = reference.to_csl()
            references, _ = read(write([reference]))
            after: dict[str, Any] = (
                references[0].to_csl() if len(references) == 1 else {}
            )
            for field, value in before.items():
                passed = _normal(after.get(field)) == _normal(value)
                yield Case(
                    f"{case['name']}: {item['id']}.{field}",
                    passed,
                    f"{after.get(field)!r}, not {value!r}",
                )


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(r"\s+", " ", value)
    if isinstance(value, dict) and value.get("season"):
        year = value["date-parts"][0][0]
        return {"date-parts": [[year, 20 + value["season"]]]}
    return value
