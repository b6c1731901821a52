"""One link, one verdict: what servers do, and what is to be said of it."""

from __future__ import annotations

import errno
import gzip
import socket
import struct
import zlib
from typing import Any

import attrs
import pytest

from csecrefs.errors import InputError
from csecrefs.links.check import check_link
from csecrefs.links.link import Link
from csecrefs.links.verdict import Seen
from csecrefs.net.exchange import Exchange
from tests.links.conftest import LOCAL, Judge
from tests.links.site import (
    Reply,
    Request,
    Site,
    article,
    moved,
    ok,
    page,
    prose,
    status,
)

PDF = (
    b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
    b"2 0 obj <</Type /Pages /Count 4 /Kids [3 0 R]>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF"
)


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (200, "ok"), (201, "ok"), (203, "ok"), (206, "ok"), (226, "ok"), (300, "ok"),
        (304, "protocol-error"), (305, "protocol-error"), (306, "protocol-error"),
        (400, "blocked"), (401, "auth-required"), (402, "auth-required"), (403, "blocked"),
        (404, "not-found"),
        (405, "blocked"), (406, "blocked"), (407, "auth-required"), (408, "timeout"), (409, "blocked"),
        (410, "gone"), (412, "blocked"), (414, "blocked"), (415, "blocked"), (416, "blocked"),
        (418, "blocked"),
        (421, "blocked"), (422, "blocked"), (423, "blocked"), (426, "blocked"), (429, "rate-limited"),
        (431, "blocked"), (444, "blocked"), (451, "legal-block"), (498, "blocked"), (499, "blocked"),
        (500, "server-error"), (501, "server-error"), (502, "server-error"), (503, "server-error"),
        (504, "server-error"), (505, "server-error"), (507, "server-error"), (508, "server-error"),
        (511, "auth-required"), (521, "server-error"), (525, "server-error"), (530, "server-error"),
        (599, "server-error"), (600, "blocked"), (777, "blocked"), (999, "blocked"),
    ],
)  # fmt: skip
def test_status(site: Site, judge: Judge, code: int, verdict: str) -> None:
    site.routes["/it"] = status(code, page("A page", prose()) if code != 304 else b"")
    assert judge("/it").code == verdict


@pytest.mark.parametrize("code", [204, 205])
def test_no_content_is_no_empty_page(site: Site, judge: Judge, code: int) -> None:
    site.routes["/it"] = status(code, b"", kind="")
    assert judge("/it").code == "ok"


@pytest.mark.parametrize(
    ("first", "verdict"),
    [
        (moved(301, "/end"), "redirected-permanent"),
        (moved(308, "/end"), "redirected-permanent"),
        (moved(300, "/end"), "redirected-temporary"),
        (moved(302, "/end"), "redirected-temporary"),
        (moved(303, "/end"), "redirected-temporary"),
        (moved(307, "/end"), "redirected-temporary"),
        (moved(301, " /end "), "redirected-permanent"),
        (moved(301, "end"), "redirected-permanent"),
        (moved(301, "?gone"), "redirected-permanent"),
        (moved(301, "/with space"), "redirected-permanent"),
        (moved(301, "/caf\xc3\xa9".encode("latin-1")), "redirected-permanent"),
        (moved(301, b"/caf\xe9"), "redirected-permanent"),
        (moved(301, "/to-302"), "redirected-temporary"),
        (moved(302, "/to-404"), "not-found"),
        (moved(302, "/to-loop"), "redirect-error"),
        (moved(301, ""), "redirect-error"),
        (status(302), "redirect-error"),
        (moved(302, "http://"), "redirect-error"),
        (moved(302, "http://[::1"), "redirect-error"),
        (moved(302, "http://a b.example/"), "redirect-error"),
        (moved(302, "http://nowhere.invalid/"), "dns-error"),
        (moved(302, "http://127.0.0.1:1/"), "connection-error"),
        (ok(page("On", head='<meta http-equiv="Refresh" content="0;URL=\'/end\'">')), "redirected-temporary"),
        (ok(page("Gone on", head="<meta http-equiv=refresh content='3; url=end'>")), "redirected-temporary"),
        (ok(b"<html></html>", Refresh="0;url=/end"), "redirected-temporary"),
        (ok(b"<script>window.location.href = '/end';</script>"), "redirected-temporary"),
        (ok(page("Old", "<script>location.assign('/end')</script>")), "redirected-temporary"),
        (ok(page("x", head='<base href="/sub/"><meta http-equiv=refresh content="0;url=../end">')),
         "redirected-temporary"),
        (ok(page("x", head='<base href="data:,"><meta http-equiv=refresh content="0;url=end">')),
         "redirected-temporary"),
        (article(head='<meta http-equiv="refresh" content="300">'), "ok"),
        (article(head='<meta http-equiv="refresh" content="900; url=/end">'), "ok"),
        (article(head='<meta http-equiv="refresh" content="5; url=/start">'), "ok"),
        (article(head='<noscript><meta http-equiv="refresh" content="0; url=/no"></noscript>'), "ok"),
        (article(extra="<script>if (top != self) top.location = '/no';</script>"), "ok"),
    ],
)  # fmt: skip
def test_redirects(site: Site, judge: Judge, first: Reply, verdict: str) -> None:
    site.routes |= {
        "/start": lambda request: (
            article() if request.target.endswith("?gone") else first
        ),  # type: ignore[dict-item, return-value]
        "/end": article(),
        "/with%20space": article(),
        "/caf%C3%A9": article(),
        "/caf%E9": article(),
        "/to-302": moved(302, "/end"),
        "/to-loop": moved(302, "/start"),
    }
    assert judge("/start").code == verdict


