"""Tagged formats of databases that are only read."""

from __future__ import annotations

import pytest

from csecrefs import formats
from csecrefs.formats.tagged import biblioscape, copac, isi, ovid, refworks
from csecrefs.model import Date, Name, Reference


def test_web_of_science() -> None:
    text = (
        "FN Clarivate\nVR 1.0\nPT J\nAU Lind, BC\n   Berg, C\nAF Lind, Bo Cy\n"
        "   Berg, Cy\nTI Tides\n   of seas\n"
        "SO JOURNAL OF TIDES\nPU NORTHERN PRESS\nPD SPR\nPY 2011\nVL 2\nIS 1\nBP 7\n"
        "EP 9\nDI 10.1234/t\nDE a; b\nER\n\n"
        "PT B\nAU Dahl, E\nTI Fjords\nSO Waters\nBP 1\nPY 1999\nER\n\nEF\n"
    )
    (first, second), diagnostics = isi.read(text)
    assert diagnostics == []
    assert first.names("author") == (Name("Lind", "Bo Cy"), Name("Berg", "Cy"))
    assert first.date() == Date((2011,), season=1)
    assert (first.text("title"), first.text("page"), first.text("keyword")) == (
        "Tides of seas",
        "7-9",
        "a, b",
    )
    assert (second.type, second.text("container-title")) == ("chapter", "Waters")


def test_web_of_science_patent() -> None:
    (reference,), _ = isi.read(
        "PT P\nAU LIND B\nTI Tap\nPN NO123-A\nAE TAP WORKS\nPC Norway\nER\n"
    )
    assert (reference.type, reference.text("number"), reference.text("authority")) == (
        "patent",
        "NO123-A",
        "Tap Works",
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "Journal of Tides March/April 2010;14(1):56-58",
            ("Journal of Tides", "14", "1", "56-58", (2010, 3)),
        ),
        (
            "Journal of Tides, 2013(1): 3-28.",
            ("Journal of Tides", "2013", "1", "3-28", (2013,)),
        ),
        (
            "Tides. 2001 Mar 14; 285(10): 1360-4.",
            ("Tides", "285", "10", "1360-1364", (2001, 3, 14)),
        ),
        (
            "Tides. 353(9152):611-6, 1999 Feb 20.",
            ("Tides", "353", "9152", "611-616", (1999, 2, 20)),
        ),
    ],
)
def test_ovid_sources(source: str, expected: tuple[object, ...]) -> None:
    (reference,), _ = ovid.read(
        f"<1. >\nVN  - Ovid Technologies\nTI  - A.\nSO  - {source}\n"
    )
    found = [
        reference.text(variable)
        for variable in ("container-title", "volume", "issue", "page")
    ]
    date = reference.date()
    assert (*found, date and date.start) == expected


def test_ovid_names_and_chapters() -> None:
    text = (
        "<7. >\nVN - Ovid Technologies\nTI - Tides. [References].\n"
        "AU - LIND, Bo MD, PhD *\nAU - Berg, CD 1,2\n"
        "DT - Chapter\nSO - Dahl, Eva [Ed]; Falk, Gro [Ed]. (2012). Waters of the north. (pp. "
        "11-31). Press.\n"
    )
    (reference,), _ = ovid.read(text)
    assert reference.names("author") == (Name("Lind", "Bo"), Name("Berg", "C. D."))
    assert reference.names("editor") == (Name("Dahl", "Eva"), Name("Falk", "Gro"))
    assert (reference.text("title"), reference.text("container-title")) == (
        "Tides",
        "Waters of the north",
    )
    assert reference.text("page") == "11-31"


def test_ovid_with_labels() -> None:
    (reference,), _ = ovid.read(
        "<8>\nAuthor\n  Lind, Bo 1;  Berg, Cy 2\nTitle\n  Tides.[Review]\nISSN\n  1234-5679\n"
    )
    assert (reference.text("title"), reference.text("ISSN")) == ("Tides", "1234-5679")
    assert reference.names("author") == (Name("Lind", "Bo"), Name("Berg", "Cy"))


