"""Citation keys by a pattern, in the notations of JabRef and of Better BibTeX.

Two notations are read::

    pattern  = { literal | "[" field { ":" modifier } "]" }        (JabRef)
    formula  = term { "+" term }                                   (Better BibTeX)
    term     = "'" literal "'" | field [ arguments ] { "." modifier [ arguments ] }

Both name the same fields; a number behind one ("auth3", "shorttitle1") or in brackets
("shorttitle(1)") is how much of it is meant. JabRef documents its own at
https://docs.jabref.org/setup/citationkeypatterns, Better BibTeX at
https://retorque.re/zotero-better-bibtex/citing/.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from csecrefs.errors import InputError, NotFoundError
from csecrefs.formats.draft import keyed
from csecrefs.model import Name, Reference
from csecrefs.model.reference import without_markup
from csecrefs.patterns import regex

DEFAULT: Final = "[auth:lower][year]"

_BRACKET: Final = regex(
    # [field:modifier:modifier]; a modifier may have arguments in parentheses
    r"\[(?P<inside>[^\[\]]*)\]|(?P<literal>[^\[\]]+)|(?P<stray>[\[\]])"
)
# A field's name with its numbers and arguments: "authors3", "auth3_1", "keyword(2)";
# JabRef has dots in two names.
_CALL: Final = regex(
    r"(?P<name>auth\.etal|auth\.auth\.ea|[A-Za-z-]+)(?P<digits>[\d_]*)(?:\((?P<args>.*)\))?"
)
# A part of a text in quotation marks of either kind: "'a'", '"a"'.
_TERM: Final = regex(r"\s*(?:'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\")\s*")
# A word with its apostrophes: "vole", "o'neill"; a hyphen parts two.
_WORD: Final = regex(r"[^\W_]+(?:['’][^\W_]+)*")
# What no key gets: characters that TeX, shells or formats of files act on.
_UNSAFE: Final = regex(r"[^\w.:/+-]", re.ASCII)

# Words of titles that say nothing about them, in the languages most titles are in.
_SKIPPED: Final = frozenset(
    "a an and are as at be but by for from in into is its nor of on or over per so than"
    " that the then to up upon via vs was with without yet"
    " das dem den der des die ein eine einem einen einer eines im und von zu zum zur"
    " au aux de des du d en et l la le les un une el los las y da do dos das e o os"
    " di del dei della il lo gli i".split()
)

# Letters that do not come apart into a Latin letter and a mark.
_SPELLED: Final = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "ø": "o",
        "Ø": "O",
        "œ": "oe",
        "Œ": "OE",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
    }
)


@attrs.frozen
class _PatternPart:
    """A piece of a pattern: a literal, or a field with arguments and modifiers."""

    literal: str = ""
    field: str = ""
    numbers: tuple[int, ...] = ()
    modifiers: tuple[tuple[str, str], ...] = ()


@attrs.frozen
class KeyPattern:
    """A pattern of citation keys.

    >>> from csecrefs import Reference
    >>> doe = Reference.from_csl({"id": "x", "type": "book", "title": "The Sea Shore",
    ...     "author": [{"family": "Doé"}], "issued": {"date-parts": [[2021]]}})
    >>> KeyPattern.parse("[auth:lower][year][shorttitle1]").key(doe)
    'doe2021Sea'
    >>> KeyPattern.parse("auth.lower + '_' + shortyear").key(doe)
    'doe_21'
    """

    parts: tuple[_PatternPart, ...]

    @classmethod
    def parse(cls, text: str) -> KeyPattern:
        """Read a pattern or a formula. Raises InputError that names the wrong part."""
        text = text.strip()
        if not text:
            text = DEFAULT
        if "[" in text or "]" in text:
            return cls(tuple(_bracketed(text)))
        return cls(tuple(_formula(text)))

    def key(self, reference: Reference) -> str:
        """Return the key of a reference; "" if nothing of the pattern has a value."""
        written = [_written(part, reference) for part in self.parts]
        if not any(
            text for text, part in zip(written, self.parts, strict=True) if part.field
        ):
            return ""
        return _UNSAFE.sub(
            "",
            _plain("".join(written)),
        ).lstrip("-")

    def keyed(
        self, references: Iterable[Reference], taken: Collection[str] = ()
    ) -> list[Reference]:
        """Return the references with keys by the pattern, each other than those before
        and those `taken`: a letter is added.

        A reference for which the pattern gives nothing gets a key of name and year.
        """
        held = [Reference(key, "document", {}) for key in taken]
        named = [each.evolve(id=self.key(each)) for each in references]
        return keyed([*held, *named])[len(held) :]


def _bracketed(text: str) -> Iterator[_PatternPart]:
    for match in _BRACKET.finditer(text):
        if match["stray"]:
            raise InputError(f"key pattern: {match['stray']!r} without its other half")
        if match["literal"]:
            yield _PatternPart(literal=match["literal"])
        else:
            field, *modifiers = _apart(match["inside"], ":")
            yield _part(field, modifiers)


def _formula(text: str) -> Iterator[_PatternPart]:
    for term in _apart(text, "+"):
        if quoted := _TERM.fullmatch(term):
            yield _PatternPart(literal=quoted["single"] or quoted["double"] or "")
            continue
        field, *modifiers = _apart(term.strip(), ".")
        yield _part(field, modifiers)


def _apart(text: str, sign: str) -> list[str]:
    """Return the pieces between signs that are not in parentheses or quotes."""
    pieces, depth, quote, start = [], 0, "", 0
    for at, char in enumerate(text):
        if quote:
            if char == quote:
                quote = ""
        elif char in "'\"":
            quote = char
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == sign and depth == 0:
            pieces.append(text[start:at])
            start = at + 1
    return [*pieces, text[start:]]


def _part(field: str, modifiers: list[str]) -> _PatternPart:
    call = _CALL.fullmatch(field.strip())
    if call is None:
        raise InputError(f"key pattern: {field.strip()!r} is no field")
    name = call["name"]
    known = _FIELDS.get(name) or _FIELDS.get(name.lower())
    if known is None and name.lower() not in _VARIABLES:
        names = [*_FIELDS, *_VARIABLES]
        raise InputError(f"key pattern: {NotFoundError('field', name, names)}")
    digits = [
        *re.findall(r"\d+", call["digits"]),
        *re.findall(r"\d+", call["args"] or ""),
    ]
    numbers = tuple(min(int(each[:4]), 999) for each in digits)
    parsed = tuple(_modifier(each.strip()) for each in modifiers)
    return _PatternPart(
        field=name,
        numbers=numbers,
        modifiers=parsed,
    )


def _modifier(text: str) -> tuple[str, str]:
    """Return the name and the argument of a modifier; `(x)` alone is JabRef's
    default.
    """
    if text.startswith("(") and text.endswith(")"):
        return "default", text[1:-1]
    call = re.fullmatch(
        r"(?P<name>[A-Za-z_-]+)(?P<digits>\d*)(?:\((?P<args>.*)\))?", text
    )
    if call is None or call["name"].lower() not in _MODIFIERS:
        name = text
        if call:
            name = call["name"]
        raise InputError(f"key pattern: {NotFoundError('modifier', name, _MODIFIERS)}")
    return call["name"].lower(), call["digits"] or call["args"] or ""


def _written(part: _PatternPart, reference: Reference) -> str:
    if not part.field:
        return part.literal
    made = _FIELDS.get(part.field) or _FIELDS.get(part.field.lower())
    if made is not None:
        text = made(reference, part.numbers)
    else:
        text = _UNSAFE.sub(
            "",
            _plain(reference.text(_VARIABLES[part.field.lower()])),
        )
    if part.field[:1].isupper() and made is not None:
        text = text[:1].upper() + text[1:]
    for name, argument in part.modifiers:
        text = _MODIFIERS[name](text, argument)
    return text


# --- fields


def _plain(text: str) -> str:
    """Return text in Latin letters without marks where it can be; others stay."""
    apart = unicodedata.normalize("NFKD", text.translate(_SPELLED))
    return "".join(char for char in apart if not unicodedata.combining(char))


def _families(reference: Reference, variables: tuple[str, ...]) -> list[str]:
    for variable in variables:
        if people := reference.names(variable):
            return [family for each in people if (family := _family(each))]
    return []


def _family(name: Name) -> str:
    words = _WORD.findall(_plain(name.family or name.literal))
    return "".join(word.replace("'", "").replace("’", "") for word in words)


# Whose names stand for a work, the first that it has.
_PEOPLE: Final = ("author", "editor", "translator", "container-author")


def _auth(reference: Reference, numbers: tuple[int, ...]) -> str:
    """The first family name, or its first N characters; N_M is of the M-th name."""
    families = _families(reference, _PEOPLE)
    at = 0
    if len(numbers) > 1:
        at = numbers[1] - 1
    if not 0 <= at < len(families):
        return ""
    if numbers:
        return families[at][: numbers[0] or None]
    return families[at]


def _authors(reference: Reference, numbers: tuple[int, ...]) -> str:
    """All family names, or the first N and EtAl."""
    families = _families(reference, _PEOPLE)
    if numbers and len(families) > numbers[0]:
        return "".join(families[: numbers[0]]) + "EtAl"
    return "".join(families)


def _auth_et_al(reference: Reference, _: tuple[int, ...]) -> str:
    """One or two family names; of more, the first and EtAl."""
    families = _families(reference, _PEOPLE)
    if len(families) < 3:
        return "".join(families)
    return f"{families[0]}EtAl"


def _initials(reference: Reference, numbers: tuple[int, ...]) -> str:
    """The first family name and the initials of the others."""
    families = _families(reference, _PEOPLE)
    others = "".join(each[0] for each in families[1:])
    return ("".join(families[:1]) + others)[: numbers[0] if numbers else None]


def _alpha(reference: Reference, _: tuple[int, ...]) -> str:
    """As BibTeX's style alpha: three letters of one name, else initials and "+"."""
    families = _families(reference, _PEOPLE)
    if len(families) == 1:
        return families[0][:3]
    more = ""
    if len(families) > 4:
        more = "+"
    return "".join(each[0] for each in families[: 3 if more else 4]) + more


