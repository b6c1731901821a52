"""Small files as databases and reference programs really export them, field by field."""

from __future__ import annotations

import pytest

from csecrefs import formats
from csecrefs.model import Name, Reference


def _read(text: str, format: str = "") -> list[Reference]:
    references, _ = formats.read(text, format=format)
    return references


def _has(reference: Reference, **expected: str) -> None:
    """Compare text variables and dates (as printed) with what is expected."""
    found = {name: str(reference.get(_variable(name), "")) for name in expected}
    assert found == expected


def _variable(name: str) -> str:
    return name.replace("_", "-")


def _families(reference: Reference, variable: str = "author") -> list[str]:
    return [each.family or each.literal for each in reference.names(variable)]


# RIS


def test_sciencedirect_has_the_special_issue_in_t2() -> None:
    (article,) = _read(
        "TY  - JOUR\nT1  - Voles\nAU  - Vole, Ann\nJO  - Journal of Voles\n"
        "T2  - Northern mammals\nPY  - 2019\n"
        "UR  - https://www.sciencedirect.com/science/article/pii/S1\nER  - \n"
    )
    _has(article, container_title="Journal of Voles", volume_title="Northern mammals")


def test_an_abbreviation_in_jo_leaves_the_journal_in_t2() -> None:
    (article,) = _read(
        "TY  - JOUR\nTI  - Voles\nT2  - Journal of Voles\nJO  - J. Voles\n"
        "UR  - https://www.sciencedirect.com/science/article/pii/S1\nER  - \n"
    )
    _has(article, container_title="Journal of Voles", container_title_short="J. Voles")


def test_scopus_parts_of_a_series_have_the_type_of_m3() -> None:
    (paper,) = _read(
        "TY  - SER\nAU  - Vole, A.\nTI  - Nets\nT2  - Lecture Notes in Voles\n"
        "SP  - 100\nEP  - 110\nA2  - van der Roe C.D.\n"
        "SN  - 03029743 (ISSN); 9783030009304 (ISBN)\nM3  - Conference Paper\nER  - \n"
    )
    assert paper.type == "paper-conference"
    _has(
        paper,
        container_title="Lecture Notes in Voles",
        page="100-110",
        ISBN="9783030009304",
        ISSN="0302-9743",
    )
    assert paper.names("editor") == (Name("van der Roe", "C.D."),)


def test_a_series_as_a_whole_stays_a_book() -> None:
    (series,) = _read("TY  - SER\nTI  - Voles\nT2  - Mammals\nSP  - 300\nER  - \n")
    assert series.type == "book"
    _has(series, collection_title="Mammals", number_of_pages="300")


def test_a_patent_has_the_number_of_sn() -> None:
    (patent,) = _read(
        "TY  - PAT\nTI  - Trap\nSN  - US 7,654,321\nIS  - 12/345\nER  -\n"
    )
    _has(patent, number="US 7,654,321")
    (application,) = _read("TY  - PAT\nTI  - Trap\nIS  - 12/345\nER  -\n")
    _has(application, number="12/345")


def test_the_issue_of_is_wins_over_m1_which_is_kept() -> None:
    (article,) = _read("TY  - JOUR\nTI  - Voles\nM1  - 5\nIS  - 4\nER  -\n")
    _has(article, issue="4")
    assert article.extra["custom"]["ris"]["M1"] == ["5"]


def test_a_department_follows_the_author() -> None:
    (report,) = _read("TY  - GOVDOC\nA2  - Voles, Dept of\nAU  - Roe, C\nER  -\n")
    assert _families(report) == ["Roe", "Voles"]


def test_institutions_with_points_are_no_persons() -> None:
    (report,) = _read(
        "TY  - RPRT\nTI  - R\nAU  - Congress U.S.\nAU  - Voles of the North Ltd.\nER  -\n"
    )
    assert [each.literal for each in report.names("author")] == [
        "Congress U.S.",
        "Voles of the North Ltd.",
    ]


# Refer and Copac


