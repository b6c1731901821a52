"""MODS in and out."""

from __future__ import annotations

import pytest

from csecrefs.formats import values
from csecrefs.formats.xml import mods
from csecrefs.model import Date, Name, Reference


def one(content: str) -> Reference:
    references, diagnostics = mods.read(
        f'<mods xmlns="http://www.loc.gov/mods/v3">{content}</mods>'
    )
    assert diagnostics == []
    return references[0]


def test_catalogue_record() -> None:
    reference = one(
        "<titleInfo><nonSort>The</nonSort><title>tides</title><subTitle>a study</subTitle></titleInfo>"
        "<name type='personal'><namePart>Lind, Bo,</namePart><namePart type='date'>1950-</namePart>"
        "<role><roleTerm type='code'>edt</roleTerm></role></name>"
        "<typeOfResource>text</typeOfResource><originInfo><issuance>monographic</issuance>"
        "<place><placeTerm type='code'>no</placeTerm></place>"
        "<place><placeTerm type='text'>Oslo</placeTerm></place>"
        "<publisher>Press</publisher><dateIssued>c1999</dateIssued>"
        "<dateIssued encoding='marc'>1999</dateIssued></originInfo>"
        "<identifier type='isbn'>0306406152 (pbk.)</identifier>"
        "<physicalDescription><extent>xi, 320 p. ; 23 cm</extent></physicalDescription>"
    )
    assert reference.type == "book"
    assert reference.to_csl() == {
        "id": "lind1999",
        "type": "book",
        "title": "The tides: a study",
        "editor": [{"family": "Lind", "given": "Bo"}],
        "publisher": "Press",
        "publisher-place": "Oslo",
        "issued": {"date-parts": [[1999]]},
        "ISBN": "0306406152",
        "number-of-pages": "320",
    }


@pytest.mark.parametrize(
    ("host", "item_type"),
    [
        ("<originInfo><issuance>continuing</issuance></originInfo>", "article-journal"),
        (
            "<part><detail type='issue'><number>2</number></detail></part>",
            "article-journal",
        ),
        ("<genre>newspaper</genre>", "article-newspaper"),
        ("<originInfo><issuance>monographic</issuance></originInfo>", "chapter"),
    ],
)
def test_the_host_tells_what_a_part_is(host: str, item_type: str) -> None:
    title = "<titleInfo><title>{}</title></titleInfo>"
    related = f"<relatedItem type='host'>{title.format('B')}{host}</relatedItem>"
    reference = one(title.format("A") + related)
    assert (reference.type, reference.text("container-title")) == (item_type, "B")


def test_dates_by_points() -> None:
    date = "<dateIssued point='{}' encoding='marc'>{}</dateIssued>"
    dates = date.format("start", 1985) + date.format("end", 1988)
    assert one(f"<originInfo>{dates}</originInfo>").date() == Date((1985,), (1988,))


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Lind, Bo, 1950-", Name("Lind", "Bo")),
        ("Berg, Cy, 1901-1977.", Name("Berg", "Cy")),
        ("Dahl, E.K.", Name("Dahl", "E. K.")),
        ("King, Martin, Jr.", Name("King", "Martin", suffix="Jr.")),
        ("Falk, Gro.", Name("Falk", "Gro")),
    ],
)
def test_catalogue_headings(heading: str, expected: Name) -> None:
    assert values.catalogue_name(heading) == expected


def test_a_bill_is_named_as_it_is_cited() -> None:
    reference = one(
        "<titleInfo><title>An Act to count the tides.</title></titleInfo>"
        "<originInfo><issuance>monographic</issuance></originInfo>"
        "<extension><collectionCode>BILLS</collectionCode></extension>"
        "<extension><congress>99</congress><originChamber>SENATE</originChamber>"
        "<shortTitle>Tide Counting Act</shortTitle><shortTitle>TIDE Act</shortTitle></extension>"
        "<relatedItem type='isReferencedBy'><identifier type='USC citation'>33 U.S.C. 12(a)</identifier>"
        "<identifier type='USC citation'>33 U.S.C. 14b</identifier></relatedItem>"
    )
    assert reference.to_csl() == {
        "id": "tide",
        "type": "bill",
        "title": "Tide Counting Act",
        "title-short": "TIDE Act",
        "authority": "Senate",
        "chapter-number": "99",
        "container-title": "U.S.C.",
        "volume": "33",
        "page": "12, 14b",
        "note": "An Act to count the tides.",
    }


@pytest.mark.parametrize(
    "item_type", ["song", "treaty", "post-weblog", "review", "musical_score"]
)
def test_types_without_a_genre_of_their_own_come_back(item_type: str) -> None:
    source = Reference("a", item_type, {"title": "A", "container-title": "B"})
    (reference,), _ = mods.read(mods.write([source]))
    assert reference.type == item_type


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        ("personal", ["Roger F. Vole"], Name("Vole", "Roger F.")),
        ("personal", ["Ana van Dam (1900-1950)"], Name("van Dam", "Ana")),
        ("personal", ["Roger Vole Jr."], Name("Vole", "Roger", suffix="Jr.")),
        ("personal", ["Vole, Roger [1848-1914]"], Name("Vole", "Roger")),
        ("personal", ["Lind, Bo (DE-588)118540238"], Name("Lind", "Bo")),
        ("personal", ["Plato"], Name(literal="Plato")),
        ("corporate", ["Roger F. Vole"], Name(literal="Roger F. Vole")),
        ("corporate", ["Norway.", "Sea Office"], Name(literal="Norway: Sea Office")),
        ("corporate", ["Oars Inc."], Name(literal="Oars Inc.")),
        (
            "conference",
            ["Tide Congress (3rd : 2001 : Oslo)"],
            Name(literal="Tide Congress (3rd : 2001 : Oslo)"),
        ),
    ],
)
def test_names_by_their_type(kind: str, parts: list[str], expected: Name) -> None:
    inner = "".join(f"<namePart>{part}</namePart>" for part in parts)
    (found,) = one(f"<name type='{kind}'>{inner}</name>").names("author")
    assert found == expected


def test_marks_between_areas_are_no_part_of_a_value() -> None:
    reference = one(
        "<titleInfo><title>The tides :</title><subTitle>a study /</subTitle></titleInfo>"
        "<originInfo><place><placeTerm type='text'>Oslo :</placeTerm></place>"
        "<publisher>Press,</publisher><dateIssued>[1848-1914]</dateIssued></originInfo>"
    )
    assert reference.text("title") == "The tides: a study"
    assert reference.text("publisher-place") == "Oslo"
    assert reference.text("publisher") == "Press"
    assert reference.date() == Date((1848,), (1914,))


def test_the_part_of_a_host_has_the_fullest_date_and_bare_pages() -> None:
    source = (
        '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>T</title></titleInfo>'
        "<genre>article</genre><relatedItem type='host'><titleInfo><title>J</title></titleInfo>"
        "<originInfo><dateIssued>2004-05</dateIssued></originInfo><part>"
        "<extent unit='page'><list>pp. 1-10</list></extent><date>2004-05-12</date></part>"
        "</relatedItem></mods>"
    )
    (record,), _ = mods.read(source)
    assert (str(record.date()), record.text("page")) == ("2004-05-12", "1-10")


def test_a_thesis_has_its_degree_alone() -> None:
    source = (
        '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>T</title></titleInfo>'
        "<genre>thesis</genre><note type='thesis'>Ph. D. Oar University 2010</note>"
        "<originInfo><publisher>Oar University</publisher></originInfo></mods>"
    )
    (record,), _ = mods.read(source)
    assert record.text("genre") == "Ph. D."
