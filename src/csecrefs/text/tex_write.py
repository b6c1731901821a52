"""Text with CSL's rich-text markup to TeX: the inverse of `csecrefs.text.tex`.

Letters of any script stay as they are (BibLaTeX reads UTF-8); what TeX would take as a
command is written as one, without leaving an unpaired brace, which BibTeX counts even
after a backslash.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.tex_tables import ACCENTS, SYMBOLS

# A tag of a field.
_TAG: Final = regex(r"</?(?:i|b|em|strong|sup|sub|sc|span)\b[^<>]*>", re.IGNORECASE)
# The commands for the faces of a field.
_STYLES: Final = {
    "i": r"\emph{",
    "em": r"\emph{",
    "b": r"\textbf{",
    "strong": r"\textbf{",
    "sup": r"\textsuperscript{",
    "sub": r"\textsubscript{",
    "sc": r"\textsc{",
}
# Characters that TeX reads as something else, and ligatures that it would make.
_SPECIAL: Final = regex(
    r"[\\{}&%$#_~^`\u00a0“”–—\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|--+|''+"
)
_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\u00a0": "~",
    "“": "``",
    "”": "''",
    "`": r"\textasciigrave{}",
    "–": "--",
    "—": "---",
    "\u00ad": r"\-",
    **{mark: "\\" + mark for mark in "&%$#_"},
}
# The command of each combining mark.
_ACCENTS: Final = {
    combining: command for command, combining in reversed(ACCENTS.items())
}
# Characters that have a command of their own in text: letters have short ones.
_COMMANDS: Final = {
    sign: command
    for command, sign in reversed(SYMBOLS.items())
    if len(command) <= 2 or command.startswith(("text", "quote", "guil"))
}


def markup_to_tex(text: str) -> str:
    """`text` as TeX. Tags without a partner are text; `nocase` becomes braces."""
    if "<" not in text:
        return text_to_tex(text)
    out: list[str] = []
    open_tags: list[str] = []
    done = 0
    for match in _TAG.finditer(text):
        if match[0][1] != "/":
            piece = _opened(match[0])
        else:
            piece = _closed(match[0], open_tags)
        if piece is None:
            continue
        out += (text_to_tex(text[done : match.start()]), piece)
        if match[0][1] != "/":
            open_tags.append(_name(match[0]))
        done = match.end()
    out.append(text_to_tex(text[done:]))
    return "".join(out) + "}" * len(open_tags)


def text_to_tex(text: str) -> str:
    """Plain `text` as TeX."""
    return _SPECIAL.sub(_escaped, text)


def character_to_tex(character: str) -> str:
    """A letter or sign beyond ASCII as TeX in ASCII, in braces; "" if there is no
    command for it.
    """
    parts = unicodedata.normalize("NFD", character)
    base, accents = parts[0], parts[1:]
    if not accents:
        command = _COMMANDS.get(character, "")
        if command:
            return f"{{\\{command}}}"
        return ""
    accent = _ACCENTS.get(accents[0], "")
    if len(accents) > 1 or not accent or not base.isascii():
        return ""
    above = unicodedata.combining(accents[0]) == 230
    letter = "\\" + base if base in "ij" and above else base
    if accent.isalpha():
        return f"{{\\{accent}{{{letter}}}}}"
    return f"{{\\{accent}{letter}}}"


def _escaped(match: re.Match[str]) -> str:
    mark = match[0]
    if mark[0] in "-'":
        return "{}".join(mark)
    return _ESCAPES.get(mark, "")


def _name(tag: str) -> str:
    return re.split(
        r"[\s>]",
        tag.strip("</>").lower(),
        maxsplit=1,
    )[0]


def _opened(tag: str) -> str | None:
    """Return the TeX that opens `tag`, None if it is no markup of CSL."""
    name = _name(tag)
    if name != "span":
        if re.fullmatch(r"<\w+>", tag):
            return _STYLES[name]
        return None
    if "small-caps" in tag:
        return r"\textsc{"
    if "nocase" in tag:
        return "{"
    return None


def _closed(tag: str, open_tags: list[str]) -> str | None:
    if open_tags and open_tags[-1] == _name(tag):
        open_tags.pop()
        return "}"
    return None
