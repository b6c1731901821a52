"""Changes to a file of CSL-YAML that leave every other line as it is.

Of a changed item only the members that differ are written anew. Items are lists in
YAML's block style; others are refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from csecrefs import formats
from csecrefs.formats.changes import RecordChanges
from csecrefs.formats.csl.yaml import with_markdown
from csecrefs.formats.lines_edit import LinedText
from csecrefs.formats.yaml.output import dump
from csecrefs.model import Reference
from csecrefs.patterns import regex

# The dash of a list item, with the indent before it and the blanks after it.
_ITEM: Final = regex(r"(?P<lead>\s*)-(?P<space>\s+)")
# `title: T # so far`; a quoted value may have " #" in it, a block value ("|") has none.
_COMMENTED: Final = regex(
    r"\s*(?:- )?[^\s:#'\"][^:]*:\s+"
    r"(?:'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"|[^\s'\"|>#](?:[^#]|(?<!\s)#)*?)"
    r"(?P<comment>\s+#.*)$"
)
# A line that ends the list: the end of the document, or a key at the margin.
_END: Final = regex(r"(?:---|\.\.\.)\s*$|[^\s#-]")


def update_source(source: bytes, changes: RecordChanges) -> bytes:
    """Return the bytes of a file of CSL-YAML with changes, every other line as it was.

    Raises ValueError for items that are not in block style.
    """
    text = LinedText.of(source)
    references = []
    if source.strip():
        references = formats.read(source, format="csl-yaml")[0]
    starts = [(each.place.line or 0) - 1 for each in references]
    spans: dict[tuple[int, int], str] = {}
    if starts:
        end = _end_of_list(text.lines, starts[-1])
    else:
        end = len(text.lines)
    seen: set[str] = set()
    for at, reference in enumerate(references):
        start = starts[at]
        stop = end
        if at + 1 < len(starts):
            stop = starts[at + 1]
        if reference.id in seen:
            continue
        seen.add(reference.id)
        if reference.id in changes.removed:
            spans[start, stop] = ""
        elif reference.id in changes.changed:
            new = changes.changed[reference.id]
            lines = text.lines[start:stop]
            spans[start, stop] = _changed_item(
                lines,
                reference,
                new,
            )
    if changes.added:
        spans[end, end] = _new_items(
            text.lines,
            starts,
            changes.added,
        )
    if spans:
        return text.with_spans(spans)
    return source


def _end_of_list(lines: Sequence[str], start: int) -> int:
    """Return the line after the last item."""
    for at in range(start + 1, len(lines)):
        if _END.match(lines[at]):
            return at
    return len(lines)


def _new_items(
    lines: Sequence[str], starts: Sequence[int], added: Sequence[Reference]
) -> str:
    """Return new items, indented as those that are there."""
    lead = ""
    if starts:
        found = _ITEM.match(lines[starts[0]])
        lead = ""
        if found:
            lead = found["lead"].strip("\n")
    items = dump([with_markdown(each.to_csl()) for each in added], width=1000)
    text = "".join(f"{lead}{line}\n" for line in items.splitlines())
    if not starts:
        return f"references:\n{text}"
    is_ended = lines[-1].endswith(("\n", "\r"))
    if is_ended:
        return text
    return f"\n{text}"


def _changed_item(
    lines: Sequence[str],
    old: Reference,
    new: Reference,
) -> str:
    """Return the text of an item with the members that differ."""
    first = _ITEM.match(lines[0])
    if first is None:
        raise ValueError(f"{old.id}: not an item of a list in block style")
    indent = " " * first.end()
    body = [indent + lines[0][first.end() :], *lines[1:]]
    before, after = old.to_csl(), new.to_csl()
    parts = _parts(body, indent, old.id)
    kept: list[str] = []
    own = {name for name, _ in parts}
    for name, written in parts:
        if name in after and after[name] == before.get(name):
            kept += written
        elif name in after:
            member = _member(indent, name, after[name])
            kept += [_commented(member, written[0]), *_tail(written)]
        elif name not in before:
            kept += written
    ending: list[str] = []
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("#")):
        ending.insert(0, kept.pop())
    if kept and not kept[-1].endswith(("\n", "\r")):
        kept[-1] += "\n"
    for name, value in after.items():
        if name not in own and before.get(name) != value:
            kept.append(_member(indent, name, value))
    text = "".join([*kept, *ending]).replace("\r\n", "\n")
    return lines[0][: first.end()] + text.removeprefix(indent)


def _parts(body: Sequence[str], indent: str, key: str) -> list[tuple[str, list[str]]]:
    """Return the members of an item: the name of each, and its lines.

    Raises ValueError, with the key of the item, if a line belongs to no member.
    """
    opening = re.compile(
        # `title: T`; a name in quotes or a list or map in flow style is no block member.
        re.escape(indent) + r"(?P<key>[^\s:#'\"{\[-][^:]*?)\s*:(?:\s|$)"
    )
    parts: list[tuple[str, list[str]]] = []
    for line in body:
        found = opening.match(line)
        if found:
            parts.append((found["key"], [line]))
        elif parts:
            parts[-1][1].append(line)
        else:
            raise ValueError(f"{key}: not an item in block style")
    return parts


def _commented(member: str, before: str) -> str:
    """Return a member on one line with the comment that stood after its value."""
    found = _COMMENTED.match(before)
    if found is None or member.count("\n") != 1:
        return member
    return f"{member.rstrip()}{found['comment'].rstrip()}\n"


def _tail(written: Sequence[str]) -> list[str]:
    """Return the blank lines and comments at the end of a member."""
    tail: list[str] = []
    for line in reversed(written[1:]):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        tail.insert(0, line)
    return tail


def _member(
    indent: str,
    name: str,
    value: Any,
) -> str:
    """Return the lines of a member."""
    lines = dump(with_markdown({name: value}), width=1000).splitlines()
    return "".join(f"{indent}{line}\n" for line in lines)
