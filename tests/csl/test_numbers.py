"""`cs:number` and `cs:label`: CSL 1.0.2, "Number", "Label", "Ordinal Suffixes" and
"Page Range Formats".
"""

from __future__ import annotations

import pytest

from csecrefs.csl import Cite
from csecrefs.csl.cluster import EMPTY_CITE
from tests.csl.small import LOCATOR, cited, entries, entry, within, work


def number(
    text: object, form: str = "numeric", variable: str = "volume", **parts: str
) -> str:
    reference = work(**{variable: text})
    return entry(f'<number variable="{variable}" form="{form}"/>', reference, **parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (3, "3"),
        ("2 - 4", "2–4"),
        ("2,3", "2, 3"),
        ("2 , 3", "2, 3"),
        ("2&3", "2 & 3"),
        ("2nd", "2nd"),
        ("Special edition", "Special edition"),
        ("", ""),
    ],
)
def test_numbers_are_extracted(text: object, expected: str) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("ordinal", 1, "1st"),
        ("ordinal", 2, "2nd"),
        ("ordinal", 3, "3rd"),
        ("ordinal", 4, "4th"),
        ("ordinal", 11, "11th"),
        ("ordinal", 12, "12th"),
        ("ordinal", 13, "13th"),
        ("ordinal", 21, "21st"),
        ("ordinal", 111, "111th"),
        ("ordinal", "2, 3", "2nd, 3rd"),
        ("ordinal", "2E", "2E"),
        ("ordinal", "third", "third"),
        ("long-ordinal", 1, "first"),
        ("long-ordinal", 10, "tenth"),
        ("long-ordinal", 11, "11th"),
        ("long-ordinal", "2, 3", "second, third"),
        ("roman", 4, "iv"),
        ("roman", 1999, "mcmxcix"),
        ("roman", "2, 3", "ii, iii"),
        ("roman", "2b", "2b"),
    ],
)
def test_forms(form: str, text: object, expected: str) -> None:
    assert number(text, form) == expected


def test_number_takes_text_case_and_affixes() -> None:
    layout = '<number variable="volume" form="roman" text-case="uppercase" prefix="(" suffix=")"/>'
    assert entry(layout, work(volume=7)) == "(VII)"


ORDINALS = (
    '<locale xml:lang="en"><terms>'
    '<term name="ordinal">.</term>'
    '<term name="ordinal-01">a</term>'
    '<term name="ordinal-02" match="last-two-digits">b</term>'
    '<term name="ordinal-03" match="whole-number">c</term>'
    '<term name="ordinal-13">d</term>'
    '<term name="ordinal-15" match="whole-number">e</term>'
    '<term name="long-ordinal-02">zwo</term></terms></locale>'
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (1, "1a"), (11, "11a"), (21, "21a"), (101, "101a"),
        (2, "2b"), (22, "22."), (102, "102b"),
        (3, "3c"), (33, "33."), (103, "103."),
        (13, "13d"), (113, "113d"),
        (15, "15e"), (115, "115."),
        (4, "4."),
    ],
)  # fmt: skip
def test_ordinal_suffixes_match_as_their_terms_say(text: int, expected: str) -> None:
    """Section "Ordinal Suffixes"; one ordinal term in a style replaces all those of the
    locale.
    """
    assert number(text, "ordinal", locale=ORDINALS) == expected


def test_long_ordinals_of_the_style() -> None:
    assert number(2, "long-ordinal", locale=ORDINALS) == "zwo"


FRENCH = (
    '<locale xml:lang="fr"><terms>'
    '<term name="edition" gender="feminine"><single>édition</single><multiple>éditions</multiple></term>'
    '<term name="volume" gender="masculine"><single>volume</single><multiple>volumes</multiple></term>'
    '<term name="ordinal">e</term>'
    '<term name="ordinal-01" gender-form="feminine" match="whole-number">re</term>'
    '<term name="ordinal-01" gender-form="masculine" match="whole-number">er</term>'
    '<term name="long-ordinal-01">un</term>'
    '<term name="long-ordinal-01" gender-form="feminine">première</term></terms></locale>'
)


@pytest.mark.parametrize(
    ("variable", "form", "text", "expected"),
    [
        ("edition", "ordinal", 1, "1re"),
        ("volume", "ordinal", 1, "1er"),
        ("edition", "ordinal", 3, "3e"),
        ("edition", "long-ordinal", 1, "première"),
        ("volume", "long-ordinal", 1, "un"),
    ],
)
def test_ordinals_follow_the_gender_of_their_noun(
    variable: str, form: str, text: int, expected: str
) -> None:
    """Section "Gender-specific Ordinals", with the neuter form where the noun's is not
    defined.
    """
    assert number(text, form, variable, locale=FRENCH, language="fr-FR") == expected