def test_refworks() -> None:
    text = (
        "Refworks Export Tagged Format\n\nTag legend\nRT=Reference Type\n\nBEGIN EXPORTED REFERENCES\n\n"
        "RT Book, Section\nID 7\nA1 Lind,Bo\nA2 Berg,Cy\nT1 Tides\nT2 Waters\nYR 2003\n"
        "FD 03/09\nSP 1\nOP 9\nK1 a\n"
        "AB First\nUS second\nPMID 55\n"
    )
    (reference,), _ = refworks.read(text)
    assert (reference.id, reference.type) == ("7", "chapter")
    assert reference.names("editor") == (Name("Berg", "Cy"),)
    assert reference.date() == Date((2003, 3, 9))
    expected = {
        "container-title": "Waters",
        "page": "1-9",
        "PMID": "55",
        "abstract": "First\nUS second",
    }
    assert {key: reference[key] for key in expected} == expected


def test_refworks_unknown_type() -> None:
    (reference,), (diagnostic,) = refworks.read("RT Novelty\nT1 Tides\n")
    assert (reference.type, diagnostic.code, diagnostic.line) == (
        "document",
        "unknown-type",
        1,
    )


def test_biblioscape() -> None:
    text = (
        "--AU-- Lind, B.; Berg, C.\n--TI-- Tides\n--ST-- Seas\n--YP-- 1996\n--PS-- 3749\n"
        "--PE-- 3752\n--RT-- Journal Article\n------\n"
    )
    (reference,), _ = biblioscape.read(text)
    assert reference.names("author") == (Name("Lind", "B."), Name("Berg", "C."))
    assert (reference.text("container-title"), reference.text("page")) == (
        "Seas",
        "3749-3752",
    )


def test_copac() -> None:
    (reference,), _ = copac.read(
        "TI- Tides / by Bo Lind\nAU- Lind, Bo, 1950-\nPU- Oslo : Press\nPY- 1999\nSE- Seas ; 7\n"
    )
    assert reference.names("author") == (Name("Lind", "Bo"),)
    expected = {
        "title": "Tides",
        "publisher": "Press",
        "publisher-place": "Oslo",
        "collection-number": "7",
    }
    assert {key: reference[key] for key in expected} == expected


def read_one(name: str, text: str) -> Reference:
    references, _ = formats.read(text, format=name)
    assert len(references) == 1
    return references[0]


def people(reference: Reference, variable: str = "author") -> list[str]:
    return [
        each.literal or ", ".join(filter(None, (each.family, each.given, each.suffix)))
        for each in reference.names(variable)
    ]


OVID = "<1>\nVN  - Ovid Technologies\nAU  - Vole, Ann [Author; E-mail: v@a.example]\nTI  - A title.\n"


def test_ovid_takes_no_address_for_a_person() -> None:
    assert people(read_one("ovid", OVID)) == ["Vole, Ann"]


def test_ovid_source_of_a_chapter() -> None:
    source = (
        "SO  - Roe, Carl [Editor], Poe, Dan [Editor]. Methods in oars.:71-97, 2004.\n"
    )
    found = read_one("ovid", OVID + source)
    assert people(found, "editor") == ["Roe, Carl", "Poe, Dan"]
    wanted = ("Methods in oars", "71-97", 2004)
    assert (found.container_title, found.page, found.year) == wanted


def test_ovid_takes_no_date_for_a_page() -> None:
    found = read_one("ovid", OVID + "SO  - Oars. 12(3), Nov. 16, 2004.\n")
    assert found.page is None
    assert found.to_csl()["issued"] == {"date-parts": [[2004, 11, 16]]}


def test_ovid_patents_and_indented_tags() -> None:
    text = "<1>\n  VN  - Ovid\n  PN  - US 1234567\n  PA  - Oar Company\n  TI  - An\n    oar\n"
    found = read_one("ovid", text)
    assert (found.type, found.number, found.title) == ("patent", "US 1234567", "An oar")


def test_web_of_science_lines_without_indent() -> None:
    found = read_one(
        "isi",
        "FN X\nVR 1.0\nPT B\nAU Vole, A. (v@a.example)\nRoe, C.\nTI A title\n"
        "PU IEEE COMPUTER SOC\nPI LONDON\nPY 2001\nER\nEF\n",
    )
    assert people(found) == ["Vole, A.", "Roe, C."]
    assert (found.publisher, found.publisher_place) == ("IEEE Computer Soc", "London")


