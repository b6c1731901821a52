"""The blocks of Markdown: the lines that are writing, and the lines that are not.

The result is the text masked: of the same length, with blanks for code, comments,
metadata and the marks of lists, quotations and tables, and `BREAK` where no inline
element goes on. So offsets into it are offsets into the source. One pass over the
lines; the rules are those of pandoc's manual, "Pandoc's Markdown".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from csecrefs.manuscript.ground import BREAK
from csecrefs.patterns import regex
from csecrefs.tuples import NamedTuple

# A fence of code with its info string: "```python" or "~~~~ {.r}".
_FENCE: Final = regex(r"(?P<run>`{3,}|~{3,})(?P<info>[^\n]*)")
# The mark of a list's item; `(@key)` numbers an example and cites nothing. Neither a
# page at the start of a line (`p. 3`) nor an initial (`B. Low`) is one (pandoc's
# manual, extension `fancy_lists`).
_ITEM: Final = regex(
    r"(?!p\.[ \t]\d|[A-Z]\.[ ](?![ \t]))"
    r"(?P<mark>[-+*•]|#\.|\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]{1,9}|#)[.)]"
    r"|\(?@(?:[\w-]*\w)?[.)])(?=[ \t]|$)(?P<gap>[ \t]*)(?:\[[ xX]\](?=[ \t]))?"
)
# A line of signs alone: the underline of a heading (`====`, `---`) or a rule (`* * *`).
_RULE: Final = regex(r"(?:={2,}|-{2,}|(?:[-*_][ \t]*+){3,}+)[ \t]*+$")
# The line under the heads of a simple table: `------- ----`.
_COLUMNS: Final = regex(r"-{2,}(?:[ \t]+-{2,})+[ \t]*$")
# The row of a pipe table between its head and its cells.
_DELIMITERS: Final = regex(r"\|?[ \t]*+:?-++:?[ \t]*+(?:[|+][ \t]*+:?-*+:?[ \t]*+)*+$")
# A border of a grid table: `+-----+:===:+`.
_GRID: Final = regex(r"\+(?:[-=:]+\+)+[ \t]*$")
# The start of a note's text: `[^tide]: See ...`.
_NOTE: Final = regex(r"\[\^(?P<label>[^\]\s]+)\]:")
# The definition of a link's target.
_TARGET: Final = regex(
    r"\[(?![@^])(?P<label>[^\]\n]*)\]:[ \t]*(?:<[^>\n]*>|[^\s<]\S*)"
    r"[ \t]*(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))?[ \t]*(?:\{[^\n}]*\})?[ \t]*$"
)
# A fence of a division, opening or closing: `::: {#refs}`, `::: warning :::`, `:::`.
_DIV: Final = regex(r":{3,}[ \t]*(?P<attributes>[^:\n]*?)[ \t]*:*[ \t]*$")
# The identifier of the division for the list; `#refs-old` is another one.
_REFS: Final = regex(r"#refs(?![\w-])")
# The division for the list as HTML, with its end tag if that follows at once: `<div
# id="refs"></div>`.
_HTML_REFS: Final = regex(
    r"<div\b[^>]*\bid=[\"']?refs[\"']?[^>]*>(?:\s*</div>)?", re.IGNORECASE
)
# An element of HTML in which nothing is Markdown: `<script src="x">`.
_VERBATIM: Final = regex(r"<(?P<tag>script|style|pre|textarea)\b", re.IGNORECASE)
# The start of a TeX environment: `\begin{tabular}`.
_ENVIRONMENT: Final = regex(r"\\begin\{(?P<name>[^{}\n]{1,80})\}")
# A heading after its signs: `## Tides {#sec-tides}`.
_HEADING: Final = regex(r"#{1,6}(?=[ \t])[^\n]*")
# The mark before a definition of a term: `: text` or `~ text`.
_DEFINITION: Final = regex(r"[:~](?=[ \t])")
# The line that ends a block of metadata: `---` or `...`.
_METADATA_END: Final = regex(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


# The line that ends a comment of Obsidian's.
_REMARK_END: Final = regex(r"^%%[ \t]*$", re.MULTILINE)


# A role of MyST that cites, or a directive: "{cite:p}`low`", ":::{note}", "```{figure}".
# Chunks of R Markdown look alike ("```{r}"), so these are named.
_MYST: Final = regex(
    r"\{cite[\w:]*\}`|^:{3,}\{[a-z]|^`{3,}\{(?:note|tip|warning|admonition|figure|image"
    r"|bibliography|code-cell|toctree|list-table|tableofcontents|epigraph|margin)\}",
    re.MULTILINE,
)


# The label of a numbered example: `(@tide)`, `@tide.`.
_EXAMPLE: Final = regex(r"\(?@([\w-]+)[.)]")
# The start of a table's caption.
_CAPTION: Final = regex(r"(?::|[Tt]able:)[ \t]")
# An empty line, in a quotation, too: "> ".
_EMPTY_LINE: Final = regex(r"\n[ \t>]*\r?\n")


class NoteDefinition(NamedTuple):
    """The text of a note of the author's: its label and its span."""

    label: str
    start: int
    end: int


