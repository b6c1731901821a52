"""Results of formatting: text in any output format, rows for tables, warnings, and
notebook views.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal, NoReturn, overload

from csecrefs.csl.cite import Cite, Rendering
from csecrefs.document.formatter import Formatter
from csecrefs.document.outputs import ALIASES, output_named
from csecrefs.document.selection import Group, grouping
from csecrefs.errors import Diagnostic, FieldError, InputError, NotFoundError
from csecrefs.formats import write
from csecrefs.model import Reference
from csecrefs.model.fields import unknown_field, variable_named
from csecrefs.model.hints import with_hints
from csecrefs.model.memento import Memento, memento_of
from csecrefs.model.name import listed
from csecrefs.model.reference import without_markup
from csecrefs.text.inline import Entry, EntryLayout, Inlines, plain
from csecrefs.writers import WRITERS, get_writer

Row = dict[str, str | int | None]
"""One line of a table: flat, with the same keys in every row, as `pandas.DataFrame`
wants it.
"""


@with_hints
class Formatted(ABC):
    """Formatted text of a document; it is rendered when looked at, so it follows the
    document's changes.
    """

    def __init__(
        self, formatter: Formatter, rendering: Callable[[], Rendering]
    ) -> None:
        self._formatter = formatter
        self._rendering = rendering

    # "docx" is a str, too: the first overload that fits is the one that counts.
    @overload
    def to(self, format: Literal["docx"], *, links: bool = False) -> bytes: ...  # type: ignore[overload-overlap]

    @overload
    def to(self, format: str, *, links: bool = False) -> str: ...

    def to(self, format: str, *, links: bool = False) -> str | bytes:
        """Return the text in an output format (bytes for docx, str for all others).

        `links` makes DOIs and addresses links. Raises NotFoundError for an unknown
        format.
        """
        if not isinstance(format, str):
            raise FieldError(f"to: {format!r} is no format; give a name like 'html'")
        return self._to(format, links)

    @abstractmethod
    def _to(self, format: str, links: bool) -> str | bytes:
        """Return what `to` returns."""

    @abstractmethod
    def rows(self) -> list[Row]:
        """The result as flat rows, ready for `pandas.DataFrame`."""

    @property
    def style(self) -> str:
        """The name of the style."""
        return self._formatter.style

    @property
    def engine(self) -> str:
        """The name of the processor that rendered this."""
        return self._formatter.engine

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The warnings about the style, the locale and the records."""
        return self._formatter.warnings + self._rendering().warnings

    def __str__(self) -> str:
        return self.to("text")

    def __reduce__(self) -> NoReturn:
        # It renders with the style of its document, which is code.
        raise TypeError(
            f"a {type(self).__name__} cannot be pickled or copied; keep its library, or "
            f"str(...), .to('html') or .rows() of it"
        )

    def _repr_html_(self) -> str:
        return self.to("html", links=True)

    def _repr_markdown_(self) -> str:
        return self.to("markdown", links=True)

    def _repr_latex_(self) -> str:
        return self.to("latex", links=True)


