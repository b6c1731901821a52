"""The readers of the formats that the import sets name after other programs."""

from __future__ import annotations

from csecrefs import formats
from csecrefs.errors import CsecrefsError
from csecrefs.model import Reference

NAMES = {
    "bibo-rdf": "rdf",
    "bibtex": "biblatex",
    "bookmarks-html": "bookmarks",
    "contextobject": "openurl-xml",
    "crossref-unixref": "crossref-xml",
    "csljson": "csl-json",
    "dspace-dim": "dim",
    "endnotexml": "endnote-xml",
    "marc": "marc21",
    "medline": "nbib",
    "msbib": "word-xml",
    "openalex-json": "openalex",
    "primo-pnx": "pnx",
    "pubmedxml": "pubmed-xml",
    "unimarc": "marc21",
}
"""Names of formats in the sets, where ours differ."""


def read_case(source: str, input_format: str, name: str) -> list[Reference] | None:
    """Return the records that our reader of `input_format` finds in `source`.

    Returns None if no reader of ours has that name: such a case is a failed one.
    """
    try:
        reader = formats.by_name(NAMES.get(input_format, input_format)).load()
    except CsecrefsError:
        return None
    references, _ = reader.read(source, path=name)
    return list(references)
