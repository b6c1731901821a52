"""A CSL style as data: one frozen class per element, with nothing evaluated.

Source: CSL 1.0.2 specification. Attribute names are the specification's, with underscores.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import attrs

from csecrefs.text.inline import Tag

Options = Mapping[str, str]
"""Attributes that are inherited (names) or belong to a whole area (disambiguation, collapsing), by name."""


def whole_number(text: str | None, default: int) -> int:
    """The number in an attribute's value; `default` where there is none, or none that fits."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else default


@attrs.frozen
class Look:
    """What any rendering element may ask for: affixes, fonts (innermost first), quotes, case, display."""

    prefix: str = ""
    suffix: str = ""
    fonts: tuple[Tag, ...] = ()
    quotes: bool = False
    strip_periods: bool = False
    text_case: str = ""
    display: Tag | None = None


PLAIN = Look()


@attrs.frozen
class Text:
    """`cs:text`: a variable, a macro, a term or a fixed value."""

    source: Literal["variable", "macro", "term", "value"]
    name: str
    form: str = "long"
    plural: bool = False
    look: Look = PLAIN
    line: int = 0


@attrs.frozen
class Number:
    """`cs:number`."""

    variable: str
    form: str = "numeric"
    look: Look = PLAIN


@attrs.frozen
class Label:
    """`cs:label`, alone or within `cs:names`; `plural` is contextual, always or never."""

    variable: str
    form: str = "long"
    plural: str = "contextual"
    look: Look = PLAIN


@attrs.frozen
class DatePart:
    """`cs:date-part`; `own` says which attributes it sets itself, for overriding a localized format."""

    name: str
    form: str = ""
    range_delimiter: str = "–"
    look: Look = PLAIN
    own: frozenset[str] = frozenset()


@attrs.frozen
class Date:
    """`cs:date`; with a `form` it is localized, and `parts` override the locale's."""

    variable: str
    form: str = ""
    shown: str = "year-month-day"
    parts: tuple[DatePart, ...] = ()
    delimiter: str = ""
    look: Look = PLAIN


@attrs.frozen
class NameFormat:
    """`cs:name`: its own look, and that of its `cs:name-part`s."""

    look: Look = PLAIN
    family: Look = PLAIN
    given: Look = PLAIN


@attrs.frozen
class EtAl:
    """`cs:et-al`."""

    term: str = "et-al"
    look: Look = PLAIN


@attrs.frozen
class Names:
    """`cs:names`; `options` are the inheritable attributes of itself and of its `cs:name`."""

    variables: tuple[str, ...]
    options: Options = attrs.field(factory=dict)
    name: NameFormat | None = None
    et_al: EtAl | None = None
    label: Label | None = None
    label_first: bool = False
    substitute: tuple[Element, ...] = ()
    look: Look = PLAIN


@attrs.frozen
class Group:
    """`cs:group`."""

    children: tuple[Element, ...]
    delimiter: str = ""
    look: Look = PLAIN


@attrs.frozen
class Branch:
    """`cs:if`, `cs:else-if` or `cs:else`; `tests` pairs a condition's attribute with each of its values."""

    tests: tuple[tuple[str, str], ...]
    match: str
    children: tuple[Element, ...]


@attrs.frozen
class Choose:
    """`cs:choose`."""

    branches: tuple[Branch, ...]


Element = Text | Number | Label | Date | Names | Group | Choose


@attrs.frozen
class Key:
    """`cs:key`: a variable or a macro to sort by."""

    variable: str = ""
    macro: str = ""
    descending: bool = False
    options: Options = attrs.field(factory=dict)
    line: int = 0


@attrs.frozen
class Area:
    """`cs:citation` or `cs:bibliography`: its layout, its sort keys and its options."""

    layout: tuple[Element, ...]
    delimiter: str = ""
    look: Look = PLAIN
    sort: tuple[Key, ...] = ()
    options: Options = attrs.field(factory=dict)


@attrs.frozen
class Term:
    """One form of a term; `gender` is of the noun, `gender_form` and `match` belong to ordinals."""

    single: str
    multiple: str
    gender: str = ""
    gender_form: str = ""
    match: str = "last-digit"


@attrs.frozen
class Locale:
    """A locale, or a style's changes to one: terms by (name, form, gender form), dates by form, options."""

    language: str = ""
    terms: Mapping[tuple[str, str, str], Term] = attrs.field(factory=dict)
    dates: Mapping[str, Date] = attrs.field(factory=dict)
    options: Options = attrs.field(factory=dict)


@attrs.frozen
class Style:
    """A parsed style. A dependent style has `parent`, its parent's id, and no citation of its own."""

    id: str = ""
    title: str = ""
    title_short: str = ""
    parent: str = ""
    style_class: str = "in-text"
    citation_format: str = ""
    fields: tuple[str, ...] = ()
    default_locale: str = ""
    version: str = "1.0"
    options: Options = attrs.field(factory=dict)
    macros: Mapping[str, tuple[Element, ...]] = attrs.field(factory=dict)
    locales: tuple[Locale, ...] = ()
    citation: Area | None = None
    bibliography: Area | None = None

    @property
    def has_bibliography(self) -> bool:
        """Whether the style formats a bibliography."""
        return self.bibliography is not None
