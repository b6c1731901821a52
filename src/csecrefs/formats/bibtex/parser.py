"""From the text of a .bib file to its blocks, whatever it holds: an error costs one
entry at most.

The grammar is BibTeX's, as its own reader (bibtex.web) and biber's (btparse) take it:

    file     = { text | entry | string | preamble | comment } ;
    entry    = "@" type ( "{" key { "," field } [ "," ] "}"
                        | "(" key { "," field } [ "," ] ")" ) ;
    string   = "@string" ( "{" field "}" | "(" field ")" ) ;
    preamble = "@preamble" ( "{" value "}" | "(" value ")" ) ;
    comment  = "@comment" ( "{" balanced "}" | rest of the line ) ;
    field    = name "=" value ;
    value    = part { "#" part } ;
    part     = "{" balanced "}" | '"' quoted '"' | digits | macro ;
    balanced = { character other than a brace | "{" balanced "}" } ;
    quoted   = balanced, with no quotation mark outside braces ;
    type, name, key, macro = characters other than blanks and , { } ( ) " # % ' = ;

Most entries match the regular expressions below as they stand; what does not goes
through `_recover_field`.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from sys import intern
from typing import Final

from csecrefs.formats.bibtex.syntax import (
    VALUE_ENDS,
    Block,
    Database,
    collection_paused,
)
from csecrefs.formats.source import MAX_RECORDS
from csecrefs.patterns import regex

_BRACED = r"\{[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+\}[^{}]*+)*+\}"
_QUOTED = r'"[^"{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^"{}]*+)*+"'
_ATOM = rf"(?:{_BRACED}|{_QUOTED}|[^\s,{{}}()\"#=%']++)"
_NAME = r"[^\s,{}()\"#=%'@]++"
# A field, from the space before its name to the comma after it.
_FIELD: Final = regex(
    rf"[\s,]*+({_NAME})\s*+=\s*+({_ATOM}(?:\s*+#\s*+{_ATOM})*+)(?:\s*+,|(?=\s*+[}})]))"
)

# Matches nothing: an entry read with care goes through `_recover_field` throughout.
_CAREFUL_FIELD: Final = regex(r"(?!)")
# A name and its "=", also where a blank fell into the name: "book title = ".
_NAME_EQUALS: Final = regex(rf"({_NAME}(?:[ \t]++{_NAME})?)\s*+=\s*+")
# A value without delimiters, which people write with blanks too: year = 2001 x,
# but not beyond the name of the next field.
_BARE: Final = regex(r"[^\s,{}\"#=)]++(?:[ \t]++[^\s,{}\"#=)]++(?!\s*+=))*+")
# The sign that joins two parts of a value.
_JOIN: Final = regex(r"\s*+#\s*+")
# The end of a field: a comma, the entry's own end, or the end of the file.
_AFTER_VALUE: Final = regex(r"\s*+(?:,|(?=[})])|\Z)")
# All that may stand between fields: blanks, commas, and comments to the line's end.
_SPACE: Final = regex(r"(?:[\s,]++|%[^\r\n]*+)*+")
# Where reading goes on after text that is no field.
_STRAY_END: Final = regex(r"[,{}()\r\n]")
# The head of a block: "@article{", "@ string (".
_HEAD: Final = regex(r"@\s*+([^\s{}()\"#%',=@]++)\s*+([{(])")
# A citation key before its comma or the entry's end; in the second group one with
# blanks within, which BibTeX refuses and people write: "@book{my key,".
_KEY: Final = regex(
    r"\s*+(?:([^,\s{}=]++)\s*+(?:,|(?=[})])|\Z)|([^,{}=\"\r\n]*[^,{}=\"\s])[ \t]*+(?:,|(?=[})])))"
)
# A key whose comma is missing, before the first field: "@book{doe title = ...".
_KEY_ALONE: Final = regex(rf"\s*+([^,\s{{}}=]++)(?=\s++{_NAME}\s*+=)")
_FIELD_START = rf"{_NAME}\s*+=\s*+(?:[{{\"]|[^\s,{{}}()\"#=%']++\s*+[,}}\r\n])"
# The next field, by which a value that nobody closed ends; a comma or line break first.
_NEXT_FIELD: Final = regex(rf"[,\r\n][\s,]*+{_FIELD_START}")
# The same, where only a line break may part the two.
_NEXT_FIELD_LINE: Final = regex(rf"[\r\n][\s,]*+{_FIELD_START}")
# A comma and a field after it: what closed there closed a value, not the entry.
_GOES_ON: Final = regex(rf"\s*+,\s*+{_FIELD_START}")
# All to the end of the line.
_LINE_REST: Final = regex(r"[^\r\n]*+")
# A line break and a comment sign: the comment goes on in the next line.
_PERCENT: Final = regex(r"\s*%")
# Braces deeper than this are no value of a bibliography; it bounds the time that they take.
_MAX_DEPTH: Final = 1000
# Every brace, to count how deep a place is.
_BRACE: Final = regex(r"[{}]")
# The same with quotation marks, which close a value where no brace is open.
_QUOTE_OR_BRACE: Final = regex(r'[{}"]')
# The most quotation marks within a value that are looked at: more than people quote,
# and few enough for a file of nothing but such marks.
_MARKS: Final = 60
# An entry at the beginning of a line or after a blank, with its key; within a value
# that never ends it tells where the next entry is: "@book{doe,". The "@" comes first for
# `re` to skip other text fast.
_ENTRY: Final = regex(
    r"@(?:(?<=^@)|(?<=[ \t]@))(?=([^\s{}()\"#%',=@]++\s*+[{(]\s*+[^\s,{}=]++\s*+,))",
    re.MULTILINE,
)


def parse(text: str, path: str = "<string>") -> Database:
    """The blocks of `text`, with what is wrong in `diagnostics`; `path` names it there.
    Never raises.
    """
    with collection_paused():
        return _BibParser(text, path).run()


def _entry_lines(source: str) -> list[int]:
    """Return the places of the entries before which only blanks are in their line."""
    found = []
    done = 0
    for match in _ENTRY.finditer(source):
        start = at = match.start()
        if start < done:
            continue  # part of the key of the entry before
        while at and source[at - 1] in " \t":
            at -= 1
        if at == 0 or source[at - 1] == "\n":
            found.append(start)
            done = match.end(1)
    return found


class _BibParser:
    """One pass over a source; `careful` is set while an entry that did not close is
    read a second time.
    """

    def __init__(
        self,
        source: str,
        path: str,
    ) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.database = Database(source, path, self.blocks)
        self.starts = _entry_lines(source)
        self.careful = False

    def run(self) -> Database:
        """Take a block at each `@` that begins one; what lies between is text."""
        source, done, at = self.source, 0, 0
        while head := _HEAD.search(source, at):
            if len(self.blocks) >= 2 * MAX_RECORDS:
                message = f"only the first {len(self.blocks):,} blocks are told apart"
                self.database.report(
                    "too-large",
                    message,
                    head.start(),
                )
                break
            if self._commented_out(head, done):
                at = head.start() + 1
                continue
            block = self._block(head)
            if done < block.start:
                self.blocks.append(
                    Block(
                        "text",
                        source,
                        done,
                        block.start,
                    )
                )
            self.blocks.append(block)
            done = at = block.end
        if done < len(source):
            self.blocks.append(
                Block(
                    "text",
                    source,
                    done,
                    len(source),
                )
            )
        return self.database

    def _commented_out(
        self,
        head: re.Match[str],
        since: int,
    ) -> bool:
        """True if `%` stands before the `@` in its line, and goes on in the next or has
        no need to.

        BibTeX knows no such comments, biber does; an entry of which only the first line
        begins so is one.
        """
        source, at = self.source, head.start()
        line = (
            max(
                source.rfind("\n", since, at),
                source.rfind("\r", since, at),
                since - 1,
            )
            + 1
        )
        if not source[line:at].lstrip().startswith("%"):
            return False
        here = _LINE_REST.match(source, at)
        if here is None or here[0].count("{") == here[0].count("}"):
            return True
        return _PERCENT.match(source, here.end()) is not None

    def _block(self, head: re.Match[str]) -> Block:
        type_ = intern(head[1].lower())
        block = Block(
            "entry",
            self.source,
            head.start(),
            head.end(),
            type_,
        )
        if type_ == "comment":
            block.kind = "comment"
            block.end = self._comment_end(head)
        elif type_ == "preamble":
            block.kind = "preamble"
            block.end = self._preamble_end(head)
        elif type_ == "string":
            block.kind = "string"
            self._fields(block, head)
        else:
            self._key(block)
            self._fields(block, head)
        return block

    def _limit(self, start: int) -> int:
        """Return the start of the next line that begins an entry; no entry reaches
        beyond it.
        """
        index = bisect_right(self.starts, start)
        if index < len(self.starts):
            return self.starts[index]
        return len(self.source)

    def _comment_end(self, head: re.Match[str]) -> int:
        """After the closing brace, be there entries inside; else at the end of the
        line.
        """
        end = -1
        if head[2] == "{":
            end = self._brace_end(head.end() - 1, len(self.source))
        if end >= 0:
            return end + 1
        # The expression matches an empty text as well: there always is a match.
        return _LINE_REST.match(self.source, head.end()).end()  # type: ignore[union-attr]

    def _preamble_end(self, head: re.Match[str]) -> int:
        limit = self._limit(head.start())
        if head[2] == "{":
            end = self._brace_end(head.end() - 1, limit)
        else:
            end = self.source.find(
                ")",
                head.end(),
                limit,
            )
        if end >= 0:
            return end + 1
        self.database.report(
            "unclosed-brace", "this @preamble does not end", head.start()
        )
        return limit

    def _brace_end(
        self,
        start: int,
        limit: int,
    ) -> int:
        """Return the end of the brace that opens at `start`, -1 if that is not before
        `limit`.
        """
        starts, ends = self._braces
        index = bisect_left(starts, start)
        known = index < len(starts) and starts[index] == start
        if known and 0 < ends[index] < limit:
            return ends[index]
        return -1

    @cached_property
    def _braces(self) -> tuple[array[int], array[int]]:
        """Return the places of opening braces and of their ends (0 for none), except
        those nested beyond all sense.
        """
        starts, ends = array("I"), array("I")
        open_: list[int] = []
        deeper = 0
        for match in _BRACE.finditer(self.source):
            if match[0] == "{":
                if len(open_) == _MAX_DEPTH:
                    deeper += 1
                else:
                    open_.append(len(starts))
                    starts.append(match.start())
                    ends.append(0)
            elif deeper:
                deeper -= 1
            elif open_:
                ends[open_.pop()] = match.start()
        return starts, ends

    def _key(self, block: Block) -> None:
        """Read the citation key that stands at `block.end`, if one does."""
        match = _KEY.match(self.source, block.end) or _KEY_ALONE.match(
            self.source, block.end
        )
        if match:
            block.key = match[match.lastindex or 0]
            block.key_start = match.start(match.lastindex or 0)
            block.end = match.end()
        else:
            self.database.report(
                "missing-key", f"this @{block.type} has no citation key", block.start
            )

    def _fields(
        self,
        block: Block,
        head: re.Match[str],
    ) -> None:
        """Read fields from `block.end` to the end of the block; once more, warily, if
        it has none.
        """
        start, limit = block.end, self._limit(block.start)
        closer = ")"
        if head[2] == "{":
            closer = "}"
        mark = len(self.database.diagnostics)
        spans, end = self._field_spans(
            start,
            limit,
            closer,
            block,
        )
        if end < 0 and not self.careful:
            del self.database.diagnostics[mark:]
            self.careful = True
            spans, end = self._field_spans(
                start,
                limit,
                closer,
                block,
            )
            self.careful = False
        block.spans = array("I", spans)
        if end >= 0:
            block.end = end
        else:
            block.end = start + len(self.source[start:limit].rstrip())
        if end < 0:
            message = f"this @{block.type} does not end before the next entry or the end of the file"
            self.database.report(
                "unclosed-brace",
                message,
                block.start,
                block.key,
            )

    def _field_spans(
        self, at: int, limit: int, closer: str, block: Block
    ) -> tuple[list[int], int]:
        """The spans of the fields from `at`, and where the block ends (-1 if it does
        not before `limit`).
        """
        source = self.source
        spans: list[int] = []
        match_field = _FIELD.match
        if self.careful:
            match_field = _CAREFUL_FIELD.match
        while True:
            while match := match_field(source, at, limit):
                spans += match.span(1) + match.span(2)
                at = match.end()
            # The expression matches an empty text as well: there always is a match.
            at = _SPACE.match(source, at, limit).end()  # type: ignore[union-attr]
            if at >= limit:
                return spans, -1
            if source[at] == closer:
                if not _GOES_ON.match(source, at + 1, limit):
                    return spans, at + 1
                self.database.report(
                    "extra-brace", "a brace too many, the entry goes on", at, block.key
                )
                at += 1
            elif named := _NAME_EQUALS.match(source, at, limit):
                value_end, at = self._value(
                    named.end(),
                    limit,
                    closer,
                    block,
                )
                spans += (*named.span(1), named.end(), value_end)
            else:
                at = self._stray(at, limit, block)

    def _value(
        self, start: int, limit: int, closer: str, block: Block
    ) -> tuple[int, int]:
        """Return the end of a value that is not plain, and the place to go on."""
        source, at = self.source, start
        while at < limit:
            if source[at] in '{"':
                end = self._closing(at, limit)
                if end < 0:
                    return self._unclosed_value(start, limit, closer, block)
                at = end + 1
            elif bare := _BARE.match(source, at, limit):
                at = bare.end()
            else:
                self.database.report(
                    "missing-value", "a field without a value", start, block.key
                )
            joined = _JOIN.match(source, at, limit)
            if not joined:
                break
            at = joined.end()
        after = _AFTER_VALUE.match(source, at, limit)
        if not after:
            self.database.report(
                "missing-comma", "no comma after this value", at, block.key
            )
        return at, after.end() if after else at

    def _closing(
        self,
        at: int,
        limit: int,
    ) -> int:
        """Return the end of the value; on a second, careful reading not beyond a line
        that begins a field.
        """
        if self.source[at] == "{":
            end = self._brace_end(at, limit)
        else:
            end = self._quote_end(at, limit)
        if (
            self.careful
            and end >= 0
            and _NEXT_FIELD_LINE.search(
                self.source,
                at,
                end,
            )
        ):
            return -1
        return end

    def _quote_end(
        self,
        start: int,
        limit: int,
    ) -> int:
        """Return the end of the quotation mark that opens at `start`, or -1.

        A mark before a comma, `#` or the end of the entry closes; else the first one
        that stands in no braces.
        """
        source, at, fallback, marks = self.source, start + 1, -1, 0
        while (match := _QUOTE_OR_BRACE.search(source, at, limit)) and marks < _MARKS:
            at = match.end()
            if match[0] == "{":
                end = self._brace_end(match.start(), limit)
                if end < 0:
                    break
                at = end + 1
            elif match[0] == "}":
                break
            elif VALUE_ENDS.match(source, at, limit):
                return match.start()
            else:
                marks += 1
                if fallback < 0:
                    fallback = match.start()
        return fallback

    def _unclosed_value(
        self, start: int, limit: int, closer: str, block: Block
    ) -> tuple[int, int]:
        """End the value before what looks like the next field, else before the last
        brace, or at `limit`.
        """
        source = self.source
        self.database.report(
            "unclosed-brace", "a value that does not end", start, block.key
        )
        if following := _NEXT_FIELD.search(source, start, limit):
            return following.start(), following.start()
        end = start + len(source[start:limit].rstrip())
        if source[end - 1] == closer and end - 1 > start:
            return start + len(source[start : end - 1].rstrip().rstrip(",")), end - 1
        return end, limit

    def _stray(
        self,
        at: int,
        limit: int,
        block: Block,
    ) -> int:
        """Skip what is no field, to the next comma, line end or brace; braces in
        pairs.
        """
        self.database.report(
            "stray-text",
            "text that is no field",
            at,
            block.key,
        )
        if self.source[at] == "{":
            end = self._brace_end(at, limit)
            if end >= 0:
                return end + 1
            return at + 1
        match = _STRAY_END.search(
            self.source,
            at + 1,
            limit,
        )
        if match:
            return match.start()
        return limit
