"""WordprocessingML for citations, notes, lists and Zotero's fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final
from xml.parsers import expat
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

# Tags of the inline tree by properties of runs.
_FEATURES: Final = {
    "bold": "<w:b/>",
    "italic": "<w:i/>",
    "oblique": "<w:i/>",
    "small-caps": "<w:smallCaps/>",
    "underline": '<w:u w:val="single"/>',
    "superscript": '<w:vertAlign w:val="superscript"/>',
    "subscript": '<w:vertAlign w:val="subscript"/>',
}
# The order in which the schema wants the properties of a run (17.3.2.28).
_ORDER: Final = tuple(
    """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss
    imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs
    highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish
    oMath rPrChange""".split()
)
# Properties that one style of citations sets and the next does not.
_FACES: Final = frozenset("b bCs i iCs smallCaps u vertAlign".split())
# Characters for which Word has elements: tabs and line breaks.
_SPECIAL: Final = regex(r"([\t\n])")
# Elements of a run by the characters that they print as.
_BREAKS: Final = {"\t": "<w:tab/>", "\n": "<w:br/>"}
# Characters that XML 1.0 does not allow (section 2.2), and lone surrogates.
_ILLEGAL: Final = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LINE: Final = 240
_INDENT: Final = 720
# Twentieths of a point: a line, the indent of a list, the width of a character.
_CHARACTER: Final = 120


def content_of(text: str) -> bytes:
    """Return the elements of a run that print a text.

    >>> content_of("a & b")
    b'<w:t xml:space="preserve">a &amp; b</w:t>'
    """
    parts: list[str] = []
    for piece in _SPECIAL.split(_ILLEGAL.sub("", text)):
        if piece in _BREAKS:
            parts.append(_BREAKS[piece])
        elif piece:
            parts.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return "".join(parts).encode()


class Properties:
    """The properties of a run, with what a citation adds to them."""

    def __init__(
        self,
        source: bytes = b"",
        *,
        faces: bool = True,
    ) -> None:
        """Take the bytes of a `w:rPr` element; without `faces`, none of those."""
        self._own: list[tuple[str, str]] = []
        for name, text in _children(source):
            if faces or name not in _FACES:
                self._own.append((name, text))

    def __bool__(self) -> bool:
        return bool(self._own)

    def xml(self, features: Iterable[str] = ()) -> str:
        """Return the element with these features added, in the schema's order."""
        added = [_FEATURES[each] for each in features if each in _FEATURES]
        named = {_local(each): each for each in added}
        kept = [each for each in self._own if each[0] not in named]
        every = [*kept, *named.items()]
        # Word refuses some documents whose properties are out of order.
        every.sort(key=lambda each: _rank(each[0]))
        if not every:
            return ""
        return f"<w:rPr>{''.join(text for _, text in every)}</w:rPr>"


def run_of(
    text: str,
    properties: Properties,
    features: Iterable[str] = (),
) -> str:
    """Return a run of text."""
    return f"<w:r>{properties.xml(features)}{content_of(text).decode()}</w:r>"


def runs_of(tree: Inlines, properties: Properties) -> str:
    """Return the runs of an inline tree."""
    return "".join(_runs(runs(tree), properties))


def _runs(found: Iterable[StyledRun], properties: Properties) -> Iterable[str]:
    for each in found:
        features = [tag for tag in _FEATURES if tag in each.styles]
        yield run_of(each.text, properties, features)


def field(code: str, result: str, properties: Properties) -> str:
    """Return a complex field with its code and the runs of its result."""
    return f"{field_start(code, properties)}{result}{field_mark('end', properties)}"


def field_start(code: str, properties: Properties) -> str:
    """Return the begin, the code and the separator of a complex field."""
    own = properties.xml()
    text = escape(_ILLEGAL.sub("", code))
    instruction = (
        f'<w:r>{own}<w:instrText xml:space="preserve"> {text} </w:instrText></w:r>'
    )
    begin = field_mark("begin", properties)
    return f"{begin}{instruction}{field_mark('separate', properties)}"


def field_mark(kind: str, properties: Properties) -> str:
    """Return a run with a mark of a field: begin, separate or end."""
    return f'<w:r>{properties.xml()}<w:fldChar w:fldCharType="{kind}"/></w:r>'


