import attrs
import pytest

from csecrefs.manuscript import markdown
from csecrefs.manuscript.render import render_sites
from csecrefs.model import Date, Name, Reference

AUTHORS = {"low": ("Low", 2001), "high": ("High", 2002)}
KNOWN = {
    key: Reference(
        key,
        "book",
        {
            "title": f"On {key}",
            "author": (Name(family=family, given="A."),),
            "issued": Date((year,)),
        },
    )
    for key, (family, year) in AUTHORS.items()
}
ENTRIES = "High, A. (2002). *On high*.\n\nLow, A. (2001). *On low*."


def rendered(text: str, style: str = "apa") -> str:
    read = markdown.read(text.encode())
    return markdown.splice(read, render_sites(read, KNOWN, style=style)).decode()


def body(text: str, style: str = "apa") -> str:
    """Return the rendered text without the list of references."""
    options = "---\nsuppress-bibliography: true\n---\n"
    return rendered(f"{options}{text}", style).removeprefix(options)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As @low [p. 8] says.\r\n", "As Low (2001, p. 8) says.\r\n"),
        (
            "*a* [see *also* @low, p. 3 and $x_1$; @high]",
            "*a* (see *also* Low, 2001, p. 3 and $x_1$; High, 2002)",
        ),
        ("[@low, see `code` and [x](y)]", "(Low, 2001, see `code` and [x](y))"),
        ("[@low, @high]", "(Low, 2001, High (2002))"),
        ("a [-@low] [@nobody] @fig-one", "a (2001) [@nobody] @fig-one"),
        (
            "> - quoted\n>   [@low;\n>   @high]",
            "> - quoted\n>   (High, 2002; Low, 2001)",
        ),
    ],
)
def test_sites_are_replaced_and_nothing_else(text: str, expected: str) -> None:
    assert body(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Said [@low]. So",
            "Said.[^cite-1] So\n\n[^cite-1]: A. Low, *On Low* (2001).\n",
        ),
        ("As @low says", "As A. Low[^cite-1] says\n\n[^cite-1]: *On Low* (2001).\n"),
        ("Note.^[See [@low].]", "Note.^[See (A. Low, *On Low* (2001)).]"),
        ("[see @low]", "[^cite-1]\n\n[^cite-1]: See A. Low, *On Low* (2001).\n"),
        (
            "a [^cite-1] [@low]\n\n[^cite-1]: x\n",
            "a [^cite-1][^ccite-1]\n\n[^cite-1]: x\n\n[^ccite-1]: A. Low, *On Low* (2001).\n",
        ),
    ],
)
def test_styles_of_notes_make_notes(text: str, expected: str) -> None:
    assert body(text, "chicago-notes-bibliography") == expected


def test_raised_numbers_go_after_punctuation() -> None:
    assert body("Said [@low], and", "nature") == "Said,<sup>1</sup> and"


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("", f"\n\n{ENTRIES}\n"),
        ("\n\n# Works\n", f"\n\n# Works\n\n{ENTRIES}\n"),
        (
            "\n\n::: {#refs}\n:::\n\n# B\n",
            f"\n\n::: {{#refs}}\n{ENTRIES}\n:::\n\n# B\n",
        ),
        (
            '\n\n<div id="refs"></div>\n',
            f'\n\n<div id="refs">\n\n{ENTRIES}\n\n</div>\n',
        ),
    ],
)
def test_the_list_goes_to_its_place(end: str, expected: str) -> None:
    assert rendered(f"[@low; @high]{end}") == f"(High, 2002; Low, 2001){expected}"


def test_the_list_has_the_title_of_the_metadata() -> None:
    head = "---\nreference-section-title: Works\nnocite: '@high'\n---\n"
    assert rendered(f"{head}[@low]\n") == f"{head}(Low, 2001)\n\n# Works\n\n{ENTRIES}\n"


def test_citations_link_to_their_entries() -> None:
    text = rendered("---\nlink-citations: true\n---\n[@low]")
    assert "[(Low, 2001)](#ref-low)" in text
    assert '<span id="ref-low"></span>Low, A.' in text


def test_records_inside_the_manuscript() -> None:
    head = "---\nreferences:\n- {id: in, type: book, title: T, issued: 1999}\n---\n"
    assert "(*T*, 1999)" in rendered(f"{head}[@in]")


def test_no_site_no_change() -> None:
    content = b"\xef\xbb\xbfText\r\n\xff"
    read = markdown.read(content)
    assert markdown.splice(read, render_sites(read, KNOWN)) == content


def test_a_page_of_html() -> None:
    read = markdown.read(b"---\ntitle: T & U\n---\n\n# Intro\n\n[@low]\n")
    sites = render_sites(read, KNOWN)
    text = markdown.export(read, attrs.evolve(sites), "html").decode()
    assert "<title>T &amp; U</title>" in text
    assert "<p>(Low, 2001)</p>" in text
    assert "<em>On low</em>" in text
