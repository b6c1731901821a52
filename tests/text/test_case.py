"""Text case on runs: CSL 1.0.2, "Text-case"."""

from __future__ import annotations

import pytest

from csecrefs.text.case import apply_case, title_case
from csecrefs.text.markup import parse_markup
from csecrefs.text.runs import text_of


def cased(case: str, text: str, language: str = "en") -> str:
    return text_of(apply_case(case, list(parse_markup(text)), language))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the quick brown fox", "The Quick Brown Fox"),
        ("out of the dark", "Out of the Dark"),
        ("what is it for", "What Is It For"),
        ("a tale: the sequel", "A Tale: The Sequel"),
        ("is it? the answer", "Is It? The Answer"),
        ("two-thirds", "Two-Thirds"),
        ("pH and mRNA", "pH and mRNA"),
        ("the iPhone", "The iPhone"),
        ("(in brackets)", "(In Brackets)"),
        ("éclair", "Éclair"),
        ("ﬁsh", "ﬁsh"),
        ("", ""),
    ],
)
def test_title_case(text: str, expected: str) -> None:
    """Words in mixed case stay; small words are small but for the first, the last and
    after a colon.
    """
    assert title_case(text) == expected and len(title_case(text)) == len(text)


@pytest.mark.parametrize(
    ("case", "text", "language", "expected"),
    [
        ("title", "the end", "fr", "the end"),
        ("title", "the end", "EN-gb", "The End"),
        ("sentence", "THE END OF IT", "en", "The end of it"),
        ("sentence", "The DNA of NASA and Ann", "en", "The DNA of NASA and ann"),
        ("sentence", "an iPhone for McDonald", "en", "An iPhone for McDonald"),
        ("sentence", "Law of the U.S. and J. Doe", "en", "Law of the U.S. and J. doe"),
        ("sentence", "X-Ray Optics", "en", "X-ray optics"),
        ("sentence", "THE İZMİR ROAD", "en", "The izmir road"),
        ("capitalize-first", "the end", "fr", "The end"),
        ("capitalize-first", "“the end”", "en", "the end".capitalize()),
        ("capitalize-all", "the end of it", "fr", "The End Of It"),
        ("lowercase", "THE ÉND", "en", "the énd"),
        ("uppercase", "the énd", "en", "THE ÉND"),
        ("uppercase", "ilık", "tr", "İLIK"),
        ("lowercase", "İLIK", "tr", "ilık"),
        ("no such case", "The End", "en", "The End"),
    ],
)
def test_cases(case: str, text: str, language: str, expected: str) -> None:
    assert cased(case, text, language) == expected


@pytest.mark.parametrize(
    "case", ["lowercase", "uppercase", "title", "capitalize-all", "sentence"]
)
def test_nocase_is_left_alone(case: str) -> None:
    assert "kVar" in cased(case, 'a <span class="nocase">kVar</span> b')


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("içinde", "tr", "İçinde"),
        ("ısı", "tr", "Isı"),
        ("iPhone", "tr", "iPhone"),
        ("içinde", "en", "Içinde"),
    ],
)
def test_turkish_keeps_the_dot_of_a_capital(
    text: str, language: str, expected: str
) -> None:
    assert apply_case("capitalize-first", [text], language) == [expected]


@pytest.mark.parametrize("word", ["l’épreuve", "o'clock", "d’or"])
def test_title_case_leaves_words_after_a_letter_and_an_apostrophe(word: str) -> None:
    assert title_case(f"one {word} ends") == f"One {word} Ends"
