r"""The citations of a LaTeX source, in the order in which TeX meets them.

Comments, verbatim text, definitions and what `\iffalse` hides cite nothing. Macros of
the author are expanded where they are used, included files read where they are named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.manuscript.latex import arguments
from csecrefs.manuscript.latex.commands import (
    COMMANDS,
    CONDITIONALS,
    DEFINITIONS,
    VERBATIM,
    CiteCommand,
)
from csecrefs.manuscript.latex.definitions import define
from csecrefs.manuscript.latex.found import (
    Inclusion,
    LatexCitation,
    Scan,
)
from csecrefs.manuscript.latex.lexer import (
    after_blanks,
    group,
    option,
)
from csecrefs.manuscript.latex.macros import DEPTH, Macro
from csecrefs.manuscript.latex.sources import Source, Sources
from csecrefs.patterns import regex

# The parts of a source that matter: commands, escaped signs, comments and braces.
_EVENT: Final = regex(r"\\([A-Za-z@]+)|\\.|%[^\n]*|[{}]", re.DOTALL)
# A condition, its other branch or its end: `\ifdraft`, `\else`, `\fi`.
_CONDITION: Final = regex(r"\\(if[A-Za-z@]*|else|fi)(?![A-Za-z@])|%[^\n]*")
# Macro calls that cite which are followed in one manuscript.
_EXPANSIONS: Final = 100_000
# Conditions without an end in one source after which no more ends are looked for: each
# search goes to the end of the source.
_MOST_UNCLOSED: Final = 50
# Commands that read another file in their place.
_INPUTS: Final = frozenset(
    {"input", "include", "subfile", "subfileinclude", "import", "subimport", "@input"}
)
# Commands whose argument is a note of the author's.
_NOTES: Final = frozenset({"footnote", "footnotetext", "endnote", "sidenote"})
# Commands whose argument is verbatim: `\verb|\cite{x}|` cites nothing.
_VERB: Final = frozenset({"verb", "Verb", "lstinline", "mintinline", "path", "url"})


def scan(sources: Sources) -> Scan:
    """Return what a manuscript's main source and the files it includes cite."""
    found = Scan(sources)
    _SourceReader(found, sources.main).run()
    return found


class _Event(NamedTuple):
    """A command: its name, its start, and the offset after its name."""

    name: str
    start: int
    at: int


