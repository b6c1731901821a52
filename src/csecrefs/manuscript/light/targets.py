"""Targets of sphinxcontrib-bibtex' roles: `{see}key{p. 3}, key2`.

Source: sphinxcontrib-bibtex 2.6, "Usage", roles and their text.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.manuscript.brackets import without_brackets
from csecrefs.manuscript.locators import split_suffix
from csecrefs.patterns import regex
from csecrefs.text.inline import Inlines
from csecrefs.tuples import NamedTuple

# One target with the notes around it: `{see}low2001{p. 3}`.
_TARGET: Final = regex(
    r"\s*(?:\{([^{}]*)\})?\s*([^\s{},\[\]]+)\s*(?:\{([^{}]*)\})?"
    # Older extensions had natbib's notes after the key: "key [see][p. 3]".
    r"\s*(?:\[([^\[\]]*)\])?(?:\[([^\[\]]*)\])?\s*(?:,|$)"
)


class RoleMeaning(NamedTuple):
    """The meaning of a role: the parts printed, and the setting of them."""

    mode: CiteMode = ""
    bare: bool = False
    note: bool = False
    empty: bool = False
    capital: bool = False
    field: str = ""
    parted: bool = False
    """True if brackets go around what has none by itself (an author alone)."""


def _roles() -> dict[str, RoleMeaning]:
    meanings = {
        "p": RoleMeaning(), "ps": RoleMeaning(), "alp": RoleMeaning(bare=True),
        "alps": RoleMeaning(bare=True), "t": RoleMeaning("narrative"),
        "ts": RoleMeaning("narrative"), "ct": RoleMeaning("narrative", capital=True),
        "cts": RoleMeaning("narrative", capital=True),
        "label": RoleMeaning(bare=True), "labelpar": RoleMeaning(),
        "year": RoleMeaning("suppress-author", bare=True),
        "yearpar": RoleMeaning("suppress-author"),
        "author": RoleMeaning("author-only"), "authors": RoleMeaning("author-only"),
        "authorpar": RoleMeaning("author-only", parted=True),
        "authorpars": RoleMeaning("author-only", parted=True),
        "cauthor": RoleMeaning("author-only", capital=True),
        "cauthors": RoleMeaning("author-only", capital=True),
        "empty": RoleMeaning(empty=True), "title": RoleMeaning(field="title"),
    }  # fmt: skip
    roles = {f"cite:{name}": meaning for name, meaning in meanings.items()}
    for name in ("p", "ps", "t", "ts", "ct", "cts"):
        roles[f"footcite:{name}"] = meanings[name]._replace(note=True)
    return {
        "cite": RoleMeaning(),
        "footcite": RoleMeaning(note=True),
        **roles,
    }


ROLES: Final = _roles()
"""The roles by name."""


def dressed(tree: Inlines, role: str) -> Inlines:
    """Return the text of a role's citation with its brackets and its first capital.

    >>> dressed(("van Low",), "cite:cauthor"), dressed(("Low",), "cite:authorpar")
    (('Van Low',), ('(', 'Low', ')'))
    """
    meaning = ROLES[role]
    if meaning.bare:
        tree = without_brackets(tree)
    if meaning.capital and tree and isinstance(tree[0], str):
        tree = (tree[0][:1].upper() + tree[0][1:], *tree[1:])
    if meaning.parted:
        return ("(", *tree, ")")
    return tree


def cites(text: str, mode: CiteMode = "") -> tuple[Cite, ...]:
    """Return the cites of a role's text; a name in running text comes first only.

    >>> [cite.id for cite in cites("{see}low{p. 3}, high")]
    ['low', 'high']
    """
    found: list[Cite] = []
    for match in _TARGET.finditer(" ".join(text.split())):
        prefix, post = _notes(match)
        label, locator, suffix = split_suffix(post)
        if post and not locator:
            suffix = f", {post}"
        own: CiteMode = mode
        if mode == "narrative" and found:
            own = ""
        found.append(
            Cite(
                match[2],
                locator,
                label,
                prefix,
                suffix,
                own,
            )
        )
    return tuple(found)


def _notes(match: re.Match[str]) -> tuple[str, str]:
    """Return the text before and after a key."""
    before = match[1] or (match[4] if match[5] is not None else "") or ""
    after = match[3] or (match[4] if match[5] is None else match[5]) or ""
    return before.strip(), after.strip()
