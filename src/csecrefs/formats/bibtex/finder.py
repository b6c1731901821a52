"""The fields of an entry that are in a table, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

Finder = Callable[[tuple[str, ...]], list[tuple[str, str]]]


def finder(table: Mapping[str, str]) -> Finder:
    """Return a function from the names of an entry's fields to those of them that are
    in `table`, each with what the table has for it.

    >>> finder({"doi": "DOI", "url": "URL"})(("title", "url", "doi"))
    [('doi', 'DOI'), ('url', 'URL')]
    """

    # Entries of a file have a few sets of fields, again and again: looking a set up
    # takes a third of the time that comparing it with the table does.
    @lru_cache(maxsize=1024)
    def find(names: tuple[str, ...]) -> list[tuple[str, str]]:
        present = set(names)
        return [pair for pair in table.items() if pair[0] in present]

    return find
