"""Citation fields of real Word documents: works, locators, prefixes and suffixes.

A case is a field of Zotero or Mendeley, or a bibliography. Works are compared by title,
and by citation key where the field has one. Markers typed as text beside the fields are
no cases.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.csl.cite import Cite
from csecrefs.manuscript import read
from csecrefs.manuscript.sites import Manuscript, Site
from csecrefs.model.reference import without_markup
from tests.conformance import Case

SOURCE = "manuscripts/docx"
_TYPED = ("", "braces", "scan")
_BODY = "document.xml"


def run(path: Path) -> Iterator[Case]:
    """Each field of each document as one case."""
    for folder in sorted(each for each in path.iterdir() if each.is_dir()):
        source = next(folder.glob("manuscript.*"))
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        try:
            manuscript = read(source.read_bytes(), path=source.name)
        except Exception as error:
            manuscript = Manuscript(source.name, "", b"")
            yield Case(f"{folder.name}: read", False, repr(error))
        yield from _fields(folder.name, expected["fields"], manuscript)


def _fields(
    name: str, expected: list[dict[str, Any]], manuscript: Manuscript
) -> Iterator[Case]:
    sites = [site for site in manuscript.sites if site.command not in _TYPED]
    parts: dict[str, list[Site]] = {}
    for site in sites:
        parts.setdefault(site.part.rpartition("/")[2] or _BODY, []).append(site)
    for number, field in enumerate(expected):
        # The expected fields come part by part, ours where the notes have their marks.
        here = parts.get(field.get("part") or _BODY, [])
        site = here.pop(0) if here else Site(0, 0)
        problem = _problem(field, site, manuscript)
        yield Case(f"{name}: {number}", not problem, problem)
    if len(sites) > len(expected):
        yield Case(f"{name}: sites", False, f"{len(sites)}, not {len(expected)}")


def _problem(field: dict[str, Any], site: Site, manuscript: Manuscript) -> str:
    if field["kind"].endswith("bibliography"):
        return "" if site.kind == "bibliography" else f"{site.kind}, no bibliography"
    items = field["items"]
    if len(items) != len(site.cites):
        return f"{len(site.cites)} cites, not {len(items)}"
    titles = {each.id: each.text("title") for each in manuscript.references}
    for item, cite in zip(items, site.cites, strict=True):
        wanted = _wanted(item)
        got = _got(cite, titles.get(cite.id, ""), bool(item.get("citation_key")))
        if wanted != got:
            return f"{got}, not {wanted}"
    return ""


def _wanted(item: dict[str, Any]) -> tuple[str, ...]:
    locator = str(item.get("locator") or "")
    return (
        item.get("citation_key") or "",
        _plain(item.get("title") or ""),
        locator,
        str(item.get("label") or "page") if locator else "",
        (item.get("prefix") or "").strip(),
        (item.get("suffix") or "").strip(),
        "suppress-author" if item.get("suppress_author") else "",
    )


def _got(cite: Cite, title: str, keyed: bool) -> tuple[str, ...]:
    return (
        cite.id if keyed else "",
        _plain(title),
        cite.locator,
        cite.label if cite.locator else "",
        cite.prefix.strip(),
        cite.suffix.strip(),
        cite.mode,
    )


def _plain(title: str) -> str:
    return " ".join(without_markup(title).split())
