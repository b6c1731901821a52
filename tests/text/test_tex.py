"""TeX to CSL's rich text."""

from __future__ import annotations

import time

import pytest

from csecrefs.text.tex import tex_to_markup, tex_to_text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            r"Erd{\H o}s, G\"odel, {\AA}ngstr\"{o}m, \v{S}koda, \'{\i}",
            "Erdős, Gödel, Ångström, Škoda, í",
        ),
        (
            r"\emph{a \textbf{b}} {\it c {\bf d}} e",
            "<i>a <b>b</b></i> <i>c <b>d</b></i> e",
        ),
        (r"H$_2$O, $x^{10}$, $\alpha\beta$", "H<sub>2</sub>O, x<sup>10</sup>, αβ"),
        ("``a'' --- 1--2 ?`que?", "“a” — 1–2 ¿que?"),
        (r"\enquote{a \enquote{b}}", "“a ‘b’”"),
        (r"50\% \& more\_so \$5", "50% & more_so $5"),
        (r"see \url{http://x.org/a_b%20c}", "see http://x.org/a_b%20c"),
        (r"\unknown{kept} \noopsort{dropped}x", "kept x"),
        ("A  b\n  c", "A b c"),
        ("a }} b {{{ c \\", "a b c"),
        (
            r"\textsc{Abc} \TeX book",
            '<span style="font-variant:small-caps;">Abc</span> TeXbook',
        ),
    ],
)
def test_markup(source: str, expected: str) -> None:
    assert tex_to_markup(source) == expected


def test_braces_protect_case_where_asked() -> None:
    assert tex_to_markup(r"The {DNA} of {\'E}cole {1,2} {{Foo}}", protect=True) == (
        'The <span class="nocase">DNA</span> of École 1,2 <span class="nocase">Foo</span>'
    )


def test_text_has_no_markup() -> None:
    assert tex_to_text(r"\emph{a} < b$^2$") == "a < b2"


def test_depth_does_not_matter() -> None:
    assert tex_to_markup("{" * 50_000 + "x" + "}" * 50_000) == "x"


@pytest.mark.parametrize("unit", ["{a", "\\it a", "$x{", "\\emph{a", "{\\bf a"])
def test_depth_costs_no_more_than_length(unit: str) -> None:
    begin = time.process_time()
    text = tex_to_text(unit * 200_000 + "}" * 200_000 + " end")
    assert text.endswith("end") and time.process_time() - begin < 20


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"tilde: \~", "tilde: ~"),
        (r"{tilde: \~}", "tilde: ~"),
        (r"tilde: \~{}", "tilde: ~"),
        (r"{\^} and more", "^ and more"),
        (r"{\~n} \~ n", "ñ ñ"),
        (r"{\textbf}x", "x"),
    ],
)
def test_an_accent_over_nothing_is_its_sign(source: str, expected: str) -> None:
    assert tex_to_text(source) == expected
