"""`csecrefs-pandoc`: a filter that does for pandoc what `--citeproc` does.

Use it as `pandoc -F csecrefs-pandoc paper.md -o paper.html`. It reads pandoc's JSON AST
from the standard input and writes it with every citation printed, notes made and the
list of references in its place. Metadata is that of citeproc: bibliography, references,
csl, nocite, lang, link-citations, suppress-bibliography, reference-section-title,
notes-after-punctuation.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
)
from pathlib import Path
from typing import Any, Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.errors import (
    CsecrefsError,
    Diagnostic,
    InputError,
)
from csecrefs.formats.csl.items import reference
from csecrefs.integrations.pandoc_inlines import (
    Json,
    is_raised,
    pandoc_inlines,
    plain_text,
    rich_text,
)
from csecrefs.library import Library, load_settings
from csecrefs.manuscript import (
    Manuscript,
    Metadata,
    RenderedSites,
    Site,
)
from csecrefs.manuscript.known import (
    with_known_keys,
)
from csecrefs.manuscript.languages import locator_terms
from csecrefs.manuscript.locators import split_suffix
from csecrefs.manuscript.render import render_sites
from csecrefs.manuscript.rendered import RenderedSite, rendered_sites
from csecrefs.manuscript.sites import RESTARTING, fixes_order
from csecrefs.model import Reference

# Text.Pandoc.Definition, CitationMode.
_MODES: Final[Mapping[str, CiteMode]] = {
    "NormalCitation": "",
    "AuthorInText": "narrative",
    "SuppressAuthor": "suppress-author",
}
# Signs that go before the mark of a note.
_PUNCTUATION: Final = ".,;:!?"


@attrs.define
class _Found:
    """The citations of a document in order, and what their affixes refer to."""

    language: str = ""
    elements: list[Json] = attrs.field(factory=list)
    sites: list[Site] = attrs.field(factory=list)
    fragments: list[list[Json]] = attrs.field(factory=list)
    notes: int = 0
    restarts: bool = False
    """True if a heading before the next citation begins positions anew."""

    def add(self, element: Json, note: int) -> None:
        """Add a Cite of pandoc's."""
        fragments: list[Json] = []
        cites = tuple(self._cite(each, fragments) for each in element["c"][0])
        number = len(self.sites)
        self.elements.append(element)
        self.fragments.append(fragments)
        self.sites.append(
            Site(
                number,
                number,
                cites,
                note=note,
                notes_before=self.notes - bool(note),
                author_order=fixes_order(cites),
                restarts=self.restarts,
            )
        )
        self.restarts = False

    def _cite(self, each: Json, fragments: list[Json]) -> Cite:
        suffix = rich_text(each["citationSuffix"], fragments)
        split = split_suffix(suffix, locator_terms(self.language))
        return Cite(
            each["citationId"],
            split.locator,
            split.label,
            prefix=rich_text(each["citationPrefix"], fragments).strip(),
            suffix=split.suffix,
            mode=_MODES.get(each["citationMode"]["t"], ""),
        )


# pandoc's manual, "Filters": what is not 0 ends pandoc, with the text on stderr.
def main() -> None:
    """Filter the standard input, and end with 2 if it cannot be done."""
    try:
        document = json.load(sys.stdin.buffer)
        rendered, diagnostics = filtered(document)
        written = json.dumps(rendered, ensure_ascii=False)
    except (CsecrefsError, ValueError, RecursionError, OSError) as error:
        message = " ".join(str(error).split()) or type(error).__name__
        sys.stderr.write(f"csecrefs-pandoc: error: {message}\n")
        sys.exit(2)
    for each in diagnostics:
        if each.severity != "info":
            sys.stderr.write(f"csecrefs-pandoc: warning: {each}\n")
    sys.stdout.buffer.write(written.encode("utf-8", "replace"))
    # Python's last look for garbage would take a sixth of the time of a short run.
    gc.freeze()


def filtered(
    document: Json, library: Library | None = None
) -> tuple[Json, tuple[Diagnostic, ...]]:
    """Return a document with its citations printed, and what was doubtful.

    Without a library, the references are those that the metadata names. Raises
    InputError for what is no document of pandoc's, and for a bibliography that is not
    there.
    """
    if not isinstance(document.get("blocks"), list):
        raise InputError("this is no document of pandoc's: run it as a filter")
    meta = {name: _value(each) for name, each in document.get("meta", {}).items()}
    if meta.get("citeproc") is False:
        return document, ()
    found = _Found(_text(meta.get("lang")))
    _walk(document.get("meta", {}), found, 0)
    _walk(document["blocks"], found, 0)
    known = dict((library or _library(meta)).items())
    read = _manuscript(meta, document, found)
    read = with_known_keys(read, known)
    rendered = render_sites(
        read,
        known,
        style=_style(meta),
        locale=read.metadata.language,
        sentence_case=meta.get("sentence-case") is not False,
        anchor=_anchor,
    )
    printed = _Printed(meta, found, read, rendered)
    printed.replace()
    _each_list(document, printed.with_notes_moved)
    printed.add_list(document)
    return document, rendered.diagnostics