@pytest.mark.parametrize(
    ("variable", "text", "attributes", "expected"),
    [
        ("page", "3", "", "page"),
        ("page", "5-7", "", "pages"),
        ("page", "5, 9", "", "pages"),
        ("page", "5", 'form="short"', "p."),
        ("page", "5-7", 'form="short"', "pp."),
        ("section", "5", 'form="symbol"', "§"),
        ("section", "5-7", 'form="symbol"', "§§"),
        ("volume", "2", "", "volume"),
        ("volume", "2 & 4", "", "volumes"),
        ("volume", "2nd", "", "volume"),
        ("number-of-volumes", "1", "", "volume"),
        ("number-of-volumes", "3", "", "volumes"),
        ("number-of-pages", "1", 'form="short"', "p."),
        ("number-of-pages", "120", 'form="short"', "pp."),
        ("page", "3", 'plural="always"', "pages"),
        ("page", "3-5", 'plural="never"', "page"),
        ("page", "3", 'text-case="capitalize-first"', "Page"),
        ("page", "3", 'form="short" strip-periods="true"', "p"),
        (
            "page",
            "3",
            'prefix="(" suffix=")" font-style="italic"',
            "(<italic>page</italic>)",
        ),
    ],
)
def test_labels(variable: str, text: str, attributes: str, expected: str) -> None:
    layout = f'<label variable="{variable}" {attributes}/>'
    assert entry(layout, work(**{variable: text})) == expected


@pytest.mark.parametrize(
    ("label", "locator", "expected"),
    [
        ("page", "3", "p. 3"),
        ("page", "3-5", "pp. 3–5"),
        ("chapter", "2", "chap. 2"),
        ("section", "2, 4", "secs. 2, 4"),
        ("sub-verbo", "word", "s.v. word"),
        ("sub verbo", "word", "s.v. word"),
        ("page", "", ""),
    ],
)
def test_locator_label_follows_the_type_of_the_locator(
    label: str, locator: str, expected: str
) -> None:
    cites = f'<group delimiter=" "><label variable="locator" form="short"/>{LOCATOR}</group>'
    found = cited(cites, [work()], [Cite("a", locator, label)])
    assert found == [expected or EMPTY_CITE]


def test_locator_has_an_en_dash_whatever_the_format_of_pages() -> None:
    """Section "Range Delimiters"."""
    assert cited(LOCATOR, [work()], [Cite("a", "321-328")]) == ["321–328"]


@pytest.mark.parametrize(
    ("format_", "pages"),
    [
        ("chicago", "3-10 3–10, 71-72 71–72, 100-104 100–104, 600-613 600–613, 1100-1123 1100–1123"),
        ("chicago", "107-108 107–8, 505-517 505–17, 1002-1006 1002–6, 321-325 321–25, 415-532 415–532"),
        ("chicago-15", "11564-11568 11564–68, 13792-13803 13792–803, 1496-1504 1496–1504"),
        ("chicago-16", "92-113 92–113, 1087-1089 1087–89, 1496-1500 1496–500, 12991-13001 12991–3001"),
        ("chicago-16", "107-108 107–8, 321-325 321–25, 3-10 3–10, 600-613 600–613"),
        ("expanded", "42-5 42–45, 321-8 321–328, 2787-816 2787–2816"),
        ("minimal", "42-45 42–5, 321-328 321–8, 2787-2816 2787–816, 100-200 100–200"),
        ("minimal-two", "42-45 42–45, 321-328 321–28, 2787-2816 2787–816, 3-7 3–7"),
    ],
)  # fmt: skip
def test_page_range_formats(format_: str, pages: str) -> None:
    """Appendix V."""
    for pair in pages.split(", "):
        given, expected = pair.split()
        top = f'page-range-format="{format_}"'
        assert entry('<text variable="page"/>', work(page=given), top=top) == expected


def test_page_range_delimiter_is_a_term() -> None:
    locale = (
        '<locale><terms><term name="page-range-delimiter">~</term></terms></locale>'
    )
    found = entry(
        '<text variable="page"/>',
        work(page="3-5"),
        top='page-range-format="expanded"',
        locale=locale,
    )
    assert found == "3~5"


@pytest.mark.parametrize("pages", ["n/a", "e1234", "iv", "S12", "A-3"])
def test_pages_that_are_no_range_stay_as_they_are(pages: str) -> None:
    assert (
        entry(
            '<text variable="page"/>',
            work(page=pages),
            top='page-range-format="minimal"',
        )
        == pages
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"page": "12-15"}, "12"),
        ({"page": "12-15", "page-first": "13"}, "13"),
        ({}, ""),
    ],
)
def test_page_first_is_taken_from_the_pages(
    fields: dict[str, str], expected: str
) -> None:
    assert entry('<number variable="page-first"/>', work(**fields)) == expected