def test_permanent_url_is_the_permanent_prefix(site: Site, judge: Judge) -> None:
    site.routes |= {
        "/a": moved(301, "/b"),
        "/b": moved(308, "/c"),
        "/c": moved(302, "/d"),
        "/d": article(),
    }
    verdict = judge("/a")
    assert verdict.permanent_url == f"{site.url}/c"
    assert [hop.status for hop in verdict.chain] == [301, 308, 302]
    assert verdict.final_url == f"{site.url}/d"


@pytest.mark.parametrize(
    ("hops", "verdict"), [(20, "redirected-permanent"), (22, "redirect-error")]
)
def test_as_many_redirects_as_browsers_follow(
    site: Site, judge: Judge, hops: int, verdict: str
) -> None:
    site.routes |= {f"/{hop}": moved(301, f"/{hop + 1}") for hop in range(hops)} | {
        f"/{hops}": article()
    }
    assert judge("/0").code == verdict


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,hi",
        "mailto:somebody@example.org",
        "ftp://127.0.0.1/x",
        "gopher://127.0.0.1/x",
        "http://127.0.0.2:{port}/",
        "http://localhost:{port}/",
        "http://0.0.0.0:{port}/",
        "http://0:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f000001:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://127.1:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://10.0.0.1/",
        "http://172.16.3.4/",
        "http://192.168.0.1/",
        "http://100.100.100.200/",
        "http://169.254.169.254/latest/meta-data/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "//169.254.169.254/latest/",
    ],
)
def test_redirects_to_where_no_link_may_lead(
    site: Site, judge: Judge, location: str
) -> None:
    site.routes["/it"] = moved(302, location.format(port=site.port))
    assert judge("/it").code == "unsafe-redirect"
    assert len(site.hits) == 1


def test_meta_refresh_is_watched_as_well(site: Site, judge: Judge) -> None:
    site.routes["/it"] = ok(
        page("x", head='<meta http-equiv=refresh content="0;url=http://[::1]/">')
    )
    assert judge("/it").code == "unsafe-redirect"


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/",
        "http://10.1.2.3/",
        "http://[::1]/",
        "http://0/",
    ],
)
def test_references_that_point_inside(judge: Judge, url: str) -> None:
    assert judge(url).code == "unsafe-url"


