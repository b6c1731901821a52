"""Names of people and bodies, as CSL-JSON describes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from csecrefs.errors import FieldError
from csecrefs.model.hints import check_keywords
from csecrefs.model.written_names import OTHERS, split_name, split_names

_FIELDS: Final = {
    "family": "family",
    "given": "given",
    "dropping-particle": "dropping_particle",
    "non-dropping-particle": "non_dropping_particle",
    "suffix": "suffix",
    "literal": "literal",
}
_FLAGS: Final = {"comma-suffix": "comma_suffix", "static-ordering": "static_ordering"}


def listed(names: Iterable[Name]) -> str:
    """Return names in one text; "et al." stands for those that a list leaves out.

    `Name.parse_list` reads it back.

    >>> listed(Name.parse_list("Doe, Jane and Roe, Ann and others"))
    'Jane Doe; Ann Roe; et al.'
    """
    shown = []
    for name in names:
        if name.is_others:
            shown.append("et al.")
        else:
            shown.append(str(name))
    return "; ".join(shown)


@attrs.frozen(cache_hash=True, repr=False)
class Name:
    """A personal name in its parts, or a `literal` (an institution, or a name nobody
    split).

    - `family`, `given`: the two parts that most names have.
    - `dropping_particle`: left out where the given name is ("von" Humboldt).
    - `non_dropping_particle`: always with the family name ("van" Gogh).
    - `suffix`: "Jr.", "III".
    - `literal`: the whole name of a body.
    - `comma_suffix`: a comma before the suffix even where the name is not inverted.
    - `static_ordering`: family before given in every style (Chinese, Hungarian).
    - `extra`: what CSL does not define (ORCID).

    A family name alone with a comma in it is read by `Name.parse`.

    >>> Name("Doe, Jane") == Name("Doe", "Jane") == Name.parse("Jane Doe")
    True
    >>> str(Name("Doe", "Jane"))
    'Jane Doe'
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

    def __attrs_post_init__(self) -> None:
        # Readers make names by the thousand: one sum checks that all parts are text.
        try:
            _ = (
                self.family
                + self.given
                + self.dropping_particle
                + self.non_dropping_particle
                + self.suffix
                + self.literal
            )
        except TypeError:
            raise self._no_text() from None
        family = self.family
        if "," not in family:
            return
        if not (self.given or self.suffix or self.literal):
            parts: Mapping[str, str]
            try:
                parts = split_name(family)
            except ValueError:  # a reader's odd value must not end a file
                parts = {"literal": family}
            for part, value in {"family": "", **parts}.items():
                object.__setattr__(self, part, value)

    def _no_text(self) -> FieldError:
        """Return the error for the part that is no text."""
        for member, name in _FIELDS.items():
            value = getattr(self, name)
            if not isinstance(value, str):
                wanted = member.replace("-", " ")
                return FieldError(f"{name}: {value!r} is no {wanted} name; give a str")
        return FieldError(f"{self!r} is no name")

    @classmethod
    def parse(cls, text: str) -> Name:
        """Return the name written as "Jane Doe", "Doe, Jane" or "{The Board}".

        Words in lower case are a particle. A name with a word of bodies ("University",
        "Organization") is literal. Raises ValueError for an empty text and for TeX.

        >>> Name.parse("Ludwig van Beethoven")
        Name(family='Beethoven', given='Ludwig', non_dropping_particle='van')
        >>> Name.parse("World Health Organization")
        Name(literal='World Health Organization')
        """
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is no name; give a str such as 'Doe, Jane'")
        return cls._of(split_name(text))

    @classmethod
    def parse_list(cls, text: str) -> tuple[Name, ...]:
        """Return the names written as "Jane Doe and Roe, Ann", or joined by semicolons.

        "et al." and "and others" give a last name, the literal "others". Raises
        ValueError where a list can be read in two ways.
        """
        return tuple(cls._of(parts) for parts in split_names(text))

    @classmethod
    def _of(cls, parts: Mapping[str, str]) -> Name:
        texts: dict[str, Any] = dict(parts)
        return cls(**texts)

    @classmethod
    def from_csl(cls, data: Mapping[str, Any]) -> Name:
        """The name in a CSL-JSON name object; keys that CSL does not define are kept in
        `extra`.
        """
        values: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for key, value in data.items():
            if key in _FIELDS:
                if value is not None:
                    values[_FIELDS[key]] = str(value)
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

    @property
    def is_others(self) -> bool:
        """True for the last name of a list that leaves names out ("and others")."""
        return self.literal == OTHERS

    def evolve(self, **changes: Any) -> Name:
        """Return a copy with parts changed. Raises FieldError for an unknown part."""
        check_keywords("evolve", changes, Name)
        return attrs.evolve(self, **changes)

    def __repr__(self) -> str:
        shown = []
        for field in attrs.fields(Name):
            if value := getattr(self, field.name):
                shown.append(f"{field.name}={value!r}")
        return f"Name({', '.join(shown)})"

    def __str__(self) -> str:
        if self.literal:
            return self.literal
        parts = (
            self.given,
            self.dropping_particle,
            self.non_dropping_particle,
            self.family,
            self.suffix,
        )
        return " ".join(filter(None, parts))
