"""The filter on documents as pandoc gives them; with pandoc itself where it is there."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from csecrefs.errors import InputError
from csecrefs.integrations import pandoc
from csecrefs.integrations.pandoc_inlines import plain_text
from csecrefs.library import Library
from csecrefs.model import Reference
from tests.manuscript.test_markdown_splice import KNOWN

LIBRARY = Library(KNOWN.values())


def words(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for word in text.split(" "):
        found += [{"t": "Space"}, {"t": "Str", "c": word}] if word else [{"t": "Space"}]
    return found[1:] if text and not text.startswith(" ") else found


def cite(
    key: str, mode: str = "NormalCitation", suffix: str = "", prefix: str = ""
) -> dict[str, Any]:
    one = {
        "citationId": key,
        "citationPrefix": words(prefix) if prefix else [],
        "citationSuffix": words(suffix) if suffix else [],
        "citationMode": {"t": mode},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[one], words(f"[@{key}]")]}


def document(
    *inlines: dict[str, Any], more: list[Any] | None = None, **meta: Any
) -> dict[str, Any]:
    values = {name.replace("_", "-"): value for name, value in meta.items()}
    blocks = [{"t": "Para", "c": list(inlines)}, *(more or [])]
    return {"pandoc-api-version": [1, 23, 1], "meta": values, "blocks": blocks}


def text(block: dict[str, Any]) -> str:
    return plain_text(block["c"])


def inlines(value: str) -> dict[str, Any]:
    return {"t": "MetaInlines", "c": words(value)}


def test_citations_and_list() -> None:
    made, _ = pandoc.filtered(
        document(
            *words("As "),
            cite("low", "AuthorInText", "p. 3"),
            *words(" says"),
            cite("high", prefix="see"),
            csl=inlines("apa"),
        ),
        LIBRARY,
    )
    assert (
        text(made["blocks"][0]).replace("  ", " ")
        == "As Low (2001, p. 3) says(see High, 2002)"
    )
    refs = made["blocks"][1]
    assert refs["c"][0] == [
        "refs",
        ["references", "csl-bib-body", "hanging-indent"],
        [["entry-spacing", "0"], ["line-spacing", "2"]],
    ]
    assert [entry["c"][0][0] for entry in refs["c"][1]] == ["ref-high", "ref-low"]
    assert text(refs["c"][1][1]["c"][1][0]) == "Low, A. (2001). On low."


def test_notes_go_after_punctuation() -> None:
    made, _ = pandoc.filtered(
        document(
            *words("Said"),
            {"t": "Space"},
            cite("low"),
            {"t": "Str", "c": ",and"},
            csl=inlines("chicago-notes-bibliography"),
        ),
        LIBRARY,
    )
    first, moved, cited, rest = made["blocks"][0]["c"]
    assert (first["c"], moved["c"], rest["c"]) == ("Said", ",", "and")
    (note,) = cited["c"][1]
    assert note["t"] == "Note"
    assert text(note["c"][0]) == "A. Low, On Low (2001)."


@pytest.mark.parametrize(
    ("meta", "blocks"),
    [
        ({"suppress_bibliography": {"t": "MetaBool", "c": True}}, ["Para"]),
        ({"reference_section_title": inlines("Works")}, ["Para", "Header", "Div"]),
        ({"nocite": {"t": "MetaInlines", "c": [cite("high")]}}, ["Para", "Div"]),
    ],
)
def test_metadata(meta: dict[str, Any], blocks: list[str]) -> None:
    made, _ = pandoc.filtered(document(cite("low"), **meta), LIBRARY)
    assert [block["t"] for block in made["blocks"]] == blocks


def test_the_list_goes_into_its_div() -> None:
    place = {"t": "Div", "c": [["refs", [], []], []]}
    end = {"t": "Para", "c": words("End")}
    made, _ = pandoc.filtered(document(cite("low"), more=[place, end]), LIBRARY)
    assert len(made["blocks"]) == 3
    assert made["blocks"][1]["c"][1][0]["c"][0][0] == "ref-low"


def test_inline_references_links_and_unknown_keys() -> None:
    item = {
        "t": "MetaMap",
        "c": {"id": inlines("in"), "type": inlines("book"), "title": inlines("T")},
    }
    made, doubts = pandoc.filtered(
        document(
            cite("in"),
            cite("nobody"),
            cite("fig-one"),
            references={"t": "MetaList", "c": [item]},
            link_citations={"t": "MetaBool", "c": True},
        ),
        LIBRARY,
    )
    opening, link, *_ = made["blocks"][0]["c"][0]["c"][1]
    assert opening == {"t": "Str", "c": "("}
    assert (link["t"], link["c"][2][0]) == ("Link", "#ref-in")
    assert plain_text(made["blocks"][0]["c"][1]["c"][1]) == "(nobody?)"
    assert plain_text([made["blocks"][0]["c"][2]]) == "[@fig-one]"
    assert [each.key for each in doubts if each.code == "unknown-key"] == ["nobody"]


def test_mathematics_in_a_suffix_goes_through() -> None:
    math = {"t": "Math", "c": [{"t": "InlineMath"}, "x"]}
    element = cite("low", suffix=", see ")
    element["c"][0][0]["citationSuffix"].append(math)
    made, _ = pandoc.filtered(document(element), LIBRARY)
    assert math in made["blocks"][0]["c"][0]["c"][1]


def test_what_is_no_document_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError):
        pandoc.filtered({"blocks": 1})
    for given in (b"{", b"{}", b"[" * 100000):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        with pytest.raises(SystemExit) as ended:
            pandoc.main()
        assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_blocks_in_metadata() -> None:
    blocks = [
        {"t": "Header", "c": [1, ["", [], []], words("On")]},
        {"t": "CodeBlock", "c": [["", [], []], "x"]},
        {"t": "BulletList", "c": [[{"t": "Plain", "c": words("one two")}]]},
    ]
    meta = {"t": "MetaBlocks", "c": blocks}
    made, _ = pandoc.filtered(document(cite("low"), abstract=meta), LIBRARY)
    assert text(made["blocks"][0]) == "(Low 2001)"


# Each as `pandoc --citeproc` 3.9 prints it.
@pytest.mark.parametrize(
    ("after", "style", "moves", "expected"),
    [
        ("). z", "chicago-notes-bibliography", None, "x).* z"),
        ("»—z", "chicago-notes-bibliography", None, "x»*—z"),
        ("—z", "chicago-notes-bibliography", None, "x*—z"),
        (", z", "chicago-notes-bibliography", False, "x*, z"),
        (", z", "nature", None, "x*, z"),
        (", z", "nature", True, "x,* z"),
    ],
)
def test_marks_and_punctuation(
    after: str, style: str, moves: bool | None, expected: str
) -> None:
    meta: dict[str, Any] = {"csl": inlines(style)}
    if moves is not None:
        meta["notes_after_punctuation"] = {"t": "MetaBool", "c": moves}
    made, _ = pandoc.filtered(
        document(*words("x "), cite("low"), *words(after), **meta), LIBRARY
    )
    parts = []
    for each in made["blocks"][0]["c"]:
        parts.append("*" if each["t"] == "Cite" else plain_text([each]))
    assert "".join(parts) == expected


def test_american_punctuation_goes_into_quotation_marks() -> None:
    quoted = {"t": "Quoted", "c": [{"t": "DoubleQuote"}, words("x")]}
    style = inlines("chicago-notes-bibliography")
    for language, expected in (("en-US", "“x,”"), ("en-GB", "“x”")):
        made, _ = pandoc.filtered(
            document(
                {**quoted, "c": [quoted["c"][0], [*quoted["c"][1]]]},
                {"t": "Space"},
                cite("low"),
                *words(", z"),
                csl=style,
                lang=inlines(language),
            ),
            LIBRARY,
        )
        assert plain_text([made["blocks"][0]["c"][0]]) == expected


def test_a_later_bibliography_goes_before_an_earlier(tmp_path: Path) -> None:
    names = []
    for number, author in enumerate(("First", "Second")):
        path = tmp_path / f"{number}.bib"
        path.write_text(f"@book{{k, author={{{author}, A.}}, title={{T}}, year=2001}}")
        names.append(inlines(str(path)))
    meta = {"t": "MetaList", "c": names}
    made, _ = pandoc.filtered(document(cite("k"), bibliography=meta))
    assert text(made["blocks"][0]) == "(Second 2001)"


@pytest.mark.parametrize(("links", "found"), [(None, 1), (False, 0)])
def test_addresses_are_links_with_their_resolver(
    links: bool | None, found: int
) -> None:
    reference = Reference("k", "book", {"title": "T", "DOI": "10.1000/1"})
    meta: dict[str, Any] = {"csl": inlines("apa")}
    if links is not None:
        meta["link_bibliography"] = {"t": "MetaBool", "c": links}
    made, _ = pandoc.filtered(document(cite("k"), **meta), Library([reference]))
    entry = made["blocks"][1]["c"][1][0]["c"][1][0]
    assert text(entry).endswith("https://doi.org/10.1000/1")
    targets = [each["c"] for each in entry["c"] if each["t"] == "Link"]
    assert len(targets) == found
    for _, shown, target in targets:
        assert plain_text(shown) == target[0] == "https://doi.org/10.1000/1"


def test_links_of_citations_are_no_links_of_the_list() -> None:
    reference = Reference("k", "book", {"title": "T", "DOI": "10.1000/1"})
    yes, no = {"t": "MetaBool", "c": True}, {"t": "MetaBool", "c": False}
    made, _ = pandoc.filtered(
        document(cite("k"), link_citations=yes, link_bibliography=no),
        Library([reference]),
    )
    links = [each["t"] for each in made["blocks"][0]["c"][0]["c"][1]]
    assert "Link" in links
    entry = made["blocks"][1]["c"][1][0]["c"][1][0]
    assert all(each["t"] != "Link" for each in entry["c"])


def test_records_keep_the_text_of_code_and_mathematics() -> None:
    title = {
        "t": "MetaInlines",
        "c": [
            *words("A "),
            {"t": "Code", "c": [["", [], []], "code"]},
            {"t": "Space"},
            {"t": "Math", "c": [{"t": "InlineMath"}, "x"]},
        ],
    }
    item = {"t": "MetaMap", "c": {"id": inlines("in"), "title": title}}
    made, _ = pandoc.filtered(
        document(cite("in"), references={"t": "MetaList", "c": [item]}), LIBRARY
    )
    assert "A code x" in text(made["blocks"][1]["c"][1][0]["c"][1][0])


def test_a_mark_behind_an_author_stays_before_brackets() -> None:
    style = inlines("chicago-notes-bibliography")
    for after, moved in (("),", ""), (",)", ",")):
        made, _ = pandoc.filtered(
            document(cite("low", "AuthorInText"), *words(after), csl=style), LIBRARY
        )
        printed = made["blocks"][0]["c"][0]["c"][1]
        texts = [each["c"] for each in printed if each["t"] == "Str"]
        assert texts[-1] == (moved or "Low")


def test_the_heading_keeps_its_fonts() -> None:
    title = {"t": "MetaInlines", "c": [{"t": "Emph", "c": words("Works")}]}
    made, _ = pandoc.filtered(
        document(cite("low"), reference_section_title=title), LIBRARY
    )
    assert made["blocks"][1]["c"][2] == title["c"]


def test_titles_are_english_only_in_english_writing(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text("@book{k, author={Low, A.}, title={Das Meer}, year=2001}")
    for language, title in (("de-DE", "Das Meer"), ("en-GB", "Das meer")):
        made, _ = pandoc.filtered(
            document(
                cite("k"),
                bibliography=inlines(str(path)),
                csl=inlines("apa"),
                lang=inlines(language),
            )
        )
        assert title in text(made["blocks"][1]["c"][1][0]["c"][1][0])


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
def test_with_pandoc(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(
        "@book{low, author={Low, A.}, title={T}, year=2001}"
    )
    paper = tmp_path / "paper.md"
    paper.write_text("---\nbibliography: refs.bib\n---\n\n[@low, p. 3]\n")
    script = tmp_path / "filter.py"
    script.write_text("from csecrefs.integrations.pandoc import main\nmain()\n")
    command = ["pandoc", str(paper), "-t", "json"]
    ast = subprocess.run(command, capture_output=True, check=True).stdout
    done = subprocess.run(
        [sys.executable, str(script)],
        input=ast,
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert "(Low, 2001, p. 3)" in plain_text(json.loads(done.stdout)["blocks"][0]["c"])
