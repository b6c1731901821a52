"""Names that people type for styles: abbreviations, families, manuals with an edition.

A style of the repository has one name and a title. People write "harvard", "MLA",
"APA 7" or "Chicago Manual of Style"; the tables here say which style each means, and
nothing in them hides a style that has such a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.fold import fold

ALIASES: Final = MappingProxyType(
    {
        "abnt": "associacao-brasileira-de-normas-tecnicas",
        "acm": "association-for-computing-machinery",
        "acs": "american-chemical-society",
        "aglc": "australian-guide-to-legal-citation",
        "aip": "american-institute-of-physics",
        "american psychological association": "apa",
        "anglia ruskin": "harvard-anglia-ruskin-university",
        "aps": "american-physics-society",
        "asme": "american-society-of-mechanical-engineers",
        "bluebook": "bluebook-law-review",
        "cambridge": "cambridge-university-press-author-date",
        "chicago": "chicago-author-date",
        "chicago footnotes": "chicago-notes-bibliography",
        "chicago full note": "chicago-notes-bibliography",
        "chicago full note bibliography": "chicago-notes-bibliography",
        "chicago manual of style": "chicago-author-date",
        "chicago note": "chicago-notes-bibliography",
        "chicago note bibliography": "chicago-notes-bibliography",
        "chicago notes": "chicago-notes-bibliography",
        "chicago notes and bibliography": "chicago-notes-bibliography",
        "cite them right": "harvard-cite-them-right",
        "cms": "chicago-author-date",
        "copernicus": "copernicus-publications",
        "cse": "cse-citation-sequence",
        "din": "din-1505-2",
        "din 1505": "din-1505-2",
        "elsevier": "elsevier-harvard",
        "gb t 7714": "china-national-standard-gb-t-7714-2015-numeric",
        "gbt7714": "china-national-standard-gb-t-7714-2015-numeric",
        "gost": "gost-r-7-0-5-2008",
        "harvard": "harvard-cite-them-right",
        "harvard anglia ruskin": "harvard-anglia-ruskin-university",
        "harvard leeds": "harvard-university-of-leeds",
        "harvard style": "harvard-cite-them-right",
        "iso 690": "iso690-author-date-en",
        "iso 690 author date": "iso690-author-date-en",
        "iso 690 numeric": "iso690-numeric-en",
        "iso690": "iso690-author-date-en",
        "lecture notes in computer science": "springer-lecture-notes-in-computer-science",
        "leeds harvard": "harvard-university-of-leeds",
        "lncs": "springer-lecture-notes-in-computer-science",
        "mcgill": "mcgill-en",
        "mdpi": "multidisciplinary-digital-publishing-institute",
        "mhra": "mhra-notes",
        "mla": "modern-language-association",
        "mla handbook": "modern-language-association",
        "national library of medicine": "nlm-citation-sequence",
        "nejm": "new-england-journal-of-medicine",
        "nlm": "nlm-citation-sequence",
        "nlm vancouver": "nlm-citation-sequence",
        "pnas": "pnas",
        "rsc": "royal-society-of-chemistry",
        "sage": "sage-harvard",
        "sbl": "society-of-biblical-literature-fullnote-bibliography",
        "springer": "springer-basic-author-date",
        "turabian": "turabian-notes-bibliography",
        "unified linguistics": "unified-style-sheet-for-linguistics",
        "vancouver": "nlm-citation-sequence",
    }
)
"""The style that a name in common use means; names are folded, words apart by
spaces.
"""

_EDITION: Final = regex(
    # "apa 7", "apa7", "apa 7th edition", "chicago 17th ed."
    r"(?P<name>.*?[^\d\s])\s*(?P<number>\d{1,2})(?:st|nd|rd|th)?(?:\s+ed(?:ition)?)?"
)
# The editions that a title names: "APA Style 7th edition", "ASA Style Guide 6th/7th
# edition".
_EDITIONS: Final = regex(r"((?:\d{1,2}(?:st|nd|rd|th)[/ ]+)+)edition")
# What parts the words of a name: "chicago-notes" has two.
_NOT_WORDS: Final = regex(r"[^\w]+")
# Words that people add to the name of a style: "the APA style".
_FILLERS: Final = frozenset(
    {
        "style",
        "the",
        "csl",
        "format",
        "citation",
    }
)


def words_of(text: str) -> str:
    """Return a name as the tables have it.

    >>> words_of("Chicago-Notes")
    'chicago notes'
    """
    return " ".join(_NOT_WORDS.sub(" ", fold(text)).split())


def editions(title: str) -> frozenset[str]:
    """Return the numbers of the editions that a style's title names.

    >>> sorted(editions("ASA Style Guide 6th/7th edition"))
    ['6', '7']
    """
    found = _EDITIONS.search(title)
    if found is None:
        return frozenset()
    return frozenset(re.findall(r"\d+", found[1]))


def meant(
    text: str,
    current: Callable[[str], str | None],
    title: Callable[[str], str],
) -> Iterator[str]:
    """Yield the names of styles that `text` may mean, the likeliest first.

    `current` gives the name that a style has now, None for what is no style's name;
    `title` gives the title of a style. An edition that there is no style of means none.
    """
    words = words_of(text)
    if not words:
        return
    short = " ".join(word for word in words.split() if word not in _FILLERS)
    # As typed first: a filler may be part of a name, as in "the lancet".
    for form in dict.fromkeys((words, short)):
        yield from _meant(form, current, title)


def without_edition(text: str) -> str:
    """Return a name without the edition that it ends with.

    >>> without_edition("APA 5th edition"), without_edition("nature")
    ('apa', 'nature')
    """
    words = words_of(text)
    edition = _EDITION.fullmatch(words)
    if edition is None:
        return words
    return edition["name"]


def begun(text: str) -> frozenset[str]:
    """Return the names of the styles that have a common name beginning with `text`.

    >>> sorted(begun("American Psychological"))
    ['apa']
    """
    words = words_of(text)
    if not words:
        return frozenset()
    return frozenset(
        style
        for alias, style in ALIASES.items()
        if alias.startswith(words) or style.replace("-", " ").startswith(words)
    )


def _meant(
    words: str,
    current: Callable[[str], str | None],
    title: Callable[[str], str],
) -> Iterator[str]:
    edition = _EDITION.fullmatch(words)
    for typed in (ALIASES.get(words, ""), words.replace(" ", "-")):
        name = current(typed) if typed else None
        # A former edition is a former name of the newest, which is not what was meant.
        if name and (edition is None or name == typed or _is_of(edition, title(name))):
            yield name
    if edition is None:
        return
    number = edition["number"]
    for base in _meant(edition["name"], current, title):
        for name in (f"{base}-{number}{_ordinal(number)}-edition", base):
            # The style without a number in its name is the newest edition.
            if current(name) == name and _is_of(edition, title(name)):
                yield name
                break


def _is_of(edition: re.Match[str], title: str) -> bool:
    """True if a style with this title is of the edition."""
    return edition["number"] in editions(title)


def _ordinal(number: str) -> str:
    # 11th, 12th and 13th, but 21st, 22nd and 23rd.
    if number.endswith(("11", "12", "13")):
        return "th"
    return {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")


def rank(name: str, parent: str, obsolete: bool) -> tuple[bool, bool, bool]:
    """Return the order in which styles are suggested: current ones, those that are no
    older edition, independent ones first.
    """
    return obsolete, name.endswith("-edition"), bool(parent)
