"""csecrefs: reference lists as records, formatted in any CSL style.

::

    import csecrefs as cr

    lib = cr.Library.read("bib/")
    print(lib.cite("ferrao2020", page="8"))
    print(lib.bibliography(style="ieee").to("latex"))

The names below load what they need when they are first used; `import csecrefs` alone
costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csecrefs import manuscript as manuscript
    from csecrefs.audit import Audit as Audit
    from csecrefs.audit import audit as audit
    from csecrefs.csl.cite import Cite as Cite
    from csecrefs.document import Bibliography as Bibliography
    from csecrefs.document import Document as Document
    from csecrefs.document import FormattedCitation as FormattedCitation
    from csecrefs.errors import CsecrefsError as CsecrefsError
    from csecrefs.errors import Diagnostic as Diagnostic
    from csecrefs.errors import NotFoundError as NotFoundError
    from csecrefs.errors import ParseError as ParseError
    from csecrefs.library import Library as Library
    from csecrefs.model import Date as Date
    from csecrefs.model import Name as Name
    from csecrefs.model import Reference as Reference
    from csecrefs.strings import ParsedReference as ParsedReference
    from csecrefs.strings import parse_references as parse_references

__version__ = "0.2.0"

_HOMES = {
    "Audit": "csecrefs.audit",
    "audit": "csecrefs.audit",
    "Bibliography": "csecrefs.document",
    "Cite": "csecrefs.csl.cite",
    "CsecrefsError": "csecrefs.errors",
    "Date": "csecrefs.model",
    "Diagnostic": "csecrefs.errors",
    "Document": "csecrefs.document",
    "FormattedCitation": "csecrefs.document",
    "Library": "csecrefs.library",
    "Name": "csecrefs.model",
    "NotFoundError": "csecrefs.errors",
    "ParseError": "csecrefs.errors",
    "ParsedReference": "csecrefs.strings",
    "Reference": "csecrefs.model",
    "parse_references": "csecrefs.strings",
}
"""Where each public name lives (PEP 562)."""

__all__ = ["__version__", "manuscript", *sorted(_HOMES)]


def __getattr__(name: str) -> object:
    if name == "manuscript":
        from importlib import import_module

        return import_module("csecrefs.manuscript")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
