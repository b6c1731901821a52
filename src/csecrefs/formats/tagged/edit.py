"""Changes to a file of tagged lines (RIS, MEDLINE, Refer) that leave every other line
as it is.

Of a changed record only the fields that differ are written anew. The record is read
again; one that would read otherwise is written whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from csecrefs import formats
from csecrefs.formats.changes import RecordChanges
from csecrefs.formats.lines_edit import LinedText
from csecrefs.model import Reference
from csecrefs.patterns import regex

# A field's tag, of RIS and MEDLINE ("TI  - ", "PMID- ") or of Refer ("%T ").
_TAG: Final = regex(r"(?P<tag>[A-Z][A-Z0-9]{1,3} {0,2}-|%\S)(?P<space>[ \t]*)")
# Tags that open a record and are not taken out.
_OPEN: Final = frozenset({"TY", "PMID", "%0"})
# Tags of RIS with one meaning.
_SAME: Final = tuple(
    frozenset(tags.split())
    for tags in ("TI T1", "PY Y1", "AB N2", "AU A1", "T2 JF JO", "DO L3")
)


@attrs.frozen
class _Lines:
    """A field as written: its tag, its lines, and its value on one line."""

    tag: str
    lines: tuple[str, ...]

    @property
    def value(self) -> str:
        """The text after the tag, with the lines that continue it."""
        text = " ".join(line.strip() for line in self.lines)
        found = _TAG.match(text)
        if found:
            return " ".join(text[found.end() :].split())
        return text


def update_source(
    source: bytes,
    changes: RecordChanges,
    name: str,
) -> bytes:
    """Return the bytes of a file of the format `name` with changes, every other line as
    it was.
    """
    text = LinedText.of(source)
    spans: dict[tuple[int, int], str] = {}
    seen: set[str] = set()
    references = []
    if source.strip():
        references = formats.read(source, format=name)[0]
    starts = [(each.place.line or 1) - 1 for each in references]
    ends = [*starts[1:], len(text.lines)][: len(starts)]
    for reference, start, next_start in zip(references, starts, ends, strict=True):
        key = reference.id
        if key in seen:
            continue
        seen.add(key)
        end = next_start
        while end > start + 1 and not text.lines[end - 1].strip():
            end -= 1
        if key in changes.removed:
            spans[start, next_start] = ""
        elif key in changes.changed:
            lines = [line.rstrip("\r\n") for line in text.lines[start:end]]
            new = _changed(
                lines,
                reference,
                changes.changed[key],
                name,
            )
            spans[start, end] = "".join(f"{line}\n" for line in new)
    if changes.added:
        written = formats.write(tuple(changes.added), name)
        last = len(text.lines)
        spans[last, last] = _gap(text.lines) + written.rstrip("\n") + "\n"
    if spans:
        return text.with_spans(spans)
    return source


def _gap(lines: Sequence[str]) -> str:
    """Return what is between the last record and a new one."""
    if not any(line.strip() for line in lines):
        return ""
    if not lines[-1].strip():
        return ""
    if lines[-1].endswith(("\n", "\r")):
        return "\n"
    return "\n\n"


def _changed(
    lines: Sequence[str], old: Reference, new: Reference, name: str
) -> list[str]:
    """Return the lines of a record with the fields that differ."""
    was = list(_fields(formats.write((old,), name).splitlines()))
    wanted = list(_fields(formats.write((new,), name).splitlines()))
    present = list(_fields(lines))
    edited = _edited(present, was, wanted)
    keys = [field for field in wanted if field.value == new.id]
    for candidate in (edited, _with(edited, keys)):
        written = [line for field in candidate for line in field.lines]
        if _reads_as(written, new, name):
            return written
    return [line for field in wanted for line in field.lines if line.strip()]


def _reads_as(
    lines: Sequence[str],
    new: Reference,
    name: str,
) -> bool:
    text = "\n".join(lines) + "\n"
    found, _ = formats.read(text, format=name)
    if len(found) != 1 or (found[0].id, found[0].type) != (new.id, new.type):
        return False
    read = {key: str(value) for key, value in found[0].fields.items()}
    return read == {key: str(value) for key, value in new.fields.items()}


def _fields(lines: Sequence[str]) -> Iterator[_Lines]:
    """Yield the fields in lines; a line without a tag continues the one before."""
    tag, own = "", list[str]()
    for line in lines:
        found = _TAG.match(line)
        if found:
            if own:
                yield _Lines(tag, tuple(own))
            tag, own = found["tag"].rstrip("- "), [line]
        elif line.strip() or own:
            own.append(line)
    if own:
        yield _Lines(tag, tuple(own))


def _edited(
    present: Sequence[_Lines], was: Sequence[_Lines], wanted: Sequence[_Lines]
) -> list[_Lines]:
    """Return the fields of a record with the differences of two ways to write it."""
    gone, come = _difference(was, wanted), _difference(wanted, was)
    fields = list(present)
    for old in gone:
        at = _place_of(old, fields)
        new = next((field for field in come if field.tag == old.tag), None)
        if new is not None:
            come.remove(new)
        if at is None:
            come += [new] if new else []
        elif new is not None:
            fields[at] = _retagged(new, fields[at])
        elif fields[at].tag not in _OPEN:
            del fields[at]
    return _with(fields, come)


def _difference(these: Sequence[_Lines], those: Sequence[_Lines]) -> list[_Lines]:
    """Return the fields that are in the first and not in the second, repeated ones as
    often as they are more.
    """
    left = [(field.tag, field.value) for field in those]
    found = []
    for field in these:
        if (field.tag, field.value) in left:
            left.remove((field.tag, field.value))
        else:
            found.append(field)
    return found


def _place_of(old: _Lines, fields: Sequence[_Lines]) -> int | None:
    """Return where a field is: by tag and value, by value alone, by tag alone, by a
    tag that means the same.
    """
    places: list[list[int]] = [[], [], [], []]
    for at, field in enumerate(fields):
        is_equal = field.value == old.value
        if field.tag == old.tag:
            places[0 if is_equal else 2].append(at)
        elif is_equal and field.tag not in _OPEN:
            places[1].append(at)
        elif any({field.tag, old.tag} <= group for group in _SAME):
            places[3].append(at)
    return next((found[0] for found in places if found), None)


def _retagged(new: _Lines, present: _Lines) -> _Lines:
    """Return a field under the tag that the record has for it."""
    mine, theirs = _TAG.match(new.lines[0]), _TAG.match(present.lines[0])
    if mine is None or theirs is None:
        return new
    first = theirs[0] + new.lines[0][mine.end() :]
    return _Lines(present.tag, (first, *new.lines[1:]))


def _with(fields: Sequence[_Lines], come: Sequence[_Lines]) -> list[_Lines]:
    """Return the fields with more of them: after those of the same tag, else last."""
    result = list(fields)
    for new in come:
        if any(field.lines == new.lines for field in result):
            continue
        alike = [at for at, field in enumerate(result) if field.tag == new.tag]
        is_closed = bool(result) and result[-1].tag == "ER"
        if alike:
            at = alike[-1] + 1
        else:
            at = len(result) - is_closed
        result.insert(at, new)
    return result
