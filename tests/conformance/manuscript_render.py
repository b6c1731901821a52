"""Papers rendered in three styles, as text, against what pandoc's citeproc prints.

A case is a citation, or an entry of the list. It passes if it is equal with our records
of the .bib files, or with those that pandoc makes of them: which is right is measured
by the set biblatex-csl. The case of letters, which titles take, is not compared.
Where ours differs on purpose, a case passes if the difference is exactly this: a site
that cites an unknown key stays as it is typed; a narrative citation of a numeric style
names its authors; and what `CAUSES` lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import lxml.html

import csecrefs as cr
from csecrefs import manuscript
from csecrefs.formats import bibtex
from csecrefs.formats.bibtex.pandoc import to_items
from csecrefs.manuscript.render import render_sites
from csecrefs.manuscript.rendered import rendered_sites
from csecrefs.manuscript.sites import Site
from csecrefs.model import Reference
from csecrefs.text.inline import plain
from csecrefs.writers import text as text_writer
from tests.conformance import Case
from tests.conformance._manuscripts import compared, source

SOURCE = "manuscripts/markdown"

STYLES = ("apa", "chicago-notes-bibliography", "ieee")


class Printed(NamedTuple):
    """Citations in running text and in the author's notes, and entries, as text."""

    citations: Sequence[str]
    entries: Sequence[str]


def expected(path: Path) -> Printed:
    tree = lxml.html.fromstring(path.read_text("utf-8"))
    notes = {each.get("id"): each for each in tree.iter("li") if each.get("id")}
    citations = []
    for span in tree.iter("span"):
        if span.get("class") == "citation" and not _inside(span, "span"):
            citations.append(_citation(span, notes))
    entries = [
        each.text_content()
        for each in tree.iter("div")
        if "csl-entry" in (each.get("class") or "").split()
    ]
    return Printed(list(map(flat, citations)), list(map(flat, entries)))


def _inside(element: lxml.html.HtmlElement, tag: str) -> bool:
    return any(each.get("class") == "citation" for each in element.iterancestors(tag))


def _citation(
    span: lxml.html.HtmlElement, notes: dict[str, lxml.html.HtmlElement]
) -> str:
    """Return the text of a citation, that of its note in place of the mark."""
    text = span.text_content()
    for link in span.iter("a"):
        if "footnote-ref" in (link.get("class") or ""):
            note = notes[(link.get("href") or "").lstrip("#")]
            text = text.removesuffix(link.text_content())
            # the punctuation after a cite goes before the mark of its note
            text = text.rstrip(",.;:")
            text += "|" + note.text_content().replace("↩︎", "")
    return text


def printed(
    folder: Path, style: str, known: Callable[[Path], dict[str, Reference]]
) -> Printed:
    read = read_manuscript(folder)
    rendered = render_sites(read, known(folder), style=style, locale="en-US")
    running, noted = [], []
    for each in rendered_sites(read, rendered):
        if each.site.nested:
            continue
        text = plain(each.text) if each.text else _unknown(each.site, style)
        if each.note:
            text = f"{plain(each.lead).rstrip('.')}|{text}"
        elif each.site.cites[0].mode == "narrative" and style == "ieee":
            text = text[text.rfind(" [") + 1 :]
        (noted if each.site.note else running).append(flat(text))
    entries = [
        flat(text_writer.inlines(entry.tree)) for entry in rendered.entries or ()
    ]
    return Printed([*running, *noted], entries)


@cache
def read_manuscript(folder: Path) -> manuscript.Manuscript:
    """Return the manuscript of a case."""
    path = source(folder)
    return manuscript.read(path.read_bytes(), path=str(path))


def _unknown(site: Site, style: str) -> str:
    """Return what pandoc prints of a site whose keys are unknown."""
    text = "; ".join(f"{cite.id}?" for cite in site.cites)
    return f"({text})" if style == "apa" else text


@cache
def own(folder: Path) -> dict[str, Reference]:
    """Return our records of a case, by key."""
    return dict(cr.Library.read(sorted(folder.glob("refs*.bib"))).items())


