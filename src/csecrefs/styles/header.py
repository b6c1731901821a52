"""Headers of CSL styles: the `<info>` element, read without the rest of the style.

Source: CSL 1.0.2 specification, "Info" and "Dependent styles".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from csecrefs.errors import StyleError
from csecrefs.tuples import NamedTuple

NAMESPACE: Final = "http://purl.org/net/xbiblio/csl"
# Bytes that are parsed at a time: the header of most styles fits into one.
_CHUNK: Final = 4096


class StyleHeader(NamedTuple):
    """The facts at the head of a style; `parent` is the id of the independent style a
    dependent one names.
    """

    id: str = ""
    title: str = ""
    title_short: str = ""
    summary: str = ""
    updated: str = ""
    rights: str = ""
    parent: str = ""
    documentation: str = ""
    style_class: str = ""
    citation_format: str = ""
    fields: tuple[str, ...] = ()
    default_locale: str = ""


def read_header(xml: str | bytes) -> StyleHeader:
    """The header of a style; only the text up to `</info>` is looked at.

    Raises StyleError for text that is not XML, not a CSL style, or has a document type
    declaration (which could define entities).
    """
    reader = _HeaderReader()
    try:
        # Piece by piece: the rest of a style, however long, is never parsed.
        for start in range(0, len(xml), _CHUNK):
            reader.parser.Parse(xml[start : start + _CHUNK], False)
            if reader.finished:
                break
        else:
            reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        if not reader.finished:
            reason = expat.errors.messages[error.code]
            raise StyleError(f"not a CSL style: {reason}", error.lineno) from None
    return reader.header()


class _HeaderReader:
    """Gathers a header from the parser's events."""

    def __init__(self) -> None:
        # Names come with their namespace, a blank between.
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.finished = False
        self._path: list[str] = []
        self._facts: dict[str, str] = {}
        self._fields: list[str] = []

    def header(self) -> StyleHeader:
        facts = {key: " ".join(value.split()) for key, value in self._facts.items()}
        return StyleHeader(**facts, fields=tuple(self._fields))

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        if not self._path:
            self._root(namespace, name, attributes)
        self._path.append(name)
        if self.finished or self._path[1:2] != ["info"] or len(self._path) != 3:
            return
        if name == "category":
            self._category(attributes)
        elif name == "link" and attributes.get("rel") == "independent-parent":
            self._facts["parent"] = attributes.get("href", "")
        elif name == "link" and attributes.get("rel") == "documentation":
            self._facts.setdefault(
                "documentation",
                attributes.get("href", ""),
            )

    def _root(self, namespace: str, name: str, attributes: Mapping[str, str]) -> None:
        if name != "style" or namespace != NAMESPACE:
            line = self.parser.CurrentLineNumber
            raise StyleError(
                f"not a CSL style: its outermost element is <{name}>", line
            )
        self._facts["style_class"] = attributes.get("class", "")
        self._facts["default_locale"] = attributes.get("default-locale", "")

    def _category(self, attributes: Mapping[str, str]) -> None:
        if "citation-format" in attributes:
            self._facts["citation_format"] = attributes["citation-format"]
        if "field" in attributes:
            self._fields.append(attributes["field"])

    def _end(self, tag: str) -> None:
        self._path.pop()
        if len(self._path) == 1 and tag.endswith(" info"):
            self.finished = True

    def _text(self, text: str) -> None:
        if len(self._path) == 3 and self._path[1] == "info" and not self.finished:
            key = self._path[2].replace("-", "_")
            if key in ("id", "title", "title_short", "summary", "updated", "rights"):
                # The parser may give one text in several pieces.
                self._facts[key] = self._facts.get(key, "") + text

    def _doctype(self, *_: object) -> None:
        line = self.parser.CurrentLineNumber
        raise StyleError("a style must not have a document type declaration", line)
