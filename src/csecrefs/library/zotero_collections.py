"""Zotero's collections and groups as one tree, and the part of it that a name means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from csecrefs.errors import InputError

_MAX_NAMED: Final = 20
"""Collections that an error names; a list of more is no help."""


@attrs.frozen
class CollectionTree:
    """The collections of Zotero's libraries; a group is one that has all its works.

    - `names`: the name of each collection by its number or key.
    - `parents`: the collection above; absent for one at the top.

    >>> tree = CollectionTree({"a": "Thesis", "b": "Notes"}, {"b": "a"})
    >>> tree.path("b"), sorted(tree.below("thesis"))
    ('Thesis/Notes', ['a', 'b'])
    """

    names: Mapping[str, str]
    parents: Mapping[str, str]

    def path(self, collection: str) -> str:
        """Return the names from the top down to a collection, slashes between."""
        names = [self.names[each] for each in self._upwards(collection)]
        return "/".join(reversed(names))

    def below(self, wanted: str) -> set[str]:
        """Return the collections of a name, or of the end of a path, and all below.

        Raises InputError if there is none.
        """
        if not wanted:
            return set()
        paths = {each: self.path(each) for each in self.names}
        # With the slash "Thesis" is not found at the end of "My Thesis".
        ending = f"/{wanted.casefold()}"
        named = {
            each
            for each, path in paths.items()
            if f"/{path.casefold()}".endswith(ending)
        }
        if not named:
            known = ", ".join(sorted(paths.values())[:_MAX_NAMED]) or "none"
            raise InputError(f"zotero: no collection {wanted!r}; there are: {known}")
        return {
            each for each in self.names if not named.isdisjoint(self._upwards(each))
        }

    def _upwards(self, collection: str) -> Iterator[str]:
        """Yield a collection and those above it; a damaged tree ends, too."""
        seen: set[str] = set()
        here = collection
        while here in self.names and here not in seen:
            seen.add(here)
            yield here
            here = self.parents.get(here, "")
