"""Every verb has a manual page (`python -m tools.man FOLDER`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs.cli import VERBS

pytest.importorskip("click_man", reason="click-man is not here (extra: docs)")


def test_every_verb_has_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tools import man

    monkeypatch.setattr("sys.argv", ["man", str(tmp_path)])
    man.main()
    pages = {page.stem for page in tmp_path.iterdir()}
    assert {f"csecrefs-{verb}" for verb in VERBS} <= pages
    cite = (tmp_path / "csecrefs-cite.1").read_text(encoding="utf-8")
    assert cite.startswith('.TH "CSECREFS CITE" "1"')
    assert "Print one citation of the references with these keys" in cite
