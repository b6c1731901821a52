"""`cs:sort`: CSL 1.0.2, "Sorting", "Sorting Variables" and "Sorting Macros"."""

from __future__ import annotations

from typing import Any

import pytest

from tests.csl.small import AUTHOR, TITLE, citation, cited, render, style, work


def order(keys: str, *works: Any, **parts: str) -> str:
    """The keys of `works` as the bibliography has them."""
    layout = '<text value="x"/>'
    return " ".join(
        each.id
        for each in render(style(layout, sort=keys, **parts), works).entries or ()
    )


def by(
    variable: str, values: dict[str, Any], attributes: str = "", **parts: str
) -> str:
    works = [
        work(key, **({} if value is None else {variable: value}))
        for key, value in values.items()
    ]
    return order(f'<key variable="{variable}" {attributes}/>', *works, **parts)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("", "a b c empty"),
        ('sort="ascending"', "a b c empty"),
        ('sort="descending"', "c b a empty"),
    ],
)
def test_empty_keys_come_last_in_either_direction(
    attributes: str, expected: str
) -> None:
    assert (
        by("title", {"empty": None, "b": "b", "a": "a", "c": "c"}, attributes)
        == expected
    )


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ({"1": "beta", "2": "Alpha", "3": "ALPHABET"}, "2 3 1"),
        ({"1": "<i>zeta</i>", "2": "alpha"}, "2 1"),
        ({"1": "“Zeta”", "2": "«Alpha»", "3": "(beta)"}, "2 3 1"),
        ({"1": "Über", "2": "Uganda", "3": "Ubuntu"}, "1 3 2"),
        ({"1": "Chapter 10", "2": "Chapter 9"}, "2 1"),
        ({"1": "co-op", "2": "coop", "3": "cool"}, "3 1 2"),
    ],
)
def test_text_sorts_as_readers_expect(titles: dict[str, str], expected: str) -> None:
    """Case and markup do not count."""
    assert by("title", titles) == expected


def test_accents_and_case_leave_the_order_to_the_next_key() -> None:
    works = [
        work("a", author="García, Ana", title="x", issued=2003),
        work("b", author="Garcia, Ana", title="X", issued=2001),
        work("c", author="GARCIA, Ana", title="x", issued=2002),
    ]
    keys = '<key variable="title"/><key variable="author"/><key variable="issued"/>'
    assert order(keys, *works) == "b c a"


def test_works_alike_keep_their_order() -> None:
    assert by("title", {"b": "same", "a": "same", "c": "same"}) == "b a c"


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"1": (2000, 5, 1), "2": (2000, 5), "3": 2000}, "3 2 1"),
        ({"1": 100, "2": 50, "3": -50, "4": -100}, "4 3 2 1"),
        (
            {"1": ((2002,), (2009,)), "2": ((2000,), (2005,)), "3": ((2002,), (2003,))},
            "2 3 1",
        ),
        ({"1": ((2000,), (2002,)), "2": 2000}, "2 1"),
        ({"1": {"raw": "2001"}, "2": 2000}, "2 1"),
    ],
)
def test_dates(dates: dict[str, Any], expected: str) -> None:
    """Section "Sorting Variables": YYYYMMDD, ranges after their start, years before
    Christ first.
    """
    assert by("issued", dates) == expected


def test_numbers_sort_by_value_before_text() -> None:
    assert by(
        "volume", {"ten": "10", "nine": 9, "text": "special", "range": "9-12"}
    ).split()[:3] == [
        "nine",
        "range",
        "ten",
    ]


def test_a_number_without_a_letter_or_digit_is_an_empty_key() -> None:
    """Collation sees nothing in it; the works stay in the list all the same."""
    numbers = {"dash": "-", "two": "2", "blank": " ", "bracket": "("}
    assert by("volume", numbers).split() == ["two", "dash", "blank", "bracket"]


