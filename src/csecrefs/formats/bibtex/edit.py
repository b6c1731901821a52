"""Changes to a .bib file that leave every other byte as it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Final

from csecrefs.errors import InputError
from csecrefs.formats.bibtex.encoding import Decoded, decode
from csecrefs.formats.bibtex.fields import OLD_NAMES, Dialect, entry_fields, old_date
from csecrefs.formats.bibtex.layout import delimited, has_trailing_comma, layout_of
from csecrefs.formats.bibtex.parser import parse
from csecrefs.formats.bibtex.records import to_reference
from csecrefs.formats.bibtex.syntax import Block, Database, EntryField
from csecrefs.formats.bibtex.tables import ALIASES
from csecrefs.formats.bibtex.values import Values
from csecrefs.formats.changes import RecordChanges
from csecrefs.model.date import Date
from csecrefs.model.place import Place
from csecrefs.model.reference import Reference
from csecrefs.patterns import regex

# The rest of a line on which nothing more stands: blanks and a line break.
_LINE_END: Final = regex(r"[ \t]*(?:\r\n?|\n)")
# The comma after a field, which may be on a line of its own.
_COMMA: Final = regex(r"\s*,")
# The type of an entry, with the sign that opens it: "@article", "@ Book".
_TYPE: Final = regex(r"@\s*([^\s{}()\"#%',=@]+)")
# A citation key that BibTeX and biber read as one word: "doe2020", "DBLP:journals/x".
_KEY: Final = regex(r"[^\s,{}()=\"#%'\\~]+")


class DatabaseEdit:
    """Changes to `database`, gathered and made by `str()`; the database itself stays as
    it was.

    Values are TeX without delimiters. Raises InputError for what no .bib file can hold:
    braces that do not pair, keys with a space or a comma.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.layout = layout_of(database)
        self._changes: dict[tuple[int, int], str] = {}
        # The starts of the fields that are taken out.
        self._removed: set[int] = set()

    def __str__(self) -> str:
        source, done = self.database.source, 0
        out: list[str] = []
        for (start, end), text in sorted(self._changes.items()):
            out += (source[done:start], text)
            done = end
        return "".join([*out, source[done:]])

    def set_field(
        self,
        entry: Block,
        name: str,
        value: str,
    ) -> None:
        """Give a field a value: the first of that name, else a new one after the
        last.
        """
        field = entry.field(name.lower())
        if field is None:
            self._append_field(entry, name, value)
            return
        quote = field.value[:1]
        bare = quote not in ("{", '"') and value.isascii() and value.isdigit()
        if bare:
            written = value
        else:
            written = delimited(name, value, quote)
        self._changes[field.value_start, field.end] = written

    def remove_field(
        self,
        entry: Block,
        name: str,
    ) -> None:
        """Remove every field of that name, with the space before it and the comma after
        it.
        """
        fields = entry.fields
        for index, field in enumerate(fields):
            if field.name == name.lower():
                self._removed.add(field.start)
                if index:
                    before = _after_comma(entry, fields[index - 1])
                else:
                    before = _after_key(entry)
                gap, end = (
                    entry.source[before : field.start],
                    _after_comma(entry, field),
                )
                start = before + len(gap.rstrip())
                if "%" in gap:
                    start = before + _line_start(gap)
                    line_end = _LINE_END.match(entry.source, end)
                    if line_end:
                        end = line_end.end()
                self._changes[start, end] = ""

    def set_key(
        self,
        entry: Block,
        key: str,
    ) -> None:
        """Give an entry another citation key."""
        if not _KEY.fullmatch(key):
            raise InputError(f"not a citation key: {key!r}")
        if entry.key_start >= 0:
            start = entry.key_start
        else:
            start = entry.text.find("{") + entry.start + 1
        if entry.key_start >= 0:
            self._changes[start, start + len(entry.key)] = key
        else:
            self._changes[start, start + len(entry.key)] = f"{key},"

    def set_type(
        self,
        entry: Block,
        type_: str,
    ) -> None:
        """Give an entry another type."""
        word = _TYPE.match(entry.source, entry.start)
        if word:
            self._changes[word.span(1)] = type_

    def remove_entry(self, entry: Block) -> None:
        """Remove an entry and the blank space after it."""
        rest = re.compile(r"[ \t]*(?:\r\n?|\n|\Z)+").match(
            self.database.source, entry.end
        )
        self._changes[entry.start, rest.end() if rest else entry.end] = ""

    def add_entry(
        self,
        type_: str,
        key: str,
        fields: Mapping[str, str],
    ) -> None:
        """Add an entry after the last one, laid out as the others are."""
        if not _KEY.fullmatch(key):
            raise InputError(f"not a citation key: {key!r}")
        written = self.layout.entry(type_, key, fields)
        entries = self.database.entries
        if entries:
            at = entries[-1].end
        else:
            at = len(self.database.source)
        self._changes[at, at] = (
            self._changes.get((at, at), "") + self._gap(at) + written + self._tail(at)
        )

    def _gap(self, at: int) -> str:
        """The line ends before a new entry."""
        before = self._left_before(at)
        if not before.strip():
            return ""
        # A comment at the end of a file has its own line end.
        present = len(re.findall(r"\r\n?|\n", before[len(before.rstrip()) :]))
        return self.layout.newline * max(self.layout.between - present, 0)

    def _left_before(self, at: int) -> str:
        """Return what the text before a place will be, without what is taken out."""
        done = 0
        left: list[str] = []
        for (start, end), text in sorted(self._changes.items()):
            if start <= at:
                left += (self.database.source[done:start], text)
                done = max(done, end)
        left.append(self.database.source[done:at])
        return "".join(left)

    def _tail(self, at: int) -> str:
        if at == len(self.database.source):
            return self.layout.newline
        return ""

    def _append_field(
        self,
        entry: Block,
        name: str,
        value: str,
    ) -> None:
        fields = entry.fields
        layout = self.layout
        if len(fields) > 1:
            layout = layout_of(self.database, [entry])
        longest = 0
        if fields:
            longest = max(len(field.name) for field in fields)
        written = layout.field(name, value, longest)
        if not fields:
            after = _after_key(entry)
            lead = ","
            if entry.source[after - 1] in ",{":
                lead = ""
            self._insert(
                after,
                f"{lead}{layout.newline}{layout.indent}{written},{layout.newline}",
            )
            return
        last = fields[-1]
        after = _after_comma(entry, last)
        one_line = not re.search(r"[\r\n]", entry.text)
        if one_line:
            lead = " "
        else:
            lead = layout.newline + layout.indent
        if has_trailing_comma(entry):
            self._insert(after, f"{lead}{written},")
        elif last.start in self._removed and (last.end, last.end) not in self._changes:
            # The comma before the last field stays when that is taken out.
            self._insert(last.end, f"{lead}{written}")
        else:
            self._insert(last.end, f",{lead}{written}")

    def _insert(
        self,
        at: int,
        text: str,
    ) -> None:
        self._changes[at, at] = self._changes.get((at, at), "") + text