def _anchor(key: str) -> str:
    """Return the identifier of an entry; pandoc's writers escape what a format wants."""
    return f"ref-{key}"


# pandoc has read the metadata as Markdown: plain data is below its elements.
def _value(meta: Json) -> Any:
    """Return a value of metadata as plain data."""
    tag, content = meta.get("t"), meta.get("c")
    if tag == "MetaMap" and isinstance(content, dict):
        return {name: _value(each) for name, each in content.items()}
    if tag == "MetaList" and isinstance(content, list):
        return [_value(each) for each in content]
    if tag == "MetaInlines" and isinstance(content, list):
        return rich_text(content, [])
    if tag == "MetaBlocks" and isinstance(content, list):
        return " ".join(plain_text(each.get("c") or ()) for each in content)
    return content


# Text.Pandoc.Citeproc walks the metadata first, then the blocks, notes where their
# marks are.
def _walk(node: Any, found: _Found, note: int) -> None:
    """Find the citations below a node, in the order of the document."""
    if isinstance(node, list):
        for each in node:
            _walk(each, found, note)
    elif isinstance(node, dict):
        tag = node.get("t")
        if tag == "Cite":
            found.add(node, note)
        elif tag == "Header" and RESTARTING in node["c"][1][1]:
            found.restarts = True
            _walk(node["c"][2], found, note)
        elif tag == "Note" and not note:
            found.notes += 1
            _walk(node.get("c"), found, found.notes)
        elif tag is not None:
            _walk(node.get("c"), found, note)
        else:
            for name, each in node.items():
                if name not in ("nocite", "references"):
                    _walk(each, found, note)


def _manuscript(
    meta: Mapping[str, Any],
    document: Json,
    found: _Found,
) -> Manuscript:
    nocite = _Found()
    _walk([document.get("meta", {}).get("nocite")], nocite, 0)
    keys = [cite.id for site in nocite.sites for cite in site.cites]
    metadata = Metadata(
        language=_text(meta.get("lang")),
        nocite=tuple(keys),
        options=dict(meta),
    )
    return Manuscript(
        "",
        "markdown",
        b"",
        sites=tuple(found.sites),
        metadata=metadata,
        references=tuple(_inline_references(meta.get("references"))),
    )


def _inline_references(items: object) -> Iterator[Reference]:
    for number, item in enumerate(items if isinstance(items, list) else (), 1):
        made, _ = reference(
            item,
            path="",
            line=None,
            column=None,
            number=number,
        )
        if made:
            yield made


# Without a bibliography pandoc prints keys with question marks; the settings may name
# one.
def _library(meta: Mapping[str, Any]) -> Library:
    names = meta.get("bibliography") or []
    if isinstance(names, str):
        paths = [names]
    else:
        paths = [str(each) for each in names]
    if paths:
        return Library.read(paths)
    settings = load_settings()
    if settings["library"] and not meta.get("references"):
        return Library.read(settings.library())
    return Library()


# pandoc looks for a file beside the document; names are ours.
def _style(meta: Mapping[str, Any]) -> str:
    named = _text(meta.get("csl")) or _text(meta.get("citation-style"))
    if not named:
        return load_settings()["style"]
    if named.endswith(".csl") and not Path(named).is_file():
        return Path(named).name.removesuffix(".csl")
    return named


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return ""


