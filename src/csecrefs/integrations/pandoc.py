"""`csecrefs-pandoc`: a filter that does for pandoc what `--citeproc` does.

Use it as `pandoc -F csecrefs-pandoc paper.md -o paper.html`. It reads pandoc's JSON AST
from the standard input and writes it with every citation printed, notes made and the
list of references in its place. Metadata is that of citeproc: bibliography, references,
csl, nocite, lang, link-citations, suppress-bibliography, reference-section-title,
notes-after-punctuation.
"""

from __future__ import annotations

import atexit
import gc
import json
import sys
import unicodedata
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
    unlinked,
)
from csecrefs.library import Library, load_settings
from csecrefs.library.manuscripts import own_style
from csecrefs.manuscript import (
    Manuscript,
    Metadata,
    RenderedSites,
    Site,
)
from csecrefs.manuscript.known import is_cross_reference, with_known_keys
from csecrefs.manuscript.languages import locator_terms
from csecrefs.manuscript.locators import split_suffix
from csecrefs.manuscript.render import render_sites
from csecrefs.manuscript.rendered import RenderedSite, rendered_sites
from csecrefs.manuscript.sites import RESTARTING, fixes_order
from csecrefs.model import Reference
from csecrefs.text.inline import Element, Inline, Inlines
from csecrefs.writers.links import linked

# Text.Pandoc.Definition, CitationMode.
_MODES: Final[Mapping[str, CiteMode]] = {
    "NormalCitation": "",
    "AuthorInText": "narrative",
    "SuppressAuthor": "suppress-author",
}
# Dashes, the only punctuation that stays behind the mark of a note.
_DASHES: Final = "–—"
# Signs that end a sentence or part one.
_SENTENCE: Final = ".,;:!?"
# Punctuation that American typesetters put inside closing quotation marks.
_INSIDE_QUOTES: Final = ".,"
# The style of pandoc's manual, for documents that name none.
_PANDOC_STYLE: Final = "chicago-author-date"


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
    atexit.register(gc.freeze)


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
    known = _library(meta) if library is None else dict(library.items())
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
    title = document.get("meta", {}).get("reference-section-title")
    printed = _Printed(meta, found, read, rendered, _title(title))
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
        return rich_text(content, None)
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
def _library(meta: Mapping[str, Any]) -> dict[str, Reference]:
    """Return the references by key; of two with a key the later file's, as in pandoc."""
    names = meta.get("bibliography") or []
    if isinstance(names, str):
        paths = [names]
    else:
        paths = [str(each) for each in names]
    if paths:
        known: dict[str, Reference] = {}
        for path in paths:
            known.update(Library.read(path).items())
        return known
    settings = load_settings()
    if settings["library"] and not meta.get("references"):
        return dict(Library.read(settings.library()).items())
    return {}


# pandoc looks for a file beside the document; names are ours.
def _style(meta: Mapping[str, Any]) -> str:
    named = _text(meta.get("csl")) or _text(meta.get("citation-style"))
    if not named:
        return own_style(load_settings()) or _PANDOC_STYLE
    if named.endswith(".csl") and not Path(named).is_file():
        return Path(named).name.removesuffix(".csl")
    return named


