"""HTML, as citeproc-js prints it: `csl-bib-body`, `csl-entry` and the classes of
`display`.

A bibliography whose layout asks for more than CSL's defaults carries it as inline
styles, so that it looks right in a page, a notebook or a mail without a style sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from csecrefs.model.memento import Memento
from csecrefs.text.characters import escaper
from csecrefs.text.inline import Entry, EntryLayout, Inline, Inlines, Tag
from csecrefs.writers.links import address, linked

_escape = escaper(
    {
        "&": "&#38;",
        "<": "&#60;",
        ">": "&#62;",
        "\n": "\n",
    }
)

_MARKUP: Final[dict[Tag, tuple[str, str]]] = {
    "italic": ("<i>", "</i>"),
    "oblique": ("<em>", "</em>"),
    "bold": ("<b>", "</b>"),
    "light": ("", ""),
    "small-caps": ('<span style="font-variant:small-caps;">', "</span>"),
    "underline": ('<span style="text-decoration:underline;">', "</span>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
    "no-italic": ('<span style="font-style:normal;">', "</span>"),
    "no-bold": ('<span style="font-weight:normal;">', "</span>"),
    "no-small-caps": ('<span style="font-variant:normal;">', "</span>"),
    "no-underline": ('<span style="text-decoration:none;">', "</span>"),
    "baseline": ('<span style="baseline">', "</span>"),
    "nocase": ("", ""),
    "link": ("", ""),
    "variable": ("<span>", "</span>"),
    "block": ('\n\n    <div class="csl-block">', "</div>\n"),
    "left-margin": ('\n    <div class="csl-left-margin">', "</div>"),
    "right-inline": ('<div class="csl-right-inline">', "</div>\n  "),
    "indent": ('<div class="csl-indent">', "</div>\n  "),
}


def inlines(tree: Inlines, *, links: bool = False) -> str:
    """One citation, or the inside of one entry."""
    if links:
        return _render(linked(tree), _MARKUP, links=True)
    return _render(tree, _MARKUP, links=False)


def bibliography(
    entries: Sequence[Entry],
    layout: EntryLayout,
    *,
    links: bool = False,
    mementos: Mapping[str, Memento] = MappingProxyType({}),
    ids: bool = False,
) -> str:
    """The entries in `<div class="csl-bib-body">`, bare for CSL's default layout.

    With `links`, one to a page of which `mementos`, by the entry's id, has an archived
    copy is a Robust Link. With `ids` each entry has an id, `ref-` and its key.
    """
    markup, clear = _MARKUP, ""
    if layout.second_field_align:
        markup, clear = _aligned(layout), ' style="clear:left;"'
    out = [f'<div class="csl-bib-body"{_body_style(layout)}>\n']
    for entry in entries:
        tree = entry.tree
        if links:
            tree = linked(tree)
        robust: dict[str, str] = {}
        if entry.id in mementos:
            robust = _robust(mementos[entry.id])
        out += (
            f'  <div{_id(entry.id) if ids else ""} class="csl-entry"{clear}>',
            _render(tree, markup, links=links, more=robust),
            "</div>\n",
        )
    out.append("</div>")
    return "".join(out)


def to_entry(text: str, key: str) -> str:
    """Return HTML as a link to the entry of a work in the bibliography of its page."""
    return f'<a href="#{_name(key)}">{text}</a>'


def entry_id(key: str) -> str:
    """Return the id of the entry of a work; an id has no blanks.

    >>> entry_id("low 2001")
    'ref-low-2001'
    """
    return f"ref-{'-'.join(key.split())}"


def _id(key: str) -> str:
    """Return the attribute by which others link to an entry."""
    return f' id="{_name(key)}"'


def _name(key: str) -> str:
    """Return the id of an entry as the value of an attribute."""
    # The escaper leaves quotation marks, which would end the attribute.
    return _escape(entry_id(key)).replace('"', "&#34;")


def _robust(memento: Memento) -> dict[str, str]:
    """The attributes of Robust Links (robustlinks.mementoweb.org/spec) for the link to
    a page that has an archived copy, by the link's address."""
    original = address(memento.original)
    facts = {
        "originalurl": original,
        "versionurl": address(memento.url),
        "versiondate": memento.day,
    }
    return {
        original: "".join(
            f' data-{name}="{_escape(fact)}"' for name, fact in facts.items() if fact
        )
    }


def _render(
    tree: Inlines,
    markup: Mapping[Tag, tuple[str, str]],
    *,
    links: bool,
    more: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The tree in one pass; a stack stands in for recursion on its depth. `more` are
    attributes of links.
    """
    out: list[str] = []
    pending: list[tuple[Iterator[Inline], str]] = []
    nodes, closing = iter(tree), ""
    while True:
        for node in nodes:
            if isinstance(node, str):
                out.append(_escape(node))
                continue
            pending.append((nodes, closing))
            opening, closing = markup[node.tag]
            if node.variable:
                opening = f'<span class="csl-{_escape(node.variable)}">'
            if links and node.href:
                opening, closing = (
                    f'<a href="{_escape(node.href)}"{more.get(node.href, "")}>',
                    "</a>",
                )
            out.append(opening)
            nodes = iter(node.children)
            break
        else:
            out.append(closing)
            if not pending:
                return "".join(out)
            nodes, closing = pending.pop()


def _body_style(layout: EntryLayout) -> str:
    """The style attribute of the whole list; none for a layout that asks for
    nothing.
    """
    if layout._replace(max_offset=0) == EntryLayout():
        return ""
    rules = []
    if layout.hanging_indent and not layout.second_field_align:
        rules.append("padding-left:2em;text-indent:-2em;")
    if layout.line_spacing > 1:
        # 1.2 is about what browsers take for single spacing.
        rules.append(f"line-height:{layout.line_spacing * 1.2:g};")
    if layout.entry_spacing > 0:
        rules.append(f"display:grid;row-gap:{layout.entry_spacing}em;")
    if rules:
        return f' style="{"".join(rules)}"'
    return ""


def _aligned(layout: EntryLayout) -> dict[Tag, tuple[str, str]]:
    """The markup with the first field in a column of its own, or out in the margin."""
    width = layout.max_offset + 1
    label = f"float:left;min-width:{width}ch;"
    text = f"margin-left:{width}ch;"
    if layout.second_field_align == "margin":
        label, text = f"{label}margin-left:-{width}ch;", ""
    return {
        **_MARKUP,
        "left-margin": (
            f'\n    <div class="csl-left-margin" style="{label}">',
            "</div>",
        ),
        "right-inline": (
            f'<div class="csl-right-inline" style="{text}">',
            "</div>\n  ",
        ),
    }
