"""Files of references into another format, and what the format cannot carry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import attrs

from csecrefs import formats
from csecrefs.errors import Diagnostic, InputError, ParseError
from csecrefs.library.library import Library
from csecrefs.library.sources import Source, distinct, read_each
from csecrefs.model import Reference

if TYPE_CHECKING:
    from csecrefs.formats.losses import Loss

__all__ = ["Converted", "convert"]


@attrs.frozen
class Converted:
    """References in another format.

    - `content`: the text of the file; empty if none of the references was chosen.
    - `format`: the name of the format.
    - `diagnostics`: what was wrong with the sources.
    - `losses`: the values that the format does not carry, or carries otherwise.
    """

    content: str
    format: str
    diagnostics: tuple[Diagnostic, ...] = ()
    losses: tuple[Loss, ...] = ()

    @property
    def is_lossy(self) -> bool:
        """True if a value is lost, or a part of one; another form of it is no loss."""
        return any(each.lost or each.partial for each in self.losses)


def convert(
    sources: Sequence[Source],
    to: str,
    *,
    format: str = "",
    choose: Callable[[Library], Library] | None = None,
) -> Converted:
    """Return the references of files and folders in one text of a format.

    `format` is that of the sources if it is not to be detected; `choose` returns the
    references that are wanted. A file that cannot be read is a diagnostic; so is a key
    of two works, one of which is renamed. Raises ParseError if no source can be read,
    InputError if there are no references, NotFoundError and FormatError for a format
    that cannot be written.
    """
    from csecrefs.formats.losses import losses_in

    target = formats.writable(to).name
    references, diagnostics = _read(sources, format)
    if choose is not None:
        references = list(choose(Library(references)))
    if not references:
        return Converted("", target, tuple(diagnostics))
    content = formats.write(references, target)
    losses = losses_in(references, target)
    return Converted(
        content,
        target,
        tuple(diagnostics),
        tuple(losses),
    )


def _read(
    sources: Sequence[Source], format: str
) -> tuple[list[Reference], list[Diagnostic]]:
    """Return the references of all sources under different keys."""
    read: list[Reference] = []
    diagnostics: list[Diagnostic] = []
    for references, problems in read_each(sources, format):
        read += references
        # `distinct` reports keys that are there twice, over all files.
        diagnostics += [each for each in problems if each.code != "duplicate-key"]
    found, renamed = distinct(read)
    if found:
        return found, diagnostics + renamed
    grave = [each for each in diagnostics if each.severity == "error"]
    if grave:
        raise ParseError(str(grave[0]), grave)
    named = ", ".join(map(str, sources))
    raise InputError(f"{named}: no references there")
