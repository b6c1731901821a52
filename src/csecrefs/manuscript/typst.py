"""Typst manuscripts: `@key`, `#cite` and `#bibliography`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.errors import Diagnostic
from csecrefs.manuscript.light.text import Markup
from csecrefs.manuscript.light.text import splice as splice_markup
from csecrefs.manuscript.light.typst_arguments import (
    CallArgument,
    arguments,
    closing,
    content_of,
    key_of,
    named_values,
    signs,
    string_of,
)
from csecrefs.manuscript.light.typst_functions import (
    Citing,
    Given,
    citing_function,
)
from csecrefs.manuscript.light.typst_lists import (
    bibliographies,
    is_rule,
    metadata,
)
from csecrefs.manuscript.light.typst_scanner import Found, TypstScanner
from csecrefs.manuscript.locators import split_suffix
from csecrefs.manuscript.places import Places
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import (
    Manuscript,
    Site,
)
from csecrefs.manuscript.splice import Replacement, decode
from csecrefs.patterns import regex
from csecrefs.text.inline import (
    Entry,
    EntryLayout,
    Inlines,
)
from csecrefs.writers import typst as writer

# A mark of strong or emphasised text at the edge of a word; `low_2001` has none.
_FONTS: Final = regex(r"(?<!\w)[*_]|[*_](?!\w)")
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
    source = _Source(text, found)
    made = [*source.sites(), *bibliographies(text, found)]
    made.sort(key=lambda site: site.start)
    places = Places(text)
    return Manuscript(
        path,
        "typst",
        content,
        text,
        tuple(places.placed(_in_order(text, _grouped(text, made)))),
        metadata(text, found),
        diagnostics=tuple(_diagnostics(source, places, path)),
    )


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Return the source with each site replaced and every other byte kept."""
    return splice_markup(
        manuscript,
        rendered,
        _MARKUP,
        bare=frozenset({"cite.year"}),
    )


class _Source:
    """A source and what its scanner found; `unread` are calls whose key code makes."""

    def __init__(self, text: str, found: Sequence[Found]) -> None:
        self.text = text
        self.found = sorted(found, key=lambda each: (each.start, each.kind))
        self.labels = {each.name for each in found if each.kind == "label"}
        self.unread: list[Found] = []
        lets = [each for each in found if each.kind == "let"]
        made = (citing_function(text, each.start, each.end) for each in lets)
        # The last function of a name is the one that its calls mean.
        self.functions = {each.name: each for each in made if each}

    def sites(self) -> Iterator[Site]:
        """Yield a site for each reference to a key and each call that cites."""
        notes = 0
        open_notes: list[int] = []
        for each in self.found:
            if each.kind == "note":
                notes += 1
                open_notes.append(notes)
            elif each.kind == "noted" and open_notes:
                open_notes.pop()
            site = self._site(each)
            if site is not None:
                note = 0
                if open_notes:
                    note = open_notes[-1]
                yield attrs.evolve(site, note=note, notes_before=notes)

    def _site(self, each: Found) -> Site | None:
        if each.kind == "ref" and each.name not in self.labels:
            supplement = ""
            if each.given:
                supplement = self.text[slice(*each.given)]
            cite = _cite(each.name, supplement, "")
            source = self.text[each.start : each.end]
            return Site(each.start, each.end, (cite,), source=source, command="@")
        if each.kind != "call" or each.given is None:
            return None
        if is_rule(self.text, each.start):
            return None
        if each.name == "quote":
            return self._attribution(each)
        if each.name == "ref":
            return self._referenced(each)
        function = self.functions.get(each.name)
        if each.name in ("cite", "cite.with") or function:
            return self._called(each, function)
        return None

    def _called(self, call: Found, function: Citing | None) -> Site | None:
        """Return the site of a call of `cite`, or of a function that calls it."""
        if self._in_function(call):
            return None
        # `#cite.with(<key>)()`: a function in an expression, with a call behind it.
        if call.name == "cite.with":
            self.unread.append(call)
            return None
        values, end = self._values(call, function)
        if function:
            given = function.given(self.text, values)
        else:
            ordered = [each for each in values if not each.name]
            key = ""
            if ordered:
                key = key_of(self.text[ordered[0].start : ordered[0].end])
            given = Given(key, named_values(self.text, values))
        if not given.key:
            self.unread.append(call)
            return None
        return self._cited(call.start, end, given)

    def _in_function(self, call: Found) -> bool:
        """True if a call is the body of a function that is read."""
        return any(
            each.start <= call.start < each.end for each in self.functions.values()
        )

    def _values(
        self, call: Found, function: Citing | None
    ) -> tuple[list[CallArgument], int]:
        """Return the arguments of a call with its content blocks, and its end."""
        begin, stop = call.given or (call.end, call.end)
        values = arguments(self.text, begin, stop)
        end = call.end
        while function and self.text.startswith("[", end):
            start, end = end, closing(self.text, end)
            values.append(CallArgument("", start, end))
        return values, end

    def _cited(self, start: int, end: int, given: Given) -> Site:
        form = given.named.get("form", "")
        name = form
        if form.startswith('"'):
            name = string_of(form)
        if name in ("", "auto"):
            name = "normal"
        supplement = content_of(given.named.get("supplement", ""))
        cite = _cite(given.key, supplement, _MODES.get(name, ""))
        return Site(
            start,
            end,
            (cite,),
            "nocite" if name == "none" else "citation",
            self.text[start:end],
            command="cite" if name == "normal" else f"cite.{name}",
            field="entry" if name == "full" else "",
        )

    def _referenced(self, call: Found) -> Site | None:
        """Return the site of `#ref(<key>)`, which is what `@key` stands for."""
        values, _ = self._values(call, None)
        named = named_values(self.text, values)
        keys = [key_of(self.text[each.start : each.end]) for each in values]
        key = next(filter(None, keys), "")
        if not key or key in self.labels or "form" in named:
            return None
        return self._cited(call.start, call.end, Given(key, named))

    # Typst 0.15, "quote": a label cites behind the quotation, by name in a block.
    def _attribution(self, call: Found) -> Site | None:
        """Return the site of a quotation whose attribution is a label."""
        values, _ = self._values(call, None)
        named = named_values(self.text, values)
        for each in values:
            source = self.text[each.start : each.end]
            key = key_of(source)
            if each.name != "attribution" or not key or key in self.labels:
                continue
            block = named.get("block") == "true"
            mode: CiteMode = "narrative" if block else ""
            command = "quote.block" if block else "quote"
            cites = (Cite(key, mode=mode),)
            return Site(each.start, each.end, cites, source=source, command=command)
        return None


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
    end = 0
    for site in sites:
        # A reference in the supplement of another one is part of its text.
        if site.start < end:
            yield attrs.evolve(site, nested=True)
            continue
        end = site.end
        alone = site.kind != "citation" or site.command.startswith("quote")
        joins = not (alone or site.field or site.cites[0].mode)
        if group and not (joins and _adjacent(text, group[-1].end, site.start)):
            yield _joined(text, group)
            group = []
        if joins:
            group.append(site)
        else:
            yield site
    if group:
        yield _joined(text, group)


