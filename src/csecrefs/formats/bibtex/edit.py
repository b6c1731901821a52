"""Changes to a .bib file that leave every other byte as it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from csecrefs.errors import InputError
from csecrefs.formats.bibtex.encoding import decode
from csecrefs.formats.bibtex.fields import OLD_NAMES, Dialect, entry_fields, old_date
from csecrefs.formats.bibtex.layout import delimited, has_trailing_comma, layout_of
from csecrefs.formats.bibtex.parser import parse
from csecrefs.formats.bibtex.records import to_reference
from csecrefs.formats.bibtex.syntax import Block, Database, Field
from csecrefs.formats.bibtex.tables import ALIASES
from csecrefs.formats.bibtex.values import Values
from csecrefs.model.date import Date
from csecrefs.model.reference import Reference

_LINE_END: Final = re.compile(r"[ \t]*(?:\r\n?|\n)")
_COMMA: Final = re.compile(r"\s*,")
_KEY: Final = re.compile(r"[^\s,{}()=\"#%'\\~]+")


class Edit:
    """Changes to `database`, gathered and made by `str()`; the database itself stays as
    it was.

    Values are TeX without delimiters. Raises InputError for what no .bib file can hold:
    braces that do not pair, keys with a space or a comma.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.layout = layout_of(database)
        self._changes: dict[tuple[int, int], str] = {}

    def __str__(self) -> str:
        source, done = self.database.source, 0
        out: list[str] = []
        for (start, end), text in sorted(self._changes.items()):
            out += (source[done:start], text)
            done = end
        return "".join([*out, source[done:]])

    def set_field(self, entry: Block, name: str, value: str) -> None:
        """Give a field a value: the first of that name, else a new one after the
        last.
        """
        field = entry.field(name.lower())
        if field is None:
            self._append_field(entry, name, value)
            return
        quote = field.value[:1]
        bare = quote not in ("{", '"') and value.isascii() and value.isdigit()
        written = value if bare else delimited(name, value, quote)
        self._changes[field.value_start, field.end] = written

    def remove_field(self, entry: Block, name: str) -> None:
        """Remove every field of that name, with the space before it and the comma after
        it.
        """
        fields = entry.fields
        for index, field in enumerate(fields):
            if field.name == name.lower():
                before = (
                    _after_comma(entry, fields[index - 1])
                    if index
                    else _after_key(entry)
                )
                gap, end = (
                    entry.source[before : field.start],
                    _after_comma(entry, field),
                )
                start = before + len(gap.rstrip())
                if "%" in gap:
                    start = before + _line_start(gap)
                    line_end = _LINE_END.match(entry.source, end)
                    end = line_end.end() if line_end else end
                self._changes[start, end] = ""

    def set_key(self, entry: Block, key: str) -> None:
        """Give an entry another citation key."""
        if not _KEY.fullmatch(key):
            raise InputError(f"not a citation key: {key!r}")
        start = (
            entry.key_start
            if entry.key_start >= 0
            else entry.text.find("{") + entry.start + 1
        )
        self._changes[start, start + len(entry.key)] = (
            key if entry.key_start >= 0 else f"{key},"
        )

    def remove_entry(self, entry: Block) -> None:
        """Remove an entry and the blank space after it."""
        rest = re.compile(r"[ \t]*(?:\r\n?|\n|\Z)+").match(
            self.database.source, entry.end
        )
        self._changes[entry.start, rest.end() if rest else entry.end] = ""

    def add_entry(self, type_: str, key: str, fields: Mapping[str, str]) -> None:
        """Add an entry after the last one, laid out as the others are."""
        if not _KEY.fullmatch(key):
            raise InputError(f"not a citation key: {key!r}")
        written = self.layout.entry(type_, key, fields)
        entries = self.database.entries
        at = entries[-1].end if entries else len(self.database.source)
        self._changes[at, at] = (
            self._changes.get((at, at), "") + self._gap(at) + written + self._tail(at)
        )

    def _gap(self, at: int) -> str:
        """The line ends before a new entry."""
        if not self.database.source.strip() and (at, at) not in self._changes:
            return ""
        return self.layout.newline * self.layout.between

    def _tail(self, at: int) -> str:
        return self.layout.newline if at == len(self.database.source) else ""

    def _append_field(self, entry: Block, name: str, value: str) -> None:
        fields = entry.fields
        layout = layout_of(self.database, [entry]) if len(fields) > 1 else self.layout
        longest = max(len(field.name) for field in fields) if fields else 0
        written = layout.field(name, value, longest)
        if not fields:
            after = _after_key(entry)
            lead = "" if entry.source[after - 1] in ",{" else ","
            self._insert(
                after,
                f"{lead}{layout.newline}{layout.indent}{written},{layout.newline}",
            )
            return
        last = fields[-1]
        after = _after_comma(entry, last)
        one_line = not re.search(r"[\r\n]", entry.text)
        lead = " " if one_line else layout.newline + layout.indent
        if has_trailing_comma(entry):
            self._insert(after, f"{lead}{written},")
        else:
            self._insert(last.end, f",{lead}{written}")

    def _insert(self, at: int, text: str) -> None:
        self._changes[at, at] = self._changes.get((at, at), "") + text


