"""Writers: an inline tree to HTML, plain text, Markdown, LaTeX and the rest.

A writer is a module of this package with two functions, `inlines` and `bibliography`;
it is imported when it is first asked for. Whatever a record holds comes out as text: no
markup, command or link of the target format gets through, and characters that could act
on the reader's screen are left out (`characters`). With `links=True`, addresses and
identifiers become links (`links`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Final, Literal, NamedTuple, Protocol, TypeVar, cast, overload

from csecrefs.errors import FormatError
from csecrefs.text.inline import Entry, EntryLayout, Inlines

__all__ = [
    "WRITERS",
    "WRITER_ROWS",
    "OutputWriter",
    "TextFormat",
    "WriterRow",
    "get_writer",
]


TextFormat = Literal["html", "text", "markdown", "latex", "rst", "typst", "rtf", "json"]
"""The formats that are text; `docx`, the only other one, is bytes."""


class WriterRow(NamedTuple):
    """One writer: its name, its title, and the suffixes of the files it makes."""

    name: TextFormat | Literal["docx"]
    title: str
    suffixes: tuple[str, ...] = ()


WRITER_ROWS: Final = (
    WriterRow("html", "formatted text in HTML", (".html", ".htm")),
    WriterRow("text", "formatted text", (".txt",)),
    WriterRow("markdown", "formatted text in Markdown", (".md", ".markdown")),
    WriterRow("latex", "formatted text in LaTeX", (".tex", ".latex")),
    WriterRow("rst", "formatted text in reStructuredText", (".rst",)),
    WriterRow("typst", "formatted text in Typst", (".typ",)),
    WriterRow("rtf", "formatted text in Rich Text Format", (".rtf",)),
    WriterRow("json", "formatted text as a tree in JSON"),
    WriterRow("docx", "formatted text in a Word file", (".docx",)),
)
"""Every writer, in the order in which they are listed; the modules load later."""

_Output_co = TypeVar("_Output_co", bound=str | bytes, covariant=True)


class OutputWriter(Protocol[_Output_co]):
    """The functions of a writer's module; neither touches a file."""

    def inlines(self, tree: Inlines, *, links: bool = False) -> _Output_co:
        """One citation or one entry; a whole document only where the format knows no
        fragments (docx).
        """

    def bibliography(
        self, entries: Sequence[Entry], layout: EntryLayout, *, links: bool = False
    ) -> _Output_co:
        """The list of entries, set as `layout` asks as far as the format can."""


class _Writers(Mapping[str, OutputWriter[str | bytes]]):
    """The writers by name, each imported when it is looked up."""

    _names: Final = tuple(row.name for row in WRITER_ROWS)

    def __getitem__(self, name: str) -> OutputWriter[str | bytes]:
        if name not in self._names:
            raise KeyError(name)
        # Only names of the table get here: nothing else is imported.
        return cast("OutputWriter[str | bytes]", import_module(f"{__name__}.{name}"))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


WRITERS: Final[Mapping[str, OutputWriter[str | bytes]]] = _Writers()
"""Every writer by the name of its format."""


@overload
def get_writer(name: TextFormat) -> OutputWriter[str]: ...
@overload
def get_writer(name: Literal["docx"]) -> OutputWriter[bytes]: ...
@overload
def get_writer(name: str) -> OutputWriter[str | bytes]: ...
def get_writer(name: str) -> OutputWriter[str | bytes]:
    """The writer of the format `name`; raises `FormatError`, with suggestions, if there
    is none.
    """
    if name in WRITERS:
        return WRITERS[name]
    # Loaded here: only an error needs it.
    import difflib

    near = difflib.get_close_matches(
        name.lower(),
        list(WRITERS),
        n=3,
    )
    hint = f"there are {', '.join(WRITERS)}"
    if near:
        hint = f"did you mean {' or '.join(near)}?"
    raise FormatError(f"no output format named {name!r}; {hint}")