def test_a_name_that_resolves_to_a_private_address_is_not_reached(site: Site) -> None:
    def inside(host: str, port: int, **rest: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    exchange = Exchange(LOCAL.limits, resolve=inside)
    assert (
        check_link(Link(f"http://public.example:{site.port}/it"), exchange, LOCAL).code
        == "unsafe-url"
    )
    assert site.hits == []


@pytest.mark.parametrize(
    ("family", "verdict"),
    [(socket.AF_INET6, "timeout"), (socket.AF_INET, "connection-error")],
)
def test_a_machine_without_ipv6_says_nothing_of_hosts_that_have_nothing_else(
    monkeypatch: pytest.MonkeyPatch, family: int, verdict: str
) -> None:
    def no_way(*_: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    exchange = Exchange(
        LOCAL.limits,
        resolve=lambda *_, **__: [(family, 1, 6, "", ("2001:4860::1", 80, 0, 0))],
    )
    monkeypatch.setattr(exchange, "_connect_to", no_way)
    assert check_link(Link("http://orchard.example/"), exchange, LOCAL).code == verdict


def test_cookies_last_for_the_chain(site: Site, judge: Judge) -> None:
    def gate(request: Request) -> bytes:
        if "seen=yes" in request.headers.get("cookie", ""):
            return article()
        return moved(302, "/it", Set_Cookie="seen=yes; Path=/; HttpOnly")

    site.routes["/it"] = gate
    assert judge("/it").code == "redirected-temporary"
    assert judge("/it").code == "redirected-temporary"
    assert "cookie" not in [hit for hit in site.hits if hit.target == "/it"][2].headers


@pytest.mark.parametrize(
    ("where", "title", "body"),
    [
        ("/login?next=%2Fit", "Sign in", "<form><input type=password></form>"),
        ("/users/sign_in", "Log in - Example", "<input name=p type='PASSWORD'>"),
        ("/idp/SSO", "Institutional access", "<form><input type=password></form>"),
        ("/auth/realms/x", "Anmelden", "<form><input type=password></form>"),
        ("/oauth2/authorize", "Connexion", ""),
    ],
)
def test_login_redirect(
    site: Site, judge: Judge, where: str, title: str, body: str
) -> None:
    site.routes |= {
        "/it": moved(302, where),
        where.partition("?")[0]: ok(page(title, body + prose())),
    }
    assert judge("/it").code == "auth-required"


def test_a_login_where_the_page_should_be(site: Site, judge: Judge) -> None:
    site.routes["/it"] = ok(
        page("Log in | Archive", "<h1>Log in</h1><form><input type=password></form>")
    )
    assert judge("/it").code == "auth-required"


def test_an_article_with_a_login_box_is_an_article(site: Site, judge: Judge) -> None:
    site.routes["/it"] = article(extra="<form><input type=password></form>")
    assert judge("/it").code == "ok"


@pytest.mark.parametrize(
    "answer",
    [
        status(
            403,
            page("Just a moment...", "Enable JavaScript and cookies to continue"),
            Cf_Mitigated="challenge",
        ),
        status(
            503, page("Just a moment...", "Checking your browser"), Server="cloudflare"
        ),
        status(429, page("Attention Required! | Cloudflare", "x"), Server="cloudflare"),
        status(202, b"", x_amzn_waf_action="challenge"),
        ok(page("Just a moment...", "Please wait")),
        ok(page("Pardon Our Interruption", "<p>As you were browsing ...</p>")),
        ok(page("Access Denied", "<p>You don't have permission to access this.</p>")),
        ok(page("Robot Check", "<p>Type the characters you see in this image</p>")),
        ok(page("Verify", "<form><div class='g-recaptcha'></div></form>")),
        ok(
            page(
                "",
                "<script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script><p>wait</p>",
            )
        ),
        ok(
            page(
                "x",
                "<iframe src='/_Incapsula_Resource?a=1'></iframe>Request unsuccessful. Incapsula incident",
            )
        ),
        ok(page("Are you a robot?", "<p>confirm</p>")),
    ],
)
def test_gatekeepers(site: Site, judge: Judge, answer: bytes) -> None:
    site.routes["/it"] = answer
    assert judge("/it").code == "blocked"
    assert site.asked("/it") == 1


def test_refused_requests_are_repeated_under_a_browsers_name_only_if_wanted(
    site: Site, judge: Judge
) -> None:
    def choosy(request: Request) -> bytes:
        return (
            article()
            if "Firefox/" in request.headers["user-agent"]
            else status(403, page("Forbidden"))
        )

    site.routes["/it"] = choosy
    assert judge("/it").code == "blocked"
    assert judge("/it", attrs.evolve(LOCAL, browser_retry=True)).code == "ok"


@pytest.mark.parametrize("agent_word", ["link", "bot/", "python", "curl", "mozilla"])
def test_the_agent_says_what_it_is(site: Site, judge: Judge, agent_word: str) -> None:
    site.routes["/it"] = article()
    judge("/it")
    agent = site.hits[0].headers["user-agent"].lower()
    assert agent.startswith("csecrefs/")
    assert agent_word not in agent


def first_times(answer: bytes, times: int) -> Reply:
    return lambda request: answer if request.times < times else article()


@pytest.mark.parametrize(
    "answer", [status(503), status(500), status(429), status(502), status(504)]
)
def test_what_passes_is_asked_again(site: Site, judge: Judge, answer: bytes) -> None:
    site.routes["/it"] = first_times(answer, 2)
    assert judge("/it").code == "ok"


def test_retry_after_is_kept_to_as_seconds_and_as_date(
    site: Site, judge: Judge
) -> None:
    date = {
        "Date": "Tue, 01 Jul 2025 10:00:00 GMT",
        "Retry_After": "Tue, 01 Jul 2025 10:00:01 GMT",
    }
    site.routes |= {
        "/seconds": first_times(status(429, b"", Retry_After="1"), 1),
        "/date": first_times(status(503, b"", **date), 1),
    }
    for path in ("/seconds", "/date"):
        assert judge(path).code == "ok"
        first, second = [hit.at for hit in site.hits if hit.target == path]
        assert second - first >= 1


def test_a_long_retry_after_is_not_waited_for(site: Site, judge: Judge) -> None:
    site.routes["/it"] = status(429, b"", Retry_After="86400")
    assert judge("/it").code == "rate-limited"
    assert site.asked("/it") == 1


def reset(request: Request) -> None:
    request.connection.setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
    )
    request.connection.close()


def test_reset_connections(site: Site, judge: Judge) -> None:
    site.routes["/always"] = reset
    site.routes["/once"] = lambda request: (
        reset(request) if request.times == 0 else article()
    )
    assert judge("/always").code == "connection-error"
    assert judge("/once").code == "ok"


LONG_HEAD = b"HTTP/1.1 200 OK\r\n" + b"X-Much: " + b"a" * 300_000 + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"", "connection-error"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "protocol-error"),
        (b"HTTP/2 200\r\n\r\n", "protocol-error"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "protocol-error"),
        (b"220 mail.example ESMTP\r\n", "protocol-error"),
        (b"<html>an answer of the first version</html>", "protocol-error"),
        (b"HTTP/1.1 99 Low\r\n\r\n", "protocol-error"),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "protocol-error"),
        (LONG_HEAD, "protocol-error"),
        (b"HTTP/1.0 200 OK\n\n" + page("Old", prose()), "ok"),
        (b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n" + page("Terse", prose()), "ok"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + article(), "ok"),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n" * 3 + article(), "ok"),
        (article().replace(b"\r\n", b"\r\nthis line is no field\r\n", 1), "ok"),
        (article().replace(b"\r\n", b"\r\n" + b"X-Field: value\r\n" * 200, 1), "ok"),
        (article().replace(b"Content-Length: ", b"Content-Length: 9"), "truncated"),
        (article().replace(b"Content-Length: ", b"Content-Length: x"), "ok"),
        (article().replace(b"\r\n\r\n", b"\r\nContent-Length: 5\r\n\r\n"), "ok"),
        (b"\r\n\r\n" + article(), "ok"),
        (b"HTTP/1.1 200 OK\r\nContent-Ty", "truncated"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "truncated"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n", "protocol-error"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n", "protocol-error"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + page("A", prose()), "protocol-error"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 15 + b"\r\nx", "truncated"),
        (ok(page("Plain", prose()), Content_Encoding="br"), "protocol-error"),
        (ok(b"\x28\xb5\x2f\xfd\x00abc", Content_Encoding="zstd"), "ok"),
        (ok(page("Page not found", prose()), Content_Encoding="utf-8"), "soft-404"),
        (ok(gzip.compress(page("Page not found", prose()), mtime=0), Content_Encoding="gzip, identity"), "soft-404"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "truncated"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsize\r\nhi\r\n0\r\n\r\n", "protocol-error"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n", "ok"),
        (ok(gzip.compress(page("Zipped", prose()), mtime=0), Content_Encoding="gzip"), "ok"),
        (ok(zlib.compress(page("Deflated", prose())), Content_Encoding="deflate"), "ok"),
        (ok(zlib.compress(page("Raw", prose()))[2:-4], Content_Encoding="deflate"), "ok"),
        (ok(b"not zipped at all", Content_Encoding="gzip"), "protocol-error"),
        (ok(gzip.compress(page("Cut", prose()), mtime=0)[:-30], Content_Encoding="gzip"), "truncated"),
        (ok(b"", Content_Encoding="gzip"), "empty"),
        (ok(b""), "empty"),
        (ok(b" \r\n\t"), "empty"),
        (ok(page("", "")), "empty"),
        (ok(b"", kind="application/pdf"), "empty"),
        (ok(b"", kind=""), "empty"),
    ],
)  # fmt: skip
def test_odd_answers(site: Site, judge: Judge, answer: bytes, verdict: str) -> None:
    site.routes["/it"] = lambda request: (request.connection.sendall(answer), None)[1]
    assert judge("/it").code == verdict


