"""Strings to records: fields, types, evidence, and what never is lost."""

from __future__ import annotations

import pytest

import csecrefs as cr
from csecrefs.strings import parse_string
from csecrefs.strings.dates import parse_date
from csecrefs.strings.features import of_token
from csecrefs.strings.model import shipped
from csecrefs.strings.spans import spans
from csecrefs.strings.tokens import tokens

ARTICLE = "Harrow, P., & Quell, H. (2014). A survey of small harbours. Journal of Tides, 12(3), 45–67. https://doi.org/10.5555/jt.2014.45"


def test_an_article() -> None:
    parsed = parse_string(ARTICLE)
    reference = parsed.reference
    assert reference.type == "article-journal"
    assert reference.year == 2014
    assert [name.family for name in reference.names("author")] == ["Harrow", "Quell"]
    assert reference.text("title") == "A survey of small harbours"
    assert reference.text("container-title") == "Journal of Tides"
    assert (
        reference.text("volume"),
        reference.text("issue"),
        reference.text("page"),
    ) == ("12", "3", "45-67")
    assert reference.text("DOI") == "10.5555/jt.2014.45"
    assert "URL" not in reference


def test_the_string_stays_with_the_record() -> None:
    assert parse_string(ARTICLE).reference.extra["custom"]["printed"] == ARTICLE


def test_evidence_points_into_the_string() -> None:
    parsed = parse_string(ARTICLE)
    places = {each.variable: ARTICLE[each.start : each.end] for each in parsed.evidence}
    assert places["volume"] == "12"
    assert places["container-title"] == "Journal of Tides"
    assert all(0 <= each.confidence <= 1 for each in parsed.evidence)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016 Mar", "2016-03"),
        ("24.7.2020", "2020-07-24"),
        ("20 novembre 1989", "1989-11-20"),
        ("1974–76", "1974/1976"),
        ("1974/75", "1974/1975"),
        ("2013b", "2013"),
        ("March 3, 2001", "2001-03-03"),
        ("2011-05-02", "2011-05-02"),
        ("3/25/2011", "2011-03-25"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert str(parse_date(text)) == expected


def test_no_year_no_date() -> None:
    assert parse_date("forthcoming") is None


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "1", "((((", "\x00\x01", "—" * 50, "a" * 100_000, "1 " * 50_000],
)
def test_rubbish_is_a_record_too(text: str) -> None:
    parsed = parse_string(text)
    assert parsed.text == text


def test_identifiers_by_rule() -> None:
    text = "Quell, H. On tides. J Tides. 2016;1:1-2. PMID: 12345678. PMCID: PMC123456."
    reference = parse_string(text).reference
    assert reference.text("PMID") == "12345678"
    assert reference.text("PMCID") == "PMC123456"


def test_the_api_reads_lists() -> None:
    text = f"References\n\n[1] {ARTICLE}\n[2] Varnost, J. (2001). Logs of a lighthouse. Oslo: Nowhere Press.\n"
    parsed = cr.parse_references(text)
    assert [each.reference.id for each in parsed] == ["harrow2014", "varnost2001"]
    library = cr.Library.parse(text)
    assert library.keys()


def test_a_repeated_author_is_the_one_before() -> None:
    text = "Varnost, J. (2001). Logs of a lighthouse. Oslo: Nowhere Press.\n———. (2003). Letters. Oslo: Nowhere Press.\n"
    second = cr.parse_references(text)[1]
    assert [name.family for name in second.reference.names("author")] == ["Varnost"]


def test_tokens_keep_addresses_whole() -> None:
    found = [token.text for token in tokens("See https://x.org/a_(b), p. 4-5.")]
    assert "https://x.org/a_(b)" in found
    assert found[-4:] == ["4", "-", "5", "."]


def test_a_label_of_every_token_of_a_best_path() -> None:
    model = shipped("references", of_token)
    labels, margins = model.best([])
    assert (labels, margins) == ([], [])
    found = spans(ARTICLE)
    assert all(span.margin >= 0 for span in found)
