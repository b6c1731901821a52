"""A reference string held against what registries know.

The registered record is compared with the string, not with what was parsed from it: a
field that the string does not print cannot contradict the record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, Protocol

import attrs
from rapidfuzz import fuzz

from csecrefs.errors import NetworkError
from csecrefs.model import Reference
from csecrefs.model.identifiers import parse_doi
from csecrefs.model.update import Update
from csecrefs.patterns import regex
from csecrefs.resolve.outcome import Resolution
from csecrefs.strings import parse_string

Verdict = Literal[
    "confirmed",
    "differs:author",
    "differs:year",
    "differs:title",
    "differs:container",
    "wrong-doi",
    "unconfirmed",
    "unchecked",
]
_SAME: Final = 88.0
"""Likeness of a registered title to the best part of the string that holds it."""
_SAME_BY_DOI: Final = 80.0
"""The same where the string itself names the DOI of the work."""
_SHORT: Final = 14
"""Letters: a shorter title is in many strings by chance, and needs a name, too."""
# a year, and no part of a longer number: "2014", not "12014"
_YEAR: Final = regex(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
# The number of a work on arXiv: "arXiv:2101.01234v2", "arxiv.org/abs/hep-th/9901001".
_ARXIV: Final = regex(
    r"arxiv(?:\.org/(?:abs|pdf)/|:\s*|\s+)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})",
    re.IGNORECASE,
)
_ASKED: Final = 600
"""Characters of a string that are searched for: services cut longer ones."""
_APART: Final = 1
"""Years by which online and printed issue may differ."""
_WORDS: Final = 0.6
"""Share of a journal's words that must be in the string, abbreviated or not."""


class WorkLookup(Protocol):
    """The questions to registries: a work by identifier, works by words."""

    def resolve(self, asked: str) -> Resolution:
        """Return what an identifier leads to."""

    def search(self, words: str, *, rows: int = 8) -> Sequence[Resolution]:
        """Return the works that match words best."""

    def candidates(self, title: str) -> Sequence[Resolution]:
        """Return the works that other catalogues have under a title."""


@attrs.frozen
class LookedUp:
    """The verdict on one string, the record that was found, and the reason."""

    verdict: Verdict
    reference: Reference | None = None
    reason: str = ""
    printed: str = ""
    """What the string has where the record differs."""
    registered: str = ""
    """What the record has there."""
    updates: tuple[Update, ...] = ()
    """What happened to the work since: retractions, corrections."""


def look_up(text: str, registry: WorkLookup) -> LookedUp:
    """Return what registries know of the work in a reference string.

    A DOI that the string prints is asked for first; then the whole string is searched,
    then the other identifiers and the title that were read from it. `unconfirmed` means
    that nothing like it was found: no registry has everything.
    """
    plain = squeezed(text)
    doi = parse_doi(text) or ""
    failed = False
    if doi:
        resolution = registry.resolve(doi)
        if resolution.reference is not None:
            named = resolution.reference
            # Strings have a title with its subtitle or without: the better counts.
            alike = max(
                likeness(named, plain),
                main_likeness(named, plain),
            )
            if alike >= _SAME_BY_DOI or _untitled(named, plain):
                return attrs.evolve(
                    compared(named, text),
                    updates=resolution.updates,
                )
            return LookedUp(
                "wrong-doi",
                resolution.reference,
                "the DOI is of another work",
                doi,
                _title(resolution.reference),
            )
        failed = not resolution.certain
    try:
        found = registry.search(text[:_ASKED], rows=5)
    except NetworkError as error:
        # what is not known is told as such; the other entries are still looked at
        return LookedUp("unchecked", None, str(error))
    references = [each.reference for each in found if each.reference is not None]
    # No answer is not the answer that there is no such work.
    if not references and any(not each.certain for each in found):
        return LookedUp("unchecked", None, "the registries could not be asked")
    best = max(
        references,
        key=lambda each: _standing(each, plain),
        default=None,
    )
    if best is None or not is_same(best, plain):
        elsewhere = _elsewhere(text, plain, registry)
        if elsewhere is not None and elsewhere.reference is not None:
            verdict = compared(elsewhere.reference, text)
            return attrs.evolve(verdict, updates=elsewhere.updates)
        if failed:
            return LookedUp(
                "unchecked", None, "the registry of its DOI could not be asked"
            )
        return LookedUp("unconfirmed", None, "no registry has a work like it")
    updates = next((each.updates for each in found if each.reference is best), ())
    return attrs.evolve(compared(best, text), updates=updates)


