"""Settings from the command line, the environment, a project and the user; the nearest
wins.

The order is: the command line; environment variables (`CSECREFS_STYLE`);
`csecrefs.toml`, or the table `[tool.csecrefs]` of a `pyproject.toml`, in the nearest
folder upwards that has one; the user's `config.toml`; the default. Paths in a file are
relative to it. `SETTINGS` is the one table of them.

A project's file may come from a stranger. It is passed over, with a warning, if another
user owns it or everybody can write to it (as git's `safe.directory` does), and it never
sets what sends requests elsewhere or writes outside the project (`Spec.own`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import attrs

from csecrefs.errors import (
    Diagnostic,
    InputError,
    NotFoundError,
    SettingsError,
    misspelt,
)
from csecrefs.model.registries import TABLE as REGISTRIES
from csecrefs.model.registries import Registry
from csecrefs.storage.files import read_small, user_folder
from csecrefs.tuples import NamedTuple

Kind = Literal["text", "path", "paths", "style", "flag", "number"]


class Spec(NamedTuple):
    """One setting: its name, what its value may be, its default and its meaning.

    `own` is true for a setting that only the user may give: in the user's file, the
    environment or on the command line, not in a file that comes with a project.
    """

    name: str
    kind: Kind
    default: str
    meaning: str
    own: bool = False


def _registry(registry: Registry) -> Spec:
    """Return the setting of the address of a registry, for a mirror or for none."""
    meaning = f"instead of {registry.address} ({registry.title}), or none"
    return Spec(registry.name, "text", "", meaning, own=True)


# Columns: name, kind, default, meaning; `own` if no project may set it.
SETTINGS: Final = (
    Spec("library", "paths", "", "file or folder (or list of them) of references"),
    Spec("style", "style", "apa", "CSL style: name, id or file"),
    Spec("locale", "text", "", "language to format in, instead of the style's own"),
    Spec("to", "text", "text", "output format of format and cite"),
    Spec("abbreviations", "path", "", "JSON file of short forms for styles"),
    Spec("key_pattern", "text", "", "pattern of new citation keys"),
    Spec(
        "manuscripts",
        "paths",
        "",
        "manuscripts (files or folders) that cite the library",
    ),
    Spec("mailto", "text", "", "your address for registries, which then answer faster"),
    Spec("cache", "path", "", "file of what registries answered", own=True),
    *map(_registry, REGISTRIES),
    Spec(
        "allow_address",
        "text",
        "",
        "addresses (spaces between) that pages may be on though not public",
        own=True,
    ),
    Spec("wayback", "text", "", "web archive to search, instead of those known", True),
    Spec("trust", "paths", "", "project folders obeyed whoever owns them", own=True),
    Spec("tidy.sort", "text", "", "order of entries, such as key or year,-author"),
    Spec("tidy.sort_fields", "text", "", "order of fields, or `default`"),
    Spec("tidy.omit", "text", "", "fields to leave out"),
    Spec("tidy.indent", "text", "2", "spaces before a field, or `tab`"),
    Spec("tidy.align", "text", "", "column of the values, or `longest`"),
    Spec("tidy.delimiter", "text", "braces", "braces, quotes or keep"),
    Spec("tidy.months", "text", "keep", "macro, number or keep"),
    Spec("tidy.text", "text", "keep", "unicode, tex or keep"),
    Spec("tidy.drop_empty", "flag", "", "leave out fields without a value"),
    Spec("tidy.drop_duplicates", "flag", "", "leave out entries said twice alike"),
    Spec("tidy.max_authors", "number", "", "authors kept before `and others`"),
    Spec("tidy.generate_keys", "flag", "", "give entries the keys of key_pattern"),
)
"""Every setting. In a file, `tidy.sort` is `sort` in the table `[tidy]`."""

SPECS: Final[Mapping[str, Spec]] = MappingProxyType(
    {spec.name: spec for spec in SETTINGS}
)
DEFAULTS: Final[Mapping[str, str]] = MappingProxyType(
    {spec.name: spec.default for spec in SETTINGS}
)
"""Every setting with its default."""

_PREFIX: Final = "CSECREFS_"
_LISTED: Final = 5
# Maximum number of bytes of a file of settings.
_LARGEST: Final = 1 << 20

# Values that a file may have as numbers; `tidy.indent` may be a word as well.
_NUMBERS: Final = frozenset({"tidy.indent", "tidy.align", "tidy.max_authors"})
# Settings that may be a list in a file; as text, with commas or spaces between.
_LISTS: Final = frozenset(
    {"allow_address", "tidy.sort", "tidy.sort_fields", "tidy.omit"}
)

# What people write for yes and no; no is the empty text of what is not set.
_FLAGS: Final = MappingProxyType(
    {
        "true": "true",
        "yes": "true",
        "1": "true",
        "false": "",
        "no": "",
        "0": "",
    }
)


class Setting(NamedTuple):
    """One setting's value and its origin; `library` may be several paths, one a
    line.
    """

    name: str
    value: str
    origin: str


@attrs.frozen
class Settings:
    """All settings, by name; `diagnostics` are about files that were not obeyed."""

    by_name: Mapping[str, Setting]
    diagnostics: tuple[Diagnostic, ...] = ()

    def __getitem__(self, name: str) -> str:
        return self.by_name[name].value

    def __iter__(self) -> Iterator[Setting]:
        return iter(self.by_name.values())

    def library(self) -> list[str]:
        """Return the paths of the library: as set, else the one bibliography in the
        working folder.

        Raises InputError if there is none, or more than one.
        """
        if paths := self["library"].splitlines():
            return paths
        from csecrefs.library.sources import bibliographies_in

        found = bibliographies_in(Path())
        if len(found) == 1:
            return [str(found[0])]
        if found:
            listed = ", ".join(map(str, found[:_LISTED]))
            if len(found) > _LISTED:
                listed += ", ..."
            raise InputError(f"several bibliographies here: {listed}; name one")
        raise InputError(
            "no library: name a file or folder, or set one with --library, CSECREFS_LIBRARY or "
            "library = ... under [tool.csecrefs] in pyproject.toml"
        )


def load_settings(given: Mapping[str, str | None] | None = None) -> Settings:
    """Return the settings in force in the working folder.

    `given` are those of the command line. Raises SettingsError for a file that is not
    TOML, an unknown name, or a value of the wrong kind.
    """
    problems: list[Diagnostic] = []
    found: dict[str, Setting] = {}
    for layer in _layers(given or {}, problems):
        for name, setting in layer.items():
            found.setdefault(name, setting)
    return Settings(
        {name: found[name] for name in DEFAULTS},
        tuple(problems),
    )


def user_file() -> Path:
    """Return the path of the user's own settings."""
    return user_folder("config") / "config.toml"


