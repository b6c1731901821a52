"""Citation keys and references as callers give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from csecrefs.errors import FieldError
from csecrefs.model import Reference
from csecrefs.patterns import regex

# Characters that end a citation key in a .bib file or a manuscript.
# white space, and what BibTeX, TeX and Markdown's citations give a meaning
_NO_KEY: Final = regex(r"[\s,{}()=\"#%'\\~@]")


def bare_key(key: object) -> str:
    """Return a key without the "@" of manuscripts. Raises FieldError for a position."""
    if isinstance(key, str):
        return key.removeprefix("@")
    raise FieldError(
        f"{key!r} is no citation key: a library is read by key, as lib['doe2020']; "
        f"list(lib)[0] is its first reference"
    )


def references_in(given: Iterable[object]) -> Iterator[Reference]:
    """Yield the references that a library is made of. Raises FieldError for what is
    none, with the way that leads from there to a library.
    """
    # A string is iterable, too; it is mostly the path or the text of a file.
    if isinstance(given, (str, Path)):
        raise FieldError(
            f"{str(given)!r} is text: give Library.read a file, Library.parse the text "
            f"of one"
        )
    if isinstance(given, (Reference, Mapping)) or not isinstance(given, Iterable):
        raise FieldError(
            f"{type(given).__name__} is no list of references: give Library([ref, ...])"
        )
    for each in given:
        check_reference(each)
        if isinstance(each, Reference):
            yield each


def check_reference(given: object) -> None:
    """Raise FieldError for what is no Reference."""
    if isinstance(given, Reference):
        return
    message = f"{given!r} is no Reference"
    if isinstance(given, Mapping):
        message += "; Reference.from_csl makes one of a CSL-JSON item"
    raise FieldError(message)


def check_key(key: object) -> None:
    """Raise FieldError for a key that no file or manuscript can have."""
    if not isinstance(key, str) or not key or _NO_KEY.search(key):
        raise FieldError(
            f"{key!r} is no citation key: give letters, digits and -_:.+/ as 'doe2020'"
        )
