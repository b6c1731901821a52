"""Train the weights by which `csecrefs.strings` tells the first lines of entries.

    python -m tools.train_lines --gold FOLDER --own own.jsonl -o OUT

`--own` are strings of `tools.own_strings`, wrapped here as pages wrap them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pycrfsuite

from csecrefs.strings.lines import ListLines
from tools.gold import fingerprint
from tools.train_strings import packed

Lines = tuple[list[str], list[str]]
_HEADS: Final = (
    "References",
    "REFERENCES",
    "Bibliography",
    "Literatur",
    "Works cited",
    "Références",
    "Bibliografia",
)
_NUMBERS: Final = ("[{}] ", "{}. ", "({}) ", "{}) ", "{} ", "[{}]", "[{}]\n", "{}.\n")


def gold_lists(folder: Path) -> Iterator[Lines]:
    """Yield the lists of others with a label for each line."""
    for each in json.loads((folder / "grobid-lists.json").read_text(encoding="utf-8")):
        seen: set[int] = set()
        labels = []
        for owners in each["owner"]:
            if not owners:
                labels.append("O")
            elif set(owners) - seen:
                labels.append("B")
            else:
                labels.append("I")
            seen |= set(owners)
        yield each["lines"], labels


def wrapped(entries: list[str], rnd: random.Random) -> Lines:
    """Return entries as the lines of a page, with labels."""
    width = rnd.choice((38, 45, 52, 60, 70, 78, 90, 100, 120))
    hyphens = rnd.random() < 0.6
    page, since, every = rnd.randint(5, 300), 0, rnd.randint(25, 55)
    lines: list[str] = []
    labels: list[str] = []
    if rnd.random() < 0.6:
        lines.append(rnd.choice(_HEADS))
        labels.append("O")
    mark = ""
    chance = rnd.random()
    if chance < 0.3:
        mark = rnd.choice(_NUMBERS)
    elif chance < 0.4:
        mark = rnd.choice(("- ", "• ", "* ", "– "))
    if rnd.random() < 0.6:
        entries = sorted(entries)
    for number, entry in enumerate(entries, rnd.choice((1, 1, 1, 37))):
        text = re.sub(r"^(?:\[\d+\]|\(\d+\)|\d+[.)]?)\s*", "", entry)
        made = _page_lines(mark.format(number) + text, width, hyphens, rnd)
        lines += made
        labels += ["B", *["I"] * (len(made) - 1)]
        since += len(made)
        if since > every:
            since, page = 0, page + 1
            between = _between(page, rnd)
            lines += between
            labels += ["O"] * len(between)
    return lines, labels


def _page_lines(text: str, width: int, hyphens: bool, rnd: random.Random) -> list[str]:
    made, line = [], ""
    if "\n" in text:
        head, text = text.split("\n", 1)
        made.append(head)
    for word in text.split(" "):
        if not line:
            line = word
        elif len(line) + 1 + len(word) <= width:
            line += f" {word}"
        else:
            room = min(width - len(line) - 2, len(word) - 3)
            if (
                hyphens
                and word.isalpha()
                and len(word) > 6
                and room > 2
                and rnd.random() < 0.5
            ):
                made.append(f"{line} {word[:room]}-")
                line = word[room:]
            else:
                made.append(line)
                line = word
    return [*made, line]


def _between(page: int, rnd: random.Random) -> list[str]:
    choices = (
        [], [str(page)], [f"Journal of Made-up Studies {page}"], [f"{page}  Author and Other"],
        ["Downloaded from example.org"], [f"A. Author et al. / Some Journal 12 (2019) 1–{page}"],
        [str(page), f"Annals of Harbours {page} (2018)"],
    )  # fmt: skip
    return rnd.choice(choices)


def main() -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--own", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    chosen = parser.parse_args()
    rnd = random.Random(4)
    by_list: dict[int, list[str]] = defaultdict(list)
    for line in chosen.own.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by_list[row["list"]].append(row["text"])
    lists = [
        wrapped(entries, rnd)
        for entries in by_list.values()
        for _ in range(2)
        if len(entries) > 5
    ]
    if chosen.gold:
        kept_back = set(
            (chosen.gold.parent / "not-for-training.sha1").read_text().split()
        )
        gold = [
            each
            for each in gold_lists(chosen.gold)
            if fingerprint("".join(each[0])) not in kept_back
        ]
        lists += gold * 3
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(
        {"c1": 0.1, "c2": 0.05, "max_iterations": 80, "feature.minfreq": 2}
    )
    for lines, labels in lists:
        trainer.append(ListLines.read(lines).attributes(), labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.crf"
        trainer.train(str(path))
        content = packed(path, least=0.05, offsets=())
    chosen.output.write_bytes(content)
    sys.stderr.write(f"{len(lists)} lists, {len(content)} bytes\n")


if __name__ == "__main__":
    main()
