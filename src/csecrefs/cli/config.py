"""`csecrefs config`: the settings in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csecrefs.cli.common import library_options, listing_option, settings_of, tell
from csecrefs.cli.table import put_table
from csecrefs.cli.terminal import put_json
from csecrefs.cli.verb import Verb
from csecrefs.errors import NotFoundError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _complete_setting(
    _: click.Context, __: click.Parameter, typed: str
) -> list[CompletionItem]:
    # Loaded here, as click does: only a shell that completes needs it.
    from click.shell_completion import CompletionItem

    from csecrefs.library.settings import SPECS

    return [CompletionItem(name) for name in SPECS if name.startswith(typed)]


@click.command(name="config", cls=Verb)
@click.argument(
    "names", nargs=-1, metavar="[NAME]...", shell_complete=_complete_setting
)
@library_options
@listing_option
def command(
    names: tuple[str, ...], library: str | None, source_format: str, shape: str
) -> int:
    """Print each setting, or those named, with its value, its origin and its meaning.

    The order is: the command line, the environment (CSECREFS_LIBRARY, CSECREFS_STYLE,
    ...), csecrefs.toml or [tool.csecrefs] in pyproject.toml in the nearest folder
    upwards, your own config.toml, the default. Values that cannot be used are reported;
    it then exits with 1.

    \b
    Example:
      CSECREFS_STYLE=ieee csecrefs config
    """
    from csecrefs.library.checks import problems
    from csecrefs.library.settings import SPECS, cache_file, user_file

    settings = settings_of(library=library)
    wanted = [name.replace("-", "_") for name in names]
    for name in wanted:
        if name not in SPECS:
            raise NotFoundError("setting", name, SPECS)
    rows = []
    for each in settings:
        if wanted and each.name not in wanted:
            continue
        value = ", ".join(each.value.splitlines())
        # Empty means the usual place, and people ask where that is.
        if each.name == "cache" and not value:
            value = str(cache_file(settings))
        rows.append((each.name, value, each.origin, SPECS[each.name].meaning))
    columns = ("name", "value", "origin", "meaning")
    if shape == "json":
        put_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        # Only the meaning may be cut: people type the others again.
        put_table(("setting", *columns[1:]), rows, typed=(0, 1, 2))
    found = problems(settings, source_format)
    tell(found)
    if not (user_file().is_file() or names) and shape == "text":
        from csecrefs.cli.common import note

        note(f"your own settings go to {user_file()}")
    return int(bool(found))
