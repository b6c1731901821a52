"""Checks of the settings: values that name nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from csecrefs.errors import CsecrefsError, Diagnostic, InputError
from csecrefs.library.settings import SETTINGS, Settings


def problems(settings: Settings, format: str = "") -> list[Diagnostic]:
    """Return a diagnostic for each setting whose value cannot be used."""
    found = []
    for name, check in _checks(format).items():
        setting = settings.by_name[name]
        try:
            if setting.value:
                check(setting.value)
        except CsecrefsError as error:
            message = f"{name}: {error}"
            found.append(
                Diagnostic(
                    "setting",
                    message,
                    path=setting.origin,
                )
            )
    return found


def _checks(format: str) -> dict[str, Callable[[str], object]]:
    # Loaded here, so that what checks no settings starts without them.
    from csecrefs import formats
    from csecrefs.document import output_named
    from csecrefs.formats.keys import KeyPattern
    from csecrefs.model.registries import TABLE as REGISTRIES
    from csecrefs.styles import find, locales

    # By the name of the setting; each raises a CsecrefsError for a wrong value.
    checks: dict[str, Callable[[str], object]] = {
        "library": _paths,
        "style": find.find,
        "locale": locales.find,
        "to": output_named,
        "abbreviations": _paths,
        "key_pattern": KeyPattern.parse,
    }
    for spec in SETTINGS:
        if spec.name.startswith("tidy."):
            checks[spec.name] = partial(_tidy_option, spec.name.removeprefix("tidy."))
    for registry in REGISTRIES:
        checks[registry.name] = _registry_address
    if format:
        formats.by_name(format)
    return checks


def _paths(value: str) -> None:
    for path in value.splitlines():
        if path != "-" and not Path(path).exists():
            raise InputError(f"{path}: no such file or folder")


def _tidy_option(name: str, value: str) -> None:
    from csecrefs.formats.bibtex.tidy_options import TidyOptions, misspelt_field

    for field in TidyOptions.from_texts({name: value}).unknown_fields():
        if wrong := misspelt_field(name, field):
            raise wrong


def _registry_address(value: str) -> None:
    if value == "none":  # leaves the registry out
        return
    if not value.lower().startswith(("http://", "https://")):
        raise InputError(f"{value}: not an address that begins with https://")