def slowly(*pieces: bytes, pause: float = 0.2, times: int = 40) -> Reply:
    def answer(request: Request) -> None:
        import time

        for piece in (*pieces[:-1], *[pieces[-1]] * times):
            request.connection.sendall(piece)
            time.sleep(pause)

    return answer


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        (slowly(b""), "timeout"),
        (slowly(b"HTTP/1.1 200 OK\r\nX-A: ", b"a"), "timeout"),
        (
            slowly(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n",
                b"x",
            ),
            "ok",
        ),
        (slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", b""), "timeout"),
    ],
)
def test_slow_servers_are_not_waited_for(
    site: Site, judge: Judge, reply: Reply, verdict: str
) -> None:
    site.routes["/it"] = reply
    found = judge("/it")
    assert found.code == verdict
    assert found.seconds <= LOCAL.limits.total + 1


def test_endless_and_exploding_bodies_are_read_to_the_limit(
    site: Site, judge: Judge
) -> None:
    deflater = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = (
        b"".join(deflater.compress(bytes(1 << 20)) for _ in range(64))
        + deflater.flush()
    )
    endless = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    site.routes |= {
        "/bomb": ok(bomb, Content_Encoding="gzip"),
        "/endless": slowly(
            endless, b"10000\r\n" + b"a" * 65536 + b"\r\n", pause=0, times=10**5
        ),
    }
    assert judge("/bomb").code == "ok"
    assert judge("/endless").code == "ok"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Page not found", ""),
        ("404 - File or directory not found.", ""),
        ("Error 404 (Not Found)!!1", ""),
        ("404", "<h1>Oops!</h1>"),
        ("Not Found", ""),
        ("We couldn't find that page", ""),
        ("Example Press | Sorry, the page you requested cannot be found", ""),
        ("Example Press", "<h1>This page is no longer available</h1>"),
        ("Fehler 404", "<h1>Seite nicht gefunden</h1>"),
        ("Die Seite existiert nicht mehr", ""),
        ("Dokument nicht gefunden – Bibliothek", ""),
        ("Page introuvable", ""),
        ("Erreur 404 - la page demandée n'existe pas", ""),
        ("Página no encontrada", ""),
        ("La página que busca no existe", ""),
        ("Pagina non trovata", ""),
        ("Errore 404 - La pagina richiesta non esiste", ""),
        ("Página não encontrada", ""),
        ("Erro 404: O artigo não existe mais", ""),
        ("Pagina niet gevonden", ""),
        ("Deze pagina bestaat niet meer", ""),
        ("Nie znaleziono strony", ""),
        ("Strona nie została znaleziona", ""),
        ("Страница не найдена", ""),
        ("Ошибка 404. Страница не существует", ""),
        ("页面不存在", ""),
        ("抱歉，您访问的页面不存在", ""),
        ("找不到网页", ""),
        ("ページが見つかりません", ""),
        ("お探しのページは見つかりませんでした", ""),
        ("페이지를 찾을 수 없습니다", ""),
        ("Sidan kunde inte hittas", ""),
        ("Sayfa bulunamadı", ""),
        ("Stránka nenalezena", ""),
        ("We can't seem to find the page you're looking for", ""),
        ("Object not found!", ""),
        ("Oops!", "<p>The page you requested could not be found.</p>"),
        ("Fehler", "<p>Diese Seite gibt es leider nicht mehr.</p>"),
        ("De opgevraagde pagina kon niet worden gevonden", ""),
        ("Cette page n'existe plus", ""),
        ("الصفحة غير موجودة", ""),
        ("Account Suspended", "<p>Contact your hosting provider.</p>"),
        ("Website", "<h1>This website has been suspended</h1>"),
        ("Welcome to nginx!", ""),
        ("Apache2 Ubuntu Default Page: It works", ""),
    ],
)
def test_pages_that_say_they_are_missing(
    site: Site, judge: Judge, title: str, body: str
) -> None:
    site.routes["/it"] = ok(page(title, f"{body}<p>{prose()}</p>"))
    assert judge("/it").code == "soft-404"


