"""add, enrich, verify and dedupe from the command line and from Python, against the
stand-in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from csecrefs import Library
from csecrefs.testing import StandIn

TITLE = "Reading tide gauges along the northern coast"
WORK = {
    "DOI": "10.5555/work",
    "type": "journal-article",
    "title": [TITLE],
    "author": [{"given": "Ana", "family": "Sousa"}],
    "container-title": ["Journal of Coastal Research"],
    "volume": "36",
    "page": "123-138",
    "published-print": {"date-parts": [[2020]]},
}
GONE = {
    "DOI": "10.5555/gone",
    "type": "journal-article",
    "title": ["Lost harbours of the eastern shore"],
    "author": [{"given": "Eva", "family": "Reis"}],
    "container-title": ["Journal of Coastal Research"],
    "published-print": {"date-parts": [[2018]]},
    "updated-by": [
        {"type": "retraction", "DOI": "10.5555/notice", "source": "publisher"}
    ],
}
BIB = f"""% my references
@string{{jcr = "Journal of Coastal Research"}}

@article{{sousa,
  title   = {{{TITLE}}},
  author  = {{Sousa, Ana}},
  journal = jcr,   % kept
  year    = 2020,
}}

@article{{reis,
  title = "Lost harbours of the eastern shore", author = "Eva Reis", journal = jcr, year = 2018,
  doi = {{10.5555/gone}}
}}
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def registry() -> Iterator[StandIn]:
    with StandIn() as server:
        server.add_crossref(WORK, GONE)
        yield server


@pytest.fixture
def run(registry: StandIn, tmp_path: Path, invoke: Run) -> Run:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    addresses = "".join(
        f'{name} = "{registry.url}"\n' for name in ("doi", "crossref", "datacite")
    )
    (tmp_path / "csecrefs.toml").write_text('library = "refs.bib"\n')
    (tmp_path / "user.toml").write_text(f'cache = "cache.sqlite"\n{addresses}')
    return invoke


def test_add_prints_or_appends_what_is_new(
    run: Run, registry: StandIn, tmp_path: Path
) -> None:
    registry.add_crossref(WORK | {"DOI": "10.5555/new", "title": ["Salt and silt in the estuary of Faro"],
                                  "page": "1-9", "volume": "2"})  # fmt: skip
    code, out, err = run("add", "doi:10.5555/NEW", "https://doi.org/10.5555/gone")
    assert (
        code == 0
        and out.startswith("@article{sousa2020,")
        and "already there as reis" in err
    )
    (tmp_path / "notes.txt").write_text("As in 10.5555/new, and 10.5555/gone.")
    code, out, err = run("add", "notes.txt", "--write")
    assert (
        (code, out) == (0, "") and "added to " in err and "refs.bib: sousa2020" in err
    )
    text = (tmp_path / "refs.bib").read_text()
    assert text.startswith(BIB.rstrip()) and "@article{sousa2020," in text
    assert run("add", "10.5555/new", "--write")[1:] == (
        "",
        "csecrefs: 10.5555/new: already there as sousa2020\n",
    )


