"""The library: references by citation key, and everything that is done with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from csecrefs.document import (
    DEFAULT_STYLE,
    Bibliography,
    Document,
    FormattedCitation,
)
from csecrefs.document.document import GivenCite
from csecrefs.document.selection import check_types
from csecrefs.errors import Diagnostic
from csecrefs.library.listing import Listing
from csecrefs.library.stored import StoredReferences
from csecrefs.model import Reference
from csecrefs.model.hints import with_hints

if TYPE_CHECKING:
    from csecrefs.dedupe import Cluster
    from csecrefs.document.keywords import PlacedCiteKeywords
    from csecrefs.formats.losses import Loss
    from csecrefs.library.intake import IntakeKeywords
    from csecrefs.library.linking import LinkCheckKeywords
    from csecrefs.library.manuscripts import CitedKeys, RenderedManuscript
    from csecrefs.library.merging import Merge
    from csecrefs.library.online import RegistryKeywords
    from csecrefs.library.publishing import SiteKeywords
    from csecrefs.links.history import History
    from csecrefs.links.results import LinkReport
    from csecrefs.links.run import CheckPlan
    from csecrefs.manuscript.latex.bbl import BblFile
    from csecrefs.model.keywords import FilterKeywords
    from csecrefs.reports import FindingReport
    from csecrefs.resolve import Resolution
    from csecrefs.resolve.enrich import Enrichment
    from csecrefs.resolve.verify import Verification
    from csecrefs.site import SitePages


@with_hints
class Library(StoredReferences):
    """References by citation key, in the order they were read.

    `lib["ferrao2020"]` is a reference; iterating gives the references, `keys()` and
    `items()` their keys. Of references with the same key the first counts, and a
    diagnostic tells of the others.
    """

    def search(self, text: str = "", **filters: Unpack[FilterKeywords]) -> Library:
        """Return the references that have every word of `text` and match every filter.

        A filter is `key`, `type`, `year` or a CSL variable: `author="tolbaru"`,
        `year="2015-2022"`, `container_title="law"`. Case and accents do not matter.
        Raises FieldError (a TypeError) for an unknown filter or type.

        >>> lib = Library.parse("@book{a, title={Roses}, year=1999}")
        >>> lib.search("rose", year="1990-2000")
        <Library of 1 reference>
        """
        # Before the search, which would find nothing and not say why.
        check_types(self, filters)
        found = self._known.searched(
            self._references.values(),
            text,
            filters,
        )
        part = self._derived(found, is_part=True)
        # Texts and rows of the files serve the part as well; their problems stay with
        # the whole.
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
        if keys is None:
            keys = self.keys()
        document.nocite(keys)
        return document.bibliography()

    def document(
        self,
        style: str | Path = DEFAULT_STYLE,
        locale: str = "",
        *,
        engine: str = "csecrefs",
        abbreviations: Mapping[str, Any] | str | Path = "",
        spans: bool = False,
        link_citations: bool = False,
    ) -> Document:
        """Return a document that cites from this library. Takes and raises what
        `bibliography` does.

        With `link_citations`, each work that a citation cites links to its entry in
        HTML.
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
            link_citations=link_citations,
        )

    def render(
        self,
        source: str | Path,
        *,
        to: str = "",
        style: str | Path = "",
        locale: str = "",
        format: str = "",
        offline: bool = True,
        options: Mapping[str, object] | None = None,
    ) -> RenderedManuscript:
        """Return a manuscript with its citations rendered from this library.

        Takes and raises what `csecrefs.library.manuscripts.render` does; `content` has
        the bytes, `diagnostics` the keys that are unknown.
        """
        # Imports are local here and below: who only reads and formats starts without
        # manuscripts, the network and the site.
        from csecrefs.library.manuscripts import render

        return render(
            self,
            source,
            to=to,
            style=style,
            locale=locale,
            format=format,
            offline=offline,
            options=options,
        )

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
        self,
        plan: CheckPlan | None = None,
        history: History | str | Path | None = None,
        **options: Unpack[LinkCheckKeywords],
    ) -> LinkReport:
        """Check the links of the references; return a report with `.rows`, `.broken`,
        `.moved`, `.uncertain`, `.news`.

        `plan` says how to go about it, politely by default. With a `history` only what
        has not been looked at for a day is asked for, and what is found is kept.
        `progress` is called with the number done and the total. Raises HistoryError.
        """
        from csecrefs.library.linking import check_links

        return check_links(self, plan, history, **options)

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

    def add(self, *sources: str, **options: Unpack[IntakeKeywords]) -> Library:
        """Return this library with the works that it does not have of files of
        references and of identifiers.

        A work that is looked up is given a key. A work that could not be found or has
        another work's key is a diagnostic. `progress` is called with the number looked
        up and the total. Raises InputError for a source that has neither.
        `csecrefs.library.intake.take_in` returns the new works alone, and what became
        of each.
        """
        from csecrefs.library.intake import take_in

        intake = take_in(self, sources, **options)
        return self._derived((*self, *intake.new), intake.missed)

    def enrich(
        self, *keys: str, **options: Unpack[RegistryKeywords]
    ) -> list[Enrichment]:
        """Return proposals for empty fields from the registries; nothing is changed.

        `progress` is called with the number done and the total.
        """
        from csecrefs.library.online import enriched

        return enriched([self[key] for key in keys] or list(self), **options)

    def verify(
        self, *keys: str, **options: Unpack[RegistryKeywords]
    ) -> list[Verification]:
        """Compare references with what is registered, and with what happened to the
        works since. `progress` is called with the number done and the total.
        """
        from csecrefs.library.online import verified

        return verified([self[key] for key in keys] or list(self), **options)

    def dedupe(self, *keys: str) -> list[Merge]:
        """Return the works recorded more than once, each with its merged record.

        With keys, only the works recorded under them. Nothing is changed.
        """
        from csecrefs.library.merging import merges

        return merges(self, keys)

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