def test_remarks_of_the_refer_of_unix_are_a_note() -> None:
    article, report = _read(
        "%A T. Vole\n%T Typing\n%J CACM\n%V 12\n%D March 1980\n%O Reprinted\n\n"
        "%A D. Roe\n%T Report\n%R TR-17\n%I Labs\n%D 1981\n"
    )
    _has(article, note="Reprinted", container_title="CACM", issued="1980-03")
    assert report.type == "report"
    _has(report, number="TR-17")


def test_an_imprint_loses_its_year_only() -> None:
    (book,) = _read("TI- Voles / Ann Vole.\nAU- Vole, Ann\nPU- Rome : Roe, c1999.\n")
    _has(book, publisher="Roe", publisher_place="Rome")


# Ovid


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "Journal of Voles.  34 (4) (pp 123-130), 2012. Date of Publication: April"
            " 2012.",
            ("Journal of Voles", "34", "4", "123-130", "2012-04"),
        ),
        (
            "PLoS ONE. 9 (3) (no pagination), 2014. Article Number: e91234. Date of"
            " Publication: 17 Mar 2014.",
            ("PLoS ONE", "9", "3", "e91234", "2014-03-17"),
        ),
        (
            "Journal of Econ, August 2004, v. 12, iss. 3, pp. 123-45",
            ("Journal of Econ", "12", "3", "123-145", "2004-08"),
        ),
        (
            "Journal of Eric, v12 n3 p123-45 Mar 2004. 23 pp.",
            ("Journal of Eric", "12", "3", "123-145", "2004-03"),
        ),
        (
            "Journal of Biosis.  12(3). MAR 2004.  123-130.",
            ("Journal of Biosis", "12", "3", "123-130", "2004-03"),
        ),
        (
            "Journal of Psych. Vol.12(3), Mar 2004, pp. 123-130.",
            ("Journal of Psych", "12", "3", "123-130", "2004-03"),
        ),
    ],
)
def test_source_lines_of_ovid(source: str, expected: tuple[str, ...]) -> None:
    (article,) = _read(f"<1>\nVN  - Ovid Technologies\nTI  - Voles\nSO  - {source}\n")
    variables = ("container-title", "volume", "issue", "page")
    found = tuple(article.text(variable) for variable in variables)
    assert (*found, str(article.date())) == expected


def test_names_of_ovid_without_a_comma() -> None:
    (article,) = _read(
        "<1>\nVN  - Ovid Technologies\nTI  - Voles. [Review] [23 refs]\n"
        "AU  - Vole A.B.\nAU  - van der Berg C.-D.\nAU  - Roe CD\nYR  - 2012\n"
        "PB  - Roe B.V. (P.O. Box 2, Delft, Netherlands)\n"
    )
    assert article.names("author") == (
        Name("Vole", "A.B."),
        Name("van der Berg", "C.-D."),
        Name("Roe", "C. D."),
    )
    _has(
        article,
        title="Voles",
        publisher="Roe B.V.",
        publisher_place="P.O. Box 2, Delft, Netherlands",
    )


def test_the_layout_of_ovid_with_labels_has_full_names() -> None:
    (article,) = _read(
        "<1>\nUnique Identifier\n  16411111\nAuthors\n  Vole AB.  de la Cruz M.\n"
        "Authors Full Name\n  Vole, Ann B.  de la Cruz, Maria.\nTitle\n  Voles.\n"
        "Source\n  Voles Monthly. 12(3):123-30, 2006 Jan 17.\n"
    )
    assert article.names("author") == (
        Name("Vole", "Ann B."),
        Name("de la Cruz", "Maria"),
    )


def test_a_chapter_of_psycinfo_has_its_imprint() -> None:
    (chapter,) = _read(
        "<1>\nVN  - Ovid Technologies\nTI  - Voles\nAU  - Vole, Ann\n"
        "SO  - Poe, Dan [Ed]; Moe, Eve [Ed]. (2004). The handbook. (pp. 45-67)."
        " xii, 300 pp. New York, NY, US: Roe Press; US.\n"
    )
    _has(
        chapter,
        container_title="The handbook",
        issued="2004",
        page="45-67",
        publisher="Roe Press",
        publisher_place="New York, NY, US",
    )


