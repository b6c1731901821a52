"""Values as formats write them to values as records hold them: names, pages,
identifiers, keywords.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from csecrefs.model import Name
from csecrefs.model.identifiers.doi import find_dois
from csecrefs.model.written_names import is_body
from csecrefs.patterns import regex

# What follows a name and belongs to no part of it: "Jr.", "III", "3rd".
_SUFFIX: Final = regex(
    r"(?:jr|sr|jnr|snr|junior|senior|esq|2nd|3rd|4th|ii|iii|iv|v|vi)\.?", re.IGNORECASE
)
# The same at the end of a family name; single letters may be initials, so "V" is none.
_NUMBERED_SUFFIX: Final = regex(r"(?<=[\s.])(?:[JS]r\.?|II|III|IV|2nd|3rd|4th)$")
# A name in direct order, by its initials: "J. A. Doe", "J. van der Doe Jr.".
_INITIALS_FIRST: Final = regex(
    r"((?:[^\W\d_]\.[ -]?)+) ?(?:[^\W\d_]{2,4} ){0,2}[^\W\d_][\w'’-]+(?: (?:[JS]r\.?|I{2,3}|IV))?"
)
_STATES: Final = frozenset(
    {
        "U.S.",
        "U.S.A.",
        "U.K.",
        "U.N.",
        "E.U.",
        "U.S.S.R.",
    }
)
# A name in inverted order without its comma, by the points of its initials: "Doe J.A.",
# "van der Doe J.-A."; more than three words before them are an institution.
_INITIALS_LAST: Final = regex(
    r"((?:[^\W\d_][\w'’-]+ ){0,2}[^\W\d_][\w'’-]+) ((?:[^\W\d_a-z]\.[ -]?){1,4})"
)
# An ISBN of 13 or 10 digits, with hyphens or blanks, and not within a longer number.
_ISBN: Final = regex(
    r"(?<![\w-])(?:97[89][- ]?(?:\d[- ]?){9}\d|(?:\d[- ]?){9}[\dXx])(?![\d-])"
)
# An ISSN, its hyphen perhaps missing or a dash: "1234-567X".
_ISSN: Final = regex(r"(?<![\w-])(\d{4})[-–]?(\d{3}[\dXx])(?![\d-])")
# Pages with the prefix of their series, by any dash: "S12-S15", "e1 – e9".
_RANGE: Final = regex(
    r"([A-Za-z]{0,30})(\d{1,30})\s?(?:--?|–|—|‐|‑|−)\s?([A-Za-z]{0,30})(\d+)"
)
# White space as HTML and TeX collapse it; a no-break space is text.
_WHITE: Final = regex(r"[ \t\n\r\f\v]+")
# The end of a company's name: "Acme Inc.", "Roe GmbH".
_LEGAL_FORM: Final = regex(r"\b(?:inc|ltd|llc|corp|co|gmbh|plc)\.?$", re.IGNORECASE)


def collapse(text: str) -> str:
    """`text` with each run of plain white space as one space; no-break and thin spaces
    stay.
    """
    return _WHITE.sub(" ", text).strip(" ")


# What stands beside a name: an address of e-mail, a number that names a person, a role
# or the affiliation's mark.
_ASIDE: Final = regex(
    # the length is bound, so that an open bracket costs no more than itself
    r"\s?[\[(<][^][()<>]{0,200}(?:\w@\w|\borcid\b|\d{4}-\d{4}-\d{4}-\d)[^][()<>]{0,200}[])>]"
    r"|\s?[\[(](?:author|eds?|editors?|hrsg|hg|transl?|translator|inventor|comp)\.?[])]",
    re.IGNORECASE,
)
# Marks of notes; a digit may be the name's own.
_MARKS: Final = regex(r"[*†‡§¶]+$")
# The most characters of a name: a longer one is read as it stands.
_LONGEST: Final = 1_000
# A name with one of these has something beside it.
_BESIDE: Final = regex(r"[\[(<{*†‡§¶\d]|\sand$")
_LEFT_AND: Final = regex(r"\s+and$")
# A suffix after the given name: "Mary Jr", "John 3rd"
_GIVEN_SUFFIX: Final = regex(
    r"(.*\S) ((?:[JS]r|[2-4](?:nd|rd|th)|I{2,3}|IV)\.?)", re.DOTALL
)
# The years of a life, or a role, where a suffix would be: "1950-", "editor".
_NO_SUFFIX: Final = regex(
    r"(?:b\.|d\.|born|died)?\s*\d{4}\s*(?:[-–]\s*(?:\d{4})?)?\.?"
    r"|(?:author|editor|translator|illustrator|compiler|joint author)\.?",
    re.IGNORECASE,
)


def without_asides(cell: str) -> str:
    """Return a field of names without the addresses and roles in brackets."""
    if "(" in cell or "[" in cell or "<" in cell:
        return _ASIDE.sub("", cell)
    return cell


def bare_name(text: str) -> str:
    """Return a name without what stands beside it: addresses, numbers, roles, marks, an
    "and" left over.

    >>> bare_name("Vole, Ann [Author; E-mail: v@example.org]"), bare_name("Vole, Ann*")
    ('Vole, Ann', 'Vole, Ann')
    """
    if len(text) > _LONGEST or not _BESIDE.search(text):
        return text
    found = _LEFT_AND.sub("", _ASIDE.sub("", text).strip())
    if "," in found:
        found = _MARKS.sub("", found)
    return found or text


def name(text: str) -> Name:
    """The name written as "Family, Given, Suffix"; a literal without a comma or with
    one at its end.

    One word with a comma at its end is a family name alone. "Family, Suffix, Given"
    and "Family, Given Jr" are read as what they mean.
    """
    text = bare_name(collapse(text))
    if text.startswith("{") and text.endswith("}") and text.count("{") == 1:
        return Name(literal=text[1:-1].strip())
    if text.endswith(","):
        text = text.rstrip(", ")
        if text.isalpha():
            return Name(family=text)
        return Name(literal=text)
    filled = [part for part in map(str.strip, text.split(",")) if part]
    if (
        len(filled) < 2
        or text.startswith(",")
        or (len(filled) == 2 and _LEGAL_FORM.fullmatch(filled[1]))
    ):
        return Name(literal=text)
    family, given, *rest = filled
    if rest and _SUFFIX.fullmatch(given):
        given, rest = ", ".join(rest), [given]
    if rest:
        rest = [part for part in rest if not _NO_SUFFIX.fullmatch(part)]
    elif with_suffix := _GIVEN_SUFFIX.fullmatch(given):
        given, rest = with_suffix[1], [with_suffix[2]]
    return Name(
        family=family,
        given=given,
        suffix=", ".join(rest),
    )


def natural_name(text: str) -> Name:
    """The name of a person written as "Given Family Suffix", or with a comma as `name`
    reads it; a literal where its words are those of a body.
    """
    text = bare_name(collapse(text))
    if is_body(text) and not text.startswith("{"):
        return Name(literal=text)
    return person_name(text)


def person_name(text: str) -> Name:
    """As `natural_name`, of one that is known to be a person's."""
    text = bare_name(collapse(text))
    if "," in text or text.startswith("{"):
        return name(text)
    if last := _last_initials(text):
        return last
    if far_east := _FAR_EAST.fullmatch(text):
        return Name(family=far_east[1], given=far_east[2])
    suffix = _NUMBERED_SUFFIX.search(text)
    stem = text
    if suffix:
        stem = text[: suffix.start()].rstrip()
    words = stem.split(" ")
    if len(words) < 2:
        return Name(literal=text)
    start = next(
        (index for index, word in enumerate(words[1:-1], 1) if word.islower()),
        len(words) - 1,
    )
    given, family = " ".join(words[:start]), " ".join(words[start:])
    return Name(
        family=family,
        given=given,
        suffix=suffix[0] if suffix else "",
    )


