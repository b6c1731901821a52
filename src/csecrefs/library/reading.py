"""The sources of a library as they are read: large .bib files entry by entry.

The entries of a large file are decoded on first use. Its outline (keys, places, errors)
and the texts that a search compares are in the user's cache, keyed by the content of
the file and by the code that read it: neither is ever older than what it describes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import compress, crc32, decompress
from zlib import error as zlib_error

import attrs

import csecrefs
from csecrefs import formats
from csecrefs.document.results import Row, row
from csecrefs.document.selection import (
    QuickTest,
    matcher,
    quick_tests,
    search_words,
    searched_text,
)
from csecrefs.errors import CsecrefsError, Diagnostic, ParseError
from csecrefs.formats.source import MAX_BYTES
from csecrefs.library.sources import (
    STDIN,
    Source,
    duplicates,
    files_of,
    read_one,
)
from csecrefs.model import Reference
from csecrefs.storage import cache

if TYPE_CHECKING:
    from csecrefs.formats.bibtex.lazy import LazyEntries

Known = tuple[str, str]
"""The text of a reference that a search compares, and its main row as `_line` has it."""

LARGE: Final = 1 << 17
"""The least bytes of a file that is read entry by entry: smaller ones take a moment."""
_FOLDER: Final = "libraries"
# The sign between the texts of two references.
# A text that has one in it is not cached, see `known`.
_BETWEEN: Final = "\0"
# The sign between the cells of a row, and the names of the cells.
_CELL_END: Final = "\x1f"
_COLUMNS: Final = tuple(row(Reference("")))
_UNREADABLE: Final = (ValueError, TypeError, LookupError, zlib_error)


@attrs.define(eq=False)
class LargeFile:
    """A large .bib file, its entries, and the names of what is cached of it."""

    path: str
    stamp: bytes = attrs.field(repr=False)
    entries: LazyEntries = attrs.field(repr=False)

    def known(self) -> list[Known]:
        """Return the text of each reference that a search compares, and its row."""
        name = _name("known", self.path)
        kept = cache.load(name, self.stamp, _FOLDER)
        if kept is not None:
            try:
                texts, rows = _unpacked(kept)
            except _UNREADABLE:
                texts, rows = [], []
            # With one text too few, each later one would be another reference's.
            if len(texts) == len(rows) == len(self.entries.references):
                return list(zip(texts, rows, strict=True))
        # The text of every entry is needed: nothing is left to decode later.
        self.entries.complete()
        found = [
            (searched_text(each), _line(row(each))) for each in self.entries.references
        ]
        if not any(_BETWEEN in text for text, _ in found):
            cache.keep(name, self.stamp, _packed(found), _FOLDER)
        return found


def _packed(known: Sequence[Known]) -> bytes:
    # All texts, then all rows: `_unpacked` finds both by their number.
    texts = _BETWEEN.join(text for text, _ in known)
    rows = _BETWEEN.join(line for _, line in known)
    # Records may have halves of surrogate pairs, which UTF-8 refuses.
    together = f"{texts}{_BETWEEN}{rows}".encode("utf-8", "surrogatepass")
    # Level 1: a tenth of a second for 10 MB, and a third of the room.
    return compress(together, 1)


def _unpacked(content: bytes) -> tuple[list[str], list[str]]:
    parts = decompress(content).decode("utf-8", "surrogatepass").split(_BETWEEN)
    middle = len(parts) // 2
    return parts[:middle], parts[middle:]


def _line(cells: Row) -> str:
    """Return the cells of a row as one text, in a tenth of the time that JSON takes; ""
    for a row with a sign in it that would end a cell.
    """
    written = cells
    if cells["year"] is None:
        written = {**cells, "year": ""}
    line = _CELL_END.join(map(str, written.values()))
    if _BETWEEN in line or line.count(_CELL_END) >= len(_COLUMNS):
        return ""
    return line


def _row(line: str) -> Row:
    """Return the row of which `_line` made a text."""
    cells: Row = dict(zip(_COLUMNS, line.split(_CELL_END), strict=True))
    year = cells["year"]
    cells["year"] = None
    if year:
        cells["year"] = int(year)
    return cells


@attrs.define(eq=False)
class Reading:
    """The references read from the sources of a library, in order.

    - `references`: the references; those of large files decode themselves.
    - `_parts`: what is wrong with each file, or the file if it is a large one.
    """

    references: list[Reference]
    _parts: Sequence[list[Diagnostic] | LargeFile]
    _diagnostics: tuple[Diagnostic, ...] | None = None
    _known: dict[int, Known] | None = None

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return all that is wrong with the sources; decodes all entries."""
        if self._diagnostics is None:
            found: list[Diagnostic] = []
            for part in self._parts:
                if isinstance(part, LargeFile):
                    found += part.entries.complete()
                else:
                    found += part
            found += duplicates(self.references, found)
            self._diagnostics = tuple(found)
        return self._diagnostics

    def complete(self) -> None:
        """Decode all entries that are not yet."""
        for file in self._large():
            file.entries.complete()

    def about(self, keys: Collection[str]) -> list[Diagnostic]:
        """Return the errors of the sources, and all that concerns these keys; decodes
        no more than their entries.
        """
        found: list[Diagnostic] = []
        reported: list[Diagnostic] = []
        for part in self._parts:
            if isinstance(part, list):
                reported += part
                found += part
            else:
                reported += part.entries.grave
                found += part.entries.about(keys)
        if keys:
            found += duplicates(self.references, reported)
        return [each for each in found if each.severity == "error" or each.key in keys]

    def searched(
        self, references: Iterable[Reference], text: str, filters: Mapping[str, Any]
    ) -> Iterable[Reference]:
        """Return the references that `select` chooses, most of those in large files
        without decoding them. Raises FieldError for an unknown filter.
        """
        words, tests = search_words(text), quick_tests(filters)
        if not (words or tests):
            return references
        known = self.known()
        is_exact = all(test.is_exact for test in tests)
        full, filtered = matcher(text, filters), matcher("", filters)
        found = []
        for each in references:
            present = known.get(id(each))
            if present is None or not present[1]:
                matches = full(each)
            else:
                # The words are there; the filters may need the reference itself.
                matches = _may_match(present, words, tests) and (
                    is_exact or filtered(each)
                )
            if matches:
                found.append(each)
        return found

    def row(self, reference: Reference) -> Row:
        """Return the row of a reference; that of one in a large file is not made
        anew.
        """
        known = self.known().get(id(reference))
        if known is None or not known[1]:
            return row(reference)
        return _row(known[1])

    def known(self) -> dict[int, Known]:
        """Return what is known of the references in large files, by their identity.

        They live as long as this object, so that no other can have that.
        """
        if self._known is None:
            found: dict[int, Known] = {}
            for file in self._large():
                pairs = zip(
                    file.entries.references,
                    file.known(),
                    strict=True,
                )
                found.update((id(reference), known) for reference, known in pairs)
            self._known = found
        return self._known

    def _large(self) -> list[LargeFile]:
        return [each for each in self._parts if isinstance(each, LargeFile)]


