"""Registries' markup to CSL's rich text."""

from __future__ import annotations

import pytest

from csecrefs.text.jats import plain_text, rich_text
from csecrefs.text.mojibake import repair

SC = '<span style="font-variant:small-caps;">'


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Plain text", "Plain text"),
        ("  Two\n   lines\u00a0here ", "Two lines here"),
        ("Soil &amp; Water", "Soil & Water"),
        ("Soil &amp;amp; Water", "Soil & Water"),
        ("p &lt; 0.05", "p < 0.05"),
        ("a <b and c> d", "a <b and c> d"),
        ("<jats:italic>Apis</jats:italic> bees", "<i>Apis</i> bees"),
        ("&lt;i&gt;Apis&lt;/i&gt; bees", "<i>Apis</i> bees"),
        ("&amp;lt;em&amp;gt;Apis&amp;lt;/em&amp;gt; bees", "<i>Apis</i> bees"),
        ("<strong>Bold</strong> <bold>too</bold>", "<b>Bold</b> <b>too</b>"),
        ("H<sub>2</sub>O, x<sup>2</sup>", "H<sub>2</sub>O, x<sup>2</sup>"),
        ("N\n   <sub>2</sub>\n   fixation", "N<sub>2</sub> fixation"),
        ("ZnO<sub>1+x\n  </sub>Fe", "ZnO<sub>1+x</sub>Fe"),
        ("the <scp>usa</scp> today", f"the {SC}usa</span> today"),
        (
            '<styled-content style="font: small-caps">ad</styled-content>',
            f"{SC}ad</span>",
        ),
        ("of<i>Pinus nigra</i>trees", "of <i>Pinus nigra</i> trees"),
        ("<i>p</i>-xylene and <i>n</i>th", "<i>p</i>-xylene and <i>n</i>th"),
        ("gene (\n  <i>abcD</i>\n  ) found", "gene (<i>abcD</i>) found"),
        ("<i>Salix\n</i>\n , two species", "<i>Salix</i>, two species"),
        ("<i>Salix </i>species", "<i>Salix</i> species"),
        ("<u>under</u> <monospace>mono</monospace>", "under mono"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("a<br/>b", "a b"),
        ("<unknown>x</unknown>", "x"),
        ("see <ext-link href='x'>here</ext-link><!-- note -->", "see here"),
        ("<b><i>x</b></i> y", "<b><i>x</i></b> y"),
        ("<i>never closed", "<i>never closed</i>"),
        ("closed twice</i>", "closed twice"),
        ("<i></i>empty", "empty"),
        (
            "<mml:math><mml:msup><mml:mi>R</mml:mi><mml:mn>3</mml:mn></mml:msup></mml:math>",
            "R<sup>3</sup>",
        ),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
        (
            "in the<math>\n <mrow>\n <mi>p</mi>\n <mo>=</mo>\n <mn>5</mn>\n </mrow></math>case",
            "in the p=5 case",
        ),
        (
            "<math><mmultiscripts><mi>U</mi><mprescripts/><none/><mn>235</mn></mmultiscripts></math>",
            "<sup>235</sup>U",
        ),
        (
            "<math><msubsup><mi>a</mi><mn>1</mn><mn>2</mn></msubsup></math>",
            "a<sub>1</sub><sup>2</sup>",
        ),
        (
            "<alternatives><tex-math>\\alpha</tex-math><math><mi>α</mi></math></alternatives>",
            "α",
        ),
        ("CafÃ© nâ€™est", "Café n’est"),
        ("", ""),
    ],
)
def test_rich_text(markup: str, text: str) -> None:
    assert rich_text(markup) == text


def test_rich_text_is_stable() -> None:
    for text in (f"<i>a</i> {SC}b</span> x<sub>2</sub>", "p < 0.05", "R&D"):
        assert rich_text(text) == text


def test_plain_text_has_no_tags() -> None:
    assert plain_text("<jats:italic>A</jats:italic>&lt;sub&gt;2&lt;/sub&gt;") == "A2"


@pytest.mark.parametrize(
    "good",
    ["São Tomé", "État Ångström", "“quoted” – dash…", "Škoda Žižka", "Ã la carte"],
)
def test_good_text_is_not_repaired(good: str) -> None:
    assert repair(good) == good


def test_a_lost_dash_between_words_is_a_dash_and_other_losses_stay_visible() -> None:
    assert repair("Paper \ufffd Board") == "Paper – Board"
    assert repair("Universit\ufffd") == "Universit\ufffd"


def test_deep_and_broken_markup_ends() -> None:
    assert len(rich_text("<i>" * 20_000 + "x" + "<" * 20_000)) < 100_000
    assert rich_text("&" * 50_000).count("&") == 50_000
