"""`csecrefs dedupe`: find works recorded more than once, and merge their records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from csecrefs.cli.common import (
    library_option,
    listing_option,
    read_library,
    settings_of,
)
from csecrefs.cli.terminal import put_json, say, show

if TYPE_CHECKING:
    from csecrefs.dedupe import Cluster, Merged


@click.command(name="dedupe")
@click.option("--write", is_flag=True, help="Merge the records in the library's files.")
@click.option("--undo", is_flag=True, help="Take back the last merge.")
@library_option
@listing_option
def command(write: bool, undo: bool, library: str | None, shape: str) -> int:
    """Show which references are one work, why, and what their merged record would take
    from which.

    With --write the first record of each cluster takes the best of all and the others
    are removed; --undo brings them back as they were. Ends with 1 if there are
    duplicates that were not merged.

    \b
    Example:
      csecrefs dedupe --library refs.bib --write
    """
    settings = settings_of(library=library)
    if undo:
        from csecrefs.library.undo import take_back

        take_back(settings.library())
        say("csecrefs: the last merge is taken back")
        return 0
    from csecrefs.dedupe import duplicates, merge
    from csecrefs.library.saving import Changes, plan, save
    from csecrefs.library.undo import remember

    clusters = duplicates(read_library(settings))
    merged = [merge(cluster.references) for cluster in clusters]
    if shape == "json":
        put_json([_as_dict(*pair) for pair in zip(clusters, merged, strict=True)])
    else:
        for pair in zip(clusters, merged, strict=True):
            _show(*pair)
    if not clusters or not write:
        return int(bool(clusters))
    removed = {
        reference.id
        for each in merged
        for reference in each.replaced
        if reference.id != each.reference.id
    }
    changes = Changes(
        {each.reference.id: each.reference for each in merged},
        removed=frozenset(removed),
    )
    sources = settings.library()
    remember(sources, plan(sources, changes))
    for rewritten in save(sources, changes):
        say(f"csecrefs: merged in {rewritten.path}; --undo takes it back")
    return 0


def _show(cluster: Cluster, merged: Merged) -> None:
    show(" = ".join(cluster.keys))
    for reason in cluster.reasons:
        show(f"  {reason}")
    for choice in merged.choices:
        value = (
            "; ".join(map(str, choice.value))
            if isinstance(choice.value, tuple)
            else str(choice.value)
        )
        show(f"  {choice.variable} from {choice.key}: {value}")


def _as_dict(cluster: Cluster, merged: Merged) -> dict[str, Any]:
    return {
        "keys": cluster.keys,
        "reasons": cluster.reasons,
        "choices": {choice.variable: choice.key for choice in merged.choices},
        "merged": merged.reference.to_csl(),
    }
