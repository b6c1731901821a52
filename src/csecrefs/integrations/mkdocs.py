"""A plugin of MkDocs that prints citations: `plugins: [csecrefs: {bib_file: refs.bib}]`.

The options are those of mkdocs-bibtex: `bib_file`, `bib_dir`, `bib_command`,
`bib_by_default`, `full_bib_command`, `csl_file` (any style's name, too), `cite_inline`,
`footnote_format`; and `locale`. Pages cite as pandoc does, in brackets and in text.
Without `cite_inline` each citation in brackets is a footnote with the entry; with it
the style's own citation.
"""

from __future__ import annotations

import logging
import re
from collections import ChainMap
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
)
from pathlib import Path
from typing import Any, Final

import attrs
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from csecrefs.document import Document
from csecrefs.errors import CsecrefsError, InputError
from csecrefs.library import Library
from csecrefs.manuscript import (
    Manuscript,
    RenderedSites,
    Site,
    markdown,
)
from csecrefs.manuscript.markdown.write import bibliography
from csecrefs.manuscript.render import render_sites
from csecrefs.manuscript.splice import (
    Replacement,
    decode,
    replaced,
)
from csecrefs.manuscript.titles import in_sentence_case
from csecrefs.model import Reference
from csecrefs.text.inline import Inlines
from csecrefs.writers import markdown as writer

# MkDocs counts warnings of its own loggers, so that `--strict` fails on an unknown key.
_LOG: Final = logging.getLogger("mkdocs.plugins.csecrefs")


class CsecrefsConfig(Config):
    """The options of the plugin."""

    bib_file = config_options.Optional(config_options.Type(str))
    bib_dir = config_options.Optional(config_options.Type(str))
    bib_command = config_options.Type(str, default="\\bibliography")
    bib_by_default = config_options.Type(bool, default=True)
    full_bib_command = config_options.Type(str, default="\\full_bibliography")
    csl_file = config_options.Type(str, default="apa")
    csl_file_encoding = config_options.Optional(config_options.Type(str))
    cite_inline = config_options.Type(bool, default=False)
    footnote_format = config_options.Type(str, default="{key}")
    enable_inline_citations = config_options.Type(bool, default=True)
    locale = config_options.Type(str, default="")


