"""Parsed styles and locales, kept in the user's cache folder: reading one takes a fifth
of parsing it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache as once
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TypeVar
from zlib import crc32

from csecrefs.csl import style as _classes
from csecrefs.csl.parse import parse_locale, parse_style
from csecrefs.csl.style import Locale, Style
from csecrefs.storage import cache
from csecrefs.styles.find import StyleSource
from csecrefs.styles.locales import LocaleSource

_Parsed = TypeVar("_Parsed", Style, Locale)
# Errors that a pickle of other code raises when it is read.
_UNREADABLE: Final = (
    ValueError,
    TypeError,
    AttributeError,
    ImportError,
    LookupError,
    EOFError,
)


def style_of(source: StyleSource) -> Style:
    """The style in a file or text; only that of a file is cached. Raises StyleError for
    what is no style.
    """
    if source.path is None or isinstance(source.xml, str):
        return parse_style(source.xml)
    return _kept(Style, source.path, source.xml, parse_style)


def locale_of(source: LocaleSource) -> Locale:
    """The locale in a file. Raises StyleError for what is no locale."""
    return _kept(Locale, source.path, source.xml, parse_locale)


def _kept(
    kind: type[_Parsed], path: Path, xml: bytes, parse: Callable[[bytes], _Parsed]
) -> _Parsed:
    """Return `parse(xml)`, from the cache if the same code made it of the same text."""
    import pickle

    # one entry for each file, replaced when the file changes
    name = f"{kind.__name__.lower()}-{crc32(str(path.resolve()).encode()):08x}"
    made_from = _code() + xml
    if (kept := cache.load(name, made_from)) is not None:
        try:
            found = _reader()(BytesIO(kept)).load()
            if isinstance(found, kind):
                return found
        except (pickle.UnpicklingError, *_UNREADABLE):
            pass  # written by another version of a library: parsed anew below
    parsed = parse(xml)
    try:
        # pickling recurses; a style nested too deeply is parsed each time
        content = BytesIO()
        _writer()(content, pickle.HIGHEST_PROTOCOL).dump(parsed)
    except RecursionError:
        return parsed
    cache.keep(name, made_from, content.getvalue())
    return parsed


@once
def _code() -> bytes:
    """The code that says what a parsed style is: another version of it must not read
    what this one wrote.
    """
    modules = Path(_classes.__file__)
    return b"".join(
        file.read_bytes() for file in (modules, modules.with_name("parse.py"))
    )


@once
def _writer() -> type[Any]:
    """A pickler that keeps the identity of `PLAIN`, which elements compare by."""
    import pickle

    class StylePickler(pickle.Pickler):
        def reducer_override(self, value: Any) -> Any:
            if value is _classes.PLAIN:
                return "PLAIN"
            return NotImplemented

    return StylePickler


@once
def _reader() -> type[Any]:
    """An unpickler that makes nothing but the classes of a parsed style, whatever a
    file holds.
    """
    import pickle

    class Reader(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            if module == _classes.__name__:
                found = getattr(_classes, name, None)
            else:
                found = None
            # nothing but the classes of styles: a cache may be tampered with
            if found is _classes.PLAIN or getattr(found, "__module__", "") == module:
                return found
            if (module, name) == ("builtins", "frozenset"):
                return frozenset
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a style")

    return Reader
