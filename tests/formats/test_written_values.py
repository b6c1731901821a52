"""Values that a format cannot say as CSL does: how each is written, and what is told."""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs import formats
from csecrefs.formats.losses import losses_in
from csecrefs.model import Reference

VOLE = {"family": "Vole", "given": "Ann"}


def _written(format: str, **item: Any) -> str:
    return formats.write([_reference(**item)], format)


def _reference(**item: Any) -> Reference:
    return Reference.from_csl({"id": "k", "type": "article-journal", **item})


def _read_back(format: str, **item: Any) -> Reference:
    (reference,), _ = formats.read(_written(format, **item), format=format)
    return reference


PLAIN = ("ris", "refer", "nbib", "csv", "mods", "word-xml", "cff", "hayagriva")


@pytest.mark.parametrize("format", [*PLAIN, "endnote-xml"])
def test_names_and_dates_have_no_markup(format: str) -> None:
    written = _written(
        format,
        title="T",
        author=[{"family": "<i>Vole</i>", "given": "A. <sup>x</sup>"}],
        editor=[{"literal": '<span class="nocase">NASA</span>'}],
        issued={"literal": "<i>in press</i>"},
    )
    assert "Vole" in written
    for sign in ("<i>", "&lt;i", "<sup>", "&lt;sup", "nocase"):
        assert sign not in written


def test_bibtex_names_have_the_markup_of_tex() -> None:
    written = _written("bibtex", author=[{"family": "Vole", "given": "<b>A</b>"}])
    assert r"author = {Vole, \textbf{A}}" in written


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("../1990", "–1990"),
        ("1990/..", "1990–"),
        ("185X", "1850s"),
        ("1850~", "c. 1850"),
        ("in press", "in press"),
    ],
)
def test_raw_dates_in_words(raw: str, said: str) -> None:
    assert f"DP  - {said}\n" in _written("nbib", issued={"raw": raw})


def test_a_given_name_alone_is_a_whole_name() -> None:
    written = _written("hayagriva", author=[{"given": "Cher"}])
    assert "- name: Cher" in written


@pytest.mark.parametrize("format", PLAIN)
def test_and_others_is_no_person_and_told(format: str) -> None:
    item = {"title": "T", "author": [VOLE, {"literal": "others"}]}
    assert "others" not in _written(format, **item)
    told = {loss.variable for loss in losses_in([_reference(**item)], format)}
    assert "author" in told


@pytest.mark.parametrize(
    ("item", "line"),
    [
        ({"PMID": "PMID: 12"}, "PMID- 12\n"),
        ({"PMCID": "PMC34"}, "PMC - PMC34\n"),
        ({"ISSN": "1234-5679, 2345-6789"}, "IS  - 2345-6789 (Linking)\n"),
        ({"ISBN": "9783161484100, x"}, "ISBN- 9783161484100\n"),
        ({"DOI": "https://doi.org/10.1234/a"}, "AID - 10.1234/a [doi]\n"),
        ({"issued": {"date-parts": [[1998, 5], [1998, 6]]}}, "DP  - 1998 May-Jun\n"),
        (
            {"issued": {"date-parts": [[1998, 12], [1999, 1]]}},
            "DP  - 1998 Dec-1999 Jan\n",
        ),
    ],
)
def test_nbib_lines(item: dict[str, Any], line: str) -> None:
    assert line in _written("nbib", **item)


@pytest.mark.parametrize(
    ("variable", "value"), [("PMID", "x"), ("PMCID", "x"), ("ISSN", "x")]
)
def test_numbers_that_nbib_has_no_form_for_are_told(variable: str, value: str) -> None:
    assert f" {value}\n" not in _written("nbib", **{variable: value})
    told = losses_in([_reference(**{variable: value})], "nbib")
    assert variable in {loss.variable for loss in told if loss.lost}


@pytest.mark.parametrize("format", ["ris", "refer", "endnote-xml"])
def test_a_body_of_several_words_ends_with_a_comma(format: str) -> None:
    item = {"title": "T", "author": [{"literal": "World Health Organization"}]}
    assert "World Health Organization," in _written(format, **item)
    (author,) = _read_back(format, **item).names("author")
    assert author.literal == "World Health Organization"


def test_word_has_bodies_as_authors_only() -> None:
    body = [{"literal": "The Oar, Team & Co."}]
    written = _written("word-xml", title="T", author=body, editor=body)
    assert written.count("<b:Corporate>") == 1
    assert "<b:Editor><b:NameList><b:Person><b:Last>The Oar, Team" in written
    back = _read_back("word-xml", title="T", author=body, editor=body)
    assert [str(name) for name in back.names("editor")] == ["The Oar, Team & Co."]


def test_mods_conference_in_its_host() -> None:
    item = {
        "type": "paper-conference",
        "title": "T",
        "author": [VOLE],
        "container-title": "Proceedings",
        "event-title": "Oar Workshop (OW)",
        "event-place": "Oslo",
        "event-date": {"date-parts": [[2001, 6]]},
    }
    back = _read_back("mods", **item)
    assert back.text("event-title") == "Oar Workshop (OW)"
    assert back.text("event-place") == "Oslo"
    assert str(back.date("event-date")) == "2001-06"
    assert [name.family for name in back.names("author")] == ["Vole"]
    assert not [
        loss for loss in losses_in([_reference(**item)], "mods") if "event" in str(loss)
    ]


@pytest.mark.parametrize(
    ("language", "terms"),
    [
        ("en", ['authority="rfc5646">en<']),
        ("en; de", [">en<", ">de<"]),
        ("English", ['type="text">English<']),
    ],
)
def test_mods_languages(language: str, terms: list[str]) -> None:
    written = _written("mods", language=language)
    assert written.count("<language>") == len(terms)
    assert all(term in written for term in terms)


def test_years_that_the_schemas_refuse() -> None:
    accessed = {"date-parts": [[-700, 1, 28]]}
    assert "date-accessed" not in _written("cff", title="T", accessed=accessed)
    late = {"date-parts": [[12000, 4, 13]]}
    item = {"title": "T", "URL": "https://a.example/", "accessed": late}
    assert "url: https://a.example/\n" in _written("hayagriva", **item)


def test_endnote_has_faces_only() -> None:
    title = '<i>On</i> <span class="nocase">NASA</span>'
    written = _written("endnote-xml", title=title)
    assert 'face="italic"' in written and "span" not in written


def test_keys_that_pandoc_refuses() -> None:
    reference = Reference.from_csl({"id": "<k>|1", "type": "book", "title": "T"})
    assert formats.write([reference], "biblatex").startswith("@book{-k-1,")


def _with_ids(*ids: str) -> list[Reference]:
    return [
        Reference.from_csl({"id": id_, "type": "book", "title": "T"}) for id_ in ids
    ]


def test_keys_of_bibtex_are_there_and_differ() -> None:
    written = formats.write(_with_ids("a b", "a-b", "A,B", "", "é"), "bibtex")
    keys = [line[6:-1] for line in written.split("\n") if line.startswith("@")]
    assert keys[:3] == ["a-b", "a-b-2", "A-B-3"]
    assert all(keys) and len({key.lower() for key in keys}) == 5


def test_equal_works_are_one_in_cff() -> None:
    written = formats.write(_with_ids("a", "b", "c"), "cff")
    assert written.count("- type: book") == 1
