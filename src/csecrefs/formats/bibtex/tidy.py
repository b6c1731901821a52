"""A .bib file in one layout: its content stays, its layout does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from string import ascii_lowercase
from typing import Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.formats.bibtex.encoding import decode
from csecrefs.formats.bibtex.layout import Layout, layout_of
from csecrefs.formats.bibtex.parser import parse
from csecrefs.formats.bibtex.syntax import Block, Database, value_parts
from csecrefs.formats.bibtex.tidy_options import (
    LaidOutField,
    TidyOptions,
    as_month,
    is_empty,
    unicode_letters,
)
from csecrefs.formats.bibtex.values import Values
from csecrefs.formats.keys import KeyPattern
from csecrefs.patterns import regex
from csecrefs.text.fold import fold
from csecrefs.text.tex import tex_to_text

__all__ = ["tidy", "tidy_file"]


# A line break with the blanks around it, which tidying joins to one blank.
_LINE_BREAK: Final = regex(r"[ \t]*[\r\n]\s*")
# The empty lines that part two paragraphs.
_BLANK_LINES: Final = regex(r"(?>\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*")
# Fields that are no TeX, where a line break is one (JabRef's).
_OF_LINES: Final = frozenset({"comment", "review"})

# Fields that name other entries by their keys.
_KEY_FIELDS: Final = frozenset(
    {"crossref", "xref", "xdata", "entryset", "related", "ids"}
)


@attrs.define
class _Piece:
    """A block of the file: an entry that is laid out, or anything else as it is."""

    block: Block
    key: str = ""
    fields: list[LaidOutField] | None = None
    is_broken: bool = False
    before: list[str] = attrs.field(factory=list)
    """Comments that stand right before an entry, and go where it goes."""


def tidy_file(
    source: bytes, path: str = "<string>", options: TidyOptions | None = None
) -> tuple[bytes, list[Diagnostic]]:
    """Return a .bib file's bytes laid out anew, in its encoding and with its line ends,
    and what is wrong with it.

    The result is read again: if it would not say the same (but for what the options
    leave out), the file stays as it is, with a diagnostic.
    """
    options = options or TidyOptions()
    decoded = decode(source)
    database = parse(decoded.text, path)
    layout = Layout(
        newline=layout_of(database).newline,
        indent=options.indent,
    )
    text = tidy(database, layout, options)
    if text == decoded.text:
        return source, database.diagnostics
    if _content(parse(text), options) != _content(parse(decoded.text), options):
        message = "left as it is: laid out anew it would not say the same"
        return source, [
            *database.diagnostics,
            Diagnostic("not-tidied", message, "error", path),
        ]
    return decoded.encode(text), database.diagnostics


def tidy(
    database: Database,
    layout: Layout | None = None,
    options: TidyOptions | None = None,
) -> str:
    """Return the source of `database` in `layout`: entries and macros laid out alike, a
    blank line between them.

    Fields keep their order, values their text (line breaks in it become spaces, blank
    lines stay); macros, `#`, repeated fields and comments stay, unless `options` say
    otherwise. An entry with an error or a comment in it stays as it is.
    """
    layout = layout or Layout()
    options = options or TidyOptions()
    pieces = _pieces(database, options)
    if options.drop_duplicates:
        pieces = _without_repeats(pieces)
    if options.keys is not None:
        _give_keys(database, pieces, options)
    if options.sort:
        pieces = _sorted(database, pieces, options.sort)
    written: list[str] = []
    for piece in pieces:
        written += piece.before
        if piece.fields is not None:
            written.append(_laid_out(piece, layout, options))
        elif text := piece.block.text.strip():
            written.append(text)
    if written:
        return (layout.newline * 2).join(written) + layout.newline
    return ""


def _pieces(database: Database, options: TidyOptions) -> list[_Piece]:
    broken = {found.line for found in database.diagnostics if found.severity == "error"}
    pieces = []
    for block in database.blocks:
        has_error = _touched(block, database, broken)
        piece = _Piece(block, block.key, is_broken=has_error)
        regular = block.kind in ("entry", "string") and not _has_more(block)
        if regular and not has_error:
            fields = [LaidOutField(each.name, each.value) for each in block.fields]
            if block.kind == "entry":
                piece.fields = options.fields(fields)
            else:
                piece.fields = fields
        pieces.append(piece)
    return pieces


def _has_more(block: Block) -> bool:
    """True if anything but fields and commas is in the block."""
    fields = block.fields
    ends = [field.end for field in fields]
    starts = [*(field.start for field in fields[1:]), block.end - 1]
    gaps = (block.source[end:start] for end, start in zip(ends, starts, strict=False))
    return any(gap.strip(" \t\r\n,") for gap in gaps)


def _touched(
    block: Block,
    database: Database,
    lines: set[int | None],
) -> bool:
    first, last = database.position(block.start)[0], database.position(block.end)[0]
    return any(line is not None and first <= line <= last for line in lines)


# --- keys, repeats, order


def _give_keys(
    database: Database, pieces: Sequence[_Piece], options: TidyOptions
) -> None:
    """Give entries the keys of the pattern, and change the fields that name them.

    A key that fits the pattern already, with letters to tell it apart, stays.
    """
    if options.keys is None:
        return
    entries = [each for each in pieces if each.block.kind == "entry" and each.fields]
    bases = _bases(database, entries, options.keys)
    ours = {id(each.block) for each in entries}
    taken = {each.key for each in database.entries if id(each) not in ours}
    waiting = []
    for piece, base in zip(entries, bases, strict=True):
        fits = re.fullmatch(
            # "doe2020", "doe2020a" and "doe2020ab" all fit the base "doe2020".
            re.escape(base) + "[a-z]{0,2}",
            piece.key,
        )
        if fits and piece.key not in taken:
            taken.add(piece.key)
        elif base:
            waiting.append((piece, base))
    renamed: dict[str, str] = {}
    for piece, base in waiting:
        key = next(each for each in _candidates(base) if each not in taken)
        taken.add(key)
        renamed.setdefault(piece.key, key)
        piece.key = key
    for piece in entries:
        piece.fields = [_renamed(each, renamed) for each in piece.fields or ()]


def _bases(
    database: Database, entries: Sequence[_Piece], pattern: KeyPattern
) -> list[str]:
    """Return the key that the pattern gives each entry; "" where it gives none."""
    from csecrefs.formats.bibtex.records import to_reference

    scratch = parse(database.source, database.path)  # it gets the diagnostics
    values = Values(scratch)
    return [
        pattern.key(
            to_reference(
                each.block,
                values.all(each.block),
                scratch,
            )
        )
        for each in entries
    ]


def _candidates(base: str) -> Iterator[str]:
    """Yield a key, then the key with a letter, then with two."""
    yield base
    for length in (1, 2, 3):
        for letters in product(ascii_lowercase, repeat=length):
            yield base + "".join(letters)


def _renamed(field: LaidOutField, renamed: Mapping[str, str]) -> LaidOutField:
    """Return a field with the new keys in place of those that it names."""
    if field.name not in _KEY_FIELDS or not renamed:
        return field
    words = re.split(r"(\s*,\s*|[{}\"])", field.value)
    return LaidOutField(
        field.name,
        "".join(renamed.get(word, word) for word in words),
    )


def _without_repeats(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return the pieces without the entries that repeat another word for word."""
    seen: set[tuple[str, str, tuple[LaidOutField, ...]]] = set()
    kept = []
    for piece in pieces:
        if piece.block.kind == "entry" and piece.fields is not None:
            said = [
                LaidOutField(name, _value(value, " ")) for name, value in piece.fields
            ]
            mark = piece.block.type, piece.key, tuple(sorted(said))
            if mark in seen:
                continue
            seen.add(mark)
        kept.append(piece)
    return kept


