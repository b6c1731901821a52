"""Records made by chance from values that break files: the same ones in each run.

Each variable of CSL gets a value of its kind: texts that look like syntax of some
format, names with commas and markup, dates in words, addresses that are none.
"""

from __future__ import annotations

import random
from typing import Any, Final

from csecrefs.model import ITEM_TYPES, KIND

_SEED: Final = 17
_TEXTS: Final = (
    "Tides",
    'On <i>Arvicola</i> in <span class="nocase">NASA</span> tanks',
    "H<sub>2</sub>O & CO<sup>2+</sup>",
    '<b>bold <i>both</i></b> <span style="font-variant:small-caps;">SC</span>',
    "A: B — c, “d” and 'e'",
    r"$E=mc^2$ {x} \input{/etc/passwd} ^^5c",
    "#1 % comment & _x_ ~y",
    "مقدمة في الأدب: شرح",
    "深層学習の入門 😀👩\u200d👩\u200d👧",
    "line one\nline two",
    "tab\there",
    "- dash",
    ": colon",
    "@at",
    "|pipe",
    "'single",
    '"double" quote',
    "null",
    "1.10",
    "2001-05-03",
    "!tag",
    "",
    "   ",
    "x" * 4000,
    "a < b > c",
    "\u200bzero\u202ertl",
    "\x0bvt\x0c",
    "e\u0301 combining",
    "ends with backslash\\",
    "{unbalanced",
    "unbalanced}",
    "=formula()",
    "ER  - ",
    "TY  - BOOK",
    "%T mark",
    "PMID- 1",
    "]]>",
    "<!-- c -->",
    "a;b;c",
)
_NUMBERS: Final = (
    *("1", "iv", "12-18", "12–18", "3, 5", "e1234", "2 & 3", "100-", "first", "[12]"),
    *("<i>3</i>", "12-18, 25", "1234567890123456789012", "٣", "0", "-1", "1.5", "{3}"),
)
_FAMILIES: Final = (
    *("Vole", "O'Neill", "van Gogh", "García Márquez", "李", "Ибн-Сина", "al-Ḥasan"),
    *("The Oar, Team & Co.", "Smith; Jones", "others", "Nuñez, Jr.", "X", "", "Doe:"),
    *(" <i>Ital</i>", "A and B", "{Braced}", "Roe\\", "#1", "et al.", "-"),
)
_GIVEN: Final = (
    *("Ann", "J. R. R.", "Jean-Paul", "", "明", "Ann, Jr.", "M. <sup>x</sup>"),
    r"\textbf{x}",
)
_DATES_IN_WORDS: Final = (
    *("in press", "ca. 1850", "forthcoming, 2020", "<i>soon</i>", "昭和45年", "2001?"),
    *("18th century", "1998 [1897]", "", " "),
)
_EXPRESSIONS: Final = (
    *("2001/2003", "1850~", "185X", "2001-21", "../1990", "1990/..", "?", "May 2001"),
)
_YEARS: Final = (2001, 1998, 1850, -50, -700, 800, 99, 12000)
_SPECIAL: Final = {
    "DOI": (
        *(
            "10.1234/abc.(def)<1>",
            "https://doi.org/10.1234/XyZ",
            "bad",
            "",
            "10.1234/ä",
        ),
        "10.1234/a_b%c#d",
    ),
    "ISBN": ("978-3-16-148410-0", "9783161484100, 0306406152", r"bad\input x", ""),
    "ISSN": ("1234-5679", "1234-5679, 2345-6789", "x", "ISSN 00280836"),
    "PMCID": ("PMC123", "x"),
    "PMID": ("12345678", "PMID: 1", "x"),
    "URL": (
        *("https://a.example/x y?b=c&d=<e>", "/relative/path", "www.example.org"),
        *(
            "javascript:alert(1)",
            "http://münchen.example/ä",
            "not a url",
            "http://",
            "",
        ),
        *("urn:isbn:123", "https://a.example/{x}|y\\z", "//a.example/x"),
        "https://a.example/1 https://b.example/2",
    ),
    "keyword": ("a, b; c", ", ,", "<i>k</i>"),
    "language": ("en", "en; de", "English", "zh-Hant-TW", "xx", "und", "中文", "en_GB"),
    "license": ("MIT", "CC BY 4.0", "proprietary", "GPL-3.0-or-later OR MIT", ""),
}
_KEYS: Final = (
    *("k", "Ключ", "a b/c", "1start", "doe:2020", "a,b{c}", "'q'", "#x", "key=", "<k>"),
    *("a&b", "%k", 'a"b', "", "-", "null", "true", "a: b", "x" * 200),
)


def generated_items(count: int) -> list[dict[str, Any]]:
    """Return `count` CSL items, the same ones for the same number."""
    chance = random.Random(_SEED)
    return [_item(chance, number) for number in range(count)]