def cache_file(settings: Settings) -> Path:
    """Return the path of what registries answered: as set, else in the user's cache
    folder.
    """
    if settings["cache"]:
        return Path(settings["cache"]).expanduser()
    return user_folder("cache") / "registries.sqlite"


def variable(name: str) -> str:
    """Return the environment variable of a setting: `CSECREFS_TIDY_SORT` of
    `tidy.sort`.
    """
    return _PREFIX + name.upper().replace(".", "_")


def _layers(
    given: Mapping[str, str | None], problems: list[Diagnostic]
) -> Iterator[dict[str, Setting]]:
    """Yield the settings of each place, the nearest first."""
    yield {
        name: Setting(name, value, "--" + name.removeprefix("tidy."))
        for name, value in given.items()
        if value is not None
    }
    problems += _misspelt_variables()
    yield _from_environment()
    user = {}
    if (file := user_file()).is_file():
        user = _from_file(file, _toml(file))
    # A project cannot say of itself that it is to be trusted: its file is read after.
    trusted = user.get(
        "trust",
        Setting("", os.environ.get("CSECREFS_TRUST", ""), ""),
    )
    if project := _project_file(trusted.value.splitlines(), problems):
        yield _without_own(_from_file(*project), problems)
    yield user
    yield {name: Setting(name, value, "default") for name, value in DEFAULTS.items()}


def _from_environment() -> dict[str, Setting]:
    found = {}
    for name in DEFAULTS:
        if value := os.environ.get(variable(name)):
            where = variable(name)
            found[name] = Setting(
                name,
                _checked(where, SPECS[name], value),
                where,
            )
    return found


def _misspelt_variables() -> Iterator[Diagnostic]:
    """Yield a diagnostic for each variable of the environment that nearly is that of a
    setting.
    """
    known = [variable(name).removeprefix(_PREFIX) for name in DEFAULTS]
    for name in os.environ:
        # Without the beginning that all have, which would make any two of them alike.
        bare = name.removeprefix(_PREFIX)
        if bare == name or bare in known:
            continue
        if meant := misspelt(bare, known):
            message = f"{name} is no setting; did you mean {_PREFIX}{meant}?"
            yield Diagnostic("setting", message, "warning")


def _without_own(
    settings: dict[str, Setting], problems: list[Diagnostic]
) -> dict[str, Setting]:
    """Leave out what a project may not set, and report it."""
    kept = {}
    for name, setting in settings.items():
        if not SPECS[name].own:
            kept[name] = setting
            continue
        message = (
            f"{name} is not obeyed in a project's settings; set it in "
            f"{user_file()} or as {variable(name)}"
        )
        problems.append(
            Diagnostic(
                "own-setting",
                message,
                path=setting.origin,
            )
        )
    return kept


