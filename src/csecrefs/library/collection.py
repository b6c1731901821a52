"""References by citation key, as they were read: to be looked up, not changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Final, Literal, TypeVar, overload

from csecrefs.document import Row
from csecrefs.document.results import row
from csecrefs.errors import Diagnostic, FieldError, NotFoundError
from csecrefs.library.keys import bare_key, references_in
from csecrefs.library.listing import table_of
from csecrefs.library.reading import Reading
from csecrefs.model import Place, Reference
from csecrefs.model.fields import known_variable
from csecrefs.model.hints import with_hints

_Default = TypeVar("_Default")
# A screenful of a notebook: a table of thousands of rows would stop the browser.
# Number of references of a library that a notebook shows.
_SHOWN: Final = 50


@with_hints
class ReferenceCollection:
    """References by citation key, in order, and what was wrong where they were read."""

    def __init__(
        self,
        references: Iterable[Reference] = (),
        diagnostics: Iterable[Diagnostic] = (),
    ) -> None:
        by_key: dict[str, Reference] = {}
        for reference in references_in(references):
            # Of references with one key the first counts, as `duplicates` tells the
            # user.
            by_key.setdefault(reference.id, reference)
        self._by_key = by_key
        # Callers get a view that cannot be written to: `insert` and `replace` check
        # what goes in.
        self._references: Mapping[str, Reference] = MappingProxyType(by_key)
        # What is known of the references of files: their problems, texts and rows.
        self._reading = self._known = Reading([], ())
        self._reported = tuple(diagnostics)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is wrong with what was read, in order."""
        return (*self._reading.diagnostics(), *self._reported)

    def problems(self, *keys: str) -> list[Diagnostic]:
        """Return the errors of all that was read, and every diagnostic about the
        references with these keys.

        For a few references of a large library that takes a tenth of the time of
        `diagnostics`.
        """
        found = (*self._reading.about(keys), *self._reported)
        return [each for each in found if each.severity == "error" or each.key in keys]

    def rows(
        self, columns: Literal["main", "all"] | Iterable[str] = "main"
    ) -> list[Row]:
        """Return one flat row a reference, ready for `pandas.DataFrame`.

        `columns` is "main", "all", or the names of variables. Years are int or None.
        """
        if columns == "main":
            return [self._known.row(each) for each in self._references.values()]
        if isinstance(columns, str):
            # A name and no list: `row` knows "all", and refuses any other.
            return [row(reference, columns) for reference in self]
        if isinstance(columns, bytes) or not isinstance(columns, Iterable):
            raise FieldError(
                f"columns: {columns!r} is neither 'main' nor 'all' nor a list"
            )
        names = list(columns)
        return [row(reference, names) for reference in self]

    def place(self, key: str, variable: str = "") -> Place:
        """Return the file and line of a reference, or of one of its variables.

        Lines of variables are known for links (`URL`, `DOI`); others are at the line of
        the reference. Raises NotFoundError for an unknown key, FieldError for an
        unknown variable.
        """
        named = ""
        if variable:
            named = known_variable(variable)
        return self[key].place.at(named)

    def keys(self) -> KeysView[str]:
        """Return the citation keys, in order."""
        return self._references.keys()

    def items(self) -> Iterable[tuple[str, Reference]]:
        """Keys and references, in order."""
        return self._references.items()

    def values(self) -> Iterable[Reference]:
        """Return the references, in order."""
        return self._references.values()

    @overload
    def get(self, key: str) -> Reference | None: ...

    @overload
    def get(self, key: str, default: _Default) -> Reference | _Default: ...

    def get(
        self, key: str, default: _Default | None = None
    ) -> Reference | _Default | None:
        """Return the reference with a key, or `default` if no reference has it."""
        return self._references.get(bare_key(key), default)

    def __getitem__(self, key: str) -> Reference:
        found = self._references.get(bare_key(key))
        if found is None:
            raise NotFoundError("reference", key, self._references)
        return found

    def __contains__(self, key: object) -> bool:
        if isinstance(key, Reference):
            # A reference is here only if it is unchanged; the same key is not enough.
            return self._references.get(key.id) == key
        return isinstance(key, str) and bare_key(key) in self._references

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._references)

    def __iter__(self) -> Iterator[Reference]:
        # All at once: one by one they would be decoded apart from their diagnostics.
        self._reading.complete()
        return iter(self._references.values())

    def __len__(self) -> int:
        return len(self._references)

    def __repr__(self) -> str:
        noun = "references"
        if len(self) == 1:
            noun = "reference"
        return f"<{type(self).__name__} of {len(self)} {noun}>"

    def _repr_html_(self) -> str:
        shown = list(map(row, islice(self, _SHOWN)))
        return table_of(
            shown,
            ("key", "year", "author", "title"),
            len(self),
        )
