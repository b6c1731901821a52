"""No living page is called dead."""

from __future__ import annotations

import pytest

from csecrefs.links.check import Siblings, check
from csecrefs.links.journey import drive
from csecrefs.links.link import Link
from csecrefs.links.verdict import Verdict
from csecrefs.net.exchange import Exchange
from tests.links.conftest import LOCAL
from tests.links.living import Living, pages
from tests.links.site import Script, article, ok, page, status

PAGES = list(pages())


def judged(living: Living) -> Verdict:
    site = Script()
    site.routes |= {path: reply for path, reply in living.routes.items() if path != "*"}
    site.fallback = living.routes.get("*", site.fallback)
    link = Link(site.url + living.path, titles=living.titles)
    return drive(check(link, LOCAL, Siblings()), site.get)


def test_there_are_as_many_as_promised() -> None:
    assert len(PAGES) >= 150
    assert len({living.name for living in PAGES}) == len(PAGES)


@pytest.mark.parametrize("living", PAGES, ids=lambda living: living.name)
def test_no_living_page_is_called_dead(living: Living) -> None:
    verdict = judged(living)
    assert verdict.outcome != "broken", verdict
    assert verdict.code != "redirected-permanent", verdict
    if living.name.startswith(("title", "fragment")):
        assert verdict.outcome == "ok" or verdict.code == "fragment-unseen", verdict
    else:
        assert verdict.outcome == "uncertain", verdict


DEAD = {
    "en": "The page you requested could not be found.",
    "en-iis": "The page you are looking for might have been removed, had its name"
    " changed, or is temporarily unavailable.",
    "en-sorry": "Sorry, this page does not exist. Please try again later.",
    "de": "Die angeforderte Seite wurde nicht gefunden.",
    "fr": "Cette page n'existe plus.",
    "es": "La página que busca no existe.",
    "ru": "Страница не найдена.",
    "ja": "ページが見つかりません",
}


@pytest.mark.parametrize("note", DEAD.values(), ids=DEAD.keys())
def test_a_page_that_says_it_is_missing_still_is(note: str) -> None:
    body = ok(page("Notice", f"<p>{note}</p>"))
    living = Living("dead", "/work", {"/work": body, "/": article("Home", 5)})
    assert judged(living).code == "soft-404"


@pytest.mark.parametrize("address", ["http://10.0.0.8/x", "http://localhost/x"])
def test_a_private_address_cannot_be_judged(address: str) -> None:
    with_exchange = Exchange(LOCAL.limits)
    verdict = drive(check(Link(address), LOCAL, Siblings()), with_exchange.get)
    assert (verdict.code, verdict.outcome) == ("unsafe-url", "uncertain")
    assert "--allow-address" in verdict.reason


def test_only_a_page_without_scripts_proves_that_a_place_is_missing() -> None:
    plain = Living("plain", "/work#nowhere", {"/work": article("T", 3)}, ("T",))
    assert judged(plain).code == "fragment-missing"


def test_a_link_is_tried_as_it_is_written_where_it_fails_as_it_is_meant() -> None:
    site = Script()
    site.routes |= {"/Apple_Inc.": article("Apple Inc."), "/Apple_Inc": status(404)}
    link = Link(f"{site.url}/Apple_Inc", written=f"{site.url}/Apple_Inc.")
    verdict = drive(check(link, LOCAL, Siblings()), site.get)
    assert (verdict.url, verdict.code) == (link.url, "ok")


def test_a_doi_that_is_none_is_a_row() -> None:
    link = Link("none", field="DOI", invalid="'none' is not a DOI")
    verdict = drive(check(link, LOCAL, Siblings()), Exchange(LOCAL.limits).get)
    assert (verdict.code, verdict.certain, verdict.requests) == ("invalid", True, 0)
