"""CSL-JSON: the native form of the records.

Source: CSL 1.0.2 schema, csl-data.json. Read are an array of items, one item, an object
of items by id, and an object with the array under `items` or `references`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.csl.items import as_item, reference
from csecrefs.formats.source import bounded, decode
from csecrefs.model import Reference
from csecrefs.patterns import regex

# The start of CSL-JSON: an empty list, or an object with a member that items have in
# its first 20,000 characters, as far as an abstract may push the first one out.
_BEGINNING: Final = regex(
    r"\s*(?:\[\s*\]|[\[{](?:.{0,20000}?\"(?:type|id|title|author|DOI|items|references)\"\s*:))",
    re.DOTALL,
)
# What stands between the items of a list.
_SPACE: Final = regex(r"[\s,]*")
# The members that addresses are read from; found in the text for their lines.
_LINK_MEMBERS: Final = {
    "URL": regex(r'"URL"\s*:'),
    "DOI": regex(r'"DOI"\s*:'),
    "note": regex(r'"note"\s*:'),
}
# The end of one item and the start of the next, where reading goes on after a broken one.
_NEXT_ITEM: Final = regex(r"\}\s*,\s*(?=\{)")
# How often reading begins again after a broken item: enough for a damaged file, too
# little for an attack.
_RESTARTS: Final = 100
# Levels of a member under `custom`: Python's own reader and writer of JSON end at some
# nine hundred, of which the caller has used a part.
_DEEPEST: Final = 400


def looks_like(head: str) -> bool:
    """True if the beginning of a text is a list or object of CSL items; an empty list
    is one too.
    """
    return bool(_BEGINNING.match(head))


def read(
    source: bytes | str, *, path: str = ""
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references in CSL-JSON text, and a diagnostic for each thing that is not as
    it should be.

    An item that is not JSON is left out and reading goes on at the next.
    """
    text, diagnostics = decode(source, path)
    source_text = _JsonText(text, path, diagnostics)
    references: list[Reference] = []
    for item, offset in bounded(
        _items(source_text),
        path,
        diagnostics,
    ):
        line, column = source_text.position(offset)
        found, problems = reference(
            item,
            path=path,
            line=line,
            column=column,
            number=len(references) + 1,
            lines=source_text.link_lines(item, offset),
        )
        diagnostics += problems
        if found:
            references.append(found)
    return references, diagnostics


def write(references: Sequence[Reference]) -> str:
    """`references` as a CSL-JSON array, one key a line."""
    items = (
        json.dumps(
            as_item(each, _DEEPEST),
            ensure_ascii=False,
            indent=2,
        )
        for each in references
    )
    listed = ",\n".join("  " + item.replace("\n", "\n  ") for item in items)
    if listed:
        return f"[\n{listed}\n]\n"
    return "[]\n"