def _title(value: Json | None) -> list[Json]:
    """Return the heading of the list as inlines, with the fonts that it has."""
    tag, content = (value or {}).get("t"), (value or {}).get("c")
    if tag == "MetaInlines" and isinstance(content, list):
        return content
    if tag == "MetaString":
        return pandoc_inlines((str(content),), [])
    return []


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
        title: list[Json],
    ) -> None:
        self._meta = meta
        self._title = title
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
                element["c"][1] = self._unknown(each.site) or element["c"][1]
                continue
            element["c"][1] = self._inlines(each, self._found.fragments[number])
            if each.note or is_raised(each.text):
                self._raised.add(id(element))

    # Another filter may know the label of a figure, so that it stays.
    def _unknown(self, site: Site) -> list[Json]:
        """Return the keys that no reference has, in bold with question marks."""
        keys = [cite.id for cite in site.cites]
        if not keys or any(is_cross_reference(key, {}) for key in keys):
            return []
        tree: list[Inline] = ["("]
        for number, key in enumerate(keys):
            if number:
                tree.append("; ")
            tree.append(Element("bold", (f"{key}?",)))
        return pandoc_inlines((*tree, ")"), [])

    # pandoc's manual, `link-bibliography`: addresses are links unless it is false.
    def _with_links(self, tree: Inlines) -> Inlines:
        if self._meta.get("link-bibliography") is False:
            return unlinked(tree)
        return linked(tree)

    def _inlines(
        self,
        each: RenderedSite,
        fragments: list[Json],
    ) -> list[Json]:
        inlines = pandoc_inlines(self._with_links(each.text or ()), fragments)
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

    # Text.Pandoc.Citeproc, mvPunct: marks of notes go after punctuation, and the blank
    # before them goes in any case; raised numbers move only if the metadata says so.
    def with_notes_moved(self, inlines: list[Any]) -> None:
        """Move the marks of notes after the punctuation that follows them.

        A blank before a mark goes, if running text names no author there.
        """
        if not self._raised:
            return
        moves = self._meta.get("notes-after-punctuation", self._rendered.notes)
        place = 0
        while place < len(inlines):
            each = inlines[place]
            if isinstance(each, dict) and id(each) in self._raised:
                place = self._without_blank(inlines, place)
                if moves is not False:
                    place = self._moved(inlines, place)
            place += 1

    @staticmethod
    def _leads(cite: Json) -> bool:
        """True if running text names the author before the mark."""
        first: Json = {}
        if cite["c"][1]:
            first = cite["c"][1][0]
        return first.get("t") not in ("Note", "Superscript")

    def _without_blank(self, inlines: list[Any], place: int) -> int:
        before: Json = {}
        if place:
            before = inlines[place - 1]
        if before.get("t") in ("Space", "SoftBreak") and not self._leads(
            inlines[place]
        ):
            del inlines[place - 1]
            return place - 1
        return place

    def _moved(self, inlines: list[Any], place: int) -> int:
        cite = inlines[place]
        after: Json = {}
        if place + 1 < len(inlines):
            after = inlines[place + 1]
        text = ""
        if after.get("t") == "Str":
            text = str(after.get("c"))
        leads = self._leads(cite)
        moved = _punctuation(text)
        # Behind the name of an author only the signs of sentences go before the mark.
        if leads:
            moved = text[: len(text) - len(text.lstrip(_SENTENCE))]
        if not moved:
            return place
        rest = text[len(moved) :]
        if rest:
            inlines[place + 1] = {"t": "Str", "c": rest}
        else:
            del inlines[place + 1]
        if leads:
            cite["c"][1].insert(-1, {"t": "Str", "c": moved})
            return place
        if self._goes_inside(inlines, place, moved):
            inlines[place - 1]["c"][1].append({"t": "Str", "c": moved})
            return place
        inlines.insert(place, {"t": "Str", "c": moved})
        return place + 1

    def _goes_inside(self, inlines: list[Any], place: int, moved: str) -> bool:
        """True if punctuation goes into the quotation marks before it."""
        american = _text(self._meta.get("lang")) in ("", "en", "en-US")
        quoted = place > 0 and inlines[place - 1].get("t") == "Quoted"
        return american and quoted and moved in _INSIDE_QUOTES

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
            place["c"][0][2] = [*place["c"][0][2], *self._spacings()]
            place["c"][1] = [*place["c"][1], *made]
            return
        blocks: list[Json] = document["blocks"]
        if self._title:
            attributes = ["bibliography", ["unnumbered"], []]
            blocks.append(
                {
                    "t": "Header",
                    "c": [1, attributes, self._title],
                }
            )
        blocks.append(
            {
                "t": "Div",
                "c": [["refs", self._classes(), self._spacings()], made],
            }
        )

    def _classes(self) -> list[str]:
        classes = ["references", "csl-bib-body"]
        if self._rendered.layout.hanging_indent:
            classes.append("hanging-indent")
        return classes

    # pandoc's writers set the lines apart by these; 1 is what CSL has by default.
    def _spacings(self) -> list[list[str]]:
        layout = self._rendered.layout
        named = {
            "entry-spacing": layout.entry_spacing,
            "line-spacing": layout.line_spacing,
        }
        return [[name, str(lines)] for name, lines in named.items() if lines != 1]

    def _entry(self, key: str, tree: Any) -> Json:
        attributes = [_anchor(key), ["csl-entry"], []]
        return {
            "t": "Div",
            "c": [
                attributes,
                [
                    {
                        "t": "Para",
                        "c": pandoc_inlines(self._with_links(tree), []),
                    }
                ],
            ],
        }


def _punctuation(text: str) -> str:
    """Return the punctuation at the start of a text, up to a dash."""
    end = 0
    while end < len(text) and text[end] not in _DASHES:
        if unicodedata.category(text[end])[0] != "P":
            break
        end += 1
    return text[:end]


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
