"""The public surface: what `__all__` lists is there, and the pages name nothing
else.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import csecrefs

ROOT = Path(__file__).parents[1]
README = "\n".join(
    page.read_text(encoding="utf-8")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    if not page.name.startswith("adding-")
)
PUBLIC = (
    "csecrefs",
    "csecrefs.audit",
    "csecrefs.comparison",
    "csecrefs.csl",
    "csecrefs.dedupe",
    "csecrefs.document",
    "csecrefs.errors",
    "csecrefs.formats",
    "csecrefs.formats.bibtex",
    "csecrefs.formats.bibtex.tidy",
    "csecrefs.library",
    "csecrefs.library.entries",
    "csecrefs.library.intake",
    "csecrefs.library.tidying",
    "csecrefs.links.cluster",
    "csecrefs.links.mementos",
    "csecrefs.links.report",
    "csecrefs.links.schedule",
    "csecrefs.links.trends",
    "csecrefs.manuscript",
    "csecrefs.model",
    "csecrefs.model.identifiers",
    "csecrefs.net.session",
    "csecrefs.reports",
    "csecrefs.resolve",
    "csecrefs.strings",
    "csecrefs.styles.find",
    "csecrefs.styles.index",
    "csecrefs.styles.locales",
    "csecrefs.styles.validate",
    "csecrefs.testing",
    "csecrefs.writers",
)
"""The modules that users may import; everything else may move."""

RUN_ONLY = {
    "csecrefs.cli.main",
    "csecrefs.ipython",
    "csecrefs.sphinx",
    "csecrefs.toml",
}
"""The command line, extensions that IPython and Sphinx load by name, and a file."""


@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_listed_is_there_and_documented(name: str) -> None:
    module = importlib.import_module(name)
    listed = module.__all__
    assert len(set(listed)) == len(listed)
    for each in listed:
        assert not each.startswith("_") or each == "__version__"
        assert hasattr(module, each), each
    assert (module.__doc__ or "").strip()


def named_in_readme() -> set[str]:
    """Names below csecrefs in the text, and what its examples import."""
    found = set(re.findall(r"\bcsecrefs(?:\.[A-Za-z_]+)+", README))
    found |= {f"csecrefs.{name}" for name in re.findall(r"\bcr\.([A-Za-z_]+)", README)}
    for home, names in re.findall(r"^from (csecrefs[\w.]*) import (.+)$", README, re.M):
        found |= {f"{home}.{name.strip()}" for name in names.split(",")}
    return found


def test_readme_names_public_things_only() -> None:
    for name in sorted(named_in_readme() - RUN_ONLY - set(PUBLIC)):
        home, _, last = name.rpartition(".")
        if any(each.startswith(f"{name}.") for each in PUBLIC):
            continue  # a package on the way to a public module
        assert home in PUBLIC, f"{name}: {home} is no public module"
        module = importlib.import_module(home)
        assert last in module.__all__ or hasattr(csecrefs.Library, last), name


def test_the_first_names_have_examples_or_sentences() -> None:
    for name in csecrefs.__all__:
        if name != "__version__":
            assert (getattr(csecrefs, name).__doc__ or "").strip(), name
