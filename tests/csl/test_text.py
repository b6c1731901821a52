"""`cs:text` and `cs:layout`: CSL 1.0.2, "Text", "Layout", "Macro" and "Appendix VI:
Links".
"""

from __future__ import annotations

import pytest

from csecrefs.csl import Processor, parse_style
from csecrefs.csl.cluster import EMPTY_CITE
from csecrefs.text.inline import Element
from tests.csl.small import (
    TITLE,
    cited,
    entry,
    load_locale,
    render,
    shown,
    style,
    within,
    work,
)

BOOK = work(
    title="The Whole Title", title_short="Whole", container_title="Journal", volume=3
)


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ('<text variable="title"/>', "The Whole Title"),
        ('<text variable="title" form="short"/>', "Whole"),
        ('<text variable="container-title" form="short"/>', "Journal"),
        ('<text variable="volume"/>', "3"),
        ('<text variable="publisher"/>', ""),
        ('<text value="as it stands"/>', "as it stands"),
        ('<text term="page"/>', "page"),
        ('<text term="page" plural="true"/>', "pages"),
        ('<text term="page" form="short"/>', "p."),
        ('<text term="page" form="short" plural="true"/>', "pp."),
        ('<text term="section" form="symbol"/>', "§"),
        ('<text term="editor" form="verb"/>', "edited by"),
        ('<text term="editor" form="verb-short"/>', "ed. by"),
        ('<text term="there is no such term"/>', ""),
    ],
)
def test_sources(element: str, expected: str) -> None:
    assert within(element, BOOK) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"container-title-short": "J."},
        {"journalAbbreviation": "J."},
    ],
)
def test_short_container_title_by_either_name(fields: dict[str, str]) -> None:
    assert (
        entry(
            '<text variable="container-title" form="short"/>',
            work(container_title="Journal", **fields),
        )
        == "J."
    )


def test_text_may_be_zero() -> None:
    """A number that is 0 is not empty."""
    assert entry('<text variable="volume" prefix="vol. "/>', work(volume=0)) == "vol. 0"


def test_macro_prints_its_elements_and_takes_the_look_of_the_call() -> None:
    macro = f'<macro name="m">{TITLE}<text variable="volume" prefix=" "/></macro>'
    call = '<text macro="m" prefix="(" suffix=")" font-style="italic"/>'
    assert entry(call, BOOK, macros=macro) == "(<italic>The Whole Title 3</italic>)"


def test_macros_call_macros() -> None:
    macros = (
        '<macro name="outer"><text macro="inner" prefix="["/></macro>'
        '<macro name="inner"><text variable="title" suffix="]"/></macro>'
    )
    assert entry('<text macro="outer"/>', BOOK, macros=macros) == "[The Whole Title]"


def test_layout_has_affixes_and_fonts_around_all_it_prints() -> None:
    around = 'prefix="{" suffix="}" font-style="italic"'
    assert entry(TITLE, BOOK, around=around) == "<italic>{The Whole Title}</italic>"


def test_layout_delimiter_stands_between_cites() -> None:
    works = [work("a", title="A"), work("b", title="B")]
    assert cited(TITLE, works, around_cites='prefix="(" suffix=")" delimiter="; "') == [
        "(A; B)"
    ]


def test_an_entry_that_prints_nothing_is_left_out() -> None:
    rendering = render(
        style(TITLE, around='suffix="."'), [work("a"), work("b", title="B")]
    )
    assert [entry.id for entry in rendering.entries or ()] == ["b"]


def test_a_citation_that_prints_nothing_says_so() -> None:
    assert cited(TITLE, [work()]) == [EMPTY_CITE]


