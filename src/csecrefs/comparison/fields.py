"""A record beside a registry's record of the work it names: field by field, what agrees
and what does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal

import attrs

from csecrefs.comparison.names import compare_lists
from csecrefs.comparison.plain import plain, tight
from csecrefs.comparison.profile import Profile, issued_years
from csecrefs.comparison.titles import lacks_subtitle, same_container, title_likeness
from csecrefs.model.name import listed

Agreement = Literal["same", "cosmetic", "different", "missing", "extra"]
"""`missing` in the record, `extra` where only the record has it."""


@attrs.frozen
class FieldComparison:
    """One field of both records, as written, and how they agree; `note` says what is
    different.
    """

    field: str
    agreement: Agreement
    mine: str = ""
    theirs: str = ""
    note: str = ""


_BOOKS: Final = frozenset(
    {
        "book",
        "chapter",
        "thesis",
        "report",
        "standard",
    }
)


def compare_fields(mine: Profile, theirs: Profile) -> tuple[FieldComparison, ...]:
    """Every field that either record has and that says which work is meant."""
    found = []
    for field, compare in _COMPARED.items():
        left, right = _shown(mine, field), _shown(theirs, field)
        if not left and not right:
            continue
        agreement: Agreement = "missing"
        note = ""
        if left and right:
            agreement, note = compare(mine, theirs)
        elif left:
            agreement = "extra"
        found.append(
            FieldComparison(
                field,
                agreement,
                left,
                right,
                note,
            )
        )
    return tuple(found)


def _shown(side: Profile, field: str) -> str:
    reference = side.reference
    if field in ("author", "editor"):
        return listed(reference.names(field))
    if field == "issued":
        date = reference.date()
        if date:
            return str(date)
        return ""
    if field == "page":
        return reference.text("page") or reference.text("number")
    if field == "container-title":
        return next(iter(side.containers), "")
    # Braces that keep a word's case are a way to write BibTeX, and nothing that could
    # agree or differ.
    return re.sub(r'<span class="nocase">(.*?)</span>', r"\1", reference.text(field))


_Result = tuple[Agreement, str]


def _titles(mine: Profile, theirs: Profile) -> _Result:
    likeness = max(title_likeness(mine.title, key) for key in theirs.titles)
    if likeness == 1.0:
        if _shown(mine, "title") == _shown(theirs, "title"):
            return "same", ""
        return "cosmetic", ""
    if any(lacks_subtitle(mine.title, key) for key in theirs.titles):
        return "cosmetic", "one has a subtitle more"
    return "different", f"{likeness:.0%} alike"


def _people(field: str) -> Callable[[Profile, Profile], _Result]:
    def compare(mine: Profile, theirs: Profile) -> _Result:
        compared = compare_lists(
            mine.reference.names(field), theirs.reference.names(field)
        )
        if compared.problem:
            return "different", compared.problem
        if compared.likeness == "same":
            return "same", ""
        return "cosmetic", ""

    return compare


def _years(mine: Profile, theirs: Profile) -> _Result:
    if not mine.years or not theirs.years:
        return "cosmetic", "no year to compare"
    if issued_years(mine.reference) & theirs.years:
        if mine.reference.year == theirs.reference.year:
            return "same", ""
        return "cosmetic", "the year online, not of the issue"
    return "different", ""


def _containers(mine: Profile, theirs: Profile) -> _Result:
    if plain(mine.containers[0]) == plain(theirs.containers[0]):
        return "same", ""
    if any(same_container(mine.containers[0], other) for other in theirs.containers):
        return "cosmetic", ""
    return "different", ""


def _number(part: Literal["volume", "issue"]) -> Callable[[Profile, Profile], _Result]:
    def compare(mine: Profile, theirs: Profile) -> _Result:
        if getattr(mine, part) == getattr(theirs, part):
            return "same", ""
        return "different", ""

    return compare


def _pages(mine: Profile, theirs: Profile) -> _Result:
    if mine.pages == theirs.pages:
        return "same", ""
    number = plain(theirs.reference.text("number")).replace(" ", "")
    if mine.pages[0] == theirs.pages[0] and not (mine.pages[1] and theirs.pages[1]):
        return "cosmetic", "one has the first page only"
    if number and mine.pages[0] == number:
        return "cosmetic", "an article number"
    return "different", ""


def _publishers(mine: Profile, theirs: Profile) -> _Result:
    left, right = mine.reference.text("publisher"), theirs.reference.text("publisher")
    if tight(left) == tight(right):
        return "same", ""
    shared = set(plain(left).split()) & set(plain(right).split()) - {
        "of",
        "the",
        "and",
        "press",
        "university",
    }
    if shared or theirs.reference.type not in _BOOKS:
        return "cosmetic", ""
    return "different", ""


def _isbns(mine: Profile, theirs: Profile) -> _Result:
    if mine.isbns & theirs.isbns:
        return "same", ""
    if mine.isbns and theirs.isbns:
        return ("different", "")
    return ("cosmetic", "not a valid ISBN")


_COMPARED: Final[dict[str, Callable[[Profile, Profile], _Result]]] = {
    "title": _titles,
    "author": _people("author"),
    "editor": _people("editor"),
    "issued": _years,
    "container-title": _containers,
    "volume": _number("volume"),
    "issue": _number("issue"),
    "page": _pages,
    "publisher": _publishers,
    "ISBN": _isbns,
}
