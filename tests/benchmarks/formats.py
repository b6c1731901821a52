"""`python -m tests.benchmarks.formats [ENTRIES...]`: reading .bib files, beside
bibtexparser 2 and pybtex.

For each number of entries (10,000 and 100,000 unless told) a file of realistic entries
is made, always the same, and each program reads it in a process of its own: processor
seconds and peak memory, import left out. bibtexparser (version 2, a pre-release) is
measured where it is installed.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = {
    "concrete syntax": """
        from csecrefs.formats.bibtex import parse
        run = lambda text: sum(len(entry.fields) for entry in parse(text).entries)
    """,
    "typed records": """
        from csecrefs.formats.bibtex import read
        run = lambda text: len(read(text)[0])
    """,
    "pybtex": """
        from pybtex.database import parse_string
        run = lambda text: len(parse_string(text, "bibtex").entries)
    """,
    "bibtexparser": """
        import logging, bibtexparser
        logging.disable()
        run = lambda text: len(bibtexparser.parse_string(text).entries)
    """,
}
FRAME = """
import resource, sys, time, textwrap
exec(textwrap.dedent(sys.argv[1]))
with open(sys.argv[2], encoding="utf-8", newline="") as file:
    text = file.read()
begin = time.process_time()
count = run(text)
seconds = time.process_time() - begin
print(f"{seconds:8.2f} s {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB  {count}")
"""
WORDS = """analysis theory of the quantum {DNA} systems and modelling for Bayesian networks über neue Methoden
learning deep evidence from large scale climate policy children rights law in \\'etude $\\alpha$""".split()
FAMILIES = r"Müller Smith García de~la~Cruz O\'Neil van~Dyck Erd{\H{o}}s Nguyen Schr{\"o}dinger Brown".split()
GIVEN = "Anna John P. María Q. Wei Lars Björn {\\'E}mile".split()


def bib(entries: int) -> str:
    """A .bib file with that many articles, books and papers."""
    draw = random.Random(entries)
    return "\n".join(_entry(draw, number) for number in range(entries))


def _entry(draw: random.Random, number: int) -> str:
    title = " ".join(draw.choices(WORDS, k=draw.randint(5, 12)))
    authors = " and ".join(_name(draw) for _ in range(draw.randint(1, 5)))
    year, pages = 1950 + number % 70, f"{number}--{number + 12}"
    if number % 3 == 0:
        abstract = " ".join(draw.choices(WORDS, k=60))
        return (
            f"@article{{key{number},\n  author = {{{authors}}},\n  title = {{{{{title}}}}},\n"
            f"  journal = {{Journal of {draw.choice(WORDS)} Studies}},\n  volume = {{{number % 90}}},\n"
            f"  number = {number % 12},\n  pages = {{{pages}}},\n  year = {{{year}}},\n  month = jan,\n"
            f"  doi = {{10.1000/xyz.{number}}},\n  url = {{https://example.org/{number}_a}},\n"
            f"  abstract = {{{abstract}.}}\n}}\n"
        )
    if number % 3 == 1:
        return (
            f'@Book{{key{number},\n  author = "{authors}",\n  title = "{title}: A \\emph{{Sub}} title",\n'
            f"  publisher = {{Springer \\& Sons}},\n  address = {{Berlin}},\n  year = {year},\n"
            f"  isbn = {{978-3-16-148410-{number % 10}}},\n  edition = {{2nd}},\n  keywords = {{a, b}}\n}}\n"
        )
    return (
        f"@InProceedings{{key{number},\n  author    = {{{authors}}},\n  title     = {{{title}}},\n"
        f"  booktitle = {{Proc. of the {number % 30}th Conference}},\n  editor    = {{{_name(draw)}}},\n"
        f"  series    = {{LNCS}},\n  volume    = {{{number % 900}}},\n  pages     = {{{pages}}},\n"
        f"  publisher = {{ACM}},\n  year      = {{{year}}},\n  doi       = {{10.1145/{number}}},\n}}\n"
    )


def _name(draw: random.Random) -> str:
    family = draw.choice(FAMILIES).replace("~", " ")
    given = f"{draw.choice(GIVEN)} {draw.choice(GIVEN)}"
    return f"{family}, {given}" if draw.random() < 0.7 else f"{given} {family}"


def main(arguments: list[str]) -> int:
    for entries in map(int, arguments or ["10000", "100000"]):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "refs.bib"
            file.write_text(bib(entries), encoding="utf-8", newline="")
            print(f"{entries} entries, {file.stat().st_size / 1e6:.1f} MB", flush=True)
            for name, code in ROUNDS.items():
                done = subprocess.run(
                    [sys.executable, "-c", FRAME, code, str(file)],
                    capture_output=True,
                    text=True,
                )
                result = done.stdout.rstrip() or done.stderr.strip().splitlines()[-1]
                print(f"  {name:16}{result}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
