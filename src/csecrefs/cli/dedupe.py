"""`csecrefs dedupe`: find works recorded more than once, and merge their records."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from csecrefs.cli.common import (
    complete_key,
    diff_option,
    findings,
    library_options,
    listing_option,
    note,
    read_library,
    settings_of,
)
from csecrefs.cli.progress import working
from csecrefs.cli.terminal import diff, put_json, show, show_line
from csecrefs.cli.verb import Verb
from csecrefs.model.name import listed

if TYPE_CHECKING:
    from csecrefs.library.merging import Merge


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
    """Show the references that are one work, the reasons, and the record that each
    field of the merged one comes from.

    With --write the first record of each cluster takes the best of all and the others
    are removed; on a terminal each merge is confirmed first. --undo brings the records
    back as they were. Exits with 1 if there are duplicates that were not merged.

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
    _check_options(write, yes, dry)
    from csecrefs.library.merging import merge_files, planned_merges

    references = read_library(settings, chosen, format=source_format)
    with working("Comparing"):
        found = references.dedupe(*only)
    # In a script nobody answers, and --write means yes.
    asking = write and not (yes or dry) and sys.stdin.isatty()
    if shape == "json":
        put_json(list(map(_as_dict, found)))
    elif not asking and not dry:
        _show_all(found)
    if not found:
        note("no duplicates")
        # What could not be read was compared with nothing.
        return findings(references.diagnostics)
    if dry:
        for change in planned_merges(found, chosen):
            show(diff(change.before, change.after, str(change.path)), end="")
    if dry or not write:
        return 1
    accepted = found
    if asking:
        accepted = _agreed(found)
    if accepted:
        for rewritten in merge_files(accepted, chosen):
            note(f"merged in {rewritten.path}; --undo takes it back")
    left = len(accepted) < len(found)
    return int(left) or findings(references.diagnostics)


def _check_options(write: bool, yes: bool, dry: bool) -> None:
    """Raise UsageError for options that do not go together."""
    if dry and write:
        raise click.UsageError("--diff and --write exclude each other")
    if yes and not write:
        raise click.UsageError("--yes needs --write")


def _show_all(found: Sequence[Merge]) -> None:
    for each in found:
        _show(each)


def _agreed(found: Sequence[Merge]) -> list[Merge]:
    """Show each merge, and return those that the user wants."""
    wanted = []
    for each in found:
        _show(each)
        # Asked on stderr, so that a pipe gets the results only.
        if click.confirm("Merge?", default=True, err=True):
            wanted.append(each)
    return wanted


def _show(each: Merge) -> None:
    merged = each.merged
    show_line(" = ".join(each.cluster.keys))
    for reason in each.cluster.reasons:
        show_line(f"  {reason}")
    for field in merged.origins():
        text = str(field.value)
        if isinstance(field.value, tuple):
            text = listed(field.value)
        differs = any(choice.variable == field.variable for choice in merged.choices)
        sign = "*" if differs else " "
        show_line(f" {sign}{field.variable} from {field.key}: {text}")


def _as_dict(each: Merge) -> dict[str, Any]:
    merged = each.merged
    return {
        "keys": each.cluster.keys,
        "reasons": each.cluster.reasons,
        "choices": {choice.variable: choice.key for choice in merged.choices},
        "origins": {field.variable: field.key for field in merged.origins()},
        "merged": merged.reference.to_csl(),
    }
