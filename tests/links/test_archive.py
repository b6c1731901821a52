"""Archived copies: TimeMaps, each with one right answer; errors passed over;
robots and saving.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csecrefs.links.archive import (
    LOOKED_AT,
    Archive,
    Capture,
    captures,
    find_all,
    nearest,
    wanted_moment,
)
from csecrefs.links.link import Link
from csecrefs.links.queue import Pace, Politeness
from tests.links.conftest import LOCAL
from tests.links.site import Request, Script, Site, article, moved, ok, page, status

PAGE = "http://page.example/paper"
FIRST = datetime(2001, 1, 1, tzinfo=UTC)
SETTINGS = attrs.evolve(LOCAL, retries=0)
FAST = Politeness(Pace(0.0, 8))
BAD = (
    status(404, page("Not found")),
    status(503, page("Busy")),
    moved(302, "http://elsewhere.example/"),
    ok(page("Page not found", "<p>gone</p>")),
    ok(page("This domain is for sale", "<p>Buy this domain</p>")),
    ok(page("Just a moment...", "Checking your browser")),
    ok(b""),
)


def stamp(when: datetime) -> str:
    return when.strftime("%Y%m%d%H%M%S")


def timemap(site: Site | Script, moments: list[datetime], odd: bool = False) -> bytes:
    entries = [f'<{PAGE}>;rel="original"', f'<{site.url}/gate/{PAGE}>; rel="timegate"']
    for place, when in enumerate(moments):
        relation = "first memento" if place == 0 else "memento"
        fields = [
            f'rel="{relation}"',
            f'datetime="{format_datetime(when, usegmt=True)}"',
        ]
        if odd:
            fields = [f"{field} " for field in reversed(fields)]
        entries.append(f"<{site.url}/web/{stamp(when)}/{PAGE}>; " + "; ".join(fields))
    return (" ,\n" if odd else ",\n").join(entries).encode()


@st.composite
def captured(draw: st.DrawFn) -> list[tuple[datetime, bytes | None]]:
    """Moments of captures; each with the bad answer it gives, None for a good one."""
    minutes = st.lists(st.integers(0, 12_000_000), min_size=1, max_size=40, unique=True)
    answers = st.one_of(st.none(), st.sampled_from(BAD))
    return [
        (FIRST + timedelta(minutes=each), draw(answers))
        for each in sorted(draw(minutes))
    ]


@settings(max_examples=80)
@example(
    [(FIRST + timedelta(hours=6), None), (FIRST + timedelta(hours=18), None)], 0, False
)
@example([(FIRST + timedelta(days=day), BAD[0]) for day in range(11)], 0, True)
@given(captured(), st.integers(0, 9000), st.booleans())
def test_the_nearest_good_capture(
    captures: list[tuple[datetime, bytes | None]], accessed: int, odd: bool
) -> None:
    """The right one is found by looking at all of them: the earlier of two as near,
    and none where the ten nearest are bad.
    """
    site = Script()
    site.routes["/robots.txt"] = status(404)
    day = FIRST + timedelta(days=accessed)
    noon = day.replace(hour=12)
    for when, bad in captures:
        site.routes[f"/web/{stamp(when)}/{PAGE}"] = bad or article("The paper")
    moments = [when for when, _ in captures]
    site.routes[f"/timemap/{PAGE}"] = ok(
        timemap(site, moments, odd), kind="application/link-format"
    )
    by_distance = sorted(captures, key=lambda each: (abs(each[0] - noon), each[0]))
    good = [when for when, bad in by_distance[:LOOKED_AT] if bad is None]
    link = Link(PAGE, accessed=f"{day:%Y-%m-%d}", issued="1999")
    archives = [Archive("Own", f"{site.url}/timemap/")]
    found = find_all([link], SETTINGS, FAST, archives, get=site.get)
    assert [each.when for each in found.values()] == good[:1]


def test_several_archives_are_one_pool(site: Site) -> None:
    early, late = datetime(2010, 1, 1, tzinfo=UTC), datetime(2012, 1, 1, tzinfo=UTC)
    site.routes |= {
        f"/one/{PAGE}": ok(timemap(site, [early])),
        f"/two/{PAGE}": ok(timemap(site, [late])),
        f"/web/{stamp(early)}/{PAGE}": article(),
        f"/web/{stamp(late)}/{PAGE}": article(),
    }
    archives = [Archive("One", f"{site.url}/one/"), Archive("Two", f"{site.url}/two/")]
    found = find_all([Link(PAGE, accessed="2011-12-24")], SETTINGS, FAST, archives)
    assert (found[PAGE].archive, found[PAGE].when) == ("Two", late)


def test_without_a_list_the_timegate_chooses(site: Site) -> None:
    when = "Sat, 05 Mar 2016 10:00:00 GMT"

    def gate(request: Request) -> bytes:
        assert parsedate_to_datetime(request.headers["accept-datetime"]).year == 2016
        return moved(302, f"{site.url}/kept")

    site.routes |= {
        f"/timemap/{PAGE}": ok(b"<x>;rel=memento,\n" * 200_000),
        f"/gate/{PAGE}": gate,
        "/kept": ok(page("The paper", "text " * 50), Memento_Datetime=when),
    }
    archive = Archive("Own", f"{site.url}/timemap/", f"{site.url}/gate/")
    found = find_all([Link(PAGE, issued="2016-03")], SETTINGS, FAST, [archive])
    assert found[PAGE] == Capture(
        f"{site.url}/kept", parsedate_to_datetime(when), "Own"
    )


def test_robots_rules_are_kept(site: Site) -> None:
    site.routes |= {
        "/robots.txt": ok(
            b"User-agent: csecrefs\nDisallow: /timemap/\n", kind="text/plain"
        ),
        f"/timemap/{PAGE}": ok(timemap(site, [datetime(2010, 1, 1, tzinfo=UTC)])),
    }
    assert (
        find_all([Link(PAGE)], SETTINGS, FAST, [Archive("Own", f"{site.url}/timemap/")])
        == {}
    )
    assert {hit.target for hit in site.hits} == {"/robots.txt"}


def test_saving_is_asked_for_only_if_wanted(site: Site) -> None:
    site.routes |= {
        f"/timemap/{PAGE}": status(404),
        f"/save/{PAGE}": status(200, b"kept", Content_Location=f"/web/2024/{PAGE}"),
    }
    archive = Archive("Own", f"{site.url}/timemap/", save=f"{site.url}/save/")
    assert find_all([Link(PAGE)], SETTINGS, FAST, [archive]) == {}
    assert site.asked(f"/save/{PAGE}") == 0
    saved = find_all([Link(PAGE)], SETTINGS, FAST, [archive], saving={PAGE})
    assert saved[PAGE].url == f"{site.url}/web/2024/{PAGE}"


@pytest.mark.parametrize(
    ("accessed", "issued", "wanted"),
    [
        ("2015-06-07", "2001", "2015-06-07"),
        ("", "2001-02", "2001-02-15"),
        ("", "2001", "2001-07-02"),
        ("", "1950", None),
        ("2015-13-45", "2001", "2001-07-02"),
        ("", "", None),
    ],
)
def test_the_moment_wanted(accessed: str, issued: str, wanted: str | None) -> None:
    moment = wanted_moment(Link(PAGE, accessed=accessed, issued=issued))
    assert (f"{moment:%Y-%m-%d}" if moment else None) == wanted


def test_without_a_moment_the_latest_is_nearest() -> None:
    days = [Capture(str(day), datetime(2010, 1, day, tzinfo=UTC)) for day in (3, 9, 5)]
    assert [capture.url for capture in nearest(days, None)] == ["9", "5", "3"]
    assert [
        capture.url for capture in nearest(days, datetime(2010, 1, 4, tzinfo=UTC))
    ] == ["3", "5", "9"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<",
        "<a",
        "<a>;rel=memento",
        '<a>;rel="memento";datetime="soon"',
        "x" * 10**6,
    ],
)
def test_what_is_no_timemap_has_no_captures(text: str) -> None:
    assert captures(text) == []


@pytest.fixture(autouse=True)
def quiet(site: Site) -> Iterator[None]:
    site.routes.setdefault("/robots.txt", status(404))
    yield


def test_a_copy_that_shows_the_work_goes_before_a_nearer_one(site: Site) -> None:
    title = "Blossom dates of the river orchards"
    moments = [datetime(2020, month, 1, tzinfo=UTC) for month in (3, 4, 5)]
    short = ok(page("Review", "<p>Welcome</p>"))
    shown = article(title)
    site.routes[f"/map/{PAGE}"] = ok(timemap(site, moments), "application/link-format")
    for moment, body in zip(moments, (shown, short, short), strict=True):
        site.routes[f"/web/{stamp(moment)}/{PAGE}"] = body
    link = Link(PAGE, titles=(title,), accessed="2020-05-01")
    found = find_all([link], SETTINGS, FAST, [Archive("A", f"{site.url}/map/")])
    assert found[PAGE].when == moments[0]
    # Nothing is known of a link without a title: the nearest is as good as any.
    found = find_all(
        [attrs.evolve(link, titles=())],
        SETTINGS,
        FAST,
        [Archive("A", f"{site.url}/map/")],
    )
    assert found[PAGE].when == moments[2]


@pytest.mark.parametrize("title", ["Page Not Found", "Service Unavailable", "For Sale"])
def test_a_copy_of_a_work_with_an_odd_title(site: Site, title: str) -> None:
    moment = datetime(2020, 3, 1, tzinfo=UTC)
    site.routes[f"/map/{PAGE}"] = ok(timemap(site, [moment]), "application/link-format")
    site.routes[f"/web/{stamp(moment)}/{PAGE}"] = article(title)
    archives = [Archive("A", f"{site.url}/map/")]
    link = Link(PAGE, titles=(title,))
    assert PAGE in find_all([link], SETTINGS, FAST, archives)
    other = Link(PAGE, titles=("Marble quarries and their owners",))
    assert PAGE not in find_all([other], SETTINGS, FAST, archives)
