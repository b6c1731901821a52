"""The verbs, each loaded when it is run, and the one place where errors become messages
and exit codes.

Results go to stdout, talk to stderr. Exit codes: 0 done, 1 done with findings, 2 could
not do it, 3 network unavailable, result unknown.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

import click

from csecrefs import __version__
from csecrefs.cli.terminal import say, show_trusted
from csecrefs.cli.verb import VerbGroup, with_talk
from csecrefs.errors import CsecrefsError, near

# Written out, so that the help loads none of them; what is used most comes first.
VERBS: Final = {
    "format": "Format references as a bibliography.",
    "cite": "Print one citation.",
    "render": "Print the citations of a manuscript and its list of references.",
    "cited": "List the keys that manuscripts cite, or write those references.",
    "bbl": "Write the list of references of a LaTeX document, in BibTeX's place.",
    "list": "List the references of the library.",
    "show": "Show one reference in full.",
    "audit": "Audit a manuscript: its citations, its list, and the works in it.",
    "parse": "Read references typed as text, in lists or manuscripts, as records.",
    "convert": "Convert files of references to another format.",
    "tidy": "Lay out .bib files in one way.",
    "new": "Add a new reference of a type.",
    "set": "Give fields of references a value.",
    "edit": "Edit a reference in your editor.",
    "rename": "Give references other citation keys.",
    "rm": "Take references out of the library.",
    "open": "Open the work of a reference.",
    "add": "Add works to the library, from files or by identifier.",
    "enrich": "Propose the fields and DOIs that references lack.",
    "verify": "Compare references with the registries, and report retractions.",
    "dedupe": "Find works recorded more than once, and merge their records.",
    "site": "Make a static site of the references.",
    "browse": "Open the references in the browser.",
    "check": "Check the links of the references.",
    "history": "Show the results of earlier link checks.",
    "schedule": "Print entries for cron and others that check links.",
    "formats": "List the formats that are read and written.",
    "styles": "List, search, show and validate citation styles.",
    "locales": "List the languages of citations.",
    "config": "Print the settings in force and the origin of each.",
    "completion": "Print the script that completes commands in a shell.",
    "help": "Show the help of a command.",
}
"""Each verb and its line in the help: verb X is `command` in the module
`csecrefs.cli.X`. A verb that is not in this table is found by its module, and comes
last in the help (`verbs`).
"""


@cache
def verbs() -> Mapping[str, str]:
    """Return each verb and its line in the help: those of the table, then those of the
    modules beside them.
    """
    # Loaded here: a verb of the table runs without a look at the folder.
    from pathlib import Path

    found = dict(VERBS)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        verb = path.stem
        if verb in VERBS:
            continue
        # Read and not imported: the help must not load every verb.
        with path.open(encoding="utf-8") as lines:
            opening = next(lines, "").rstrip()
        # A verb's module begins so: """`csecrefs list`: the references."""
        start = f'"""`csecrefs {verb}`: '
        if opening.startswith(start):
            line = opening.removeprefix(start).removesuffix('"""')
            found[verb] = line[:1].upper() + line[1:]
    return MappingProxyType(found)


class _ReaderGoneError(Exception):
    """Whoever read our output stopped (`| head`)."""


