"""How fast documents are formatted: `python -m tests.benchmarks.format [MEASURE]...
[options]`.

speed    1,000 items to HTML in four styles, the whole process, in turns with each peer
small    the same with 30 items, with the cache of parsed styles and without it
list     the shipped reference list in APA, in turns with pandoc
growth   1,000, 10,000 and 100,000 items in APA: time an item, and memory
insert   one citation put into a document of 5,000 citations in APA
search   a word looked for in the titles of all styles, once their index is kept

Peers are pandoc, and citeproc-js where `--citeproc-js` or CSECREFS_CITEPROC_JS names
the folder that npm installed it in. Ratios are medians of pairs run one after the
other, by the clock and by processor time: on a busy machine the second says more.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from csecrefs import Cite, Document, Library
from tests.benchmarks.items import load, varied
from tests.benchmarks.peers import SEARCH, Command, Run, at_hand, ours, run
from tests.conformance import SHARED

STYLES = ("apa", "chicago-author-date", "ieee", "modern-language-association")
MEASURES = ("speed", "small", "list", "growth", "insert", "search")
_LIST = Path(__file__).parents[2] / "bib"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.format")
    parser.add_argument(
        "measures", nargs="*", choices=[*MEASURES, []], metavar="MEASURE"
    )
    parser.add_argument(
        "--items", type=Path, default=SHARED / "csl/reference-output/items.json"
    )
    parser.add_argument(
        "--citeproc-js",
        default=os.environ.get("CSECREFS_CITEPROC_JS"),
        metavar="FOLDER",
    )
    parser.add_argument(
        "--pairs", type=int, default=5, help="how often each pair is run"
    )
    options = parser.parse_args(arguments)
    if not options.items.is_file():
        print(f"no items: {options.items} is not there", file=sys.stderr)
        return 2
    with TemporaryDirectory() as folder:
        bench = _Bench(options, Path(folder))
        for measure in options.measures or MEASURES:
            print(f"{measure}:", flush=True)
            getattr(bench, measure)()
    return 0


class _Bench:
    """The measures, working in one folder; the cache of parsed styles is in it, so it
    starts empty.
    """

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.items = load(options.items)
        self.pairs: int = options.pairs
        self.peers = at_hand(options.citeproc_js)
        self.folder = folder
        self.caches = 0

    def speed(self) -> None:
        self._pairs(self._file(1000), self.peers)

    def small(self) -> None:
        items = self._file(30)
        self._pairs(items, self.peers)
        for style in STYLES:
            runs = [self._ours_uncached(items, style) for _ in range(self.pairs)]
            print(f"  {style}: {_shown(runs)} without a cache")

    def list(self) -> None:
        files = sorted(_LIST.glob("*.bib"))
        self._pairs(
            files[0],
            {name: peer for name, peer in self.peers.items() if name == "pandoc"},
            ("apa",),
        )

    def growth(self) -> None:
        first = 0.0
        for count in (1_000, 10_000, 100_000):
            items = self._file(count)
            runs = [
                self._run(ours, items, "apa")
                for _ in range(self.pairs if count < 100_000 else 1)
            ]
            each = statistics.median(taken.cpu for taken in runs) / count
            first = first or each
            print(
                f"  {count:,}: {_shown(runs)}; {each * 1e6:.0f} µs an item, {each / first:.2f} x the first"
            )

    def insert(self) -> None:
        chance = random.Random(1)
        library = Library.parse(json.dumps(varied(self.items, 4_000)))
        keys = list(library.keys())
        document = library.document(style="apa")
        for _ in range(5_000):
            document.cite(
                *(
                    Cite(key)
                    for key in chance.sample(keys[:3_000], chance.choice((1, 1, 2)))
                )
            )
        begun = time.perf_counter()
        str(document.citations[0])
        print(
            f"  first rendering of 5,000 citations: {time.perf_counter() - begun:.2f} s"
        )
        for what, chosen in (("already cited", keys[:3_000]), ("new", keys[3_000:])):
            insertions = [
                _insertion(document, chance.choice(chosen), chance.randrange(5_000))
                for _ in range(100)
            ]
            taken, cpu, changed = zip(*insertions, strict=True)
            print(
                f"  one citation of a work {what}: median {statistics.median(taken) * 1e3:.1f} ms "
                f"({statistics.median(cpu) * 1e3:.1f} ms of processor, at least {min(cpu) * 1e3:.1f}), "
                f"longest {max(taken) * 1e3:.1f} ms, at most {max(changed)} changed"
            )

    def search(self) -> None:
        environment = {"XDG_CACHE_HOME": str(self.folder)}
        first, *later = (run(SEARCH, environment) for _ in range(self.pairs + 1))
        print(f"  {_shown([first])} the first time; {_shown(later)} after it")

    def _file(self, count: int) -> Path:
        path = self.folder / f"items-{count}.json"
        path.write_text(
            json.dumps(varied(self.items, count), ensure_ascii=False), encoding="utf-8"
        )
        return path

    def _pairs(
        self, items: Path, peers: dict[str, Command], styles: Sequence[str] = STYLES
    ) -> None:
        for style in styles:
            self._run(ours, items, style)
            if not peers:
                print(
                    f"  {style}: {_shown([self._run(ours, items, style) for _ in range(self.pairs)])}"
                )
            for name, peer in peers.items():
                pairs = [
                    (self._run(ours, items, style), self._run(peer, items, style))
                    for _ in range(self.pairs)
                ]
                mine, other = zip(*pairs, strict=True)
                clock = statistics.median(
                    theirs.seconds / own.seconds for own, theirs in pairs
                )
                cpu = statistics.median(theirs.cpu / own.cpu for own, theirs in pairs)
                ratios = f"{clock:.1f} x ours ({cpu:.1f} x of processor)"
                print(
                    f"  {style}: {_shown(mine)}; {name} {_shown(other)}, {ratios}",
                    flush=True,
                )

    def _run(self, command: Command, items: Path, style: str) -> Run:
        cache = self.folder / f"cache-{self.caches}"
        return run(command(items, style, self.folder), {"XDG_CACHE_HOME": str(cache)})

    def _ours_uncached(self, items: Path, style: str) -> Run:
        self.caches += 1
        return self._run(ours, items, style)


def _insertion(document: Document, key: str, place: int) -> tuple[float, float, int]:
    """How long it takes to put in a citation and to learn what changed, by the clock
    and of processor time, and how many changed."""
    begun, cpu = time.perf_counter(), time.process_time()
    changed = document.insert(place, key)
    return time.perf_counter() - begun, time.process_time() - cpu, len(changed)


def _shown(runs: Sequence[Run]) -> str:
    seconds, cpu, size = (
        statistics.median(values) for values in zip(*runs, strict=True)
    )
    return f"{seconds:.2f} s ({cpu:.2f} s of processor, {size:.0f} MB)"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
