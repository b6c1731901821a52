"""`csecrefs audit`: a manuscript's citations and list, checked as a whole."""

from __future__ import annotations

from pathlib import Path

import click

from csecrefs.cli.common import complete_format, put, settings_of
from csecrefs.cli.network import NOT_JUDGED, network_options
from csecrefs.cli.progress import counted
from csecrefs.cli.reporting import report_options
from csecrefs.cli.terminal import say, show_commands
from csecrefs.cli.verb import Verb

# In html the manuscript itself is in the report.
_SHAPES = ("text", "json", "jsonl", "junit", "sarif", "markdown", "github", "html")


@click.command(name="audit", cls=Verb)
@click.argument("manuscript", metavar="MANUSCRIPT")
@click.option(
    "--list",
    "--library",
    "listed",
    metavar="FILE",
    help="File or folder of references in place of the list.",
)
@click.option(
    "--from",
    "source_format",
    default="",
    metavar="FORMAT",
    help="Format of that file (see `formats`); by default it is detected.",
    shell_complete=complete_format,
)
@report_options(_SHAPES)
@click.option(
    "--rewrite",
    metavar="STYLE",
    help="Print the list set in STYLE (same: its own) as a diff.",
)
@click.option("--links", is_flag=True, help="Check the links of the list, too.")
@network_options
def command(
    manuscript: str,
    listed: str | None,
    source_format: str,
    shape: str,
    output: str | None,
    rewrite: str | None,
    links: bool,
    offline: bool,
    mailto: str | None,
) -> int:
    """Audit a manuscript: is every citation listed, every listed work real and rightly
    described?

    MANUSCRIPT is text, Markdown, Word, LibreOffice, HTML, LaTeX or PDF, with its list
    typed at the end or given with --list. Without --offline each entry is looked up in
    the registries: only these strings leave the machine. "unconfirmed" means that no
    registry has a work like it, not that there is none. Exits with 1 if there
    are findings, and with 3 if the registries are unavailable.

    \b
    Example:
      csecrefs audit paper.docx --format html -o audit.html
    """
    from csecrefs.library.auditing import audit_manuscript, rendered

    settings = settings_of(mailto=mailto)
    with counted("Looking up") as progress:
        done = audit_manuscript(
            Path(manuscript),
            settings,
            listed=listed,
            format=source_format,
            offline=offline,
            links=links,
            progress=progress,
        )
    read_from = [manuscript]
    if listed:
        read_from.append(listed)
    # A diff was asked for and no judgement, so findings do not count here.
    if rewrite:
        put(done.rewrite_diff("" if rewrite == "same" else rewrite), output, read_from)
        return 0
    report = rendered(done, shape)
    # These lines are commands, which the usual way of printing would break.
    if shape == "github" and output in (None, "-"):
        show_commands(report)
    else:
        put(report, output, read_from)
    if output:
        say(f"csecrefs: {done.summary}; wrote {output}")
    if done.report().fails:
        return 1
    if done.unjudged:
        return NOT_JUDGED
    return 0
