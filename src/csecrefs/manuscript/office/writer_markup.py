"""OpenDocument markup for citations, notes and lists, with the styles it needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from csecrefs.patterns import regex
from csecrefs.text.inline import (
    Entry,
    EntryLayout,
    Inlines,
)
from csecrefs.writers.runs import (
    Row,
    StyledRun,
    rows,
    runs,
)

# The start of the addresses of OpenDocument's namespaces.
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
# Tags of the inline tree by properties of text.
_FEATURES: Final = {
    "bold": 'fo:font-weight="bold"',
    "italic": 'fo:font-style="italic"',
    "oblique": 'fo:font-style="oblique"',
    "small-caps": 'fo:font-variant="small-caps"',
    "underline": 'style:text-underline-style="solid"',
    "superscript": 'style:text-position="super 58%"',
    "subscript": 'style:text-position="sub 58%"',
}
# White space that is markup: single blanks are themselves.
_SPECIAL: Final = regex(r"( {2,}|[\t\n])")
# Characters that XML 1.0 does not allow (section 2.2), and lone surrogates.
_ILLEGAL: Final = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LINE: Final = 12.0
_INDENT: Final = 36.0
# Points: a line, the indent of a list, the width of a character.
_CHARACTER: Final = 6.0
LIST_PARENT: Final = "Bibliography_20_1"
"""The style of Writer's own bibliographies, from which those of the list inherit."""
# Writer's own style for the text of footnotes.
_NOTE_STYLE: Final = "Footnote"


def content_of(text: str) -> bytes:
    """Return text as the content of a paragraph.

    >>> content_of("a  <b")
    b'a <text:s/>&lt;b'
    """
    parts: list[str] = []
    for piece in _SPECIAL.split(_ILLEGAL.sub("", text)):
        if piece == "\t":
            parts.append("<text:tab/>")
        elif piece == "\n":
            parts.append("<text:line-break/>")
        elif piece.startswith("  "):
            count = len(piece) - 1
            number = ""
            if count > 1:
                number = f' text:c="{count}"'
            parts.append(f" <text:s{number}/>")
        else:
            parts.append(escape(piece))
    return "".join(parts).encode()


class Styles:
    """The automatic styles that new text needs, each made when it is first used."""

    def __init__(self, content: bytes) -> None:
        self._prefix = "csecrefs"
        # A document that was rendered before has styles of these names.
        while f'"{self._prefix}'.encode() in content:
            self._prefix += "x"
        self._names: dict[str, str] = {}

    def character(self, features: Iterable[str]) -> str:
        """Return the name of the style of characters with these features."""
        wanted = " ".join(_FEATURES[each] for each in features if each in _FEATURES)
        return self._named(
            f'style:family="text"><style:text-properties {wanted}/></style:style>'
        )

    def paragraph(self, properties: str, tabs: str = "") -> str:
        """Return the name of the style of a list's paragraphs with these properties."""
        inner = f"<style:paragraph-properties {properties}>{tabs}"
        return self._named(
            f'style:family="paragraph" style:parent-style-name="{LIST_PARENT}">'
            f"{inner}</style:paragraph-properties></style:style>"
        )

    def xml(self) -> str:
        """Return the styles that were used."""
        spaces = (
            f'xmlns:style="{_OASIS}:style:1.0"'
            f' xmlns:fo="{_OASIS}:xsl-fo-compatible:1.0"'
        )
        return "".join(
            f'<style:style {spaces} style:name="{name}" {rest}'
            for rest, name in self._names.items()
        )

    def _named(self, rest: str) -> str:
        number = len(self._names) + 1
        return self._names.setdefault(rest, f"{self._prefix}{number}")


def spans_of(tree: Inlines, styles: Styles) -> str:
    """Return an inline tree as text and spans."""
    return "".join(_span(each, styles) for each in runs(tree))


def _span(run: StyledRun, styles: Styles) -> str:
    text = content_of(run.text).decode()
    features = [tag for tag in _FEATURES if tag in run.styles]
    if not features:
        return text
    name = styles.character(features)
    return f'<text:span text:style-name="{name}">{text}</text:span>'


def reference_mark(name: str, content: str) -> str:
    """Return content between the ends of a reference mark."""
    attribute = f"text:name={quoteattr(_ILLEGAL.sub('', name))}"
    return (
        f"<text:reference-mark-start {attribute}/>{content}"
        f"<text:reference-mark-end {attribute}/>"
    )


def footnote(number: int, content: str) -> str:
    """Return a footnote with this content."""
    return (
        f'<text:note text:id="csecrefs{number}" text:note-class="footnote">'
        f"<text:note-citation>{number}</text:note-citation><text:note-body>"
        f'<text:p text:style-name="{_NOTE_STYLE}">{content}</text:p>'
        "</text:note-body></text:note>"
    )


def section(name: str, content: str) -> str:
    """Return a section of paragraphs."""
    attribute = quoteattr(_ILLEGAL.sub("", name))
    return f"<text:section text:name={attribute}>{content}</text:section>"


def entry_paragraphs(
    entries: Sequence[Entry],
    layout: EntryLayout,
    styles: Styles,
) -> str:
    """Return the paragraphs of a bibliography."""
    found: list[str] = []
    for entry in entries:
        lines = rows(entry.tree)
        for line in lines:
            style = _paragraph_style(
                line,
                layout,
                styles,
                line is lines[-1],
            )
            text = ""
            if line.label:
                gap = " "
                if layout.second_field_align:
                    gap = "<text:tab/>"
                text = spans_of(line.label, styles) + gap
            text += spans_of(line.body, styles)
            found.append(f'<text:p text:style-name="{style}">{text}</text:p>')
    return "".join(found)


def _paragraph_style(
    line: Row,
    layout: EntryLayout,
    styles: Styles,
    last: bool,
) -> str:
    left, hang = _indents(layout)
    if line.indented:
        left += _INDENT
    if line.indented or (layout.second_field_align and not line.label):
        hang = 0.0
    after = 0.0
    if last:
        after = layout.entry_spacing * _LINE
    tabs = ""
    if layout.second_field_align:
        # Writer measures the places of tabs from the indent.
        tabs = (
            '<style:tab-stops><style:tab-stop style:position="0pt"/></style:tab-stops>'
        )
    height = ""
    if layout.line_spacing > 1:
        height = f' fo:line-height="{layout.line_spacing * 100}%"'
    properties = (
        f'fo:margin-left="{left:g}pt" fo:text-indent="{-hang:g}pt"'
        f' fo:margin-bottom="{after:g}pt" style:auto-text-indent="false"{height}'
    )
    return styles.paragraph(properties, tabs)


def _indents(layout: EntryLayout) -> tuple[float, float]:
    """Return the left indent, and how far the first line hangs out of it."""
    if layout.second_field_align:
        width = (layout.max_offset + 1) * _CHARACTER
        return (0.0 if layout.second_field_align == "margin" else width), width
    if layout.hanging_indent:
        return _INDENT, _INDENT
    return 0.0, 0.0
