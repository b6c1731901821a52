"""Passing over elements that have nothing to print changes nothing that is printed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@st.composite
def parts_of_works(draw: st.DrawFn) -> list[Reference]:
    """A work of every type with some variables, many of them with none."""
    works = []
    variables = st.sets(st.sampled_from(sorted(KIND)), max_size=8)
    for number, item_type in enumerate(sorted(ITEM_TYPES)):
        fields = {variable: _VALUES[KIND[variable]] for variable in draw(variables)}
        item = {"id": f"w{number}", "type": item_type, **fields}
        works.append(Reference.from_csl(item))
    return works


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
@settings(max_examples=2)
@given(works=parts_of_works())
def test_nothing_printed_is_passed_over(name: str, works: list[Reference]) -> None:
    parsed = parse_style(styles.find(name).xml)
    quick = rendered(parsed, works)

    def never(_: object, inner: Renderer) -> Renderer:
        return inner

    with pytest.MonkeyPatch.context() as patch:
        for module in (group, names, text):
            patch.setattr(module, "unless_empty", never)
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
