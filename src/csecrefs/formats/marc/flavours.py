"""The two flavours of MARC records: MARC 21, and UNIMARC with numbers of its own."""

from __future__ import annotations

from csecrefs.formats.draft import Draft
from csecrefs.formats.marc import record as marc21
from csecrefs.formats.marc import unimarc
from csecrefs.formats.marc.record import MarcRecord


def to_draft(record: MarcRecord) -> Draft:
    """Return the reference in a MARC record; a record with a title in 200 and none in
    245 is UNIMARC.
    """
    if record.first("200", "a") and not record.first("245", "a"):
        return unimarc.to_draft(record)
    return marc21.to_draft(record)