# Web of Science


def test_a_whole_book_of_web_of_science() -> None:
    (book,) = _read(
        "PT B\nAU Doe, J\nTI Voles\nSO VOLES: A HISTORY\nDT Book\nPU ROE\nBP 1\n"
        "EP 300\nPG 300\nPY 2009\nER\n"
    )
    assert book.type == "book"
    _has(book, number_of_pages="300", page="", publisher="ROE")


def test_early_access_dates_an_article_of_that_year() -> None:
    early, later = _read(
        "PT J\nAU A, B\nTI T\nPY 2021\nEA MAR 2021\nER\n\n"
        "PT J\nAU A, B\nTI T\nPY 2022\nEA DEC 2021\nER\n"
    )
    _has(early, issued="2021-03")
    _has(later, issued="2022")


def test_the_publisher_of_a_journal_is_kept() -> None:
    (article,) = _read("PT J\nAU A, B\nTI T\nSO S\nPU ROE\nPI ROME\nER\n")
    assert article.extra["custom"]["isi"] == {"PU": ["ROE"], "PI": ["ROME"]}


def test_the_tab_delimited_export_of_web_of_science() -> None:
    first, second = _read(
        "\ufeffPT\tAU\tAF\tTI\tSO\tPD\tPY\tDI\r\n"
        "J\tVole, AB; Roe, C\tVole, Ann B.; Roe, Carl\tVoles\tTHE VOLE\tMAY 3\t2020\t"
        "10.1000/x\r\n"
        "J\tPoe, D\t\tMore voles\tTHE VOLE\t\t2021\t10.1000/y\r\n"
    )
    assert first.names("author") == (Name("Vole", "Ann B."), Name("Roe", "Carl"))
    _has(first, issued="2020-05-03", DOI="10.1000/x")
    assert (first.place.line, second.place.line) == (2, 3)
    assert second.place.at("DOI").line == 3


# CSV


def test_scopus_has_full_names_beside_the_short() -> None:
    article, other = _read(
        '"Authors","Author full names","Title","Year","Source title","ISSN",'
        '"Document Type"\n'
        '"Vole A.B.; de la Cruz M.","Vole, Ann B. (571); de la Cruz, Maria (572)",'
        '"Voles","2020","The Vole","10838155","Review"\n'
        '"Roe C.; Poe D.","","Voles","2020","The Vole","10838155","Conference paper"\n'
    )
    assert article.names("author") == (
        Name("Vole", "Ann B."),
        Name("de la Cruz", "Maria"),
    )
    assert (article.type, article.text("ISSN")) == ("article-journal", "1083-8155")
    assert other.type == "paper-conference"
    assert other.names("author") == (Name("Roe", "C."), Name("Poe", "D."))


def test_a_review_in_a_table_of_ours_stays_one() -> None:
    (review,) = _read("id,type,title,author\na,review,Voles,\n", "csv")
    assert review.type == "review"


def test_pubmed_has_the_pages_in_its_citation() -> None:
    (article,) = _read(
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,DOI\n"
        '1,Voles,"Vole AB, Vole Genome Consortium, Roe CD Jr.",Nature. 2020 Jan 5;'
        "577(7791):543-8. doi: 10.1000/x. Epub 2019 Dec 1.,Vole AB,Nature,2020,\n"
    )
    assert article.names("author") == (
        Name("Vole", "A. B."),
        Name(literal="Vole Genome Consortium"),
        Name("Roe", "C. D.", suffix="Jr"),
    )
    _has(article, volume="577", issue="7791", page="543-548", issued="2020-01-05")


