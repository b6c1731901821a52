"""The library and manuscripts: render one, and list what they cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

import attrs

from csecrefs import formats, manuscript
from csecrefs.document import DEFAULT_STYLE
from csecrefs.errors import (
    Diagnostic,
    FormatError,
    InputError,
    NotFoundError,
    SettingsError,
)
from csecrefs.library.sources import STDIN, bibliographies_in
from csecrefs.library.stored import StoredReferences
from csecrefs.manuscript import Manuscript, RenderedSites, Site
from csecrefs.manuscript.known import (
    identifier_of,
    is_cross_reference,
    with_known_keys,
)
from csecrefs.manuscript.render import render_sites
from csecrefs.model import Reference
from csecrefs.storage.files import write_atomically

if TYPE_CHECKING:
    from csecrefs.library.settings import Settings
    from csecrefs.reports import Finding, FindingReport
    from csecrefs.storage.changes import FileChange

_STYLE_SUFFIX: Final = ".csl"
# Documents that pandoc makes of rendered Markdown.
_BY_PANDOC: Final = ("docx", "odt")


class _Exporting(Protocol):
    """A module of a manuscript format that writes other formats, too."""

    def export(self, manuscript: Manuscript, rendered: RenderedSites, to: str) -> bytes:
        """Return the manuscript in another format. Raises FormatError."""


@attrs.frozen
class RenderedManuscript:
    """A manuscript with its citations rendered."""

    content: bytes
    """The bytes to be written."""
    manuscript: Manuscript
    """The manuscript as it was read."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What was doubtful: keys that are unknown, sites that cannot be read."""

    def __str__(self) -> str:
        return self.content.decode("utf-8", "replace")


@attrs.frozen
class CitedKey:
    """A key that manuscripts cite: the sites, and near keys if it is unknown."""

    key: str
    places: tuple[str, ...]
    """Each site as `path:line:column`."""
    known: bool
    suggestions: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """The key with its first place; of an unknown one what it may be meant for."""
        if self.known:
            return f"{self.key}: cited {len(self.places)} times"
        hint = f"; did you mean {' or '.join(self.suggestions)}?"
        where = f"{self.places[0]}: " if self.places else ""
        return f"{where}{self.key}: no such reference{hint if self.suggestions else ''}"


