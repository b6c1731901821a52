"""Documents: live citations, notes, edits, and bibliographies by filter and group."""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs import Cite, Document, Library, NotFoundError
from csecrefs.errors import CsecrefsError, FieldError, InputError, StyleError
from tests.csl.small import style, work
from tests.samples import AUTHOR_DATE, CSL_JSON, NOTES, NUMERIC


@pytest.fixture
def library() -> Library:
    return Library.parse(CSL_JSON)


def notes(document: Document) -> list[int]:
    texts(document)
    return [document._noted[citation].note for citation in document.citations]


def texts(document: Document) -> list[str]:
    return [str(citation) for citation in document.citations]


def test_citations_are_live(library: Library) -> None:
    document = library.document(style=NOTES)
    first = document.cite("roe2021", page="8")
    second = document.cite("roe2021", page=8)
    assert texts(document) == ["Apples, p. 8", "Ibid."]
    document.insert(1, "doe2020")
    assert (str(first), str(second)) == ("Apples, p. 8", "Apples, p. 8")


def test_edits_give_back_what_changed(library: Library) -> None:
    document = library.document(style=NUMERIC)
    apples, zebras = document.cite("roe2021"), document.cite("doe2020")
    assert texts(document) == ["[1]", "[2]"]
    changed = document.insert(0, "un:1989")
    assert texts(document) == ["[1]", "[2]", "[3]"]
    assert set(changed) == {document.citations[0], apples, zebras}
    assert document.insert(3, "doe2020") == (document.citations[3],)
    assert set(document.move(zebras, 0)) == {
        zebras,
        apples,
        document.citations[1],
        document.citations[3],
    }
    assert texts(document) == ["[1]", "[2]", "[3]", "[1]"]
    last = document.citations[3]
    assert document.remove(last) == ()
    with pytest.raises(InputError, match="no longer in its document"):
        str(last)
    for edit in (document.remove, lambda citation: document.move(citation, 0)):
        with pytest.raises(InputError, match="not in this document"):
            edit(last)


def test_notes_are_numbered_in_order(library: Library) -> None:
    document = library.document(style=NOTES)
    for note in (None, None, 7, None, 0):
        document.cite("roe2021", note=note)
    assert notes(document) == [1, 2, 7, 8, 0]
    document.remove(document.citations[2])
    assert notes(document) == [1, 2, 3, 0]
    in_text = library.document(style=NUMERIC)
    in_text.cite("roe2021")
    in_text.cite("roe2021", note=3)
    assert notes(in_text) == [0, 3]


def test_locators(library: Library) -> None:
    def cited(*cites: str | Cite, **how: str) -> str:
        return str(library.cite(*cites, style=AUTHOR_DATE, **how))

    assert cited("doe2020", page="8") == "(Doe, 2020, p. 8)" == cited("doe2020:p. 8")
    assert (
        cited("doe2020", locator="ch. 2")
        == "(Doe, 2020, chap. 2)"
        == cited("doe2020", chapter="2")
    )
    assert cited("un:1989") == "(1989)" and cited("un:1989:8-9") == "(1989, pp. 8–9)"
    assert (
        cited(Cite("doe2020", "8"), "roe2021") == "(Doe, 2020, p. 8; Roe, Țepeș, 2021)"
    )
    assert cited("doe2020", prefix="see ", suffix=" passim") == "(see Doe, 2020 passim)"


def test_misuse(library: Library) -> None:
    document = library.document(style=AUTHOR_DATE)
    with pytest.raises(
        NotFoundError, match=r"no reference named 'doe202'; did you mean doe2020"
    ):
        document.cite("doe202")
    for unknown in ("nobody:p. 3", Cite("nobody")):
        with pytest.raises(NotFoundError, match="no reference named"):
            document.cite(unknown)
    with pytest.raises(TypeError, match="unexpected keyword argument 'pgae'"):
        document.cite("doe2020", pgae="3")
    with pytest.raises(TypeError, match="one locator"):
        document.cite("doe2020", page="3", chapter="4")
    with pytest.raises(TypeError, match="at least one key"):
        document.cite()
    with pytest.raises(NotFoundError, match="narrative"):
        document.cite("doe2020", mode="narative")
    with pytest.raises(NotFoundError):
        document.nocite("nobody")
    assert document.citations == () and len(document.bibliography()) == 0


