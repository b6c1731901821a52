"""Rendered citations written into Markdown: text, notes, and the list of references."""

from __future__ import annotations

from collections.abc import (
    Callable,
    Iterator,
    Sequence,
)
from typing import Final

from csecrefs.manuscript.rendered import (
    RenderedSite,
    RenderedSites,
    entry_identifier,
    rendered_sites,
)
from csecrefs.manuscript.sites import Manuscript, Site
from csecrefs.manuscript.splice import (
    Replacement,
    replaced,
    with_fragments,
)
from csecrefs.patterns import regex
from csecrefs.text.inline import (
    Element,
    Entry,
    EntryLayout,
    Inlines,
)
from csecrefs.writers import markdown

# Punctuation that goes before the mark of a note.
_AFTER: Final = regex(r"[.,;:!?]+")
# A heading with nothing below it, at the end of a text: that of the list.
_LAST_HEADING: Final = regex(
    r"(?:^|\n)(?:#{1,6}[ \t][^\n]*|[^\n]+\n[=-]{3,}[ \t]*)\s*\Z"
)

Write = Callable[[Inlines], str]
"""Writes an inline tree in the syntax of a manuscript."""


def replacements(
    manuscript: Manuscript,
    rendered: RenderedSites,
    escape: Callable[[str], str] = str,
) -> list[Replacement]:
    """Return the new text of each site, and of the end of the manuscript.

    `escape` is applied to all that is written, as inside strings of JSON.
    """
    return _Writer(manuscript, rendered, escape).replacements()


