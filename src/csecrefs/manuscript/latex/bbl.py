r"""A .bbl file for BibTeX's place: the list that LaTeX and natbib read.

Each entry is a `\bibitem`. In styles of authors and years its label is what natbib
takes apart, `Low et al.(2001)`, from the citations that the style prints. In numeric
ones LaTeX counts; natbib is set to numbers, through the .aux file, and learns the names
for `\citet`. Source: natbib 8.31, sections 2.9 and 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from csecrefs.csl.cite import Cite
from csecrefs.document import DEFAULT_STYLE, Document, FormattedCitation
from csecrefs.errors import (
    Diagnostic,
    FormatError,
    NotFoundError,
)
from csecrefs.manuscript.brackets import without_brackets
from csecrefs.manuscript.sites import Manuscript
from csecrefs.model import Reference
from csecrefs.patterns import regex
from csecrefs.text.inline import (
    DISPLAY_TAGS,
    Element,
    Entry,
    Inlines,
    plain,
)
from csecrefs.writers import latex

# The formats that BibTeX's lists are for: sources, and what a run of LaTeX leaves.
_FORMATS: Final = frozenset({"latex", "latex-aux"})
# The number that a style prints before an entry, as the writer escapes it.
_NUMBER: Final = regex(r"\A(?:\{\[\}|\()?\d+(?:\{\]\}|\))?[.:]?(?:~|\s)*")
# The lines that set natbib to numbers now and, from the .aux file, in the next run.
#
# Without natbib a label would be printed, so the item leaves it out.
_NUMBERS: Final = r"""\ifdefined\setcitestyle
  \setcitestyle{%s}
  \csname immediate\endcsname\write\csname @auxout\endcsname{\detokenize{%
    \ifx\AtBeginDocument\@notprerr\else\AtBeginDocument{\setcitestyle{%s}}\fi}}
  \def\csecrefsitem[#1]#2{\bibitem[#1]{#2}}
\else
  \def\csecrefsitem[#1]#2{\bibitem{#2}}
\fi
"""


@attrs.frozen
class BblFile:
    """The text of a .bbl file, and what was doubtful."""

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()
    read_from: tuple[str, ...] = ()
    """Files of the references, which the .bbl file must not replace."""

    def __str__(self) -> str:
        return self.text


def bbl(
    manuscript: Manuscript,
    references: Mapping[str, Reference],
    *,
    style: str | Path = DEFAULT_STYLE,
    locale: str = "",
) -> BblFile:
    """Return the .bbl file for what a manuscript cites.

    Raises FormatError for a manuscript that is none of LaTeX's, and for one of
    biblatex, which reads files of its own kind; NotFoundError for an unknown style or
    locale.
    """
    if manuscript.format not in _FORMATS:
        raise FormatError(
            f"{manuscript.path}: a .bbl file is for LaTeX, and this is "
            f"{manuscript.format}: print its citations with csecrefs render instead"
        )
    if manuscript.metadata.options.get("biblatex"):
        raise FormatError(
            f"{manuscript.path}: biblatex reads another kind of .bbl; render the .tex "
            "file with csecrefs render instead"
        )
    maker = _BblMaker(manuscript, references, style, locale)
    return BblFile(maker.text(), tuple(maker.diagnostics))


class _BblMaker:
    def __init__(
        self,
        manuscript: Manuscript,
        references: Mapping[str, Reference],
        style: str | Path,
        locale: str,
    ) -> None:
        self.manuscript = manuscript
        self.references = references
        self.document = Document(references, style, locale)
        self.numeric = self.document.citation_format == "numeric"
        self.diagnostics: list[Diagnostic] = []
        self.labels: dict[str, str] = {}
        self.numbers = ""
        self.noted: dict[str, FormattedCitation] = {}
        """The citations of a style of notes by their keys."""

    def text(self) -> str:
        """Return the environment with an item for each entry."""
        self._cite()
        bibliography = self.document.bibliography()
        entries = [*(bibliography.entries or ()), *self._notes(bibliography.entries)]
        self.diagnostics += bibliography.warnings
        if not bibliography.exists:
            self._report("no-bibliography", "the style has no bibliography")
        items = "".join(self._item(entry) for entry in entries)
        widest = "9" * len(str(len(entries)))
        opening = ""
        if self.numbers:
            opening = _NUMBERS.replace("%s", self.numbers)
        return (
            f"{opening}\\begin{{thebibliography}}{{{widest}}}\n{items}\n"
            "\\end{thebibliography}\n"
        )

    def _cite(self) -> None:
        """Cite each key once, in order, and learn its label."""
        if self.document.notes:
            message = "the style prints notes, which a .bbl file cannot; its entries"
            self._report("notes-style", f"{message} are numbered: use csecrefs render")
        found = {}
        for key in self.manuscript.keys:
            if key == "*":
                continue
            if key not in self.references:
                error = NotFoundError("reference", key, self.references)
                self._report("unknown-key", str(error), "error", key)
            elif self.document.notes:
                self.noted[key] = self.document.cite(Cite(key))
                self._number(self.references[key])
            else:
                author = self.document.cite(Cite(key, mode="author-only"))
                rest = self.document.cite(Cite(key, mode="suppress-author"))
                found[key] = (author, rest)
        if "*" in self.manuscript.keys:
            self.document.nocite("*")
        for key, (author, rest) in found.items():
            reference = self.references[key]
            year: Inlines = rest.tree
            if self.numeric:
                self.numbers = self.numbers or _brackets(rest.tree)
                year = (str(reference.year or ""),)
            self.labels[key] = _label(author.tree, year, reference)

    # Chicago's notes list no letter without a publisher; LaTeX would print "??" for it.
    def _notes(self, entries: Iterable[Entry] | None) -> Iterator[Entry]:
        """Yield the notes of the works that the style does not list, as entries."""
        listed = {entry.id for entry in entries or ()}
        for key, citation in self.noted.items():
            if key not in listed:
                yield Entry(key, citation.tree)

    def _number(self, reference: Reference) -> None:
        """Number a work of a style of notes; natbib learns its names all the same."""
        self.numbers = "numbers,square"
        year = str(reference.year or "")
        author = _short_names(reference)
        self.labels[reference.id] = _label((author,), (year,), reference)

    def _item(self, entry: Entry) -> str:
        tree = _in_one_block(entry.tree, numbered=self.numeric)
        written = latex.inlines(tree)
        if self.numeric:
            written = _NUMBER.sub("", written, count=1)
        label = self.labels.get(entry.id, "")
        if self.numbers:
            return f"\n\\csecrefsitem[{{{label}}}]{{{entry.id}}}\n{written}\n"
        option = ""
        if label:
            option = f"[{{{label}}}]"
        return f"\n\\bibitem{option}{{{entry.id}}}\n{written}\n"

    def _report(
        self,
        code: str,
        message: str,
        severity: str = "warning",
        key: str = "",
    ) -> None:
        path = self.manuscript.path or None
        found = Diagnostic(code, message, path=path, key=key or None)
        if severity == "error":
            found = attrs.evolve(found, severity="error")
        self.diagnostics.append(found)


def _brackets(tree: Inlines) -> str:
    """Return natbib's options for numbers as a style prints them."""
    if tree and isinstance(tree[0], Element) and tree[0].tag == "superscript":
        return "super"
    kinds = {"[": "numbers,square", "(": "numbers,round"}
    return kinds.get(plain(tree)[:1], "numbers,open={},close={}")


# natbib 8.31, 2.3: the label is `short(year)long`.
def _label(
    author: Inlines,
    rest: Inlines,
    reference: Reference,
) -> str:
    """Return what natbib takes apart: short names, the year, all names."""
    short = latex.inlines(without_brackets(author))
    year = latex.inlines(without_brackets(rest)).lstrip(", ")
    if not plain(author).strip() or not plain(rest).strip():
        if short or year:
            return f"{{{short or year}}}()"
        return ""
    # natbib looks for the first bracket; one in a name is hidden by braces.
    shown = short
    if "(" in short:
        shown = f"{{{short}}}"
    hidden = year
    if set(year) & set("()"):
        hidden = f"{{{year}}}"
    return f"{shown}({hidden}){_all_names(reference, short)}"


def _short_names(reference: Reference) -> str:
    """Return the names that stand for all: one, two, or the first "et al."."""
    people = reference.names("author") or reference.names("editor")
    names = [name.family or name.literal for name in people]
    if len(names) > 2:
        return f"{names[0]} et al."
    return " and ".join(names)


def _all_names(reference: Reference, short: str) -> str:
    r"""Return all names for `\citet*`; empty if the short form has them."""
    names = [name.family or name.literal for name in reference.names("author")]
    names = [name for name in names if name]
    if len(names) < 2 or all(name in short for name in names):
        return ""
    *first, last = names
    comma = ""
    if len(first) > 1:
        comma = ","
    return latex.inlines((f"{', '.join(first)}{comma} and {last}",))


def _in_one_block(tree: Inlines, *, numbered: bool) -> Inlines:
    """Return an entry without its blocks; a number in its margin is LaTeX's to print."""
    parts: list[str | Element] = []
    for node in tree:
        if not isinstance(node, Element) or node.tag not in DISPLAY_TAGS:
            parts.append(node)
        elif not (numbered and node.tag == "left-margin"):
            parts += node.children
            parts.append(" ")
    return tuple(parts)
