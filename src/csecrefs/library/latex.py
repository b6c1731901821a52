"""The library and LaTeX: lists of references in the place of BibTeX's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from csecrefs import manuscript
from csecrefs.document import DEFAULT_STYLE
from csecrefs.library.manuscripts import library_of
from csecrefs.manuscript.latex.bbl import BblFile
from csecrefs.manuscript.latex.bbl import bbl as make_bbl

if TYPE_CHECKING:
    from csecrefs.library.stored import StoredReferences


def aux_of(name: str) -> str:
    """Return the file that a name stands for: `paper` is paper.aux, as for BibTeX.

    A name of a file that is there stands for itself, and so does any other.
    """
    named = f"{name}.aux"
    if not Path(name).exists() and Path(named).is_file():
        return named
    return name


def bbl(
    library: StoredReferences | None,
    source: str | Path,
    *,
    style: str | Path = "",
    locale: str = "",
) -> BblFile:
    r"""Return the .bbl file for an .aux file, or for a LaTeX source.

    Without a library the references are those that `\bibliography` names. Raises
    InputError for a file that cannot be read, FormatError for biblatex' files.
    """
    read = manuscript.read(source)
    known = dict(library_of(read, library).items())
    made = make_bbl(
        read,
        known,
        style=style or DEFAULT_STYLE,
        locale=locale,
    )
    paths = (each.place.path for each in known.values() if each.place.path)
    return attrs.evolve(
        made,
        read_from=tuple(dict.fromkeys(paths)),
        diagnostics=(*read.diagnostics, *made.diagnostics),
    )
