"""Each field of MARC 21 and UNIMARC by itself: a branch of the readers a case."""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.formats.draft import kept
from csecrefs.model import Date, Name, Reference
from tests.formats.test_marc import iso2709, one

BOOK = "00000nam a2200000 a 4500"
PART = "00000naa a2200000 a 4500"
SERIAL = "00000nas a2200000 a 4500"
MAP = "00000nem a2200000 a 4500"
SOFTWARE = "00000nmm a2200000 a 4500"
TITLE = ("245", "10$aTides")
UNIMARC_TITLE = ("200", "1 $aTides")


def _read(*fields: tuple[str, str], leader: str = BOOK) -> Reference:
    named = fields if any(tag in ("245", "200") for tag, _ in fields) else None
    return one(iso2709([*(named or (TITLE, *fields))], leader))


def _kept(reference: Reference) -> dict[str, Any]:
    return dict(kept(reference, "marc"))


def _text(reference: Reference, variable: str) -> str:
    return str(reference.get(variable, ""))


@pytest.mark.parametrize(
    ("fields", "variable", "text"),
    [
        ([("245", "10$aTides :$ba study /$cX")], "title", "Tides: a study"),
        ([("245", "10$aTides.$n2,$pEbb")], "title", "Tides. 2: Ebb"),
        ([("245", "10$aTides.$pEbb.")], "title", "Tides. Ebb"),
        ([("250", "  $a2nd ed.")], "edition", "2nd ed."),
        ([("260", "  $a[S.l.] :$b[s.n.],$c1999")], "publisher", ""),
        ([("260", "  $a[Oslo] :$bNorth,$c1999")], "publisher-place", "Oslo"),
        ([("264", " 4$c©1998"), ("264", " 1$c1999")], "issued", "1999"),
        ([("260", "  $c[1998?]")], "issued", "1998?"),
        ([("260", "  $ccopyright 1997 by X")], "issued", "1997"),
        ([("260", "  $cin press")], "issued", "in press"),
        ([("260", "  $cprinted in 1805 or later")], "issued", "1805"),
        ([("008", "990101s1999    no ")], "issued", "1999"),
        ([("008", "990101s9999    no ")], "issued", ""),
        ([("020", "  $a9780306406157 (pbk.)")], "ISBN", "9780306406157"),
        ([("022", "  $a0028-0836")], "ISSN", "0028-0836"),
        ([("024", "7 $a10.1234/abc$2doi")], "DOI", "10.1234/abc"),
        ([("856", "40$uhttps://doi.org/10.1234/abc")], "DOI", "10.1234/abc"),
        ([("856", "42$uhttps://a.example/toc")], "URL", ""),
        ([("088", "  $aTR-5")], "number", "TR-5"),
        ([("050", "00$aGC301$b.L5")], "call-number", "GC301 .L5"),
        ([("852", "  $bMain$hGC 301")], "call-number", "GC 301"),
        ([("041", "1 $aengfre$hnor")], "language", "eng; fre"),
        ([("041", "1 $aeng$ager")], "language", "eng; ger"),
        ([("008", " " * 35 + "nor d")], "language", "nor"),
        ([("008", " " * 35 + "zxx d")], "language", ""),
        ([("300", "  $axi, 320 p. ;$c23 cm")], "number-of-pages", "320"),
        ([("490", "1 $aSea series ;$v7")], "collection-number", "7"),
        ([("800", "1 $aLind, B.$tSea works ;$v7")], "collection-title", "Sea works"),
        ([("520", "  $aOne."), ("520", "  $aTwo.")], "abstract", "One.\nTwo."),
        ([("500", "  $aA note.")], "note", "A note."),
        ([("650", " 0$aTides$zNorway.")], "keyword", "Tides, Norway"),
    ],
)
def test_a_field_of_a_book(
    fields: list[tuple[str, str]], variable: str, text: str
) -> None:
    assert _text(_read(*fields), variable) == text


@pytest.mark.parametrize(
    ("leader", "fields", "item_type"),
    [
        (BOOK, [], "book"),
        (SERIAL, [], "periodical"),
        (MAP, [], "map"),
        (SOFTWARE, [], "software"),
        (SOFTWARE, [("020", "  $a9780306406157")], "book"),
        (BOOK, [("502", "  $bPh.D.$cHarvard$d1998")], "thesis"),
        (PART, [("773", "0 $tSea$x0028-0836")], "article-journal"),
        (PART, [("773", "0 $tSea")], "chapter"),
        (BOOK, [("773", "0 $tSea$x0028-0836")], "book"),
    ],
)
def test_types(leader: str, fields: list[tuple[str, str]], item_type: str) -> None:
    assert _read(*fields, leader=leader).type == item_type


