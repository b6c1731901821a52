"""A Sphinx extension: citations and lists of references in any CSL style.

Roles, directives and settings are those of sphinxcontrib-bibtex: `bibtex_bibfiles`,
and `bibtex_default_style` with the name of a CSL style. Add "csecrefs.sphinx" to the
`extensions` of conf.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.util import logging

from csecrefs import __version__
from csecrefs.document import DEFAULT_STYLE
from csecrefs.errors import (
    CsecrefsError,
    InputError,
    NotFoundError,
)
from csecrefs.integrations.sphinx.directives import (
    BibliographyDirective,
    CiteDomain,
    CiteRole,
    FootBibliographyDirective,
    FootCiteDomain,
    uses_of,
)
from csecrefs.integrations.sphinx.filters import Filter
from csecrefs.integrations.sphinx.labels import entry_with_label, labelled
from csecrefs.integrations.sphinx.pending import (
    as_nodes,
    pending_citation,
    pending_entry,
    pending_list,
)
from csecrefs.integrations.sphinx.project import (
    ListUse,
    RenderedProject,
    facts_of,
    references_of,
    render,
    restyled,
)
from csecrefs.manuscript.light.targets import ROLES, dressed
from csecrefs.text.inline import Inlines, plain

_log = logging.getLogger(__name__)
# Default styles of sphinxcontrib-bibtex, which are no CSL styles.
_PYBTEX_STYLES: Final = frozenset({"alpha", "plain", "unsrt", "unsrtalpha"})


def setup(app: Any) -> dict[str, Any]:
    """Add roles, directives, settings and events to a Sphinx application."""
    app.add_config_value("bibtex_bibfiles", [], "env")
    app.add_config_value(
        "bibtex_default_style",
        DEFAULT_STYLE,
        "env",
    )
    app.add_config_value("bibtex_locale", "", "env")
    app.add_config_value("bibtex_bibliography_header", "", "env")
    app.add_config_value(
        "bibtex_footbibliography_header",
        "",
        "env",
    )
    app.add_config_value("bibtex_tooltips", True, "html")
    app.add_domain(CiteDomain)
    app.add_domain(FootCiteDomain)
    app.add_role("cite", CiteRole("cite"))
    app.add_role("footcite", CiteRole("footcite"))
    app.add_directive("bibliography", BibliographyDirective)
    app.add_directive("footbibliography", FootBibliographyDirective)
    for node in (pending_citation, pending_entry, pending_list):
        app.add_node(node)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _updated)
    app.connect("doctree-resolved", _resolve)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _purge(_app: Any, env: Any, docname: str) -> None:
    uses_of(env).purge(docname)


def _merge(
    _app: Any,
    env: Any,
    docnames: Iterable[str],
    other: Any,
) -> None:
    uses_of(env).merge(list(docnames), uses_of(other))


# All documents are read here and none is written: only now are numbers and years with
# letters known.
def _updated(app: Any, env: Any) -> list[str]:
    """Render the project; return the documents whose text is new."""
    uses = uses_of(env)
    order = list(_in_order(env))
    lists = [each for docname in order for each in uses.lists.get(docname, ())]
    files = dict.fromkeys([*app.config.bibtex_bibfiles, *_files(lists)])
    try:
        references = references_of(list(files), Path(app.srcdir))
        project = render(
            uses,
            order,
            references,
            _style(app),
            _locale(app),
        )
    except CsecrefsError as error:
        _log.warning("csecrefs: %s", error)
        project = RenderedProject()
    _place_entries(project, order, uses.lists)
    _warn(uses.roles, project)
    app.csecrefs_project = project
    changed = []
    for docname in order:
        text = repr(
            _printed(
                docname,
                uses.roles,
                uses.lists,
                project,
            )
        )
        if uses.texts.get(docname, text) != text:
            changed.append(docname)
        uses.texts[docname] = text
    return changed


def _style(app: Any) -> str:
    style = str(app.config.bibtex_default_style)
    if style in _PYBTEX_STYLES:
        return DEFAULT_STYLE
    return style


# Sphinx writes `pt_BR`, CSL `pt-BR`.
def _locale(app: Any) -> str:
    language = app.config.bibtex_locale or app.config.language or ""
    return str(language).replace("_", "-")


def _files(lists: Iterable[ListUse]) -> Iterator[str]:
    for each in lists:
        yield from each.files


# Sphinx reads documents by name; readers follow the table of contents.
def _in_order(env: Any) -> Iterator[str]:
    """Yield the documents in the order of the tables of contents, then the others."""
    seen: dict[str, None] = {}
    waiting = [env.config.root_doc]
    while waiting:
        docname = waiting.pop()
        if docname not in seen and docname in env.found_docs:
            seen[docname] = None
            waiting += reversed(env.toctree_includes.get(docname, []))
    yield from seen
    yield from sorted(each for each in env.found_docs if each not in seen)


# A citation's number may change without its document: that one must be written again.
def _printed(
    docname: str,
    roles: Any,
    lists: Any,
    project: RenderedProject,
) -> tuple[Any, ...]:
    """Return all that a document prints, to be compared with the last build."""
    texts = [project.citations.get(use.name) for use in roles.get(docname, ())]
    keys = [cite.id for use in roles.get(docname, ()) for cite in use.cites]
    places = [project.places.get(key) for key in keys]
    entries = [
        [(key, project.entry(key)) for key in _keys(each, docname, project)]
        for each in lists.get(docname, ())
    ]
    return texts, places, entries


# A citation links to the first list that has its work, as in sphinxcontrib-bibtex.
def _place_entries(
    project: RenderedProject,
    order: Iterable[str],
    lists: dict[str, list[ListUse]],
) -> None:
    for docname in order:
        for each in lists.get(docname, ()):
            for key in _keys(each, docname, project):
                project.places.setdefault(key, docname)
                if key not in project.homes:
                    project.homes[key] = each.name
                    project.labels[key] = each.options.get("labelprefix", "")


def _warn(roles: Any, project: RenderedProject) -> None:
    """Report the keys that no file has, each where it is cited."""
    for docname, uses in roles.items():
        for use in uses:
            for cite in use.cites:
                if project.work(cite.id) not in project.references:
                    error = NotFoundError(
                        "reference",
                        cite.id,
                        project.references,
                    )
                    _log.warning(
                        "%s",
                        error,
                        location=(docname, use.line),
                    )


def _keys(
    each: ListUse,
    docname: str,
    project: RenderedProject,
) -> list[str]:
    """Return the keys of a list in the order of the style, with the list's prefix."""
    prefix = each.options.get("keyprefix", "")
    try:
        chosen = None
        if "filter" in each.options:
            chosen = Filter(each.options["filter"])
        return [
            prefix + key
            for key in project.order
            if key in each.keys or _listed(key, each, docname, project, chosen)
        ]
    except InputError as error:
        _log.warning("%s", error, location=docname)
        return []


