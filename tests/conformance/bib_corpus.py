"""Real .bib files against the keys that most parsers see in them: none lost, none made
up, no file slow.

A case is a file; PATH is the folder of files, with `corpus_keys.json` beside it. A key
is lost if the parsers agree on it and we do not see it, spurious if we see it and they
do not. Keys are compared without case; entries without a key are no keys. Where the
parsers agree on no key at all (UTF-16, which most cannot read) nothing is spurious.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

from csecrefs.formats.bibtex import decode, parse, read, to_references
from tests.conformance import Case

SOURCE = "formats/corpus"
SECONDS = 5.0


def run(path: Path) -> Iterator[Case]:
    consensus = json.loads((path.parent / "corpus_keys.json").read_text("utf-8"))
    for file in sorted(path.glob("*.bib")):
        yield _case(file, set(consensus[file.name]))


def _case(file: Path, expected: set[str]) -> Case:
    source = file.read_bytes()
    begin = time.process_time()
    try:
        references, _ = read(source, path=file.name)
        database = parse(decode(source).text)
        assert len(references) == len(to_references(database))
    except Exception as error:  # a case that raises has failed, and says so
        return Case(file.name, False, f"raised {error!r}")
    seconds = time.process_time() - begin
    seen = {entry.key.lower() for entry in database.entries} - {""}
    problems = []
    if lost := sorted(expected - {""} - seen):
        problems.append(f"lost {len(lost)}: {', '.join(lost[:5])}")
    if expected and (spurious := sorted(seen - expected)):
        problems.append(f"spurious {len(spurious)}: {', '.join(spurious[:5])}")
    if seconds > SECONDS:
        problems.append(f"took {seconds:.1f} s")
    return Case(file.name, not problems, "; ".join(problems))
