"""Typst, Org, AsciiDoc and reStructuredText: what cites, and its rendering in place."""

from __future__ import annotations

import time

import pytest

from csecrefs.manuscript import Manuscript, by_name, read
from csecrefs.manuscript.render import render_sites
from csecrefs.model import Date, Name, Reference


def book(key: str, family: str, year: int) -> Reference:
    fields = {
        "title": f"On {key}",
        "author": (Name(family=family, given="A."),),
        "issued": Date((year,)),
    }
    return Reference(key, "book", fields)


KNOWN = {"low": book("low", "Low", 2001), "high": book("high", "High", 2002)}
SUFFIXES = {"typst": "x.typ", "org": "x.org", "asciidoc": "x.adoc", "rst": "x.rst"}


def manuscript(format: str, text: str) -> Manuscript:
    return read(text.encode(), path=SUFFIXES[format])


def groups(paper: Manuscript) -> list[list[tuple[str, ...]]]:
    found = []
    for site in paper.sites:
        cites = []
        for cite in site.cites:
            place = f"{cite.label} {cite.locator}" if cite.locator else ""
            cites.append((cite.id, cite.mode, cite.prefix, place, cite.suffix))
        found.append(cites)
    return found


def plain(key: str, mode: str = "") -> tuple[str, ...]:
    return key, mode, "", "", ""


def rendered(format: str, text: str, style: str = "apa") -> str:
    paper = manuscript(format, text)
    module = by_name(format).load()
    return module.splice(paper, render_sites(paper, KNOWN, style=style)).decode()


@pytest.mark.parametrize(
    ("format", "text", "expected"),
    [
        ("typst", "@low", [[plain("low")]]),
        ("typst", "A@low@high.", [[plain("low"), plain("high")]]),
        ("typst", "@low\n@high", [[plain("low"), plain("high")]]),
        ("typst", "@low\n\n@high", [[plain("low")], [plain("high")]]),
        ("typst", "@low, @high", [[plain("low")], [plain("high")]]),
        ("typst", "@low[p. 3]", [[("low", "", "", "page 3", "")]]),
        ("typst", "@low[*p.~3*, yes]", [[("low", "", "", "page 3", ", yes")]]),
        ("typst", '#cite(<low>, form: "prose")', [[plain("low", "narrative")]]),
        (
            "typst",
            '#cite(<low>, supplement: [ch. 2], form: "year")',
            [[("low", "suppress-author", "", "chapter 2", "")]],
        ),
        ("typst", '#cite(label("low"))', [[plain("low")]]),
        ("typst", "#text(size: 3pt)[@low] #figure(caption: [@high])[x]", None),
        ("org", "[cite:@low]", [[plain("low")]]),
        ("org", "[cite/t:@low]", [[plain("low", "narrative")]]),
        ("org", "[cite:-@low]", [[plain("low", "suppress-author")]]),
        (
            "org",
            "[cite:see;e.g. @low p. 3;also @high;and others]",
            [
                [
                    ("low", "", "see e.g.", "page 3", ""),
                    ("high", "", "also", "", ", and others"),
                ]
            ],
        ),
        ("org", "cite:low,high.", [[plain("low"), plain("high")]]),
        ("org", "citet:&low", [[plain("low", "narrative")]]),
        ("org", "[[citep:See &low p. 3]]", [[("low", "", "See", "page 3", "")]]),
        ("org", "[[cite:low][See::p. 3]]", [[("low", "", "See", "page 3", "")]]),
        ("asciidoc", "cite:[low(3), high]", None),
        ("asciidoc", "+cite:[low]+ ++cite:[low]++ pass:a[cite:[low]]", []),
        ("asciidoc", "C++ and cite:[low] 1 + 2", [[plain("low")]]),
        ("asciidoc", "citenp:See[low]", [[("low", "narrative", "See", "", "")]]),
        ("rst", ":cite:`low`", [[plain("low")]]),
        ("rst", ":cite:t:`low, high`", [[plain("low", "narrative"), plain("high")]]),
        ("rst", ":cite:p:`{see}low{p. 3}`", [[("low", "", "see", "page 3", "")]]),
        ("rst", "`low`:cite:", [[plain("low")]]),
        ("rst", ":cite:year:`low`", [[plain("low", "suppress-author")]]),
    ],
)
def test_groups(
    format: str, text: str, expected: list[list[tuple[str, ...]]] | None
) -> None:
    found = groups(manuscript(format, text))
    if expected is None:
        assert [key[0] for group in found for key in group] == ["low", "high"]
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("typst", "= A <fig>\nIn @fig."),
        ("typst", "// @no\n/* @no */ `@no` ```\n@no\n``` \\@no"),
        ("typst", '#link("mailto:a@no.org") https://x.org/@no $a @no$'),
        ("org", "#+begin_src x\n[cite:@no]\n#+end_src\n# cite:no\n: cite:no"),
        ("org", "=cite:no= ~[cite:@no]~ https://cite:no [[file:no]]"),
        ("asciidoc", "----\ncite:[no]\n----\n// cite:[no]\n\\cite:[no]"),
        ("asciidoc", "A\n\n cite:[no]\ncite:[no]\n\n[listing]\ncite:[no]\n"),
        ("asciidoc", "[source,ruby]\n.Title\ncite:[no]\n\n[pass]\ncite:[no]"),
        ("asciidoc", "[comment]\n--\ncite:[no]\n\ncite:[no]\n--\n"),
        ("asciidoc", "stem:[x_[1] cite:[no]] $$cite:[no]$$\n:note: cite:[no]"),
        ("rst", "``:cite:`no```\n\n.. :cite:`no`\n\nA::\n\n  :cite:`no`\n"),
        ("rst", ".. code-block:: rst\n\n   :cite:`no`\n\n>>> ':cite:`no`'\n"),
        ("rst", "\\:cite:`no` :ref:`:cite:`no\\``"),
    ],
)
def test_what_cites_nothing(format: str, text: str) -> None:
    assert [site for site in manuscript(format, text).sites if site.cites] == []


