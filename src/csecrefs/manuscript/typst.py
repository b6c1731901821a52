"""Typst manuscripts: `@key`, `#cite` and `#bibliography`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.errors import Diagnostic
from csecrefs.manuscript.light.text import Markup
from csecrefs.manuscript.light.text import splice as splice_markup
from csecrefs.manuscript.light.typst_scanner import Found, TypstScanner
from csecrefs.manuscript.locators import split_suffix
from csecrefs.manuscript.places import Places
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import (
    Manuscript,
    Metadata,
    Site,
)
from csecrefs.manuscript.splice import decode
from csecrefs.text.inline import (
    Entry,
    EntryLayout,
    Inlines,
)
from csecrefs.writers import typst as writer

# The key that `#cite` is given: `<low2001>` or `label("low2001")`.
_CITED: Final = re.compile(r"""\s*(?:<([\w\-:.]+)>|label\(\s*"([^"]+)"\s*\))""")
# The form of a citation: `form: "prose"`, or `none` to list the work only.
_FORM: Final = re.compile(r"""\bform\s*:\s*(?:"(\w+)"|(none))""")
# The start of a supplement, which goes to its closing bracket: `supplement: [p. 3]`.
_SUPPLEMENT: Final = re.compile(r"\bsupplement\s*:\s*\[")
# The style of the list: `style: "apa"`.
_STYLE: Final = re.compile(r"""\bstyle\s*:\s*"([^"]+)\"""")
# The option that lists every work of the files.
_FULL: Final = re.compile(r"\bfull\s*:\s*true\b")
# The name of a file in quotation marks.
_STRINGS: Final = re.compile(r'"([^"\\]+)"')
# The files at the start of `#bibliography(...)`: one string or an array of them.
_SOURCES: Final = re.compile(r"""\s*(?:"[^"\\]*"|\((?:\s*"[^"\\]*"\s*,?)*\s*\))""")
# The language of the text: `#set text(lang: "de")`.
_LANGUAGE: Final = re.compile(r"""#set\s+text\s*\([^)]*\blang\s*:\s*"([\w-]+)\"""")
# A mark of strong or emphasised text at the edge of a word; `low_2001` has none.
_FONTS: Final = re.compile(r"(?<!\w)[*_]|[*_](?!\w)")
# Forms of `#cite` by what is printed.
_MODES: Final[dict[str, CiteMode]] = {
    "prose": "narrative",
    "author": "author-only",
    "year": "suppress-author",
}


def looks_like(head: bytes) -> bool:
    """Return True if the first bytes of a file are of a Typst source."""
    return re.search(rb"^#(?:set|import|let|show)\s", head, re.MULTILINE) is not None


