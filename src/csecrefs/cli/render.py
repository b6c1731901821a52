"""`csecrefs render`: a manuscript with its citations printed."""

from __future__ import annotations

import time
from pathlib import Path, PurePath
from typing import Any, Final

import click

from csecrefs.cli.common import (
    complete_locale,
    complete_style,
    findings,
    library_option,
    note,
    put,
    settings_of,
    tell,
)
from csecrefs.cli.terminal import say
from csecrefs.cli.verb import Verb
from csecrefs.errors import CsecrefsError

# Seconds between two looks at a manuscript that is watched.
_PAUSE: Final = 0.5


@click.command(name="render", cls=Verb)
@click.argument("source", metavar="MANUSCRIPT")
@click.option("-o", "--output", metavar="FILE", help="The file to write.")
@click.option(
    "--style", metavar="STYLE", help="A name or a file.", shell_complete=complete_style
)
@click.option(
    "--locale", metavar="TAG", help="The language.", shell_complete=complete_locale
)
@library_option
@click.option(
    "--to", default="", metavar="FORMAT", help="Another format, such as html."
)
@click.option(
    "--from", "source_format", default="", metavar="FORMAT", help="The format it is in."
)
@click.option(
    "--live",
    type=click.Choice(["zotero"]),
    help="Write citations that Zotero keeps up, in Word and Writer documents.",
)
@click.option(
    "--sentence-case/--no-sentence-case",
    default=None,
    help="English titles from .bib files in sentence case, as pandoc has them.",
)
@click.option("--look-up", is_flag=True, help="Look up keys such as doi:10.1000/1.")
@click.option("--in-place", is_flag=True, help="Write over the manuscript itself.")
@click.option("--watch", is_flag=True, help="Render again whenever it changes.")
def command(
    source: str,
    output: str | None,
    library: str | None,
    watch: bool,
    **how: Any,
) -> int:
    """Print the citations of a MANUSCRIPT and its list of references.

    Markdown, LaTeX, Word and Writer documents, notebooks and others come back in their
    own format, with every byte kept that is no citation. Without --library, the
    references are those that the manuscript names, else those of the settings.

    \b
    Example:
      csecrefs render paper.md --style ieee -o paper.out.md
    """
    # Over its own source, what is rendered would be rendered again.
    if watch and (output in (None, "-") or source == "-" or how["in_place"]):
        raise click.UsageError("--watch needs a MANUSCRIPT and another --output")
    # Before it is read, so that a save during the work is seen as a change.
    before = _stamp(Path(source))
    code = _render(source, output, library, **how)
    if watch:
        note(f"wrote {output}; it is written again whenever {source} changes")
        note("Ctrl-C ends this")
    while watch:
        before = _next_stamp(Path(source), before)
        try:
            code = _render(source, output, library, **how)
            note(f"wrote {output}")
        except (CsecrefsError, OSError) as error:
            # A text saved half-way is mended with the next save, so watching goes on.
            say(f"csecrefs: error: {error}")
    return code


def _render(
    source: str,
    output: str | None,
    library: str | None,
    *,
    style: str | None,
    locale: str | None,
    to: str,
    source_format: str,
    live: str | None,
    sentence_case: bool | None,
    look_up: bool,
    in_place: bool,
) -> int:
    from csecrefs.library.manuscripts import (
        library_for,
        opened,
        own_style,
        render,
        write_rendered,
    )

    settings = settings_of(library=library, style=style, locale=locale)
    # An option that was not given is not there: the manuscript may have its own.
    options: dict[str, object] = {"live": live} if live else {}
    if sentence_case is not None:
        options["sentence-case"] = sentence_case
    # A large document is read once for its library and its citations.
    read = opened(source, source_format)
    rendered = render(
        library_for(read, settings, given=library is not None),
        read,
        to=to or _format_of(output, source),
        style=own_style(settings),
        locale=settings["locale"],
        format=source_format,
        # No network unless asked for: a manuscript comes out the same every time.
        offline=not look_up,
        options=options,
    )
    tell(rendered.diagnostics)
    if in_place and output is None:
        output = source
    if output in (None, "-"):
        put(rendered.content, None)
    else:
        write_rendered(rendered, str(output), in_place=in_place)
    return findings(rendered.diagnostics)


def _format_of(output: str | None, source: str) -> str:
    """Return the format that an output's name asks for; empty for the manuscript's.

    Raises FormatError for a suffix of no manuscript.
    """
    from csecrefs.manuscript import of_suffix

    suffix = PurePath(output or "").suffix.lower()
    if suffix in ("", PurePath(source).suffix.lower()):
        return ""
    return of_suffix(str(output)).name


def _stamp(path: Path) -> tuple[int, ...]:
    """Return what differs once a file is saved; nothing for one that is not there."""
    try:
        stat = path.stat()
    except OSError:
        return ()
    # Number and size as well: some file systems count time in steps of two seconds.
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _next_stamp(path: Path, before: tuple[int, ...]) -> tuple[int, ...]:
    """Return the stamp of a file once it has changed.

    Editors that put the old text aside first leave no file for a moment, so one that
    is gone is waited for.
    """
    now = _stamp(path)
    while now in (before, ()):
        time.sleep(_PAUSE)
        now = _stamp(path)
    return now
