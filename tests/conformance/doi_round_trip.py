"""Every DOI in the recorded responses: printed as a URL, found again in a sentence, and
nothing changed.

The path is the folder of recorded responses. A case is each distinct value of a DOI
field that has a suffix.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.model.identifiers import doi_url, find_dois, parse_doi
from tests.conformance import Case

SOURCE = "registry"


def run(path: Path) -> Iterator[Case]:
    for text in sorted(_recorded(path)):
        doi = parse_doi(text)
        url = doi_url(doi) if doi else ""
        found = [each.doi for each in find_dois(f"As shown ({url}), and so on.")]
        same = doi is not None and _letters(doi) == _letters(text)
        yield Case(
            text,
            same and parse_doi(url) == doi and found == [doi],
            f"{doi}, then {url}, then {found}",
        )


def _recorded(path: Path) -> set[str]:
    found: set[str] = set()
    for entry in json.loads((path / "index.json").read_text(encoding="utf-8")):
        try:
            body = json.loads((path / entry["body_file"]).read_bytes())
        except (ValueError, OSError, TypeError):
            continue
        found.update(_dois(body))
    return {text for text in found if "/" in text}


def _dois(value: Any) -> Iterator[str]:
    pending = [value]
    while pending:
        inner = pending.pop()
        if isinstance(inner, dict):
            yield from (
                inner[key] for key in ("DOI", "doi") if isinstance(inner.get(key), str)
            )
        if isinstance(inner, (dict, list)):
            pending += inner.values() if isinstance(inner, dict) else inner


def _letters(text: str) -> str:
    """What may not change: letters and digits behind the prefix's "10."."""
    return "".join(
        re.findall(r"\w", html.unescape(text).casefold().partition("10.")[2])
    )