def test_bibliography_follows_the_citations(library: Library) -> None:
    document = library.document(style=NUMERIC)
    bibliography = document.bibliography()
    document.cite("roe2021", "doe2020")
    assert bibliography.keys == ("roe2021", "doe2020")
    document.nocite("*")
    assert bibliography.keys == ("roe2021", "doe2020", "un:1989")
    assert str(bibliography).split("\n\n")[0].strip() == "1 Apples"


def test_parts_of_a_bibliography_keep_the_whole_ones_numbers(library: Library) -> None:
    document = library.document(style=NUMERIC)
    document.nocite("*")
    books = document.bibliography(type="book")
    assert (
        books.keys == ("doe2020",)
        and len(document.bibliography(where=lambda each: "DOI" in each)) == 1
    )
    apples = document.bibliography("apples")
    assert [row["text"] for row in apples.rows()] == ["2 Apples"]
    groups = document.bibliographies("type")
    assert {name: part.keys for name, part in groups.items()} == {
        "book": ("doe2020",),
        "article-journal": ("roe2021",),
        "treaty": ("un:1989",),
    }
    by_age = document.bibliographies(
        lambda each: "old" if (each.year or 0) < 2000 else "new"
    )
    assert {name: len(part) for name, part in by_age.items()} == {"new": 2, "old": 1}


def test_style_without_bibliography(library: Library) -> None:
    bibliography = library.bibliography(style=NOTES)
    assert not bibliography.exists and len(bibliography) == 0
    assert bibliography.warnings[-1].code == "no-bibliography"


def test_works_that_a_style_prints_nothing_of() -> None:
    library = Library([work("a", title="T"), work("b"), work("c", "song")])
    bibliography = library.bibliography(style=style('<text variable="title"/>'))
    assert [(each.key, each.severity) for each in bibliography.warnings] == [
        ("b", "info"),
        ("c", "info"),
    ]
    document = library.document(style('<text variable="title"/>'))
    document.nocite("*")
    assert [each.key for each in document.bibliography(type="song").warnings] == ["c"]


def test_locale(library: Library) -> None:
    def cited(locale: str) -> str:
        return str(library.cite("doe2020", page="8", style=AUTHOR_DATE, locale=locale))

    assert cited("de-AT") == cited("de") == "(Doe, 2020, S. 8)"
    with pytest.raises(NotFoundError, match="no locale named 'english please'"):
        cited("english please")
    for unknown in ("xx-YY", "eo"):
        with pytest.raises(NotFoundError, match=f"no locale named '{unknown}'"):
            cited(unknown)


def test_dependent_style_keeps_its_locale(library: Library) -> None:
    style = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" default-locale="{}">'
        "<info><title>D</title><id>d</id>"
        '<link href="http://www.zotero.org/styles/apa" rel="independent-parent"/></info></style>'
    )
    german, french = (
        str(library.cite("roe2021", "doe2020", page="8", style=style.format(tag)))
        for tag in ("de-DE", "fr-FR")
    )
    assert "S. 8" in german and "p. 8" in french


def test_style_that_cannot_be_used() -> None:
    with pytest.raises(StyleError):
        Library().document(style=AUTHOR_DATE.replace("<citation>", "<nonsense>"))


def test_results(library: Library) -> None:
    bibliography = library.bibliography(style=AUTHOR_DATE)
    assert bibliography.rows()[0] == {
        "key": "roe2021",
        "type": "article-journal",
        "author": "Ion Roe; Ana Țepeș",
        "year": 2021,
        "title": "Apples",
        "container-title": "Journal of Fruit",
        "DOI": "10.5555/apples",
        "URL": "",
        "text": "Apples, 2021.",
    }
    assert "csl-entry" in bibliography._repr_html_()
    assert "*Apples*" in bibliography._repr_markdown_()
    assert "Apples" in bibliography._repr_latex_()
    assert str(bibliography.to("text")) == str(bibliography)
    assert (
        Library.parse(bibliography.to("csl-json")).keys()
        == dict.fromkeys(bibliography.keys).keys()
    )
    with pytest.raises(NotFoundError, match="did you mean html"):
        bibliography.to("htmll")
    citation = library.cite("doe2020:8", style=AUTHOR_DATE)
    assert citation.rows()[0]["locator"] == "8"
    assert "Doe" in citation._repr_html_()
    with pytest.raises(NotFoundError):
        citation.to("csl-json")