def test_add_reads_a_page_on_the_open_network_only(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with StandIn() as inner:
        inner.add_page(
            "/page", '<title>T</title><meta name="citation_title" content="Inner page">'
        )
        code, out, err = run("add", f"{inner.url}/page")
        assert (code, out, inner.log) == (3, "", []) and "not a public address" in err
        monkeypatch.setenv("CSECREFS_ALLOW_ADDRESS", "10.0.0.1 127.0.0.1")
        code, out, _ = run("add", f"{inner.url}/page")
        assert code == 0 and "Inner page" in out


def test_add_takes_files_of_references(run: Run, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "new.ris").write_text(
        "TY  - JOUR\nID  - salt\nTI  - Salt\nAU  - Lind, Bo\nPY  - 2001\nDO  - 10.5555/salt\nER  - \n"
        "TY  - JOUR\nID  - again\nTI  - Salt\nDO  - https://doi.org/10.5555/SALT\nER  - \n"
        "TY  - JOUR\nID  - lost\nTI  - Lost harbours\nDO  - 10.5555/gone\nER  - \n"
    )
    (tmp_path / "same.bib").write_text(BIB.replace("sousa,", "sousa, note = {Other},"))
    code, out, err = run("add", "more", "same.bib", "--offline")
    assert code == 0 and out.startswith("@article{salt,") and out.count("@article") == 1
    assert (
        "again: already there as salt" in err and "lost: already there as reis" in err
    )
    assert "sousa: already there\n" in err
    code, out, err = run("add", "more/new.ris", "--write", "--offline")
    assert (code, out) == (0, "") and "refs.bib: salt\n" in err
    text = (tmp_path / "refs.bib").read_text()
    assert text.startswith(BIB.rstrip()) and "\n@article{salt,\n  author" in text
    assert (
        run("add", "more", "--write", "--offline")[0] == 0
        and (tmp_path / "refs.bib").read_text() == text
    )


def test_add_tells_a_work_under_another_works_key(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.bib").write_text(
        "@book{sousa, title = {Sand dunes}, author = {Lind, Bo}, year = 1950}"
    )
    code, out, err = run("add", "new.bib", "10.5555/gone")
    assert (code, out) == (
        1,
        "",
    ) and "error: sousa: left out: another work has this key" in err
    assert "10.5555/gone: already there as reis" in err
    assert Library.read("refs.bib").add("new.bib").diagnostics[0].code == "taken-key"


def test_add_tells_a_title_in_capitals(run: Run, registry: StandIn) -> None:
    for doi, title in (
        ("10.5555/loud", "THE SALT OF FARO"),
        ("10.5555/short", "PLOS ONE"),
        ("10.5555/c", "Salt"),
    ):
        registry.add_crossref(
            WORK | {"DOI": doi, "title": [title], "page": doi[-1], "volume": doi[-2]}
        )
    code, out, err = run("add", "10.5555/loud", "10.5555/short", "10.5555/c")
    assert code == 0 and "THE SALT OF FARO" in out and err.count("capitals") == 1


def test_add_says_what_it_could_not_find(run: Run, registry: StandIn) -> None:
    code, out, err = run("add", "10.5555/nothing")
    assert (code, out) == (1, "") and "10.5555/nothing: not-registered" in err
    code, out, err = run("add", "nothing here")
    assert code == 2 and "no references there, and no identifier" in err
    code, _, err = run("add", "10.5555/elsewhere", "--offline")
    assert code == 3 and "offline" in err


def test_verify(run: Run) -> None:
    code, out, err = run("verify")
    assert code == 1
    assert (
        out
        == "reis: RETRACTED [doi:10.5555/gone], see https://doi.org/10.5555/notice (publisher) [retracted]\n"
    )
    assert "2 references" in err
    assert "1 retracted" in err


def test_verify_one_reference_as_json(run: Run) -> None:
    code, out, _ = run("verify", "sousa", "--format", "json")
    assert code == 0
    assert json.loads(out)[0]["verdict"] in ("ok", "cosmetic")


def test_verify_as_sarif_has_the_place(run: Run) -> None:
    code, out, _ = run("verify", "--format", "sarif")
    assert code == 1
    (result,) = json.loads(out)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert result["ruleId"] == "retracted"
    assert place["region"]["startLine"] == BIB[: BIB.index("reis")].count("\n") + 1
    assert place["artifactLocation"]["uri"] == "refs.bib"


def test_verify_as_commands_of_github(run: Run) -> None:
    out = run("verify", "--format", "github")[1]
    assert out.startswith(
        "::error file=refs.bib,line=11,title=retracted::reis: RETRACTED"
    )


def test_verify_passes_over_what_is_ignored_and_says_so(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "ignore").write_text("# known\nreis 2999-01-01 cited as an example\n")
    code, out, err = run("verify", "--ignore", "ignore")
    assert code == 0
    assert out == ""
    assert "reis: passed over: cited as an example" in err


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("reis:retracted 2999-01-01 cited as an example", 0),
        ("reis:field-mismatch 2999-01-01 the year is theirs", 1),
        ("reis 2001-01-01 over", 1),
        ("reis someday", 2),
    ],
)
def test_a_line_of_what_is_ignored(
    run: Run, tmp_path: Path, line: str, code: int
) -> None:
    """For one finding, for another one, until a day that is past, without a day."""
    (tmp_path / "ignore").write_text(f"{line}\n")
    assert run("verify", "--ignore", "ignore")[0] == code


