"""The text of LaTeX sources, roughly: commands away, the typed list kept."""

from __future__ import annotations

import unicodedata
from typing import Final

from csecrefs.manuscript.prose.lines import (
    Prose,
    ProseLine,
    from_text,
)
from csecrefs.patterns import regex

# A comment up to the end of its line; `\%` begins none.
_COMMENT: Final = regex(r"(?<!\\)%.*")
# A heading with its text: `\subsection*{Tides}`.
_SECTION: Final = regex(r"\\(?:sub)*section\*?\s*\{([^{}]*)\}")
# The start of an entry of a typed list: `\bibitem[Low(2001)]{low2001}`.
_BIBITEM: Final = regex(r"\\bibitem\s*(?:\[[^\]]*\])?\s*\{[^{}]*\}")
# The start of a typed list with its widest label: `\begin{thebibliography}{99}`.
_BEGIN_LIST: Final = regex(r"\\begin\{thebibliography\}\s*\{[^{}]*\}")
# The start or end of an environment: `\begin{center}`.
_ENVIRONMENT: Final = regex(r"\\(?:begin|end)\{[^{}]*\}")
# A command for looks, of which the text stays: `\emph{tide}`.
_ARGUMENT: Final = regex(
    r"\\(?:emph|textit|textbf|textsc|texttt|textsl|url|underline|mbox|enquote)\s*\{([^{}]*)\}"
)
# Any other command, and the blank that ends its name.
_COMMAND: Final = regex(r"\\[A-Za-z]+\*?\s?")
# An accent on a letter: `\'e`, `\"{o}`.
_ACCENT: Final = regex(r"\\([`'^\"~=.])\s?\{?([A-Za-z])\}?")
# TeX's accents as combining characters.
_MARKS: Final = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
}


def read(content: bytes, path: str) -> Prose:
    """Return the lines of a source with their numbers."""
    lines: list[ProseLine] = []
    number = 0
    for line in from_text(content, path).lines:
        text = _COMMENT.sub("", line.text)
        heading = bool(_SECTION.search(text) or _BEGIN_LIST.search(text))
        text = _BEGIN_LIST.sub("References", text)
        if _BIBITEM.search(text):
            number += 1
            text = _BIBITEM.sub(f"[{number}]", text)
        lines.append(ProseLine(plain(text), line.number, 0, heading))
    return Prose(path, tuple(lines))


def plain(text: str) -> str:
    """Return a line of LaTeX without its commands.

    >>> plain(r"\\emph{On} h\\'{a}rbours~\\& sands")
    'On hárbours & sands'
    """
    text = _SECTION.sub(r"\1", text)
    text = _ACCENT.sub(lambda match: match[2] + _MARKS[match[1]], text)
    text = unicodedata.normalize("NFC", text)
    for _ in range(3):
        text = _ARGUMENT.sub(r"\1", text)
    text = _ENVIRONMENT.sub("", text)
    text = text.replace("~", " ").replace("---", "—").replace("--", "–")
    text = (
        text.replace("\\&", "&")
        .replace("\\%", "%")
        .replace("\\_", "_")
        .replace("\\\\", " ")
    )
    return _COMMAND.sub("", text).replace("{", "").replace("}", "").rstrip()
