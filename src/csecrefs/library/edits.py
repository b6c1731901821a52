"""The record of what was read and from where, by which a library knows its edits."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.library.sources import STDIN, Source, files_of
from csecrefs.model import Reference
from csecrefs.text.tex import tex_to_markup

if TYPE_CHECKING:
    from csecrefs.library.saving import Changes


@attrs.define
class Edits:
    """The origin of each reference of a library, and what was taken out.

    - `sources`: the files and folders that were read.
    - `format`: their format, if the caller named one.
    - `origins`: the references as they were read, by the key they have now.
    - `removed`: the references that were taken out, by the key they had in their file.
    """

    sources: tuple[Source, ...] = ()
    format: str = ""
    origins: dict[str, Reference] = attrs.field(factory=dict)
    removed: dict[str, Reference] = attrs.field(factory=dict)

    def of(self, keys: Iterable[str], *, is_part: bool = False) -> Edits:
        """Return the record for other references of the library.

        Those that are not in a part do not count as removed.
        """
        known = self.origins
        origins = {key: known[key] for key in keys if key in known}
        removed: dict[str, Reference] = {}
        # A search leaves few references; to save them must not take out all others.
        if not is_part:
            removed = dict(self.removed)
        return Edits(self.sources, self.format, origins, removed)

    def with_others(self, other: Edits) -> Edits:
        """Return the record for two libraries together."""
        return Edits(
            tuple(dict.fromkeys((*self.sources, *other.sources))),
            self.format or other.format,
            # Where both libraries know a key, the left one counts.
            {**other.origins, **self.origins},
            {**other.removed, **self.removed},
        )

    def changes(self, references: Mapping[str, Reference]) -> Changes:
        """Return what is to be changed in the files."""
        from csecrefs.library.saving import Changes

        changed: dict[str, Reference] = {}
        added: list[Reference] = []
        base = dict(self.removed)
        for key, reference in references.items():
            origin = self.origins.get(key)
            if origin is None:
                added.append(reference)
            # Identity first: comparing would decode every entry of a large file.
            elif origin is not reference and origin != reference:
                changed[origin.id] = reference
                base[origin.id] = origin
        return Changes(
            changed,
            added,
            frozenset(self.removed),
            base=base,
            format=self.format,
        )

    def settle(
        self,
        references: dict[str, Reference],
        path: str,
        found: Mapping[str, Reference],
        lines: Mapping[str, int],
    ) -> Iterator[Diagnostic]:
        """Take what was written to a file for what was read from it, and yield what the
        file gives back otherwise.

        `found` are the references that were written, `lines` the lines of those that
        may have moved.
        """
        for key, reference in found.items():
            if key in references:
                origin = self.origins.get(key)
                if origin is not None and origin.place.path not in ("", path):
                    # The key is in another file, too: that entry is not the one
                    # written here.
                    continue
                lost = tuple(not_carried(references[key], reference))
                yield from lost
                self.origins[key] = reference
                if lost:
                    # What the file could not take stays in the library.
                    reference = references[key].at(reference.place)
                references[key] = reference
        for key, origin in self.origins.items():
            line = lines.get(key)
            if key in found or line is None:
                continue
            if origin.is_lazy:
                # To know its place it would have to be decoded: that can wait.
                moved = Reference.lazy(
                    origin.id,
                    partial(_moved, origin, path, line),
                )
            else:
                moved = _moved(origin, path, line)
            if moved is not origin:
                is_same = references.get(key) is origin
                self.origins[key] = moved
                if is_same:
                    references[key] = moved

    def is_source(self, path: str | os.PathLike[str]) -> bool:
        """True if a path is that of a file the library was read from."""
        # A file may be named by a link, or as seen from another folder.
        target = os.path.realpath(path)
        return any(os.path.realpath(file) == target for file in self._files())

    def _files(self) -> Iterator[str]:
        for source in self.sources:
            if source != STDIN:
                yield from map(str, files_of(source))
        yield from {each.place.path for each in self.origins.values()} - {""}


def _moved(reference: Reference, path: str, line: int) -> Reference:
    """Return a reference at its line in a file; as it is if it is from another."""
    place = reference.place
    if place.path != path or place.line == line:
        return reference
    return reference.at(place.moved_to(line))


def not_carried(wanted: Reference, written: Reference) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each value that a file gives back otherwise."""
    said = []
    for variable in dict.fromkeys([*wanted.fields, *written.fields]):
        given, found = wanted.get(variable), written.get(variable)
        # Most formats have numbers as text.
        if given != found and str(given) != str(found):
            said.append(f"{variable} is read back otherwise from this format")
    own, found = _own_fields(wanted), _own_fields(written)
    for name, value in own.items():
        is_in_bib = _field_of_bib(written, name) == str(value)
        if found.get(name) != value and not is_in_bib:
            said.append(f"custom: this format does not carry your field {name}")
    place = written.place
    for message in said:
        yield Diagnostic(
            "not-carried",
            message,
            "warning",
            place.path or None,
            place.line,
            key=wanted.id,
        )


def _field_of_bib(reference: Reference, name: str) -> str | None:
    """Return the text of a field that a .bib file has under this name, if any."""
    fields = reference.extra.get("biblatex")
    if not isinstance(fields, Mapping):
        return None
    source = fields.get(name.lower())
    if isinstance(source, str):
        return tex_to_markup(source)
    return None


def _own_fields(reference: Reference) -> dict[str, object]:
    """Return the fields of the user's own, which stand under `custom`."""
    custom = reference.extra.get("custom")
    if isinstance(custom, Mapping):
        return dict(custom)
    return {}