class _Verbs(VerbGroup):
    """A group that imports a verb's module only to run it or to show its own help."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            # What is still in the buffer may meet the closed pipe only now.
            sys.stdout.flush()
        except BrokenPipeError:  # click would end with 1, which means findings
            raise _ReaderGoneError from None
        return result

    def list_commands(self, _: click.Context) -> list[str]:
        return list(verbs())

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        # What is in the table needs no look at the folder.
        if cmd_name not in VERBS and cmd_name not in verbs():
            return None
        command: click.Command = import_module(f"csecrefs.cli.{cmd_name}").command
        return with_talk(command)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(verbs().items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="csecrefs")
def app() -> None:
    """Reference lists as records: read, search, cite and format them in any CSL style.

    \b
    Example:
      csecrefs format refs.bib --style ieee --to html -o refs.html
    """


def main() -> None:
    """Run the command line and exit; whatever goes wrong is one line on stderr."""
    _speak_utf8()
    warnings.showwarning = _warn
    if "_CSECREFS_COMPLETE" in os.environ:
        import_module("csecrefs.cli.completion")  # with our shells for click's
    sys.exit(_run())


def _run() -> int:
    try:
        # Else click would end the process itself, with messages and codes of its own.
        result: Any = app.main(prog_name="csecrefs", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        # Older versions of click have no such error, and print the help themselves.
        if type(error).__name__ == "NoArgsIsHelpError":
            # Its message is the help: who types the name alone wants to see it.
            show_trusted(error.format_message(), err=True)
            return 2
        return _fail(_message(error))
    except (click.Abort, KeyboardInterrupt):
        # 128 + SIGINT, as a shell reports it.
        return 130
    except _ReaderGoneError:
        return _end_as_pipes_do()
    except CsecrefsError as error:
        return _fail(str(error))
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _fail(f"{place}{error.strerror or error}")
    except Exception as error:
        if os.environ.get("CSECREFS_DEBUG"):
            raise
        # `PYTHONIOENCODING=latin-1`; UTF-8 has all that text can be.
        if isinstance(error, UnicodeEncodeError) and error.encoding != "utf-8":
            return _fail(_not_encoded(error))
        message = f"internal error: {type(error).__name__}: {error}"
        return _fail(f"{message} (CSECREFS_DEBUG=1 shows where)")


def _not_encoded(error: UnicodeEncodeError) -> str:
    """Return the message for a result that the encoding of the output cannot hold."""
    missing = error.object[error.start]
    name = f"{missing!r} (U+{ord(missing):04X})"
    advice = "set PYTHONIOENCODING=utf-8, or write to a file with -o"
    return f"the output is {sys.stdout.encoding}, which has no {name}; {advice}"


def _warn(message: Warning | str, *_: object, **__: object) -> None:
    """Say a warning of Python's in our voice, without the line of code it is from."""
    say(f"csecrefs: warning: {' '.join(str(message).split())}")


def _message(error: click.ClickException) -> str:
    """Return what click found wrong with the arguments, in our voice."""
    if isinstance(error, click.NoSuchOption):
        return _no_option(error)
    if isinstance(error, click.BadParameter):
        _name_argument(error)
    message = error.format_message()
    message = message[:1].lower() + message[1:]
    context = getattr(error, "ctx", None)
    if context is None:
        return message
    return f"{message.rstrip('.')}; see {context.command_path} --help"


def _name_argument(error: click.BadParameter) -> None:
    """Give an argument of few values its name, where click has all of them twice."""
    parameter = error.param
    if isinstance(parameter, click.Argument) and isinstance(
        parameter.type, click.Choice
    ):
        error.param_hint = str(parameter.name).upper()


def _no_option(error: click.NoSuchOption) -> str:
    """Return the message for an option that the command has not, with the nearest."""
    message = f"no such option {error.option_name}"
    context = error.ctx
    if context is None:
        return message
    known = {
        name.lstrip("-"): name
        for each in context.command.params
        for name in (*each.opts, *each.secondary_opts)
    }
    # The dashes that all have would make any two of them alike.
    if meant := near(error.option_name.lstrip("-"), known):
        message += f"; did you mean {' or '.join(known[each] for each in meant)}?"
    return f"{message}; see {context.command_path} --help"


def _fail(message: str) -> int:
    """Say in one line why it could not be done."""
    say(f"csecrefs: error: {' '.join(message.split())}")
    return 2


def _end_as_pipes_do() -> int:
    """Say nothing more, and end with what a shell expects after SIGPIPE."""
    # Python writes what is left when it ends, and would complain of the closed pipe.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + 13


def _speak_utf8() -> None:
    """Bibliographies hold every script: write UTF-8 whatever the locale, unless the
    user says otherwise.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and not os.environ.get("PYTHONIOENCODING"):
            # A file's name that is no Unicode is escaped; strict writing would fail.
            reconfigure(encoding="utf-8", errors="backslashreplace")
