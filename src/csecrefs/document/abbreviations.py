"""Lists of abbreviations: the short forms of journals, publishers and other values, by
variable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from csecrefs.csl.context import Abbreviations
from csecrefs.errors import FieldError, InputError

# Bytes of the largest list that is read.
_MAX_BYTES = 50_000_000


def abbreviations_in(given: Mapping[str, Any] | str | Path) -> Abbreviations:
    """The list in a JSON file, or itself: `{"container-title": {"Nature Reviews": "Nat
    Rev"}}`, as it stands or under "default", as Zotero and pandoc have it. Without
    `given` it is empty.

    Raises InputError for a file that cannot be read, and for what is no such list.
    """
    if isinstance(given, Mapping):
        return _checked(given, "the abbreviations")
    if not isinstance(given, (str, PathLike)):
        raise FieldError(
            f"abbreviations: {given!r} is no list of them; give a dict or a JSON file"
        )
    if str(given):
        return _checked(_read(Path(given)), str(given))
    return {}


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(
                f"{path}: more than {_MAX_BYTES:,} bytes of abbreviations are not read"
            )
        # Some editors put a byte order mark before the text.
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not JSON: {error}") from None


def _checked(listed: Any, source: str) -> Abbreviations:
    if isinstance(listed, Mapping):
        listed = listed.get("default", listed)
    right = isinstance(listed, Mapping) and all(
        isinstance(short, Mapping)
        and all(isinstance(text, str) for text in short.values())
        for short in listed.values()
    )
    if not right:
        example = '{"container-title": {"long": "short"}}'
        raise InputError(
            f"{source}: no list of abbreviations; it should look like {example}"
        )
    return {variable: dict(short) for variable, short in listed.items()}