def _item(chance: random.Random, number: int) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": f"{chance.choice(_KEYS)}{number}",
        "type": chance.choice(sorted(ITEM_TYPES)),
    }
    for variable in sorted(KIND):
        if variable == "title" or chance.random() < _share(variable):
            item[variable] = _value(chance, variable)
    return item


def _share(variable: str) -> float:
    """How many of the records have a variable."""
    if variable in ("author", "issued"):
        return 0.9
    if variable in _SPECIAL or variable in ("container-title", "publisher", "page"):
        return 0.4
    return 0.1


def _value(chance: random.Random, variable: str) -> Any:
    if variable in _SPECIAL:
        return chance.choice(_SPECIAL[variable])
    match KIND[variable]:
        case "name":
            return [_name(chance) for _ in range(chance.choice((1, 1, 2, 7)))]
        case "date":
            return _date(chance)
        case "number":
            return chance.choice(_NUMBERS)
        case _:
            return chance.choice(_TEXTS)


def _name(chance: random.Random) -> dict[str, str]:
    if chance.random() < 0.2:
        return {"literal": chance.choice(_FAMILIES + _TEXTS)}
    name = {"family": chance.choice(_FAMILIES), "given": chance.choice(_GIVEN)}
    if chance.random() < 0.2:
        name["suffix"] = chance.choice(("Jr.", "III", "Esq., PhD"))
    if chance.random() < 0.2:
        name["non-dropping-particle"] = chance.choice(("van", "de la", "al-"))
    return name


def _date(chance: random.Random) -> dict[str, Any]:
    kind = chance.random()
    if kind < 0.2:
        return {"literal": chance.choice(_DATES_IN_WORDS)}
    if kind < 0.35:
        return {"raw": chance.choice(_EXPRESSIONS)}
    date: dict[str, Any] = {"date-parts": [_parts(chance)]}
    if kind < 0.5:
        date["date-parts"] = sorted([_parts(chance), _parts(chance)])
    elif kind < 0.6:
        date["season"] = chance.randint(1, 4)
    if chance.random() < 0.2:
        date["circa"] = True
    return date


def _parts(chance: random.Random) -> list[int]:
    whole = [chance.choice(_YEARS), chance.randint(1, 12), chance.randint(1, 28)]
    return whole[: chance.randint(1, 3)]


_PLAIN_VALUES: Final = {
    "DOI": "10.1234/abcd.5678",
    "ISBN": "978-3-16-148410-0",
    "ISSN": "1234-5679",
    "PMCID": "PMC1234567",
    "PMID": "23456789",
    "URL": "https://a.example/path",
    "chapter-number": "9",
    "collection-number": "66",
    "dimensions": "2:34:10",
    "edition": "2",
    "issue": "8",
    "keyword": "alpha, beta",
    "language": "fr-FR",
    "license": "MIT",
    "number": "77",
    "number-of-pages": "345",
    "number-of-volumes": "3",
    "page": "12-34",
    "part-number": "44",
    "printing-number": "33",
    "scale": "1:5000",
    "section": "55",
    "supplement-number": "22",
    "version": "1.2",
    "volume": "7",
}
_YEARS_OF: Final = {
    "accessed": 2012,
    "available-date": 2009,
    "event-date": 2013,
    "issued": 2011,
    "original-date": 1914,
    "submitted": 2010,
}
# Variables that processors fill, and old names of others.
_NO_VALUES: Final = frozenset(
    """citation-key citation-label citation-number event first-reference-note-number journalAbbreviation
    locator page-first year-suffix""".split()
)
_WITH_MARKUP: Final = (
    'On <i>Arvicola</i> in <span class="nocase">NASA</span> tanks: voles & others'
)


def ordinary_items(count: int) -> list[dict[str, Any]]:
    """Return `count` CSL items with values as people have them, each variable's told
    apart from the others': some of the variables in each item, all types in turn.
    """
    chance = random.Random(_SEED)
    types = sorted(ITEM_TYPES)
    return [
        _ordinary(chance, number, types[number % len(types)]) for number in range(count)
    ]


def _ordinary(chance: random.Random, number: int, item_type: str) -> dict[str, Any]:
    item: dict[str, Any] = {"id": f"ordinary{number}", "type": item_type}
    for variable in sorted(set(KIND) - _NO_VALUES):
        is_usual = variable in ("title", "author", "issued")
        if is_usual or chance.random() < _share(variable):
            item[variable] = _plain_value(variable)
    return item


def _plain_value(variable: str) -> Any:
    if variable in _PLAIN_VALUES:
        return _PLAIN_VALUES[variable]
    words = variable.replace("-", " ").replace("_", " ")
    match KIND[variable]:
        case "name":
            end = words.replace(" ", "")
            return [{"family": f"Fam{end}", "given": f"Giv{end}"}]
        case "date":
            return {"date-parts": [[_YEARS_OF[variable], 5, 3]]}
        case _ if variable == "title":
            return _WITH_MARKUP
        case _:
            return f"Some {words}"