class _SourceReader:
    """One source, read from start to end."""

    def __init__(
        self,
        found: Scan,
        source: Source,
        *,
        call: LatexCitation | None = None,
    ) -> None:
        self.found = found
        self.source = source
        self.text = source.text
        self.call = call
        self.depth = source.depth
        self.braces = 0
        self.open_notes: list[tuple[int, int]] = []
        self.verbatim = set(VERBATIM)
        self.done = False
        self._unclosed = 0

    def run(self) -> None:
        """Read the events one by one."""
        text, at = self.text, 0
        while not self.done:
            match = _EVENT.search(text, at)
            if match is None:
                return
            mark = match[0]
            at = match.end()
            if mark == "{":
                self.braces += 1
            elif mark == "}":
                self._close()
            elif match[1]:
                at = self._command(match[1], match.start(), at)

    def _close(self) -> None:
        self.braces -= 1
        while self.open_notes and self.braces < self.open_notes[-1][0]:
            self.open_notes.pop()

    @property
    def note(self) -> int:
        """The number of the author's note that is open, 0 for none."""
        if self.open_notes:
            return self.open_notes[-1][1]
        if self.call:
            return self.call.note
        return 0

    def _command(
        self,
        name: str,
        start: int,
        at: int,
    ) -> int:
        """Read a command; return the offset at which to go on."""
        macro = self.found.macros.citing(name)
        if macro is not None:
            return self._macro(name, macro, start, at)
        if name in DEFINITIONS:
            return self._define(name, at)
        plain = self.found.macros.twins.get(name, name)
        simple = _SIMPLE.get(plain)
        if simple is not None:
            return simple(self, _Event(plain, start, at))
        if plain == "nocite":
            return self._nocite(start, at)
        if self.found.macros.word(name) is None or name in COMMANDS:
            command = self.found.macros.cite_command(name, self.found.commands)
            if command is not None:
                return self._cite(name, command, start, at)
        return at

    def _define(self, name: str, at: int) -> int:
        defined = define(name, self.text, at, self.found.macros)
        if defined is None:
            return at
        if defined.environment:
            self.verbatim.add(defined.environment)
        return defined.end

    def _cite(
        self,
        name: str,
        command: CiteCommand,
        start: int,
        at: int,
    ) -> int:
        star = self.text.startswith("*", at)
        taken = arguments.taken(command.shape, self.text, at + star)
        if taken is None:
            self._unreadable(name, start, at + star)
            return at
        before = ""
        if taken.quotation:
            plain = name.replace("cquote", "quote")
            before = f"\\{plain}{'*' * star}{taken.quotation} "
        citation = LatexCitation(
            name,
            command,
            start,
            taken.end,
            self.source,
            taken.groups,
            star=star,
            before=before,
            multipre=taken.multipre,
            multipost=taken.multipost,
            field=taken.field,
            note=self.note,
            notes_before=self.found.notes,
            braces=self.braces + (self.call.braces if self.call else 0),
        )
        self._keep(citation)
        return taken.end

    def _unreadable(
        self,
        name: str,
        start: int,
        at: int,
    ) -> None:
        """Report a command whose argument is begun and not closed."""
        rest = after_blanks(self.text, at)
        if self.text[rest : rest + 1] in ("{", "["):
            message = f"the argument of \\{name} is not closed before its paragraph"
            self.report(
                "unclosed-argument",
                f"{message} ends; close it",
                start,
            )

    def _keep(self, citation: LatexCitation) -> None:
        keys = [key for each in citation.groups for key in each.keys]
        # "#1" stands in a definition that is written in a way unknown here.
        if any("#" in key for key in keys):
            return
        if not keys:
            message = f"\\{citation.command} names no key; name one or remove it"
            self.report("no-key", message, citation.start)
            return
        self.found.citations.append(citation)

    def _nocite(self, start: int, at: int) -> int:
        taken = group(self.text, at)
        if taken is None:
            self._unreadable("nocite", start, at)
            return at
        citation = LatexCitation(
            "nocite",
            CiteCommand(),
            start,
            taken.end,
            self.source,
            (arguments.Typed(arguments.keys(taken.text)),),
            kind="nocite",
        )
        self._keep(citation)
        return taken.end

    def _macro(
        self,
        name: str,
        macro: Macro,
        start: int,
        at: int,
    ) -> int:
        """Read the body of an author's macro in place of its call."""
        found = self.found
        found.expansions += 1
        if self.depth >= DEPTH or found.expansions > _EXPANSIONS:
            message = f"\\{name} calls too many macros to be followed; its citations"
            self.report(
                "macro-depth",
                f"{message} are left as they are",
                start,
            )
            return at
        alias = arguments.trailing_command(macro.body)
        command = None
        if alias and not macro.kinds:
            command = found.macros.cite_command(alias.name, found.commands)
        if alias and command:
            return self._alias(name, command, alias.before, start, at)
        taken = macro.arguments(self.text, at)
        if taken is None:
            self._unreadable(name, start, at)
            return at
        values, end = taken
        first = len(found.citations)
        self._expand(name, macro.expand(values), start, end)
        self._enclose(name, first, start, end)
        return end

    def _alias(
        self,
        name: str,
        command: CiteCommand,
        before: str,
        start: int,
        at: int,
    ) -> int:
        """Read a macro that ends with a citation command, whose arguments follow."""
        count = len(self.found.citations)
        end = self._cite(name, command, start, at)
        if before and len(self.found.citations) > count:
            last = self.found.citations[-1]
            self.found.citations[-1] = attrs.evolve(last, before=before)
        return end

    def _expand(
        self,
        name: str,
        body: str,
        start: int,
        end: int,
    ) -> None:
        source = attrs.evolve(self.source, text=body, depth=self.depth + 1)
        call = self.call or LatexCitation(
            name,
            CiteCommand(),
            start,
            end,
            self.source,
        )
        braces = self.braces + (call.braces if self.call else 0)
        call = attrs.evolve(call, note=self.note, braces=braces)
        reader = _SourceReader(self.found, source, call=call)
        reader.verbatim = self.verbatim
        reader.run()

    def _enclose(
        self,
        name: str,
        first: int,
        start: int,
        end: int,
    ) -> None:
        """Give the citations that a macro's body made the span of its call."""
        made = self.found.citations[first:]
        done = 0
        for number, each in enumerate(made):
            body = each.source.text
            before = body[done : each.start] + each.before
            done = each.end
            after = ""
            if number + 1 == len(made):
                after = body[done:]
            made[number] = attrs.evolve(
                each,
                command=name,
                start=start,
                end=end,
                source=self.source,
                before=before,
                after=each.after + after,
            )
        self.found.citations[first:] = made

    def note_opened(self, event: _Event) -> int:
        r"""Read `\footnote[3]{`: what follows is inside a note of the author's."""
        number = option(self.text, event.at)
        opening = after_blanks(self.text, number.end if number else event.at)
        if not self.text.startswith("{", opening):
            return event.at
        self.found.notes += 1
        self.braces += 1
        self.open_notes.append((self.braces, self.found.notes))
        return opening + 1

    def environment(self, event: _Event) -> int:
        r"""Read `\begin{...}`: past the end of an environment of verbatim text."""
        opened = group(self.text, event.at)
        if opened is None or opened.text not in self.verbatim:
            return event.at
        closing = self.text.find(f"\\end{{{opened.text}}}", opened.end)
        if closing < 0:
            message = f"the environment {opened.text} is never ended; end it"
            self.report("unclosed-environment", message, event.start)
            return opened.end
        return closing

    def verb(self, event: _Event) -> int:
        r"""Read `\verb|...|` and its like: past it."""
        at = event.at
        at += self.text.startswith("*", at)
        if event.name in ("lstinline", "mintinline", "Verb"):
            given = option(self.text, at)
            if given:
                at = given.end
        if event.name == "mintinline":
            language = group(self.text, at)
            if language:
                at = language.end
        delimiter = self.text[at : at + 1]
        if delimiter == "{":
            taken = group(self.text, at)
            if taken:
                return taken.end
            return at
        if not delimiter or delimiter.isspace():
            return at
        line_end = self.text.find("\n", at)
        closing = self.text.find(
            delimiter,
            at + 1,
            None if line_end < 0 else line_end,
        )
        if closing >= 0:
            return closing + 1
        return at

    def hidden(self, event: _Event) -> int:
        r"""Read `\iffalse`: past its `\else` or `\fi`."""
        return self._branch_end(event.at, event.start)

    def _branch_end(self, at: int, start: int) -> int:
        if self._unclosed == _MOST_UNCLOSED:
            return at
        depth = 0
        for match in _CONDITION.finditer(self.text, at):
            name = match[1]
            if name in ("fi", "else") and not depth:
                return match.end()
            if name == "fi":
                depth -= 1
            elif name in CONDITIONALS or name in self.found.macros.conditionals:
                depth += 1
        self._unclosed += 1
        self.report(
            "unclosed-condition",
            "\\iffalse has no \\fi; add one",
            start,
        )
        return at

    def new_condition(self, event: _Event) -> int:
        r"""Read `\newif\ifdraft`: a condition that a `\fi` closes."""
        match = re.compile(r"\s*\\(if[A-Za-z@]+)").match(self.text, event.at)
        if match is None:
            return event.at
        self.found.macros.conditionals.add(match[1])
        return match.end()

    def include(self, event: _Event) -> int:
        r"""Read `\input{chapter}` and its like: the file in place of the command."""
        taken = arguments.file_name(event.name, self.text, event.at)
        if taken is None:
            return event.at
        try:
            source = self.found.sources.opened(taken.text, self.source)
        except ValueError as error:
            self.report(
                "not-included",
                f"{taken.text}: {error}",
                event.start,
            )
            return taken.end
        inclusion = Inclusion(
            event.start,
            taken.end,
            self.source,
            source,
            event.name == "include",
        )
        self.found.inclusions.append(inclusion)
        reader = _SourceReader(self.found, source)
        reader.verbatim = self.verbatim
        reader.run()
        self.found.sources.close()
        return taken.end

    def resource(self, event: _Event) -> int:
        r"""Read `\bibliography{a,b}`, `\addbibresource{a.bib}`, or the place of lists."""
        at = event.at
        given = option(self.text, at)
        if given:
            at = given.end
        if event.name == "printbibliography":
            self._list(event, at)
            return at
        taken = group(self.text, at)
        if taken is None:
            return at
        names = arguments.keys(taken.text)
        if event.name in ("bibliography", "nobibliography"):
            names = tuple([f"{each.removesuffix('.bib')}.bib" for each in names])
        self.found.resources += names
        if event.name == "bibliography":
            self._list(event, taken.end)
        return taken.end

    def _list(self, event: _Event, end: int) -> None:
        citation = LatexCitation(
            event.name,
            CiteCommand(),
            event.start,
            end,
            self.source,
            kind="bibliography",
        )
        self.found.citations.append(citation)

    def package(self, event: _Event) -> int:
        r"""Read `\usepackage[options]{a,b}`, `\documentclass`, or `\bibliographystyle`."""
        given = option(self.text, event.at)
        taken = group(self.text, given.end if given else event.at)
        if taken is None:
            return event.at
        if event.name == "bibliographystyle":
            self.found.style = taken.text.strip()
            return taken.end
        for each in arguments.keys(taken.text):
            if given:
                self.found.packages[each] = given.text
            else:
                self.found.packages[each] = ""
        return taken.end

    def end(self, event: _Event) -> int:
        r"""Read `\end{document}` or `\endinput`: nothing after it counts."""
        ended = None
        if event.name == "end":
            ended = group(self.text, event.at)
        self.done = event.name == "endinput" or bool(ended and ended.text == "document")
        if self.done and event.name == "end":
            self.found.sources.ended = True
        return event.at

    def report(
        self,
        code: str,
        message: str,
        at: int,
    ) -> None:
        """Keep a diagnostic with its place."""
        place = at
        if self.call:
            place = self.call.start
        if self.call:
            source = self.call.source
        else:
            source = self.source
        line, column = source.place(place)
        self.found.diagnostics.append(
            Diagnostic(
                code,
                message,
                path=source.path or None,
                line=line,
                column=column,
            )
        )


_Simple = Callable[[_SourceReader, _Event], int]
# The readers of commands that are no citations but change what is read.
_SIMPLE: Final[dict[str, _Simple]] = {
    **dict.fromkeys(_NOTES, _SourceReader.note_opened),
    **dict.fromkeys(_VERB, _SourceReader.verb),
    **dict.fromkeys(_INPUTS, _SourceReader.include),
    **dict.fromkeys(
        ("bibliography", "nobibliography", "printbibliography", "addbibresource",
         "addglobalbib", "addsectionbib"),
        _SourceReader.resource,
    ),
    **dict.fromkeys(
        ("usepackage", "RequirePackage", "documentclass", "bibliographystyle"),
        _SourceReader.package,
    ),
    "begin": _SourceReader.environment,
    "end": _SourceReader.end,
    "endinput": _SourceReader.end,
    "iffalse": _SourceReader.hidden,
    "newif": _SourceReader.new_condition,
}  # fmt: skip
