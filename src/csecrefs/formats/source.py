"""Bytes of unknown make to text: byte order marks, UTF-8, then Windows-1252, each doubt
reported.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeVar

from csecrefs.errors import Diagnostic
from csecrefs.patterns import regex

_Record = TypeVar("_Record")

MAX_BYTES: Final = 256 * 1024 * 1024
"""As much of a source as is read."""
MAX_RECORDS: Final = 1_000_000
"""As many of its records as are read: they take many times the room of the text."""
MAX_VALUE: Final = 1_000_000
"""As many characters of a field as are read: as names, they take a hundred times the
room.
"""
# Byte order marks, longer ones first: UTF-16's begins UTF-32's.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LONE_SURROGATE: Final = regex("[\ud800-\udfff]")
"""Halves of pairs of UTF-16, which no text in UTF-8 has and parsers refuse."""
# The five bytes Windows-1252 leaves undefined, as the C1 controls browsers read them
# as.
_C1: Final = {number: chr(number) for number in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def decode(source: bytes | str, path: str) -> tuple[str, list[Diagnostic]]:
    """The text of `source` with `\\n` line ends, and what was doubtful about it.

    Text that is empty or full of NUL bytes gives "" and one diagnostic (`empty`,
    `binary`).
    """
    if isinstance(source, str):
        text, diagnostics = (
            LONE_SURROGATE.sub("\ufffd", source.removeprefix("\ufeff")),
            list[Diagnostic](),
        )
    else:
        text, diagnostics = _decode_bytes(source, path)
    if not text.strip():
        return "", diagnostics or [
            Diagnostic("empty", "there is nothing in it", path=path)
        ]
    if "\0" in text[:4096]:
        return "", [Diagnostic("binary", "not text: it holds NUL bytes", "error", path)]
    return text.replace("\r\n", "\n").replace("\r", "\n"), diagnostics


def bounded(
    records: Iterable[_Record], path: str, diagnostics: list[Diagnostic]
) -> Iterator[_Record]:
    """The first records, as many as are read; that there are more is added to
    `diagnostics`.
    """
    for number, record in enumerate(records):
        if number == MAX_RECORDS:
            message = f"only the first {MAX_RECORDS:,} records are read"
            diagnostics.append(Diagnostic("too-large", message, "error", path))
            return
        yield record


def lines(text: str) -> Iterator[str]:
    """The lines of `text` one by one: all at once they would take several times its
    room.
    """
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _decode_bytes(source: bytes, path: str) -> tuple[str, list[Diagnostic]]:
    encoding = next((name for mark, name in _MARKS if source.startswith(mark)), "utf-8")
    try:
        return source.decode(encoding), []
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        message = f"not valid {encoding}; read as Windows-1252"
        if encoding not in ("utf-8", "utf-8-sig"):
            doubt = Diagnostic(
                "bad-encoding",
                f"not valid {encoding}; damaged characters",
                path=path,
                line=line,
            )
            return source.decode(encoding, "replace"), [doubt]
    if _defined(source):
        text = source.decode("cp1252", "replace")
    else:
        text = _windows(source)
    return text, [
        Diagnostic(
            "bad-encoding",
            message,
            path=path,
            line=line,
        )
    ]


def _defined(source: bytes) -> bool:
    return not any(bytes((number,)) in source for number in _C1)


def _windows(source: bytes) -> str:
    return source.decode("latin-1").translate(
        {
            number: _C1.get(number) or bytes((number,)).decode("cp1252")
            for number in range(0x80, 0xA0)
        }
    )


def decode_json(source: bytes | str, path: str) -> tuple[Any, list[Diagnostic]]:
    """The value a JSON source holds, or None and the diagnostic that says why not."""
    text, diagnostics = decode(source, path)
    if not text:
        return None, diagnostics
    try:
        return json.loads(text), diagnostics
    except json.JSONDecodeError as error:
        found = Diagnostic(
            "bad-json", error.msg, "error", path, error.lineno, error.colno
        )
    except RecursionError:
        found = Diagnostic("bad-json", "nested too deeply", "error", path)
    except ValueError:
        found = Diagnostic(
            "bad-json", "a number of more than 4,300 digits", "error", path
        )
    return None, [*diagnostics, found]
