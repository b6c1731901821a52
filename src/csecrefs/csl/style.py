"""A CSL style as data: one class per element, with nothing evaluated.

The classes are named tuples because every start makes them: a third of the time that
attrs takes, and reading a parsed style from the cache takes half as long.

Source: CSL 1.0.2 specification. Attribute names are the specification's, with
underscores.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from csecrefs.text.case import TextCase
from csecrefs.text.inline import Tag
from csecrefs.tuples import NamedTuple

Options = Mapping[str, str]
"""Attributes that are inherited (names) or belong to a whole area (disambiguation,
collapsing), by name.
"""


def whole_number(text: str | None, default: int) -> int:
    """The number in an attribute's value; `default` where there is none, or none that
    fits.
    """
    if text and len(text) < 10 and text.isascii() and text.isdigit():
        return int(text)
    return default


TermForm = Literal["long", "short", "verb", "verb-short", "symbol"]
"""`form` of terms, labels and variables ("Terms")."""
NumberForm = Literal["numeric", "ordinal", "long-ordinal", "roman"]
"""`form` of `cs:number`."""
Plural = Literal["contextual", "always", "never"]
"""`plural` of `cs:label`."""
Match = Literal["all", "any", "none"]
"""`match` of `cs:if`."""


class Look(NamedTuple):
    """Attributes of any rendering element: affixes, fonts (innermost first), quotes,
    case, display.
    """

    prefix: str = ""
    suffix: str = ""
    fonts: tuple[Tag, ...] = ()
    quotes: bool = False
    strip_periods: bool = False
    text_case: TextCase = ""
    display: Tag | None = None


PLAIN = Look()
NOTHING: Final[Mapping[Any, Any]] = {}


class Text(NamedTuple):
    """`cs:text`: a variable, a macro, a term or a fixed value."""

    source: Literal["variable", "macro", "term", "value"]
    name: str
    form: TermForm = "long"
    plural: bool = False
    look: Look = PLAIN
    line: int = 0


class Number(NamedTuple):
    """`cs:number`."""

    variable: str
    form: NumberForm = "numeric"
    look: Look = PLAIN


class Label(NamedTuple):
    """`cs:label`, alone or within `cs:names`; `plural` is contextual, always or
    never.
    """

    variable: str
    form: TermForm = "long"
    plural: Plural = "contextual"
    look: Look = PLAIN


class DatePart(NamedTuple):
    """`cs:date-part`; `own` says which attributes it sets itself, for overriding a
    localized format.
    """

    name: str
    form: str = ""
    range_delimiter: str = "–"
    look: Look = PLAIN
    own: frozenset[str] = frozenset()


class Date(NamedTuple):
    """`cs:date`; with a `form` it is localized, and `parts` override the locale's."""

    variable: str
    form: str = ""
    shown: str = "year-month-day"
    parts: tuple[DatePart, ...] = ()
    delimiter: str = ""
    look: Look = PLAIN


class NameFormat(NamedTuple):
    """`cs:name`: its own look, and that of its `cs:name-part`s."""

    look: Look = PLAIN
    family: Look = PLAIN
    given: Look = PLAIN


class EtAl(NamedTuple):
    """`cs:et-al`."""

    term: str = "et-al"
    look: Look = PLAIN


class Names(NamedTuple):
    """`cs:names`; `options` are the inheritable attributes of itself and of its
    `cs:name`.
    """

    variables: tuple[str, ...]
    options: Options = NOTHING
    name: NameFormat | None = None
    et_al: EtAl | None = None
    label: Label | None = None
    label_first: bool = False
    substitute: tuple[Element, ...] = ()
    look: Look = PLAIN


class Group(NamedTuple):
    """`cs:group`."""

    children: tuple[Element, ...]
    delimiter: str = ""
    look: Look = PLAIN


class Branch(NamedTuple):
    """`cs:if`, `cs:else-if` or `cs:else`; `tests` pairs a condition's attribute with
    each of its values.
    """

    tests: tuple[tuple[str, str], ...]
    match: Match
    children: tuple[Element, ...]


class Choose(NamedTuple):
    """`cs:choose`."""

    branches: tuple[Branch, ...]


Element = Text | Number | Label | Date | Names | Group | Choose


class Key(NamedTuple):
    """`cs:key`: a variable or a macro to sort by."""

    variable: str = ""
    macro: str = ""
    descending: bool = False
    options: Options = NOTHING
    line: int = 0


class Area(NamedTuple):
    """`cs:citation` or `cs:bibliography`: its layout, its sort keys and its options."""

    layout: tuple[Element, ...]
    delimiter: str = ""
    look: Look = PLAIN
    sort: tuple[Key, ...] = ()
    options: Options = NOTHING
    line: int = 0


class Term(NamedTuple):
    """One form of a term; `gender` is of the noun, `gender_form` and `match` belong to
    ordinals.
    """

    single: str
    multiple: str
    gender: str = ""
    gender_form: str = ""
    match: str = "last-digit"


class Locale(NamedTuple):
    """A locale, or a style's changes to one: terms by (name, form, gender form), dates
    by form, options.
    """

    language: str = ""
    terms: Mapping[tuple[str, str, str], Term] = NOTHING
    dates: Mapping[str, Date] = NOTHING
    options: Options = NOTHING


class Style(NamedTuple):
    """A parsed style. A dependent style has `parent`, its parent's id, and no citation
    of its own.
    """

    id: str = ""
    title: str = ""
    title_short: str = ""
    parent: str = ""
    style_class: str = "in-text"
    citation_format: str = ""
    fields: tuple[str, ...] = ()
    default_locale: str = ""
    version: str = "1.0"
    options: Options = NOTHING
    macros: Mapping[str, tuple[Element, ...]] = NOTHING
    locales: tuple[Locale, ...] = ()
    citation: Area | None = None
    bibliography: Area | None = None
    macro_lines: Mapping[str, int] = NOTHING

    @property
    def has_bibliography(self) -> bool:
        """True if the style formats a bibliography."""
        return self.bibliography is not None