def update(database: Database, references: Iterable[Reference]) -> str:
    """The source of `database` with these records in it: what a record changes is
    written anew, field by field, records that are not there are added, entries nobody
    names are left alone."""
    edit, values = DatabaseEdit(database), Values(database)
    by_key = {block.key: block for block in reversed(database.entries)}
    dialect = dialect_of(database)
    for reference in references:
        if (block := by_key.get(reference.id)) is None:
            new = entry_fields(reference, dialect)
            edit.add_entry(
                new.type,
                new.key,
                new.fields,
            )
        elif (
            old := to_reference(
                block,
                values.all(block),
                database,
            )
        ) != reference:
            _update_entry(
                edit,
                block,
                old,
                reference,
                _dialect_in(block, dialect),
            )
    return str(edit)


def update_bytes(source: bytes, references: Iterable[Reference]) -> bytes:
    """As `update` for the bytes of a file, which keeps its encoding and byte order
    mark.
    """
    decoded = decode(source)
    return decoded.encode(update(parse(decoded.text), references))


def dialect_of(database: Database) -> Dialect:
    """Return the dialect of the entries, by field names in which the two differ."""
    names = Counter(
        field.name for block in database.entries for field in block.iter_fields()
    )
    modern = names["date"] + sum(names[name] for name in OLD_NAMES)
    old = names["year"] + sum(names[name] for name in OLD_NAMES.values())
    if old > modern:
        return "bibtex"
    return "biblatex"


