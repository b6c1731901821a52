r"""Definitions of the author's commands: learnt, and passed by."""

from __future__ import annotations

from typing import Final, NamedTuple

from csecrefs.csl.cite import CiteMode
from csecrefs.manuscript.latex.commands import (
    COMMANDS,
    DEFINITIONS,
    CiteCommand,
)
from csecrefs.manuscript.latex.lexer import (
    command_name,
    group,
    option,
)
from csecrefs.manuscript.latex.macros import (
    Macros,
    document_command,
    new_command,
    numbered_command,
    plain_definition,
)
from csecrefs.patterns import regex

# The optional equals sign of `\let\x=\citep`.
_EQUALS: Final = regex(r"\s*+(?:=\s*+)?")
# Forms of definitions whose bodies are kept, each with its reader.
_LEARNT: Final = {
    "newcommand": new_command,
    "def": plain_definition,
    "newcommandx": numbered_command,
    "document": document_command,
}


class Defined(NamedTuple):
    """The offset after a definition, and the environment that it makes verbatim."""

    end: int
    environment: str = ""


def define(
    name: str,
    text: str,
    at: int,
    macros: Macros,
) -> Defined | None:
    """Learn the definition that the command `name` begins; None if it is cut off."""
    form, groups = DEFINITIONS[name]
    if form in _LEARNT:
        learnt = _LEARNT[form](text, at)
        if learnt is None:
            return None
        # A command that stands already keeps its meaning.
        if not (name.lower().startswith("provide") and learnt[0] in COMMANDS):
            macros.add(learnt[0], learnt[1])
        return Defined(learnt[2])
    if form == "let":
        return _let(text, at, macros)
    if form == "newcites":
        return _new_cites(text, at, macros)
    if form in ("citecommand", "multicite"):
        return _cite_command(form, groups, text, at, macros)
    return _passed(form, groups, text, at)


def _let(text: str, at: int, macros: Macros) -> Defined | None:
    r"""Learn `\let\x=\citep`."""
    name = command_name(text, at)
    equals = None
    if name:
        equals = _EQUALS.match(text, name.end)
    if name is None or equals is None:
        return None
    other = command_name(text, equals.end())
    if other is None or not text.startswith("\\", equals.end()):
        return Defined(equals.end())
    macros.let(name.text, other.text)
    return Defined(other.end)


def _new_cites(text: str, at: int, macros: Macros) -> Defined | None:
    r"""Learn `\newcites{web,law}{Web,Law}`: `\citeweb` is `\cite` for a list.

    multibib, section 2: the commands of the plain list, with the suffix after them.
    """
    suffixes = group(text, at)
    titles = None
    if suffixes:
        titles = group(text, suffixes.end)
    if suffixes is None or titles is None:
        return None
    for suffix in suffixes.text.split(","):
        word = suffix.strip()
        for name, command in COMMANDS.items():
            if word and command.shape == "notes" and name + word not in COMMANDS:
                macros.add_command(name + word, command)
        for name in ("nocite", "bibliography", "bibliographystyle"):
            macros.twins[name + word] = name
    return Defined(titles.end)


def _cite_command(
    form: str,
    groups: int,
    text: str,
    at: int,
    macros: Macros,
) -> Defined | None:
    r"""Learn biblatex' `\DeclareCiteCommand{\x}[\wrapper]{..}{..}{..}{..}`."""
    name = command_name(text, at + text.startswith("*", at))
    if name is None:
        return None
    wrapper = option(text, name.end)
    if wrapper:
        end = wrapper.end
    else:
        end = name.end
    bodies = []
    for _ in range(groups):
        body = group(text, end, long=True)
        if body is None:
            return None
        bodies.append(body.text)
        end = body.end
    if name.text not in COMMANDS:
        note = bool(wrapper and "footnote" in wrapper.text)
        shape = "notes"
        if form == "multicite":
            shape = "multi"
        mode = _mode(bodies[1] if form == "citecommand" else "")
        command = CiteCommand(
            mode,
            "multi" if shape == "multi" else "notes",
            note=note,
        )
        macros.add_command(name.text, command)
    return Defined(end)


def _mode(loop: str) -> CiteMode:
    """Return the parts that the loop of a cite command prints."""
    names = "labelname" in loop or "{author}" in loop
    rest = any(word in loop for word in ("year", "date", "title", "cite}", "entry"))
    if names and not rest:
        return "author-only"
    if not names and ("year" in loop or "date" in loop) and "cite}" not in loop:
        return "suppress-author"
    return ""


def _passed(
    form: str,
    groups: int,
    text: str,
    at: int,
) -> Defined | None:
    """Pass the groups of a definition, with the options among them."""
    end = at + text.startswith("*", at)
    first = ""
    for number in range(groups + (form == "environment")):
        while (given := option(text, end)) is not None:
            end = given.end
        taken = group(text, end, long=True)
        if taken is None:
            if number:
                return Defined(end)
            return None
        if not number:
            first = taken.text
        end = taken.end
    return Defined(end, first if form == "verbatim" else "")
