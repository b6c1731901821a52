"""Publishers' markup to CSL's rich text."""

from __future__ import annotations

import pytest

from csecrefs.text.jats import to_rich_text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("Growth of <jats:italic>E. coli</jats:italic>", "Growth of <i>E. coli</i>"),
        (
            "<em>a</em> <strong>b</strong> CO<SUB>2</SUB>",
            "<i>a</i> <b>b</b> CO<sub>2</sub>",
        ),
        (
            '<span style="font-variant: small-caps">x</span>',
            '<span style="font-variant:small-caps;">x</span>',
        ),
        ("<sc>x</sc>", '<span style="font-variant:small-caps;">x</span>'),
        ("a &amp; b &#8211; c &eacute;", "a & b – c é"),
        ("p < 0.05 and <n> rats, a<b", "p < 0.05 and <n> rats, a<b"),
        ("<i>never closed <b>twice", "<i>never closed <b>twice</b></i>"),
        ("<i>crossed <b>tags</i> here</b>", "<i>crossed <b>tags</b></i> here"),
        ("<b></b>empty<i> </i>", "empty"),
        (
            "Nd.<i>Proc. Soc.</i> of <b>Abc</b> \u2019s",
            "Nd. <i>Proc. Soc.</i> of <b>Abc</b>\u2019s",
        ),
        (
            "2.<i>N</i>-x <i>cis</i>,<i>trans</i>",
            "2.<i>N</i>-x <i>cis</i>,<i>trans</i>",
        ),
        ("<mml:math><mml:mi>x</mml:mi></mml:math><tex-math>$x$</tex-math> is", "x is"),
        ("<tex-math>$x never closed", "$x never closed"),
        ("see <xref ref-type='bibr'>[1]</xref>", "see [1]"),
        ("<![CDATA[R & <i>D</i>]]>", "R & <i>D</i>"),
    ],
)
def test_markup(markup: str, expected: str) -> None:
    assert to_rich_text(markup) == expected


def test_line_breaks_in_the_source_mean_nothing() -> None:
    assert (
        to_rich_text("of\n<i>E. coli</i> and\nothers", lines=True)
        == "of <i>E. coli</i> and others"
    )


def test_paragraphs() -> None:
    markup = "<jats:sec><jats:title>Aim</jats:title><jats:p>One</jats:p><jats:p>two</jats:p></jats:sec>"
    assert to_rich_text(markup) == "Aim One two"
    assert to_rich_text(markup, lines=True) == "Aim\nOne\ntwo"


@pytest.mark.parametrize(
    "markup", ["<i>" * 20_000, "<" * 100_000, "<i " * 50_000, "<!--" * 50_000]
)
def test_hostile_markup_is_read_to_its_end(markup: str) -> None:
    """What grew with the square of its size would not end."""
    assert len(to_rich_text(markup)) <= len(markup) * 8
