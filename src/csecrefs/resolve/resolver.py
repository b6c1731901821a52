"""The resolver: an identifier in, a resolution out, by way of whoever registered it."""

from __future__ import annotations

import datetime
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

import attrs

from csecrefs import formats
from csecrefs.errors import FormatError, NetworkError
from csecrefs.formats.registries.crossref import crossref_record
from csecrefs.formats.registries.crossref_updates import crossref_updates
from csecrefs.formats.registries.datacite import datacite_record, datacite_updates
from csecrefs.formats.registries.negotiated import negotiated_record
from csecrefs.formats.registries.record import RegistryRecord, objects, text_of
from csecrefs.model import Reference
from csecrefs.model.identifiers import (
    Identifier,
    doi_prefix,
    parse_doi,
    parse_identifier,
)
from csecrefs.model.registries import Registries
from csecrefs.model.update import Update
from csecrefs.net.answer import Answer
from csecrefs.net.session import DAY, PoliteSession
from csecrefs.net.threads import in_order
from csecrefs.patterns import regex
from csecrefs.resolve import eurlex
from csecrefs.resolve.books import book_record
from csecrefs.resolve.catalogues import is_withdrawn, search_all
from csecrefs.resolve.landing import describes_itself, not_a_work, page_record
from csecrefs.resolve.outcome import (
    Outcome,
    Provenance,
    Resolution,
    member,
    outcome_of,
    outcome_of_network,
    read_agency,
    read_json,
)

# Prefixes hardly ever change hands.
AGENCY_FOR: Final = 180 * DAY
# Retractions and corrections are to be seen within weeks.
RECORD_FOR: Final = 30 * DAY
# New works are indexed daily; a week spares most repeated runs.
SEARCH_FOR: Final = 7 * DAY

_CSL: Final = "application/vnd.citationstyles.csl+json, text/html;q=0.1"
"""Agencies without content negotiation send the landing page, which is an answer too
and not a fault.
"""

# The address of a page: "https://journal.example/42", and nothing behind it.
_ADDRESS: Final = regex(r"https?://\S+$", re.IGNORECASE)

_DETAILS: Final[Mapping[Outcome, str]] = {
    "not-registered": "no such identifier is registered",
    "not-found": "the registry has no record of it",
    "malformed": "this is no identifier",
    "unsupported": "registered, but no metadata is served for it",
    "bad-request": "the registry did not accept the question",
    "refused": "the registry refuses to answer",
    "rate-limited": "the registry asks for fewer requests",
    "server-error": "the registry is in trouble",
    "unreadable": "the registry's answer could not be read",
    "unreachable": "the registry could not be reached",
    "offline": "offline, and not in the cache",
}