# "Vole A.B.", "van der Berg J", "Vole BC": initials after a family name, by their
# points, by the particle before it, or without a vowel that a family name would have.
_AFTER_FAMILY: Final = regex(
    r"(?P<family>(?:[^\W\d_][\w'’-]* )*[^\W\d_][\w'’-]+) (?P<given>(?:[^\W\d_a-z]\.[ -]?){1,4}"
    r"|(?!NG$)[B-DF-HJ-NP-TV-XZ]{2,3})"
    r"|(?P<family2>(?:[a-z][\w'’]* ){1,3}[^\W\d_a-z][\w'’-]+) (?P<given2>[A-Z]{1,3})"
)
# A name in Chinese, Japanese or Korean letters, whose family stands first.
_FAR_EAST: Final = regex(
    r"([\u3005-\u3007\u3041-\u9fff\uac00-\ud7a3]{1,4}) ([\u3005-\u3007\u3041-\u9fff\uac00-\ud7a3]{1,6})"
)


def _last_initials(text: str) -> Name | None:
    """Return a name without a comma whose initials stand last; None for any other."""
    match = _AFTER_FAMILY.fullmatch(text)
    if match is None:
        return None
    family = match["family"] or match["family2"]
    given = match["given"] or match["given2"]
    if family.isupper() or given.replace(" ", "") in _STATES:
        return None
    return Name(family=family, given=given)


