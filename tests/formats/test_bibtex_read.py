"""From .bib text to records."""

from __future__ import annotations

import pytest

from csecrefs.formats.bibtex import names, read, values
from csecrefs.model import Date, Name, Reference, Translation


def one(source: str) -> Reference:
    references, _ = read(source)
    assert len(references) == 1
    return references[0]


def codes(source: str | bytes) -> list[str]:
    return [found.code for found in read(source)[1]]


def test_an_article() -> None:
    reference = one(
        """@article{curie1898,
          author = {Sk{\\l}odowska-Curie, Marie and Pierre Curie},
          title = {On a {New} Substance},
          journal = {Comptes rendus}, volume = 127, number = 3, pages = {175--178},
          month = jul, year = 1898, doi = {https://doi.org/10.1000/X}, mood = {\\emph{curious}}
        }"""
    )
    assert reference.id == "curie1898"
    assert reference.type == "article-journal"
    assert reference.author == (
        Name("Skłodowska-Curie", "Marie"),
        Name("Curie", "Pierre"),
    )
    assert reference["title"] == 'On a <span class="nocase">New</span> Substance'
    assert reference.container_title == "Comptes rendus"
    assert (reference.volume, reference.issue, reference.page) == (
        "127",
        "3",
        "175-178",
    )
    assert reference.issued == Date(start=(1898, 7))
    assert reference.doi == "10.1000/X"
    assert reference.extra["biblatex"] == {"mood": "\\emph{curious}"}


def test_a_title_in_brackets_after_the_title_is_its_translation() -> None:
    reference = one(
        "@book{k, title = {Tratat [i]}, titleaddon = {[A {Treatise}]}, year = 2015}"
    )
    assert reference.title == "Tratat [i]"
    assert reference.translations == {
        "title": Translation('A <span class="nocase">Treatise</span>')
    }


def test_a_child_inherits_by_biblatex_rules() -> None:
    (child, _) = read(
        """@incollection{child, title = {Part}, crossref = {Parent}}
           @collection{parent, title = {Whole}, subtitle = {Sub}, editor = {Ed Itor}, date = {2001}}"""
    )[0]
    assert child.container_title == "Whole: Sub"
    assert child.editor == (Name("Itor", "Ed"),)
    assert child.issued == Date(start=(2001,))


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("@book{k, title = {A}}", "missing-year"),
        ("@bok{k, year = 2000}", "unknown-type"),
        ("@book{k, date = {2000-13}}", "bad-date"),
        ("@book{k, year = 2000, title = nowhere}", "undefined-macro"),
        ("@book{k, year = 2000, title = {open", "unclosed-brace"),
        ("@book{k, year = 2000}@book{K, year = 2000}", "duplicate-key"),
        ("@book{k, year = 2000, year = 2001}", "duplicate-field"),
        ("@book{k, year = 2000, crossref = {gone}}", "missing-crossref"),
        (
            "@book{k, year = 2000, crossref = {l}}@book{l, year = 1, crossref = {k}}",
            "crossref-cycle",
        ),
        ("@book{k, year = 2000, title = {Gödel}}".encode("cp1252"), "encoding"),
    ],
)
def test_problems_are_reported_once_with_their_place(
    source: str | bytes, code: str
) -> None:
    _, diagnostics = read(source, path="x.bib")
    found = [diagnostic for diagnostic in diagnostics if diagnostic.code == code]
    assert found
    assert all(
        diagnostic.path == "x.bib" and diagnostic.line and diagnostic.column
        for diagnostic in found
    )


def test_a_line_end_of_two_characters_is_no_blank_line() -> None:
    (reference,), _ = read("@book{a, note = {One\r\ntwo\r\n\r\nthree}}")
    assert reference.note == "One two\nthree"


def test_mathscinet_gives_a_journal_twice() -> None:
    (reference,), _ = read(
        "@article{a, journal = {J. Tides}, fjournal = {Journal of Tides}, year = 2001}"
    )
    assert reference.text("container-title") == "Journal of Tides"
    assert reference.text("container-title-short") == "J. Tides"


