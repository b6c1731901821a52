"""The record: one work, with everything known about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from numbers import Integral
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Unpack

import attrs

from csecrefs.errors import FieldError
from csecrefs.model.date import Date
from csecrefs.model.fields import (
    attribute,
    item_type,
    known_variable,
    member_variable,
    no_attribute,
    read_type,
    unchangeable,
    variable_named,
)
from csecrefs.model.name import Name, listed
from csecrefs.model.place import NOWHERE, Place
from csecrefs.model.values import Value, converted, csl_value, is_missing, shaped
from csecrefs.model.variables import KIND
from csecrefs.patterns import regex

if TYPE_CHECKING:
    from csecrefs.model.attributes import VariableAttributes
else:
    # Variables are looked up when they are read; only type checkers need their list.
    VariableAttributes = object

_EMPTY: Final[Mapping[str, Any]] = MappingProxyType({})
_new: Final = object.__new__
_set: Final = object.__setattr__
_TRANSLATIONS: Final = "translations"
# The tags of CSL's rich text, as the processor reads them.
_MARKUP: Final = regex(
    r"</?(?:i|b|sup|sub|sc)>|</span>"
    r"|<span\s+(?:style=[\"']font-variant:\s*small-caps;?"
    r"|class=[\"'](?:nocase|nodecor))[\"']>"
)
# Line ends, control characters and outer blanks, which no citation key has.
_NO_KEY: Final = regex(r"[\x00-\x1f\x7f]|^\s|\s$")


@attrs.frozen
class Translation:
    """A translated value and its language (BCP 47), as in `original [translation]`."""

    text: str
    language: str = ""


def _freeze(value: Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(value, MappingProxyType):
        return value
    return MappingProxyType(dict(value))


@attrs.frozen(init=False, repr=False)
class Reference(VariableAttributes):
    """One work: its citation key, CSL item type, and CSL variables.

    - `id`: the citation key.
    - `type`: the CSL item type ("article-journal", "book").
    - `fields`: CSL variables and their values. Text may carry CSL's rich-text markup
      (`<i>`, `<b>`, `<sup>`, `<sub>`, `<span style="font-variant:small-caps;">`,
      `<span class="nocase">`).
    - `translations`: variables and their translations. `fields` has the original,
      `language` the language of the work.
    - `extra`: what CSL has no variable for; writers give it back.
    - `place`: the file and line it was read from; it does not count for equality.

    Variables are read as attributes (`ref.container_title`, `ref.doi`) or as items
    (`ref["container-title"]`). An attribute is text without markup, or None if the
    variable is not set. An item is the value with its markup, and raises KeyError if
    the variable is not set.

    Values are given as people write them. A wrong name or value raises FieldError,
    which is a TypeError and a ValueError.

    >>> ref = Reference("doe2021", "book", {"author": "Doe, Jane", "issued": "2021-03"})
    >>> ref.author[0].family, ref.year
    ('Doe', 2021)
    >>> Reference("roe", title="On <i>Homo</i>").title
    'On Homo'
    >>> Reference("x", "articel")
    Traceback (most recent call last):
    ...
    csecrefs.errors.FieldError: type: no item type 'articel'; did you mean \