def database_name(text: str) -> Name:
    """As `name`, and a person whose initials stand first ("K. B. van Lind") or last
    ("van Lind K.B.", as Scopus writes editors) by the parts of the name.
    """
    text = bare_name(collapse(text))
    initials = _INITIALS_FIRST.fullmatch(text)
    if initials and initials[1].replace(" ", "") not in _STATES:
        return natural_name(text)
    last = _INITIALS_LAST.fullmatch(text)
    if last and last[2].replace(" ", "") not in _STATES:
        return Name(family=last[1], given=last[2])
    return name(text)


def database_names(text: str) -> Iterator[Name]:
    """Yield the names in a field that is for one: by semicolons, or by "and" or "&"
    where each side has the comma of a person.

    >>> [each.family for each in database_names("Vole, Ann and Roe, Carl")]
    ['Vole', 'Roe']
    """
    text = bare_name(text)
    parts = [text]
    if ";" in text and not _ENTITY.search(text):
        parts = text.split(";")
    for part in parts:
        sides = _AND.split(part)
        at_commas = [side.strip() for side in part.split(",")]
        if len(at_commas) > 1 and all(map(_INITIALS_LAST.fullmatch, at_commas)):
            sides = at_commas
        elif not all(side.count(",") == 1 for side in sides):
            sides = [part]
        for side in sides:
            yield database_name(side)


# A character reference of HTML, whose semicolon parts no names: "&amp;", "&#233;".
_ENTITY: Final = regex(r"&#?\w+;")
# What joins the last of several names, with or without a comma before it.
_AND: Final = regex(r"(?:(?<=[^\s,])|,)\s(?:and|&)\s")


def initials_name(text: str) -> Name:
    """The name written as "Family AB" or "Family AB Jr" (MEDLINE's short form),
    initials set apart.
    """
    text = bare_name(collapse(text))
    if "," in text:
        return name(text)
    match = re.fullmatch(
        r"(.+?) ([^\W\d_a-z]{1,4}|[^\W\d_a-z](?:-[^\W\d_a-z])+)(?: (Jr|Sr|[2-9](?:nd|rd|th)|I{2,3}|IV))?",
        text,
    )
    if not match:
        return Name(literal=text)
    return Name(
        family=match[1],
        given=spaced_initials(match[2]),
        suffix=match[3] or "",
    )


def spaced_initials(given: str) -> str:
    """Bare initials with a point each: "MJ" and "M J" to "M. J.", "Louis M" to "Louis
    M.".
    """
    if re.fullmatch(r"[^\W\d_a-z]{2,4}", given) and given.isupper():
        given = " ".join(given)
    return re.sub(
        r"(?<![^\s-])([^\W\d_])(?![\w.'’])",
        lambda m: m[1] + "." if m[1].isupper() else m[1],
        given,
    )


