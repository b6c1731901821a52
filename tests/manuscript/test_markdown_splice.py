import json
from pathlib import Path

import attrs
import pytest

from csecrefs.errors import InputError
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
    assert "([Low, 2001](#ref-low))" in text
    assert '<span id="ref-low"></span>Low, A.' in text


def test_each_cite_of_a_group_links_to_its_entry() -> None:
    head = "---\nlink-citations: true\n---\n"
    text = rendered(f"{head}[see @low, p. 4 and on; @high] @low [p. 3] [@nokey; @low]")
    assert "(see [Low, 2001, p. 4](#ref-low) and on; [High, 2002](#ref-high))" in text
    assert "Low ([2001, p. 3](#ref-low))" in text
    assert "([Low, 2001](#ref-low); **nokey?**)" in text
    raised = rendered(f"{head}So [@low; @high].", "nature")
    assert "So.[<sup>1</sup>](#ref-low)<sup>,</sup>[<sup>2</sup>](#ref-high)" in raised


@pytest.mark.parametrize(
    ("style", "text", "expected"),
    [
        ("apa", "[@nokey; @low; @high]", "(High, 2002; Low, 2001; **nokey?**)"),
        ("apa", "[see @nokey, p. 3; @low]", "(see **nokey?**; Low, 2001)"),
        ("apa", "@low [p. 3; @nokey]", "Low (2001, p. 3; **nokey?**)"),
        ("ieee", "[@low; @nokey]", "\\[1\\], **nokey?**"),
        ("nature", "a[@low; @nokey]", "a<sup>1,**nokey?**</sup>"),
        # Chicago's author-date style sorts no cites: the order is the writer's.
        ("chicago-author-date", "[@high; @no; @low]", "(High 2002; **no?**; Low 2001)"),
        ("chicago-author-date", "[see @no; @low]", "(see **no?**; Low 2001)"),
        # nothing to print, a name in running text, and the label of a figure
        ("apa", "[@nokey; @none]", "[@nokey; @none]"),
        ("apa", "@nokey [p. 3; @low]", "@nokey [p. 3; @low]"),
        ("apa", "[@fig-tides; @low]", "[@fig-tides; @low]"),
    ],
)
def test_unknown_works_of_a_group(style: str, text: str, expected: str) -> None:
    assert body(text, style) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@low; @high]", "(High, 2002; Low, 2001)"),
        ("[see @low; @high]", "(see Low, 2001; High, 2002)"),
        ("[@low and on; @high]", "(Low, 2001 and on; High, 2002)"),
        ("[@low, p. 3; @high]", "(High, 2002; Low, 2001, p. 3)"),
        ("[@low, see [@high; @low]]", "(Low, 2001, see (High, 2002; Low, 2001))"),
        ("[@low, [a] and *[b]*]", "(Low, 2001, \\[a\\] and *\\[b\\]*)"),
        ("@low [see @low, p. 3; @high]", "Low (2001; see Low, 2001, p. 3; High, 2002)"),
    ],
)
def test_a_cite_with_a_prefix_stays_where_it_is(text: str, expected: str) -> None:
    # pandoc 3.9 prints these.
    assert body(text) == expected


def test_unknown_keys_are_reported_once_for_each_place() -> None:
    read = markdown.read(b"[@low; @nokey] @fig-tides @nokey")
    found = render_sites(read, KNOWN).diagnostics
    assert [(each.key, each.column) for each in found] == [("nokey", 1), ("nokey", 27)]


def test_live_fields_need_a_record_for_each_cite() -> None:
    read = markdown.read(b"[@low; @nokey]")
    assert render_sites(read, KNOWN, options={"live": "zotero"}).citations == (None,)


def test_positions_begin_anew_after_a_heading_that_says_so() -> None:
    chapter = "# Two {.reset-citation-positions}\n\n[@low, p. 3]. [@low, p. 3].\n"
    text = rendered(
        f"[@low].\n\n{chapter}\n", "chicago-notes-bibliography-16th-edition"
    )
    notes = [line for line in text.splitlines() if line.startswith("[^cite-")]
    assert ["Ibid" in note for note in notes] == [False, False, True]


def test_abbreviations_that_the_metadata_names(tmp_path: Path) -> None:
    short = {"default": {"container-title": {"Ocean": "Oc."}}}
    (tmp_path / "short.json").write_text(json.dumps(short))
    item = "{id: in, type: article-journal, title: T, container-title: Ocean}"
    head = f"---\ncitation-abbreviations: short.json\nreferences: [{item}]\n---\n"
    read = markdown.read(f"{head}[@in]".encode(), path=str(tmp_path / "paper.md"))
    made = markdown.splice(read, render_sites(read, KNOWN, style="nature"))
    assert "*Oc.*" in made.decode()
    missing = attrs.evolve(read, path=str(tmp_path / "elsewhere" / "paper.md"))
    with pytest.raises(InputError, match=r"short\.json"):
        render_sites(missing, KNOWN)


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
