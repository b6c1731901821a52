r"""The files that LaTeX leaves: .aux of a run, and .bcf for biber.

They list the keys cited in order, and the files of references. Their offsets are those
of the lists, so nothing is rendered into them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from csecrefs.csl.cite import Cite
from csecrefs.errors import Diagnostic, FormatError
from csecrefs.manuscript.latex.arguments import keys
from csecrefs.manuscript.places import Places
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import (
    Manuscript,
    Metadata,
    Site,
)
from csecrefs.manuscript.splice import decode
from csecrefs.patterns import regex

# A citation in .aux by LaTeX (`\citation{a,b}`) and by biblatex
# (`\abx@aux@cite{0}{a}`), and in .bcf.
_CITED: Final = regex(
    r"\\citation\{([^{}]*)\}|\\abx@aux@cite\{[^{}]*\}\{([^{}]*)\}"
    r"|<bcf:citekey\b[^<>]*>([^<>]*)</bcf:citekey>"
)
# The files of references: `\bibdata{refs,more}`, or a datasource in .bcf.
_DATA: Final = regex(
    r"\\bibdata\{([^{}]*)\}|<bcf:datasource\b[^<>]*>([^<>]*)</bcf:datasource>"
)
# The style of BibTeX: `\bibstyle{plainnat}`.
_STYLE: Final = regex(r"\\bibstyle\{([^{}]*)\}")
# The .aux file of an included file: `\@input{chapter1.aux}`.
_INPUT: Final = regex(r"\\@input\{([^{}]*)\}")
# A sign of biblatex, whose .bbl files are of another kind.
_BIBLATEX: Final = regex(r"\\abx@aux@|<bcf:controlfile")
# Bytes of all the files of a run together.
_BYTES: Final = 50_000_000


def looks_like(head: bytes) -> bool:
    r"""Return True if the first bytes of a file are of an .aux or .bcf file."""
    return head.lstrip().startswith(b"\\relax") or b"<bcf:controlfile" in head


def read(content: bytes, *, path: str = "") -> Manuscript:
    r"""Return what an .aux file and those that it inputs, or a .bcf file, cite."""
    text = decode(content)
    diagnostics: list[Diagnostic] = []
    whole = "".join(_texts(text, path, diagnostics))
    sites = _sites(text if whole == text else whole)
    files = []
    for match in _DATA.finditer(whole):
        for name in keys(match[1] or match[2] or ""):
            if name.endswith(".bib"):
                files.append(name)
            else:
                files.append(f"{name}.bib")
    style = _STYLE.search(whole)
    options: dict[str, object] = {"biblatex": bool(_BIBLATEX.search(whole))}
    if style:
        options["bibliographystyle"] = style[1]
    return Manuscript(
        path,
        "latex-aux",
        content,
        whole,
        tuple(Places(whole).placed(sites)),
        Metadata(tuple(dict.fromkeys(files)), options=options),
        diagnostics=tuple(diagnostics),
    )


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Raise FormatError: these files have no text."""
    del rendered
    raise FormatError(
        f"{manuscript.path}: this file of LaTeX has no text; render the .tex file, or "
        "make its list with csecrefs bbl"
    )


def _sites(text: str) -> Iterator[Site]:
    for match in _CITED.finditer(text):
        names = keys(match[1] or match[2] or match[3] or "")
        kind = "citation"
        if "*" in names:
            kind = "nocite"
        cites = tuple([Cite(name) for name in names])
        if kind == "nocite":
            yield Site(
                *match.span(),
                cites,
                "nocite",
                match[0],
                command="citation",
            )
        else:
            yield Site(
                *match.span(),
                cites,
                source=match[0],
                command="citation",
            )


def _texts(
    text: str,
    path: str,
    diagnostics: list[Diagnostic],
) -> Iterator[str]:
    r"""Yield a text with those that its `\@input` lines name in their places."""
    done = 0
    read = 0
    for match in _INPUT.finditer(text):
        yield text[done : match.start()]
        done = match.end()
        included = _included(match[1], path)
        read += len(included or "")
        if included is None or read > _BYTES:
            message = (
                f"{match[1]} is not there, or not beside the file; run LaTeX again"
            )
            diagnostics.append(Diagnostic("not-included", message, path=path or None))
        else:
            yield included
    yield text[done:]


def _included(name: str, path: str) -> str | None:
    """Return the text of an .aux file in the folder of the first one."""
    if not path or "\0" in name or len(name) > 1000:
        return None
    root = Path(path).resolve().parent
    file = (root / name).resolve()
    if not file.is_relative_to(root) or not file.is_file():
        return None
    return decode(file.read_bytes()[:_BYTES])