@lru_cache(maxsize=2)
def _parsed(source: bytes) -> tuple[Decoded, Database]:
    """Return a file parsed; kept, since one save looks at the same file three times,
    before and after.
    """
    decoded = decode(source)
    return decoded, parse(decoded.text)


def read_entries(
    source: bytes,
    keys: Collection[str],
    path: str,
) -> list[Reference]:
    """Return the records of the first entries with these keys, without reading others.

    For a large file that takes a fifth of the time.
    """
    database = _parsed(source)[1]
    values = Values(database)
    found: dict[str, Reference] = {}
    for block in database.entries:
        if block.key in keys and block.key not in found:
            reference = to_reference(
                block,
                values.all(block),
                database,
            )
            place = Place(
                path,
                reference.place.line,
                reference.place.lines,
            )
            found[block.key] = reference.at(place)
    return list(found.values())


def other_entries(source: bytes, keys: Collection[str]) -> dict[str, str]:
    """Return the texts of the entries with other keys."""
    entries = _parsed(source)[1].entries
    return {block.key: block.text for block in entries if block.key not in keys}


def entry_lines(source: bytes) -> dict[str, int]:
    """Return the line at which the first entry with each key begins."""
    database = _parsed(source)[1]
    lines: dict[str, int] = {}
    for block in database.entries:
        lines.setdefault(block.key, database.line(block.start))
    return lines


def update_source(source: bytes, changes: RecordChanges) -> bytes:
    """Return the bytes of a .bib file with changes, every other byte as it was.

    A changed entry keeps its dialect (journal or journaltitle, year or date) and the
    order of its fields. Entries that refer to one that was renamed, or merged into
    another, follow it.
    """
    decoded, database = _parsed(source)
    edit, values = DatabaseEdit(database), Values(database)
    dialect = dialect_of(database)
    renamed: dict[str, str] = {}
    seen: set[str] = set()
    for block in database.entries:
        if block.key in seen:
            continue
        seen.add(block.key)
        if block.key in changes.removed:
            edit.remove_entry(block)
            continue
        new = changes.changed.get(block.key)
        if new is None:
            continue
        if new.id != block.key:
            edit.set_key(block, new.id)
            renamed[block.key] = new.id
        old = to_reference(
            block,
            values.all(block),
            database,
        )
        if old != new:
            _update_entry(
                edit,
                block,
                old,
                new,
                _dialect_in(block, dialect),
            )
    for reference in changes.added:
        entry = entry_fields(reference, dialect)
        edit.add_entry(
            entry.type,
            entry.key,
            entry.fields,
        )
    renamed.update(changes.replaced)
    if renamed:
        _follow(edit, renamed)
    added = {each.id for each in changes.added}
    if gone := changes.removed - added - changes.replaced.keys():
        _refuse_orphans(database, gone)
    text = str(edit)
    if text == decoded.text:
        return source
    return decoded.encode(text)


def _refuse_orphans(database: Database, removed: Collection[str]) -> None:
    """Raise InputError if an entry that stays takes fields from one that goes: it would
    lose them, and nobody would see it.
    """
    parents = {key.casefold(): key for key in removed}
    for block in database.entries:
        # Few entries inherit, and fields take long to find in a large file.
        text = block.text.lower()
        if block.key in removed or not any(name in text for name in _INHERITING):
            continue
        for field in block.iter_fields():
            if field.name not in _INHERITING:
                continue
            value = "".join(part.text for part in field.parts)
            for key in value.split(","):
                parent = parents.get(key.strip().casefold())
                if parent is not None:
                    raise InputError(
                        f"{parent}: {block.key} takes fields from it ({field.name}); "
                        f"remove both, or give {block.key} these fields first"
                    )


