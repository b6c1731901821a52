"""Which addresses and identifiers become links, where they end and where they lead."""

from __future__ import annotations

import pytest

from csecrefs.text.inline import Element, Inlines
from csecrefs.writers.links import address, linked


def found(text: str) -> list[tuple[str, str]]:
    """Anchor and target of each link found in the text."""
    return [
        (str(node.children[0]), node.href)
        for node in linked((text,))
        if isinstance(node, Element)
    ]


@pytest.mark.parametrize(
    ("text", "anchor", "href"),
    [
        (
            "see https://example.org/a.",
            "https://example.org/a",
            "https://example.org/a",
        ),
        (
            "(http://example.org/a_(b)).",
            "http://example.org/a_(b)",
            "http://example.org/a_(b)",
        ),
        ("<https://example.org>", "https://example.org", "https://example.org"),
        ("“https://example.org/x,”", "https://example.org/x", "https://example.org/x"),
        ("doi: 10.1000/182.", "10.1000/182", "https://doi.org/10.1000/182"),
        ("doi:10.1000/182", "10.1000/182", "https://doi.org/10.1000/182"),
        (
            "https://doi.org/10.1000/182.",
            "https://doi.org/10.1000/182",
            "https://doi.org/10.1000/182",
        ),
        (
            "10.1002/(SICI)1097(199806)49:8<693::AID-ASI4>3.0.CO;2-O;",
            "10.1002/(SICI)1097(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
            "https://doi.org/10.1002/(SICI)1097(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O",
        ),
        ("PMID: 1234567.", "1234567", "https://www.ncbi.nlm.nih.gov/pubmed/1234567"),
        (
            "PMCID: PMC123456",
            "PMC123456",
            "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123456",
        ),
        (
            "https://example.org/ț",
            "https://example.org/ț",
            "https://example.org/%C8%9B",
        ),
    ],
)
def test_links_found_in_text(text: str, anchor: str, href: str) -> None:
    assert found(text) == [(anchor, href)]


@pytest.mark.parametrize(
    "text",
    [
        "version 10.1000",
        "3.10.1000/182",
        "javascript:alert(1)",
        "ftp://example.org",
        "data:text/html,x",
        "www.example.org",
        "https://",
        "xhttp://example.org",
    ],
)
def test_no_link_found(text: str) -> None:
    assert found(text) == []


def test_an_address_in_pieces_is_one_link() -> None:
    assert linked(("https://doi.org/", "10.1000/1", ".")) == (
        Element("link", ("https://doi.org/10.1000/1",), "https://doi.org/10.1000/1"),
        ".",
    )


@pytest.mark.parametrize(
    "resolver", ["https://doi.org/", "http://dx.doi.org/", "HTTPS://doi.org/"]
)
def test_the_resolver_printed_before_an_identifier_is_within_its_link(
    resolver: str,
) -> None:
    identifier = Element("link", ("10.1000/1",), "https://doi.org/10.1000/1")
    assert linked(("At ", resolver, identifier, ".")) == (
        "At ",
        identifier._replace(children=(resolver + "10.1000/1",)),
        ".",
    )
    assert linked(("https://example.org/a, doi: ", identifier))[-1] == identifier


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("https://example.org/a b\"c'<d>", "https://example.org/a%20b%22c'%3Cd%3E"),
        (" HTTPS://example.org/100%/%41 ", "HTTPS://example.org/100%25/%41"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org/\x00\ud800", "https://example.org/%EF%BF%BD"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("vbscript:x", ""),
        ("file:///etc/passwd", ""),
        ("//example.org", ""),
        ("https:/example.org", ""),
        ("", ""),
    ],
)
def test_only_safe_addresses_are_linked(href: str, safe: str) -> None:
    assert address(href) == safe


def test_there_are_no_links_in_links() -> None:
    inner = Element("link", ("https://example.org/in",), "https://example.org/in")
    tree: Inlines = (
        Element("link", ("x", Element("italic", (inner,))), "https://example.org"),
    )
    (outer,) = linked(tree)
    assert outer == Element(
        "link",
        ("x", Element("italic", (inner._replace(href=""),))),
        "https://example.org",
    )


def test_a_refused_link_leaves_its_text_to_be_searched() -> None:
    (refused,) = linked(
        (Element("link", ("https://example.org",), "javascript:alert(1)"),)
    )
    inner = Element("link", ("https://example.org",), "https://example.org")
    assert refused == Element("link", (inner,), "")


def test_a_long_hostile_text_takes_no_time_to_speak_of() -> None:
    assert found("https://" + ")" * 200_000) == []
    assert found("10.1000." * 50_000) == []
    assert len(found("https://a.b)." * 20_000)) == 1