@cache
def pandocs(folder: Path) -> dict[str, Reference]:
    """Return the records of a case, by key, as pandoc makes them."""
    found: dict[str, Reference] = {}
    for bib in sorted(folder.glob("refs*.bib")):
        database = bibtex.parse(bibtex.decode(bib.read_bytes()).text, str(bib))
        for item in to_items(database):
            known = Reference.from_csl(item)
            found.setdefault(known.id, known)
    return found


@cache
def unnamed(folder: Path) -> dict[str, Reference]:
    """Return our records without the journals that .bib files name by macros.

    pandoc knows no macros of astronomy's journals and prints nothing for them.
    """
    known = dict(own(folder))
    for bib in sorted(folder.glob("refs*.bib")):
        database = bibtex.parse(bibtex.decode(bib.read_bytes()).text, str(bib))
        for entry in database.entries:
            journal = [
                field for field in entry.fields if field.name.lower() == "journal"
            ]
            if journal and entry.key in known and "\\" in str(journal[0].value)[:3]:
                known[entry.key] = known[entry.key].evolve({"container-title": None})
    return known


READINGS = (own, pandocs, unnamed)

CAUSES = {
    "a point after each initial, in joined names, too, as citeproc-js": (r"\.-", "-"),
    "the medium that IEEE asks for, as citeproc-js": (r"(?:\. )?\[online\]\.? ?", ""),
    "one resolver before a DOI": (r"(https://doi\.org/)+", "https://doi.org/"),
    "the month, whatever its spelling": (
        r",? ?\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b\.? ?",
        "",
    ),
    "the issue of an `issue` field": (r",? no\. \d+|\(\d+\)", ""),
    "braces and mathematics of TeX": (r"[{}$_\\^]|\bodot\b|⊙", ""),
    "letters without a dot": ("ı́|í", "i"),
    "a dash between pages that are no numbers": ("[–-]+", "-"),
    "quotation marks in titles; commas at them": (r"[“”‘’\"',.]", ""),
    "blanks": (r"\s+", ""),
}
"""Why ours differs, and what that changes: a pattern, and what it is taken for."""


def loose(text: str) -> str:
    """Return text without what the causes change."""
    for pattern, taken in CAUSES.values():
        text = re.sub(pattern, taken, text)
    return text


def flat(text: str) -> str:
    """Return text with single spaces, plain hyphens and quotes, in lower case."""
    text = re.sub("[\U000f0000-\U000fefff]", "", text)
    text = text.translate({0x2010: "-", 0x2011: "-", 0x2019: "'", 0x27: "'"})
    return re.sub(r"\s+", " ", text).strip().lower()


def run(path: Path) -> Iterable[Case]:
    for folder in sorted(each.parent for each in path.rglob("expected.json")):
        for style in STYLES:
            html = folder / f"citeproc-{style}.html"
            if html.exists():
                yield from _cases(folder, style, html)


def _cases(folder: Path, style: str, html: Path) -> Iterator[Case]:
    wanted = expected(html)
    name = f"{folder.name}/{style}"
    found: list[Printed] = []
    try:
        for known in READINGS:
            found.append(printed(folder, style, known))
            cases = _cases_of(name, wanted, found)
            # another reading would make nothing better
            if all(case.passed for case in cases):
                break
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        for number in range(len(wanted.citations) + len(wanted.entries)):
            yield Case(f"{name}/{number}", False, detail)
        return
    yield from cases


def _cases_of(name: str, wanted: Printed, found: Sequence[Printed]) -> list[Case]:
    cites = [each.citations for each in found]
    entries = [each.entries for each in found]
    return [
        *_either(f"{name}/cite", wanted.citations, cites),
        *_either(f"{name}/entry", wanted.entries, entries),
    ]


def _either(
    name: str, wanted: Sequence[str], found: Sequence[Sequence[str]]
) -> Iterator[Case]:
    """Yield the cases of the reading with fewer failures, better where the other is."""
    results = [list(compared(name, wanted, each)) for each in found]
    if any(not case.passed for cases in results for case in cases):
        told = list(map(loose, wanted))
        results += [
            list(compared(name, told, list(map(loose, each)))) for each in found
        ]
    results.sort(key=lambda cases: sum(not case.passed for case in cases))
    right = {case.id for cases in results for case in cases if case.passed}
    for case in results[0]:
        yield case._replace(passed=case.id in right)
