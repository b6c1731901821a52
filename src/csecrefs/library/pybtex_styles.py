"""Bibliographies by BibTeX's own styles: `.bst` files and pybtex's Python styles, run by pybtex.

pybtex interprets the style language itself; neither BibTeX nor TeX need be installed for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Final

from csecrefs.errors import Diagnostic, InputError, NotFoundError
from csecrefs.formats.bibtex import write
from csecrefs.model import Reference
from csecrefs.text.inline import Element, Entry, Inline, Inlines, Tag
from csecrefs.text.tex import tex_to_markup

_ITEM: Final = re.compile(r"\\bibitem\s*(?:\[((?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\])?\s*\{([^{}]*)\}")
_NOISE: Final = re.compile(r"\\newblock\b\s*|\\end\{thebibliography\}.*", re.DOTALL)
_TOKEN: Final = re.compile(r"<(/?)(i|b|sup|sub|span)(?: [^<>]*)?>|[^<]+|<")
_TAGS: Final[dict[str, Tag]] = {
    "i": "italic",
    "b": "bold",
    "sup": "superscript",
    "sub": "subscript",
    "span": "small-caps",
}


def format_with_pybtex(
    references: Iterable[Reference], style: str | Path
) -> tuple[tuple[Entry, ...], list[Diagnostic]]:
    """The bibliography in a style of BibTeX's: entries in the style's order, and what the style warns of.

    `style` is the path of a `.bst` file, the name of one that TeX finds (`plainnat.bst`), or that of a style
    of pybtex (`plain`, `unsrt`, `alpha`, `unsrtalpha`). Raises NotFoundError for a style that is not there,
    InputError for one that cannot be run.
    """
    name = str(style)
    from pybtex.errors import capture
    from pybtex.exceptions import PybtexError
    from pybtex.plugin import PluginNotFound

    try:
        with capture() as warnings:
            if name.endswith(".bst"):
                latex = _bst(references, name)
            else:
                latex = _python_style(references, name, warnings)
    except (OSError, PluginNotFound):
        raise NotFoundError("BibTeX style", name) from None
    except PybtexError as error:
        raise InputError(f"{name}: {error}") from None
    return tuple(_entries(latex)), [Diagnostic("style-warning", str(warning)) for warning in warnings]


def _bst(references: Iterable[Reference], name: str) -> str:
    from pybtex.bibtex import BibTeXEngine

    source = write(references, dialect="bibtex")
    return str(BibTeXEngine().format_from_string(source, name.removesuffix(".bst")))


def _python_style(references: Iterable[Reference], name: str, warnings: list[Exception]) -> str:
    """pybtex's LaTeX. Its styles refuse types they do not know and entries without a field they ask for:
    those are set as `misc`."""
    from pybtex.plugin import find_plugin
    from pybtex.style.template import FieldIsMissing

    from csecrefs.formats.pybtex_bridge import to_pybtex

    data = to_pybtex(references)
    formatting = find_plugin("pybtex.style.formatting", name)()
    backend = find_plugin("pybtex.backends", "latex")()
    for entry in data.entries.values():
        try:
            list(formatting.format_entries([entry]))
        except (FieldIsMissing, AttributeError) as problem:
            warnings.append(problem)
            entry.type = "misc"
    out = StringIO()
    backend.write_to_stream(formatting.format_bibliography(data), out)
    return out.getvalue()


def _entries(latex: str) -> Iterator[Entry]:
    """The items of a `thebibliography` environment; a label of the style's own stands before its item."""
    items = list(_ITEM.finditer(latex))
    for item, following in zip(items, [*items[1:], None], strict=True):
        text = _NOISE.sub("", latex[item.end() : following.start() if following else len(latex)])
        label = f"[{tex_to_markup(item[1])}] " if item[1] else ""
        yield Entry(item[2], _tree(label + tex_to_markup(text)))


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
