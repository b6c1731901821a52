"""The tree of errors in the docstring of `csecrefs.errors` is the tree of the classes."""

from __future__ import annotations

import importlib
import pkgutil
import re

import csecrefs
from csecrefs import errors

_ROW = re.compile(r" {4}((?:│ {3})*)((?:[├└]── )?)(\w+) {2,}(\S.*)")


def drawn() -> dict[str, str]:
    """Each error in the docstring with the one above it."""
    above: dict[int, str] = {}
    tree = {}
    for line in (errors.__doc__ or "").splitlines():
        if match := _ROW.fullmatch(line):
            bars, branch, name, _ = match.groups()
            depth = len(bars) // 4 + bool(branch)
            tree[name] = above.get(depth - 1, "")
            above[depth] = name
    return tree


def defined() -> dict[str, str]:
    """Each public subclass of CsecrefsError in the package with its base."""
    for module in pkgutil.walk_packages(csecrefs.__path__, "csecrefs."):
        # csecrefs.__main__ runs the command line; sphinx is an optional dependency
        if "sphinx" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    tree = {"CsecrefsError": ""}
    waiting = [errors.CsecrefsError]
    while waiting:
        base = waiting.pop()
        for each in base.__subclasses__():
            if each.__name__.startswith("_") or not each.__module__.startswith(
                "csecrefs"
            ):
                continue
            tree[each.__name__] = base.__name__
            waiting.append(each)
    return tree


def test_the_docstring_draws_every_error_below_its_base() -> None:
    assert drawn() == defined()


def test_the_last_rows_name_the_modules_that_define_them() -> None:
    rows = re.findall(r"(\w+Error) +(\w+\.\w+): ", errors.__doc__ or "")
    assert len(rows) == 6
    for name, module in rows:
        home = importlib.import_module(f"csecrefs.{module}")
        assert getattr(home, name).__module__ == home.__name__