def _last(reference: Reference, _: tuple[int, ...]) -> str:
    return "".join(_families(reference, _PEOPLE)[-1:])


def _initial(reference: Reference, at: int) -> str:
    """Return the initial of the given name of the first or last person."""
    for variable in _PEOPLE:
        if people := reference.names(variable):
            given = _WORD.findall(_plain(people[at].given))
            return "".join(word[0] for word in given[:1])
    return ""


def _dotted_et_al(reference: Reference, _: tuple[int, ...]) -> str:
    """JabRef's auth.etal: one or two family names with a dot, or the first and etal."""
    families = _families(reference, _PEOPLE)
    if len(families) > 2:
        return f"{families[0]}.etal"
    return ".".join(families)


def _dotted_ea(reference: Reference, _: tuple[int, ...]) -> str:
    """JabRef's auth.auth.ea: two family names with a dot, and "ea" for more."""
    families = _families(reference, _PEOPLE)
    more = ["ea"] * (len(families) > 2)
    return ".".join([*families[:2], *more])


def _page_prefix(reference: Reference, _: tuple[int, ...]) -> str:
    """The letters before the first page: L in "L1-L5"."""
    found = re.match(r"[A-Za-z]+", reference.text("page"))
    return found[0] if found else ""


def _editor(reference: Reference, numbers: tuple[int, ...]) -> str:
    families = _families(reference, ("editor",))
    return "".join(families[:1])[: numbers[0] if numbers else None]


