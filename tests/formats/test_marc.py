"""MARC 21 in both encodings, and UNIMARC."""

from __future__ import annotations

import pytest

from csecrefs.formats.marc import marc21, marcxml
from csecrefs.model import Date, Name, Reference


def iso2709(
    fields: list[tuple[str, str]], leader: str = "00000nam a2200000 a 4500"
) -> bytes:
    """A record of these fields; "$" opens a subfield. Lengths are left at 0, as some
    exporters do.
    """
    directory = contents = ""
    for tag, value in fields:
        content = value.replace("$", "\x1f") + "\x1e"
        directory += f"{tag}{len(content.encode()):04d}{len(contents.encode()):05d}"
        contents += content
    return (leader + directory + "\x1e" + contents + "\x1d").encode()


def xml_record(
    fields: list[tuple[str, str]], leader: str = "00000nam a2200000 a 4500"
) -> str:
    body = f"<leader>{leader}</leader>"
    for tag, value in fields:
        if tag < "010":
            body += f'<controlfield tag="{tag}">{value}</controlfield>'
            continue
        head, *parts = value.split("$")
        inner = "".join(
            f'<subfield code="{part[0]}">{part[1:]}</subfield>' for part in parts
        )
        body += f'<datafield tag="{tag}" ind1="{head[0]}" ind2="{head[1]}">{inner}</datafield>'
    return f'<record xmlns="http://www.loc.gov/MARC21/slim">{body}</record>'


BOOK = [
    ("001", "123"),
    ("008", "990101s1999    no            000 0 nor d"),
    ("020", "  $a9780306406157 (pbk.)"),
    ("100", "1 $aLind, Bo,$d1950-$eauthor."),
    (
        "245",
        "14$aThe tides :$ba study of currents /$cBo Lind ; translated by Gro Falk.",
    ),
    ("250", "  $a2nd ed."),
    ("264", " 4$c©1998"),
    ("264", " 1$a[Oslo] :$bNorthern Press,$c[1999]"),
    ("300", "  $axi, 320 p. ;$c23 cm"),
    ("490", "0 $aSea series ;$v7"),
    ("650", " 0$aTides$zNorway."),
    ("700", "1 $aFalk, Gro,$etranslator."),
    ("856", "40$uhttps://example.org/tides"),
]


def one(source: bytes | str) -> Reference:
    module = marc21 if isinstance(source, bytes) else marcxml
    references, diagnostics = module.read(source)
    assert diagnostics == []
    return references[0]


def test_a_book() -> None:
    reference = one(iso2709(BOOK))
    item = reference.to_csl()
    del item["custom"]
    assert item == {
        "id": "lind1999",
        "type": "book",
        "title": "The tides: a study of currents",
        "author": [{"family": "Lind", "given": "Bo"}],
        "translator": [{"family": "Falk", "given": "Gro"}],
        "publisher-place": "Oslo",
        "publisher": "Northern Press",
        "issued": {"date-parts": [[1999]]},
        "edition": "2nd ed.",
        "ISBN": "9780306406157",
        "URL": "https://example.org/tides",
        "language": "nor",
        "number-of-pages": "320",
        "collection-title": "Sea series",
        "collection-number": "7",
        "keyword": "Tides, Norway",
    }


def test_xml_says_the_same() -> None:
    assert one(xml_record(BOOK)) == one(iso2709(BOOK))


def test_title_entry_has_editors_and_joint_entry_authors() -> None:
    edited = [("245", "00$aTides$cedited by Bo Lind"), ("700", "1 $aLind, Bo")]
    assert one(iso2709(edited)).names("editor") == (Name("Lind", "Bo"),)
    joint = [
        ("100", "1 $aBerg, Cy"),
        ("245", "10$aTides$cCy Berg and Bo Lind"),
        ("700", "1 $aLind, Bo"),
    ]
    assert one(iso2709(joint)).names("author") == (
        Name("Berg", "Cy"),
        Name("Lind", "Bo"),
    )