# The years of a life at the end of a heading: "1848-1914", "[1950-]".
_LIFE: Final = regex(
    r",? ?[(\[]?\b(?:b\. |d\. |fl\. |ca\. )?\d{3,4}\?? ?[-–] ?(?:(?:ca\. )?\d{3,4}\??)?[)\]]? ?\.?$"
)
# An authority's number or address after a heading: "(DE-588)118540238".
_AUTHORITY: Final = regex(
    r"\s*(?:\([A-Z]{2}-[\w-]{2,}\)[\w./-]+|https?://\S+|\$\$[A-Z0-9].*)\s*$"
)


# A name, not initials, in capitals: "ANN", "MARIA"; "JRR" has no vowel.
_WORD_IN_CAPITALS: Final = regex(r"\b(?=[^\W\d_]*[AEIOUY])[^\W\d_a-z]{3,}\b")
# A family that keeps a second capital: "O'NEILL", "MCDONALD" has none that is sure.
_FAMILY_WORD: Final = regex(r"[^\W\d_]+")


def is_word_in_capitals(text: str) -> bool:
    """True for a name in capitals that is no row of initials: "ANN"."""
    return _WORD_IN_CAPITALS.fullmatch(text) is not None


def out_of_capitals(person: Name) -> Name:
    """Return a name that is all in capitals as names are written.

    >>> out_of_capitals(Name("O'NEILL", "JOHN B"))
    Name(family="O'Neill", given='John B')
    """
    if not person.family.isupper() or len(person.family) < 2:
        return person
    family = _FAMILY_WORD.sub(lambda word: word[0].capitalize(), person.family)
    given = person.given
    if given.isupper():
        given = _WORD_IN_CAPITALS.sub(lambda word: word[0].capitalize(), given)
    return person.evolve(family=family, given=given)


def catalogue_name(text: str) -> Name:
    """A person's heading in a catalogue ("Lind, Bo, 1950-"), without dates, authority
    numbers and closing punctuation.
    """
    return _heading(text, name)


def direct_catalogue_name(text: str) -> Name:
    """As `catalogue_name`, and a heading without a comma by the rules for direct order
    ("Roger F. Vole").
    """
    return _heading(text, person_name)


def _heading(text: str, read: Callable[[str], Name]) -> Name:
    text = _AUTHORITY.sub("", bare_name(collapse(text)))
    several = ";" in text or " and " in text or " & " in text
    text = _LIFE.sub("", text)
    text = re.sub(
        r"(?<=[^\W\d_]{2})(?<!Jr)(?<!Sr)\.$",
        "",
        text.strip(" ,;:/"),
    )
    person = read(text)
    if _TITLE_OF_HONOUR.fullmatch(person.given):
        return Name(literal=person.family)
    # behind a name catalogues write roles and dates, too: "editor", "active 1600"
    if several:  # two names in the field of one: nothing of them is left out
        return person
    parts = person.suffix.split(", ")
    suffix = ", ".join(part for part in parts if _NAME_SUFFIX.fullmatch(part))
    return person.evolve(given=spaced(person.given), suffix=suffix)


# What stands for a given name behind rulers and saints: "John Paul II, Pope".
_TITLE_OF_HONOUR: Final = regex(
    r"(?:pope|saint|king|queen|emperor|empress|sultan|patriarch|pape|saint|sainte|roi|reine"
    r"|papst|könig|königin|kaiser|papa|santo|santa|san|rey|reina)(?:\s+(?:of|de|du|von|di)\b.*)?",
    re.IGNORECASE,
)
# A suffix of a name, or a degree or an order that is written like one: "Ph.D.", "S.J.".
_NAME_SUFFIX: Final = regex(
    rf"(?:{_SUFFIX.pattern})|(?:[A-Z][a-z]?\.){{2,4}}|PhD|MD", re.IGNORECASE
)


def spaced(given: str) -> str:
    """ "E.K." as "E. K."; bare initials stay."""
    return re.sub(r"(?<=\b[^\W\d_]\.)(?=[^\W\d_]\.)", " ", given)


