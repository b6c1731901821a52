"""MARC 21 as exchanged (ISO 2709), in.

Records are cut at their terminators and fields are matched with the directory by order,
not by offset: lengths are wrong in much of what circulates, terminators are not. MARC-8
is decoded by pymarc.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.marc.flavours import to_draft
from csecrefs.formats.marc.record import DataField, MarcRecord
from csecrefs.model import Reference
from csecrefs.patterns import regex

# ISO 2709: the marks after a record, after a field, and before a subfield.
_RECORD_END: Final = b"\x1d"
_FIELD_END: Final = b"\x1e"
_SUBFIELD: Final = b"\x1f"
# A leader: length, status and type of the record, address of the data, entry map; in
# wild files the entry map is not always "4500".
_HEAD: Final = regex(
    r"\s*\d{5}[a-z ][\w ]{1,2}[\w ]?[ a].{2,4}\d{5}.{7}\d{3}", re.DOTALL
)


def looks_like(head: str) -> bool:
    """True if the beginning of a text is a MARC record in ISO 2709."""
    return bool(_HEAD.match(head)) and "\x1e" in head


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a MARC file, and what was wrong with it."""
    content = source
    if isinstance(content, str):
        content = content.encode("utf-8", "replace")
    if not content.strip():
        return [], [Diagnostic("empty", "there is nothing in it", path=path)]
    drafts: list[Draft] = []
    diagnostics: list[Diagnostic] = []
    for number, chunk in enumerate(content.split(_RECORD_END), 1):
        # Files that were joined have line ends or a byte order mark between records.
        if not (chunk := chunk.lstrip(b"\r\n \x00\xef\xbb\xbf")):
            continue
        record = _parse(chunk)
        if record is None:
            diagnostics.append(
                Diagnostic(
                    "bad-record", f"record {number} is no MARC record", "error", path
                )
            )
        else:
            drafts.append(to_draft(record))
    if not content.rstrip().endswith(_RECORD_END) and drafts:
        diagnostics.append(
            Diagnostic("unfinished-record", "the last record has no end", path=path)
        )
    return finish(drafts), diagnostics


def _parse(chunk: bytes) -> MarcRecord | None:
    # The leader has 24 characters; an entry of the directory has 12:
    # the tag (3), the length of the field (4), its start (5).
    leader = chunk[:24].decode("ascii", "replace")
    head, *contents = chunk.split(_FIELD_END)
    directory = head[24:]
    if not re.match(r"\d{5}", leader) or not contents:
        return None
    entries = [directory[at : at + 12] for at in range(0, len(directory) - 11, 12)]
    # Fields stand in the order of their starts, which a directory may not keep.
    entries.sort(key=_start)
    control: dict[str, str] = {}
    fields = []
    for entry, content in zip(entries, contents, strict=False):
        tag = entry[:3].decode("ascii", "replace")
        if tag.startswith("00"):
            control.setdefault(tag, _decode(content))
        else:
            fields.append(_field(tag, content))
    return MarcRecord(leader, control, tuple(fields))


def _start(entry: bytes) -> int:
    """Return the position that an entry of the directory names; 0 for no number."""
    start = entry[7:12]
    if start.isdigit():
        return int(start)
    return 0


def _field(tag: str, content: bytes) -> DataField:
    indicators, *parts = content.split(_SUBFIELD)
    subfields = tuple(
        (part[:1].decode("ascii", "replace"), _decode(part[1:]))
        for part in parts
        if part
    )
    return DataField(
        tag,
        _decode(indicators).ljust(2)[:2],
        subfields,
    )


def _decode(content: bytes) -> str:
    """UTF-8, which much of what claims MARC-8 is, or MARC-8."""
    # MARC-8 changes character sets by escape sequences, which UTF-8 does not use.
    if b"\x1b" not in content:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    from pymarc.marc8 import marc8_to_unicode

    return str(marc8_to_unicode(content, hide_utf8_warnings=True))
