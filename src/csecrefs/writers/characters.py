"""Characters: what no writer lets through, and the escaping each format adds to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

_SPACES: Final = "\t\n\v\f\r\x85\u2028\u2029"
_CONTROLS: Final = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _SPACES]
_BIDI: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVALID: Final = [chr(code) for code in (*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)]

_CLEAN: Final[dict[str, str]] = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_CONTROLS, ""),
    **dict.fromkeys(_BIDI, ""),
    **dict.fromkeys(_INVALID, "\ufffd"),
}
_CLEAN_CLASS: Final = "\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"


def escaper(escapes: Mapping[str, str]) -> Callable[[str], str]:
    """A function that cleans text and replaces each character in `escapes`.

    Cleaning makes line breaks and tabs spaces (one field never starts a new line), drops control characters
    (terminals and XML readers act on them or refuse them) and bidirectional embeddings, overrides and
    isolates (they reorder what follows the field; the marks LRM, RLM and ALM, which reach no further than
    themselves, stay), and replaces what no encoding can hold by U+FFFD.
    """
    table = str.maketrans({**_CLEAN, **escapes})
    special = re.compile(f"[{_CLEAN_CLASS}{re.escape(''.join(escapes))}]").search

    def escape(text: str) -> str:
        return text.translate(table) if special(text) else text

    return escape


clean: Final = escaper({})
"""Text without what no format should hold; see `escaper`."""
