"""Identifiers in every notation: found, normalised, proved by their check digits,
turned into URLs.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csecrefs.model.identifiers import (
    Identifier,
    doi_url,
    find_dois,
    find_identifiers,
    parse_doi,
    parse_identifier,
)
from tests.model.doi_cases import CASES


@pytest.mark.parametrize(("text", "doi"), CASES)
def test_doi_as_people_write_it(text: str, doi: str | None) -> None:
    assert parse_doi(text) == doi


@pytest.mark.parametrize(
    "doi",
    sorted(
        {doi for _, doi in CASES if doi}
        | {"10.5555/a.", "10.5555/x?y=z#(", "10.5555/é"}
    ),
)
def test_doi_survives_its_url(doi: str) -> None:
    assert parse_doi(doi_url(doi)) == doi
    assert [found.doi for found in find_dois(f"as shown ({doi_url(doi)}).")] == [doi]


def test_several_dois_in_one_text() -> None:
    text = "Compare doi:10.5555/AB.1, 10.5555/cd(2)3; and (https://doi.org/10.5555/ef)."
    found = list(find_dois(text))
    assert [item.doi for item in found] == [
        "10.5555/ab.1",
        "10.5555/cd(2)3",
        "10.5555/ef",
    ]
    assert [text[item.start : item.end] for item in found] == [
        "10.5555/AB.1",
        "10.5555/cd(2)3",
        "10.5555/ef",
    ]


@settings(max_examples=400)
@given(
    template=st.sampled_from(
        (
            "On {a}.10.{y}/{b}.11.{y} the panel met; see vol. {a}, pp. {n}-{m}.",
            "Version 10.{a}.{b}/linux, build {n}, released {y}/{a}/{b}",
            "The ratio was 10.{a}/{b} (n = {n}), against 10,{n}/{m} before",
            "Host 10.{a}.{b}.1/24 answered in {n} ms; route 10.0.{a}.{b}/16",
            "https://example.org/{y}/10/{a}/story-{n}.html?id=10.{a}#p{b}",
            "EUR 110.{n}/month, item 210.{n}/x, file /srv/10.{a}/{n}",
            "between 10.{y}/12.{y} and 11.{y}/10.{y}, art. {a} para. {b}",
        )
    ),
    a=st.integers(1, 28),
    b=st.integers(1, 12),
    y=st.integers(1950, 2030),
    n=st.integers(1000, 99_999),
    m=st.integers(1000, 99_999),
)
def test_no_doi_in_ordinary_text(template: str, **numbers: int) -> None:
    """Dates, prices, versions, paths and addresses hold no DOI."""
    assert list(find_dois(template.format(**numbers))) == []


@pytest.mark.parametrize(
    ("text", "scheme", "value"),
    [
        ("https://doi.org/10.5555/X", "doi", "10.5555/x"),
        ("10/aabbe", "shortdoi", "10/aabbe"),
        ("https://doi.org/gfxyz1", "shortdoi", "10/gfxyz1"),
        ("arXiv:2001.00001v2", "arxiv", "2001.00001v2"),
        ("https://arxiv.org/pdf/2001.00001.pdf", "arxiv", "2001.00001"),
        ("arXiv:0704.0001 [math.CO]", "arxiv", "0704.0001"),
        ("hep-th/9901001", "arxiv", "hep-th/9901001"),
        ("math.GT/0309136", "arxiv", "math/0309136"),
        ("PMID: 012345", "pmid", "12345"),
        ("https://pubmed.ncbi.nlm.nih.gov/12345/", "pmid", "12345"),
        (
            "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/",
            "pmcid",
            "PMC1234567",
        ),
        ("ISBN 978-3-16-148410-0", "isbn", "9783161484100"),
        ("0-306-40615-2", "isbn", "9780306406157"),
        ("urn:isbn:080442957X", "isbn", "9780804429573"),
        ("ISSN 0378-5955", "issn", "0378-5955"),
        ("2434561x", "issn", "2434-561X"),
        ("https://orcid.org/0000-0002-1825-0097", "orcid", "0000-0002-1825-0097"),
        ("ISNI 0000 0001 2103 2683", "isni", "0000000121032683"),
        ("urn:nbn:de:101:1-201102033592", "urn", "urn:nbn:de:101:1-201102033592"),
        ("hdl:2027/mdp.39015000000001", "handle", "2027/mdp.39015000000001"),
        ("1974AJ.....79..819H", "bibcode", "1974AJ.....79..819H"),
        ("CELEX:32016R0679", "celex", "32016R0679"),
        ("62012CJ0131", "celex", "62012CJ0131"),
        ("02016R0679-20160504", "celex", "02016R0679-20160504"),
        ("ecli:eu:c:2014:317", "ecli", "ECLI:EU:C:2014:317"),
        ("A/RES/61/295", "un", "A/RES/61/295"),
        ("S/RES/1373 (2001)", "un", "S/RES/1373 (2001)"),
        ("E/CN.4/2006/97", "un", "E/CN.4/2006/97"),
        ("CCPR/C/21/Rev.1/Add.13", "un", "CCPR/C/21/Rev.1/Add.13"),
        ("A/HRC/RES/17/4", "un", "A/HRC/RES/17/4"),
        ("COM (2019) 640 final", "com", "COM(2019) 640 final"),
        ("COM/2019/0640 FINAL", "com", "COM(2019) 640 final"),
        ("SWD(2021)84", "com", "SWD(2021) 84"),
        ("COM(2016) 0267 final/2", "com", "COM(2016) 267 final"),
        ("A/RES/217 A (III)", "un", "A/RES/217(III)"),
        ("https://docs.un.org/en/A/RES/54/263", "un", "A/RES/54/263"),
        ("12012E258", "celex", "12012E258"),
        (
            "https://eur-lex.europa.eu/x/HTML/?uri=CELEX:32016R0679&from=EN",
            "celex",
            "32016R0679",
        ),
        (
            "https://hudoc.echr.coe.int/eng?i=ECLI:CE:ECHR:2010:0107JUD002596504",
            "ecli",
            "ECLI:CE:ECHR:2010:0107JUD002596504",
        ),
        ("arXiv preprint arXiv:2001.00001", "arxiv", "2001.00001"),
        ("arXiv 2001.00001.", "arxiv", "2001.00001"),
        ("PMID:12345.", "pmid", "12345"),
        ("https://europepmc.org/abstract/MED/12345", "pmid", "12345"),
        ("https://europepmc.org/article/PMC/PMC1234567", "pmcid", "PMC1234567"),
        ("ISBN-10 080442957X (pbk.)", "isbn", "9780804429573"),
        (
            "https://urn.fi/URN:NBN:fi-fe201003181510",
            "urn",
            "urn:nbn:fi-fe201003181510",
        ),
        ("info:hdl/1721.1/12345", "handle", "1721.1/12345"),
        (
            "http://adsabs.harvard.edu/abs/2019ApJ...882L..12A",
            "bibcode",
            "2019ApJ...882L..12A",
        ),
    ],
)
def test_schemes(text: str, scheme: str, value: str) -> None:
    identifier = Identifier(scheme, value)
    assert parse_identifier(text) == identifier
    assert parse_identifier(identifier.url or value) == identifier or scheme == "com"
    if identifier.url:
        assert identifier.url.startswith("https://")


@pytest.mark.parametrize(
    "text",
    [
        "978-3-16-148410-1",
        "0378-5954",
        "979-0-2600-0043-8",
        "urn:isan:'",
        "0000-0002-1825-0098",
        "arXiv:2013.00001",
        "12345678",
        "PMID: 0",
        "2001.00",
        "ECLI:EU",
        "A/B",
        "and/or",
        "",
        "x" * 100_000,
    ],
)
def test_not_an_identifier(text: str) -> None:
    assert parse_identifier(text) is None


def test_identifiers_in_running_text() -> None:
    text = (
        "Doe (2020), https://doi.org/10.5555/x.1, arXiv:2001.00001; PMID: 77, PMC1234567. "
        "Resolution A/RES/61/295 and COM(2019) 640 final (CELEX 52019DC0640), ISBN 978-3-16-148410-0, "
        "ISSN 0378-5955, ECLI:EU:C:2014:317. Years 1990-1995 and 2434-5610 pages; he/she; N/A; A/B 12."
    )
    assert [str(found.identifier) for found in find_identifiers(text)] == [
        "doi:10.5555/x.1",
        "arxiv:2001.00001",
        "pmid:77",
        "pmcid:PMC1234567",
        "un:A/RES/61/295",
        "com:COM(2019) 640 final",
        "celex:52019DC0640",
        "isbn:9783161484100",
        "issn:0378-5955",
        "ecli:ECLI:EU:C:2014:317",
    ]


def test_a_hostile_string_takes_no_time() -> None:
    for hostile in (
        "10.5555/" + "(" * 50_000,
        "10.5555/x<" * 5_000,
        "&amp;" * 20_000,
        "/" * 50_000 + "10.",
    ):
        doi = parse_doi(hostile)
        assert doi is None or doi.startswith("10.5555/")
        assert len({found.identifier for found in find_identifiers(hostile)}) <= 1