@pytest.mark.parametrize(
    ("fields", "role", "name"),
    [
        ([("100", "1 $aLind, Bo,$d1950-")], "author", "Bo Lind"),
        ([("100", "1 $aBo F. Lind")], "author", "Bo F. Lind"),
        ([("100", "0 $aJohn$bII")], "author", "John II"),
        ([("110", "2 $aSea Board.$bTides Unit.")], "author", "Sea Board. Tides Unit"),
        ([("700", "1 $aLind, Bo")], "editor", "Bo Lind"),
        ([("100", "1 $aX, Y"), ("700", "1 $aLind, Bo")], "contributor", "Bo Lind"),
        ([("700", "1 $aFalk, Gro,$etranslator.")], "translator", "Gro Falk"),
        ([("700", "1 $aFalk, Gro$4trl")], "translator", "Gro Falk"),
        ([("710", "2 $aSea Board")], "author", "Sea Board"),
        ([("720", "  $aGro Falk")], "editor", "Gro Falk"),
    ],
)
def test_names(fields: list[tuple[str, str]], role: str, name: str) -> None:
    assert name in [str(person) for person in _read(*fields).names(role)]


def test_an_uncontrolled_name_is_a_person_s_or_a_body_s() -> None:
    (person,) = _read(("720", "  $aFalk, Gro$7Personal")).names("editor")
    assert (person.family, person.given) == ("Falk", "Gro")
    (body,) = _read(("720", "  $aSea, Board of$7Organization")).names("editor")
    assert body.literal == "Sea, Board of"


@pytest.mark.parametrize(
    ("statement", "scale"),
    [
        ("Scale 1:250 000", "1:250 000"),
        ("Scale [ca. 1:50,000]", "1:50,000"),
        ("Not drawn to scale", ""),
    ],
)
def test_the_scale_of_a_map(statement: str, scale: str) -> None:
    assert _text(_read(("255", f"  $a{statement}"), leader=MAP), "scale") == scale


@pytest.mark.parametrize(("leader", "short"), [(SERIAL, "Sea j."), (BOOK, "")])
def test_only_a_serial_has_an_abbreviated_title(leader: str, short: str) -> None:
    reference = _read(TITLE, ("210", "0 $aSea j."), leader=leader)
    assert reference.text("title-short") == short


def test_a_surname_without_its_comma_is_in_direct_order() -> None:
    (author,) = _read(("100", "1 $aBo F. Lind")).names("author")
    assert (author.family, author.given) == ("Lind", "Bo F.")
    (authors,) = _read(("100", "1 $aBo Lind & Ann Vole")).names("author")
    assert authors.literal == "Bo Lind & Ann Vole"


def test_an_added_work_is_kept_and_no_name() -> None:
    reference = _read(("700", "12$aFalk, Gro.$tEbb."))
    assert not reference.names("editor")
    assert _kept(reference)["700"] == ["Falk, Gro. Ebb."]


@pytest.mark.parametrize(
    ("note", "genre", "publisher", "year"),
    [
        ("  $aThesis (Ph.D.)--Harvard University, 1998.", "Ph.D.", "Harvard University", 1998),
        ("  $aThesis (M.A.) – Oslo", "M.A.", "Oslo", None),
        ("  $bPh. D.$cHarvard$d1998", "Ph. D.", "Harvard", 1998),
    ],
)  # fmt: skip
def test_theses(note: str, genre: str, publisher: str, year: int | None) -> None:
    reference = _read(("502", note))
    assert (reference.text("genre"), reference.text("publisher")) == (genre, publisher)
    assert reference.year == year