def _elsewhere(text: str, plain: str, registry: WorkLookup) -> Resolution | None:
    """Return the work that another registry than Crossref has, by an identifier or by
    the title; None if there is none, or if they are out of reach.
    """
    parsed = parse_string(text).reference
    try:
        named = [registry.resolve(asked) for asked in _identifiers(parsed, text)]
        titled = registry.candidates(parsed.text("title"))
    except NetworkError:
        return None
    for resolution in (*named, *titled):
        reference = resolution.reference
        if reference is not None and is_same(reference, plain):
            return resolution
    return None


def _identifiers(parsed: Reference, text: str) -> list[str]:
    """Return the identifiers in a string that registries resolve, but its DOI."""
    found = [f"pmid:{number}" for number in [parsed.text("PMID")] if number]
    found += [f"isbn:{number}" for number in parsed.text("ISBN").split()[:1]]
    if arxiv := _ARXIV.search(text):
        found.append(f"arxiv:{arxiv[1]}")
    return found


def is_same(reference: Reference, plain: str) -> bool:
    """Return True if the string is of this record: its title is in it, and more."""
    title = squeezed(_title(reference))
    alike = likeness(reference, plain)
    if alike < _SAME:
        # a string without the subtitle must name the author; one with another is another
        main = main_likeness(reference, plain)
        return (
            main >= _SAME
            and _has_author(reference, plain)
            and _has_year(reference, plain)
        )
    if len(title.replace(" ", "")) < _SHORT:
        return _has_author(reference, plain) and _has_year(reference, plain)
    return True


def compared(reference: Reference, text: str) -> LookedUp:
    """Return the first field in which the string contradicts a record."""
    plain = squeezed(text)
    families = _families(reference)
    if families and not _has_author(reference, plain):
        return LookedUp(
            "differs:author",
            reference,
            "the authors are others",
            "",
            ", ".join(families),
        )
    years = _YEAR.findall(_without_pages(text))
    year = reference.year
    if year and years and not any(abs(year - int(each)) <= _APART for each in years):
        return LookedUp(
            "differs:year",
            reference,
            "the year is another",
            ", ".join(years),
            str(year),
        )
    container = reference.text("container-title")
    differs = bool(container) and not _has_container(reference, plain)
    if differs and _prints_container(reference, text):
        return LookedUp(
            "differs:container",
            reference,
            "the journal or book is another",
            "",
            container,
        )
    return LookedUp("confirmed", reference)


def likeness(reference: Reference, plain: str) -> float:
    """Return how alike a record's title is to the best part of a string, 0 to 100."""
    title = squeezed(_title(reference))
    if not title:
        return 0.0
    if len(title) > len(plain):
        # the string may have the title without its subtitle
        title = title[: max(len(plain), 1)]
    return float(fuzz.partial_ratio(title, plain))


def main_likeness(reference: Reference, plain: str) -> float:
    """Return the same for a title without its subtitle, 0 where there is none."""
    main = squeezed(re.split(r"[:?!.]\s", _title(reference))[0])
    # A short title without its subtitle is in many strings by chance.
    if len(main) < 2 * _SHORT:
        return 0.0
    return float(fuzz.partial_ratio(main, plain))


def _standing(reference: Reference, plain: str) -> tuple[float, int, int]:
    return (
        round(
            max(
                likeness(reference, plain),
                main_likeness(reference, plain),
            )
        ),
        _has_author(reference, plain) + _has_year(reference, plain),
        len(_title(reference)),
    )


def _untitled(reference: Reference, plain: str) -> bool:
    """Return True if a string without a title names the authors and the journal."""
    volume = reference.text("volume")
    numbered = bool(volume) and volume in plain.split()
    return (
        _has_author(reference, plain) and numbered and _has_container(reference, plain)
    )


