"""Org manuscripts: org-cite's citations, and the links of org-ref.

Sources: Org manual 9.6, "Citation handling"; org-ref's manual, "Citations" (versions 2
and 3). Nothing cites in source and example blocks, comments and verbatim text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.manuscript.light import org_text
from csecrefs.manuscript.light.notes import NoteSpans, closings
from csecrefs.manuscript.light.org_ground import blanked
from csecrefs.manuscript.light.text import Markup
from csecrefs.manuscript.light.text import splice as splice_markup
from csecrefs.manuscript.locators import split_suffix
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

# Org's manual, "Citation handling": the characters of a key.
_KEY_CHARACTERS: Final = r"[\w.:?!`'/*@+|(){}<>&^$#%~-]"
# Org syntax, "Citations": [cite/style:...] up to its bracket, which may nest once.
_CITE: Final = regex(r"\[cite(?:/([\w/-]+))?:([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]")
# A key in a citation, with the sign that suppresses its author: `@low2001`,
# `-@low2001`.
_REFERENCE: Final = regex(rf"(-?)@({_KEY_CHARACTERS}+)")
# The commands of org-ref that cite, those of biblatex among them.
_COMMANDS: Final = (
    r"(?:[Cc]ite(?:t|p|alt|alp|author|year|yearpar|num|text|title|date|url|s)?\*?"
    r"|(?:no|foot|text|paren|auto|smart|super|full|footfull)cites?\*?|fullcite"
    r"|(?:Text|Paren|Auto|Smart)cites?\*?)"
)
# [[cite:target][description]], or cite:key,key in plain text.
_BRACKETED: Final = regex(rf"\[\[({_COMMANDS}):([^\[\]]+)\](?:\[([^\[\]]*)\])?\]")
# The same in angle brackets: `<cite:low2001>`.
_ANGLED: Final = regex(rf"<({_COMMANDS}):([^<>\[\]\n]+)>")
# A link of org-ref in running text: `cite:low2001,may99`; in version 3 with an
# ampersand before each key: `citep:&low2001;&may99`. A mark of emphasis may be before
# it, but no word, path or address.
_PLAIN: Final = regex(
    rf"(?<![^\W_])(?<!\w[_/])(?<![/:]/)(?<![\[<]){'(' + _COMMANDS + ')'}"
    r":(&?[^\s\[\](){};]+(?:;&[^\s\[\](){};]+)*+)"
)
# Marks of emphasis and of sentences that end a link in running text.
_ENDING: Final = ".,:;?!'\"*/+=~"
# A setting of the file: `#+bibliography: refs.bib`.
_KEYWORD: Final = regex(r"^[ \t]*#\+(\w[\w-]*):[ \t]*([^\n]*)", re.MULTILINE)
# A note: its mark `[fn:1]`, a note in the text `[fn:: ...]` or `[fn:1: ...]`, or its
# text at a line's start.
_NOTE: Final = regex(r"\[fn:([\w-]*)(:?)|^\[fn:([\w-]+)\]", re.MULTILINE)
# A definition ends with two empty lines, the next definition or a heading.
_DEFINITION_END: Final = regex(r"\n[ \t]*\n[ \t]*\n|\n\[fn:|\n\*+ ")
# The place of the list: `#+print_bibliography:`, or org-ref's `bibliography:refs.bib`.
_LISTED: Final = regex(
    r"^[ \t]*#\+print_bibliography:[^\n]*|^[ \t]*bibliography:\S+"
    r"|^[ \t]*printbibliography:\S*|\[\[bibliography:[^\]]+\](?:\[[^\]]*\])?\]",
    re.MULTILINE | re.IGNORECASE,
)
# The files in org-ref's link: `bibliography:refs.bib,more.bib`.
_LINKED_FILES: Final = regex(r"\b(?:bibliography|addbibresource):([^\s\]\[]+)")
# Org manual, "Citation export processors": styles by what is printed (text, author, no
# author, year), and those that print a field of the work.
_STYLES: Final[dict[str, CiteMode]] = {
    "t": "narrative", "text": "narrative", "a": "author-only", "author": "author-only",
    "na": "suppress-author", "noauthor": "suppress-author", "y": "suppress-author",
    "year": "suppress-author",
}  # fmt: skip
_FIELDS: Final = {
    "ti": "title", "title": "title", "b": "entry", "bibentry": "entry", "full": "entry",
}  # fmt: skip
# Commands of links that print a field of the work.
_LINK_FIELDS: Final = {
    "citetitle": "title", "citeurl": "URL", "citedate": "issued", "fullcite": "entry",
    "footfullcite": "entry",
}  # fmt: skip
# Commands that name the author in running text: `citet`, `Textcites`.
_NARRATIVE: Final = regex(r"[Cc]itet\*?|[Tt]extcites?\*?")
# Commands and variants whose text has no brackets: `citealp`, `citeyear`, `cite/y/b`.
_BARE: Final = regex(r"[Cc]ite(?:alt|alp|num|year)\*?|cite/.*/b.*")
# Commands and styles that make a note in any style: `footcite`, `cite/note`.
_NOTED: Final = regex(r"foot.*|cite/(?:ft|note)(?:/.*)?")


def looks_like(head: bytes) -> bool:
    """Return True if the first bytes of a file are of an Org file."""
    return re.search(rb"^#\+\w+:", head, re.MULTILINE) is not None


def read(content: bytes, *, path: str = "") -> Manuscript:
    """Return the Org manuscript in `content`."""
    text = decode(content)
    masked = blanked(text)
    notes = _notes(masked)
    found = [*_org_cites(masked), *_links(masked), *_lists(masked)]
    found.sort(key=lambda site: site.start)
    apart = sorted(_apart(found), key=lambda site: notes.order(site.start))
    sites = (_placed(site, text, notes) for site in apart)
    metadata = _metadata(masked)
    return Manuscript(
        path,
        "org",
        content,
        text,
        tuple(Places(text).placed(sites)),
        metadata,
    )


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Return the source with each site replaced and every other byte kept."""
    commands = {site.command for site in manuscript.sites}
    bare = frozenset(name for name in commands if _BARE.fullmatch(name))
    noted = frozenset(name for name in commands if _NOTED.fullmatch(name))
    return splice_markup(
        manuscript,
        rendered,
        _MARKUP,
        bare=bare,
        noted=noted,
    )


