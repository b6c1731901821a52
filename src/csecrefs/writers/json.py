"""JSON of the inline tree: strings, and objects with `tag`, `children` and, with links,
`href`.

One citation is a list of nodes; a bibliography is an object of the `layout` and the
`entries`, each with its `id` and `tree`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from csecrefs.text.characters import clean
from csecrefs.text.inline import Element, Entry, EntryLayout, Inline, Inlines
from csecrefs.writers.links import linked


def inlines(tree: Inlines, *, links: bool = False) -> str:
    """One citation or entry as a list; a stack stands in for recursion on the tree's
    depth.
    """
    out = ["["]
    pending: list[Iterator[Inline]] = [iter(linked(tree) if links else tree)]
    separator = ""
    while pending:
        for node in pending[-1]:
            out.append(separator)
            separator = ", "
            if isinstance(node, str):
                out.append(_string(node))
            else:
                out.append(_opening(node, links=links))
                pending.append(iter(node.children))
                separator = ""
                break
        else:
            pending.pop()
            out.append("]}" if pending else "]")
            separator = ", "
    return "".join(out)


def bibliography(
    entries: Sequence[Entry], layout: EntryLayout, *, links: bool = False
) -> str:
    """The layout and the entries, an entry to a line."""
    lines = (
        f'  {{"id": {_string(id_)}, "tree": {inlines(tree, links=links)}}}'
        for id_, tree in entries
    )
    body = ",\n".join(lines)
    return f'{{"layout": {json.dumps(layout._asdict())}, "entries": [\n{body}\n]}}\n'


def _opening(element: Element, *, links: bool) -> str:
    href = ""
    if links and element.href:
        href = f'"href": {_string(element.href)}, '
    if element.variable:
        href += f'"variable": {_string(element.variable)}, '
    return f'{{"tag": "{element.tag}", {href}"children": ['


def _string(text: str) -> str:
    # Escaped, a closing script tag cannot end the element of a page that holds the
    # JSON.
    return json.dumps(
        clean(text),
        ensure_ascii=False,
    ).replace("<", "\\u003c")
