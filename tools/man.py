"""Manual pages of the command line: `python -m tools.man FOLDER`, with the extra `docs`.

Each command has a page, `csecrefs-check-links.1` for `csecrefs check links`; packagers
put them where `man` looks. click-man makes the text from the help of the command.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from click_man.core import generate_man_page

from csecrefs import __version__, cli


def contexts(
    command: click.Command, parent: click.Context | None = None
) -> Iterator[click.Context]:
    """Yield a context for a command and for each command below it."""
    name = command.name if parent else "csecrefs"
    # The line after the name: the first sentence whole, not its first words.
    command.short_help = (command.help or "").partition("\n\n")[0]
    context = click.Context(command, info_name=name, parent=parent)
    yield context
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None and not found.hidden:
                yield from contexts(found, context)


def main() -> None:
    """Write a page for each command."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for context in contexts(cli.app):
        name = context.command_path.replace(" ", "-")
        page = generate_man_page(context, __version__)
        (folder / f"{name}.1").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
