"""The titles of all styles, for listing and searching.

Reading the heads of eleven thousand files takes seconds, so the result is kept in the
user's cache folder until a style is added or removed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache as once
from pathlib import Path

from csecrefs.errors import StyleError
from csecrefs.storage import cache
from csecrefs.styles import aliases, places
from csecrefs.styles.header import read_header
from csecrefs.text.fold import fold
from csecrefs.tuples import NamedTuple

__all__ = ["ListedStyle", "listed", "search"]


class ListedStyle(NamedTuple):
    """One style in the index; `parent` is empty for an independent style."""

    name: str
    title: str
    title_short: str = ""
    parent: str = ""
    citation_format: str = ""
    fields: str = ""


class _Index(NamedTuple):
    """Styles, and what is searched of each: its name and titles, folded, a line
    each.
    """

    styles: tuple[ListedStyle, ...]
    searched: tuple[str, ...]


def listed() -> tuple[ListedStyle, ...]:
    """Every style at hand in alphabetical order: this project's, independent and
    dependent ones.
    """
    styles = (style for index in _indexes() for style in index.styles)
    return tuple(sorted(styles, key=lambda style: style.name))


def search(query: str) -> tuple[ListedStyle, ...]:
    """Return the styles whose name or title holds every word of `query`, without regard to
    case and accents.

    The nearest come first: a style that the query is a common name of (`aliases`), then
    a title that is the query, then a common name and a title that begin with it, then
    current editions, independent styles, and the shorter title.
    """
    wanted = fold(query).split()
    phrase = " ".join(wanted)
    ranked = []
    indexes = _indexes()
    named = _meant(query, indexes)
    begun = aliases.begun(query)
    for index in indexes:
        for style, text in zip(*index, strict=True):
            known_as = style.name in named
            if known_as or all(word in text for word in wanted):
                lines = text.split("\n")
                begins = any(line.startswith(phrase) for line in lines)
                order = (
                    not known_as,
                    phrase not in lines,
                    style.name not in begun,
                    not begins,
                    *aliases.rank(
                        style.name,
                        style.parent,
                        obsolete=False,
                    ),
                    len(style.title),
                )
                ranked.append((order, style))
    return tuple(entry[-1] for entry in sorted(ranked))


def _meant(query: str, indexes: Iterable[_Index]) -> frozenset[str]:
    """Return the names of the styles that the query is a common name of."""
    titles = {style.name: style.title for index in indexes for style in index.styles}

    def current(name: str) -> str | None:
        return name if name in titles else None

    return frozenset(aliases.meant(query, current, titles.__getitem__))


def _indexes() -> tuple[_Index, ...]:
    return _read((places.own_styles(),)), _installed()


@once
def _installed() -> _Index:
    folders = (places.independent_styles(), places.dependent_styles())
    # The time of a folder changes when a style is added or removed. The fields are
    # there so that no index of another version is read.
    made_from = [
        str(ListedStyle._fields),
        *(f"{folder} {folder.stat().st_mtime_ns}" for folder in folders),
    ]
    stamp = "\n".join(made_from).encode()
    if kept := cache.load("styles", stamp):
        styles, searched = json.loads(kept)
        return _Index(
            tuple(map(ListedStyle._make, styles)),
            tuple(searched),
        )
    index = _read(folders)
    cache.keep("styles", stamp, json.dumps(index).encode())
    return index


def _read(folders: Iterable[Path]) -> _Index:
    """The index of all styles in these folders."""
    styles = []
    for path in (path for folder in folders for path in folder.glob("*.csl")):
        try:
            header = read_header(path.read_bytes())
        except (OSError, StyleError):
            continue
        parent = header.parent.rpartition("/")[2]
        fields = ", ".join(header.fields)
        styles.append(
            ListedStyle(
                path.stem,
                header.title,
                header.title_short,
                parent,
                header.citation_format,
                fields,
            )
        )
    return _Index(tuple(styles), tuple(map(_searched, styles)))


def _searched(style: ListedStyle) -> str:
    words = style.name.replace("-", " ")
    return fold(f"{style.name}\n{words}\n{style.title}\n{style.title_short}")
