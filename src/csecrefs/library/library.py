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
from csecrefs.document.selection import check_types
from csecrefs.errors import (
    Diagnostic,
    FieldError,
    FormatError,
    InputError,
    NotFoundError,
)
from csecrefs.library.edits import Edits
from csecrefs.library.keys import bare_key, check_key, check_reference
from csecrefs.library.listing import Listing, table_of
from csecrefs.library.reading import Reading, read_sources, refuse_grave
from csecrefs.library.saving import Changes, plan, save, settled
from csecrefs.library.settings import load_settings
from csecrefs.library.sources import Source, distinct, duplicates
from csecrefs.model import Place, Reference
from csecrefs.model.keywords import FilterKeywords
from csecrefs.storage.changes import FileChange
from csecrefs.storage.files import write_atomically

if TYPE_CHECKING:
    from csecrefs.dedupe import Cluster
    from csecrefs.formats.losses import Loss
    from csecrefs.library.manuscripts import CitedKeys, RenderedManuscript
    from csecrefs.library.publishing import SiteKeywords
    from csecrefs.links.results import LinkReport
    from csecrefs.links.run import CheckPlan
    from csecrefs.manuscript.latex.bbl import BblFile
    from csecrefs.reports import FindingReport
    from csecrefs.resolve import Resolution
    from csecrefs.resolve.enrich import Enrichment
    from csecrefs.resolve.verify import Verification
    from csecrefs.site import SitePages

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
            if not isinstance(reference, Reference):
                raise FieldError(f"{reference!r} is no Reference")
            by_key.setdefault(reference.id, reference)
        self._by_key = by_key
        self._references: Mapping[str, Reference] = MappingProxyType(by_key)
        self._is_shared = False
        self._edits = Edits()
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
        sources = [source] if isinstance(source, (str, Path)) else list(source)
        reading = read_sources(sources, format)
        if strict:
            refuse_grave(reading.diagnostics())
        library = cls(reading.references)
        library._reading = library._known = reading
        library._edits = Edits(tuple(sources), format, dict(library._by_key))
        return library

    @classmethod
    def parse(
        cls, text: str | bytes, *, format: str = "", strict: bool = False
    ) -> Library:
        """The library in the text of a file. Raises FormatError, and with `strict`
        ParseError.
        """
        references, diagnostics = formats.read(text, format=format)
        diagnostics += duplicates(references, diagnostics)
        if strict:
            refuse_grave(diagnostics)
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
        found = self._known.searched(self._references.values(), text, filters)
        part = self._derived(found, is_part=True)
        part._known = self._known
        return part

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
        # A document keeps the references of now, whatever is edited later.
        self._is_shared = True
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

    def bbl(
        self, source: str | Path, *, style: str | Path = "", locale: str = ""
    ) -> BblFile:
        """Return the .bbl file for an .aux file: a list that LaTeX and natbib read.

        Raises InputError for a file that cannot be read, FormatError for biblatex'
        files.
        """
        from csecrefs.library.latex import bbl

        return bbl(self, source, style=style, locale=locale)

    def check_links(
        self, plan: CheckPlan | None = None, history: str | Path | None = None
    ) -> LinkReport:
        """Check the links of the references; return a report with `.rows`, `.broken`,
        `.moved`, `.uncertain`.

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

    def site(self, path: str | Path, **options: Unpack[SiteKeywords]) -> SitePages:
        """Write a static site to a folder: search, details, citations in `styles`, a
        list to print, a feed; it needs no network.

        Raises InputError for a folder that cannot be written, FieldError for an option
        that cannot be.
        """
        from csecrefs.library.publishing import publish

        return publish(self, path, **options)

    def with_mementos(self, report: LinkReport) -> Library:
        """This library with the archived copies of a report
        (`csecrefs.links.mementos.suggest`) in `archive` and `archive_location`; what is
        there stays."""
        from csecrefs.links.mementos import copies, with_memento

        found = copies(report)
        return self._derived(
            (with_memento(each, found) for each in self), self.diagnostics
        )

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
                raise FormatError(f"{path}: its suffix names no format; name one")
            format = told.name
        text = self.to(format)
        if not overwrite and self._edits.is_source(path):
            raise InputError(
                f"{path}: this library was read from it; save() changes only what was "
                f"edited, overwrite=True writes the whole file anew"
            )
        try:
            write_atomically(path, text)
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from None

    def replace(self, reference: Reference) -> None:
        """Put a reference in the place of the one with its key; `save` writes it.

        Raises NotFoundError if no reference has the key.

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
        origin = self._edits.removed.pop(reference.id, None)
        if origin is not None:
            self._edits.origins[reference.id] = origin

    def remove(self, key: str) -> Reference:
        """Take out the reference with a key and return it; `save` takes it out of its
        file. Raises NotFoundError if no reference has the key.
        """
        reference = self[key]
        del self._own()[reference.id]
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
        place = {each.id: each for each in self}
        self._by_key = {
            (new if key == reference.id else key): (
                renamed if key == reference.id else each
            )
            for key, each in place.items()
        }
        self._references, self._is_shared = MappingProxyType(self._by_key), False
        origins = self._edits.origins
        if reference.id in origins:
            origins[new] = origins.pop(reference.id)
        return renamed

    def changes(self) -> list[FileChange]:
        """Return the files that `save` would rewrite, each with its `diff()`; none is
        written. Raises what `save` raises.
        """
        return plan(self._edits.sources, self._edits.changes(self._references))

    def save(self) -> list[FileChange]:
        """Write the edits back to the files the references came from, and return the
        files that were rewritten.

        Every byte that no edit concerns stays, and an entry keeps its dialect. New
        references go to the first file. The files are locked and read again: what
        others changed meanwhile stays. Raises ChangedFileError, with `diff`, if one of
        the edited entries is no longer as it was read, and InputError for a library
        that came from no file and for a format that is not changed in place. A value
        that the format does not give back is a diagnostic.
        """
        edits = self._edits.changes(self._references)
        if not edits:
            return []
        if not self._edits.sources:
            raise InputError("this library was read from no file; use write()")
        rewritten = save(self._edits.sources, edits)
        self._settle(rewritten, edits)
        return rewritten

    def _settle(self, rewritten: Iterable[FileChange], edits: Changes) -> None:
        """Take the files as they are now for what was read."""
        written = {each.id for each in (*edits.added, *edits.changed.values())}
        for change in rewritten:
            found, lines = settled(change, written, self._edits.format)
            self._reported += tuple(
                self._edits.settle(self._own(), str(change.path), found, lines)
            )
        self._edits.removed.clear()

    def _own(self) -> dict[str, Reference]:
        """Return the references to be edited, apart from those that documents have."""
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
    ) -> Library:
        """Return a library of these references that is saved to the same files."""
        library = Library(references, diagnostics)
        library._edits = self._edits.of(library._by_key, is_part=is_part)
        return library

    def __add__(self, other: Library | Reference | Iterable[Reference]) -> Library:
        """Return both together; another work under a key that is taken gets a new key,
        and a diagnostic says so.
        """
        if isinstance(other, Reference):
            other = (other,)
        if not isinstance(other, Iterable) or isinstance(other, (str, bytes)):
            return NotImplemented
        listed = list(other)
        for each in listed:
            check_reference(each)
        together, problems = distinct([*self, *listed])
        known = (*self.diagnostics, *getattr(other, "diagnostics", ()), *problems)
        library = Library(together, known)
        theirs = other._edits if isinstance(other, Library) else Edits()
        edits = self._edits.with_others(theirs)
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

    def to(self, format: str) -> str:
        """The references as the text of a file. Raises FormatError for a format that
        cannot be written.
        """
        return formats.write(tuple(self), format)

    def losses(self, format: str) -> list[Loss]:
        """Return the values that a file in `format` could not carry. Raises FormatError
        as `to` does.
        """
        from csecrefs.formats.losses import losses_in

        found = losses_in(self, format)
        return Listing(
            found,
            ("loss",),
            lambda each: (str(each),),
        )

    def resolve(self, identifier: str, *, offline: bool = False) -> Resolution:
        """Return the record of a DOI, PMID, arXiv number, ISBN or URL; never raises for
        the network.
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
        return self._derived((*self, *new), missed)

    def enrich(self, *keys: str, offline: bool = False) -> list[Enrichment]:
        """Return proposals for empty fields from the registries; nothing is changed."""
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
        """Return the references that are one work, with the reasons.

        A reference that cannot be compared is left out; `diagnostics` says why.
        """
        from csecrefs.dedupe import duplicates

        problems: list[Diagnostic] = []
        found = duplicates(self, problems)
        self._reported += tuple(problems)
        return Listing(
            found,
            ("references", "reasons"),
            lambda each: (", ".join(each.keys), "; ".join(each.reasons)),
        )

    def rows(
        self, columns: Literal["main", "all"] | Iterable[str] = "main"
    ) -> list[Row]:
        """Return one flat row a reference, ready for `pandas.DataFrame`.

        `columns` is "main", "all", or the names of variables. Years are int or None.
        """
        if columns == "main":
            return [self._known.row(each) for each in self._references.values()]
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
        return self._references.get(bare_key(key), default)

    def __getitem__(self, key: str) -> Reference:
        found = self._references.get(bare_key(key))
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
        # All at once: one by one they would be decoded apart from their diagnostics.
        self._reading.complete()
        return iter(self._references.values())

    def __len__(self) -> int:
        return len(self._references)

    def __repr__(self) -> str:
        noun = "reference" if len(self) == 1 else "references"
        return f"<Library of {len(self)} {noun}>"

    def _repr_html_(self) -> str:
        shown = list(map(row, islice(self, _SHOWN)))
        return table_of(shown, ("key", "year", "author", "title"), len(self))
