"""Fields by BibLaTeX's data types: lists of names, lists of texts, verbatim text, text.

Source: BibLaTeX manual, section 2.2.1 (data types) and 2.2.2 (data fields).
"""

from __future__ import annotations

import re
from typing import Final, Literal

from csecrefs.formats.bibtex.dates import month_number
from csecrefs.formats.bibtex.names import parse_names, split_names
from csecrefs.formats.bibtex.tables import CASED, LISTS, NAMES
from csecrefs.formats.bibtex.values import Fields
from csecrefs.model.name import Name
from csecrefs.patterns import regex
from csecrefs.text.tex import tex_to_markup

DataType = Literal["names", "list", "verbatim", "keywords", "month", "cased", "text"]
Typed = str | tuple[Name, ...] | tuple[str, ...]
"""What a field holds, by its type."""

_ADDRESSES: Final = frozenset({"url", "doi", "eprint"})
_VERBATIM: Final = _ADDRESSES | set(
    "file eprintclass pdf ids crossref xdata xref entryset related groups localfile".split()
)
# Every name field of BibLaTeX's data model.
_NAMES: Final = {
    *NAMES,
    *"""editor editora editorb editorc namea nameb namec afterword annotator commentator foreword holder
    introduction shortauthor shorteditor sortname collaborator""".split(),
}

# Fields that hold lists joined by `and`.
_LISTS: Final = {*LISTS, "language", "origlanguage"}

# A command around an address, which is its first argument, also where \href has
# a text: "\url{https://a.example}", "\href{https://a.example}{here}".
_WRAPPED_URL: Final = regex(
    r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}"
    r"|\\href\s*\{([^{}]*)\}\s*\{(?:[^{}]|\{[^{}]*\})*\}"
)
# The address of a link, whose text follows in braces.
_HREF: Final = regex(r"\\href\s*\{([^{}]*)\}")
# Fields in whose text links stand.
_LINKING: Final = ("title", "booktitle", "journaltitle", "note", "addendum", "annote")
# An address as most are: no blanks, no TeX, no second address after a comma.
_PLAIN_ADDRESS: Final = regex(r"(?!<)(?:[^\s\\{}$,;]|[,;](?!https?:))+")
# Words before an address that say that it is one: "URL: ", "Available at ".
_LEAD: Final = regex(
    r"\A(?:url|link|online|available(?: online)?(?: at| from)?|retrieved from|see)\s*:?\s+(?=https?://)",
    re.IGNORECASE,
)
# The day of a visit after an address: "(accessed 12 May 2001)", "[visited: 2001-05-12]".
VISITED: Final = regex(
    r"\s+[(\[](?:last\s+)?(?:accessed|visited|retrieved|checked|viewed)(?:\s+on)?:?\s+([^()\[\]]{4,30})[)\]]\s*\Z",
    re.IGNORECASE,
)
# A line break with the indent of the next line, none of the address that it parts.
_LINE_BREAK: Final = regex(
    r"(?<![ \t])[ \t]*+(?:\r\n?|\n)[ \t]*+(?!(?:https?|ftp)://|\\url\b)"
)
# What stands between two addresses in a field: blanks, commas, semicolons, "and", "or",
# a line break of TeX. It begins with the first of a row of them: tried from each, a long
# row would take its length squared.
_NEXT_ADDRESS: Final = regex(
    r"(?<![\s,;\\])(?:[\s,;]|\\\\)++(?:(?:and|or|und|oder|et)\s++)?(?=(?:https?|ftp)://)",
    re.IGNORECASE,
)
# A word before an address that says no more than that it is one: "URL:", "doi".
_LABEL: Final = regex(r"\s*(?:url|uri|link|doi|at)\s*[:=]?\s*", re.IGNORECASE)
# Blanks within an address, which are percent-encoded as one.
_BLANKS: Final = regex(r"\s+")
# A DOI's beginning, with or without its resolver: "10.1000/x", "doi:10.1000/x".
_BEGINS_DOI: Final = regex(
    r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:)?10\.\d", re.IGNORECASE
)
# Characters escaped for TeX, in braces or not: "\_", "{\%}", "\textasciitilde{}".
_ESCAPED: Final = regex(
    r"\{?\\([_%&#$~{}])\}?"  # an escaped sign, in braces or not
    r"|\{\\text(ascii(?:tilde|circum)|backslash|brace(?:left|right)|less|greater)\}"
    r"|\\text(ascii(?:tilde|circum)|backslash|brace(?:left|right)|less|greater)(?:\{\}|\s)?"
    r"|\{?\$(\\sim|[<>_])\$\}?"  # signs that people set as mathematics
    r"|\\((?:slash|textunderscore|textendash)(?![A-Za-z])|[-/])(?:\{\}|\s(?=\S))?",
    re.DOTALL,
)
_SIGNS: Final = {
    "asciitilde": "~",
    "asciicircum": "^",
    "backslash": "\\",
    "braceleft": "{",
    "braceright": "}",
    "less": "<",
    "greater": ">",
    "\\sim": "~",
    "slash": "/",
    "textunderscore": "_",
    "textendash": "–",
    # where TeX may part a word
    "-": "",
    "/": "",
}


