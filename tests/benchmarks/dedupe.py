"""Duplicates among 20,000 records with seeded variants: `python -m
tests.benchmarks.dedupe [COUNT]`.

The records are made up: works with real-looking titles, many of them near misses of
each other (parts of a series, errata, the same authors in the same year). A share of
them stands twice, the second time as somebody else would have typed it.
"""

from __future__ import annotations

import random
import resource
import sys
import time
import unicodedata

from csecrefs.dedupe import duplicates
from csecrefs.model import Date, Name, Reference

_SUBJECTS = """
    harbour glacier sediment orchard seabird dialect treaty reactor enzyme lattice migration archive
    pollen aquifer ballad cartel coral monastery neuron parliament quarry rainfall satellite tariff
    vaccine viaduct wetland zeolite alloy bazaar census drought estuary fossil granite herring
    isotope jurist kelp litigation mosaic nickel opera penguin quota railway sonnet tundra urbanism
    volcano weaving xylem yeast zoning
""".split()
_VERBS = "measuring modelling rethinking mapping tracing estimating governing restoring comparing dating".split()
_PLACES = """
    Alentejo Bohemia Cornwall Dalmatia Epirus Flanders Galicia Hainaut Istria Jutland Karelia
    Lorraine Moravia Navarre Oltenia Piedmont Rügen Silesia Thrace Umbria Valais Wallonia Zeeland
    Transylvania Åland
""".split()
_FAMILIES = """
    Sousa Müller Ionescu Nowak O'Brien Łukasik García Dubois Hansen Kowalczyk Petrov Rossi Silva
    Smith Takahashi Ueda Virtanen Weber Yılmaz Zhang Andersson Bianchi Costa Dvořák Eriksen Fischer
""".split()
_GIVEN = "Ana Bruno Clara David Elena Felix Greta Hugo Irina Jonas Katja Luís Marta Nils Olga Paul Rita".split()
_JOURNALS = (
    "Journal of Coastal Research",
    "Annals of the Historical Society",
    "European Law Quarterly",
    "Materials and Structures",
    "Nordic Journal of Ecology",
    "Review of Economic Geography",
)


def works(count: int, chance: random.Random) -> list[Reference]:
    """Different works, with near misses among them."""
    made: list[Reference] = []
    while len(made) < count:
        work = _work(len(made), chance)
        made.append(work)
        if chance.random() < 0.25:
            made.append(_near_miss(work, len(made), chance))
    return made[:count]


def _work(number: int, chance: random.Random) -> Reference:
    words = chance.sample(_SUBJECTS, 3)
    title = f"{chance.choice(_VERBS).capitalize()} the {words[0]} and the {words[1]} of {chance.choice(_PLACES)}"
    if chance.random() < 0.5:
        title += f": {chance.choice(('a', 'another'))} {words[2]} of {chance.choice(_PLACES)}"
    authors = tuple(
        Name(
            chance.choice(_FAMILIES),
            f"{chance.choice(_GIVEN)} {chance.choice('ABCDEFGH')}.",
        )
        for _ in range(chance.choice((1, 2, 2, 3, 4, 7)))
    )
    first = chance.randint(1, 900)
    fields = {
        "title": title,
        "author": authors,
        "issued": Date((chance.randint(1980, 2024),)),
        "container-title": chance.choice(_JOURNALS),
        "volume": str(chance.randint(1, 90)),
        "issue": str(chance.randint(1, 12)),
        "page": f"{first}-{first + chance.randint(3, 30)}",
    }
    if chance.random() < 0.7:
        fields["DOI"] = f"10.5555/w{number}"
    return Reference(f"w{number}", "article-journal", fields)


def _near_miss(work: Reference, number: int, chance: random.Random) -> Reference:
    """Another work that looks like this one."""
    first = chance.randint(901, 1900)
    changes: dict[str, object] = {"DOI": f"10.5555/w{number}" if chance.random() < 0.7 else None,
                                  "page": f"{first}-{first + 9}"}  # fmt: skip
    kind = chance.randrange(4)
    if kind == 0:
        changes["title"] = f"{work.text('title')}. II"
    elif kind == 1:
        changes |= {"title": f"Erratum to: {work.text('title')}", "page": str(first)}
    elif kind == 2:
        place = chance.choice(_PLACES)
        changes["title"] = " ".join(
            [*work.text("title").split()[:-1], f"{place} {chance.choice(_SUBJECTS)}"]
        )
    else:
        title = _work(number, chance).text("title")
        changes["title"] = (
            title if title != work.text("title") else f"{title} revisited"
        )
    return work.evolve(changes, id=f"w{number}")


def variant(work: Reference, number: int, chance: random.Random) -> Reference:
    """The same work as somebody else would have typed it."""
    changes: dict[str, object] = {}
    title = work.text("title")
    for change in chance.sample(range(9), 3):
        if change == 0:
            changes["title"] = title = (
                title.upper() if chance.random() < 0.3 else title.title()
            )
        elif change == 1:
            changes["title"] = title = _typo(title, chance)
        elif (
            change == 2
            and ":" in title
            and not title.lower().startswith("erratum")
            and "II" not in title
        ):
            changes["title"] = title = title.partition(":")[0]
        elif change == 3:
            changes["author"] = tuple(
                name.evolve(given=name.given[0] + ".") for name in work.names("author")
            )
        elif change == 4:
            changes["container-title"] = " ".join(
                word[:4] + "."
                for word in work.text("container-title").split()
                if word not in ("of", "the", "and")
            )
        elif change == 5:
            changes["page"] = work.text("page").partition("-")[0]
        elif change == 6:
            changes |= {"issue": None, "volume": work.text("volume").zfill(3)}
        elif change == 7 and len(work.names("author")) > 3:
            changes["author"] = (*work.names("author")[:3], Name(literal="others"))
        else:
            plain = (
                unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
            )
            changes["title"] = title = plain
    if chance.random() < 0.6:
        changes["DOI"] = None
    elif "DOI" in work:
        changes["DOI"] = f"https://doi.org/{work.text('DOI').upper()}"
    return work.evolve(changes, id=f"v{number}")


def _typo(title: str, chance: random.Random) -> str:
    at = chance.randrange(3, len(title) - 3)
    return title[:at] + title[at + 1] + title[at] + title[at + 2 :]


def measure(count: int, seed: int = 1) -> tuple[int, int, int]:
    """Wrong merges (records joined with another work's), duplicates found, and
    duplicates seeded.
    """
    chance = random.Random(seed)
    unique = works(count * 4 // 5, chance)
    repeated = chance.sample(unique, count - len(unique))
    listed = unique + [variant(work, int(work.id[1:]), chance) for work in repeated]
    chance.shuffle(listed)
    wrong = found = 0
    for cluster in duplicates(listed):
        works_in = {key[1:] for key in cluster.keys}
        wrong += len(works_in) - 1
        found += len(cluster.keys) - len(works_in)
        if len(works_in) > 1:
            WRONG.append(cluster)
    return wrong, found, len(repeated)


WRONG: list[object] = []

if __name__ == "__main__":
    start = time.perf_counter()
    wrong, found, seeded = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{wrong} wrong merges, sensitivity {found}/{seeded} = {found / seeded:.4f}")
    print(f"{seconds:.1f} s, {memory:.0f} MB")
