"""What callers ask of documents: several keys in one text, links to entries, values that
are none.
"""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from csecrefs import Cite, Library, NotFoundError, parse_references
from csecrefs.errors import FormatError

BIB = """
@article{doe2020, title={Shores}, author={Doe, Jane}, journal={Tides}, year=2020}
@book{doe2021, title={Coasts}, author={Doe, Jane}, year=2021}
@book{roe+19, title={Bays}, author={Roe, Ann}, year=2019}
"""


@pytest.fixture
def library() -> Library:
    return Library.parse(BIB)


@pytest.mark.parametrize(
    "given",
    [
        "doe2020; roe+19",
        "[@doe2020; @roe+19]",
        "@doe2020; @roe+19;",
        "doe2020, roe+19",
        "@doe2020 @roe+19",
        ["doe2020; roe+19"],
    ],
)
def test_several_keys_in_one_text(library: Library, given: Any) -> None:
    assert str(library.cite(given)) == "(Doe, 2020; Roe, 2019)"


def test_a_locator_is_no_key(library: Library) -> None:
    assert str(library.cite("doe2020, 8")) == "(Doe, 2020, p. 8)"
    several = library.cite("[@doe2020, p. 8; @roe+19, ch. 2]")
    assert str(several) == "(Doe, 2020, p. 8; Roe, 2019, Chapter 2)"
    with pytest.raises(NotFoundError, match="no reference named 'zoe'"):
        library.cite("doe2020; zoe")


@pytest.mark.parametrize(
    ("style", "html"),
    [
        (
            "apa",
            '(see <a href="#ref-doe2020">Doe, 2020</a>, <a href="#ref-doe2021">2021</a>;'
            ' <a href="#ref-roe+19">Roe, 2019</a>)',
        ),
        (
            "nature",
            '<sup>see <a href="#ref-doe2020">1</a>–<a href="#ref-roe+19">3</a></sup>',
        ),
        (
            "ieee",
            'see <a href="#ref-doe2020">[1]</a>, <a href="#ref-doe2021">[2]</a>,'
            ' <a href="#ref-roe+19">[3]</a>',
        ),
    ],
)
def test_each_of_several_works_links_to_its_entry(
    library: Library, style: str, html: str
) -> None:
    document = library.document(style, link_citations=True)
    citation = document.cite("doe2020", "doe2021", "roe+19", prefix="see")
    assert citation.to("html") == html
    # Only HTML has ids to link to, and the text is the same as without links.
    plain = library.cite("doe2020", "doe2021", "roe+19", prefix="see", style=style)
    for format in ("text", "latex", "markdown", "rtf"):
        assert citation.to(format, links=True) == plain.to(format)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (lambda lib: lib.cite("doe2020", locale=5), "locale: 5 is none"),
        (lambda lib: lib.cite("doe2020", abbreviations=5), "abbreviations: 5"),
        (lambda lib: lib.document().bibliographies(None), "None is no name of a field"),
        (lambda lib: lib.document().bibliographies(["type"]), "is no name of a field"),
        (lambda lib: lib.bibliography().to(None), "to: None is no format"),
        (lambda lib: lib.rows(5), "columns: 5 is neither"),
        (lambda lib: lib.to(None), "format: None is none"),
        (lambda lib: lib.losses(5), "format: 5 is none"),
        (lambda lib: lib.check_links("x"), "'x' is no CheckPlan"),
        (lambda lib: lib.check_links(history=5), "5 is no history"),
        (lambda lib: lib.cite(Cite(None)), "None is no citation key"),
        (lambda _: Library.read(""), "'' names no file"),
        (lambda _: parse_references(b"Doe, J. (2020)."), "bytes is no text"),
        (lambda lib: lib.search(year="2021-2019"), "'2021-2019' is no year"),
    ],
)
def test_values_that_are_none_are_refused(
    library: Library, asked: Any, message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        asked(library)


@pytest.mark.parametrize(
    ("locale", "near"),
    [("germn", "german"), ("frech", "french"), ("Spanich", "spanish")],
)
def test_a_locale_nearly_right_is_offered(
    library: Library, locale: str, near: str
) -> None:
    with pytest.raises(NotFoundError, match=f"did you mean .*{near}"):
        library.cite("doe2020", locale=locale)


def test_formats_in_any_case(library: Library) -> None:
    for result in (library.cite("doe2020"), library.bibliography()):
        assert result.to("HTML") == result.to("html")


def test_what_renders_says_that_it_is_not_pickled(library: Library) -> None:
    document = library.document()
    for each in (document, document.cite("doe2020"), document.bibliography()):
        for way in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match="cannot be pickled or copied"):
                way(each)  # type: ignore[operator]  # the three have no common type


def test_a_bibliography_in_groups(library: Library) -> None:
    bibliography = library.bibliography(["doe2020", "roe+19"], style="apa")
    assert {name: part.keys for name, part in bibliography.groups("type").items()} == {
        "article-journal": ("doe2020",),
        "book": ("roe+19",),
    }
    page = bibliography.grouped(lambda ref: ref.author[0].family, "markdown")
    assert page.startswith("## Doe\n\nDoe, J.") and "\n\n## Roe\n\nRoe, A." in page
    document = library.document("apa")
    document.nocite("doe2020", "roe+19")
    assert document.grouped("type") == bibliography.grouped("type")


def test_a_cite_of_the_callers_own(library: Library) -> None:
    assert str(library.cite(Cite("doe2020", locator=3))) == "(Doe, 2020, p. 3)"  # type: ignore[arg-type]  # tables have numbers
    with pytest.raises(NotFoundError, match="did you mean chapter"):
        library.cite(Cite("doe2020", locator="3", label="chpter"))
    with pytest.raises(NotFoundError, match="no mode of citation named 'narative'"):
        library.cite(Cite("doe2020", mode="narative"))  # type: ignore[arg-type]  # the test


def test_formatted_text_is_no_file_of_references(library: Library) -> None:
    for name in ("md", "markdown", "tex", "html"):
        with pytest.raises(FormatError, match="is formatted text"):
            library.to(name)