def test_a_note_that_is_an_identifier() -> None:
    (reference,), _ = read("@article{a, note = {{PMID:} 123456}, year = 2001}")
    assert (reference.text("PMID"), reference.text("note")) == (
        "123456",
        "PMID: 123456",
    )


def test_a_value_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "MAX_VALUE", 20)
    (first, second), diagnostics = read(
        "@book{a, year = 2001, title = {"
        + "A b " * 10
        + "}}\n@book{b, year = 2001, title={B}}"
    )
    assert (first.title, second.title) == ("A b A b A b A b A b", "B")
    assert [(each.code, each.line, each.key) for each in diagnostics] == [
        ("too-long", 1, "a")
    ]


def test_the_first_byte_that_is_no_utf_8_is_shown() -> None:
    _, diagnostics = read(b"@book{a,\n year = 2001, title = {na\xefve}}")
    assert [(each.code, each.line, each.column) for each in diagnostics] == [
        ("encoding", 2, 26)
    ]


def test_a_whole_book_without_a_title_has_that_of_a_book() -> None:
    (reference,), _ = read(
        "@collection{a, booktitle = {Tides}, booksubtitle = {A Reader}, year = 2001}"
    )
    assert (reference.title, reference.text("container-title")) == (
        "Tides: A Reader",
        "",
    )


def test_what_is_unpublished_and_has_a_place_was_spoken() -> None:
    (reference,), _ = read(
        "@unpublished{a, title = {Tides}, venue = {Oslo}, year = 2001}"
    )
    assert (reference.type, reference.text("event-place")) == ("speech", "Oslo")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("@commented{a, title = {A}, totalpages = {300}", {"number-of-pages": "300"}),
        (
            "@article{a, title = {A}, articleno = {17}, numpages = {24}",
            {"page": "17", "number-of-pages": "24"},
        ),
    ],
)
def test_fields_of_other_systems(entry: str, expected: dict[str, str]) -> None:
    (reference,), diagnostics = read(entry + ", year = 2001}")
    assert (
        diagnostics == []
        and {name: reference.text(name) for name in expected} == expected
    )


def test_other_names_of_fields_keep_the_order_of_the_file() -> None:
    # In the order of a set the first of two would be another one in every process.
    reference = one(
        "@misc{a, title={T}, year=2000, archiveurl={u}, lastchecked={2001-02-03}, "
        "lastaccessed={2004-05-06}, key={K}, numpages={7}, primaryclass={cs}, "
        "pdf={a.pdf}}"
    )
    kept = ["lastaccessed", "archive-url", "sortkey", "eprintclass", "file"]
    assert [name for name in reference.extra["biblatex"] if name in kept] == kept
    assert str(reference.accessed) == "2001-02-03"


@pytest.mark.parametrize("end", ["", " ", "\n  "])
def test_a_list_of_names_that_ends_with_and_is_reported(end: str) -> None:
    source = f"@book{{a, title={{T}}, year=2000, author={{Roe, A. and{end}}}}}"
    assert "doubtful-names" in codes(source)
    assert one(source).author == (Name("Roe", "A."),)


@pytest.mark.parametrize(
    ("field", "doi", "others"),
    [
        ("10.1000/a_b;c", "10.1000/a_b;c", None),
        ("10.1000/a,", "10.1000/a", None),
        ("10.1000/a, 10.1000/b", "10.1000/a", "10.1000/b"),
        ("10.1000/a%20b", "10.1000/ab", None),
    ],
)
def test_the_dois_of_a_field(field: str, doi: str, others: str | None) -> None:
    reference = one(f"@book{{a, title={{T}}, year=2000, doi={{{field}}}}}")
    assert reference.doi == doi
    assert reference.extra.get("biblatex", {}).get("other-doi") == others


def test_the_people_of_many_files_are_remembered_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(names, "_MOST_REMEMBERED", 3)
    people = " and ".join(f"Doe, J{number}" for number in range(9))
    source = (
        f"@book{{a, title={{T}}, year=2000, author={{{people} and Roe, A. \\& B}}}}"
    )
    first, second = one(source), one(source)
    assert len(first.author) == 10
    assert first.author == second.author
