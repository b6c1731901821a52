"""One paper in sixteen kinds of file: the same groups and the same text in each.

A case is a file. Its groups have the keys and modes that pandoc finds in the Markdown
paper, and its citations, in APA and IEEE, the text of those groups. LibreOffice's own
marks have keys only: their groups and texts are those of the bare keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from csecrefs.csl.cite import Cite
from csecrefs.formats import bibtex
from csecrefs.manuscript import read
from csecrefs.manuscript.matching import matched
from csecrefs.manuscript.render import render_sites
from csecrefs.manuscript.sites import Manuscript, Site
from csecrefs.model import Reference
from csecrefs.text.inline import plain
from tests.conformance import Case

SOURCE = "manuscripts/same-paper"
_STYLES = ("apa", "ieee")
_SUFFIXES = (".docx", ".md", ".odt", ".org", ".tex", ".typ")
_MODES = {"in-text": "narrative", "normal": "", "suppress": "suppress-author"}


def run(path: Path) -> Iterator[Case]:
    """Each file of each paper as one case."""
    for folder in sorted(each for each in path.iterdir() if each.is_dir()):
        library = {
            reference.id: reference
            for reference in bibtex.read((folder / "refs.bib").read_bytes())[0]
        }
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        paper = Paper(_sites(folder / "paper.md", library), library)
        for source in sorted(folder.iterdir()):
            if source.suffix not in _SUFFIXES:
                continue
            try:
                problem = _problem(source, library, expected["citations"], paper)
            except Exception as error:
                problem = repr(error)
            yield Case(f"{folder.name}: {source.name}", not problem, problem)


class Paper:
    """The paper in Markdown; each of its readings is rendered once for all files."""

    def __init__(
        self, manuscript: Manuscript, library: Mapping[str, Reference]
    ) -> None:
        self._manuscript = manuscript
        self._library = library
        self._texts: dict[tuple[bool, bool, str], list[str]] = {}

    def texts(self, style: str, *, bare: bool, unprefixed: bool) -> list[str]:
        """Return its citations as text, with bare keys or without prefixes."""
        reading = (bare, unprefixed, style)
        if reading not in self._texts:
            sites = list(self._manuscript.sites)
            if bare:
                sites = [_bare(site) for site in sites]
            if unprefixed:
                sites = [_unprefixed(site) for site in sites]
            paper = attrs.evolve(self._manuscript, sites=tuple(sites))
            self._texts[reading] = _texts(paper, self._library, style)
        return self._texts[reading]


def _sites(source: Path, library: Mapping[str, Reference]) -> Manuscript:
    manuscript = read(source.read_bytes(), path=source.name)
    cited = [site for site in manuscript.sites if site.kind == "citation"]
    return matched(attrs.evolve(manuscript, sites=tuple(cited)), library)


def _problem(
    source: Path,
    library: Mapping[str, Reference],
    expected: list[dict[str, Any]],
    paper: Paper,
) -> str:
    bare = source.name.startswith("libreoffice")
    manuscript = _sites(source, library)
    groups = [_group(group["cites"], bare) for group in expected]
    got = [[(cite.id, cite.mode) for cite in site.cites] for site in manuscript.sites]
    if got != groups:
        wrong = [pair for pair in zip(got, groups, strict=False) if pair[0] != pair[1]]
        return f"{len(got)} groups, not {len(groups)}: {wrong[:1]}"
    # Typst has no prefixes, so the file has lost those of the paper.
    unprefixed = source.suffix == ".typ"
    for style in _STYLES:
        texts = _texts(manuscript, library, style)
        wanted = paper.texts(style, bare=bare, unprefixed=unprefixed)
        for mine, theirs in zip(texts, wanted, strict=True):
            if mine != theirs:
                return f"{style}: {mine!r}, not {theirs!r}"
    return ""


def _group(cites: list[dict[str, Any]], bare: bool) -> list[tuple[str, str]]:
    modes = {} if bare else _MODES
    return [(cite["id"], modes.get(cite["mode"], "")) for cite in cites]


def _unprefixed(site: Site) -> Site:
    cites = tuple([attrs.evolve(cite, prefix="") for cite in site.cites])
    return attrs.evolve(site, cites=cites)


def _bare(site: Site) -> Site:
    return attrs.evolve(site, cites=tuple([Cite(cite.id) for cite in site.cites]))


def _texts(
    manuscript: Manuscript, library: Mapping[str, Reference], style: str
) -> list[str]:
    rendered = render_sites(manuscript, library, style=style)
    return [plain(each or ()) for each in rendered.citations]
