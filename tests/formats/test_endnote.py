"""EndNote's XML and Refer."""

from __future__ import annotations

import pytest

from csecrefs.formats.tagged import refer
from csecrefs.formats.xml import endnote as endnote_xml
from csecrefs.model import Date, Name, Reference


def record(
    inner: str, kind: str = "<ref-type name='Journal Article'>17</ref-type>"
) -> Reference:
    (reference,), diagnostics = endnote_xml.read(
        f"<xml><records><record>{kind}{inner}</record></records></xml>"
    )
    assert diagnostics == []
    return reference


def test_styles_are_rich_text() -> None:
    title = (
        "<titles><title><style face='normal'>On </style><style face='italic'>E. coli</style>"
        "<style face='normal'> and CO</style><style face='bold subscript' size='7'>2</style></title></titles>"
    )
    assert record(title).text("title") == "On <i>E. coli</i> and CO<b><sub>2</sub></b>"


def test_fields() -> None:
    reference = record(
        "<contributors><authors><author><style>Lind, Bo</style></author></authors></contributors>"
        "<titles><title>Tides</title><secondary-title>Journal of Tides</secondary-title></titles>"
        "<pages>101-9</pages><number>3</number><label>lind99</label>"
        "<dates><year>1999</year><pub-dates><date>Mar 3</date></pub-dates></dates>"
        "<urls><related-urls><url>https://example.org</url></related-urls></urls>"
    )
    assert reference.id == "lind99"
    assert reference.date() == Date((1999, 3, 3))
    expected = {
        "container-title": "Journal of Tides",
        "page": "101-109",
        "issue": "3",
        "URL": "https://example.org",
    }
    assert {key: reference[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("kind", "item_type"),
    [
        ("<ref-type name='Book Section'>5</ref-type>", "chapter"),
        ("<ref-type>32</ref-type>", "thesis"),
        ("<ref-type name='Nobody knows'>999</ref-type>", "document"),
        ("", "document"),
    ],
)
def test_types(kind: str, item_type: str) -> None:
    assert record("<titles><title>A</title></titles>", kind).type == item_type


def test_refer() -> None:
    text = (
        "%0 Book\n%A Bo Lind\n%A Berg, Cy\n%E Eva Dahl\n%T Tides\n%C Oslo\n%I Press\n"
        "%D 1999\n%G no\n%G en\n\n"
    )
    (first, second), _ = refer.read(
        text + "%A Falk, Gro\n%T Fjords\n%J Journal of Tides\n%V 3\n"
    )
    assert first.names("author") == (Name("Lind", "Bo"), Name("Berg", "Cy"))
    assert first.names("editor") == (Name("Dahl", "Eva"),)
    assert (first.type, first.text("language")) == ("book", "no, en")
    assert (second.type, second.text("container-title")) == (
        "article-journal",
        "Journal of Tides",
    )


def test_a_blank_line_in_an_abstract_does_not_end_the_record() -> None:
    (reference,), _ = refer.read("%0 Book\n%T Tides\n%X One.\n\nTwo.\n%D 1999\n")
    assert (reference.text("abstract"), reference.year) == ("One.\nTwo.", 1999)