def test_a_thesis_note_in_other_words_is_a_note() -> None:
    reference = _read(("502", "  $aBerlin, Freie Univ., Diss., 1998"))
    assert "Berlin, Freie Univ., Diss., 1998" in reference.text("note")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("$gVol. 24, no. 9 (1993), p. 235-48", ("24", "9", "235-248", "1993")),
        ("$q24:B<235", ("24", "B", "235", "")),
        ("$gBd. 3, H. 2, S. 5-9", ("3", "2", "5-9", "")),
        ("$g12 (3)", ("12", "3", "", "")),
    ],
)
def test_an_article_in_its_journal(host: str, expected: tuple[str, ...]) -> None:
    field = ("773", f"0 $tSea$x0028-0836{host}")
    reference = _read(field, leader=PART)
    found = [_text(reference, name) for name in ("volume", "issue", "page", "issued")]
    assert tuple(found) == expected
    assert reference.text("container-title") == "Sea"
    assert (reference.text("ISSN"), reference.text("ISBN")) == ("0028-0836", "")


def test_a_chapter_in_its_book() -> None:
    host = "0 $aLind, Bo.$tSea.$b2nd ed.$dNew York : Holt, 1998.$z9780306406157"
    reference = _read(("773", host), leader=PART)
    item = reference.to_csl()
    assert item["container-author"] == [{"family": "Lind", "given": "Bo"}]
    assert (item["publisher-place"], item["publisher"]) == ("New York", "Holt")
    assert (reference.year, item["ISBN"]) == (1998, "9780306406157")


def _unimarc(*fields: tuple[str, str], leader: str = BOOK) -> Reference:
    return _read(UNIMARC_TITLE, *fields, leader=leader)


@pytest.mark.parametrize(
    ("field", "variable", "text"),
    [
        (("214", " 0$aParis$cSeuil$dDL 2005"), "publisher", "Seuil"),
        (("100", "  $a20050101d2004    y"), "issued", "2004"),
        (("101", "0 $afre$aeng"), "language", "fre; eng"),
        (("215", "  $a235 с.$dил."), "number-of-pages", "235"),
        (("676", "  $a551.46"), "call-number", "551.46"),
        (("017", "70$a10.1234/abc$2DOI"), "DOI", "10.1234/abc"),
        (("225", "2 $aSea$epapers$v3"), "collection-title", "Sea: papers"),
        (("712", "12$aOar Days$d2$eLyon$f2003"), "event-place", "Lyon"),
        (("328", " 0$bThèse$cMer$eBrest$d2001"), "publisher", "Brest"),
    ],
)
def test_a_field_of_unimarc(field: tuple[str, str], variable: str, text: str) -> None:
    assert _text(_unimarc(field), variable) == text


def test_an_article_of_unimarc() -> None:
    host = ("461", " 1$tMer$x0028-0836$vVol. 3, no 2$pp. 5-9$d2001")
    reference = _unimarc(host, leader=PART)
    assert reference.type == "article-journal"
    found = [reference.text(n) for n in ("container-title", "volume", "issue", "page")]
    assert found == ["Mer", "3", "2", "5-9"]
    assert reference.year == 2001


def test_a_person_of_unimarc_with_two_functions() -> None:
    reference = _unimarc(("702", " 1$aFalk$bGro$4730$4440"))
    assert str(reference.names("translator")[0]) == "Gro Falk"
    assert str(reference.names("illustrator")[0]) == "Gro Falk"


def test_a_publisher_of_unimarc_is_kept() -> None:
    reference = _unimarc(("712", "02$aSeuil$4650"))
    assert _kept(reference)["712 650"] == ["Seuil"]


@pytest.mark.parametrize(
    ("field", "key", "kept_value"),
    [
        (("003", "DE-1"), "003", "DE-1"),
        (("035", "  $a(OCoLC)1"), "035", "(OCoLC)1"),
        (("711", "2 $aOar Days.$tProceedings"), "711", "Oar Days. Proceedings"),
        (("246", "3 $aEbb :$bother"), "246", "Ebb : other"),
        (("020", "  $z123"), "020z", "123"),
        (("024", "2 $aM001$2ismn"), "024 ismn", "M001"),
        (("856", "42$uhttps://a.example/toc"), "856", "https://a.example/toc"),
    ],
)
def test_what_is_kept(field: tuple[str, str], key: str, kept_value: str) -> None:
    assert _kept(_read(field))[key] == [kept_value]


def test_a_meeting_is_the_event_and_kept_nowhere_else() -> None:
    reference = _read(("100", "1 $aLind, Bo"), ("711", "2 $aOar Days$c(Oslo :$d2001)"))
    assert reference.text("event-title") == "Oar Days"
    assert (_text(reference, "event-place"), _text(reference, "event-date")) == (
        "Oslo",
        "2001",
    )
    assert "711" not in kept(reference, "marc")


