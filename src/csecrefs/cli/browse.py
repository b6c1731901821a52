"""`csecrefs browse`: the references in the browser."""

from __future__ import annotations

import shutil
import tempfile
import time
import webbrowser
from pathlib import Path
from typing import Any, Final

import click

from csecrefs.cli.common import (
    findings,
    library_options,
    note,
    read_library,
    settings_of,
)
from csecrefs.cli.progress import working
from csecrefs.cli.site import keywords, site_options
from csecrefs.cli.terminal import say, show_line
from csecrefs.cli.verb import Verb
from csecrefs.errors import CsecrefsError

# Seconds between two looks at the files.
_PAUSE: Final = 1.0


@click.command(name="browse", cls=Verb)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@site_options
@click.option("--once", is_flag=True, help="Build the site once, and leave it there.")
@click.option("--no-open", is_flag=True, help="Print the address; open no browser.")
@library_options
def command(
    sources: tuple[str, ...],
    library: str | None,
    source_format: str,
    once: bool,
    no_open: bool,
    **given: Any,
) -> int:
    """Open the references in the browser, as a site in a temporary folder.

    The site is built again whenever the files change; reload the page to see it.
    Ctrl-C ends this and removes the folder.

    \b
    Example:
      csecrefs browse refs.bib --style apa
    """
    from csecrefs.library.publishing import stamp

    settings = settings_of(library=library, locale=given.pop("locale"))
    chosen = list(sources) or settings.library()
    # No other user can read such a folder: references may have private notes.
    folder = Path(tempfile.mkdtemp(prefix="csecrefs-"))
    address = (folder / "index.html").as_uri()

    def build() -> int:
        references = read_library(settings, chosen, format=source_format)
        with working("Building"):
            pages = references.site(folder, **keywords(settings, given))
        return findings((*references.diagnostics, *pages.diagnostics))

    try:
        # Before the files are read, so that a change during the build is not missed.
        before = stamp(chosen)
        code = build()
        show_line(address)
        if not no_open:
            webbrowser.open(address)
        while not once:
            time.sleep(_PAUSE)
            now = stamp(chosen)
            if now == before:
                continue
            before = now
            try:
                code = build()
                note("built again; reload the page")
            except CsecrefsError as error:  # half of an edit, perhaps
                say(f"csecrefs: error: {error}")
    # Ctrl-C, the usual end, is no Exception. With --once the folder stays.
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return code
