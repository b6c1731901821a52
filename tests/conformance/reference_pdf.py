"""PDFs and Word files: each reference of their lists, whole and alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from csecrefs.library.typed_lists import read_typed_list
from tests.conformance import Case

SOURCE = "references/pdf"
_NUMBER = re.compile(r"^\s*(?:\[\d+\]|\(\d+\)|\d+[.)])\s*")


def run(path: Path) -> Iterator[Case]:
    for file in sorted(path.glob("*.gold.json")) if path.is_dir() else [path]:
        name = file.name.removesuffix(".gold.json")
        source = next(
            each for each in file.parent.glob(f"{name}.*") if each.suffix != ".json"
        )
        expected = json.loads(file.read_text(encoding="utf-8"))["refs"]
        try:
            found = {_letters(each.text) for each in read_typed_list(source).parsed}
        except Exception as error:  # a crash is a failing case, not the end of the run
            yield Case(name, False, f"{type(error).__name__}: {error}")
            continue
        for text in expected:
            passed = _letters(text) in found
            yield Case(
                f"{name} {text[:30]}", passed, "" if passed else "not found whole"
            )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", _NUMBER.sub("", text).lower())
