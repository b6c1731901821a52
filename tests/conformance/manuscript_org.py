"""Citations of Org files: org-cite's groups as pandoc reads them, and org-ref's links.

pandoc reads no link of org-ref's third version, so those found beyond its groups are
compared with the links that a regular expression lists: command and first word.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.manuscript import read
from csecrefs.manuscript.sites import Site
from tests.conformance import Case
from tests.conformance._manuscripts import compared, folders, source

SOURCE = "manuscripts/org"
_UNLISTED = frozenset(
    "citenum citetext citeyearpar Citealt Citealt* Citealp Citealp* Citeauthor"
    " Citeauthor*".split()
)
"""Commands of org-ref that the regular expression does not know."""


def run(path: Path) -> Iterator[Case]:
    """Each group of each file as one case."""
    for folder, expected in folders(path):
        try:
            yield from _cases(folder, expected)
        except Exception as error:
            for place in range(len(expected["citations"])):
                yield Case(f"{folder.name}/{place + 1}", False, repr(error))


def _cases(folder: Path, expected: Any) -> Iterator[Case]:
    path = source(folder)
    groups = [
        tuple(each["id"] for each in one["cites"]) for one in expected["citations"]
    ]
    texts = {one["text"] for one in expected["citations"]}
    manuscript = read(path.read_bytes(), path=str(path))
    found = [
        site
        for site in manuscript.sites
        if site.cites and site.command not in _UNLISTED
    ]
    lines = manuscript.text.splitlines()
    links = [tuple(each) for each in expected.get("org_ref_links", ())]
    beyond = [
        site
        for site in found
        if (_is_link(site) and site.source not in texts)
        or lines[site.line - 1].lower().startswith("#+caption")
    ]
    plain = [site for site in found if site not in beyond]
    keys = [tuple(cite.id for cite in site.cites) for site in plain]
    yield from compared(folder.name, groups, keys)
    for site in beyond:
        name = f"{folder.name}:{site.line}:{site.column}"
        yield Case(name, _listed(site, links), f"{site.source} is not listed")


def _is_link(site: Site) -> bool:
    return site.source.startswith("[[")


def _listed(site: Site, links: list[tuple[str, ...]]) -> bool:
    command, _, target = site.source.strip("[]").partition(":")
    first = target.split()[0].split("]")[0]
    known = {link[1].rstrip(".") for link in links if link[0] == command}
    return any(first.startswith(each) for each in known)
