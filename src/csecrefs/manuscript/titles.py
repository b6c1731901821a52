"""Titles from .bib files in sentence case, as CSL wants titles to be recorded.

BibTeX's styles lower the case of titles themselves, so .bib files have them in title
case and protect names by braces. pandoc and biblatex-apa turn them in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from csecrefs.formats.bibtex.pandoc import sentence_case
from csecrefs.model import Reference

# Variables with titles.
_TITLES: Final = (
    "title",
    "title-short",
    "volume-title",
    "part-title",
    "original-title",
    "event-title",
)
# Types whose container is a book, the title of which is turned like any other; that of
# a journal is a name.
_BOOKS: Final = frozenset(
    "chapter entry entry-dictionary entry-encyclopedia paper-conference".split()
)
# Suffixes of files in BibTeX's format.
_SUFFIXES: Final = (".bib", ".bibtex", ".biblatex")


def in_sentence_case(
    references: Iterable[Reference], language: str = ""
) -> Iterator[Reference]:
    """Yield references, those from .bib files with English titles in sentence case.

    `language` is that of the writing, and of references that name none; empty is
    English. Words in braces and words with a capital inside stay as they are.
    """
    for reference in references:
        if reference.place.path.lower().endswith(_SUFFIXES):
            yield turned(reference, language)
        else:
            yield reference


def turned(reference: Reference, language: str = "") -> Reference:
    """Return a reference with its titles in sentence case if its language is English.

    A reference that names no language is of the language given, English by default.

    >>> turned(Reference("a", fields={"title": "On the Tides of DNA"})).title
    'On the tides of DNA'
    """
    language = reference.text("language") or language
    if language and not language.lower().startswith("en"):
        return reference
    variables = list(_TITLES)
    if reference.type in _BOOKS:
        variables.append("container-title")
    changes: dict[str, str] = {}
    for variable in variables:
        text = reference.text(variable)
        if text:
            changes[variable] = sentence_case(text, protected=True)
    if changes:
        return reference.evolve(changes)
    return reference
