"""The filter of a list of references: an expression of Python's grammar, evaluated.

Source: sphinxcontrib-bibtex 2.6, "Filtering": names of fields, `cited`, `docname`,
`docnames`, `key` and `type`; `%` searches a regular expression. Nothing else of Python
is allowed: no call, no attribute.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from csecrefs.errors import InputError

# The comparisons that a filter may make; calls and attributes are none of them.
_COMPARISONS: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}
# Characters of the longest filter.
_LENGTH: Final = 2_000


class Filter:
    """A filter that was read. Raises InputError for what is none."""

    def __init__(self, text: str) -> None:
        if len(text) > _LENGTH:
            raise InputError(f"the filter is longer than {_LENGTH} characters")
        try:
            self._tree = ast.parse(text.strip() or "cited", mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise InputError(f"the filter {text!r} cannot be read: {error}") from None

    def accepts(self, facts: Mapping[str, Any]) -> bool:
        """Return True if a reference with these facts passes. Raises InputError."""
        try:
            return bool(_value(self._tree, facts))
        except (TypeError, re.error) as error:
            raise InputError(f"the filter cannot be evaluated: {error}") from None


# Each kind of node that is not named here is refused, so that no filter can call
# anything.
def _value(node: ast.expr, facts: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.BoolOp):
        values = (_value(each, facts) for each in node.values)
        if isinstance(node.op, ast.And):
            return all(values)
        return any(values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _value(node.operand, facts)
    if isinstance(node, ast.Compare):
        return _compared(node, facts)
    if isinstance(node, ast.BinOp):
        return _combined(node, facts)
    if isinstance(node, ast.Name):
        return facts.get(node.id.lower(), "")
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, (ast.Set, ast.List, ast.Tuple)):
        return {_value(each, facts) for each in node.elts}
    raise InputError(f"a filter has no {type(node).__name__}")


def _compared(node: ast.Compare, facts: Mapping[str, Any]) -> bool:
    left = _value(node.left, facts)
    for comparison, right_node in zip(node.ops, node.comparators, strict=True):
        right = _value(right_node, facts)
        compare = _COMPARISONS.get(type(comparison))
        if compare is None:
            raise InputError(f"a filter has no {type(comparison).__name__}")
        if not compare(left, right):
            return False
        left = right
    return True


# `&` and `|` are for sets of documents: `docnames & {"index"}`.
def _combined(node: ast.BinOp, facts: Mapping[str, Any]) -> Any:
    left, right = _value(node.left, facts), _value(node.right, facts)
    if isinstance(node.op, ast.Mod):
        return re.search(str(right), str(left), re.IGNORECASE) is not None
    if isinstance(node.op, ast.BitAnd):
        return left & right
    if isinstance(node.op, ast.BitOr):
        return left | right
    raise InputError(f"a filter has no {type(node.op).__name__}")
