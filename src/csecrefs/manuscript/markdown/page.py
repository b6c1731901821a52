"""A rendered manuscript in Markdown as a page of HTML.

The page has no scripts and refers to nothing outside; raw HTML of the author's stays.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from csecrefs.manuscript.markdown.blocks import blocks
from csecrefs.manuscript.markdown.metadata import yaml_blocks
from csecrefs.manuscript.sites import Manuscript
from csecrefs.patterns import regex

if TYPE_CHECKING:
    pass

# The line of a fenced div, which CommonMark would print.
_FENCE: Final = regex(
    r"^:{3,}+[ \t]*+(?:\{[^\n}]*\}|[\w-]*+)[ \t]*+:*+[ \t]*+$", re.MULTILINE
)
# The block of metadata at the start of a text: `---`, its lines, and `---` or `...`.
_METADATA: Final = regex(
    r"\A---\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)


def page(text: str, manuscript: Manuscript) -> str:
    """Return the page of a rendered text."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    metadata, _ = yaml_blocks(text, blocks(text).metadata, manuscript.path)
    title = metadata.get("title")
    heading = ""
    if isinstance(title, str):
        heading = escape(title)
    body = parser.render(_FENCE.sub("", _METADATA.sub("", text, count=1)))
    language = escape(manuscript.metadata.language or "en")
    top = ""
    if heading:
        top = f"<h1>{heading}</h1>\n"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{heading or 'Untitled'}</title>\n</head>\n<body>\n{top}{body}</body>\n"
        "</html>\n"
    )
