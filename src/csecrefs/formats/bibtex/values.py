"""Values of fields: macros expanded, `#` joined, and fields inherited from other
entries.

Source: BibLaTeX manual, appendix B (default inheritance setup) and section 3.13.6
(xdata containers).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from sys import intern
from typing import Final

from csecrefs.formats.bibtex.syntax import (
    MONTHS,
    Block,
    Database,
    EntryField,
    value_parts,
)
from csecrefs.formats.source import MAX_VALUE

# The most characters that macros may make of a value shorter than that.
_LONGEST: Final = 20_000

Fields = dict[str, str]
"""Field names in lower case and their values as TeX, without delimiters."""

# Fields that are an entry's own and never come from another.
_PRIVATE: Final = frozenset(
    """ids crossref xref xdata entryset entrysubtype execute label options presort related relatedoptions
    relatedstring relatedtype shorthand shorthandintro sortkey date+an keywords groups file timestamp owner
    date-added date-modified""".split()
)

_PARENTS: Final = ("crossref", "xdata")
_PARENT_LENGTHS: Final = frozenset(map(len, _PARENTS))

# Fields that a child does not inherit under the same name.
_NEVER_AS_IT_IS: Final = frozenset(
    "shorttitle sorttitle indextitle indexsorttitle".split()
)
_IN_BOOK: Final = frozenset("inbook bookinbook suppbook".split())
_IN_COLLECTION: Final = frozenset("incollection inreference suppcollection".split())
_TITLES: Final = ("title", "subtitle", "titleaddon")
# Types of the parent, types of the child, and what a title of the parent becomes in
# the child.
_INTO: Final = (
    (frozenset({"mvbook"}), _IN_BOOK | {"book"}, "main"),
    (
        frozenset({"mvcollection", "mvreference"}),
        _IN_COLLECTION | {"collection", "reference"},
        "main",
    ),
    (
        frozenset({"mvproceedings"}),
        frozenset({"proceedings", "inproceedings", "conference"}),
        "main",
    ),
    (frozenset({"book"}), _IN_BOOK, "book"),
    (frozenset({"collection", "reference", "book"}), _IN_COLLECTION, "book"),
    (
        frozenset({"proceedings", "book", "collection"}),
        frozenset({"inproceedings", "conference"}),
        "book",
    ),
    (frozenset({"periodical"}), frozenset({"article", "suppperiodical"}), "journal"),
)


class _LowerCase(dict[str, str]):
    """Names of fields in lower case, by the name as written: a file has few of them."""

    def __missing__(self, written: str) -> str:
        self[written] = lowered = intern(written.lower())
        return lowered


class Values:
    """The values of the entries of a database, as its macros and its cross-references
    make them.
    """

    def __init__(
        self, database: Database, strings: Iterable[Block] | None = None
    ) -> None:
        """`strings` are the @string blocks, where the caller knows them already."""
        self.database = database
        if strings is None:
            strings = (each for each in database.blocks if each.kind == "string")
        self._strings = strings
        self._inherited: dict[str, Fields] = {}
        self._names = _LowerCase()

    @cached_property
    def macros(self) -> dict[str, str]:
        """Every @string of the database, names in lower case; a later definition
        replaces an earlier one.
        """
        macros: dict[str, str] = {}
        for block in self._strings:
            for field in block.iter_fields():
                macros[field.name] = self._expand(field, macros, block)
        return macros

    @cached_property
    def _by_key(self) -> dict[str, Block]:
        found: dict[str, Block] = {}
        for block in self.database.entries:
            found.setdefault(block.key.casefold(), block)
        for block in self.database.entries:
            ids = block.field("ids")
            for alias in ids.value.strip('{}"').split(",") if ids else ():
                found.setdefault(alias.strip().casefold(), block)
        return found

    def own(self, block: Block) -> Fields:
        """The fields of an entry itself; of a repeated one the first counts."""
        fields: Fields = {}
        macros, names, source = self.macros, self._names, block.source
        spans = iter(block.spans)
        # Not by `block.iter_fields`: most values need no `Field` to be read.
        for start, name_end, value_start, end in zip(*[spans] * 4, strict=True):
            name = names[source[start:name_end]]
            if name in fields:
                self.database.report(
                    "duplicate-field", f"a second {name}", start, block.key
                )
                continue
            within = source[value_start + 1 : end - 1]
            if (
                1 < end - value_start <= MAX_VALUE
                and source[value_start] in '{"'
                and source[end - 1] in '}"'
                and "#" not in within
            ):
                fields[name] = within
                continue
            value = source[value_start:end]
            field = EntryField(name, value, start, value_start, end)
            fields[name] = self._expand(field, macros, block)
        return fields

    def all(self, block: Block) -> Fields:
        """The fields of an entry and those it inherits; what cannot be found or goes
        round is reported.
        """
        fields = self.own(block)
        if "crossref" in fields or "xdata" in fields:
            self._inherit(
                block,
                fields,
                (block.key.casefold(),),
            )
        return fields

    def doubtful(self, blocks: Iterable[Block]) -> list[Block]:
        """Return the entries whose values may be unreadable: those that inherit from
        others, and those with values that may be longer than is read.
        """
        longest = max(map(len, self.macros.values()), default=0)
        lowered = self.database.source.lower()
        has_parents = "crossref" in lowered or "xdata" in lowered
        found = []
        for block in blocks:
            length = block.end - block.start
            is_long = length > MAX_VALUE
            if longest and not is_long:
                operands = (
                    block.source.count(
                        "#",
                        block.start,
                        block.end,
                    )
                    + 1
                )
                is_long = operands * longest + length > _LONGEST
            if is_long or (has_parents and _refers(block)):
                found.append(block)
        return found

    def _inherit(
        self,
        block: Block,
        fields: Fields,
        trail: tuple[str, ...],
    ) -> None:
        for kind in ("xdata", "crossref"):
            for key in _keys(fields.get(kind, "")):
                if parent := self._parent(block, kind, key, trail):
                    values = self._parent_fields(
                        parent,
                        (*trail, key.casefold()),
                    )
                    pairs: Iterable[tuple[str, str]] = values.items()
                    if kind == "crossref":
                        pairs = passed_on(parent.type, block.type, values)
                    for name, value in pairs:
                        if name not in _PRIVATE:
                            fields.setdefault(name, value)

    def _parent(
        self, block: Block, kind: str, key: str, trail: tuple[str, ...]
    ) -> Block | None:
        parent = self._by_key.get(key.casefold())
        problem = ""
        if parent is None:
            problem, code = f"{kind} to {key}, which is not there", "missing-crossref"
        elif key.casefold() in trail or len(trail) > 20:
            problem, code = f"{kind} to {key} goes round in a circle", "crossref-cycle"
        if problem:
            self.database.report(
                code,
                problem,
                block.start,
                block.key,
            )
            return None
        return parent

    def _parent_fields(
        self,
        parent: Block,
        trail: tuple[str, ...],
    ) -> Fields:
        key = parent.key.casefold()
        if key not in self._inherited:
            fields = {
                field.name: self._expand(field, self.macros, None)
                for field in reversed(parent.fields)
            }
            if "crossref" in fields or "xdata" in fields:
                self._inherit(parent, fields, trail)
            self._inherited[key] = fields
        return self._inherited[key]

    def _expand(
        self, field: EntryField, macros: dict[str, str], block: Block | None
    ) -> str:
        if field.end - field.value_start > MAX_VALUE:
            field = field._replace(value=field.value[:MAX_VALUE])
            if block is not None:
                message = (
                    f"only the first {MAX_VALUE:,} characters of {field.name} are read"
                )
                self.database.report(
                    "too-long",
                    message,
                    field.value_start,
                    block.key,
                )
        value = field.value
        if "#" not in value and value:
            if value[0] in '{"':
                if len(value) > 1 and value[-1] in '}"':
                    return value[1:-1]
                return value[1:]
            if value.isdigit():
                return value
        return self._joined(field, macros, block)

    def _joined(
        self, field: EntryField, macros: dict[str, str], block: Block | None
    ) -> str:
        """The operands of a value in one; not past a limit, since macros made of macros
        grow without end.
        """
        texts: list[str] = []
        room = max(_LONGEST, len(field.value))
        for part in value_parts(field.value):
            text = self._operand(
                part.kind == "bare",
                part.text,
                field,
                macros,
                block,
            )
            texts.append(text[:room])
            room -= len(text)
            if room < 0:
                key = ""
                if block:
                    key = block.key
                self.database.report(
                    "too-long", f"{field.name} grows too long", field.value_start, key
                )
                break
        return "".join(texts)

    def _operand(
        self,
        bare: bool,
        text: str,
        field: EntryField,
        macros: dict[str, str],
        block: Block | None,
    ) -> str:
        """The text of an operand; a macro nobody defined is its name, and reported."""
        if not bare or text.isdigit():
            return text
        name = text.lower()
        if name in macros:
            return macros[name]
        if (
            name not in MONTHS
            and block is not None
            and text[:1].isalpha()
            and not any(map(str.isspace, text))
        ):
            message = f"{field.name} uses {text}, which no @string defines"
            self.database.report(
                "undefined-macro", message, field.value_start, block.key
            )
        return text


def _refers(block: Block) -> bool:
    """True if an entry has a field that names what it inherits from."""
    spans, source = block.spans, block.source
    for start, end in zip(
        spans[::4],
        spans[1::4],
        strict=True,
    ):
        if end - start in _PARENT_LENGTHS and source[start:end].lower() in _PARENTS:
            return True
    return False


def _keys(value: str) -> list[str]:
    return [key.strip() for key in value.split(",") if key.strip()]


def passed_on(
    parent: str,
    child: str,
    fields: Fields,
) -> Iterator[tuple[str, str]]:
    """Return the fields that an entry of type `child` inherits by `crossref` from one
    of type `parent`.
    """
    prefix = next(
        (
            into
            for parents, children, into in _INTO
            if parent in parents and child in children
        ),
        "",
    )
    for name, value in fields.items():
        if prefix and name in _TITLES:
            yield prefix + name, value
        elif prefix and name in _NEVER_AS_IT_IS:
            if prefix == "journal" and name == "shorttitle":
                yield "shortjournal", value
        else:
            yield name, value
            if name == "author" and child in _IN_BOOK and parent in ("book", "mvbook"):
                yield "bookauthor", value
