"""The metadata of Markdown: its YAML blocks, and the files of the project around it.

Source: pandoc's manual, "Metadata blocks" and "Citations"; Quarto's and MyST's guides
for `_quarto.yml`, `_metadata.yml` and `myst.yml`. The nearest says what holds: the
manuscript, then `_metadata.yml`, then the project.
"""

from __future__ import annotations

from collections.abc import (
    Iterator,
    Mapping,
    Sequence,
)
from pathlib import Path
from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.yaml.events import YamlError, load
from csecrefs.formats.yaml.plain import load_plain
from csecrefs.manuscript.ground import KEY
from csecrefs.manuscript.markdown.blocks import TextSpan
from csecrefs.manuscript.sites import Metadata

# Files with settings for all manuscripts of a folder, the nearest in meaning first.
_PROJECT_FILES: Final = ("_metadata.yml", "_quarto.yml", "myst.yml", "_bookdown.yml")
# How many folders upwards are searched for a project.
_MOST_FOLDERS: Final = 20
# The largest project file that is read, in bytes.
_LARGEST: Final = 1 << 20
# Settings that the writers apply, by pandoc's names.
_OPTIONS: Final = (
    "link-citations",
    "link-bibliography",
    "suppress-bibliography",
    "reference-section-title",
    "notes-after-punctuation",
    "citeproc",
    "citation-abbreviations",
    "sentence-case",
)


def yaml_blocks(
    text: str,
    spans: Sequence[TextSpan],
    path: str,
) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Return the metadata of the YAML in these spans; the first to name a field wins.

    A block that is no YAML is a diagnostic.
    """
    found: dict[str, Any] = {}
    diagnostics: list[Diagnostic] = []
    for span in spans:
        source = text[span.start : span.end]
        plain = load_plain(source)
        if plain is not None:
            found = {**plain, **found}
            continue
        first = text.count("\n", 0, span.start) + 1
        try:
            content, _ = load(source, first_line=first)
        except YamlError as error:
            diagnostics.append(
                Diagnostic(
                    "bad-metadata",
                    f"the metadata is {error}",
                    path=path or None,
                    line=error.line,
                    column=error.column,
                )
            )
            continue
        if isinstance(content, dict):
            found = {**content, **found}
    return found, diagnostics


def project_metadata(path: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the settings of the project around a file, the nearest first."""
    if not path or path.startswith("<"):
        return
    folder = Path(path).absolute().parent
    for parent in (folder, *folder.parents)[:_MOST_FOLDERS]:
        for name in _PROJECT_FILES:
            content = _project_file(parent / name)
            if content:
                yield parent, content
        if (parent / ".git").exists():
            return


def _project_file(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return {}
        content, _ = load(path.read_text("utf-8", "replace"))
    except (OSError, YamlError):
        return {}
    if not isinstance(content, dict):
        return {}
    project = content.get("project")
    if path.name == "myst.yml" and isinstance(project, dict):
        nested = project
    else:
        nested = {}
    return {**content, **nested}


def metadata_of(content: Mapping[str, Any]) -> Metadata:
    """Return what metadata says of citations."""
    style = content.get("csl") or content.get("citation-style") or ""
    return Metadata(
        bibliography=tuple(_texts(content.get("bibliography"))),
        style=style if isinstance(style, str) else "",
        language=_text(content.get("lang") or content.get("locale")),
        nocite=tuple(_keys(content.get("nocite"))),
        options={name: content[name] for name in _OPTIONS if name in content},
    )


def with_project(metadata: Metadata, path: str) -> Metadata:
    """Return metadata with what the project adds where the manuscript says nothing."""
    bibliography, style = metadata.bibliography, metadata.style
    language, nocite = metadata.language, metadata.nocite
    options = dict(metadata.options)
    for folder, content in project_metadata(path):
        found = metadata_of(content)
        if not bibliography:
            bibliography = tuple(str(folder / name) for name in found.bibliography)
        if not style and found.style:
            beside = folder / found.style
            if beside.is_file():
                style = str(beside)
            else:
                style = found.style
        language = language or found.language
        nocite = nocite or found.nocite
        options = {**found.options, **options}
    return Metadata(bibliography, style, language, nocite, options)


def texts_in(content: object, depth: int = 0) -> Iterator[str]:
    """Yield the texts in metadata that print as part of a document."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, list) and depth < 4:
        for each in content:
            yield from texts_in(each, depth + 1)


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str) and content:
        yield content
    elif isinstance(content, list):
        for each in content:
            yield from _texts(each)


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    return ""


def _keys(content: object) -> Iterator[str]:
    """Yield the keys of `nocite`: `@a, @b`, or `@*` for all."""
    for text in _texts(content):
        for place in range(len(text)):
            if text[place] != "@":
                continue
            match = KEY.match(text, place + 1)
            if text.startswith("*", place + 1):
                yield "*"
            elif match:
                yield match[0]
