r"""Commands that the author defines: those that wrap citations, and short words.

`\newcommand{\x}[1]{see \citep{#1}}`, `\def`, `\let`, `\NewDocumentCommand` and
biblatex' `\DeclareCiteCommand` are followed; expansions are bounded in depth and size.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from csecrefs.manuscript.latex.commands import (
    COMMANDS,
    CiteCommand,
    looks_citing,
)
from csecrefs.manuscript.latex.lexer import (
    Argument,
    command_name,
    group,
    option,
)
from csecrefs.patterns import regex

DEPTH: Final = 12
"""Macros inside macros that are followed."""
SIZE: Final = 20_000
"""Characters of the longest expansion."""

# A parameter in a macro's body: `#1`, and `##` for the sign itself.
_PARAMETER: Final = regex(r"#(#|\d)")
# The start of a condition on an argument: `\IfBooleanTF{#1}`, `\IfNoValueF #2`.
_DECISION: Final = regex(
    r"\\If(?P<kind>Boolean|NoValue|Value|Blank)(?P<branches>TF|T|F)"
    r"\s*\{?\s*#(?P<number>[1-9])\s*\}?"
)
# One argument of a document command: `m`, `O{see}`, `d<>`, `D(){x}`, `t+`; the sign
# before a long one and its processors are passed over (usrguide, 2.1).
_SPECIFIED: Final = regex(
    r"(?P<kind>[mosv])|(?P<given>O)\s*(?=\{)|(?P<delimited>[dDrR])\s*(?P<marks>[^\s{}]{2})"
    r"|(?P<token>t)\s*(?P<mark>[^\s{}])|>\s*(?=\{)|(?P<other>[+!]|\s+)"
)
# A default of xargs, by the number of its parameter: `1=p.~3`, `2={a, b}`.
_NUMBERED: Final = regex(r"(?P<number>[1-9])\s*=\s*(?P<default>\{[^{}]*\}|[^,{}]*)")
# The name of a command in a macro's body: `\citep`.
_COMMAND: Final = regex(r"\\([A-Za-z@]+)")
# What may stand before the body of \def: #1#2, or [#1]#2.
_DEF_PARAMETERS: Final = regex(r"(\[#1\])?((?:#\d)*)(?=\{)")


class Macro(NamedTuple):
    """A command that the author defines: its body and its parameters.

    `kinds` has one letter a parameter, as `\\NewDocumentCommand` has: m, o, s, d (its
    delimiters in `marks`) or t (its token there).
    """

    body: str
    kinds: str = ""
    defaults: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    def arguments(
        self,
        text: str,
        at: int,
    ) -> tuple[list[str], int] | None:
        """Return the arguments at `at` and the offset after them, None without them."""
        found = []
        for number, kind in enumerate(self.kinds):
            default = mark = ""
            if number < len(self.defaults):
                default = self.defaults[number]
            if number < len(self.marks):
                mark = self.marks[number]
            argument = _argument(kind, default, mark, text, at)
            if argument is None:
                return None
            found.append(argument.text)
            at = argument.end
        return found, at

    def expand(self, arguments: list[str]) -> str:
        """Return the body with its parameters replaced, cut at the limit."""

        def argument(match: re.Match[str]) -> str:
            if match[1] == "#":
                return "#"
            number = int(match[1]) - 1
            if 0 <= number < len(arguments):
                return arguments[number]
            return ""

        body = self.body
        if r"\If" in body:
            body = _decided(body, arguments)
        return _PARAMETER.sub(argument, body)[:SIZE]


def _argument(
    kind: str,
    default: str,
    mark: str,
    text: str,
    at: int,
) -> Argument | None:
    if kind == "t":
        found = text.startswith(mark, at)
        return Argument(mark if found else "", at + len(mark) * found)
    if kind in "od":
        return option(text, at, mark or "[]") or Argument(default, at)
    return group(text, at)


def _decided(body: str, arguments: list[str]) -> str:
    r"""Return a body with only the branches that these arguments select.

    `\IfBooleanTF`, `\IfNoValueTF`, `\IfValueTF` and their halves: usrguide 2.3.
    """
    parts: list[str] = []
    place = 0
    while match := _DECISION.search(body, place):
        parts.append(body[place : match.start()])
        number = int(match["number"]) - 1
        given = 0 <= number < len(arguments) and arguments[number] != ""
        if match["kind"] in ("NoValue", "Blank"):
            given = not given
        place = match.end()
        for branch in match["branches"]:
            chosen = group(body, place, long=True)
            if chosen is None:
                break
            if given == (branch == "T"):
                parts.append(_decided(chosen.text, arguments))
            place = chosen.end
    parts.append(body[place:])
    return "".join(parts)


class Macros:
    """The commands defined so far in a manuscript."""

    def __init__(self) -> None:
        self._bodies: dict[str, Macro] = {}
        self._cite: dict[str, CiteCommand] = {}
        self._citing: dict[str, bool] = {}
        self.twins: dict[str, str] = {}
        r"""Commands of a list of its own by the plain ones: `nociteweb`, `nocite`."""
        self.conditionals: set[str] = set()
        r"""Conditions that the author defines with `\\newif`."""

    def cite_command(
        self,
        name: str,
        known: Mapping[str, CiteCommand] = COMMANDS,
    ) -> CiteCommand | None:
        """Return the command that cites by this name, None if it is none."""
        own = self._cite.get(name)
        if own is not None or name in self._bodies:
            return own
        if name in known:
            return known[name]
        if looks_citing(name):
            return CiteCommand()
        return None

    def citing(self, name: str) -> Macro | None:
        """Return the macro of this name if its body cites, at any depth."""
        macro = self._bodies.get(name)
        if macro is None:
            return None
        if name not in self._citing:
            self._citing[name] = self._cites(name, set())
        if self._citing[name]:
            return macro
        return None

    def word(self, name: str) -> Macro | None:
        """Return the macro of this name, whatever its body."""
        return self._bodies.get(name)

    def add(self, name: str, macro: Macro) -> None:
        """Define a command; the latest definition counts."""
        self._cite.pop(name, None)
        self._bodies[name] = macro
        self._citing.clear()

    def add_command(self, name: str, command: CiteCommand) -> None:
        """Define a command that cites by itself."""
        self._bodies.pop(name, None)
        self._cite[name] = command
        self._citing.clear()

    def let(self, name: str, other: str) -> None:
        """Give a command the present meaning of another."""
        if other in self._bodies:
            self.add(name, self._bodies[other])
        elif (command := self.cite_command(other)) is not None:
            self.add_command(name, command)
        elif name in COMMANDS:
            self.add(name, Macro(""))

    def _cites(self, name: str, seen: set[str]) -> bool:
        """True if the body of a macro, or of one that it calls, cites."""
        seen.add(name)
        for called in _COMMAND.findall(self._bodies[name].body):
            if called == name or called in seen:
                continue
            if self.cite_command(called) is not None:
                return True
            if called in self._bodies and self._cites_deeper(called, seen):
                return True
        return False

    def _cites_deeper(self, name: str, seen: set[str]) -> bool:
        return len(seen) <= DEPTH and self._cites(name, seen)


def new_command(text: str, at: int) -> tuple[str, Macro, int] | None:
    r"""Return name, macro and end of a `\newcommand{\x}[2][default]{body}`."""
    name = command_name(text, at + text.startswith("*", at))
    if name is None:
        return None
    count = option(text, name.end)
    if count:
        at = count.end
    else:
        at = name.end
    default = None
    if count:
        default = option(text, at)
    body = group(text, default.end if default else at, long=True)
    if body is None:
        return None
    # 9 is TeX's own limit.
    number = 0
    if count and count.text.strip().isdigit():
        number = min(int(count.text), 9)
    kinds = "m" * number
    defaults: tuple[str, ...] = ()
    if default and number:
        kinds = "o" + kinds[1:]
        defaults = (default.text,)
    return name.text, Macro(body.text, kinds, defaults), body.end


def numbered_command(text: str, at: int) -> tuple[str, Macro, int] | None:
    r"""Return name, macro and end of a `\newcommandx{\x}[2][1=p.~3]{body}` (xargs)."""
    learnt = new_command(text, at)
    if learnt is None or not learnt[1].defaults:
        return learnt
    name, macro, end = learnt
    kinds = ["m"] * len(macro.kinds)
    defaults = [""] * len(kinds)
    for match in _NUMBERED.finditer(macro.defaults[0]):
        number = int(match["number"]) - 1
        if number < len(kinds):
            kinds[number] = "o"
            defaults[number] = match["default"].strip().strip("{}")
    return name, Macro(macro.body, "".join(kinds), tuple(defaults)), end


def plain_definition(text: str, at: int) -> tuple[str, Macro, int] | None:
    r"""Return name, macro and end of a `\def\x#1#2{body}` or `\def\x[#1]#2{body}`."""
    name = command_name(text, at)
    if name is None:
        return None
    match = _DEF_PARAMETERS.match(text, name.end)
    if match is None:
        brace = text.find("{", name.end, name.end + 200)
        body = None
        if brace >= 0:
            body = group(text, brace, long=True)
        if body:
            return name.text, Macro(""), body.end
        return None
    body = group(text, match.end(), long=True)
    if body is None:
        return None
    kinds = "o" * bool(match[1]) + "m" * (len(match[2]) // 2)
    return name.text, Macro(body.text, kinds), body.end


def document_command(text: str, at: int) -> tuple[str, Macro, int] | None:
    r"""Return name, macro and end of a `\NewDocumentCommand{\x}{s O{} m}{body}`."""
    name = command_name(text, at)
    if name is None:
        return None
    signature = group(text, name.end)
    body = None
    if signature:
        body = group(text, signature.end, long=True)
    if signature is None or body is None:
        return None
    return name.text, Macro(body.text, *_signature(signature.text)), body.end


def _signature(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the kinds, defaults and marks of an argument specification."""
    kinds = ""
    defaults: list[str] = []
    marks: list[str] = []
    at = 0
    while match := _SPECIFIED.match(text, at):
        at = match.end()
        default = None
        if match["given"] or match[0].startswith((">", "D", "R")):
            default = group(text, at)
        if default:
            at = default.end
        kind, mark = _kind(match)
        if not kind:
            continue
        kinds += kind
        marks.append(mark)
        defaults.append(default.text if default else "")
    return kinds, tuple(defaults), tuple(marks)