def test_columns_of_zotero_by_the_type() -> None:
    headings = (
        "Key,Item Type,Title,Publication Title,Author,Date,Number,Filing Date,Assignee,"
        "Issuing Authority,Reporter,Court,Notes,Extra,Application Number\n"
    )
    patent, case = _read(
        headings
        + '"P",patent,Trap,,"Inv, I.",1999,US 7,1998-01-02,Roe Co.,USPTO,,,'
        + '<p>a note</p>,"PMID: 1\nOCLC: 2",12/345\n'
        + '"C",case,Roe v. Doe,,,1973,12,,,,U.S. Reports,Supreme Court,,,\n'
    )
    _has(patent, number="US 7", submitted="1998-01-02", publisher="Roe Co.")
    _has(patent, authority="USPTO", note="a note\nPMID: 1\nOCLC: 2")
    assert patent.extra["custom"]["csv"] == {"application number": ["12/345"]}
    assert case.type == "legal_case"
    _has(case, container_title="U.S. Reports", authority="Supreme Court", number="12")


def test_dimensions_writes_a_line_before_the_headings() -> None:
    (article,) = _read(
        '"About the data: exported"\nRank,DOI,Title,Source title,PubYear,'
        "Pagination,Publication Type,Authors\n1,10.1000/x,Voles,The Vole,2020,1-9,"
        'Article,"Vole, Ann; Roe, Carl"\n'
    )
    _has(article, container_title="The Vole", page="1-9", issued="2020")
    assert article.place.line == 3
    assert _families(article) == ["Vole", "Roe"]


def test_ieee_names_its_kind_of_document() -> None:
    (paper,) = _read(
        '"Document Title",Authors,"Publication Title","Publication Year","Start Page",'
        '"End Page","Meeting Date",Document Identifier\n'
        '"Voles","A. Vole; S. van Ren","CV 2016","2016","7","9","27-30 June 2016",'
        '"IEEE Conferences"\n'
    )
    assert paper.type == "paper-conference"
    assert paper.names("author") == (Name("Vole", "A."), Name("van Ren", "S."))
    _has(paper, page="7-9", event_date="2016-06-27/2016-06-30")


def test_publish_or_perish_has_initials_first() -> None:
    (article,) = _read(
        "Cites,Authors,Title,Year,Source,Volume,StartPage,EndPage\n"
        '12,"AB Vole, C Roe",Voles,2020,The Vole,12,1,9\n'
    )
    assert article.names("author") == (Name("Vole", "A. B."), Name("Roe", "C."))
    _has(article, container_title="The Vole", page="1-9")


def test_columns_without_a_variable_come_back() -> None:
    (first,) = _read("title,author,Cited by\nVoles,Vole AB,5\n", "csv")
    (again,) = _read(formats.write([first], "csv"), "csv")
    assert again.extra == first.extra == {"custom": {"csv": {"cited by": ["5"]}}}


@pytest.mark.parametrize(
    ("author", "families"),
    [
        ("Vole, Ann; Roe, Carl", ["Vole", "Roe"]),
        ("Vole, Ann and Roe, Carl", ["Vole", "Roe"]),
        ("Vole, Ann & Roe, Carl", ["Vole", "Roe"]),
        ("Vole and Sons, Ltd.", ["Vole and Sons, Ltd."]),
        ("Ministry of Voles and Mice", ["Ministry of Voles and Mice"]),
        ("M&uuml;ller, Jo", ["M&uuml;ller"]),
    ],
)
def test_several_names_in_one_line_of_ris(author: str, families: list[str]) -> None:
    (found,) = _read(f"TY  - JOUR\nTI  - T\nAU  - {author}\nER  - \n")
    assert _families(found) == families


@pytest.mark.parametrize(
    ("table", "code", "line"),
    [
        ("title,doi\na,b,c\n", "bad-row", 2),
        ("about\ntitle,author,doi\na,b,c\nd,e,f,g\n", "bad-row", 4),
        ("name,place\na,b\n", "no-records", 1),
    ],
)
def test_the_line_of_a_bad_row(table: str, code: str, line: int) -> None:
    _, diagnostics = formats.read(table, format="csv")
    assert [(each.code, each.line) for each in diagnostics] == [(code, line)]


def test_a_column_said_twice_is_kept_only_where_it_differs() -> None:
    table = "title,author,Journal,Source title\nT,A,J,J\nT,A,J,Other\n"
    same, other = _read(table, "csv")
    assert "custom" not in same.extra
    assert other.extra["custom"]["csv"] == {"source title": ["Other"]}
