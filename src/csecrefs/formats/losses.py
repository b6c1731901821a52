"""Values that a format cannot carry, found by writing records and reading them back,
and those that only our own reader takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

import attrs

from csecrefs import formats
from csecrefs.errors import Diagnostic
from csecrefs.model import KIND, Reference
from csecrefs.text.tex import tex_to_markup

Reader = Callable[[str], tuple[list[Reference], list[Diagnostic]]]
Writer = Callable[[list[Reference]], str]

# How many records are written and read at once; one by one takes several times as
# long.
_TOGETHER: Final = 200
_DEPTH: Final = 3


@attrs.frozen
class Loss:
    """One value of the reference `key` that does not come back, or comes back as
    `carried`.

    `variable` names it; parts of `extra` by their path (`biblatex.eprinttype`), the
    whole reference as "". A `reason` is given for what stands in the file where other
    programs do not get it.
    """

    key: str
    variable: str
    value: Any = None
    carried: Any = None
    reason: str = ""

    @property
    def lost(self) -> bool:
        """True if nothing of the value comes back."""
        return self.carried is None

    @property
    def partial(self) -> bool:
        """True if a part of the value is gone: names of a list, the end of a range, the
        day of a date.
        """
        return _pieces(self.carried) < _pieces(self.value)

    @property
    def message(self) -> str:
        """Return the loss in words, without the key."""
        name = self.variable or "the whole reference"
        if self.lost:
            return f"{name} is lost"
        if self.reason and self.carried == self.value:
            return f"{name} is carried, but not seen by other programs: {self.reason}"
        if self.partial:
            verdict = f"{name} is carried in part, as {self.carried!r}"
        else:
            verdict = f"{name} is carried as {self.carried!r}"
        if self.reason:
            return f"{verdict}: {self.reason}"
        return verdict

    def __str__(self) -> str:
        return f"{self.key}: {self.message}"


def _pieces(value: Any) -> int:
    """Return the number of names in a list, or of numbers in a date; 1 for a text."""
    if isinstance(value, Mapping) and "date-parts" in value:
        return sum(len(half) for half in value["date-parts"])
    if isinstance(value, list):
        return len(value)
    return 1


def losses(
    references: Iterable[Reference],
    write: Writer,
    read: Reader,
) -> list[Loss]:
    """Every value that writing and reading lose or change, in order."""
    waiting = iter(references)
    found: list[Loss] = []
    while some := list(islice(waiting, _TOGETHER)):
        found += _losses(some, write, read)
    return found


def losses_in(references: Iterable[Reference], name: str) -> list[Loss]:
    """Return the values of `references` that the format called `name` cannot carry, and
    those that the programs it is for do not get: a value is reported once. Raises
    NotFoundError and FormatError.
    """
    format = formats.by_name(name)
    module = format.load()
    listed = list(references)
    found = losses(
        listed,
        lambda some: formats.write(some, name),
        lambda text: module.read(text, path=""),
    )
    reported = {(loss.key, loss.variable) for loss in found}
    for loss in _unseen(listed, format.name):
        if (loss.key, loss.variable) not in reported:
            found.append(loss)
    return found


def _unseen(references: Iterable[Reference], name: str) -> Iterator[Loss]:
    """Yield the values that stand in a file for our own reader alone."""
    from csecrefs.formats.elsewhere import unseen

    for reference in references:
        values = None
        for each in unseen(reference, name):
            if values is None:
                values = dict(_values(reference.to_csl()))
            value = values.get(each.variable, reference.type)
            carried = value
            if each.instead is not None:
                carried = each.instead
            yield Loss(reference.id, each.variable, value, carried, each.reason)


def _losses(
    some: list[Reference],
    write: Writer,
    read: Reader,
) -> Iterator[Loss]:
    read_back, _ = read(write(some))
    if len(read_back) == len(some):
        for before, after in zip(some, read_back, strict=True):
            yield from _differences(before, after)
    elif len(some) == 1:
        yield Loss(some[0].id, "")
    else:
        for reference in some:
            yield from _losses([reference], write, read)


def _differences(before: Reference, after: Reference) -> Iterator[Loss]:
    new = dict(_values(after.to_csl()))
    for variable, value in _values(before.to_csl()):
        carried = new.get(variable)
        if carried is None and _is_own_field(variable, value, new):
            continue
        if carried is None or (carried != value and str(carried) != str(value)):
            yield Loss(before.id, variable, value, carried)


def _is_own_field(variable: str, value: Any, new: Mapping[str, Any]) -> bool:
    """True if a field of the user's own came back as a field of a .bib file, where such
    fields are TeX.
    """
    group, _, name = variable.partition(".")
    written = new.get(f"biblatex.{name.lower()}")
    if group != "custom" or not isinstance(written, str):
        return False
    return tex_to_markup(written) == str(value)


def _values(
    item: Mapping[str, Any], path: str = "", depth: int = _DEPTH
) -> Iterator[tuple[str, Any]]:
    """The variables of an item, and what stands in its extra fields by path; empty
    values are none.
    """
    for name, value in item.items():
        if isinstance(value, Mapping) and name not in KIND and depth > 1:
            yield from _values(value, f"{path}{name}.", depth - 1)
        elif value not in (None, "", [], {}):
            yield f"{path}{name}", value
