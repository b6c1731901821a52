"""What others wrote, before a terminal or a log: no verb lets an escape sequence, an
override of direction or a command of a continuous integration service through.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from csecrefs.cli.terminal import escaped_json, gate
from csecrefs.testing import StandIn

Run = Callable[..., tuple[int, str, str]]

ESC = "\x1b]0;owned\x07\x1b[2J"
C1 = "\x9b31m"
BIDI = "\u202e\u2066"
COMMAND = "\n::error file=x.py,line=1::owned\n  ::add-mask::x\n##[error]x\n##vso[x]y"
NASTY = f"Tides{ESC}{C1}{BIDI}{COMMAND}\r\u2028::warning::x"


def harmless(text: str) -> None:
    """Fail if anything in `text` acts on a terminal or a log."""
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text), repr(text)
    assert not re.search("[\u2028\u2029\u202a-\u202e\u2066-\u2069]", text), repr(text)
    assert not re.search(r"^\s*::", text, re.MULTILINE), repr(text)
    assert "##[" not in text and "##vso[" not in text, repr(text)


def test_the_gate() -> None:
    harmless(gate(NASTY))
    harmless(gate("::error::x"))
    harmless(gate("\ufeff::error::x"))
    harmless(gate("\x0b::error::x"))
    harmless(gate("\xa0::error::x"))
    assert gate("a: b :: c # ##\n") == "a: b :: c # ##\n"
    assert gate("Größe 漢字 עברית\u200e\t1") == "Größe 漢字 עברית\u200e\t1"


def test_json_says_the_same() -> None:
    text = json.dumps({"a": NASTY}, ensure_ascii=False)
    assert json.loads(escaped_json(text)) == {"a": NASTY}
    harmless(escaped_json(text))


def test_no_verb_prints_but_through_the_gate() -> None:
    import csecrefs.cli

    allowed = {"terminal.py"}
    for path in Path(csecrefs.cli.__file__).parent.glob("*.py"):
        if path.name in allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ""
            if isinstance(node, ast.Attribute):
                name = node.attr
            elif isinstance(node, ast.Name):
                name = node.id
            rich = isinstance(node, ast.Attribute) and name == "print"
            assert rich or name not in ("echo", "secho", "print"), path.name


@pytest.fixture
def registry() -> Iterator[StandIn]:
    work = {
        "DOI": "10.5555/nasty",
        "type": "journal-article",
        "title": [f"Lost harbours of the eastern shore {NASTY}"],
        "author": [{"given": f"Eva{ESC}", "family": f"Reis{BIDI}"}],
        "container-title": [f"Journal{COMMAND}"],
        "publisher": NASTY,
        "volume": f"3{ESC}",
        "issued": {"date-parts": [[2018]]},
        "update-to": [],
    }
    with StandIn() as server:
        server.add_crossref(work)
        yield server


@pytest.fixture
def run(invoke: Run, registry: StandIn, tmp_path: Path) -> Run:
    """Run with a library of hostile records and a registry of hostile answers."""
    addresses = "".join(
        f'{name} = "{registry.url}"\n' for name in ("doi", "crossref", "datacite")
    )
    (tmp_path / "user.toml").write_text(f'cache = "cache.sqlite"\n{addresses}')
    records = [
        {"id": "a", "type": "book", "title": NASTY, "DOI": "10.5555/nasty"},
        {"id": f"b{ESC}", "type": f"book{BIDI}", "title": "Other", "note": NASTY},
        {"id": "::error::k", "type": "book", "title": "::error file=a::b"},
        {"id": "c", "type": "book", "title": NASTY, "publisher": f"P{ESC}"},
        {
            "id": "d",
            "type": "article-journal",
            "title": "Lost harbours of the eastern shore",
            "author": [{"family": "Reis", "given": "Eva"}],
            "DOI": "10.5555/nasty",
        },
    ]
    (tmp_path / "refs.json").write_text(json.dumps(records))
    (tmp_path / "refs.bib").write_text(
        f"% {ESC}\n::error::x\n@book{{a{BIDI},title={{Tides {ESC}{BIDI}\n::error::y\n}},year=2018}}\n"
        f"@book{{b, title = {{x}}, {ESC}\n"
    )
    return invoke


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "--library", "refs.json"],
        ["verify", "--all", "--library", "refs.json"],
        ["verify", "--library", "refs.json", "--format", "json"],
        ["verify", "--library", "refs.json", "--format", "sarif"],
        ["enrich", "--library", "refs.json"],
        ["enrich", "--library", "refs.json", "--format", "json"],
        ["add", "10.5555/nasty"],
        ["add", "10.5555/nasty", "--to", "ris"],
        ["add", "10.5555/nasty", "--to", "csl-json"],
        ["add", "refs.json"],
        ["add", f"10.5555/no{ESC}such"],
        ["dedupe", "--library", "refs.json"],
        ["dedupe", "--library", "refs.json", "--format", "json"],
        ["tidy", "refs.bib", "--diff"],
        ["tidy", "refs.bib", "--check"],
        ["list", "--library", "refs.json"],
        ["list", "--library", "refs.json", "--format", "json"],
        ["list", "--library", "refs.bib"],
        ["show", "a", "--library", "refs.json"],
        ["show", f"x{ESC}{COMMAND}", "--library", "refs.json"],
        ["show", "a", "--to", "csl-json", "--library", "refs.json"],
        ["cite", "a", "c", "--library", "refs.json"],
        ["format", "refs.json"],
        ["format", "refs.json", "--to", "html"],
        ["convert", "refs.json", "--to", "csv", "-o", "out.csv"],
        ["convert", f"no{ESC}such{BIDI}.bib", "--to", "ris"],
        ["check", "links", f"no{ESC}.bib"],
        [f"verb{ESC}{COMMAND}"],
        ["format", f"--style{ESC}"],
        ["format", "refs.json", "--style", f"apa{ESC}{COMMAND}"],
    ],
)
def test_every_verb(run: Run, arguments: list[str]) -> None:
    _, out, err = run(*arguments)
    assert out or err
    harmless(out)
    harmless(err)


def test_github_reports_have_only_our_commands(run: Run) -> None:
    _, out, err = run("verify", "--library", "refs.json", "--format", "github")
    harmless(err)
    for line in out.splitlines():
        assert line.startswith(("::warning file=", "::error file="))
        harmless(line.removeprefix("::"))
