"""Passing over elements that have nothing to print changes nothing that is printed."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from csecrefs.csl import Citation, Cite, Processor, parse_style
from csecrefs.csl.context import Renderer
from csecrefs.csl.elements import group, names, text
from csecrefs.csl.needs import KnownNeeds, needs_of
from csecrefs.csl.style import Style
from csecrefs.model import ITEM_TYPES, KIND, Reference
from csecrefs.styles import find as styles
from tests.csl.small import load_locale, style

pytestmark = pytest.mark.slow

_VALUES = {
    "standard": "Text of its own",
    "number": "12",
    "name": [{"family": "Doe", "given": "Jane"}],
    "date": {"date-parts": [[2020, 5, 3]]},
}


def parts_of_works(chance: random.Random, count: int) -> Iterator[Reference]:
    """Works of every type with some variables, many of them with none."""
    types = sorted(ITEM_TYPES)
    for number in range(count):
        some = chance.sample(sorted(KIND), chance.choice((0, 1, 2, 4, 8)))
        fields = {variable: _VALUES[KIND[variable]] for variable in some}
        yield Reference.from_csl(
            {"id": f"w{number}", "type": types[number % len(types)], **fields}
        )


def rendered(parsed: Style, works: list[Reference]) -> tuple[object, ...]:
    cites = [
        Cite(work.id, locator="3" if place % 2 else "")
        for place, work in enumerate(works)
    ]
    citations = [Citation((cite,), note) for note, cite in enumerate(cites, start=1)]
    rendering = Processor(parsed, load_locale).render(works, citations)
    return rendering.citations, rendering.entries, rendering.layout


@pytest.mark.parametrize(
    "name", ["apa", "chicago-notes-bibliography", "ieee", "oscola"]
)
def test_nothing_printed_is_passed_over(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = parse_style(styles.find(name).xml)
    works = list(parts_of_works(random.Random(7), 120))
    quick = rendered(parsed, works)

    def never(_: object, inner: Renderer) -> Renderer:
        return inner

    for module in (group, names, text):
        monkeypatch.setattr(module, "unless_empty", never)
    assert rendered(parsed, works) == quick


@pytest.mark.parametrize(
    ("element", "needed"),
    [
        (
            "<group><text term='in'/><text variable='title'/></group>",
            {"title", "title-short"},
        ),
        ("<group><text term='in'/></group>", None),
        ("<group><text variable='locator'/></group>", None),
        (
            "<group><text variable='title'/><group><text value='x'/></group></group>",
            None,
        ),
        ("<names variable='author editor'/>", {"author", "editor"}),
        (
            "<names variable='author'><substitute><text value='Anonymous'/></substitute></names>",
            None,
        ),
        (
            "<group><choose><if type='book'><text variable='genre'/></if></choose></group>",
            None,
        ),
        (
            "<group><choose><if type='book'><number variable='page-first'/></if>"
            "<else><date variable='issued'/></else></choose></group>",
            {"page-first", "page-first-short", "page", "issued"},
        ),
        (
            "<group><choose><if disambiguate='true'><text variable='genre'/></if></choose></group>",
            None,
        ),
    ],
)
def test_what_is_needed(element: str, needed: set[str] | None) -> None:
    parsed = parse_style(style(element))
    assert parsed.bibliography is not None
    assert (
        needs_of(parsed.bibliography.layout[0], {}, KnownNeeds({}, {})).to_print
        == needed
    )
