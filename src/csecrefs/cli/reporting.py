"""The formats of the verbs that report findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])

REPORT_FORMATS: Final = (
    "text",
    "json",
    "jsonl",
    "junit",
    "sarif",
    "markdown",
    "github",
    "html",
)
"""The formats of `csecrefs.reports.render`, the plain text of a terminal first."""


def report_format(
    shapes: Sequence[str] = REPORT_FORMATS,
) -> Callable[[_Command], _Command]:
    """Return the option for the format of a report, as `shape`."""
    return click.option(
        "--format",
        "shape",
        type=click.Choice(shapes),
        default="text",
        help="The format of the report.",
    )


def report_options(
    shapes: Sequence[str] = REPORT_FORMATS,
) -> Callable[[_Command], _Command]:
    """Return the options of a verb that writes a report: its format, as `shape`, and the
    file to write it to, as `output`.
    """

    def with_options(command: _Command) -> _Command:
        output = click.option(
            "-o", "--output", metavar="FILE", help="Write the report to a file."
        )
        return report_format(shapes)(output(command))

    return with_options
