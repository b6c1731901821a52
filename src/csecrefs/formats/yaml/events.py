"""YAML read: plain objects from text by strangers.

The library's own constructor recurses on the depth of its input, and its C form crashes
the process; its parser in C is fast and does neither.
"""

from __future__ import annotations

from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.source import LONE_SURROGATE, decode
from csecrefs.patterns import regex

# Nesting beyond all records, refused before the parser recurses.
_DEPTH: Final = 50
# Plain scalars with a meaning of their own (YAML 1.2, core schema).
_WORDS: Final = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
}
# A whole number as YAML 1.2 (core schema) has it, at most of 18 digits.
_INTEGER: Final = regex(r"[-+]?(?:0|[1-9][0-9]{0,17})")


Lines = dict[int | tuple[int, str], int]
"""The line of each object, by its `id()`, and of the members of objects that are links,
by `id()` and key.
"""
# Keys whose lines are noted: those with addresses in any of the formats.
_LINKS: Final = frozenset(
    {"URL", "DOI", "url", "doi", "note", "repository", "repository-code"}
)


class YamlError(ValueError):
    """Text that is not usable YAML; `line` and `column` are where, from 1."""

    def __init__(
        self,
        message: str,
        line: int | None,
        column: int | None,
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def load(
    text: str,
    *,
    first_line: int = 1,
    typed: bool = True,
) -> tuple[Any, Lines]:
    """The first document in `text`, and the line of each object in it by the object's
    `id()`.

    Scalars are what YAML 1.2's core schema says, without `typed` text. Aliases are
    refused: a few lines of them unfold to gigabytes. Raises YamlError.
    """
    import yaml

    builder = _Builder(typed)
    # bytes of no known encoding, which manuscripts keep as lone surrogates
    text = LONE_SURROGATE.sub("\ufffd", text)
    try:
        for event in yaml.parse(
            text,
            getattr(yaml, "CSafeLoader", yaml.SafeLoader),
        ):
            if isinstance(event, yaml.DocumentEndEvent):
                break
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
        # libyaml places the end of the text on a line after it
        last = text.count("\n") + 1
        if mark:
            line, column = (min(mark.line + 1, last), mark.column + 1)
        else:
            line, column = (None, None)
        message = f"not readable as YAML: {problem}"
        raise YamlError(
            message,
            line and line + first_line - 1,
            column,
        ) from None
    return builder.document, {
        key: line + first_line for key, line in builder.lines.items()
    }


def decode_yaml(source: bytes | str, path: str) -> tuple[Any, list[Diagnostic]]:
    """The value a YAML source holds, scalars as text, or None and the diagnostic that
    says why not.
    """
    content, _, diagnostics = decode_lines(source, path)
    return content, diagnostics


def decode_lines(source: bytes | str, path: str) -> tuple[Any, Lines, list[Diagnostic]]:
    """Return the value as `decode_yaml` does, the lines of its objects, and the
    diagnostics.
    """
    text, diagnostics = decode(source, path)
    if not text:
        return None, {}, diagnostics
    try:
        return *load(text, typed=False), diagnostics
    except YamlError as error:
        problem = Diagnostic(
            "bad-yaml", str(error), "error", path, error.line, error.column
        )
        return None, {}, [*diagnostics, problem]


class _Builder:
    """Builds plain objects from the parser's events, without recursion."""

    def __init__(self, typed: bool) -> None:
        self.document: Any = None
        self.lines: Lines = {}
        self._typed = typed
        self._open: list[Any] = []
        self._keys: list[Any] = []

    def take(self, event: Any) -> None:
        """Add what one event says. Raises yaml.MarkedYAMLError for an alias and for
        excessive depth.
        """
        import yaml

        mark: Any = event.start_mark
        if isinstance(event, yaml.ScalarEvent):
            self._note(event.value, mark.line)
            self._add(
                typed_scalar(event.value)
                if self._typed and event.implicit[0]
                else event.value
            )
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(self._open) >= _DEPTH:
                raise yaml.MarkedYAMLError(
                    problem="nested too deeply", problem_mark=mark
                )
            opened: Any = []
            if isinstance(event, yaml.MappingStartEvent):
                opened = {}
            self._add(opened)
            self.lines[id(opened)] = mark.line
            self._open.append(opened)
            self._keys.append(None)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="it uses an alias", problem_mark=mark)

    def _note(
        self,
        value: str,
        line: int,
    ) -> None:
        """Note the line of a key that is that of a link."""
        if value in _LINKS and self._keys and self._keys[-1] is None:
            self.lines[id(self._open[-1]), value] = line

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


def typed_scalar(text: str) -> Any:
    """Return the value of a plain scalar by YAML 1.2's core schema, without fractions,
    for which CSL has no use.
    """
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    return text