def update(database: Database, references: Iterable[Reference]) -> str:
    """The source of `database` with these records in it: what a record changes is
    written anew, field by field, records that are not there are added, entries nobody
    names are left alone."""
    edit, values = Edit(database), Values(database)
    by_key = {block.key: block for block in reversed(database.entries)}
    dialect = dialect_of(database)
    for reference in references:
        if (block := by_key.get(reference.id)) is None:
            new = entry_fields(reference, dialect)
            edit.add_entry(new.type, new.key, new.fields)
        elif (old := to_reference(block, values.all(block), database)) != reference:
            _update_entry(edit, block, old, reference)
    return str(edit)


def update_bytes(source: bytes, references: Iterable[Reference]) -> bytes:
    """As `update` for the bytes of a file, which keeps its encoding and byte order
    mark.
    """
    decoded = decode(source)
    return decoded.encode(update(parse(decoded.text), references))


def dialect_of(database: Database) -> Dialect:
    """Whether the entries use BibLaTeX's field names or BibTeX's, where the two
    differ.
    """
    names = Counter(
        field.name for block in database.entries for field in block.iter_fields()
    )
    modern = names["date"] + sum(names[name] for name in OLD_NAMES)
    old = names["year"] + sum(names[name] for name in OLD_NAMES.values())
    return "bibtex" if old > modern else "biblatex"


def _update_entry(edit: Edit, block: Block, old: Reference, new: Reference) -> None:
    before, after = dict(entry_fields(old).fields), dict(entry_fields(new).fields)
    own = {field.name for field in block.iter_fields()}
    if "date" not in own and "year" in own and before.get("date") != after.get("date"):
        for fields, reference in ((before, old), (after, new)):
            fields.pop("date", None)
            fields.update(old_date(reference.date() or Date()))
    for name in dict.fromkeys([*after, *before]):
        if before.get(name) == after.get(name):
            continue
        written = next(
            (old_name for old_name in _OTHER_NAMES.get(name, ()) if old_name in own),
            name,
        )
        if name in after:
            edit.set_field(block, written, after[name])
        else:
            edit.remove_field(block, written)
        if name.endswith("title"):
            for part in (f"{name[:-5]}subtitle", f"{name[:-5]}titleaddon"):
                if part in own and part not in after:
                    edit.remove_field(block, part)


_OTHER_NAMES: Final[dict[str, list[str]]] = {}
for _old, _new in ALIASES.items():
    _OTHER_NAMES.setdefault(_new, []).append(_old)


def _after_key(entry: Block) -> int:
    """Where the fields of an entry begin: after its key and the comma."""
    if entry.key_start < 0:
        return entry.start + entry.text.find("{") + 1
    at = entry.key_start + len(entry.key)
    comma = _COMMA.match(entry.source, at)
    return comma.end() if comma else at


def _line_start(gap: str) -> int:
    """Where the line of a field begins in the gap before it: after a comment, which has
    to keep its line.
    """
    return max(gap.rfind("\n"), gap.rfind("\r")) + 1


def _after_comma(entry: Block, field: Field) -> int:
    comma = _COMMA.match(entry.source, field.end)
    return comma.end() if comma else field.end
