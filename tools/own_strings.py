"""Write labelled reference strings made by csecrefs itself from records.

    python -m tools.own_strings RECORDS... --styles 400 --each 25 -o own.jsonl

Each record is formatted in some style and locale; the marks that the engine puts around
values (`spans=True`) are the labels. A share is set as people type by hand
(`tools.typed`). Records are files in any format that csecrefs reads.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import csecrefs as cr
from csecrefs.errors import CsecrefsError
from csecrefs.styles import index
from csecrefs.text.inline import DISPLAY_TAGS, Inline
from tools.gold import fingerprint, trimmed
from tools.pieces import Piece, joined, worn

LABELS: Final = {
    "title": "title", "title-short": "title", "part-title": "title", "reviewed-title": "title",
    "container-title": "container", "container-title-short": "container",
    "journalAbbreviation": "container", "event-title": "container", "event": "container",
    "volume-title": "container", "collection-title": "series", "publisher": "publisher",
    "authority": "publisher", "publisher-place": "location", "event-place": "location",
    "jurisdiction": "location", "volume": "volume", "number-of-volumes": "volume",
    "part-number": "volume", "issue": "issue", "supplement-number": "issue",
    "page": "pages", "page-first": "pages", "DOI": "doi", "URL": "url", "edition": "edition",
    "genre": "genre", "number": "number", "version": "number", "collection-number": "volume",
    "issued": "date", "event-date": "date", "year-suffix": "date", "accessed": "accessed",
    "ISBN": "id", "ISSN": "id", "PMID": "id", "PMCID": "id", "citation-number": "citno",
    "citation-label": "citno", "note": "note", "annote": "note", "medium": "note",
    "archive": "note", "archive_location": "note", "archive-place": "note", "section": "note",
    "chapter-number": "note", "status": "note", "dimensions": "note", "source": "note",
    "call-number": "note", "references": "note", "number-of-pages": "note", "scale": "note",
    "author": "author", "composer": "author", "director": "author", "producer": "author",
    "performer": "author", "host": "author", "script-writer": "author", "editor": "editor",
    "collection-editor": "editor", "editorial-director": "editor", "chair": "editor",
    "compiler": "editor", "organizer": "editor", "curator": "editor", "translator": "translator",
    "container-author": "author",
}  # fmt: skip
"""Label of each variable; values of others are not labelled."""
_NAMED: Final = """
    apa chicago-author-date chicago-notes-bibliography modern-language-association ieee
    nature science cell elsevier-harvard elsevier-vancouver elsevier-with-titles
    nlm-citation-sequence harvard-cite-them-right oscola springer-basic-author-date
    springer-basic-brackets springer-lecture-notes-in-computer-science springer-vancouver
    american-medical-association american-chemical-society american-institute-of-physics
    american-physics-society american-political-science-association plos bmj
    american-sociological-association iso690-author-date-en iso690-numeric-en din-1505-2
    turabian-author-date taylor-and-francis-national-library-of-medicine mhra thieme-german
    royal-society-of-chemistry american-geophysical-union bluebook-law-review
    gost-r-7-0-5-2008
""".split()
"""Styles that lists are mostly in, formatted besides random ones."""
_LOCALES: Final = """
    en-US en-US en-US en-GB de-DE fr-FR es-ES it-IT ro-RO pt-BR nl-NL sv-SE pl-PL cs-CZ
    ru-RU tr-TR da-DK hu-HU
""".split()
_LAW: Final = re.compile(
    "law|legal|droit|recht|juri|oscola|histor|human|philos|theolog"
)
_LAW_SHARE: Final = 0.3
_DROPPED: Final = {
    "DOI": 0.65, "URL": 0.6, "accessed": 0.5, "ISBN": 0.9, "ISSN": 0.95, "note": 0.95,
    "abstract": 1.0, "keyword": 1.0, "annote": 1.0, "PMID": 0.8, "PMCID": 0.8, "archive": 0.5,
    "archive_location": 0.5, "source": 0.9, "language": 0.3, "number-of-pages": 0.8,
    "publisher-place": 0.15, "issue": 0.25, "medium": 0.7, "call-number": 1.0,
    "event-place": 0.5, "references": 0.9, "title-short": 0.5, "license": 1.0,
    "original-date": 0.8, "section": 0.5, "genre": 0.3, "collection-title": 0.4, "number": 0.2,
}  # fmt: skip
"""Share of records that lose a variable, so that styles print what lists have."""
_SITES: Final = """
    idsi.md europa.eu unicef.org sagepub.com ohchr.org jstor.org who.int example.org
    coe.int oecd.org gov.uk bund.de
""".split()


def records(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield the records in files, those without a title left out."""
    for path in paths:
        try:
            library = cr.Library.read(path)
        except CsecrefsError:
            continue
        for reference in library:
            if reference.text("title") and len(reference.text("title")) < 300:
                yield reference.to_csl()


def varied(item: dict[str, Any], rnd: random.Random) -> dict[str, Any]:
    """Return a record that lacks some of its variables and some of its people."""
    kept = {
        name: value
        for name, value in item.items()
        if rnd.random() >= _DROPPED.get(name, 0.01)
    }
    kept |= {name: item[name] for name in ("id", "type", "title") if name in item}
    for role in ("author", "editor"):
        people = kept.get(role)
        if isinstance(people, list) and len(people) > 8 and rnd.random() < 0.7:
            kept[role] = people[: rnd.randint(1, 6)]
        if isinstance(people, list) and rnd.random() < 0.25:
            kept[role] = [_initialed(name) for name in kept[role]]
    if rnd.random() < 0.06 and kept.get("container-title"):
        del kept["title"]
    return kept


