"""reStructuredText manuscripts: the roles and directives of sphinxcontrib-bibtex."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from csecrefs.manuscript.light.notes import NoteSpans
from csecrefs.manuscript.light.rst_blocks import (
    RstBlock,
    RstBlocks,
    blocks,
)
from csecrefs.manuscript.light.targets import ROLES, cites, dressed
from csecrefs.manuscript.light.text import Markup
from csecrefs.manuscript.light.text import splice as splice_markup
from csecrefs.manuscript.places import Places
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import (
    Manuscript,
    Metadata,
    Site,
    fixes_order,
)
from csecrefs.manuscript.splice import decode
from csecrefs.patterns import regex
from csecrefs.text.inline import (
    Entry,
    EntryLayout,
    Inlines,
)
from csecrefs.writers import rst as writer

# Signs of reStructuredText in a file without a suffix: a directive, or a role that cites.
_HEAD: Final = regex(rb"^\.\. [\w-]+::|:(?:foot)?cite(?::\w+)?:`", re.MULTILINE)
# Inline literals, then roles: the text of a role ends at a backquote that a blank or
# punctuation follows; a backslash or a following letter makes a backquote text. Names
# and texts are bounded: one that is not closed must not be searched to the end of a book.
_INLINE: Final = regex(
    r"``(?=\S).*?``(?!`)|\\."
    r"|:(?P<role>[A-Za-z][\w:+.-]{0,60}?):`(?P<text>(?:\\.|[^`\\]|`(?=\w)){1,5000}+)`"
    r"|(?<![\w`])`(?P<before>(?:\\.|[^`\\]){1,5000}+)`"
    r":(?P<after>[A-Za-z][\w:+.-]{0,60}?):",
    re.DOTALL,
)
# The mark of a footnote: `[#]_`, `[#tide]_`, `[3]_` or `[*]_`.
_NOTE: Final = regex(r"\[(#[\w.-]*|\d+|\*)\]_")
# The start of a footnote's text: `.. [#tide] See ...`.
_DEFINITION: Final = regex(r"^[ \t]*\.\.[ \t]+\[(#[\w.-]*|\d+|\*)\]", re.MULTILINE)
# Labels that are given out in turn: the first mark has the first text.
_ANONYMOUS: Final = ("#", "*")
# The end of an indented text: a line that starts at the margin.
_MARGIN: Final = regex(r"\n(?=\S)")
# An option of a directive with its value: `   :filter: cited`.
_OPTION: Final = regex(r"^[ \t]+:(\w+):[ \t]*(.*)$", re.MULTILINE)
# The end of a paragraph.
_PARAGRAPH: Final = regex(r"\n[ \t]*\n")
# A rubric: the levels of headings are the author's choice.
_HEADING: Final = ".. rubric:: References\n\n"


def looks_like(head: bytes) -> bool:
    """Return True if the first bytes of a file are of reStructuredText."""
    return _HEAD.search(head) is not None


def read(content: bytes, *, path: str = "") -> Manuscript:
    """Return the reStructuredText manuscript in `content`."""
    text = decode(content)
    found = blocks(text)
    sites = [*_citations(found.masked), *_lists(text, found)]
    sites.sort(key=lambda site: site.start)
    noted = _with_notes(found.masked, sites)
    placed = tuple(Places(text).placed(noted))
    return Manuscript(
        path,
        "rst",
        content,
        text,
        placed,
        _metadata(text, found.lists),
    )


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Return the source with each site replaced and every other byte kept."""
    noted = frozenset(name for name, meaning in ROLES.items() if meaning.note)
    return splice_markup(
        manuscript,
        rendered,
        _MARKUP,
        noted=noted,
        dressed=lambda site, tree: dressed(tree, site.command),
    )


def _citations(text: str) -> Iterator[Site]:
    """Yield the roles that cite; a paragraph's end closes what is open."""
    for match in _INLINE.finditer(text):
        role = match["role"] or match["after"]
        meaning = ROLES.get(role or "")
        if meaning is None or _PARAGRAPH.search(match[0]):
            continue
        written = match["text"] or match["before"]
        cited = cites(written.replace("\\", ""), meaning.mode)
        if cited:
            yield Site(
                match.start(),
                match.end(),
                cited,
                "nocite" if meaning.empty else "citation",
                match[0],
                command=role,
                field=meaning.field,
                author_order=fixes_order(cited),
            )


def _lists(text: str, found: RstBlocks) -> Iterator[Site]:
    for each in found.lists:
        source = text[each.start : each.end]
        yield Site(
            each.start,
            each.end,
            (),
            "bibliography",
            source,
            command=each.name,
        )


def _with_notes(text: str, sites: Sequence[Site]) -> Iterator[Site]:
    """Yield the sites with the author's notes counted by their marks.

    They come in the order of the source, by which Sphinx numbers citations.
    """
    notes = _notes(text)
    for site in sites:
        note, before = notes.at(site.start)
        yield attrs.evolve(site, note=note, notes_before=before)


def _notes(text: str) -> NoteSpans:
    """Return the texts of footnotes, each with its mark.

    A text ends before the next line at the margin.
    """
    marks: dict[str, list[int]] = {}
    for mark in _NOTE.finditer(text):
        same = marks.setdefault(mark[1], [])
        # A label that is repeated leads to the same note.
        if mark[1] in _ANONYMOUS or not same:
            same.append(mark.start())
    spans: list[tuple[int, int]] = []
    owners: dict[int, int] = {}
    counted: dict[str, int] = {}
    for match in _DEFINITION.finditer(text):
        end = _MARGIN.search(text, match.end())
        spans.append((match.start(), end.start() if end else len(text)))
        number = counted.get(match[1], 0)
        counted[match[1]] = number + 1
        own = marks.get(match[1], [])
        if number < len(own):
            owners[match.start()] = own[number]
    return NoteSpans(spans, [each for same in marks.values() for each in same], owners)


def _metadata(text: str, lists: Sequence[RstBlock]) -> Metadata:
    files: list[str] = []
    nocite: tuple[str, ...] = ()
    for each in lists:
        source = text[each.start : each.end]
        if each.name == "bibliography":
            first = source.partition("\n")[0].partition("::")[2]
            files += first.split()
        if any(name == "all" for name, _ in _OPTION.findall(source)):
            nocite = ("*",)
    return Metadata(tuple(dict.fromkeys(files)), nocite=nocite)


def _joined(before: str, text: str, after: str) -> str:
    # Inline markup needs a blank or punctuation on its outer sides; "\ " prints none.
    opening = ""
    if before.isalnum() and text[:1] in "*`:":
        opening = "\\ "
    closing = ""
    if after.isalnum() and text[-1:] in "*`_":
        closing = "\\ "
    return f"{opening}{text}{closing}"


def _inlines(tree: Inlines) -> str:
    return writer.inlines(tree)


def _list(entries: Sequence[Entry], layout: EntryLayout) -> str:
    return writer.bibliography(entries, layout)


def _definitions(notes: Sequence[str]) -> str:
    made = (f".. [#cite-{number}] {text}" for number, text in enumerate(notes, 1))
    return "\n" + "\n".join(made) + "\n"


def _note(_text: str, number: int) -> str:
    return f" [#cite-{number}]_"


# The texts of notes are at the end of the file.
_MARKUP: Final = Markup(
    _inlines,
    _list,
    _note,
    _definitions,
    _joined,
    _HEADING,
)
