"""Citation keys and references as callers give them."""

from __future__ import annotations

import re
from typing import Final

from csecrefs.errors import FieldError
from csecrefs.model import Reference

_NO_KEY: Final = re.compile(r"[\s,{}()=\"#%'\\~@]")
"""Characters that end a citation key in a .bib file or a manuscript."""


def bare_key(key: object) -> str:
    """Return a key without the "@" of manuscripts. Raises FieldError for a position."""
    if isinstance(key, str):
        return key.removeprefix("@")
    raise FieldError(
        f"{key!r} is no citation key: a library is read by key, as lib['doe2020']; "
        f"list(lib)[0] is its first reference"
    )


def check_reference(given: object) -> None:
    """Raise FieldError for what is no Reference."""
    if not isinstance(given, Reference):
        raise FieldError(f"{given!r} is no Reference")


def check_key(key: object) -> None:
    """Raise FieldError for a key that no file or manuscript can have."""
    if not isinstance(key, str) or not key or _NO_KEY.search(key):
        raise FieldError(
            f"{key!r} is no citation key: give letters, digits and -_:.+/ as 'doe2020'"
        )
