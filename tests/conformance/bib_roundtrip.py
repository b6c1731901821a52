"""Real .bib files saved untouched, then with one field changed: every other byte stays.

A case is a file. The field changed is the last one of the entry in the middle of the
file that has fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from csecrefs.formats.bibtex import DatabaseEdit, decode, parse
from tests.conformance import Case

SOURCE = "formats/corpus"
NEW = "Changed by the test"


def run(path: Path) -> Iterator[Case]:
    for file in sorted(path.glob("*.bib")):
        try:
            problem = _problem(file.read_bytes())
        except Exception as error:  # a case that raises has failed, and says so
            problem = f"raised {error!r}"
        yield Case(file.name, not problem, problem)


def _problem(source: bytes) -> str:
    decoded = decode(source)
    database = parse(decoded.text)
    blocks = "".join(block.text for block in database.blocks)
    if decoded.encode(str(DatabaseEdit(database))) != source or blocks != decoded.text:
        return "not the same bytes when nothing changed"
    entries = [entry for entry in database.entries if len(entry.spans)]
    if not entries:
        return ""
    entry = entries[len(entries) // 2]
    field = entry.fields[-1]
    edit = DatabaseEdit(database)
    edit.set_field(entry, field.name, NEW)
    first = entry.field(field.name)
    assert first is not None
    changed = decoded.encode(str(edit))
    before = decoded.bom + decoded.text[: first.value_start].encode(
        decoded.encoding, "surrogateescape"
    )
    after = decoded.text[first.end :].encode(decoded.encoding, "surrogateescape")
    if not (changed.startswith(before) and changed.endswith(after)):
        return "other bytes changed with the field"
    middle = changed[len(before) : len(changed) - len(after)].decode(decoded.encoding)
    if middle.strip('{}"') != NEW:
        return f"the field now reads {middle!r}"
    again = parse(decode(changed).text)
    same = [block.key for block in again.entries] == [
        block.key for block in database.entries
    ]
    return "" if same else "other entries are seen after the change"