# sphinxcontrib-bibtex 2.6, "Filtering": a filter goes before `all`, `cited` and
# `notcited`.
def _listed(
    key: str,
    each: ListUse,
    docname: str,
    project: RenderedProject,
    chosen: Filter | None,
) -> bool:
    docnames = project.cited.get(each.options.get("keyprefix", "") + key, set())
    if chosen is not None:
        return chosen.accepts(facts_of(project.references[key], docname, docnames))
    if "all" in each.options:
        return True
    if "notcited" in each.options:
        return not docnames
    return bool(docnames)


def _resolve(app: Any, doctree: Any, docname: str) -> None:
    """Put the texts into a document that is about to be written."""
    project: RenderedProject = app.csecrefs_project
    uses = uses_of(app.env)
    roles = {use.name: use for use in uses.roles.get(docname, ())}
    for waiting in list(doctree.findall(pending_citation)):
        waiting.replace_self(
            _citation(
                app,
                docname,
                roles[waiting["name"]],
                project,
            )
        )
    for waiting in list(doctree.findall(pending_entry)):
        tree = project.entry(waiting["key"]) or (f"[{waiting['key']}?]",)
        waiting.replace_self(list(as_nodes(_unnumbered(tree))))
    lists = {each.name: each for each in uses.lists.get(docname, ())}
    counted = 0
    for waiting in list(doctree.findall(pending_list)):
        made = _list(
            app,
            docname,
            lists[waiting["name"]],
            project,
        )
        if made and isinstance(made[0], nodes.enumerated_list):
            counted = _counted(
                made[0],
                lists[waiting["name"]],
                counted,
            )
        # The header of the settings is printed with a list only.
        header = waiting.children if made else []
        waiting.replace_self([*header, *made])


