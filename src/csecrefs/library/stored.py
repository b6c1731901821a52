"""References in files: read from them, edited, and saved to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from csecrefs import formats
from csecrefs.library.editing import EditableReferences
from csecrefs.library.edits import Edits
from csecrefs.library.reading import read_sources, refuse_grave
from csecrefs.library.settings import load_settings
from csecrefs.library.sources import Source, check_text, duplicates, sources_in
from csecrefs.model.hints import with_hints


@with_hints
class StoredReferences(EditableReferences):
    """References that are read from files or texts.

    `csecrefs.Library` is one, with all that is done with references; the modules that
    it calls need no more than this.
    """

    @classmethod
    def read(
        cls,
        source: Source | Sequence[Source] | None = None,
        *,
        format: str = "",
        strict: bool = False,
    ) -> Self:
        """The library in a file, a folder, a list of them, or the standard input ("-").

        Without a source, that of the settings. The format is told by content unless
        `format` names it. Problems are in `diagnostics`; with `strict` they raise
        ParseError. Raises InputError for a source that cannot be read, FormatError for
        one of no known format.
        """
        if source is None:
            source = load_settings().library()
        sources = sources_in(source)
        reading = read_sources(sources, format)
        if strict:
            refuse_grave(reading.diagnostics())
        library = cls(reading.references)
        library._reading = library._known = reading
        library._edits = Edits(
            tuple(sources),
            format,
            dict(library._by_key),
        )
        return library

    @classmethod
    def parse(
        cls, text: str | bytes, *, format: str = "", strict: bool = False
    ) -> Self:
        """The library in the text of a file. Raises FormatError, and with `strict`
        ParseError.
        """
        check_text(text)
        references, diagnostics = formats.read(text, format=format)
        diagnostics += duplicates(references, diagnostics)
        if strict:
            refuse_grave(diagnostics)
        return cls(references, diagnostics)
