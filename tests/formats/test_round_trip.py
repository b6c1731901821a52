"""What each written format gives back, and what it says it loses."""

from __future__ import annotations

from types import ModuleType

import pytest

from csecrefs import formats
from csecrefs.formats import csv
from csecrefs.formats.losses import losses, losses_in
from csecrefs.formats.tagged import nbib, refer, ris
from csecrefs.formats.xml import endnote as endnote_xml
from csecrefs.formats.xml import mods
from csecrefs.formats.xml import word as word_xml
from csecrefs.formats.yaml import cff, hayagriva
from csecrefs.model import Date, Name, Reference

ARTICLE = Reference(
    "okafor2019",
    "article-journal",
    {
        "author": (
            Name("Okafor", "Ada N."),
            Name("Lind", "Bo", suffix="Jr."),
            Name(literal="Tide Group"),
        ),
        "title": "Tides & currents of a <i>small</i> sea",
        "container-title": "Journal of Tides",
        "container-title-short": "J Tides",
        "issued": Date((2019, 4)),
        "volume": "12",
        "issue": "3",
        "page": "101-109",
        "ISSN": "1234-5679",
        "DOI": "10.1234/tides",
        "abstract": "About tides.",
        "keyword": "tides, seas",
        "language": "en",
    },
)
BOOK = Reference(
    "lind2001",
    "book",
    {
        "author": (Name("Lind", "Bo"),),
        "title": "Sea ice",
        "publisher": "Northern Press",
        "publisher-place": "Oslo",
        "edition": "2",
        "issued": Date((2001,)),
        "ISBN": "9780306406157",
        "note": "Signed by the author",
    },
)
CHAPTER = Reference(
    "berg1999",
    "chapter",
    {
        "author": (Name("Berg", "Cy"),),
        "editor": (Name("Dahl", "Eva"), Name("Falk", "Gro")),
        "title": "Fjords",
        "container-title": "Waters of the north",
        "publisher": "Northern Press",
        "issued": Date((1999,)),
        "page": "7-31",
    },
)
THESIS = Reference(
    "gran2010",
    "thesis",
    {
        "author": (Name("Gran", "Ida"),),
        "title": "Foam",
        "publisher": "University of Bergen",
        "issued": Date((2010, 6, 1)),
    },
)
ALL = [ARTICLE, BOOK, CHAPTER, THESIS]
ALLOWED: dict[ModuleType, set[str]] = {
    ris: set(),
    endnote_xml: set(),
    refer: set(),
    mods: {"title is carried as"},
    word_xml: {
        "author is carried as",
        "container-title-short is lost",
        "abstract is lost",
        "keyword is lost",
        "collection-title is lost",
    },
    cff: {"id is carried as"},
    hayagriva: {"keyword is lost"},
    csv: set(),
    nbib: {"id is carried as"},
}
"""By format, the losses of its design."""


@pytest.mark.parametrize(
    "module", ALLOWED, ids=lambda module: module.__name__.rpartition(".")[2]
)
@pytest.mark.parametrize("reference", ALL, ids=lambda reference: reference.type)
def test_common_records_come_back(module: ModuleType, reference: Reference) -> None:
    found = losses([reference], module.write, module.read)
    unexpected = [
        d.message
        for d in found
        if not any(part in d.message for part in ALLOWED[module])
    ]
    assert unexpected == []


@pytest.mark.parametrize("name", formats.names(written=True))
def test_each_format_says_what_it_loses(name: str) -> None:
    reference = BOOK.evolve(scale="1:10000", status="in press")
    lost = {diagnostic.message for diagnostic in losses_in([reference], name)}
    assert not any(message.startswith(("title ", "author ")) for message in lost)
    assert all(d.key == "lind2001" for d in losses_in([reference], name))


@pytest.mark.parametrize(
    "module", ALLOWED, ids=lambda module: module.__name__.rpartition(".")[2]
)
def test_many_records_stay_apart(module: ModuleType) -> None:
    written = module.write(ALL)
    references, diagnostics = module.read(written)
    assert [reference.text("title") for reference in references][1:] == [
        "Sea ice",
        "Fjords",
        "Foam",
    ]
    assert diagnostics == []
    assert module.looks_like(written[:2048])


@pytest.mark.parametrize(
    "module", ALLOWED, ids=lambda module: module.__name__.rpartition(".")[2]
)
def test_nothing_in_a_value_breaks_out_of_its_field(module: ModuleType) -> None:
    hostile = "a\nER  - \nTY  - BOOK\n%0 Book\n\nPMID- 1\n]]></title><x>&amp;\x00\x1b"
    reference = Reference(
        "x", "book", {"title": hostile, "note": hostile, "abstract": hostile}
    )
    references, _ = module.read(module.write([reference, BOOK]))
    assert len(references) == 2
    assert references[1].text("title") == "Sea ice"
