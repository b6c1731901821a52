"""COinS, in: OpenURL metadata in the `title` of HTML elements of class Z3988.

Source: "OpenURL COinS: A Convention to Embed Bibliographic Metadata in HTML" (2005).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import Draft, keyed
from csecrefs.formats.source import decode
from csecrefs.formats.web import openurl
from csecrefs.formats.web.html_tags import tags
from csecrefs.model import Reference
from csecrefs.patterns import regex

# The class of a COinS span, alone or among others: class="x Z3988".
_CLASS: Final = regex(r"class\s*=\s*[\"']?[^\"'>]*\bZ3988\b")
# Pairs of one context object that are read; real ones have some dozens.
_MAX_PAIRS: Final = 1000


def looks_like(head: str) -> bool:
    """True if the beginning of a text holds a COinS element."""
    return bool(_CLASS.search(head))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references embedded in an HTML page, and what was wrong with them."""
    text, diagnostics = decode(source, path)
    references: list[Reference] = []
    line, counted = 1, 0
    for tag in tags(text):
        if "Z3988" not in tag.content:
            continue
        line, counted = line + text.count("\n", counted, tag.start), tag.start
        attributes = tag.attributes()
        if "Z3988" in attributes.get("class", "").split() and "title" in attributes:
            try:
                draft = _read_title(attributes["title"])
                draft.line = line
                references.append(draft.reference())
            except ValueError:
                message = f"more than {_MAX_PAIRS} fields in a COinS"
                diagnostics.append(
                    Diagnostic("too-large", message, "error", path, line)
                )
    return keyed(references), diagnostics


def _read_title(title: str) -> Draft:
    """The record in keys and values as in the query of a URL. Raises ValueError for too
    many.
    """
    pairs = parse_qsl(title, max_num_fields=_MAX_PAIRS)
    # rft_val_fmt, "info:ofi/fmt:kev:mtx:journal", says what the keys mean.
    kind = next((value for key, value in pairs if key == "rft_val_fmt"), "").rpartition(
        ":"
    )[2]
    return openurl.to_draft(
        [(key.removeprefix("rft."), value) for key, value in pairs], kind
    )
