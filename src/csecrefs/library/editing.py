"""References that are edited, and saved to the files that they came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from csecrefs import formats
from csecrefs.document.outputs import ALIASES
from csecrefs.errors import (
    Diagnostic,
    FieldError,
    FormatError,
    InputError,
    NotFoundError,
)
from csecrefs.library.collection import ReferenceCollection
from csecrefs.library.edits import Edits, not_carried
from csecrefs.library.keys import check_key, check_reference
from csecrefs.library.sources import Source, distinct
from csecrefs.model import Reference
from csecrefs.model.hints import with_hints
from csecrefs.storage.files import write_atomically
from csecrefs.writers import WRITERS

if TYPE_CHECKING:
    from csecrefs.library.saving import Changes
    from csecrefs.storage.changes import FileChange


@with_hints
class EditableReferences(ReferenceCollection):
    """References that can be replaced, added, removed, renamed and saved."""

    def __init__(
        self,
        references: Iterable[Reference] = (),
        diagnostics: Iterable[Diagnostic] = (),
    ) -> None:
        super().__init__(references, diagnostics)
        # True while a document has the references: an edit then makes a copy first.
        self._is_shared = False
        self._edits = Edits()

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to copy and pickle it, with its edits; all entries are decoded."""
        # `_again` is a function of the module: pickle finds it by its name.
        return _again, (type(self), list(self), self.diagnostics, self._edits)

    def replace(self, reference: Reference) -> None:
        """Put a reference in the place of the one with its key; `save` writes it.

        Raises NotFoundError if no reference has the key.

        >>> from csecrefs import Library
        >>> lib = Library.parse("@book{a, title={T}, year=1999}")
        >>> lib.replace(lib["a"].evolve(title="New", year=2001))
        >>> lib["a"].title, lib["a"].year
        ('New', 2001)
        """
        check_reference(reference)
        if reference.id not in self._by_key:
            raise NotFoundError("reference", reference.id, self._by_key)
        self._own()[reference.id] = reference

    def insert(self, reference: Reference) -> None:
        """Add a new reference; `save` writes it to the first file of the library.

        Raises InputError if another reference has the key.
        """
        check_reference(reference)
        check_key(reference.id)
        present = self._by_key.get(reference.id)
        if present is not None and present != reference:
            raise InputError(
                f"{reference.id}: another reference has this key; use replace() for it"
            )
        by_key = self._own()
        by_key[reference.id] = reference
        # One that was taken out and comes back is changed in its place.
        origin = self._edits.removed.pop(reference.id, None)
        if origin is not None:
            self._edits.origins[reference.id] = origin

    def remove(self, key: str | Reference) -> Reference:
        """Take out the reference with a key (or this one) and return it; `save` takes it
        out of its file. Raises NotFoundError if no reference has the key.
        """
        if isinstance(key, Reference):
            key = key.id
        reference = self[key]
        del self._own()[reference.id]
        # A reference that was never in a file leaves nothing to take out of one.
        origin = self._edits.origins.pop(reference.id, None)
        if origin is not None:
            self._edits.removed[origin.id] = origin
        return reference

    def rename(self, old: str, new: str) -> Reference:
        """Give a reference another citation key and return it; entries that refer to it
        follow when it is saved.

        Raises NotFoundError if no reference has the old key, InputError if one has the
        new, FieldError for what is no citation key.
        """
        check_key(new)
        reference = self[old]
        if new == reference.id:
            return reference
        if new in self._by_key:
            raise InputError(f"{new}: another reference has this key")
        renamed = reference.evolve(id=new)
        # A dict made anew keeps the reference in its place.
        by_key: dict[str, Reference] = {}
        for each in self:
            if each.id == reference.id:
                by_key[new] = renamed
            else:
                by_key[each.id] = each
        self._by_key = by_key
        self._references, self._is_shared = MappingProxyType(by_key), False
        # The origin keeps the old key, by which the entry is found in its file.
        origins = self._edits.origins
        if reference.id in origins:
            origins[new] = origins.pop(reference.id)
        return renamed

    def changes(self) -> list[FileChange]:
        """Return the files that `save` would rewrite, each with its `diff()`; none is
        written. Raises what `save` raises.
        """
        from csecrefs.library.saving import plan

        return plan(
            self._edits.sources,
            self._edits.changes(self._references),
        )

    def save(self, *, also: Sequence[FileChange] = ()) -> list[FileChange]:
        """Write the edits back to the files the references came from, and return the
        files that were rewritten.

        Every byte that no edit concerns stays, and an entry keeps its dialect. New
        references go to the first file. The files are locked and read again: what
        others changed meanwhile stays. `also` are other files, such as manuscripts in
        which a key changes: they are written with those of the library, or none is.

        Raises ChangedFileError, with `diff`, if one of the edited entries is no longer
        as it was read, and InputError for a library that came from no file and for a
        format that is not changed in place. A value that the format does not give back
        is a diagnostic.
        """
        edits = self._edits.changes(self._references)
        if edits and not self._edits.sources:
            raise InputError("this library was read from no file; use write()")
        # Loaded here: a library that is only read never needs what changes files.
        from csecrefs.library.saving import save

        # Without edits no file of the library is locked; `also` may still be written.
        sources: tuple[Source, ...] = ()
        if edits:
            sources = self._edits.sources
        rewritten = save(sources, edits, also)
        self._settle(rewritten, edits)
        files = {str(change.path) for change in rewritten}
        for key, reference in edits.changed.items():
            base = edits.base[key]
            if base.place.path not in files:
                # Nothing of the change can be written in the format of its file.
                self._report(not_carried(reference, base))
        return rewritten

    def _report(self, found: Iterable[Diagnostic]) -> None:
        """Add diagnostics to those of the library, each once."""
        self._reported = tuple(dict.fromkeys((*self._reported, *found)))

    def write(
        self, path: str | Path, format: str = "", *, overwrite: bool = False
    ) -> None:
        """Write the references to a file, whole or not at all; its format follows its
        suffix unless named.

        A file that the library was read from is not written over unless `overwrite` is
        True: `save` keeps what it does not change. Raises FormatError for a format that
        cannot be written, InputError when the file cannot be.
        """
        if not format:
            told = formats.to_write(str(path))
            if told is None:
                raise FormatError(_no_suffix(path))
            format = told.name
        text = self.to(format)
        # Written anew, a file loses its comments and whatever no reference holds.
        if not overwrite and self._edits.is_source(path):
            raise InputError(
                f"{path}: this library was read from it; save() changes only what was "
                f"edited, overwrite=True writes the whole file anew"
            )
        try:
            write_atomically(path, text)
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from None

    def to(self, format: str) -> str:
        """The references as the text of a file. Raises FormatError for a format that
        cannot be written.
        """
        if isinstance(format, str) and ALIASES.get(format.lower(), format) in WRITERS:
            raise FormatError(
                f"{format} is formatted text, no file of references; "
                f"bibliography().to({format!r}) and `csecrefs format` give it"
            )
        return formats.write(tuple(self), format)

    def _settle(self, rewritten: Iterable[FileChange], edits: Changes) -> None:
        """Take the files as they are now for what was read."""
        from csecrefs.library.saving import settled

        written = {each.id for each in (*edits.added, *edits.changed.values())}
        for change in rewritten:
            found, lines = settled(change, written, self._edits.format)
            self._reported += tuple(
                self._edits.settle(
                    self._own(),
                    str(change.path),
                    found,
                    lines,
                )
            )
        self._edits.removed.clear()

    def _own(self) -> dict[str, Reference]:
        """Return the references to be edited, apart from those that documents have."""
        # Copied as late as this: most libraries that documents cite from are never
        # edited.
        if self._is_shared:
            self._by_key = dict(self._by_key)
            self._references = MappingProxyType(self._by_key)
            self._is_shared = False
        return self._by_key

    def _derived(
        self,
        references: Iterable[Reference],
        diagnostics: Iterable[Diagnostic] = (),
        *,
        is_part: bool = False,
    ) -> Self:
        """Return a library of these references that is saved to the same files."""
        library = type(self)(references, diagnostics)
        library._edits = self._edits.of(library._by_key, is_part=is_part)
        return library

    def __add__(
        self, other: EditableReferences | Reference | Iterable[Reference]
    ) -> Self:
        """Return both together; another work under a key that is taken gets a new key,
        and a diagnostic says so.
        """
        if isinstance(other, Reference):
            other = (other,)
        # A string is iterable, too, but its letters are no references.
        if not isinstance(other, Iterable) or isinstance(other, (str, bytes)):
            return NotImplemented
        listed = list(other)
        for each in listed:
            check_reference(each)
        together, problems = distinct([*self, *listed])
        known = (*self.diagnostics, *getattr(other, "diagnostics", ()), *problems)
        library = type(self)(together, known)
        edits = self._edits
        if isinstance(other, EditableReferences):
            edits = edits.with_others(other._edits)
        library._edits = edits.of(library._by_key)
        return library

    def __setitem__(self, key: str, reference: Reference) -> None:
        check_reference(reference)
        if reference.id != key:
            raise FieldError(f"{key!r}: the reference has the key {reference.id!r}")
        if key in self._by_key:
            self.replace(reference)
        else:
            self.insert(reference)

    def __delitem__(self, key: str) -> None:
        self.remove(key)


def _no_suffix(path: str | Path) -> str:
    """Return the message for a file whose suffix names no format."""
    suffixes = [
        suffix
        for each in formats.FORMATS
        if each.writes
        for suffix in (*each.suffixes, *each.shared)
    ]
    listed = ", ".join(dict.fromkeys(suffixes))
    return (
        f"{str(path)!r}: its suffix names no format; there are {listed}; or name a "
        f"format, as in format='biblatex'"
    )


def _again(
    cls: type[EditableReferences],
    references: list[Reference],
    diagnostics: Iterable[Diagnostic],
    edits: Edits,
) -> EditableReferences:
    """Return references that were pickled or copied."""
    library = cls(references, diagnostics)
    library._edits = edits
    return library
