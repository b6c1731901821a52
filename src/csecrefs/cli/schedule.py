"""`csecrefs schedule`: ready entries for what runs commands on a schedule."""

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


@command.command(
    name="show",
    # The options of `check links` are unknown here: `_split` makes sense of them.
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": True},
)
@click.argument(
    "kind",
    type=click.Choice(
        ["cron", "systemd", "github-action", "gitlab-ci", "windows-task"]
    ),
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[SOURCE|OPTION]...")
@click.option(
    "--budget",
    default="20m",
    show_default=True,
    metavar="TIME",
    help="Maximum time a day.",
)
def show(kind: str, words: tuple[str, ...], budget: str) -> None:
    """Print an entry that checks what is due in the sources every day.

    Options of `check links` may follow; they become part of the entry.

    \b
    Example:
      csecrefs schedule show systemd refs.bib --every 14d --ignore ignore.toml
    """
    from csecrefs.links.schedule import entry

    sources, options = _split(words)
    shown = entry(kind, sources, budget, options=options)
    show_trusted(shown.removesuffix("\n"))


def _split(words: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the sources and the options among words for `check links`.

    Raises UsageError for options that the verb does not have.
    """
    from csecrefs.cli.check_links import links

    context = click.Context(links)
    given, rest, order = links.make_parser(context).parse_args(list(words))
    del rest
    named = given.pop("sources", None)
    # Versions of click differ in what stands for no argument at all.
    sources = list(named) if isinstance(named, list | tuple) else []
    options: list[str] = []
    # An option that is given twice is in the order twice, its values in one list.
    for parameter in dict.fromkeys(order):
        # The entry has --due in any case, and --budget from our own option.
        if parameter.name not in given or parameter.name in ("due", "budget"):
            continue
        value = given[parameter.name]
        name = max(parameter.opts, key=len)
        if getattr(parameter, "is_flag", False):
            options.append(name)
            continue
        if isinstance(value, list | tuple):
            values = value
        else:
            values = [value]
        for each in values:
            # A wrong value must fail now, not at night where nobody sees it.
            parameter.type_cast_value(context, [each] if parameter.multiple else each)
            options += [name, str(each)]
    return sources, options
