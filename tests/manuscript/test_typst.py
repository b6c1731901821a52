"""Typst sources as their manual has them: arguments, functions, quotations, lists."""

from __future__ import annotations

import pytest

from csecrefs.manuscript.light.typst_functions import citing_function
from tests.manuscript.test_light import groups, manuscript, plain, rendered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('#cite(form: "prose", <low>)', [[plain("low", "narrative")]]),
        ('#cite(/* c */ <low>, // form: "year"\n)', [[plain("low")]]),
        ("#cite(<low>, form: auto)", [[plain("low")]]),
        (
            '#cite(<low>, supplement: "p. 3")',
            [[("low", "", "", "page 3", "")]],
        ),
        (
            "#cite(supplement: [a, (b)], <low>)",
            [[("low", "", "", "", ", a, (b)")]],
        ),
        ('#cite(label("a \\"b\\""))', [[plain('a "b"')]]),
        ("#ref(<low>, supplement: [p. 4])", [[("low", "", "", "page 4", "")]]),
        ("#quote(attribution: <low>)[x]", [[plain("low")]]),
        (
            "#quote(block: true, attribution: <low>)[x]",
            [[plain("low", "narrative")]],
        ),
        ("#let citep = cite\n#citep(<low>)", [[plain("low")]]),
        ("#let c(..all) = cite(..all)\n#c(<low>)", [[plain("low")]]),
        (
            "#quote(block: true, attribution: <low>)[x @high] @low",
            [[plain("high")], [plain("low", "narrative")], [plain("low")]],
        ),
        (
            '#let citet = cite.with(form: "prose")\n#citet(<low>)',
            [[plain("low", "narrative")]],
        ),
        (
            '#let t(k, ..more) = cite(k, form: "prose", ..more)\n#t(<low>)',
            [[plain("low", "narrative")]],
        ),
        (
            "#let p(k, s) = [#cite(label(k), supplement: s)]\n"
            '#p("low")[p. 2] #p("high", [p. 3])',
            [[("low", "", "", "page 2", ""), ("high", "", "", "page 3", "")]],
        ),
    ],
)
def test_calls(text: str, expected: list[list[tuple[str, ...]]]) -> None:
    paper = manuscript("typst", text)
    assert groups(paper) == expected
    assert paper.diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        "/* a /* @no */ @no */",
        '#"@no"',
        '#set cite(style: "apa")',
        "= A <fig>\n#ref(<fig>) #quote(attribution: <fig>)[x]",
        "#quote(attribution: [Plato])[x]",
        "#let citep(k) = cite(k)",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    paper = manuscript("typst", text)
    assert groups(paper) == []
    assert paper.diagnostics == ()


@pytest.mark.parametrize(
    "text", ["#cite(label(key))", "#cite.with(<low>)()", "#let c(..k) = cite(k.at(0))"]
)
def test_keys_that_code_makes_are_reported(text: str) -> None:
    paper = manuscript("typst", f"A\n{text}")
    (diagnostic,) = paper.diagnostics
    assert (diagnostic.code, diagnostic.line) == ("unread-citation", 2)
    assert groups(paper) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#align(center, cite(<low>))", "#align(center, [(Low, 2001)])"),
        (
            "#quote(attribution: <low>)[x @high].",
            "#quote(attribution: none)[x (High, 2002)] (Low, 2001).",
        ),
        (
            "#quote(block: true, attribution: <low>)[x]",
            "#quote(block: true, attribution: [Low (2001)])[x]",
        ),
        ("#let t = cite\n#t(<low>)", "#let t = cite\n(Low, 2001)"),
        (
            "#cite(<low>, supplement: [and @high]) b",
            "(Low, 2001, and \\@high) b",
        ),
    ],
)
def test_rendered(text: str, expected: str) -> None:
    assert rendered("typst", text).startswith(expected)


def test_notes_in_code_and_behind_addresses() -> None:
    style = "chicago-notes-bibliography"
    found = rendered("typst", "#align(center, cite(<low>)).", style)
    assert found.startswith("#align(center, [#footnote[A. Low")
    found = rendered("typst", "See https://x.org @low.", style)
    assert found.startswith("See https://x.org #footnote[A. Low")


def test_lists_in_the_arguments_of_a_template() -> None:
    text = '#show: ieee.with(bibliography: bibliography("a.bib"))\n@low'
    found = rendered("typst", text)
    assert found.startswith("#show: ieee.with(bibliography: [")
    assert 'bibliography("a.bib")' not in found
    kept = '#set bibliography(title: none, style: "mla")\n'
    assert rendered("typst", f'{kept}#bibliography("a.bib") @low').startswith(kept)


@pytest.mark.parametrize(
    ("text", "files", "style"),
    [
        ('#bibliography(style: "spie", "a.bib")', ("a.bib",), "spie-journals"),
        ('#bibliography("/refs/a.bib")', ("refs/a.bib",), ""),
        ('#bibliography(read("a.bib", encoding: none))', ("a.bib",), ""),
        (
            '#let refs = ("a.bib", "b.yml")\n#bibliography(refs)',
            ("a.bib", "b.yml"),
            "",
        ),
        ('#let refs = "a.bib"\n#bibliography(refs)', ("a.bib",), ""),
    ],
)
def test_files_and_styles(text: str, files: tuple[str, ...], style: str) -> None:
    metadata = manuscript("typst", text).metadata
    assert metadata.bibliography == files
    assert metadata.style == style


def test_functions_that_do_not_cite() -> None:
    for text in ("#let a(k) = strong(k)", "#let a = 3", "#let a(k) = cite(<low>)"):
        assert citing_function(text, 0, 4) is None
