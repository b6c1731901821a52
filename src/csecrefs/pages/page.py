"""An answer's body as the checks see it: its kind, and for HTML its title, headings,
text and anchors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any, Final, Literal

import attrs
from lxml import etree, html

from csecrefs.patterns import regex

BodyKind = Literal["html", "pdf", "other"]

WORDS: Final = 3000
"""As many words of a page are looked at."""

LINKS: Final = 400
"""As many links: the menus and the latest works of a start page."""

LONGEST: Final = 200
"""As many letters of a word."""

# The character set of a content type: "text/html; charset=koi8-r".
_CHARSET: Final = regex(r"charset=[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
# The value of a Refresh field or meta element: "0; url=/next", quotes and "url=" at
# will.
_REFRESH: Final = regex(
    r"\s*(\d{1,6})(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"'>]*)", re.IGNORECASE
)
# A script that sends the reader on: "location.href = '/next'",
# "location.replace('/next')".
_SCRIPTED: Final = regex(
    r"\blocation(?:\.href)?\s*=\s*[\"'`]([^\"'`\s]{1,2000})[\"'`]"
    r"|\blocation\.(?:replace|assign)\(\s*[\"'`]([^\"'`\s]{1,2000})[\"'`]\s*\)"
)
# Between the parts of a title: "Page not found | Orchard Society".
_SEGMENTS: Final = regex(r"\s+[|–—·•«»\-]\s+|\s*\|\s*")
# A host by itself: "www.orchard.example".
_HOST: Final = regex(r"\s*(?:www\.)?[\w-]+(?:\.[\w-]+)+/?\s*")
_SILENT: Final = ("script", "style", "noscript", "template", "svg", "select")
_PROMPT: Final = 10
"""A refresh within this many seconds is a redirect; later, it is a page that renews
itself.
"""


def kind_of(body: bytes, content_type: str) -> BodyKind:
    """Return the kind of a body, going by its first bytes, then by its content type."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").lower()
    if b"%pdf-" in start:
        return "pdf"
    media = content_type.partition(";")[0].strip().lower()
    if start.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<body", b"<!--", b"<title")
    ):
        return "html"
    if media in ("text/html", "application/xhtml+xml") or (
        not media and b"<html" in start
    ):
        return "html"
    if start.startswith(b"<?xml") and b"<html" in start:
        return "html"
    return "other"


def refresh_target(value: str) -> str | None:
    """The URL a Refresh field sends to within a moment, or None."""
    match = _REFRESH.match(value)
    if not match or int(match[1]) > _PROMPT or not match[2].strip():
        return None
    return match[2].strip()