def _year(reference: Reference, _: tuple[int, ...]) -> str:
    if reference.year:
        return str(reference.year)
    return ""


def _short_year(reference: Reference, _: tuple[int, ...]) -> str:
    return _year(reference, ())[-2:]


def _month(reference: Reference, _: tuple[int, ...]) -> str:
    date = reference.date("issued")
    if date and len(date.start) > 1:
        return f"{date.start[1]:02}"
    return ""


def _title_words(reference: Reference) -> list[str]:
    text = _plain(without_markup(reference.text("title")))
    return [word.replace("'", "").replace("’", "") for word in _WORD.findall(text)]


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word.lower() not in _SKIPPED]


def _title(reference: Reference, _: tuple[int, ...]) -> str:
    return "".join(word[:1].upper() + word[1:] for word in _title_words(reference))


def _short_title(reference: Reference, numbers: tuple[int, ...]) -> str:
    """The first N telling words of the title (three), the first M capitalised."""
    words = _telling(_title_words(reference))[: numbers[0] if numbers else 3]
    if len(numbers) > 1:
        upper = numbers[1]
    else:
        upper = len(words)
    return "".join(
        word[:1].upper() + word[1:] if at < upper else word
        for at, word in enumerate(words)
    )


def _very_short_title(reference: Reference, numbers: tuple[int, ...]) -> str:
    return _short_title(reference, numbers or (1,))


def _camel(reference: Reference, numbers: tuple[int, ...]) -> str:
    words = _title_words(reference)[: numbers[0] if numbers else None]
    return "".join(word[:1].upper() + word[1:] for word in words)


def _page(reference: Reference, at: int) -> str:
    pages = re.findall(r"\d+", reference.text("page"))
    if not pages:
        return ""
    page: str = pages[at]
    return page


