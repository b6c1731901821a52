"""Word documents with the text of their citations and their bibliography put in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from csecrefs.manuscript.office import live, properties
from csecrefs.manuscript.office import word_markup as markup
from csecrefs.manuscript.office.block import block_edits
from csecrefs.manuscript.office.edits import (
    Change,
    Edit,
    applied,
    cut_out,
    run_edits,
)
from csecrefs.manuscript.office.fragments import joined
from csecrefs.manuscript.office.neighbours import Neighbours
from csecrefs.manuscript.office.package import Package, repacked
from csecrefs.manuscript.office.pieces import DocumentPart
from csecrefs.manuscript.office.targets import Target
from csecrefs.manuscript.office.word_notes import Footnotes
from csecrefs.manuscript.office.word_parts import (
    BIBLIOGRAPHY_STYLE,
    added_style,
    style_named,
    with_custom_properties,
)
from csecrefs.manuscript.rendered import (
    RenderedSite,
    RenderedSites,
    rendered_sites,
)
from csecrefs.manuscript.sites import Manuscript
from csecrefs.patterns import regex
from csecrefs.text.inline import plain

# The declaration of WordprocessingML's namespace in the first tag of a part.
_SPACE: Final = regex(
    rb"xmlns(?::(\w+))?\s*=\s*[\"']([^\"']*wordprocessingml/(?:2006/)?main)[\"']"
)
# The part for properties that programs add.
_CUSTOM: Final = "docProps/custom.xml"


@attrs.define
class WordSplice:
    """A Word document while its citations are replaced."""

    package: Package
    parts: Mapping[str, DocumentPart]
    main: DocumentPart
    targets: list[Target]
    addresses: Mapping[str, tuple[str, ...]]
    rendered: RenderedSites
    preferences: str = ""
    notes: Footnotes = attrs.field(init=False)
    codes: live.ZoteroCodes | None = None
    changes: dict[str, list[Change]] = attrs.field(factory=dict)
    edits: dict[str, list[Edit]] = attrs.field(factory=dict)
    around: dict[str, Neighbours] = attrs.field(factory=dict)
    added: dict[str, bytes] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.notes = Footnotes(self.package, self.main.name, self.parts)
        if live.is_asked(self.rendered.options):
            self.codes = live.ZoteroCodes(self.rendered.references, self.addresses)

    def document(self, manuscript: Manuscript) -> bytes:
        """Return the document; parts that nothing changes keep their bytes."""
        sites = rendered_sites(manuscript, self.rendered)
        for each in joined(sites, self.targets):
            if each.text is not None:
                self._replace(self.targets[each.site.start], each)
        if self.rendered.entries is not None:
            self._list(manuscript)
        if self.codes is not None:
            self._preferences()
        for name, part in self.parts.items():
            content = self._content(name, part)
            if content != part.content:
                self.added[name] = content
        self.added.update(self.notes.parts(self.added))
        return repacked(self.package.content, self.added)

    def _content(self, name: str, part: DocumentPart) -> bytes:
        segments, edits = cut_out(self.changes.get(name, ()))
        space = _space(part)

        def write(text: str) -> bytes:
            return markup.declared(markup.content_of(text).decode(), *space)

        edits += run_edits(segments, part.content, write)
        return applied(part.content, [*self.edits.get(name, ()), *edits])

    def _replace(self, target: Target, site: RenderedSite) -> None:
        own = _properties(target)
        text = self._text(site, own)
        if site.note:
            lead = markup.runs_of(site.lead, own)
            moved = self._close_up(target, bool(site.lead))
            number = self.notes.add(text)
            text = f"{lead}{moved}{self.notes.reference(number)}"
        else:
            self._neighbours(target.part).end_once(target, plain(site.text or ()))
        for each in (target, *target.twins):
            content = markup.declared(text, *_space(each.part))
            self.changes.setdefault(each.part.name, []).append(Change(each, content))

    def _text(self, site: RenderedSite, own: markup.Properties) -> str:
        tree = site.text or ()
        if self.codes is None:
            return markup.runs_of(tree, own)
        lead = ""
        # Zotero knows no narrative citations: see `live.narrative_parts`.
        if site.site.cites[0].mode == "narrative" and not site.note:
            author, tree = live.narrative_parts(tree)
            lead = "".join(markup.run_of(each, own) for each in [plain(author)] if each)
        note = site.site.note
        if site.note:
            note = self.notes.made + 1
        code = self.codes.citation(site.site, plain(tree), note)
        return lead + markup.field(f"ADDIN {code}", markup.runs_of(tree, own), own)

    def _close_up(self, target: Target, led: bool) -> str:
        """Cut the blank before a note's mark, and the punctuation after it.

        Return the run of the punctuation, which goes before the mark. A mark that an
        author's name leads keeps the blank before the name.
        """
        around = self._neighbours(target.part)
        signs = around.punctuation_after(target)
        blank = around.blank_before(target)
        if blank is not None and not led:
            target.cuts.append(blank)
        if signs is None:
            return ""
        target.cuts.append(signs)
        text = signs.piece.text[signs.start : signs.end]
        return markup.run_of(text, _properties(target))

    def _neighbours(self, part: DocumentPart) -> Neighbours:
        if part.name not in self.around:
            self.around[part.name] = Neighbours(part)
        return self.around[part.name]

    def _list(self, manuscript: Manuscript) -> None:
        """Put the bibliography in the place of the first that is there, or at the end."""
        rendered = self.rendered
        styles = self._styles_part()
        style = style_named(styles, "bibliography")
        if not style:
            style = BIBLIOGRAPHY_STYLE
            new = markup.bibliography_style(style, rendered.layout)
            name = self._styles_name()
            changed = added_style(styles, new)
            if changed != styles:
                self.added[name] = changed
        around = ("", "")
        if self.codes is not None:
            plain_run = markup.Properties()
            start = markup.field_start(f"ADDIN {live.BIBLIOGRAPHY}", plain_run)
            around = (start, markup.field_mark("end", plain_run))
        text = markup.entry_paragraphs(
            rendered.entries or (),
            rendered.layout,
            style,
            around,
        )
        places = [
            self.targets[site.start]
            for site in manuscript.sites
            if site.kind == "bibliography"
        ]
        place = None
        if places:
            place = places[0]
        if place:
            part = place.part
        else:
            part = self.main
        content = markup.declared(text, *_space(part))
        edits = self.edits.setdefault(part.name, [])
        # Of a part that is broken at its start nothing is known to be a place.
        if place is None and part.end:
            edits.append(Edit(part.end, part.end, content))
        elif place is not None:
            found, cuts = block_edits(place, content)
            edits += found
            self.changes.setdefault(part.name, []).extend(cuts)

    def _styles_name(self) -> str:
        for each in properties.relationships(self.package, self.main.name):
            if each.sort == "styles":
                return each.target
        return "word/styles.xml"

    def _styles_part(self) -> bytes:
        return properties.part_or_empty(self.package, self._styles_name())

    def _preferences(self) -> None:
        rendered = self.rendered
        value = live.preferences(
            rendered.style,
            rendered.locale,
            kind="Field",
            notes=rendered.notes,
            before=self.preferences,
        )
        new = dict(properties.split("ZOTERO_PREF", value))
        self.added.update(with_custom_properties(self.package, _CUSTOM, new))


def _properties(target: Target) -> markup.Properties:
    """Return the run properties for the text of a target.

    A field's are those of its begin; its old text may be raised or in italics.
    """
    runs = [cut.piece.run for cut in target.cuts if cut.piece.run is not None]
    if not runs:
        return markup.Properties()
    content = target.part.content
    first = content[slice(*runs[0].properties)]
    # A typed marker looks as its writer wanted it.
    if target.sort == "typed":
        return markup.Properties(first)
    if target.cuts[0].piece.kind == "begin" and first:
        return markup.Properties(first)
    anchor = target.anchor.run or runs[0]
    return markup.Properties(content[slice(*anchor.properties)], faces=False)


def _space(part: DocumentPart) -> tuple[str, str]:
    """Return the prefix and the address of WordprocessingML in a part."""
    match = _SPACE.search(part.content[:16384])
    if match is None:
        return "", ""
    prefix = (match[1] or b"").decode()
    return prefix, match[2].decode("utf-8", "replace")
