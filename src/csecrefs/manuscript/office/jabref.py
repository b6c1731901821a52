"""Reference marks that JabRef sets in Writer documents: citation keys by name."""

from __future__ import annotations

from typing import Final

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.manuscript.office.works import CitedWorks, is_key
from csecrefs.patterns import regex

LISTS: Final = frozenset({"jr_bib", "jabref_bibliography"})
"""Names of the section that contains the bibliography, in lower case."""
# A mark of JabRef before version 6: `JR_cite3_1_low2001,may1999`.
_OLD: Final = regex(r"JR_cite\d*_(?P<sort>\d)_(?P<keys>.+)")
# A key in a mark of JabRef 6: `JABREF_low2001 CID_1 ...`.
_NEW: Final = regex(r"JABREF_(?P<key>\S+)\s+CID_\d+")
# Sort 1 is in brackets, 2 in the running text, 3 only for the list.
_MODES: Final[dict[str, CiteMode]] = {"2": "narrative"}


def read_name(name: str, works: CitedWorks) -> tuple[Cite, ...]:
    """Return the cites of a reference mark, none if it is not JabRef's.

    >>> read_name("JR_cite3_1_low2001,may1999", CitedWorks())[1].id
    'may1999'
    """
    old = _OLD.fullmatch(name.strip())
    mode: CiteMode = ""
    keys = [match["key"] for match in _NEW.finditer(name)]
    # Before JabRef 6 the keys are a list in the name.
    if old:
        keys = old["keys"].split(",")
        mode = _MODES.get(old["sort"], "")
    found = [key.strip() for key in keys if is_key(key.strip())]
    return tuple([Cite(works.without_record(key, ()), mode=mode) for key in found])
