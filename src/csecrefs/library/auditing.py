"""The audit with the library's settings: its registries, its caches, its links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from csecrefs.audit import Audit, audit, look_up, page
from csecrefs.library.library import Library
from csecrefs.library.online import open_resolver
from csecrefs.library.settings import Settings, load_settings
from csecrefs.library.sources import bibliographies_in
from csecrefs.library.typed_lists import DOCUMENTS, TypedList, read_typed_list
from csecrefs.model import Reference
from csecrefs.reports import Finding, render


def audit_manuscript(
    path: Path,
    settings: Settings | None = None,
    *,
    listed: str | None = None,
    format: str = "",
    offline: bool = False,
    links: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Audit:
    """Audit a manuscript, and look its list up in the registries unless `offline`.

    `listed` is a file of references, of a `format` if that is named, in place of the
    list in the manuscript. Without it a manuscript that cites by keys, and names no
    list, is held against the library of the settings, else against the only
    bibliography in the working folder. `links`
    says that their addresses are checked, too. Answers are kept in the cache of the
    settings, so that a run that was broken off goes on where it ended.
    """
    references: Iterable[Reference] | None = None
    if listed is not None:
        references = _listed(listed, format)
    library = partial(_library, settings)
    check = None
    if links and not offline:
        check = partial(_checked, settings)
    # Without a registry `audit` asks nothing: no session is opened at all.
    if offline:
        return audit(path, references=references, library=library)
    with open_resolver(settings) as resolver:
        return audit(
            path,
            references=references,
            library=library,
            registry=resolver,
            check_links=check,
            told=progress,
        )


def _listed(source: str, format: str) -> Iterable[Reference]:
    """Return the references in a file of records, or typed in a document."""
    if not format and Path(source).suffix.lower() in DOCUMENTS:
        return read_typed_list(source).references
    return Library.read(source, format=format)


def _library(settings: Settings | None) -> Iterable[Reference]:
    """Return the records of the library in force, none if there is no library.

    Raises InputError if several bibliographies are there to choose from.
    """
    chosen = settings or load_settings()
    if not chosen["library"] and not bibliographies_in(Path()):
        return ()
    return Library.read(chosen.library())


def _checked(
    settings: Settings | None, references: Sequence[Reference]
) -> Iterable[Finding]:
    # Loaded here: most audits check no link, and start without the checker.
    from csecrefs.links.report.findings import findings
    from csecrefs.links.run import CheckPlan
    from csecrefs.links.settings import CheckSettings

    allowed = (settings or load_settings())["allow_address"].split()
    plan = CheckPlan(CheckSettings(allowed_addresses=frozenset(allowed)))
    return findings(Library(references).check_links(plan)).findings


def proposals(
    read: TypedList, settings: Settings | None = None
) -> list[tuple[str, str, str]]:
    """Return the key of each typed reference, the verdict, and the registered work.

    The record that was typed stays as it is: the registered one is for comparison.
    """
    rows: list[tuple[str, str, str]] = []
    with open_resolver(settings) as resolver:
        for each in read.parsed:
            known = look_up(each.text, resolver)
            registered = ""
            if known.reference is not None:
                doi = known.reference.text("DOI")
                registered = f"{known.reference.text('title')} {doi}".strip()
            rows.append((each.reference.id, known.verdict, registered))
    return rows


def rendered(done: Audit, shape: str) -> str:
    """Return an audit as text in a format of `csecrefs.reports`; html has the manuscript."""
    if shape == "html":
        return page(done)
    return render(done.report(), shape)
