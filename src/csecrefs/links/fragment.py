"""The place inside a document that the fragment of a URL names."""

from __future__ import annotations

from typing import Final, Literal
from urllib.parse import unquote, unquote_to_bytes

from csecrefs.pages.page import Page
from csecrefs.patterns import regex

# Routes of applications ("!/a"), parameters ("page=3"), lines of source code ("L10-L20"),
# text fragments (":~:text=a"), and schemes of pointers ("xpointer(id('a'))").
_ROUTE: Final = regex(r"[/!]|=|^L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?$|^:~:|^\w+\(")
# The page in the fragment of a PDF (RFC 8118 section 3): "page=12".
_PDF_PAGE: Final = regex(r"(?:^|&)page=(\d{1,7})(?:&|$)")
# The number of leaves below a node of the page tree (ISO 32000 section 7.7.3.2).
_PDF_COUNT: Final = regex(rb"/Count\s+(\d{1,7})\b")
# A page object; "/Pages" is a node of the tree.
_PDF_LEAF: Final = regex(rb"/Type\s*/Page\b(?!s)")


def place_in_page(fragment: str, page: Page) -> Literal["found", "missing", "unknown"]:
    """Return whether an HTML page has the element that a fragment names.

    Text fragments, client-side routes and line marks are made by scripts, so they are
    never missing. A page with scripts may have more than its source shows; there, a
    name that stands anywhere in the source is found, and another is unknown.
    """
    name = fragment.partition(":~:")[0]
    if not name or name.lower() == "top" or _ROUTE.search(name):
        return "found"
    wanted = {
        name,
        unquote(name),
        unquote_to_bytes(name).decode("latin-1"),
    }
    # How code hosts name what their readme files anchor.
    wanted |= {f"user-content-{one}" for one in wanted}
    wanted |= {one.removeprefix("user-content-") for one in wanted}
    if wanted & page.anchors or page.is_shell:
        return "found"
    if not page.has_script and not page.has_frame:
        return "missing"
    if any(len(one) > 2 and page.mentions(one) for one in wanted):
        return "found"
    return "unknown"


def missing_in_pdf(fragment: str, body: bytes) -> bool:
    """True if a fragment names a page (RFC 8118) beyond the last one of a complete
    PDF.
    """
    match = _PDF_PAGE.search(fragment)
    if not match:
        return False
    counts = [int(count) for count in _PDF_COUNT.findall(body)]
    pages = max([*counts, len(_PDF_LEAF.findall(body))])
    # Pages in object streams or behind a key cannot be counted here.
    in_the_clear = b"/ObjStm" not in body and b"/Encrypt" not in body
    return in_the_clear and pages > 0 and not 1 <= int(match[1]) <= pages