def _in_order(text: str, sites: Iterable[Site]) -> list[Site]:
    """Return the sites as they are printed: an attribution is behind its quotation."""

    def printed_at(site: Site) -> int:
        if site.command.startswith("quote"):
            return _call_end(text, site.start)
        return site.start

    return sorted(sites, key=printed_at)


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


def _diagnostics(
    source: _Source,
    places: Places,
    path: str,
) -> Iterator[Diagnostic]:
    # A call that is called again, `cite.with(<key>)()`, is found twice.
    for start in dict.fromkeys(each.start for each in source.unread):
        line, column = places.at(start)
        message = "code makes the key of this citation; give the key as <key>"
        yield Diagnostic(
            "unread-citation",
            message,
            path=path or None,
            line=line,
            column=column,
        )
    for each in source.found:
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


def _in_code(site: Site) -> bool:
    """True if a site is an expression of code, to which no hash sign leads."""
    return bool(site.source) and site.source[0] not in "#@"


def _placed(text: str, site: Site, printed: str) -> Iterator[Replacement]:
    """Yield the changes for a site: code takes content in brackets.

    A quotation in running text prints no attribution but a label's, behind itself.
    """
    if site.command == "quote":
        yield Replacement(site.start, site.end, "none")
        end = _call_end(text, site.start)
        yield Replacement(end, end, f" {printed}")
        return
    if _in_code(site):
        printed = f"[{printed}]"
    yield Replacement(site.start, site.end, printed)


def _call_end(text: str, start: int) -> int:
    """Return the end of the call that has an argument at `start`."""
    depth, end = 0, len(text)
    for sign, place in signs(text, start, len(text)):
        if sign != ",":
            depth += 1 if sign in "([{" else -1
        if depth < 0:
            end = place + 1
            break
    while text.startswith("[", end):
        end = closing(text, end)
    return end


# Typst's notes are in the text.
_MARKUP: Final = Markup(
    _inlines,
    _list,
    _note,
    joined=_joined_text,
    placed=_placed,
    in_code=_in_code,
)