def test_a_label_outside_a_group_is_a_term_like_others() -> None:
    """`number-of-pages` before the label of `page` is how styles print "297 p."."""
    layout = '<text variable="number-of-pages" suffix=" "/><label variable="page" form="short"/>'
    assert entry(layout, work(number_of_pages="297")) == "297 p."
    assert entry(f"<group>{layout}</group>") == ""


@pytest.mark.parametrize("text", ["bk. 2", "vol 3", "p. 5"])
def test_a_label_typed_before_a_number_stays_as_it_is(text: str) -> None:
    assert (
        entry('<text variable="volume"/>', work(volume=text), language="fr-FR") == text
    )
    assert (
        entry('<number variable="volume"/>', work(volume=text), language="fr-FR")
        == text
    )


@pytest.mark.parametrize(
    ("text", "expected"), [("1-2-3", "1-2–3"), ("1-2-3-4, 5-6", "1-2-3–4, 5–6")]
)
def test_of_several_hyphens_in_a_row_the_last_makes_a_range(
    text: str, expected: str
) -> None:
    assert entry('<text variable="page"/>', work(page=text)) == expected


@pytest.mark.parametrize("element", ["text", "number"])
def test_a_locator_is_in_a_cite_only_once(element: str) -> None:
    again = f'<group><label variable="locator" prefix=" "/><{element} variable="locator"/></group>'
    locator = f'<{element} variable="locator"/>'
    assert cited(
        locator + again, [work("a")], [[Cite("a", locator="7"), Cite("a", locator="8")]]
    ) == ["78"]


@pytest.mark.parametrize(
    ("variable", "text", "numeric"),
    [
        ("volume", "vol. 5", True),
        ("volume", "bk. 5", False),
        ("issue", "p. 5", False),
        ("page", "p. 5", True),
    ],
)
def test_a_number_of_something_else_is_not_numeric(
    variable: str, text: str, numeric: bool
) -> None:
    layout = f'<choose><if is-numeric="{variable}"><text value="yes"/></if></choose>'
    assert entry(layout, work(**{variable: text})) == ("yes" if numeric else "")


@pytest.mark.parametrize(
    ("locator", "label", "expected"),
    [
        ("fig. 2", "page", "fig. 2"),
        ("ch. 2-3", "page", "chaps. 2–3"),
        ("p. 5", "chapter", "p. 5"),
        ("sec. 3 & 4", "page", "secs. 3 & 4"),
        ("p. 4, p. 5", "page", "pp. 4, 5"),
        ("2, ch. 5", "chapter", "chaps. 2, 5"),
        ("ch. IV", "page", "chap. IV"),
        ("tit. 3", "page", "tit. 3"),
        ("v. 6 p. 7", "page", "v. 6 p. 7"),
    ],
)
def test_a_label_typed_before_a_locator_takes_the_place_of_its_own(
    locator: str, label: str, expected: str
) -> None:
    layout = f'<group delimiter=" "><label variable="locator" form="short"/>{LOCATOR}</group>'
    assert cited(layout, [work("a")], [Cite("a", locator, label)]) == [expected]


@pytest.mark.parametrize(
    ("text", "ordinal", "numeric"),
    [
        ("10/11", "10/11", "yes"),
        ("007", "007", "yes"),
        ("0", "0", "yes"),
        ("p. 5", "p. 5", "no"),
        ("5", "5th", "yes"),
    ],
)
def test_what_has_no_ordinal_and_what_is_no_number(
    text: str, ordinal: str, numeric: str
) -> None:
    test = '<choose><if is-numeric="volume"><text value="yes"/></if><else><text value="no"/></else></choose>'
    layout = (
        f'<number variable="volume" form="ordinal"/><group prefix=" ">{test}</group>'
    )
    assert entry(layout, work(volume=text)) == f"{ordinal} {numeric}"


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("300", "pp."),
        ("1", "p."),
        ("xii, 289", "pp."),
        ("ca. 300", "p."),
        ("vii+289", "p."),
    ],
)
def test_numbers_of_pages_are_several_only_if_they_are_numbers(
    pages: str, expected: str
) -> None:
    layout = '<group><label variable="number-of-pages" form="short"/></group>'
    assert within(layout, work(number_of_pages=pages)) == expected


@pytest.mark.parametrize("form", ["ordinal", "roman"])
def test_numbers_with_leading_zeros_stay_as_they_are(form: str) -> None:
    assert entry(f'<number variable="issue" form="{form}"/>', work(issue="03")) == "03"