class Heading(NamedTuple):
    """A heading's line."""

    start: int
    end: int


class TextSpan(NamedTuple):
    """A part of the text."""

    start: int
    end: int


class TableCaption(NamedTuple):
    """The caption below a table, and the place of the table's start."""

    start: int
    end: int
    table: int


@attrs.define
class MarkdownBlocks:
    """The mask of a text, and the blocks that matter for citations."""

    masked: str = ""
    notes: list[NoteDefinition] = attrs.field(factory=list)
    metadata: list[TextSpan] = attrs.field(factory=list)
    """The YAML of each block of metadata, without its delimiters."""
    bibliographies: list[TextSpan] = attrs.field(factory=list)
    """Places for the list of references (`::: {#refs}`)."""
    headings: list[Heading] = attrs.field(factory=list)
    captions: list[TableCaption] = attrs.field(factory=list)
    """The captions below tables, which are printed above them."""
    examples: set[str] = attrs.field(factory=set)
    """The labels of numbered examples: `(@tide)` refers to one and cites nothing."""
    has_yaml: bool = False
    is_myst: bool = False
    """True if the text has a role or directive of MyST."""


class Line(NamedTuple):
    """A line without its line end, and where the next one starts."""

    start: int
    end: int
    after: int


def blocks(text: str) -> MarkdownBlocks:
    """Return the blocks of `text`."""
    return _Scanner(text).scan()


def _lines(text: str) -> Iterator[Line]:
    start = 0
    while start < len(text):
        after = text.find("\n", start) + 1 or len(text)
        end = after
        while end > start and text[end - 1] in "\r\n":
            end -= 1
        yield Line(start, end, after)
        start = after