@attrs.frozen
class CitedKeys:
    """The keys that manuscripts cite, and the references that they do not."""

    cited: tuple[CitedKey, ...]
    uncited: tuple[str, ...]
    manuscripts: tuple[Manuscript, ...]

    @property
    def unknown(self) -> tuple[CitedKey, ...]:
        """The keys that no reference has."""
        return tuple([each for each in self.cited if not each.known])

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys cited that references have, in order of first citation."""
        return tuple([each.key for each in self.cited if each.known])

    def lines(self) -> Iterator[str]:
        """Yield a line for each key: the key, its state, and its places."""
        for each in self.cited:
            state = "cited" if each.known else "unknown"
            if each.suggestions:
                state = f"unknown (did you mean {' or '.join(each.suggestions)}?)"
            yield f"{each.key}\t{state}\t{' '.join(each.places)}"
        for key in self.uncited:
            yield f"{key}\tnot cited\t"


def library_of(
    read: Manuscript, library: StoredReferences | None, *, offline: bool = True
) -> StoredReferences:
    """Return the library for a manuscript: that given, else what it names itself.

    Unless `offline`, keys that are identifiers (`doi:...`) are looked up. Raises
    InputError if the manuscript names a bibliography that is not there.
    """
    found = (
        library if library is not None else StoredReferences.read(_bibliographies(read))
    )
    known = dict(found.items())
    missing = with_known_keys(read, known).keys
    # A key such as doi:10.1000/182 names a work that can be looked up.
    asked = [identifier_of(key) for key in missing if key not in known]
    if offline or not any(asked):
        return found
    # Loaded here: most manuscripts cite keys, and nothing is looked up.
    from csecrefs.library.intake import take_in

    intake = take_in(found, [each for each in asked if each])
    return StoredReferences(
        (*found, *intake.new),
        (*found.diagnostics, *intake.missed),
    )


def _matched(read: Manuscript, known: Mapping[str, Reference]) -> Manuscript:
    """Return a manuscript with the library's keys for those of its own records.

    Formats that bring no records start without what compares works.
    """
    # Word and Writer bring records of their own, under keys of their own.
    if read.format not in ("docx", "odt") and not read.references:
        return read
    from csecrefs.manuscript.matching import matched

    return matched(read, known)


def library_for(
    source: str | Path | Manuscript,
    settings: Settings,
    *,
    given: bool,
    format: str = "",
) -> StoredReferences | None:
    """Return the library for a manuscript: that of the settings, else the only
    bibliography in the working folder.

    None leaves the choice to the manuscript, which names its own references or brings
    them; a library that the caller has given goes before those. Raises InputError if
    the manuscript cites and there are several bibliographies to choose from.
    """
    cites = True
    if not given and source != STDIN:
        try:
            read = _opened(source)
        except FormatError:
            return None
        if read.metadata.bibliography or read.references:
            return None
        cites = bool(read.sites)
    if settings["library"] or given:
        return StoredReferences.read(settings.library(), format=format)
    if not cites or not bibliographies_in(Path()):
        return None
    return StoredReferences.read(settings.library(), format=format)


def own_style(settings: Settings) -> str:
    """Return the style of the settings, empty if it is only the default."""
    return "" if settings.by_name["style"].origin == "default" else settings["style"]


def _bibliographies(read: Manuscript) -> list[Path]:
    """Return the files of references that a manuscript names."""
    # Paths are relative to the manuscript, wherever the command is run.
    folder = Path(read.path).parent if read.path else Path()
    found: list[Path] = []
    for name in read.metadata.bibliography:
        path = folder / name
        if not path.exists():
            raise InputError(f"{read.path}: the bibliography {name} is not there")
        found.append(path)
    return found


def render(
    library: StoredReferences | None,
    source: str | Path | Manuscript,
    *,
    to: str = "",
    style: str | Path = "",
    locale: str = "",
    format: str = "",
    offline: bool = True,
    options: Mapping[str, object] | None = None,
) -> RenderedManuscript:
    """Return a manuscript with its citations rendered and its list of references.

    Style and language are those given, else the manuscript's own. `to` is another
    format, empty for the same. Raises InputError for a file that cannot be read,
    FormatError for one that cannot be opened, is of no known format or cannot become
    `to`.
    """
    read = _opened(source, format)
    if options and options.get("live"):
        read, to = _for_live_fields(read, to)
    known = dict(library_of(read, library, offline=offline).items())
    read = _matched(with_known_keys(read, known), known)
    # What the caller gives goes before what the manuscript says of itself.
    settings = {**read.metadata.options, **(options or {})}
    rendered = render_sites(
        read,
        known,
        style=style or _own_style(read) or DEFAULT_STYLE,
        locale=locale or read.metadata.language,
        sentence_case=settings.get("sentence-case") is not False,
        options=options,
    )
    diagnostics = (*read.diagnostics, *rendered.diagnostics)
    if to == "keys":
        from csecrefs.manuscript.keys import kept_fields

        diagnostics = (*diagnostics, *kept_fields(read))
    return RenderedManuscript(_written(read, rendered, to), read, diagnostics)


def _for_live_fields(read: Manuscript, to: str) -> tuple[Manuscript, str]:
    """Return a document in which fields can be set, and the format still to be made.

    pandoc makes a document of Markdown, with its keys as typed markers. Raises
    SettingsError for formats without fields.
    """
    target = to or read.format
    if target not in _BY_PANDOC:
        raise SettingsError(
            f"{read.path}: live citations are fields of Word and Writer, and {target} "
            "has none; render to docx or odt"
        )
    if read.format != "markdown":
        return read, to
    from csecrefs.library.converted import converted

    content = converted(read.content, target, read.path)
    made = manuscript.read(content, path=read.path, format=target)
    return attrs.evolve(made, metadata=read.metadata), ""


def opened(source: str | Path, format: str = "") -> Manuscript | str | Path:
    """Return a manuscript that was read, for several uses; the source if it is none."""
    try:
        return _opened(source, format)
    except FormatError:
        return source


def _opened(source: str | Path | Manuscript, format: str = "") -> Manuscript:
    """Return a manuscript, read if it is not yet.

    Raises FormatError for a document of Word or Writer that is none, whatever its name
    says: nothing in it could be rendered or listed.
    """
    if isinstance(source, Manuscript):
        return source
    read = manuscript.read(source, format=format)
    for each in read.diagnostics:
        if each.code == "broken-package" and not read.sites:
            raise FormatError(str(each))
    return read


def _own_style(read: Manuscript) -> str:
    """Return the style that a manuscript names, a file beside it by its path."""
    style = read.metadata.style
    if read.path and style.lower().endswith(_STYLE_SUFFIX):
        beside = Path(read.path).parent / style
        if beside.is_file():
            return str(beside)
        # Not beside the manuscript: `styles/apa.csl` then means the style apa.
        return Path(style).name.removesuffix(_STYLE_SUFFIX)
    return style


def _written(read: Manuscript, rendered: RenderedSites, to: str) -> bytes:
    module = manuscript.by_name(read.format).load()
    if read.format == "markdown" and to in _BY_PANDOC:
        from csecrefs.library.converted import converted

        return converted(
            module.splice(read, rendered),
            to,
            read.path,
        )
    if to in ("", read.format):
        return module.splice(read, rendered)
    if not hasattr(module, "export"):
        raise FormatError(f"{read.path}: {read.format} cannot be rendered to {to}")
    return cast(_Exporting, module).export(read, rendered, to)


def write_rendered(
    rendered: RenderedManuscript, output: str | Path, *, in_place: bool = False
) -> None:
    """Write a rendered manuscript, whole or not at all.

    The manuscript itself is written over only with `in_place`, and not if it changed
    since it was read. Raises InputError.
    """
    source, target = Path(rendered.manuscript.path), Path(output)
    # A link, or another spelling of the path, may lead to the manuscript itself.
    same = target.exists() and source.exists() and target.samefile(source)
    if same and not in_place:
        raise InputError(f"{target}: this is the manuscript; name another file")
    if same:
        from csecrefs.storage.changes import FileChange

        # Held against the bytes that were read: what an editor saved meanwhile stays.
        read = rendered.manuscript.content
        FileChange(target, read, rendered.content).write()
        return
    try:
        write_atomically(target, rendered.content)
    except OSError as error:
        raise InputError(f"{target}: {error.strerror or error}") from None


def cited(
    library: StoredReferences | None, sources: Iterable[str | Path]
) -> tuple[CitedKeys, StoredReferences]:
    """Return the keys that manuscripts cite, with the library that they cite from."""
    read = [_opened(source) for source in sources]
    if library is None:
        paths = [path for each in read for path in _bibliographies(each)]
        library = StoredReferences.read(list(dict.fromkeys(paths)))
    known = dict(library.items())
    inside: dict[str, Reference] = {}
    for number, each in enumerate(read):
        # A work in two manuscripts has one key, and two works have two.
        here = _matched(
            with_known_keys(each, known),
            {**inside, **known},
        )
        inside.update({record.id: record for record in here.references})
        read[number] = here
    places: dict[str, list[str]] = {}
    for each in read:
        for key, place in _places(each):
            places.setdefault(key, []).append(place)
    # `nocite` of `*` lists every work: then none is uncited.
    everything = any("*" in each.metadata.nocite for each in read)
    found = [
        _cited_key(key, where, {**inside, **known})
        for key, where in places.items()
        if not is_cross_reference(key, known)
    ]
    uncited = [key for key in known if key not in places and not everything]
    return CitedKeys(
        tuple(found),
        tuple(uncited),
        tuple(read),
    ), library


def check_cites(
    library: StoredReferences | None, sources: Iterable[str | Path]
) -> FindingReport:
    """Return what is wrong with the citations of manuscripts.

    Without a library each is held against the references that it names itself, in which
    every entry should be cited. A manuscript that cites no key is held against the list
    of references that it has as text.
    """
    from csecrefs.manuscript.checks import check_sites, sorted_findings
    from csecrefs.reports import FindingReport

    found: list[Finding] = []
    for source in sources:
        read = _keyed(source)
        if read is None:
            found += _typed(source)
            continue
        listed = library is None
        own = (
            library
            if library is not None
            else StoredReferences.read(_bibliographies(read))
        )
        known = dict(own.items())
        read = _matched(with_known_keys(read, known), known)
        found += sorted_findings(check_sites(read, known, listed=listed))
    return FindingReport(tuple(found), subject="citations", heading="Citations")


def _keyed(source: str | Path) -> Manuscript | None:
    """Return a manuscript that cites by keys; None for one of typed text.

    Raises FormatError for a file that is neither.
    """
    from csecrefs.manuscript.prose import SUFFIXES

    typed = Path(source).suffix.lower() in SUFFIXES
    try:
        read = manuscript.read(source)
    except FormatError:
        if typed:
            return None
        raise
    cites = any(site.cites for site in read.sites) or read.metadata.nocite
    return read if cites or not typed else None


def _typed(source: str | Path) -> Iterator[Finding]:
    """Yield what is wrong with the citations of a manuscript that are typed as text."""
    from csecrefs.audit import audit
    from csecrefs.audit.cited import CITATIONS

    for finding in audit(source).findings:
        if finding.section == CITATIONS or finding.code == "uncited":
            yield finding


def _places(read: Manuscript) -> Iterator[tuple[str, str]]:
    for site in read.sites:
        for cite in site.cites:
            if cite.id != "*":
                yield cite.id, place_of(read, site)
    for key in read.metadata.nocite:
        if key != "*":
            yield key, read.path


def place_of(read: Manuscript, site: Site) -> str:
    """Return the place of a site as `path:line:column`."""
    parts = [
        site.part or read.path,
        site.line or "",
        site.column or "",
    ]
    return ":".join(str(part) for part in parts if part)


def _cited_key(
    key: str, places: Sequence[str], known: Mapping[str, object]
) -> CitedKey:
    if key in known:
        return CitedKey(key, tuple(places), True)
    near = NotFoundError("reference", key, known).suggestions
    return CitedKey(key, tuple(places), False, near)


def cited_records(library: StoredReferences, found: CitedKeys, to: str) -> str:
    """Return the text of a file with the references that manuscripts cite.

    From a .bib file to BibTeX they are its entries as written, with the entries that
    they inherit from, and its strings. Records inside a manuscript follow those of the
    library.
    """
    from csecrefs.formats import bibtex
    from csecrefs.formats.bibtex.subset import subset

    inside = {each.id: each for read in found.manuscripts for each in read.references}
    records = [library[key] if key in library else inside[key] for key in found.keys]
    if to not in ("biblatex", "bibtex"):
        return formats.write(records, to)
    texts: list[str] = []
    left = [key for key in found.keys if key in library]
    # File by file: strings and inherited entries of one mean nothing in another.
    for path in dict.fromkeys(library[key].place.path for key in left):
        if Path(path or STDIN).suffix.lower() != ".bib":
            continue
        here = [key for key in left if library[key].place.path == path]
        left = [key for key in left if key not in set(here)]
        decoded = bibtex.decode(Path(path).read_bytes())
        texts.append(subset(bibtex.parse(decoded.text, path), here))
    others = [each for each in records if each.id in left or each.id not in library]
    if others:
        texts.append(formats.write(others, to))
    return "\n".join(filter(None, texts))


def renamed_in(
    sources: Iterable[str | Path], names: Mapping[str, str]
) -> list[FileChange]:
    """Return the manuscripts that change if citation keys are renamed; none is written.

    `names` gives the new key of each old one. Raises InputError for a file that cannot
    be read, FormatError for one in which keys cannot be renamed.
    """
    from csecrefs.manuscript.rename import renamed
    from csecrefs.storage.changes import FileChange

    found: list[FileChange] = []
    for source in manuscripts_in(sources):
        before = manuscript.read(source)
        read = before
        # One after another: each renaming moves what stands after it.
        for old, new in names.items():
            if old in read.keys or old in read.metadata.nocite:
                content = renamed(read, old, new)
                read = manuscript.read(
                    content,
                    path=read.path,
                    format=read.format,
                )
        if read.content != before.content:
            found.append(
                FileChange(
                    Path(source),
                    before.content,
                    read.content,
                )
            )
    return found


def manuscripts_of(sources: Sequence[str], settings: Settings) -> list[str]:
    """Return the manuscripts named, in files and folders, else those of the settings.

    Raises InputError if there are none.
    """
    named = list(sources) or settings["manuscripts"].splitlines()
    if not named:
        raise InputError(
            "name a manuscript, or the setting `manuscripts` in csecrefs.toml"
        )
    found = manuscripts_in(named)
    if not found:
        raise InputError(f"{', '.join(named)}: there is no manuscript in it")
    return found


def manuscripts_in(sources: Iterable[str | Path]) -> list[str]:
    """Return the manuscripts in files and folders, in order, each once."""
    suffixes = {each for row in manuscript.FORMATS for each in row.suffixes}
    # A file may be named and lie in a folder that is named, too.
    found: dict[str, None] = {}
    for source in sources:
        path = Path(source)
        if source == STDIN or not path.is_dir():
            found[str(source)] = None
            continue
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in suffixes and file.is_file():
                found[str(file)] = None
    return list(found)