def test_an_article_in_its_host() -> None:
    fields = [
        ("245", "10$aTides"),
        ("773", "0 $tSea journal$gVol. 12, no. 3 (1999), p. 101-109$x1234-5679"),
    ]
    reference = one(iso2709(fields, "00000nab a2200000 a 4500"))
    expected = {
        "container-title": "Sea journal",
        "volume": "12",
        "issue": "3",
        "page": "101-109",
    }
    assert reference.type == "article-journal"
    assert {key: reference[key] for key in expected} == expected


def test_a_thesis() -> None:
    reference = one(
        iso2709([("245", "10$aTides"), ("502", "  $bPh. D.$cUniversity of Oslo$d1999")])
    )
    assert (reference.type, reference.text("publisher")) == (
        "thesis",
        "University of Oslo",
    )


def test_marc8() -> None:
    record = iso2709([("245", "10$aQQtudes")], "00000nam  2200000 a 4500").replace(
        b"QQ", b"\xe2E"
    )
    assert one(record).text("title") == "Études"


def test_unimarc() -> None:
    fields = [
        ("010", "  $a2-07-036822-X"),
        ("200", "1 $aLes marées$eétude$fBo Lind"),
        ("210", "  $aParis$cÉditions du Nord$d1999"),
        ("700", " 1$aLind$bBo$4070"),
        ("702", " 1$aFalk$bGro$4730"),
    ]
    reference = one(iso2709(fields))
    assert reference.text("title") == "Les marées: étude"
    assert reference.names("translator") == (Name("Falk", "Gro"),)
    assert (reference.text("publisher"), reference.year) == ("Éditions du Nord", 1999)


def test_a_damaged_record_does_not_take_the_others_along() -> None:
    references, diagnostics = marc21.read(
        b"garbage\x1d" + iso2709(BOOK) + iso2709(BOOK)[:-40]
    )
    assert [reference.text("title")[:9] for reference in references] == [
        "The tides",
        "The tides",
    ]
    assert [diagnostic.code for diagnostic in diagnostics] == [
        "bad-record",
        "unfinished-record",
    ]


@pytest.mark.parametrize(
    ("tag", "meeting"),
    [
        ("111", "2 $aTide Congress$n(3rd :$d2001 :$cOslo)"),
        ("711", "2 $aTide Congress$n(3rd :$d2001 :$cOslo)."),
        ("711", "2 $aTide Congress$d(2001 :$cOslo),$jsponsor."),
        ("711", "2 $aTide Congress$c(Oslo)$d2001$0(DE-588)118540238"),
    ],
)
def test_a_meeting_keeps_its_place_and_date(tag: str, meeting: str) -> None:
    reference = one(
        iso2709([("245", "10$aThe tides /$cThe Congress."), (tag, meeting)])
    )
    assert reference.text("event-title") == "Tide Congress"
    assert reference.text("event-place") == "Oslo"
    assert reference.date("event-date") == Date((2001,))
    number = reference.extra["custom"]["marc"].get(f"{tag}n") if "$n" in meeting else ""
    assert number in ("", ["3rd"])


@pytest.mark.parametrize(
    "series",
    [
        "1 $aSea series,$x1234-5679 ;$v7",
        "0 $aSea series ;$v7$x12345679",
        "1 $aSea series",
    ],
)
def test_the_number_of_a_series_is_kept(series: str) -> None:
    reference = one(iso2709([("001", "1"), ("245", "10$aThe tides"), ("490", series)]))
    assert reference.text("collection-title") == "Sea series"
    kept = reference.extra["custom"]["marc"].get("490x", [])
    assert kept == (["1234-5679"] if "$x" in series else [])
    assert reference.text("ISSN") == ""


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("1 $aVole, Roger,$d[1848-1914]$0n123$4aut", Name("Vole", "Roger")),
        ("1 $aVole, Roger F. [1848-1914]", Name("Vole", "Roger F.")),
        ("1 $aVole, Roger,$d1848-1914.$0(DE-588)118540238", Name("Vole", "Roger")),
        ("0 $aJohn Paul$bII,$cPope", Name(literal="John Paul II")),
    ],
)
def test_lives_and_authority_codes_are_no_part_of_a_name(
    heading: str, expected: Name
) -> None:
    reference = one(iso2709([("245", "10$aThe tides"), ("100", heading)]))
    assert reference.names("author") == (expected,)
