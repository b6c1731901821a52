r"""Rendered text in place of the citation commands of a LaTeX source.

Every other byte stays. A file that is included and cites takes the place of its
`\input`, so that the result is one file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from csecrefs.manuscript.brackets import without_brackets
from csecrefs.manuscript.latex.found import (
    Inclusion,
    LatexCitation,
    Scan,
)
from csecrefs.manuscript.latex.scanner import scan
from csecrefs.manuscript.latex.sources import Source, Sources
from csecrefs.manuscript.rendered import (
    RenderedSite,
    RenderedSites,
    rendered_sites,
)
from csecrefs.manuscript.sites import Manuscript
from csecrefs.manuscript.splice import (
    Replacement,
    encode,
    replaced,
    with_fragments,
)
from csecrefs.patterns import regex
from csecrefs.text.tex_write import character_to_tex
from csecrefs.writers import latex

# A command's name at the end of a text: letters put after it would be part of it.
_CONTROL_WORD: Final = regex(r"\\[A-Za-z@]+\Z")
# What a note's mark goes behind, and the blanks before it that go away.
_PUNCTUATION: Final = regex(r"[.,;:!?]+(?:''|”)?")
# Blanks, ties and at most one line end before a citation; `\ ` is a blank that stays.
_BLANKS: Final = regex(r"(?<!\\)[ \t~]+\Z|(?<!\\)[ \t~]*\r?\n[ \t~]*\Z")
# Signs after which no second comma or full stop goes before a note's mark.
_MARKS: Final = frozenset(".,;:!?")
# The title that `\printbibliography[title={Works cited}]` is given.
_TITLE: Final = regex(r"title\s*=\s*(\{[^{}]*\}|[^,\]]*)")
# The text of a document that has a preamble of its own (`\subfile`).
_BODY: Final = regex(
    r"\\begin\s*\{document\}(.*?)(?:\\end\s*\{document\}|\Z)", re.DOTALL
)
# The heading that classes give their list: of a chapter in books, of a section in
# articles.
_HEADING: Final = (
    "\\ifdefined\\chapter\\chapter*{\\bibname}\\else\\section*{\\refname}\\fi\n"
)


class _Text(NamedTuple):
    """New text for the span of one citation, and whether it is a note of its own."""

    citation: LatexCitation
    text: str | None
    note: bool = False


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Return the source with each site replaced and every other byte kept."""
    found = scan(Sources(manuscript.content, manuscript.path))
    return _encoded(
        _Splicer(manuscript, rendered, found).text(),
        found,
        manuscript,
    )


def _encoded(text: str, found: Scan, manuscript: Manuscript) -> bytes:
    """Return the text in the source's encoding, what that lacks as commands."""
    encoding = found.sources.encoding
    if not encoding:
        return encode(text, manuscript.content)
    try:
        return text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        lacking = {each for each in text if not _encodable(each, encoding)}
        table = str.maketrans({each: character_to_tex(each) or "?" for each in lacking})
        return text.translate(table).encode(encoding, "surrogateescape")


def _encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