article-journal or article?
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
    # Gives the rest of a reference that only has its key so far.
    _load: Callable[[], Reference] | None = attrs.field(
        default=None, init=False, eq=False, hash=False, repr=False
    )

    def __init__(
        self,
        id: str,
        type: str = "document",
        fields: Mapping[str, Any] = _EMPTY,
        translations: Mapping[str, Translation] = _EMPTY,
        extra: Mapping[str, Any] = _EMPTY,
        place: Place = NOWHERE,
        **variables: Unpack[FieldKeywords],
    ) -> None:
        if not isinstance(fields, Mapping):
            raise FieldError(
                f"fields: {fields!r} is no mapping; give {{'title': ...}} or title=..."
            )
        values, own = _given_values(_once(fields, variables), {})
        self.__attrs_init__(
            _key(id),
            item_type(type),
            {name: value for name, value in values.items() if value is not None},
            given_translations(translations),
            _with_own(given_extra(extra), own),
            place,
        )

    @classmethod
    def trusted(
        cls,
        id: str,
        type: str = "document",
        fields: Mapping[str, Value] = _EMPTY,
        translations: Mapping[str, Translation] = _EMPTY,
        extra: Mapping[str, Any] = _EMPTY,
        place: Place = NOWHERE,
    ) -> Reference:
        """Return a reference of values that have their final form, without a check.

        Readers make references so: they keep what is odd and report it.
        """
        made = _new(cls)
        _set(made, "id", id)
        _set(made, "type", type)
        _set(made, "fields", _freeze(fields))
        _set(made, "translations", _freeze(translations) if translations else _EMPTY)
        _set(made, "extra", _freeze(extra) if extra else _EMPTY)
        _set(made, "place", place)
        _set(made, "_load", None)
        return made

    @classmethod
    def lazy(cls, id: str, load: Callable[[], Reference]) -> Reference:
        """Return a reference of which all but the key is what `load` returns.

        `load` is called on first use, by several threads at once maybe, and no longer
        once it has returned.
        """
        made = _new(cls)
        _set(made, "id", id)
        _set(made, "_load", load)
        return made

    @property
    def is_lazy(self) -> bool:
        """True for a reference that was not used yet, and has only its key."""
        return self._load is not None

    def complete(self, loaded: Reference | None = None) -> None:
        """Give a lazy reference the values of `loaded`, or those that it loads."""
        load = self._load
        if load is None:
            return
        found = loaded or load()
        for name in _LOADED:
            _set(self, name, getattr(found, name))
        # Last: another thread that sees it gone finds all the rest.
        _set(self, "_load", None)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to copy and pickle it: the views of its mappings cannot be."""
        fields, translations = dict(self.fields), dict(self.translations)
        extra = dict(self.extra)
        parts = (self.id, self.type, fields, translations, extra, self.place)
        return Reference.trusted, parts

    def at(self, place: Place) -> Reference:
        """Return this reference as one that was read at a place."""
        return Reference.trusted(
            self.id, self.type, self.fields, self.translations, self.extra, place
        )

    @classmethod
    def from_csl(cls, item: Mapping[str, Any], place: Place = NOWHERE) -> Reference:
        """Return the reference in a CSL-JSON item; `place` is where it was read.

        Values are understood as `Reference` does: names and dates may be text. What
        CSL has no variable for goes to `extra`, and `to_csl` gives it back. Raises
        FieldError, with the form that is wanted, for a value that is none of its
        variable, and for a name that means a variable or a part of a name otherwise
        spelt ("titel", "famly").

        >>> Reference.from_csl({"id": "a", "type": "book", "author": "Doe, Jane"}).author
        (Name(family='Doe', given='Jane'),)
        >>> Reference.from_csl({"id": "a", "titel": "T"})
        Traceback (most recent call last):
        ...
        csecrefs.errors.FieldError: titel: no field of a reference; did you mean title?
        """
        if not isinstance(item, Mapping):
            raise FieldError(f"{item!r} is no item of CSL-JSON; give {{'id': ...}}")
        fields: dict[str, Value] = {}
        others: dict[str, Any] = {}
        for name, value in item.items():
            variable = member_variable(name, value)
            # A row of a table has a year, which no item of CSL has.
            if name == "year" and "issued" not in item:
                variable = "issued"
            if variable is None:
                # An empty cell of a table is no key called "nan".
                if name not in ("id", "type") or not is_missing(value):
                    others[name] = value
                continue
            if variable in fields:
                raise FieldError(f"{name}: {variable} is given twice")
            usable = csl_value(variable, value)
            if usable is not None:
                fields[variable] = usable
        read = cls.read_csl(others, place)
        return cls.trusted(
            read.id,
            read_type(read.type),
            fields,
            read.translations,
            read.extra,
            place,
        )

    @classmethod
    def read_csl(cls, item: Mapping[str, Any], place: Place = NOWHERE) -> Reference:
        """Return the reference in an item that was read; values of the wrong shape go
        to `extra` untouched.

        Readers make references so: they keep what is odd and report it.
        """
        fields: dict[str, Value] = {}
        extra: dict[str, Any] = {}
        translations: dict[str, Translation] = {}
        for key, value in item.items():
            if key in ("id", "type"):
                continue
            usable = shaped(key, value)
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
        return cls.trusted(
            str(item.get("id", "")),
            str(item.get("type") or "document"),
            fields,
            translations,
            extra,
            place,
        )

    def to_csl(self) -> dict[str, Any]:
        """This reference as a CSL-JSON item; translations stand under `custom`, as the
        schema allows.
        """
        item: dict[str, Any] = {"id": self.id, "type": self.type}
        for key, value in self.fields.items():
            if isinstance(value, tuple):
                item[key] = [name.to_csl() for name in value]
            elif isinstance(value, Date):
                item[key] = value.to_csl()
            else:
                item[key] = value
        item |= self.extra
        if self.translations:
            custom = dict(item.get("custom") or {})
            custom[_TRANSLATIONS] = {
                key: attrs.asdict(part) for key, part in self.translations.items()
            }
            item["custom"] = custom
        return item

    def evolve(
        self,
        changes: Mapping[str, Any] | None = None,
        /,
        **attributes: Unpack[EvolveKeywords],
    ) -> Reference:
        """Return a copy with changes.

        Variables are given by their CSL name in `changes`, or with underscores as
        keywords; None removes one. `year` sets the year of `issued`; `custom` is for
        fields of your own; `id`, `type`, `translations` and `extra` are the parts of
        the record. A text equal to the present one without its markup changes nothing.
        Raises FieldError (a TypeError and ValueError) for an unknown name, with what
        may be meant, and for a value of the wrong kind.

        >>> ref = Reference("a", "book", author="Doe, Jane", issued="2020-05")
        >>> new = ref.evolve(author="Jane Doe and Ann Roe", year=2021, volume=3)
        >>> [name.family for name in new.author], str(new.issued), new.volume
        (['Doe', 'Roe'], '2021-05', 3)
        >>> ref.evolve(journal="X")
        Traceback (most recent call last):
        ...
        csecrefs.errors.FieldError: journal: no field of a reference; did you mean \
