"""Initials that look like degrees, names with titles, pages in brackets: values that
exporters write in ways that are easily taken for something else.
"""

from __future__ import annotations

import pytest

from csecrefs import formats
from csecrefs.formats.bibtex.names import parse_names
from csecrefs.formats.marc import marcxml
from csecrefs.formats.tagged import isi, ovid
from csecrefs.formats.xml import mods
from csecrefs.model import Name, Reference

_OVID = "<1>\nUI  - 1\nAU  - {author}\nTI  - T.\nSO  - {source}\n"


def _of_ovid(
    author: str = "Doe J", source: str = "J Oar. 12(3):4-5, 2004."
) -> Reference:
    (reference,), _ = ovid.read(_OVID.format(author=author, source=source))
    return reference


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Smith MA", Name("Smith", "M. A.")),
        ("Roe, MD", Name("Roe", "M. D.")),
        ("de la Cruz MS", Name("de la Cruz", "M. S.")),
        ("Vole MA MD", Name("Vole", "M. A.")),
        # guards: these are degrees
        ("Doe J MD", Name("Doe", "J.")),
        ("Doe JA, PhD", Name("Doe", "J. A.")),
        ("Vole, Ann MD", Name("Vole", "Ann")),
    ],
)
def test_initials_of_ovid_are_no_degrees(author: str, expected: Name) -> None:
    assert _of_ovid(author).names("author") == (expected,)


@pytest.mark.parametrize(
    ("source", "issue", "page"),
    [
        ("Oars. 24 (pp 45-46), 2013.", "", "45-46"),
        ("Oars. 24 (no pagination), 2013. Article Number: 17.", "", "17"),
        ("Oars. 24(SUPPL. 9) (pp S5-S6), 2013.", "SUPPL. 9", "S5-S6"),
        ("Oars. Vol.12(3: 2), 2004, pp. 7-8.", "3: 2", "7-8"),
    ],
)
def test_pages_in_brackets_are_no_issue(source: str, issue: str, page: str) -> None:
    reference = _of_ovid(source=source)
    assert (reference.text("issue"), reference.text("page")) == (issue, page)


def test_the_meeting_of_a_supplement_is_no_part_of_its_journal() -> None:
    reference = _of_ovid(
        source="Oars. Conference: 3rd Oar Congress. Oslo Norway. Conference "
        "Publication: (var.pagings). 24 (pp 4), 2013."
    )
    assert reference.text("container-title") == "Oars"
    assert reference.text("event-title") == "3rd Oar Congress"
    assert reference.text("event-place") == "Oslo Norway"
    assert _of_ovid(source="Conference: Oars. 2(1):4, 2013.").text(
        "container-title"
    ) == ("Conference: Oars")


@pytest.mark.parametrize(
    ("authors", "families"),
    [
        ("Vole A. Roe C.", ["Vole", "Roe"]),
        ("Vole AB. Roe CD. de la Cruz M.", ["Vole", "Roe", "de la Cruz"]),
        ("Vole A.  Roe C.", ["Vole", "Roe"]),
        # guards: one person each
        ("Smith J. A.", ["Smith"]),
        ("J. A. Smith", ["Smith"]),
        ("Vole, A. B.", ["Vole"]),
        ("de la Cruz M.", ["de la Cruz"]),
    ],
)
def test_names_with_full_stops_in_one_line(authors: str, families: list[str]) -> None:
    names = _of_ovid(author=authors).names("author")
    assert [each.family for each in names] == families


def test_words_before_the_first_record_of_ovid_are_no_part_of_it() -> None:
    text = "Database: Embase\nSearch words\n\n" + _OVID.format(
        author="Doe J", source="J Oar. 1:2, 2004."
    )
    (reference,), _ = ovid.read(text)
    assert reference.names("author") == (Name("Doe", "J."),)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Roe, C (Roe, Carl)", Name("Roe", "Carl")),
        ("de la Cruz, M. (de la Cruz, Maria)", Name("de la Cruz", "Maria")),
        ("Roe, C (roe@example.org)", Name("Roe", "C.")),
    ],
)
def test_names_in_full_behind_initials(author: str, expected: Name) -> None:
    text = f"PT J\nAU {author}\nTI Oars\nSO OARS\nPY 2001\nER\nEF\n"
    (reference,), _ = isi.read(text)
    assert reference.names("author") == (expected,)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("John Smith, Ph.D.", Name("Smith", "John", suffix="Ph.D.")),
        ("John Smith Ph.D.", Name("Smith", "John", suffix="Ph.D.")),
        ("John Smith, MD", Name("Smith", "John", suffix="MD")),
        # guards: family names with their initials
        ("De La Cruz, M.D.", Name("De La Cruz", "M.D.")),
        ("De La Cruz, MD", Name("De La Cruz", "MD")),
        ("van der Berg, MD", Name("Berg", "MD", non_dropping_particle="van der")),
    ],
)
def test_degrees_and_initials_in_lists_of_names(author: str, expected: Name) -> None:
    assert parse_names(author, problems=[]) == (expected,)