def _sorted(
    database: Database, pieces: Sequence[_Piece], by: Sequence[str]
) -> list[_Piece]:
    """Return the pieces with the entries in order.

    Macros and preambles come first, as they did; a comment goes with the entry after
    it. An entry that others refer to by crossref comes after them, where BibTeX wants
    it. An entry with an error comes last: nobody knows where it ends.
    """
    head: list[_Piece] = []
    entries: list[_Piece] = []
    broken: list[_Piece] = []
    waiting: list[_Piece] = []
    for piece in pieces:
        if piece.block.kind == "entry" and piece.is_broken:
            broken += [*waiting, piece]
            waiting = []
        elif piece.block.kind == "entry":
            piece.before = [
                text for each in waiting if (text := each.block.text.strip())
            ]
            waiting = []
            entries.append(piece)
        elif piece.block.kind in ("string", "preamble"):
            head += [*waiting, piece]
            waiting = []
        elif not entries and not waiting and _is_header(piece):
            head.append(piece)
        else:
            waiting.append(piece)
    values = Values(parse(database.source, database.path))
    said = {id(each): values.all(each.block) for each in entries}
    for name in reversed(by):
        bare = name.removeprefix("-")
        keys = {id(each): _sort_key(each, bare, said[id(each)]) for each in entries}
        down = name.startswith("-")
        entries.sort(key=lambda each: keys[id(each)], reverse=down)
    return [*head, *_parents_last(entries, said), *broken, *waiting]


def _is_header(piece: _Piece) -> bool:
    """True if text at the top is about the file, not about its first entry: a blank
    line follows it, or it names the encoding.
    """
    text = piece.block.text
    return "ncoding" in text or bool(_BLANK_LINES.search(text.lstrip()))