def _kind(match: re.Match[str]) -> tuple[str, str]:
    """Return the kind of an argument and its mark; both empty where it is none."""
    if match["given"]:
        return "o", ""
    if match["delimited"]:
        return "d", match["marks"]
    if match["token"]:
        return "t", match["mark"]
    if match["kind"] == "s":
        return "t", "*"
    if match["kind"] == "v":
        return "m", ""
    return match["kind"] or "", ""


def expand_words(text: str, macros: Macros) -> str:
    r"""Return a note with the author's short words (`\eg`) replaced, a few rounds deep.

    TeX skips the blanks after a command's name.
    """
    for _ in range(4):
        expanded = _expand_once(text, macros)
        if expanded == text:
            break
        text = expanded
    return text


def _expand_once(text: str, macros: Macros) -> str:
    out: list[str] = []
    done = 0
    for match in _COMMAND.finditer(text):
        macro = None
        if match.start() >= done:
            macro = macros.word(match[1])
        if macro is None:
            continue
        taken = macro.arguments(text, match.end())
        if taken is None:
            continue
        arguments, end = taken
        if not macro.kinds:
            end += len(text[end:]) - len(text[end:].lstrip(" \t\n"))
        out += (text[done : match.start()], macro.expand(arguments))
        done = end
    out.append(text[done:])
    expanded = "".join(out)
    if len(expanded) <= SIZE:
        return expanded
    return text
