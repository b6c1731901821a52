"""Formats that other packages bring."""

from __future__ import annotations

import importlib.metadata
from types import SimpleNamespace

import pytest

from csecrefs import formats
from csecrefs.errors import NotFoundError
from csecrefs.formats import Format
from csecrefs.model import Reference

OWN = Format("lines-of-titles", "Titles", "test_outside", home="tests.formats")


def looks_like(head: str) -> bool:
    return head.startswith("TITLES")


def read(source: str, *, path: str) -> tuple[list[Reference], list[object]]:
    titles = source.splitlines()[1:]
    return [
        Reference(f"t{at}", "book", title=title) for at, title in enumerate(titles)
    ], []


def test_a_format_from_outside_is_found_by_name_and_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    point = SimpleNamespace(load=lambda: OWN)
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [point])
    formats.from_outside.cache_clear()
    try:
        assert formats.by_name("lines-of-titles") is OWN
        found, _ = formats.read("TITLES\nOars\nRudders\n")
        assert [each.title for each in found] == ["Oars", "Rudders"]
    finally:
        formats.from_outside.cache_clear()
    monkeypatch.undo()
    with pytest.raises(NotFoundError):
        formats.by_name("lines-of-titles")
