"""TeX to text with CSL's rich-text markup: the TeX that stands in bibliographies, read
by a tokenizer.

`<i>`, `<b>`, `<sup>`, `<sub>`, small capitals and `<span class="nocase">` are all that
CSL knows; everything else becomes plain Unicode. Commands nobody knows vanish and leave
their argument. Nothing here raises, and time grows with the length of the input only:
open groups are kept on a list, not on Python's stack.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text import tex_units
from csecrefs.text.tex_commands import (
    BOXES,
    DROPPED,
    ENVIRONMENTS,
    MATH_ENVIRONMENTS,
    RAW,
    SKIP_FIRST,
    SWITCHES,
    WRAPS,
    Wrap,
    ion,
    math_alphabet,
)
from csecrefs.text.tex_journals import AASTEX
from csecrefs.text.tex_tables import ACCENTS, CYRILLIC, MATH_ACCENTS, SYMBOLS, WORDS

# A text without any of these is plain.
_SPECIAL: Final = regex(r"[\\{}$~`]|--|''")
# A text without any of these has braces only, which protect its case.
_MORE_THAN_BRACES: Final = regex(r"[\\$~`]|--|''")
_SPACES: Final = regex(r"[ \t\r\n]+")
# The tokens of TeX in a field: commands, ligatures such as `` and ---, braces, text.
_TOKEN: Final = regex(
    r"\\(?P<word>[A-Za-z@]+\*?)[ \t\r\n]*|\\(?P<sign>[^A-Za-z@])|(?P<mark>---?|``|''|[?!]`|[~'`])"
    r"|(?P<brace>[{}$^_])|(?P<text>[^\\{}$~^_'`?!-]+|[^\\])",
    re.DOTALL,
)
# Ligatures of TeX's fonts, and what they print.
# The commonest TeX of long texts, each of which means the same wherever it is: an accent
# and its letter (\\'e, \\"{o}, {\\"o}) and \\emph{...}, but none that begins a group, which
# would be a special character of BibTeX's; one command or letter as mathematics
# ($\\alpha$). Each alternative begins with a sign, by which `re` skips other text fast.
_SIMPLE: Final = regex(
    r"\{\\['`^\"~=.](?:\{[A-Za-z]\}|[A-Za-z])\}"
    r"|\\(?<![\\{]\\)['`^\"~=.](?:\{[A-Za-z]\}|[A-Za-z])"
    r"|\\(?<![\\{]\\)(?:emph|textit|textbf)\{[^{}\\$~`'^_-]*\}"
    r"|\$(?<![\\$]\$)(?:\\[A-Za-z]+|[A-Za-z\d])\$(?!\$)"
)
_MARKS: Final = {
    "---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "?`": "¿", "!`": "¡", "~": "\u00a0",
}  # fmt: skip
# Accents over nothing: "\^{}" prints a circumflex.
_SPACING_ACCENTS: Final = {
    "\u0302": "^",
    "\u0303": "~",
    "\u0300": "`",
    "\u0301": "´",
    "\u0308": "¨",
}
# A command with a name.
_COMMAND: Final = regex(r"\\([A-Za-z@]+)")
# A group in braces that nest up to three deep; possessive, so that no text is read
# twice.
_GROUP: Final = regex(
    r"\s*\{([^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+)\}"
)
# A group with up to two levels of others in it.
_GROUPS: Final = regex(_GROUP.pattern.removeprefix(r"\s*"))
# An option in brackets.
_OPTION: Final = regex(r"\s*\[[^\]]{0,200}\]")
# The most characters within \\verb: it stands on one line of TeX.
_LONGEST_VERBATIM: Final = 500
# How deep groups and fonts are followed; deeper ones give their text only.
_DEPTH: Final = 200
# The most characters of a text that is remembered: longer ones are hardly repeated.
_REMEMBERED: Final = 60
_NOCASE: Final = '<span class="nocase">{}</span>'


def tex_to_markup(source: str, *, protect: bool = False) -> str:
    """The text of `source` with CSL markup, white space collapsed.

    With `protect`, letters in braces keep their case under any style (BibTeX's rule for
    titles) and come in `<span class="nocase">`.
    """
    if not source or source.isalnum():
        return source
    if "\n" in source or "  " in source or "\t" in source or "\r" in source:
        source = _SPACES.sub(" ", source)
    special = _SPECIAL.search(source)
    if not special:
        return source.strip()
    if special[0] in "{}" and not _MORE_THAN_BRACES.search(source):
        without = _without_braces(source, protect)
        if without is not None:
            return without
    if len(source) <= _REMEMBERED:
        return _known(source, protect)
    plain = _SIMPLE.sub(_simple, source)
    if not _MORE_THAN_BRACES.search(plain):
        without = _without_braces(plain, protect)
        if without is not None:
            return without
    return _TexReader(source, protect).run()


def tex_to_text(source: str) -> str:
    """The text of `source` without any markup, white space collapsed."""
    if not source or source.isalnum():
        return source
    if "\n" in source or "  " in source or "\t" in source or "\r" in source:
        source = _SPACES.sub(" ", source)
    if not _SPECIAL.search(source):
        return source.strip()
    text = tex_to_markup(source)
    if "<" in text:
        return _TAG.sub("", text)
    return text


def _without_braces(source: str, protect: bool) -> str | None:
    """Read a text in which braces are the only TeX, as `_TexReader` does in a fifth of the
    time. Returns None if they do not pair.
    """
    if protect:
        source = _GROUPS.sub(_shielded, source)
        if "{" in source or "}" in source:
            return None
    else:
        source = source.replace("{", "").replace("}", "")
    # Braces between two blanks leave both; nothing else does here.
    if "  " in source:
        source = _SPACES.sub(" ", source)
    return source.strip(" ")


def _shielded(group: re.Match[str]) -> str:
    return _shield(group[1].replace("{", "").replace("}", ""))


def _simple(found: re.Match[str]) -> str:
    """Return the text of TeX that means the same wherever it is; as it is if that would
    be read as TeX again.
    """
    return _simple_text(found[0])


@lru_cache(maxsize=8192)
def _simple_text(source: str) -> str:
    text = _known(source, False)
    if _SPECIAL.search(text):
        return source
    return text


@lru_cache(maxsize=8192)
def _known(source: str, protect: bool) -> str:
    """Read a short text: journals, publishers and places come again and again."""
    return _TexReader(source, protect).run()


# A tag that this module has written itself.
_TAG: Final = regex(r'</?(?:i|b|sup|sub|span)(?: (?:class|style)="[^"]*")?>')


class _OpenGroup:
    """An open group: what it has given so far, what to do with it at its end, and the
    mode inside it.
    """

    __slots__ = ("braced", "close", "math", "out", "quotes", "shielded")

    def __init__(
        self,
        close: Wrap | None = None,
        *,
        braced: bool = True,
        math: bool = False,
        shielded: bool = False,
        quotes: int = 0,
    ) -> None:
        self.close = close
        self.braced = braced
        self.math = math
        self.shielded = shielded
        self.quotes = quotes
        self.out: list[str] = []


class _TexReader:
    def __init__(self, source: str, protect: bool) -> None:
        self.source = source
        self.at = 0
        self.frames = [_OpenGroup(shielded=not protect)]
        self.pending: list[Wrap] = []
        self.depth = 0
        self.ignored = 0
        self.quoting = False

    def run(self) -> str:
        """Read the tokens one by one, then close what is still open."""
        source, length, next_token = self.source, len(self.source), _TOKEN.match
        while self.at < length:
            token = next_token(source, self.at)
            if token is None:  # a backslash at the very end
                break
            self.at = token.end()
            kind = token.lastgroup
            if kind == "text":
                if self.pending:
                    self._text(token[0])
                else:
                    self.frames[-1].out.append(token[0])
            elif kind == "word":
                self._word(token["word"])
                if self.frames[-1].math and source[self.at - 1].isspace():
                    self._keep_blank(token)
            elif kind == "mark":
                self._emit(self._apostrophe() if token[0] == "'" else _MARKS[token[0]])
                self.quoting = self.quoting or token[0] == "`"
            elif kind == "brace":
                self._brace(token[0])
            else:
                self._sign(token["sign"])
        self._end_accent()
        while len(self.frames) > 1:
            self._pop()
        return _SPACES.sub(
            " ",
            "".join(self.frames[0].out),
        ).strip(" ")

    def _keep_blank(self, token: re.Match[str]) -> None:
        r"""Keep the blank after a relation or a function of mathematics that has one
        before it too, as people set them: "x \\in X", "n \\log n".
        """
        before = self.source[token.start() - 1 : token.start()]
        name = token["word"]
        is_function = WORDS.get(name, "") == name
        sign = SYMBOLS.get(name, "")
        if is_function or (
            before.isspace() and sign and unicodedata.category(sign[0]) == "Sm"
        ):
            self.frames[-1].out.append(" ")

    def _apostrophe(self) -> str:
        """A prime in mathematics, the end of a quotation that a backtick began, else
        itself.
        """
        if self.frames[-1].math:
            return "′"
        if not self.quoting or self.source[self.at : self.at + 1].isalnum():
            return "'"
        self.quoting = False
        return "’"

    def _text(self, text: str) -> None:
        """Give the first letter to the commands that wait for an argument."""
        if text := text.lstrip(" "):
            self._emit(text[0])
            text = text[1:]
        self.frames[-1].out.append(text)

    def _emit(self, unit: str) -> None:
        """Put out one unit of text, as the argument of the command before it if that
        waits for one.
        """
        while self.pending:
            unit = self.pending.pop()(unit)
        self.frames[-1].out.append(unit)

    def _end_accent(self) -> None:
        """Put out an accent that finds no letter before its group ends, as TeX does."""
        unit = ""
        while self.pending:
            unit = self.pending.pop()(unit)
        if unit in _SPACING_ACCENTS.values():
            self.frames[-1].out.append(unit)

    def _brace(self, mark: str) -> None:
        if mark == "{":
            self._open()
        elif mark == "}":
            self._close()
        elif mark == "$":
            self._math()
        elif self.frames[-1].math:
            self.pending.append(
                WRAPS["textsuperscript" if mark == "^" else "textsubscript"]
            )
        else:
            self._emit(mark)

    def _open(self) -> None:
        above = self.frames[-1]
        frame = _OpenGroup(
            math=above.math, shielded=above.shielded, quotes=above.quotes
        )
        if self.pending:
            wraps = self.pending
            self.pending = []
            if len(wraps) == 1:
                frame.close = wraps[0]
            else:
                frame.close = _chain(wraps)
        elif not (above.shielded or above.math or self._special_character()):
            frame.close = _shield
            frame.shielded = True
        self._enter(frame)

    def _enter(self, frame: _OpenGroup) -> None:
        if len(self.frames) >= _DEPTH:
            self.ignored += frame.braced
            return
        self.frames.append(frame)
        self.depth += frame.braced

    def _special_character(self) -> bool:
        """True if the group just opened begins with a command, and no font: BibTeX's
        special character.
        """
        if not self.source.startswith("\\", self.at):
            return False
        word = _COMMAND.match(self.source, self.at)
        return word is None or word[1] not in SWITCHES

    def _close(self) -> None:
        """Close the group and the font switches in it; a brace that closes nothing is
        dropped.
        """
        self._end_accent()
        if self.ignored or not self.depth:
            self.ignored -= bool(self.ignored)
            return
        while not self._pop().braced:
            pass

    def _pop(self) -> _OpenGroup:
        frame = self.frames.pop()
        self.depth -= frame.braced
        text = "".join(frame.out)
        self.frames[-1].out.append(frame.close(text) if frame.close else text)
        return frame

    def _math(self) -> None:
        top = self.frames[-1]
        if self.source.startswith("$", self.at):
            self.at += 1
        if not top.math:
            self._push(
                _OpenGroup(
                    braced=False,
                    math=True,
                    shielded=True,
                )
            )
        elif not top.braced:
            self._pop()

    def _push(self, frame: _OpenGroup) -> None:
        self.pending.clear()
        self._enter(frame)

    def _sign(self, sign: str) -> None:
        if sign in ACCENTS and not self.frames[-1].math:
            self.pending.append(_accent(ACCENTS[sign]))
        elif sign in "([":
            self._push(
                _OpenGroup(
                    braced=False,
                    math=True,
                    shielded=True,
                )
            )
        elif sign in ")]":
            if self.frames[-1].math and not self.frames[-1].braced:
                self._pop()
        else:
            self._emit(WORDS[sign] if sign in WORDS else SYMBOLS.get(sign, sign))

    def _word(self, word: str) -> None:
        """A command with a name: a character, an accent, a font, or one of those with
        arguments.
        """
        if (symbol := SYMBOLS.get(word)) is not None or (
            symbol := WORDS.get(word)
        ) is not None:
            self._emit(symbol)
        elif word in ACCENTS or word in MATH_ACCENTS:
            self.pending.append(_accent(ACCENTS.get(word) or MATH_ACCENTS[word]))
        elif word in SWITCHES:
            top = self.frames[-1]
            frame = _OpenGroup(
                SWITCHES[word],
                braced=False,
                math=top.math,
                shielded=top.shielded,
                quotes=top.quotes,
            )
            self._push(frame)
        else:
            self._command(word)

    def _command(self, word: str) -> None:
        name = word.rstrip("*")
        if name in DROPPED:
            self._skip(DROPPED[name])
        elif name in RAW:
            self._emit(RAW[name](self._argument()))
        elif name in tex_units.NAMES:
            self._quantity(name)
        elif (
            name == "texorpdfstring"
        ):  # the first is for print, the other for bookmarks
            printed, _ = self._argument(), self._argument()
            self._emit(_TexReader(printed, not self.frames[-1].shielded).run())
        elif name in CYRILLIC:
            self._emit(CYRILLIC[name])
        elif name == "ion":
            self._emit(ion(self._argument(), self._argument()))
        elif name in SKIP_FIRST or name in BOXES:
            self._skip(BOXES.get(name, 1))
        elif name in ("begin", "end"):
            self._environment(name)
        elif name == "verb":
            self._verbatim()
        elif name in ("enquote", "mkbibquote", "textquote", "blockquote"):
            self._quote(1 if word.endswith("*") else 0)
        elif name == "ensuremath":
            self._math_argument()
        elif wrap := WRAPS.get(name) or math_alphabet(name):
            self.pending.append(wrap)
        elif name in AASTEX and not self.frames[-1].math:
            self._journal(name)

    def _journal(self, name: str) -> None:
        """A macro of a journal; with an argument it is some other command."""
        if (
            self.source.startswith("{}", self.at)
            or self.source[self.at : self.at + 1] != "{"
        ):
            self._emit(AASTEX[name])

    def _environment(self, command: str) -> None:
        """Pass over the name of an environment and its measures; its text is read."""
        name = self._argument()
        if command == "begin":
            self._skip(ENVIRONMENTS.get(name, 0))
        if name not in MATH_ENVIRONMENTS:
            return
        if command == "begin":
            self._push(_OpenGroup(braced=False, math=True, shielded=True))
        elif self.frames[-1].math and not self.frames[-1].braced:
            self._pop()

    def _verbatim(self) -> None:
        r"""Take what stands between two like signs: `\verb|x_y|`."""
        sign = self.source[self.at : self.at + 1]
        end = self.source.find(sign, self.at + 1, self.at + _LONGEST_VERBATIM)
        if sign and not sign.isalnum() and end > 0:
            self._emit(self.source[self.at + 1 : end])
            self.at = end + 1

    def _quantity(self, name: str) -> None:
        if option := _OPTION.match(self.source, self.at):
            self.at = option.end()
        parts = [self._argument() for _ in range(tex_units.arguments(name))]
        self._emit(tex_units.quantity(name, *parts))

    def _math_argument(self) -> None:
        if match := re.compile(r"\s*\{").match(self.source, self.at):
            self.at = match.end()
            self._enter(_OpenGroup(math=True, shielded=True))

    def _quote(self, deeper: int) -> None:
        depth = self.frames[-1].quotes + deeper
        marks = "“”" if depth % 2 == 0 else "‘’"
        if match := re.compile(r"\s*\{").match(self.source, self.at):
            self.at = match.end()
            above = self.frames[-1]
            close = _between(marks[0], marks[1])
            self._enter(
                _OpenGroup(
                    close, shielded=above.shielded, math=above.math, quotes=depth + 1
                )
            )

    def _skip(self, count: int) -> None:
        if option := _OPTION.match(self.source, self.at):
            self.at = option.end()
        for _ in range(count):
            self._argument()

    def _argument(self) -> str:
        """The next group as written, moved past; empty if none follows."""
        match = _GROUP.match(self.source, self.at)
        if not match:
            return ""
        self.at = match.end()
        return match[1]


def _chain(wraps: list[Wrap]) -> Wrap:
    def wrap(text: str) -> str:
        for inner in reversed(wraps):
            text = inner(text)
        return text

    return wrap


def _between(before: str, after: str) -> Wrap:
    return lambda text: before + text + after


def _shield(text: str) -> str:
    """Protect the case of a group that has letters with case."""
    if text.lower() == text.upper():
        return text
    lead = len(text) - len(text.lstrip())
    body = text.strip()
    return text[:lead] + _NOCASE.format(body) + text[lead + len(body) :]


def _accent(combining: str) -> Wrap:
    def wrap(text: str) -> str:
        base = text.lstrip()
        if not base:
            return _SPACING_ACCENTS.get(combining, "")
        if ord(combining) < 0x0316:
            letter = {"ı": "i", "ȷ": "j"}.get(base[0], base[0])
        else:
            letter = base[0]
        return (
            unicodedata.normalize(
                "NFC",
                letter + combining,
            )
            + base[1:]
        )

    return wrap
