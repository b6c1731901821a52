"""The registries in one table: name, address, identifiers, and what each is for.

Each address is a setting of the same name, for mirrors and tests; the setting "none"
leaves a registry out. Adding a registry is a line here, a setting, and a reader.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import attrs


class Registry(NamedTuple):
    """One registry."""

    name: str
    """The name of its setting."""
    title: str
    """The name people know it by."""
    address: str
    """The base address, without a slash at the end."""
    schemes: tuple[str, ...]
    """The identifiers that it resolves."""
    meaning: str
    """The works it knows."""


TABLE: Final = (
    Registry(
        "doi",
        "doi.org",
        "https://doi.org",
        ("doi", "shortdoi"),
        "every DOI, and whose it is",
    ),
    Registry(
        "crossref",
        "Crossref",
        "https://api.crossref.org",
        ("doi",),
        "articles, books and chapters with DOIs",
    ),
    Registry(
        "datacite",
        "DataCite",
        "https://api.datacite.org",
        ("doi", "arxiv"),
        "data, software, preprints and theses with DOIs",
    ),
    Registry(
        "pubmed",
        "PubMed",
        "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
        ("pmid",),
        "articles of medicine and the life sciences",
    ),
    Registry(
        "pmc",
        "PubMed Central",
        "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles",
        ("pmcid",),
        "the identifiers of articles in PubMed Central",
    ),
    Registry(
        "open_library", "Open Library", "https://openlibrary.org", ("isbn",), "books"
    ),
    Registry(
        "openalex",
        "OpenAlex",
        "https://api.openalex.org",
        (),
        "works of all fields, by title",
    ),
    Registry(
        "dblp", "DBLP", "https://dblp.org", (), "works of computer science, by title"
    ),
    Registry(
        "arxiv",
        "arXiv",
        "https://export.arxiv.org",
        (),
        "preprints, by title; withdrawals",
    ),
    Registry(
        "semantic_scholar",
        "Semantic Scholar",
        "https://api.semanticscholar.org",
        (),
        "works of all fields, by title",
    ),
    Registry(
        "cellar",
        "EUR-Lex",
        "https://publications.europa.eu",
        ("celex", "eli"),
        "acts and judgments of the European Union",
    ),
)
"""Every registry."""


def _address(name: str) -> str:
    return next(each.address for each in TABLE if each.name == name)


@attrs.frozen
class Registries:
    """The addresses in use; one that is empty is not asked."""

    doi: str = _address("doi")
    crossref: str = _address("crossref")
    datacite: str = _address("datacite")
    pubmed: str = _address("pubmed")
    pmc: str = _address("pmc")
    open_library: str = _address("open_library")
    openalex: str = _address("openalex")
    dblp: str = _address("dblp")
    arxiv: str = _address("arxiv")
    semantic_scholar: str = _address("semantic_scholar")
    cellar: str = _address("cellar")

    @classmethod
    def at(cls, url: str) -> Registries:
        """Return all of them at one address, as a stand-in plays them."""
        return cls(**{field.name: url for field in attrs.fields(cls)})
