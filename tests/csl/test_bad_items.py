"""Bad items are printed as far as they go, and never keep the others from being
printed.
"""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.csl import Citation, Cite, Rendering
from csecrefs.csl.faults import guarded
from csecrefs.errors import StyleError
from csecrefs.model import Name, Reference
from tests.csl.small import (
    AUTHOR,
    LOCATOR,
    TITLE,
    YEAR,
    load_locale,
    render,
    shown,
    style,
    work,
)

EVERYTHING = (
    '<group delimiter=", "><names variable="author"><name and="text" initialize-with=". " et-al-min="3" '
    'name-as-sort-order="all"/><label prefix=" "/><substitute><names variable="editor"/>'
    '<text variable="title"/></substitute></names><text variable="title" text-case="title" quotes="true"/>'
    '<text variable="container-title" form="short" font-style="italic"/><date variable="issued" form="text"/>'
    '<date variable="accessed"><date-part name="day" form="ordinal"/><date-part name="month"/>'
    '<date-part name="year"/></date><number variable="volume" form="roman"/><number variable="edition" '
    'form="ordinal"/><label variable="page"/><text variable="page"/><number variable="page-first"/>'
    '<label variable="number-of-pages"/><text variable="number-of-pages"/><text variable="DOI"/>'
    '<choose><if is-numeric="edition volume" is-uncertain-date="issued" match="any">'
    '<text variable="note"/></if></choose></group>'
)
SORT = '<key variable="author"/><key variable="issued"/><key variable="volume"/><key macro="all"/>'
EVERY_STYLE = style(
    EVERYTHING,
    cites=EVERYTHING + LOCATOR,
    macros=f'<macro name="all">{EVERYTHING}</macro>',
    sort=SORT,
    cite_sort=SORT,
    top='page-range-format="chicago"',
    citation='disambiguate-add-names="true" disambiguate-add-givenname="true" collapse="year-suffix" '
    'disambiguate-add-year-suffix="true"',
    bibliography='subsequent-author-substitute="---" second-field-align="flush"',
)
GOOD = work("good", title="A Good Work", author="Doe, Jane", issued=2020)

BAD_VALUES: list[Any] = [
    None, True, 0, -1, 3.5, float("nan"), float("inf"), 1e308, 10**400, "", " ", "\0\x1b", "\ud800",
    [], [[]], [None],
    ["a", "b"], {}, {"a": 1}, [{}], [{"family": None}], [{"family": "", "given": ""}], [{"family": " "}],
    [{"literal": ""}], [{"given": "x"}], [{"family": ["x"], "given": {"y": 1}}], [{"family": 5}], [5, "x"],
    [{"non-dropping-particle": "van"}], [{"family": "X", "suffix": " ", "dropping-particle": " "}],
    {"date-parts": [[]]}, {"date-parts": []}, {"date-parts": None}, {"date-parts": 2020},
    {"date-parts": [2020]},
    {"date-parts": [["x", "y"]]}, {"date-parts": [[2020, 13, 45]]}, {"date-parts": [[2020, -1, -1]]},
    {"date-parts": [[None], [None]]}, {"date-parts": [[], [2020]]}, {"date-parts": [[float("nan")]]},
    {"date-parts": [[10**100]]}, {"date-parts": [[-(10**100)], [5]]}, {"date-parts": [[1e308]]},
    {"date-parts": "2020"}, {"date-parts": [[True, False]]}, {"season": []}, {"season": 99}, {"season": "x"},
    {"raw": None}, {"raw": 5}, {"raw": "x" * 10_000}, {"literal": ["x"]}, {"edtf": 5}, {"edtf": "garbage"},
    {"circa": []}, "2020-13-45", "1-", "-", "–", "1–2–3", "9" * 5000, "9" * 5000 + "-" + "9" * 5000,
    "<i>", "</i>",
    "<i><b></i></b>", '"', "'", "“", "{:author:x}", "type: x", "a: b\n" * 50,
]  # fmt: skip
VARIABLES = """author editor title container-title issued accessed volume edition page number-of-pages DOI
    note type language id journalAbbreviation custom citation-label""".split()


@pytest.mark.parametrize("variable", VARIABLES)
def test_values_of_every_bad_shape(variable: str) -> None:
    """Each in each variable; the good work beside it is printed, and so is what else
    the bad one has.
    """
    for value in BAD_VALUES:
        bad = Reference.read_csl(
            {"id": "bad", "type": "book", "publisher": "P", variable: value}
        )
        cites = [Citation((Cite(bad.id), Cite("good"))), Citation((Cite(bad.id, "5"),))]
        rendering = render(EVERY_STYLE, [GOOD, bad], cites)
        texts = {each.id: shown(each.tree) for each in rendering.entries or ()}
        assert "Good Work" in texts["good"], value
        assert len(rendering.citations) == 2 and "Good Work" in shown(
            rendering.citations[0]
        ), value
        assert not rendering.warnings, value