def _follow(edit: DatabaseEdit, renamed: Mapping[str, str]) -> None:
    """Give the fields that refer to renamed entries the new keys.

    BibTeX finds the parent of a `crossref` whatever the case of its key.
    """
    present = {block.key for block in edit.database.entries}
    folded = {key.casefold(): new for key, new in renamed.items()}
    for block in edit.database.entries:
        for field in block.iter_fields():
            if field.name not in _REFERRING:
                continue
            value = "".join(part.text for part in field.parts)
            keys = [key.strip() for key in value.split(",")]
            followed = []
            for key in keys:
                if key in renamed:
                    followed.append(renamed[key])
                elif key in present:
                    followed.append(key)
                else:
                    followed.append(folded.get(key.casefold(), key))
            if followed != keys:
                edit.set_field(block, field.name, ",".join(followed))


def _dialect_in(block: Block, default: Dialect) -> Dialect:
    """Return the dialect of an entry: by its own field names, else that of the file."""
    own = {field.name for field in block.iter_fields()}
    modern = len(own & {"date", *OLD_NAMES})
    old = len(own & {"year", *OLD_NAMES.values()})
    if modern == old:
        return default
    if old > modern:
        return "bibtex"
    return "biblatex"


def _update_entry(
    edit: DatabaseEdit, block: Block, old: Reference, new: Reference, dialect: Dialect
) -> None:
    was, wanted = entry_fields(old, dialect), entry_fields(new, dialect)
    if was.type != wanted.type:
        edit.set_type(block, wanted.type)
    before, after = dict(was.fields), dict(wanted.fields)
    own = {field.name for field in block.iter_fields()}
    if "date" not in own and "year" in own and before.get("date") != after.get("date"):
        for fields, reference in ((before, old), (after, new)):
            fields.pop("date", None)
            fields.update(old_date(reference.date() or Date()))
    # What goes is taken out first: what comes must know which field is the last one.
    gone = [name for name in before if name not in after]
    for name in dict.fromkeys([*gone, *after, *before]):
        if before.get(name) == after.get(name):
            continue
        written = _written_name(name, own)
        if name in after:
            edit.set_field(block, written, after[name])
        else:
            edit.remove_field(block, written)
        if name.endswith("title"):
            for part in (f"{name[:-5]}subtitle", f"{name[:-5]}titleaddon"):
                if part in own and part not in after:
                    edit.remove_field(block, part)


def _written_name(name: str, own: Collection[str]) -> str:
    """Return the name that an entry has for a field: the same, or another for it."""
    if name in own:
        return name
    modern = ALIASES.get(name, name)
    others = (modern, *_OTHER_NAMES.get(modern, ()))
    return next((other for other in others if other in own), name)


# Fields through which an entry has those of another (biblatex manual, section 2.4.1).
_INHERITING: Final = frozenset({"crossref", "xdata"})
# Fields that have keys of other entries.
_REFERRING: Final = frozenset("crossref xref xdata related entryset".split())

_OTHER_NAMES: Final[dict[str, list[str]]] = {}
for _old, _new in ALIASES.items():
    _OTHER_NAMES.setdefault(_new, []).append(_old)


def _after_key(entry: Block) -> int:
    """Return the start of an entry's fields: after its key and the comma."""
    if entry.key_start < 0:
        return entry.start + entry.text.find("{") + 1
    at = entry.key_start + len(entry.key)
    comma = _COMMA.match(entry.source, at)
    if comma:
        return comma.end()
    return at


def _line_start(gap: str) -> int:
    """Return the start of a field's line in the gap before it: after a comment, which
    keeps its own line.
    """
    return max(gap.rfind("\n"), gap.rfind("\r")) + 1


def _after_comma(entry: Block, field: EntryField) -> int:
    comma = _COMMA.match(entry.source, field.end)
    if comma:
        return comma.end()
    return field.end