class Bibliography(Formatted):
    """A formatted bibliography, or the part of one that a filter leaves; iterating
    gives its entries.
    """

    def __init__(
        self,
        formatter: Formatter,
        rendering: Callable[[], Rendering],
        listed: Callable[[], Mapping[str, Reference]],
        keep: Callable[[Reference], bool] = lambda _: True,
    ) -> None:
        super().__init__(formatter, rendering)
        self._listed = listed
        self._keep = keep

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries in the style's order, each the reference's key and its inline
        tree.
        """
        references = self._listed()
        entries = self._rendering().entries or ()
        # Another thread may have cited something in between.
        return tuple(
            entry
            for entry in entries
            if entry.id in references and self._keep(references[entry.id])
        )

    @property
    def layout(self) -> EntryLayout:
        """The layout that the style gives its entries."""
        return self._rendering().layout

    @property
    def keys(self) -> tuple[str, ...]:
        """The citation keys in the style's order."""
        return tuple(entry.id for entry in self.entries)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references in the style's order; last come those that the style prints
        nothing for.
        """
        references = self._listed()
        # works without an entry are in the library all the same
        in_order = dict.fromkeys((*self.keys, *references))
        return tuple(
            references[key]
            for key in in_order
            if key in references and self._keep(references[key])
        )

    @property
    def exists(self) -> bool:
        """True if the style has a bibliography at all; some only have notes."""
        return self._rendering().entries is not None

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The warnings about the style, the locale and the records, and works without
        an entry.
        """
        if self.exists:
            said = super().warnings
            known = {
                *(entry.id for entry in self._rendering().entries or ()),
                # one warning a work is enough
                *(each.key for each in said),
            }
            left_out = [
                each
                for key, each in self._listed().items()
                if key not in known and self._keep(each)
            ]
            message = "the style prints no entry for it"
            return (
                *said,
                *(
                    Diagnostic("prints-nothing", message, "info", key=each.id)
                    for each in left_out
                ),
            )
        message = (
            f"the style {self.style} formats citations only; it has no bibliography"
        )
        return (*super().warnings, Diagnostic("no-bibliography", message))

    def _to(self, format: str, links: bool) -> str | bytes:
        """The bibliography in an output format (bytes for docx), or its records in a
        file format, such as csl-json; `links` makes DOIs and addresses links. Raises
        NotFoundError for an unknown format."""
        format = output_named(format)
        if format in WRITERS:
            if format == "html":
                return self._html(self._rendering().layout, links=links)
            writer = get_writer(format)
            return writer.bibliography(
                self.entries, self._rendering().layout, links=links
            )
        return write(self.references, format)

    def _html(self, layout: EntryLayout, *, links: bool) -> str:
        """Return the entries with ids to link to; with `links`, archived copies too."""
        # Only the writer of HTML knows ids and archived copies.
        from csecrefs.writers import html

        mementos: dict[str, Memento] = {}
        if links:
            mementos = self._mementos()
        return html.bibliography(
            self.entries, layout, links=links, mementos=mementos, ids=True
        )

    def groups(self, by: Group) -> Groups:
        """Return the bibliography in parts by group, in the order the groups first
        appear in it.

        `by` is `type`, `year`, a variable, or a function. Raises FieldError for an
        unknown name.
        """
        group = grouping(by)

        def part(name: str) -> Bibliography:
            return Bibliography(
                self._formatter,
                self._rendering,
                self._listed,
                lambda reference: self._keep(reference) and group(reference) == name,
            )

        names = dict.fromkeys(group(reference) for reference in self.references)
        return Groups((name, part(name)) for name in names)

    def grouped(self, by: Group, format: str = "text", *, links: bool = False) -> str:
        """Return the bibliography in groups, each with its name as a heading.

        `format` is one with headings (text, markdown, html, latex, rst, typst), or JSON,
        by group. Raises NotFoundError or FormatError for any other.
        """
        # Few bibliographies are printed in groups.
        from csecrefs.document.groups import grouped

        return grouped(self.groups(by), output_named(format), links=links)

    def _repr_html_(self) -> str:
        # Lines are as far apart as the notebook's own; a manuscript's are for proofs.
        layout = self._rendering().layout._replace(line_spacing=1)
        return self._html(layout, links=True)

    def _mementos(self) -> dict[str, Memento]:
        """The archived copies that the references name, by key."""
        return {each.id: copy for each in self.references if (copy := memento_of(each))}

    def rows(self) -> list[Row]:
        """One row an entry: the reference's main variables, and `text`, the entry
        without its fonts.
        """
        references = self._listed()
        return [
            {**row(references[entry.id]), "text": plain(entry.tree)}
            for entry in self.entries
            if entry.id in references
        ]

    def __getitem__(self, at: int | str) -> Entry:
        """Return the entry at a position, or that of a key. Raises IndexError and
        NotFoundError.
        """
        entries = self.entries
        if not isinstance(at, str):
            return entries[at]
        for entry in entries:
            if entry.id == at.removeprefix("@"):
                return entry
        raise NotFoundError("entry", at, self.keys)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        return f"<Bibliography of {len(self)} entries in {self.style}>"


class Groups(dict[str, Bibliography]):
    """Bibliographies by the name of their group; years may be asked for as numbers."""

    def __missing__(self, name: object) -> Bibliography:
        # groups by year are named by text: "2020", "n.d."
        if isinstance(name, int) and str(name) in self:
            return self[str(name)]
        raise NotFoundError("group", str(name), self)

    def _repr_html_(self) -> str:
        from html import escape

        return "".join(
            f"<h3>{escape(name)}</h3>\n{part._repr_html_()}"
            for name, part in self.items()
        )


