"""The keywords of citations, so that editors complete them and mypy knows them."""

from __future__ import annotations

from typing import TypedDict

from csecrefs.csl.cite import CiteMode


class LocatorKeywords(TypedDict, total=False):
    """A locator by its type: `page="8"`, `chapter=2`."""

    act: str | int
    appendix: str | int
    article_locator: str | int
    book: str | int
    canon: str | int
    chapter: str | int
    column: str | int
    elocation: str | int
    equation: str | int
    figure: str | int
    folio: str | int
    issue: str | int
    line: str | int
    opus: str | int
    page: str | int
    paragraph: str | int
    part: str | int
    rule: str | int
    scene: str | int
    section: str | int
    sub_verbo: str | int
    supplement: str | int
    table: str | int
    timestamp: str | int
    title_locator: str | int
    verse: str | int
    version: str | int
    volume: str | int


class CiteKeywords(LocatorKeywords, total=False):
    """The keyword arguments of a citation besides its cites; see `Document.cite`."""

    locator: str
    prefix: str
    suffix: str
    mode: CiteMode


class PlacedCiteKeywords(CiteKeywords, total=False):
    """The keywords of `Document.cite`: those of a citation and of its place."""

    note: int | None
    author_order: bool
