"""How well `verify` tells damaged records from clean ones: `python -m
tests.benchmarks.verify [FOLDER]`.

Every recorded work is retyped through BibTeX and through RIS, clean and with one of
fourteen kinds of damage, and judged against its own record. Prints the share detected
of each kind, and the share of clean copies that are called wrong.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import attrs

from csecrefs.formats.bibtex import read as read_bibtex
from csecrefs.formats.bibtex import write as write_bibtex
from csecrefs.formats.registries.crossref import crossref_reference
from csecrefs.formats.registries.datacite import datacite_reference
from csecrefs.formats.tagged.ris import read as read_ris
from csecrefs.formats.tagged.ris import write as write_ris
from csecrefs.model import Date, Name, Reference
from csecrefs.net.session import NetSettings, PoliteSession
from csecrefs.resolve import Registries, Resolver
from csecrefs.resolve.outcome import Resolution
from csecrefs.resolve.verify import Verdict, judge, verify_one
from csecrefs.testing import StandIn
from tests.conformance import SHARED
from tests.conformance.registry_records import works

Damage = Callable[[Reference, Reference, random.Random], Reference | None]
_FAMILIES = ("Abernathy", "Quillfeather", "Ostrander", "Villanueva", "Zielonka")
_WORDS = (
    "glacial",
    "economic",
    "synthetic",
    "medieval",
    "robotic",
    "juvenile",
    "acoustic",
)


@cache
def recorded(folder: Path) -> Sequence[Reference]:
    """Each recorded work with a title once, as a reference with a key of its own."""
    found: dict[str, Reference] = {}
    for _, kind, record in works(folder):
        reference = (
            crossref_reference(record)
            if kind == "crossref"
            else datacite_reference(record)
        )
        if reference.text("title") and (kind == "datacite" or record.get("type")):
            found.setdefault(reference.text("DOI"), reference)
    return tuple(
        [reference.evolve(id=f"r{at}") for at, reference in enumerate(found.values())]
    )


def retyped(references: Sequence[Reference]) -> Iterator[tuple[str, list[Reference]]]:
    """The references after a trip through each format."""
    yield "BibTeX", read_bibtex(write_bibtex(references), path="")[0]
    yield "RIS", read_ris(write_ris(references), path="")[0]


def _year(mine: Reference, _: Reference, chance: random.Random) -> Reference | None:
    years = {
        date.year
        for v in ("issued", "available-date")
        if (date := mine.date(v)) and date.year
    }
    wrong = (
        [y for y in range(min(years) - 6, max(years) + 7) if y not in years]
        if years
        else []
    )
    return mine.evolve(issued=Date((chance.choice(wrong),))) if wrong else None


def _people(change: Callable[[list[Name], random.Random], list[Name] | None]) -> Damage:
    def damage(
        mine: Reference, _: Reference, chance: random.Random
    ) -> Reference | None:
        names = change(list(mine.names("author")), chance)
        return None if names is None else mine.evolve(author=tuple(names))

    return damage


def _drop(names: list[Name], chance: random.Random) -> list[Name] | None:
    if len(names) < 2:
        return None
    names.pop(chance.randrange(len(names)))
    return names


def _invent(names: list[Name], chance: random.Random) -> list[Name] | None:
    names.insert(
        chance.randint(0, len(names)),
        Name(chance.choice(_FAMILIES), chance.choice("ABCDE") + "."),
    )
    return names if len(names) > 1 else None


def _replace_first(names: list[Name], chance: random.Random) -> list[Name] | None:
    return [Name(chance.choice(_FAMILIES), "R."), *names[1:]] if names else None


def _reverse(names: list[Name], chance: random.Random) -> list[Name] | None:
    return names[::-1] if len({str(name) for name in names}) > 1 else None


def _misspell(names: list[Name], chance: random.Random) -> list[Name] | None:
    at = chance.randrange(len(names)) if names else 0
    family = names[at].family if names else ""
    if len(family) < 6 or not family.isascii():
        return None
    spot = chance.randrange(1, len(family) - 2)
    names[at] = names[at].evolve(
        family=family[:spot] + "qx"[family[spot] == "q"] + family[spot + 1 :]
    )
    return names


def _title_word(
    mine: Reference, _: Reference, chance: random.Random
) -> Reference | None:
    words = mine.text("title").split()
    long = [at for at, word in enumerate(words) if len(word) > 4 and "<" not in word]
    if not long:
        return None
    words[chance.choice(long)] = chance.choice(_WORDS)
    return mine.evolve(title=" ".join(words))


def _title_cut(
    mine: Reference, _: Reference, chance: random.Random
) -> Reference | None:
    words = mine.text("title").split()
    if len(words) < 6 or "<" in mine.text("title"):
        return None
    at = chance.randrange(1, len(words) - 2)
    return mine.evolve(title=" ".join(words[:at] + words[at + 2 :]))


def _taken(variable: str) -> Damage:
    def damage(
        mine: Reference, other: Reference, chance: random.Random
    ) -> Reference | None:
        same = mine.text(variable).lower() == other.text(variable).lower()
        if same or not mine.text(variable) or not other.text(variable):
            return None
        return mine.evolve(
            {variable: other.text(variable), "container-title-short": None}
        )

    return damage


def _number(variable: str) -> Damage:
    def damage(
        mine: Reference, _: Reference, chance: random.Random
    ) -> Reference | None:
        text = mine.text(variable)
        return (
            mine.evolve({variable: str(int(text) + chance.randint(1, 40))})
            if text.isdigit()
            else None
        )

    return damage


def _pages(mine: Reference, _: Reference, chance: random.Random) -> Reference | None:
    first, _, last = mine.text("page").partition("-")
    if not first.isdigit():
        return None
    step = chance.randint(2, 300)
    page = (
        f"{int(first) + step}-{int(last) + step}"
        if last.isdigit()
        else str(int(first) + step)
    )
    return mine.evolve(page=page)


def _swapped(
    mine: Reference, other: Reference, chance: random.Random
) -> Reference | None:
    same = mine.text("title") == other.text("title") and mine.year == other.year
    return None if same else mine.evolve(DOI=other.text("DOI"))


KINDS: dict[str, Damage] = {
    "swapped DOI": _swapped,
    "wrong year": _year,
    "author dropped": _people(_drop),
    "author invented": _people(_invent),
    "first author replaced": _people(_replace_first),
    "authors reversed": _people(_reverse),
    "author misspelled": _people(_misspell),
    "word of the title changed": _title_word,
    "words of the title dropped": _title_cut,
    "title of another work": _taken("title"),
    "wrong container": _taken("container-title"),
    "wrong volume": _number("volume"),
    "wrong issue": _number("issue"),
    "wrong pages": _pages,
}


def measure(folder: Path, seed: int = 5, step: int = 1) -> dict[str, tuple[int, int]]:
    """For "clean" and each kind of damage, how many were called wrong, and of how many.

    Only every `step`-th work is taken.
    """
    chance = random.Random(seed)
    references = recorded(folder)[::step]
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for format, copies in retyped(references):
        if len(copies) != len(references):
            print(f"{format} gave {len(copies)} of {len(references)}", file=sys.stderr)
        originals = {reference.text("DOI"): reference for reference in references}
        for copy in copies:
            _count(counts, "clean", _verdict(copy, originals), copy)
            for kind, damage in KINDS.items():
                damaged = damage(copy, chance.choice(references), chance)
                if damaged is not None and damaged != copy:
                    _count(counts, kind, _verdict(damaged, originals), damaged)
    return dict(counts)


def measure_down(
    folder: Path, down: Iterable[str], cache: Path, step: int = 40, seed: int = 5
) -> tuple[dict[str, tuple[int, int]], Counter[str]]:
    """The same through a resolver, with some registries out of reach.

    Returns the counts of the works whose own registry answers, and the verdicts on the
    others, which nobody can judge.
    """
    chance = random.Random(seed)
    references = recorded(folder)[::step]
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    blind: Counter[str] = Counter()
    with StandIn() as registry:
        registry.load_recorded(folder)
        at = attrs.evolve(Registries.at(registry.url), **dict.fromkeys(down, _NOWHERE))
        with PoliteSession(NetSettings(tries=1, connect=1, cache=cache)) as session:
            resolver = Resolver(session, at)
            for copy in next(retyped(references))[1]:
                _judged("clean", copy, resolver, counts, blind)
                for kind, damage in KINDS.items():
                    damaged = damage(copy, chance.choice(references), chance)
                    if damaged is not None and damaged != copy:
                        _judged(kind, damaged, resolver, counts, blind)
    return dict(counts), blind


_NOWHERE: Final = "http://127.0.0.1:9"
"""An address on which nothing answers."""


def _judged(
    kind: str,
    reference: Reference,
    resolver: Resolver,
    counts: dict[str, tuple[int, int]],
    blind: Counter[str],
) -> None:
    """Count the verdict on one reference; one that cannot be judged counts apart."""
    verification = verify_one(reference, resolver)
    if verification.verdict == "unchecked":
        blind["finding" if verification.finding else "unchecked"] += 1
    else:
        _count(counts, kind, verification.verdict, reference)


def _verdict(reference: Reference, originals: dict[str, Reference]) -> Verdict:
    registered = originals.get(reference.text("DOI").lower())
    outcome = (
        Resolution(None, "found", registered)
        if registered
        else Resolution(None, "not-registered")
    )
    return judge(reference, outcome).verdict


def _count(
    counts: dict[str, tuple[int, int]],
    kind: str,
    verdict: Verdict,
    reference: Reference,
) -> None:
    wrong = verdict not in ("ok", "cosmetic") and not (
        kind == "clean" and verdict == "incomplete"
    )
    hit, total = counts[kind]
    counts[kind] = (hit + wrong, total + 1)
    MISSED[kind, verdict] += 1
    if wrong == (kind == "clean"):
        EXAMPLES.setdefault(kind, []).append(reference)


MISSED: Counter[tuple[str, str]] = Counter()
EXAMPLES: dict[str, list[Reference]] = {}

if __name__ == "__main__":
    result = measure(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "registry")
    hits = sum(hit for kind, (hit, _) in result.items() if kind != "clean")
    total = sum(total for kind, (_, total) in result.items() if kind != "clean")
    for kind, (hit, of) in result.items():
        print(f"{kind}: {hit}/{of} = {hit / of:.2%}")
    print(f"damaged detected: {hits}/{total} = {hits / total:.2%}")
    for down in (("openalex", "dblp"), ("datacite", "arxiv"), ("crossref", "pubmed")):
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / "cache.sqlite"
            result, blind = measure_down(SHARED / "registry", down, file)
        wrong, clean = result.pop("clean", (0, 0))
        hits = sum(hit for hit, _ in result.values())
        total = sum(of for _, of in result.values())
        print(
            f"without {' and '.join(down)}: {hits}/{total} detected,"
            f" {wrong}/{clean} clean called wrong, {dict(blind)}"
        )
