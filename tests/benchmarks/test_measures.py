"""What was reached on recorded works is not lost again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import validate, verify
from tests.conformance import SHARED

FOLDER = SHARED / "registry"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not FOLDER.exists(), reason="the recorded responses are not there: no registry"
    ),
]


def test_damaged_records_are_told_from_clean_ones() -> None:
    counts = verify.measure(FOLDER, step=6)
    wrong, clean = counts.pop("clean")
    assert wrong <= 0.005 * clean
    assert all(hit >= 0.98 * total for hit, total in counts.values()), counts
    assert counts["swapped DOI"][0] == counts["swapped DOI"][1]


def test_missing_dois_are_found_and_never_wrong_ones() -> None:
    right, wrong, without, tries = validate.measure(FOLDER, step=6)
    assert wrong == without == 0
    assert right >= 0.95 * tries


@pytest.mark.parametrize(
    ("down", "blind"),
    [(("openalex", "dblp"), False), (("datacite", "arxiv"), True)],
)
def test_two_registries_out_of_reach_make_no_finding_wrong(
    tmp_path: Path, down: tuple[str, str], blind: bool
) -> None:
    counts, apart = verify.measure_down(FOLDER, down, tmp_path / "cache", step=80)
    assert counts.pop("clean")[0] == 0
    assert all(hit == total for hit, total in counts.values()), counts
    assert apart["finding"] == 0
    assert bool(apart["unchecked"]) == blind