def _apart(sites: list[Site]) -> Iterator[Site]:
    """Yield the sites that are not inside the one before."""
    end = 0
    for site in sites:
        if site.start >= end:
            yield site
            end = site.end


def _placed(site: Site, text: str, notes: NoteSpans) -> Site:
    note, before = notes.at(site.start)
    source = text[site.start : site.end]
    return attrs.evolve(
        site,
        source=source,
        note=note,
        notes_before=before,
    )


def _notes(text: str) -> NoteSpans:
    """Return the spans of notes in the text, and of definitions at a line's start."""
    spans: list[tuple[int, int]] = []
    marks: dict[str, int] = {}
    inline: list[int] = []
    defined: dict[int, str] = {}
    ends = closings(text)
    for match in _NOTE.finditer(text):
        start, label = match.start(), match[3] or match[1]
        line_start = start == 0 or text[start - 1] == "\n"
        if match[3] or (line_start and not match[2]):
            end = _DEFINITION_END.search(text, match.end())
            spans.append((start, end.start() if end else len(text)))
            defined[start] = label
        elif match[2]:
            inline.append(start)
            if start in ends:
                spans.append((start, ends[start]))
        else:
            marks.setdefault(label, start)
    owners = {start: marks[label] for start, label in defined.items() if label in marks}
    return NoteSpans(spans, [*inline, *marks.values()], owners)


def _org_cites(text: str) -> Iterator[Site]:
    for match in _CITE.finditer(text):
        style = match[1] or ""
        cites = _cites(match[2], _STYLES.get(style.split("/")[0], ""))
        if not cites:
            continue
        kind = style.split("/")[0]
        command = "cite/"
        if style:
            command = f"cite/{style}"
        span = match.start(), match.end()
        nocite = kind in ("n", "nocite")
        yield Site(
            *span,
            cites,
            "nocite" if nocite else "citation",
            command=command,
            field=_FIELDS.get(kind, ""),
            author_order=fixes_order(cites),
        )


def _cites(body: str, mode: CiteMode) -> tuple[Cite, ...]:
    """Return `global prefix;prefix @key suffix;...;global suffix` as cites."""
    parts = body.split(";")
    before = after = ""
    if len(parts) > 1 and not _REFERENCE.search(parts[0]):
        before = parts.pop(0).strip()
    if len(parts) > 1 and not _REFERENCE.search(parts[-1]):
        after = parts.pop().rstrip()
    cites: list[Cite] = []
    for part in parts:
        cites += _part(part, mode if not cites else _following(mode))
    if cites and before:
        joined = " ".join(filter(None, (before, cites[0].prefix)))
        cites[0] = attrs.evolve(cites[0], prefix=joined)
    if cites and after:
        separator = ", "
        if after.lstrip()[:1] in ",.;:":
            separator = ""
        suffix = f"{cites[-1].suffix}{separator}{after.strip()}"
        cites[-1] = attrs.evolve(cites[-1], suffix=suffix)
    return tuple(cites)


def _following(mode: CiteMode) -> CiteMode:
    if mode == "narrative":
        return ""
    return mode