def test_verify_of_a_key_that_nothing_has(run: Run) -> None:
    assert run("verify", "nobody")[0] == 2


def test_verify_without_a_network_judges_nothing(run: Run, registry: StandIn) -> None:
    code, out, _ = run("verify", "--offline")
    assert code == 3 and out.count("not checked") == 2
    registry.fail(1.0, "redirect-loop")
    assert run("verify", "reis")[0] == 3


def test_enrich_shows_a_diff_and_writes_only_that(run: Run, tmp_path: Path) -> None:
    code, out, err = run("enrich", "sousa")
    assert code == 0
    assert (tmp_path / "refs.bib").read_text() == BIB
    added = [
        line
        for line in out.splitlines()
        if line.startswith("+") and not line.startswith("+++")
    ]
    removed = [
        line
        for line in out.splitlines()
        if line.startswith("-") and not line.startswith("---")
    ]
    assert removed == []
    assert any("10.5555/work" in line for line in added)
    assert len(added) == 3
    assert "found by search" in err
    assert run("enrich", "sousa", "--write")[0] == 0
    text = (tmp_path / "refs.bib").read_text()
    assert [line for line in text.splitlines() if line not in BIB.splitlines()] == [
        line[1:] for line in added
    ]
    proposals = json.loads(run("enrich", "sousa", "--format", "json")[1])[0]
    assert proposals["outcome"] == "complete"


def test_dedupe_merges_and_takes_it_back(run: Run, tmp_path: Path) -> None:
    twice = (
        BIB
        + f"\n@article{{again, title={{{TITLE}}}, author={{A. Sousa}}, year=2020, doi={{10.5555/work}}}}\n"
    )
    (tmp_path / "refs.bib").write_text(twice)
    code, out, _ = run("dedupe")
    assert code == 1
    assert out.startswith("sousa = again\n")
    assert (tmp_path / "refs.bib").read_text() == twice
    assert json.loads(run("dedupe", "--format", "json")[1])[0]["keys"] == [
        "sousa",
        "again",
    ]
    assert run("dedupe", "--write")[0] == 0
    merged = (tmp_path / "refs.bib").read_text()
    assert "again" not in merged
    assert "10.5555/work" in merged
    assert "% kept" in merged
    assert run("dedupe")[0] == 0
    assert run("dedupe", "--undo")[0] == 0
    assert (tmp_path / "refs.bib").read_text() == twice
    assert run("dedupe", "--undo")[0] == 2
    run("dedupe", "--write")
    (tmp_path / "refs.bib").write_text("% changed since\n")
    assert run("dedupe", "--undo")[0] == 2
    assert (tmp_path / "refs.bib").read_text() == "% changed since\n"


def test_a_json_library_is_changed_in_place_too(run: Run, tmp_path: Path) -> None:
    item = {
        "id": "sousa",
        "type": "article-journal",
        "title": TITLE,
        "DOI": "10.5555/work",
        "x-own": [1],
    }
    other = {
        "id": "z",
        "type": "book",
        "title": "Orchards of Bohemia and their keepers",
        "note": "kept",
    }
    (tmp_path / "refs.json").write_text(json.dumps([other, item]))
    assert run("enrich", "sousa", "--write", "--library", "refs.json")[0] == 0
    kept, changed = json.loads((tmp_path / "refs.json").read_text())
    assert kept == other and changed["volume"] == "36" and changed["x-own"] == [1]


def test_the_same_from_python(run: Run) -> None:
    library = Library.read("refs.bib")
    assert library.resolve("10.5555/work").outcome == "found"
    more = library.add("10.5555/gone", "10.5555/nothing")
    assert len(more) == 2 and [d.code for d in more.diagnostics] == ["not-registered"]
    assert [v.grave for v in library.verify("reis")] == [True]
    assert [e.outcome for e in library.enrich("sousa")] == ["proposed"]
    assert library.duplicates() == []
