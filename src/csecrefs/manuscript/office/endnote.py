"""EndNote's citation fields: XML with a record for each cite."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.errors import Diagnostic
from csecrefs.formats.xml import endnote as endnote_xml
from csecrefs.formats.xml import tree as xml
from csecrefs.manuscript.office.works import CitedWorks, is_key
from csecrefs.text.locator import parse_locator

if TYPE_CHECKING:
    from lxml.etree import _Element

# The element with a record for each cite.
_CITES: Final = frozenset({"Cite"})


@attrs.frozen
class CiteDetails:
    """The properties of a cite that are none of its parts."""

    hidden: bool = False
    """True if the work is to be listed and not cited."""


@attrs.frozen
class EndNoteCites:
    """The cites of a field, with what EndNote says of each."""

    cites: tuple[Cite, ...]
    details: tuple[CiteDetails, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def read_cites(
    source: str,
    works: CitedWorks,
    place: Diagnostic,
) -> EndNoteCites:
    """Return the cites in the XML of an EN.CITE field, as far as it can be read."""
    problems: list[Diagnostic] = []
    cites: list[Cite] = []
    details: list[CiteDetails] = []
    for element in xml.records(source, _CITES, "", problems):
        key = _key(element, works)
        if key:
            cites.append(_cite(element, key))
            hidden = element.get("Hidden") == "1" or xml.text(element, "Hidden") == "1"
            details.append(CiteDetails(hidden))
    placed: tuple[Diagnostic, ...] = ()
    if any(each.severity == "error" for each in problems) or not cites:
        message = "the citation in this EndNote field is damaged; insert it again"
        placed = (attrs.evolve(place, message=message),)
    return EndNoteCites(tuple(cites), tuple(details), placed)


def _cite(element: _Element, key: str) -> Cite:
    locator = parse_locator(xml.text(element, "Pages"))
    prefix = xml.text(element, "Prefix")
    # White space before the suffix parts it from the cite.
    suffix = (element.findtext("Suffix") or "").rstrip()
    mode = _mode(element)
    return Cite(
        key,
        locator.text,
        locator.label,
        prefix,
        suffix,
        mode,
    )


def _mode(attributes: _Element) -> CiteMode:
    if attributes.get("AuthorYear") == "1":
        return "narrative"
    if attributes.get("ExcludeAuth") == "1":
        return "suppress-author"
    if attributes.get("ExcludeYear") == "1":
        return "author-only"
    return ""


def _key(element: _Element, works: CitedWorks) -> str:
    """Return the key of the work: EndNote's label, else one made of the record."""
    from lxml import etree

    record = element.find("record")
    number = xml.text(element, "RecNum")
    if record is None:
        return _without_record(element, works)
    database = record.find("foreign-keys/key")
    address = []
    if database is not None and number:
        address = [f"endnote {database.get('db-id', '')} {number}"]
    # The reader of EndNote's files takes whole records.
    source = b"<xml><records>" + etree.tostring(record) + b"</records></xml>"
    found, _ = endnote_xml.read(source)
    if not found:
        return _without_record(element, works)
    label = xml.text(record, "label")
    wanted = ""
    # EndNote's label is free text; a bare number is its own record's.
    if is_key(label) and not label.isdecimal():
        wanted = label
    return works.add(found[0], wanted, address)


def _without_record(element: _Element, works: CitedWorks) -> str:
    """Return a key like those that are made, of the author and the year."""
    author = re.sub(r"\W+", "", xml.text(element, "Author")).lower()
    year = xml.text(element, "Year")
    wanted = f"{author}{year}" or xml.text(element, "RecNum")
    if not is_key(wanted):
        return ""
    return works.without_record(wanted, ())