def _part(part: str, mode: CiteMode) -> list[Cite]:
    """Return the cites of one part: one key, or several with nothing between them."""
    keys = list(_REFERENCE.finditer(part))
    cites = []
    for number, match in enumerate(keys):
        start = 0
        if number:
            start = keys[number - 1].end()
        prefix = ""
        if not number:
            prefix = " ".join(part[start : match.start()].split())
        last = number + 1 == len(keys)
        if not last or match[2][-1:] in ",)":
            key = match[2].rstrip(".:?!,)")
        else:
            key = match[2]
        rest = match[2][len(key) :] + (part[match.end() :] if last else "")
        label, locator, suffix = split_suffix(" ".join(rest.split()))
        own: CiteMode = mode
        if match[1]:
            own = "suppress-author"
        cites.append(
            Cite(
                key,
                locator,
                label,
                prefix,
                _suffix(suffix),
                own,
            )
        )
    return cites


def _suffix(text: str) -> str:
    """Return a suffix with the blank that parts it from what is before."""
    if not text.strip():
        return ""
    if text.lstrip()[0] in ",.;:)":
        return text.lstrip()
    if text[0] == " ":
        return text
    return f" {text}"


def _links(text: str) -> Iterator[Site]:
    """Yield org-ref's links, in brackets and in plain text."""
    for match in _BRACKETED.finditer(text):
        yield from _link(
            match[1],
            match[2],
            match[3] or "",
            match.span(),
        )
    for match in _ANGLED.finditer(text):
        yield from _link(match[1], match[2], "", match.span())
    for match in _PLAIN.finditer(text):
        target = match[2].rstrip(_ENDING)
        # An underline around the link: `_cite:low2001_`.
        if text[match.start() - 1 : match.start()] == "_":
            target = target.removesuffix("_")
        yield from _link(
            match[1],
            target,
            "",
            (match.start(), match.start(2) + len(target)),
        )


def _link(
    command: str,
    target: str,
    description: str,
    span: tuple[int, int],
) -> Iterator[Site]:
    mode = _link_mode(command)
    if "&" in target:
        cites = _cites(re.sub(r"&(?=\S)", "@", target), mode)
    else:
        cites = _old_cites(target, description, mode)
    if cites:
        kind = command.lower().startswith("nocite")
        yield Site(
            *span,
            cites,
            "nocite" if kind else "citation",
            command=command,
            field=_LINK_FIELDS.get(command.lower().rstrip("*"), ""),
        )


def _link_mode(command: str) -> CiteMode:
    if _NARRATIVE.fullmatch(command):
        return "narrative"
    if command.lower().startswith("citeauthor"):
        return "author-only"
    if command.lower().startswith("citeyear"):
        return "suppress-author"
    return ""


def _old_cites(
    target: str,
    description: str,
    mode: CiteMode,
) -> tuple[Cite, ...]:
    """Return version 2's `key,key` with `pre::post` as the description."""
    before, _, after = description.partition("::")
    keys = [key.strip() for key in target.split(",") if key.strip()]
    # A link to a place that is no key: "cite:See page 3".
    if any(re.search(r"\s", key) for key in keys):
        return ()
    cites: list[Cite] = []
    for key in keys:
        cites.append(Cite(key, mode=_following(mode) if cites else mode))
    # A description that has no "::" is the text behind, as org-ref's manual has it.
    if "::" not in description:
        before, after = "", description
    if cites and description.strip():
        label, locator, suffix = split_suffix(after.strip())
        cites[0] = attrs.evolve(cites[0], prefix=before.strip())
        located = attrs.evolve(cites[-1], locator=locator, label=label)
        cites[-1] = attrs.evolve(located, suffix=_suffix(suffix))
    return tuple(cites)


def _lists(text: str) -> Iterator[Site]:
    for match in _LISTED.finditer(text):
        yield Site(match.start(), match.end(), (), "bibliography")


def _metadata(text: str) -> Metadata:
    files: list[str] = []
    style = language = ""
    for match in _KEYWORD.finditer(text):
        name, value = match[1].lower(), match[2].strip()
        if name == "bibliography":
            files.append(value.strip('"'))
        elif name in ("csl-style", "csl_style"):
            style = value
        elif name == "cite_export" and value.startswith("csl"):
            words = value.split()
            if len(words) > 1:
                style = words[1]
        elif name == "language":
            language = value
    for match in _LINKED_FILES.finditer(text):
        files += [each for each in match[1].split(",") if each]
    return Metadata(tuple(dict.fromkeys(files)), style, language)


def _note(text: str, _number: int) -> str:
    return f"[fn:: {text}]"


# Org's notes are in the text.
_MARKUP: Final = Markup(
    org_text.inlines,
    org_text.bibliography,
    _note,
    heading="* References\n",
)