def _citation(
    app: Any,
    docname: str,
    use: Any,
    project: RenderedProject,
) -> list[Any]:
    """Return the nodes of a citation; that of one work links to its entry."""
    meaning = ROLES[use.role]
    if meaning.empty:
        return []
    tree = project.citations.get(use.name)
    if tree is None:
        keys = ", ".join(cite.id for cite in use.cites)
        return [nodes.inline("", f"[{keys}?]", classes=["citation", "unknown"])]
    tree = dressed(tree, use.role)

    def linked(key: str, children: list[Any]) -> list[Any]:
        place = project.places.get(key, "")
        if not place:
            return children
        target = f"#{_identifier(key)}"
        if place != docname:
            target = app.builder.get_relative_uri(docname, place) + target
        link = nodes.reference(
            "",
            "",
            *children,
            refuri=target,
            internal=True,
        )
        link["classes"].append("citation")
        if app.config.bibtex_tooltips and project.entry(key):
            link["reftitle"] = plain(_unnumbered(project.entry(key))).strip()
        return [link]

    tree = labelled(tree, use.cites, project)
    children = list(as_nodes(tree, linked))
    if len(use.cites) == 1:
        children = linked(use.cites[0].id, children)
        if isinstance(children[0], nodes.reference):
            return children
    return [
        nodes.inline(
            "",
            "",
            *children,
            classes=["citation"],
        )
    ]


# HTML and LaTeX allow few signs in identifiers; docutils knows which.
def _identifier(key: str) -> str:
    return f"ref-{nodes.make_id(key) or 'entry'}"


def _unnumbered(tree: Inlines) -> Inlines:
    """Return an entry without the number in its margin, for a list that has its own."""
    return tuple(
        [each for each in tree if isinstance(each, str) or each.tag != "left-margin"]
    )


def _list(
    app: Any,
    docname: str,
    each: ListUse,
    project: RenderedProject,
) -> list[Any]:
    """Return the nodes of a list of references."""
    keys = _keys(each, docname, project)
    entries = {key: project.entry(key) for key in keys}
    style = each.options.get("style", "")
    if style and style not in _PYBTEX_STYLES:
        try:
            found, _ = restyled(
                keys,
                project,
                style,
                _locale(app),
            )
            prefix = each.options.get("keyprefix", "")
            entries = {prefix + entry.id: entry.tree for entry in found}
        except CsecrefsError as error:
            _log.warning("%s", error, location=docname)
    kind = each.options.get("list", "citation")
    label = each.options.get("labelprefix", "")
    items = []
    for key, tree in entries.items():
        if kind != "citation":
            shown = _unnumbered(tree)
        else:
            shown = entry_with_label(tree, label)
        home = project.homes.get(key) == each.name
        if home:
            identifiers = [_identifier(key)]
        else:
            identifiers = []
        paragraph = nodes.paragraph(
            "",
            "",
            *as_nodes(shown),
            classes=["csl-entry"],
        )
        items.append((identifiers, paragraph))
    if not items:
        return []
    if kind == "citation":
        for identifiers, paragraph in items:
            paragraph["ids"] += identifiers
        body = [paragraph for _, paragraph in items]
        return [nodes.container("", *body, classes=["csl-bibliography"])]
    return [_itemized(kind, each, items)]


def _itemized(kind: str, each: ListUse, items: list[Any]) -> Any:
    made = [nodes.list_item("", body, ids=ids) for ids, body in items]
    if kind == "bullet":
        return nodes.bullet_list("", *made, classes=["csl-bibliography"])
    enumerated = nodes.enumerated_list("", *made, classes=["csl-bibliography"])
    enumerated["enumtype"] = each.options.get("enumtype", "arabic") or "arabic"
    enumerated["prefix"], enumerated["suffix"] = "", "."
    return enumerated


def _counted(made: Any, each: ListUse, before: int) -> int:
    """Number a list from the start that its option says; return its last number.

    `start: continue` goes on from the list before in the same document.
    """
    start = each.options.get("start", "1")
    first = 1
    if start == "continue":
        first = before + 1
    elif start.isdigit():
        first = int(start)
    if first != 1:
        made["start"] = first
    return first + len(made.children) - 1