@pytest.mark.parametrize(
    "title",
    [
        "404 Not Found: A Cultural History of the Missing Page",
        "Page not found: archives and their gaps",
        "On documents that could not be found in the state archive of the former duchy",
        "Error 404 and the semantics of absence",
        "Why links break, and what may be done",
        "The lost page",
        "File systems",
        "Verschwundene Seiten",
        "A study of the suspended sentence in French prose",
        "Buying and selling domain names: an economic account",
        "Human and robot",
        "Access denied",
        "Security check-ups for old bridges",
    ],
)
def test_works_about_missing_things_are_there(
    site: Site, judge: Judge, title: str
) -> None:
    site.routes["/it"] = article(title, extra=f"<p>{prose(1, 600)}</p>")
    assert judge("/it", titles=(title,)).code == "ok"
    if not title.startswith(("Access", "Page not found:")):
        assert judge("/it").code == "ok"


def test_a_site_that_shows_one_page_for_everything(site: Site, judge: Judge) -> None:
    site.fallback = ok(page("Institute of Pomology", f"<p>{prose()}</p>"))
    assert judge("/papers/1999/apples.html").code == "blocked"
    site.routes["/"] = article("Welcome to the institute", seed=4)
    assert judge("/papers/1999/apples.html").code == "soft-404"
    assert judge("/").code == "ok"
    assert judge("/index.html").code == "ok"


def test_a_site_that_repeats_what_was_asked_for(site: Site, judge: Judge) -> None:
    site.fallback = lambda request: ok(
        page(
            f"Pomology {request.target}",
            f"<p>{request.target} at {request.times} of {id(request)}: {prose()}</p>",
        )
    )
    site.routes["/"] = status(404)
    assert judge("/papers/apples").code == "soft-404"


def test_a_site_that_sends_everything_home(site: Site, judge: Judge) -> None:
    site.fallback = moved(302, "/")
    site.routes["/"] = article("Home of pomology")
    verdict = judge("/papers/apples")
    assert (verdict.code, verdict.permanent_url) == ("content-changed", None)