def _initialed(name: dict[str, Any]) -> dict[str, Any]:
    given = name.get("given")
    if not given:
        return name
    initials = "".join(f"{word[0]}. " for word in str(given).split())
    return {**name, "given": initials.strip()}


def pieces(tree: Iterable[Inline], label: str = "") -> Iterator[Piece]:
    """Yield the text of an entry, each piece with the label of the value it is of."""
    for node in tree:
        if isinstance(node, str):
            yield node, label
            continue
        inside = label
        if node.variable and not label:
            inside = LABELS.get(node.variable, "")
        yield from pieces(node.children, inside)
        if node.tag in DISPLAY_TAGS:
            yield " ", ""


def bilingual(found: list[Piece], titles: list[str], rnd: random.Random) -> list[Piece]:
    """Return an entry whose title is followed by a translation in brackets."""
    result: list[Piece] = []
    done = False
    for place, (text, label) in enumerate(found):
        result.append((text, label))
        last = place + 1 == len(found) or found[place + 1][1] != "title"
        if label == "title" and last and not done:
            result += [
                (" [", ""),
                (rnd.choice(titles).strip(" ."), "translated"),
                ("]", ""),
            ]
            done = True
    return result


def linked(found: list[Piece], rnd: random.Random) -> list[Piece]:
    """Return an entry that ends in the text of a link whose address is lost."""
    title = "".join(text for text, label in found if label == "title")[:90]
    name = re.sub(r"\W+", "-", title)[:40]
    texts = (
        f"{name}.pdf",
        f"{name}.pdf ({rnd.choice(_SITES)})",
        f"{title} ({rnd.choice(_SITES)})",
        f"{title} | {rnd.choice(_SITES).split('.')[0].upper()}",
        f"{rnd.randint(1, 200)}-{rnd.randint(201, 300)}_{rnd.randint(1, 99)}.pdf ({rnd.choice(_SITES)})",
        f"View of {title.title()} ({rnd.choice(_SITES).title()})",
    )
    lead = rnd.choice(
        (
            " Available: ",
            " Available at: ",
            " Disponibil: ",
            " Disponible: ",
            " URL: ",
            " ",
        )
    )
    return [*found, (lead, ""), (rnd.choice(texts), "note")]


def formatted(
    pool: list[dict[str, Any]], styles: list[str], number: int, rnd: random.Random
) -> Iterator[tuple[int, list[Piece]]]:
    """Yield entries of records from `pool` as labelled pieces, `number` in each style.

    The number with each is that of its list.
    """
    titles = [item["title"] for item in pool if 20 < len(str(item["title"])) < 140]
    for place, style in enumerate(styles):
        locale = ""
        if rnd.random() < 0.6:
            locale = rnd.choice(_LOCALES)
        items = [
            {**varied(item, rnd), "id": f"r{number_}"}
            for number_, item in enumerate(rnd.sample(pool, min(number, len(pool))))
        ]
        try:
            library = cr.Library.parse(json.dumps(items), format="csl-json")
            listed = library.bibliography(style=style, locale=locale, spans=True)
            entries = list(listed.entries)
        except CsecrefsError:
            continue
        for entry in entries:
            found = list(pieces(entry.tree))
            if rnd.random() < 0.06:
                found = bilingual(found, titles, rnd)
            if rnd.random() < 0.08:
                found = linked(found, rnd)
            yield place, found


def _styles(count: int, without: set[str], rnd: random.Random) -> list[str]:
    names = [each.name for each in index.listed() if not each.parent]
    names = [name for name in names if name not in without]
    law = [name for name in names if _LAW.search(name)]
    rnd.shuffle(names)
    rnd.shuffle(law)
    lawful = law[: int(count * _LAW_SHARE)]
    return [*(name for name in _NAMED if name not in without), *lawful, *names][:count]


def main() -> None:
    """Write strings as the command line says."""
    from tools.typed import typed

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path, nargs="+")
    parser.add_argument("--styles", type=int, default=300)
    parser.add_argument("--each", type=int, default=25)
    parser.add_argument("--typed", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--tests", type=Path, help="refs.jsonl whose styles are left out"
    )
    parser.add_argument("-o", "--output", type=Path, required=True)
    chosen = parser.parse_args()
    rnd = random.Random(chosen.seed)
    without: set[str] = set()
    kept_back: set[str] = set()
    if chosen.tests:
        rows = map(json.loads, chosen.tests.read_text(encoding="utf-8").splitlines())
        without = {row["style"] for row in rows if row.get("style")}
        kept_back = set(
            (chosen.tests.parent / "not-for-training.sha1").read_text().split()
        )
    by_title = {item["title"]: item for item in records(chosen.records)}
    pool = list(by_title.values())
    rnd.shuffle(pool)
    sys.stderr.write(f"{len(pool)} records\n")
    made = formatted(pool, _styles(chosen.styles, without, rnd), chosen.each, rnd)
    count = 0
    with chosen.output.open("w", encoding="utf-8") as out:
        by_hand = ((-1, found) for found in typed(pool, chosen.typed, rnd))
        for place, found in (*made, *by_hand):
            text, spans = joined(worn(found, rnd))
            spans = [trimmed(text, *span) for span in spans]
            spans = [span for span in spans if span[0] < span[1]]
            if (
                len(spans) < 3
                or not 25 < len(text) < 900
                or fingerprint(text) in kept_back
            ):
                continue
            row = {"text": text, "spans": spans, "list": place}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    sys.stderr.write(f"{count} strings\n")


if __name__ == "__main__":
    main()
