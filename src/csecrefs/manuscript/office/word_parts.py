"""Parts of Word documents besides the text: styles, properties, content types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from csecrefs.manuscript.office import properties
from csecrefs.manuscript.office.package import Package
from csecrefs.patterns import regex

if TYPE_CHECKING:
    from lxml.etree import _Element

BIBLIOGRAPHY_STYLE: Final = "Bibliography"
"""The id of the style of a list in a document that has none."""
# ECMA-376, part 2, 10.1: the part that names the content type of each part.
_TYPES_PART: Final = "[Content_Types].xml"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
# The start of the addresses of relationships and of document properties.
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM: Final = f"{_OFFICE}/custom-properties"
_VALUES: Final = f"{_OFFICE}/docPropsVTypes"
# The id of custom properties' set.
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
# A piece of Zotero's preferences: `ZOTERO_PREF_1`.
_PREFERENCES: Final = regex(r"ZOTERO_PREF_\d+")
# The start of the content types of office documents.
_MAIN_TYPE: Final = "application/vnd.openxmlformats-officedocument"


def style_named(styles: bytes, name: str) -> str:
    """Return the id of the paragraph or character style with this name, or nothing."""
    root = None
    if styles:
        root = properties.tree(styles)
    for style in root if root is not None else ():
        for child in style:
            if not isinstance(child.tag, str) or not child.tag.endswith("}name"):
                continue
            if _value(child).lower() == name:
                return _attribute(style, "styleId")
    return ""


def added_style(styles: bytes, style: str) -> bytes:
    """Return the styles with one more at their end; unchanged if it has no place."""
    place = styles.rfind(b"</w:styles>")
    if place < 0:
        return styles
    return styles[:place] + style.encode() + styles[place:]


def with_custom_properties(
    package: Package,
    name: str,
    new: Mapping[str, str],
) -> dict[str, bytes]:
    """Return the parts that give a document these properties of Zotero's."""
    from lxml import etree

    content = properties.part_or_empty(package, name)
    root = None
    if content:
        root = properties.tree(content)
    parts: dict[str, bytes] = {}
    if root is None:
        root = _new("Properties", _CUSTOM)
        parts = registered(
            package,
            name,
            "custom-properties",
            "custom-properties",
            "",
        )
    numbers = [1]
    for element in list(root):
        # Preferences of another length would leave their last pieces behind.
        if _PREFERENCES.fullmatch(element.get("name", "")):
            root.remove(element)
        elif element.get("pid", "").isdecimal():
            numbers.append(int(element.get("pid", "1")))
    for number, (key, value) in enumerate(new.items(), max(numbers) + 1):
        row = etree.SubElement(root, f"{{{_CUSTOM}}}property")
        row.attrib.update({"fmtid": _FORMAT_ID, "pid": str(number), "name": key})
        text = etree.SubElement(
            row,
            f"{{{_VALUES}}}lpwstr",
            nsmap={"vt": _VALUES},
        )
        text.text = value
    parts[name] = _written(root)
    return parts


def registered(
    package: Package,
    name: str,
    sort: str,
    content_type: str,
    owner: str,
) -> dict[str, bytes]:
    """Return the parts that make a new part known: content types and relationships.

    `owner` is the part that refers to it, empty for the package.
    """
    from lxml import etree

    types = properties.tree(properties.part_or_empty(package, _TYPES_PART) or b"<x/>")
    if types is None or not str(types.tag).endswith("Types"):
        types = _new("Types", _TYPES)
    row = etree.SubElement(types, f"{{{_TYPES}}}Override")
    row.set("PartName", f"/{name}")
    row.set("ContentType", f"{_MAIN_TYPE}.{content_type}+xml")
    folder, _, file = owner.rpartition("/")
    prefix = ""
    if folder:
        prefix = f"{folder}/"
    relations_name = f"{prefix}_rels/{file}.rels"
    source = properties.part_or_empty(package, relations_name)
    relations = None
    if source:
        relations = properties.tree(source)
    if relations is None:
        relations = _new("Relationships", _RELATIONS)
    known = {each.get("Id") for each in relations}
    number = len(known) + 1
    # Ids of relationships are any text; Word counts rId1, rId2.
    while f"rIdC{number}" in known:
        number += 1
    link = etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship")
    link.set("Id", f"rIdC{number}")
    link.set("Type", f"{_OFFICE}/relationships/{sort}")
    link.set("Target", name.removeprefix(prefix))
    return {_TYPES_PART: _written(types), relations_name: _written(relations)}


def _new(name: str, namespace: str) -> _Element:
    """Return an element of a namespace that needs no prefix in it."""
    from lxml import etree

    return etree.fromstring(f'<{name} xmlns="{namespace}"/>')


def _written(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(
        root,
        xml_declaration=True,
        encoding="UTF-8",
        standalone=True,
    )


def _value(element: _Element) -> str:
    return _attribute(element, "val")


def _attribute(element: _Element, name: str) -> str:
    """Return an attribute by its name without a namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
