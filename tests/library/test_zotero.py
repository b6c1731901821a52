"""Zotero's database as a source, and Zotero's items in JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import csecrefs as cr
from csecrefs.errors import InputError
from csecrefs.library import zotero_api
from tests.library.zotero_database import ZoteroDatabase, better_bibtex_keys


@pytest.fixture
def database(tmp_path: Path) -> Path:
    made = ZoteroDatabase(tmp_path / "Zotero")
    article = made.item(
        "journalArticle",
        "AAAA1111",
        title="Ports and <i>tides</i>",
        date="2012-03-00 March 2012",
        publicationTitle="Journal of Harbours",
        volume="7",
        issue="2",
        pages="11-19",
        DOI="10.5555/ports",
        accessDate="2016-08-30 11:53:28",
        extra="Citation Key: vole2012\noriginal-date: 1910",
        libraryCatalog="Harbour Library",
    )
    made.creator(article, "author", "Vole", "Ana")
    made.creator(article, "author", "Harbour Office")
    made.creator(article, "translator", "Roe", "Dan")
    made.tag(article, "sea")
    made.tag(article, "trade, foreign")
    made.note(article, "<p>First <b>line</b></p><p>second</p>", "NNNN1111")
    made.file(article, "storage:vole 2012; final.pdf", "FFFF1111")

    statute = made.item(
        "statute",
        "BBBB2222",
        nameOfAct="Harbours Act",
        dateEnacted="1999-05-04 4 May 1999",
        publicLawNumber="12",
        code="Laws",
        codeNumber="3",
        pages="8",
    )
    film = made.item("film", "CCCC3333", title="Low Water", distributor="Sea Films")
    made.creator(film, "director", "Poe", "Kim")
    made.creator(film, "scriptwriter", "Lowe", "Ina")
    made.creator(film, "castMember", "Star", "Joe")
    gone = made.item("book", "DDDD4444", title="Thrown away")
    made.trash(gone)
    made.note(gone, "<p>of the trash</p>", "NNNN2222")
    made.item("webpage", "EEEE5555", library=2, title="An item of a feed")
    made.note(None, "<p>alone</p>", "NNNN3333")

    thesis = made.collection("Thesis", article)
    made.collection("Chapter 1", statute, parent=thesis)
    made.collection("Films", film)
    return made.finished()


def test_the_works_of_a_database(database: Path) -> None:
    library = cr.Library.read(database)
    assert sorted(library.keys()) == ["harbours1999", "poe", "vole2012"]

    article = library["vole2012"]
    csl = article.to_csl()
    assert article.type == "article-journal"
    assert article.title == "Ports and tides"
    assert csl["title"] == "Ports and <i>tides</i>"
    assert csl["author"] == [
        {"family": "Vole", "given": "Ana"},
        {"literal": "Harbour Office"},
    ]
    assert csl["translator"] == [{"family": "Roe", "given": "Dan"}]
    assert csl["issued"] == {"date-parts": [[2012, 3]]}
    assert csl["accessed"] == {"date-parts": [[2016, 8, 30]]}
    assert csl["container-title"] == "Journal of Harbours"
    assert csl["source"] == "Harbour Library"
    assert csl["original-date"] == {"date-parts": [[1910]]}
    assert csl["annote"] == "First line\nsecond"


def test_fields_that_one_type_calls_otherwise(database: Path) -> None:
    library = cr.Library.read(database)
    statute = library["harbours1999"].to_csl()
    assert statute["title"] == "Harbours Act"
    assert statute["issued"] == {"date-parts": [[1999, 5, 4]]}
    assert statute["number"] == "12"
    assert statute["container-title"] == "Laws"
    assert statute["volume"] == "3"

    film = library["poe"].to_csl()
    assert film["publisher"] == "Sea Films"
    assert film["author"] == [{"family": "Poe", "given": "Kim"}]
    assert film["script-writer"] == [{"family": "Lowe", "given": "Ina"}]
    assert film["custom"]["zotero"]["castMember"] == ["Star, Joe"]


def test_files_tags_and_collections_go_into_a_bib_file(database: Path) -> None:
    text = cr.Library.read(database).to("biblatex")
    stored = database.parent / "storage/FFFF1111/vole 2012"
    assert f"file = {{{stored}\\; final.pdf}}" in text
    assert "groups = {Thesis}" in text
    again = cr.Library.parse(text)["vole2012"]
    assert again.text("keyword") == cr.Library.read(database)["vole2012"].text(
        "keyword"
    )


def test_what_belongs_to_no_work_is_left_out_with_a_word(database: Path) -> None:
    library = cr.Library.read(database)
    messages = [each.message for each in library.diagnostics]
    assert messages == ["1 notes and files of no work are left out"]
    titles = {each.title for each in library}
    assert not titles & {"Thrown away", "An item of a feed"}


def test_a_collection_with_all_below_it(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: database.parents[1])
    assert len(cr.Library.read("zotero:")) == 3
    assert sorted(cr.Library.read("zotero:thesis").keys()) == [
        "harbours1999",
        "vole2012",
    ]
    assert (
        cr.Library.read("zotero:Films").keys() == cr.Library.read("zotero:films").keys()
    )
    with pytest.raises(
        InputError, match="no collection 'Tesis'; there are: Films, Thesis"
    ):
        cr.Library.read("zotero:Tesis")


def test_the_folder_that_the_settings_of_zotero_name(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    profile = home / ".zotero" / "zotero" / "abc.default"
    profile.mkdir(parents=True)
    setting = f'user_pref("extensions.zotero.dataDir", "{database.parent}");\n'
    (profile / "prefs.js").write_text(setting, encoding="utf-8")
    monkeypatch.setattr(Path, "home", lambda: home)
    assert len(cr.Library.read("zotero:")) == 3


def test_keys_of_better_bibtex(database: Path) -> None:
    better_bibtex_keys(database.parent, {2: "harboursAct", 1: "volePorts"})
    with sqlite3.connect(database) as connection:
        numbers = dict(connection.execute("SELECT key, itemID FROM items"))
    (database.parent / "better-bibtex.sqlite").unlink()
    better_bibtex_keys(database.parent, {numbers["BBBB2222"]: "harboursAct"})
    assert "harboursAct" in cr.Library.read(database)


def test_a_running_zotero_is_not_disturbed(database: Path) -> None:
    """The file may be locked, and nothing of it changes."""
    before = database.read_bytes()
    with sqlite3.connect(database) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert len(cr.Library.read(database)) == 3
        connection.rollback()
    assert database.read_bytes() == before
    names = sorted(each.name for each in database.parent.iterdir())
    assert names == ["zotero.sqlite"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the tables of Zotero are not in it"),
        (b"SQLite format 3\0rubbish", "cannot be read"),
        (b"no database at all", "cannot be read"),
    ],
)
def test_a_file_that_is_no_database_of_zotero(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "zotero.sqlite"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        cr.Library.read(path)


def test_no_zotero_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(zotero_api, "LOCAL", "http://127.0.0.1:1")
    message = r"no zotero.sqlite in .*, and no Zotero answers .*; name its path"
    with pytest.raises(InputError, match=message):
        cr.Library.read("zotero:")
    with pytest.raises(InputError, match="is Zotero running"):
        cr.Library.read("zotero:http://127.0.0.1:1")
    with pytest.raises(InputError, match="cannot be read"):
        cr.Library.read(tmp_path / "absent.sqlite")


BETTER_BIBTEX = {
    "config": {"label": "BetterBibTeX JSON", "id": "x"},
    "collections": {"c1": {"key": "c1", "name": "Thesis", "items": [7]}},
    "items": [
        {
            "itemID": 7,
            "itemKey": "AAAA1111",
            "itemType": "bookSection",
            "citationKey": "doe1850",
            "title": "Of ropes",
            "bookTitle": "The yard",
            "date": "1850s",
            "creators": [
                {"creatorType": "author", "lastName": "Doe", "firstName": "Jane"},
                {"creatorType": "editor", "name": "Guild of Ropers"},
                {"creatorType": "bookAuthor", "lastName": "Lind", "firstName": "Bo"},
            ],
            "tags": [{"tag": "rope"}],
            "notes": [{"note": "<p>see p. 3</p>"}],
            "attachments": [{"path": "/files/doe.pdf", "itemType": "attachment"}],
        },
        {"itemID": 8, "itemType": "attachment", "title": "alone", "path": "/x.pdf"},
    ],
}


def test_json_of_better_bibtex() -> None:
    library = cr.Library.parse(json.dumps(BETTER_BIBTEX))
    section = library["doe1850"]
    csl = section.to_csl()
    assert section.type == "chapter"
    assert csl["container-title"] == "The yard"
    assert csl["container-author"] == [{"family": "Lind", "given": "Bo"}]
    assert csl["editor"] == [{"literal": "Guild of Ropers"}]
    assert str(section.get("issued")) == "185X"
    assert csl["annote"] == "see p. 3"
    assert section.extra["biblatex"] == {"file": "/files/doe.pdf", "groups": "Thesis"}
    assert [each.code for each in library.diagnostics] == ["left-out"]


def test_json_of_the_api() -> None:
    answer = [
        {
            "key": "AAAA1111",
            "version": 3,
            "data": {
                "key": "AAAA1111",
                "itemType": "thesis",
                "title": "Ropes",
                "thesisType": "PhD",
                "university": "Iași",
                "date": "2019-02-01",
                "collections": ["C0LLECT1"],
                "creators": [
                    {"creatorType": "author", "firstName": "Ann", "lastName": "Roe"}
                ],
            },
        },
        {
            "key": "NNNN1111",
            "data": {
                "key": "NNNN1111",
                "itemType": "note",
                "parentItem": "AAAA1111",
                "note": "<p>borrowed</p>",
            },
        },
        {"data": {"key": "X", "itemType": "book", "title": "Out", "deleted": 1}},
    ]
    library = cr.Library.parse(json.dumps(answer))
    assert list(library.keys()) == ["roe2019"]
    csl = library["roe2019"].to_csl()
    assert csl["genre"] == "PhD"
    assert csl["publisher"] == "Iași"
    assert csl["annote"] == "borrowed"
    assert library.diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        '{"items": 3, "itemType": 1}',
        '[{"itemType": "book", "creators": 7, "tags": {}, "notes": 3, "collections": 5}]',
        '[{"itemType": ["book"], "date": {}}]',
    ],
)
def test_items_that_are_no_items(text: str) -> None:
    """Values of a kind that Zotero never writes are passed over, and nothing raises."""
    library = cr.Library.parse(text, format="zotero-json")
    assert len(library) <= 1


# --- groups, collections and files as Zotero 7 has them


@pytest.fixture
def later(tmp_path: Path) -> Path:
    made = ZoteroDatabase(tmp_path / "Zotero", later=True)
    article = made.item("journalArticle", "AAAA1111", title="Ports", date="2012")
    made.annotation(made.file(article, "storage:a.pdf", "FFFF1111"), "x", "MMMM1111")
    made.file(article, "attachments:sub/b.pdf", "FFFF2222")
    made.file(article, "/elsewhere/c.pdf", "FFFF3333")
    made.file(article, None, "FFFF4444", url="https://example.org/slides")
    first = made.item("book", "BBBB1111", title="First")
    second = made.item("book", "CCCC1111", title="Second")
    shared = made.item("book", "DDDD1111", library=3, title="Shared")
    thesis = made.collection("Thesis", article)
    made.collection("Chapter 1", first, parent=thesis)
    made.collection("Chapter 1", second, parent=made.collection("Other"))
    made.collection("Of the group", shared, library=3)
    gone = made.collection("Gone", second)
    made.trash_collection(gone)
    made.trash_collection(made.collection("Below it", second, parent=gone))
    return made.finished()


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ("Chapter 1", {"first", "second"}),
        ("thesis/chapter 1", {"first"}),
        ("Thesis", {"ports2012", "first"}),
        ("Lab readings", {"shared"}),
        ("Lab readings/Of the group", {"shared"}),
        ("", {"ports2012", "first", "second", "shared"}),
    ],
)
def test_collections_and_groups_by_name(
    later: Path, monkeypatch: pytest.MonkeyPatch, wanted: str, keys: set[str]
) -> None:
    monkeypatch.setattr(Path, "home", lambda: later.parent.parent)
    library = cr.Library.read(f"zotero:{wanted}")
    assert set(library.keys()) == keys


@pytest.mark.parametrize("wanted", ["Gone", "Below it", "apter 1", "Thesis/Other"])
def test_no_such_collection(
    later: Path, monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    monkeypatch.setattr(Path, "home", lambda: later.parent.parent)
    message = f"no collection {wanted!r}; there are: .*Thesis/Chapter 1"
    with pytest.raises(InputError, match=message):
        cr.Library.read(f"zotero:{wanted}")


def test_files_wherever_they_are(
    later: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    profile = tmp_path / ".zotero/zotero/x.default"
    profile.mkdir(parents=True)
    base = tmp_path / "papers"
    (profile / "prefs.js").write_text(
        f'user_pref("extensions.zotero.baseAttachmentPath", "{base}");\n'
    )
    library = cr.Library.read(later)
    files = str(library["ports2012"].extra["biblatex"]["file"]).split(";")
    assert files == [
        str(later.parent / "storage/FFFF1111/a.pdf"),
        str(base / "sub/b.pdf"),
        "/elsewhere/c.pdf",
        "https://example.org/slides",
    ]
    assert "1 annotations of files" in library.diagnostics[0].message


# --- the local API


class LocalApi:
    """A server with the lists of Zotero's local API, and what it was asked."""

    def __init__(self, lists: dict[str, list[Any]], page: int = 2) -> None:
        self.asked: list[str] = []
        self.status = 200
        api = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                api.asked.append(self.path)
                parts = urlsplit(self.path)
                start = int(parse_qs(parts.query)["start"][0])
                listed = lists.get(parts.path.removeprefix("/api/"), [])
                body = json.dumps(listed[start : start + page]).encode()
                self.send_response(api.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"


def answered(key: str, kind: str = "book", **fields: Any) -> dict[str, Any]:
    return {"key": key, "data": {"key": key, "itemType": kind, **fields}}


@pytest.fixture
def api() -> Iterator[LocalApi]:
    inner = {"key": "CCCC2222", "name": "Chapter 1", "parentCollection": "CCCC1111"}
    outer = {"key": "CCCC1111", "name": "My thesis", "parentCollection": False}
    pdf = answered("FFFF1111", "attachment", parentItem="AAAA1111", linkMode="x")
    pdf["links"] = {"enclosure": {"href": "file:///home/doe/a%20b.pdf"}}
    lists = {
        "users/0/items": [
            answered("AAAA1111", title="One", collections=["CCCC1111"], date="2001"),
            pdf,
            answered("NNNN1111", "note", parentItem="AAAA1111", note="<p>read</p>"),
            answered("BBBB1111", title="Two", collections=["CCCC2222"]),
            answered("DDDD1111", title="Three"),
        ],
        "users/0/collections": [{"data": inner, "key": "CCCC2222"}, {"data": outer}],
        "users/0/groups": [{"id": 77, "data": {"name": "Lab"}}],
        "groups/77/items": [answered("GGGG1111", title="Shared", collections=[])],
    }
    made = LocalApi(lists)
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_running_zotero_answers_where_there_is_no_database(
    api: LocalApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(zotero_api, "LOCAL", api.address)
    library = cr.Library.read("zotero:")
    assert set(library.keys()) == {"one2001", "two", "three", "shared"}
    one = library["one2001"]
    assert one.get("annote") == "read"
    kept = one.extra["biblatex"]
    assert kept == {"file": "/home/doe/a b.pdf", "groups": "My thesis"}
    assert set(cr.Library.read("zotero:my thesis").keys()) == {"one2001", "two"}
    assert set(cr.Library.read("zotero:Lab").keys()) == {"shared"}
    named = cr.Library.read(f"zotero:{api.address}/My%20thesis/Chapter%201")
    assert set(named.keys()) == {"two"}


def test_a_database_goes_before_the_api(
    api: LocalApi, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: later.parent.parent)
    monkeypatch.setattr(zotero_api, "LOCAL", api.address)
    assert "shared" in cr.Library.read("zotero:")
    assert api.asked == []


@pytest.mark.parametrize(
    ("status", "message"),
    [(403, "permit it in its settings"), (404, "answered 404")],
)
def test_a_zotero_that_does_not_answer(
    api: LocalApi, status: int, message: str
) -> None:
    api.status = status
    with pytest.raises(InputError, match=message):
        cr.Library.read(f"zotero:{api.address}")


def test_other_machines_are_not_asked() -> None:
    with pytest.raises(InputError, match="is not on this machine"):
        cr.Library.read("zotero:http://192.0.2.1:23119")