container_title? Fields of your own go under custom={'journal': ...}
        """
        if changes is not None and not isinstance(changes, Mapping):
            raise FieldError(
                f"evolve: {changes!r} is no mapping; give {{'title': ...}} or title=..."
            )
        named = _once(changes or {}, attributes)
        parts = {name: named.pop(name) for name in _PARTS if name in named}
        values, own = _given_values(named, self.fields)
        fields = dict(self.fields)
        for name, value in values.items():
            if value is None:
                fields.pop(name, None)
            elif not self._is_unmarked(name, value):
                fields[name] = value
        extra = self.extra
        if "extra" in parts:
            extra = given_extra(parts["extra"])
        extra = _with_own(extra, own)
        for name in values:
            # A value of a wrong shape that was read is replaced, too.
            if name in extra:
                extra = {key: each for key, each in extra.items() if key != name}
        key, type_ = self.id, self.type
        if "id" in parts and not _is_same_text(parts["id"], key):
            key = _key(parts["id"])
        # A type that was read and that nobody knows may be given as it is.
        if "type" in parts and not _is_same_text(parts["type"], type_):
            type_ = item_type(parts["type"])
        translations = self.translations
        if "translations" in parts:
            translations = given_translations(parts["translations"])
        return Reference.trusted(key, type_, fields, translations, extra, self.place)

    def _is_unmarked(self, variable: str, value: Value) -> bool:
        """True if a value is what the present one is without its markup."""
        present = self.fields.get(variable)
        return (
            isinstance(present, str)
            and isinstance(value, str)
            and present != value
            and without_markup(present) == value
        )

    def get(self, variable: str, default: Any = None) -> Any:
        """Return the value of a CSL variable as it is, or `default`."""
        return self.fields.get(variable, default)

    def markup(self, variable: str) -> str:
        """Return the text of a variable with CSL's rich-text markup; "" if it is unset.

        Raises FieldError for an unknown name.

        >>> ref = Reference("a", title="On <i>Homo</i>")
        >>> ref.title, ref.markup("title")
        ('On Homo', 'On <i>Homo</i>')
        """
        return self.text(known_variable(variable))

    def text(self, variable: str) -> str:
        """Return the value of a text or number variable as text, with its markup; "" if
        it is unset.
        """
        value = self.fields.get(variable)
        if isinstance(value, (str, int, float)):
            return str(value)
        return ""

    def names(self, variable: str) -> tuple[Name, ...]:
        """Return the names in a name variable; an empty tuple if it is unset."""
        value = self.fields.get(variable)
        if isinstance(value, tuple):
            return value
        return ()

    def date(self, variable: str = "issued") -> Date | None:
        """Return the date in a date variable, or None."""
        value = self.fields.get(variable)
        if isinstance(value, Date):
            return value
        return None

    @property
    def year(self) -> int | None:
        """The year of `issued`, or None."""
        issued = self.date()
        if issued is None:
            return None
        return issued.year

    def __getitem__(self, variable: str) -> Any:
        try:
            return self.fields[variable]
        except (KeyError, TypeError):
            pass
        # `container_title` and `doi` are read here, too; a wrong name is said.
        try:
            named = known_variable(variable)
        except FieldError as error:
            raise KeyError(str(error)) from None
        return self.fields[named]

    def __contains__(self, variable: object) -> bool:
        return variable in self.fields

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    # Hidden from type checkers, which would take any name for a variable's.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in _LOADED:  # a lazy reference has them on first use
                self.complete()
                return object.__getattribute__(self, name)
            variable = variable_named(name)
            if variable is None or name.startswith("_"):
                raise AttributeError(no_attribute(name))
            value = self.fields.get(variable)
            if isinstance(value, str):
                return without_markup(value)
            return value

    def __repr__(self) -> str:
        parts = [repr(self.id), repr(self.type)]
        if self.fields:
            parts.append(repr(dict(self.fields)))
        for name in ("translations", "extra"):
            if value := getattr(self, name):
                parts.append(f"{name}={dict(value)!r}")
        return f"Reference({', '.join(parts)})"

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *map(attribute, KIND)})

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.fields)

    def _repr_html_(self) -> str:
        """Return the record as a table, for notebooks."""
        from html import escape

        lines = [("id", self.id), ("type", self.type)]
        for variable, value in self.fields.items():
            if isinstance(value, tuple):
                lines.append((variable, listed(value)))
            else:
                lines.append((variable, without_markup(str(value))))
        rows = "".join(
            f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
            for name, value in lines
        )
        return f"<table>{rows}</table>"


if TYPE_CHECKING:
    from csecrefs.model.keywords import EvolveKeywords, FieldKeywords

    Given = dict[str, Value | None]


def _refuse_change(self: Reference, name: str, *_: object) -> None:
    raise AttributeError(f"{self.id}: {unchangeable(name)}")


# attrs writes both for a frozen class, and takes none that the class has.
Reference.__setattr__ = _refuse_change  # type: ignore[method-assign, assignment]
Reference.__delattr__ = _refuse_change  # type: ignore[method-assign, assignment]

# The attributes that a lazy reference has not from its beginning.
_LOADED: Final = ("type", "fields", "translations", "extra", "place")

# The parts of a record that `evolve` changes as they are.
_PARTS: Final = ("id", "type", "translations", "extra")


def _once(fields: Mapping[str, Any], keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields given both ways. Raises FieldError for one given twice."""
    for name in keywords:
        if name in fields:
            raise FieldError(f"{name}: {name} is given twice")
    return {**fields, **keywords}


