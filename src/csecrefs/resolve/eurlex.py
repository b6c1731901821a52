"""Acts of the European Union by CELEX number and ELI, from the Publications Office.

A CELEX number is a resource of CELLAR (`/resource/celex/32016R0679`), whose notice says
its title and date. Written from the Publications Office's documentation of CELLAR
("Metadata notices"), so the reader takes titles and dates wherever the notice has them.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote

from lxml import etree

from csecrefs.formats.draft import Draft
from csecrefs.formats.registries.record import RegistryRecord, finished
from csecrefs.model import Reference
from csecrefs.net.answer import Answer
from csecrefs.patterns import regex
from csecrefs.resolve.catalogues import day

NOTICE: Final = "application/xml;notice=branch"

# A CELEX number: sector, year, letters of the kind, number: "32016R0679", with a
# corrigendum "R(02)".
_CELEX: Final = regex(
    r"(?:CELEX[:/ %3A]*)?\b([0-9CE]\d{4}[A-Z]{1,2}\d{4}(?:\(\d\d\))?(?:R\(\d\d\))?)(?![\w])",
    re.IGNORECASE,
)
# The path of an act by ELI: "/eli/reg/2016/679".
_ELI: Final = regex(r"/eli/(reg|dir|dec)(?:_impl|_del)?/(\d{4})/(\d{1,4})\b")
_LETTERS: Final = {"reg": "R", "dir": "L", "dec": "D"}


def celex_of(reference: Reference) -> str:
    """Return the CELEX number that a reference gives, by itself or in an address; empty
    if it gives none.

    >>> celex_of(Reference("gdpr", "legislation", {"number": "32016R0679"}))
    '32016R0679'
    >>> eli = "http://data.europa.eu/eli/reg/2016/679/oj"
    >>> celex_of(Reference("gdpr", "legislation", {"URL": eli}))
    '32016R0679'
    """
    for variable in ("number", "URL", "note", "archive_location"):
        text = reference.text(variable)
        if not text:
            continue
        if match := _ELI.search(text):
            kind, year, number = match.groups()
            # Sector 3 is legislation; ELI has the number without leading zeros.
            return f"3{year}{_LETTERS[kind]}{int(number):04d}"
        is_address = "europa.eu" in text or "celex" in text.lower()
        if is_address:
            match = _CELEX.search(text)
        else:
            match = _CELEX.fullmatch(text.strip())
        if match:
            return match[1].upper()
    return ""


def address(base: str, celex: str) -> str:
    """Return the address of the notice of an act.

    `language` is that in which codes are spelled out; that of the title is asked for by
    Accept-Language.
    """
    return f"{base}/resource/celex/{quote(celex, safe='')}?language=eng"


def notice_record(answer: Answer, celex: str) -> RegistryRecord | None:
    """Return the reference in a notice of CELLAR, or None if it is none."""
    # Nothing that an answer declares is fetched or expanded.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        recover=True,
    )
    try:
        root = etree.fromstring(answer.body, parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    draft = Draft()
    # A branch notice has one expression: that of the language asked for.
    draft.put("title", _value(root, "EXPRESSION_TITLE"), "//EXPRESSION_TITLE")
    draft.put(
        "issued",
        day(_value(root, "WORK_DATE_DOCUMENT")),
        "//WORK_DATE",
    )
    draft.put("number", celex, "//RESOURCE_LEGAL_ID_CELEX")
    if not draft.fields.get("title"):
        return None
    return finished(draft, "legislation")


def _value(root: Any, name: str) -> str:
    """Return the first text in an element of that name, which has it in VALUE."""
    for element in root.iter(name):
        text = " ".join(" ".join(element.itertext()).split())
        value = element.findtext(".//VALUE")
        if value or text:
            return " ".join((value or text).split())
    return ""
