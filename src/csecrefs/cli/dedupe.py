"""`csecrefs dedupe`: find works recorded more than once, and merge their records."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from csecrefs.cli.common import (
    complete_key,
    diff_option,
    library_options,
    listing_option,
    note,
    read_library,
    settings_of,
)
from csecrefs.cli.progress import working
from csecrefs.cli.terminal import diff, put_json, show, show_line
from csecrefs.cli.verb import Verb

if TYPE_CHECKING:
    from csecrefs.dedupe import Cluster, Merged
    from csecrefs.library import Library
    from csecrefs.library.saving import Changes


@click.command(name="dedupe", cls=Verb)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--write", is_flag=True, help="Merge the records in the library's files.")
@click.option("--yes", is_flag=True, help="Do not ask before each merge of --write.")
@diff_option
@click.option(
    "--only",
    multiple=True,
    metavar="KEY",
    help="Only the works recorded under these keys (repeatable).",
    shell_complete=complete_key,
)
@click.option("--undo", is_flag=True, help="Take back the last merge.")
@library_options
@listing_option
def command(
    sources: tuple[str, ...],
    write: bool,
    yes: bool,
    dry: bool,
    only: tuple[str, ...],
    undo: bool,
    library: str | None,
    source_format: str,
    shape: str,
) -> int:
    """Show which references are one work, why, and from which record each field of the
    merged one comes.

    With --write the first record of each cluster takes the best of all and the others
    are removed; on a terminal you are asked before each. --undo brings them back as
    they were. Ends with 1 if there are duplicates that were not merged.

    \b
    Example:
      csecrefs dedupe refs.bib --write
    """
    settings = settings_of(library=library)
    chosen = list(sources) or settings.library()
    if undo:
        from csecrefs.library.undo import take_back

        take_back(chosen)
        note("the last merge is taken back")
        return 0
    from csecrefs.library.saving import plan

    references = read_library(settings, chosen, format=source_format)
    pairs = _merges(references, only)
    asking = write and not (yes or dry) and sys.stdin.isatty()
    if shape == "json":
        put_json([_as_dict(*pair) for pair in pairs])
    elif not asking and not dry:
        for pair in pairs:
            _show(*pair)
    if not pairs:
        note("no duplicates")
        return 0
    if dry:
        for change in plan(chosen, _changes([each for _, each in pairs])):
            show(diff(change.before, change.after, str(change.path)), end="")
    if dry or not write:
        return 1
    accepted = [each for _, each in (_agreed(pairs) if asking else pairs)]
    if accepted:
        _write(accepted, chosen)
    return int(len(accepted) < len(pairs))


def _merges(references: Library, only: Sequence[str]) -> list[tuple[Cluster, Merged]]:
    """Return the clusters, of those keys only if there are some, and their merges."""
    from csecrefs.dedupe import merge

    wanted = {references[key].id for key in only}
    with working("Comparing"):
        clusters = references.duplicates()
    if only:
        clusters = [each for each in clusters if not wanted.isdisjoint(each.keys)]
    return [(cluster, merge(cluster.references)) for cluster in clusters]


def _write(merged: Sequence[Merged], sources: Sequence[str]) -> None:
    """Merge in the files, having kept what they are for --undo."""
    from csecrefs.library.saving import plan, save
    from csecrefs.library.undo import remember

    changes = _changes(merged)
    remember(sources, plan(sources, changes))
    for rewritten in save(sources, changes):
        note(f"merged in {rewritten.path}; --undo takes it back")


def _agreed(pairs: Sequence[tuple[Cluster, Merged]]) -> list[tuple[Cluster, Merged]]:
    """Show each merge, and return those that the user wants."""
    wanted = []
    for pair in pairs:
        _show(*pair)
        if click.confirm("Merge?", default=True, err=True):
            wanted.append(pair)
    return wanted


def _changes(merged: Sequence[Merged]) -> Changes:
    """Return what merges change: one record of each cluster stays."""
    from csecrefs.library.saving import Changes

    removed = {
        reference.id
        for each in merged
        for reference in each.replaced
        if reference.id != each.reference.id
    }
    changed = {each.reference.id: each.reference for each in merged}
    base = {
        reference.id: reference
        for each in merged
        for reference in reversed(each.replaced)
    }
    return Changes(changed, removed=frozenset(removed), base=base)


def _show(cluster: Cluster, merged: Merged) -> None:
    show_line(" = ".join(cluster.keys))
    for reason in cluster.reasons:
        show_line(f"  {reason}")
    for field in merged.origins():
        text = str(field.value)
        if isinstance(field.value, tuple):
            text = "; ".join(map(str, field.value))
        differs = any(choice.variable == field.variable for choice in merged.choices)
        sign = "*" if differs else " "
        show_line(f" {sign}{field.variable} from {field.key}: {text}")


def _as_dict(cluster: Cluster, merged: Merged) -> dict[str, Any]:
    return {
        "keys": cluster.keys,
        "reasons": cluster.reasons,
        "choices": {choice.variable: choice.key for choice in merged.choices},
        "origins": {field.variable: field.key for field in merged.origins()},
        "merged": merged.reference.to_csl(),
    }
