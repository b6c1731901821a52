"""Named tuples that cost little to make: for classes that every start makes.

`typing.NamedTuple` turns each annotation into an object, for which it compiles the
annotation's text. With some eighty classes that was a twenty-fifth of a whole run of
`csecrefs render`. Here annotations stay the text that they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    # What a class body has besides the members of the class.
    _OF_THE_BODY = frozenset(
        {"__annotations__", "__classcell__", "__module__", "__qualname__"}
    )

    class _TupleMaker(type):
        """Makes a named tuple of a class body, as `typing.NamedTuple` does."""

        def __new__(
            cls, name: str, _bases: tuple[type, ...], body: dict[str, Any]
        ) -> Any:
            """Return the class; members that are no fields are added to it."""
            fields = body.get("__annotations__", {})
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(
                name, fields, defaults=defaults, module=body["__module__"]
            )
            made.__annotations__ = made.__new__.__annotations__ = fields
            for member, value in body.items():
                if member not in _OF_THE_BODY and member not in fields:
                    setattr(made, member, value)
            return made

    NamedTuple = type.__new__(_TupleMaker, "NamedTuple", (), {})