def test_a_work_that_cannot_be_rendered_is_left_out_and_named() -> None:
    """A number with more digits than Python makes into text is nothing a test of every
    shape foresees.
    """
    bad = Reference("bad", "book", {"volume": 10**5000})
    cites = [Citation((Cite("bad"), Cite("good"))), Citation((Cite("bad"),))]
    rendering = render(style(EVERYTHING, cites=EVERYTHING), [bad, GOOD], cites)
    assert [each.id for each in rendering.entries or ()] == ["good"]
    assert (
        "Good Work" in shown(rendering.citations[0])
        and shown(rendering.citations[1]) == "[NO_PRINTED_FORM]"
    )
    (warning,) = rendering.warnings
    assert (warning.code, warning.severity, warning.key) == (
        "rendering-failed",
        "error",
        "bad",
    )
    assert "ValueError" in warning.message


def test_the_cite_at_fault_is_found_too() -> None:
    """A record that renders by itself, but not as it is cited."""
    wrong = Cite("bad", 5)  # type: ignore[arg-type]
    rendering = render(
        style(cites=TITLE + LOCATOR),
        [GOOD, work("bad", title="B")],
        [Citation((wrong, Cite("good")))],
    )
    assert [each.key for each in rendering.warnings] == ["bad"] and shown(
        rendering.citations[0]
    ) == "A Good Work"


def test_failures_of_no_single_work_are_not_hidden() -> None:
    def fails(references: Any, citations: Any) -> Rendering:
        if len(references) > 1:
            raise ZeroDivisionError
        return render(style(), references)

    with pytest.raises(ZeroDivisionError):
        guarded(fails, [GOOD, work("b")], [])


def test_errors_meant_for_people_pass_through() -> None:
    def fails(references: Any, citations: Any) -> Rendering:
        raise StyleError("no style")

    with pytest.raises(StyleError):
        guarded(fails, [GOOD], [])


def test_cites_of_unknown_keys() -> None:
    rendering = render(
        style(),
        [GOOD],
        [Citation((Cite("gone"), Cite("good"))), Citation((Cite("gone"),))],
    )
    assert [shown(each) for each in rendering.citations] == [
        "A Good Work",
        "[NO_PRINTED_FORM]",
    ]
    assert [(each.code, each.key) for each in rendering.warnings] == [
        ("unknown-key", "gone")
    ] * 2


def test_empty_documents() -> None:
    rendering = render(EVERY_STYLE, [], [Citation(())])
    assert rendering.entries == () and len(rendering.citations) == 1


@pytest.mark.parametrize(
    "et_al",
    ["", 'et-al-min="3" et-al-use-first="1"', 'et-al-min="3" et-al-use-last="true"'],
)
def test_five_hundred_authors(et_al: str) -> None:
    authors = "; ".join(f"Family{number}, Given{number}" for number in range(500))
    works = [work(str(number), author=authors, issued=2020) for number in range(3)]
    names = f'<names variable="author"><name and="text" {et_al}/></names>{YEAR}'
    options = 'disambiguate-add-names="true" disambiguate-add-givenname="true" disambiguate-add-year-suffix="true"'
    rendering = render(
        style(names, cites=names, citation=options), works, [Citation((Cite("2"),))]
    )
    assert len(rendering.entries or ()) == 3 and shown(rendering.citations[0]).endswith(
        "2020c"
    )


def test_a_title_of_a_megabyte() -> None:
    (found, _) = (
        render(style(), [work("big", title="word " * 200_000), GOOD]).entries or ()
    )
    assert len(shown(found.tree)) == 1_000_000


@pytest.mark.parametrize(
    "piece",
    [
        "x", "word ", "a: ", "<i>", "<i>a</i>", "<i><b>", '"', '"a" ', "'a ", "a' ", "“", ". ", "?", "?! ",
        "- ", "&", "12, ",
        "\n", "\n\n", "a: b\n", "{:a:", "²", "ǆ", "<span class=", "—", "  ", "٣", "ab-",
    ],
)  # fmt: skip
def test_long_fields(piece: str) -> None:
    """Time grows with the length, not with its square."""
    text = piece * (100_000 // len(piece))
    reference = work(
        "big", title=text, note=text, page=text, edition=text, container_title=text
    )
    layout = (
        '<text variable="title" text-case="title" quotes="true"/>'
        '<text variable="note" text-case="capitalize-all"/>'
        '<label variable="page"/><text variable="page"/><number variable="page-first"/>'
        '<number variable="edition" form="ordinal"/>'
        '<text variable="container-title" text-case="sentence" strip-periods="true"/>'
    )
    rendering = render(style(layout, sort='<key variable="title"/>'), [reference, GOOD])
    assert {each.id for each in rendering.entries or ()} == {
        "big",
        "good",
    } or not text.strip()


@pytest.mark.parametrize(
    "piece", ["van ", "A. ", "d'", "Jean-", ", ", "x", '"', "<i>", "毛", "von Der "]
)
def test_a_long_name(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    names = (
        Name(family=text, given="X"),
        Name(family="X", given=text),
        Name(literal=text),
    )
    reference = Reference("big", "book", {"author": names})
    layout = '<names variable="author"><name initialize-with="." name-as-sort-order="all"/></names>'
    rendering = render(
        style(layout, sort='<key variable="author"/>'), [reference, GOOD]
    )
    assert len(rendering.entries or ()) == 2


def test_markup_nested_without_end() -> None:
    text = "<i><b>" * 20_000 + "x" + "</b></i>" * 20_000
    rendering = render(style(TITLE + AUTHOR), [work("big", title=text), GOOD])
    assert "x" in shown((rendering.entries or ())[0].tree) and load_locale("en-US")
