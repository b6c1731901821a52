"""Named tuples made at little cost are those of `typing`."""

from __future__ import annotations

import pickle
import typing

from csecrefs.tuples import NamedTuple


class Quick(NamedTuple):
    """A place."""

    line: int
    column: int = 1

    @property
    def shown(self) -> str:
        """The place as text."""
        return f"{self.line}:{self.column}"


class Usual(typing.NamedTuple):
    """A place."""

    line: int
    column: int = 1

    @property
    def shown(self) -> str:
        """The place as text."""
        return f"{self.line}:{self.column}"


def test_they_are_those_of_typing() -> None:
    one, other = Quick(2), Usual(2)
    assert tuple(one) == tuple(other) == (2, 1)
    assert one.shown == other.shown == "2:1"
    assert Quick.__doc__ == Usual.__doc__
    assert Quick.__module__ == __name__
    assert Quick._fields == Usual._fields
    assert Quick._field_defaults == Usual._field_defaults
    assert repr(one._replace(column=3)) == "Quick(line=2, column=3)"
    assert typing.get_type_hints(Quick) == typing.get_type_hints(Usual)
    assert pickle.loads(pickle.dumps(one)) == one
    assert isinstance(one, tuple)
