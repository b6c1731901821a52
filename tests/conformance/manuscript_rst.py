"""Citations of reStructuredText: roles, keys, and the text before and after each.

The expected results have two flaws of their parser, left out here: the content of
code blocks was read as text, and the roles of authors with a capital were not known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from csecrefs.manuscript import read
from csecrefs.manuscript.sites import Site
from csecrefs.text.locator import words_of_labels
from tests.conformance import Case
from tests.conformance._manuscripts import measured, source

SOURCE = "manuscripts/rst"

Group = tuple[str, tuple[tuple[str, str, str], ...]]


_UNKNOWN_ROLES = frozenset({"cite:cauthor", "cite:cauthors"})
_NOTES = re.compile(r"(\S+)\s*(?:\[(.*?)\])?(?:\[(.*?)\])?")


def _cite(cite: dict[str, str]) -> tuple[str, str, str]:
    if "raw" not in cite:
        return cite["pre"], cite["key"], cite["post"]
    match = _NOTES.fullmatch(cite["raw"])
    assert match, cite
    if match[3] is None:
        return "", match[1], match[2] or ""
    return match[2], match[1], match[3]


def _group_of(each: dict[str, Any]) -> Group:
    return each["role"], tuple(map(_cite, each["cites"]))


def _expected(expected: Any) -> list[Group]:
    return [_group_of(each) for each in expected["citations"]]


def _without_code(folder: Path, expected: Any) -> Any:
    """Return the expected results without those that only a code block has."""
    lines = source(folder).read_text("utf-8", "replace").splitlines()
    code = []
    indent = -1
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if line.strip() and depth <= indent:
            indent = -1
        if re.match(r"\s*\.\. code(-block)?::", line):
            indent = depth
        if indent >= 0:
            code.append(line)
    in_code = "\n".join(code)
    left = Counter[str]()
    kept = []
    for each in expected["citations"]:
        typed = f":{each['role']}:`{each['text']}`"
        left[typed] += 1
        if left[typed] > in_code.count(typed):
            kept.append(each)
    return {**expected, "citations": kept}


def _post(label: str, locator: str, suffix: str, source: str) -> str:
    """Return the text after a key as it is typed in the role."""
    words = [word for word, each in words_of_labels().items() if each == label]
    typed = [f"{word} {locator}{suffix}" for word in words] if locator else []
    plain = f"{locator}{suffix}".removeprefix(", ")
    return next((each for each in typed if each in source), plain)


def _group(site: Site) -> Group:
    return site.command, tuple(
        (
            cite.prefix,
            cite.id,
            _post(cite.label, cite.locator, cite.suffix, site.source),
        )
        for cite in site.cites
    )


def _found(folder: Path, expected: Any) -> list[Group]:
    path = source(folder)
    manuscript = read(path.read_bytes(), path=str(path))
    return [
        _group(site)
        for site in manuscript.sites
        if site.cites and site.command not in _UNKNOWN_ROLES
    ]


def run(path: Path) -> Iterable[Case]:
    return measured(path, _expected, _found, _without_code)