def test_other_engine(library: Library) -> None:
    bibliography = library.bibliography(style=AUTHOR_DATE, engine="citeproc-py")
    assert bibliography.engine == "citeproc-py" and bibliography.keys == (
        "roe2021",
        "un:1989",
        "doe2020",
    )
    assert bibliography.warnings[0].code == "other-engine"
    assert "<i>Apples</i>" in str(bibliography.to("html"))
    cited = library.cite("doe2020", page="8", style=AUTHOR_DATE, engine="citeproc-py")
    assert str(cited) == "(Doe, 2020, p. 8)"
    with pytest.raises(NotFoundError, match="did you mean citeproc-py"):
        library.bibliography(engine="citeproc")


def test_other_engine_leaves_out_what_it_fails_on(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from citeproc.source.json import CiteProcJSON

    theirs = CiteProcJSON.parse_names

    def fail(self: CiteProcJSON, names: list[dict[str, str]]) -> object:
        if len(names) > 1:
            raise ZeroDivisionError("two names")
        return theirs(self, names)

    monkeypatch.setattr(CiteProcJSON, "parse_names", fail)
    bibliography = library.bibliography(style=AUTHOR_DATE, engine="citeproc-py")
    assert bibliography.keys == ("un:1989", "doe2020")
    errors = [
        (each.key, each.message)
        for each in bibliography.warnings
        if each.severity == "error"
    ]
    assert errors == [("roe2021", "citeproc-py failed: ZeroDivisionError: two names")]


def test_entries_have_ids_that_citations_link_to() -> None:
    library = Library.parse("@book{a b, title={T}, year=1999}\n@book{b, title={U}}")
    page = str(library.bibliography().to("html"))
    assert page.count(' id="ref-') == 2 and 'id="ref-b"' in page
    document = library.document("ieee", link_citations=True)
    one, two = document.cite("b"), document.cite("a b", "b")
    assert one.to("html") == '<a href="#ref-b">[1]</a>'
    assert two.to("html") == ('<a href="#ref-b">[1]</a>, <a href="#ref-a-b">[2]</a>')
    assert str(one) == "[1]" and "ref-b" not in str(two.to("latex", links=True))
    assert "<a" not in str(library.cite("b", style="ieee").to("html"))


def test_a_wrong_keyword_names_the_one_that_is_meant() -> None:
    library = Library.parse("@book{b, title={U}}")
    document = library.document()
    for call, meant in [
        (lambda: library.bibliography(lokale="de"), "locale"),
        (lambda: library.document(stil="ieee"), "style"),
        (lambda: Library.read("x.bib", fromat="ris"), "format"),
        (lambda: library.write("x.bib", overwite=True), "overwrite"),
        (lambda: document.bibliography().to("html", link=True), "links"),
        (lambda: document.cite("b", pages="3"), "page"),
        (lambda: document.cite("b", ch="3"), "chapter"),
        (lambda: library.rows(column="all"), "columns"),
    ]:
        with pytest.raises(TypeError, match=f"did you mean {meant}"):
            call()


@pytest.mark.parametrize(
    "wrong",
    [{"note": "x"}, {"prefix": 5}, {"suffix": b"x"}, {"page": [1]}, {"mode": 5}],
)
def test_a_wrong_part_of_a_citation_is_refused(wrong: dict[str, Any]) -> None:
    library = Library.parse("@book{b, title={U}}")
    with pytest.raises(CsecrefsError, match=next(iter(wrong))):
        library.cite("b", **wrong)
    assert str(library.cite("b", locator=3)) == str(library.cite("b", page=3))  # type: ignore[arg-type]


def test_the_type_of_bibtex_is_refused_by_a_part_of_a_bibliography() -> None:
    library = Library.parse("@article{b, title={U}}")
    document = library.document()
    document.nocite("*")
    with pytest.raises(FieldError, match="article-journal"):
        document.bibliography(type="article")