def _project_file(
    trusted: list[str], problems: list[Diagnostic]
) -> tuple[Path, dict[str, Any]] | None:
    """Return the nearest file of project settings that may be obeyed, and its
    settings.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        # In one folder our own file goes before the one that programs share.
        for name in ("csecrefs.toml", "pyproject.toml"):
            path = folder / name
            if not path.is_file():
                continue
            reason = _distrust(path, trusted)
            if name == "pyproject.toml" and reason:
                continue  # most of them are other programs' and say nothing of ours
            if reason:
                message = f"not obeyed: {reason}; add {folder} to `trust` to obey it"
                problems.append(
                    Diagnostic(
                        "not-trusted",
                        message,
                        path=str(path),
                    )
                )
                continue
            table = _toml(path)
            if name == "pyproject.toml":
                table = _own_table(table)
            if table is not None:
                return path, table
    return None


def _own_table(table: Mapping[str, Any]) -> Any:
    """Return `[tool.csecrefs]` of a pyproject.toml; None if there is none."""
    tools = table.get("tool")
    if not isinstance(tools, dict):
        return None
    own = tools.get("csecrefs")
    if not isinstance(own, dict):
        return None
    return own


def _distrust(path: Path, trusted: list[str]) -> str:
    """Return the reason not to obey a file that lies in a project; "" if there is
    none.
    """
    # Windows has no owners that could be compared.
    if not hasattr(os, "geteuid") or _is_trusted(path.parent, trusted):
        return ""
    # As git's safe.directory: root owns what is installed for all.
    owners = {os.geteuid(), 0}
    # Under sudo the files of the one who called it are their own.
    if os.geteuid() == 0 and os.environ.get("SUDO_UID", "").isdigit():
        owners.add(int(os.environ["SUDO_UID"]))
    for place in (path, path.parent):
        facts = place.stat()
        if facts.st_uid not in owners:
            return f"another user owns {place}"
        if facts.st_mode & 0o002:
            return f"everybody can write to {place}"
    # A link that another user made may lead to a file of one's own.
    if path.lstat().st_uid not in owners:
        return f"another user owns {path}"
    return ""


def _is_trusted(folder: Path, trusted: list[str]) -> bool:
    resolved = folder.resolve()
    return any(Path(each).expanduser().resolve() == resolved for each in trusted)


def _toml(path: Path) -> dict[str, Any]:
    # Loaded here: most folders have no settings to parse.
    import tomllib

    try:
        return tomllib.loads(read_small(path, _LARGEST).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(
            f"{path}: {getattr(error, 'strerror', None) or error}"
        ) from None


def _from_file(path: Path, table: Mapping[str, Any]) -> dict[str, Setting]:
    settings = {}
    for name, value in _flat(table):
        spec = SPECS.get(name)
        if spec is None:
            raise SettingsError(f"{path}: {NotFoundError('setting', name, DEFAULTS)}")
        text = _as_text(path, spec, value)
        settings[name] = Setting(name, text, str(path))
    return settings


def _flat(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield names and values; `sort` in the table `[tidy]` is `tidy.sort`."""
    for name, value in table.items():
        name = name.replace("-", "_")
        if isinstance(value, dict):
            for inner, each in value.items():
                yield f"{name}.{inner.replace('-', '_')}", each
        else:
            yield name, value


def _as_text(path: Path, spec: Spec, value: Any) -> str:
    """Return a value of a file as text. Raises SettingsError for one of the wrong
    kind.
    """
    if isinstance(value, bool) and spec.kind == "flag":
        return _FLAGS[str(value).lower()]
    is_number = isinstance(value, int) and not isinstance(value, bool)  # True is an int
    if is_number and spec.name in _NUMBERS:
        return str(value)
    values = [value]
    if isinstance(value, list) and (spec.kind == "paths" or spec.name in _LISTS):
        values = value
    if not all(isinstance(each, str) for each in values):
        raise SettingsError(f"{path}: {spec.name} must be text, not {value!r}")
    if spec.kind in ("path", "paths") or _is_style_file(path, spec, values):
        return "\n".join(_beside(path, each) for each in values if each)
    separator = ","
    if spec.name == "allow_address":
        separator = " "  # an IPv6 address has no blanks, but may be in a list
    return _checked(str(path), spec, separator.join(values))


def _is_style_file(path: Path, spec: Spec, values: list[str]) -> bool:
    """True if the value of `style` is a file beside the settings."""
    try:
        return spec.kind == "style" and (path.parent / values[0]).is_file()
    except (OSError, ValueError):  # a name that no file system takes
        return False


def _beside(path: Path, value: str) -> str:
    # An absolute path after the slash takes the place of what is before it.
    return str(path.parent / Path(value).expanduser())


def _checked(place: str, spec: Spec, value: str) -> str:
    """Return a value, a flag as "true" or "". Raises SettingsError for one of the
    wrong kind.
    """
    if spec.kind == "flag":
        if value.lower() not in ("", *_FLAGS):
            raise SettingsError(f"{place}: {spec.name} must be true or false")
        return _FLAGS.get(value.lower(), "")
    # `isdigit` alone is true of the digits of other scripts as well.
    if spec.kind == "number" and value and not (value.isascii() and value.isdigit()):
        raise SettingsError(f"{place}: {spec.name} must be a number, not {value!r}")
    return value
