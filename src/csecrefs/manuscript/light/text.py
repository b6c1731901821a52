"""The splice of a light markup: its writer, its notes, its list."""

from __future__ import annotations

from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    Sequence,
)
from typing import NamedTuple

from csecrefs.manuscript.brackets import without_brackets
from csecrefs.manuscript.rendered import (
    RenderedSite,
    RenderedSites,
    rendered_sites,
)
from csecrefs.manuscript.sites import Manuscript, Site
from csecrefs.manuscript.splice import (
    Replacement,
    spliced,
    with_fragments,
)
from csecrefs.text.inline import (
    Entry,
    EntryLayout,
    Inlines,
)

# The longest address that is looked for before a mark.
_LONGEST = 2000
# Signs that go before the mark of a note.
_PUNCTUATION = frozenset(".,;:!?")
_BLANKS = " \t"


def _no_definitions(_notes: Sequence[str]) -> str:
    return ""


def _as_it_is(_before: str, text: str, _after: str) -> str:
    return text


def _in_its_place(_text: str, site: Site, text: str) -> Iterator[Replacement]:
    yield Replacement(site.start, site.end, text)


def _undressed(_site: Site, tree: Inlines) -> Inlines:
    return tree


def _never(_site: Site) -> bool:
    return False


class Markup(NamedTuple):
    """The writer of a format: citations, lists, notes and neighbours."""

    inlines: Callable[[Inlines], str]
    bibliography: Callable[[Sequence[Entry], EntryLayout], str]
    note: Callable[[str, int], str]
    """The mark of a note in running text, from its text and number."""
    definitions: Callable[[Sequence[str]], str] = _no_definitions
    """The texts of the notes at the end of the file; empty where the mark has them."""
    joined: Callable[[str, str, str], str] = _as_it_is
    """The text between its neighbours: a format may want a mark to keep them apart."""
    heading: str = ""
    """The heading of a list in a file that has no place for one."""
    placed: Callable[[str, Site, str], Iterable[Replacement]] = _in_its_place
    """The changes that put a text in the place of a site, from the source and both."""
    in_code: Callable[[Site], bool] = _never
    """True if a site is in code, where no running text is around it."""


def splice(
    manuscript: Manuscript,
    rendered: RenderedSites,
    markup: Markup,
    *,
    bare: frozenset[str] = frozenset(),
    noted: frozenset[str] = frozenset(),
    dressed: Callable[[Site, Inlines], Inlines] = _undressed,
) -> bytes:
    """Return the bytes with each site replaced and every other byte kept.

    `bare` are commands that print without brackets, `noted` those that make a note in
    any style; `dressed` makes other changes that a command wants of its text.
    """
    maker = _TextMaker(manuscript, rendered, markup, bare, noted, dressed)
    return spliced(manuscript, maker.replacements())


def _ends_with_address(text: str, end: int) -> bool:
    """True if the last word before an offset is an address: `https://x.org`."""
    words = text[max(0, end - _LONGEST) : end].split()
    return bool(words) and "://" in words[-1]


class _TextMaker:
    def __init__(
        self,
        manuscript: Manuscript,
        rendered: RenderedSites,
        markup: Markup,
        bare: frozenset[str],
        noted: frozenset[str],
        dressed: Callable[[Site, Inlines], Inlines],
    ) -> None:
        self.manuscript = manuscript
        self.text = manuscript.text
        self.rendered = rendered
        self.markup = markup
        self.bare = bare
        self.noted = noted
        self.dressed = dressed
        self.notes: list[str] = []
        self.listed = False

    def replacements(self) -> Iterator[Replacement]:
        """Yield the new text of each site, then what stands at the end."""
        cited = iter(rendered_sites(self.manuscript, self.rendered))
        for site in self.manuscript.sites:
            if site.kind == "citation":
                yield from self._citation(next(cited))
            elif site.kind == "nocite":
                yield from self._placed(site, "")
            elif self.rendered.entries is not None:
                yield from self._placed(site, self._list())
        end = len(self.text)
        closing = ""
        if not self.listed and self.rendered.entries:
            closing = f"\n{self.markup.heading}{self._list()}"
        if self.notes:
            closing += self.markup.definitions(self.notes)
        if closing:
            opening = "\n"
            if self.text.endswith("\n"):
                opening = ""
            yield Replacement(end, end, opening + closing)

    def _placed(self, site: Site, text: str) -> Iterable[Replacement]:
        return self.markup.placed(self.text, site, text)

    def _list(self) -> str:
        if self.listed:
            return ""
        self.listed = True
        entries = self.rendered.entries or ()
        return self.markup.bibliography(entries, self.rendered.layout)

    def _citation(self, each: RenderedSite) -> Iterator[Replacement]:
        site = each.site
        if each.text is None:
            return
        noted = site.command in self.noted and not site.note
        bare = site.command in self.bare or noted
        if bare:
            tree = without_brackets(each.text)
        else:
            tree = each.text
        if site.cites and not each.note:
            tree = self.dressed(site, tree)
        written = self._written(tree, site)
        if each.note or noted:
            yield from self._noted(site, written, each.lead)
            return
        before = self.text[max(0, site.start - 1) : site.start]
        after = self.text[site.end : site.end + 1]
        yield from self._placed(site, self.markup.joined(before, written, after))

    def _noted(
        self,
        site: Site,
        written: str,
        lead: Inlines,
    ) -> Iterable[Replacement]:
        """Return a note behind the punctuation that follows the site."""
        if not written.endswith((".", "?", "!")):
            written += "."
        self.notes.append(written)
        mark = self.markup.note(written, len(self.notes))
        if lead:
            return self._placed(site, self._written(lead, site) + mark)
        start, end = site.start, site.end
        while start and self.text[start - 1] in _BLANKS:
            start -= 1
        # A citation that begins its line keeps the line's indentation, and the mark of
        # a note would become part of an address.
        begins = not start or self.text[start - 1] == "\n"
        apart = begins or _ends_with_address(self.text, start)
        if apart or self.markup.in_code(site):
            return self._placed(site, mark)
        follows = self.text[end : end + 1]
        if follows in _PUNCTUATION and self.text[start - 1] not in _PUNCTUATION:
            return [Replacement(start, end + 1, follows + mark)]
        return [Replacement(start, end, mark)]

    def _written(self, tree: Inlines, site: Site) -> str:
        written = self.markup.inlines(tree)
        return with_fragments(
            written,
            site,
            lambda low, high: self.text[low:high],
        )
