"""Every style at hand, each over thirty works: `python -m tests.benchmarks.every_style
[NAME ...]`.

The works are real ones of all types where the reference data are there, else those of
`tests.mixed_items`. Each style that fails is a line; then the count of styles, of
exceptions, and the seconds it took.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from typing import Any

from csecrefs.csl import Citation, Cite, Processor, parse_style
from csecrefs.model import Reference
from csecrefs.styles import find as styles
from csecrefs.writers import html
from tests.benchmarks.items import load as load_items
from tests.conformance import SHARED
from tests.csl.small import load_locale
from tests.mixed_items import ITEMS

_COUNT = 30
_REAL = SHARED / "csl" / "reference-output" / "items.json"


def mixed(items: Sequence[dict[str, Any]], count: int = _COUNT) -> list[Reference]:
    """`count` of `items`, of as many types as there are."""
    by_type: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in items:
        by_type[item["type"]].append(item)
    turns = chain.from_iterable(zip_longest(*by_type.values()))
    return [Reference.from_csl(item) for item in turns if item is not None][:count]


def cited(references: Sequence[Reference]) -> list[Citation]:
    """Each work by itself in a note, then with its neighbour, a locator and words
    around it.
    """
    keys = [reference.id for reference in references]
    first = [Citation((Cite(key),), note) for note, key in enumerate(keys, start=1)]
    pairs = [
        Citation(
            (
                Cite(one, "3-5", prefix="see"),
                Cite(other, "2", "chapter", suffix="passim"),
            ),
            note,
        )
        for note, (one, other) in enumerate(
            zip(keys, keys[1:] + keys[:1], strict=True), start=len(keys) + 1
        )
    ]
    return first + pairs


def failures(
    name: str, references: Sequence[Reference], citations: Sequence[Citation]
) -> Iterator[str]:
    """What goes wrong when a style renders and writes a document: exceptions, and works
    left out for one.
    """
    try:
        source = styles.find(name)
        language = source.header.default_locale if source.parent else ""
        processor = Processor(
            parse_style(source.xml), load_locale, language
        )  # past the user's cache
        rendering = processor.render(references, citations)
        for tree in (
            *rendering.citations,
            *(entry.tree for entry in rendering.entries or ()),
        ):
            html.inlines(tree)
    except Exception as error:
        yield f"{name}: {type(error).__name__}: {error}"
        return
    yield from (
        f"{name}: {each}" for each in rendering.warnings if each.severity == "error"
    )


def main(names: Sequence[str]) -> int:
    """Print what fails and the counts; 1 if anything does."""
    references = mixed(load_items(_REAL) if _REAL.exists() else ITEMS)
    citations = cited(references)
    began = time.perf_counter()
    exceptions = 0
    for name in names or styles.names():
        for line in failures(name, references, citations):
            exceptions += 1
            print(line, flush=True)
    seconds = time.perf_counter() - began
    print(
        f"every-style: {len(names or styles.names())} styles, {exceptions} exceptions, {seconds:.0f} s"
    )
    return int(exceptions > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
