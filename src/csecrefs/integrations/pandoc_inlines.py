"""Pandoc's inline elements and ours: text for prefixes, inlines for what was rendered.

Source: pandoc-types, Text.Pandoc.Definition. Elements that rich text has no form for
(mathematics, code, links) go through as they are: one character takes their place.
"""

from __future__ import annotations

from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
)
from typing import Any, Final

from csecrefs.manuscript.sites import FRAGMENT, FRAGMENTS
from csecrefs.patterns import regex
from csecrefs.text.inline import (
    Element,
    Inline,
    Inlines,
)

Json = dict[str, Any]

# Pandoc's elements by the tags of rich text (CSL-JSON's markup).
_FONTS: Final[Mapping[str, str]] = {
    "Emph": "i",
    "Strong": "b",
    "Superscript": "sup",
    "Subscript": "sub",
    "SmallCaps": "sc",
}
# Tags of the inline tree by pandoc's elements.
_TAGS: Final[Mapping[str, str]] = {
    "italic": "Emph",
    "oblique": "Emph",
    "bold": "Strong",
    "superscript": "Superscript",
    "subscript": "Subscript",
    "small-caps": "SmallCaps",
    "underline": "Underline",
}
# Blanks, or a word; other white space (a narrow blank) is part of a word.
_BLANKS: Final = regex(r"([ \t\n]+|[^ \t\n]+)")


def rich_text(inlines: Iterable[Json], fragments: list[Json] | None) -> str:
    """Return inlines as rich text; what has no form there joins `fragments`.

    Without a list of fragments only its text is kept, as a value of a record has it.
    """
    return "".join(_rich(each, fragments) for each in inlines)


# Quotation marks are an element; the style's own ones take their place when it prints.
def _rich(inline: Json, fragments: list[Json] | None) -> str:
    tag, content = inline.get("t"), inline.get("c")
    if tag == "Str":
        return str(content)
    if tag in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if tag in _FONTS:
        font = _FONTS[str(tag)]
        return f"<{font}>{rich_text(content or (), fragments)}</{font}>"
    if tag == "Quoted" and isinstance(content, list):
        marks = "“”"
        if content[0]["t"] == "SingleQuote":
            marks = "‘’"
        return f"{marks[0]}{rich_text(content[1], fragments)}{marks[1]}"
    if fragments is None:
        # No style turns the case of code and of mathematics.
        text = plain_text(inline)
        if tag in ("Code", "Math"):
            return f'<span class="nocase">{text}</span>'
        return text
    if len(fragments) >= FRAGMENTS:
        return ""
    fragments.append(inline)
    return chr(FRAGMENT + len(fragments) - 1)


def plain_text(nodes: Any) -> str:
    """Return the text of elements without their fonts."""
    if isinstance(nodes, dict):
        return _plain(nodes)
    if isinstance(nodes, list):
        return "".join(plain_text(each) for each in nodes)
    return ""


def _plain(node: Json) -> str:
    tag, content = node.get("t"), node.get("c")
    if tag in ("Str", "MetaString"):
        return str(content)
    if tag in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if tag == "Quoted" and isinstance(content, list):
        marks = "“”"
        if content[0]["t"] == "SingleQuote":
            marks = "‘’"
        return f"{marks[0]}{plain_text(content[1])}{marks[1]}"
    if tag in ("Code", "CodeBlock", "Math", "RawInline") and isinstance(content, list):
        return str(content[1])
    if tag == "Cite" and isinstance(content, list):
        return plain_text(content[1])
    return plain_text(content)


def pandoc_inlines(tree: Inlines, fragments: list[Json]) -> list[Json]:
    """Return an inline tree as pandoc's inlines."""
    return [each for node in tree for each in _inlines(node, fragments)]


def _inlines(node: Inline, fragments: list[Json]) -> Iterator[Json]:
    if isinstance(node, str):
        yield from _words(node, fragments)
        return
    children = pandoc_inlines(node.children, fragments)
    if node.tag in _TAGS:
        yield {
            "t": _TAGS[node.tag],
            "c": children,
        }
    elif node.tag == "link":
        yield {
            "t": "Link",
            "c": [["", [], []], children, [node.href, ""]],
        }
    elif node.tag in _CLASSES:
        # A blank parts the label from its entry where a writer sets them in a line.
        if node.tag == "left-margin":
            children.append({"t": "Space"})
        yield {
            "t": "Span",
            "c": [["", [_CLASSES[node.tag]], []], children],
        }
    else:
        yield from children


# Pandoc's classes for what it has no element for.
# jgm/citeproc's classes, which pandoc's style sheet knows.
_CLASSES: Final[Mapping[str, str]] = {
    "block": "csl-block",
    "left-margin": "csl-left-margin",
    "right-inline": "csl-right-inline",
    "indent": "csl-indent",
    "nocase": "nocase",
    "no-italic": "nodecor",
}


def unlinked(tree: Inlines) -> Inlines:
    """Return a tree with the text of its links in their places.

    Links within the document stay.

    >>> unlinked((Element("link", ("10.5/a",), "https://doi.org/10.5/a"), "."))
    ('10.5/a', '.')
    """
    found: list[Inline] = []
    for node in tree:
        if isinstance(node, str):
            found.append(node)
        elif node.tag == "link" and not node.href.startswith("#"):
            found += unlinked(node.children)
        else:
            found.append(node._replace(children=unlinked(node.children)))
    return tuple(found)


def _words(text: str, fragments: list[Json]) -> Iterator[Json]:
    for match in _BLANKS.finditer(text):
        if match[0].isspace() and "\u00a0" not in match[0]:
            yield {"t": "Space"}
        else:
            yield from _strings(match[0], fragments)


def _strings(word: str, fragments: list[Json]) -> Iterator[Json]:
    start = 0
    for place, char in enumerate(word):
        number = ord(char) - FRAGMENT
        if 0 <= number < len(fragments):
            if place > start:
                yield {
                    "t": "Str",
                    "c": word[start:place],
                }
            yield fragments[number]
            start = place + 1
    if start < len(word):
        yield {
            "t": "Str",
            "c": word[start:],
        }


# Numbers above the line go where marks of notes go.
def is_raised(tree: Inlines) -> bool:
    """True if all of a tree is set above the line."""
    return (
        len(tree) == 1 and isinstance(tree[0], Element) and tree[0].tag == "superscript"
    )