def inverted(person: Name) -> str:
    """`person` as "Family, Given, Suffix", or the literal; the reverse of `name`.

    A comma ends a literal of several words: without it EndNote and pandoc take the last
    word for a family name.
    """
    if person.literal:
        several = " " in person.literal or "," in person.literal
        return person.literal.rstrip(", ") + "," if several else person.literal
    family = " ".join(
        part for part in (person.non_dropping_particle, person.family) if part
    )
    given = " ".join(part for part in (person.given, person.dropping_particle) if part)
    return ", ".join(part for part in (family, given, person.suffix) if part) + (
        "" if given else ","
    )


def pages(start: str, end: str = "") -> str:
    """The page range from its first and last page, "123-8" in full; what is no range
    stays as it is.
    """
    start, end = collapse(start), collapse(end)
    if end and end != start:
        if start.endswith(end) and start.removesuffix(end).rstrip().endswith(
            ("-", "–", "—")
        ):
            end = ""
        elif re.search(r"[-–—,]", start):
            if not end.startswith("-"):
                end = f", {end}"
        else:
            end = "-" + end.lstrip("-–— ")
        start += end
    return _RANGE.sub(_full_range, start)


def _full_range(match: re.Match[str]) -> str:
    prefix, first, letter, last = match.groups()
    if len(last) < len(first) and letter in ("", prefix):
        full = first[: len(first) - len(last)] + last
        if int(full) > int(first):
            letter, last = prefix, full
    return f"{prefix}{first}-{letter}{last}"


def split_pages(text: str) -> tuple[str, str]:
    """First and last page of a plain range "10-15"; else the text and ""."""
    match = re.fullmatch(r"([\w.:]+)\s*(?:--?|–)\s*([\w.:]+)", text.strip())
    if match:
        return (match[1], match[2])
    return (text, "")


def doi(text: str) -> str:
    """The first DOI in `text` (bare, after "doi:", in a URL), its letters as written
    there; or "".
    """
    found = next(find_dois(text), None)
    if found is None:
        return ""
    spelled = text[found.start : found.end]
    if spelled.lower() == found.doi:
        return spelled
    return found.doi


def isbns(text: str) -> list[str]:
    """The ISBNs in `text`, hyphens kept, in order, each once."""
    return _unique(" ".join(match[0].split()).upper() for match in _ISBN.finditer(text))


def issns(text: str) -> list[str]:
    """The ISSNs in `text`, with their hyphen, in order, each once."""
    return _unique(f"{match[1]}-{match[2].upper()}" for match in _ISSN.finditer(text))


def standard_numbers(text: str) -> tuple[str, str]:
    """Return the ISBNs and the ISSNs in `text`, each list joined by spaces; a text
    without either counts as no number.

    >>> standard_numbers("03029743 (ISSN); 9783030009304 (ISBN)")
    ('9783030009304', '0302-9743')
    """
    serials = issns(_ISBN.sub(" ", text))
    return " ".join(isbns(text)), " ".join(serials)


def _unique(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))


def join_keywords(words: Iterable[str]) -> str:
    """Keywords as the `keyword` variable holds them: by commas, or by semicolons where
    one holds a comma.
    """
    found = _unique(filter(None, (collapse(word) for word in words)))
    separator = ", "
    if any("," in word for word in found):
        separator = "; "
    joined = separator.join(found)
    if separator == "; " and len(found) == 1:
        return joined + ";"
    return joined


def split_keywords(text: str) -> list[str]:
    """The keywords in a `keyword` variable; the reverse of `join_keywords`."""
    separator = ","
    if ";" in text:
        separator = ";"
    return [word for part in text.split(separator) if (word := part.strip())]


# The days of each month, February's in a leap year.
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def calendar_parts(parts: tuple[int, ...]) -> tuple[int, ...]:
    """Return year, month and day as far as there is such a day in the calendar, for
    formats whose readers refuse a file for another.

    >>> calendar_parts((2001, 2, 31)), calendar_parts((2001, 21)), calendar_parts((2000, 2, 29))
    ((2001, 2), (2001,), (2000, 2, 29))
    """
    if len(parts) < 2 or not 1 <= parts[1] <= 12:
        return parts[:1]
    year, month, *rest = parts
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = _DAYS[month - 1] - (month == 2 and not is_leap)
    if rest and 1 <= rest[0] <= days:
        return parts[:3]
    return parts[:2]