class CsecrefsPlugin(BasePlugin[CsecrefsConfig]):
    """Prints the citations of every page and its list of references."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Reference] = {}
        self._turned: dict[str, Reference] = {}
        """The references that pages cite, their titles in sentence case."""
        self._style = "apa"
        self._numbered = False
        """True if the style numbers works by their citations."""
        self._full = ""

    # MkDocs calls this for each build of `mkdocs serve`, so that edited references are
    # read again.
    def on_config(self, config: Mapping[str, Any]) -> None:
        """Read the references and the style.

        Raises PluginError, which ends the build with a message, if there are none.
        """
        try:
            self._configure(config)
        except CsecrefsError as error:
            raise PluginError(f"csecrefs: {error}") from None

    def _configure(self, config: Mapping[str, Any]) -> None:
        folder = Path(config["config_file_path"] or "mkdocs.yml").parent
        named = [name for name in (self.config.bib_file, self.config.bib_dir) if name]
        if not named:
            raise InputError("name the references by bib_file or bib_dir")
        # Without them every work of a page would have the same footnote.
        label = self.config.footnote_format
        if "{key}" not in label and "{number}" not in label:
            raise InputError(
                f"footnote_format: {label!r} is the same for all works; put {{key}} or"
                " {number} into it"
            )
        paths = [self._path(folder, name) for name in named]
        library = Library.read(paths)
        for each in library.diagnostics:
            if each.severity == "error":
                _LOG.warning("%s", each)
        self._known = dict(library.items())
        style = str(self._path(folder, self.config.csl_file))
        if Path(style).is_file():
            self._style = style
        else:
            self._style = self.config.csl_file
        form = Document({}, self._style).citation_format
        self._numbered = form != "author-date"
        self._turned = {}
        self._full = ""

    # An error of one page is a warning, so that the other pages are built; `--strict`
    # ends the build.
    def on_page_markdown(self, text: str, page: Any, **_: Any) -> str:
        """Return the page with its citations and lists printed."""
        path = str(getattr(page.file, "src_path", "") or "")
        try:
            return self.printed(text, path)
        except CsecrefsError as error:
            _LOG.warning("%s: %s", path, error)
            return text

    def printed(self, text: str, path: str) -> str:
        """Return the Markdown of a page with its citations and lists printed."""
        read = markdown.read(text.encode("utf-8", "surrogateescape"), path="")
        read = attrs.evolve(read, path=path)
        if not self.config.enable_inline_citations:
            sites = tuple(s for s in read.sites if s.source.startswith("["))
            read = attrs.evolve(read, sites=sites)
        lists = [site for site in read.sites if site.kind == "bibliography"]
        cited = attrs.evolve(
            read, sites=tuple(s for s in read.sites if s.kind != "bibliography")
        )
        if not cited.sites and not lists:
            return text
        if not self.config.cite_inline and not self._numbered:
            cited = self._without_brackets(cited)
        rendered = self._rendered(cited)
        for each in rendered.diagnostics:
            if each.code == "unknown-key":
                _LOG.warning("%s", each)
        if self.config.cite_inline or rendered.notes:
            return self._inline(cited, rendered, lists)
        return self._with_footnotes(
            text,
            cited,
            rendered,
            lists,
        )

    def _without_brackets(self, read: Manuscript) -> Manuscript:
        """Return a page that lists what it cites in brackets and does not cite it.

        A footnote has the entry, so that no style need print such a citation: it takes
        longer than all else. Numbers would change.
        """
        sites: list[Site] = []
        for site in read.sites:
            known = [cite for cite in site.cites if cite.id in self._known]
            if known and site.kind == "citation" and not _is_narrative(site):
                site = attrs.evolve(site, kind="nocite")
            sites.append(site)
        return attrs.evolve(read, sites=tuple(sites))

    def _rendered(self, read: Manuscript) -> RenderedSites:
        self._turn(read.keys)
        return render_sites(
            read,
            ChainMap(self._turned, self._known),
            style=self._style,
            locale=self.config.locale,
            sentence_case=False,
        )

    def _turn(self, keys: Iterable[str]) -> None:
        """Turn the titles of these works, each once for all pages."""
        new = [
            self._known[key]
            for key in keys
            if key in self._known and key not in self._turned
        ]
        self._turned.update(
            {each.id: each for each in in_sentence_case(new, self.config.locale)}
        )

    def _inline(
        self,
        read: Manuscript,
        rendered: RenderedSites,
        lists: list[Site],
    ) -> str:
        """Return the page with the style's own citations."""
        options = {**rendered.options, "suppress-bibliography": True}
        bare = attrs.evolve(rendered, options=options)
        made = decode(markdown.splice(read, bare))
        listed = bibliography(rendered.entries or (), rendered.layout)
        return self._with_lists(made, listed, bool(lists))

    def _with_footnotes(
        self,
        text: str,
        read: Manuscript,
        rendered: RenderedSites,
        lists: list[Site],
    ) -> str:
        """Return the page with a footnote for each work that is cited in brackets."""
        found: list[Replacement] = []
        noted: dict[str, str] = {}
        citations = iter(rendered.citations)
        for site in read.sites:
            tree: Inlines | None = ()
            if site.kind == "citation":
                tree = next(citations)
            if tree is None or site.start == site.end:
                continue
            if _is_narrative(site):
                made = writer.inlines(tree)
                for cite in site.cites:
                    self._label(cite.id, noted)
            else:
                made = "".join(self._marks(site, noted))
            found.append(Replacement(site.start, site.end, made))
        entries = {entry.id: entry.tree for entry in rendered.entries or ()}
        definitions = "\n".join(
            f"[^{label}]: {writer.inlines(entries[key])}"
            for key, label in noted.items()
            if key in entries
        )
        return self._with_lists(
            replaced(text, found),
            definitions,
            bool(lists),
        )

    def _marks(
        self,
        site: Site,
        noted: dict[str, str],
    ) -> Iterator[str]:
        for cite in site.cites:
            if cite.id in self._known:
                yield f"[^{self._label(cite.id, noted)}]"
            else:
                yield f"**{cite.id}?**"

    # Python-Markdown takes labels of footnotes up to the first blank or bracket.
    def _label(self, key: str, noted: dict[str, str]) -> str:
        """Return the label of a key's footnote, in which Markdown allows no blanks.

        It is of no other key that the page has noted.
        """
        if key in noted:
            return noted[key]
        number = len(noted) + 1
        written = self.config.footnote_format.replace("{key}", key)
        label = re.sub(r"[^\w.:-]", "-", written.replace("{number}", str(number)))
        if label in noted.values():
            label = f"{label}-{number}"
        noted[key] = label
        return label

    # The commands are options, and may be text that is no site for our reader.
    def _with_lists(
        self,
        text: str,
        listed: str,
        placed: bool,
    ) -> str:
        """Return the page with its list, and that of all references, in their places."""
        config = self.config
        if config.full_bib_command in text:
            text = text.replace(config.full_bib_command, self._everything())
        if config.bib_command in text:
            return text.replace(config.bib_command, listed)
        if listed and config.bib_by_default and not placed:
            return f"{text.rstrip()}\n\n{listed}\n"
        return text

    # mkdocs-bibtex' readme, `full_bib_command`: all references, cited or not.
    def _everything(self) -> str:
        """Return the list of all references, made once."""
        if not self._full:
            everything = Site(0, 0, kind="nocite")
            read = Manuscript(
                "",
                "markdown",
                b"",
                sites=(everything,),
            )
            metadata = attrs.evolve(read.metadata, nocite=("*",))
            self._turn(self._known)
            rendered = self._rendered(attrs.evolve(read, metadata=metadata))
            self._full = bibliography(rendered.entries or (), rendered.layout)
        return self._full

    def _path(self, folder: Path, name: str) -> Path:
        return folder / name


def _is_narrative(site: Site) -> bool:
    """True if running text names the author of a site's first work."""
    return bool(site.cites) and site.cites[0].mode == "narrative"
