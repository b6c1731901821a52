"""`csecrefs audit` against registries and links on this machine."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from csecrefs.cli import app
from csecrefs.net.session import PoliteSession
from csecrefs.resolve import Registries, Resolver
from csecrefs.testing import StandIn

WORK = {
    "DOI": "10.5555/jt.2014",
    "title": ["A survey of small harbours"],
    "author": [{"family": "Harrow", "given": "Paula"}],
    "container-title": ["Journal of Tides"],
    "issued": {"date-parts": [[2014]]},
    "type": "journal-article",
}
ENTRY = "Harrow, P. (2014). A survey of small harbours. Journal of Tides, 12(3), 45-67."


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), standalone_mode=False)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.return_value or 0, result.output


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A registry on this machine, which the audit asks."""
    with StandIn() as standin, PoliteSession() as session:
        resolver = Resolver(session, Registries.at(standin.url))

        def opened(*_: Any, **__: Any) -> AbstractContextManager[Resolver]:
            return nullcontext(resolver)

        monkeypatch.setattr("csecrefs.library.auditing.open_resolver", opened)
        yield standin


def paper(folder: Path, entry: str = ENTRY) -> str:
    path = folder / "a.txt"
    path.write_text(f"So it is (Harrow, 2014).\n\nReferences\n\n{entry}\n", "utf-8")
    return str(path)


def codes(path: str, *more: str) -> tuple[int, dict[str, dict[str, Any]]]:
    code, output = run("audit", path, "--format", "json", *more)
    found = json.loads(output[output.index("{") :])["audit"]
    return code, {each["code"]: each for each in found}


@pytest.mark.parametrize(
    ("kind", "code", "severity"),
    [
        ("retraction", "retracted", "error"),
        ("expression_of_concern", "concern", "error"),
        ("correction", "corrected", "info"),
    ],
)
def test_what_happened_to_a_work_since(
    registry: StandIn, tmp_path: Path, kind: str, code: str, severity: str
) -> None:
    notice = {"type": kind, "DOI": "10.5555/notice", "source": "publisher"}
    registry.add_crossref({**WORK, "updated-by": [notice]})
    ended, found = codes(paper(tmp_path))
    assert found["confirmed"]["verdict"] == "confirmed"
    assert found[code]["severity"] == severity
    assert "10.5555/notice" in found[code]["message"]
    assert ended == (severity == "error")


def test_a_work_that_no_registry_has_is_unconfirmed(
    registry: StandIn, tmp_path: Path
) -> None:
    _, found = codes(paper(tmp_path))
    assert "unconfirmed" in found and "confirmed" not in found


def test_links_of_the_list(
    registry: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.add_crossref(WORK)
    registry.add_page("/alive", "A survey of small harbours")
    monkeypatch.setenv("CSECREFS_ALLOW_ADDRESS", "127.0.0.1")
    dead = paper(tmp_path, f"{ENTRY} {registry.url}/dead")
    ended, found = codes(dead, "--links")
    broken = [each for each in found.values() if each.get("url")]
    assert ended == 1
    assert [each["url"] for each in broken] == [f"{registry.url}/dead"]
    assert broken[0]["judgement"] == "fail"
    alive = paper(tmp_path, f"{ENTRY} {registry.url}/alive")
    _, found = codes(alive, "--links")
    checked = [each for each in found.values() if each.get("url")]
    assert [each["judgement"] for each in checked] in ([], ["pass"])


def test_offline_checks_no_link(registry: StandIn, tmp_path: Path) -> None:
    path = paper(tmp_path, f"{ENTRY} {registry.url}/dead")
    _, found = codes(path, "--links", "--offline")
    assert not [each for each in found.values() if each.get("url")]


@contextmanager
def shut_port() -> Iterator[str]:
    """The address of a port at which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_without_a_network_the_rest_is_still_audited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = paper(tmp_path)
    with shut_port() as address, PoliteSession() as session:
        resolver = Resolver(session, Registries.at(address))
        monkeypatch.setattr(
            "csecrefs.library.auditing.open_resolver",
            lambda *_, **__: nullcontext(resolver),
        )
        ended, found = codes(path)
        assert ended == 3
        assert found["unchecked"]["judgement"] == "open"
        code, output = run("parse", path, "--resolve")
        assert code == 3 and "harrow2014\tunchecked" in output


def test_findings_for_github_are_commands(tmp_path: Path) -> None:
    path = paper(tmp_path, f"{ENTRY}\n\nRoe, A. (2001). On sands. Coasts, 4(1), 5-19.")
    code, output = run("audit", path, "--offline", "--format", "github")
    assert code == 1
    assert f"::warning file={path}," in output


def test_a_document_in_place_of_the_list(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    document = docx.Document()
    document.add_paragraph("References")
    document.add_paragraph(ENTRY)
    listed = tmp_path / "list.docx"
    document.save(str(listed))
    text = tmp_path / "text.txt"
    text.write_text("So it is (Harrow, 2014), and so (Nguyen, 2008).\n", "utf-8")
    code, found = codes(str(text), "--list", str(listed), "--offline")
    assert code == 1 and set(found) == {"not-listed"}
