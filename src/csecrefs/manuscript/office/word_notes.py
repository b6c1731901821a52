"""Footnotes that styles of notes add to a Word document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import quoteattr

from csecrefs.manuscript.office import properties
from csecrefs.manuscript.office.package import Package
from csecrefs.manuscript.office.pieces import DocumentPart
from csecrefs.manuscript.office.word_parts import registered, style_named
from csecrefs.manuscript.office.wordml import NAMESPACES
from csecrefs.patterns import regex

# The end tag of the part for footnotes, whatever prefix it has.
_END: Final = regex(rb"</(?:\w+:)?footnotes\s*>\s*$")
# The look of a note's mark in documents that have no style for it.
_RAISED: Final = '<w:vertAlign w:val="superscript"/>'
# The part of a document without footnotes: the lines that set them apart.
_EMPTY: Final = (
    f'<w:footnotes xmlns:w="{NAMESPACES[0]}">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
    '</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
    "<w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
)


class Footnotes:
    """The footnotes of a document, to which more are added."""

    def __init__(
        self,
        package: Package,
        main: str,
        parts: Mapping[str, DocumentPart],
    ) -> None:
        self._package = package
        self._main = main
        self._parts = parts
        self._name = ""
        self._new: list[str] = []
        styles = b""
        for each in properties.relationships(package, main):
            if each.sort == "footnotes":
                self._name = each.target
            elif each.sort == "styles":
                styles = properties.part_or_empty(package, each.target)
        self._mark_style = style_named(styles, "footnote reference")
        self._text_style = style_named(styles, "footnote text")
        part = parts.get(self._name)
        numbers = [0]
        for label in part.notes if part else ():
            # Separators have the ids -1 and 0.
            number = label.partition(" ")[2]
            if number.lstrip("-").isdecimal():
                numbers.append(int(number))
        self._first = max(numbers) + 1

    @property
    def made(self) -> int:
        """The number of footnotes that were added."""
        return len(self._new)

    def add(self, text: str) -> int:
        """Add a footnote with these runs. Return its id."""
        number = self._first + len(self._new)
        style = ""
        if self._text_style:
            style = f"<w:pPr><w:pStyle w:val={quoteattr(self._text_style)}/></w:pPr>"
        self._new.append(
            f'<w:footnote w:id="{number}"><w:p>{style}'
            f"<w:r>{self._properties()}<w:footnoteRef/></w:r>"
            f'<w:r><w:t xml:space="preserve"> </w:t></w:r>{text}</w:p></w:footnote>'
        )
        return number

    def reference(self, number: int) -> str:
        """Return the run with the mark of a footnote."""
        return f'<w:r>{self._properties()}<w:footnoteReference w:id="{number}"/></w:r>'

    def parts(self, changed: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the parts that differ for the new footnotes, from changed ones."""
        if not self._new:
            return {}
        found: dict[str, bytes] = {}
        name = self._name
        part = self._parts.get(name)
        if part is None:
            name = f"{self._main.rpartition('/')[0]}/footnotes.xml".lstrip("/")
            content = _EMPTY.encode()
            found = registered(
                self._package,
                name,
                "footnotes",
                _TYPE,
                self._main,
            )
        else:
            content = changed.get(name, part.content)
        match = _END.search(content)
        if match is None:
            return {}
        new = "".join(self._new)
        # A part made by hand may name the namespace otherwise.
        if b"xmlns:w=" not in content[:16384]:
            new = new.replace("<w:footnote ", f'<w:footnote xmlns:w="{NAMESPACES[0]}" ')
        place = match.start()
        found[name] = content[:place] + new.encode() + content[place:]
        return found

    def _properties(self) -> str:
        style = ""
        if self._mark_style:
            style = f"<w:rStyle w:val={quoteattr(self._mark_style)}/>"
        return f"<w:rPr>{style}{_RAISED}</w:rPr>"


# The content type of the part for footnotes.
_TYPE: Final = "wordprocessingml.footnotes"
