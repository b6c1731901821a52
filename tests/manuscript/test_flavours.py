import pytest

from csecrefs.manuscript import html, markdown
from csecrefs.manuscript.render import render_sites
from csecrefs.manuscript.sites import Manuscript
from tests.manuscript.test_markdown_splice import KNOWN, body


def cited(read: Manuscript) -> list[tuple[str, ...]]:
    return [
        tuple(f"{cite.mode[:1]}{cite.id}" for cite in site.cites) for site in read.sites
    ]


DOI_Y = "https://doi.org/10.1/y"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{cite:p}`low,high` {cite:t}`low`", [("low", "high"), ("nlow",)]),
        ("{cite:ps}`{see}low{p. 3}` `{cite}` {ref}`low`", [("low",)]),
        (
            "<doi:10.5281/zenodo.1> [](doi:10.1/x) [text](doi:10.1/y)",
            [("doi:10.5281/zenodo.1",), ("doi:10.1/x",)],
        ),
        ("<https://doi.org/10.1/x> [](https://doi.org/10.1/y)", [(DOI_Y,)]),
        ("{cite}`low` <https://doi.org/10.1/y>", [("low",), (DOI_Y,)]),
        (":::{note}\n<https://doi.org/10.1/y>\n:::", [(DOI_Y,)]),
        (
            '<cite data-cite="low">(x)</cite> <b data-cite-t="high">H</b>',
            [("low",), ("nhigh",)],
        ),
        ('<span class="citation" data-cites="low high">x</span>', [("low", "high")]),
        (
            "<cite data-cite='low'/> <CITE Data-Cite=high>x</cite>",
            [("low",), ("high",)],
        ),
        ("`<cite data-cite='low'>x</cite>` <!-- {cite}`low` -->", []),
        ("[[@low]] and [[@high|as High]] [[not]]", [("low",), ("high",)]),
    ],
)
def test_other_ways_to_cite(text: str, expected: list[tuple[str, ...]]) -> None:
    assert cited(markdown.read(text.encode())) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{cite:t}`low` {cite}`low,high`", "Low (2001) (High, 2002; Low, 2001)"),
        ("[[@low]] [[@high|x]]", "(Low, 2001) (High, 2002)"),
        ('<cite data-cite="low">old</cite>.', "(Low, 2001)."),
        ('<cite data-cite="low" />.', "(Low, 2001)."),
    ],
)
def test_they_are_rendered(text: str, expected: str) -> None:
    assert body(text) == expected


@pytest.mark.parametrize(
    "place", ["\\bibliography", "```{bibliography} a.bib\n:style: x\n```"]
)
def test_places_for_the_list(place: str) -> None:
    read = markdown.read(f"[@low]\n\n{place}\n\nEnd\n".encode())
    text = markdown.splice(read, render_sites(read, KNOWN)).decode()
    assert text == "(Low, 2001)\n\nLow, A. (2001). *On low*.\n\nEnd\n"


PAGE = (
    '<!DOCTYPE html><html lang="en"><meta name="bibliography" content="refs.bib">'
    '<!-- <i data-cites="no"></i> --><p>As <span data-cites="low">x</span> says'
    '<pre><b data-cite="no">x</b></pre></body></html>'
)


def test_html_keeps_its_elements() -> None:
    read = html.read(PAGE.encode())
    assert read.metadata.bibliography == ("refs.bib",)
    assert cited(read) == [("low",)]
    text = html.splice(read, render_sites(read, KNOWN)).decode()
    assert '<span data-cites="low">(Low, 2001)</span> says' in text
    assert "<i>On low</i>" in text or "<em>On low</em>" in text
    assert text.endswith("</body></html>")
    again = html.read(text.encode())
    assert cited(again)[0] == ("low",)


def test_html_notes_are_listed_at_the_end() -> None:
    read = html.read(PAGE.encode())
    sites = render_sites(read, KNOWN, style="chicago-notes-bibliography")
    text = html.splice(read, sites).decode()
    assert '<sup><a href="#cite-1">1</a></sup></span> says' in text
    assert '<li id="cite-1">A. Low' in text


def test_an_empty_element_of_html_gets_its_text() -> None:
    read = html.read(
        b'<p><cite data-cite="low" /> and <cite data-cite=low>x</cite></p>'
    )
    text = html.splice(read, render_sites(read, KNOWN, style="apa")).decode()
    assert text.startswith(
        '<p><cite data-cite="low">(Low, 2001)</cite> and '
        "<cite data-cite=low>(Low, 2001)</cite></p>"
    )
