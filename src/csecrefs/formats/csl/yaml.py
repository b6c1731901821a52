"""CSL-YAML: CSL items in YAML, alone or under `references` in the head of a Markdown
file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.csl.items import reference
from csecrefs.formats.csl.json import items_of
from csecrefs.formats.source import decode
from csecrefs.formats.yaml.events import YamlError, dump, load
from csecrefs.model import Reference

_HEAD: Final = re.compile(
    r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)


def looks_like(head: str) -> bool:
    """Whether the beginning of a text has items under `references`."""
    return bool(re.search(r"^references:", head, re.MULTILINE))


def read(
    source: bytes | str, *, path: str = ""
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references in CSL-YAML text, and a diagnostic for each thing that is not as
    it should be.

    Dates may be EDTF text and names bare text. Anchors and aliases are refused: a few
    lines of them unfold to gigabytes.
    """
    text, diagnostics = decode(source, path)
    if not text:
        return [], diagnostics
    head = _HEAD.match(text)
    try:
        whole, lines = load(head[1] if head else text, first_line=2 if head else 1)
    except YamlError as error:
        problem = Diagnostic(
            "not-yaml", f"not usable YAML: {error}", "error", path or None, error.line
        )
        return [], [*diagnostics, problem]
    references = []
    for number, item in enumerate(items_of(whole or {}), 1):
        own = {
            variable: lines[id(item), variable]
            for variable in ("URL", "DOI")
            if (id(item), variable) in lines
        }
        found, problems = reference(
            item,
            path=path,
            line=lines.get(id(item)),
            column=None,
            number=number,
            lines=own,
        )
        diagnostics += problems
        if found:
            references.append(found)
    return references, diagnostics


def write(references: Sequence[Reference]) -> str:
    """`references` as a YAML document that pandoc also reads."""
    items = [each.to_csl() for each in references]
    return dump({"references": items}, width=1000)
