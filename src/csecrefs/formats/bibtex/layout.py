"""Layout of .bib files: the habits of a file, and new entries that follow them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeVar

import attrs

from csecrefs.errors import InputError
from csecrefs.formats.bibtex.syntax import MONTHS, Block, Database, closing_brace
from csecrefs.patterns import regex

Case = Literal["lower", "upper", "title"]
_T = TypeVar("_T")

# The sign that opens an entry's fields, as BibTeX allows: "@article{" or "@article(".
_OPENING: Final = regex(r"[{(]")
# Entries that the layout of a file is judged by.
_SAMPLE: Final = 200
_BY_LONGEST: Final = -1


@attrs.frozen
class Layout:
    """The habits of a file: what stands before, between and after the parts of an
    entry.

    `aligned` says whether `=` or the values stand in one column, `column` in which one,
    counted from the start of the name; -1 is after the longest name of the entry.
    """

    indent: str = "  "
    newline: str = "\n"
    opening: str = "{"
    quote: str = "{"
    case: Case = "lower"
    type_case: Case = "lower"
    equals: str = " = "
    aligned: Literal["", "equals", "value"] = ""
    column: int = 0
    trailing_comma: bool = True
    between: int = 2

    def field(
        self,
        name: str,
        value: str,
        longest: int = 0,
    ) -> str:
        """A field without its indent and comma; `longest` is the length of the entry's
        longest name.
        """
        written = _cased(name, self.case)
        before, after = self.equals.split("=")
        if self.column != _BY_LONGEST:
            column = self.column
        else:
            column = longest + len(before)
        if self.aligned == "equals":
            before = " " * max(column - len(written), len(before), 1)
        elif self.aligned == "value":
            after = " " * max(
                column - len(written) - len(before) - 1,
                1,
            )
        return f"{written}{before}={after}{delimited(name, value, self.quote)}"

    def entry(
        self,
        type_: str,
        key: str,
        fields: Mapping[str, str],
    ) -> str:
        """A whole entry, without a line end after it."""
        longest = max(map(len, fields), default=0)
        lines = [
            self.indent + self.field(name, value, longest)
            for name, value in fields.items()
        ]
        body = ("," + self.newline).join(
            [f"@{_cased(type_, self.type_case)}{self.opening}{key}", *lines]
        )
        comma = ""
        if self.trailing_comma or not fields:
            comma = ","
        return f"{body}{comma}{self.newline}{'}' if self.opening == '{' else ')'}"


def delimited(
    name: str,
    value: str,
    quote: str = "{",
) -> str:
    """A value as it is written: a month's macro bare, anything else in braces or
    quotation marks.

    Raises InputError for braces that do not pair, which no .bib file can hold.
    """
    if name == "month" and value in MONTHS:
        return value
    if (
        closing_brace(
            f"{{{value}}}",
            0,
            len(value) + 2,
        )
        != len(value) + 1
    ):
        raise InputError(f"braces that do not pair in {name}: {value}")
    if quote == '"' and '"' not in value:
        return f'"{value}"'
    return f"{{{value}}}"


def layout_of(database: Database, entries: Sequence[Block] = ()) -> Layout:
    """The habits of most entries of a file, or of those given; the defaults where
    nothing tells.
    """
    sample = [
        block for block in entries or database.entries[:_SAMPLE] if len(block.spans)
    ]
    default = Layout(newline=_newline(database.source))
    if not sample:
        return default
    fields = [(block, field) for block in sample for field in block.fields]
    names = (
        block.source[field.start : field.start + len(field.name)]
        for block, field in fields
    )
    signs = [
        block.source[field.start + len(field.name) : field.value_start]
        for block, field in fields
    ]
    aligned, column = _alignment(sample)
    return attrs.evolve(
        default,
        indent=_most(filter(None, map(_indent, sample)), default.indent),
        opening=_most(
            (match[0] for block in sample if (match := _OPENING.search(block.text))),
            "{",
        ),
        quote=_most(
            (field.value[:1] for _, field in fields if field.value[:1] in ("{", '"')),
            "{",
        ),
        case=_most(map(_case, names), default.case),
        type_case=_most(
            (_case(block.text[1:].lstrip()[: len(block.type)]) for block in sample),
            "lower",
        ),
        equals=_least(signs)
        if aligned
        else _most((sign for sign in signs if sign.count("=") == 1), " = "),
        aligned=aligned,
        column=column,
        trailing_comma=_most(map(has_trailing_comma, sample), True),
        between=_most(_gaps(database), default.between),
    )


def _newline(source: str) -> str:
    if "\r\n" in source:
        return "\r\n"
    if "\r" in source and "\n" not in source:
        return "\r"
    return "\n"


def _most(seen: Iterable[_T], default: _T) -> _T:
    common = Counter(seen).most_common(1)
    if common:
        return common[0][0]
    return default


def _least(signs: Iterable[str]) -> str:
    """The tightest of the signs of aligned fields: that of the longest name."""
    return min(
        (sign for sign in signs if sign.count("=") == 1),
        key=len,
        default=" = ",
    )


def _case(word: str) -> Case:
    if word.isupper():
        return "upper"
    if word[:1].isupper():
        return "title"
    return "lower"


def _cased(word: str, case: Case) -> str:
    return {
        "lower": word.lower(),
        "upper": word.upper(),
        "title": word[:1].upper() + word[1:].lower(),
    }[case]


def _indent(block: Block) -> str:
    """Return the space before a field that begins its line; "" if none does."""
    for field in block.iter_fields():
        before = re.split(r"[\r\n]", block.source[block.start : field.start])
        if len(before) > 1 and not before[-1].strip():
            return before[-1]
    return ""


def _alignment(sample: Sequence[Block]) -> tuple[Literal["", "equals", "value"], int]:
    """Return the alignment of most entries, by `=` or by values, and its column."""
    columns: list[tuple[Literal["", "equals", "value"], int]] = []
    for block in sample:
        signs = {
            block.source.find("=", field.start) - field.start for field in block.fields
        }
        values = {field.value_start - field.start for field in block.fields}
        varied = len({len(field.name) for field in block.fields}) > 1
        if varied and len(signs) == 1:
            columns.append(("equals", signs.pop()))
        elif varied and len(values) == 1:
            columns.append(("value", values.pop()))
        elif varied:
            columns.append(("", 0))
    aligned = _most((kind for kind, _ in columns), "")
    found = {column for kind, column in columns if kind == aligned}
    return aligned, (found.pop() if len(found) == 1 else _BY_LONGEST) if aligned else 0


def has_trailing_comma(block: Block) -> bool:
    """True if a comma follows the last field."""
    return block.source[block.spans[-1] : block.end].lstrip().startswith(",")


def _gaps(database: Database) -> Iterable[int]:
    """The number of line ends between two entries next to each other."""
    blocks = database.blocks
    for before, gap, after in zip(
        blocks,
        blocks[1:],
        blocks[2:],
        strict=False,
    ):
        if (
            before.kind == after.kind == "entry"
            and gap.kind == "text"
            and gap.text.isspace()
        ):
            yield max(len(re.findall(r"\r\n?|\n", gap.text)), 1)