@pytest.mark.parametrize(
    ("field", "role", "name"),
    [
        (("711", "2 $aOar Days$jeditor"), "editor", "Oar Days"),
        (("711", "2 $aOar Days"), "author", "Oar Days"),
        (("710", "2 $aSea Board$eeditor"), "editor", "Sea Board"),
        (("720", "  $aSea, Board of$7Organization"), "editor", "Sea, Board of"),
        (("110", "2 $aSea Board.$bUnit.$bDesk."), "author", "Sea Board. Unit. Desk"),
    ],
)
def test_bodies_and_their_roles(field: tuple[str, str], role: str, name: str) -> None:
    (person,) = _read(field).names(role)
    assert person.literal == name


@pytest.mark.parametrize(
    ("leader", "item_type"),
    [
        ("00000naa a2200000 a 4500", "chapter"),
        ("00000nab a2200000 a 4500", "article-journal"),
        ("00000nam a2200000 a 4500", "book"),
        ("00000ncm a2200000 a 4500", "musical_score"),
    ],
)
def test_types_by_the_leader_alone(leader: str, item_type: str) -> None:
    assert _read(leader=leader).type == item_type


@pytest.mark.parametrize("tag", ["600", "610", "650", "651", "653", "655"])
def test_subjects(tag: str) -> None:
    assert _read((tag, " 0$aNorway")).text("keyword") == "Norway"


@pytest.mark.parametrize("tag", ["500", "504", "505", "515", "533"])
def test_notes(tag: str) -> None:
    assert _read((tag, "  $aCopy.")).text("note") == "Copy."


def test_the_place_of_a_part_in_other_words_is_kept() -> None:
    reference = _read(("773", "0 $tSea$gSpecial number"), leader=PART)
    assert _kept(reference)["host"] == ["Special number"]


@pytest.mark.parametrize("code", ["mul", "und", "zxx", "mis", "xxx"])
def test_codes_for_no_one_language(code: str) -> None:
    assert "language" not in _read(("041", f"0 $a{code}"))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (("852", "  $kRare$hGC 301$i.L5$m2"), "Rare GC 301 .L5 2"),
        (("084", "  $aX 12"), "X 12"),
        (("082", "04$a551.46"), "551.46"),
    ],
)
def test_call_numbers(field: tuple[str, str], text: str) -> None:
    assert _read(field).text("call-number") == text


def test_a_coded_host_without_an_issue() -> None:
    reference = _read(("773", "0 $tSea$q24<235"), leader=PART)
    assert "issue" not in reference and reference.text("page") == "235"


def test_the_edition_of_a_host() -> None:
    reference = _read(("773", "0 $tSea$b2nd ed."), leader=PART)
    assert reference.text("edition") == "2nd ed."


def test_a_body_beside_a_main_entry_is_no_author() -> None:
    reference = _read(("100", "1 $aLind, Bo"), ("710", "2 $aSea Board"))
    assert [name.family for name in reference.names("author")] == ["Lind"]
    assert _kept(reference)["710"] == ["Sea Board"]


def test_a_forename_with_a_comma_stays_whole() -> None:
    (author,) = _read(("100", "0 $aJohn, of Oslo")).names("author")
    assert author.literal == "John, of Oslo"


@pytest.mark.parametrize(
    ("statement", "variable"),
    [
        ("Ann Vole ; edited by Carl Roe.", "editor"),
        ("Ann Vole ; translated by Carl Roe.", "translator"),
        ("Ann Vole ; hrsg. von Carl Roe.", "editor"),
        ("Ann Vole ; illustrated by Carl Roe.", "illustrator"),
        ("Ann Vole and Carl Roe ; edited by Dan Poe.", "author"),
        ("Ann Vole.", "contributor"),
    ],
)
def test_the_statement_of_responsibility_says_who_did_what(
    statement: str, variable: str
) -> None:
    record = _read(
        ("100", "1 $aVole, Ann."),
        ("245", f"10$aOars /$c{statement}"),
        ("700", "1 $aRoe, Carl."),
    )
    assert Name("Roe", "Carl") in record.names(variable)


def test_the_number_of_a_volume_is_no_day() -> None:
    record = _read(
        ("245", "10$aOars"),
        ("773", "0 $tJ$gVol. 12, no. 3 (May 2004), p. 7"),
        leader=PART,
    )
    assert record.date() == Date((2004, 5))
