"""CSL items written to RIS and read again: the core fields of each as they were."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.formats.tagged import ris
from csecrefs.model import Reference
from tests.conformance import Case

SOURCE = "formats/pandoc_biblatex_csl.json"
CORE = """author editor translator title container-title collection-title issued volume issue page edition
    publisher publisher-place DOI ISBN ISSN URL number""".split()


def run(path: Path) -> Iterator[Case]:
    """Each core field of each item as one `Case`."""
    for case in json.loads(path.read_text("utf-8")):
        for item in case["expected"]:
            before = Reference.from_csl(item).to_csl()
            references, _ = ris.read(ris.write([Reference.from_csl(item)]))
            after: dict[str, Any] = (
                references[0].to_csl() if len(references) == 1 else {}
            )
            for field in CORE:
                if field in before:
                    passed = str(before[field]) == str(after.get(field))
                    yield Case(
                        f"{case['name']}: {item['id']}.{field}",
                        passed,
                        f"{after.get(field)}, not {before[field]}",
                    )
