"""Intake of a library: references in files, and identifiers to be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import attrs

from csecrefs import formats
from csecrefs.errors import Diagnostic, FormatError, InputError
from csecrefs.formats.keys import KeyPattern
from csecrefs.library.online import (
    Addition,
    RegistryKeywords,
    additions,
    counted,
    opened,
)
from csecrefs.library.sources import STDIN, content_of, read_all
from csecrefs.model import Reference
from csecrefs.model.hints import check_options
from csecrefs.model.identifiers import (
    find_identifiers,
    parse_doi,
    parse_identifier,
)

if TYPE_CHECKING:
    from csecrefs.storage.changes import FileChange

__all__ = ["Intake", "take_in"]


class IntakeKeywords(RegistryKeywords, total=False):
    """The options of taking works into a library.

    - `format`: the format of files, told by their content if empty.
    - `key_pattern`: the pattern of the keys of works that are looked up, such as
      "[auth:lower][year]"; empty for name and year.
    """

    format: str
    key_pattern: str


@attrs.frozen
class Intake:
    """The result of taking works into a library.

    - `new`: the works that it did not have, with the keys they get
    - `diagnostics`: what is wrong with the files, and why works of them are left out
    - `additions`: what became of each identifier that was looked up
    """

    new: tuple[Reference, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    additions: tuple[Addition, ...] = ()

    @property
    def missed(self) -> tuple[Diagnostic, ...]:
        """The diagnostics, and one for each work that was not found."""
        failed = [
            Diagnostic(
                each.resolution.outcome, f"{each.asked}: {each.failure}", "error"
            )
            for each in self.additions
            if each.failure
        ]
        return (*self.diagnostics, *failed)

    def save(self, sources: Sequence[str | Path]) -> list[FileChange]:
        """Append the new works to the first file of a library, which is made if it is
        not there, and return the files that were rewritten.

        Raises InputError for a file that cannot be written.
        """
        from csecrefs.library.saving import Changes, save

        return save(sources, Changes(added=self.new))


def take_in(
    present: Iterable[Reference],
    sources: Iterable[str],
    **options: Unpack[IntakeKeywords],
) -> Intake:
    """Return the works of files of references and of identifiers that a library does
    not have.

    Works of files keep their keys, those that are looked up are given one. Raises
    InputError for a source that has neither, and for a pattern that is none.
    """
    check_options("add", options, IntakeKeywords)
    known = list(present)
    asked = asked_for(sources, format=options.get("format", ""))
    new, left_out = newcomers(asked.references, known)
    found: list[Addition] = []
    if asked.identifiers:
        with opened(options) as resolver:
            looked_up = additions(asked.identifiers, [*known, *new], resolver)
            total = len(asked.identifiers)
            found = list(counted(looked_up, total, options.get("progress")))
    looked = [each.reference for each in found if each.reference]
    # Works from files keep their keys, which manuscripts may cite already.
    if options.get("key_pattern") and looked:
        pattern = KeyPattern.parse(options["key_pattern"])
        looked = pattern.keyed(looked, [each.id for each in (*known, *new)])
    return Intake(
        (*new, *looked),
        (*asked.diagnostics, *left_out),
        tuple(found),
    )


@attrs.define
class Asked:
    """The references that files hold, what is wrong with them, and the identifiers to
    be looked up.
    """

    references: list[Reference] = attrs.field(factory=list)
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    identifiers: list[str] = attrs.field(factory=list)


def asked_for(sources: Iterable[str], format: str = "") -> Asked:
    """Return the references of each source that is a file or folder of them, else the
    identifiers in its text.

    Raises InputError for a source that holds neither.
    """
    asked = Asked()
    for source in sources:
        content = _content(source)
        references, diagnostics = _references(source, content, format)
        asked.references += references
        asked.diagnostics += diagnostics
        if references:
            continue
        found = identifiers_in(content.decode("utf-8", "replace"))
        if not found and formats.promises_references(source) and " " not in source:
            raise InputError(f"{source}: no such file or folder")
        if not found:
            raise InputError(
                f"{source}: no references there, and no identifier that can be looked up"
            )
        asked.identifiers += found
    asked.identifiers = list(dict.fromkeys(asked.identifiers))
    return asked


def newcomers(
    references: Iterable[Reference], present: Iterable[Reference]
) -> tuple[list[Reference], list[Diagnostic]]:
    """Those of the references that are new by DOI and by key, and why each of the
    others is left out.
    """
    by_key = {reference.id: reference for reference in present}
    by_doi = {doi: key for key, reference in by_key.items() if (doi := _doi(reference))}
    new: list[Reference] = []
    left_out: list[Diagnostic] = []
    for reference in references:
        doi, namesake = _doi(reference), by_key.get(reference.id)
        # A DOI decides before the key: the same work often has another key elsewhere.
        if doi in by_doi:
            left_out.append(
                Diagnostic(
                    "present",
                    f"already there as {by_doi[doi]}",
                    "info",
                    key=reference.id,
                )
            )
        elif namesake is None:
            new.append(reference)
            # What was taken in counts for those that follow: a file may hold a work
            # twice.
            by_key[reference.id] = reference
            if doi:
                by_doi[doi] = reference.id
        elif _same(namesake, reference):
            left_out.append(
                Diagnostic("present", "already there", "info", key=reference.id)
            )
        else:
            message = "left out: another work has this key"
            left_out.append(
                Diagnostic(
                    "taken-key",
                    message,
                    "error",
                    key=reference.id,
                )
            )
    return new, left_out


def _content(source: str) -> bytes:
    """The bytes of a file or of the standard input; of anything else the text
    itself.
    """
    try:
        if source == STDIN or Path(source).is_file():
            return content_of(source)
        return source.encode(errors="replace")
    except (OSError, ValueError):
        # Text may be too long for a name of a file, or have a NUL: then it is none.
        return source.encode(errors="replace")


def _references(
    source: str, content: bytes, format: str
) -> tuple[list[Reference], list[Diagnostic]]:
    try:
        if source == STDIN:
            return formats.read(content, path="<stdin>", format=format)
        if Path(source).is_dir():
            return read_all([source], format)
        if not Path(source).is_file():
            return [], []  # an identifier, or text with some in it
        return formats.read(content, path=source, format=format)
    except (FormatError, OSError, ValueError):
        return _typed(source)


def _typed(source: str) -> tuple[list[Reference], list[Diagnostic]]:
    """Return the list typed at the end of a Word, Writer or PDF file."""
    # Loaded here: readers of Word, Writer and PDF are for such files only.
    from csecrefs.library.typed_lists import DOCUMENTS, read_typed_list

    if Path(source).suffix.lower() not in DOCUMENTS:
        return [], []
    try:
        read = read_typed_list(source)
    except (FormatError, InputError, OSError):
        return [], []
    return read.references, list(read.diagnostics)


def _doi(reference: Reference) -> str:
    return parse_doi(reference.text("DOI")) or ""


def _same(one: Reference, other: Reference) -> bool:
    from csecrefs.comparison import profile, same_work

    return one == other or same_work(profile(one), profile(other)).accepted


def identifiers_in(text: str) -> list[str]:
    """Return `text` itself if it is an identifier or a URL, else every identifier in
    it.
    """
    text = text.strip()
    schemes = {"doi", "shortdoi", "arxiv", "pmid", "pmcid", "isbn"}
    found = [
        each.identifier
        for each in find_identifiers(text)
        if each.identifier.scheme in schemes
    ]
    is_address = text.lower().startswith(("http://", "https://")) and " " not in text
    if len(found) < 2 and (parse_identifier(text) or is_address):
        return [text]
    named = []
    for identifier in found:
        # The address of a DOI is encoded, and so is found again whatever is in it.
        if identifier.scheme == "doi":
            named.append(identifier.url)
        else:
            named.append(str(identifier))
    return list(dict.fromkeys(named))
