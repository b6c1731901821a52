"""A style in a locale, ready to render: what connects the files of styles and locales
with a processor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

import attrs

from csecrefs.csl.cite import Citation, Rendering
from csecrefs.csl.context import Abbreviations
from csecrefs.csl.processor import Processor
from csecrefs.csl.style import Locale
from csecrefs.document.abbreviations import abbreviations_in
from csecrefs.document.style_names import PYBTEX
from csecrefs.errors import (
    Diagnostic,
    FieldError,
    InputError,
    NetworkError,
    NotFoundError,
    StyleError,
)
from csecrefs.model import Reference
from csecrefs.styles import find as styles
from csecrefs.styles import locales
from csecrefs.styles.load import locale_of, style_of
from csecrefs.tuples import NamedTuple

DEFAULT_STYLE: Final = "apa"
ENGINES: Final = ("csecrefs", "citeproc-py")
"""The project's own processor, and the one there is to compare it with."""

Render = Callable[[Sequence[Reference], Sequence[Citation]], Rendering]


class CitationJoint(NamedTuple):
    """The way in which a style joins cites to a citation."""

    delimiter: str = ""
    """The text between cites."""
    closing: str = ""
    """The text after the last cite, such as a closing bracket."""
    sorts: bool = False
    """True if the style sorts the cites of a citation."""


NO_JOINT: Final = CitationJoint()
"""The joint of styles that are none of CSL's."""


@attrs.frozen
class Formatter:
    """A loaded style: its name and title, the locale asked for ("" for the style's
    own), and what renders.

    `start` gives what renders one document, again after each change of it; the
    references it gets are listed as they are cited, those that are not cited last.
    `notes` says that citations stand in notes. `warnings` concern the style and the
    locale.
    """

    style: str
    title: str
    locale: str
    engine: str
    notes: bool
    start: Callable[[], Render] = attrs.field(repr=False)
    warnings: tuple[Diagnostic, ...] = ()
    citation_format: str = ""
    """The form of the citations as the style says it: numeric, author-date, ..."""
    joint: CitationJoint = NO_JOINT
    """The way in which cites are joined to a citation."""


def load(
    style: str | Path = DEFAULT_STYLE,
    locale: str = "",
    engine: str = "csecrefs",
    abbreviations: Mapping[str, Any] | str | Path = "",
    spans: bool = False,
) -> Formatter:
    """The style (a name, id, file, address or XML text) in a locale; a dependent style
    keeps its own locale.

    `abbreviations` are short forms or the file that holds them (see
    `csecrefs.document.abbreviations`). Only an address that no installed style has as
    its id is asked for over the network. A style of BibTeX's (`plain.bst`, or
    `pybtex:unsrt` for one of pybtex's) is run by pybtex. Raises NotFoundError for an
    unknown style, locale or engine, StyleError for what is not CSL, NetworkError if an
    address cannot be read, and InputError for abbreviations that are none.
    With `spans`, each value in a bibliography is in an element that names its variable.
    """
    if engine not in ENGINES:
        raise NotFoundError("engine", engine, ENGINES)
    if str(style).startswith(PYBTEX) or str(style).lower().endswith(".bst"):
        return _bibtex(style, locale, engine)
    source = _found(style)
    language = _language(locale)
    if source.parent and not language:
        # a dependent style is often its parent in another language
        language = source.header.default_locale
    try:
        style_class, processor = _processor(source, language, spans)
    except StyleError as error:
        raise StyleError(
            f"{_place(source, style, error)}: {error}", error.line
        ) from None
    start: Callable[[], Render] = partial(
        _draft, processor, abbreviations_in(abbreviations)
    )
    if engine == "citeproc-py":
        from csecrefs.document.citeproc_py import renderer

        start = partial(renderer, source.xml, language)
    title = source.header.title or source.name
    area = processor.plan.citation
    return Formatter(
        source.name,
        title,
        language,
        engine,
        style_class == "note",
        start,
        citation_format=source.header.citation_format,
        joint=CitationJoint(area.delimiter, area.look.suffix, bool(area.keys)),
    )


def _place(source: styles.StyleSource, asked: str | Path, error: StyleError) -> str:
    """Return the file or address of a style, and the line of its fault."""
    name = str(source.path or "the style")
    if _is_address(asked) and source.path is None:
        name = str(asked)
    return f"{name}:{error.line}" if error.line else name


def _is_address(style: str | Path) -> bool:
    return str(style).lower().startswith(("http://", "https://"))


def _draft(processor: Processor, abbreviations: Abbreviations) -> Render:
    return processor.draft(abbreviations, as_cited=True).render


def _found(style: str | Path) -> styles.StyleSource:
    try:
        return styles.find(style)
    except (NotFoundError, InputError):
        # An address may be the id of an installed style: the network comes after.
        if not _is_address(style):
            raise
    return styles.find(_fetched(str(style)))


@lru_cache(maxsize=8)
def _fetched(url: str) -> str:
    """The style at an address, as text; raises StyleError if the answer is none."""
    # Loaded here: most styles are installed and need no network.
    from csecrefs.net.session import PoliteSession

    try:
        with PoliteSession() as session:
            answer = session.get(
                url, accept="application/vnd.citationstyles.style+xml, text/xml"
            )
    except NetworkError as error:
        if error.kind != "unreadable":
            raise
        raise StyleError(f"{url}: no style there: {error}") from None
    text = answer.body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if answer.status != 200 or not text.startswith("<"):
        raise StyleError(f"{url}: no style there: the server answered {answer.status}")
    return text


def _bibtex(style: str | Path, locale: str, engine: str) -> Formatter:
    # Loaded here: only styles of BibTeX need pybtex.
    from csecrefs.document.pybtex_styles import renderer

    if engine != "csecrefs":
        raise InputError(f"{style}: {engine} formats in CSL styles only")
    unused = Diagnostic(
        "unknown-locale", f"a BibTeX style has one language; {locale!r} is not used"
    )
    warnings = (unused,) if locale else ()
    return Formatter(
        str(style), str(style), "", "pybtex", False, partial(renderer, style), warnings
    )


def _language(locale: str) -> str:
    """Return the tag of the locale that serves for `locale`: itself, or another of its
    language. Raises NotFoundError where there is none.
    """
    if not locale:
        return ""
    if not isinstance(locale, str):
        raise FieldError(f"locale: {locale!r} is none; give a tag or name like 'de-DE'")
    # a tag without a locale of its own falls back to its language
    found = locales.find(locale)
    # a language by its name, such as german, finds its own locale or none
    if locales.is_tag(locale) and _language_of(found.tag) != _language_of(locale):
        raise NotFoundError("locale", locale, locales.names())
    return found.tag


def _language_of(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


@lru_cache(maxsize=8)
def _processor(
    source: styles.StyleSource, language: str, spans: bool
) -> tuple[str, Processor]:
    """The class of a style, and a processor for it; kept, since compiling a large style
    takes a while.
    """
    # reading is cached on disk, compiling in memory
    parsed = style_of(source)
    processor = Processor(parsed, _load_locale, language, spans=spans)
    return parsed.style_class, processor


@lru_cache(maxsize=32)
def _load_locale(tag: str) -> Locale | None:
    """The locale of a language or its main dialect; None for a language that has
    none.
    """
    # en-US ends every chain; it must not stand in for another language here
    best = locales.chain(tag)[0]
    if (
        best.partition("-")[0].lower()
        != tag.replace("_", "-").partition("-")[0].lower()
    ):
        return None
    found = locales.exact(best)
    return locale_of(found) if found else None
