"""What JabRef's importers read from ten formats, compared at the level of records.

The expected BibTeX is read by our own reader; each core variable it gives is to be what
our reader of the input gives. Conventions: spaces, kinds of dashes and quotes, letter
case and a final point do not count, nor whether a number stands as ISBN or ISSN, nor
how names are cut; page ranges are in full; of the date the year counts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from csecrefs.formats import bibtex
from csecrefs.formats.values import pages
from csecrefs.model import Name, Reference
from tests.conformance import SHARED, Case
from tests.conformance._readers import read_case

SOURCE = "formats/jabref_import.json"

TEXTS = """title container-title volume issue page publisher DOI URL abstract edition number-of-volumes
    collection-title PMID""".split()
EQUIVALENT = {
    "container-title": ("container-title-short", "event-title", "collection-title"),
    "issue": ("number",),
    "page": ("number-of-pages",),
    "collection-title": ("container-title",),
}


def run(path: Path) -> Iterator[Case]:
    """Each core value of each case as one `Case`, and the number of records in each."""
    for case in json.loads(path.read_text("utf-8")):
        label = f"{case['input_format']} {case['name']}"
        references = read_case(case["input"], case["input_format"], case["name"])
        if references is None:
            yield Case(f"{label}: items", False, "no reader for this format")
            continue
        expected, _ = bibtex.read(str(case["expected"]))
        if expected:
            detail = f"{len(references)}, not {len(expected)}"
            yield Case(f"{label}: items", len(references) == len(expected), detail)
        for index, wanted in enumerate(expected):
            got = references[index] if index < len(references) else Reference("")
            for field, passed, detail in _compare(wanted, got):
                yield Case(f"{label}: {index}.{field}", passed, detail)


def _compare(wanted: Reference, got: Reference) -> Iterator[tuple[str, bool, str]]:
    for variable in TEXTS:
        if value := _plain(wanted.text(variable)):
            found = [
                _plain(got.text(name))
                for name in (variable, *EQUIVALENT.get(variable, ()))
            ]
            yield variable, value in found, f"{found[0]!r}, not {value!r}"
    if numbers := _numbers(wanted):
        yield "number", numbers <= _numbers(got), f"{_numbers(got)}, not {numbers}"
    if wanted.year:
        yield "year", got.year == wanted.year, f"{got.year}, not {wanted.year}"
    for role in ("author", "editor"):
        if names := [_letters(name) for name in wanted.names(role)]:
            found = [_letters(name) for name in got.names(role)]
            passed = sorted("".join(names)) == sorted("".join(found))
            yield role, passed, f"{found}, not {names}"


def _plain(text: str) -> str:
    text = re.sub(r"</?\w[^<>]*>", "", text).translate(
        {0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'}
    )
    text = text.replace("''", '"')
    return re.sub(r"[-‐‑–—]+", "-", "".join(pages(text).split())).rstrip(".").lower()


def _numbers(reference: Reference) -> set[str]:
    text = reference.text("ISBN") + " " + reference.text("ISSN")
    return set(re.findall(r"[\dX]{8,13}", text.replace("-", "").upper()))


def _letters(name: Name) -> str:
    parts = (
        name.literal,
        name.non_dropping_particle,
        name.dropping_particle,
        name.family,
        name.given,
        name.suffix,
    )
    return "".join(sorted(re.sub(r"[\W_]", "", "".join(parts)).lower()))


def _print_by_format() -> None:
    passed, total = Counter[str](), Counter[str]()
    for case in run(SHARED / SOURCE):
        name = case.id.split(" ")[0]
        total[name] += 1
        passed[name] += case.passed
    for name, count in [*total.items(), ("all", total.total())]:
        done = passed[name] if name != "all" else passed.total()
        print(f"{name}: {done}/{count} = {done / count:.3f}")


if __name__ == "__main__":
    _print_by_format()
