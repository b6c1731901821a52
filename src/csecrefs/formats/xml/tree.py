"""XML from strangers, record by record: no entities expanded, no network, bounded depth
and memory.

lxml in its recovering mode reads what it can; what it had to pass over becomes
diagnostics.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.source import MAX_BYTES, bounded
from csecrefs.formats.values import collapse
from csecrefs.patterns import regex
from csecrefs.text.jats import to_rich_text

if TYPE_CHECKING:
    from lxml.etree import XMLPullParser, _Element

    from csecrefs.model import Reference

# Bytes fed to the parser at once; a cut of any size does.
_CHUNK: Final = 1 << 16
# How many faults of one file are diagnostics; a broken one has thousands.
_REPORTED: Final = 10
MAX_ELEMENTS: Final = 250_000
"""As many elements of a record as are kept."""
# A named character reference: "&eacute;"; XML itself knows five.
_NAMED: Final = regex(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_KEPT: Final = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
# Characters that no XML 1.0 document may have (section 2.2).
_ILLEGAL: Final = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_records(
    source: bytes | str,
    names: frozenset[str],
    path: str,
    read: Callable[[_Element], Draft],
) -> tuple[list[Reference], list[Diagnostic]]:
    """Return the references that `read` makes of the elements called one of `names`, and
    what was wrong with the file.
    """
    diagnostics: list[Diagnostic] = []
    drafts = (
        placed(read(record), record)
        for record in records(source, names, path, diagnostics)
    )
    return finish(drafts), diagnostics


def records(
    source: bytes | str, names: frozenset[str], path: str, diagnostics: list[Diagnostic]
) -> Iterator[_Element]:
    """Each outermost element called one of `names`, as soon as it is complete, without
    namespaces.

    An element is emptied when the next is asked for. Problems are added to
    `diagnostics`.
    """
    from lxml import etree

    encoding = None
    if isinstance(source, str):
        # what an XML declaration says of bytes is not true of text
        encoding = "utf-8"
        source = source.encode("utf-8", "replace")
    content = source
    content = content.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if not content:
        diagnostics.append(Diagnostic("empty", "there is nothing in it", path=path))
        return
    if len(content) > MAX_BYTES:
        message = f"only the first {MAX_BYTES // 2**20} MB are read"
        diagnostics.append(Diagnostic("too-large", message, "error", path))
    if b"<!ENTITY" not in content[:8192]:
        content = _NAMED.sub(_numeric, content)
    parser = etree.XMLPullParser(
        ("start", "end"), encoding=encoding, recover=True, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    found = 0
    found_records = _complete(
        parser, content[:MAX_BYTES], names, _Excess(path, diagnostics)
    )
    for element in bounded(found_records, path, diagnostics):
        found += 1
        yield element
    _report(parser, path, diagnostics, found)


def _complete(
    parser: XMLPullParser, content: bytes, names: frozenset[str], excess: _Excess
) -> Iterator[_Element]:
    outermost: Any = None
    element: Any
    for _ in _fed(parser, content):
        for event, element in parser.read_events():
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                if outermost is None and element.tag.rpartition("}")[2] in names:
                    outermost = element
                    excess.begin(element)
            elif element is outermost:
                yield _without_namespaces(element)
                _discard(element)
                outermost = None
            elif outermost is not None:
                excess.take(element)
            else:
                _discard(element)
    if outermost is not None:
        yield _without_namespaces(outermost)


class _Excess:
    """Takes what is beyond the bound out of a record while it is parsed, and says so
    once for each.
    """

    def __init__(self, path: str, diagnostics: list[Diagnostic]) -> None:
        self._path = path
        self._diagnostics = diagnostics

    def begin(self, record: _Element) -> None:
        """Count from 0 for a new record."""
        self._line: Any = record.sourceline
        self._count = 0
        self._before: _Element | None = None

    def take(self, element: _Element) -> None:
        """Count an element that has ended. One too many is emptied, and goes when the
        next has ended: the parser may still add the text after it."""
        self._count += 1
        if self._count <= MAX_ELEMENTS:
            return
        if self._count == MAX_ELEMENTS + 1:
            message = (
                f"only the first {MAX_ELEMENTS:,} elements of this record are read"
            )
            self._diagnostics.append(
                Diagnostic("too-large", message, "error", self._path, self._line)
            )
        element.clear()
        if (
            self._before is not None
            and (parent := self._before.getparent()) is not None
        ):
            parent.remove(self._before)
        self._before = element


def _fed(parser: XMLPullParser, content: bytes) -> Iterator[None]:
    from lxml import etree

    try:
        for start in range(0, len(content), _CHUNK):
            parser.feed(content[start : start + _CHUNK])
            yield
        parser.close()
    except etree.XMLSyntaxError:
        pass
    yield


def _discard(element: _Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)


def _without_namespaces(element: _Element) -> _Element:
    for node in element.iter():
        if isinstance(node.tag, str) and "}" in node.tag:
            with suppress(
                ValueError
            ):  # a name that only the recovering parser lets pass
                node.tag = node.tag.rpartition("}")[2]
    return element


def placed(draft: Draft, record: _Element) -> Draft:
    """Note in the draft the lines of its element and of the elements with its URL and
    DOI.
    """
    # lxml's stubs say that the line may be anything.
    line: Any = record.sourceline
    draft.line = line
    sought = {variable: draft.text(variable) for variable in ("URL", "DOI")}
    note = "\n".join([draft.text("note"), *draft.notes])
    if not any(sought.values()) and "://" not in note:
        return draft
    for element in record.iter("*"):
        text = element.text or ""
        line = element.sourceline
        for variable, value in sought.items():
            if value and value in text:
                draft.locate(line, variable)
        if "://" in text and text.strip() in note:
            draft.locate(line, "note")
    return draft
    for element in record.iter("*"):
        for variable, value in sought.items():
            if value and value in (element.text or ""):
                line = element.sourceline
                draft.locate(line, variable)
    return draft


def _report(
    parser: XMLPullParser, path: str, diagnostics: list[Diagnostic], found: int
) -> None:
    errors = [entry for entry in parser.feed_error_log if entry.level_name != "WARNING"]
    for entry in errors[:_REPORTED]:
        diagnostics.append(
            Diagnostic(
                "bad-xml", entry.message, "error", path, entry.line, entry.column
            )
        )
    if not found and not errors:
        diagnostics.append(
            Diagnostic("no-records", "no record in this XML", "warning", path)
        )


def _numeric(match: re.Match[bytes]) -> bytes:
    """HTML's named characters as numbers, since XML without a DTD knows five of
    them.
    """
    name = match[1]
    character = html.entities.html5.get(name.decode("ascii") + ";")
    if character is None or name in _KEPT:
        return match[0]
    return "".join(f"&#{ord(c)};" for c in character).encode("ascii")


def text(element: Any, path: str = "") -> str:
    """The text of the first element at `path` below `element` (or itself), white space
    collapsed.
    """
    found = element
    if path and element is not None:
        found = element.find(path)
    if found is None:
        return ""
    return collapse("".join(found.itertext()))


def raw_text(element: Any) -> str:
    """The text of an element with its white space; "" for what is none (an entity
    nobody expands).
    """
    if isinstance(element.tag, str):
        return "".join(element.itertext())
    return ""


def texts(element: Any, path: str) -> list[str]:
    """The texts of all elements at `path`, without the empty ones."""
    return [value for found in element.iterfind(path) if (value := text(found))]


def rich_text(element: Any, path: str = "", *, lines: bool = False) -> str:
    """The rich text of the first element at `path` below `element` (or itself)."""
    from lxml import etree

    found = element if not path else None if element is None else element.find(path)
    if found is None:
        return ""
    inner = escape(found.text or "") + "".join(
        etree.tostring(child, encoding="unicode") for child in found
    )
    return to_rich_text(inner, lines=lines)


def tag(name: str, content: str, /, **attributes: str) -> str:
    """One element as text: `content` is markup already (`escaped` text or other
    elements).
    """
    pairs = "".join(
        f" {key}={quoteattr(_legal(value))}" for key, value in attributes.items()
    )
    if content:
        return f"<{name}{pairs}>{content}</{name}>"
    return f"<{name}{pairs}/>"


def escaped(value: str) -> str:
    """`value` as character data; characters XML forbids are left out."""
    return escape(_legal(value))


def _legal(value: str) -> str:
    return _ILLEGAL.sub("", value)