def entry_paragraphs(
    entries: Sequence[Entry],
    layout: EntryLayout,
    style: str,
    around: tuple[str, str] = ("", ""),
) -> str:
    """Return the paragraphs of a bibliography.

    `around` are runs before the first entry and after the last, those of a field.
    """
    found: list[str] = []
    plain = Properties()
    for entry in entries:
        lines = rows(entry.tree)
        for line in lines:
            properties = _paragraph_properties(
                line,
                layout,
                style,
                line is lines[-1],
            )
            text = ""
            if line.label:
                gap = " "
                if layout.second_field_align:
                    gap = "\t"
                text = runs_of(line.label, plain) + run_of(gap, plain)
            text += runs_of(line.body, plain)
            found.append(f"{properties}{text}")
    if not found:
        found.append(f"<w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>")
    if around[0]:
        properties, end, text = found[0].partition("</w:pPr>")
        found[0] = f"{properties}{end}{around[0]}{text}"
        found[-1] += around[1]
    return "".join(f"<w:p>{each}</w:p>" for each in found)


def bibliography_style(name: str, layout: EntryLayout) -> str:
    """Return the paragraph style of a list, for a document that has none."""
    spacing = layout.entry_spacing * _LINE
    return (
        f'<w:style w:type="paragraph" w:styleId={quoteattr(name)}>'
        '<w:name w:val="Bibliography"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:spacing w:after="{spacing}"/></w:pPr></w:style>'
    )


def declared(markup: str, prefix: str, namespace: str) -> bytes:
    """Return markup whose elements are in the namespace that the part uses.

    Parts name it `w` but for hand-made ones; those get a declaration on each element.
    """
    if prefix == "w" or not namespace:
        return markup.encode()
    declaration = f" xmlns:w={quoteattr(namespace)}"
    return re.sub(r"<(w:\w+)", rf"<\1{declaration}", markup).encode()


def _paragraph_properties(
    line: Row,
    layout: EntryLayout,
    style: str,
    last: bool,
) -> str:
    left, hang = _indents(layout)
    if line.indented:
        left += _INDENT
    # Lines after the first of an entry start where its text does.
    if line.indented or (layout.second_field_align and not line.label):
        hang = 0
    after = 0
    if last:
        after = (layout.entry_spacing or 0) * _LINE
    tabs = ""
    if layout.second_field_align:
        tabs = f'<w:tabs><w:tab w:val="left" w:pos="{max(left, hang)}"/></w:tabs>'
    keep = "<w:keepNext/>"
    if last:
        keep = ""
    return (
        f"<w:pPr><w:pStyle w:val={quoteattr(style)}/>{keep}{tabs}"
        f'<w:spacing w:after="{after}" w:line="{layout.line_spacing * _LINE}"'
        f' w:lineRule="auto"/><w:ind w:left="{left}" w:hanging="{hang}"/></w:pPr>'
    )


def _indents(layout: EntryLayout) -> tuple[int, int]:
    """Return the left indent, and how far the first line hangs out of it."""
    if layout.second_field_align:
        width = (layout.max_offset + 1) * _CHARACTER
        return (0 if layout.second_field_align == "margin" else width), width
    if layout.hanging_indent:
        return _INDENT, _INDENT
    return 0, 0


def _children(source: bytes) -> list[tuple[str, str]]:
    """Return the elements in a `w:rPr` element, each with its name."""
    found: list[tuple[str, str]] = []
    marks: list[tuple[str, int]] = []
    parser = expat.ParserCreate()

    def start(name: str, _: dict[str, str]) -> None:
        marks.append((name, parser.CurrentByteIndex))

    def end(name: str) -> None:
        _, begun = marks.pop()
        if len(marks) == 1:
            at = parser.CurrentByteIndex
            # An empty element has ended here, another one ends with its end tag.
            if source[at - 2 : at] != b"/>" or source[at:].startswith(
                b"</" + name.encode()
            ):
                at = source.find(b">", at) + 1
            text = source[begun:at].decode("utf-8", "replace")
            found.append((name.rpartition(":")[2], text))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(source, True)
    except expat.ExpatError:
        return found
    return found


def _local(element: str) -> str:
    match = re.match(r"<w:(\w+)", element)
    if match:
        return match[1]
    return ""


def _rank(name: str) -> int:
    if name in _ORDER:
        return _ORDER.index(name)
    return len(_ORDER)
