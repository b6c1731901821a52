"""A reference while a reader puts it together, and the citation keys of references that
came without.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

import attrs

from csecrefs.formats.others import stands_for_others
from csecrefs.formats.values import collapse, join_keywords
from csecrefs.model import KIND, Date, Name, Place, Reference, Translation
from csecrefs.model.place import NOWHERE
from csecrefs.model.values import Value
from csecrefs.model.written_names import OTHERS
from csecrefs.patterns import regex

# The most characters of a joined text: no honest record has more.
_MAX_JOINED: Final = 10_000
# A tag, none of whose letters belong into a citation key.
_MARKUP: Final = regex(r"<[^<>]*>")
# Texts whose paragraphs stay apart.
_OF_LINES: Final = frozenset({"abstract", "annote"})


@attrs.define
class Draft:
    """One record as read so far. Empty values are ignored; the first value of a
    variable stays.

    - `fields`, `translations`: the variables, and translations of their values.
    - `kept`: by format, what CSL has no variable for.
    - `notes`, `keywords`: lines of the note and keywords, joined at the end.
    - `line`, `lines`: the line of the record, and those of its variables.
    - `pointers`: for a record in JSON, by variable the JSON pointer (RFC 6901) of the
      value that it was made from.
    """

    id: str = ""
    type: str = "document"
    _fields: dict[str, Value] = attrs.field(factory=dict, alias="fields")
    translations: dict[str, Translation] = attrs.field(factory=dict)
    kept: dict[str, Any] = attrs.field(factory=dict)
    notes: dict[str, None] = attrs.field(factory=dict)
    keywords: list[str] = attrs.field(factory=list)
    line: int | None = None
    lines: dict[str, int] = attrs.field(factory=dict)
    pointers: dict[str, str] = attrs.field(factory=dict)
    _people: dict[str, list[Name]] = attrs.field(factory=dict, init=False)
    _known: dict[str, set[Name]] = attrs.field(factory=dict, init=False)

    @property
    def fields(self) -> dict[str, Value]:
        """The variables and their values so far."""
        for variable, people in self._people.items():
            present = self._fields.get(variable, ())
            if people and isinstance(present, tuple):
                self._fields[variable] = (*present, *people)
        self._people.clear()
        return self._fields

    def set(
        self, variable: str, value: str | Date | None, *, replace: bool = False
    ) -> None:
        """Give a variable its value; white space in text is collapsed, but an abstract
        and an annotation keep their lines.
        """
        if not value or not variable or (variable in self.fields and not replace):
            return
        if isinstance(value, str):
            if variable in _OF_LINES:
                lines = value.split("\n")
            else:
                lines = [value]
            value = "\n".join(filter(None, map(collapse, lines)))
        if value:
            self.fields[variable] = value

    def put(
        self,
        variable: str,
        value: Value | None,
        pointer: str,
    ) -> None:
        """Give a variable the value at a JSON pointer as it is, unless it has one.

        >>> draft = Draft()
        >>> draft.put("volume", "3", "/message/volume")
        >>> draft.pointers
        {'volume': '/message/volume'}
        """
        if value and variable not in self.fields:
            self.fields[variable] = value
            self.pointers[variable] = pointer

    def add(
        self,
        variable: str,
        value: str,
        separator: str = " ",
    ) -> None:
        """Append to a text variable what it does not hold yet, up to a length that no
        honest record has.
        """
        value, present = collapse(value), str(self.fields.get(variable, ""))
        if (
            value
            and len(present) < _MAX_JOINED
            and value not in present.split(separator)
        ):
            self.fields[variable] = separator.join(filter(None, (present, value)))

    def name(
        self,
        variable: str,
        person: Name,
        *,
        once: bool = False,
    ) -> None:
        """Append a name to a name variable, with `once` unless it stands there; a
        thousand take no longer.
        """
        if not (person.family or person.literal or person.given):
            return
        if stands_for_others(person):
            person = Name(literal=OTHERS)
        known = self._known.setdefault(variable, set())
        if once and person in known:
            return
        known.add(person)
        self._fields.setdefault(variable, ())
        self._people.setdefault(variable, []).append(person)

    def note(self, text: str) -> None:
        """Append a line to `note`."""
        if text := text.strip():
            self.notes[text] = None

    def keep(
        self,
        format_name: str,
        field: str,
        value: str,
    ) -> None:
        """Keep what CSL has no variable for, for the writer of the same format."""
        if value.strip():
            self.kept.setdefault(format_name, {}).setdefault(
                field,
                [],
            ).append(value)

    def text(self, variable: str) -> str:
        """The value of a text variable, or ""."""
        value = self.fields.get(variable, "")
        if isinstance(value, str):
            return value
        return ""

    def reference(self) -> Reference:
        """The finished record; it holds all the draft held, in less room."""
        fields = dict(self.fields)
        if self.notes:
            fields["note"] = "\n".join(
                [*filter(None, [self.text("note")]), *self.notes]
            )
        if self.keywords:
            fields["keyword"] = join_keywords(self.keywords)
        extra = {}
        if self.kept:
            extra = {"custom": self.kept}
        known = {
            variable: value for variable, value in fields.items() if variable in KIND
        }
        place = NOWHERE
        if self.line is not None:
            place = Place("", self.line, self.lines)
        return Reference.trusted(
            self.id, self.type, known, self.translations, extra, place
        )

    def locate(self, line: int, *variables: str) -> None:
        """Note the line of those variables that have a value and no line yet."""
        for variable in variables:
            if variable in self._fields or (variable == "note" and self.notes):
                self.lines.setdefault(variable, line)


def finish(drafts: Iterable[Draft]) -> list[Reference]:
    """The references of all drafts, each under its own id or one made of name and year,
    all different.
    """
    return keyed(draft.reference() for draft in drafts)


def keyed(references: Iterable[Reference]) -> list[Reference]:
    """References with ids that are all different: those without get one made of first
    name and year.
    """
    result: list[Reference] = []
    seen: dict[str, int] = {}
    for reference in references:
        key = wanted = reference.id or _made_key(reference)
        count = seen.get(wanted, 0)
        while key in seen:
            count += 1
            key = wanted + _letters(count)
        seen[wanted] = count
        seen.setdefault(key, 0)
        result.append(reference if key == reference.id else _with_key(reference, key))
    return result


def _with_key(reference: Reference, key: str) -> Reference:
    return Reference.trusted(
        key,
        reference.type,
        reference.fields,
        reference.translations,
        reference.extra,
        reference.place,
    )


def _made_key(reference: Reference) -> str:
    for variable in ("author", "editor", "translator", "title"):
        if stem := _stem(reference.get(variable)):
            break
    else:
        stem = "reference"
    return stem + (str(reference.year) if reference.year else "")


def _stem(value: Value | None) -> str:
    text = ""
    if isinstance(value, str):
        text = value
    if isinstance(value, tuple):
        text = value[0].family or value[0].literal
    plain = unicodedata.normalize(
        "NFKD",
        _MARKUP.sub("", text).lower(),
    )
    words = re.findall(
        r"[^\W\d_]+", "".join(c for c in plain if not unicodedata.combining(c))
    )
    return next((word for word in words if word not in _SKIPPED), "")


# Words that a key does not begin with.
_SKIPPED: Final = frozenset(
    "a an the of van von de der den la le el di da du dos del al das die ein une un".split()
)


def _letters(number: int) -> str:
    """a, b, ... z, aa, ab, ... for 1, 2, ..."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def kept(reference: Reference, format_name: str) -> dict[str, list[str]]:
    """Return the fields of this format that `Draft.keep` kept in a record."""
    custom = reference.extra.get("custom")
    values = None
    if isinstance(custom, dict):
        values = custom.get(format_name)
    if not isinstance(values, dict):
        return {}
    return {
        str(field): [str(part) for part in part_list]
        for field, part_list in values.items()
        if isinstance(part_list, list)
    }
