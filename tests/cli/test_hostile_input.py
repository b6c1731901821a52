"""Inputs nobody should give, through the command line: a clear line each, in bounded
time, nothing else.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from csecrefs.formats import source
from csecrefs.formats.csl import coerced as csl_coerced
from csecrefs.formats.tagged import lines as tagged
from csecrefs.formats.xml import tree as xml
from csecrefs.library import sources

Run = Callable[..., tuple[int, str, str]]

SIZE = 1_000_000
NOTHING = {
    "empty.bib": (b"", "no references there"),
    "blank.ris": (b" \n" * 1000, "no references there"),
    "zeros.bib": (bytes(SIZE), "not a text file"),
    "random.mrc": (random.Random(1).randbytes(SIZE), "not a text file"),
    "letters.bib": (b"a" * SIZE, "no references there"),
    "signs.bib": (b"@" * (SIZE // 4), "no references there"),
    "deep.json": (b"[" * SIZE, "no format that csecrefs reads"),
    "deep-items.json": (b'[{"id": "a", "x": ' + b"[" * SIZE, "deep-items.json:1:"),
    "deep.xml": (b"<modsCollection>" + b"<x>" * SIZE, "deep.xml:1:"),
    "deep.cff": (b"cff-version: 1.2.0\ntitle: " + b"[" * SIZE, "deep.cff:2:"),
    "aliases.cff": (
        b"cff-version: 1.2.0\na: &a [x, x]\nauthors: [*a, *a]\n",
        "it uses an alias",
    ),
    "bomb.xml": (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        b"<PubmedArticleSet>&b;</PubmedArticleSet>",
        "bomb.xml",
    ),
}
SOMETHING = {
    "braces.bib": b"@book{k, title = {" + b"{a" * (SIZE // 4),
    "unclosed.bib": b"@article{a, title = {x},\n" * (SIZE // 50),
    "one-value.bib": b"@book{k, title = {" + b"word " * (SIZE // 5) + b"}}",
    "names.bib": b"@book{k, author = {"
    + b"Lind, Bo and " * (SIZE // 50)
    + b"Berg, Cy}}",
    "one-record.ris": b"TY  - BOOK\nTI  - Title\n"
    + b"AU  - Lind, Bo\nN1  - Note\n" * (SIZE // 50),
    "cut.json": b"[" + b'{"id":"a","type":"book","title":"x"},' * (SIZE // 100),
    "cut.xml": b"<modsCollection>"
    + b"<mods><titleInfo><title>T</title></titleInfo></mods>" * (SIZE // 500),
    "names.xml": b"<mods>"
    + b"<name><namePart>Lind, Bo</namePart></name>" * (SIZE // 100)
    + b"</mods>",
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_holds_nothing_is_said_in_a_line(
    invoke: Run, tmp_path: Path, name: str
) -> None:
    content, message = NOTHING[name]
    (tmp_path / name).write_bytes(content)
    begin = time.process_time()
    code, out, err = invoke("convert", name, "--to", "csl-json")
    assert (code, out) == (2, "") and message in err.splitlines()[-1]
    assert (
        "Traceback" not in err
        and "internal" not in err
        and time.process_time() - begin < 20
    )


@pytest.mark.parametrize("name", SOMETHING)
def test_what_holds_something_gives_it(invoke: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(SOMETHING[name])
    begin = time.process_time()
    code, out, err = invoke("convert", name, "--to", "csl-json")
    assert code in (0, 1) and json.loads(out)
    assert (
        "Traceback" not in err
        and "internal" not in err
        and time.process_time() - begin < 30
    )


def test_no_flood_of_lines(invoke: Run, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("@book{a, title = {x},\n" * 1000)
    _, _, err = invoke("convert", "refs.bib", "--to", "csl-json")
    assert err.count("csecrefs: error") == 20 and "more errors; -v shows all" in err
    _, _, err = invoke("convert", "refs.bib", "--to", "csl-json", "-v")
    assert err.count("csecrefs: error") > 900


def test_size_and_number_are_bounded(
    invoke: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "refs.bib": "@book{a, title = {A}}\n",
        "refs.ris": "TY  - BOOK\nTI  - A\nER  - \n",
        "refs.json": '{"id": "a", "type": "book", "title": "A"},',
        "refs.csv": "A,book,10.5555/a\n",
        "refs.xml": "<mods><titleInfo><title>A</title></titleInfo></mods>",
    }
    heads = {"refs.json": ("[", '{"id": "z"}]'), "refs.csv": ("title,type,doi\n", ""),
             "refs.xml": ("<modsCollection>", "</modsCollection>")}  # fmt: skip
    monkeypatch.setattr(source, "MAX_RECORDS", 2)
    for name, record in files.items():
        head, tail = heads.get(name, ("", ""))
        (tmp_path / name).write_text(head + record * 5 + tail)
        code, _, err = invoke("convert", name, "--to", "csl-json")
        assert code == 1
        assert f"{name}: only the first 2 records are read" in err
    monkeypatch.setattr(sources, "MAX_BYTES", 50)
    assert (
        "only the first 0 MB are read"
        in invoke("convert", "refs.ris", "--to", "csl-json")[2]
    )


def test_a_record_is_bounded(
    invoke: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagged, "MAX_FIELDS", 3)
    monkeypatch.setattr(tagged, "MAX_VALUE", 7)
    record = "TY  - BOOK\nTI  - A\n" + "N1  - {}\n" * 5 + "ER  - \n"
    (tmp_path / "refs.ris").write_text(
        record + "TY  - BOOK\nTI  - B\nAB  - a\nb\nc\nd\nER  - \n"
    )
    (tmp_path / "long.ris").write_text("TY  - BOOK\nTI  - Long title\nER  - \n")
    assert (
        "long.ris:2: only the first 7 char"
        in invoke("convert", "long.ris", "--to", "csl-json")[2]
    )
    code, out, err = invoke("convert", "refs.ris", "--to", "csl-json")
    assert (
        code == 1 and "refs.ris:4: only the first 3 fields of a record are read" in err
    )
    assert [(item["title"], item.get("abstract")) for item in json.loads(out)] == [
        ("A", None),
        ("B", "a\nb\nc"),
    ]


def test_an_element_is_bounded(
    invoke: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml, "MAX_ELEMENTS", 6)
    monkeypatch.setattr(csl_coerced, "MAX_NAMES", 2)
    name, *names = (
        f"<name><namePart>Lind, {given}</namePart></name>" for given in "ABCDEF"
    )
    record = f"<mods><titleInfo><title>A</title></titleInfo>{''.join(names)}</mods>"
    short = f"<mods>{name}<titleInfo><title>B</title></titleInfo></mods>"
    (tmp_path / "refs.xml").write_text(
        f"<modsCollection>{record}\n{short}</modsCollection>"
    )
    code, out, err = invoke("convert", "refs.xml", "--to", "csl-json")
    assert code == 1
    assert "refs.xml:1: only the first 6 elements of this record are read" in err
    assert [(each["title"], len(each["author"])) for each in json.loads(out)] == [
        ("A", 2),
        ("B", 1),
    ]
    (tmp_path / "refs.json").write_text(
        '[{"id": "a", "author": ["x", "y", "z"]}, {"id": "b"}]'
    )
    code, out, err = invoke("convert", "refs.json", "--to", "csl-json")
    assert code == 1
    assert "refs.json:1:2: a: only the first 2 names of author are read" in err
    assert [len(each.get("author", ())) for each in json.loads(out)] == [2, 0]
