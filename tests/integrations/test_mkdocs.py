"""The plugin of MkDocs; skipped where MkDocs is not installed."""

from __future__ import annotations

import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("mkdocs", reason="mkdocs is not installed")

from mkdocs.exceptions import PluginError

from csecrefs.integrations.mkdocs import CsecrefsPlugin

BIB = """@book{low, author={Low, Ann}, title={On Tides}, year=2001}
@book{high, author={High, Bo}, title={Waves}, year=2002}
"""
PAGE = SimpleNamespace(file=SimpleNamespace(src_path="page.md"))


def plugin(folder: Path, **options: Any) -> CsecrefsPlugin:
    (folder / "refs.bib").write_text(BIB)
    made = CsecrefsPlugin()
    errors, warnings = made.load_config({"bib_file": "refs.bib", **options})
    assert (errors, warnings) == ([], [])
    made.on_config({"config_file_path": str(folder / "mkdocs.yml")})
    return made


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        (
            {},
            "A [@low; @high], @low says.\n\n\\bibliography\n",
            "A [^low][^high], Low (2001) says.\n\n[^low]: Low, A. (2001). *On tides*.\n"
            "[^high]: High, B. (2002). *Waves*.\n",
        ),
        (
            {"cite_inline": True, "csl_file": "ieee"},
            "A [@low, p. 3]\n\n\\bibliography",
            "A \\[1, p. 3\\]\n\n\\[1\\] A. Low, *On tides*. 2001.",
        ),
        (
            {"footnote_format": "page-{key}", "bib_command": "[LIST]"},
            "A [@low]\n\n[LIST]",
            "A [^page-low]\n\n[^page-low]: Low, A. (2001). *On tides*.",
        ),
        ({"bib_by_default": False}, "A [@low]", "A [^low]"),
        (
            {"footnote_format": "n{number}", "bib_by_default": False},
            "A [@low] [@high; @low]",
            "A [^n1] [^n2][^n1]",
        ),
        ({}, "A [@low]\n", "A [^low]\n\n[^low]: Low, A. (2001). *On tides*.\n"),
        (
            {"enable_inline_citations": False, "bib_by_default": False},
            "@low and [@low]",
            "@low and [^low]",
        ),
        (
            {},
            "All:\n\n\\full_bibliography",
            "All:\n\nHigh, B. (2002). *Waves*.\n\nLow, A. (2001). *On tides*.",
        ),
        ({}, "No cites, `[@low]`", "No cites, `[@low]`"),
    ],
)
def test_pages(
    tmp_path: Path, options: dict[str, Any], text: str, expected: str
) -> None:
    assert plugin(tmp_path, **options).on_page_markdown(text, PAGE) == expected


def test_unknown_keys_are_warnings(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        text = plugin(tmp_path).on_page_markdown("a\n[@lew] @fig-x", PAGE)
    assert text == "a\n[@lew] @fig-x"
    assert (
        "page.md:2:1: lew: no reference named 'lew'; did you mean low?" in caplog.text
    )
    assert "fig-x" not in caplog.text


def test_references_must_be_named(tmp_path: Path) -> None:
    made = CsecrefsPlugin()
    made.load_config({})
    with pytest.raises(PluginError, match="csecrefs: name the references by bib_file"):
        made.on_config({"config_file_path": str(tmp_path / "mkdocs.yml")})


def test_an_unknown_style_ends_the_build_with_a_message(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="csecrefs: no style named 'nosuch'"):
        plugin(tmp_path, csl_file="nosuch")


def test_unknown_works_of_a_group(tmp_path: Path) -> None:
    made = plugin(tmp_path, bib_by_default=False)
    assert made.on_page_markdown("[@low; @lew]", PAGE) == "[^low]**lew?**"


def test_works_have_footnotes_of_their_own(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="footnote_format"):
        plugin(tmp_path, footnote_format="{page}")
    made = plugin(tmp_path)
    (tmp_path / "refs.bib").write_text(
        "@book{a/b, author={Low, A.}, title={T}}\n@book{a-b, author={High, B.}, title={U}}"
    )
    made.on_config({"config_file_path": str(tmp_path / "mkdocs.yml")})
    text = made.printed("[@a/b] [@a-b]", "page.md")
    assert text.startswith("[^a-b] [^a-b-2]")
    assert text.count("[^a-b-2]: ") == text.count("[^a-b]: ") == 1
