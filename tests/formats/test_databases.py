"""Tagged formats of databases that are only read."""

from __future__ import annotations

import pytest

from csecrefs.formats.tagged import biblioscape, copac, isi, ovid, refworks
from csecrefs.model import Date, Name


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
