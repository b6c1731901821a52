"""Word: paragraphs with the list's indents and tab stops, and character styles (the
`docx` extra).

The paragraph style is Word's own "Bibliography"; each combination of styles in the text
is a character style ("Reference Bold Italic"), so that either can be changed in one
place.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Final, cast

from csecrefs.errors import FormatError
from csecrefs.text.inline import Entry, EntryLayout, Inlines
from csecrefs.writers.runs import Row, StyledRun, rows, runs

try:
    import docx
    from docx.document import Document
    from docx.enum.style import WD_STYLE_TYPE
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.oxml.text.run import CT_R
    from docx.shared import Length, Pt, RGBColor
    from docx.styles.style import CharacterStyle, ParagraphStyle
    from docx.text.paragraph import Paragraph
except ImportError as error:
    raise FormatError(
        "Word documents need python-docx: install csecrefs[docx]"
    ) from error

# python-docx's names of what each tag sets.
_FONT: Final[dict[str, str]] = {
    "bold": "bold",
    "italic": "italic",
    "oblique": "italic",
    "small-caps": "small_caps",
    "underline": "underline",
    "superscript": "superscript",
    "subscript": "subscript",
}
# The colour of Word's own style "Hyperlink".
_LINK_COLOUR: Final = RGBColor(0x05, 0x63, 0xC1)
_LINE: Final = Pt(12)
_INDENT: Final = Pt(36)
# About the width of a digit at 12 points.
_CHARACTER: Final = Pt(6)


class _CharacterStyles(dict[tuple[str, ...], str]):
    """The ids of a document's character styles by what they set, each made when it is
    first needed.

    python-docx looks a style up among all the document's styles at each use, which
    takes milliseconds.
    """

    def __init__(self, document: Document) -> None:
        self.styles = document.styles

    def __missing__(self, features: tuple[str, ...]) -> str:
        name = " ".join(
            ("Reference", *(feature.replace("-", " ").title() for feature in features))
        )
        style = cast(
            "CharacterStyle", self.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        )
        for feature in features:
            if feature == "link":
                style.font.underline, style.font.color.rgb = True, _LINK_COLOUR
            else:
                setattr(style.font, _FONT[feature], True)
        self[features] = style.style_id
        return style.style_id


def inlines(tree: Inlines, *, links: bool = False) -> bytes:
    """A document of one citation or entry."""
    document = _document()
    styles = _CharacterStyles(document)
    for row in rows(tree):
        _fill(
            document.add_paragraph(),
            row,
            " ",
            styles,
            links=links,
        )
    return _saved(document)


def bibliography(
    entries: Sequence[Entry], layout: EntryLayout, *, links: bool = False
) -> bytes:
    """A document of the list, an entry to a paragraph, or to more where it has lines of
    its own.
    """
    document = _document()
    paragraph_style = _bibliography_style(document, layout).style_id
    styles = _CharacterStyles(document)
    gap = " "
    if layout.second_field_align:
        gap = "\t"
    for entry in entries:
        lines = rows(entry.tree)
        for row in lines:
            paragraph = document.add_paragraph()
            paragraph._p.style = paragraph_style
            _fill(paragraph, row, gap, styles, links=links)
            _set_apart(paragraph, row, layout, last=row is lines[-1])
    return _saved(document)


def _document() -> Document:
    document = docx.Document()
    # The template names the library that made it as author and in a comment.
    document.core_properties.author = document.core_properties.comments = ""
    return document


def _saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _bibliography_style(document: Document, layout: EntryLayout) -> ParagraphStyle:
    style: ParagraphStyle = document.styles.add_style(
        "Bibliography", WD_STYLE_TYPE.PARAGRAPH, builtin=True
    )
    style.base_style = document.styles["Normal"]
    paragraph = style.paragraph_format
    left, hang = _indents(layout)
    paragraph.left_indent, paragraph.first_line_indent = Length(left), Length(-hang)
    paragraph.space_after = Length(layout.entry_spacing * _LINE)
    paragraph.line_spacing = float(layout.line_spacing)
    if layout.second_field_align:
        paragraph.tab_stops.add_tab_stop(Length(left))
    return style


def _indents(layout: EntryLayout) -> tuple[int, int]:
    """The left indent, and how far the first line hangs out of it."""
    if layout.second_field_align:
        width = (layout.max_offset + 1) * _CHARACTER
        return (0 if layout.second_field_align == "margin" else width), width
    if layout.hanging_indent:
        return (_INDENT, _INDENT)
    return (0, 0)


def _set_apart(
    paragraph: Paragraph, row: Row, layout: EntryLayout, *, last: bool
) -> None:
    """Set the properties of a line that differ from the style: lines of one entry stay
    together.
    """
    if not last:
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = True
    if row.indented:
        paragraph.paragraph_format.left_indent = Length(_indents(layout)[0] + _INDENT)
    if row.indented or (layout.second_field_align and not row.label):
        paragraph.paragraph_format.first_line_indent = Pt(0)


def _fill(
    paragraph: Paragraph, row: Row, gap: str, styles: _CharacterStyles, *, links: bool
) -> None:
    if row.label:
        _add_runs(
            paragraph,
            [*runs(row.label, links=links), StyledRun(gap)],
            styles,
        )
    _add_runs(paragraph, runs(row.body, links=links), styles)


def _add_runs(
    paragraph: Paragraph, found: list[StyledRun], styles: _CharacterStyles
) -> None:
    # Neighbours with one target are one link, as the reader sees it.
    for href, stretch in groupby(found, key=lambda run: run.href):
        added = [_added(paragraph, run, styles) for run in stretch]
        if href:
            link = OxmlElement("w:hyperlink")
            target = paragraph.part.relate_to(
                href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
            link.set(qn("r:id"), target)
            paragraph._p.append(link)
            link.extend(added)


def _added(paragraph: Paragraph, run: StyledRun, styles: _CharacterStyles) -> CT_R:
    element = paragraph.add_run(run.text)._r
    features = (
        *(tag for tag in _FONT if tag in run.styles),
        *(["link"] if run.href else ()),
    )
    if features:
        element.style = styles[features]
    return element
