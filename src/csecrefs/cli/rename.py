"""`csecrefs rename`: give references other citation keys."""

from __future__ import annotations

import click

from csecrefs.cli.common import complete_argument, note, settings_of
from csecrefs.cli.editing import editing_options, finish, is_given, opened
from csecrefs.cli.verb import Verb


@click.command(name="rename", cls=Verb)
@click.argument(
    "arguments",
    nargs=-1,
    metavar="[SOURCE]... OLD NEW",
    shell_complete=complete_argument,
)
@click.option(
    "--key-pattern",
    metavar="PATTERN",
    help="Pattern of the new keys, such as [auth:lower][year], instead of NEW.",
)
@click.option(
    "-m",
    "--manuscript",
    "manuscripts",
    multiple=True,
    metavar="FILE",
    help="Manuscript, or folder of them, in which the keys change, too.",
)
@editing_options
def command(
    arguments: tuple[str, ...],
    key_pattern: str | None,
    manuscripts: tuple[str, ...],
    dry: bool,
    library: str | None,
    source_format: str,
) -> int:
    """Give a reference another key; entries that refer to it follow, and so do the
    manuscripts named here or in the settings.

    Where manuscripts would change, the difference is shown, and --write applies it.
    Without manuscripts the library is changed at once.

    With --key-pattern, the keys of all references, or of those named, are made by the
    pattern: "[auth:lower][year][shorttitle1]" as in JabRef, or
    "auth.lower + year" as in Better BibTeX. Keys that fit stay.

    \b
    Example:
      csecrefs rename doe2019 doe2020
    """
    from csecrefs.library.entries import keys_by_pattern
    from csecrefs.library.manuscripts import renamed_in

    if key_pattern is not None and not key_pattern.strip():
        raise click.UsageError("--key-pattern is empty; such as [auth:lower][year]")
    references, keys = opened(
        arguments, library, source_format, key_pattern=key_pattern
    )
    if key_pattern is None and len(keys) == 2:
        renamed = {keys[0]: keys[1]}
    elif key_pattern is None:
        raise click.UsageError("name the old and the new key, or a --key-pattern")
    else:
        pattern = settings_of(key_pattern=key_pattern)["key_pattern"]
        renamed = keys_by_pattern(references, keys, pattern)
    cited_in = manuscripts or settings_of()["manuscripts"].splitlines()
    # Only prepared: `finish` writes manuscripts and library together, or neither.
    changed = renamed_in(cited_in, renamed)
    # A key in a library is one line; in somebody's writing it may be in many places.
    is_decided = is_given("dry") or is_given("write")
    is_shown_first = bool(changed) and not is_decided
    dry = dry or is_shown_first
    for old, new in renamed.items():
        references.rename(old, new)
    code = finish(references, dry, changed)
    if is_shown_first:
        note("nothing is written: --write renames in the library and the manuscripts")
    if not dry:
        for old, new in renamed.items():
            if old != new:
                note(f"{old} is now {new}")
    return code
