"""Several records of one work to one: each field from the record that says it best."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, Final

import attrs

from csecrefs.comparison.plain import plain
from csecrefs.model import Date, Reference
from csecrefs.model.values import Value
from csecrefs.text.mojibake import repair


@attrs.frozen
class Choice:
    """A field that the records give differently: the key of the record it was taken
    from.
    """

    variable: str
    key: str
    value: Value


@attrs.frozen
class Merged:
    """One record for several: `choices` where they differed, `replaced` to undo it
    with.
    """

    reference: Reference
    choices: tuple[Choice, ...]
    replaced: tuple[Reference, ...]

    def origins(self) -> tuple[Choice, ...]:
        """Return every field of the merged record with the key of the record that it
        comes from.
        """
        chosen = {choice.variable: choice.key for choice in self.choices}
        return tuple(
            Choice(
                variable,
                chosen.get(variable) or self._holder(variable),
                value,
            )
            for variable, value in self.reference.fields.items()
        )

    def _holder(self, variable: str) -> str:
        """Return the key of the first record that has a value; the kept one comes
        first.
        """
        kept = [each for each in self.replaced if each.id == self.reference.id]
        for reference in (*kept, *self.replaced):
            if variable in reference:
                return reference.id
        return self.reference.id


def merge(references: Sequence[Reference], prefer: str = "") -> Merged:
    """One reference with the key of the first (or of `prefer`) and, of each field, the
    value that says most.

    A value of the record to be kept stands unless another holds more of the same: a
    title with its subtitle, given names written out, a day beside a year.
    """
    kept = next(
        (reference for reference in references if reference.id == prefer), references[0]
    )
    others = [reference for reference in references if reference is not kept]
    fields: dict[str, Value] = {}
    choices = []
    for variable in dict.fromkeys(
        name for reference in (kept, *others) for name in reference
    ):
        holders = [reference for reference in (kept, *others) if variable in reference]
        best = max(
            holders, key=lambda holder: (_fullness(holder[variable]), holder is kept)
        )
        fields[variable] = best[variable]
        if any(_differs(holder[variable], best[variable]) for holder in holders):
            choices.append(Choice(variable, best.id, best[variable]))
    extra: dict[str, Any] = {}
    translations: dict[str, Any] = {}
    for reference in (*reversed(others), kept):
        extra |= reference.extra
        translations |= reference.translations
    kind = next(
        (r.type for r in (kept, *others) if r.type not in ("document", "article")),
        kept.type,
    )
    merged = Reference.trusted(
        kept.id,
        kind,
        fields,
        translations,
        extra,
    )
    return Merged(merged, tuple(choices), tuple(references))


def _fullness(value: Value) -> int:
    """Return the fullness of a value, to choose between two of the same variable."""
    if isinstance(value, Date):
        return len(value.start) * 2 + len(value.end or ())
    if isinstance(value, tuple):
        return sum(_text_fullness(str(name)) + 40 for name in value)
    return _text_fullness(str(value))


def _text_fullness(text: str) -> int:
    """Return the fullness of a text: its length first, then its letters.

    A letter is as long as its spelling without the mark ("Ueber die Haefen"), so that
    the text with its own letters wins. A text with broken letters says less than
    any that is whole.
    """
    letters = unicodedata.normalize(
        "NFC",
        text.casefold(),
    ).translate(_SPELLED_OUT)
    said = len(plain(letters)) * 4
    if not text.isupper():
        said += 1
    if not text.isascii():
        said += 2
    if "\ufffd" in text or repair(text) != text:
        said //= 2
    return said


# The letters that are spelled out where a keyboard lacks them, in German and Danish.
_SPELLED_OUT: Final = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ø": "oe",
        "å": "aa",
        "ß": "ss",
    }
)


def _differs(one: Value, other: Value) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return plain(one) != plain(other)
    return one != other
