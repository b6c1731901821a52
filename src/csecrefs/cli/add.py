"""`csecrefs add`: take works into the library, from files or by their identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csecrefs.cli.common import (
    complete_written,
    findings,
    library_options,
    note,
    put,
    settings_of,
    tell,
)
from csecrefs.cli.network import NOT_JUDGED, network_options, without_unreachable
from csecrefs.cli.progress import with_progress
from csecrefs.cli.verb import Verb
from csecrefs.errors import InputError

if TYPE_CHECKING:
    from csecrefs.library import Settings
    from csecrefs.library.online import Addition


@click.command(name="add", cls=Verb)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--write", is_flag=True, help="Append what is new to the library's file.")
@click.option(
    "--to",
    metavar="FORMAT",
    default="biblatex",
    help="Format to print in, such as csl-json (see `formats`).",
    shell_complete=complete_written,
)
@click.option(
    "--key-pattern",
    metavar="PATTERN",
    help="Pattern of the new keys, such as [auth:lower][year][shorttitle1].",
)
@network_options
@library_options
def command(
    sources: tuple[str, ...],
    write: bool,
    to: str,
    offline: bool,
    mailto: str | None,
    library: str | None,
    source_format: str,
    key_pattern: str | None,
) -> int:
    """Take works in: print them, or append them to the library with --write.

    A SOURCE is a file of references in any format, or a folder of them; a DOI, PMID,
    PMCID, arXiv number, ISBN or URL to be looked up; text or a file with identifiers in
    it; or "-". A work that the library has already, by key or by DOI, is not added
    again. Exits with 1 if something could not be found or read, or has another work's
    key, and with 3 if the network was unavailable.

    \b
    Example:
      csecrefs add 10.1177/2516606920921152 --write
    """
    # The help and the completion of a verb load its module, and need none of these.
    from csecrefs import formats
    from csecrefs.formats.keys import KeyPattern
    from csecrefs.library import Library
    from csecrefs.library.intake import asked_for, newcomers
    from csecrefs.library.online import additions, open_resolver
    from csecrefs.library.saving import Changes, save

    settings = settings_of(library=library, mailto=mailto, key_pattern=key_pattern)
    asked = asked_for(sources, format=source_format)
    place = _place(settings, write)
    present = Library.read(_existing(place)) if place else Library()
    new, left_out = newcomers(asked.references, present)
    tell(asked.diagnostics + left_out)
    found: list[Addition] = []
    if asked.identifiers:
        with open_resolver(settings, offline=offline) as resolver:
            looked_up = additions(asked.identifiers, [*present, *new], resolver)
            found = list(with_progress(looked_up, len(asked.identifiers), "Looking up"))
    _tell_of(found)
    looked = [each.reference for each in found if each.reference]
    # Works from files keep their keys, which manuscripts may cite already.
    if settings["key_pattern"] and looked:
        pattern = KeyPattern.parse(settings["key_pattern"])
        looked = pattern.keyed(looked, [each.id for each in (*present, *new)])
    new += looked
    if new and write:
        for rewritten in save(place, Changes(added=new)):
            keys = ", ".join(reference.id for reference in new)
            note(f"added to {rewritten.path}: {keys}")
    elif new:
        put(formats.write(new, to), None)
    failed = [each.resolution for each in found if each.resolution.reference is None]
    if findings(asked.diagnostics + left_out) or any(
        resolution.certain for resolution in failed
    ):
        # Before an unreachable registry: what is certain stays so at a second try.
        return 1
    return NOT_JUDGED if failed else 0


def _tell_of(found: Sequence[Addition]) -> None:
    from csecrefs.model.update import GRAVE

    reasons = [
        each.resolution.detail if each.reference is None else "" for each in found
    ]
    for each in without_unreachable(found, reasons):
        for update in each.resolution.updates:
            if update.kind in GRAVE:
                word = update.kind.replace("-", " ").upper()
                # It is added all the same: a text may be about its retraction.
                note(f"warning: {each.asked}: {word}; see `csecrefs verify`")
        if each.present:
            note(f"{each.asked}: already there as {each.present}")
        elif each.reference is None:
            resolution = each.resolution
            reason = f"{resolution.outcome}: {resolution.detail}"
            note(f"warning: {each.asked}: {reason}")
        elif _in_capitals(each.reference.text("title")):
            message = (
                "its title is registered in capitals; you may want to give it its case"
            )
            note(f"warning: {each.reference.id}: {message}")


def _in_capitals(title: str) -> bool:
    """True if a title of several words, and not only an abbreviation, is in
    capitals.
    """
    # `MARITIME SECURITY` is one, `UNESCO` and `EU LAW` are not.
    return (
        title.isupper() and len([word for word in title.split() if len(word) > 3]) > 1
    )


def _place(settings: Settings, write: bool) -> list[str]:
    """Return the paths of the library; none if there is none and none is needed."""
    try:
        return settings.library()
    except InputError:
        if write:
            raise
        return []


def _existing(paths: list[str]) -> list[str | Path]:
    """The library's files that are there; one that is not yet will be made by
    --write.
    """
    return [path for path in paths if Path(path).exists()]
