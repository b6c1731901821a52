"""Plain objects to YAML that every reader takes, byte for byte as PyYAML writes them.

PyYAML looks at each character of each text several times. Nearly all texts of
bibliographies are of one line and printable: they are written here, in a sixth of the
time. It writes all others, each by itself.
"""

from __future__ import annotations

from typing import Any, Final

from csecrefs.formats.source import LONE_SURROGATE
from csecrefs.patterns import regex

# Texts that YAML 1.2 has for numbers and YAML 1.1, by which they are written, has not:
# "1e3", "0o17"; and letters that some readers of YAML 1.1 have for true and false.
_NUMBER: Final = regex(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[ynYN]"
)
# A printable text of one line that begins with a letter or a digit and ends with no
# blank. Characters are those that PyYAML writes as they are.
_PRINTABLE: Final = regex(
    "[^\\W_](?:[ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
    "[!-~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff])?"
)
# Signs by which a text that begins so is read as a key or a comment: "Moles: a life",
# "issue #5".
_NEEDS_QUOTES: Final = regex(r":(?: |\Z)| #")
# Line ends of Unicode, before which PyYAML puts no line feed.
_ODD_BREAK: Final = regex("[\x85\u2028\u2029]")
# A blank between two words, where a line may end; several blanks stay together.
_BLANK: Final = regex("(?<! ) (?! )")
# The most characters of a key that PyYAML writes without a question mark before it,
# less some.
_LONGEST_KEY: Final = 100
# Nesting beyond all records.
_DEEPEST: Final = 10
_INDENT: Final = 2


def dump(content: Any, width: int = 100) -> str:
    """Return `content` as YAML in its own order.

    Every value is written in full: aliases are what many readers refuse. Lines end at
    the first blank beyond `width`.

    >>> print(dump({"title": "Moles: a life", "page": "12", "tags": ["a", "b"]}), end="")
    title: 'Moles: a life'
    page: '12'
    tags:
    - a
    - b
    """
    if type(content) is dict and content:
        writer = _YamlWriter(width)
        try:
            writer.mapping(content, 0)
        except _NotPlainError:
            pass
        else:
            return "".join(writer.out)
    return _dumped(content, width)


def _dumped(content: Any, width: int) -> str:
    """Return what PyYAML writes."""
    import yaml

    class PlainDumper(yaml.SafeDumper):
        def ignore_aliases(self, _: Any) -> bool:
            return True

        def represent_str(self, text: str) -> yaml.ScalarNode:
            text = LONE_SURROGATE.sub("\ufffd", text)
            if _NUMBER.fullmatch(text):
                return self.represent_scalar("tag:yaml.org,2002:str", text, style="'")
            return super().represent_str(text)

    PlainDumper.add_representer(str, PlainDumper.represent_str)
    return str(
        yaml.dump(
            content,
            Dumper=PlainDumper,
            sort_keys=False,
            allow_unicode=True,
            width=width,
        )
    )


class _NotPlainError(Exception):
    """Something is not plain enough to be written here."""


class _YamlWriter:
    """Mappings, sequences and texts in block style; `out` has what is written so far."""

    def __init__(self, width: int) -> None:
        import yaml

        self.out: list[str] = []
        self._width = width
        self._keys: dict[str, str] = {}
        # By the first character, what YAML 1.1 reads as no text: "on", "2001-01-01".
        self._meanings = yaml.SafeDumper.yaml_implicit_resolvers

    def mapping(self, content: dict[Any, Any], indent: int, lead: str = "") -> None:
        """Write a mapping; `lead` is before its first key, in place of the indent.

        Raises _NotPlainError.
        """
        if indent > _INDENT * _DEEPEST:
            raise _NotPlainError
        before = lead or " " * indent
        for key, value in content.items():
            name = self._keys.get(key) or self._key(key)
            self.out.append(f"{before}{name}:")
            before = " " * indent
            if type(value) in (list, tuple) and value:
                # A sequence in a mapping has the indent of its key.
                self.out.append("\n")
                self._sequence(value, indent)
            elif type(value) is dict and value:
                self.out.append("\n")
                self.mapping(value, indent + _INDENT)
            else:
                self._scalar(value, indent, f"{name}:")

    def _sequence(
        self, content: list[Any] | tuple[Any, ...], indent: int, lead: str = ""
    ) -> None:
        """Write a sequence as `mapping` does a mapping."""
        if indent > _INDENT * _DEEPEST:
            raise _NotPlainError
        before = lead or " " * indent
        for item in content:
            if type(item) is dict and item:
                self.mapping(item, indent + _INDENT, f"{before}- ")
            elif type(item) in (list, tuple) and item:
                self._sequence(item, indent + _INDENT, f"{before}- ")
            else:
                self.out.append(f"{before}-")
                self._scalar(item, indent, "-")
            before = " " * indent

    def _key(self, key: Any) -> str:
        if type(key) is not str or len(key) > _LONGEST_KEY:
            raise _NotPlainError
        name = key
        if not self._is_plain(key):
            name, colon, rest = _dumped({key: 0}, self._width).rpartition(":")
            if not colon or rest != " 0\n" or "\n" in name:
                raise _NotPlainError
        self._keys[key] = name
        return name

    def _scalar(self, value: Any, indent: int, before: str) -> None:
        """Write what is neither a mapping nor a sequence, or is empty, after a key or
        the sign of a sequence.
        """
        if type(value) is str:
            self.out.append(self._text(value, indent, before))
        elif value is None:
            self.out.append(" null\n")
        elif type(value) in (bool, int):
            self.out.append(f" {str(value).lower()}\n")
        elif type(value) is dict and not value:
            self.out.append(" {}\n")
        elif type(value) in (list, tuple) and not value:
            self.out.append(" []\n")
        else:
            raise _NotPlainError

    def _text(self, text: str, indent: int, before: str) -> str:
        column = indent + len(before) + 1
        if self._is_plain(text):
            return f" {self._folded(text, indent, column)}\n"
        if _PRINTABLE.fullmatch(text):
            quoted = text.replace("'", "''")
            return f" '{self._folded(quoted, indent, column + 1)}'\n"
        if _ODD_BREAK.search(text):
            raise _NotPlainError
        # PyYAML writes it as if it had no indent, after a key as long as this: so lines
        # end where they would, and the indent is added to each.
        content: Any = [text]
        if before != "-":
            content = {"k" * (len(before) - 1): text}
        written = _dumped(content, self._width - indent)
        first, *others = written[len(before) : -1].split("\n")
        pad = " " * indent
        lines = [first]
        for line in others:
            lines.append(pad + line if line else line)
        return "\n".join(lines) + "\n"

    def _is_plain(self, text: str) -> bool:
        """True if a text needs no quotation marks."""
        if not _PRINTABLE.fullmatch(text) or _NEEDS_QUOTES.search(text):
            return False
        for _, meaning in self._meanings.get(text[0], ()):
            if meaning.match(text):
                return False
        return _NUMBER.fullmatch(text) is None

    def _folded(self, text: str, indent: int, column: int) -> str:
        """Return a text that begins at a column, in as many lines as PyYAML makes."""
        if column + len(text) <= self._width or " " not in text:
            return text
        # Lines that go on are indented beyond the key.
        pad = " " * (indent + _INDENT)
        lines: list[str] = []
        words: list[str] = []
        for word in _BLANK.split(text):
            if words and column > self._width:
                lines.append(" ".join(words))
                words = []
                column = len(pad)
            elif words:
                column += 1
            words.append(word)
            column += len(word)
        lines.append(" ".join(words))
        return f"\n{pad}".join(lines)
