"""Each conformance set stays at or above its floor; a set that is not there is skipped
by name.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import sets

pytestmark = pytest.mark.slow

FLOORS: dict[str, int] = {
    "audit": 90,
    "lookup": 125,
    "reference-pdf": 112,
    "bib-corpus": 1020,
    "bib-parse": 8900,
    "bib-roundtrip": 1021,
    "biblatex-csl": 94,
    # one citation fewer than before: a writer's ", for example" after a quotation moves
    # its comma into it, as a comma of an American style does; citeproc-js leaves it
    "csl-output": 2880,
    "csl-suite": 627,
    "doi-round-trip": 19210,
    "doi-strings": 26,
    "jabref-import": 451,
    "links": 134,
    "manuscript-asciidoc": 28,
    "manuscript-latex": 1197,
    "manuscript-audit": 84,
    "manuscript-docx": 27,
    "manuscript-ipynb": 25,
    "manuscript-markdown": 1145,
    "manuscript-micro": 122,
    "manuscript-mkdocs": 5,
    "manuscript-myst": 2,
    "manuscript-odt": 23,
    "manuscript-org": 141,
    "manuscript-render": 2831,
    "manuscript-rst": 260,
    "manuscript-same": 112,
    "manuscript-typst": 70,
    "reference-lists": 1190,
    "references": 7250,
    "reexport-biblatex": 1272,
    "reexport-csl-json": 1272,
    "reexport-ris": 667,
    "registry-errors": 94,
    "registry-expected": 966,
    "registry-records": 1455,
    "update-notices": 18,
    # with the dependencies alone; each validator that is installed adds its cases
    "written-files": 4902,
    "zotero-import": 2075,
}
"""Passed cases per set, on the sets in the shared folder. Never lowered."""


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_floor(name: str) -> None:
    chosen = sets()[name]
    if not chosen.source.exists():
        pytest.skip(
            f"conformance set {name} is absent: no {chosen.source.name} in the shared folder"
        )
    failing = []
    passed = 0
    for case in chosen.run(chosen.source):
        passed += case.passed
        if not case.passed:
            failing.append(f"{case.id}: {case.detail}")
    assert passed >= FLOORS[name], "\n".join(failing)


def test_every_set_has_a_floor() -> None:
    assert set(FLOORS) == set(sets())


def test_every_set_says_where_it_comes_from_and_how_it_is_laid_out() -> None:
    page = Path(__file__).with_name("conformance") / "README.md"
    rows = [
        line.split("|")[1:4]
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| set", "| ---"))
    ]
    named = set()
    for names, origin, layout in rows:
        assert origin.strip(), names
        assert layout.strip(), names
        first, *others = [name.strip() for name in names.split(",")]
        family = first.partition("-")[0]
        named |= {first}
        named |= {f"{family}{each}" if each[0] == "-" else each for each in others}
    assert named == set(sets())
