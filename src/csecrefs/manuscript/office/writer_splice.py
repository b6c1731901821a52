"""Writer documents with the text of their citations and their bibliography put in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

import attrs

from csecrefs.manuscript.office import live, properties
from csecrefs.manuscript.office import writer_markup as markup
from csecrefs.manuscript.office.block import block_edits
from csecrefs.manuscript.office.edits import (
    Change,
    Edit,
    applied,
    cut_out,
    text_edits,
)
from csecrefs.manuscript.office.fragments import joined
from csecrefs.manuscript.office.neighbours import Neighbours
from csecrefs.manuscript.office.package import Package, repacked
from csecrefs.manuscript.office.pieces import DocumentPart
from csecrefs.manuscript.office.targets import Target
from csecrefs.manuscript.rendered import (
    RenderedSite,
    RenderedSites,
    rendered_sites,
)
from csecrefs.manuscript.sites import Manuscript
from csecrefs.patterns import regex
from csecrefs.text.inline import plain

# The part for properties that programs add.
_META: Final = "meta.xml"
# The start of the automatic styles, which may be an empty element.
_STYLES: Final = regex(rb"<office:automatic-styles\s*(/?)>")
# The start of the body, before which automatic styles are put where there are none.
_BODY: Final = regex(rb"<office:body[\s>]")
# The end of the metadata, before which properties are added.
_META_END: Final = regex(rb"</office:meta\s*>")
# A piece of the preferences that Zotero left in a document.
_PREFERENCE: Final = regex(
    rb"<meta:user-defined\b[^>]*meta:name=\"ZOTERO_PREF_\d+\"[^>]*"
    rb"(?:/>|>[^<]*</meta:user-defined>)"
)


@attrs.define
class WriterSplice:
    """A Writer document while its citations are replaced."""

    package: Package
    part: DocumentPart
    targets: list[Target]
    addresses: Mapping[str, tuple[str, ...]]
    rendered: RenderedSites
    preferences: str = ""
    styles: markup.Styles = attrs.field(init=False)
    around: Neighbours = attrs.field(init=False)
    codes: live.ZoteroCodes | None = None
    changes: list[Change] = attrs.field(factory=list)
    edits: list[Edit] = attrs.field(factory=list)
    notes: int = 0
    marks: int = 0

    def __attrs_post_init__(self) -> None:
        self.styles = markup.Styles(self.part.content)
        self.around = Neighbours(self.part)
        if live.is_asked(self.rendered.options):
            self.codes = live.ZoteroCodes(self.rendered.references, self.addresses)

    def document(self, manuscript: Manuscript) -> bytes:
        """Return the document; parts that nothing changes keep their bytes."""
        sites = rendered_sites(manuscript, self.rendered)
        for each in joined(sites, self.targets):
            if each.text is not None:
                target = self.targets[each.site.start]
                self.changes.append(Change(target, self._markup(target, each)))
        if self.rendered.entries is not None:
            self._list(manuscript)
        parts: dict[str, bytes] = {}
        content = self._content()
        if content != self.part.content:
            parts[self.part.name] = content
        if self.codes is not None:
            parts |= self._preferences()
        return repacked(self.package.content, parts)

    def _content(self) -> bytes:
        segments, edits = cut_out(self.changes)
        edits += text_edits(segments, markup.content_of)
        styles = self.styles.xml().encode()
        if styles:
            edits.append(_styles_edit(self.part.content, styles))
        return applied(self.part.content, [*self.edits, *edits])

    def _markup(self, target: Target, site: RenderedSite) -> bytes:
        text = self._text(site)
        if site.note:
            self.notes += 1
            signs = self.around.punctuation_after(target)
            blank = self.around.blank_before(target)
            moved = b""
            if blank is not None and not site.lead:
                target.cuts.append(blank)
            if signs is not None:
                target.cuts.append(signs)
                moved = markup.content_of(signs.piece.text[signs.start : signs.end])
            lead = markup.spans_of(site.lead, self.styles)
            note = markup.footnote(self.notes, text)
            text = f"{lead}{moved.decode()}{note}"
        else:
            self.around.end_once(target, plain(site.text or ()))
        return text.encode()

    def _text(self, site: RenderedSite) -> str:
        tree = site.text or ()
        if self.codes is None:
            return markup.spans_of(tree, self.styles)
        lead = b""
        if site.site.cites[0].mode == "narrative" and not site.note:
            author, tree = live.narrative_parts(tree)
            lead = markup.content_of(plain(author))
        note = site.site.note
        if site.note:
            note = self.notes + 1
        code = self.codes.citation(site.site, plain(tree), note)
        self.marks += 1
        name = live.mark_name(code, self.marks)
        content = markup.spans_of(tree, self.styles)
        return lead.decode() + markup.reference_mark(name, content)

    def _list(self, manuscript: Manuscript) -> None:
        rendered = self.rendered
        text = markup.entry_paragraphs(
            rendered.entries or (),
            rendered.layout,
            self.styles,
        )
        if self.codes is not None:
            self.marks += 1
            name = live.mark_name(live.BIBLIOGRAPHY, self.marks)
            text = markup.section(f" {name}", text)
        places = [site for site in manuscript.sites if site.kind == "bibliography"]
        if not places:
            end = self.part.end
            if end:
                self.edits.append(Edit(end, end, text.encode()))
            return
        target = self.targets[places[0].start]
        edits, changes = block_edits(target, text.encode())
        self.edits += edits
        self.changes += changes

    def _preferences(self) -> dict[str, bytes]:
        rendered = self.rendered
        value = live.preferences(
            rendered.style,
            rendered.locale,
            kind="ReferenceMark",
            notes=rendered.notes,
            before=self.preferences,
        )
        rows = "".join(
            f'<meta:user-defined meta:name="{name}" meta:value-type="string">'
            f"{escape(piece)}</meta:user-defined>"
            for name, piece in properties.split("ZOTERO_PREF", value)
        )
        meta = _PREFERENCE.sub(b"", properties.part_or_empty(self.package, _META))
        match = _META_END.search(meta)
        if match is None:
            return {}
        place = match.start()
        return {_META: meta[:place] + rows.encode() + meta[place:]}


def _styles_edit(content: bytes, styles: bytes) -> Edit:
    """Return the edit that adds styles to a part's automatic ones."""
    match = _STYLES.search(content)
    whole = b"<office:automatic-styles>" + styles + b"</office:automatic-styles>"
    if match is None:
        body = _BODY.search(content)
        place = 0
        if body:
            place = body.start()
        return Edit(place, place, whole)
    # `<office:automatic-styles/>` has no content to add to.
    if match[1]:
        return Edit(match.start(), match.end(), whole)
    return Edit(match.end(), match.end(), styles)
