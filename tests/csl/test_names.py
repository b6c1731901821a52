"""`cs:names` and all below it: CSL 1.0.2, "Names", "Name Particles", "Inheritable Name
Options".
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.csl.small import AUTHOR, TITLE, YEAR, cited, entries, entry, people, work

TITLED = '<names variable="author"><name form="short"/><substitute><text variable="title"/></substitute></names>'
ONE = "Doe, John"
TWO = "Doe, John; Williams, Tom"
THREE = "Doe, John; Smith, Sam; Williams, Tom"


def names(authors: Any, attributes: str = "", inside: str = "", **parts: str) -> str:
    layout = f'<names variable="author"><name {attributes}>{inside}</name></names>'
    return entry(layout, work(author=authors), **parts)


@pytest.mark.parametrize(
    ("attributes", "authors", "expected"),
    [
        ("", ONE, "John Doe"),
        ("", TWO, "John Doe, Tom Williams"),
        ('delimiter="; "', THREE, "John Doe; Sam Smith; Tom Williams"),
        ('and="text"', TWO, "John Doe and Tom Williams"),
        ('and="symbol"', TWO, "John Doe & Tom Williams"),
        ('and="text"', THREE, "John Doe, Sam Smith, and Tom Williams"),
        ('form="short"', TWO, "Doe, Williams"),
        ('form="count"', THREE, "3"),
        ("", "{United Nations}", "United Nations"),
        ("", "Plato", "Plato"),
        ('and="text"', "{United Nations}; Doe, John", "United Nations and John Doe"),
    ],
)
def test_lists(attributes: str, authors: str, expected: str) -> None:
    assert names(authors, attributes) == expected


def test_names_without_a_name_element() -> None:
    assert entry(AUTHOR, work(author=TWO)) == "John Doe, Tom Williams"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("–", "Elm, Oak–Yew"),
        (" / ", "Elm, Oak / Yew"),
        ("; ", "Elm, Oak; Yew"),
        ("和", "Elm, Oak和Yew"),
        ("ו", "Elm, Oak, וYew"),
        ("و", "Elm, Oak, و Yew"),
        ("и", "Elm, Oak, и Yew"),
        ("&amp;", "Elm, Oak, & Yew"),
    ],
)
def test_and_stands_without_blanks_where_it_is_a_sign_or_its_script_has_none(
    word: str, expected: str
) -> None:
    locale = f'<locale><terms><term name="and">{word}</term></terms></locale>'
    assert names("Elm; Oak; Yew", 'and="text"', locale=locale) == expected


@pytest.mark.parametrize(
    ("rule", "two", "three"),
    [
        ("contextual", "J. Doe and T. Williams", "J. Doe, S. Smith, and T. Williams"),
        ("always", "J. Doe, and T. Williams", "J. Doe, S. Smith, and T. Williams"),
        ("never", "J. Doe and T. Williams", "J. Doe, S. Smith and T. Williams"),
    ],
)
def test_delimiter_precedes_last(rule: str, two: str, three: str) -> None:
    attributes = f'and="text" initialize-with="." delimiter-precedes-last="{rule}"'
    assert (names(TWO, attributes), names(THREE, attributes)) == (two, three)


def test_delimiter_precedes_last_after_an_inverted_name() -> None:
    attributes = (
        'and="text" initialize-with="." name-as-sort-order="first" '
        'delimiter-precedes-last="after-inverted-name"'
    )
    assert names(TWO, attributes) == "Doe, J., and T. Williams"
    assert names(THREE, attributes) == "Doe, J., S. Smith and T. Williams"


@pytest.mark.parametrize(
    ("rule", "one", "two"),
    [
        ("contextual", "J. Doe et al.", "J. Doe, S. Smith, et al."),
        ("always", "J. Doe, et al.", "J. Doe, S. Smith, et al."),
        ("never", "J. Doe et al.", "J. Doe, S. Smith et al."),
    ],
)
def test_delimiter_precedes_et_al(rule: str, one: str, two: str) -> None:
    attributes = f'initialize-with="." delimiter-precedes-et-al="{rule}" et-al-min="3" et-al-use-first='
    assert names(THREE, attributes + '"1"') == one
    assert names(THREE, attributes + '"2"') == two


def test_delimiter_precedes_et_al_after_an_inverted_name() -> None:
    attributes = (
        'initialize-with="." name-as-sort-order="first" delimiter-precedes-et-al="after-inverted-name" '
        'et-al-min="3" et-al-use-first='
    )
    assert names(THREE, attributes + '"1"') == "Doe, J., et al."
    assert names(THREE, attributes + '"2"') == "Doe, J., S. Smith et al."


@pytest.mark.parametrize(
    ("minimum", "first", "expected"),
    [
        (3, 1, "Doe et al."),
        (4, 1, "Doe, Smith, Williams"),
        (3, 3, "Doe, Smith, Williams"),
        (2, 2, "Doe, Smith, et al."),
    ],
)
def test_et_al(minimum: int, first: int, expected: str) -> None:
    assert (
        names(THREE, f'form="short" et-al-min="{minimum}" et-al-use-first="{first}"')
        == expected
    )


def test_count_takes_et_al_into_account() -> None:
    assert names(THREE, 'form="count" et-al-min="3" et-al-use-first="1"') == "1"


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("A, A; B, B; C, C; D, D", "A, B, … D"),
        ("A, A; B, B; C, C", "A, B, et al."),
    ],
)
def test_et_al_use_last_needs_two_more_names_than_shown(
    authors: str, expected: str
) -> None:
    attributes = 'form="short" et-al-min="3" et-al-use-first="2" et-al-use-last="true"'
    assert names(authors, attributes) == expected


@pytest.mark.parametrize(
    ("et_al", "expected"),
    [
        ("", "Doe et al."),
        ('<et-al font-style="italic"/>', "Doe <italic>et al.</italic>"),
        ('<et-al term="and others"/>', "Doe and others"),
    ],
)
def test_et_al_element(et_al: str, expected: str) -> None:
    layout = f'<names variable="author"><name form="short" et-al-min="2" et-al-use-first="1"/>{et_al}</names>'
    assert entry(layout, work(author=TWO)) == expected


def test_et_al_for_subsequent_cites() -> None:
    cites = (
        '<names variable="author"><name form="short" et-al-min="4" et-al-use-first="3" '
        'et-al-subsequent-min="3" et-al-subsequent-use-first="1"/></names>'
    )
    assert cited(cites, [work(author=THREE)], ["a", "a"]) == [
        "Doe, Smith, Williams",
        "Doe et al.",
    ]


@pytest.mark.parametrize(
    ("given", "attributes", "expected"),
    [
        ("John", 'initialize-with="."', "J. Doe"),
        ("John Edward", 'initialize-with="."', "J.E. Doe"),
        ("John Edward", 'initialize-with=". "', "J. E. Doe"),
        ("John Edward", 'initialize-with=""', "JE Doe"),
        ("John E.", 'initialize-with=". "', "J. E. Doe"),
        ("J.E.", 'initialize-with=". "', "J. E. Doe"),
        ("Jean-Luc", 'initialize-with="."', "J.-L. Doe"),
        ("Jean-Luc", 'initialize-with=""', "J-L Doe"),
        ("James T", 'initialize="false" initialize-with="."', "James T. Doe"),
        ("Jian-guo T", 'initialize="false" initialize-with="."', "Jian-guo T. Doe"),
        ("Ștefan Élie", 'initialize-with=". "', "Ș. É. Doe"),
        ("Жан", 'initialize-with="."', "Ж. Doe"),
        ("", 'initialize-with="."', "Doe"),
    ],
)
def test_initials(given: str, attributes: str, expected: str) -> None:
    assert names([{"family": "Doe", "given": given}], attributes) == expected


def test_initialize_with_hyphen() -> None:
    """Section "Hyphenation of Initialized Names"."""
    off = 'initialize-with-hyphen="false"'
    assert names("Doe, Jean-Luc", 'initialize-with="."', top=off) == "J.L. Doe"
    assert (
        names("Doe, Jian-guo", 'initialize="false" initialize-with="."', top=off)
        == "Jian guo Doe"
    )


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("first", "Doe, John; Tom Williams"),
        ("all", "Doe, John; Williams, Tom"),
        ("", "John Doe; Tom Williams"),
    ],
)
def test_name_as_sort_order(order: str, expected: str) -> None:
    attribute = f'name-as-sort-order="{order}"' if order else ""
    assert names(TWO, f'delimiter="; " {attribute}') == expected


def test_sort_separator() -> None:
    assert names(ONE, 'name-as-sort-order="all" sort-separator=" "') == "Doe John"


def person(**parts: str) -> list[dict[str, Any]]:
    return [{name.replace("_", "-"): value for name, value in parts.items()}]


VAN_GOGH = person(
    family="Gogh", given="Vincent", non_dropping_particle="van", suffix="III"
)
HUMBOLDT = person(
    family="Humboldt", given="Alexander", dropping_particle="von", suffix="Jr."
)
LA_FONTAINE = person(family="La Fontaine", given="Jean", dropping_particle="de")
AL_HAKIM = person(family="Hakim", given="Tawfiq", non_dropping_particle="al-")


@pytest.mark.parametrize(
    ("author", "form", "order", "demote", "expected"),
    [
        (VAN_GOGH, "long", "", "display-and-sort", "Vincent van Gogh III"),
        (HUMBOLDT, "long", "", "display-and-sort", "Alexander von Humboldt Jr."),
        (VAN_GOGH, "long", "all", "never", "van Gogh, Vincent, III"),
        (VAN_GOGH, "long", "all", "sort-only", "van Gogh, Vincent, III"),
        (VAN_GOGH, "long", "all", "display-and-sort", "Gogh, Vincent van, III"),
        (HUMBOLDT, "long", "all", "never", "Humboldt, Alexander von, Jr."),
        (HUMBOLDT, "long", "all", "display-and-sort", "Humboldt, Alexander von, Jr."),
        (VAN_GOGH, "short", "", "display-and-sort", "van Gogh"),
        (VAN_GOGH, "short", "all", "display-and-sort", "van Gogh"),
        (HUMBOLDT, "short", "", "display-and-sort", "Humboldt"),
        (LA_FONTAINE, "short", "", "never", "La Fontaine"),
        (LA_FONTAINE, "long", "", "never", "Jean de La Fontaine"),
        (AL_HAKIM, "short", "", "never", "al-Hakim"),
        (AL_HAKIM, "long", "", "never", "Tawfiq al-Hakim"),
        (AL_HAKIM, "long", "all", "never", "al-Hakim, Tawfiq"),
        (AL_HAKIM, "long", "all", "display-and-sort", "Hakim, Tawfiq al-"),
    ],
)
def test_order_of_name_parts(
    author: Any, form: str, order: str, demote: str, expected: str
) -> None:
    """Section "Name-part Order" and "Name Particles"."""
    sort_order = f'name-as-sort-order="{order}"' if order else ""
    top = f'demote-non-dropping-particle="{demote}"'
    assert names(author, f'form="{form}" {sort_order}', top=top) == expected


@pytest.mark.parametrize(
    ("name", "short", "long"),
    [
        ({"family": "van Gogh", "given": "Vincent"}, "van Gogh", "Gogh, Vincent van"),
        (
            {"family": "Humboldt", "given": "Alexander von"},
            "Humboldt",
            "Humboldt, Alexander von",
        ),
        ({"family": "d'Arc", "given": "Jeanne"}, "d’Arc", "Arc, Jeanne d’"),
        (
            {"family": '"de Gaulle"', "given": "Charles"},
            "de Gaulle",
            "de Gaulle, Charles",
        ),
        (
            {"family": "De Gaulle", "given": "Charles"},
            "De Gaulle",
            "De Gaulle, Charles",
        ),
        (
            {"family": "King", "given": "Martin Luther, Jr."},
            "King",
            "King, Martin Luther, Jr.",
        ),
    ],
)
def test_particles_and_suffixes_typed_into_a_name(
    name: dict[str, str], short: str, long: str
) -> None:
    assert names([name], 'form="short"') == short
    assert names([name], 'name-as-sort-order="all"') == long


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            {"family": "King", "given": "M.", "suffix": "Jr.", "comma-suffix": True},
            "M. King, Jr.",
        ),
        ({"family": "King", "given": "M.", "suffix": "Jr."}, "M. King Jr."),
        ({"family": "Bartók", "given": "Béla", "static-ordering": True}, "Bartók Béla"),
        ({"given": "Aristotle"}, "Aristotle"),
        (
            {"family": "van Eyck", "given": "Jan", "static-ordering": True},
            "van Eyck Jan",
        ),
        (
            {"family": "Berg", "given": "A. van", "dropping-particle": "von"},
            "A. van Berg",
        ),
        (
            {"family": "Berg", "given": "A., Jr.", "non-dropping-particle": "von"},
            "A., Jr. von Berg",
        ),
        (
            {"family": "van Berg", "given": "A.", "dropping-particle": "d'"},
            "A. d’ van Berg",
        ),
    ],
)
def test_what_a_name_says_of_itself(name: dict[str, Any], expected: str) -> None:
    assert names([name]) == expected


@pytest.mark.parametrize(
    ("with_", "expected"),
    [
        ("", "M King PhD"),
        (".", "M. King Ph.D."),
        (". ", "M. King Ph. D."),
        (" ", "M King Ph D"),
    ],
)
def test_initials_in_a_suffix_stand_as_those_of_the_name(
    with_: str, expected: str
) -> None:
    name = {"family": "King", "given": "Martin", "suffix": "Ph.D."}
    assert names([name], f'initialize-with="{with_}"') == expected


@pytest.mark.parametrize(
    ("family", "given", "attributes", "expected"),
    [
        ("毛", "泽东", "", "毛泽东"),
        ("毛", "泽东", 'name-as-sort-order="all"', "毛泽东"),
        ("毛", "泽东", 'form="short"', "毛"),
        ("毛", "泽东", 'initialize-with="."', "毛泽东"),
        ("Толстой", "Лев", "", "Лев Толстой"),
        ("Толстой", "Лев", 'name-as-sort-order="all"', "Толстой, Лев"),
    ],
)
def test_scripts(family: str, given: str, attributes: str, expected: str) -> None:
    assert names([{"family": family, "given": given}], attributes) == expected


@pytest.mark.parametrize(
    ("parts", "attributes", "author", "expected"),
    [
        ('<name-part name="family" text-case="uppercase"/>', "", people("Doe, Jane"), "Jane DOE"),
        (
            '<name-part name="given" font-style="italic"/>',
            "",
            people("Doe, Jane"),
            "<italic>Jane</italic> Doe",
        ),
        (
            '<name-part name="family" font-variant="small-caps"/>',
            'name-as-sort-order="all"',
            people("Doe, Jane"),
            "<small-caps>Doe</small-caps>, Jane",
        ),
        ('<name-part name="family" text-case="uppercase"/>', "", VAN_GOGH, "Vincent VAN GOGH III"),
        ('<name-part name="given" text-case="uppercase"/>', "", HUMBOLDT, "ALEXANDER VON Humboldt Jr."),
        ('<name-part name="family" prefix="[" suffix="]"/>', "", VAN_GOGH, "Vincent [van Gogh III]"),
        (
            '<name-part name="given" prefix="[" suffix="]"/>',
            'name-as-sort-order="all"',
            VAN_GOGH,
            "Gogh, [Vincent van], III",
        ),
    ],
)  # fmt: skip
def test_name_part_formatting(
    parts: str, attributes: str, author: Any, expected: str
) -> None:
    assert names(author, attributes, parts) == expected


def test_affixes_and_fonts_of_name_stand_around_each_name() -> None:
    assert names(TWO, 'prefix="&lt;" suffix="&gt;" font-weight="bold"') == (
        "<<bold>John Doe</bold>>, <<bold>Tom Williams</bold>>"
    )


def test_affixes_and_fonts_of_names_stand_around_the_list() -> None:
    layout = '<names variable="author" prefix="(" suffix=")" font-style="italic"/>'
    assert (
        entry(layout, work(author=TWO)) == "(<italic>John Doe, Tom Williams</italic>)"
    )
    assert entry(layout, work()) == ""


def test_several_variables_each_in_turn() -> None:
    label = '<label form="short" prefix=" (" suffix=")"/>'
    layout = (
        f'<names variable="editor translator" delimiter="; "><name/>{label}</names>'
    )
    reference = work(editor=TWO, translator="Johnson, Jo")
    assert (
        entry(layout, reference) == "John Doe, Tom Williams (eds.); Jo Johnson (trans.)"
    )
    assert entry(layout, work(translator="Johnson, Jo")) == "Jo Johnson (trans.)"


def test_the_same_editor_and_translator_are_named_once() -> None:
    layout = (
        '<names variable="editor translator"><label prefix=" (" suffix=")"/></names>'
    )
    reference = work(editor=ONE, translator=ONE)
    assert entry(layout, reference) == "John Doe (editor & translator)"


@pytest.mark.parametrize(
    ("inside", "authors", "expected"),
    [
        ('<label prefix=", "/>', ONE, "John Doe, editor"),
        ('<label prefix=", "/>', TWO, "John Doe, Tom Williams, editors"),
        (
            '<name/><label form="short" prefix=", "/>',
            TWO,
            "John Doe, Tom Williams, eds.",
        ),
        ('<label form="verb" suffix=" "/><name/>', ONE, "edited by John Doe"),
        ('<label form="verb-short" suffix=" "/><name/>', ONE, "ed. by John Doe"),
        ('<label plural="always" prefix=", "/>', ONE, "John Doe, editors"),
        ('<label plural="never" prefix=", "/>', TWO, "John Doe, Tom Williams, editor"),
        ('<label text-case="capitalize-first" prefix=", "/>', ONE, "John Doe, Editor"),
        ('<label form="short" strip-periods="true" prefix=", "/>', ONE, "John Doe, ed"),
    ],
)
def test_labels_of_names(inside: str, authors: str, expected: str) -> None:
    """Section "Label in cs:names": before or after the name as the two stand."""
    assert (
        entry(f'<names variable="editor">{inside}</names>', work(editor=authors))
        == expected
    )


SUBSTITUTE = (
    '<names variable="author"><name form="short"/><label prefix=" (" suffix=")"/>'
    '<substitute><names variable="editor"/><names variable="translator"/>'
    '<text variable="title"/></substitute></names>'
)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"author": ONE, "editor": TWO, "title": "T"}, "Doe (author)"),
        ({"editor": TWO, "title": "T"}, "Doe, Williams (editors)"),
        ({"translator": ONE, "title": "T"}, "Doe (translator)"),
        ({"title": "T"}, "T"),
        ({}, ""),
    ],
)
def test_substitute_takes_the_first_that_prints(
    fields: dict[str, str], expected: str
) -> None:
    """Section "Substitute": a bare cs:names inherits the name and label around it."""
    locale = '<locale><terms><term name="author">author</term></terms></locale>'
    assert entry(SUBSTITUTE, work(**fields), locale=locale) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "T", "issued": 2000}, "T|2000"),
        ({"author": ONE, "title": "T", "issued": 2000}, "Doe|2000|T"),
    ],
)
def test_a_substituted_variable_is_not_printed_again(
    fields: dict[str, Any], expected: str
) -> None:
    assert (
        entry(f'<group delimiter="|">{TITLED}{YEAR}{TITLE}</group>', work(**fields))
        == expected
    )


def test_a_substituted_variable_counts_as_empty_for_a_group() -> None:
    layout = f'{TITLED}<group><text value=" in "/>{TITLE}</group>'
    assert entry(layout, work(title="T")) == "T"


def test_what_was_printed_before_a_substitute_stays() -> None:
    assert (
        entry(f'<group delimiter="|">{TITLE}{TITLED}</group>', work(title="T")) == "T|T"
    )


@pytest.mark.parametrize("level", ["top", "bibliography"])
def test_name_options_are_inherited(level: str) -> None:
    """Section "Inheritable Name Options"."""
    options = (
        'and="symbol" initialize-with="." name-as-sort-order="first" name-delimiter="; " '
        'names-delimiter=" / "'
    )
    layout = '<names variable="author editor"/>'
    reference = work(author=TWO, editor=ONE)
    assert (
        entry(layout, reference, **{level: options})
        == "Doe, J. & T. Williams / Doe, J."
    )


def test_the_lowest_level_of_a_name_option_holds() -> None:
    layout = '<names variable="author"><name and="text"/></names>'
    found = entry(
        layout,
        work(author=TWO),
        top='and="symbol" name-form="short"',
        bibliography='name-form="long"',
    )
    assert found == "John Doe and Tom Williams"


def test_name_options_of_the_citation_do_not_reach_the_bibliography() -> None:
    parts = {"citation": 'name-form="short"', "cites": AUTHOR}
    assert entry(AUTHOR, work(author=ONE), **parts) == "John Doe"
    assert cited(AUTHOR, [work(author=ONE)], citation='name-form="short"') == ["Doe"]


def test_each_entry_stands_for_itself() -> None:
    """What a substitute took away in one entry is back in the next."""
    layout = f'<group delimiter="|">{TITLED}{TITLE}</group>'
    works = [work("a", title="T"), work("b", title="U", author=ONE)]
    assert entries(layout, works) == ["T", "Doe|U"]


@pytest.mark.parametrize(
    ("name", "et_al", "expected"),
    [
        (
            'font-variant="small-caps"',
            "",
            "<small-caps><small-caps>J. Doe</small-caps> et al.</small-caps>",
        ),
        ('prefix="[" suffix="]"', "", "[[J. Doe] et al.]"),
        (
            'font-style="normal"',
            '<et-al font-style="italic"/>',
            "<no-italic>J. Doe <italic>et al.</italic></no-italic>",
        ),
        ('font-style="normal"', "", "J. Doe et al."),
    ],
)
def test_an_abbreviated_list_is_dressed_as_its_names(
    name: str, et_al: str, expected: str
) -> None:
    options = f'{name} et-al-min="2" et-al-use-first="1" initialize-with="."'
    layout = f'<names variable="author"><name {options}/>{et_al}</names>'
    assert entry(layout, work(author=THREE)) == expected


@pytest.mark.parametrize(
    ("substitute", "expected"),
    [
        ('<text value="Anon"/>', "T"),
        ('<text term="anonymous"/>', "T"),
        ('<text macro="anon"/>', "Anon T"),
        ('<text variable="publisher"/>', "P T"),
    ],
)
def test_words_in_place_of_names_fill_no_variable(
    substitute: str, expected: str
) -> None:
    """A group or macro around names goes with them, but for what a macro or variable
    puts in their place.
    """
    macros = (
        '<macro name="anon"><text value="Anon"/></macro>'
        f'<macro name="m"><names variable="author"><substitute>{substitute}</substitute></names></macro>'
    )
    layout = f'<group delimiter=" "><text macro="m"/>{TITLE}</group>'
    assert entry(layout, work(title="T", publisher="P"), macros=macros) == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [("", "(<bold>Doe</bold>)"), ("<name/>", "Doe"), ('<name form="short"/>', "Doe")],
)
def test_substitutes_with_a_name_of_their_own_bring_their_own_look(
    inside: str, expected: str
) -> None:
    substitute = f'<substitute><names variable="author">{inside}</names></substitute>'
    look = 'font-weight="bold" prefix="(" suffix=")"'
    layout = f'<names variable="editor" {look}><name/>{substitute}</names>'
    assert entry(layout, work(author="Doe")) == expected


@pytest.mark.parametrize(
    ("substitute", "expected"),
    [
        ('<names variable="editor" suffix="!"/>', "(DOE, J.)"),
        ('<group><names variable="editor" suffix="!"/></group>', "(DOE, J.)"),
        ('<names variable="editor" suffix="!"><name/></names>', "Jane Doe!"),
        ('<names variable="editor"><name/></names>', "Jane Doe"),
    ],
)
def test_names_without_anything_inside_look_like_those_they_stand_for(
    substitute: str, expected: str
) -> None:
    layout = (
        '<names variable="author" prefix="(" suffix=")"><name name-as-sort-order="all" initialize-with=".">'
        '<name-part name="family" text-case="uppercase"/></name>'
        f"<substitute>{substitute}</substitute></names>"
    )
    assert entry(layout, work(editor=[{"family": "Doe", "given": "Jane"}])) == expected


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (
            '<names variable="author" {italic}><name {normal}/></names>',
            "<italic>Ann Oak</italic>",
        ),
        (
            '<names variable="author"><name {italic}><name-part name="family" {normal}/></name></names>',
            "<italic>Ann Oak</italic>",
        ),
        (
            '<group {italic}><names variable="author"><name {normal}/></names></group>',
            "<italic><no-italic>Ann Oak</no-italic></italic>",
        ),
    ],
)
def test_normal_takes_back_no_font_of_the_names_it_stands_in(
    layout: str, expected: str
) -> None:
    fonts = {"italic": 'font-style="italic"', "normal": 'font-style="normal"'}
    assert entry(layout.format(**fonts), work(author="Oak, Ann")) == expected


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ('et-al-min="3"', "A, B, C"),
        ('et-al-use-first="1"', "A, B, C"),
        ('et-al-min="3" et-al-use-first="1"', "A et al."),
        ('et-al-subsequent-min="2"', "A, B, C"),
    ],
)
def test_et_al_needs_both_of_its_options(options: str, printed: str) -> None:
    layout = f'<names variable="author"><name {options}/></names>'
    assert entry(layout, work(author="A; B; C")) == printed


def test_half_of_et_al_may_be_inherited() -> None:
    layout = '<names variable="author"><name et-al-use-first="1"/></names>'
    people = work(author="A; B; C")
    assert entry(layout, people) == "A, B, C"
    assert entry(layout, people, bibliography='et-al-min="3"') == "A et al."


@pytest.mark.parametrize(
    ("rule", "last", "printed"),
    [
        ("always", "World Org.", "Weiss, R., & World Org."),
        ("after-inverted-name", "World Org.", "Weiss, R., & World Org."),
        ("contextual", "World Org.", "Weiss, R. & World Org."),
        ("never", "World Org.", "Weiss, R. & World Org."),
    ],
)
def test_an_organisation_after_a_person_follows_the_rule_of_the_style(
    rule: str, last: str, printed: str
) -> None:
    layout = (
        f'<names variable="author"><name and="symbol" delimiter-precedes-last="{rule}" '
        'name-as-sort-order="all" initialize-with=". "/></names>'
    )
    authors = [{"family": "Weiss", "given": "R"}, {"literal": last}]
    assert entry(layout, work(author=authors)) == printed


@pytest.mark.parametrize(
    ("given", "family", "printed"),
    [
        ('suffix=" "', "", "Ann Moe"),
        ('suffix="\u00a0"', "", "Ann\u00a0Moe"),
        ("", 'prefix="\u00a0"', "Ann\u00a0Moe"),
        ("", 'prefix=" "', "Ann Moe"),
        ('suffix="*"', "", "Ann* Moe"),
    ],
)
def test_a_blank_in_an_affix_replaces_the_blank_between_name_parts(
    given: str, family: str, printed: str
) -> None:
    layout = (
        f'<names variable="author"><name><name-part name="given" {given}/>'
        f'<name-part name="family" {family}/></name></names>'
    )
    assert entry(layout, work(author="Moe, Ann")) == printed


@pytest.mark.parametrize(
    ("family", "printed"),
    [
        ("v. Holt", "Holt, Ann v."),
        ("v.d. Berg", "Berg, Ann v.d."),
        ("v. d. Kamp", "Kamp, Ann v. d."),
        ("van d. Kamp", "Kamp, Ann van d."),
        ("St. John", "St. John, Ann"),
        ("V. Holt", "V. Holt, Ann"),
    ],
)
def test_abbreviated_particles(family: str, printed: str) -> None:
    layout = '<names variable="author"><name name-as-sort-order="all"/></names>'
    assert entry(layout, work(author=[{"family": family, "given": "Ann"}])) == printed


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("ʿAbd al-Rahman", "ʿA. al-R. Moe"),
        ("ʾIsā", "ʾI. Moe"),
        ("ʻAlī-Akbar", "ʻA.-A. Moe"),
        ("mei-ling", "mei-ling Moe"),
        ("Mei-ling", "M. Moe"),
        ("Mei-Ling", "M.-L. Moe"),
        ("jean paul", "jean paul Moe"),
    ],
)
def test_initials_lose_no_sign_and_no_half_of_a_name(given: str, printed: str) -> None:
    layout = '<names variable="author"><name initialize-with=". "/></names>'
    assert entry(layout, work(author=[{"family": "Moe", "given": given}])) == printed