def test_nbib_suffixes_abstracts_identifiers_and_titles() -> None:
    found = read_one(
        "nbib",
        "PMID- 1\nOWN - NLM\nTI  - [The oars].\nTT  - Die Ruder\nFAU - O'Neill, Mary Jr\n"
        "FAU - Smith, John 3rd\nAB  - First.\nAB  - Second.\nAID - doi:10.1000/abc\n"
        "LID - e12345 [pii]\n",
    )
    assert people(found) == ["O'Neill, Mary, Jr", "Smith, John, 3rd"]
    assert found.abstract == "First.\nSecond."
    assert (found.doi, found.page, found.title) == (
        "10.1000/abc",
        "e12345",
        "Die Ruder",
    )
    assert found.translations["title"].text == "The oars"


def test_nbib_writes_titles_as_it_reads_them() -> None:
    first = read_one("nbib", "PMID- 1\nOWN - NLM\nTI  - [The oars]\nTT  - Die Ruder\n")
    again = read_one("nbib", formats.write([first], "nbib"))
    assert (again.title, again.translations) == (first.title, first.translations)


def test_lines_between_ris_records_are_no_record() -> None:
    record = "TY  - JOUR\nTI  - {}\nPY  - 2001\nER  - \n"
    between = "\nDatabase: Embase\nDB  - Embase\nVO  - Ovid\n\n"
    text = record.format("A") + between + record.format("B") + between
    found, diagnostics = formats.read(text, format="ris")
    assert [each.title for each in found] == ["A", "B"]
    assert [each.code for each in diagnostics].count("stray-text") == 1


def test_the_fullest_of_agreeing_ris_dates() -> None:
    found = read_one(
        "ris", "TY  - JOUR\nTI  - A\nY1  - 2016/10/19\nPY  - 2016\nER  - \n"
    )
    assert found.to_csl()["issued"] == {"date-parts": [[2016, 10, 19]]}
    found = read_one(
        "ris", "TY  - JOUR\nTI  - A\nY1  - 2015/10/19\nPY  - 2016\nER  - \n"
    )
    assert found.to_csl()["issued"] == {"date-parts": [[2016]]}


_OTHERS_MODS = (
    '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>T</title></titleInfo>'
    '<name type="personal"><namePart>Vole, Ann</namePart></name>'
    '<name type="personal"><namePart>et al.</namePart></name></mods>'
)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.bib", "@book{a, author={Vole, Ann and others}, title={T}}"),
        ("a.bib", "@book{a, author={Vole, Ann and et al.}, title={T}}"),
        ("a.ris", "TY  - JOUR\nTI  - T\nAU  - Vole, Ann\nAU  - et al.\nER  - \n"),
        ("a.ris", "TY  - JOUR\nTI  - T\nAU  - Vole, Ann\nAU  - et al\nER  - \n"),
        ("a.nbib", "PMID- 1\nTI  - T\nFAU - Vole, Ann\nFAU - et al.\n"),
        ("a.enw", "%0 Journal Article\n%T T\n%A Vole, Ann\n%A et al.\n"),
        ("a.csv", 'Title,Author,Year\nT,"Vole, Ann; et al.",2001\n'),
        ("a.xml", _OTHERS_MODS),
        (
            "a.yml",
            'a:\n  type: article\n  title: T\n  author: ["Vole, Ann", "et al."]\n',
        ),
    ],
)
def test_those_left_out_of_a_list_are_no_person(name: str, source: str) -> None:
    (reference,), _ = formats.read(source, path=name)
    assert reference.names("author") == (Name("Vole", "Ann"), Name(literal="others"))


def test_people_with_like_names_stay() -> None:
    source = "TY  - JOUR\nAU  - Al, Etienne\nAU  - Others, Ann\nER  - \n"
    (reference,), _ = formats.read(source, path="a.ris")
    assert reference.names("author") == (Name("Al", "Etienne"), Name("Others", "Ann"))


