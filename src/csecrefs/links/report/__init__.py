"""A run's results for people and for programs: one function a format, from a LinkReport to
a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from csecrefs.errors import FormatError
from csecrefs.links.report import machine, text, web
from csecrefs.links.run import LinkReport
from csecrefs.links.trends import Trends

FORMATS: Final[Mapping[str, Callable[[LinkReport, Trends | None], str]]] = MappingProxyType(
    {
        "text": lambda report, _: text.plain(report),
        "markdown": lambda report, _: text.markdown(report),
        "github": lambda report, _: text.github(report),
        "json": lambda report, _: machine.as_json(report),
        "jsonl": lambda report, _: machine.json_lines(report),
        "junit": lambda report, _: machine.junit(report),
        "sarif": lambda report, _: machine.sarif(report),
        "html": web.page,
    }
)
"""Every format by name."""


def render(report: LinkReport, name: str, trends: Trends | None = None) -> str:
    """A report as text in a format of FORMATS; `trends` is what a history adds. Raises
    FormatError.
    """
    if name not in FORMATS:
        raise FormatError(
            f"there is no report format {name!r}; there are {', '.join(FORMATS)}"
        )
    return FORMATS[name](report, trends)
