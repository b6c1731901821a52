"""Values of a bibliography marked with their variables."""

from __future__ import annotations

import re

import pytest

import csecrefs as cr

ITEM = (
    '[{"id": "a", "type": "article-journal", "title": "On <i>ibex</i>", "container-title": "Tides",'
    ' "author": [{"family": "Harrow", "given": "Paula"}], "issued": {"date-parts": [[2014, 3]]},'
    ' "volume": "12", "page": "4-9", "DOI": "10.5555/x"}]'
)


def test_html_names_the_variables() -> None:
    library = cr.Library.parse(ITEM, format="csl-json")
    html = library.bibliography(style="apa", spans=True).to("html")
    assert '<span class="csl-author">Harrow, P.</span>' in html
    assert '<span class="csl-title">On <i>ibex</i></span>' in html
    assert re.search(r'<span class="csl-issued">2014[^<]*</span>', html)


@pytest.mark.parametrize(
    "style",
    [
        "apa",
        "ieee",
        "nature",
        "chicago-notes-bibliography",
        "elsevier-vancouver",
        "mhra",
    ],
)
@pytest.mark.parametrize("output", ["text", "markdown", "latex"])
def test_the_text_stays_the_same(style: str, output: str) -> None:
    library = cr.Library.parse(ITEM, format="csl-json")
    marked = library.bibliography(style=style, spans=True).to(output)
    assert marked == library.bibliography(style=style).to(output)


def test_json_names_the_variables() -> None:
    library = cr.Library.parse(ITEM, format="csl-json")
    assert '"variable": "title"' in library.bibliography(style="apa", spans=True).to(
        "json"
    )
