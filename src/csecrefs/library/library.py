"""The library: references by citation key, and everything that is done with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, Unpack

from csecrefs import formats
from csecrefs.document import (
    DEFAULT_STYLE,
    Bibliography,
    Document,
    FormattedCitation,
    Row,
)
from csecrefs.document.document import GivenCite
from csecrefs.document.keywords import PlacedCiteKeywords
from csecrefs.document.results import row
from csecrefs.document.selection import check_types, select
from csecrefs.errors import (
    Diagnostic,
    FieldError,
    FormatError,
    InputError,
    NotFoundError,
    ParseError,
)
from csecrefs.library.settings import load_settings
from csecrefs.library.sources import Source, duplicates, read_all
from csecrefs.model import Place, Reference
from csecrefs.model.keywords import FilterKeywords
from csecrefs.storage.files import write_atomically

if TYPE_CHECKING:
    from csecrefs.dedupe import Cluster
    from csecrefs.formats.losses import Loss
    from csecrefs.library.manuscripts import CitedKeys, RenderedManuscript
    from csecrefs.links.results import LinkReport
    from csecrefs.links.run import CheckPlan
    from csecrefs.reports import FindingReport
    from csecrefs.resolve import Resolution
    from csecrefs.resolve.enrich import Enrichment
    from csecrefs.resolve.verify import Verification

_SHOWN: Final = 50
"""How many references a notebook shows of a library."""


class Library:
    """References by citation key, in the order they were read.

    `lib["ferrao2020"]` is a reference; iterating gives the references, `keys()` and
    `items()` their keys. Of references with the same key the first counts, and a
    diagnostic tells of the others.
    """

    def __init__(
        self,
        references: Iterable[Reference] = (),
        diagnostics: Iterable[Diagnostic] = (),
    ) -> None:
        by_key: dict[str, Reference] = {}
        for reference in references:
            by_key.setdefault(reference.id, reference)
        self._references = MappingProxyType(by_key)
        self.diagnostics = tuple(diagnostics)

    @classmethod
    def read(
        cls,
        source: Source | Sequence[Source] | None = None,
        *,
        format: str = "",
        strict: bool = False,
    ) -> Library:
        """The library in a file, a folder, a list of them, or the standard input ("-").

        Without a source, that of the settings. The format is told by content unless
        `format` names it. Problems are in `diagnostics`; with `strict` they raise
        ParseError. Raises InputError for a source that cannot be read, FormatError for
        one of no known format.
        """
        if source is None:
            source = load_settings().library()
        sources = [source] if isinstance(source, (str, Path)) else source
        return cls._checked(*read_all(sources, format), strict)

    @classmethod
    def parse(
        cls, text: str | bytes, *, format: str = "", strict: bool = False
    ) -> Library:
        """The library in the text of a file. Raises FormatError, and with `strict`
        ParseError.
        """
        references, diagnostics = formats.read(text, format=format)
        return cls._checked(
            references, diagnostics + duplicates(references, diagnostics), strict
        )

    @classmethod
    def _checked(
        cls,
        references: Sequence[Reference],
        diagnostics: Sequence[Diagnostic],
        strict: bool,
    ) -> Library:
        grave = [each for each in diagnostics if each.severity != "info"]
        if strict and grave:
            more = f" (and {len(grave) - 1} more)" if len(grave) > 1 else ""
            raise ParseError(f"{grave[0]}{more}", diagnostics)
        return cls(references, diagnostics)

    def search(self, text: str = "", **filters: Unpack[FilterKeywords]) -> Library:
        """Return the references that have every word of `text` and match every filter.

        A filter is `key`, `type`, `year` or a CSL variable: `author="tolbaru"`,
        `year="2015-2022"`, `container_title="law"`. Case and accents do not matter.
        Raises FieldError (a TypeError) for an unknown filter or type.

        >>> lib = Library.parse("@book{a, title={Roses}, year=1999}")
        >>> lib.search("rose", year="1990-2000")
        <Library of 1 reference>
        """
        check_types(self, filters)
        return Library(select(self, text, filters))

    def cite(
        self,
        *cites: GivenCite | Iterable[GivenCite],
        style: str | Path = DEFAULT_STYLE,
        locale: str = "",
        engine: str = "csecrefs",
        abbreviations: Mapping[str, Any] | str | Path = "",
        **how: Unpack[PlacedCiteKeywords],
    ) -> FormattedCitation:
        """Return one citation as it is alone in a document; `cites` and `how` are those
        of `Document.cite`.
        """
        document = self.document(
            style, locale, engine=engine, abbreviations=abbreviations
        )
        return document.cite(*cites, **how)

    def bibliography(
        self,
        keys: str | Reference | Iterable[str | Reference] | None = None,
        *,
        style: str | Path = DEFAULT_STYLE,
        locale: str = "",
        engine: str = "csecrefs",
        abbreviations: Mapping[str, Any] | str | Path = "",
        spans: bool = False,
    ) -> Bibliography:
        """Return the bibliography of the references with these keys (or this one), or of
        all.

        `style` is a name, id, file or XML text; `engine="citeproc-py"` renders with
        that processor, for comparison. `abbreviations` are short forms of journals and
        others, `{"container-title": {long: short}}`, or the JSON file that holds them;
        styles that ask for short forms print them. With `spans`, each value is marked
        with its variable: `<span class="csl-title">` in HTML. Raises NotFoundError for
        an unknown key, style or locale; StyleError for what is not CSL; InputError for
        abbreviations that are none.
        """
        document = self.document(
            style, locale, engine=engine, abbreviations=abbreviations, spans=spans
        )
        document.nocite(self.keys() if keys is None else keys)
        return document.bibliography()

    def document(
        self,
        style: str | Path = DEFAULT_STYLE,
        locale: str = "",
        *,
        engine: str = "csecrefs",
        abbreviations: Mapping[str, Any] | str | Path = "",
        spans: bool = False,
    ) -> Document:
        """A document that cites from this library. Takes and raises what `bibliography`
        does.
        """
        return Document(
            self._references,
            style,
            locale,
            engine=engine,
            abbreviations=abbreviations,
            spans=spans,
        )

    def render(
        self,
        source: str | Path,
        *,
        to: str = "",
        style: str | Path = "",
        locale: str = "",
        **how: Any,
    ) -> RenderedManuscript:
        """Return a manuscript with its citations rendered from this library.

        Takes and raises what `csecrefs.library.manuscripts.render` does; `content` has
        the bytes, `diagnostics` the keys that are unknown.
        """
        from csecrefs.library.manuscripts import render

        return render(self, source, to=to, style=style, locale=locale, **how)

    def cited(self, *sources: str | Path) -> CitedKeys:
        """Return the keys that manuscripts cite, where, and the references that none
        cites.
        """
        from csecrefs.library.manuscripts import cited

        return cited(self, sources)[0]

    def check_cites(self, *sources: str | Path) -> FindingReport:
        """Return what is wrong with the citations of manuscripts, as a report.

        Keys that are unknown, commas between keys, suffixes that look like locators,
        one work under two keys, names and years in the text that contradict the works
        cited. `csecrefs.reports.render` prints it.
        """
        from csecrefs.library.manuscripts import check_cites

        return check_cites(self, sources)

    def check_links(
        self, plan: CheckPlan | None = None, history: str | Path | None = None
    ) -> LinkReport:
        """What became of the links of the references: rows, and `.broken`, `.moved`,
        `.uncertain`.

        `plan` says how to go about it, politely by default; with a `history` file only
        what has not been looked at for a day is asked for, and what is found is kept.
        Raises HistoryError for one of no use.
        """
        from csecrefs.links.collect import collect
        from csecrefs.links.history import History
        from csecrefs.links.run import check_links

        if history is None:
            return check_links(collect(self), plan)
        with History(Path(history)) as kept:
            return check_links(collect(self), plan, kept)

    def with_mementos(self, report: LinkReport) -> Library:
        """This library with the archived copies of a report
        (`csecrefs.links.mementos.suggest`) in `archive` and `archive_location`; what is
        there stays."""
        from csecrefs.links.mementos import copies, with_memento

        found = copies(report)
        return Library((with_memento(each, found) for each in self), self.diagnostics)

    def write(self, path: str | Path, format: str = "") -> None:
        """Write the references to a file, whole or not at all; its format follows its
        suffix unless named.

        Raises FormatError for a format that cannot be written, InputError when the file
        cannot be.
        """
        if not format:
            told = formats.to_write(str(path))
            if told is None:
                raise FormatError(f"{path}: its suffix names no format; name one")
            format = told.name
        text = self.to(format)
        try:
            write_atomically(path, text)
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from None

    def to(self, format: str) -> str:
        """The references as the text of a file. Raises FormatError for a format that
        cannot be written.
        """
        return formats.write(tuple(self), format)

    def losses(self, format: str) -> list[Loss]:
        """What a file in `format` could not carry, value by value. Raises FormatError
        as `to` does.
        """
        from csecrefs.formats.losses import losses_in

        return losses_in(self, format)

    def resolve(self, identifier: str, *, offline: bool = False) -> Resolution:
        """What is registered under a DOI, PMID, arXiv number, ISBN or URL; never raises
        for the network.
        """
        from csecrefs.library.online import open_resolver

        with open_resolver(offline=offline) as resolver:
            return resolver.resolve(identifier)

    def add(self, *sources: str, offline: bool = False) -> Library:
        """This library with the works that it does not have of files of references and
        of identifiers.

        What is looked up is given a key. What could not be found or has another work's
        key is a diagnostic. Raises InputError for a source that holds neither.
        """
        from csecrefs.library.intake import asked_for, newcomers
        from csecrefs.library.online import additions, open_resolver

        asked = asked_for(sources)
        new, left_out = newcomers(asked.references, self)
        missed = [*asked.diagnostics, *left_out]
        if asked.identifiers:
            with open_resolver(offline=offline) as resolver:
                found = list(additions(asked.identifiers, [*self, *new], resolver))
            new += [each.reference for each in found if each.reference]
            missed += [
                Diagnostic(
                    each.resolution.outcome,
                    f"{each.asked}: {each.resolution.detail}",
                    "error",
                )
                for each in found
                if each.resolution.reference is None
            ]
        return Library((*self, *new), missed)

    def enrich(self, *keys: str, offline: bool = False) -> list[Enrichment]:
        """What the registries know that references leave empty; nothing is changed."""
        from csecrefs.library.online import open_resolver
        from csecrefs.resolve.enrich import enrich

        with open_resolver(offline=offline) as resolver:
            return list(enrich([self[key] for key in keys] or self, resolver))

    def verify(self, *keys: str, offline: bool = False) -> list[Verification]:
        """References set beside what is registered, and what happened to the works
        since.
        """
        from csecrefs.library.online import open_resolver
        from csecrefs.resolve.verify import verify

        with open_resolver(offline=offline) as resolver:
            return list(verify([self[key] for key in keys] or self, resolver))

    def duplicates(self) -> list[Cluster]:
        """Which references are one work, and why."""
        from csecrefs.dedupe import duplicates

        return duplicates(self)

    def rows(
        self, columns: Literal["main", "all"] | Iterable[str] = "main"
    ) -> list[Row]:
        """Return one flat row a reference, ready for `pandas.DataFrame`.

        `columns` is "main", "all", or the names of variables. Years are int or None.
        """
        names = columns if isinstance(columns, str) else list(columns)
        return [row(reference, names) for reference in self]

    def place(self, key: str, variable: str = "") -> Place:
        """Return the file and line of a reference, or of one of its variables.

        Lines of variables are known for links (`URL`, `DOI`); others are at the line of
        the reference. Raises NotFoundError for an unknown key.
        """
        return self[key].place.at(variable)

    def keys(self) -> KeysView[str]:
        """Return the citation keys, in order."""
        return self._references.keys()

    def items(self) -> Iterable[tuple[str, Reference]]:
        """Keys and references, in order."""
        return self._references.items()

    def get(self, key: str, default: Any = None) -> Any:
        """Return the reference with a key, or `default` if no reference has it."""
        return self._references.get(_bare(key), default)

    def __getitem__(self, key: str) -> Reference:
        found = self._references.get(_bare(key))
        if found is None:
            raise NotFoundError("reference", key, self._references)
        return found

    def __contains__(self, key: object) -> bool:
        if isinstance(key, Reference):
            return self._references.get(key.id) == key
        return key in self._references

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._references)

    def __iter__(self) -> Iterator[Reference]:
        return iter(self._references.values())

    def __len__(self) -> int:
        return len(self._references)

    def __repr__(self) -> str:
        noun = "reference" if len(self) == 1 else "references"
        return f"<Library of {len(self)} {noun}>"

    def _repr_html_(self) -> str:
        from html import escape

        columns = ("key", "year", "author", "title")
        head = "".join(f"<th>{column}</th>" for column in columns)
        lines = [
            "<tr>"
            + "".join(
                f"<td>{escape(str(each[column] or ''))}</td>" for column in columns
            )
            + "</tr>"
            for each in map(row, islice(self, _SHOWN))
        ]
        more = f"<p>and {len(self) - _SHOWN} more</p>" if len(self) > _SHOWN else ""
        return f"<table><tr>{head}</tr>{''.join(lines)}</table>{more}"


def _bare(key: object) -> str:
    """Return a key without the "@" of manuscripts. Raises FieldError for a position."""
    if isinstance(key, str):
        return key.removeprefix("@")
    raise FieldError(
        f"{key!r} is no citation key: a library is read by key, as lib['doe2020']; "
        f"list(lib)[0] is its first reference"
    )
