"""CSL-JSON's rich text to runs: nesting, what never closes, quotation marks and
apostrophes, long texts.
"""

from __future__ import annotations

import pytest

from csecrefs.model.reference import without_markup
from csecrefs.text.markup import parse_markup
from csecrefs.text.runs import QUOTE_CLOSE, QUOTE_OPEN, Run, pair

GERMAN = ("„", "“", "‚", "‘")


def marked(text: str, quotes: tuple[str, str, str, str] = ("“", "”", "‘", "’")) -> str:
    """The runs of `text`, each mark as `repr` shows it."""
    return "".join(
        run if isinstance(run, str) else repr(run) for run in parse_markup(text, quotes)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("plain", "plain"),
        ("<i>a</i>b", "<italic>a</italic>b"),
        ("<i>a<b>b</b></i>", "<italic>a<bold>b</bold></italic>"),
        ("<i>a<b>b</i>c</b>", "<italic>a<b>b</italic>c</b>"),
        ("<i>a", "<i>a"),
        ("a</i>", "a</i>"),
        ("<I>a</I>", "<I>a</I>"),
        ("<script>a</script>", "<script>a</script>"),
        ('<span class="nocase">a</span>', "<nocase>a</nocase>"),
        ("<span class='nocase'>a</span>", "<nocase>a</nocase>"),
        (
            '<span style="font-variant: small-caps">a</span>',
            "<small-caps>a</small-caps>",
        ),
        ("<sc>a</sc>", "<small-caps>a</small-caps>"),
        ('<span class="other">a</span>', '<span class="other">a</span>'),
        ("x<sup>2</sup>", "x<superscript>2</superscript>"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_tags(text: str, expected: str) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('say "a"', "say <quote>a</quote>"),
        ("“a” b", "<quote>a</quote> b"),
        ("‘a’ b", "<inner>a</inner> b"),
        ("it's", "it’s"),
        ("the Joneses' house", "the Joneses’ house"),
        ("’tis", "’tis"),
        ("rock 'n' roll", "rock <quote>n</quote> roll"),
        ('6" pipe', '6" pipe'),
        ('"open', '"open'),
        ('<i>"a"</i>', "<italic><quote>a</quote></italic>"),
        ("l'eau", "l’eau"),
    ],
)
def test_quotation_marks(text: str, expected: str) -> None:
    assert marked(text) == expected


def test_the_locale_s_marks_pair() -> None:
    assert marked("„a“ ‚b‘", GERMAN) == "<quote>a</quote> <inner>b</inner>"


def test_french_spaces_do_not_break() -> None:
    assert marked("Quoi ? Non !") == "Quoi\u202f? Non\u202f!"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("<i>a</i> b", "a b"), ('"a"', '"a"'), ("a < b", "a < b"), ("no tags", "no tags")],
)
def test_without_markup(text: str, expected: str) -> None:
    assert without_markup(text) == expected


@pytest.mark.parametrize(
    "piece",
    ["<i>", "</i>", "<i>a</b>", '"', "'", " '", "“", "<span ", "‘a ", "« ", "a' "],
)
def test_time_grows_with_the_length(piece: str) -> None:
    """No text that is built to be slow takes minutes."""
    assert len(parse_markup(piece * 20_000)) > 0


def test_marks_come_in_pairs_that_know_each_other() -> None:
    opening, closing = pair("field", "italic")
    assert opening.partner is closing and closing.partner is opening and closing.closing
    assert pair("field", "italic") == (opening, closing)
    runs: tuple[Run, ...] = parse_markup('"a"')
    assert runs == (QUOTE_OPEN, "a", QUOTE_CLOSE)
