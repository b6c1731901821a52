"""Sort keys: CSL 1.0.2, "Sorting", in the order of the Unicode Collation Algorithm's
root.
"""

from __future__ import annotations

import pytest

from csecrefs.text.collation import collation_key


@pytest.mark.parametrize(
    "ordered",
    [
        ["alpha", "Beta", "gamma"],
        ["a b", "ab"],
        ["coté", "cotes"],
        ["Über", "Ubers"],
        ["2 cats", "10 cats", "a cat"],
        ["co-op", "cooq"],
        ["Łódź", "Lom"],
        ["ǎ", "b"],
        ["Aachen", "Ärger", "Azur"],
        ["œuvre", "of"],
        ["straße", "strata"],
        ["Zebra", "Ωmega", "Яблоко", "日本"],
    ],
)
def test_order(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=collation_key) == ordered


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Title”", "Title"),
        ("(Title)", "Title"),
        ("a   b ", "a b"),
        ("co-op", "coop"),
        ("SMITH", "Smith"),
        ("côte", "Coté"),
        ("strasse", "Straße"),
        ("«\u00a0Title\u202f!", "Title"),
        ("No\u00a0one", "Noone"),
    ],
)
def test_punctuation_white_space_accents_and_case_do_not_count(
    one: str, other: str
) -> None:
    assert collation_key(one) == collation_key(other)


def test_an_empty_text_has_an_empty_key() -> None:
    assert collation_key("") == collation_key("…") == ""


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("ru-RU", ["12", "Где", "Abc"]),
        ("en-US", ["12", "Abc", "Где"]),
        ("el", ["Αβγ", "Abc"]),
        ("zh-CN", ["12", "安徽", "刘", "中国", "龔", "Abc"]),
        ("zh-TW", ["12", "中國", "安徽", "刘", "Abc"]),
        ("ja-JP", ["12", "Abc", "カナ", "安徽"]),
        ("ko-KR", ["12", "한국", "Abc"]),
        ("sv-SE", ["Zz", "Åberg", "Äpple", "Öst"]),
        ("da-DK", ["Zz", "Ære", "Øst", "Åse"]),
        ("de-DE", ["Äpfel", "Ast", "Zz"]),
        ("cs-CZ", ["Cyril", "Čapek", "Hz", "Chalupa", "Ivan"]),
        ("es-ES", ["Nz", "Ñandú", "Oz"]),
        (
            "ro-RO",
            ["Az", "Ăla", "Âla", "Ba", "Iz", "Îna", "Sz", "Șah", "Şoim", "Ta", "Țara"],
        ),
        ("hr", ["Cz", "Čač", "Ćac", "Dz", "Džep", "Đak"]),
    ],
)
def test_languages_order_letters_of_their_own(
    language: str, ordered: list[str]
) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=lambda text: collation_key(text, language)) == ordered