def _may_match(known: Known, words: list[str], tests: list[QuickTest]) -> bool:
    """False if what is known of a reference says that it is not searched for."""
    text, line = known
    if not all(word in text for word in words):
        return False
    if not tests:
        return True
    cells = _row(line)
    return all(test.passes(text, cells) for test in tests)


def read_sources(sources: Iterable[Source], format: str = "") -> Reading:
    """Return what files and folders contain, as `sources.read_all` does, without
    decoding the entries of large .bib files.

    Raises what `read_all` raises.
    """
    references: list[Reference] = []
    parts: list[list[Diagnostic] | LargeFile] = []
    for source in sources:
        is_folder = source != STDIN and _is_folder(source)
        files: Iterable[Source] = (source,)
        if is_folder:
            files = files_of(source)
        for file in files:
            large = _large_file(file, format)
            if large is not None:
                references += large.entries.references
                parts.append(large)
                continue
            found, problems = read_one(file, format, in_folder=is_folder)
            references += found
            parts.append(problems)
    return Reading(references, parts)


def _is_folder(source: Source) -> bool:
    try:
        return Path(source).is_dir()
    except ValueError:  # a name that no file system takes
        return False


def _large_file(source: Source, format: str) -> LargeFile | None:
    """Return a large .bib file; None for anything else, and for what cannot be read."""
    try:
        # A larger file is cut, with a diagnostic, where files are read whole.
        if source == STDIN or not LARGE <= Path(source).stat().st_size <= MAX_BYTES:
            return None
        content = Path(source).read_bytes()
        if format:
            chosen = formats.by_name(format)
        else:
            chosen = formats.detect(content, str(source))
    except (OSError, ValueError, CsecrefsError):
        return None
    # Only BibTeX is decoded by entries; the file may have grown since `stat`, too.
    if chosen.name != "biblatex" or not LARGE <= len(content) <= MAX_BYTES:
        return None
    return large_file(content, str(source))


def large_file(content: bytes, path: str) -> LargeFile | None:
    """Return the entries of a .bib file, by its outline in the cache if there is one;
    None if it has more entries than are read.
    """
    from hashlib import sha256

    from csecrefs.formats.bibtex.lazy import from_outline, lazy_entries

    # Not the time of the file: an editor may keep it, and so may `cp -p`.
    stamp = _code() + sha256(content).digest()
    name = _name("outline", path)
    kept = cache.load(name, stamp, _FOLDER)
    if kept is not None:
        try:
            return LargeFile(path, stamp, from_outline(content, path, kept))
        except _UNREADABLE:
            pass  # damaged in a way that its checksum does not show
    entries = lazy_entries(content, path)
    if entries is None:
        return None
    outline = entries.outline()
    if outline:
        cache.keep(name, stamp, outline, _FOLDER)
    return LargeFile(path, stamp, entries)


def _name(kind: str, path: str) -> str:
    """Return the name of a cached file. A library that is edited takes the room of its
    former state.
    """
    # Paths with one checksum only replace each other: their stamps differ.
    return f"{kind}-{crc32(os.fsencode(os.path.realpath(path))):08x}"


@once
def _code() -> bytes:
    """Return what differs between versions of the code that reads .bib files."""
    from hashlib import sha256

    root = Path(csecrefs.__file__).parent
    facts = [csecrefs.__version__, sys.byteorder]
    # The rooms whose code decides what an entry is decoded to, and what is kept of it.
    rooms = ("model", "text", "formats", "formats/bibtex", "document", "library")
    for room in rooms:
        for file in os.scandir(root / room):
            if file.name.endswith(".py"):
                # Size and time in place of the content: this runs whenever a large
                # file is read.
                known = file.stat()
                facts.append(f"{room}/{file.name} {known.st_size} {known.st_mtime_ns}")
    return sha256("\n".join(sorted(facts)).encode()).digest()


def refuse_grave(diagnostics: Sequence[Diagnostic]) -> None:
    """Raise ParseError if there is a warning or an error."""
    grave = [each for each in diagnostics if each.severity != "info"]
    if grave:
        message = str(grave[0])
        if len(grave) > 1:
            message += f" (and {len(grave) - 1} more)"
        raise ParseError(message, diagnostics)