@pytest.mark.parametrize(
    ("host", "title"),
    [
        (
            "Berg, C. [Ed.]. Oars in memory of Professor A.A. Roe. Press, Oslo. 2002: 1-9.",
            "Oars in memory of Professor A.A. Roe",
        ),
        ("Berg, C. [Ed.]. [Oars of Roe.] [Aarer.] Press. 2002: 1-9.", "[Oars of Roe.]"),
        ("Berg, C. [Ed.]. On vitamin D. Press, Oslo. 2002: 1-9.", "On vitamin D"),
        ("Berg, C. [Ed.]. Oars. Press, Oslo. 2002: 1-9.", "Oars"),
    ],
)
def test_the_title_of_a_book_ends_at_its_full_stop(host: str, title: str) -> None:
    source = f"<1>\nAU  - Vole, A\nTI  - T\nBT  - {host}\nPT  - Book chapter\n"
    references, _ = ovid.read(source)
    assert references[0].text("container-title") == title


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "PB  - Roe Press; Oslo; Norway\nSO  - Oars. 2004; 88(5): 466-472.",
            ("Roe Press", "Oslo, Norway", "88", "466-472"),
        ),
        (
            "PU  - Roe Ltd (Lane 1, Oxford)\nSO  - Oars. 12 (3) (pp 71-97), 2004.",
            ("Roe Ltd", "Lane 1, Oxford", "12", "71-97"),
        ),
        (
            "PU  - Roe, Inc.\nSO  - Oars.  432. Mar. 5 2004. 1-22.",
            ("Roe, Inc.", "", "432", "1-22"),
        ),
        (
            "PU  - Roe Group; US\nSO  - Oars. 1(2), 2004.",
            ("Roe Group; US", "", "1", ""),
        ),
    ],
)
def test_ovid_publishers_and_volumes(lines: str, expected: tuple[str, ...]) -> None:
    text = f"<1>\nDB  - Base\nTI  - T.\nAU  - Vole, Ann\n{lines}\n"
    record = read_one("ovid", text)
    variables = ("publisher", "publisher-place", "volume", "page")
    assert tuple(record.text(each) for each in variables) == expected


def test_ovid_has_the_numbers_of_pubmed_from_medline_only() -> None:
    text = "<1>\nDB  - {}\nUI  - 19213877\nTI  - T.\nSO  - J. 1(2):3, 2004.\n"
    medline = read_one("ovid", text.format("Ovid MEDLINE(R)"))
    economics = read_one("ovid", text.format("EconLit"))
    assert (medline.text("PMID"), economics.text("PMID")) == ("19213877", "")


def test_ovid_names_in_capitals() -> None:
    text = "<1>\nAU  - VOLE, ANN MD; ROE, JRR\nTI  - T.\nSO  - J. 1(2):3, 2004.\n"
    assert people(read_one("ovid", text)) == ["Vole, Ann", "Roe, J. R. R."]


def test_ovid_patents_have_the_date_of_their_gazette() -> None:
    text = (
        "<1>\nAU  - Vole, Ann [Inventor]\nTI  - Oar.\nPN  - US 1\nPA  - Oar Corp.\n"
        "SO  - Official Gazette. 1288(3), Nov. 16, 2004.\n"
    )
    assert read_one("ovid", text).date() == Date((2004, 11, 16))


def rows(text: str) -> list[Reference]:
    return formats.read(text, format="csv")[0]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            "Vole, A.B., de la Cruz, M., O'Neill, J.-P.",
            ["Vole", "de la Cruz", "O'Neill"],
        ),
        ("Vole, A. and Roe, C.", ["Vole", "Roe"]),
        ("Ann Vole, Carl Roe and Dan Poe", ["Vole", "Roe", "Poe"]),
        ("Ann Vole & Carl Roe", ["Vole", "Roe"]),
        ("Vole, Ann", ["Vole"]),
        ("Oar Society", ["Oar Society"]),
        ("Institute of Boats and Oars", ["Institute of Boats and Oars"]),
        ("{Oar Club}; Vole, A.", ["Oar Club", "Vole"]),
        ("Ann Bank", ["Bank"]),
    ],
)
def test_names_in_a_cell(cell: str, expected: list[str]) -> None:
    (row,) = rows(f'Title,Author,Year\nT,"{cell}",2004\n')
    assert [each.literal or each.family for each in row.names("author")] == expected