class _Splicer:
    """The sources of one manuscript, and the new texts of their sites."""

    def __init__(
        self,
        manuscript: Manuscript,
        rendered: RenderedSites,
        found: Scan,
    ) -> None:
        self.rendered = rendered
        self.found = found
        self.links = "hyperref" in found.packages
        self.listed = False
        self.texts: dict[int, list[_Text]] = defaultdict(list)
        self.inclusions: dict[int, list[Inclusion]] = defaultdict(list)
        sites = iter(rendered_sites(manuscript, rendered))
        for citation in found.citations:
            site = None
            if citation.kind == "citation":
                site = next(sites)
            self.texts[id(citation.source)].append(self._text(citation, site))
        for inclusion in found.inclusions:
            self.inclusions[id(inclusion.source)].append(inclusion)

    def text(self) -> str:
        """Return the main source with its replacements."""
        main = self.found.sources.main
        text = self._source(main)
        entries = self.rendered.entries
        if self.listed or not entries or "{thebibliography}" in text:
            return text
        end = text.rfind("\\end{document}")
        if end < 0:
            return text
        return f"{text[:end]}{self._list()}{text[end:]}"

    def _text(
        self,
        citation: LatexCitation,
        site: RenderedSite | None,
    ) -> _Text:
        """Return the new text of one citation, None to leave it as it is."""
        if citation.kind == "nocite":
            return _Text(citation, "")
        if site is None:
            return _Text(citation, self._bibliography(citation))
        if site.text is None:
            return _Text(citation, None)
        meaning = citation.meaning
        bare = meaning.bare or meaning.note
        if bare:
            tree = without_brackets(site.text)
        else:
            tree = site.text
        written = latex.inlines(tree, links=self.links)
        source = citation.source.text
        written = with_fragments(
            written,
            site.site,
            lambda low, high: source[low:high],
        )
        if site.lead:
            lead = latex.inlines(site.lead)
        else:
            lead = ""
        # A note in a heading or a caption moves to other files: it must not expand.
        robust = ""
        if citation.braces:
            robust = "\\protect"
        if site.note:
            note = f"{lead}{robust}\\footnote{{{written}}}"
            return _Text(citation, note, not lead)
        if meaning.note and not citation.note:
            mark = "footnote"
            if "citetext" in citation.command:
                mark = "footnotetext"
            if written.endswith((".", "?", "!")):
                ended = written
            else:
                ended = f"{written}."
            return _Text(citation, f"{robust}\\{mark}{{{ended}}}")
        if self.rendered.notes and written.endswith("."):
            written = _inside_note(written, source, citation.end)
        return _Text(citation, written)

    def _bibliography(self, citation: LatexCitation) -> str | None:
        """Return the list in the place of the first command that prints it."""
        if self.rendered.entries is None:
            return None
        if self.listed:
            return ""
        self.listed = True
        source = citation.source.text[citation.start : citation.end]
        if "heading=none" in source.replace(" ", ""):
            return self._list(heading="")
        title = None
        if citation.command != "bibliography":
            title = _TITLE.search(source)
        if title is None:
            return self._list()
        words = title[1].strip("{} ")
        return self._list(
            heading=_HEADING.replace("\\bibname", words).replace("\\refname", words)
        )

    def _list(self, heading: str = _HEADING) -> str:
        entries = self.rendered.entries or ()
        listed = latex.bibliography(
            entries,
            self.rendered.layout,
            links=self.links,
        )
        if listed:
            return f"{heading}{listed}"
        return ""

    def _source(self, source: Source) -> str:
        """Return one source with its sites and inclusions replaced."""
        calls: dict[tuple[int, int], list[_Text]] = defaultdict(list)
        for each in self.texts[id(source)]:
            calls[each.citation.start, each.citation.end].append(each)
        replacements = []
        for (start, end), texts in calls.items():
            if all(each.text is not None for each in texts):
                replacements.append(_replacement(source.text, start, end, texts))
        for inclusion in self.inclusions[id(source)]:
            content = self._included(inclusion)
            if content is not None:
                span = inclusion.start, inclusion.end
                replacements.append(Replacement(*span, content))
        return replaced(source.text, replacements)

    def _included(self, inclusion: Inclusion) -> str | None:
        """Return the content of an included file that cites, None for others."""
        included = inclusion.included
        content = self._source(included)
        if content == included.text or inclusion.source.depth:
            return None
        body = _BODY.search(content)
        if body is not None:
            content = body[1]
        if inclusion.page:
            return f"\\clearpage\n{content}\\clearpage\n"
        return content


def _replacement(
    text: str,
    start: int,
    end: int,
    texts: Sequence[_Text],
) -> Replacement:
    """Return the replacement of one command, or of a macro that stands for several."""
    written = "".join(_pieces(texts))
    if len(texts) == 1 and texts[0].note:
        punctuation = _PUNCTUATION.match(text, end)
        start = _before_blanks(text, start)
        # "as in x, \\cite{a}, \\cite{b}" would have two commas before the marks.
        if punctuation and text[start - 1 : start] not in _MARKS:
            return Replacement(
                start,
                punctuation.end(),
                punctuation[0] + written,
            )
    before = text[max(0, start - 60) : start]
    if written[:1].isalpha() and _CONTROL_WORD.search(before):
        written = f" {written}"
    return Replacement(start, end, written)


def _inside_note(written: str, text: str, end: int) -> str:
    """Return a citation inside a note of the author's, whose sentence goes on.

    The full stop that a style of notes ends with stays at the end of the note only.
    """
    follows = text[end : end + 20].lstrip()
    if follows.startswith("}"):
        return written
    return written[:-1]


def _before_blanks(text: str, start: int) -> int:
    """Return the offset before the blanks at `start`; a comment keeps its line end."""
    low = max(text.rfind("\n", 0, max(0, start - 40)) + 1, start - 400, 0)
    blanks = _BLANKS.search(text, low, start)
    if blanks is None:
        return start
    line = text[text.rfind("\n", 0, blanks.start()) + 1 : blanks.start()]
    if "\n" in blanks[0] and ("%" in line or not line.strip()):
        return start
    return blanks.start()


def _pieces(texts: Iterable[_Text]) -> Iterable[str]:
    for each in texts:
        yield from (each.citation.before, each.text or "", each.citation.after)
