"""Walls of every kind are no proof of death, and notices of absence are one, in some
thirty languages.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import attrs
import pytest

from tests.links.conftest import LOCAL, Judge, judging
from tests.links.site import Request, Script, article, moved, ok, page, prose, status

NOTICES = tomllib.loads(
    Path(__file__).with_name("notices.toml").read_text(encoding="utf-8")
)
TITLE = "Blossom dates of the river orchards"
UNSIGNED = ok(
    page("Review", f"<p>Green branches, blue skies.</p><p>{prose(3, 60)}</p>")
)
"""A page that says nothing of itself."""

Notice = tuple[str, str]


@pytest.fixture
def site() -> Script:
    return Script()


@pytest.fixture
def judge(site: Script) -> Judge:
    return judging(site.url, site.get)


@pytest.mark.parametrize(
    ("title", "text"), NOTICES["wall"].values(), ids=NOTICES["wall"]
)
@pytest.mark.parametrize("frame", ["", "<nav>Home Journals Authors About Help</nav>"])
def test_a_wall_before_all_but_the_start_page(
    site: Script, judge: Judge, title: str, text: str, frame: str
) -> None:
    site.fallback = ok(page(title, f"{frame}<h1>{title}</h1><p>{text}</p>"))
    site.routes["/"] = article("Orchard Review", seed=7)
    verdict = judge("/work/12", titles=(TITLE,))
    assert verdict.outcome == "uncertain", verdict
    assert verdict.code != "content-changed", verdict


@pytest.mark.parametrize(
    ("title", "text"), NOTICES["missing"].values(), ids=NOTICES["missing"]
)
def test_a_page_that_says_that_nothing_is_there(
    site: Script, judge: Judge, title: str, text: str
) -> None:
    site.fallback = ok(page(title, f"<h1>{title}</h1><p>{text}</p>"))
    site.routes["/"] = article("Orchard Review", seed=7)
    settings = attrs.evolve(LOCAL, siblings=False)
    assert judge("/work/12", settings, titles=(TITLE,)).code == "soft-404"


@pytest.mark.parametrize("name", ["Cookies", "JavaScript for growers", "What went wrong?",
                                  "Robots in the orchard", "Turning eighteen: 18 years"])  # fmt: skip
def test_works_about_what_walls_say_are_works(
    site: Script, judge: Judge, name: str
) -> None:
    site.routes["/work"] = article(name, extra=f"<p>{prose(1, 200)}</p>")
    assert judge("/work").code == "ok"
    assert judge("/work", titles=(name,)).code == "ok"


@pytest.mark.parametrize(
    ("hrefs", "open_pages", "code"),
    [
        # Wherever the start page leads, the same is shown: a wall.
        (["/", "/work/9", "/about"], [], "blocked"),
        # The neighbour that is nearest decides, not any page.
        (["/about", "/work/9"], ["/about"], "blocked"),
        (["/", "/work/9", "/about"], ["/work/9"], "soft-404"),
        (["/", "/about"], ["/about"], "soft-404"),
        # Nothing to compare with but the start page itself.
        (["https://other.example/work/3", "mailto:a@b", "#top"], [], "soft-404"),
        (["/files/list.pdf"], [], "soft-404"),
    ],
)
def test_a_sibling_proves_nothing_where_listed_pages_look_alike(
    site: Script, judge: Judge, hrefs: list[str], open_pages: list[str], code: str
) -> None:
    links = " ".join(f"<a href='{href}'>more</a>" for href in hrefs)
    site.fallback = UNSIGNED
    site.routes["/"] = article("Orchard Review", seed=7, extra=links)
    for number, path in enumerate(open_pages):
        site.routes[path] = article(f"Page {number}", seed=number + 11)
    assert judge("/work/12", titles=(TITLE,)).code == code


def test_a_listed_page_that_is_missing_is_no_wall(site: Script, judge: Judge) -> None:
    site.fallback = UNSIGNED
    site.routes["/"] = article("Review", seed=7, extra="<a href=/work/9>nine</a>")
    site.routes["/work/9"] = status(404)
    assert judge("/work/12", titles=(TITLE,)).code == "soft-404"


@pytest.mark.parametrize(
    ("title", "text"), NOTICES["elsewhere"].values(), ids=NOTICES["elsewhere"]
)
@pytest.mark.parametrize("everywhere", [False, True])
def test_a_notice_in_place_of_a_work_is_no_proof(
    site: Script, judge: Judge, title: str, text: str, everywhere: bool
) -> None:
    notice = ok(page(title, f"<p>{text}</p>"))
    site.routes |= {"/item/9": notice, "/": article("Institute of Pomology", 4)}
    if everywhere:
        site.fallback = notice
    assert judge("/item/9", titles=(TITLE,)).outcome == "uncertain"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "end",
    ["/", "/index.php", "/home", "/Pages/default.aspx", "/en/", "/de-DE/index.html",
     "/?utm_source=old", "/?from=/papers/12.html", "/papers/", "/suche.php?wort=12",
     "/catalog/", "/welcome"],
)  # fmt: skip
def test_a_link_that_ends_at_a_start_page_has_not_moved(
    site: Script, judge: Judge, code: int, end: str
) -> None:
    path = end.partition("?")[0]
    site.routes[path] = article("Institute of Pomology", 4)
    site.routes["/papers/12.html"] = moved(code, end)
    verdict = judge("/papers/12.html", titles=(TITLE,))
    assert (verdict.code, verdict.permanent_url) == ("content-changed", None)
    # Without a title only the way there says so.
    assert judge("/papers/12.html").permanent_url is None


@pytest.mark.parametrize("end", ["/404.html", "/errors/not-found", "/page-not-found/",
                                 "/Error_404.aspx"])  # fmt: skip
def test_a_link_that_ends_at_the_page_for_what_is_missing_is_dead(
    site: Script, judge: Judge, end: str
) -> None:
    site.routes |= {"/item": moved(302, end), end: article("Whoops", 4)}
    assert judge("/item", titles=(TITLE,)).code == "soft-404"


def test_a_short_page_behind_a_redirect_is_compared(site: Script, judge: Judge) -> None:
    site.routes["/x/hello"] = ok(page("Hello", "<p>Welcome to our new site.</p>"))
    site.routes["/item"] = moved(301, "/x/hello")
    assert judge("/item", titles=(TITLE,)).code == "content-changed"
    site.routes["/x/hello"] = ok(page(TITLE, "<p>Download the work here.</p>"))
    assert judge("/item", titles=(TITLE,)).code == "redirected-permanent"


@pytest.mark.parametrize(
    ("fragment", "more", "code"),
    [
        ("\u00fcber-uns", '<script>var x="\\u00fcber-uns"</script>', "ok"),
        ("zzz9", "<iframe src=/inner></iframe>", "fragment-unseen"),
        ("xpointer(id('a'))", "", "ok"),
        ("epubcfi(/6/4!/4/2)", "", "ok"),
        ("zzz9", "<noscript><p>no</p></noscript>", "fragment-missing"),
    ],
)
def test_fragments_that_the_source_need_not_name(
    site: Script, judge: Judge, fragment: str, more: str, code: str
) -> None:
    body = f"<h1>{TITLE}</h1><p>{prose()}</p>{more}"
    site.routes["/work"] = ok(page(TITLE, body))
    assert judge(f"/work#{fragment}", titles=(TITLE,)).code == code


def test_a_location_with_an_empty_fragment_has_its_own(
    site: Script, judge: Judge
) -> None:
    site.routes |= {"/a": moved(301, "/b#"), "/b": article(TITLE)}
    verdict = judge("/a#gone", titles=(TITLE,))
    assert verdict.code == "redirected-permanent"
    assert verdict.permanent_url == f"{site.url}/b#"


def test_a_cookie_on_the_way_is_no_move(site: Script, judge: Judge) -> None:
    def answer(request: Request) -> bytes:
        if request.headers.get("cookie"):
            return article(TITLE)
        return moved(301, "/a", Set_Cookie="seen=1")

    site.routes["/a"] = answer
    assert judge("/a", titles=(TITLE,)).code == "ok"


@pytest.mark.parametrize(
    ("title", "body"), NOTICES["parked"].values(), ids=NOTICES["parked"]
)
def test_a_domain_that_is_parked_is_dead(
    site: Script, judge: Judge, title: str, body: str
) -> None:
    site.fallback = ok(page(title, f"<h1>{title}</h1>{body}"))
    assert judge("/work/12", titles=(TITLE,)).code == "parked"


@pytest.mark.parametrize(
    "title",
    ["A brand new domain of research", "The orchard that was just registered as a monument",
     "Hier entsteht Wissen: neue Institute", "Expired patents and their renewal",
     "Auctions of fruit, and the domain of the crown"],
)  # fmt: skip
def test_works_about_domains_are_works(site: Script, judge: Judge, title: str) -> None:
    site.routes["/work"] = article(title, extra=f"<p>{prose(1, 200)}</p>")
    assert judge("/work").code == "ok"
