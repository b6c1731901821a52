"""Rendered trees as the golden tables write them: one line, italics between
asterisks.
"""

from __future__ import annotations

from csecrefs.text.inline import Inlines

_AROUND = {"italic": ("*", "*"), "no-italic": ("*", "*"), "left-margin": ("", " ")}


def marked(tree: Inlines) -> str:
    """`tree` as a golden table writes it; one space parts a first field in the margin
    from the rest.
    """
    parts = []
    for node in tree:
        if isinstance(node, str):
            parts.append(node)
        else:
            before, after = _AROUND.get(node.tag, ("", ""))
            parts.append(f"{before}{marked(node.children)}{after}")
    return "".join(parts).replace("**", "")