class Resolver:
    """Resolves identifiers through a polite session; may be used from several
    threads.
    """

    def __init__(
        self, session: PoliteSession, registries: Registries | None = None
    ) -> None:
        self.session = session
        self.at = registries or Registries()
        session.trust(*filter(None, attrs.astuple(self.at)))
        self._agencies: dict[str, tuple[Outcome, str]] = {}
        self._asking: dict[str, threading.Lock] = {}
        self._ways: dict[str, Callable[[Identifier], Resolution]] = {
            "doi": self._doi,
            "shortdoi": self._short_doi,
            "arxiv": self._arxiv,
            "pmid": self._pmid,
            "pmcid": self._pmcid,
            "isbn": self._isbn,
            "celex": self._celex,
        }

    def resolve(self, asked: Identifier | str) -> Resolution:
        """Return what is registered under an identifier, or under the one that a string or URL
        is.

        Never raises for anything a registry or the network does; see
        `Resolution.outcome`.
        """
        if isinstance(asked, str):
            identifier = parse_identifier(asked)
        else:
            identifier = asked
        way = self._ways.get(identifier.scheme) if identifier else None
        # What no registry knows may still be the address of a page.
        if way is None and isinstance(asked, str) and _ADDRESS.match(asked):
            return self._guarded(lambda: self._page(asked), None)
        if identifier is None:
            return _failed(None, "malformed")
        if way is None:
            return _failed(
                identifier,
                "unsupported",
                f"{identifier.scheme} identifiers cannot be looked up",
            )
        return self._guarded(lambda: way(identifier), identifier)

    def resolve_all(
        self, asked: Iterable[Identifier | str], *, workers: int = 8
    ) -> Iterator[Resolution]:
        """Yield the resolutions of many identifiers, in their order, several asked at
        once.
        """
        yield from in_order(self._resolved, list(asked), workers)

    def _resolved(self, asked: Identifier | str) -> Resolution:
        """Return a resolution; whatever goes wrong with one identifier is its own."""
        try:
            return self.resolve(asked)
        except Exception as error:
            detail = f"its record could not be read ({type(error).__name__}: {error})"
            if isinstance(asked, Identifier):
                known = asked
            else:
                known = None
            return _failed(known, "unreadable", detail)

    def search(self, words: str, *, rows: int = 8) -> list[Resolution]:
        """Crossref's best candidates for a bibliographic description. Raises
        NetworkError.
        """
        query = urlencode({"query.bibliographic": words[:400], "rows": rows})
        url = f"{self.at.crossref}/works?{query}"
        answer = self.session.get(
            url,
            accept="application/json",
            keep=SEARCH_FOR,
        )
        outcome, said = read_json(answer)
        if outcome != "found":
            raise NetworkError(
                "server-error", f"the search failed: {_DETAILS.get(outcome, outcome)}"
            )
        message = member(said, "message")
        works = [work for _, work in objects(member(message, "items"))]
        return [
            self._from_crossref(
                None,
                work,
                answer,
            )
            for work in works
        ]

    def _guarded(
        self, way: Callable[[], Resolution], identifier: Identifier | None
    ) -> Resolution:
        try:
            return way()
        except NetworkError as error:
            return _failed(identifier, outcome_of_network(error), str(error))

    def _doi(self, identifier: Identifier) -> Resolution:
        try:
            outcome, agency = self._agency(identifier.value)
        except NetworkError:
            resolution = self._guarded(
                lambda: self._crossref(identifier),
                identifier,
            )
            if resolution.outcome == "found":
                return resolution
            raise
        if outcome in ("not-registered", "malformed"):
            return _failed(identifier, outcome)
        ways = {"Crossref": self._crossref, "DataCite": self._datacite}
        first = ways.get(agency)
        if first:
            resolution = first(identifier)
        else:
            resolution = self._negotiated(identifier)
        if resolution.outcome == "not-found" and first:
            resolution = self._negotiated(identifier)
        if resolution.outcome in ("not-found", "unreadable", "unsupported"):
            return self._unserved(identifier, resolution)
        return resolution

    def _agency(self, doi: str) -> tuple[Outcome, str]:
        """Whose prefix it is; asked once for a prefix, however many threads want to
        know.
        """
        prefix = doi_prefix(doi)
        with self._asking.setdefault(prefix, threading.Lock()):
            if prefix in self._agencies:
                return self._agencies[prefix]
            url = f"{self.at.doi}/ra/{prefix}"
            answer = self.session.get(
                url,
                accept="application/json",
                keep=AGENCY_FOR,
            )
            outcome = outcome_of(answer.status, answer.body)
            if outcome == "found":
                found = read_agency(answer.body)
            else:
                found = (outcome, "")
            if found[0] in ("found", "not-registered"):
                self._agencies[prefix] = found
            return found

    def _crossref(self, identifier: Identifier) -> Resolution:
        url = f"{self.at.crossref}/works/{quote(identifier.value, safe='')}"
        answer = self.session.get(
            url,
            accept="application/json",
            keep=RECORD_FOR,
        )
        outcome, said = read_json(answer)
        work = member(said, "message")
        if outcome != "found" or not isinstance(work, Mapping):
            return _failed(identifier, outcome if outcome != "found" else "unreadable")
        return self._from_crossref(identifier, work, answer)

    def _from_crossref(
        self, identifier: Identifier | None, work: Mapping[str, Any], answer: Answer
    ) -> Resolution:
        return _found(
            identifier,
            crossref_record(work),
            answer,
            "Crossref",
            crossref_updates(work),
        )

    def _datacite(self, identifier: Identifier) -> Resolution:
        url = f"{self.at.datacite}/dois/{quote(identifier.value, safe='')}"
        answer = self.session.get(
            url, accept="application/vnd.api+json", keep=RECORD_FOR
        )
        outcome, said = read_json(answer)
        attributes = member(said, "data", "attributes")
        if outcome != "found" or not isinstance(attributes, Mapping):
            return _failed(identifier, outcome if outcome != "found" else "unreadable")
        updates = datacite_updates(attributes)
        return _found(
            identifier, datacite_record(attributes), answer, "DataCite", updates
        )

    def _negotiated(self, identifier: Identifier) -> Resolution:
        """Ask doi.org itself, for the agencies whose own service we do not speak."""
        url = f"{self.at.doi}/{quote(identifier.value, safe='/')}"
        answer = self.session.get(url, accept=_CSL, keep=RECORD_FOR)
        outcome, said = read_json(answer)
        if outcome == "found" and isinstance(said, Mapping) and said.get("title"):
            return _found(identifier, negotiated_record(said), answer, "doi.org")
        if outcome in ("unreadable", "found", "bad-request"):
            return self._negotiated_bibtex(identifier, url)
        return _failed(identifier, outcome)

    def _negotiated_bibtex(self, identifier: Identifier, url: str) -> Resolution:
        answer = self.session.get(
            url,
            accept="application/x-bibtex",
            keep=RECORD_FOR,
        )
        outcome = outcome_of(answer.status, answer.body)
        if outcome != "found" or b"@" not in answer.body[:200]:
            return _failed(identifier, "unsupported" if outcome == "found" else outcome)
        return self._read(identifier, answer, "biblatex", "doi.org")

    def _unserved(self, identifier: Identifier, resolution: Resolution) -> Resolution:
        """No record: ask the Handle system whether the DOI exists at all."""
        url = f"{self.at.doi}/api/handles/{quote(identifier.value, safe='/')}"
        try:
            answer = self.session.get(
                url,
                accept="application/json",
                keep=DAY,
            )
        except NetworkError:
            return resolution
        outcome = outcome_of(answer.status, answer.body)
        if outcome == "not-registered":
            return _failed(identifier, outcome)
        if outcome == "found":
            return _failed(identifier, "unsupported")
        return resolution

    def _short_doi(self, identifier: Identifier) -> Resolution:
        answer = self.session.get(
            f"{self.at.doi}/api/handles/{identifier.value}", accept="application/json"
        )
        outcome, said = read_json(answer)
        for _, value in objects(member(said, "values")):
            content = value.get("data")
            if isinstance(content, Mapping):
                doi = parse_doi(text_of(content.get("value")))
            else:
                doi = None
            if value.get("type") == "HS_ALIAS" and doi:
                return self._doi(Identifier("doi", doi))
        return _failed(identifier, "unreadable" if outcome == "found" else outcome)

    def _arxiv(self, identifier: Identifier) -> Resolution:
        """Every arXiv paper has a DOI at DataCite, the same for all its versions."""
        number = re.sub(r"v\d+$", "", identifier.value)
        found = self._datacite(
            Identifier(
                "doi",
                f"10.48550/arxiv.{number}".lower(),
            )
        )
        if found.reference is None or not is_withdrawn(
            found.reference.text("abstract")
        ):
            return found
        withdrawn = Update("removed", label="withdrawn", source="arXiv")
        return attrs.evolve(
            found,
            updates=(withdrawn, *found.updates),
        )

    def _pmid(self, identifier: Identifier) -> Resolution:
        query = urlencode(
            {
                "db": "pubmed",
                "rettype": "medline",
                "retmode": "text",
                "id": identifier.value,
            }
        )
        answer = self.session.get(
            f"{self.at.pubmed}/efetch.fcgi?{query}", keep=RECORD_FOR
        )
        outcome = outcome_of(answer.status, answer.body)
        if outcome != "found":
            return _failed(
                identifier, "not-registered" if answer.status in (400, 404) else outcome
            )
        if not re.search(rb"(?m)^PMID- ", answer.body):
            return _failed(identifier, "not-registered")
        return self._read(identifier, answer, "nbib", "PubMed")

    def _pmcid(self, identifier: Identifier) -> Resolution:
        query = urlencode(
            {"ids": identifier.value, "format": "json", "tool": "csecrefs"}
        )
        answer = self.session.get(
            f"{self.at.pmc}/?{query}", accept="application/json", keep=RECORD_FOR
        )
        outcome, said = read_json(answer)
        for _, record in objects(member(said, "records")):
            if doi := parse_doi(text_of(record.get("doi"))):
                return self._doi(Identifier("doi", doi))
            if pmid := text_of(record.get("pmid")):
                return self._pmid(Identifier("pmid", pmid))
        return _failed(identifier, "not-registered" if outcome == "found" else outcome)

    def _isbn(self, identifier: Identifier) -> Resolution:
        isbn = identifier.value
        query = urlencode(
            {"bibkeys": f"ISBN:{isbn}", "format": "json", "jscmd": "data"}
        )
        answer = self.session.get(
            f"{self.at.open_library}/api/books?{query}", accept="application/json"
        )
        outcome, said = read_json(answer)
        if isinstance(said, Mapping):
            record = book_record(isbn, said)
        else:
            record = None
        if record is None:
            return _failed(identifier, "not-found" if outcome == "found" else outcome)
        return _found(identifier, record, answer, "Open Library")

    def _celex(self, identifier: Identifier) -> Resolution:
        """An act of the European Union, from the Publications Office."""
        if not self.at.cellar:
            return _failed(identifier, "unsupported")
        answer = self.session.get(
            eurlex.address(self.at.cellar, identifier.value),
            accept=eurlex.NOTICE,
            keep=RECORD_FOR,
        )
        # A CELEX number that CELLAR does not know.
        if answer.status == 404:
            return _failed(identifier, "not-registered")
        outcome = outcome_of(answer.status, answer.body)
        if outcome != "found":
            return _failed(identifier, outcome)
        record = eurlex.notice_record(answer, identifier.value)
        if record is None:
            return _failed(identifier, "unsupported")
        return _found(identifier, record, answer, "EUR-Lex")

    def candidates(self, title: str) -> list[Resolution]:
        """Return the works that the catalogues have under a title; those out of reach have nothing."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        found = []
        for source, record, updates in search_all(
            self.session,
            self.at,
            title,
        ):
            reference = record.reference
            doi = reference.text("DOI")
            found.append(
                Resolution(
                    Identifier("doi", doi) if doi else None,
                    "found",
                    reference,
                    {name: Provenance(source, fetched=now) for name in reference},
                    updates,
                )
            )
        return found

    def _page(self, url: str) -> Resolution:
        """A page's own metadata; the DOI it names, if it names one, is asked
        instead.
        """
        answer = self.session.get(
            url,
            accept="text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
            keep=7 * DAY,
            foreign=True,
        )
        outcome = outcome_of(answer.status, answer.body)
        if outcome != "found":
            return _failed(None, outcome)
        if "html" not in answer.content_type:
            return _failed(
                None,
                "unreadable",
                f"not a web page but {answer.content_type or 'unlabelled'}",
            )
        record = page_record(
            answer.body.decode(
                _charset(answer),
                "replace",
            ),
            answer.url,
        )
        if record is None:
            return _failed(None, "unreadable", "the page does not say what it is")
        # A page with metadata of its own is about a work, even if its title reads like
        # a notice.
        if not describes_itself(record) and (said := not_a_work(answer)):
            return _failed(None, *said)
        if doi := record.reference.text("DOI"):
            resolution = self._guarded(
                lambda: self._doi(Identifier("doi", doi)), Identifier("doi", doi)
            )
            if resolution.outcome == "found":
                return resolution
        return _found(None, record, answer, "the page itself")

    def _read(
        self, identifier: Identifier, answer: Answer, format: str, source: str
    ) -> Resolution:
        """The one reference in an answer in a file format."""
        try:
            references, _ = formats.read(answer.body, format=format)
        except FormatError as error:
            return _failed(identifier, "unsupported", str(error))
        if not references:
            return _failed(identifier, "unreadable")
        reference: Reference = references[0]
        # NLM's style, not the title.
        if source == "PubMed":  # which ends every title with a full stop
            title = reference.text("title").removesuffix(".")
            reference = reference.evolve(title=title or None, source=source)
        if identifier.scheme in ("doi", "pmid"):
            reference = reference.evolve({identifier.scheme.upper(): identifier.value})
        return _found(
            identifier,
            RegistryRecord(reference, dict.fromkeys(reference, "")),
            answer,
            source,
        )


def _found(
    identifier: Identifier | None,
    record: RegistryRecord,
    answer: Answer,
    source: str,
    updates: tuple[Update, ...] = (),
) -> Resolution:
    fetched = datetime.datetime.fromtimestamp(
        int(answer.fetched), datetime.UTC
    ).isoformat()
    provenance = {
        variable: Provenance(source, answer.url, fetched, pointer)
        for variable, pointer in record.pointers.items()
    }
    doi = record.reference.text("DOI")
    told = identifier or (Identifier("doi", doi) if doi else None)
    return Resolution(told, "found", record.reference, provenance, updates)


def _failed(
    identifier: Identifier | None, outcome: Outcome, detail: str = ""
) -> Resolution:
    return Resolution(
        identifier,
        outcome,
        detail=detail or _DETAILS.get(outcome, ""),
    )


def _charset(answer: Answer) -> str:
    """The character set a page declares, as far as Python knows it."""
    import codecs

    # The header goes before what the page says of itself (HTML, determining the
    # encoding).
    declared = re.search(
        r"charset=[\"']?([\w.-]+)", answer.headers.get("content-type", "")
    )
    inside = re.search(rb"charset=[\"']?([\w.-]+)", answer.body[:2048])
    if declared:
        name = declared[1]
    else:
        name = "utf-8"
        if inside:
            name = inside[1].decode()
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8"