@pytest.mark.parametrize(
    ("demote", "expected"),
    [("never", "doe van"), ("sort-only", "doe van"), ("display-and-sort", "doe van")],
)
def test_names_sort_by_family_then_given(demote: str, expected: str) -> None:
    people = {
        "van": [{"family": "Gogh", "given": "V.", "non-dropping-particle": "van"}],
        "doe": "Doe, Jane",
    }
    assert (
        by("author", people, top=f'demote-non-dropping-particle="{demote}"') == expected
    )


@pytest.mark.parametrize(
    ("demote", "expected"),
    [("never", "h g"), ("sort-only", "g h"), ("display-and-sort", "g h")],
)
def test_particles_in_sort_keys(demote: str, expected: str) -> None:
    """Section "Name Particles": "never" sorts under V, the others under G."""
    people = {
        "g": [{"family": "Gogh", "given": "V.", "non-dropping-particle": "van"}],
        "h": "Hals, Frans",
    }
    top = f'demote-non-dropping-particle="{demote}"'
    assert by("author", people, top=top) == expected
    macro = f'<macro name="m">{AUTHOR}</macro>'
    works = [work(key, author=value) for key, value in people.items()]
    assert order('<key macro="m"/>', *works, top=top, macros=macro) == expected


def test_keys_in_sequence() -> None:
    works = [
        work("1", title="b", issued=2001),
        work("2", title="a", issued=2000),
        work("3", title="a", issued=2001),
        work("4", title="b", issued=2003),
    ]
    assert (
        order(
            '<key variable="title"/><key variable="issued" sort="descending"/>', *works
        )
        == "3 2 4 1"
    )


def test_macros_sort_by_what_they_print() -> None:
    """Substitution works in a key; labels and et al. are left out of it."""
    author = (
        '<names variable="author"><name form="short" et-al-min="2" et-al-use-first="1"/>'
        '<label prefix=" "/><substitute><text variable="title"/></substitute></names>'
    )
    macro = f'<macro name="m">{author}</macro>'
    works = [
        work("1", author="Doe, A; Zed, Z", title="z"),
        work("2", title="Carol"),
        work("3", author="Doe, B"),
        work("4", title="Edda"),
    ]
    assert order('<key macro="m"/>', *works, macros=macro) == "2 1 3 4"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("", "1 2 3"),
        ('names-min="2" names-use-first="2"', "2 3 1"),
        ('names-min="3" names-use-first="1"', "2 3 1"),
        ('names-min="3" names-use-first="2"', "2 3 1"),
        ('names-min="4"', "2 3 1"),
    ],
)
def test_names_min_and_names_use_first(attributes: str, expected: str) -> None:
    author = '<names variable="author"><name form="short"/></names>'
    macro = f'<macro name="m">{author}</macro>'
    works = [
        work("1", author="Doe; Zed"),
        work("2", author="Doe; Abe; Roe"),
        work("3", author="Doe; Roe; Abe"),
    ]
    inherited = 'et-al-min="2" et-al-use-first="1"'
    assert (
        order(
            f'<key macro="m" {attributes}/>',
            *works,
            macros=macro,
            bibliography=inherited,
        )
        == expected
    )


def test_sorting_by_the_number_of_names() -> None:
    macro = (
        '<macro name="m"><names variable="author"><name form="count"/></names></macro>'
    )
    works = [
        work("3", author="A; B; C"),
        work("1", author="Z"),
        work("2", author="A; B"),
    ]
    assert order('<key macro="m"/>', *works, macros=macro) == "1 2 3"


def test_dates_in_macros_sort_by_the_parts_they_print() -> None:
    """Section "Sorting Macros"."""
    year = '<date variable="issued"><date-part name="month"/><date-part name="year"/></date>'
    macro = f'<macro name="m">{year}</macro>'
    works = [
        work("1", issued=(2000, 10, 9)),
        work("2", issued=(2000, 2, 20)),
        work("3", issued=(1999, 12)),
        work("4", issued=(2000, 10, 1)),
    ]
    assert order('<key macro="m"/>', *works, macros=macro) == "3 2 1 4"


