"""A fuzzer of readers, writers, formatting, links, duplicates and manuscripts:
`python -m tests.fuzz SECONDS [SEED]`.

It changes the project's own samples, by bytes and by types, and runs whatever takes
strangers' records on them. A fault is an exception other than CsecrefsError, or a case
that takes longer than `SLOW`. Each is printed with its number; a run with the same seed
has the same cases, so the number finds it again. The exit code is 1 if there is one.
"""

from __future__ import annotations

import json
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import Any, NamedTuple

from csecrefs import Library, formats
from csecrefs.dedupe import duplicates
from csecrefs.errors import CsecrefsError
from csecrefs.links.collect import collect
from csecrefs.model import Reference
from csecrefs.writers import WRITERS
from tests import fuzz_manuscripts
from tests.formats.test_hostile import MARKUP, TAGGED
from tests.mixed_items import ITEMS
from tests.samples import AUTHOR_DATE, NOTES

SEED = 20_260
SLOW = 5.0
"""Seconds from which on a case is a fault."""
HANGING = 20
"""Seconds of processor time after which a case is ended."""
MANY = 0.9
"""Share of the documents of Word that are made in another format instead."""
LARGEST = 20_000
"""Maximum number of bytes of a case, so that a minute has many."""

TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b"\t", b"{", b"}", b'"', b"'", b"\\", b"\\u{", b"@",
    b"#", b"%", b"&amp;", b"&#0;", b"<", b"</", b"]]>", b"<!--", b"<!DOCTYPE x>", b"- ", b": ", b"|\n", b"&a *a",
    b"ER  - \n", b"TY  - JOUR\n", b"PMID- 1\n", b"%0 Book\n", b"@book{x,", b"@string{a = b # a}\n", b" and ",
    b"9" * 30, b"-1", b"1e999", b"NaN", b"null", b"[", b"]", b"\xe2\x80\xae", b"\xf0\x9f\x92\xa9", b"\xcc\x81" * 9,
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1e308, "", " ", "\x00", "\ud800", "a" * 3000, "<i>" * 50, "{" * 50, "\\input x",
    [], {}, [[]], [None], {"": ""}, [{"family": 1}], {"date-parts": [["x", None]]}, {"date-parts": [[10**9]]},
    {"literal": []}, "2020-13-45", "1-" * 40, "X-", "http://[", "10.1/", "978" * 5,
)  # fmt: skip
"""Values of every type that JSON has, for the fields of CSL items."""


class Sample(NamedTuple):
    """A file of the corpus and its format."""

    format: str
    content: bytes


class Fault(NamedTuple):
    """A case that failed: its number, and the reason."""

    number: int
    what: str


class _HangingError(BaseException):
    """A case that does not end."""


def corpus() -> list[Sample]:
    """Return the project's own records in every written format, and its samples."""
    references = [Reference.from_csl(item) for item in ITEMS]
    found = []
    for name in formats.names(written=True):
        for start in range(0, len(references), 6):
            text = formats.write(references[start : start + 6], name)
            found.append(Sample(name, text.encode()))
    for module, text in (TAGGED | MARKUP).items():
        home = module.__name__.removeprefix("csecrefs.formats.")
        (name, *_) = [each.name for each in formats.FORMATS if each.module == home]
        found.append(Sample(name, text.encode()))
    return [each for each in found if len(each.content) <= LARGEST]


