"""The project's own CSL styles are valid CSL 1.0.2 and say who they are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

STYLES = Path(__file__).parents[1] / "styles"
SCHEMA = files("citeproc") / "data/schema/schemas/styles/csl.rng"
CSL = {"cs": "http://purl.org/net/xbiblio/csl"}


@pytest.mark.parametrize(
    "path", sorted(STYLES.glob("*.csl")), ids=lambda path: path.stem
)
def test_style_is_valid_and_named_after_its_file(path: Path) -> None:
    schema = etree.RelaxNG(etree.parse(str(SCHEMA)))
    style = etree.parse(str(path))
    assert schema.validate(style), schema.error_log
    assert (
        style.findtext("cs:info/cs:id", namespaces=CSL)
        == f"urn:csecrefs:style:{path.stem}"
    )


def test_every_macro_is_called() -> None:
    for path in STYLES.glob("*.csl"):
        style = etree.parse(str(path))
        defined = set(style.xpath("/cs:style/cs:macro/@name", namespaces=CSL))
        called = set(style.xpath("//@macro"))
        assert defined == called, path.name


def test_there_is_a_house_style() -> None:
    assert (STYLES / "csecrefs-house.csl").is_file()