def _keyword(reference: Reference, numbers: tuple[int, ...]) -> str:
    words = re.split(r"[,;]", reference.text("keyword"))
    at = (numbers[0] if numbers else 1) - 1
    if 0 <= at < len(words):
        return "".join(_WORD.findall(_plain(words[at])))
    return ""


def _journal(reference: Reference, numbers: tuple[int, ...]) -> str:
    text = _plain(without_markup(reference.text("container-title")))
    words = [word[:1].upper() + word[1:] for word in _WORD.findall(text)]
    return "".join(words[: numbers[0] if numbers else None])


# Each field and the function that makes its text.
_FIELDS: Final[Mapping[str, Callable[[Reference, tuple[int, ...]], str]]] = (
    MappingProxyType(
        {
            "auth": _auth,
            "author": _auth,
            "authors": _authors,
            "authorsn": _authors,
            "authetal": _auth_et_al,
            "authEtAl": _auth_et_al,
            "authorsalpha": _alpha,
            "authorsAlpha": _alpha,
            "authini": _initials,
            "authorini": _initials,
            "authorlast": _last,
            "authforeini": lambda reference, _: _initial(reference, 0),
            "authorforeini": lambda reference, _: _initial(reference, 0),
            "authorlastforeini": lambda reference, _: _initial(reference, -1),
            "auth.etal": _dotted_et_al,
            "auth.auth.ea": _dotted_ea,
            "pageprefix": _page_prefix,
            "edtr": _editor,
            "editor": _editor,
            "year": _year,
            "shortyear": _short_year,
            "month": _month,
            "title": _title,
            "fulltitle": _title,
            "shorttitle": _short_title,
            "veryshorttitle": _very_short_title,
            "camel": _camel,
            "keyword": _keyword,
            "journal": _journal,
            "publicationtitle": _journal,
            "firstpage": lambda reference, _: _page(reference, 0),
            "lastpage": lambda reference, _: _page(reference, -1),
            "entrytype": lambda reference, _: reference.type,
            "type": lambda reference, _: reference.type,
            "citekey": lambda reference, _: reference.id,
        }
    )
)

_VARIABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "doi": "DOI",
        "edition": "edition",
        "isbn": "ISBN",
        "issue": "issue",
        "language": "language",
        "number": "number",
        "pages": "page",
        "publisher": "publisher",
        "series": "collection-title",
        "volume": "volume",
    }
)


# --- modifiers


def _truncate(text: str, argument: str) -> str:
    numbers = [int(each) for each in re.findall(r"\d{1,4}", argument)]
    if len(numbers) > 1:  # substring(from, length), from 1
        return text[max(numbers[0] - 1, 0) :][: numbers[1]]
    if numbers:
        return text[: numbers[0]]
    return text


def _replace(text: str, argument: str) -> str:
    """Replace one text by another; both stand in quotes, and are no pattern."""
    quoted = re.findall(r"\"([^\"]*)\"|'([^']*)'", argument)
    given = [one or other for one, other in quoted]
    if len(given) != 2 or not given[0]:
        return text
    return text.replace(given[0], given[1])


# Each modifier and the function that applies it, given the text and the argument.
_MODIFIERS: Final[Mapping[str, Callable[[str, str], str]]] = MappingProxyType(
    {
        "lower": lambda text, _: text.lower(),
        "upper": lambda text, _: text.upper(),
        "capitalize": lambda text, _: text[:1].upper() + text[1:].lower(),
        "capitalise": lambda text, _: text[:1].upper() + text[1:].lower(),
        "titlecase": lambda text, _: text[:1].upper() + text[1:],
        "sentencecase": lambda text, _: text[:1].upper() + text[1:].lower(),
        "abbr": lambda text, _: "".join(re.findall(r"[A-Z0-9]", text)) or text[:1],
        "truncate": _truncate,
        "substring": _truncate,
        "select": _truncate,
        "default": lambda text, argument: text or argument,
        "replace": _replace,
        "fold": lambda text, _: _plain(text),
        "clean": lambda text, _: _UNSAFE.sub("", text),
        "nopunct": lambda text, _: re.sub(r"[^\w]", "", text),
        "nopunctordash": lambda text, _: re.sub(r"[^\w]", "", text),
        "alphanum": lambda text, _: re.sub(r"[\W_]", "", text),
        "ascii": lambda text, _: _plain(text).encode("ascii", "ignore").decode(),
        "condense": lambda text, _: "".join(text.split()),
        "skipwords": lambda text, _: text,
    }
)
