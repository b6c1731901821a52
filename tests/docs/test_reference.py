"""The pages of the site that are made from the code have all of it."""

from __future__ import annotations

import re
from pathlib import Path

from tools import reference

import csecrefs
from csecrefs.document.outputs import listed
from csecrefs.library.settings import SPECS
from csecrefs.reports import CODES
from tests.test_readme import commands

ROOT = Path(__file__).parents[2]


def rows(page: str) -> set[str]:
    """Return what the first column of a page's table names."""
    return set(re.findall(r"^\| `([^`]+)`", page, re.MULTILINE))


def test_every_command_has_its_options() -> None:
    headings = re.findall(r"^## csecrefs (.+)$", reference.commands(), re.MULTILINE)
    assert sorted(headings) == sorted(commands())


def test_every_setting_format_and_code_has_a_row() -> None:
    assert rows(reference.settings()) == set(SPECS)
    assert rows(reference.codes()) == {code.name for code in CODES.values()}
    assert rows(reference.formats()) == {str(row["name"]) for row in listed()}


def test_losses_are_measured() -> None:
    assert reference.lost("biblatex") == ""
    assert "`" in reference.lost("ris")


def test_every_public_name_has_its_place() -> None:
    named = re.findall(r"^::: [\w.]+\.(\w+)$", reference.api(), re.MULTILINE)
    assert set(csecrefs.__all__) - set(named) == {"__version__"}


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    docs = ROOT / "docs"
    written = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md")}
    shown = set(re.findall(r": ([\w/-]+\.md)$", navigation, re.MULTILINE))
    assert shown == written | set(reference.PAGES)
