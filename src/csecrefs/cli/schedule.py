"""`csecrefs schedule`: ready entries for cron, systemd and GitHub."""

from __future__ import annotations

import click

from csecrefs.cli.terminal import show_trusted
from csecrefs.cli.verb import VerbGroup


@click.group(name="schedule", cls=VerbGroup)
def command() -> None:
    """Have links checked regularly.

    \b
    Example:
      csecrefs schedule show cron refs.bib
    """


@command.command(name="show")
@click.argument("kind", type=click.Choice(["cron", "systemd", "github-action"]))
@click.argument("sources", nargs=-1)
@click.option(
    "--budget",
    default="20m",
    show_default=True,
    metavar="TIME",
    help="Maximum time a day.",
)
def show(kind: str, sources: tuple[str, ...], budget: str) -> None:
    """Print an entry that checks what is due in SOURCES every day.

    \b
    Example:
      csecrefs schedule show systemd refs.bib
    """
    from csecrefs.links.schedule import entry

    show_trusted(entry(kind, sources, budget).removesuffix("\n"))