@pytest.mark.parametrize(
    ("variable", "text", "address"),
    [
        ("URL", "https://example.org/a", "https://example.org/a"),
        ("DOI", "10.5555/12345678", "https://doi.org/10.5555/12345678"),
        ("DOI", "https://doi.org/10.5555/12345678", "https://doi.org/10.5555/12345678"),
        ("PMID", "123", "https://www.ncbi.nlm.nih.gov/pubmed/123"),
        ("PMCID", "PMC123", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123"),
    ],
)
def test_identifiers_are_anchored(variable: str, text: str, address: str) -> None:
    """Appendix VI: the affixes stay outside the link."""
    reference = work(**{variable: text})
    (found,) = (
        render(
            style(f'<text variable="{variable}" prefix="at: "/>'), [reference]
        ).entries
        or ()
    )
    assert found.tree == ("at: ", Element("link", (text,), address))


def test_an_apostrophe_in_a_term_is_the_typographic_one() -> None:
    own = '<locale><terms><term name="from">à l\'adresse</term></terms></locale>'
    assert within('<text term="from"/>', locale=own) == "à l’adresse"


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://example.org/a/b?c=d", "https://example.org"),
        ("http://www.example.org/a", "www.example.org"),
        ("www.example.org", "www.example.org"),
        ("urn:isbn:123", "urn:isbn:123"),
    ],
)
def test_the_short_form_of_an_address_is_its_site(address: str, site: str) -> None:
    assert entry('<text variable="URL" form="short"/>', work(URL=address)) == site


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ('<text variable="publisher" form="short"/>', "OUP"),
        ('<text variable="publisher"/>', "Oxford"),
        ('<text variable="publisher-place" form="short"/>', "Ox."),
        ('<text variable="genre" form="short"/>', "diss."),
        ('<text variable="volume"/>', "suppl."),
        ('<number variable="volume"/>', "suppl."),
        ('<text variable="issue"/>', "4"),
    ],
)
def test_abbreviation_lists_serve_several_variables(layout: str, expected: str) -> None:
    lists = {
        "institution-part": {"Oxford": "OUP"},
        "place": {"Oxford": "Ox."},
        "title": {"Dissertation": "diss."},
        "number": {"Supplement": "suppl."},
    }
    fields = {
        "publisher": "Oxford",
        "publisher_place": "Oxford",
        "genre": "Dissertation",
        "volume": "Supplement",
    }
    processor = Processor(parse_style(style(layout)), load_locale, abbreviations=lists)
    (found,) = processor.render([work(issue="4", **fields)]).entries or ()
    assert shown(found.tree) == expected


_MAX = "values of p<sub>max</sub> here"


@pytest.mark.parametrize(
    ("case", "title", "printed"),
    [
        (
            "title",
            "the 19<sup>th</sup>-century",
            "The 19<superscript>th</superscript>-Century",
        ),
        ("title", _MAX, "Values of p<subscript>max</subscript> Here"),
        ("title", "un<i>real</i>ity show", "Un<italic>real</italic>ity Show"),
        (
            "title",
            'of <span style="font-variant:small-caps;">ad</span> 200',
            "Of <small-caps>ad</small-caps> 200",
        ),
        (
            "title",
            "a co<sub>2</sub>vent is near",
            "A Co<subscript>2</subscript>Vent Is Near",
        ),
        (
            "capitalize-all",
            "un<i>real</i>ity 1<sup>re</sup> partie",
            "Un<italic>real</italic>ity 1<superscript>re</superscript> Partie",
        ),
        ("capitalize-all", _MAX, "Values Of P<subscript>max</subscript> Here"),
        ("uppercase", "19<sup>th</sup> day", "19<superscript>th</superscript> DAY"),
        ("uppercase", _MAX, "VALUES OF P<subscript>max</subscript> HERE"),
        (
            "capitalize-first",
            "<sup>13</sup>c-labelled",
            "<superscript>13</superscript>c-labelled",
        ),
        ("title", "l'avare by Molière", "L’avare by Molière"),
        ("title", "d'holbach: o'brien's tale", "D’holbach: O’brien’s Tale"),
        ("title", "the tale of o'brien", "The Tale of o’brien"),
    ],
)
def test_a_tag_inside_a_word_is_no_end_of_it(
    case: str, title: str, printed: str
) -> None:
    layout = f'<text variable="title" text-case="{case}"/>'
    assert within(layout, work(title=title, language="en")) == printed


@pytest.mark.parametrize(
    ("case", "language", "title", "printed"),
    [
        ("sentence", "tr", "istanbul ılık İzmir", "İstanbul ılık izmir"),
        ("capitalize-all", "tr", "istanbul ılık İzmir", "İstanbul Ilık İzmir"),
        ("capitalize-first", "tr-TR", "istanbul", "İstanbul"),
        ("lowercase", "tr", "IĞDIR İZMİR", "ığdır izmir"),
        ("uppercase", "az", "bakı il", "BAKI İL"),
        ("sentence", "en", "the İzmir road", "The izmir road"),
        ("lowercase", "de", "İzmir", "izmir"),
    ],
)
def test_dotted_and_dotless_i(
    case: str, language: str, title: str, printed: str
) -> None:
    layout = f'<text variable="title" text-case="{case}"/>'
    assert within(layout, work(title=title, language=language)) == printed
