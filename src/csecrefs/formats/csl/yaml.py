"""CSL-YAML: CSL items in YAML, alone or under `references` in the head of a Markdown
file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.csl.items import as_item, reference
from csecrefs.formats.csl.json import items_of
from csecrefs.formats.csl.markdown import (
    escaped,
    from_markdown,
    to_markdown,
    unescaped,
)
from csecrefs.formats.source import decode
from csecrefs.formats.yaml.events import YamlError, load
from csecrefs.formats.yaml.output import dump
from csecrefs.model import KIND, Reference
from csecrefs.patterns import regex

# The metadata block at the head of a Markdown file, from "---" to "---" or "...".
_HEAD: Final = regex(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


# A bare list, the first item of which begins with one of the usual members: blank lines,
# comments, `- id: a`. A turn of the loop takes one line, and in one way only: with `\s*\n`,
# 300 empty lines took for ever.
_LIST: Final = regex(
    r"(?:[^\S\n]*(?:#.*)?\n|---[^\S\n]*\n)*- +(?:id|type|title|author|issued|DOI):\s",
    re.IGNORECASE,
)


def looks_like(head: str) -> bool:
    """True if the beginning of a text has items under `references`, or is a list of
    items.
    """
    return bool(
        re.search(
            r"^references:",
            head,
            re.MULTILINE,
        )
        or _LIST.match(head)
    )


def read(
    source: bytes | str, *, path: str = ""
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references in CSL-YAML text, and a diagnostic for each thing that is not as
    it should be.

    Dates may be EDTF text and names bare text. Anchors and aliases are refused: a few
    lines of them unfold to gigabytes.
    """
    text, diagnostics = decode(source, path)
    if not text:
        return [], diagnostics
    head = _HEAD.match(text)
    try:
        whole, lines = load(head[1] if head else text, first_line=2 if head else 1)
    except YamlError as error:
        problem = Diagnostic(
            "not-yaml", f"not usable YAML: {error}", "error", path or None, error.line
        )
        return [], [*diagnostics, problem]
    references = []
    for number, item in enumerate(items_of(whole or {}), 1):
        own = {
            variable: lines[id(item), variable]
            for variable in ("URL", "DOI", "note")
            if (id(item), variable) in lines
        }
        content = item
        if isinstance(item, dict):
            content = _read_text(item)
        found, problems = reference(
            content,
            path=path,
            line=lines.get(id(item)),
            column=None,
            number=number,
            lines=own,
        )
        diagnostics += problems
        if found:
            references.append(found)
    return references, diagnostics


def write(references: Sequence[Reference]) -> str:
    """`references` as a YAML document that pandoc also reads."""
    items = [with_markdown(as_item(each, _DEEPEST)) for each in references]
    return dump({"references": items}, width=1000)


def with_markdown(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item as pandoc wants its values in metadata: all of them are Markdown,
    those of addresses and numbers, too, as pandoc itself writes them.
    """
    return _marked(item, to_markdown, escaped)


def _marked(
    item: dict[str, Any], rich: Callable[[str], str], bare: Callable[[str], str]
) -> dict[str, Any]:
    """An item with its values converted: by `bare` where there is no rich text."""
    marked = {}
    for key, value in item.items():
        marked[key] = value
        if key not in KIND:
            continue
        if isinstance(value, str):
            marked[key] = (bare if key in _PLAIN else rich)(value)
        elif KIND[key] == "name" and isinstance(value, list):
            marked[key] = [_marked_members(name, rich) for name in value]
        elif KIND[key] == "date":
            marked[key] = _marked_members(value, rich)
    return marked


def _marked_members(value: Any, convert: Callable[[str], str]) -> Any:
    """The parts of a name or the words of a date, converted."""
    if not isinstance(value, dict):
        return value
    return {
        key: convert(part) if isinstance(part, str) and key in _TEXTS else part
        for key, part in value.items()
    }


# Members of names and dates that hold text.
_TEXTS: Final = frozenset(
    "family given suffix dropping-particle non-dropping-particle literal".split()
)


def _read_text(item: dict[str, Any]) -> dict[str, Any]:
    """An item with its Markdown read; a line end within a text is a blank, but in notes
    and abstracts it parts lines.
    """
    marked = _marked(item, from_markdown, unescaped)
    for key, value in marked.items():
        if not isinstance(value, str) or "\n" not in value:
            continue
        if key in _OF_LINES:
            marked[key] = value.strip("\n")
        else:
            marked[key] = " ".join(value.split())
    return marked


# Variables whose lines are kept apart.
_OF_LINES: Final = frozenset({"note", "abstract", "annote"})


# Levels of a member under `custom`: with those around it, not more than are read.
_DEEPEST: Final = 40
# Variables that hold no prose.
_PLAIN: Final = frozenset(
    {
        "URL",
        "DOI",
        "ISBN",
        "ISSN",
        "PMID",
        "PMCID",
        "language",
    }
)
