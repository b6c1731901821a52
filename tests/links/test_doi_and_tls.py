"""DOIs, asked at the handle system first, and TLS."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import attrs
import pytest
import trustme

from csecrefs.errors import InputError
from csecrefs.links.check import check_link
from csecrefs.links.collect import links_of
from csecrefs.links.doi import forms_of
from csecrefs.links.link import Link
from csecrefs.links.settings import CheckSettings, DoiResolver
from csecrefs.links.verdict import Verdict
from csecrefs.model import Reference
from csecrefs.net.exchange import Exchange
from tests.links.conftest import LOCAL, Judge
from tests.links.site import Reply, Site, article, moved, ok, page, status

HANDLE = "/api/handles/10.5555/widgets"


def handle(code: int) -> bytes:
    return ok(f'{{"responseCode": {code}}}'.encode(), kind="application/json")


@pytest.mark.parametrize(
    ("api", "resolver", "landing", "verdict", "certain"),
    [
        (handle(1), moved(302, "/landing"), article(), "ok", False),
        (handle(1), moved(301, "/landing"), article(), "ok", False),
        (
            handle(1),
            moved(302, "/landing"),
            status(404, page("Nothing here")),
            "not-found",
            False,
        ),
        (
            handle(1),
            moved(302, "/landing"),
            status(403, page("Forbidden")),
            "blocked",
            False,
        ),
        (handle(1), moved(302, "/landing"), status(503), "server-error", False),
        (handle(1), status(404), b"", "not-found", True),
        (
            status(404, b'{"responseCode":100}'),
            moved(302, "/landing"),
            article(),
            "not-found",
            True,
        ),
        (handle(2), moved(302, "/landing"), article(), "ok", False),
        (status(500), moved(302, "/landing"), article(), "ok", False),
        (ok(b"<html>"), status(404), b"", "not-found", True),
        (ok(b"[" * 100_000), moved(302, "/landing"), article(), "ok", False),
    ],
)
def test_doi(
    site: Site,
    judge: Judge,
    api: Reply,
    resolver: Reply,
    landing: Reply,
    verdict: str,
    certain: bool,
) -> None:
    site.routes |= {HANDLE: api, "/doi/10.5555/widgets": resolver, "/landing": landing}
    known = DoiResolver(f"{site.url}/doi/", f"{site.url}/api/handles/")
    found = judge("/doi/10.5555/widgets", attrs.evolve(LOCAL, resolvers=(known,)))
    assert (found.code, found.certain) == (verdict, certain)
    assert found.permanent_url is None


def test_an_unregistered_doi_costs_one_request(site: Site, judge: Judge) -> None:
    site.routes[HANDLE] = status(404, b'{"responseCode":100}')
    known = DoiResolver(f"{site.url}/doi/", f"{site.url}/api/handles/")
    assert (
        judge("/doi/10.5555/widgets", attrs.evolve(LOCAL, resolvers=(known,))).requests
        == 1
    )
    assert [hit.target for hit in site.hits] == [HANDLE]


def test_the_landing_pages_site_is_asked_for_a_sibling(
    site: Site, judge: Judge
) -> None:
    site.routes |= {HANDLE: handle(1), "/doi/10.5555/widgets": moved(302, "/journal/1")}
    site.fallback = article("A journal that shows one page for all its articles")
    site.routes["/"] = article("Home", seed=2)
    known = DoiResolver(f"{site.url}/doi/", f"{site.url}/api/handles/")
    assert (
        judge("/doi/10.5555/widgets", attrs.evolve(LOCAL, resolvers=(known,))).code
        == "soft-404"
    )


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA) -> Iterator[CheckSettings]:
    with authority.cert_pem.tempfile() as bundle:
        yield attrs.evolve(LOCAL, ca_bundle=bundle)


def serve(certificate: trustme.LeafCert) -> Site:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    made = Site(context=context)
    made.routes["/it"] = article()
    return made


def verdict(url: str, settings: CheckSettings) -> Verdict:
    exchange = Exchange(settings.limits, settings.allowed_addresses, settings.ca_bundle)
    return check_link(Link(url), exchange, settings)


def test_authorities_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("no certificate")
    for bundle in (tmp_path / "none.pem", empty):
        with pytest.raises(InputError, match=rf"{bundle.name}: no certificate auth"):
            Exchange(ca_bundle=str(bundle))


def test_tls(authority: trustme.CA, trusting: CheckSettings, site: Site) -> None:
    good = serve(authority.issue_cert("127.0.0.1"))
    wrong_host = serve(authority.issue_cert("elsewhere.example"))
    stranger = serve(trustme.CA().issue_cert("127.0.0.1"))
    site.routes |= {
        "/it": moved(301, f"{good.url}/it"),
        "/bad": moved(302, f"{stranger.url}/it"),
    }
    good.routes["/down"] = moved(301, f"{site.url}/plain")
    site.routes["/plain"] = article()
    assert verdict(f"{good.url}/it", trusting).code == "ok"
    assert verdict(f"{site.url}/it", trusting).code == "redirected-permanent"
    assert verdict(f"{good.url}/down", trusting).code == "redirected-permanent"
    for url in (f"{wrong_host.url}/it", f"{stranger.url}/it", f"{site.url}/bad"):
        assert verdict(url, trusting).code == "tls-error"
    assert (
        verdict(site.url.replace("http:", "https:") + "/it", trusting).code
        == "tls-error"
    )


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ("10.1000/ab.", "10.1000/ab."),
        ("10.1000/ab.", "10.1000/ab"),
        ("10.1000/ab).", "10.1000/ab)"),
        ("(10.1000/ab).", "10.1000/ab"),
        ("10.1000/ab2-#", "10.1000/ab2-#"),
        ("10.1000/ab]", "10.1000/ab]"),
        ("10.1000/ab*", "10.1000/ab*"),
        ("10.1000/ab:", "10.1000/ab:"),
        ("10.1000/ab-.", "10.1000/ab-"),
        ("10.1000/ab#page=3", "10.1000/ab"),
    ],
)
def test_the_form_in_which_a_doi_is_registered(written: str, registered: str) -> None:
    (link,) = links_of(Reference.from_csl({"id": "a", "type": "book", "DOI": written}))
    forms = forms_of(link.url)
    if link.written:
        forms += forms_of(link.written)
    decoded = [unquote(form).removeprefix("https://doi.org/") for form in forms]
    assert registered in decoded
    assert len(decoded) <= 8, "few requests for one DOI"
