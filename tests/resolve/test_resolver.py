"""Resolving against the stand-in: every agency's way, and every way it can fail."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from csecrefs.net.session import NetSettings, PoliteSession
from csecrefs.resolve import Registries, Resolver
from csecrefs.testing import StandIn

WORK = {
    "DOI": "10.5555/a(1)2;x",
    "type": "journal-article",
    "title": ["Tides"],
    "author": [{"given": "Ana", "family": "Sousa"}],
    "issued": {"date-parts": [[2020]]},
    "updated-by": [{"type": "retraction", "DOI": "10.5555/n", "source": "publisher"}],
}
DATASET = {"doi": "10.6666/d", "titles": [{"title": "Data"}], "types": {"resourceTypeGeneral": "Dataset"},
           "creators": [], "publicationYear": 2019}  # fmt: skip


@pytest.fixture
def registry() -> Iterator[StandIn]:
    with StandIn() as server:
        server.add_crossref(WORK)
        server.add_datacite(DATASET, DATASET | {"doi": "10.48550/arxiv.2001.00001"})
        yield server


@pytest.fixture
def resolver(registry: StandIn) -> Iterator[Resolver]:
    with PoliteSession(NetSettings(tries=1)) as session:
        yield Resolver(session, Registries.at(registry.url))


def test_crossref(resolver: Resolver) -> None:
    resolution = resolver.resolve("https://doi.org/10.5555/A(1)2%3Bx")
    assert resolution.outcome == "found" and resolution.reference is not None
    assert resolution.reference.title == "Tides"
    assert [update.kind for update in resolution.updates] == ["retracted"]
    title = resolution.provenance["title"]
    assert (title.source, title.pointer) == (
        "Crossref",
        "/title/0",
    ) and title.fetched.endswith("+00:00")


def test_datacite_and_arxiv(resolver: Resolver) -> None:
    for asked in ("10.6666/d", "arXiv:2001.00001v3"):
        resolution = resolver.resolve(asked)
        assert resolution.outcome == "found" and resolution.reference is not None
        assert resolution.reference.type == "dataset"


def test_another_agency_by_content_negotiation(
    registry: StandIn, resolver: Resolver
) -> None:
    registry.agencies["10.7777"] = "mEDRA"
    item = {"DOI": "10.7777/x", "type": "book", "title": "Mar&eacute;s <i>altas</i>", "prefix": "10.7777",
            "author": [{"family": "Reis", "given": "Eva", "affiliation": []}]}  # fmt: skip
    registry.add_page(
        "/10.7777/x", json.dumps(item), "application/vnd.citationstyles.csl+json"
    )
    resolution = resolver.resolve("10.7777/x")
    assert resolution.reference is not None
    assert resolution.reference.to_csl() == {
        "id": "10.7777/x", "DOI": "10.7777/x", "type": "book", "title": "Marés <i>altas</i>",
        "author": [{"family": "Reis", "given": "Eva"}],
    }  # fmt: skip


def test_an_agency_that_knows_bibtex_only(
    registry: StandIn, resolver: Resolver
) -> None:
    registry.agencies["10.7777"] = "KISTI"
    entry = (
        "@article{x, title={Mar{\\'e}s}, author={Reis, Eva}, year=2012, journal={J}}"
    )
    registry.add_page("/10.7777/x", entry, "application/x-bibtex")
    found = resolver.resolve("10.7777/x").reference
    assert found is not None
    assert (found.title, found.year, found.DOI) == ("Marés", 2012, "10.7777/x")


def test_an_agency_without_metadata(registry: StandIn, resolver: Resolver) -> None:
    registry.agencies["10.7777"] = "OP"
    registry.add_page("/10.7777/x", "<html>a landing page</html>")
    registry.add_page(
        "/api/handles/10.7777/x", '{"responseCode":1}', "application/json"
    )
    assert resolver.resolve("10.7777/x").outcome == "unsupported"


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        ("10.9999/nobody", "not-registered"),
        ("10.5555/nothing", "not-registered"),
        ("10.6666/nothing", "not-registered"),
        ("no identifier", "malformed"),
        ("ISSN 0378-5955", "unsupported"),
    ],
)
def test_what_is_not_there(resolver: Resolver, asked: str, outcome: str) -> None:
    resolution = resolver.resolve(asked)
    assert (resolution.outcome, resolution.reference) == (outcome, None)
    assert resolution.detail


@pytest.mark.parametrize(
    "fault", ["500", "503", "cut", "html", "drop", "429", "redirect-loop"]
)
def test_an_outage_is_never_not_found(
    registry: StandIn, resolver: Resolver, fault: str
) -> None:
    registry.fail(1.0, fault)  # type: ignore[arg-type]
    for asked in ("10.5555/a(1)2;x", "10.5555/nothing", "10.6666/d"):
        resolution = resolver.resolve(asked)
        assert not resolution.certain, resolution


@pytest.mark.parametrize(
    "fault", ["slow", "wrong-type", "redirect", "agency-404", "resource-not-found"]
)
def test_what_is_odd_but_no_outage_is_got_past(
    registry: StandIn, resolver: Resolver, fault: str
) -> None:
    registry.fail(1.0, fault)  # type: ignore[arg-type]
    resolution = resolver.resolve("10.5555/a(1)2;x")
    assert resolution.outcome == "found" and resolution.reference is not None
    assert resolution.reference.DOI == "10.5555/a(1)2;x"


def test_doi_org_down_and_crossref_up(registry: StandIn) -> None:
    with PoliteSession(NetSettings(tries=1, connect=1)) as session:
        down = Registries.at(registry.url).__class__(
            doi="http://127.0.0.1:9", crossref=registry.url
        )
        assert Resolver(session, down).resolve("10.5555/a(1)2;x").outcome == "found"
        assert (
            Resolver(session, down).resolve("10.5555/nothing").outcome == "unreachable"
        )


def test_isbn_shortdoi_and_pmcid(registry: StandIn, resolver: Resolver) -> None:
    isbn = "9783161484100"
    book = {"title": "Coasts", "subtitle": "a reader", "authors": [{"name": "Eva Reis"}],
            "publishers": [{"name": "Faro"}], "publish_date": "May 2001", "number_of_pages": 12}  # fmt: skip
    registry.add_page(
        "/api/books", json.dumps({f"ISBN:{isbn}": book}), "application/json"
    )
    alias = {
        "responseCode": 1,
        "values": [{"type": "HS_ALIAS", "data": {"value": "10.6666/d"}}],
    }
    registry.add_page("/api/handles/10/abcde", json.dumps(alias), "application/json")
    registry.add_page(
        "/", json.dumps({"records": [{"doi": "10.6666/d"}]}), "application/json"
    )
    found = resolver.resolve(f"ISBN {isbn}").reference
    assert found is not None
    assert found.title == "Coasts: a reader"
    assert found.year == 2001
    for asked in ("10/abcde", "PMC12345"):
        resolution = resolver.resolve(asked)
        assert resolution.reference is not None
        assert resolution.reference.DOI == "10.6666/d"
    registry.add_page("/api/books", "{}", "application/json")
    assert resolver.resolve("ISBN 0-306-40615-2").outcome == "not-found"


def test_pubmed(registry: StandIn, resolver: Resolver) -> None:
    lines = ("PMID- 77", "TI  - Tides in a", "      cup.", "FAU - Sousa, Ana M", "DP  - 2011 Feb",
             "JT  - J Coasts", "PG  - 118-27", "AID - 10.5555/cup [doi]", "")  # fmt: skip
    registry.add_page("/efetch.fcgi", "\n".join(lines), "text/plain")
    for asked in ("PMID: 77", "https://pubmed.ncbi.nlm.nih.gov/77/"):
        resolution = resolver.resolve(asked)
        assert resolution.reference is not None
        item = resolution.reference.to_csl()
        assert (item["title"], item["page"], item["PMID"], item["source"]) == (
            "Tides in a cup", "118-127", "77", "PubMed",
        )  # fmt: skip
        assert resolution.provenance["title"].source == "PubMed"
    registry.add_page("/efetch.fcgi", "\n", "text/plain")
    assert resolver.resolve("PMID: 78").outcome in ("not-registered", "unreadable")


def test_a_page_of_an_identifier_that_no_registry_serves(registry: StandIn) -> None:
    """What the user gave as an address is read as a page; the bare identifier cannot be
    looked up.
    """
    with PoliteSession(NetSettings(tries=1, offline=True)) as session:
        resolver = Resolver(session, Registries.at(registry.url))
        assert resolver.resolve("hdl:1721.1/12345").outcome == "unsupported"
        assert (
            resolver.resolve("https://hdl.handle.net/1721.1/12345").outcome == "offline"
        )


def test_dublin_core(registry: StandIn, resolver: Resolver) -> None:
    registry.add_page(
        "/dc",
        '<meta name="DC.title" content="Sand"><meta name="DC.creator" content="Reis, Eva">'
        '<meta name="DC.date" content="2014-05"><meta name="DC.publisher" content="Faro">'
        '<meta name="DC.language" content="pt">',
    )
    found = resolver.resolve(f"{registry.url}/dc").reference
    assert found is not None
    assert (found.title, str(found.names("author")[0]), str(found.date())) == (
        "Sand",
        "Eva Reis",
        "2014-05",
    )
    assert (found.publisher, found.language) == ("Faro", "pt")


def test_linked_data_in_full(registry: StandIn, resolver: Resolver) -> None:
    journal = {"@type": "Periodical", "name": "J. Coasts", "issn": ["0378-5955"]}
    volume = {"@type": "PublicationVolume", "volumeNumber": "7", "isPartOf": journal}
    work = {
        "@context": "https://schema.org", "@type": ["ScholarlyArticle"], "headline": "Sand &amp; silt",
        "author": [{"givenName": "Eva", "familyName": "Reis"}, "Bo Lind",
                   {"@type": "Organization", "name": "Tide Watch"}],
        "pageStart": "3", "pageEnd": "9", "identifier": {"propertyID": "doi", "value": "doi:10.9999/nobody"},
        "isPartOf": {"@type": "PublicationIssue", "issueNumber": 2, "isPartOf": volume},
    }  # fmt: skip
    registry.add_page(
        "/ld", f'<script type="application/ld+json">{json.dumps([work])}</script>'
    )
    found = resolver.resolve(f"{registry.url}/ld").reference
    assert found is not None
    assert found.to_csl() == {
        "id": "10.9999/nobody", "type": "article-journal", "title": "Sand & silt", "DOI": "10.9999/nobody",
        "author": [{"family": "Reis", "given": "Eva"}, {"family": "Lind", "given": "Bo"},
                   {"literal": "Tide Watch"}],
        "container-title": "J. Coasts", "volume": "7", "issue": "2", "page": "3-9", "ISSN": "0378-5955",
        "URL": f"{registry.url}/ld",
    }  # fmt: skip


def test_a_page_that_names_its_doi_and_one_that_does_not(
    registry: StandIn, resolver: Resolver
) -> None:
    registry.add_page(
        "/named", '<meta name="citation_doi" content="doi:10.6666/d"><title>T</title>'
    )
    registry.add_page(
        "/own",
        '<title>Site</title><meta name="citation_title" content="A &amp; B"><meta name="citation_author" '
        'content="Reis, Eva"><meta name="citation_publication_date" content="2011/4/7"><meta '
        'name="citation_journal_title" content="J"><meta name="citation_firstpage" content="3">',
    )
    registry.add_page(
        "/ld",
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"H",'
        '"author":[{"name":"Eva Reis"}],"datePublished":"2012-01-02T03:04:05Z"}]}</script>',
    )
    registry.add_page("/file.pdf", b"%PDF-1.7", "application/pdf")
    named = resolver.resolve(f"{registry.url}/named").reference
    assert named is not None
    assert named.DOI == "10.6666/d"
    own = resolver.resolve(f"{registry.url}/own").reference
    assert own is not None
    assert own.to_csl() | {"id": ""} == {
        "id": "", "type": "article-journal", "title": "A & B", "container-title": "J", "page": "3",
        "author": [{"family": "Reis", "given": "Eva"}], "issued": {"date-parts": [[2011, 4, 7]]},
        "URL": f"{registry.url}/own",
    }  # fmt: skip
    news = resolver.resolve(f"{registry.url}/ld").reference
    assert news is not None
    assert (news.type, news.year) == ("article-newspaper", 2012)
    assert resolver.resolve(f"{registry.url}/file.pdf").outcome == "unreadable"


def test_many_in_order_and_search(registry: StandIn, resolver: Resolver) -> None:
    asked = ["10.6666/d", "nonsense", "10.5555/a(1)2;x"] * 3
    assert [r.outcome for r in resolver.resolve_all(asked)] == [
        "found",
        "malformed",
        "found",
    ] * 3
    candidates = resolver.search("Sousa tides 2020")
    assert [c.reference.DOI for c in candidates if c.reference] == ["10.5555/a(1)2;x"]
