"""The files of a site: what they hold, and that records stay text in them."""

from __future__ import annotations

import base64
import json
import re
import zlib
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from csecrefs import Library
from csecrefs.errors import FieldError, InputError
from csecrefs.model import Reference
from csecrefs.model.update import Update
from csecrefs.site import LinkState, SiteOptions, build
from csecrefs.site.feed import own_stamp, read_ledger
from csecrefs.site.languages import LANGUAGES, types, words
from csecrefs.site.machine import coins, schema_org
from csecrefs.site.marks import written_marks
from csecrefs.site.words import folded, index

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
BIB = r"""
@article{doe2020, title={Tides of Łódź}, author={Doe, Jane and van der Berg, Pieter}, journal={Sea}, year=2020,
  volume=3, number=2, pages={1--9}, doi={10.5555/tides}, keywords={salt, water}, language={english},
  abstract={What the moon does.}, groups={Coast, Reading}, timestamp={2024-05-06}}
@book{roe2018, title={Harbours}, author={Roe, Ann}, publisher={Quay}, year=2018, isbn={978-3-16-148410-0},
  url={https://example.org/harbours}, urldate={2020-01-01}}
@article{gone, title={RETRACTED: Walking on water}, author={Poe, Max}, journal={Sea}, year=2011}
"""


def site(bib: str = BIB, **options: Any) -> dict[str, bytes]:
    options.setdefault("now", NOW)
    return dict(build(Library.parse(bib), SiteOptions(**options)).files)


