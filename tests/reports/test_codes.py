"""The table of codes names every code in the source."""

from __future__ import annotations

import ast
from pathlib import Path

import csecrefs
from csecrefs.links.verdict import OUTCOMES
from csecrefs.reports import CODES, CURES
from csecrefs.resolve.verify import FINDINGS

SOURCE = Path(csecrefs.__file__).parent


def codes_in(path: Path) -> set[str]:
    """The codes that a module makes diagnostics with, as literals."""
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    ]
    found = set()
    for call in calls:
        name = getattr(call.func, "id", "") or getattr(call.func, "attr", "")
        first = call.args[0] if call.args else None
        if name in ("Diagnostic", "Finding", "_finding", "problem"):
            found |= {
                node.value
                for node in ast.walk(first or ast.Constant(None))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found


def test_every_code_of_a_diagnostic_is_in_the_table() -> None:
    found = {code for path in SOURCE.rglob("*.py") for code in codes_in(path)}
    assert len(found) > 30
    assert found - CODES.keys() == set()


def test_verdicts_are_in_the_table() -> None:
    assert OUTCOMES.keys() - CODES.keys() == set()
    assert FINDINGS - CODES.keys() == set()


def test_meanings_are_sentences_without_a_full_stop() -> None:
    for code in CODES.values():
        assert code.meaning[0].islower() or code.meaning.startswith(("BibTeX", "CSL"))
        assert not code.meaning.endswith(".")


def test_every_code_has_a_cure() -> None:
    assert CURES.keys() == CODES.keys()
    for name, cure in CURES.items():
        assert cure.endswith(".") and cure[0].isupper(), name