def data_type(field: str) -> DataType:
    """The data type of a field, named in lower case."""
    if field in _NAMES:
        return "names"
    if field in _LISTS:
        return "list"
    if field in _VERBATIM or field.startswith("bdsk-"):
        return "verbatim"
    if field in ("keywords", "month"):
        if field == "keywords":
            return "keywords"
        return "month"
    if field in CASED or field == "journal":
        return "cased"
    return "text"


def typed_field(field: str, source: str) -> Typed:
    """The value of a field as its type has it: names split, TeX decoded; what is
    verbatim cleaned only.
    """
    kind = data_type(field)
    if kind == "names":
        return parse_names(source)
    if kind == "list":
        return tuple(tex_to_markup(part) for part in split_names(source))
    if kind == "keywords":
        return tuple(
            tex_to_markup(part)
            for part in re.split(r"\s*[,;]\s*", source)
            if part.strip()
        )
    if kind == "verbatim":
        if field in _ADDRESSES:
            return verbatim(source)
        return tex_escapes(source)
    if kind == "month":
        number, _ = month_number(source)
        if number:
            return str(number)
        return tex_to_markup(source)
    return tex_to_markup(source, protect=kind == "cased")


def typed_fields(fields: Fields) -> dict[str, Typed]:
    """All fields of an entry by their types."""
    return {name: typed_field(name, value) for name, value in fields.items()}


def verbatim(source: str) -> str:
    r"""Return a URL or identifier as meant: `\_`, `{\%}` and their like are what people
    escape in vain.

    A line break with its indent is none of the address; other blanks are
    percent-encoded.

    >>> print(verbatim(r"http://a.example/b\_c/Issue 2.pdf"))
    http://a.example/b_c/Issue%202.pdf
    """
    return verbatims(source)[0]


def verbatims(source: str) -> tuple[str, ...]:
    """Return the addresses in a field, if there are several apart; at least one."""
    if _PLAIN_ADDRESS.fullmatch(source):
        return (source,)
    source = _WRAPPED_URL.sub(lambda match: match[1] or match[2] or "", source)
    text = _LINE_BREAK.sub("", tex_escapes(source)).replace("{", "").replace("}", "")
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    text = _LEAD.sub("", text)
    found = [part.strip(" \t,;") for part in _NEXT_ADDRESS.split(text)]
    if len(found) > 1 and _LABEL.fullmatch(found[0]):
        del found[0]
    return tuple(_BLANKS.sub("%20", part) for part in found if part) or ("",)


def keep_links(fields: Fields) -> None:
    r"""Keep the addresses of `\href` in titles and notes, of which only the text is shown:
    that of a title is the entry's own if it has no other.
    """
    known = fields.get("other-url", "").split()
    for field in _LINKING:
        source = fields.get(field, "")
        if "\\href" in source:
            known += [verbatim(found) for found in _HREF.findall(source)]
    has_own = any(fields.get(name) for name in ("url", "howpublished", "doi", "eprint"))
    if known and not has_own and "\\href" in fields.get("title", ""):
        fields["url"] = known.pop(0)
    if known:
        fields["other-url"] = " ".join(dict.fromkeys(known))


def dois(source: str) -> tuple[str, ...]:
    """Return the DOIs of a field, as written; blanks within one are none of it."""
    # Nearly all fields have one DOI and nothing else.
    if "%20" not in source and _PLAIN_ADDRESS.fullmatch(source):
        return (source.strip(",;"),)
    listed = [part for address in verbatims(source) for part in address.split("%20")]
    parts = [
        part for part in listed if not _LABEL.fullmatch(part) and part.lower() != "and"
    ] or listed
    found: list[str] = []
    for part in parts:
        if found and not _BEGINS_DOI.match(part):
            found[-1] += part
        else:
            found.append(part)
    return tuple(part.strip(",;") for part in found)


def tex_escapes(source: str) -> str:
    """Verbatim text with characters escaped as TeX would need it set free."""
    if "\\" not in source and "$" not in source:
        return source.strip()
    return _ESCAPED.sub(_sign, source.strip())


def _sign(match: re.Match[str]) -> str:
    name = match[2] or match[3] or match[4] or match[5]
    return match[1] or _SIGNS.get(name, name)
