"""The library and its duplicates: the merges that are proposed, and what they change in
the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

from csecrefs.dedupe import Cluster, Merged, merge
from csecrefs.library.saving import Changes, plan, save
from csecrefs.library.undo import remember
from csecrefs.model.reference import Reference
from csecrefs.storage.changes import FileChange

if TYPE_CHECKING:
    from csecrefs.library.library import Library

__all__ = ["Merge", "merge_files", "merges", "planned_merges"]


@attrs.frozen
class Merge:
    """One work recorded more than once.

    - `cluster`: its records, and the reasons for which they are one work.
    - `merged`: the record that is to stay, and where each field of it comes from.
    """

    cluster: Cluster
    merged: Merged


def merges(library: Library, keys: Sequence[str] = ()) -> list[Merge]:
    """Return the merges of a library, of the works under some keys if there are any.

    Raises NotFoundError for a key that is not there.
    """
    wanted = {library[key].id for key in keys}
    return [
        Merge(cluster, merge(cluster.references))
        for cluster in library.duplicates()
        if not wanted or not wanted.isdisjoint(cluster.keys)
    ]


def planned_merges(
    accepted: Iterable[Merge], sources: Sequence[str]
) -> list[FileChange]:
    """Return what merges would change in the files of the sources."""
    return plan(sources, _changes(accepted))


def merge_files(accepted: Iterable[Merge], sources: Sequence[str]) -> list[FileChange]:
    """Merge in the files of the sources, having kept for an undo what they are.

    Raises InputError for a file that cannot be written or was changed meanwhile.
    """
    changes = _changes(accepted)
    # Kept before anything is written: if that fails, no file has changed.
    remember(sources, plan(sources, changes))
    return save(sources, changes)


def _changes(accepted: Iterable[Merge]) -> Changes:
    """Return what merges change: one record of each cluster stays."""
    changed: dict[str, Reference] = {}
    replaced: dict[str, str] = {}
    base: dict[str, Reference] = {}
    for each in accepted:
        kept = each.merged.reference
        changed[kept.id] = kept
        # Of records with the same key the first is the one in the library.
        for reference in reversed(each.merged.replaced):
            base[reference.id] = reference
            if reference.id != kept.id:
                replaced[reference.id] = kept.id
    return Changes(changed, removed=frozenset(replaced), replaced=replaced, base=base)
