"""Whether the place inside a document that a URL's fragment names is there."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from csecrefs.links.page import Page

_ROUTE: Final = re.compile(r"^[/!]|=|^L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?$|^:~:")
_PDF_PAGE: Final = re.compile(r"(?:^|&)page=(\d{1,7})(?:&|$)")
_PDF_COUNT: Final = re.compile(rb"/Count\s+(\d{1,7})\b")
_PDF_LEAF: Final = re.compile(rb"/Type\s*/Page\b(?!s)")


def missing_in_page(fragment: str, page: Page) -> bool:
    """Whether an HTML page surely lacks the element a fragment names.

    Text fragments, client-side routes and line marks are made by scripts, so they are
    never missed; nor is anything on a page that only scripts fill.
    """
    name = fragment.partition(":~:")[0]
    if not name or name.lower() == "top" or _ROUTE.search(name) or page.is_shell:
        return False
    wanted = {name, unquote(name), unquote_to_bytes(name).decode("latin-1")}
    wanted |= {
        f"user-content-{one}" for one in wanted
    }  # how code hosts name what their readme files anchor
    return not wanted & page.anchors


def missing_in_pdf(fragment: str, body: bytes) -> bool:
    """Whether a fragment names a page (RFC 8118) beyond the last one of a complete
    PDF.
    """
    match = _PDF_PAGE.search(fragment)
    if not match:
        return False
    counts = [int(count) for count in _PDF_COUNT.findall(body)]
    pages = max([*counts, len(_PDF_LEAF.findall(body))])
    in_the_clear = b"/ObjStm" not in body and b"/Encrypt" not in body
    return in_the_clear and pages > 0 and not 1 <= int(match[1]) <= pages
