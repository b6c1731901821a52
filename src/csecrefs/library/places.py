"""Where in the files of a library each reference stands, for reports that point into
them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from csecrefs.library.sources import STDIN, Source, content_of, files_of

_HEADS: Final = re.compile(
    r"^[ \t]*@[A-Za-z]+\s*[{(]\s*(?P<entry>[^\s,{}()\"=]+)"
    r"|\"(?:id|citation-key)\"\s*:\s*\"(?P<json>(?:[^\"\\]|\\.){1,500})\""
    r"|^[ \t]*(?:-[ \t]+)?(?:id|citation-key):[ \t]+[\"']?(?P<yaml>[^\s\"']+)"
    r"|^(?:ID|LB|PMID)[ \t]*-[ \t]*(?P<tagged>\S+)"
    r"|^(?P<table>[^\s:#\"'-][^\s:\"']*):[ \t]*$",
    re.MULTILINE,
)
"""How a record begins: an entry of BibTeX, an item of JSON or YAML, a tagged record, a
table of Hayagriva.
"""


def places(
    sources: Iterable[Source], keys: Collection[str]
) -> dict[str, tuple[str, int]]:
    """The path and the line (from 1) of the references with these keys; those that
    cannot be found lack.
    """
    wanted, found = set(keys), dict[str, tuple[str, int]]()
    for source in sources:
        for path in files_of(source) if source != STDIN else ():
            _note(path, wanted - found.keys(), found)
    return found


def _note(path: Path, wanted: set[str], found: dict[str, tuple[str, int]]) -> None:
    text = content_of(path).decode("utf-8", "replace")
    line, done = 1, 0
    for head in _HEADS.finditer(text):
        key = next(group for group in head.groups() if group is not None)
        if key in wanted and key not in found:
            at = head.start(head.lastindex or 0)
            line, done = line + text.count("\n", done, at), at
            found[key] = (_from_here(path), line)


def _from_here(path: Path) -> str:
    """A path as seen from the working folder, as services that show annotations want
    it.
    """
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
