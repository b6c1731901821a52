"""A stand-in for the registries, on 127.0.0.1, for tests that must not go out.

::

    from csecrefs.testing import StandIn

    with StandIn() as registry: registry.add_crossref({"DOI": "10.5555/1", "type":
    "journal-article", "title": ["..."]}) registry.fail(0.05, "503") ...  # point the
    program at registry.url

It plays doi.org (`/ra/PREFIX`, and content negotiation on `/DOI`), Crossref
(`/works/...`) and DataCite (`/dois/...`) at one address, keeps limits like theirs, and
can be made to fail in the ways they do.
"""

from csecrefs.testing.faults import FAULTS, Fault
from csecrefs.testing.standin import Limits, StandIn

__all__ = ["FAULTS", "Fault", "Limits", "StandIn"]