def test_a_site_that_sends_everything_to_an_error_page(
    site: Site, judge: Judge
) -> None:
    site.fallback = moved(302, "/problem")
    site.routes["/problem"] = article("Hm")
    assert judge("/papers/apples").code == "blocked"
    site.routes["/"] = article("Home of pomology", seed=3)
    assert judge("/papers/apples").code == "soft-404"


def test_a_real_page_of_a_site_without_404s(site: Site, judge: Judge) -> None:
    site.fallback = article("Institute of Pomology")
    site.routes["/papers/apples"] = article("On apples", seed=3)
    assert judge("/papers/apples").code == "ok"


def test_a_reference_known_by_its_title_is_no_soft_404(
    site: Site, judge: Judge
) -> None:
    site.fallback = article("Blossom dates of the river orchards")
    assert (
        judge("/papers/apples", titles=("Blossom dates of the river orchards",)).code
        == "ok"
    )


def test_an_application_filled_by_scripts_is_not_judged(
    site: Site, judge: Judge
) -> None:
    site.fallback = ok(page("App", "<div id=root></div><script src=/app.js></script>"))
    assert judge("/papers/apples").code == "ok"
    assert judge("/papers/apples#section-9").code == "ok"


@pytest.mark.parametrize(
    "answer",
    [
        ok(
            page(
                "example.org is for sale",
                "<h1>This domain is for sale</h1><a>Make an offer</a>",
            )
        ),
        ok(
            page(
                "example.org",
                "<p>Buy this domain. Related searches: insurance, loans</p>",
            )
        ),
        ok(
            page(
                "example.org",
                "<script src='https://www.sedoparking.com/js'></script><p>Sponsored listings</p>",
            )
        ),
        ok(page("Diese Domain ist zu verkaufen", "<p>Jetzt kaufen</p>")),
        ok(page("Domaine à vendre", "<p>Ce domaine est à vendre</p>")),
        ok(page("Este dominio está en venta", "x")),
        ok(
            page(
                "Parked Domain",
                "<p>This web page is parked free, courtesy of the registrar</p>",
            )
        ),
        ok(page("This domain has expired", "<p>Renew it now</p>")),
        ok(page("example.org is for sale!", prose(0, 400))),
        ok(page("Welcome", f"<p>Buy this domain.</p> {prose(0, 400)}")),
    ],
)
def test_parked_domains(site: Site, judge: Judge, answer: bytes) -> None:
    site.routes["/it"] = answer
    assert judge("/it").code == "parked"


@pytest.mark.parametrize(
    ("path", "answer", "verdict"),
    [
        ("/a.pdf", ok(PDF, kind="application/pdf"), "ok"),
        ("/a.pdf", ok(PDF, kind="application/octet-stream"), "ok"),
        ("/a.pdf", ok(PDF, kind="text/html"), "ok"),
        ("/a.pdf", article("Our app"), "wrong-type"),
        ("/a.PDF?download=1", article("Our app"), "wrong-type"),
        ("/a.docx", article("Our app"), "wrong-type"),
        ("/a", ok(page("Our app", prose()), kind="application/pdf"), "wrong-type"),
        ("/a", ok(b"neither this nor that", kind="application/pdf"), "wrong-type"),
        ("/owner/repository/blob/main/a.pdf", article("a.pdf at main"), "ok"),
        ("/a.json", ok(b'{"a": 1}', kind="application/json"), "ok"),
        ("/a.txt", ok(b"plain", kind="text/plain"), "ok"),
        ("/a.png", ok(b"\x89PNG\r\n\x1a\n", kind="image/png"), "ok"),
        ("/a", ok(page("Untyped", prose()), kind=""), "ok"),
        ("/a", ok(page("Mistyped", prose()), kind="nonsense"), "ok"),
        ("/a", ok(page("Blüte", prose()).decode().encode("utf-16"), kind="text/html; charset=utf-16"), "ok"),
        ("/a", ok(b"<html><title>\xe9</title>" + prose().encode(), kind="text/html; charset=x-none"), "ok"),
        ("/a.pdf#page=4", ok(PDF, kind="application/pdf"), "ok"),
        ("/a.pdf#page=5", ok(PDF, kind="application/pdf"), "fragment-missing"),
        ("/a.pdf#page=0", ok(PDF, kind="application/pdf"), "fragment-missing"),
        ("/a.pdf#nameddest=x", ok(PDF, kind="application/pdf"), "ok"),
        ("/a.txt#line=10", ok(b"plain", kind="text/plain"), "ok"),
        ("/a.mp4#t=10", ok(b"\0\0\0\x18ftyp", kind="video/mp4"), "ok"),
    ],
)  # fmt: skip
def test_documents(
    site: Site, judge: Judge, path: str, answer: bytes, verdict: str
) -> None:
    site.routes[path.partition("#")[0]] = answer
    assert judge(path).code == verdict