def _given_values(
    named: Mapping[str, Any], present: Mapping[str, Value]
) -> tuple[Given, dict[str, Any] | None]:
    """Return the variables and their values, and the caller's own fields, if any.

    Raises FieldError for an unknown name, a wrong value, and a variable that is given
    twice.
    """
    values: Given = {}
    own: dict[str, Any] | None = None
    for name, value in named.items():
        if name == "custom":
            own = _own(value)
            continue
        if name == "year":
            variable, value = "issued", _with_year(value, present.get("issued"))
        else:
            hint = f"Fields of your own go under custom={{{name!r}: ...}}"
            variable = known_variable(name, own=hint)
        if variable in values:
            raise FieldError(f"{name}: {variable} is given twice")
        try:
            values[variable] = converted(variable, value)
        except FieldError as error:
            if name != "year":
                raise
            # The caller finds the name that was given: `year`, not `issued`.
            wrong = str(error).removeprefix("issued")
            raise FieldError(f"year{wrong}") from None
    return values, own


def _with_year(year: Any, present: Value | None) -> Any:
    """Return a date of issue with another year; month and day stay where there are."""
    is_number = isinstance(year, (int, float)) and not isinstance(year, bool)
    if not is_number or not isinstance(present, Date) or year != year:
        return year
    if present.end is not None or len(present.start) < 2 or present.edtf:
        return year
    return (int(year), *present.start[1:])


