"""COinS, in: OpenURL metadata in the `title` of HTML elements of class Z3988.

Source: "OpenURL COinS: A Convention to Embed Bibliographic Metadata in HTML" (2005).
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final
from urllib.parse import parse_qsl

from csecrefs.errors import Diagnostic
from csecrefs.formats import openurl
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.source import decode
from csecrefs.model import Reference

_CLASS: Final = re.compile(r"class\s*=\s*[\"']?[^\"'>]*\bZ3988\b")
_MAX_PAIRS: Final = 1000


def looks_like(head: str) -> bool:
    """Whether the beginning of a text holds a COinS element."""
    return bool(_CLASS.search(head))


def read(source: bytes | str, *, path: str = "<string>") -> tuple[list[Reference], list[Diagnostic]]:
    """The references embedded in an HTML page, and what was wrong with them."""
    text, diagnostics = decode(source, path)
    spans = _Spans()
    spans.feed(text)
    spans.close()
    drafts: list[Draft] = []
    for line, title in spans.found:
        try:
            pairs = parse_qsl(title, max_num_fields=_MAX_PAIRS)
        except ValueError:
            message = f"more than {_MAX_PAIRS} fields in a COinS"
            diagnostics.append(Diagnostic("too-large", message, "error", path, line))
            continue
        kind = next((value for key, value in pairs if key == "rft_val_fmt"), "").rpartition(":")[2]
        drafts.append(openurl.to_draft([(key.removeprefix("rft."), value) for key, value in pairs], kind))
    return finish(drafts), diagnostics


class _Spans(HTMLParser):
    """Lines and titles of the elements of class Z3988."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Keep the title if the class is right."""
        attributes = dict(attrs)
        title = attributes.get("title")
        if title and "Z3988" in (attributes.get("class") or "").split():
            self.found.append((self.getpos()[0], title))
