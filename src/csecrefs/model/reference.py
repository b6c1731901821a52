"""The record: one work, with everything known about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from csecrefs.model.date import Date
from csecrefs.model.name import Name
from csecrefs.model.place import NOWHERE, Place
from csecrefs.model.variables import KIND

Value = str | int | float | tuple[Name, ...] | Date
"""What a variable holds: text (with CSL's rich-text markup), a number, names, or a
date.
"""

_EMPTY: Final[Mapping[str, Any]] = MappingProxyType({})
_TRANSLATIONS: Final = "translations"


@attrs.frozen
class Translation:
    """A translated value and its language (BCP 47), as in `original [translation]`."""

    text: str
    language: str = ""


def _freeze(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return (
        value if isinstance(value, MappingProxyType) else MappingProxyType(dict(value))
    )


@attrs.frozen
class Reference:
    """One work: its citation key, CSL item type, and CSL variables.

    `fields` maps CSL variable names to their values. Text may carry CSL's rich-text
    markup (`<i>`, `<b>`, `<sup>`, `<sub>`, `<span style="font-variant:small-caps;">`,
    `<span class="nocase">`). `translations` maps a variable to its translation: the
    record holds the original in `fields`, the language of the work in `language`.
    `extra` keeps whatever the source held that CSL has no variable for; writers give it
    back. `place` is where the record was read; it does not count for equality.

    Variables read as items (`ref["container-title"]`) or attributes
    (`ref.container_title`, `ref.doi`); a variable that is not set reads as None with
    `get` and as an attribute, and raises KeyError as an item.
    """

    id: str
    type: str = "document"
    fields: Mapping[str, Value] = attrs.field(
        default=_EMPTY, converter=_freeze, hash=False
    )
    translations: Mapping[str, Translation] = attrs.field(
        default=_EMPTY, converter=_freeze, hash=False
    )
    extra: Mapping[str, Any] = attrs.field(
        default=_EMPTY, converter=_freeze, hash=False
    )
    place: Place = attrs.field(default=NOWHERE, eq=False, hash=False, repr=False)

    @classmethod
    def from_csl(cls, item: Mapping[str, Any]) -> Reference:
        """The reference in a CSL-JSON item; values of the wrong shape go to `extra`
        untouched.
        """
        fields: dict[str, Value] = {}
        extra: dict[str, Any] = {}
        translations: dict[str, Translation] = {}
        for key, value in item.items():
            if key in ("id", "type"):
                continue
            usable = _value(key, value)
            if usable is not None:
                fields[key] = usable
            elif (
                key == "custom"
                and isinstance(value, Mapping)
                and isinstance(value.get(_TRANSLATIONS), Mapping)
            ):
                translations = _read_translations(value[_TRANSLATIONS])
                if rest := {
                    name: part for name, part in value.items() if name != _TRANSLATIONS
                }:
                    extra[key] = rest
            else:
                extra[key] = value
        return cls(
            str(item.get("id", "")),
            str(item.get("type") or "document"),
            fields,
            translations,
            extra,
        )

    def to_csl(self) -> dict[str, Any]:
        """This reference as a CSL-JSON item; translations stand under `custom`, as the
        schema allows.
        """
        item: dict[str, Any] = {"id": self.id, "type": self.type}
        for key, value in self.fields.items():
            if isinstance(value, tuple):
                item[key] = [name.to_csl() for name in value]
            else:
                item[key] = value.to_csl() if isinstance(value, Date) else value
        item |= self.extra
        if self.translations:
            custom = dict(item.get("custom") or {})
            custom[_TRANSLATIONS] = {
                key: attrs.asdict(part) for key, part in self.translations.items()
            }
            item["custom"] = custom
        return item

    def evolve(
        self, changes: Mapping[str, Any] | None = None, /, **attributes: Any
    ) -> Reference:
        """A copy with changes: `id=`, `type=`, `translations=`, `extra=`, and variables
        by their CSL name in `changes` or with underscores as keywords
        (`ref.evolve(container_title="...")`); None removes one."""
        parts = {
            key: attributes.pop(key)
            for key in ("id", "type", "translations", "extra")
            if key in attributes
        }
        edits = {_variable(key): value for key, value in attributes.items()} | dict(
            changes or {}
        )
        fields = dict(self.fields)
        for key, value in edits.items():
            if value is None:
                fields.pop(key, None)
            else:
                fields[key] = tuple(value) if isinstance(value, list) else value
        return attrs.evolve(self, fields=fields, **parts)

    def get(self, variable: str, default: Any = None) -> Any:
        """The value of a CSL variable, or `default`."""
        return self.fields.get(variable, default)

    def text(self, variable: str) -> str:
        """The value of a text or number variable as text; empty when unset."""
        value = self.fields.get(variable)
        return str(value) if isinstance(value, (str, int, float)) else ""

    def names(self, variable: str) -> tuple[Name, ...]:
        """The names in a name variable; empty when unset."""
        value = self.fields.get(variable)
        return value if isinstance(value, tuple) else ()

    def date(self, variable: str = "issued") -> Date | None:
        """The date in a date variable, or None."""
        value = self.fields.get(variable)
        return value if isinstance(value, Date) else None

    @property
    def year(self) -> int | None:
        """The year of `issued`, or None."""
        issued = self.date()
        return issued.year if issued else None

    def __getitem__(self, variable: str) -> Any:
        return self.fields[variable]

    def __contains__(self, variable: object) -> bool:
        return variable in self.fields

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __getattr__(self, name: str) -> Any:
        variable = _variable(name)
        if variable not in KIND:
            raise AttributeError(f"a Reference has no {name!r}")
        return self.fields.get(variable)


def _variable(attribute: str) -> str:
    """The CSL variable an attribute name means: underscores are hyphens, initialisms
    may be lower case.
    """
    for candidate in (attribute, attribute.replace("_", "-"), attribute.upper()):
        if candidate in KIND:
            return candidate
    return attribute.replace("_", "-")


def _value(key: str, value: Any) -> Value | None:
    """`value` as what the variable `key` holds, or None if it is not a variable or has
    another shape.
    """
    kind = KIND.get(key)
    if kind in ("standard", "number"):
        return (
            value
            if isinstance(value, (str, int, float)) and not isinstance(value, bool)
            else None
        )
    if (
        kind == "name"
        and isinstance(value, (list, tuple))
        and all(isinstance(name, Mapping) for name in value)
    ):
        return tuple(Name.from_csl(name) for name in value)
    if kind == "date" and isinstance(value, Mapping):
        return Date.from_csl(value)
    return None


def _read_translations(data: Mapping[str, Any]) -> dict[str, Translation]:
    return {
        key: Translation(str(part.get("text", "")), str(part.get("language", "")))
        for key, part in data.items()
        if isinstance(part, Mapping)
    }
