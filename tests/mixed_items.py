"""Thirty works of many types and shapes, for running styles over: names, dates and
numbers of every kind.
"""

from __future__ import annotations

from typing import Any

Item = dict[str, Any]


def _people(*names: str) -> list[dict[str, str]]:
    """Each as "Family, Given"; without a comma, a body."""
    made = []
    for name in names:
        family, comma, given = name.partition(", ")
        made.append({"family": family, "given": given} if comma else {"literal": name})
    return made


def _on(*parts: int) -> dict[str, Any]:
    return {"date-parts": [list(parts)]}


_ANA = _people("Pop, Ana", "Roe, John B.", "van der Berg, Jan")
_CROWD = _people(*(f"Family{number}, Given{number} Ann" for number in range(40)))

_ITEMS: list[Item] = [
    {
        "type": "book",
        "author": _people("Pop, Ana"),
        "title": "The first book: a subtitle",
        "issued": _on(2001),
        "publisher": "Press",
        "publisher-place": "Iași",
        "edition": 2,
        "ISBN": "978-3-16-148410-0",
    },
    {
        "type": "book",
        "author": _people("Pop, Ana"),
        "title": "The second book",
        "issued": _on(2001),
    },
    {
        "type": "book",
        "editor": _people("Doe, Jane", "Doe, John"),
        "title": "Edited only",
        "issued": _on(1999, 5),
    },
    {
        "type": "book",
        "editor": _people("Doe, Jane"),
        "translator": _people("Doe, Jane"),
        "title": "Both at once",
        "author": _people("Homer"),
        "issued": _on(-700),
        "number-of-volumes": "3",
        "volume": "II",
    },
    {
        "type": "article-journal",
        "author": _ANA,
        "title": "Effects of <i>E. coli</i> on CO<sub>2</sub> “sinks”",
        "container-title": "Journal of Things",
        "container-title-short": "J. Things",
        "volume": 12,
        "issue": "3-4",
        "page": "123-129",
        "issued": _on(2010, 3, 5),
        "DOI": "10.5555/12345678",
        "URL": "https://example.org/a?b=c&d",
    },
    {
        "type": "article-journal",
        "author": _CROWD,
        "title": "Forty authors",
        "container-title": "Big Science",
        "page": "e1234",
        "issued": _on(2015),
        "PMID": "123",
        "PMCID": "PMC123",
        "status": "in press",
    },
    {
        "type": "article-magazine",
        "title": "No author at all",
        "container-title": "Weekly",
        "page": "7, 9 & 12",
        "issued": {"date-parts": [[2008, 5], [2008, 7]]},
    },
    {
        "type": "article-newspaper",
        "author": _people("Reporter, A."),
        "title": "News? News!",
        "section": "B",
        "container-title": "The Daily",
        "issued": _on(1987, 12, 31),
        "publisher-place": "Cluj",
        "page": "A1",
    },
    {
        "type": "chapter",
        "author": _people("Pop, Ana"),
        "editor": _people("Roe, John"),
        "title": "A chapter",
        "container-title": "A book",
        "page": "55–8",
        "chapter-number": 4,
        "collection-title": "A Series",
        "collection-number": "7",
        "issued": _on(2001),
    },
    {
        "type": "thesis",
        "author": _people("Student, Some"),
        "title": "On it",
        "genre": "Doctoral dissertation",
        "publisher": "University",
        "issued": _on(2019),
        "number-of-pages": "312",
    },
    {
        "type": "report",
        "author": _people("World Health Organization"),
        "title": "Report",
        "number": "WHO/12",
        "issued": {"date-parts": [[2020]], "circa": True},
        "accessed": _on(2021, 1, 2),
        "URL": "https://example.org",
    },
    {
        "type": "webpage",
        "title": "A page",
        "container-title": "A site",
        "accessed": _on(2022, 2, 2),
        "URL": "https://example.org/page",
    },
    {
        "type": "legal_case",
        "title": "A v B",
        "authority": "Supreme Court",
        "volume": 5,
        "container-title": "U.S.",
        "page": "137",
        "issued": _on(1803),
        "jurisdiction": "us",
        "references": "affirmed",
    },
    {
        "type": "legislation",
        "title": "Act on Acts",
        "number": "12",
        "container-title": "Official Gazette",
        "section": "4, 5",
        "issued": _on(2004, 6, 21),
    },
    {"type": "bill", "title": "A bill", "number": "H.R. 1", "issued": _on(2004)},
    {
        "type": "hearing",
        "title": "A hearing",
        "authority": "Committee",
        "event-place": "Bucharest",
        "issued": _on(1990, 1, 1),
    },
    {
        "type": "patent",
        "author": _people("Inventor, I."),
        "title": "A thing",
        "number": "US 123",
        "submitted": _on(2000),
        "issued": _on(2003, 3, 3),
        "authority": "USPTO",
    },
    {
        "type": "treaty",
        "title": "A convention",
        "issued": _on(1989, 11, 20),
        "event-place": "New York",
    },
    {
        "type": "motion_picture",
        "director": _people("Director, D."),
        "title": "A film",
        "medium": "DVD",
        "issued": _on(1972),
        "dimensions": "90 min",
    },
    {
        "type": "broadcast",
        "title": "An episode",
        "container-title": "A series",
        "host": _people("Host, H."),
        "issued": _on(2012, 10),
        "number": "3",
    },
    {
        "type": "song",
        "composer": _people("Bach, J. S."),
        "performer": _people("Band"),
        "title": "Air",
        "issued": _on(1730),
        "original-date": _on(1730),
    },
    {
        "type": "interview",
        "author": _people("Guest, G."),
        "interviewer": _people("Asker, A."),
        "title": "Talk",
        "issued": {"raw": "May 5, 1994"},
    },
    {
        "type": "personal_communication",
        "author": _people("Writer, W."),
        "recipient": _people("Reader, R."),
        "issued": {"literal": "one day in spring"},
    },
    {
        "type": "paper-conference",
        "author": _people("Speaker, S."),
        "title": "A paper",
        "event-title": "Conference",
        "event-place": "Paris",
        "event-date": _on(2016, 7, 1),
        "container-title": "Proceedings",
        "page": "1-2",
    },
    {
        "type": "entry-encyclopedia",
        "title": "Entry",
        "container-title": "Encyclopedia",
        "edition": "rev. ed.",
        "issued": {"date-parts": [[1911]], "season": 2},
    },
    {
        "type": "dataset",
        "author": _people("毛, 泽东", "Толстой, Лев"),
        "title": "数据",
        "version": "1.2",
        "language": "zh",
        "publisher": "Archive",
        "issued": _on(2021),
        "DOI": "10.5555/data",
    },
    {
        "type": "software",
        "title": "program",
        "version": "3.0.1",
        "genre": "computer software",
        "issued": _on(2023),
    },
    {
        "type": "manuscript",
        "author": _people("d'Arc, Jeanne"),
        "title": "Letters",
        "archive": "National Archive",
        "archive_location": "Box 3",
        "call-number": "MS 12",
        "issued": {"date-parts": [[1429]], "circa": 1},
    },
    {
        "type": "map",
        "title": "A map",
        "scale": "1:25000",
        "note": "publisher: Office\nfolded",
        "issued": {},
    },
    {
        "type": "no such type",
        "title": "",
        "author": [],
        "volume": None,
        "issued": {"date-parts": [[]]},
    },
]

ITEMS: list[Item] = [
    {"id": f"work{number}", **item} for number, item in enumerate(_ITEMS, start=1)
]