def test_citation_numbers_follow_the_sorted_bibliography() -> None:
    works = [work("b", title="b"), work("a", title="a")]
    number = '<text variable="citation-number"/>'
    assert cited(number, works, ["b", "a"], sort='<key variable="title"/>') == [
        "2",
        "1",
    ]


def test_sorting_by_citation_number_downwards() -> None:
    works = [work("1"), work("2"), work("3")]
    assert (
        order('<key variable="citation-number" sort="descending"/>', *works) == "3 2 1"
    )


def test_cites_are_sorted_within_a_citation() -> None:
    works = [work("b", title="b"), work("a", title="a"), work("c", title="c")]
    found = cited(
        TITLE,
        works,
        [["c", "a", "b"]],
        cite_sort='<key variable="title"/>',
        around_cites='delimiter=" "',
    )
    assert found == ["a b c"]


def test_without_a_key_cites_stay_as_they_are_written() -> None:
    works = [work("b", title="b"), work("a", title="a")]
    assert cited(TITLE, works, [["b", "a"]], around_cites='delimiter=" "') == ["b a"]


def test_a_blank_an_affix_puts_before_a_value_counts() -> None:
    """A title in quotation marks after a blank stands before the names, as the key's
    text has it.
    """
    macro = (
        '<macro name="m"><names variable="author"><substitute><text variable="title" prefix=" „" suffix="“"/>'
        "</substitute></names></macro>"
    )
    works = [work("name", author="Abt, A"), work("title", title="Zeit")]
    assert order('<key macro="m"/>', *works, macros=macro) == "title name"


def test_symbols_come_before_blanks_and_blanks_before_letters() -> None:
    assert (
        by("title", {"a": "Javanese", "b": "Java Code", "c": "Java® Code"}) == "c b a"
    )


def test_a_macro_of_words_whose_variables_are_empty_is_an_empty_key() -> None:
    macro = '<macro name="m"><text value="A "/><text variable="publisher"/></macro>'
    works = [work("none"), work("some", publisher="Z")]
    assert order('<key macro="m"/>', *works, macros=macro) == "some none"


def test_particles_that_are_never_demoted_sort_before_given_names() -> None:
    works = [work("bb", author="Silva, Bb"), work("aa", author="Silva, Aa van")]
    demote = 'demote-non-dropping-particle="{}"'
    for key in ('<key variable="author"/>', '<key macro="m"/>'):
        macro = f'<macro name="m">{AUTHOR}</macro>'
        assert order(key, *works, macros=macro, top=demote.format("never")) == "bb aa"
        assert (
            order(key, *works, macros=macro, top=demote.format("sort-only")) == "aa bb"
        )


SAME = [work(key, author="Doe, J", title=key) for key in "abcd"]


def test_works_that_sort_the_same_come_as_they_are_cited() -> None:
    rendering = render(
        style(sort='<key variable="author"/>'), SAME, [citation(["d", "b"])]
    )
    assert [entry.id for entry in rendering.entries or ()] == ["d", "b", "a", "c"]


def test_sorting_by_number_takes_the_order_of_citation_and_for_others_that_of_the_list() -> (
    None
):
    rendering = render(
        style(sort='<key variable="citation-number"/>'),
        SAME,
        [citation("d"), citation("c")],
    )
    assert [entry.id for entry in rendering.entries or ()] == ["a", "d", "b", "c"]


def test_cites_that_sort_the_same_stay_as_they_are_written() -> None:
    names = '<key variable="author"/>'
    assert cited(
        TITLE, SAME, [["c", "a", "b"]], cite_sort=names, around_cites='delimiter=" "'
    ) == ["c a b"]


def test_works_sort_as_in_the_language_of_the_style() -> None:
    titles = {"a": "Abc", "b": "Где"}
    assert by("title", titles) == "a b"
    assert by("title", titles, top='default-locale="ru-RU"') == "b a"