@pytest.mark.parametrize(
    ("year", "expected"),
    [("19--", "19XX"), ("18--?", "18XX~"), ("185-", "185X"), ("1850--1860", "")],
)
def test_dashes_of_tex_stand_for_figures_that_are_not_known(
    year: str, expected: str
) -> None:
    source = f"@book{{a, title = {{T}}, year = {{{year}}}}}"
    (reference,), _ = formats.read(source, format="bibtex")
    date = reference.date()
    assert date is not None
    assert (date.edtf or "") == expected


_MARC = (
    '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 a 4500'
    '</leader><datafield tag="100" ind1="1" ind2=" "><subfield code="a">Vole, Roger,'
    '</subfield><subfield code="c">{words}</subfield></datafield><datafield tag="245" '
    'ind1="0" ind2="0"><subfield code="a">Oars.</subfield></datafield><datafield '
    'tag="773" ind1="0" ind2=" "><subfield code="t">J. of Oars.</subfield><subfield '
    'code="g">Vol. 3 (2004)</subfield></datafield></record>'
)


@pytest.mark.parametrize(
    ("words", "suffix"), [("Jr.,", "Jr."), ("III.", "III"), ("Sir,", ""), ("Dr.", "")]
)
def test_a_suffix_in_a_subfield_of_its_own(words: str, suffix: str) -> None:
    (reference,), _ = marcxml.read(_MARC.format(words=words))
    (person,) = reference.names("author")
    assert (person.family, person.given) == ("Vole", "Roger")
    assert person.suffix.rstrip(".") == suffix.rstrip(".")


def test_the_host_of_a_book_is_kept() -> None:
    (reference,), _ = marcxml.read(_MARC.format(words="Jr."))
    assert "J. of Oars. Vol. 3 (2004)" in str(reference.to_csl())


def test_a_suffix_among_the_terms_of_address() -> None:
    text = (
        '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>T</title>'
        '</titleInfo><name type="personal"><namePart>Vole, Roger</namePart>'
        '<namePart type="termsOfAddress">Jr.</namePart></name></mods>'
    )
    (reference,), _ = mods.read(text)
    assert reference.names("author") == (Name("Vole", "Roger", suffix="Jr."),)


def _names_of_table(name: str) -> tuple[Name, ...]:
    table = f'Author,Title,Year,Type\n"{name}",Oars,2004,book\n'
    (reference,), _ = formats.read(table, format="csv")
    return reference.names("author")


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("William H. Press", "Press"),
        ("J. Q. School", "School"),
        ("Peter van der Bank", "van der Bank"),
        ("John of the Cross", "of the Cross"),
    ],
)
def test_persons_with_the_names_of_bodies(name: str, family: str) -> None:
    assert _names_of_table(name)[0].family == family


@pytest.mark.parametrize(
    "name",
    [
        "Bank of Norway",
        "New York Public Library",
        "Friends of the Earth",
        "U. S. Department of Energy",
    ],
)
def test_bodies_are_no_persons(name: str) -> None:
    assert _names_of_table(name) == (Name(literal=name),)


def test_a_personal_name_of_mods_is_no_body() -> None:
    text = (
        '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>T</title>'
        '</titleInfo><name type="personal"><namePart>Mary Ann Bank</namePart>'
        "</name></mods>"
    )
    (reference,), _ = mods.read(text)
    assert reference.names("author") == (Name("Bank", "Mary Ann"),)


@pytest.mark.parametrize(("year", "edtf"), [("185--", "185X"), ("19--", "19XX")])
def test_dashes_of_ris_stand_for_figures_that_are_not_known(
    year: str, edtf: str
) -> None:
    text = f"TY  - BOOK\nTI  - T\nPY  - {year}\nER  - \n"
    (reference,), _ = formats.read(text, format="ris")
    date = reference.date()
    assert date is not None
    assert date.edtf == edtf


def test_a_database_named_before_the_first_record_is_none() -> None:
    text = "VN  - Ovid\nDB  - Embase\n\nTY  - JOUR\nTI  - One\nER  - \n"
    (reference,), diagnostics = formats.read(text, format="ris")
    assert reference.text("title") == "One"
    assert [each.code for each in diagnostics] == ["stray-text"]


def test_dates_of_csl_as_pandoc_and_crossref_write_them() -> None:
    text = "references:\n- id: a\n  type: book\n  issued:\n  - literal: in press\n"
    (reference,), _ = formats.read(text, format="csl-yaml")
    date = reference.date()
    assert date is not None
    assert date.literal == "in press"
    item = (
        '[{"id": "a", "type": "book", "issued": {"date-time": "2020-05-03T01:02:03Z"}}]'
    )
    (reference,), _ = formats.read(item, format="csl-json")
    date = reference.date()
    assert date is not None
    assert date.start == (2020, 5, 3)