class _JsonText:
    """A text with its place of reading: offsets become lines, and problems are
    gathered.
    """

    def __init__(
        self,
        text: str,
        path: str,
        diagnostics: list[Diagnostic],
    ) -> None:
        self.text = text
        self._path = path
        self._diagnostics = diagnostics
        self._line_starts: list[int] = []

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, from 1."""
        if not self._line_starts:
            self._line_starts = [
                0,
                *(match.end() for match in re.finditer("\n", self.text)),
            ]
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def link_lines(self, item: Any, offset: int) -> dict[str, int]:
        """Return the lines of the URL, the DOI and a note with addresses of the item
        at an offset.
        """
        if not isinstance(item, dict):
            return {}
        sought = [variable for variable in ("URL", "DOI") if variable in item]
        if "://" in str(item.get("note", "")):
            sought.append("note")
        if not sought:
            return {}
        if "custom" in item and self.text[offset] == "{":
            # Members of members may have the same names: look at each in turn.
            members = dict(member_offsets(self.text, offset))
            return {
                each: self.position(members[each])[0]
                for each in sought
                if each in members
            }
        lines = {}
        for variable in sought:
            if member := _LINK_MEMBERS[variable].search(self.text, offset):
                lines[variable] = self.position(member.start())[0]
        return lines

    def report(
        self,
        code: str,
        message: str,
        offset: int,
    ) -> None:
        """Add an error at an offset."""
        line, column = self.position(offset)
        self._diagnostics.append(
            Diagnostic(
                code,
                message,
                "error",
                self._path or None,
                line,
                column,
            )
        )

    def report_broken(
        self,
        error: Exception,
        start: int,
    ) -> None:
        """Add what the decoder said of the value at `start`."""
        if isinstance(error, json.JSONDecodeError):
            self.report("not-json", f"not JSON: {error.msg.lower()}", error.pos)
        else:
            deep = isinstance(error, RecursionError)
            reason = "a number of more than 4,300 digits"
            if deep:
                reason = "nested too deeply"
            self.report("not-json", f"not usable JSON: {reason}", start)

    def report_excess(self, end: int) -> None:
        """Add an error if anything stands after the end of the whole value."""
        if (rest := _end_of_space(self.text, end)) < len(self.text):
            self.report(
                "text-after-end",
                "what stands after the end of the JSON value is left out",
                rest,
            )


def _items(source: _JsonText) -> Iterator[tuple[Any, int]]:
    """Each item with its offset."""
    text = source.text
    start = _end_of_space(text, 0)
    if start == len(text):
        return
    if text[start] == "[":
        yield from _array(source, start + 1)
        return
    try:
        whole, end = _decoder().raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        source.report_broken(error, start)
        return
    source.report_excess(end)
    items = items_of(whole)
    yield from zip(
        items,
        _item_offsets(text, start, whole, len(items)),
        strict=True,
    )


def _item_offsets(
    text: str,
    start: int,
    whole: Any,
    count: int,
) -> list[int]:
    """Return where each item of a decoded object begins."""
    if not isinstance(whole, Mapping) or not count:
        return [start] * count
    for key, at in member_offsets(text, start):
        if key in ("items", "references") and text[at] == "[":
            offsets = element_offsets(text, at)
            if len(offsets) == count:
                return offsets
    by_id = [at for _, at in member_offsets(text, start)]
    if len(by_id) == count and "id" not in whole:
        return by_id
    return [start] * count


def member_offsets(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the keys of the object at an offset and where their values begin."""
    decoder = _decoder()
    at = _end_of_space(text, start + 1)
    while text[at : at + 1] == '"':
        key, at = decoder.raw_decode(text, at)
        at = _end_of_space(text, text.index(":", at) + 1)
        yield key, at
        at = _end_of_space(text, decoder.raw_decode(text, at)[1])


def element_offsets(text: str, start: int) -> list[int]:
    """Return where each element of the list at an offset begins."""
    decoder = _decoder()
    offsets = []
    at = _end_of_space(text, start + 1)
    while text[at : at + 1] not in ("]", ""):
        offsets.append(at)
        at = _end_of_space(text, decoder.raw_decode(text, at)[1])
    return offsets


def _decoder() -> json.JSONDecoder:
    """A decoder that reads NaN and Infinity, which are no JSON, as text."""
    return json.JSONDecoder(parse_constant=str)


def items_of(whole: Any) -> Sequence[Any]:
    """The items in a decoded object: those it lists, those it holds by id, or
    itself.
    """
    if not isinstance(whole, Mapping):
        if isinstance(whole, list):
            return whole
        return [whole]
    for key in ("items", "references"):
        if isinstance(whole.get(key), list):
            return list(whole[key])
    if (
        whole
        and "id" not in whole
        and all(isinstance(value, Mapping) for value in whole.values())
    ):
        return [{"id": key, **value} for key, value in whole.items()]
    if whole:
        return [whole]
    return []


def _array(source: _JsonText, start: int) -> Iterator[tuple[Any, int]]:
    text = source.text
    decoder = _decoder()
    restarts = 0
    while True:
        start = _end_of_space(text, start)
        if start >= len(text):
            source.report("unclosed-array", "the array has no end", len(text))
            return
        if text[start] == "]":
            source.report_excess(start + 1)
            return
        try:
            item, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            source.report_broken(error, start)
            following = _following(text, start, decoder)
            restarts += 1
            if following is None or restarts > _RESTARTS:
                return
            start = following
        else:
            yield item, start
            start = end


def _following(
    text: str,
    start: int,
    decoder: json.JSONDecoder,
) -> int | None:
    """Return the start of the next whole item after a broken one."""
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
    if match:
        return match.end()
    return start
