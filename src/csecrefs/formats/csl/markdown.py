r"""Markdown in the fields of CSL-YAML, as pandoc has it, to CSL's rich text and back.

Source: Pandoc User's Guide, "Inline formatting" and "Citations: YAML bibliographies".
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from csecrefs.patterns import regex

# Classes of pandoc's spans, and CSL's tags.
_SPANS: Final = {
    ".smallcaps": ('<span style="font-variant:small-caps;">', "</span>"),
    ".sc": ('<span style="font-variant:small-caps;">', "</span>"),
    ".nocase": ('<span class="nocase">', "</span>"),
    ".underline": ("", ""),
}
# Signs of which each of pandoc's inline marks has one; most titles have none.
_HAS_MARKS: Final = regex(r"[*_^~\[\\`]|--|\.\.\.")
# A backslash before a sign, which stands for the sign: "\*", "\["; code, whose signs all
# stand for themselves: "`a*b`".
_CODE_OR_ESCAPE: Final = regex(r"\\([!-/:-@\[-`{-~])|(?<!`)`([^`\n]+)`(?!`)")
# An inline link, of which the text is shown: "[here](https://a.example)".
_LINK: Final = regex(r"\[([^\[\]]+)\]\([^()\s]+\)")
# Text that is struck out, which CSL has no mark for.
_STRUCK: Final = regex(r"~~(?=\S)([^~]+?)(?<=\S)~~")
# The signs of pandoc's extension `smart`, longer ones first.
_SMART: Final = (("---", "—"), ("--", "–"), ("...", "…"))
_RULES: Final = (
    # two stars or bars, then one: what they enclose begins and ends with no blank
    (regex(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*"), "<b>", "</b>"),
    (regex(r"(?<!\w)__(?=\S)([^_]+?)(?<=\S)__(?!\w)"), "<b>", "</b>"),
    (regex(r"\*(?=[^\s*])([^*]+?)(?<=\S)\*"), "<i>", "</i>"),
    (regex(r"(?<!\w)_(?=[^\s_])([^_]+?)(?<=\S)_(?!\w)"), "<i>", "</i>"),
    # super- and subscripts enclose no blank that is not escaped
    (regex(r"\^((?:[^\s^\\]|\\ )+)\^"), "<sup>", "</sup>"),
    (regex(r"(?<!~)~((?:[^\s~\\]|\\ )+)~(?!~)"), "<sub>", "</sub>"),
)
# A super- or subscript with blanks, each escaped: "<sup>a\ b</sup>".
_BLANKS: Final = regex(r"<(su[bp])>([^<>]*\\ [^<>]*)</\1>")
# A span and its attributes: "[CO]{.nocase}", "[x]{.smallcaps}".
_SPAN: Final = regex(r"\[([^\[\]]+)\]\{([^{}]*)\}")
# The first of the private characters that stand for escaped ones meanwhile.
_SHIELD: Final = 0xE000
# Our own tags and pandoc's marks for the same. No element has one of its name in it: so
# the search for the end of one that is not closed ends at the next.
_TO_MARKDOWN: Final = (
    (
        regex(r'<span class="nocase">((?:(?!<span).)+?)</span>', re.DOTALL),
        r"[\1]{.nocase}",
    ),
    (
        regex(
            r'<span style="font-variant: ?small-caps;?">((?:(?!<span).)+?)</span>',
            re.DOTALL,
        ),
        r"[\1]{.smallcaps}",
    ),
)
# Italics and bold without others within.
_FACES: Final = (
    (regex(r"<i>((?:(?!<i>).)+?)</i>", re.DOTALL), "*"),
    (regex(r"<b>((?:(?!<b>).)+?)</b>", re.DOTALL), "**"),
)
# Super- and subscripts without others within.
_SCRIPTS: Final = (
    (regex(r"<sup>((?:(?!<sup>).)+?)</sup>"), "^"),
    (regex(r"<sub>((?:(?!<sub>).)+?)</sub>"), "~"),
)
# Signs that pandoc would read as marks, so they are escaped; "_" within a word is none.
_MARKS: Final = regex(
    r"[\\*^~\[\]`@$]|(?<!\w)_|_(?!\w)|<(?=[/A-Za-z!?])|-(?=-)|\.(?=\.\.)"
    r"|(?:(?<=\n)|\A)>"  # the mark of a quotation
    r"|&(?=#?\w{1,32};)"  # a character reference of HTML: "&amp;"
)
# The tags of CSL's rich text, which are marks and no text.
_KNOWN_TAG: Final = regex(
    r'</?(?:i|b|sup|sub)>|<span (?:class="nocase"|style="font-variant: ?small-caps;?")>|</span>'
)


def from_markdown(text: str) -> str:
    r"""Return `text` with Markdown's marks as CSL's tags.

    Marks without a partner are text.

    >>> from_markdown(r"*Vole* and H~2~O, 2 \* 3")
    '<i>Vole</i> and H<sub>2</sub>O, 2 * 3'
    """
    if not _HAS_MARKS.search(text):
        return text
    text = _CODE_OR_ESCAPE.sub(_shielded, text)
    text = _SPAN.sub(_span, text)
    text = _STRUCK.sub(r"\1", _LINK.sub(r"\1", text))
    for typed, meant in _SMART:
        text = text.replace(typed, meant)
    for pattern, opening, closing in _RULES:
        text = pattern.sub(rf"{opening}\1{closing}", text)
    if "\\ " in text:
        text = _BLANKS.sub(lambda match: match[0].replace("\\ ", " "), text)
    return "".join(
        chr(ord(char) - _SHIELD) if _SHIELD < ord(char) < _SHIELD + 127 else char
        for char in text
    )


def _shielded(match: re.Match[str]) -> str:
    """Return an escaped sign, or the ASCII of a code span, as private characters."""
    text = match[1] or match[2]
    return "".join(chr(_SHIELD + ord(c)) if " " < c < "\x7f" else c for c in text)


def _span(match: re.Match[str]) -> str:
    found = next((_SPANS[name] for name in match[2].split() if name in _SPANS), None)
    if found:
        return f"{found[0]}{match[1]}{found[1]}"
    return match[0]


def to_markdown(text: str) -> str:
    r"""Return CSL's rich text as Markdown; signs that pandoc would read are escaped.

    >>> print(to_markdown("<i>Vole</i> 2 * 3"))
    *Vole* 2 \* 3
    """
    if not _MARKS.search(text):
        return text
    parts: list[str] = []
    done = 0
    for tag in _KNOWN_TAG.finditer(text):
        parts += (escaped(text[done : tag.start()]), tag[0])
        done = tag.end()
    text = "".join([*parts, escaped(text[done:])])
    for pattern, mark in _FACES:
        text = pattern.sub(partial(_face, mark), text)
    for pattern, replacement in _TO_MARKDOWN:
        text = pattern.sub(replacement, text)
    for pattern, mark in _SCRIPTS:
        text = pattern.sub(partial(_script, mark), text)
    return text


def _face(mark: str, match: re.Match[str]) -> str:
    """Text between marks; blanks at its ends stand outside of them."""
    inner = match[1].strip()
    if not inner:
        return match[1]
    before, _, after = match[1].partition(inner)
    return f"{before}{mark}{inner}{mark}{after}"


def _script(mark: str, match: re.Match[str]) -> str:
    """A super- or subscript, its blanks escaped as pandoc wants them."""
    return mark + match[1].replace(" ", "\\ ") + mark


def escaped(text: str) -> str:
    r"""Return a text without rich text as Markdown: an address, a number.

    >>> print(escaped("https://a.example/~x/*"))
    https://a.example/\~x/\*
    """
    return _MARKS.sub(lambda match: "\\" + match[0], text)


def unescaped(text: str) -> str:
    r"""Return `text` without the backslashes that escape signs; nothing else in it is
    read as a mark.

    >>> unescaped(r"https://a.example/\~x/~y")
    'https://a.example/~x/~y'
    """
    if "\\" not in text:
        return text
    return _ESCAPE.sub(r"\1", text)


# A backslash before a sign, which stands for the sign: "\~".
_ESCAPE: Final = regex(r"\\([!-/:-@\[-`{-~])")
