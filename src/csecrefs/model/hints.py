"""Keywords nearly spelt: the error that names the one that is meant."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from types import FunctionType
from typing import Any, TypeVar

import attrs

from csecrefs.errors import FieldError, near

_Class = TypeVar("_Class", bound=type)


def with_hints(cls: _Class) -> _Class:
    """Let the public methods of a class name the keyword that a wrong one means.

    Python's own error for an unknown keyword gives the wrong one only. Methods that
    take any keyword (`**how`) check theirs themselves.

    >>> @with_hints
    ... class Page:
    ...     def write(self, *, encoding=""): ...
    >>> Page().write(encodin="utf-8")
    Traceback (most recent call last):
    ...
    csecrefs.errors.FieldError: write() got an unexpected keyword argument 'encodin'; \
did you mean encoding?
    """
    for name, member in list(vars(cls).items()):
        if name.startswith("_"):
            continue
        if isinstance(member, classmethod):
            inner = member.__func__
            if isinstance(inner, FunctionType) and not _takes_any(inner):
                setattr(cls, name, classmethod(_hinting(inner)))
        elif isinstance(member, FunctionType) and not _takes_any(member):
            setattr(cls, name, _hinting(member))
    return cls


def _takes_any(method: FunctionType) -> bool:
    return bool(method.__code__.co_flags & inspect.CO_VARKEYWORDS)


def _hinting(method: FunctionType) -> Callable[..., Any]:
    code = method.__code__
    # Parameters come first among the names of a function: positional, then keywords.
    count = code.co_argcount + code.co_kwonlyargcount
    known = code.co_varnames[1:count]

    @wraps(method)
    def hinting(*args: Any, **given: Any) -> Any:
        for name in given:
            if name not in known:
                raise unknown_keyword(method.__name__, name, known)
        return method(*args, **given)

    return hinting


def check_keywords(method: str, given: Iterable[str], cls: type) -> None:
    """Raise FieldError for a keyword that is no attribute of an attrs class."""
    known = tuple(field.name for field in attrs.fields(cls))
    for name in given:
        if name not in known:
            raise unknown_keyword(method, name, known)


def check_options(method: str, given: Iterable[str], options: type) -> None:
    """Raise FieldError for a keyword that is none of the options in a TypedDict."""
    known = tuple(options.__annotations__)
    for name in given:
        if name not in known:
            raise unknown_keyword(method, name, known)


def unknown_keyword(method: str, name: str, known: tuple[str, ...]) -> FieldError:
    """Return the error for a keyword that a method does not have, with what it may
    mean.
    """
    message = f"{method}() got an unexpected keyword argument {name!r}"
    if meant := near(name, known):
        message += f"; did you mean {' or '.join(meant)}?"
    elif known:
        message += f"; there are {', '.join(known)}"
    return FieldError(message)
