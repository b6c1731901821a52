"""`csecrefs parse` and `csecrefs audit` as commands."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner

from csecrefs.cli import app
from csecrefs.net.session import PoliteSession
from csecrefs.resolve import Registries, Resolver
from csecrefs.testing import StandIn

LIST = "References\n\nHarrow, P. (2014). A survey of small harbours. Journal of Tides, 12(3), 45-67.\n"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), standalone_mode=False)
    assert result.exception is None or isinstance(result.exception, SystemExit), (
        result.exception
    )
    return result.return_value or 0, result.output


def test_parse_prints_a_table_and_records(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LIST, encoding="utf-8")
    code, output = run("parse", str(path))
    assert code == 0 and "harrow2014\tarticle-journal\t2014" in output
    out = tmp_path / "a.json"
    run("parse", str(path), "--to", "csl-json", "-o", str(out))
    assert json.loads(out.read_text(encoding="utf-8"))[0]["volume"] in ("12", 12)


def test_parse_says_when_there_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("", encoding="utf-8")
    assert run("parse", str(path))[0] == 1


def test_audit_ends_with_1_for_findings(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"So it is (Nguyen et al., 2008).\n\n{LIST}", encoding="utf-8")
    code, output = run("audit", str(path), "--offline")
    assert code == 1 and "[not-listed]" in output and "[uncited]" in output
    found = json.loads(run("audit", str(path), "--offline", "--format", "json")[1])
    assert {each["code"] for each in found["audit"]} >= {"not-listed", "uncited"}


def test_audit_rewrites_the_list(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"So it is (Harrow, 2014).\n\n{LIST}", encoding="utf-8")
    code, output = run("audit", str(path), "--offline", "--rewrite", "ieee")
    assert code == 0 and "+P. Harrow, “A survey of small harbours,”" in output


def test_parse_resolve_prints_beside_and_never_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LIST, encoding="utf-8")
    work = {
        "DOI": "10.5555/jt.2014",
        "title": ["A survey of small harbours"],
        "author": [{"family": "Harrow", "given": "Paula"}],
        "container-title": ["Journal of Tides"],
        "issued": {"date-parts": [[2014]]},
        "type": "journal-article",
    }
    with StandIn() as registry, PoliteSession() as session:
        registry.add_crossref(work)
        resolver = Resolver(session, Registries.at(registry.url))
        monkeypatch.setattr(
            "csecrefs.library.auditing.open_resolver", lambda *_: nullcontext(resolver)
        )
        code, output = run("parse", str(path), "--resolve")
    assert code == 0
    assert "harrow2014\tconfirmed\tA survey of small harbours 10.5555/jt.2014" in output
