"""Settings: what the command line, the environment, a project and a user say, the
nearest winning.

The order is: the command line; environment variables (`CSECREFS_STYLE`);
`csecrefs.toml`, or the table `[tool.csecrefs]` of a `pyproject.toml`, in the nearest
folder upwards that has one; the user's `config.toml`; the default. Paths in a file are
relative to it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import attrs

from csecrefs.errors import InputError, NotFoundError, SettingsError

DEFAULTS: Final[Mapping[str, str]] = {
    "library": "",
    "style": "apa",
    "locale": "",
    "to": "text",
    "abbreviations": "",
    "mailto": "",
    "cache": "",
    "doi": "",
    "crossref": "",
    "datacite": "",
    "pubmed": "",
    "pmc": "",
    "open_library": "",
    "allow_address": "",
    "wayback": "",
}
"""Every setting with its default."""

MEANINGS: Final[Mapping[str, str]] = {
    "library": "the file or folder (or list of them) to read references from",
    "style": "the CSL style: a name, an id, or a file",
    "locale": "the language to format in, instead of the style's own",
    "to": "the output format",
    "abbreviations": "the JSON file of short forms, for styles that ask for them",
    "mailto": "the address at which registries may write to you; they then answer faster",
    "cache": "the file that keeps what registries answered",
    "doi": "where to ask instead of https://doi.org",
    "crossref": "where to ask instead of https://api.crossref.org",
    "datacite": "where to ask instead of https://api.datacite.org",
    "pubmed": "where to ask instead of PubMed's E-utilities",
    "pmc": "where to ask instead of PubMed Central's ID converter",
    "open_library": "where to ask instead of https://openlibrary.org",
    "allow_address": "addresses (spaces between) that pages may be on though they are not public",
    "wayback": "the web archive to ask for copies of pages, instead of those known",
}


class Setting(NamedTuple):
    """One setting's value and where it comes from; `library` may hold several paths,
    one a line.
    """

    name: str
    value: str
    origin: str


@attrs.frozen
class Settings:
    """All settings, by name."""

    by_name: Mapping[str, Setting]

    def __getitem__(self, name: str) -> str:
        return self.by_name[name].value

    def __iter__(self) -> Iterator[Setting]:
        return iter(self.by_name.values())

    def library(self) -> list[str]:
        """The paths of the library. Raises InputError if no setting names one."""
        if paths := self["library"].splitlines():
            return paths
        raise InputError(
            "no library: name a file or folder, or set one with --library, CSECREFS_LIBRARY or "
            "library = ... under [tool.csecrefs] in pyproject.toml"
        )


def load_settings(given: Mapping[str, str | None] | None = None) -> Settings:
    """The settings in force in the working folder, `given` being those of the command
    line.

    Raises SettingsError for a file that is not TOML, an unknown name, or a value of the
    wrong kind.
    """
    layers = _layers(given or {})
    found: dict[str, Setting] = {}
    for layer in layers:
        for name in DEFAULTS:
            if name in layer and name not in found:
                found[name] = layer[name]
        if len(found) == len(DEFAULTS):
            break
    return Settings({name: found[name] for name in DEFAULTS})


def user_file() -> Path:
    """Where the user's own settings lie."""
    import platformdirs

    return (
        Path(platformdirs.user_config_dir("csecrefs", appauthor=False)) / "config.toml"
    )


def _layers(given: Mapping[str, str | None]) -> Iterator[dict[str, Setting]]:
    yield {
        name: Setting(name, value, f"--{name}")
        for name, value in given.items()
        if value is not None
    }
    variables = {name: f"CSECREFS_{name.upper()}" for name in DEFAULTS}
    yield {
        name: Setting(name, os.environ[variable], variable)
        for name, variable in variables.items()
        if os.environ.get(variable)
    }
    if project := _project_file():
        yield _from_file(*project)
    if (file := user_file()).is_file():
        yield _from_file(file, _toml(file))
    yield {name: Setting(name, value, "default") for name, value in DEFAULTS.items()}


def _project_file() -> tuple[Path, dict[str, Any]] | None:
    """The nearest file of project settings, and its settings."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (own := folder / "csecrefs.toml").is_file():
            return own, _toml(own)
        if (shared := folder / "pyproject.toml").is_file():
            table = _toml(shared).get("tool", {})
            if isinstance(table, dict) and isinstance(table.get("csecrefs"), dict):
                return shared, table["csecrefs"]
    return None


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(
            f"{path}: {getattr(error, 'strerror', None) or error}"
        ) from None


def _from_file(path: Path, table: Mapping[str, Any]) -> dict[str, Setting]:
    settings = {}
    for name, value in table.items():
        if name not in DEFAULTS:
            raise SettingsError(f"{path}: {NotFoundError('setting', name, DEFAULTS)}")
        values = value if isinstance(value, list) and name == "library" else [value]
        if not all(isinstance(each, str) for each in values):
            raise SettingsError(f"{path}: {name} must be text, not {value!r}")
        if name in ("library", "abbreviations") or (
            name == "style" and (path.parent / value).is_file()
        ):
            values = [
                str(path.parent / Path(each).expanduser()) for each in values if each
            ]
        settings[name] = Setting(name, "\n".join(values), str(path))
    return settings