@pytest.mark.parametrize(
    ("pages", "expected"),
    [("11-+", "pp."), ("12-x.", "p."), ("e1-e5 x.", "pp."), ("II, 74 x.", "p.")],
)
def test_pages_that_are_not_all_numbers(pages: str, expected: str) -> None:
    layout = '<group><label variable="page" form="short"/></group>'
    assert within(layout, work(page=pages)) == expected


@pytest.mark.parametrize(
    ("pages", "expected"),
    [("0", "p."), ("12", "pp."), ("12a", "pp."), ("10/11", "p.")],
)
def test_the_label_of_a_count_is_plural_if_it_is_a_number_above_one(
    pages: str, expected: str
) -> None:
    layout = '<label variable="number-of-pages" form="short"/>'
    assert within(layout, work(number_of_pages=pages)) == expected


@pytest.mark.parametrize("variable", ["number", "volume", "issue", "page"])
@pytest.mark.parametrize("element", ["text", "number"])
@pytest.mark.parametrize(
    ("typed", "printed", "plural"),
    [
        ("1,234", "1,234", False),
        ("6,289,318", "6,289,318", False),
        ("A1,234", "A1,234", False),
        ("1,024-1,030", "1,024–1,030", True),
        ("1,234 & 5,678", "1,234 & 5,678", True),
        ("2,123, 4", "2,123, 4", True),
    ],
)
def test_a_comma_between_three_digits_is_no_list(
    variable: str, element: str, typed: str, printed: str, plural: bool
) -> None:
    label = f'<label variable="{variable}" form="short" suffix=" "/>'
    layout = f'{label}<{element} variable="{variable}"/>'
    printed_all = within(layout, work("a", **{variable: typed}))
    name, _, number = printed_all.partition(" ")
    assert (number, name in ("nos.", "vols.", "pp.")) == (printed, plural)


@pytest.mark.parametrize(
    ("element", "printed"),
    [("text", "1,2"), ("number", "1, 2")],
)
def test_a_list_without_blanks_is_as_typed_in_text(element: str, printed: str) -> None:
    """CSL 1.0.2, "Number", puts a space after the comma; cs:text changes nothing."""
    layout = f'<{element} variable="volume"/>'
    assert entries(layout, [work("a", volume="1,2")]) == [printed]


def test_the_first_page_keeps_its_separator() -> None:
    layout = '<text variable="page-first"/>'
    assert entries(layout, [work("a", page="1,024-1,030")]) == ["1,024"]
    assert entries(layout, [work("a", page="12,13")]) == ["12"]


def test_numbers_sort_by_value_with_separators() -> None:
    works = [work(key, number=key) for key in ("1,234", "999", "12")]
    found = entries('<text variable="number"/>', works, sort='<key variable="number"/>')
    assert found == ["12", "999", "1,234"]


@pytest.mark.parametrize("volume", ["第1卷", "1巻", "Т12", "5é"])
def test_letters_of_other_scripts_make_no_number(volume: str) -> None:
    layout = (
        '<choose><if is-numeric="volume"><text value="numeric"/></if>'
        '<else><text value="text"/></else></choose>'
    )
    assert entries(layout, [work("a", volume=volume)]) == ["text"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("vol. 1, fol. 186, 8 April 1544", "vol. 1, fol. 186, 8 April 1544"),
        ("chapter 3, p. 5", "chap. 3, p. 5"),
        ("fig. 2", "fig. 2"),
        ("Book 2", "bk. 2"),
        ("12, fig. 3", "p. 12, fig. 3"),
        ("no pagination", "p. no pagination"),
        ("see p. 5", "p. see p. 5"),
        ("A\\-12", "p. A-12"),
    ],
)
def test_a_locator_with_a_label_of_its_own_gets_no_second_one(
    typed: str, printed: str
) -> None:
    layout = f'<label variable="locator" form="short" suffix=" "/>{LOCATOR}'
    works = [work("a", title="A")]
    assert cited(layout, works, [[Cite("a", typed)]]) == [printed]


@pytest.mark.parametrize("typed", ["12 & 14", "12 and 14", "12, and 14", "12 y 14"])
def test_words_between_numbers_stay_as_typed(typed: str) -> None:
    spanish = '<locale><terms><term name="and">y</term></terms></locale>'
    assert number(typed, locale=spanish) == typed


def test_a_symbol_of_the_locale_for_and_is_used() -> None:
    own = '<locale><terms><term name="and" form="symbol">+</term></terms></locale>'
    assert number("12 & 14", locale=own) == "12 + 14"