class _Writer:
    """Writes the sites of one manuscript; notes are numbered after the others."""

    def __init__(
        self,
        manuscript: Manuscript,
        rendered: RenderedSites,
        escape: Callable[[str], str],
    ) -> None:
        self._escape = escape
        self._manuscript = manuscript
        self._rendered = rendered
        self._text = manuscript.text
        self._options = rendered.options
        self._links = self._options.get("link-citations") is True
        self._notes: list[str] = []
        self._label = _free_label(self._text)
        self._inner: list[Replacement] = []
        """What is written for cites inside suffixes."""

    def replacements(self) -> list[Replacement]:
        each = list(rendered_sites(self._manuscript, self._rendered))
        self._inner = [
            Replacement(one.site.start, one.site.end, self._inline(one))
            for one in each
            if one.site.nested and one.text is not None
        ]
        found = [self._site(one) for one in each if one.text is not None]
        entries = self._entries()
        places = [s for s in self._manuscript.sites if s.kind == "bibliography"]
        if entries is not None and places:
            found.append(self._in_place(places[0], self._escape(entries)))
            found += [self._in_place(place, "") for place in places[1:]]
            entries = None
        at_end = self._escape("".join(self._list_at_end(entries)))
        end = "".join((*self._note_block(), at_end))
        if end:
            found.append(Replacement(len(self._text), len(self._text), end))
        return found

    def _site(self, one: RenderedSite) -> Replacement:
        if not one.note:
            text = self._inline(one)
            if self._is_raised(one.text or ()):
                return self._after_punctuation(one.site, "", text)
            return Replacement(one.site.start, one.site.end, text)
        number = len(self._notes) + 1
        self._notes.append(self._inline(one))
        lead = self._escape(markdown.inlines(one.lead))
        mark = f"[^{self._label}{number}]"
        return self._after_punctuation(one.site, lead, mark)

    def _inline(self, one: RenderedSite) -> str:
        text = markdown.inlines(one.text or (), links=self._links)
        before = self._text[
            self._text.rfind("\n", 0, one.site.start) + 1 : one.site.start
        ]
        if text.startswith("\\(") and before.strip():
            # only at the start of a line would it be a list; elsewhere it may be math
            text = text[1:]
        return with_fragments(self._escape(text), one.site, self._source)

    def _source(self, start: int, end: int) -> str:
        """Return what a fragment of the source is written as."""
        for inner in self._inner:
            if start <= inner.start and inner.end <= end:
                return inner.text
        return replaced(self._text[start:end], ())

    # Superscript numbers go where marks of notes go, as in citeproc-js and pandoc.
    def _is_raised(self, tree: Inlines) -> bool:
        """True if a citation is set above the line, as the mark of a note is."""
        if self._options.get("notes-after-punctuation") is False:
            return False
        nodes = [node for node in tree if node != ""]
        return len(nodes) == 1 and (
            isinstance(nodes[0], Element) and nodes[0].tag == "superscript"
        )

    def _after_punctuation(
        self,
        site: Site,
        lead: str,
        mark: str,
    ) -> Replacement:
        """Write a mark after the punctuation that follows, no blank before it.

        Source: pandoc's manual, `notes-after-punctuation`.
        """
        start, end = site.start, site.end
        if not lead:
            while start and self._text[start - 1] in " \t\u00a0":
                start -= 1
            if start and self._text[start - 1] == "\n":
                start = site.start
        moved = ""
        if self._options.get("notes-after-punctuation") is not False:
            after = _AFTER.match(self._text, end)
            if after:
                moved, end = after[0], after.end()
        if start and moved and self._text[start - 1] == moved[0] and not lead:
            moved = moved[1:]
        return Replacement(start, end, f"{lead}{moved}{mark}")

    def _note_block(self) -> Iterator[str]:
        if not self._notes:
            return
        line_end = self._escape("\n")
        yield self._escape(self._gap(self._text))
        for number, text in enumerate(self._notes, 1):
            yield f"[^{self._label}{number}]: {text}{line_end}"

    def _entries(self) -> str | None:
        """Return the list, None if there is none to print."""
        rendered = self._rendered
        if not rendered.entries or self._options.get("suppress-bibliography") is True:
            return None
        return bibliography(
            rendered.entries,
            rendered.layout,
            anchors=self._links,
        )

    def _in_place(self, site: Site, entries: str) -> Replacement:
        source = self._text[site.start : site.end]
        first, _, rest = source.partition("\n")
        if self._escape is not str or source.startswith(("`", "~", "\\")):
            text = entries
        elif source.startswith(":::"):
            last = rest.rstrip().rpartition("\n")[2].strip() or ":::"
            text = f"{first.rstrip()}\n{entries}\n{last}"
        else:
            opening = source[: source.index(">") + 1]
            closing = ""
            if source.lower().endswith("</div>"):
                closing = "</div>"
            text = f"{opening}\n\n{entries}\n\n{closing}".rstrip("\n")
        return Replacement(site.start, site.end, text)

    def _list_at_end(self, entries: str | None) -> Iterator[str]:
        if entries is None:
            return
        title = self._options.get("reference-section-title")
        yield self._gap("" if self._notes else self._text)
        if self._notes:
            yield "\n"
        if isinstance(title, str) and title and not _LAST_HEADING.search(self._text):
            yield f"# {title}\n\n"
        yield f"{entries}\n"

    def _gap(self, text: str) -> str:
        """Return the line ends that part a text from what is added after it."""
        if not text or text.endswith("\n\n"):
            return ""
        if text.endswith("\n"):
            return "\n"
        return "\n\n"


def bibliography(
    entries: Sequence[Entry],
    layout: EntryLayout,
    *,
    anchors: bool = False,
) -> str:
    """Return the list of references in Markdown, a paragraph an entry.

    With `anchors` each has the identifier that `link-citations` link to.
    """
    if not anchors:
        return markdown.bibliography(entries, layout)
    written = (
        f'<span id="{entry_identifier(entry.id)}"></span>{markdown.inlines(entry.tree)}'
        for entry in entries
    )
    return "\n\n".join(written)


def _free_label(text: str) -> str:
    """Return a label for notes that no note of the author's begins with."""
    label = "cite-"
    while f"[^{label}" in text:
        label = f"c{label}"
    return label