@pytest.mark.parametrize(
    ("fragment", "verdict"),
    [
        ("methods", "ok"), ("old-name", "ok"), ("caf%C3%A9", "ok"), ("café", "ok"), ("", "ok"), ("top", "ok"),
        ("Top", "ok"), (":~:text=orchards", "ok"), ("methods:~:text=nothing", "ok"), ("/route/3", "ok"),
        ("!/route", "ok"), ("L10-L20", "ok"), ("L7", "ok"), ("readme", "ok"), ("page=3", "ok"),
        ("Methods", "fragment-missing"), ("results", "fragment-missing"),
        ("results:~:text=x", "fragment-missing"),
        ("caf%E9s", "fragment-missing"),
    ],
)  # fmt: skip
def test_fragments(site: Site, judge: Judge, fragment: str, verdict: str) -> None:
    anchors = "<h2 id=methods>M</h2><a name=old-name></a><h2 id='café'>C</h2><div id=user-content-readme></div>"
    site.routes["/it"] = article(extra=anchors)
    assert judge(f"/it#{fragment}").code == verdict


def test_fragments_go_along_with_redirects(site: Site, judge: Judge) -> None:
    anchors = article(extra="<h2 id=there>x</h2>")
    site.routes |= {
        "/keeps": moved(301, "/end"),
        "/sets": moved(301, "/end#there"),
        "/end": anchors,
    }
    assert judge("/keeps#there").code == "redirected-permanent"
    assert judge("/keeps#elsewhere").code == "fragment-missing"
    assert judge("/sets#elsewhere").code == "redirected-permanent"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/p/a%2Fb", "/p/a%2Fb"), ("/p/caf%e9", "/p/caf%e9"), ("/p/%7Euser", "/p/%7Euser"),
        ("/~user", "/~user"),
        ("/p/ünï", "/p/%C3%BCn%C3%AF"), ("/p/a b", "/p/a%20b"), ("/p/100%", "/p/100%"), ("/p/a|b", "/p/a|b"),
        ("/p/(x)[y]", "/p/(x)[y]"), ("/p/<x>", "/p/%3Cx%3E"), ("/p/x.", "/p/x."), ("/p;v=1", "/p;v=1"),
        ("/p//x", "/p//x"), ("/a/../p", "/p"), ("/?q=a+b&c=%2B", "/?q=a+b&c=%2B"), ("/?q=ü", "/?q=%C3%BC"),
        ("/?b=2&a=1&a=", "/?b=2&a=1&a="), ("", "/"), ("?x", "/?x"), ("/p\\x", "/p/x"),
        ("/p?x=/../y", "/p?x=/../y"),
    ],
)  # fmt: skip
def test_urls_are_asked_for_as_written(
    site: Site, judge: Judge, written: str, sent: str
) -> None:
    site.fallback = lambda request: article(seed=len(site.hits))
    judge(site.url + written)
    assert site.hits[0].target == sent


