"""The roles and directives of sphinxcontrib-bibtex."""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.domains import Domain
from sphinx.util.docutils import SphinxDirective, SphinxRole

from csecrefs.integrations.sphinx.pending import (
    pending_citation,
    pending_entry,
    pending_list,
)
from csecrefs.integrations.sphinx.project import (
    ListUse,
    RoleUse,
    Uses,
)
from csecrefs.manuscript.light.targets import ROLES, cites


# The environment is pickled between builds: what it keeps must be plain.
def uses_of(env: Any) -> Uses:
    """Return what an environment's documents use."""
    if not hasattr(env, "csecrefs_uses"):
        env.csecrefs_uses = Uses()
    found: Uses = env.csecrefs_uses
    return found


class CiteRole(SphinxRole):
    """A role that cites; its full name says what it prints (`cite:t`)."""

    def __init__(self, role: str) -> None:
        self.role = role

    def run(self) -> tuple[list[Any], list[Any]]:
        """Return the node that waits for the text."""
        meaning = ROLES[self.role]
        found = cites(self.text, meaning.mode)
        docname = self.env.docname
        uses = uses_of(self.env).roles.setdefault(docname, [])
        name = f"{docname}:{len(uses)}"
        _, line = self.get_source_info()
        uses.append(RoleUse(name, self.role, found, line or 0))
        waiting = pending_citation("", name=name, docname=docname)
        self.set_source_info(waiting)
        if not meaning.note:
            return [waiting], []
        references = [self._mark(cite.id) for cite in found]
        if meaning.mode == "narrative":
            return [waiting, *references], []
        return references, []

    # docutils numbers footnotes itself, ours among the author's.
    def _mark(self, key: str) -> Any:
        """Return the mark of a key's footnote, which docutils numbers."""
        name = nodes.fully_normalize_name(f"footcite-{key}")
        document = self.inliner.document
        mark = nodes.footnote_reference(
            f"[#{name}]_",
            refname=name,
            auto=1,
        )
        document.note_autofootnote_ref(mark)
        document.note_footnote_ref(mark)
        waiting: Any = self.env.temp_data.setdefault("csecrefs_footcites", {})
        waiting.setdefault(key, name)
        return mark


class BibliographyDirective(SphinxDirective):
    """The list of references: all, cited or others, filtered, in a style."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    # docutils declares a variable of the instance
    option_spec: Final = {  # type: ignore[misc]
        **dict.fromkeys(("all", "cited", "notcited"), directives.flag),
        **dict.fromkeys(
            ("filter", "style", "labelprefix", "keyprefix", "enumtype", "start"),
            directives.unchanged,
        ),
        # Files of references say themselves what their encoding is.
        **dict.fromkeys(("encoding",), directives.unchanged),
        "list": lambda text: directives.choice(
            text, ("citation", "bullet", "enumerated")
        ),
    }

    def run(self) -> list[Any]:
        """Return the node that waits for the list."""
        docname = self.env.docname
        lists = uses_of(self.env).lists.setdefault(docname, [])
        name = f"{docname}:list:{len(lists)}"
        if self.arguments:
            files = self.arguments[0].split()
        else:
            files = []
        keys = [word for line in self.content for word in line.split()]
        options = {key: value or "" for key, value in self.options.items()}
        lists.append(
            ListUse(
                name,
                tuple(files),
                tuple(keys),
                options,
            )
        )
        waiting = pending_list("", name=name, docname=docname)
        waiting += _header(self, self.config.bibtex_bibliography_header)
        self.set_source_info(waiting)
        return [waiting]


class FootBibliographyDirective(SphinxDirective):
    """The footnotes of the keys cited since the last such directive."""

    def run(self) -> list[Any]:
        """Return a footnote for each key, whose text waits."""
        waiting: Any = self.env.temp_data.pop("csecrefs_footcites", {})
        made = []
        for key, name in waiting.items():
            footnote = nodes.footnote("", auto=1, names=[name])
            entry = pending_entry("", key=key)
            footnote += nodes.paragraph("", "", entry)
            self.state.document.note_autofootnote(footnote)
            self.state.document.note_explicit_target(footnote, footnote)
            made.append(footnote)
        if not made:
            return []
        return [*_header(self, self.config.bibtex_footbibliography_header), *made]


# conf.py has reStructuredText there, whatever the document is written in.
def _header(directive: SphinxDirective, text: str) -> list[Any]:
    """Return the nodes of the markup that the settings want before a list."""
    if not text:
        return []
    made = nodes.Element()
    lines = StringList(text.splitlines(), source="conf.py")
    directive.state.nested_parse(lines, 0, made)
    return list(made.children)


class CiteDomain(Domain):
    """The roles `cite:p`, `cite:t` and their like."""

    name = "cite"
    label = "citation"
    # Sphinx declares a variable of the instance
    roles: Final = {  # type: ignore[misc]
        role.partition(":")[2]: CiteRole(role)
        for role in ROLES
        if role.startswith("cite:")
    }

    def merge_domaindata(self, docnames: Any, otherdata: Any) -> None:
        """Merge nothing: what is cited is kept beside the domains."""


class FootCiteDomain(Domain):
    """The roles `footcite:p`, `footcite:t` and their like."""

    name = "footcite"
    label = "footnote citation"
    # Sphinx declares a variable of the instance
    roles: Final = {  # type: ignore[misc]
        role.partition(":")[2]: CiteRole(role)
        for role in ROLES
        if role.startswith("footcite:")
    }

    def merge_domaindata(self, docnames: Any, otherdata: Any) -> None:
        """Merge nothing: what is cited is kept beside the domains."""