def given_translations(given: Any) -> Mapping[str, Translation]:
    """Return translations as a caller gives them: as text, or with their language.

    Raises FieldError for anything else, and for an unknown variable.
    """
    if given is None:
        return _EMPTY
    if not isinstance(given, Mapping):
        raise FieldError(f"translations: {given!r} is no mapping; give {_TRANSLATED}")
    found: dict[str, Translation] = {}
    for name, value in given.items():
        if isinstance(value, str):
            value = Translation(value)
        elif isinstance(value, Mapping) and isinstance(value.get("text"), str):
            value = Translation(value["text"], str(value.get("language") or ""))
        if not isinstance(value, Translation):
            raise FieldError(f"translations: {value!r} is none; give {_TRANSLATED}")
        found[known_variable(name)] = value
    return found


_TRANSLATED: Final = "{'title': Translation('The City', 'en')}"


def given_extra(given: Any) -> Mapping[str, Any]:
    """Return what CSL has no variable for, as a caller gives it. Raises FieldError for
    what is no mapping.
    """
    if given is None:
        return _EMPTY
    if not isinstance(given, Mapping):
        raise FieldError(f"extra: {given!r} is no mapping; give {{'biblatex': {{}}}}")
    return given


def _own(given: Any) -> dict[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise FieldError(f"custom: {given!r} is no mapping; give {{'shelf': 'B12'}}")
    return dict(given)


def _with_own(
    extra: Mapping[str, Any], own: dict[str, Any] | None
) -> Mapping[str, Any]:
    """Return what CSL has no variable for, with the caller's own fields."""
    if own is None:
        return extra
    kept = {name: value for name, value in extra.items() if name != "custom"}
    if own:
        kept["custom"] = own
    return kept


def _is_same_text(given: object, text: str) -> bool:
    """True if a value is this text; pandas' NA cannot be compared."""
    return isinstance(given, str) and given == text


def _key(given: Any) -> str:
    """Return a citation key. Raises FieldError for one that cannot be cited."""
    if isinstance(given, Integral) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str):
        raise FieldError(f"id: {given!r} is no citation key; give a str like 'doe2020'")
    if bad := _NO_KEY.search(given):
        raise FieldError(
            f"id: {given!r} is no citation key: it has {bad[0]!r}; give one like "
            f"'doe2020'"
        )
    return given


def without_markup(text: str) -> str:
    """Return a text without the tags of CSL's rich text."""
    if "<" not in text:
        return text
    return _MARKUP.sub("", text)


def _read_translations(data: Mapping[str, Any]) -> dict[str, Translation]:
    return {
        key: Translation(str(part.get("text", "")), str(part.get("language", "")))
        for key, part in data.items()
        if isinstance(part, Mapping)
    }