def test_tables_of_springer_ebsco_and_readers_of_books() -> None:
    (springer,) = rows(
        "Item Title,Publication Title,Item DOI,Authors,Publication Year,Content Type\n"
        "T,J,10.1007/x,Ann VoleCarl McRoe,2004,Article\n"
    )
    (ebsco,) = rows(
        '"Article Title","Author","Journal Title","First Page","Page Count","Publication Date"\n'
        '"T","Vole, Ann","J","71","27","20040512"\n'
    )
    (book,) = rows(
        "Title,Author,Additional Authors,ISBN,ISBN13,Year Published,Original Publication Year\n"
        'T,Ann Vole,"Carl Roe, Dan Poe","=""0191234567""","=""9780191234567""",2004,1998\n'
    )
    assert people(springer) == ["Vole, Ann", "McRoe, Carl"]
    assert (ebsco.text("page"), str(ebsco.date())) == ("71-97", "2004-05-12")
    assert (book.type, people(book)) == ("book", ["Vole, Ann", "Roe, Carl", "Poe, Dan"])
    assert book.text("ISBN") == "0191234567 9780191234567"
    assert str(book.date("original-date")) == "1998"


def test_months_and_years_of_two_columns_and_headings_in_german() -> None:
    (months,) = rows(
        "Article Title,Authors,Publication Date,Publication Year,Source Title\n"
        'T,"Vole, A",NOV-DEC,2004,J\n'
    )
    (german,) = rows("Titel;Autor;Jahr;Zeitschrift;Band\nT;Vole, Anna;2004;Z;12\n")
    assert str(months.date()) == "2004-11/2004-12"
    assert (people(german), german.text("volume")) == (["Vole, Anna"], "12")


def test_web_of_science_names_groups_holders_and_open_pages() -> None:
    patent, paper, note = isi.read(
        "FN X\nVR 1.0\nPT P\nAU VOLE A\nTI T\nPN US1\n"
        "AE OAR CORP (OARC-C)\n   ROE C (ROEC-I)\nER\n\n"
        "PT S\nAU O'NEILL, JOHN [1]\nGP IEEE\nTI T\nSO S\nBP 1\nEP +\nPY 2004\nER\n\n"
        "PT J\nAU [Anonymous]\nTI T\nSO S\nPY 2004\nER\nEF\n"
    )[0]
    assert patent.text("authority") == "Oar Corp; Roe C"
    assert people(patent) == ["VOLE, A."]
    assert people(paper) == ["O'Neill, John"]
    assert people(paper, "container-author") == ["IEEE"]
    assert paper.text("page") == "1"
    assert note.names("author") == ()


def test_ris_reads_references_to_characters() -> None:
    record = read_one(
        "ris",
        "TY  - JOUR\nTI  - A &amp; B &lt; C&#8217;s\nT2  - J &amp; K\n"
        "UR  - http://a.example/?x=1&amp;y\nER  - \n",
    )
    assert (record.text("title"), record.text("container-title")) == (
        "A & B < C’s",
        "J & K",
    )
    assert record.text("URL") == "http://a.example/?x=1&amp;y"


def test_words_of_ris_dates_are_merged_with_the_year_or_kept() -> None:
    text = "TY  - JOUR\nTI  - T\nPY  - 2016\n{}\nER  - \n"
    month = read_one("ris", text.format("Y1  - October"))
    words = read_one("ris", text.format("DA  - Online First"))
    assert (str(month.date()), str(words.date())) == ("2016-10", "2016")
    assert words.to_csl()["custom"]["ris"] == {"DA": ["Online First"]}


@pytest.mark.parametrize("name", ["ris", "isi", "ovid", "refworks"])
def test_a_text_without_a_record_is_reported(name: str) -> None:
    references, diagnostics = formats.read("hello\nworld\n", format=name)
    assert references == []
    assert [each.code for each in diagnostics] == ["no-records"]