def _sort_key(
    piece: _Piece,
    name: str,
    said: Mapping[str, str],
) -> tuple[bool, str]:
    """Return the order of an entry by one field; those without it come last."""
    if name in ("key", "type"):
        text = piece.block.type
        if name == "key":
            text = piece.key
    elif name == "year":
        text = said.get("year") or said.get("date", "")
    else:
        text = said.get(name, "")
    folded = fold(tex_to_text(text)).strip()
    digits = re.sub(
        r"\d+",
        lambda match: match[0].zfill(9),
        folded,
    )
    return not folded, digits


def _parents_last(
    entries: Sequence[_Piece], said: Mapping[int, Mapping[str, str]]
) -> list[_Piece]:
    named = {
        fields["crossref"].strip().casefold()
        for fields in said.values()
        if "crossref" in fields
    }
    parents = [each for each in entries if each.block.key.casefold() in named]
    others = [each for each in entries if each.block.key.casefold() not in named]
    return [*others, *parents]


# --- layout


def _laid_out(
    piece: _Piece,
    layout: Layout,
    options: TidyOptions,
) -> str:
    block, fields = piece.block, piece.fields or []
    if block.kind == "string":
        written = ", ".join(
            f"{name} = {_value(value, layout.newline, edges=True)}"
            for name, value in fields
        )
        return f"@string{{{written}}}"
    width = _width(fields, layout, options)
    lines = []
    for name, value in fields:
        text = _value(
            value,
            layout.newline,
            lines=name in _OF_LINES,
            delimiter=options.delimiter,
        )
        lines.append(f"{layout.indent}{name.ljust(width)} = {text},")
    return layout.newline.join([f"@{block.type}{{{piece.key},", *lines, "}"])


def _width(
    fields: Sequence[LaidOutField],
    layout: Layout,
    options: TidyOptions,
) -> int:
    """Return the number of columns for the names, so that `=` is where it should."""
    if options.align < 0:
        return max((len(name) for name, _ in fields), default=0)
    if options.align:
        return options.align - len(layout.indent.expandtabs()) - 2
    return 0


def _value(
    value: str,
    newline: str,
    *,
    edges: bool = False,
    lines: bool = False,
    delimiter: str = "braces",
) -> str:
    """Return a value with each operand delimited, or bare where it was.

    `edges` keeps the space at both ends, as operands of `#` do; `lines` keeps the line
    breaks too.
    """
    parts = list(value_parts(value))
    edges = edges or len(parts) > 1
    written = []
    for part in parts:
        if part.kind == "bare":
            written.append(part.text)
            continue
        if lines:
            text = part.text
        else:
            text = _joined(part.text, newline, edges)
        wanted = delimiter
        if delimiter == "keep":
            wanted = "braces"
            if part.kind == "quoted":
                wanted = "quotes"
        quoted = wanted == "quotes" and '"' not in text
        written.append(f'"{text}"' if quoted else "{" + text + "}")
    return " # ".join(written)


def _joined(
    text: str,
    newline: str,
    edges: bool,
) -> str:
    """Return text with its line breaks as spaces; blank lines stay."""
    joined = (newline * 2).join(
        _LINE_BREAK.sub(" ", each) for each in _BLANK_LINES.split(text)
    )
    if edges:
        return joined
    return joined.strip()


# --- the same content


def _content(database: Database, options: TidyOptions) -> list[object]:
    """Return what a file says, whatever its white space: entries with macros resolved,
    and all text beside them; without what the options change on purpose.
    """
    values = Values(database)
    found: list[object] = []
    for block in database.blocks:
        if block.kind == "entry":
            found.append(_said(block, values, options))
        elif block.kind != "string" and (text := "".join(block.text.split())):
            found.append(text)
    if options.sort or options.drop_duplicates:
        # text beside entries may come together or apart when entries move
        texts = "".join(
            sorted("".join(each for each in found if isinstance(each, str)))
        )
        entries = [repr(each) for each in found if not isinstance(each, str)]
        return [texts, sorted(set(entries) if options.drop_duplicates else entries)]
    return found


def _said(
    block: Block,
    values: Values,
    options: TidyOptions,
) -> object:
    fields = {
        name: _compared(name, value, options)
        for name, value in values.all(block).items()
        if name not in options.omit
        and not (options.drop_empty and is_empty(value))
        and not (options.keys and name in _KEY_FIELDS)
        and not (options.max_authors and _is_names(name))
    }
    names = [
        each.name
        for each in block.fields
        if each.name not in options.omit
        and not (options.drop_empty and is_empty(each.value))
    ]
    if options.sort_fields:
        names.sort()
    key = block.key
    if options.keys:
        key = ""
    return block.type, key, names, sorted(fields.items())


def _is_names(name: str) -> bool:
    return name in ("author", "editor", "translator", "bookauthor")


def _compared(
    name: str,
    value: str,
    options: TidyOptions,
) -> str:
    if name == "month" and options.months != "keep":
        return as_month(f"{{{value}}}", "number").strip("{}")
    if options.text != "keep":
        value = tex_to_text(unicode_letters(value))
    return " ".join(value.split())
