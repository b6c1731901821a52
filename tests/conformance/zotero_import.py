"""What Zotero's translators read from 23 formats, value by value: titles, names, dates,
numbers, identifiers.

Conventions: white space is collapsed; of rich text i, b, sup and sub count; names are
compared without points and spaces; ISBN and ISSN by their digits, DOI without regard to
case; a date by year, month and day where the expected text gives them. `python -m
tests.conformance.zotero_import` prints the figures by format.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from csecrefs.model import NAME_VARIABLES, Name, Reference
from csecrefs.model.date import parse_date
from tests.conformance import SHARED, Case
from tests.conformance._readers import read_case

SOURCE = "formats/zotero_import.json"

VARIABLES = {
    "title": ("title",),
    "caseName": ("title", "title-short"),
    "nameOfAct": ("title", "title-short"),
    "subject": ("title",),
    "shortTitle": ("title-short",),
    **dict.fromkeys(
        """publicationTitle bookTitle proceedingsTitle dictionaryTitle encyclopediaTitle websiteTitle
        blogTitle reporter code""".split(),
        ("container-title",),
    ),
    "series": ("collection-title",),
    "seriesTitle": ("collection-title",),
    "conferenceName": ("event-title",),
    "journalAbbreviation": ("container-title-short", "container-title"),
    **dict.fromkeys(
        ("volume", "codeVolume", "reporterVolume", "codeNumber"), ("volume", "number")
    ),
    "issue": ("issue",),
    "edition": ("edition",),
    "seriesNumber": ("collection-number",),
    "numberOfVolumes": ("number-of-volumes",),
    "versionNumber": ("version",),
    **dict.fromkeys(("pages", "codePages", "firstPage"), ("page",)),
    "numPages": ("number-of-pages",),
    **dict.fromkeys(
        "reportNumber patentNumber billNumber documentNumber docketNumber publicLawNumber".split(),
        ("number",),
    ),
    **dict.fromkeys(
        """publisher university institution company label studio distributor repository court""".split(),
        ("publisher", "authority", "archive"),
    ),
    "place": ("publisher-place", "event-place"),
    "url": ("URL",),
}
DATES = ("date", "issueDate", "dateDecided", "dateEnacted")
OTHER_ROLES = {
    "editor": "editor",
    "seriesEditor": "collection-editor",
    "translator": "translator",
}


def run(path: Path) -> Iterator[Case]:
    """Each value of each case as one `Case`, and the number of items in each."""
    for case in json.loads(path.read_text("utf-8")):
        yield from _values(case)


def _values(case: dict[str, Any]) -> Iterator[Case]:
    name, expected = case["name"], case["expected"]
    references = read_case(case["input"], case["input_format"], case["name"])
    if references is None:
        yield Case(f"{name}: items", False, "no reader for this format")
        return
    yield Case(
        f"{name}: items",
        len(references) == len(expected),
        f"{len(references)}, not {len(expected)}",
    )
    for index, item in enumerate(expected):
        reference = references[index] if index < len(references) else Reference("")
        for key, passed, detail in _compare(item, reference):
            yield Case(f"{name}: {index}.{key}", passed, detail)


def _compare(
    item: dict[str, Any], reference: Reference
) -> Iterator[tuple[str, bool, str]]:
    for field, variables in VARIABLES.items():
        if wanted := _plain(item.get(field, "")):
            got = [_plain(reference.text(variable)) for variable in variables]
            yield field, wanted in got, f"{got[0]!r}, not {wanted!r}"
    for field in DATES:
        if item.get(field):
            yield from _compare_date(field, str(item[field]), reference)
    yield from _compare_identifiers(item, reference)
    yield from _compare_names(item.get("creators", ()), reference)


def _plain(value: object) -> str:
    text = re.sub(r"</?(?!/?(?:i|b|sup|sub)>)[a-zA-Z][^<>]*>", "", str(value))
    text = re.sub("[⁰¹²³⁴-⁹⁺⁻]+", _raised, text)
    text = re.sub("[₀-₉₊₋]+", _lowered, text)
    return re.sub(r"\s*[-‐‑–—]+\s*", "-", " ".join(text.split()))


# Zotero has the characters of Unicode where it can; they say what the tags say.
def _raised(digits: re.Match[str]) -> str:
    return f"<sup>{unicodedata.normalize('NFKC', digits[0])}</sup>"


def _lowered(digits: re.Match[str]) -> str:
    return f"<sub>{unicodedata.normalize('NFKC', digits[0])}</sub>"


def _compare_date(
    field: str, text: str, reference: Reference
) -> Iterator[tuple[str, bool, str]]:
    wanted = parse_date(text)
    if wanted.year:
        issued = reference.date()
        got = issued.start if issued else ()
        yield (
            field,
            got[: len(wanted.start)] == wanted.start,
            f"{got}, not {wanted.start}",
        )


def _compare_identifiers(
    item: dict[str, Any], reference: Reference
) -> Iterator[tuple[str, bool, str]]:
    for field in ("ISBN", "ISSN"):
        if wanted := set(re.findall(r"[\dXx-]{8,}", item.get(field, ""))):
            got = set(
                re.findall(r"[\dX]{8,}", reference.text(field).replace("-", "").upper())
            )
            yield (
                field,
                {part.replace("-", "").upper() for part in wanted} <= got,
                f"{got}, not {wanted}",
            )
    if item.get("DOI"):
        yield (
            "DOI",
            item["DOI"].lower() == reference.text("DOI").lower(),
            f"{reference.text('DOI')!r}",
        )
    for field, wanted_id in re.findall(r"(PMID|PMCID): (\w+)", item.get("extra", "")):
        yield (
            field,
            wanted_id in reference.text(field),
            f"{reference.text(field)!r}, not {wanted_id!r}",
        )


def _compare_names(
    creators: Iterable[dict[str, Any]], reference: Reference
) -> Iterator[tuple[str, bool, str]]:
    authors = {
        variable: [_letters(name) for name in reference.names(variable)]
        for variable in NAME_VARIABLES
    }
    for creator in creators:
        role = OTHER_ROLES.get(creator.get("creatorType", "author"))
        variables = [role] if role else NAME_VARIABLES - set(OTHER_ROLES.values())
        wanted = "".join(
            creator.get(part, "") for part in ("lastName", "firstName", "name")
        )
        wanted = re.sub(r"[\s.,]", "", wanted)
        found = any(wanted in authors[variable] for variable in variables)
        yield (
            creator.get("creatorType", "author"),
            found,
            f"no {creator.get('creatorType', 'author')} {wanted!r} in "
            f"{ ({variable: n for variable, n in authors.items() if n}) }",
        )


def _letters(name: Name) -> str:
    parts = (
        name.literal,
        name.non_dropping_particle,
        name.family,
        name.given,
        name.dropping_particle,
        name.suffix,
    )
    return re.sub(r"[\s.,]", "", "".join(parts))


def _print_by_format() -> None:
    passed, total = Counter[str](), Counter[str]()
    for case in run(SHARED / SOURCE):
        name = case.id.split(":")[0].rpartition("-")[0]
        total[name] += 1
        passed[name] += case.passed
    for name, count in total.items():
        print(f"{name}: {passed[name]}/{count} = {passed[name] / count:.3f}")


if __name__ == "__main__":
    _print_by_format()
