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


ALPHABETS = {
    "et": "a b d e f g h i j k l m n o p r s š z ž t u v õ ä ö ü",
    "uk": "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я",
    "bg": "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я",
    "sr": "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш",
    "hr": "a b c č ć d dž đ e f g h i j k l lj m n nj o p r s š t u v z ž",
    "lt": "a b c č d e f g h i j k l m n o p r s š t u v z ž",
    "lv": "a ā b c č d e ē f g ģ h i ī j k ķ l ļ m n ņ o p r s š t u ū v z ž",
    "cy": "a b c ch d dd e f ff g ng h i j l ll m n o p ph r rh s t th u w y",
    "sq": "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v x xh y z zh",
    "hu": "a b c cs d dz dzs e f g gy h i j k l ly m n ny o ö p q r s sz t ty u ü v w x y z zs",
    "is": "a á b d ð e é f g h i í j k l m n o ó p r s t u ú v x y ý þ æ ö",
    "vi": "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y",
    "nb": "a b c z æ ø å",
    "sv": "a b c z å ä ö",
    "tr": "a b c ç d e f g ğ h ı i j k l m n o ö p r s ş t u ü v y z",
    "mn": "а б в г д е ж з и й к л м н о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я",
    "fa": "آ ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی",
    "he": "א ב ג ד ה ו ז ח ט י כ ל מ נ ס ע פ צ ק ר ש ת",
    "el": "α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ τ υ φ χ ψ ω",
    "th": "ก ข ค ง จ ฉ ช ซ ญ ด ต ถ ท น บ ป ผ ฝ พ ฟ ภ ม ย ร ล ว ศ ส ห อ ฮ",
    "cs": "a b c č d e f g h ch i j k l m n o p q r ř s š t u v w x y z ž",
    "pl": "a ą b c ć d e ę f g h i j k l ł m n ń o ó p q r s ś t u v w x y z ź ż",
}
"""Letters in the order of the language's dictionaries, which ICU follows."""


@pytest.mark.parametrize("language", ALPHABETS)
def test_the_order_of_an_alphabet(language: str) -> None:
    letters = ALPHABETS[language].split()
    keys = [collation_key(letter, language) for letter in letters]
    assert keys == sorted(keys) and len(set(keys)) == len(keys)
    words = [
        collation_key(f"{letter}e{letter.upper()}", language) for letter in letters
    ]
    assert words == sorted(words)


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("hu", "cukor", "czuczor"),
        ("hu", "Czuczor", "Csaba"),
        ("da", "Ølund", "Aagaard"),
        ("th", "กา", "เก"),
        ("th", "เก", "ขา"),
        ("de", "Zug", "Zügel"),
        ("sr-Latn", "njuh", "oblik"),
        ("ru", "Ёлка", "Жук"),
        ("ja", "あい", "東京"),
        ("en", "Zoo", "Άλφα"),
    ],
)
def test_words_in_the_order_of_a_language(
    language: str, first: str, second: str
) -> None:
    assert collation_key(first, language) < collation_key(second, language)


def test_letters_that_are_the_same_in_a_language() -> None:
    assert collation_key("Aagaard", "da") == collation_key("Ågaard", "da")
    assert collation_key("ylas", "lt") == collation_key("ilas", "lt")
    assert collation_key("ǅ", "hr") == collation_key("dž", "hr")