@pytest.mark.parametrize(
    ("format", "text", "language", "files"),
    [
        ("typst", '#set text(lang: "de")\n#bibliography(("a.bib", "b.yml"))', "de", 2),
        ("org", "#+language: de\n#+bibliography: a.bib\nbibliography:b.bib", "de", 2),
        ("asciidoc", ":bibtex-file: a.bib\n:bibtex-locale: de\n", "de", 1),
        ("rst", ".. bibliography:: a.bib b.bib\n   :all:\n", "", 2),
    ],
)
def test_metadata(format: str, text: str, language: str, files: int) -> None:
    metadata = manuscript(format, text).metadata
    assert metadata.language == language
    assert len(metadata.bibliography) == files
    assert metadata.bibliography[0] == "a.bib"


@pytest.mark.parametrize(
    ("format", "text", "expected"),
    [
        ("typst", "A @low[p. 3].", "A (Low, 2001, p. 3)."),
        ("typst", '#cite(<low>, form: "year").', "2001."),
        ("org", "A [cite/t:@low].", "A Low (2001)."),
        ("org", "A [cite//b:@low].", "A Low, 2001."),
        ("asciidoc", "A cite:[low(3)].", "A (Low, 2001, p. 3)."),
        ("rst", "A :cite:t:`low`.", "A Low (2001)."),
        ("rst", "A :cite:alp:`low`.", "A Low, 2001."),
        ("asciidoc", "A\n\n  * _cite:[low]_", "A\n\n  * _(Low, 2001)_"),
        ("asciidoc", "[quote]\ncite:[low]", "[quote]\n(Low, 2001)"),
        ("rst", "A :cite:authorpar:`low`.", "A (Low)."),
    ],
)
def test_rendered_in_place(format: str, text: str, expected: str) -> None:
    assert rendered(format, text).startswith(expected)


@pytest.mark.parametrize(
    ("format", "text", "expected"),
    [
        ("typst", "A @low.", "A.#footnote[A. Low, #emph[On Low]; (2001).]"),
        ("org", "A [cite:@low].", "A.[fn:: A. Low, /On Low/ (2001).]"),
        ("asciidoc", "A cite:[low].", "A.footnote:[A. Low, __On Low__ (2001).]"),
        ("rst", "A :cite:`low`.", "A. [#cite-1]_"),
    ],
)
def test_styles_of_notes(format: str, text: str, expected: str) -> None:
    found = rendered(format, text, "chicago-notes-bibliography")
    assert found.startswith(expected)
    assert found.count("On Low") == 2


def test_notes_of_restructuredtext_are_at_its_end() -> None:
    found = rendered("rst", "A :footcite:p:`low` b.\n")
    assert found.startswith("A [#cite-1]_ b.\n")
    assert found.endswith("\n.. [#cite-1] Low, 2001.\n")


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("typst", 'A @low.\n#bibliography("a.bib")\nB'),
        ("org", "A [cite:@low].\n#+print_bibliography:\nB"),
        ("asciidoc", "A cite:[low].\n\nbibliography::[]\nB"),
        ("rst", "A :cite:`low`.\n\n.. bibliography::\n   :all:\n\nB"),
    ],
)
def test_lists_take_the_place_of_their_command(format: str, text: str) -> None:
    found = rendered(format, text)
    assert found.startswith("A (Low, 2001).\n")
    assert found.endswith("\nB")
    assert "Low, A. (2001)." in found
    assert found.count("bibliography") == 0


def test_sites_know_the_note_around_them() -> None:
    typst = manuscript("typst", "@a #footnote[See @b.] @c").sites
    assert [site.note for site in typst] == [0, 1, 0]
    org = manuscript("org", "cite:a[fn:: See cite:b] cite:c").sites
    assert [site.note for site in org] == [0, 1, 0]
    asciidoc = manuscript("asciidoc", "cite:[a]footnote:[cite:[b]] cite:[c]").sites
    assert [site.note for site in asciidoc] == [0, 1, 0]


def test_an_open_bracket_is_reported() -> None:
    (diagnostic,) = manuscript("typst", "\n #text(@low").diagnostics
    assert (diagnostic.line, diagnostic.column) == (2, 7)


@pytest.mark.parametrize("format", sorted(SUFFIXES))
@pytest.mark.parametrize(
    "damaged",
    ["[cite:", "@low[", "``", ":cite:`", "cite:[", "$", "footnote:[", "(", "[fn:"],
)
def test_damage_costs_little_time(format: str, damaged: str) -> None:
    started = time.monotonic()
    manuscript(format, damaged * 8_000)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("format", sorted(SUFFIXES))
def test_other_bytes_stay(format: str) -> None:
    content = b"\xef\xbb\xbfA caf\xe9\r\n\r\nB\r\n"
    module = by_name(format).load()
    paper = module.read(content, path="")
    assert module.splice(paper, render_sites(paper, KNOWN)) == content
