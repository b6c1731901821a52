"""BibTeX and BibLaTeX entries to CSL items, against pandoc's conversions: every field
of every item exact.

Compared as they stand, except that white space is collapsed, a no-break space is a
space, and the `nocase` marks of both sides are dropped (the expected items come by way
of Markdown, which lost them).
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.formats.bibtex import parse
from csecrefs.formats.bibtex.pandoc import to_items
from tests.conformance import Case

SOURCE = "formats/pandoc_biblatex_csl.json"
SECONDS = 2.0
_NOCASE = re.compile(r'<span class="nocase">(.*?)</span>')


def run(path: Path) -> Iterator[Case]:
    for case in json.loads(path.read_text("utf-8")):
        begin = time.process_time()
        try:
            items = to_items(parse(case["input"], case["name"]))
        except Exception as error:  # a case that raises has failed, and says so
            yield Case(case["name"], False, f"raised {error!r}")
            continue
        problem = _difference(_normal(items), _normal(case["expected"]))
        if time.process_time() - begin > SECONDS:
            problem = problem or "took too long"
        yield Case(case["name"], not problem, problem)


def _normal(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _normal(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_normal(part) for part in value]
    if isinstance(value, str):
        return re.sub(r"\s+", " ", _NOCASE.sub(r"\1", value)).strip()
    return value


def _difference(items: list[dict[str, Any]], expected: list[dict[str, Any]]) -> str:
    if [item["id"] for item in items] != [item["id"] for item in expected]:
        return f"ids {[item['id'] for item in items]}, expected {[item['id'] for item in expected]}"
    return "; ".join(
        f"{item['id']}.{key}: {item.get(key)!r}, expected {wanted.get(key)!r}"
        for item, wanted in zip(items, expected, strict=True)
        for key in sorted(item.keys() | wanted.keys())
        if item.get(key) != wanted.get(key)
    )