def _has_author(reference: Reference, plain: str) -> bool:
    families = _families(reference)
    if not families:
        return True
    spelled = f" {plain} "
    first = squeezed(families[0])
    present = [_is_named(squeezed(family), spelled) for family in families]
    if f" {first} " in spelled or present[0]:
        return True
    # the string may begin with another of several authors, or spell one otherwise
    return sum(present) * 2 >= len(present) and len(present) > 1


def _is_named(family: str, spelled: str) -> bool:
    # a long name may be glued to its neighbours, a short one is in other words
    return f" {family} " in spelled or (len(family) > 6 and family in spelled)


def _has_year(reference: Reference, plain: str) -> bool:
    return reference.year is None or str(reference.year) in plain


def _prints_container(reference: Reference, text: str) -> bool:
    """True if a string has words beside its title, names, numbers and address.

    They are those of a journal or book: a string without any contradicts none.
    """
    known = {*squeezed(_title(reference)).split()}
    for name in reference.names("author") or reference.names("editor"):
        known.update(squeezed(f"{name.given} {name.family} {name.literal}").split())
    for word in squeezed(_without_pages(text)).split():
        is_word = len(word) >= _LONG_WORD and word.isalpha()
        if is_word and word not in known and word not in _FURNITURE:
            return True
    return False


def _has_container(reference: Reference, plain: str) -> bool:
    names = (
        reference.text("container-title"),
        reference.text("container-title-short"),
        reference.text("journalAbbreviation"),
    )
    for name in names:
        bare = squeezed(name)
        if bare and bare in plain:
            return True
    words = [
        word
        for word in squeezed(names[0]).split()
        if len(word) > 2 and word not in _SMALL
    ]
    if not words:
        return True
    printed = plain.split()
    hits = sum(any(_abbreviates(each, word) for each in printed) for word in words)
    if hits / len(words) >= _WORDS:
        return True
    initials = "".join(word[0] for word in words)
    return len(initials) > 2 and initials in printed


_LONG_WORD: Final = 4
"""Letters: shorter words are initials, articles and labels."""
# Words of a reference that name no work.
_FURNITURE: Final = frozenset(
    """accessed available consulted disponible eds from online pages retrieved verfügbar volume vols
    abgerufen consulté consultado janeiro january february march april june july august september
    october november december""".split()
)
_SMALL: Final = frozenset(
    "the and for of der die das und des la le les de et los las del".split()
)


def _abbreviates(printed: str, word: str) -> bool:
    """Return True if a printed word may stand for a word of a journal's name."""
    if printed == word:
        return True
    if len(printed) > 2 and word.startswith(printed):
        return True
    if len(printed) < 3 or printed[0] != word[0]:
        return False
    # "natl" for national, "intl" for international: the letters in their order
    letters = iter(word)
    return len(printed) < 6 and all(letter in letters for letter in printed)


def _families(reference: Reference) -> list[str]:
    names = reference.names("author") or reference.names("editor")
    return [
        name.family or name.literal for name in names if name.family or name.literal
    ]


def _without_pages(text: str) -> str:
    """Return a string without ranges of pages and addresses, whose numbers are no years."""
    text = re.sub(r"https?://\S+|10\.\d{4,9}/\S+", " ", text)
    text = re.sub(
        r"\b(?:vol(?:ume)?|bd|jg|t|no|nr)\.?\s*\d+", " ", text, flags=re.IGNORECASE
    )
    return re.sub(
        r"\d+\s?[-–]\s?\d+(?=[\s.,;)]|$)",
        lambda match: match[0] if len(match[0]) > 9 else " ",
        text,
    )


def _title(reference: Reference) -> str:
    return re.sub(r"<[^>]+>", "", reference.text("title"))


# One string is held against many records, and each more than once.
@lru_cache(2048)
def squeezed(text: str) -> str:
    """Return a text in lower case without accents and marks, words one blank apart."""
    text = re.sub(r"<[^>]+>", "", text)
    # A word broken at the end of a line: "exploi- tation".
    text = re.sub(r"(?<=[a-z])[-‐]\s+(?=[a-z])", "", text)
    plain = unicodedata.normalize(
        "NFKD", text.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l")
    )
    kept = [
        char if char.isalnum() else " "
        for char in plain
        if not unicodedata.combining(char)
    ]
    return " ".join("".join(kept).split())
