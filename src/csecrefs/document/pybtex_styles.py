"""Bibliographies by BibTeX's own styles: `.bst` files and pybtex's Python styles, run
by pybtex.

pybtex interprets the style language itself; neither BibTeX nor TeX need be installed
for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from shutil import which
from typing import Final

from csecrefs.csl.cite import Citation, RenderedBibliography, Rendering
from csecrefs.document.style_names import PYBTEX
from csecrefs.errors import CsecrefsError, Diagnostic, InputError, NotFoundError
from csecrefs.formats.bibtex import write
from csecrefs.model import Reference
from csecrefs.patterns import regex
from csecrefs.text.inline import (
    Element,
    Entry,
    EntryLayout,
    Inline,
    Inlines,
    Tag,
    plain,
)
from csecrefs.text.tex import tex_to_markup

# An entry of a .bbl file: "\bibitem[{Knuth(1984)}]{knuth84}", the label with up to
# three levels of braces.
_ITEM: Final = regex(
    r"\\bibitem\s*(?:\[((?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\])?\s*\{([^{}]*)\}"
)
# The year in a label of natbib: "(1984a)".
_NATBIB: Final = regex(r"\(\d{4}[^()]*\)")
# What is no part of an entry: "\newblock", and all after the list.
_NOISE: Final = regex(r"\\newblock\b\s*|\\end\{thebibliography\}.*", re.DOTALL)
# A tag, a text, or a bare "<" in pybtex's HTML.
_TOKEN: Final = regex(r"<(/?)(i|b|sup|sub|span)(?: [^<>]*)?>|[^<]+|<")
_STYLES: Final = ("plain", "unsrt", "alpha", "unsrtalpha")
_TAGS: Final[dict[str, Tag]] = {
    "i": "italic",
    "b": "bold",
    "sup": "superscript",
    "sub": "subscript",
    "span": "small-caps",
}


def renderer(
    style: str | Path,
) -> Callable[[Sequence[Reference], Sequence[Citation]], Rendering]:
    """Return a renderer with a style of BibTeX. It raises InputError for citations,
    which TeX itself makes.
    """

    def render(
        references: Sequence[Reference], citations: Sequence[Citation]
    ) -> Rendering:
        if citations:
            raise InputError(
                f"{style}: a BibTeX style has bibliographies only, no citations"
            )
        entries, warnings = format_with_pybtex(references, style)
        # entries of one part have no label that others stand beside
        widest = max(
            (len(plain(entry.tree[:1])) for entry in entries if len(entry.tree) > 1),
            default=0,
        )
        layout = EntryLayout(
            second_field_align="flush" if widest else "", max_offset=widest
        )
        formatted = RenderedBibliography(entries, layout, tuple(warnings))
        return Rendering((), lambda: formatted)

    return render


def format_with_pybtex(
    references: Iterable[Reference], style: str | Path
) -> tuple[tuple[Entry, ...], list[Diagnostic]]:
    """The bibliography in a style of BibTeX's: entries in the style's order, and what
    the style warns of.

    `style` is the path of a `.bst` file, the name of one that TeX finds
    (`plainnat.bst`), or that of a style of pybtex after `pybtex:` (`plain`, `unsrt`,
    `alpha`, `unsrtalpha`). Raises NotFoundError for a style that is not there,
    InputError for one that cannot be run.
    """
    name, references = str(style), list(references)
    # Loaded here: styles of CSL need no pybtex.
    from pybtex.errors import capture
    from pybtex.plugin import PluginNotFound

    # a style writes the key into \bibitem, by which entries find their works
    keyed = _keyed(references)
    # pybtex prints warnings to stderr by itself
    with capture() as warnings:
        try:
            if name.startswith(PYBTEX):
                latex = _python_style(
                    keyed.values(), name.removeprefix(PYBTEX), warnings
                )
            else:
                latex = _bst(keyed.values(), name)
        except PluginNotFound:
            raise NotFoundError(
                "BibTeX style", name, map(PYBTEX.__add__, _STYLES)
            ) from None
        except CsecrefsError:
            raise
        except (
            Exception
        ) as error:  # what a style does wrong surfaces as any error of its interpreter
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            raise InputError(f"{name}: the style cannot be run: {reason}") from None
    ids = dict(zip(keyed, references, strict=True))
    entries = tuple(
        entry._replace(id=ids[entry.id].id)
        for entry in _entries(latex)
        if entry.id in ids
    )
    return entries, [Diagnostic("style-warning", str(warning)) for warning in warnings]


def _keyed(references: Iterable[Reference]) -> dict[str, Reference]:
    """The references by keys that BibTeX can hold and tell apart: it takes no notice of
    their case.
    """
    from csecrefs.formats.bibtex.fields import entry_fields

    found: dict[str, Reference] = {}
    taken: set[str] = set()
    for number, reference in enumerate(references):
        key = entry_fields(reference, "bibtex").key
        if key.casefold() in taken:
            # BibTeX would take the two for one entry
            key = f"{key}-{number}"
        taken.add(key.casefold())
        found[key] = reference.evolve(id=key)
    return found


def _bst(references: Collection[Reference], name: str) -> str:
    from pybtex.kpathsea import kpsewhich

    from csecrefs.document.bst import run

    # kpsewhich is part of TeX, which may not be there
    if not Path(name).is_file() and not (which("kpsewhich") and kpsewhich(name)):
        raise NotFoundError("BibTeX style", name)
    source = write(references, dialect="bibtex")
    return run(source, name, references=len(references))


def _python_style(
    references: Iterable[Reference], name: str, warnings: list[Exception]
) -> str:
    """pybtex's LaTeX. Its styles refuse types they do not know and entries without a
    field they ask for: those are set as `misc`."""
    from pybtex.plugin import find_plugin
    from pybtex.style.template import FieldIsMissing

    from csecrefs.formats.bibtex.pybtex import to_pybtex

    data = to_pybtex(references)
    formatting = find_plugin("pybtex.style.formatting", name)()
    backend = find_plugin("pybtex.backends", "latex")()
    for entry in data.entries.values():
        try:
            list(formatting.format_entries([entry]))
        except (FieldIsMissing, AttributeError) as problem:
            # an entry in another form is better than none
            warnings.append(problem)
            entry.type = "misc"
    out = StringIO()
    backend.write_to_stream(formatting.format_bibliography(data), out)
    return out.getvalue()


def _entries(latex: str) -> Iterator[Entry]:
    """The items of a `thebibliography` environment, each with its label, or the number
    TeX would give it.

    A label as natbib wants it, `Doe(2020)`, is for citations and not printed.
    """
    items = list(_ITEM.finditer(latex))
    for number, (item, following) in enumerate(
        zip(items, [*items[1:], None], strict=True), 1
    ):
        text = _NOISE.sub(
            "", latex[item.end() : following.start() if following else len(latex)]
        )
        tree = _tree(tex_to_markup(text))
        # a label of natbib is read by \citet, and not printed
        if not _NATBIB.search(item[1] or ""):
            label = _tree(f"[{tex_to_markup(item[1] or str(number))}]")
            tree = (Element("left-margin", label), Element("right-inline", tree))
        yield Entry(item[2], tree)


def _tree(markup: str) -> Inlines:
    """CSL's markup as an inline tree; `nocase` leaves no trace."""
    levels: list[tuple[Tag | None, list[Inline]]] = [(None, [])]
    for token in _TOKEN.finditer(markup):
        if not token[2]:
            levels[-1][1].append(token[0])
        elif not token[1]:
            levels.append((None if "nocase" in token[0] else _TAGS[token[2]], []))
        elif len(levels) > 1:
            tag, children = levels.pop()
            levels[-1][1].extend([Element(tag, tuple(children))] if tag else children)
    return tuple(node for _, children in levels for node in children)