class FormattedCitation(Formatted):
    """One citation of a document; its text is that of its place in the document as it
    now stands.
    """

    def __init__(
        self,
        formatter: Formatter,
        rendering: Callable[[], Rendering],
        cites: tuple[Cite, ...],
        find_tree: Callable[[FormattedCitation], Inlines],
        *,
        is_linked: bool = False,
    ) -> None:
        super().__init__(formatter, rendering)
        self.cites = cites
        self._find_tree = find_tree
        self._is_linked = is_linked

    @property
    def tree(self) -> Inlines:
        """The citation as an inline tree. Raises InputError once it was taken out of
        its document.
        """
        return self._find_tree(self)

    def _to(self, format: str, links: bool) -> str | bytes:
        """The citation in an output format (bytes for docx); `links` makes DOIs and
        addresses links.

        Raises NotFoundError for an unknown format.
        """
        lowered = format.lower()
        format = ALIASES.get(lowered, lowered)
        if format not in WRITERS:
            raise NotFoundError("output format", format, WRITERS)
        if not self._is_linked:
            return get_writer(format).inlines(self.tree, links=links)
        if format != "html":
            # The tree has the links to entries, which only HTML has ids for.
            return get_writer(format).inlines(self.tree, links=False)
        from csecrefs.writers import html

        works = {cite.id for cite in self.cites}
        if len(works) > 1:
            return html.inlines(self.tree, links=True)
        # No links within a link: HTML forbids them.
        return html.to_entry(html.inlines(self.tree), works.pop())

    def rows(self) -> list[Row]:
        """One row a cite: its key, locator and affixes, and `text`, the whole citation
        without its fonts.
        """
        text = plain(self.tree)
        return [
            {
                "key": cite.id,
                "locator": cite.locator,
                "label": cite.label if cite.locator else "",
                "prefix": cite.prefix,
                "suffix": cite.suffix,
                "text": text,
            }
            for cite in self.cites
        ]

    def __repr__(self) -> str:
        try:
            return str(self)
        except InputError:
            keys = ", ".join(cite.id for cite in self.cites)
            return f"<citation of {keys}, no longer in its document>"


# What follows key, type, author, year and title: in the short table, and in the long.
_COLUMNS: Final = ("container-title", "DOI", "URL")
_ALL_COLUMNS: Final = (
    "container-title",
    "publisher",
    "publisher-place",
    "volume",
    "issue",
    "page",
    "edition",
    "language",
    "keyword",
    "ISBN",
    "ISSN",
    "DOI",
    "URL",
    "abstract",
)


def row(
    reference: Reference, columns: Literal["main", "all"] | Iterable[str] = "main"
) -> Row:
    """Return the variables of a reference as one flat row.

    `columns` is "main", "all", or the names of variables. The year is an int or None,
    everything else text. Raises FieldError for an unknown name.
    """
    if isinstance(columns, str) and columns in ("main", "all"):
        names = _ALL_COLUMNS if columns == "all" else _COLUMNS
        head: Row = {
            "key": reference.id,
            "type": reference.type,
            "author": _people(reference),
            "year": reference.year,
            "title": _cell(reference, "title"),
        }
        if columns == "all":
            head["editor"] = listed(reference.names("editor"))
        return head | {name: _cell(reference, name) for name in names}
    if isinstance(columns, str):
        raise FieldError(f"columns: {columns!r} is neither 'main' nor 'all' nor a list")
    return {name: _column(reference, name) for name in columns}


def _people(reference: Reference) -> str:
    return listed(reference.names("author") or reference.names("editor"))


def _cell(reference: Reference, variable: str) -> str:
    return without_markup(reference.text(variable))


def _column(reference: Reference, name: str) -> str | int | None:
    """Return the value of a column that the caller names."""
    if name in ("key", "id"):
        return reference.id
    if name == "type":
        return reference.type
    if name == "year":
        return reference.year
    variable = variable_named(name)
    if variable is None:
        raise unknown_field(name)
    value = reference.get(variable)
    if isinstance(value, tuple):
        return listed(value)
    if value is not None:
        return without_markup(str(value))
    return ""
