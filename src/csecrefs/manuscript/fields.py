r"""Sites that print one field of a work: `\citetitle{key}`, `\citeurl{key}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from csecrefs.manuscript.sites import Site
from csecrefs.model import (
    Date,
    Name,
    Reference,
)
from csecrefs.model.reference import without_markup
from csecrefs.text.inline import (
    Element,
    Entry,
    Inline,
    Inlines,
)

# Types of works whose title is set in italics, as it stands on a title page.
_ALONE: Final = frozenset(
    """book collection manuscript map motion_picture musical_score pamphlet patent
    periodical report software standard thesis treaty webpage""".split()
)


def field_text(
    site: Site,
    references: Mapping[str, Reference],
    entries: Sequence[Entry],
) -> Inlines | None:
    """Return the text of a site that prints a field, None for an unknown key.

    A work without that field prints nothing.
    """
    found: list[Inline] = []
    for cite in site.cites:
        if cite.id not in references:
            return None
        if found:
            found.append(", ")
        found += _printed(site.field, references[cite.id], entries)
    first, last = site.cites[0], site.cites[-1]
    if first.prefix:
        found.insert(0, f"{first.prefix} ")
    if last.locator:
        found.append(f", {last.locator}{last.suffix}")
    elif last.suffix:
        found.append(last.suffix)
    return tuple(found)


def _printed(
    field: str,
    reference: Reference,
    entries: Sequence[Entry],
) -> Inlines:
    if field == "entry":
        found = (each.tree for each in entries if each.id == reference.id)
        return _in_one_line(next(found, ()))
    if field == "title":
        text = without_markup(reference.text("title"))
        if reference.type in _ALONE and text:
            return (Element("italic", (text,)),)
        if text:
            return (text,)
        return ()
    value = reference.fields.get(field)
    if isinstance(value, Date):
        return (str(value.year or ""),)
    if isinstance(value, tuple):
        return (", ".join(_name(name) for name in reference.names(field)),)
    text = without_markup(reference.text(field))
    if text:
        return (text,)
    return ()


def _name(name: Name) -> str:
    return name.literal or " ".join(filter(None, (name.given, name.family)))


def _in_one_line(tree: Inlines) -> Inlines:
    """Return an entry without the blocks that a list sets it in, nor its number."""
    parts: list[Inline] = []
    for node in tree:
        if not isinstance(node, Element) or node.tag not in (
            "block", "left-margin", "right-inline", "indent",
        ):  # fmt: skip
            parts.append(node)
        elif node.tag != "left-margin":
            parts += node.children
    return tuple(parts)
