"""Runs: what rendering elements append to while an entry is being rendered.

A run is a string or a `Mark` (the start or the end of formatting). A flat sequence is
cheap to build, cut back and compare; `csecrefs.csl.finish` turns it into the inline
tree. Strings that a style puts between or around values are `Affix`es: only at their
edges is punctuation reconciled, never in what an author wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, TypeVar, final

from csecrefs.text.inline import Tag

MarkKind = Literal["style", "field", "quote", "inner"]
MarkTag = Tag | Literal["names", "name", "et-al", "year-suffix", "passed", "nodecor"]
"""An inline tag, or what a span is where the processor needs to find it again: names,
one name, a suffix; `nodecor` is whatever switches off the font that is on."""
# Marks for the passes of the processor, which leave no trace in the text.
_SILENT: Final = frozenset(
    {"names", "name", "et-al", "year-suffix", "passed", "nocase"}
)


class Affix(str):
    """Text a style puts before, after or between values."""

    __slots__ = ()


class Closing(Affix):
    """The suffix of an element that has no quotation marks of its own: it sees through
    those inside it.
    """

    __slots__ = ()


class Written(Affix):
    """Punctuation a writer puts after a cite.

    A full stop or comma is reconciled as a style's is; "!" and "?" are the writer's
    own and stay outside a quotation, as citeproc-js and jgm/citeproc have it.
    """

    __slots__ = ()


class StyleText(str):
    """Words in the language of the style, not of the work: labels, ordinals."""

    __slots__ = ()


class TermText(StyleText):
    """The text of a term, which starts with a capital where it starts a note or an
    entry.
    """

    __slots__ = ()


class OrderText(StyleText):
    """The number of a work in the bibliography, which counts for no word of an
    entry.
    """

    __slots__ = ()


@final
class Mark:
    """The start or the end of formatting, compared by identity.

    `kind` is who asks for it: the style ("style"), markup in a field ("field", which
    flips: italic inside italic is upright), or a pair of quotation marks: "quote" takes
    the outer or inner form by nesting, "inner" prefers the inner form where nothing
    encloses it. One that is `silent` shows nothing itself.
    """

    __slots__ = ("closing", "href", "kind", "partner", "silent", "tag")

    partner: Mark

    def __init__(
        self, kind: MarkKind, tag: MarkTag | None, closing: bool, href: str = ""
    ) -> None:
        self.kind = kind
        self.tag = tag
        self.closing = closing
        self.href = href
        self.silent = tag in _SILENT

    def __repr__(self) -> str:
        return f"<{'/' if self.closing else ''}{self.tag or self.kind}>"

    def __reduce__(self) -> tuple[object, ...]:
        return (_find, (self.kind, self.tag, self.closing, self.href))


_Part = TypeVar("_Part")
Run = str | Mark
Runs = tuple[Run, ...]

# Marks by kind and tag, so that equal marks are the same object.
_PAIRS: Final[dict[tuple[MarkKind, MarkTag | None], tuple[Mark, Mark]]] = {}


def pair(
    kind: MarkKind, tag: MarkTag | None = None, href: str = ""
) -> tuple[Mark, Mark]:
    """The opening and the closing mark of this kind and tag; always the same two, but
    for links.
    """
    key = (kind, tag)
    if href or key not in _PAIRS:
        opening, closing = Mark(kind, tag, False, href), Mark(kind, tag, True, href)
        opening.partner, closing.partner = closing, opening
        if href:
            return opening, closing
        _PAIRS[key] = opening, closing
    return _PAIRS[key]


def _find(kind: MarkKind, tag: MarkTag | None, closing: bool, href: str) -> Mark:
    return pair(kind, tag, href)[closing]


QUOTE_OPEN, QUOTE_CLOSE = pair("quote")
_, QUOTE_PASSED = pair("style", "passed")
YEAR_SUFFIX_OPEN, YEAR_SUFFIX_CLOSE = pair("style", "year-suffix")


def merged(parts: Sequence[_Part | str]) -> list[_Part | str]:
    """`parts` with neighbouring strings joined."""
    if len(parts) == 1:
        return list(parts)
    result: list[_Part | str] = []
    texts: list[str] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        if texts:
            result.append("".join(texts))
            texts = []
        result.append(part)
    if texts:
        result.append("".join(texts))
    return result


def text_of(runs: Iterable[Run]) -> str:
    """The text of runs without marks."""
    return "".join([run for run in runs if isinstance(run, str)])