class _Scanner:
    """One pass over the lines; each method answers for one kind of block."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._edits: list[tuple[int, int, str]] = []
        self._found = MarkdownBlocks()
        self._resume = 0
        """Lines that start before this offset are done."""
        self._blank = True
        """True if the line before is blank or ends a block, or there is none."""
        self._ended = False
        """True if this line ends a block, as a heading does."""
        self._containers: list[int] = []
        """The columns at which the text of the open list items starts."""
        self._no_items: set[int] = set()
        """The depths at which the container is a note or definition, no item."""
        self._column = 0
        """The column at which the text of this line starts."""
        self._note: list[tuple[str, int, int]] = []
        """The open note: its label, its start, and the containers around it."""
        self._table = False
        self._begun_table = -1
        """The start of the table before this block, -1 if there is none."""
        self._paragraph = False
        self._unclosed: dict[str, int] = {}
        """The shortest fence of each kind that no later line closes."""
        self._absent: set[str] = set()
        """Environments of TeX that no later line ends."""
        self._last_row: Line | None = None
        self._myst = _MYST.search(text) is not None
        """True if the text has a role or directive of MyST."""
        self._refs: list[int] = []
        """For each open fenced div the start of its line if it is for the list."""

    def scan(self) -> MarkdownBlocks:
        for line in _lines(self._text):
            if line.start >= self._resume:
                self._line(line)
        self._end_note(len(self._text))
        self._found.masked = self._masked()
        self._found.is_myst = self._myst
        return self._found

    def _masked(self) -> str:
        text = self._text.replace(BREAK, " ")
        parts: list[str] = []
        done = 0
        for start, end, fill in sorted(self._edits):
            if end <= done:
                continue
            start = max(start, done)
            parts += (text[done:start], fill * (end - start))
            done = end
        return "".join((*parts, text[done:]))

    def _mask(self, start: int, end: int) -> None:
        self._edits.append((start, end, " "))

    def _break(self, start: int, end: int) -> None:
        """Part what is before a span from what is after it."""
        self._edits.append((start, end, BREAK))

    def _line(self, line: Line) -> None:
        start = self._quoted(line.start, line.end)
        indent, start = self._indent(line, start)
        if self._containers:
            # A quotation inside a list item is indented with it.
            start = self._quoted(start, line.end)
        if not self._text[start : line.end].strip():
            self._break(line.start, line.after)
            self._blank, self._table, self._paragraph = True, False, False
            self._last_row = None
            return
        if self._blank:
            self._caption(start)
        if self._blank:
            self._leave(indent, line.start)
            if self._is_metadata(line, start) or self._is_code(line, indent):
                return
        begins = self._last_row or line
        was_table = self._table
        self._content(line, start, indent)
        if self._table and not was_table:
            self._begun_table = begins.start
        self._blank, self._ended = self._ended, False
        self._last_row = line

    def _caption(self, start: int) -> None:
        """Keep the caption at the start of a block, if a table is right before it."""
        if self._begun_table >= 0 and _CAPTION.match(self._text, start):
            ended = _EMPTY_LINE.search(self._text, start)
            end = len(self._text)
            if ended:
                end = ended.start()
            self._found.captions.append(TableCaption(start, end, self._begun_table))
        self._begun_table = -1

    def _quoted(self, start: int, end: int) -> int:
        """Mask the marks of a quotation; return the place after them."""
        text = self._text
        place = start
        while place < end:
            begin = place
            while place < end and text[place] == " " and place - begin < 3:
                place += 1
            if text[place : place + 1] != ">":
                place = begin
                break
            place += 1
            if text[place : place + 1] == " ":
                place += 1
        if place > start:
            self._mask(start, place)
        return place

    def _indent(self, line: Line, start: int) -> tuple[int, int]:
        """Return the columns of white space at `start`, and the place after it."""
        columns = 0
        while start < line.end and self._text[start] in " \t\ufeff":
            if self._text[start] == "\t":
                columns += 4 - columns % 4
            elif self._text[start] == " ":
                columns += 1
            start += 1
        return columns, start

    def _leave(self, indent: int, at: int) -> None:
        """Close the list items and notes to which a line after a blank is no part."""
        while self._containers and indent < self._containers[-1]:
            self._containers.pop()
        if self._note and len(self._containers) <= self._note[-1][2]:
            self._end_note(at)

    def _end_note(self, at: int) -> None:
        while self._note and len(self._containers) <= self._note[-1][2]:
            label, start, _ = self._note.pop()
            self._found.notes.append(NoteDefinition(label, start, at))
        if at == len(self._text):
            for label, start, _ in self._note:
                self._found.notes.append(NoteDefinition(label, start, at))
            self._note.clear()

    def _is_metadata(self, line: Line, start: int) -> bool:
        text = self._text
        if start - line.start > 1 or text[start : line.end].rstrip() != "---":
            return False
        if not text[line.after : line.after + 200].partition("\n")[0].strip():
            return False
        end = _METADATA_END.search(text, line.after)
        if end is None:
            return False
        self._found.metadata.append(TextSpan(line.after, end.start()))
        self._break(line.start, end.end())
        self._resume = end.end()
        return True

    def _is_code(self, line: Line, indent: int) -> bool:
        """Mask a line of indented code; `_blank` stays true for the next one."""
        offset = 0
        if self._containers:
            offset = self._containers[-1]
        if indent < offset + 4:
            return False
        self._break(line.start, line.after)
        return True

    def _content(
        self,
        line: Line,
        start: int,
        indent: int,
    ) -> None:
        start, self._column = self._items(line, start, indent)
        start = self._quoted(start, line.end)
        char = self._text[start : start + 1]
        special = {
            "`": self._fence,
            "~": self._fence,
            "<": self._html,
            "\\": self._environment,
            ":": self._colons,
            "[": self._definition,
            "#": self._heading,
            "=": self._ruled,
            "-": self._ruled,
            "*": self._ruled,
            "_": self._ruled,
            "|": self._rows,
            "+": self._rows,
            "%": self._percent,
        }.get(char)
        if special is not None and special(line, start):
            return
        if self._table or (char != "|" and self._starts_table(line)):
            self._row(line, start)
        self._paragraph = True

    def _items(
        self,
        line: Line,
        start: int,
        indent: int,
    ) -> tuple[int, int]:
        """Mask the marks of list items; return the place and column after them."""
        # Only inside an item a list begins without a blank line before it.
        in_item = self._containers and len(self._containers) not in self._no_items
        if not (self._blank or in_item):
            return start, indent
        while True:
            match = _ITEM.match(self._text, start, line.end)
            if match is None or _RULE.match(self._text, start, line.end):
                return start, indent
            if not self._blank:
                self._leave(indent, line.start)
            label = _EXAMPLE.match(match[0])
            if label:
                self._found.examples.add(label[1])
            mark = len(match["mark"])
            width = mark + len(match["gap"])
            if width > mark + 4 or match.end() == line.end:
                width = mark + 1
            self._break(start, match.end())
            indent += width
            # An item's later paragraphs need only the indentation of its text.
            self._containers.append(indent)
            self._no_items.discard(len(self._containers))
            start = match.end()

    def _fence(self, line: Line, start: int) -> bool:
        match = _FENCE.match(self._text, start, line.end)
        if match is None:
            self._starts_definition(line, start)
            return False
        run = match["run"]
        if run[0] == "`" and "`" in match["info"]:
            return False
        if len(run) >= self._unclosed.get(run[0], len(self._text) + 1):
            return False
        closing = re.compile(
            rf"^[ \t>]*{re.escape(run[0])}{{{len(run)},}}[ \t]*$", re.MULTILINE
        )
        end = closing.search(self._text, line.after)
        if end is None:
            self._unclosed[run[0]] = len(run)
            return False
        if match["info"].strip().startswith("{bibliography}"):
            self._found.bibliographies.append(TextSpan(line.start, end.end()))
        self._break(line.start, end.end())
        self._resume = end.end()
        self._paragraph = False
        self._ended = True
        return True

    def _html(self, line: Line, start: int) -> bool:
        text = self._text
        if text.startswith("<!--", start):
            return self._through(start, "-->", line)
        verbatim = _VERBATIM.match(text, start, line.end)
        if verbatim:
            return self._through(start, f"</{verbatim['tag']}>", line)
        refs = _HTML_REFS.match(text, start)
        if refs:
            end = refs.end()
            if not refs[0].lower().endswith("</div>"):
                end = line.end
            self._found.bibliographies.append(TextSpan(start, end))
            self._break(start, end)
            self._resume = end
            return True
        return False

    def _through(
        self,
        start: int,
        closing: str,
        line: Line,
    ) -> bool:
        """Mask from `start` to a closing text, which may be lines further on."""
        if closing in self._absent:
            return False
        end = self._text.find(closing, start)
        if end < 0:
            self._absent.add(closing)
            return False
        end += len(closing)
        self._mask(start, end)
        if end > line.end:
            # The rest of the closing line is writing again: only its start is done.
            newline = self._text.find("\n", end)
            if newline >= 0:
                self._resume = newline + 1
            else:
                self._resume = len(self._text)
        return True

    def _environment(self, line: Line, start: int) -> bool:
        match = _ENVIRONMENT.match(self._text, start, line.end)
        if match is None:
            return False
        return self._through(start, f"\\end{{{match['name']}}}", line)

    def _colons(self, line: Line, start: int) -> bool:
        match = _DIV.match(self._text, start, line.end)
        if match is None:
            self._starts_definition(line, start)
            return False
        self._break(line.start, line.after)
        if match["attributes"]:
            named = _REFS.search(match["attributes"])
            if named:
                self._refs.append(line.start)
            else:
                self._refs.append(-1)
        elif self._refs:
            begun = self._refs.pop()
            if begun >= 0:
                self._found.bibliographies.append(TextSpan(begun, line.end))
        self._ended = True
        return True

    def _starts_definition(self, line: Line, start: int) -> None:
        """Part a definition from its term; its later paragraphs are indented by four.

        The caption of a table has the same sign and no later paragraphs.
        """
        definition = _DEFINITION.match(self._text, start, line.end)
        if definition is None:
            return
        self._break(start, definition.end())
        captions = self._found.captions
        if not captions or captions[-1].start != start:
            self._leave(self._column, line.start)
            self._containers.append(self._column + 4)
            self._no_items.add(len(self._containers))

    def _definition(self, line: Line, start: int) -> bool:
        note = _NOTE.match(self._text, start, line.end)
        if note:
            self._end_note(line.start)
            self._containers = [each for each in self._containers if each <= 0]
            self._break(start, note.end())
            self._note.append((note["label"], note.end(), len(self._containers)))
            self._containers.append(4)
            self._no_items.add(len(self._containers))
            return False
        if not self._paragraph and _TARGET.match(self._text, start, line.end):
            self._break(line.start, line.after)
            return True
        return False

    def _heading(self, line: Line, start: int) -> bool:
        if not self._blank or not _HEADING.match(self._text, start, line.end):
            return False
        self._found.headings.append(Heading(start, line.end))
        self._break(line.end, line.after)
        self._ended = True
        return True

    def _ruled(self, line: Line, start: int) -> bool:
        """Part blocks at the line under a heading, a table's head or a rule."""
        if not _RULE.match(self._text, start, line.end):
            return self._text[start] == "-" and self._starts_rows(line, start)
        rows_follow = _COLUMNS.match(self._text, start, line.end) is not None
        if rows_follow:
            begins = self._last_row or line
            self._begun_table = begins.start
        elif self._text[start] in "=-" and self._last_row and not self._blank:
            self._found.headings.append(
                Heading(self._last_row.start, self._last_row.end)
            )
        self._break(line.start, line.after)
        self._paragraph = False
        self._ended = not rows_follow
        return True

    def _starts_rows(self, line: Line, start: int) -> bool:
        delimiters = _DELIMITERS.match(self._text, start, line.end)
        if delimiters and "|" in delimiters[0]:
            self._break(line.start, line.after)
            self._table = True
            return True
        return False

    def _rows(self, line: Line, start: int) -> bool:
        if _GRID.match(self._text, start, line.end):
            self._break(line.start, line.after)
            self._table = True
            return True
        if self._text[start] == "|":
            if self._starts_rows(line, start):
                return True
            self._row(line, start)
            return True
        return False

    def _percent(self, line: Line, start: int) -> bool:
        """Mask a title block (`% Title`), which only the start of a text has, a comment
        of Obsidian's, whose signs have lines of their own (`%%`), or one line of MyST's.
        """
        if self._text[start : line.end].rstrip() == "%%":
            return self._remark(line)
        if self._myst and start == line.start:
            self._break(line.start, line.after)
            return True
        if line.start or start or self._text.startswith("%%"):
            return False
        self._break(line.start, line.after)
        return True

    def _remark(self, line: Line) -> bool:
        if "%%" in self._absent:
            return False
        closing = _REMARK_END.search(self._text, line.after)
        if closing is None:
            self._absent.add("%%")
            return False
        self._break(line.start, closing.end())
        self._resume = closing.end()
        return True

    def _starts_table(self, line: Line) -> bool:
        """True if the next line is the row under a pipe table's head."""
        if "|" not in self._text[line.start : line.end]:
            return False
        after = self._text.find("\n", line.after)
        if after >= 0:
            end = after
        else:
            end = len(self._text)
        row = self._text[line.after : end].strip()
        return bool("|" in row and "-" in row and _DELIMITERS.match(row))

    def _row(self, line: Line, start: int) -> None:
        """Part the cells of a table's row; a `|` in code or after a backslash is one."""
        text = self._text
        code = False
        for place in range(start, line.end):
            if text[place] == "`":
                code = not code
            elif text[place] == "|" and not code and text[place - 1 : place] != "\\":
                self._break(place, place + 1)
        self._break(line.end, line.after)
