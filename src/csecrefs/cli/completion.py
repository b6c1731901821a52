"""`csecrefs completion`: completion of commands, keys, styles and locales in a
shell.
"""

from __future__ import annotations

import click


@click.command(name="completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script that makes SHELL complete csecrefs, for its start-up file to
    run.

    \b
    Example:
      eval "$(csecrefs completion bash)"
    """
    from click.shell_completion import get_completion_class

    from csecrefs.cli import app

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(app, {}, "csecrefs", "_CSECREFS_COMPLETE").source())
