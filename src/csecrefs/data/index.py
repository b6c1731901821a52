"""The titles of all styles, for listing and searching.

Reading the heads of eleven thousand files takes seconds, so the result is cached in the user's cache
folder. The cache says which files it was made from; one that says otherwise, or cannot be read, is made anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from csecrefs.data import places
from csecrefs.data.files import write_atomically
from csecrefs.data.header import read_header
from csecrefs.errors import StyleError
from csecrefs.text.fold import fold

_CACHE_FILE: Final = "styles-1.json"
"""The number is that of the layout of `ListedStyle`."""


class ListedStyle(NamedTuple):
    """One style in the index; `parent` is empty for an independent style."""

    name: str
    title: str
    title_short: str = ""
    parent: str = ""
    citation_format: str = ""
    fields: str = ""


def listed() -> tuple[ListedStyle, ...]:
    """Every style at hand in alphabetical order: this project's, independent and dependent ones."""
    own = _read_folder(places.own_styles())
    return tuple(sorted((*own, *_installed()), key=lambda style: style.name))


def search(query: str) -> tuple[ListedStyle, ...]:
    """The styles whose name or title holds every word of `query`, without regard to case and accents.

    The nearest come first: a title that is the query, then titles that begin with it, then independent
    styles before dependent ones, then the shorter title.
    """
    wanted = fold(query).split()
    phrase = " ".join(wanted)
    styles = listed()
    ranked = []
    for style, text in zip(styles, _searched(styles), strict=True):
        if all(word in text for word in wanted):
            lines = text.split("\n")
            begins = any(line.startswith(phrase) for line in lines)
            ranked.append((phrase not in lines, not begins, bool(style.parent), len(style.title), style))
    return tuple(entry[-1] for entry in sorted(ranked))


def _searched(styles: Sequence[ListedStyle]) -> list[str]:
    """What is searched of each style; all folded at once, which is faster than one by one."""
    texts = (
        f"{each.name}\n{each.name.replace('-', ' ')}\n{each.title}\n{each.title_short}" for each in styles
    )
    return fold("\0".join(texts)).split("\0")


@cache
def _installed() -> tuple[ListedStyle, ...]:
    folders = (places.independent_styles(), places.dependent_styles())
    stamp = [f"{folder} {folder.stat().st_mtime_ns}" for folder in folders]
    path = _cache_path()
    if (styles := _load(path, stamp)) is not None:
        return styles
    styles = tuple(style for folder in folders for style in _read_folder(folder))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps({"made-from": stamp, "styles": styles}, ensure_ascii=False))
    except OSError:
        pass  # a cache that cannot be kept costs time, nothing else
    return styles


def _cache_path() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("csecrefs", appauthor=False)) / _CACHE_FILE


def _load(path: Path, stamp: list[str]) -> tuple[ListedStyle, ...] | None:
    try:
        cached = json.loads(path.read_bytes())
        if cached["made-from"] == stamp:
            return tuple(map(ListedStyle._make, cached["styles"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        pass
    return None


def _read_folder(folder: Path) -> tuple[ListedStyle, ...]:
    styles = []
    for path in folder.glob("*.csl"):
        try:
            header = read_header(path.read_bytes())
        except (OSError, StyleError):
            continue
        parent = header.parent.rpartition("/")[2]
        fields = ", ".join(header.fields)
        styles.append(
            ListedStyle(path.stem, header.title, header.title_short, parent, header.citation_format, fields)
        )
    return tuple(styles)