class _Printed:
    """Puts what was rendered into the document."""

    def __init__(
        self,
        meta: Mapping[str, Any],
        found: _Found,
        read: Manuscript,
        rendered: RenderedSites,
    ) -> None:
        self._meta = meta
        self._found = found
        self._read = read
        self._rendered = rendered
        self._raised: set[int] = set()
        """The elements that go after punctuation, by identity."""

    def replace(self) -> None:
        """Replace the inlines of each citation; pandoc keeps the Cite around them."""
        each_site = rendered_sites(self._read, self._rendered)
        for number, each in enumerate(each_site):
            element = self._found.elements[number]
            if each.text is None:
                continue
            element["c"][1] = self._inlines(each, self._found.fragments[number])
            if each.note or is_raised(each.text):
                self._raised.add(id(element))

    def _inlines(
        self,
        each: RenderedSite,
        fragments: list[Json],
    ) -> list[Json]:
        inlines = pandoc_inlines(each.text or (), fragments)
        if each.note:
            note: Json = {
                "t": "Note",
                "c": [
                    {
                        "t": "Para",
                        "c": inlines,
                    }
                ],
            }
            return [*pandoc_inlines(each.lead, []), note]
        return inlines

    # Text.Pandoc.Citeproc, mvPunct: marks of notes go after punctuation.
    def with_notes_moved(self, inlines: list[Any]) -> None:
        """Move the marks of notes after the punctuation that follows them.

        A blank before a mark goes, if running text names no author there.
        """
        if not self._raised or self._meta.get("notes-after-punctuation") is False:
            return
        place = 0
        while place < len(inlines):
            each = inlines[place]
            if isinstance(each, dict) and id(each) in self._raised:
                place = self._moved(inlines, place)
            place += 1

    def _moved(self, inlines: list[Any], place: int) -> int:
        cite = inlines[place]
        first: Json = {}
        if cite["c"][1]:
            first = cite["c"][1][0]
        leads = first.get("t") not in ("Note", "Superscript")
        before: Json = {}
        if place:
            before = inlines[place - 1]
        if not leads and before.get("t") in ("Space", "SoftBreak"):
            del inlines[place - 1]
            place -= 1
        after: Json = {}
        if place + 1 < len(inlines):
            after = inlines[place + 1]
        text = ""
        if after.get("t") == "Str":
            text = str(after.get("c"))
        rest = text.lstrip(_PUNCTUATION)
        moved = text.removesuffix(rest)
        if not moved:
            return place
        if rest:
            inlines[place + 1] = {
                "t": "Str",
                "c": rest,
            }
        else:
            del inlines[place + 1]
        if leads:
            cite["c"][1].insert(
                -1,
                {
                    "t": "Str",
                    "c": moved,
                },
            )
            return place
        inlines.insert(
            place,
            {
                "t": "Str",
                "c": moved,
            },
        )
        return place + 1

    # pandoc's manual, "Placement of the bibliography": the div `refs`, else the end.
    def add_list(self, document: Json) -> None:
        """Put the list of references into the div `refs`, else at the end."""
        entries = self._rendered.entries
        if not entries or self._meta.get("suppress-bibliography") is True:
            return
        made = [self._entry(each.id, each.tree) for each in entries]
        place = _refs(document["blocks"])
        if place is not None:
            place["c"][0][1] = list(
                dict.fromkeys([*place["c"][0][1], *self._classes()])
            )
            place["c"][1] = [*place["c"][1], *made]
            return
        title = _text(self._meta.get("reference-section-title"))
        blocks: list[Json] = document["blocks"]
        if title:
            header = pandoc_inlines((title,), [])
            attributes = ["bibliography", ["unnumbered"], []]
            blocks.append(
                {
                    "t": "Header",
                    "c": [1, attributes, header],
                }
            )
        blocks.append(
            {
                "t": "Div",
                "c": [["refs", self._classes(), []], made],
            }
        )

    def _classes(self) -> list[str]:
        classes = ["references", "csl-bib-body"]
        if self._rendered.layout.hanging_indent:
            classes.append("hanging-indent")
        return classes

    def _entry(self, key: str, tree: Any) -> Json:
        attributes = [_anchor(key), ["csl-entry"], []]
        return {
            "t": "Div",
            "c": [
                attributes,
                [
                    {
                        "t": "Para",
                        "c": pandoc_inlines(tree, []),
                    }
                ],
            ],
        }


# A div may be inside of others; recursion would end at a thousand of them.
def _refs(blocks: Iterable[Any]) -> Json | None:
    """Return the div with the identifier `refs`, None if there is none."""
    pending: list[Any] = list(blocks)
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending += node
        elif isinstance(node, dict):
            content = node.get("c")
            if node.get("t") == "Div" and content and content[0][0] == "refs":
                return node
            if isinstance(content, list):
                pending += content
    return None


# Elements are replaced in their lists, since pandoc's JSON has no parents.
def _each_list(node: Any, visit: Any) -> None:
    """Visit every list of a document, so that its inlines can be changed in place."""
    pending: list[Any] = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, list):
            visit(each)
            pending += each
        elif isinstance(each, dict):
            pending += each.values()
