import attrs

from csecrefs.csl.cite import Cite
from csecrefs.manuscript.render import render_sites
from csecrefs.manuscript.rendered import rendered_sites
from csecrefs.manuscript.sites import FRAGMENT, Manuscript, Site
from csecrefs.manuscript.splice import (
    Replacement,
    decode,
    encode,
    replaced,
    spliced,
    with_fragments,
)
from csecrefs.model import Date, Name, Reference
from csecrefs.text.inline import plain


def book(key: str, family: str, year: int) -> Reference:
    fields = {
        "title": f"On {key}",
        "author": (Name(family=family, given="A."),),
        "issued": Date((year,)),
    }
    return Reference(key, "book", fields)


KNOWN = {
    "low": book("low", "Low", 2001),
    "high": book("high", "High", 2002),
}
TEXT = "See [@low] and [@high; @low]."
PAPER = Manuscript(
    "paper.md",
    "markdown",
    TEXT.encode(),
    TEXT,
    (
        Site(4, 10, (Cite("low"),), source="[@low]", line=1, column=5),
        Site(15, 28, (Cite("high"), Cite("low")), line=1, column=16),
    ),
)


def texts(manuscript: Manuscript, style: str = "apa") -> list[str]:
    rendered = render_sites(manuscript, KNOWN, style=style)
    return [plain(each) if each else "" for each in rendered.citations]


def test_each_site_gets_its_text() -> None:
    assert texts(PAPER) == ["(Low, 2001)", "(High, 2002; Low, 2001)"]


def test_words_between_cites_keep_the_order_of_the_author() -> None:
    cites = (Cite("low", prefix="currently"), Cite("high", prefix="and"))
    group = attrs.evolve(PAPER, sites=(Site(0, 1, cites),))
    assert texts(group) == ["(currently Low, 2001; and High, 2002)"]


def test_an_unknown_key_leaves_its_site_and_is_told_with_its_place() -> None:
    site = Site(0, 1, (Cite("lew"),), line=7, column=3)
    rendered = render_sites(attrs.evolve(PAPER, sites=(site,)), KNOWN)
    assert rendered.citations == (None,)
    assert str(rendered.diagnostics[0]).startswith("paper.md:7:3: lew: no reference")
    assert "did you mean low?" in str(rendered.diagnostics[0])


def test_notes_are_numbered_with_those_of_the_author() -> None:
    sites = (
        Site(0, 1, (Cite("low"),)),
        Site(1, 2, (Cite("high"),), note=2, notes_before=1),
        Site(2, 3, (Cite("low", mode="narrative"),), notes_before=2),
    )
    paper = attrs.evolve(PAPER, sites=sites)
    rendered = render_sites(paper, KNOWN, style="chicago-notes-bibliography")
    each = list(rendered_sites(paper, rendered))
    assert [one.note for one in each] == [True, False, True]
    assert plain(each[2].lead) == "Low"


def test_the_splice_keeps_every_other_byte() -> None:
    content = b"\xef\xbb\xbfcaf\xe9 [@k]\r\n\r\nend"
    text = decode(content)
    paper = Manuscript("", "markdown", content, text)
    start = text.index("[@k]")
    after = spliced(paper, [Replacement(start, start + 4, "(Löw)")])
    assert after == b"\xef\xbb\xbfcaf\xe9 (L\xc3\xb6w)\r\n\r\nend"
    assert encode(text, content) == content


def test_the_inner_of_two_spans_is_left_out() -> None:
    spans = [Replacement(2, 3, "x"), Replacement(1, 5, "y")]
    assert replaced("abcdefg", spans) == "ayfg"


def test_fragments_are_copied_as_typed() -> None:
    site = Site(0, 9, fragments=((1, 4),))
    assert with_fragments(f"a {chr(FRAGMENT)}", site, lambda *at: f"{at}") == "a (1, 4)"
