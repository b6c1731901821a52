"""Prefixes and suffixes of Markdown as the rich text that cites take.

Emphasis becomes CSL's markup. What has no such form (math, code, links, cites) stays
as it is typed: a fragment of the source, for which one character holds the place.
"""

from __future__ import annotations

from typing import Final

from csecrefs.manuscript.ground import Ground
from csecrefs.manuscript.sites import FRAGMENT, FRAGMENTS
from csecrefs.patterns import regex

# The marks in a prefix or suffix that are not plain text: escapes, code, math, HTML,
# brackets, emphasis at a word's edge, dashes, blanks, character references, and the
# hyphen of `-@key`.
_TOKEN: Final = regex(
    r"[\\`$<\[({@]|\*{1,2}|(?<!\w)_{1,2}|_{1,2}(?!\w)|\^|~{1,2}|-{2,3}|\.\.\.|\s+"
    r"|&#?\w{1,40};|-(?=@)"
)
# Marks of emphasis by the tags of CSL's rich text.
_FONTS: Final = {
    "**": "b",
    "__": "b",
    "*": "i",
    "_": "i",
    "^": "sup",
    "~": "sub",
}
# Signs of pandoc's extension `smart`, which is on by default.
_SMART: Final = {"--": "–", "---": "—", "...": "…"}


def affix(
    ground: Ground,
    start: int,
    end: int,
    fragments: list[tuple[int, int]],
) -> str:
    """Return the text of a span as rich text; what stays as typed joins `fragments`."""
    text = ground.text
    parts: list[str] = []
    opened: list[tuple[str, int]] = []
    place = start
    while match := _TOKEN.search(text, place, end):
        parts.append(text[place : match.start()])
        place, token = match.start(), match[0]
        after = _copied(ground, place, end)
        if after:
            parts.append(_fragment(ground, place, after, fragments))
            place = after
            continue
        place += len(token)
        if token.isspace():
            if "\u00a0" not in token:
                parts.append(" ")
            else:
                parts.append(token)
        elif token in _SMART:
            parts.append(_SMART[token])
        elif token.startswith("&"):
            # The table of two thousand names is loaded for those who use one.
            from html import unescape

            parts.append(unescape(token))
        elif token in _FONTS:
            _font(token, parts, opened)
        else:
            parts.append(token)
    parts.append(text[place:end])
    return "".join(parts)


def _copied(ground: Ground, place: int, end: int) -> int:
    """Return the end of a construct at `place` that is copied, 0 if there is none."""
    if place in ground.keys:
        return min(ground.keys[place].end, end)
    if place in ground.inert:
        return min(ground.inert[place], end)
    if place in ground.closing and place not in ground.linked:
        close = ground.closing[place]
        # A group inside a suffix is rendered by itself, and takes this place then.
        if any(place < key < close for key in ground.keys):
            return min(close + 1, end)
    if place in ground.linked:
        close = ground.closing[place] + 1
        return min(ground.inert.get(close, close), end)
    return 0


# Private-use characters stand for source that is copied, as mathematics and links.
def _fragment(
    ground: Ground,
    start: int,
    end: int,
    fragments: list[tuple[int, int]],
) -> str:
    """Return the character for a fragment; of an escape the character itself."""
    text = ground.text[start:end]
    if len(text) == 2 and text[0] == "\\":
        if text[1] == " ":
            return "\u00a0"
        return text[1]
    if len(fragments) >= FRAGMENTS:
        return text
    fragments.append((start, end))
    return chr(FRAGMENT + len(fragments) - 1)


def _font(
    token: str,
    parts: list[str],
    opened: list[tuple[str, int]],
) -> None:
    """Add the tag that a mark opens or closes; an opening one waits as text."""
    for number in range(len(opened) - 1, -1, -1):
        mark, place = opened[number]
        if mark == token:
            parts[place] = f"<{_FONTS[token]}>"
            parts.append(f"</{_FONTS[token]}>")
            del opened[number:]
            return
    opened.append((token, len(parts)))
    parts.append(token)
