"""Small Word and Writer documents, with each kind of citation field."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

LOW = {
    "id": 17,
    "type": "book",
    "title": "Tides",
    "author": [{"family": "Low", "given": "Ann"}],
    "issued": {"date-parts": [["2001"]]},
    "publisher": "Quay",
}
MAY = {
    "id": 18,
    "type": "article-journal",
    "title": "Currents",
    "DOI": "10.1000/may",
    "author": [{"family": "May", "given": "Bo"}],
    "issued": {"date-parts": [[1999]]},
}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def part(document: bytes, name: str) -> str:
    """A part of a document."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read(name).decode()


def relations(rows: Mapping[str, str]) -> str:
    """A .rels part of targets by the last word of their type."""
    found = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{sort}" Target="{target}"/>'
        for number, (target, sort) in enumerate(rows.items(), 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{found}</Relationships>'


def word(
    *paragraphs: str,
    footnotes: Mapping[int, str] | None = None,
    endnotes: Mapping[int, str] | None = None,
    properties: Mapping[str, str] | None = None,
    sources: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A Word document; paragraphs that do not begin with `<` are text."""
    body = "".join(map(paragraph, paragraphs))
    names = {}
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations({"word/document.xml": "officeDocument"}),
        "word/document.xml": f'<?xml version="1.0"?>\n<w:document xmlns:w="{W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{body}<w:sectPr/></w:body></w:document>",
    }
    for sort, notes in (("footnote", footnotes), ("endnote", endnotes)):
        if notes:
            names[f"{sort}s.xml"] = f"{sort}s"
            found[f"word/{sort}s.xml"] = (
                f'<w:{sort}s xmlns:w="{W}">'
                + "".join(
                    f'<w:{sort} w:id="{number}">{paragraph(text)}</w:{sort}>'
                    for number, text in notes.items()
                )
                + f"</w:{sort}s>"
            )
    if sources:
        names["../customXml/item1.xml"] = "customXml"
        found["customXml/item1.xml"] = sources
    if properties:
        found["docProps/custom.xml"] = custom(properties)
    found["word/_rels/document.xml.rels"] = relations(names)
    return zipped({**found, **(parts or {})})


def custom(properties: Mapping[str, str]) -> str:
    """The custom properties of a Word document."""
    rows = "".join(
        f'<property fmtid="x" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    return f'<Properties xmlns="p" xmlns:vt="v">{rows}</Properties>'


def paragraph(content: str) -> str:
    """A paragraph of Word's."""
    if not content.startswith("<"):
        content = run(content)
    if content.startswith(("<w:p>", "<w:p ", "<w:tbl", "<w:sdt")):
        return content
    return f"<w:p>{content}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of Word's."""
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field(code: str, result: str = "(old)", pieces: int = 3, data: str = "") -> str:
    """A complex field, its code cut into pieces as Word cuts it."""
    size = len(code) // pieces + 1
    cut = [code[start : start + size] for start in range(0, len(code), size)]
    codes = "".join(
        f'<w:r><w:instrText xml:space="preserve">{escape(each)}</w:instrText></w:r>'
        for each in cut
    )
    if data:
        data = f"<w:fldData>{base64.b64encode(data.encode()).decode()}</w:fldData>"
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>{codes}'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def citation(*items: Mapping[str, Any], **properties: Any) -> str:
    """CSL citation JSON."""
    return json.dumps(
        {"citationID": "a1", "properties": properties, "citationItems": list(items)}
    )


def item(record: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """An item of CSL citation JSON, with an address of its own."""
    address = f"http://zotero.org/users/0/items/K{record['id']}"
    return {"id": record["id"], "uris": [address], "itemData": record, **more}


def zotero(*items: Mapping[str, Any], **properties: Any) -> str:
    """The code of Zotero's citation field."""
    return f" ADDIN ZOTERO_ITEM CSL_CITATION {citation(*items, **properties)} "


def writer(
    body: str, *, properties: Mapping[str, str] | None = None, styles: str = ""
) -> bytes:
    """A Writer document."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    user = "".join(
        f"<meta:user-defined meta:name={quoteattr(name)}>{escape(value)}</meta:user-defined>"
        for name, value in (properties or {}).items()
    )
    mime = "application/vnd.oasis.opendocument.text"
    content = (
        f'<?xml version="1.0"?>\n<office:document-content xmlns:office="{oasis}:office:1.0"'
        f' xmlns:text="{oasis}:text:1.0" xmlns:style="{oasis}:style:1.0"'
        f' xmlns:fo="{oasis}:xsl-fo-compatible:1.0"'
        f' xmlns:draw="{oasis}:drawing:1.0" office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{oasis}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    return zipped(
        {
            "mimetype": mime,
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
            "meta.xml": f'<office:document-meta xmlns:office="{oasis}:office:1.0" '
            f'xmlns:meta="{oasis}:meta:1.0"><office:meta>{user}</office:meta>'
            "</office:document-meta>",
        }
    )


def mark(name: str, text: str = "(old)") -> str:
    """A reference mark of Writer's around text."""
    return (
        f"<text:reference-mark-start text:name={quoteattr(name)}/>{escape(text)}"
        f"<text:reference-mark-end text:name={quoteattr(name)}/>"
    )
