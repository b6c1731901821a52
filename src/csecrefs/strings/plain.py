"""Plain reference lists as a format: the last resort for text of no other format."""

from __future__ import annotations

import re
from typing import Final

from csecrefs.errors import Diagnostic, FieldError
from csecrefs.model import Reference
from csecrefs.patterns import regex
from csecrefs.strings.headings import is_heading
from csecrefs.strings.keys import keyed
from csecrefs.strings.lists import (
    ListedString,
    group_lines,
    split_list,
    split_paragraphs,
)
from csecrefs.strings.records import ParsedReference, each_string
from csecrefs.strings.sections import list_bounds, looks_like_entry
from csecrefs.strings.spans import LONGEST

LARGEST: Final = 20_000_000
"""Characters of one text that are read."""
_MOST: Final = 20_000
"""References of one list that are read."""
_SHARE: Final = 0.5
"""Share of the entries of a text that read like references if it is a list."""
# emphasis of Markdown: "*Tides*", "_Tides_"
_EMPHASIS: Final = regex(r"(?<![\w*])(\*{1,2}|_)(?=\S)(.{1,400}?)(?<=\S)\1(?![\w*])")
# a link of Markdown: "[Tides](https://x.org)"
_MARKDOWN_LINK: Final = regex(r"\[((?:[^\[\]\\]|\\.){1,400})\]\(([^()\s]{0,300})\)")
# an escaped mark of Markdown: "\\*", "3\\."
_ESCAPE: Final = regex(r"\\([\\`*_{}\[\]()#+.!|-])")


def looks_like(head: str) -> bool:
    """Return True if the beginning of a text reads like a list of references, or has one."""
    lines = head.splitlines()[:400]
    bounds = list_bounds(head.splitlines())
    if bounds is None:
        return len(lines) < 4 and any(looks_like_entry(line) for line in lines)
    listed = head.splitlines()[bounds[0] : bounds[1]][:200]
    entries = [
        " ".join(listed[place] for place in group) for group in group_lines(listed)
    ]
    alike = sum(looks_like_entry(unmarked(entry)) for entry in entries)
    return alike >= 1 and alike >= _SHARE * len(entries)


def read(source: bytes | str, *, path: str) -> tuple[list[Reference], list[Diagnostic]]:
    """Return the references of a plain list, and a diagnostic for what is unsure."""
    if isinstance(source, bytes):
        source = source.decode("utf-8-sig", "replace")
    diagnostics: list[Diagnostic] = []
    if len(source) > LARGEST:
        message = f"only the first {LARGEST:,} characters are read"
        diagnostics.append(Diagnostic("too-long", message, "error", path))
    parsed = parse_references(source)
    if len(parsed) == _MOST:
        message = f"only the first {_MOST:,} references are read"
        diagnostics.append(Diagnostic("too-long", message, "error", path))
    diagnostics += [_cut(each, path) for each in parsed if each.cut]
    for each in parsed:
        if each.unsure:
            names = ", ".join(each.unsure)
            message = f"read from plain text; look at {names}"
            diagnostics.append(
                Diagnostic(
                    "unsure",
                    message,
                    "info",
                    path,
                    key=each.reference.id,
                )
            )
    return [each.reference for each in parsed], diagnostics


def _cut(parsed: ParsedReference, path: str) -> Diagnostic:
    message = f"only the first {LONGEST:,} characters of the entry are read"
    return Diagnostic(
        "too-long",
        message,
        "error",
        path,
        key=parsed.reference.id,
    )


def parse_references(text: str) -> list[ParsedReference]:
    """Return the record in each reference of a plain-text list or manuscript.

    The list may be numbered, bulleted, wrapped, or one reference a line; of a whole
    manuscript, the part under its last heading of a list is read. Each record keeps the
    string it is from, and says how sure each field is.

    >>> parsed = parse_references("Doe, J. (2001). On it. Nature, 4(1), 2-3.")
    >>> [(each.reference.id, each.reference.type) for each in parsed]
    [('doe2001', 'article-journal')]
    """
    if not isinstance(text, str):
        raise FieldError(f"{type(text).__name__} is no text of references; give a str")
    return parse_strings([each.text for each in listed_strings(text)])


def parse_strings(texts: list[str]) -> list[ParsedReference]:
    """Return the record in each of the reference strings, with different keys."""
    return keyed(each_string([unmarked(text) for text in texts[:_MOST]]))


def listed_strings(
    text: str, *, paragraphs: bool = False, alone: bool = True
) -> list[ListedString]:
    """Return the references of the list in a text, as strings with their lines.

    Without `alone`, a text that has no list is no list itself.

    With `paragraphs`, lines are paragraphs of a document: none goes on in the next.
    """
    lines = text[:LARGEST].splitlines()
    bounds = list_bounds(lines)
    if bounds is None and not alone:
        return []
    if alone and (bounds is None or not any(is_heading(line) for line in lines)):
        bounds = _without_heading(lines, bounds)
    start, end = bounds or (0, len(lines))
    listed = "\n".join(lines[start:end])
    found = split_list(listed, paragraphs=paragraphs)
    if not found and start:
        # a heading says that it is a list: what is under it is not dropped
        found = split_paragraphs(listed)
    return [
        ListedString(
            each.text,
            tuple(start + line for line in each.lines),
        )
        for each in found
    ]


def _without_heading(
    lines: list[str], bounds: tuple[int, int] | None
) -> tuple[int, int]:
    """Return all lines if they are a list, else the run of them that is one."""
    whole = (0, len(lines))
    filled = sum(bool(line.strip()) for line in lines)
    if bounds is None:
        return whole
    inside = sum(bool(line.strip()) for line in lines[bounds[0] : bounds[1]])
    if inside * 2 > filled:
        return whole
    return bounds


def unmarked(text: str) -> str:
    """Return a string without the marks of Markdown: emphasis, links, escapes.

    >>> unmarked("Doe. *On [it](https://x.org/a)*, 2001.")
    'Doe. On it https://x.org/a, 2001.'
    """
    text = _MARKDOWN_LINK.sub(_link, text)
    text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text)


def _link(match: re.Match[str]) -> str:
    shown, target = match[1], match[2]
    if target.startswith(("http", "www.")) and target not in shown:
        return f"{shown} {target}"
    return shown
