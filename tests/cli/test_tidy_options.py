"""The options of tidy: what each does, that it does it once, and that nothing else is
lost.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from csecrefs.formats.bibtex import parse
from csecrefs.formats.bibtex.tidy import tidy_file
from csecrefs.formats.bibtex.tidy_options import (
    TidyOptions,
    tex_letters,
    unicode_letters,
)
from csecrefs.formats.bibtex.values import Values

Run = Callable[..., tuple[int, str, str]]

BIB = r"""% Encoding: UTF-8

@string{jcr = {Journal of Coastal Research}}

% the best one
@article{zeta, title = {Stra{\ss}en und K{\"a}se}, author = "M{\"u}ller, J{\"o}rg and {Doe and Sons} and Roe, Ann",
  journal = jcr # { Letters}, year = 2020, month = "March", abstract = {}, url = {https://example.org/ü}, }

@book{alpha,
  title={Harbours of the
  East}, author={\v{S}koda, Petr}, year={2018}, month=3, isbn = " {} "
}
@inproceedings{child, crossref={alpha}, title={A Paper with $\ddot{u}$}, author={Ä Ö}}
@book{twice, title={Dup}, year=2001}
@book{twice, title = "Dup", year=2001}
@book{other, title={Broken {brace}, year = 1900
@comment{ kept }
"""
EVERY = [
    {"sort": "key"},
    {"sort": "-year,author"},
    {"sort": "type,title", "align": "longest"},
    {"sort_fields": "default"},
    {"sort_fields": "year,title"},
    {"omit": "abstract,url"},
    {"indent": "tab"},
    {"indent": "4", "align": "18"},
    {"delimiter": "quotes"},
    {"delimiter": "keep"},
    {"months": "macro"},
    {"months": "number"},
    {"text": "unicode"},
    {"text": "tex"},
    {"drop_empty": "true"},
    {"drop_duplicates": "true"},
    {"max_authors": "1"},
    {"generate_keys": "true"},
    {"generate_keys": "true", "sort": "key", "key_pattern": "[auth:lower][year]"},
    {
        "sort": "year",
        "sort_fields": "default",
        "text": "tex",
        "months": "macro",
        "delimiter": "quotes",
        "drop_empty": "true",
        "drop_duplicates": "true",
        "generate_keys": "true",
        "align": "longest",
    },
]


def tidied(source: str, **values: str) -> str:
    return tidy_file(source.encode(), options=TidyOptions.from_texts(values))[
        0
    ].decode()


@pytest.mark.parametrize("values", EVERY)
def test_once_is_enough(values: dict[str, str]) -> None:
    once = tidied(BIB, **values)
    assert once != BIB
    assert tidied(once, **values) == once
    for kept in ("% the best one", "% Encoding: UTF-8", "@comment{ kept }", "jcr # "):
        assert kept in once


@pytest.mark.parametrize(
    "values", [each for each in EVERY if TidyOptions.from_texts(each).is_lossless()]
)
def test_nothing_is_lost(values: dict[str, str]) -> None:
    before, after = (parse(text) for text in (BIB, tidied(BIB, **values)))
    said = [
        {block.key: sorted(Values(database).all(block)) for block in database.entries}
        for database in (before, after)
    ]
    assert said[0] == said[1]


def test_entries_are_sorted_by_key_with_their_comments() -> None:
    best = tidied(BIB, sort="key")
    keys = [line for line in best.splitlines() if line[:1] == "@"]
    assert [line.partition("{")[2] for line in keys[1:4]] == [
        "child,",
        "twice,",
        "twice,",
    ]
    assert "% the best one\n\n@article{zeta" in best


def test_an_entry_stays_before_the_one_it_refers_to() -> None:
    best = tidied(BIB, sort="key")
    assert best.index("@inproceedings{child") < best.index("@book{alpha")


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"align": "longest"}, "  title    = {"),
        ({"indent": "4", "align": "20"}, "\n    year           = 2020,"),
        ({"indent": "tab"}, "\n\tyear = 2020,"),
        ({"delimiter": "quotes"}, 'title = "Harbours of the East"'),
        ({"delimiter": "keep"}, 'title = "Dup"'),
        ({"text": "unicode"}, "Straßen und Käse"),
        ({"text": "unicode"}, r"$\ddot{u}$"),
        ({"text": "tex"}, r"{\"A} {\"O}"),
        ({"text": "tex"}, "example.org/ü"),
        ({"max_authors": "1"}, r"{M{\"u}ller, J{\"o}rg and others}"),
        ({"max_authors": "2"}, "{Doe and Sons} and others}"),
    ],
)
def test_an_option_shows_in_the_file(options: dict[str, str], text: str) -> None:
    assert text in tidied(BIB, **options)


@pytest.mark.parametrize(
    ("option", "value", "text", "count"),
    [
        ("months", "macro", "month = mar,", 2),
        ("months", "number", "month = 3,", 2),
        ("drop_empty", "true", "abstract", 0),
        ("drop_empty", "true", "isbn", 0),
        ("drop_duplicates", "true", "Dup", 1),
    ],
)
def test_so_often_is_a_text_in_the_file(
    option: str, value: str, text: str, count: int
) -> None:
    assert tidied(BIB, **{option: value}).count(text) == count


def test_fields_are_sorted_in_the_order_given() -> None:
    order = tidied(BIB, sort_fields="year,title")
    assert order.index("year = 2020") < order.index("title = {Stra")


def test_repeats_word_for_word_are_dropped() -> None:
    twice = "@book{a, title={X}}\n@book{a, title = {X}}\n@book{a, title={Y}}\n"
    assert tidied(twice, drop_duplicates="true").count("@book") == 2


def test_new_keys_are_followed() -> None:
    text = tidied(BIB, generate_keys="true", key_pattern="[auth:lower][year]")
    assert "@book{skoda2018," in text and "crossref = {skoda2018}" in text
    assert "@article{muller2020," in text


@pytest.mark.parametrize(
    ("tex", "letters"),
    [
        (r"M{\"u}ller", "Müller"),
        (r"M\"uller", "Müller"),
        (r"M\"{u}ller", "Müller"),
        (r"{\v{S}}koda \v S", "Škoda Š"),
        (r"Stra{\ss}e, \ss{} \o", "Straße, ß ø"),
        (r"{\'\i}", "í"),
        (r"\c{c}a", "ça"),
        (r"\textbf{x} \& \alpha", r"\textbf{x} \& \alpha"),
        (r"$\"u$", r"$\"u$"),
    ],
)
def test_letters(tex: str, letters: str) -> None:
    assert unicode_letters(tex) == letters
    assert unicode_letters(tex_letters(letters)) == letters


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"delimiter": "brackets"}, "delimiter"),
        ({"months": "x"}, "months"),
        ({"indent": "much"}, "indent"),
        ({"align": "left"}, "align"),
        ({"max_authors": "-1"}, "max_authors"),
    ],
)
def test_wrong_values(values: dict[str, str], message: str) -> None:
    from csecrefs.errors import InputError

    with pytest.raises(InputError, match=message):
        TidyOptions.from_texts(values)


def test_settings_and_options(invoke: Run, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB)
    (tmp_path / "csecrefs.toml").write_text(
        '[tidy]\nsort = ["key"]\nindent = 4\ndrop-empty = true\nmonths = "macro"\n'
    )
    out = invoke("tidy", "refs.bib")[1]
    assert "    month = mar," in out and "abstract" not in out
    out = invoke("tidy", "refs.bib", "--indent", "1", "--no-drop-empty")[1]
    assert "\n month = mar," in out and "abstract" in out
    assert "tidy.sort\tkey\t" in invoke("config")[1]
    (tmp_path / "csecrefs.toml").write_text('[tidy]\nsrot = "key"\n')
    assert "did you mean tidy.sort" in invoke("tidy", "refs.bib")[2]
    (tmp_path / "csecrefs.toml").write_text("[tidy]\ndrop_empty = 3\n")
    assert "drop_empty" in invoke("tidy", "refs.bib")[2]


@pytest.mark.parametrize(
    "options",
    [
        ("--sort", "yeer"),
        ("--sort", "key,-autor"),
        ("--sort-fields", "titel,year"),
        ("--omit", "abstrakt"),
        ("--key-pattern", "[auth"),
        ("--key-pattern", "[auth][year]"),
        ("--generate-keys", "--key-pattern", "[bogus]"),
    ],
)
def test_no_option_is_taken_without_a_word(
    invoke: Run, tmp_path: Path, options: tuple[str, ...]
) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(BIB, encoding="utf-8")
    code, out, err = invoke("tidy", str(path), "--write", *options)
    assert code == 2 and not out and err
    assert path.read_text(encoding="utf-8") == BIB


def test_any_combination_does_it_once() -> None:
    values: dict[str, list[str]] = {}
    for options in EVERY:
        for name, value in options.items():
            values.setdefault(name, [""]).append(value)
    # The seed is fixed: a failure can be run again.
    chance = random.Random(1)
    for _ in range(100):
        chosen = {name: chance.choice(given) for name, given in values.items()}
        options = TidyOptions.from_texts(chosen)
        once, _said = tidy_file(BIB.encode(), "refs.bib", options)
        assert tidy_file(once, "refs.bib", options)[0] == once, chosen