@attrs.define(slots=False)
class Page:
    """An HTML page; it is parsed, and its parts are read off, when first asked for."""

    _body: bytes = attrs.field(repr=False)
    _content_type: str = ""

    @cached_property
    def _root(self) -> Any:
        """The tree; whatever is no HTML makes an empty one."""
        declared = _CHARSET.search(self._content_type)
        for charset in (declared[1] if declared else None, None):
            try:
                return html.document_fromstring(
                    self._body, parser=html.HTMLParser(encoding=charset)
                )
            except (etree.LxmlError, LookupError, ValueError):
                continue
        return html.document_fromstring("<p></p>")

    @cached_property
    def title(self) -> str:
        """The title, its white space folded."""
        return _folded(self._root.findtext(".//title") or "")

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The first headings of level one and two."""
        found = [*self._root.iter("h1"), *self._root.iter("h2")][:4]
        return tuple(
            filter(None, (_folded(" ".join(heading.itertext())) for heading in found))
        )

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The segments of title and headings in lower case, each cut down to what it
        says of its own.

        A subtitle after a statement ("Page not found: a history") makes a work's title
        of it, so what comes last counts; but for a name of a host.
        """
        found = []
        for title in (self.title, *self.headings):
            for segment in _SEGMENTS.split(title.lower()):
                parts = [
                    part
                    for part in segment.split(":")
                    if part.strip() and not _HOST.fullmatch(part)
                ]
                found.append(parts[-1].strip() if parts else segment.strip())
        return tuple(dict.fromkeys(found))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words a reader sees, in order, up to WORDS."""
        found: list[str] = []
        body = self._root.find("body")
        for text in _visible(self._root if body is None else body):
            found += [word[:LONGEST] for word in text.split()]
            if len(found) >= WORDS:
                break
        return tuple(found[:WORDS])

    @cached_property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(self.words)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every id, and every name of an anchor."""
        ids = {str(value) for value in self._root.xpath("//@id")}
        return frozenset(
            ids | {str(value) for value in self._root.xpath("//a/@name | //map/@name")}
        )

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The addresses of the first links on the page, as they are written."""
        found = (str(value).strip() for value in self._root.xpath("//a/@href"))
        return tuple(dict.fromkeys(islice(found, LINKS)))

    def mentions(self, name: str) -> bool:
        """True if a name stands anywhere in the source, in scripts, too."""
        raw = name.encode("utf-8", "replace")
        # In JSON, letters outside of ASCII may be escaped: "caf\\u00e9".
        escaped = json.dumps(name)[1:-1].encode()
        return raw in self._body or escaped in self._body

    @cached_property
    def base(self) -> str:
        """The base of the page's own addresses, where it says so; else
        empty.
        """
        found = self._root.find(".//base[@href]")
        if found is None:
            return ""
        return str(found.get("href")).strip()

    @cached_property
    def has_script(self) -> bool:
        """True if scripts may put more on the page than is seen here."""
        return next(self._root.iter("script"), None) is not None

    @cached_property
    def has_frame(self) -> bool:
        """True if another document is shown inside of the page."""
        return any(
            next(self._root.iter(tag), None) is not None for tag in ("iframe", "frame")
        )

    @property
    def is_shell(self) -> bool:
        """True if this is the empty frame of an application that scripts fill."""
        return self.has_script and len(self.words) < 30

    @cached_property
    def has_password(self) -> bool:
        """True if the page asks for a password."""
        return any(
            field.get("type", "").lower() == "password"
            for field in self._root.iter("input")
        )

    @cached_property
    def asks_who(self) -> bool:
        """True if the page has a field for a name or an address of mail."""
        kinds = ("text", "email", "tel", "")
        return any(
            field.get("type", "").lower() in kinds for field in self._root.iter("input")
        )

    @cached_property
    def has_content(self) -> bool:
        """True if anything would show: words, pictures, frames, media or scripts."""
        shown = (
            "img",
            "script",
            "iframe",
            "frame",
            "object",
            "embed",
            "video",
            "audio",
            "canvas",
            "svg",
            "form",
        )
        return bool(self.words or self.title) or any(
            next(self._root.iter(tag), None) is not None for tag in shown
        )

    def refresh(self) -> str | None:
        """Return the target of a `<meta http-equiv=refresh>` outside of noscript, at
        once, or None.
        """
        if b"refresh" not in self._body.lower() and b"\0" not in self._body:
            return None
        for meta in self._root.iter("meta"):
            if (meta.get("http-equiv") or "").strip().lower() == "refresh":
                inside = {parent.tag for parent in meta.iterancestors()}
                if "noscript" in inside:
                    return None
                return refresh_target(meta.get("content") or "")
        return None

    def script_redirect(self) -> str | None:
        """Return the target of a page that is one unconditional script redirect, for
        the reader, or None.
        """
        if b"location" not in self._body and b"\0" not in self._body:
            return None
        scripts = list(self._root.iter("script"))
        if len(scripts) != 1 or len(self.words) > 20 or scripts[0].get("src"):
            return None
        code = scripts[0].text or ""
        if len(code) < 2000 and not re.search(r"\bif\b|\?", code):
            match = _SCRIPTED.search(code)
        else:
            match = None
        if match:
            return match[1] or match[2]
        return None

    def source_has(self, *marks: str) -> bool:
        """True if one of `marks` (lower case) stands in a source, form action, id or
        class.
        """
        return any(mark in self._sources for mark in marks)

    @cached_property
    def _sources(self) -> str:
        values = self._root.xpath(
            "//script/@src | //iframe/@src | //frame/@src | //form/@action | //@id | //@class"
        )
        return "\n".join(str(value) for value in values)[:100_000].lower()


def _visible(root: Any) -> Iterator[str]:
    """The texts under an element that are shown, in document order, without
    recursion.
    """
    silent = None
    for event, element in etree.iterwalk(
        root, events=("start", "end", "comment", "pi")
    ):
        if event == "start" and silent is None:
            if element.tag in _SILENT:
                silent = element
            elif element.text:
                yield element.text
        if event in ("end", "comment", "pi"):
            if element is silent:
                silent = None
            if silent is None and element.tail and element is not root:
                yield element.tail


def _folded(text: str) -> str:
    return " ".join(text.split())[:500]
