"""No module imports another that needs it, not even within a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"


def test_no_module_is_part_of_a_cycle() -> None:
    paths = {_name(path): path for path in SOURCE.rglob("*.py")}
    needs = {name: set(_imports(path, paths)) - {name} for name, path in paths.items()}
    # What needs nothing that is left cannot be part of a cycle, and is taken out.
    while free := [name for name, others in needs.items() if not others & needs.keys()]:
        for name in free:
            del needs[name]
    # What is only needed by nobody left only leads to a cycle.
    while idle := needs.keys() - set().union(*needs.values()):
        for name in idle:
            del needs[name]
    assert not needs, f"these modules import each other: {sorted(needs)}"


def test_a_cycle_is_seen(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("def f():\n    from two import g\n")
    (tmp_path / "two.py").write_text("from one import f\n")
    paths = {"one": tmp_path / "one.py", "two": tmp_path / "two.py"}
    assert [list(_imports(path, paths)) for path in paths.values()] == [
        ["two"],
        ["one"],
    ]


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def _imports(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """Yield the modules that a module imports anywhere, but for its types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in _running(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                for name in (inner, node.module):
                    if name in known:
                        yield name
                        break


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a module that run: what is for type checkers alone does not."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from _running(child)