class Blocks(HTMLParser):
    """The elements and the data blocks of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: dict[str, str] = {}
        self._id = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._id = (dict(attrs).get("id") or "") if tag == "script" else ""

    def handle_data(self, data: str) -> None:
        if self._id:
            self.blocks[self._id] = self.blocks.get(self._id, "") + data


def overview(page: bytes) -> dict[str, Any]:
    found = json.loads(Blocks(page).blocks["data"])
    assert isinstance(found, dict)
    return found


def details(page: bytes) -> list[dict[str, Any]]:
    blocks = Blocks(page).blocks
    found: list[dict[str, Any]] = []
    for number in range(len(blocks) - 1):
        found += json.loads(zlib.decompress(base64.b64decode(blocks[f"d{number}"])))
    return found


def test_rows_and_facets() -> None:
    data = overview(site()["index.html"])
    assert data["keys"] == ["doe2020", "roe2018", "gone"]
    assert data["authors"] == ["Doe, van der Berg", "Roe", "Poe"]
    facets = data["facets"]
    assert facets["author"]["values"] == [
        "Doe, Jane",
        "van der Berg, Pieter",
        "Roe, Ann",
        "Poe, Max",
    ]
    assert facets["keyword"] == {"values": ["salt", "water"], "of": [[0, 1], [], []]}
    assert facets["container"]["of"] == [[0], [], [0]]
    assert facets["language"]["values"] == ["en"]
    assert facets["group"]["values"] == ["Coast", "Reading"]
    assert facets["mark"]["values"] == ["retracted"]
    assert data["orders"]["newest"] == [0, 1, 2]
    assert data["orders"]["by-title"] == [1, 2, 0]


def test_details_have_citations_records_and_links() -> None:
    first, second, _ = details(site(styles=["apa", "ieee"])["index.html"])
    assert [each["text"][:4] for each in first["cited"]] == ["Doe,", "[1] "]
    assert "<i>Sea</i>" in first["cited"][0]["html"]
    assert "*Sea*" in first["cited"][0]["markdown"]
    for name in ("biblatex", "csl-json", "ris"):
        again = Library.parse(first["records"][name], format=name)
        assert again["doe2020"].doi == "10.5555/tides"
    assert first["abstract"] == "What the moon does."
    assert [(each["kind"], each["text"]) for each in first["links"]] == [
        ("DOI", "10.5555/tides")
    ]
    assert [each["kind"] for each in second["links"]] == ["URL", "ISBN"]


def test_a_style_numbers_or_dates_each_work_as_if_it_were_alone() -> None:
    bib = "@book{a, title={One}, author={Roe, A}, year=2018}\n@book{b, title={Two}, author={Roe, A}, year=2018}"
    texts = [each["cited"][0]["text"] for each in details(site(bib)["index.html"])]
    assert all("(2018)" in text for text in texts)


def test_states_of_links_and_archived_copies() -> None:
    url = "https://example.org/harbours"
    library = Library.parse(BIB)
    copy = library["roe2018"].evolve(
        archive_location=f"https://web.archive.org/web/20200101000000/{url}"
    )
    library.replace(copy)
    states = {url: LinkState("dead", "2024-02-01", "2026-10-01", "404")}
    pages = build(library, SiteOptions(links=states, now=NOW)).files
    links = {each["kind"]: each for each in details(pages["index.html"])[1]["links"]}
    assert links["URL"]["state"] == "dead" and links["URL"]["since"] == "2024-02-01"
    assert links["archived"]["since"] == "2020-01-01"
    assert overview(pages["index.html"])["facets"]["mark"]["of"][1] == [0]


def test_marks_of_registries_and_duplicates() -> None:
    twin = (
        BIB
        + "@article{again, title={Tides of Lodz}, author={Doe, Jane}, journal={Sea}, year=2020, doi={10.5555/TIDES}}"
    )
    updates = {
        "roe2018": (
            Update("concern", doi="10.5555/notice", source="Crossref"),
            Update("corrected"),
        )
    }
    found = details(site(twin, updates=updates)["index.html"])
    assert [each["kind"] for each in found[1]["marks"]] == ["concern"]
    assert found[1]["marks"][0]["url"] == "https://doi.org/10.5555/notice"
    assert found[0]["same"]["keys"] == ["again"] and found[3]["same"]["keys"] == [
        "doe2020"
    ]
    assert "same" not in found[1]


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"title": "RETRACTED: Tides"}, ["retracted"]),
        ({"title": "Retracted Article: Tides"}, ["retracted"]),
        ({"title": "[Retracted] Tides"}, ["retracted"]),
        ({"title": "WITHDRAWN: Tides"}, ["retracted"]),
        ({"title": "Expression of concern: Tides"}, ["concern"]),
        ({"title": "Tides", "note": "Retracted in 2020"}, ["retracted"]),
        ({"title": "Tides", "status": "withdrawn"}, ["retracted"]),
        ({"title": "Retraction: Tides"}, []),
        ({"title": "Retracted papers and their citations"}, []),
        ({"title": "Removed from power"}, []),
        ({"title": "Tides", "note": "Not retracted"}, []),
    ],
)
def test_marks_that_records_have_themselves(
    fields: dict[str, str], kinds: list[str]
) -> None:
    assert [
        each.kind for each in written_marks(Reference("a", "book", fields))
    ] == kinds


def test_the_index_finds_words_of_all_fields() -> None:
    references = list(Library.parse(BIB))
    words, places = index(references)
    packed = base64.b64decode(places)
    found: dict[str, list[int]] = {}
    at = 0
    for word in words.split("\n"):
        count, at = packed[at], at + 1
        steps = packed[at : at + count]
        found[word], at = [sum(steps[: n + 1]) for n in range(count)], at + count
    assert at == len(packed)
    assert found["lodz"] == [0] and found["moon"] == [0] and found["quay"] == [1]
    assert found["10"] == [0] and found["sea"] == [0, 2] and found["coast"] == [0]


def test_long_steps_take_several_bytes() -> None:
    references = [
        Reference(f"k{n}", "book", title="rare" if n in (0, 300) else "")
        for n in range(301)
    ]
    words, places = index(references)
    packed = base64.b64decode(places)
    assert words.split("\n")[-1] == "rare"
    assert list(packed[-4:]) == [2, 0, 300 & 127 | 128, 300 >> 7]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Piteşti", "pitesti"),
        ("ΟΔΟΣ", "οδοσ"),
        ("Ærø", "aero"),
        ("ﬁn", "fin"),
    ],
)
def test_accents_do_not_matter(text: str, plain: str) -> None:
    assert folded(text) == plain


@pytest.mark.parametrize("key", ["doe2020", "roe2018"])
def test_coins_are_read_back(key: str) -> None:
    reference = Library.parse(BIB)[key]
    (again,) = Library.parse(
        f'<span class="Z3988" title="{escape(coins(reference))}"></span>',
        format="coins",
    )
    assert again.title == reference.title and again.year == reference.year
    assert again.type == reference.type
    assert [str(each) for each in again.author] == [
        str(each) for each in reference.author
    ]


@pytest.mark.parametrize(
    "kind", ["webpage", "dataset", "map", "speech", "software", "patent", "book"]
)
def test_coins_keep_names_whole(kind: str) -> None:
    """Types without a format of their own have Dublin Core's `creator` only."""
    names = [
        {"family": "Cruz", "given": "Ana", "non-dropping-particle": "de la"},
        {"family": "Doe", "given": "Jane"},
    ]
    reference = Reference.from_csl(
        {"id": "a", "type": kind, "title": "Tides", "author": names}
    )
    (again,) = Library.parse(
        f'<span class="Z3988" title="{escape(coins(reference))}"></span>',
        format="coins",
    )
    assert [str(each) for each in again.author] == ["Ana de la Cruz", "Jane Doe"]


