r"""The sites of a LaTeX manuscript, from the commands that a scan finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.formats.bibtex.tables import LANGUAGES
from csecrefs.manuscript.latex.arguments import Typed
from csecrefs.manuscript.latex.commands import SUPPRESSING
from csecrefs.manuscript.latex.found import LatexCitation, Scan
from csecrefs.manuscript.latex.notes import note_text, post_note
from csecrefs.manuscript.latex.scanner import scan
from csecrefs.manuscript.latex.sources import Sources
from csecrefs.manuscript.sites import (
    FRAGMENT,
    FRAGMENTS,
    Manuscript,
    Metadata,
    Site,
    fixes_order,
)

# Options of natbib that make `\cite` a number in brackets.
_NUMERIC: Final = frozenset({"numbers", "super", "superscript"})
# Styles of BibTeX whose labels are authors and years.
_NAMED_STYLES: Final = frozenset(
    """plainnat abbrvnat unsrtnat apalike apj aasjournal agsm dcu kluwer chicago mnras
    elsarticle-harv spbasic apsr aa agu ametsoc copernicus agufull08 jfm""".split()
)


# Fields of biblatex by the variables of CSL.
_VARIABLES: Final = {
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "location": "publisher-place",
    "date": "issued",
    "year": "issued",
    "doi": "DOI",
    "url": "URL",
    "isbn": "ISBN",
    "pages": "page",
}


def read(content: bytes, *, path: str = "") -> Manuscript:
    """Return the LaTeX manuscript in `content`, with the sites of included files."""
    found = scan(Sources(content, path))
    source = found.sources.main
    return Manuscript(
        path,
        "latex",
        content,
        source.text,
        tuple(sites(found)),
        _metadata(found),
        diagnostics=tuple(found.diagnostics),
    )


def sites(found: Scan) -> Iterator[Site]:
    """Yield the site of each citation of a scan, in order."""
    narrative = _cite_is_narrative(found)
    for citation in found.citations:
        yield _SiteMaker(found, citation, narrative).site()


def _cite_is_narrative(found: Scan) -> bool:
    r"""True if `\cite` names the author in running text, as natbib has it.

    natbib 8.31, 2.3: with labels of authors and years `\cite` is `\citet`.
    """
    if "natbib" not in found.packages:
        return False
    options = set(found.packages["natbib"].replace(" ", "").split(","))
    return not (options & _NUMERIC) and found.style in _NAMED_STYLES


class _SiteMaker:
    """One citation on its way to a site, with the fragments it has so far."""

    def __init__(
        self,
        found: Scan,
        citation: LatexCitation,
        narrative: bool,
    ) -> None:
        self.found = found
        self.citation = citation
        self.narrative = narrative
        self.fragments: list[tuple[int, int]] = []
        self.searched = citation.start

    def site(self) -> Site:
        """Return the site with all that the citation says."""
        citation = self.citation
        source = citation.source
        line, column = source.place(citation.start)
        cites = self._cites()
        return Site(
            citation.start,
            citation.end,
            cites,
            citation.kind,
            source.text[citation.start : citation.end],
            note=citation.note,
            notes_before=citation.notes_before,
            line=line,
            column=column,
            part=source.part,
            command=citation.command + "*" * citation.star,
            field=self._field(),
            fragments=tuple(self.fragments),
            author_order=fixes_order(cites),
        )

    def _field(self) -> str:
        citation = self.citation
        name = citation.field or citation.meaning.field
        return _VARIABLES.get(name, name)

    def _cites(self) -> tuple[Cite, ...]:
        cites: list[Cite] = []
        for group in self.citation.groups:
            cites += self._group(group, first=not cites)
        if not cites:
            return ()
        before = self._note(self.citation.multipre)
        after = self._note(self.citation.multipost)
        if before:
            prefix = " ".join(filter(None, (before, cites[0].prefix)))
            cites[0] = attrs.evolve(cites[0], prefix=prefix)
        if after:
            cites[-1] = _with_post(cites[-1], after)
        return tuple(cites)

    def _group(self, group: Typed, *, first: bool) -> list[Cite]:
        pre = self._note(group.pre)
        post = self._note(group.post)
        cites: list[Cite] = []
        for key in group.keys:
            cites.append(Cite(key, mode=self._mode(first=first and not cites)))
        if cites:
            cites[0] = attrs.evolve(cites[0], prefix=pre)
            cites[-1] = _located(cites[-1], group.volume, post)
        return cites

    def _mode(self, *, first: bool) -> CiteMode:
        citation = self.citation
        mode = citation.meaning.mode
        if citation.kind != "citation":
            return ""
        if citation.command in ("cite", "Cite") and self.narrative and not mode:
            mode = "narrative"
        starred = citation.star and citation.command in SUPPRESSING
        if starred and "biblatex" in self.found.packages:
            mode = "suppress-author"
        if self._field() == "author":
            mode = "author-only"
        # In a group that begins with a name in running text the others follow it.
        if mode == "narrative" and not first:
            return ""
        return mode

    def _note(self, raw: str) -> str:
        if not raw.strip():
            return ""
        return note_text(raw.strip(), self.found.macros, self._fragment).strip()

    def _fragment(self, raw: str) -> str:
        """Return the character for a piece of source, empty if it is not there."""
        citation = self.citation
        start = citation.source.text.find(raw, self.searched, citation.end)
        if start < 0 or len(self.fragments) >= FRAGMENTS:
            return ""
        self.searched = start + len(raw)
        self.fragments.append((start, self.searched))
        return chr(FRAGMENT + len(self.fragments) - 1)


def _located(cite: Cite, volume: str, post: str) -> Cite:
    """Return the cite with the locator and suffix of the note after it."""
    if volume:
        pages = ""
        if post:
            pages = f", {_paged(post)}"
        return attrs.evolve(
            cite,
            locator=volume,
            label="volume",
            suffix=pages,
        )
    label, locator, suffix = post_note(post)
    return attrs.evolve(
        cite,
        label=label,
        locator=locator,
        suffix=suffix,
    )


def _paged(post: str) -> str:
    """Return a note after a volume as biblatex prints it: pages with their sign."""
    label, locator, suffix = post_note(post)
    if label != "page" or locator != post:
        return post
    sign = "pp."
    if locator.isalnum():
        sign = "p."
    return f"{sign} {locator}{suffix}"


# biblatex prints the note after a group behind the last cite's own.
def _with_post(cite: Cite, after: str) -> Cite:
    """Return the cite with a note after the whole group."""
    if cite.locator or cite.suffix:
        return attrs.evolve(cite, suffix=f"{cite.suffix}, {after}")
    return _located(cite, "", after)


def _metadata(found: Scan) -> Metadata:
    options: dict[str, object] = {}
    if found.style:
        options["bibliographystyle"] = found.style
    return Metadata(
        bibliography=tuple(dict.fromkeys(found.resources)),
        language=_language(found),
        nocite=(),
        options=options,
    )


def _language(found: Scan) -> str:
    """Return the main language: babel's last option, or polyglossia's."""
    for package in ("babel", "polyglossia"):
        for name in reversed(found.packages.get(package, "").split(",")):
            word = name
            if name.strip().startswith("main"):
                word = name.partition("=")[2]
            if word.strip() in LANGUAGES:
                return LANGUAGES[word.strip()]
    return ""
