"""The one grammar of pandoc-like cites: `[see @low2001, p. 8; @high2002]`, `@low2001`.

Source: pandoc's manual, "Citation syntax". Markdown, notebooks, MyST, documentation
and markers typed in Word share it: they differ in their ground only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.manuscript.affixes import affix
from csecrefs.manuscript.ground import Ground, KeyPlace
from csecrefs.manuscript.locators import LocatorTerms, split_suffix
from csecrefs.manuscript.sites import Site, fixes_order
from csecrefs.patterns import regex

# The characters that matter inside a group, and character references: the semicolon of
# `&amp;` parts no cites.
_TOKEN: Final = regex(r"[\\`$<\[({;@-]|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,40});")
# A mark of emphasis, those of `_` at the edge of a word only, or an escape.
_EMPHASIS: Final = regex(r"\\.|\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)")
# Characters after a key in which its emphasis ends, and marks that are open at a time.
_LONGEST: Final = 2000
_DEEPEST: Final = 20
# White space with one line break at most: more ends a paragraph.
_BLANKS: Final = regex(r"[ \t]*(?:\n[ \t]*)?")


@attrs.define
class _CiteDraft:
    """One cite of a group while it is read: its key and the text around it."""

    start: int
    end: int
    key: KeyPlace | None = None
    nested: list[KeyPlace] = attrs.field(factory=list)
    brackets: list[int] = attrs.field(factory=list)
    """The opening brackets after the key, which may be groups of their own."""


class CiteReader:
    """Finds the citation sites of a ground."""

    def __init__(
        self,
        ground: Ground,
        terms: LocatorTerms | None = None,
    ) -> None:
        self._ground = ground
        self._terms = terms

    def sites(self) -> Iterator[Site]:
        """Yield the sites in the order of the text, those inside suffixes after theirs.

        Lines, columns and notes are left to the reader of the format.
        """
        ground = self._ground
        places = sorted({*ground.closing, *ground.keys})
        done = 0
        for place in places:
            if place < done:
                continue
            site = None
            if place in ground.closing:
                site = self.group(place)
            if site is None and place in ground.keys:
                site = self.in_text(ground.keys[place])
            if site is None:
                continue
            yield site
            yield from self._nested(site)
            done = site.end

    def group(self, start: int) -> Site | None:
        """Return the group in brackets from `start`, None if it is no citation.

        A note (`^[...]`), a link, an image or a span with attributes is none, and so is
        a bracket that another one follows as in `[text][reference]`.
        """
        ground = self._ground
        close = ground.closing[start]
        if start in ground.notes or start in ground.linked:
            return None
        if close + 1 in ground.closing:
            return None
        parts = self._parts(start + 1, close)
        if not all(part.key for part in parts):
            return None
        fragments: list[tuple[int, int]] = []
        cites = self._cites(parts, fragments)
        return self._site(start, close + 1, cites, fragments)

    def in_text(self, key: KeyPlace) -> Site:
        """Return the cite in running text, with the bracket after it if it has one."""
        ground = self._ground
        mode = _mode(key, "narrative")
        opening = self._bracket_after(key.end)
        if opening:
            group = self.group(opening)
            if group:
                first = Cite(key.key, mode=mode)
                return attrs.evolve(
                    group,
                    start=key.start,
                    cites=(first, *group.cites),
                    source=ground.text[key.start : group.end],
                )
            located = self._with_locator(key, opening)
            if located:
                return located
        source = ground.text[key.start : key.end]
        return Site(
            key.start,
            key.end,
            (Cite(key.key, mode=mode),),
            source=source,
        )

    # Pandoc takes a bracket after a key in the text for its locator only if a key is in
    # none of its first part.
    def _with_locator(
        self,
        key: KeyPlace,
        opening: int,
    ) -> Site | None:
        """Return the site of `@key [p. 8; @more]`."""
        ground = self._ground
        close = ground.closing[opening]
        follows = ground.text[close + 1 : close + 2]
        if follows in ("[", "(") or opening in ground.linked:
            return None
        first, *others = self._parts(opening + 1, close)
        if first.key or not all(part.key for part in others):
            return None
        if not ground.text[first.start : first.end].strip():
            return None
        fragments: list[tuple[int, int]] = []
        suffix = affix(ground, first.start, first.end, fragments)
        split = split_suffix(suffix, self._terms)
        mode = _mode(key, "narrative")
        cite = Cite(
            key.key,
            split.locator,
            split.label,
            suffix=split.suffix,
            mode=mode,
        )
        cites = [cite, *self._cites(others, fragments)]
        return self._site(key.start, close + 1, cites, fragments)

    def _site(
        self,
        start: int,
        end: int,
        cites: list[Cite],
        fragments: list[tuple[int, int]],
    ) -> Site:
        return Site(
            start,
            end,
            tuple(cites),
            source=self._ground.text[start:end],
            fragments=tuple(fragments),
            author_order=fixes_order(cites),
        )

    def _cites(
        self,
        parts: list[_CiteDraft],
        fragments: list[tuple[int, int]],
    ) -> list[Cite]:
        return [self._cite(part, fragments) for part in parts]

    def _cite(
        self,
        part: _CiteDraft,
        fragments: list[tuple[int, int]],
    ) -> Cite:
        key = part.key
        if key is None:
            raise ValueError("a cite needs a key")
        ground = self._ground
        prefix = affix(ground, part.start, key.start, fragments).strip()
        suffix = affix(ground, key.end, part.end, fragments).rstrip()
        split = split_suffix(suffix, self._terms)
        mode = _mode(key, "")
        return Cite(
            key.key,
            split.locator,
            split.label,
            prefix=prefix,
            suffix=split.suffix,
            mode=mode,
        )

    def _parts(self, start: int, end: int) -> list[_CiteDraft]:
        """Return the parts between semicolons, each with its first key."""
        ground = self._ground
        parts = [_CiteDraft(start, end)]
        place = start
        emphasised = 0
        while match := _TOKEN.search(ground.text, place, end):
            place = match.start()
            if place in ground.inert:
                place = ground.inert[place]
            elif match[0] == "[" and place in ground.closing:
                if parts[-1].key is not None:
                    parts[-1].brackets.append(place)
                place = ground.closing[place] + 1
            elif match[0][0] == "&":
                place = match.end()
            elif match[0] == ";":
                parts[-1].end = place
                place += 1
                parts.append(_CiteDraft(place, end))
            elif place in ground.keys:
                key = ground.keys[place]
                draft = parts[-1]
                if not draft.key and place >= emphasised:
                    begin = max(draft.start, emphasised)
                    emphasised = self._emphasis_end(begin, key, end)
                if draft.key or place < emphasised:
                    draft.nested.append(key)
                else:
                    draft.key = key
                place = key.end
            else:
                place += 1
        return parts

    def _emphasis_end(self, start: int, key: KeyPlace, end: int) -> int:
        """Return the end of emphasis that begins before a key and contains it, else 0.

        Of `[*see @low2001*]`: such a key is part of a prefix for pandoc, and its part
        has no key then.
        """
        text = self._ground.text
        opened: list[str] = []
        for match in _EMPHASIS.finditer(text, start, key.start):
            mark = match[0]
            if mark[0] == "\\":
                continue
            if mark in opened:
                del opened[opened.index(mark) :]
            elif not text[match.end()].isspace() and len(opened) < _DEEPEST:
                opened.append(mark)
        if not opened:
            return 0
        # Emphasis that is longer is none of a citation, and must not be searched for.
        limit = min(end, key.end + _LONGEST)
        for match in _EMPHASIS.finditer(text, key.end, limit):
            if match[0] in opened and not text[match.start() - 1].isspace():
                return match.end()
        return 0

    # Real papers have five such groups in 2,089: a comma for a semicolon.
    def _nested(self, site: Site) -> Iterator[Site]:
        """Yield the cites in the suffixes of a group: a comma typed for a semicolon."""
        ground = self._ground
        opening = ground.text.find("[", site.start, site.end)
        if opening < 0 or opening not in ground.closing:
            return
        for part in self._parts(opening + 1, ground.closing[opening]):
            inner = [self.in_text(key) for key in part.nested]
            inner += [each for each in map(self.group, part.brackets) if each]
            inner.sort(key=lambda each: each.start)
            done = 0
            for each in inner:
                # `@b [p. 3]` has its bracket already.
                if each.start >= done:
                    yield attrs.evolve(each, nested=True)
                    done = each.end

    def _bracket_after(self, place: int) -> int:
        """Return the opening bracket that follows a key, 0 if none does."""
        blanks = _BLANKS.match(self._ground.text, place)
        opening = place
        if blanks:
            opening = blanks.end()
        if opening in self._ground.closing:
            return opening
        return 0


def _mode(key: KeyPlace, otherwise: CiteMode) -> CiteMode:
    if key.suppressed:
        return "suppress-author"
    return otherwise


def find_sites(
    ground: Ground,
    terms: LocatorTerms | None = None,
    keep: Callable[[Site], bool] = lambda _: True,
) -> list[Site]:
    """Return the sites of a ground that `keep` accepts.

    >>> from csecrefs.manuscript.ground import plain_ground
    >>> found = find_sites(plain_ground("so [see @low, p. 8; -@high] and @low"))
    >>> [[cite.id for cite in site.cites] for site in found]
    [['low', 'high'], ['low']]
    """
    return [site for site in CiteReader(ground, terms).sites() if keep(site)]