def test_pages_of_a_list_are_named_in_its_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("csecrefs.site.printed.PER_PAGE", 2)
    assert b'aria-label="Seiten"' in site(language="de")["list.html"]


def test_schema_org() -> None:
    found = schema_org(Library.parse(BIB)["doe2020"])
    assert found["@type"] == "ScholarlyArticle"
    assert found["author"][0] == {
        "@type": "Person",
        "name": "Jane Doe",
        "familyName": "Doe",
        "givenName": "Jane",
    }
    assert found["isPartOf"]["issueNumber"] == "2"
    assert found["isPartOf"]["isPartOf"]["isPartOf"]["name"] == "Sea"
    assert found["keywords"] == ["salt", "water"]


def test_the_list_to_print() -> None:
    page = site(language="de")["list.html"]
    parsed = Blocks(page)
    items = [attributes["id"] for tag, attributes in parsed.tags if tag == "li"]
    assert items == ["doe2020", "roe2018", "gone"]
    assert '<strong class="mark">Zurückgezogen</strong>' in page.decode()
    (graph,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page.decode()
    )
    assert len(json.loads(graph)["@graph"]) == 3
    assert len(list(Library.parse(page, format="coins"))) == 3


def test_a_long_list_has_several_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csecrefs.site.printed.PER_PAGE", 2)
    files = site()
    assert "list-2.html" in files and 'start="3"' in files["list-2.html"].decode()
    assert 'id="gone"' in files["list-2.html"].decode()


# --- the feed


def test_the_feed_goes_on(tmp_path: Path) -> None:
    library = Library.parse(BIB.replace(", timestamp={2024-05-06}", ""))
    library.site(tmp_path)
    first = read_ledger((tmp_path / "additions.json").read_bytes())
    (tmp_path / "additions.json").write_text(
        json.dumps(dict.fromkeys(first, "2025-01-01T00:00:00Z"))
    )
    (library + Reference("new", "book", title="New")).site(tmp_path)
    feed = ElementTree.parse(tmp_path / "feed.atom").getroot()
    name = "{http://www.w3.org/2005/Atom}"
    titles = [each.text for each in feed.iterfind(f"{name}entry/{name}title")]
    times = [each.text for each in feed.iterfind(f"{name}entry/{name}updated")]
    assert titles[0] == "New" and times[1:] == ["2025-01-01T00:00:00Z"] * 3
    assert feed.findtext(f"{name}updated") == times[0]
    ids = [each.text or "" for each in feed.iterfind(f".//{name}id")]
    assert len(set(ids)) == 5 and all(each.startswith("urn:uuid:") for each in ids)


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("2024-05-06", "2024-05-06T00:00:00Z"),
        ("2024.05.06", "2024-05-06T00:00:00Z"),
        ("2024-05-06T10:00:01", "2024-05-06T10:00:01Z"),
        ("2024-05-06 10:00:00 +0200", "2024-05-06T08:00:00Z"),
        ("2099-01-01", ""),
        ("2024-13-01", ""),
        ("yesterday", ""),
    ],
)
def test_times_that_records_have(stamp: str, time: str) -> None:
    reference = Reference("a", extra={"biblatex": {"timestamp": stamp}})
    assert own_stamp(reference, NOW) == time


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff", b"[" * 5000, b'{"a": 1, "b": "x"}']
)
def test_a_damaged_ledger_is_an_empty_one(content: bytes) -> None:
    assert read_ledger(content) == {}


# --- options, languages


def test_every_language_has_every_word() -> None:
    table = words()
    assert set(LANGUAGES) == {"en", "de", "fr", "ro"} == set(types())
    for language in LANGUAGES:
        assert table[language].keys() == table["en"].keys()
        assert all(table[language].values())
        for name, text in table[language].items():
            assert (
                re.findall(r"\{\w+\}", text).sort()
                == re.findall(r"\{\w+\}", table["en"][name]).sort()
            )
    script = (Path(__file__).parents[2] / "src/csecrefs/site/site.js").read_text(
        encoding="utf-8"
    )
    asked = set(re.findall(r'say\("([\w-]+)"', script)) | set(
        re.findall(r'heading\("([\w-]+)"', script)
    )
    assert asked and asked <= set(table["en"])


