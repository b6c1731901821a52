"""Every block of the README and of docs/ runs, and every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks, pages, run_page

# A command line must be run by us, or say why not; sh is for the two set-up commands.
RUN = {"console", "python", "py"}
# In these the whole file is shown or only a part of another program's settings.
SHOWN = {"text", "bibtex", "markdown", "latex", "yaml", "toml", "ini", "diff", "csv"}
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[\w-]*)?\)")


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.slow
@pytest.mark.parametrize("page", pages(), ids=name)
def test_blocks_run(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if not any(each.language in RUN for each in blocks(text)):
        pytest.skip("this page has no command and no Python")
    assert run_page(page, tmp_path)


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_block_is_of_a_known_kind(page: Path) -> None:
    for block in blocks(page.read_text(encoding="utf-8")):
        known = block.language in RUN | SHOWN
        setup = block.language == "sh" and page.name == "README.md"
        assert known or setup or block.reason, block.text


@pytest.mark.parametrize("page", pages(), ids=name)
def test_links_lead_to_files(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