def by_bytes(content: bytes, other: bytes, chance: Random) -> bytes:
    """Return the content with one to eight changes of its bytes."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randint(0, len(changed))
        end = min(len(changed), at + chance.randint(0, 40))
        match chance.randrange(7):
            case 0:
                changed[at:at] = chance.choice(TOKENS)
            case 1:
                changed[at:end] = b""
            case 2:
                changed[at:at] = changed[at:end] * chance.randint(1, 30)
            case 3:
                changed[at:end] = chance.randbytes(end - at)
            case 4:
                start = chance.randint(0, len(other))
                changed[at:end] = other[start : start + 200]
            case 5:
                changed[at:at] = chance.choice(TOKENS) * chance.randint(1, 300)
            case _:
                del changed[max(at, len(changed) // 2) :]
    return bytes(changed[:LARGEST])


def by_types(value: Any, chance: Random) -> Any:
    """Return the value with some of its parts replaced by others of another type."""
    if chance.random() < 0.08:
        return chance.choice(VALUES)
    if isinstance(value, dict):
        return {key: by_types(each, chance) for key, each in value.items()}
    if isinstance(value, list):
        return [by_types(each, chance) for each in value]
    return value


def case(number: int, samples: list[Sample], seed: int) -> Sample:
    """Return the case with this number; it depends on nothing but the seed."""
    chance = Random(f"{seed}/{number}")
    if number % 8 == 1:
        names = list(fuzz_manuscripts.SAMPLES)
        if number % 64 != 1:
            # some two hundred milliseconds each, a hundred times the others
            names.remove(fuzz_manuscripts.STRINGS)
        name = chance.choice(names)
        text = fuzz_manuscripts.SAMPLES[name]
        other = chance.choice(list(fuzz_manuscripts.SAMPLES.values()))
        return Sample(name, by_bytes(text.encode(), other.encode(), chance))
    if number % 4 == 0:
        items = [by_types(chance.choice(ITEMS), chance) for _ in range(4)]
        return Sample("csl-json", json.dumps(items).encode())
    one, other = chance.choice(samples), chance.choice(samples)
    return Sample(one.format, by_bytes(one.content, other.content, chance))


def attack(sample: Sample, chance: Random) -> None:
    """Read a file, then do with its records what the verbs do; each may refuse."""
    if sample.format in fuzz_manuscripts.SAMPLES:
        fuzz_manuscripts.attack(sample.format, sample.content, chance)
        return
    references, diagnostics = formats.read(
        sample.content, path="x", format=sample.format
    )
    library = Library(_distinct(references))
    written = chance.choice(formats.names(written=True))
    style = chance.choice((AUTHOR_DATE, "apa", "ieee"))
    output = chance.choice(sorted(WRITERS))
    if output == "docx" and chance.random() < MANY:
        # a package takes a hundred times as long as a text
        output = "html"
    steps: tuple[Callable[[], object], ...] = (
        lambda: formats.read(sample.content, path="x"),
        lambda: [str(each) for each in diagnostics],
        lambda: formats.write(references, written),
        lambda: collect(references),
        lambda: duplicates(references),
        lambda: library.bibliography(style=style).to(output),
        lambda: [str(library.cite(key, style=NOTES)) for key in list(library)[:2]],
    )
    for step in steps:
        with suppress(CsecrefsError):
            step()


def _distinct(references: list[Reference]) -> list[Reference]:
    return list({each.id: each for each in references if each.id}.values())


@contextmanager
def _bounded() -> Iterator[None]:
    """End what is inside after `HANGING` seconds of processor time, where the system
    has such alarms.
    """
    if not hasattr(signal, "SIGPROF"):
        yield
        return

    def ring(*_: object) -> None:
        raise _HangingError

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, HANGING)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def tried(number: int, run: Callable[[], None]) -> Fault | None:
    """Run one case; return its fault, if it has one."""
    started = time.process_time()
    try:
        with _bounded():
            run()
    except CsecrefsError:
        pass
    except _HangingError:
        return Fault(number, f"it did not end within {HANGING} seconds")
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        text = f"{type(error).__name__}: {error}"[:200]
        return Fault(number, f"{text} ({place.filename}:{place.lineno})")
    seconds = time.process_time() - started
    if seconds > SLOW:
        return Fault(number, f"it took {seconds:.1f} seconds")
    return None


def faults(seconds: float, seed: int = SEED) -> Iterator[Fault | int]:
    """Yield the faults of as many cases as fit into the time, then their number."""
    samples = corpus()
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        sample = case(number, samples, seed)
        chance = Random(number)
        if fault := tried(number, lambda: attack(sample, chance)):  # noqa: B023
            yield Fault(number, f"{sample.format}: {fault.what}")
        number += 1
    yield number


def main(arguments: list[str]) -> int:
    """Print the faults; return 1 if there is one, 2 for wrong arguments."""
    try:
        seconds = float(arguments[0])
        seed = int(arguments[1]) if len(arguments) > 1 else SEED
    except (IndexError, ValueError):
        print("usage: python -m tests.fuzz SECONDS [SEED]", file=sys.stderr)
        return 2
    count = cases = 0
    for found in faults(seconds, seed):
        if isinstance(found, Fault):
            count += 1
            print(f"case {found.number}: {found.what}", flush=True)
        else:
            cases = found
    print(f"fuzz: {cases} cases, {count} faults, seed {seed}")
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
