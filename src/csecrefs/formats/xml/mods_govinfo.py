"""Additions of govinfo to MODS about documents of the United States: their kind, short
titles, Code citations.

Source: the metadata of the U.S. Government Publishing Office, whose MODS has its own
elements in `extension`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csecrefs.formats.xml import tree as xml
from csecrefs.patterns import regex

if TYPE_CHECKING:
    from lxml.etree import _Element

    from csecrefs.formats.draft import Draft

_COLLECTIONS: Final = {
    "BILLS": "bill",
    "CDOC": "report",
    "CFR": "regulation",
    "CHRG": "hearing",
    "COMPS": "legislation",
    "CPRT": "report",
    "CRPT": "report",
    "PLAW": "legislation",
    "STATUTE": "legislation",
    "USCODE": "legislation",
    "USCOURTS": "legal_case",
}
# A place in a code of law: "5 U.S.C. 552a", "40 CFR 52".
_CODE_CITATION: Final = regex(r"(\d+) (U\.S\.C\.|C\.F\.R\.|CFR) (\d[\w-]*)")


def item_type(record: _Element) -> str:
    """The CSL type of a document of one of govinfo's collections, or ""."""
    return _COLLECTIONS.get(xml.text(record, "extension/collectionCode"), "")


def read(draft: Draft, record: _Element) -> None:
    """Name a law as it is cited: by its short title, the Congress it is of, and the
    sections it amends.
    """
    if not item_type(record):
        return
    titles = list(dict.fromkeys(xml.texts(record, "extension/shortTitle")))
    if titles:
        draft.note(draft.text("title"))
        draft.set("title", titles[0], replace=True)
        draft.set("title-short", titles[-1] if len(titles) > 1 else "")
    draft.set("chapter-number", xml.text(record, "extension/congress"))
    draft.set(
        "authority",
        xml.text(record, "extension/originChamber").capitalize(),
    )
    citations = xml.texts(record, ".//identifier[@type='USC citation']")
    found = [
        match for citation in citations if (match := _CODE_CITATION.match(citation))
    ]
    if len({match.group(1, 2) for match in found}) == 1:
        draft.set("volume", found[0][1])
        draft.set("container-title", found[0][2])
        draft.set(
            "page",
            ", ".join(dict.fromkeys(match[3] for match in found)),
        )