@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        ("", "invalid-url"), ("www.example.org/paper", "invalid-url"), ("example.org", "invalid-url"),
        ("example.org/x", "invalid-url"),
        ("http://https://example.org", "invalid-url"), ("http:/example.org", "invalid-url"),
        ("http//example.org", "invalid-url"),
        ("http://", "invalid-url"), ("https:///x", "invalid-url"), ("htp://example.org", "invalid-url"),
        ("hhttps://example.org", "invalid-url"), ("http://:80/", "invalid-url"),
        ("http://x:port/", "invalid-url"),
        ("http://x:65536/", "invalid-url"), ("http://x:-1/", "invalid-url"), ("http://a..b/", "invalid-url"),
        ("http://.example.org/", "invalid-url"), ("http://exa mple.org", "invalid-url"),
        ("http://exa<mple.org", "invalid-url"), ("http://256.1.1.1/", "invalid-url"),
        ("http://1.2.3.4.5/", "invalid-url"),
        ("http://[::1/", "invalid-url"), ("http://[::g]/", "invalid-url"), ("http://[::1]x/", "invalid-url"),
        (f"http://{'a' * 64}.org/", "invalid-url"), (f"http://{'a.' * 130}org/", "invalid-url"),
        ("http://x/\r\nSet-Cookie: a", "invalid-url"), ("http://ex\u2028ample.org/", "invalid-url"),
        ("http:// example.org", "invalid-url"),
        ("mailto:a@example.org", "unsupported"), ("tel:+123", "unsupported"), ("urn:isbn:1", "unsupported"),
        ("ftp://example.org/x", "unsupported"), ("sftp://example.org/x", "unsupported"),
        ("file:///x", "unsupported"),
        ("data:text/plain,x", "unsupported"), ("javascript:void(0)", "unsupported"),
        ("about:blank", "unsupported"),
        ("gopher://example.org", "unsupported"), ("ark:/12345/x", "unsupported"),
        ("ws://example.org", "unsupported"),
        ("magnet:?xt=x", "unsupported"), ("http://x.onion/", "unsupported"),
        ("no-such.invalid", "invalid-url"),
        ("http://no-such.invalid/", "dns-error"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for(judge: Judge, url: str, verdict: str) -> None:
    found = judge(url)
    assert found.code == verdict
    assert found.requests <= (verdict == "dns-error") * 3


@pytest.mark.parametrize("user", ["user:secret@", "user@", "a@b@"])
def test_credentials_are_never_sent(site: Site, judge: Judge, user: str) -> None:
    site.routes["/it"] = article()
    assert judge(f"http://{user}127.0.0.1:{site.port}/it").code == "ok"
    assert "authorization" not in site.hits[0].headers


def test_surrounding_space_is_no_part_of_a_url(site: Site, judge: Judge) -> None:
    site.routes["/it"] = article()
    assert judge(f"  {site.url}/it \n").code == "ok"


REFERENCE: dict[str, Any] = {
    "titles": ("Deep learning of graph widgets",),
    "authors": ("Winterbottom",),
}


@pytest.mark.parametrize(
    ("title", "body", "verdict"),
    [
        ("Best casino bonus", prose(), "content-changed"),
        ("Deep Learning of Graph Widgets | Journal", prose(), "ok"),
        ("Journal", f"Winterbottom {prose()}", "ok"),
        ("Journal", f"Deep learning, and learning of graph widgets {prose()}", "ok"),
        ("Short page", "Download here", "ok"),
    ],
)
def test_the_page_against_its_reference(
    site: Site, judge: Judge, title: str, body: str, verdict: str
) -> None:
    site.routes["/it"] = ok(page(title, body))
    assert judge("/it", **REFERENCE).code == verdict


def test_a_doi_on_the_page_is_the_reference(site: Site, judge: Judge) -> None:
    site.routes["/it"] = ok(page("Volume 3", f"doi:10.5555/ABC.1 {prose()}"))
    assert judge("/it", **REFERENCE, doi="10.5555/abc.1").code == "ok"


def test_drift_is_reported_at_the_second_equal_deviation(
    site: Site, judge: Judge
) -> None:
    def visit(answer: bytes, seen: Seen) -> tuple[str, Seen]:
        site.routes["/it"] = answer
        verdict = judge("/it", seen=seen)
        return verdict.code, Seen(verdict.fingerprint, verdict.deviation)

    code, seen = visit(
        article("Frost", 0, "<p>Page made at 10:31, ticket a7f3</p>"), Seen()
    )
    code, seen = visit(
        article("Frost", 0, "<p>Page made at 12:05, ticket 99c1</p>"), seen
    )
    assert (code, seen.deviation) == ("ok", b"")
    code, seen = visit(article("Pills", 2), seen)
    assert code == "ok"
    assert seen.deviation
    code, seen = visit(article("Frost", 0), seen)
    assert (code, seen.deviation) == ("ok", b"")
    for wanted in ("ok", "content-changed", "content-changed"):
        code, seen = visit(article("Pills", 2), seen)
        assert code == wanted


def test_a_page_that_is_another_each_time_has_not_drifted(
    site: Site, judge: Judge
) -> None:
    seen = Seen()
    for seed in range(4):
        site.routes["/it"] = ok(
            page(
                "News", " ".join(f"w{chr(97 + seed)}{word}" for word in prose().split())
            )
        )
        verdict = judge("/it", seen=seen)
        seen = Seen(verdict.fingerprint, verdict.deviation)
        assert verdict.code == "ok"


def test_head_only_as_an_option_and_only_as_far_as_it_is_good(
    site: Site, judge: Judge
) -> None:
    def by_method(request: Request) -> bytes:
        if request.method == "GET":
            return article()
        return {
            "/well": ok(b""),
            "/moved": moved(301, "/well"),
            "/body": article(),
        }.get(request.target, status(405))

    site.fallback = by_method
    by_head = attrs.evolve(LOCAL, content=False, head=True)
    codes = [
        judge(path, by_head).code for path in ("/well", "/loop", "/body", "/fussy")
    ]
    assert codes == ["ok", "ok", "ok", "ok"]
    asked = [site.asked(path) for path in ("/well", "/loop", "/body", "/fussy")]
    assert asked == [1, 2, 1, 2]
    site.routes["/"] = status(404)
    assert judge("/other").code == "soft-404"
    with pytest.raises(InputError, match="HEAD brings no content"):
        attrs.evolve(LOCAL, head=True)


def test_http_alone(site: Site, judge: Judge) -> None:
    site.routes["/it"] = ok(page("Page not found", prose()))
    assert judge("/it", attrs.evolve(LOCAL, content=False)).code == "ok"
    assert len(site.hits) == 1
