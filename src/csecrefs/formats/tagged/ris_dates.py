"""Dates as RIS and the formats that share its tags have them."""

from __future__ import annotations

from collections.abc import Iterator

from csecrefs.formats.spoken import spoken
from csecrefs.model import Date, Reference


def _written_issued(issued: Date) -> Iterator[tuple[str, str]]:
    """The year, and a date of more parts or in words; one before Christ is in the
    field of the year, in words, since RIS has no sign for it.
    """
    if not issued.year or issued.year < 0:
        yield "PY", spoken(issued)
        return
    yield "PY", f"{issued.year:04d}"
    plain = "/".join(
        f"{part:0{2 if index else 4}d}" for index, part in enumerate(issued.start)
    )
    plain += "/" * (3 - plain.count("/"))
    if issued.end is not None or issued.season or issued.circa:
        yield "DA", plain + spoken(issued)
    elif len(issued.start) > 1:
        yield "DA", plain


def written_dates(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the tags and values of a record's dates: of its issue, and of a visit.

    >>> moon = Reference("k", "book", {"issued": "1969-07-20"})
    >>> list(written_dates(moon))
    [('PY', '1969'), ('DA', '1969/07/20/')]
    """
    issued = reference.date()
    if issued:
        yield from _written_issued(issued)
    accessed = reference.date("accessed")
    if accessed and accessed.start:
        yield "Y2", "/".join(f"{part:02d}" for part in accessed.start)
