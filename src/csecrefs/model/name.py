"""Names of people and bodies, as CSL-JSON describes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

_FIELDS: Final = {
    "family": "family",
    "given": "given",
    "dropping-particle": "dropping_particle",
    "non-dropping-particle": "non_dropping_particle",
    "suffix": "suffix",
    "literal": "literal",
}
_FLAGS: Final = {"comma-suffix": "comma_suffix", "static-ordering": "static_ordering"}


@attrs.frozen(cache_hash=True)
class Name:
    """A personal name in its parts, or a `literal` (an institution, or a name nobody
    split).

    `static_ordering` keeps family before given in every style (Chinese, Hungarian);
    `comma_suffix` puts a comma before the suffix even where the name is not inverted.
    """

    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""
    comma_suffix: bool = False
    static_ordering: bool = False
    extra: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    @classmethod
    def from_csl(cls, data: Mapping[str, Any]) -> Name:
        """The name in a CSL-JSON name object; keys that CSL does not define are kept in
        `extra`.
        """
        values: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for key, value in data.items():
            if key in _FIELDS:
                values[_FIELDS[key]] = "" if value is None else str(value)
            elif key in _FLAGS:
                values[_FLAGS[key]] = value not in (False, None, 0, "", "false", "0")
            else:
                extra[key] = value
        return cls(**values, extra=extra)

    def to_csl(self) -> dict[str, Any]:
        """This name as a CSL-JSON name object, without empty parts."""
        result: dict[str, Any] = {
            key: value
            for key, attr in _FIELDS.items()
            if (value := getattr(self, attr))
        }
        result |= {key: True for key, attr in _FLAGS.items() if getattr(self, attr)}
        return result | dict(self.extra)

    def evolve(self, **changes: Any) -> Name:
        """A copy with the given parts changed."""
        return attrs.evolve(self, **changes)

    def __str__(self) -> str:
        if self.literal:
            return self.literal
        particles_family = " ".join(
            p
            for p in (self.dropping_particle, self.non_dropping_particle, self.family)
            if p
        )
        return " ".join(p for p in (self.given, particles_family, self.suffix) if p)
