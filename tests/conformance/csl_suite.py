"""The official CSL test suite: a folder of fixtures, or one of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import attrs

from csecrefs.csl import (
    Citation,
    Cite,
    Locale,
    Processor,
    Rendering,
    parse_locale,
    parse_style,
)
from csecrefs.model import Reference
from csecrefs.styles import locales
from csecrefs.text.inline import EntryLayout
from csecrefs.writers import html
from tests.conformance import Case

SOURCE = "csl/suite"
_SECTION = re.compile(r">>=+ ([A-Z-]+) =+(?:>>)?\n?(.*?)<<=+ \1 =+", re.DOTALL)


@lru_cache
def load_locale(language: str) -> Locale | None:
    try:
        return parse_locale(locales.find(language).xml)
    except KeyError:
        return None


def sections(path: Path) -> dict[str, str]:
    return {
        match[1]: match[2].strip()
        for match in _SECTION.finditer(path.read_text(encoding="utf-8"))
    }


def run(path: Path) -> Iterator[Case]:
    for file in sorted(path.glob("*.txt")) if path.is_dir() else [path]:
        parts = sections(file)
        expected = parts["RESULT"]
        try:
            got = render(parts)
        except Exception as error:  # a crash is a failing case, not the end of the run
            yield Case(file.stem, False, f"{type(error).__name__}: {error}")
            continue
        passed = _plain(got) == _plain(expected)
        yield Case(
            file.stem, passed, "" if passed else f"got {got!r}, expected {expected!r}"
        )


def _plain(text: str) -> str:
    return unescape("\n".join(line.strip() for line in text.strip().splitlines()))


def render(parts: dict[str, str]) -> str:
    """What the program prints for a fixture."""
    items = [Reference.from_csl(item) for item in json.loads(parts["INPUT"])]
    abbreviations = (
        json.loads(parts["ABBREVIATIONS"])["default"]
        if "ABBREVIATIONS" in parts
        else None
    )
    processor = Processor(
        parse_style(parts["CSL"]), load_locale, abbreviations=abbreviations
    )
    mode = parts["MODE"]
    if "BIBENTRIES" in parts:
        wanted = json.loads(parts["BIBENTRIES"])[-1]
        items = [item for item in items if item.id in {str(key) for key in wanted}]
    if mode.startswith("bibliography"):
        if "CITATIONS" in parts:
            items, citations = _document(items, json.loads(parts["CITATIONS"]))
            return _bibliography(processor.render(items, citations), parts)
        return _bibliography(processor.render(items), parts)
    if "CITATIONS" in parts:
        return _updates(processor, items, json.loads(parts["CITATIONS"]))
    clusters = json.loads(parts.get("CITATION-ITEMS", "null"))
    if not clusters:  # all works, in the order of the bibliography
        entries = processor.render(items).entries
        keys = [entry.id for entry in entries or ()] or [item.id for item in items]
        clusters = [[{"id": key} for key in keys]]
    citations = [
        Citation(tuple(_cite(cite, fixed=True) for cite in cluster))
        for cluster in clusters
    ]
    rendering = processor.render(items, citations)
    return "\n".join(html.inlines(tree) for tree in rendering.citations)


def _cite(cite: dict[str, Any], fixed: bool = False) -> Cite:
    mode = (
        "suppress-author"
        if cite.get("suppress-author")
        else "author-only"
        if cite.get("author-only")
        else ""
    )
    made = Cite(
        str(cite["id"]),
        str(cite.get("locator") or ""),
        cite.get("label") or "page",
        cite.get("prefix") or "",
        cite.get("suffix") or "",
        mode,  # type: ignore[arg-type]
    )
    if not fixed:
        return made
    return attrs.evolve(
        made,
        position=int(cite.get("position") or 0),
        near_note=bool(cite.get("near-note")),
        first_note=int(cite.get("first-reference-note-number") or 0),
    )


def _citation(data: dict[str, Any]) -> Citation:
    cites = tuple(_cite(cite) for cite in data["citationItems"])
    return Citation(cites, int(data.get("properties", {}).get("noteIndex") or 0))


def _states(calls: list[Any]) -> Iterator[tuple[list[str], dict[str, Citation], str]]:
    """The citations of the document after each call, in order, and the one the call
    placed.
    """
    known: dict[str, Citation] = {}
    for number, (data, before, after) in enumerate(calls):
        key = str(data.get("citationID") or f"citation-{number}")
        known[key] = _citation(data)
        order = []
        for other, note in before:
            known[str(other)] = attrs.evolve(known[str(other)], note=note)
            order.append(str(other))
        order.append(key)
        for other, note in after:
            known[str(other)] = attrs.evolve(known[str(other)], note=note)
            order.append(str(other))
        yield order, dict(known), key


def _document(
    items: list[Reference], calls: list[Any]
) -> tuple[list[Reference], list[Citation]]:
    order, known, _ = list(_states(calls))[-1]
    citations = [known[key] for key in order]
    return _cited(items, citations), citations


def _cited(items: list[Reference], citations: Iterable[Citation]) -> list[Reference]:
    cited = dict.fromkeys(cite.id for citation in citations for cite in citation.cites)
    by_key = {item.id: item for item in items}
    return [by_key[key] for key in cited if key in by_key]


def _updates(processor: Processor, items: list[Reference], calls: list[Any]) -> str:
    """Every citation after the last call; `>>` marks those it placed or changed, in
    text or place.
    """
    previous: dict[str, tuple[str, int]] = {}
    lines: list[str] = []
    for order, known, placed in _states(calls):
        citations = [known[key] for key in order]
        rendering = processor.render(_cited(items, citations), citations)
        texts = [html.inlines(tree) for tree in rendering.citations]
        now = {
            key: (text, known[key].note) for key, text in zip(order, texts, strict=True)
        }
        lines = [
            f"{'..' if previous.get(key) == state and key != placed else '>>'}[{place}] {state[0]}"
            for place, (key, state) in enumerate(now.items())
        ]
        previous = now
    return "\n".join(lines)


def _bibliography(rendering: Rendering, parts: dict[str, str]) -> str:
    entries = rendering.entries or ()
    if parts["MODE"] == "bibliography-header":
        layout = rendering.layout
        facts = {
            "entryspacing": layout.entry_spacing,
            "linespacing": layout.line_spacing,
            "hangingindent": "true" if layout.hanging_indent else "",
            "second-field-align": layout.second_field_align or "false",
        }
        return "\n".join(f"{name}: {value}" for name, value in facts.items())
    return html.bibliography(entries, EntryLayout())
