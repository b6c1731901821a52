"""CSL-YAML: CSL items in YAML, alone or under `references` in the head of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.csl_items import reference
from csecrefs.formats.csl_json import items_of
from csecrefs.formats.source import decode
from csecrefs.formats.yaml import dump
from csecrefs.model import Reference

_HEAD: Final = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_DEPTH: Final = 50
_WORDS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")


def looks_like(head: str) -> bool:
    """Whether the beginning of a text has items under `references`."""
    return bool(re.search(r"^references:", head, re.MULTILINE))


def read(source: bytes | str, *, path: str = "") -> tuple[list[Reference], list[Diagnostic]]:
    """The references in CSL-YAML text, and a diagnostic for each thing that is not as it should be.

    Dates may be EDTF text and names bare text. Anchors and aliases are refused: a few lines of them unfold
    to gigabytes.
    """
    text, diagnostics = decode(source, path)
    if not text:
        return [], diagnostics
    try:
        whole, lines = _load(text)
    except _YamlError as error:
        problem = Diagnostic("not-yaml", f"not usable YAML: {error}", "error", path or None, error.line)
        return [], [*diagnostics, problem]
    references = []
    for number, item in enumerate(items_of(whole or {}), 1):
        line = lines.get(id(item))
        found, problems = reference(item, path=path, line=line, column=None, number=number)
        diagnostics += problems
        if found:
            references.append(found)
    return references, diagnostics


def write(references: Sequence[Reference]) -> str:
    """`references` as a YAML document that pandoc also reads."""

    items = [each.to_csl() for each in references]
    return dump({"references": items}, width=1000)


class _YamlError(ValueError):
    """Text that is not usable YAML; `line` is where, from 1."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.line = line


def _load(text: str) -> tuple[Any, dict[int, int]]:
    """The first document in `text`, and the line of each object in it by the object's `id()`."""
    import yaml

    head = _HEAD.match(text)
    lines_before = 1 if head else 0
    builder = _Builder()
    try:
        for event in yaml.parse(head[1] if head else text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.DocumentEndEvent):
                break
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise _YamlError(problem, mark.line + 1 + lines_before if mark else None) from None
    return builder.document, {key: line + lines_before for key, line in builder.lines.items()}


class _Builder:
    """Builds plain objects from the parser's events, without recursion.

    The library's own constructor recurses on the depth of its input, and its C form crashes the process.
    """

    def __init__(self) -> None:
        self.document: Any = None
        self.lines: dict[int, int] = {}
        self._open: list[Any] = []
        self._keys: list[Any] = []

    def take(self, event: Any) -> None:
        """Add what one event says. Raises yaml.MarkedYAMLError for an alias and for excessive depth."""
        import yaml

        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="it uses an alias", problem_mark=mark)
        if isinstance(event, yaml.ScalarEvent):
            self._add(_scalar(event.value) if event.implicit[0] else event.value)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(self._open) >= _DEPTH:
                raise yaml.MarkedYAMLError(problem="nested too deeply", problem_mark=mark)
            opened: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._add(opened)
            self.lines[id(opened)] = mark.line + 1
            self._open.append(opened)
            self._keys.append(None)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()
            self._keys.pop()

    def _add(self, value: Any) -> None:
        if not self._open:
            self.document = value
        elif isinstance(self._open[-1], list):
            self._open[-1].append(value)
        elif self._keys[-1] is None:
            self._keys[-1] = str(value)
        else:
            self._open[-1][self._keys[-1]] = value
            self._keys[-1] = None


def _scalar(text: str) -> Any:
    """What a plain scalar means in YAML 1.2's core schema, but for fractions, which CSL has no use for."""
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    return int(text) if _INTEGER.fullmatch(text) else text
