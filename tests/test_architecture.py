"""The layers hold, importing is cheap, and nothing outside the command line prints."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_layers() -> None:
    """import-linter's contracts in pyproject.toml hold."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_import_loads_attrs_and_the_standard_library_only() -> None:
    """`import csecrefs` leaves requests, pybtex, lxml, click, yaml and sqlite3 for
    their first use.
    """
    probe = (
        "import sys; import csecrefs; "
        "allowed = set(sys.stdlib_module_names) | {'attr', 'attrs', 'csecrefs'}; "
        "roots = {name.partition('.')[0] for name in sys.modules}; "
        "print(sorted(root for root in roots - allowed if not root.startswith('_')), 'sqlite3' in roots)"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path[:0] = {sys.path!r}; {probe}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[] False"
