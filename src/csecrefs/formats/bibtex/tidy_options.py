"""The options of `tidy`, and what each does to an entry.

The defaults keep all that a file says. Options that leave something out (`omit`,
`drop_empty`, `drop_duplicates`, `max_authors`) or say it otherwise (`months`, `text`,
`generate_keys`) are the user's own wish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeVar

import attrs

from csecrefs.errors import InputError, NotFoundError, near
from csecrefs.formats.bibtex import tables
from csecrefs.formats.bibtex.syntax import MONTHS, ValuePart, value_parts
from csecrefs.formats.keys import DEFAULT, KeyPattern
from csecrefs.patterns import regex
from csecrefs.text.tex import tex_to_text
from csecrefs.text.tex_tables import ACCENTS, SYMBOLS
from csecrefs.text.tex_write import character_to_tex

_T = TypeVar("_T")
Delimiter = Literal["braces", "quotes", "keep"]
Months = Literal["macro", "number", "keep"]
TextForm = Literal["unicode", "tex", "keep"]

FIELD_ORDER: Final = tuple(
    "title shorttitle subtitle titleaddon author editor editora translator year date"
    " month day journal journaltitle shortjournal booktitle booksubtitle maintitle"
    " eventtitle eventdate venue location publisher address organization institution"
    " school edition series volume number issue part chapter pages pagetotal doi isbn"
    " issn eprint eprinttype eprintclass archiveprefix primaryclass pmid url urldate"
    " language langid copyright note addendum annote annotation abstract keywords file"
    " groups".split()
)
"""The order of `sort_fields = default`; other fields follow in their own order."""

KNOWN_FIELDS: Final = frozenset(
    {
        *FIELD_ORDER,
        *tables.ALIASES,
        *tables.ALIASES.values(),
        *tables.VERBATIM,
        *tables.TEXTS,
        *tables.NAMES,
        *tables.DATES,
        *tables.LISTS,
        # What sorts entries and is no field; what biblatex and JabRef have beside these.
        *"key type crossref xref xdata ids options presort sortkey sortname sorttitle"
        " sortyear entryset related relatedtype relatedstring execute gender hyphenation"
        " label shorthand shortauthor shorteditor editortype editoratype holder"
        " commentator annotator introduction foreword afterword howpublished eid"
        " comment owner timestamp creationdate modificationdate review readstatus ranking"
        " priority printed qualityassured pmid".split(),
    }
)
"""Fields that programs of .bib files have; a file may have others of its own."""

_NAMES: Final = frozenset({"author", "editor", "translator", "bookauthor"})
# Fields whose text is no TeX, or is keys.
_VERBATIM: Final = frozenset(
    {
        "url",
        "doi",
        "file",
        "eprint",
        "pdf",
        "verba",
        "verbb",
        "verbc",
        "crossref",
    }
    | {"xref", "xdata", "related", "entryset", "ids", "keywords", "groups"}
)

# Commands that are letters, \ss and \ae, and not signs, as \copyright is.
_LETTERS: Final = {
    name: sign for name, sign in SYMBOLS.items() if sign.isalpha() and len(sign) < 3
}
# A letter below an accent: "o", or \i and \j, which have no dot.
_LETTER: Final = r"(?:[A-Za-z]|\\[ij](?![A-Za-z])\s*)"
_SIGN: Final = r"[`'^~=.\"]"
# Accents whose command is a letter: \v{s} has a caron, \c{c} a cedilla.
_WORD_ACCENT: Final = "(?:[urHvdckbUGhft]|textcommabelow)"
_ACCENTED: Final = regex(
    # {\"{o}}, {\"o}, \"{o}, \"o; {\v{s}}, {\v s}, \v{s}, \v s
    rf"\{{\\(?P<a>{_SIGN}|{_WORD_ACCENT}(?![A-Za-z]))\s*(?:\{{(?P<b>{_LETTER})\}}|(?P<c>{_LETTER}))\}}"
    rf"|\\(?P<d>{_SIGN}|{_WORD_ACCENT}(?![A-Za-z]))\s*\{{(?P<e>{_LETTER})\}}"
    rf"|\\(?P<f>{_SIGN})(?P<g>{_LETTER})"
    rf"|\\(?P<h>{_WORD_ACCENT})\s+(?P<i>{_LETTER})"
)
_NAMED: Final = regex(
    # {\ss}, \ss{}, \ss followed by space or by what is no letter
    r"\{\\(?P<a>[A-Za-z]{1,3})\s*\}|\\(?P<b>[A-Za-z]{1,3})(?:\{\}|\s+|(?![A-Za-z{]))"
)


class LaidOutField(NamedTuple):
    """A field: its name in lower case, and its value as written."""

    name: str
    value: str


@attrs.frozen
class TidyOptions:
    """The layout that `tidy` gives a file.

    - `sort`: fields by which entries are sorted (`key`, `type`, `year`, ...), each with
      `-` before it for the other direction; empty keeps the order
    - `sort_fields`: names of fields in the order wanted; empty keeps it
    - `omit`: fields to leave out
    - `indent`: white space before a field
    - `align`: column in which `=` stands, -1 for after the longest name, 0 for none
    - `delimiter`: what stands around values
    - `months`: `jan`, or `1`, or as written
    - `text`: letters with accents as Unicode, as TeX, or as written
    - `drop_empty`: leave out fields without a value
    - `drop_duplicates`: leave out entries that repeat another word for word
    - `max_authors`: number of names kept before `and others`, 0 for all
    - `keys`: the pattern of new citation keys, None keeps them
    """

    sort: tuple[str, ...] = ()
    sort_fields: tuple[str, ...] = ()
    omit: frozenset[str] = frozenset()
    indent: str = "  "
    align: int = 0
    delimiter: Delimiter = "braces"
    months: Months = "keep"
    text: TextForm = "keep"
    drop_empty: bool = False
    drop_duplicates: bool = False
    max_authors: int = 0
    keys: KeyPattern | None = None

    @classmethod
    def from_texts(cls, values: Mapping[str, str]) -> TidyOptions:
        """Read options from the texts of settings: `{"sort": "key", "indent": "4"}`.

        Raises InputError for a value that is none, with those there are.

        >>> TidyOptions.from_texts({"align": "longest", "omit": "abstract, file"}).align
        -1
        """
        sort_fields = _words(values.get("sort_fields", ""))
        if sort_fields == ("default",):
            sort_fields = FIELD_ORDER
        pattern = values.get("key_pattern", "") or DEFAULT
        return cls(
            sort=_words(values.get("sort", "")),
            sort_fields=sort_fields,
            omit=frozenset(_words(values.get("omit", ""))),
            indent=_indent(values.get("indent", "")),
            align=_align(values.get("align", "")),
            delimiter=_choice("delimiter", values, _DELIMITERS),
            months=_choice("months", values, _MONTH_FORMS),
            text=_choice("text", values, _TEXT_FORMS),
            drop_empty=bool(values.get("drop_empty")),
            drop_duplicates=bool(values.get("drop_duplicates")),
            max_authors=_number("max_authors", values.get("max_authors", "")),
            keys=KeyPattern.parse(pattern) if values.get("generate_keys") else None,
        )

    def unknown_fields(self) -> dict[str, str]:
        """Return the fields named that no program of .bib files has, each with the
        option that names it.

        >>> TidyOptions(sort=("-yeer", "key"), omit=frozenset({"shelf"})).unknown_fields()
        {'yeer': 'sort', 'shelf': 'omit'}
        """
        named = {
            "sort": self.sort,
            "sort_fields": self.sort_fields,
            "omit": sorted(self.omit),
        }
        return {
            name.removeprefix("-"): option
            for option, names in named.items()
            for name in names
            if name.removeprefix("-") not in KNOWN_FIELDS
        }

    def is_lossless(self) -> bool:
        """True if a file says after tidying what it said before."""
        drops = self.drop_empty or self.drop_duplicates or self.max_authors
        return not (drops or self.omit or self.keys)

    def fields(self, fields: Sequence[LaidOutField]) -> list[LaidOutField]:
        """Return the fields of an entry as they are to be."""
        kept = [self._field(each) for each in fields if each.name not in self.omit]
        if self.drop_empty:
            kept = [each for each in kept if not is_empty(each.value)]
        if self.sort_fields:
            place = {name: at for at, name in enumerate(self.sort_fields)}
            kept.sort(key=lambda field: place.get(field.name, len(place)))
        return kept

    def _field(self, field: LaidOutField) -> LaidOutField:
        name, value = field
        if name == "month" and self.months != "keep":
            value = as_month(value, self.months)
        elif self.text != "keep" and name not in _VERBATIM:
            value = _mapped(value, self.text)
        if name in _NAMES and self.max_authors:
            value = _shortened(value, self.max_authors)
        return LaidOutField(name, value)


def misspelt_field(option: str, name: str) -> InputError | None:
    """Return the error for a name that nearly is that of a field, None for others.

    >>> str(misspelt_field("sort", "yeer"))
    "sort: no field named 'yeer'; did you mean year?"
    """
    meant = near(name, sorted(KNOWN_FIELDS))
    if not meant:
        return None
    wrong = NotFoundError("field", name, suggestions=meant[:1])
    return InputError(f"{option}: {wrong}")


# The first entry of each of these tables is the default.
_DELIMITERS: Final[Mapping[str, Delimiter]] = MappingProxyType(
    {"braces": "braces", "quotes": "quotes", "keep": "keep"}
)
_MONTH_FORMS: Final[Mapping[str, Months]] = MappingProxyType(
    {"keep": "keep", "macro": "macro", "number": "number"}
)
_TEXT_FORMS: Final[Mapping[str, TextForm]] = MappingProxyType(
    {
        "keep": "keep",
        "unicode": "unicode",
        "tex": "tex",
        "escape": "tex",
    }
)


def _words(text: str) -> tuple[str, ...]:
    if text.strip():
        return tuple(re.split(r"[\s,]+", text.strip().lower()))
    return ()


def _choice(
    name: str,
    values: Mapping[str, str],
    known: Mapping[str, _T],
) -> _T:
    value = values.get(name) or next(iter(known))
    if value not in known:
        raise InputError(f"{name}: {NotFoundError('way', value, known)}")
    return known[value]


def _number(name: str, value: str) -> int:
    if not value:
        return 0
    if not (value.isascii() and value.isdigit()) or len(value) > 4:
        raise InputError(f"{name}: {value!r} is no number")
    return int(value)


def _indent(value: str) -> str:
    if value == "tab":
        return "\t"
    if not value:
        return "  "
    return " " * min(_number("indent", value), 40)


def _align(value: str) -> int:
    if value == "longest":
        return -1
    return min(_number("align", value), 80)


def is_empty(value: str) -> bool:
    """True if a value as written has no text."""
    return not value.strip(' \t\r\n{}"')


def as_month(value: str, form: Months) -> str:
    """Return a month as its macro or its number; any other value as it was."""
    parts = list(value_parts(value))
    if len(parts) != 1:
        return value
    text = parts[0].text.strip().strip("{}").rstrip(".").lower()
    number = 0
    if text.isascii() and text.isdigit() and len(text) < 3:
        number = int(text)
    elif text[:3] in MONTHS and _ENGLISH[MONTHS.index(text[:3])].startswith(text):
        number = MONTHS.index(text[:3]) + 1
    elif text == "sept":
        number = 9
    if not 1 <= number <= 12:
        return value
    if form == "macro":
        return MONTHS[number - 1]
    return str(number)


_ENGLISH: Final = tuple(
    "january february march april may june july august september october november"
    " december".split()
)


def _mapped(value: str, form: TextForm) -> str:
    """Return a value with the letters of its text in Unicode or in TeX."""
    parts = list(value_parts(value))
    changed = tex_letters
    if form == "unicode":
        changed = unicode_letters
    written = [_delimited(part, changed(part.text)) for part in parts]
    return " # ".join(written)


def _delimited(part: ValuePart, text: str) -> str:
    if part.kind == "bare":
        return part.text
    if part.kind == "quoted" and '"' not in text:
        return f'"{text}"'
    return "{" + text + "}"


def unicode_letters(text: str) -> str:
    """Return TeX with accents and letters that have commands as Unicode.

    Nothing changes in a text with mathematics, nor where it would read otherwise.

    >>> unicode_letters('M{\\\\"u}ller and Stra{\\\\ss}e')
    'Müller and Straße'
    """
    if "\\" not in text or "$" in text:
        return text
    changed = _NAMED.sub(_letter, _ACCENTED.sub(_composed, text))
    if _says(changed) == _says(text):
        return changed
    return text


def tex_letters(text: str) -> str:
    """Return TeX with every letter beyond ASCII as a command, where there is one.

    >>> tex_letters("Müller")
    'M{\\\\"u}ller'
    """
    if text.isascii() or "$" in text:
        return text
    changed = "".join(
        char if char.isascii() else character_to_tex(char) or char for char in text
    )
    if _says(changed) == _says(text):
        return changed
    return text


def _says(text: str) -> str:
    return unicodedata.normalize("NFC", tex_to_text(text))


def _composed(match: re.Match[str]) -> str:
    accent = match["a"] or match["d"] or match["f"] or match["h"]
    letter = match["b"] or match["c"] or match["e"] or match["g"] or match["i"]
    letter = letter.strip().lstrip("\\")
    composed = unicodedata.normalize("NFC", letter + ACCENTS[accent])
    if len(composed) == 1:
        return composed
    return match[0]


def _letter(match: re.Match[str]) -> str:
    return _LETTERS.get(match["a"] or match["b"], match[0])


def _shortened(value: str, most: int) -> str:
    """Return a list of names with `and others` for those beyond `most`."""
    parts = list(value_parts(value))
    if len(parts) != 1 or parts[0].kind == "bare":
        return value
    names = _names(parts[0].text)
    if len(names) <= most or (len(names) == most + 1 and names[-1].strip() == "others"):
        return value
    return _delimited(
        parts[0],
        " and ".join([*names[:most], "others"]),
    )


def _names(text: str) -> list[str]:
    """Return the names between `and`s outside braces."""
    names, depth, start = [], 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        elif depth == 0:
            names.append(text[start : match.start()])
            start = match.end()
    return [*names, text[start:]]
