"""The gate that everything others wrote passes before a terminal or a log.

Titles, keys, addresses, answers of servers and lines of files come from strangers. A
terminal acts on escape sequences in them, bidirectional overrides make a line read as
another one, and continuous integration runs lines that begin with `::` as commands.
What acts is shown as an escape (`\\x1b`), so that nothing is hidden. No verb prints but
through here.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from typing import Any, Final

import click

from csecrefs.patterns import regex
from csecrefs.text.characters import mask_userinfo

# As diff and git say it, so that `patch` understands it.
_NO_NEWLINE: Final = "\\ No newline at end of file"
_LINE_BREAKS: Final = regex(
    # from the first blank of a row only: from each, a long row would take its square
    r"(?<!\s)\s*[\n\r\v\f\x85\u2028\u2029]\s*"
)
# Not `splitlines`, which ends a line at a form feed and at U+2028, too.
_LINE: Final = regex(r"[^\n]*\n|[^\n]+")
# All but tab, line feed and carriage return.
_CONTROLS: Final = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ACTS: Final = regex(
    # C0 but tab and line feed, DEL and C1: terminals take their commands from these
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    # line and paragraph separators; embeddings, overrides and isolates; surrogates
    "\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    # characters without a width, and the tag characters, which spell invisible text
    "\ufeff\U000e0000-\U000e007f]"
)
# `##[error]`, `##vso[task.complete]`, `##teamcity[message]`.
_OLD_COMMAND: Final = regex(r"\#\#(?=\[|vso\[|teamcity\[)")
_COMMAND: Final = regex(
    # GitHub: `::error ...::` after white space at the start of a line
    r"^(?P<space>[^\S\n]*)::(?=[A-Za-z])"
    # GitHub's older form, Azure's and TeamCity's, anywhere in a line
    r"|\#\#(?=\[|vso\[|teamcity\[)",
    re.MULTILINE,
)


def visible(text: str) -> str:
    """Return text of several lines with everything shown that a terminal would act on.

    >>> visible("a\\x1b[2Jb\\r\\n")
    'a\\\\x1b[2Jb\\n'
    """
    if text.isprintable():
        return text
    return _ACTS.sub(_escape, text.replace("\r\n", "\n"))


def without_commands(text: str) -> str:
    """Return text in which no line is a command of a continuous integration service.

    >>> without_commands("::error::no")
    ': :error::no'
    """
    if ":" not in text and "#" not in text:
        return text
    return _COMMAND.sub(_apart, text)


def gate(text: str) -> str:
    """Return text that may be printed whoever wrote it."""
    return without_commands(visible(text))


def say(text: str) -> None:
    """Print one line of talk to stderr; line breaks in it become spaces, and the
    passwords in its addresses are masked.
    """
    line = _LINE_BREAKS.sub(" ", mask_userinfo(text))
    click.echo(gate(line), err=True)


def show_line(text: str) -> None:
    """Print one line of a result; line breaks in it become spaces."""
    show(_LINE_BREAKS.sub(" ", text))


def show(text: str, *, end: str = "\n") -> None:
    """Print a result that people read."""
    click.echo(gate(text) + end, nl=False)


def show_commands(text: str) -> None:
    """Print commands of a continuous integration service: lines of our own making, in
    which the words of others are escaped already.
    """
    click.echo(visible(text), nl=False)


def show_trusted(text: str, *, err: bool = False) -> None:
    """Print a text of our own making that no word of others is in; to stderr if it is
    talk.
    """
    click.echo(text, err=err)


def show_data(content: str | bytes, *, exact: bool = False) -> None:
    """Print a result that programs read, without characters that a terminal acts on.

    With `exact`, what goes into a file passes unchanged, and text on its way to another
    program loses control characters only, which no format of references allows.
    Bytes pass unchanged but to a terminal.
    """
    if isinstance(content, bytes):
        if sys.stdout.isatty():
            show(content.decode("utf-8", "replace"), end="")
        else:
            click.echo(content, nl=False)
        return
    # JSON can name a character instead of holding it, and loses nothing.
    if content.lstrip()[:1] in ("{", "["):
        content = escaped_json(content)
    if exact and _into_file():
        click.echo(content, nl=False)
        return
    # A log acts on what is printed as a terminal does, so `CI` counts as one.
    if exact and not sys.stdout.isatty() and not os.environ.get("CI"):
        click.echo(_CONTROLS.sub("", content), nl=False)
        return
    content = _ACTS.sub("", content.replace("\r\n", "\n"))
    show(content, end="")


def escaped_json(text: str) -> str:
    """Return JSON with what acts written as `\\uXXXX`, which says the same."""
    text = _ACTS.sub(lambda match: json.dumps(match[0])[1:-1], text)
    return _OLD_COMMAND.sub(r"#\\u0023", text)


def put_json(value: Any, *, err: bool = False) -> None:
    """Print a value as JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    click.echo(escaped_json(text), err=err)


def diff(before: bytes, after: bytes, path: str, more: str = "") -> str:
    """Return a unified diff of a file; only line feeds end its lines."""
    import difflib

    old, new = (
        _LINE.findall(text.decode("utf-8", "replace")) for text in (before, after)
    )
    lines = difflib.unified_diff(old, new, path, path + more)
    return "".join(
        line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}\n" for line in lines
    )


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\U{code:08x}"


def _apart(match: re.Match[str]) -> str:
    if match[0].startswith("#"):
        # The services want both signs side by side, so a blank between them is enough.
        return "# #"
    return f"{match['space']}: :"


def _into_file() -> bool:
    """True if stdout is a file on disk, which no terminal and no log shows."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):
        return False