def read(content: bytes, *, path: str = "") -> Manuscript:
    """Return the Typst manuscript in `content`."""
    text = decode(content)
    found = list(TypstScanner(text).run())
    labels = {each.name for each in found if each.kind == "label"}
    made = [
        *_sites(text, found, labels),
        *_bibliographies(text, found),
    ]
    made.sort(key=lambda site: site.start)
    places = Places(text)
    return Manuscript(
        path,
        "typst",
        content,
        text,
        tuple(places.placed(_grouped(text, made))),
        _metadata(text, found),
        diagnostics=tuple(_diagnostics(found, places, path)),
    )


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Return the source with each site replaced and every other byte kept."""
    return splice_markup(
        manuscript,
        rendered,
        _MARKUP,
        bare=frozenset({"cite.year"}),
    )


def _sites(
    text: str,
    found: Sequence[Found],
    labels: set[str],
) -> Iterator[Site]:
    """Yield a site for each reference to a key and each call of `cite`."""
    notes = 0
    open_notes: list[int] = []
    for each in sorted(found, key=lambda each: (each.start, each.kind)):
        if each.kind == "note":
            notes += 1
            open_notes.append(notes)
        elif each.kind == "noted" and open_notes:
            open_notes.pop()
        site = _site(text, each, labels)
        if site is not None:
            note = 0
            if open_notes:
                note = open_notes[-1]
            yield attrs.evolve(site, note=note, notes_before=notes)


def _site(text: str, each: Found, labels: set[str]) -> Site | None:
    source = text[each.start : each.end]
    if each.kind == "ref" and each.name not in labels:
        supplement = ""
        if each.given:
            supplement = text[slice(*each.given)]
        cite = _cite(each.name, supplement, "")
        return Site(
            each.start,
            each.end,
            (cite,),
            source=source,
            command="@",
        )
    if each.kind != "call" or each.name != "cite" or each.given is None:
        return None
    inside = text[slice(*each.given)]
    cited = _CITED.match(inside)
    if cited is None:
        return None
    form = _FORM.search(inside)
    name = "normal"
    if form:
        name = form[1] or "none"
    cite = _cite(
        cited[1] or cited[2],
        _supplement(inside),
        _MODES.get(name, ""),
    )
    return Site(
        each.start,
        each.end,
        (cite,),
        "nocite" if name == "none" else "citation",
        source,
        command="cite" if name == "normal" else f"cite.{name}",
        field="entry" if name == "full" else "",
    )


def _supplement(inside: str) -> str:
    match = _SUPPLEMENT.search(inside)
    if match is None:
        return ""
    depth = 1
    for place in range(match.end(), len(inside)):
        depth += (inside[place] == "[") - (inside[place] == "]")
        if not depth:
            return inside[match.end() : place]
    return ""


def _cite(key: str, supplement: str, mode: CiteMode) -> Cite:
    """Return a cite; a supplement is the locator, whatever words it has."""
    plain = _FONTS.sub("", " ".join(supplement.split()))
    plain = plain.replace("~", "\u00a0").replace("--", "–")
    if not plain:
        return Cite(key, mode=mode)
    label, locator, suffix = split_suffix(plain)
    if not locator:
        return Cite(key, mode=mode, suffix=f", {plain}")
    return Cite(key, locator, label, suffix=suffix, mode=mode)


def _grouped(text: str, sites: Sequence[Site]) -> Iterator[Site]:
    """Yield the sites with neighbours joined, as Typst groups them.

    Only blanks may be between them, and no empty line. A name in running text begins
    no group and joins none.
    """
    group: list[Site] = []
    for site in sites:
        joins = site.kind == "citation" and not (site.field or site.cites[0].mode)
        if group and not (joins and _adjacent(text, group[-1].end, site.start)):
            yield _joined(text, group)
            group = []
        if joins:
            group.append(site)
        else:
            yield site
    if group:
        yield _joined(text, group)


def _adjacent(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return not between.strip() and between.count("\n") < 2


def _joined(text: str, group: Sequence[Site]) -> Site:
    first, last = group[0], group[-1]
    cites = tuple([cite for site in group for cite in site.cites])
    source = text[first.start : last.end]
    return attrs.evolve(
        first,
        end=last.end,
        cites=cites,
        source=source,
    )


def _bibliographies(text: str, found: Sequence[Found]) -> Iterator[Site]:
    for each in found:
        if each.kind == "call" and each.name == "bibliography":
            source = text[each.start : each.end]
            yield Site(
                each.start,
                each.end,
                (),
                "bibliography",
                source,
            )


def _metadata(text: str, found: Sequence[Found]) -> Metadata:
    files: list[str] = []
    nocite: tuple[str, ...] = ()
    style = ""
    for each in found:
        if each.kind != "call" or each.name != "bibliography" or each.given is None:
            continue
        inside = text[slice(*each.given)]
        sources = _SOURCES.match(inside)
        if sources:
            files += _STRINGS.findall(sources[0])
        named = _STYLE.search(inside)
        style = style or (named[1] if named else "")
        if _FULL.search(inside):
            nocite = ("*",)
    language = _LANGUAGE.search(text)
    return Metadata(
        tuple(dict.fromkeys(files)),
        style,
        language[1] if language else "",
        nocite,
    )


def _diagnostics(
    found: Sequence[Found],
    places: Places,
    path: str,
) -> Iterator[Diagnostic]:
    for each in found:
        if each.kind == "unclosed":
            line, column = places.at(each.start)
            message = f"the bracket {each.name} is never closed; close it"
            yield Diagnostic(
                "unclosed-bracket",
                message,
                path=path or None,
                line=line,
                column=column,
            )


def _joined_text(_before: str, text: str, after: str) -> str:
    # "#emph[x](" would be a call with more arguments, "#emph[x].name" a field.
    last_call = text.endswith("]") and after in ("(", "[", ".")
    if last_call and after:
        return f"{text};"
    return text


def _list(entries: Sequence[Entry], layout: EntryLayout) -> str:
    return writer.bibliography(entries, layout).rstrip("\n")


def _inlines(tree: Inlines) -> str:
    return writer.inlines(tree)


def _note(text: str, _number: int) -> str:
    return f"#footnote[{text}]"


# Typst's notes are in the text.
_MARKUP: Final = Markup(_inlines, _list, _note, joined=_joined_text)
