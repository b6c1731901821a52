"""What pages say of themselves: missing, shut, for sale, guarded; and works that only
speak of it.
"""

from __future__ import annotations

import time

import pytest

from csecrefs.pages import phrases, signs
from csecrefs.pages.page import Page
from tests.links.conftest import Judge
from tests.links.site import Site, ok, page, prose


def a_page(title: str, body: str = "", words: int = 400) -> Page:
    return Page(page(title, f"<h1>{title}</h1>{body}<p>{prose(1, words)}</p>"))


@pytest.mark.parametrize(
    "title",
    [
        "Whoops, this document is gone", "Record deleted", "Nothing Found", "Broken link",
        "There is no publication here", "Resource not available", "NOT_FOUND",
        "The file has been moved or deleted",
        "Fout 404", "Niet gevonden", "404 – strona", "Contenido no disponible", "Siden blev ikke fundet",
        "Sivua ei löydy", "A keresett oldal nem található", "Η σελίδα δεν υπάρχει", "Сторінку не знайдено",
        "Pagina nu există", "העמוד לא נמצא", "لم يتم العثور على الملف", "Trang không tồn tại",
        "Halaman tidak ditemukan", "존재하지 않는 문서입니다", "404 页面",
    ],
)  # fmt: skip
def test_missing_in_many_languages(title: str) -> None:
    assert signs.says_missing(a_page(title))
    assert signs.says_missing(Page(page("Orchard Society", f"<p>{title}</p>")))


@pytest.mark.parametrize(
    "title",
    [
        "Suspended domain", "Hosting account expired", "This blog has been discontinued", "No such app",
        "Dieses Konto wurde gesperrt", "Sitio suspendido", "Web Server's Default Page", "IIS Windows",
    ],
)  # fmt: skip
def test_sites_switched_off(title: str) -> None:
    assert signs.says_suspended(a_page(title))


@pytest.mark.parametrize(
    "title",
    [
        "orchard-society.org is for sale (Orchard)", "The domain name orchard.org may be for sale",
        "orchard.de steht zum Verkauf", "Questo dominio è in vendita", "Este dominio está a la venta",
        "该域名正在出售", "Interested in this domain?", "Premium domain for sale", "Parking page",
        "This domain name has expired", "Denne domæne er til salg", "Домен выставлен на продажу",
    ],
)  # fmt: skip
def test_domains_for_sale(title: str) -> None:
    assert signs.is_parked(a_page(title), "http://orchard.org/x")
    assert signs.is_parked(
        Page(page("Welcome", f"<p>{title}</p>")), "http://orchard.org/x"
    )


@pytest.mark.parametrize(
    "title",
    [
        "Human or robot?", "Site Security Checkpoint: CAPTCHA", "hCaptcha", "Zugriff verweigert",
        "Accès refusé",
        "Please verify you are a human", "Cookies required", "Before you continue to the archive",
        "人机验证", "Bots not allowed here", "Access blocked", "Security check: orchard.org",
    ],
)  # fmt: skip
def test_gatekeepers_titles(title: str) -> None:
    assert signs.is_challenge({}, a_page(title))


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("403 Forbidden", 403),
        ("Error 403", 403),
        ("HTTP Status 500 – Internal Server Error", 500),
        ("Service Unavailable", 503),
        ("Orchard Society | 502 Bad Gateway", 502),
        ("Site under maintenance", 503),
        ("Too Many Requests", 429),
        ("Database Error", 500),
        ("404 Not Found", None),
        ("500", None),
        ("The forbidden orchard", None),
        ("Maintenance of bridges", None),
        ("Unauthorized: a memoir", None),
    ],
)
def test_errors_given_as_pages(title: str, status: int | None) -> None:
    assert signs.status_said(a_page(title)) == status


def test_an_error_given_as_a_page_has_the_verdict_of_the_status(
    site: Site, judge: Judge
) -> None:
    site.routes["/it"] = ok(
        page("503 Service Temporarily Unavailable", f"<p>{prose()}</p>")
    )
    assert judge("/it").code == "server-error"
    assert judge("/it", titles=("503 Service Temporarily Unavailable",)).code == "ok"


@pytest.mark.parametrize(
    "title",
    [
        "A letter not found in the state archive of the duchy", "Robot planning under uncertainty",
        "Bottle-stopper", "The human condition", "Captcha: history of a test that machines pass",
        "Access denied: a study of barriers in small libraries", "The orchard is for sale: markets of land",
        "On documents removed from the parish archive during the war", "Broken links in the food chain",
        "Sign in the river: a logbook", "Are you human? Essays on machines", "Suspended bridges of the Alps",
        "U.S. farms for sale, 1920-1935", "Website templates for sale and other essays",
        "Dr. Oak’s bark for sale",
        "A service for the disabled", "The site of the closed abbey", "Hosting and the suspended sentence",
    ],
)  # fmt: skip
def test_works_are_not_what_they_speak_of(title: str) -> None:
    work = a_page(title, words=800)
    assert not signs.says_missing(work)
    assert not signs.says_suspended(work)
    assert not signs.is_parked(work, "http://orchard.org/x")
    assert not signs.is_challenge({}, work)
    assert not signs.is_login(work, "http://orchard.org/x", False)


@pytest.mark.parametrize(
    ("title", "body", "url", "redirected"),
    [
        ("Institutional login", "<input type=password>", "/x", False),
        ("Single sign-on", "<input type=password>", "/x", False),
        ("Choose your institution", "", "/Shibboleth.sso/Login", True),
        ("Subscribers", "", "/user/login?next=x", True),
        ("Sign in", "", "/login.php", True),
    ],
)
def test_logins(title: str, body: str, url: str, redirected: bool) -> None:
    assert signs.is_login(a_page(title, body), f"http://orchard.org{url}", redirected)


def test_a_login_in_two_steps() -> None:
    asking = Page(page("Sign in", "<form><input type=email name=user></form>"))
    assert signs.is_login(asking, "http://orchard.org/x", False)


@pytest.mark.parametrize(
    "text",
    ["a-" * 300_000, "domain " * 200_000, "is for sale " * 80_000, "page " * 200_000],
)
def test_long_texts_take_no_long_time(text: str) -> None:
    long = Page(page(text[:3000], f"<p>{text}</p>"))
    start = time.process_time()
    (
        signs.says_missing(long),
        signs.is_parked(long, "http://x.example/"),
        signs.is_challenge({}, long),
    )
    assert time.process_time() - start < 2


def test_hints_are_in_what_they_hint_at() -> None:
    for text in (
        "buy this domain",
        "parked page",
        "future home of something",
        "orchard.org te koop",
        "域名出售",
    ):
        assert phrases.PARKED.search(text)
        assert any(hint in text for hint in phrases.PARKING_HINTS)