@pytest.mark.parametrize(
    "options", [{"styles": []}, {"styles": "apa"}, {"language": "xx"}]
)
def test_wrong_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(FieldError):
        site(**options)


def test_a_page_of_another_program_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>mine</p>")
    with pytest.raises(InputError, match="not of csecrefs"):
        Library.parse(BIB).site(tmp_path)
    assert (tmp_path / "index.html").read_text() == "<p>mine</p>"
    with pytest.raises(InputError, match="no folder"):
        Library.parse(BIB).site(tmp_path / "index.html")


def test_one_bad_record_is_a_diagnostic(monkeypatch: pytest.MonkeyPatch) -> None:
    from csecrefs import formats

    whole = formats.write

    def failing(references: Any, format: str) -> str:
        if format == "ris" and references[0].id == "roe2018":
            raise ValueError("no RIS today")
        return whole(references, format)

    monkeypatch.setattr(formats, "write", failing)
    pages = build(Library.parse(BIB), SiteOptions(now=NOW))
    assert [(each.code, each.key) for each in pages.diagnostics] == [
        ("not-formatted", "roe2018")
    ]
    assert len(details(pages.files["index.html"])) == 3


# --- hostile fields

PAYLOADS = (
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<svg/onload=window.pwned=1>",
    "javascript:window.pwned=1",
    "\"><iframe srcdoc='<script>parent.pwned=1</script>'>",
    "<!--<script>",
    "]]><script>window.pwned=1</script>",
    "{{constructor.constructor('window.pwned=1')()}}",
    "${window.pwned=1}\u2028window.pwned=1",
    "' style='background:url(https://example.org/x)' x='",
    '<a href="javascript:window.pwned=1" onclick=window.pwned=1>x</a>',
    "<style>*{display:none}</style><base href=https://example.org/>",
    "\u202egnp.exe\x00\x1b]0;x\x07\ud800",
    "<meta http-equiv=refresh content=0;url=https://example.org>",
    "__proto__",
)
VARIABLES = (
    "title", "abstract", "keyword", "container-title", "note", "publisher", "language", "DOI", "URL", "ISBN",
    "volume", "page", "edition", "genre", "archive_location", "status", "PMID", "annote",
)  # fmt: skip


def hostile(count: int) -> list[Reference]:
    """Records with `count` hostile fields among them."""
    found = []
    for n in range(-(-count // (len(VARIABLES) + 2))):
        bad = [
            f"{PAYLOADS[(n + m) % len(PAYLOADS)]} {n}"
            for m in range(len(VARIABLES) + 2)
        ]
        item: dict[str, Any] = {
            "id": f"{bad[0]}{n}",
            "type": "article-journal" if n % 2 else "book",
        }
        item |= dict(zip(VARIABLES, bad[1:], strict=False))
        item["author"] = [{"family": bad[-1], "given": bad[0]}, {"literal": bad[1]}]
        item["custom"] = {"x": bad[2]}
        found.append(Reference.from_csl(item))
    return found


OURS = frozenset(
    "html head meta link title style body a header h1 h2 div label span select button input aside figure figcaption"
    " main p ol noscript dialog script li i b em sup sub strong nav".split()
)


def test_hostile_fields_are_text(tmp_path: Path) -> None:
    """No element, attribute or address of a page comes from a record."""
    pages = build(
        hostile(600), SiteOptions(styles=["apa", "ieee"], title=PAYLOADS[0], now=NOW)
    )
    for name, content in pages.files.items():
        if not name.endswith(".html"):
            continue
        scripts = 0
        for tag, attributes in Blocks(content).tags:
            assert tag in OURS, (name, tag)
            assert not any(
                each.startswith("on") or each in ("style", "srcdoc")
                for each in attributes
            )
            address = attributes.get("href") or ""
            assert ":" not in address.partition("/")[0] or address.startswith(
                ("http://", "https://")
            )
            scripts += tag == "script" and "type" not in attributes
        assert scripts == (name == "index.html")
    ElementTree.fromstring(pages.files["feed.atom"])


def test_the_policy_lets_only_our_script_run() -> None:
    import hashlib

    page = site()["index.html"].decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="(.*?)">', page)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|fetch\(",
        script,
    )
