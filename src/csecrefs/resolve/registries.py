"""Where the registries are. Each address is a setting, for mirrors and tests."""

from __future__ import annotations

import attrs


@attrs.frozen
class Registries:
    """Base addresses, without a slash at the end."""

    doi: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    datacite: str = "https://api.datacite.org"
    pubmed: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    pmc: str = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles"
    open_library: str = "https://openlibrary.org"

    @classmethod
    def at(cls, url: str) -> Registries:
        """All of them at one address, as a stand-in plays them."""
        return cls(**{field.name: url for field in attrs.fields(cls)})
