"""Arguments of Typst calls: split at their commas, and read as keys and content.

Source: Typst 0.15, reference page "Scripting". Arguments come in any order, with
comments, strings, content and calls inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from csecrefs.patterns import regex

# A string with its escapes; the possessive repetition keeps an unclosed one linear.
STRING: Final = regex(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
# The signs that split arguments or hide others: escapes, raw text, comments,
# addresses, strings, brackets and commas.
_SIGN: Final = regex(r'\\.|`+|//|/\*|https?://[^\s\])]*|["()\[\]{},]', re.DOTALL)
# The edges of a block comment, which nests.
_EDGE: Final = regex(r"/\*|\*/")
# Blanks and comments before an argument's value; block comments that nest are rare.
_BEFORE: Final = regex(r"(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*+\*/)*+")
# The name of an argument, and its colon: `supplement: `.
_NAMED: Final = regex(r"([^\W\d][\w-]*)\s*:")
# A key as a label: `<low2001>`.
_LABEL: Final = regex(r"<([\w\-:.]+)>")
# A key as a string that becomes a label: `label("a b")`.
_LABEL_CALL: Final = regex(r'label\(\s*("(?:[^"\\]|\\.)*+")\s*,?\s*\)', re.DOTALL)
# An escape in a string: `\"`, `\u{e9}`.
_ESCAPE: Final = regex(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|(.))", re.DOTALL)
# Escapes of strings that are no character of their own.
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}


class CallArgument(NamedTuple):
    """An argument of a call: its name, empty if it has none, and its value's span."""

    name: str
    start: int
    end: int


def comment_end(text: str, start: int) -> int:
    """Return the offset after the block comment that begins at `start`.

    >>> comment_end("/* a /* b */ c */ d", 0)
    17
    """
    depth = 0
    for edge in _EDGE.finditer(text, start):
        depth += 1 if edge[0] == "/*" else -1
        if not depth:
            return edge.end()
    return len(text)


def raw_end(text: str, start: int, marks: int) -> int:
    """Return the offset after raw text that begins with so many backticks."""
    # Two backticks are empty raw text, three and more a fence.
    if marks == 2:
        return start + 2
    end = text.find("`" * marks, start + marks)
    if end < 0:
        return start + marks
    return end + marks


def signs(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield the brackets and commas of code from `start`, with their offsets.

    Those in strings, raw text and comments are none; content (`[...]`) has no strings.
    """
    contents = [False]
    at = start
    while match := _SIGN.search(text, at, end):
        sign, at = match[0], match.end()
        if sign[0] == "`":
            at = raw_end(text, match.start(), len(sign))
        elif sign == "//":
            line_end = text.find("\n", at, end)
            at = line_end if line_end >= 0 else end
        elif sign == "/*":
            at = comment_end(text, match.start())
        elif sign == '"' and not contents[-1]:
            string = STRING.match(text, match.start(), end)
            at = string.end() if string else at
        elif sign in "([{":
            contents.append(sign == "[")
            yield sign, match.start()
        elif sign in ")]}":
            if len(contents) > 1:
                contents.pop()
            yield sign, match.start()
        elif sign == ",":
            yield sign, match.start()


def closing(text: str, start: int, end: int | None = None) -> int:
    """Return the offset after the bracket that closes the one at `start`.

    A bracket that is not closed goes to the end.

    >>> closing('f("a)", [b])c', 1)
    12
    """
    if end is None:
        end = len(text)
    depth = 0
    for sign, place in signs(text, start, end):
        if sign in "([{":
            depth += 1
        elif sign != ",":
            depth -= 1
        if not depth:
            return place + 1
    return end


def arguments(text: str, start: int, end: int) -> list[CallArgument]:
    """Return the arguments between the brackets of a call, in order.

    >>> text = 'supplement: [p. 3, 4], <low>'
    >>> [text[each.start : each.end] for each in arguments(text, 0, len(text))]
    ['[p. 3, 4]', '<low>']
    """
    found: list[CallArgument] = []
    depth, begin = 0, start
    for sign, place in signs(text, start, end):
        if sign == ",":
            if not depth:
                found += _argument(text, begin, place)
                begin = place + 1
        else:
            depth += 1 if sign in "([{" else -1
    return [*found, *_argument(text, begin, end)]


def _argument(text: str, start: int, end: int) -> Iterator[CallArgument]:
    start = _past_blanks(text, start, end)
    name = ""
    named = _NAMED.match(text, start, end)
    if named:
        name = named[1]
        start = _past_blanks(text, named.end(), end)
    if start < end:
        value = text[start:end].rstrip()
        yield CallArgument(name, start, start + len(value))


def _past_blanks(text: str, start: int, end: int) -> int:
    match = _BEFORE.match(text, start, end)
    return match.end() if match else start


def key_of(value: str) -> str:
    """Return the key that an argument names; empty if code makes it.

    >>> key_of("<low2001>"), key_of('label("a/b")'), key_of("key")
    ('low2001', 'a/b', '')
    """
    label = _LABEL.match(value)
    if label:
        return label[1]
    call = _LABEL_CALL.match(value)
    if call:
        return string_of(call[1])
    return ""


def string_of(value: str) -> str:
    r"""Return the text of a string in its marks.

    >>> string_of(r'"a \"b\""')
    'a "b"'
    """

    def character(match: re.Match[str]) -> str:
        if match[1]:
            number = int(match[1], 16)
            return chr(number) if number <= 0x10FFFF else match[0]
        return _ESCAPED.get(match[2], match[2])

    return _ESCAPE.sub(character, value.removeprefix('"').removesuffix('"'))


def content_of(value: str) -> str:
    """Return the markup of content in brackets, or the text of a string.

    >>> content_of("[p. 3]"), content_of('"p. 3"'), content_of("none")
    ('p. 3', 'p. 3', '')
    """
    if value.startswith("["):
        return value[1:].removesuffix("]")
    if value.startswith('"'):
        return string_of(value)
    return ""


def named_values(text: str, given: Sequence[CallArgument]) -> Mapping[str, str]:
    """Return the values of the arguments that have names."""
    return {each.name: text[each.start : each.end] for each in given if each.name}
