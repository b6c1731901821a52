"""Text of an Org file in which nothing cites, blanked: blocks, comments, fragments.

Sources: Org syntax 9.6; Org manual, "Comment Lines", "Embedded LaTeX", "Export
Settings". What an exporter leaves out cites nothing either.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.patterns import regex

# Text in which nothing cites: comments (`# ...`), fixed-width lines (`: ...`), verbatim
# and code (`=...=`, `~...~`), inline code (`src_python{...}`), export snippets
# (`@@html:...@@`), and LaTeX fragments (`\(...\)`, `\[...\]`, `$$...$$`, `$...$`, which
# has no blank or punctuation inside its edges). Lengths are bounded, since what is not
# closed must not be searched to the end of a book.
_SKIPPED: Final = regex(
    r"""^[ \t]*\#(?![+\w])[^\n]*|^[ \t]*:[ ][^\n]*
    |(?<![\w=])=(?=\S)[^=\n]{0,2000}?\S=(?!\w)|(?<![\w~])~(?=\S)[^~\n]{0,2000}?\S~(?!\w)
    |(?<!\w)src_[\w-]+(?:\[[^\]\n]{0,500}\])?\{[^{}\n]{0,2000}\}
    |@@[\w-]+:(?:[^@]|@(?!@)){0,2000}+@@
    |\\\((?:[^\\]|\\(?!\))){0,2000}+\\\)|\\\[(?:[^\\]|\\(?!\])){0,2000}+\\\]
    |\$\$[^$]{1,2000}\$\$
    |(?<![\w$\\])\$(?=[^\s.,;'"$])[^$\n]{0,1000}(?<=[^\s.,;'"$])\$(?![\w$])
    """,
    re.MULTILINE | re.VERBOSE,
)
# The line that opens a block in which nothing cites, a drawer, or an environment of
# LaTeX: `#+begin_src python`, `:PROPERTIES:`, `\begin{align}`.
_OPENING: Final = regex(
    r"^[ \t]*(?:#\+begin_(?P<block>src|example|comment|export|verbatim)\b"
    r"|:(?P<drawer>PROPERTIES|LOGBOOK):|\\begin\{(?P<environment>[\w*]+)\})",
    re.MULTILINE | re.IGNORECASE,
)
# A heading: its stars, its word COMMENT, its tags (`* Draft :noexport:`).
_HEADING: Final = regex(
    r"^(?P<stars>\*+)[ \t]+(?:[A-Z]+[ \t]+)??(?:\[#\w\][ \t]+)?"
    r"(?P<comment>COMMENT\b)?[^\n]*?(?:[ \t](?P<tags>:[\w@#%:]+:))?[ \t]*$",
    re.MULTILINE,
)
# The tags of headings that are not exported: `#+exclude_tags: noexport draft`.
_EXCLUDED: Final = regex(
    r"^[ \t]*#\+exclude_tags:([^\n]*)", re.MULTILINE | re.IGNORECASE
)


def blanked(text: str) -> str:
    """Return the text with all that cites nothing as blanks of the same length.

    >>> blanked("a =cite:no= b")
    'a           b'
    """
    without = _without_trees(_without_blocks(text))
    return _SKIPPED.sub(lambda match: _blank(match[0]), without)


def _blank(text: str) -> str:
    """Return blanks of the same length and lines."""
    return re.sub(r"[^\n]", " ", text)


def _without_blocks(text: str) -> str:
    """Return the text with blocks and drawers blanked; what is not closed is none."""
    parts: list[str] = []
    done = 0
    absent: set[str] = set()
    for opening in _OPENING.finditer(text):
        end = _closing(opening)
        if opening.start() < done or end in absent:
            continue
        closing = re.compile(end, re.MULTILINE | re.IGNORECASE).search(
            text, opening.end()
        )
        if closing is None:
            # Nor is there one for a later block: it is not looked for again.
            absent.add(end)
            continue
        hidden = text[opening.start() : closing.end()]
        parts += (text[done : opening.start()], _blank(hidden))
        done = closing.end()
    return "".join([*parts, text[done:]])


def _closing(opening: re.Match[str]) -> str:
    """Return the expression for the line that closes a block."""
    if opening["block"]:
        return rf"^[ \t]*#\+end_{opening['block'].lower()}\b"
    if opening["drawer"]:
        return r"^[ \t]*:END:"
    return rf"\\end\{{{re.escape(opening['environment'])}\}}"


def _without_trees(text: str) -> str:
    """Return the text with the trees blanked that are not exported."""
    named = _EXCLUDED.search(text)
    excluded = {"noexport"}
    if named:
        excluded = set(named[1].split())
    parts: list[str] = []
    done, hidden = 0, 0
    for heading in _HEADING.finditer(text):
        level = len(heading["stars"])
        if hidden and level > hidden:
            continue
        start = heading.start()
        if hidden:
            parts.append(_blank(text[done:start]))
        else:
            parts.append(text[done:start])
        done, hidden = start, 0
        tags = (heading["tags"] or "").split(":")
        if heading["comment"] or not excluded.isdisjoint(tags):
            hidden = level
    rest = text[done:]
    if hidden:
        rest = _blank(rest)
    return "".join([*parts, rest])
