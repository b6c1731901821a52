"""Reference strings against a registry that has a corpus of works, no others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from csecrefs.audit import look_up
from csecrefs.net.session import PoliteSession
from csecrefs.resolve import Registries, Resolver
from csecrefs.testing import Limits, StandIn
from tests.conformance import Case

SOURCE = "references/lookup.jsonl"


def run(path: Path) -> Iterator[Case]:
    corpus = json.loads(
        (path.parent / "lookup-corpus.json").read_text(encoding="utf-8")
    )
    with (
        StandIn(Limits(requests=100_000, at_once=20)) as registry,
        PoliteSession() as session,
    ):
        registry.add_crossref(*corpus)
        resolver = Resolver(session, Registries.at(registry.url))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            try:
                verdict: str = look_up(row["text"], resolver).verdict
            except (
                Exception
            ) as error:  # a crash is a failing case, not the end of the run
                verdict = f"{type(error).__name__}: {error}"
            if verdict == "unconfirmed":
                verdict = "not-found"
            passed = verdict == row["expected"]
            detail = (
                ""
                if passed
                else f"{verdict}, expected {row['expected']}: {row['text'][:80]}"
            )
            yield Case(f"line {number}", passed, detail)
