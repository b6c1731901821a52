"""Pages that are added: what they say of themselves, and those that are no works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csecrefs.model import Reference
from csecrefs.net.session import NetSettings, PoliteSession
from csecrefs.resolve import Registries, Resolution, Resolver
from csecrefs.testing import StandIn
from tests.links.site import page, prose
from tests.links.test_walls import NOTICES

TITLE = "Blossom dates of the river orchards"


@pytest.fixture
def registry() -> Iterator[StandIn]:
    with StandIn() as server:
        yield server


@pytest.fixture
def session() -> Iterator[PoliteSession]:
    settings = NetSettings(tries=1, allowed_addresses=frozenset({"127.0.0.1"}))
    with PoliteSession(settings) as opened:
        yield opened


def _added(registry: StandIn, session: PoliteSession, body: bytes) -> Resolution:
    registry.add_page("/work", body)
    resolver = Resolver(session, Registries.at(registry.url))
    return resolver.resolve(f"{registry.url}/work")


def _read(registry: StandIn, session: PoliteSession, head: str, body: str) -> Reference:
    whole = page(TITLE, f"<h1>{TITLE}</h1>{body}<p>{prose()}</p>", head)
    found = _added(registry, session, whole).reference
    assert found is not None
    return found


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["wall", "missing", "elsewhere"])
def test_no_notice_is_taken_for_a_work(
    registry: StandIn, session: PoliteSession, kind: str
) -> None:
    taken = []
    for name, (title, text) in NOTICES[kind].items():
        body = page(title, f"<h1>{title}</h1><p>{text}</p>")
        registry.add_page(f"/{name}", body)
        resolver = Resolver(session, Registries.at(registry.url))
        found = resolver.resolve(f"{registry.url}/{name}")
        if found.reference is not None:
            taken.append((name, found.reference.title))
    assert taken == []


@pytest.mark.parametrize(
    "title", ["Index of /papers", "React App", "Untitled Document", "Loading...", "Home",
              "Redirecting..."],
)  # fmt: skip
def test_a_title_of_what_has_none_is_none(
    registry: StandIn, session: PoliteSession, title: str
) -> None:
    found = _added(registry, session, page(title, "<p>Welcome</p>"))
    assert found.reference is None
    assert title in found.detail
    tag = '<meta name="citation_title" content="Home">'
    assert _read(registry, session, tag, "").title == "Home", "a tag says so"


@pytest.mark.parametrize(
    ("head", "body", "start"),
    [
        ("March 5, 2019", "", (2019, 3, 5)),
        ("5. M\u00e4rz 2019", "", (2019, 3, 5)),
        ("25/03/2019", "", (2019, 3, 25)),
        # Which is the month? The year is certain.
        ("05/03/2019", "", (2019,)),
        ("", "<p>Published: March 5, 2019</p>", (2019, 3, 5)),
        ("", "<p>Ver\u00f6ffentlicht am 05.03.2019</p>", (2019, 3, 5)),
        ("", "<p>By Ana Brook | March 5, 2019</p>", (2019, 3, 5)),
    ],
)
def test_dates_as_pages_write_them(
    registry: StandIn,
    session: PoliteSession,
    head: str,
    body: str,
    start: tuple[int, ...],
) -> None:
    tag = ""
    if head:
        tag = f'<meta name="date" content="{head}">'
    date = _read(registry, session, tag, body).date("issued")
    assert date is not None and date.start == start


@pytest.mark.parametrize(
    ("tag", "body", "families"),
    [
        ("By Ana Brook", "", ["Brook"]),
        ("By Ana Brook and Jan Nowak", "", ["Brook", "Nowak"]),
        ("Ana Brook, Jan Nowak", "", ["Brook", "Nowak"]),
        ("Brook, Ana", "", ["Brook"]),
        ("Ana Brook, Staff Writer", "", ["Brook"]),
        ("Ana Brook (ana@journal.example)", "", ["Brook"]),
        ("admin", "", []),
        ("https://network.example/ana", "", []),
        ("", '<a rel="author" href="/ana">Ana Brook</a>', ["Brook"]),
        ("", '<span itemprop="author"><b>Ana Brook</b></span>', ["Brook"]),
        ("", "<p>By Ana Brook \u00b7 March 5, 2019</p>", ["Brook"]),
    ],
)
def test_people_as_pages_name_them(
    registry: StandIn, session: PoliteSession, tag: str, body: str, families: list[str]
) -> None:
    head = ""
    if tag:
        head = f'<meta name="author" content="{tag}">'
    found = _read(registry, session, head, body).names("author")
    assert [each.family for each in found] == families
