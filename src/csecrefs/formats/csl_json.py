"""CSL-JSON: the native form of the records.

Source: CSL 1.0.2 schema, csl-data.json. Read are an array of items, one item, an object of items by id,
and an object with the array under `items` or `references`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.csl_items import reference
from csecrefs.formats.source import decode
from csecrefs.model import Reference

_SPACE: Final = re.compile(r"[\s,]*")
_NEXT_ITEM: Final = re.compile(r"\}\s*,\s*(?=\{)")
_RESTARTS: Final = 100
"""How often reading begins again after a broken item: enough for a damaged file, too little for an attack."""


def read(source: bytes | str, *, path: str = "") -> tuple[list[Reference], list[Diagnostic]]:
    """The references in CSL-JSON text, and a diagnostic for each thing that is not as it should be.

    An item that is not JSON is left out and reading goes on at the next.
    """
    text, diagnostics = decode(source, path)
    references: list[Reference] = []
    for item, offset in _items(text, path, diagnostics):
        line, column = _position(text, offset)
        found, problems = reference(item, path=path, line=line, column=column, number=len(references) + 1)
        diagnostics += problems
        if found:
            references.append(found)
    return references, diagnostics


def write(references: Sequence[Reference]) -> str:
    """`references` as a CSL-JSON array, one key a line."""
    items = [each.to_csl() for each in references]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _items(text: str, path: str, diagnostics: list[Diagnostic]) -> Iterator[tuple[Any, int]]:
    """Each item with its offset in `text`."""
    start = _end_of_space(text, 0)
    if start == len(text):
        return
    if text[start] == "[":
        yield from _array(text, start + 1, path, diagnostics)
        return
    try:
        whole, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        diagnostics.append(_broken(error, text, start, path))
        return
    if _end_of_space(text, end) < len(text):
        diagnostics.append(_excess(text, end, path))
    yield from ((item, start) for item in items_of(whole))


def items_of(whole: Any) -> Sequence[Any]:
    """The items in a decoded object: those it lists, those it holds by id, or itself."""
    if not isinstance(whole, Mapping):
        return whole if isinstance(whole, list) else [whole]
    for key in ("items", "references"):
        if isinstance(whole.get(key), list):
            return list(whole[key])
    if whole and "id" not in whole and all(isinstance(value, Mapping) for value in whole.values()):
        return [{"id": key, **value} for key, value in whole.items()]
    return [whole] if whole else []


def _array(text: str, start: int, path: str, diagnostics: list[Diagnostic]) -> Iterator[tuple[Any, int]]:
    decoder = json.JSONDecoder()
    restarts = 0
    while True:
        start = _end_of_space(text, start)
        if start >= len(text):
            diagnostics.append(_problem("unclosed-array", "the array has no end", text, len(text), path))
            return
        if text[start] == "]":
            if _end_of_space(text, start + 1) < len(text):
                diagnostics.append(_excess(text, start + 1, path))
            return
        try:
            item, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            diagnostics.append(_broken(error, text, start, path))
            following = _following(text, start, decoder)
            restarts += 1
            if following is None or restarts > _RESTARTS:
                return
            start = following
        else:
            yield item, start
            start = end


def _following(text: str, start: int, decoder: json.JSONDecoder) -> int | None:
    """Where the next whole item after a broken one begins."""
    for tried, match in enumerate(_NEXT_ITEM.finditer(text, start)):
        try:
            item, _ = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            item = None
        if isinstance(item, dict) and "type" in item:
            return match.end()
        if tried > _RESTARTS:
            break
    return None


def _end_of_space(text: str, start: int) -> int:
    match = _SPACE.match(text, start)
    return match.end() if match else start


def _broken(error: Exception, text: str, start: int, path: str) -> Diagnostic:
    if isinstance(error, json.JSONDecodeError):
        return _problem("not-json", f"not JSON: {error.msg.lower()}", text, error.pos, path)
    return _problem("not-json", "not usable JSON: nested too deeply", text, start, path)


def _excess(text: str, offset: int, path: str) -> Diagnostic:
    message = "what stands after the end of the JSON value is left out"
    return _problem("text-after-end", message, text, _end_of_space(text, offset), path)


def _problem(code: str, message: str, text: str, offset: int, path: str) -> Diagnostic:
    line, column = _position(text, offset)
    return Diagnostic(code, message, "error", path or None, line, column)


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
