"""`csecrefs dedupe`: find works recorded more than once, and merge their records."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from csecrefs.cli.common import (
    library_option,
    listing_option,
    put_json,
    read_library,
    settings_of,
)
from csecrefs.errors import InputError
from csecrefs.storage.files import write_atomically

if TYPE_CHECKING:
    from csecrefs.dedupe import Cluster, Merged
    from csecrefs.library.saving import Rewritten

_UNDO: Final = ".csecrefs-undo.json"


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
        _take_back(settings.library())
        return 0
    from csecrefs.dedupe import duplicates, merge
    from csecrefs.library.saving import Changes, plan, save

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
    _remember(sources, plan(sources, changes))
    for rewritten in save(sources, changes):
        click.echo(
            f"csecrefs: merged in {rewritten.path}; --undo takes it back", err=True
        )
    return 0


def _show(cluster: Cluster, merged: Merged) -> None:
    click.echo(" = ".join(cluster.keys))
    for reason in cluster.reasons:
        click.echo(f"  {reason}")
    for choice in merged.choices:
        value = (
            "; ".join(map(str, choice.value))
            if isinstance(choice.value, tuple)
            else str(choice.value)
        )
        click.echo(f"  {choice.variable} from {choice.key}: {value}")


def _as_dict(cluster: Cluster, merged: Merged) -> dict[str, Any]:
    return {
        "keys": cluster.keys,
        "reasons": cluster.reasons,
        "choices": {choice.variable: choice.key for choice in merged.choices},
        "merged": merged.reference.to_csl(),
    }


def _undo_file(sources: list[str]) -> Path:
    first = Path(sources[0])
    return (first if first.is_dir() else first.parent) / _UNDO


def _remember(sources: list[str], planned: list[Rewritten]) -> None:
    """Keep what the files hold now beside the library, before anything is changed."""
    entries = [
        {
            "path": str(each.path.resolve()),
            "before": each.before.decode("latin-1"),
            "after": hashlib.sha256(each.after).hexdigest(),
        }
        for each in planned
    ]
    write_atomically(_undo_file(sources), json.dumps(entries, indent=2))


def _take_back(sources: list[str]) -> None:
    """Restore the files as they were before the last merge. Raises InputError if they
    changed since.
    """
    file = _undo_file(sources)
    if not file.exists():
        raise InputError("there is no merge to take back")
    entries = json.loads(file.read_text(encoding="utf-8"))
    for entry in entries:
        path = Path(entry["path"])
        if (
            not path.exists()
            or hashlib.sha256(path.read_bytes()).hexdigest() != entry["after"]
        ):
            raise InputError(f"{path}: changed since the merge; nothing was taken back")
    for entry in entries:
        write_atomically(entry["path"], entry["before"].encode("latin-1"))
    file.unlink()
    click.echo("csecrefs: the last merge is taken back", err=True)
