"""CSL items written to CSL-JSON and read again: each field of each item as it was
before any reading.

An empty type, which is none of CSL's, is `document`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.formats.csl import json as csl_json
from csecrefs.model import Reference
from tests.conformance import Case

SOURCE = "formats/pandoc_biblatex_csl.json"


def run(path: Path) -> Iterator[Case]:
    """Each field of each item as one `Case`."""
    for case in json.loads(path.read_text("utf-8")):
        for item in case["expected"]:
            references, _ = csl_json.read(csl_json.write([Reference.from_csl(item)]))
            after: dict[str, Any] = (
                references[0].to_csl() if len(references) == 1 else {}
            )
            for field, value in item.items():
                passed = after.get(field) == (
                    value or "document" if field == "type" else value
                )
                yield Case(
                    f"{case['name']}: {item['id']}.{field}",
                    passed,
                    f"{after.get(field)!r}, not {value!r}",
                )
