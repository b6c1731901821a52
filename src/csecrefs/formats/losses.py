"""What a format could not carry: found by writing records and reading them back, so never out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from csecrefs import formats
from csecrefs.errors import Diagnostic
from csecrefs.model import Reference

Reader = Callable[[str], tuple[list[Reference], list[Diagnostic]]]
Writer = Callable[[Iterable[Reference]], str]


def losses(references: Iterable[Reference], write: Writer, read: Reader) -> list[Diagnostic]:
    """One diagnostic (`not-carried`, `changed`) for each variable that writing and reading lose."""
    found: list[Diagnostic] = []
    for reference in references:
        read_back, _ = read(write([reference]))
        if len(read_back) != 1:
            found.append(Diagnostic("not-carried", "the whole reference is lost", key=reference.id))
        else:
            found += _differences(reference, read_back[0])
    return found


def losses_in(references: Iterable[Reference], name: str) -> list[Diagnostic]:
    """What the format called `name` cannot carry of `references`. Raises NotFoundError and FormatError."""
    chosen = formats.by_name(name)
    return losses(
        references,
        lambda some: formats.write(tuple(some), name),
        lambda text: chosen.load().read(text, path=""),
    )


def _differences(before: Reference, after: Reference) -> list[Diagnostic]:
    old, new = before.to_csl(), after.to_csl()
    found = []
    for variable, value in old.items():
        if variable not in new:
            found.append(Diagnostic("not-carried", f"{variable} is lost", key=before.id))
        elif new[variable] != value and str(new[variable]) != str(value):
            found.append(
                Diagnostic("changed", f"{variable} is carried as {new[variable]!r}", "info", key=before.id)
            )
    return found
