"""Manuscripts that cite by keys, held against the records that they cite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import attrs

from csecrefs import formats, manuscript
from csecrefs.audit.cited import CITATIONS
from csecrefs.errors import Diagnostic, FormatError, InputError
from csecrefs.manuscript.checks import check_sites, sorted_findings
from csecrefs.manuscript.known import with_known_keys
from csecrefs.manuscript.matching import matched
from csecrefs.manuscript.sites import Manuscript
from csecrefs.model import Reference
from csecrefs.reports import Finding, from_diagnostics


@attrs.frozen
class KeyedManuscript:
    """The works that a manuscript cites by key, and the findings of its citations."""

    references: tuple[Reference, ...]
    """The records cited, in the order of first citation."""
    findings: tuple[Finding, ...]


def keyed_manuscript(
    content: bytes,
    path: str,
    given: Sequence[Reference] | None,
    library: Callable[[], Iterable[Reference]] | None = None,
) -> KeyedManuscript | None:
    """Return what a manuscript cites by keys, None for one that cites none.

    The records are those `given`, else those of the files that the manuscript names,
    and the ones inside it; without any of them those that `library` returns. Raises
    InputError for a named file that cannot be read.
    """
    try:
        read = manuscript.read(content, path=path)
    except FormatError:
        return None
    if not any(site.cites for site in read.sites):
        return None
    problems: list[Diagnostic] = []
    records = given
    if records is None:
        records = list(_named(read, problems))
    own = bool(records or read.references)
    if not own and library is not None:
        records = list(library())
    known = {each.id: each for each in reversed([*records, *read.references])}
    read = matched(with_known_keys(read, known), known)
    cited = [known[key] for key in read.keys if key in known]
    if not cited:
        return None
    checked = check_sites(read, known, listed=own and given is None)
    found = [*from_diagnostics(problems), *sorted_findings(checked)]
    sectioned = (attrs.evolve(each, section=CITATIONS) for each in found)
    return KeyedManuscript(tuple(cited), tuple(sectioned))


def _named(read: Manuscript, problems: list[Diagnostic]) -> Iterable[Reference]:
    """Yield the records of the files that a manuscript names."""
    folder = Path(read.path).parent
    for name in read.metadata.bibliography:
        path = folder / name
        try:
            content = path.read_bytes()
        except OSError as error:
            message = f"{read.path}: the bibliography {name}: {error.strerror}"
            raise InputError(message) from None
        references, diagnostics = formats.read(
            content,
            path=str(path),
        )
        problems += diagnostics
        yield from references
