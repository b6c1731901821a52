"""The page on architecture, against the contracts and the folders."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def layers() -> list[set[str]]:
    """The layers of import-linter's contract, from the top, without `__main__`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (found,) = (each["layers"] for each in contracts if each["type"] == "layers")
    return [set(re.findall(r"\w+", layer)) for layer in found[1:]]


def test_the_table_has_the_layers_of_the_contract() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \|", PAGE, re.MULTILINE)
    drawn = [set(re.findall(r"`(\w+)`", row)) for row in rows]
    sphinx, adapters, *below = layers()
    assert drawn == [sphinx | adapters, *below]


def test_every_package_and_every_module_named_exists() -> None:
    source = ROOT / "src" / "csecrefs"
    packages = {
        each.name for each in source.iterdir() if (each / "__init__.py").exists()
    }
    assert packages <= {name for layer in layers() for name in layer}
    for room in ("formats", "csl"):
        (text,) = re.findall(rf"^`{room}/` .*?\n\n", PAGE, re.MULTILINE | re.DOTALL)
        for name in re.findall(r"`([a-z]+)/?`", text.partition("` ")[2]):
            here = source / room / name
            assert here.is_dir() or here.with_suffix(".py").exists(), name


def test_pages_link_to_what_exists() -> None:
    pages = [
        *(ROOT / "docs").glob("*.md"),
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
    ]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_workflows_run_every_python_that_is_supported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    classifiers = " ".join(project["project"]["classifiers"])
    supported = re.findall(r"Python :: (3\.\d+)", classifiers)
    file = ROOT / ".github" / "workflows" / "tests.yml"
    workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
    matrix = workflow["jobs"]["tests"]["strategy"]["matrix"]
    assert matrix["python"] == supported
