"""Groups in which the library lacks a work: the others print, and `key?` for that one.

Source: jgm/citeproc (pandoc 3), which prints the key of an unknown work in bold with a
question mark, without its locator, and sorts it last where the style sorts cites.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from csecrefs.csl.cite import Cite
from csecrefs.document.formatter import CitationJoint
from csecrefs.manuscript.known import is_cross_reference
from csecrefs.manuscript.sites import Site
from csecrefs.model import Reference
from csecrefs.text.inline import Element, Inline, Inlines


def prints_in_part(site: Site, known: Mapping[str, Reference]) -> bool:
    """True if some works of a group are known, so that these print.

    A group stays as it is if running text names its unknown work, or if its key may be
    the label of a figure.
    """
    missing = [cite for cite in site.cites if cite.id not in known]
    if not missing or len(missing) == len(site.cites):
        return False
    if site.cites[0].mode == "narrative" and site.cites[0] in missing:
        return False
    return not any(is_cross_reference(cite.id, known) for cite in missing)


class PartlyKnown:
    """A group with unknown works, on its way through a style."""

    def __init__(
        self,
        cites: Sequence[Cite],
        known: Mapping[str, Reference],
        joint: CitationJoint,
        *,
        author_order: bool,
    ) -> None:
        self._cites = cites
        self._known = known
        self._joint = joint
        self._at_end = joint.sorts and not author_order
        """True if the unknown works go behind the others, which the style sorts."""

    def cites(self) -> tuple[Cite, ...]:
        """Return the cites of the known works.

        Where the order is that of the writer, the unknown ones are among their affixes.
        """
        found: list[Cite] = []
        waiting = ""
        for cite in self._cites:
            if cite.id in self._known:
                if waiting:
                    cite = attrs.evolve(cite, prefix=f"{waiting}{cite.prefix}")
                    waiting = ""
                found.append(cite)
            elif self._at_end:
                continue
            elif found:
                suffix = f"{found[-1].suffix}{self._joint.delimiter}{_written(cite)}"
                found[-1] = attrs.evolve(found[-1], suffix=suffix)
            else:
                waiting += f"{_written(cite)}{self._joint.delimiter}"
        return tuple(found)

    def whole(self, tree: Inlines) -> Inlines:
        """Return the printed citation with the unknown works that are not in it yet."""
        if not self._at_end:
            return tree
        added: list[Inline] = []
        for cite in self._cites:
            if cite.id not in self._known:
                added.append(f"{self._joint.delimiter}{_before(cite)}")
                added.append(Element("bold", (f"{cite.id}?",)))
        return _with_last(tree, added, self._joint.closing)


def _written(cite: Cite) -> str:
    """Return an unknown cite as rich text."""
    name = f"{cite.id}?"
    if "<" not in name:
        name = f"<b>{name}</b>"
    return f"{_before(cite)}{name}"


def _before(cite: Cite) -> str:
    if cite.prefix:
        return f"{cite.prefix} "
    return ""


def _with_last(tree: Inlines, added: Sequence[Inline], closing: str) -> Inlines:
    """Return a citation with more cites before the text that closes it."""
    if not tree:
        return tuple(added)
    *before, last = tree
    if isinstance(last, Element):
        # The fonts of a layout are around all cites; a name before raised numbers is
        # in running text.
        if before and last.tag != "superscript":
            return (*tree, *added)
        inside = _with_last(last.children, added, closing)
        return (*before, last._replace(children=inside))
    if not closing or not last.endswith(closing):
        return (*tree, *added)
    return (*before, last.removesuffix(closing), *added, closing)
