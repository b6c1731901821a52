"""More registries: OpenAlex, DBLP, arXiv, Semantic Scholar and EUR-Lex, played by the
stand-in; and what is odd about records offline.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from csecrefs.model import Reference
from csecrefs.model.registries import TABLE
from csecrefs.net.answer import Answer
from csecrefs.net.session import NetSettings, PoliteSession
from csecrefs.resolve import Registries, Resolver, eurlex
from csecrefs.resolve.catalogues import arxiv_records, is_withdrawn
from csecrefs.resolve.findings import findings, summary
from csecrefs.resolve.heuristics import advise
from csecrefs.resolve.verify import identifier_of, verify, verify_one
from csecrefs.testing import StandIn

SHARED = Path(os.environ.get("CSECREFS_SHARED", "../shared"))
TITLE = "Sorting tide tables in linear space"
PEOPLE = [{"family": "Sousa", "given": "Ana"}, {"family": "Nowak", "given": "Jan"}]


def record(**more: Any) -> Reference:
    item = {"id": "k", "type": "paper-conference", "title": TITLE, "author": PEOPLE}
    item |= {"issued": {"date-parts": [[2019]]}, **more}
    return Reference.from_csl(item)


WORKS: dict[str, dict[str, Any]] = {
    "openalex": {
        "id": "https://openalex.org/W1",
        "title": TITLE,
        "type": "article",
        "publication_year": 2019,
        "authorships": [
            {"author": {"display_name": "Ana Sousa"}},
            {"author": {"display_name": "Jan Nowak"}},
        ],
    },
    "dblp": {
        "authors": {"author": [{"text": "Ana Sousa 0002"}, {"text": "Jan Nowak"}]},
        "title": f"{TITLE}.",
        "venue": "TIDE",
        "year": "2019",
        "type": "Conference and Workshop Papers",
        "url": "https://dblp.org/rec/conf/tide/SN19",
    },
    "arxiv": {
        "id": "1901.00001v2",
        "title": TITLE,
        "authors": ["Ana Sousa", "Jan Nowak"],
        "published": "2019-01-02T00:00:00Z",
    },
    "semantic_scholar": {
        "title": TITLE,
        "authors": [{"name": "Ana Sousa"}, {"name": "Jan Nowak"}],
        "year": 2019,
        "externalIds": {},
        "journal": {"volume": "3", "pages": "1-9"},
    },
}
NAMES = {
    "openalex": "OpenAlex",
    "dblp": "DBLP",
    "arxiv": "arXiv",
    "semantic_scholar": "Semantic Scholar",
}


@pytest.fixture
def registry() -> Iterator[StandIn]:
    with StandIn() as server:
        yield server


@pytest.fixture
def resolver(registry: StandIn) -> Iterator[Resolver]:
    with PoliteSession(NetSettings(tries=1)) as session:
        yield Resolver(session, Registries.at(registry.url))


@pytest.mark.parametrize("name", WORKS)
def test_a_work_without_doi_is_confirmed_by_any(
    registry: StandIn, resolver: Resolver, name: str
) -> None:
    registry.add_catalogue(name, WORKS[name])
    verification = verify_one(record(), resolver)
    assert verification.verdict in ("ok", "cosmetic", "incomplete")
    assert verification.known_by == (NAMES[name],)
    assert not verification.finding


@pytest.mark.parametrize("name", WORKS)
def test_no_catalogue_contradicts_a_record(
    registry: StandIn, resolver: Resolver, name: str
) -> None:
    registry.add_catalogue(name, WORKS[name])
    shifted = record(issued={"date-parts": [[2020]]}, volume="7", page="100-120")
    assert not verify_one(shifted, resolver).finding


def test_another_work_of_like_title_confirms_nothing(
    registry: StandIn, resolver: Resolver
) -> None:
    other = WORKS["dblp"] | {
        "authors": {"author": {"text": "Eva Reis"}},
        "year": "1988",
    }
    registry.add_catalogue("dblp", other)
    assert verify_one(record(), resolver).verdict == "unconfirmed"


def test_two_registries_that_are_down_change_nothing(registry: StandIn) -> None:
    registry.add_catalogue("dblp", WORKS["dblp"])
    nowhere = "http://127.0.0.1:9"
    at = attrs.evolve(
        Registries.at(registry.url), crossref=nowhere, openalex=nowhere, arxiv=""
    )
    with PoliteSession(NetSettings(tries=1, connect=1)) as session:
        verification = verify_one(record(), Resolver(session, at))
    assert verification.known_by == ("DBLP",)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"result": 3}',
        b'{"data": [1, {"title": []}]}',
        b"<feed/>",
        b"<",
    ],
)
def test_odd_answers_confirm_nothing(
    registry: StandIn, resolver: Resolver, body: bytes
) -> None:
    for path in ("/works", "/search/publ/api", "/api/query", "/graph/v1/paper/search"):
        registry.add_page(path, body, "application/json")
    assert verify_one(record(), resolver).verdict in ("unconfirmed", "unchecked")


GDPR = "Regulation (EU) 2016/679 on the protection of natural persons"


@pytest.mark.parametrize(
    "fields",
    [
        {"number": "32016R0679"},
        {"URL": "http://data.europa.eu/eli/reg/2016/679/oj"},
        {"URL": "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679"},
        {"URL": "https://eur-lex.europa.eu/eli/reg/2016/679/oj/eng"},
    ],
)
def test_acts_of_the_union(
    registry: StandIn, resolver: Resolver, fields: dict[str, str]
) -> None:
    registry.add_celex("32016R0679", GDPR, "2016-04-27")
    item = {"id": "gdpr", "type": "legislation", "title": GDPR}
    act = Reference.from_csl(
        item | {"issued": {"date-parts": [[2016, 4, 27]]}} | fields
    )
    verification = verify_one(act, resolver)
    assert verification.verdict in ("ok", "cosmetic", "incomplete")
    assert verification.known_by == ("EUR-Lex",)
    missing = Reference.from_csl(item | {"number": "32016R9999"})
    assert verify_one(missing, resolver).verdict == "bad-identifier"


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"container-title": "arXiv preprint arXiv:1706.03762"}, "1706.03762"),
        ({"note": "arXiv:1706.03762v2 [cs.CL]"}, "1706.03762v2"),
        ({"DOI": "10/abcd"}, "10/abcd"),
    ],
)
def test_identifiers_in_other_fields_are_seen(
    fields: dict[str, str], value: str
) -> None:
    found = identifier_of(Reference.from_csl({"id": "a", "type": "article"} | fields))
    assert found and found.value == value


def test_a_withdrawn_preprint_is_told() -> None:
    assert is_withdrawn("This paper has been withdrawn by the authors.")
    assert not is_withdrawn("We study papers that were withdrawn.")
    feed = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"'
        b' xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>'
        b"<id>http://arxiv.org/abs/1901.00001v2</id><title>T</title>"
        b"<arxiv:comment>This paper has been withdrawn</arxiv:comment></entry></feed>"
    )
    ((found, updates),) = arxiv_records(Answer("", 200, {}, feed))
    assert found.reference.text("title") == "T"
    assert [update.kind for update in updates] == ["removed"]


def test_recorded_answers_are_read() -> None:
    recorded = SHARED / "registry" / "arxiv-api"
    if not recorded.is_dir():
        pytest.skip("no recorded responses beside the project (../shared)")
    feed = next(recorded.glob("*.xml")).read_bytes()
    ((found, _),) = arxiv_records(Answer("", 200, {}, feed))
    assert found.reference.text("title") == "Attention Is All You Need"
    assert len(found.reference.names("author")) == 8


def test_one_record_that_breaks_a_reader_is_one_result(
    registry: StandIn, resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(asked: object) -> Any:
        if "bad" in str(asked):
            raise RuntimeError("a response that a parser chokes on")
        return Resolver.resolve(resolver, asked)  # type: ignore[arg-type]

    monkeypatch.setattr(resolver, "resolve", broken)
    listed = [record(id="a", DOI="10.5555/bad"), record(id="b", DOI="10.5555/fine")]
    found = list(verify(listed, resolver))
    assert [each.verdict for each in found] == ["unchecked", "bad-identifier"]
    assert "chokes" in found[0].detail


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"DOI": "10.1234/xxxxx"}, "placeholder-doi"),
        ({"DOI": "10.0000/abc123"}, "placeholder-doi"),
        ({"DOI": "10.1145/nnnnnnn.nnnnnnn"}, "placeholder-doi"),
        ({"issued": {"date-parts": [[2031]]}}, "future-year"),
        ({"author": [{"literal": "et al."}]}, "et-al-only"),
        (
            {"number": "arXiv:2103.01234", "issued": {"date-parts": [[2019]]}},
            "arxiv-year",
        ),
    ],
)
def test_odd_records(fields: dict[str, Any], code: str) -> None:
    item = {"id": "a", "type": "article", "title": "T"} | fields
    found = advise([Reference.from_csl(item)], 2026)
    assert [each.code for each in found.get("a", ())] == [code]


@pytest.mark.parametrize(
    "fields",
    [
        {"DOI": "10.1145/3292500.3330701"},
        {"DOI": "10.1016/S0140-6736(20)30183-5"},
        {"issued": {"date-parts": [[2027]]}},
        {"author": [{"family": "Al", "given": "E."}]},
        {"number": "arXiv:1706.03762", "issued": {"date-parts": [[2017]]}},
        {
            "number": "arXiv:1706.03762",
            "issued": {"date-parts": [[2015]]},
            "container-title": "J",
        },
    ],
)
def test_records_with_nothing_odd(fields: dict[str, Any]) -> None:
    item = {"id": "a", "type": "article", "title": "T"} | fields
    assert advise([Reference.from_csl(item)], 2026) == {}


def test_one_doi_twice_and_a_volume_against_its_year() -> None:
    def article(key: str, volume: int, year: int, doi: str) -> Reference:
        return Reference.from_csl(
            {
                "id": key,
                "type": "article-journal",
                "title": f"Title {key}",
                "container-title": "Journal of Tides",
                "volume": str(volume),
                "issued": {"date-parts": [[year]]},
                "DOI": doi,
            }
        )

    listed = [article(f"k{n}", 10 + n, 2000 + n, f"10.5555/{n}") for n in range(4)]
    listed.append(article("odd", 12, 1992, "10.5555/0"))
    found = advise(listed, 2026)
    codes = {key: [each.code for each in advice] for key, advice in found.items()}
    assert codes == {
        "k0": ["repeated-identifier"],
        "odd": ["repeated-identifier", "volume-year"],
    }


def test_a_retracted_work_is_never_counted_as_in_order(
    registry: StandIn, resolver: Resolver
) -> None:
    work = {
        "DOI": "10.5555/gone",
        "type": "journal-article",
        "title": [TITLE],
        "author": PEOPLE,
        "issued": {"date-parts": [[2019]]},
        "updated-by": [{"type": "retraction", "DOI": "10.5555/notice"}],
    }
    registry.add_crossref(work)
    (found,) = verify([record(DOI="10.5555/gone")], resolver)
    assert found.standing == "retracted"
    assert next(findings(found)).message.startswith("RETRACTED")
    assert summary([found]) == "1 reference: 1 retracted"


def test_the_table_of_registries_is_the_addresses() -> None:
    assert [each.name for each in TABLE] == [
        field.name for field in attrs.fields(Registries)
    ]
    assert all(each.meaning and each.address.startswith("https://") for each in TABLE)


PROSE = "orchards along the river were surveyed each spring by students " * 20


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<title>Just a moment...</title><p>Checking your browser</p>", "human reader"),
        ("<title>Page not found</title><p>The page does not exist.</p>", "missing"),
        ("<title>example.org</title><p>This domain is for sale</p>", "for sale"),
        (
            "<title>Sign in</title><form><input name=u><input type=password></form>",
            "login",
        ),
        ("<title>Site under maintenance</title>", "error"),
        (
            "<title>Hi</title><p>This page is not available in your country.</p>",
            "country",
        ),
    ],
)
def test_a_page_that_is_no_work_is_refused_with_the_reason(
    registry: StandIn, resolver: Resolver, body: str, reason: str
) -> None:
    registry.add_page("/page", f"<html>{body}</html>")
    found = resolver.resolve(f"{registry.url}/page")
    assert found.reference is None
    assert reason in found.detail


@pytest.mark.parametrize(
    "body",
    [
        f"<title>On tides</title><p>By Ana Brook</p><p>March 5, 2019</p><p>{PROSE}</p>",
        f"<title>On tides</title><meta name=author content='By Ana Brook'>"
        f"<meta name=date content='05.03.2019'><p>{PROSE}</p>",
        f"<title>On tides</title><p>By Ana Brook</p><time datetime=2019-03-05></time>"
        f"<p>{PROSE}</p>",
    ],
)
def test_dates_and_names_as_pages_show_them(
    registry: StandIn, resolver: Resolver, body: str
) -> None:
    registry.add_page("/page", f"<html>{body}</html>")
    found = resolver.resolve(f"{registry.url}/page").reference
    assert found is not None
    assert [(name.family, name.given) for name in found.names("author")] == [
        ("Brook", "Ana")
    ]
    assert str(found.date("issued")) == "2019-03-05"


def test_a_work_with_metadata_and_an_odd_title_is_taken(
    registry: StandIn, resolver: Resolver
) -> None:
    head = "<meta name=citation_title content='Access Denied'>"
    registry.add_page("/page", f"<html><title>Access Denied</title>{head}</html>")
    found = resolver.resolve(f"{registry.url}/page")
    assert found.reference and found.reference.text("title") == "Access Denied"


def test_a_notice_is_asked_for_as_cellar_documents_it() -> None:
    address = eurlex.address("https://publications.example", "32016R0679")
    assert (
        address == "https://publications.example/resource/celex/32016R0679?language=eng"
    )
    assert eurlex.NOTICE == "application/xml;notice=branch"


def test_identifiers_of_semantic_scholar(registry: StandIn, resolver: Resolver) -> None:
    ids = {"DOI": "10.5555/s2", "PubMed": "123456", "ArXiv": "1901.01234"}
    registry.add_catalogue(
        "semantic_scholar", WORKS["semantic_scholar"] | {"externalIds": ids}
    )
    (found,) = resolver.candidates(TITLE)
    assert found.reference is not None
    fields = [found.reference.text(name) for name in ("DOI", "PMID", "number")]
    assert fields == ["10.5555/s2", "123456", "arXiv:1901.01234"]
