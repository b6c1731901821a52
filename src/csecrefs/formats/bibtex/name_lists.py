"""Lists of names that people write beside BibTeX's notation, and what is made of them.

BibTeX parts names at the word `and` and has three notations for one name (bibtex.web,
name$). Whatever else is found in files is read as it is meant where that is plain, and
every such reading is reported: nothing is changed without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from csecrefs.patterns import regex

# Signs and words of which each doubtful name has one; most names have none.
_DOUBTFUL: Final = regex(
    # signs, and letters of the Far East
    r"[&(\[\d*†‡@<|/，、；\u3041-\u9fff\uac00-\ud7a3]"
    r"|\A[Aa][Nn][Dd]\s|\A,|,[^,]*,"
    r"|\s(?:[JS]r|Ph\.?\s?D\.?|M\.?D|[A-Z]{1,3})(?![\w'’.,-])"
    r"|\s(?:et|al|u|und|y|e|og|och|en|with|Jr|Sr|for|at|of|on|in)\b|[~,]et\b"
    r"|[\s,](?:Inc|Ltd|LLC|Corp|GmbH|PLC)\b"
    # initials before a family that a comma follows, or after one before a comma
    r"|\.\s?[^\W\d_][\w'’-]{2,},|[^\W\d_]{3} (?:[A-Z]\.?){1,4},"
)
# The joining word left before a name where it was written twice.
_LEADING_AND: Final = regex(r"(?:and\s+)+", re.IGNORECASE)
# Braces, to count depth, and the semicolons with which databases part names.
_SEMICOLON: Final = regex(r"[{};]")
# Braces, to count depth, and the commas between the parts of a name.
COMMA: Final = regex(r"[{},]")
# Braces, to count depth, and the sign that people put for "and", escaped or not.
_AMPERSAND: Final = regex(r"[{}]|\\?&")
# Braces, to count depth, and the words of other languages for "and", and "with".
_OTHER_AND: Final = regex(r"[{}]|(?<=\s)(?:y|e|und|et|og|och|en|with)(?=\s)")
# The same for the other signs that part names: "Vole, A. | Roe, C.", "王小明、李四".
_OTHER_SIGN: Final = regex(r"[{}]|\s[|/]\s|[、；]")
# A name in Chinese, Japanese or Korean letters: the family stands first.
_FAR_EAST: Final = r"[\u3005-\u3007\u3041-\u9fff\uac00-\ud7a3]"
_FAMILY_FIRST: Final = regex(rf"({_FAR_EAST}{{1,4}})[ \u3000]({_FAR_EAST}{{1,6}})")
_WIDE_COMMAS: Final = regex(rf"{_FAR_EAST}+(?:，\s*{_FAR_EAST}+)+")
# A character reference of HTML, whose semicolon parts no names: "&amp;", "&#233;".
_ENTITY: Final = regex(r"&#?\w+;")
# Up to four initials and nothing else, as in "Doe, J. A., Roe, B.".
_GIVEN_LIKE: Final = regex(r"(?:[^\W\d_]\.?[ ~-]?){1,4}")
# Initials, then one or two words of a family: "J. A. Doe", "B. van Roe".
_DIRECT_LIKE: Final = regex(r"(?:[^\W\d_]\.[ ~-]?)+\s*[^\W\d_][^\s.]+(?: [^\s.]+)?")
# The same after the family, without a comma: "Doe J.A.", "van Roe B".
_INITIALS_LAST: Final = regex(
    r"((?:[^\W\d_][\w'’-]+ )*[^\W\d_][\w'’-]+) ((?:[A-Z]\.[ -]?){1,4}|[A-Z]{1,3})"
)
# Two to four words, the first and the last with capitals: "Jane Doe", "Carl van der Roe".
_IN_ORDER: Final = regex(r"[^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){0,2} [^\W\d_a-z][\w'’-]+")
# A word of an institution's name, whose "&" joins no persons.
_OF_INSTITUTION: Final = regex(
    r"\b(?:academy|agency|associates|association|board|bros|brothers|bureau|centers?|centre|co|college"
    r"|commission|committee|company|corp|council|department|federation|foundation|group|inc|institut\w*"
    r"|laborator\w+|library|ltd|ministry|museum|office|organi[sz]ation|partners|press|school|society|sons"
    r"|union|universit\w+)\b",
    re.IGNORECASE,
)
# English words within the name of an institution that are no particles of a person's:
# "Corporation for Digital Scholarship"; "Joan of Arc" is a person.
_PREPOSITION: Final = regex(r"\s(?:for|at)\s")
_OF: Final = regex(r"\s(?:of|on|in)\s")
# The end of a company's name, with or without its comma: "Acme, Inc.", "Roe GmbH".
_COMPANY: Final = regex(r"[^,]*\w,? (?:Inc|Ltd|LLC|Corp|GmbH|PLC)\.?")
_NOT_IN_INSTITUTION: Final = regex(r"[,{=&(@$]")
# "et al." after a name, and what other languages write for it.
_ET_AL: Final = regex(
    r"(?:^|,?[\s~])\{?(?:et\.?[\s~](?:al\.?|alii|autres)|u\.[\s~]?a\.|und andere|y otros|e outros)\}?$",
    re.IGNORECASE,
)
# The role after a name, which its field gives: "(Ed.)", "[Hrsg.]", "(eds.)"; or the
# place where someone works: "(University of Rome)".
_ROLE: Final = regex(
    # an address or a number that names a person: <vole@example.org>, (ORCID: 0000-...)
    r"\s*[\[(<][^][()<>]*(?:\w@\w|\borcid\b|\d{4}-\d{4}-\d{4}-)[^][()<>]*[])>]$"
    r"|\s*[\[(](?:eds?|editors?|hrsg|hg|coords?|comps?|transl?|dirs?)\.?[\])]$"
    r"|\s*\([^()]*(?:@|\bUniversit|\bInstitut|\bDepartment\b)[^()]*\)$",
    re.IGNORECASE,
)
# What follows a name and is no given name: "Jr.", "III", "Ph.D.".
_SUFFIX: Final = regex(
    r"(?:[JS]r|Jnr|Snr|I{2,3}|IV|[2-4](?:nd|rd|th)|Ph\.?\s?D|M\.?D|Esq)\.?"
)
# The beginning of a family name that no given name has: "van der Berg", "De La Cruz".
_PARTICLE: Final = regex(
    r"(?:de|del|della|den|di|da|dos|du|la|le|ter|van|von|zu)\s", re.IGNORECASE
)
# The same after a name in direct order: "John Smith III".
_LAST_SUFFIX: Final = regex(rf"(\S+ (?:\S+ )*\S+)[ ~]((?!M\.?D){_SUFFIX.pattern})")
# The years of a life, as catalogues add them: "1950-", "1848-1914".
_LIFE: Final = regex(r"\(?(?:b\. |d\. )?\d{4}\s?-{0,2}\s?(?:\d{4})?\.?\)?")
# The number by which DBLP distinguishes persons of one name: "Wei Wang 0001".
_NAMESAKE: Final = regex(r"\s\d{4}$")
# The mark of an affiliation or a note at the end of a name: "Vole$^{1}$", "Vole*".
_MARK: Final = regex(
    r"(?:\$\s?\^?\s?\{?[\d,*†‡ ]+\}?\s?\$|\\textsuperscript\{[\d,*†‡a-e ]+\}"
    r"|[*†‡]+)+$"
)
# A family name and initials without points or comma, as PubMed writes names: "Vole AB".
_BARE_INITIALS: Final = regex(r"([^\W\d_a-z][\w'’-]+(?: [\w'’-]+)*) ([A-Z]{1,3})")
# Initials without a vowel are no family name in capitals: "AB" may be one, "BC" not.
_VOWEL: Final = regex(r"[AEIOUY]")
# A longer name is no person's, and searching it would take its time.
_LONGEST: Final = 300
_OTHERS: Final = "others"
OTHERS_ELSEWHERE: Final = "the names left out are 'and others' at the end; read so"


def apart(source: str, mark: re.Pattern[str]) -> Iterator[str]:
    """Yield the parts of `source` between matches of `mark` outside braces (which
    `mark` must match too).
    """
    depth = start = 0
    for match in mark.finditer(source):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(depth - 1, 0)
        elif depth == 0:
            yield source[start : match.start()]
            start = match.end()
    yield source[start:]


def meant(name: str) -> tuple[list[str], list[str]]:
    """Return the names that one of a list stands for, each in BibTeX's notation, and
    what was not in it.

    >>> meant("Vole, A. & Roe, C.")
    (['Vole, A.', 'Roe, C.'], ["names are separated by '&', not 'and'; read as 2 names"])
    """
    if not _DOUBTFUL.search(name):
        return [name], []
    problems: list[str] = []
    if twice := _LEADING_AND.match(name):
        problems.append("a name is missing between 'and' and 'and'")
        name = name[twice.end() :]
    names = _without_et_al(name, problems)
    names = [_institution(each, problems) for each in names]
    names = [part for each in names for part in _at_signs(each, problems)]
    names = [part for each in names for part in _at_ampersands(each, problems)]
    names = [part for each in names for part in _at_words(each, problems)]
    names = [part for each in names for part in _at_commas(each, problems)]
    return [part for each in names for part in _bare(each, problems)], problems


def at_semicolons(names: list[str], problems: list[str]) -> list[str]:
    """Return the names of a list that semicolons separate, as databases write it."""
    if any(_ENTITY.search(name) for name in names):
        return names
    parts = [part.strip() for name in names for part in apart(name, _SEMICOLON)]
    found = [part for part in parts if part]
    if len(found) > len(names):
        problems.append(
            f"names are separated by ';', not 'and'; read as {len(found)} names"
        )
    return found


def _institution(name: str, problems: list[str]) -> str:
    """Return a name in braces if its words are those of an institution."""
    if _COMPANY.fullmatch(name) and "{" not in name:
        problems.append(
            f"{name!r} is read as an institution; in braces it needs no guess"
        )
        return f"{{{name}}}"
    if _NOT_IN_INSTITUTION.search(name):
        return name
    is_institution = _PREPOSITION.search(name) or (
        _OF.search(name) and _OF_INSTITUTION.search(name)
    )
    if not is_institution:
        return name
    problems.append(f"{name!r} is read as an institution; in braces it needs no guess")
    return f"{{{name}}}"


def _at_signs(name: str, problems: list[str]) -> list[str]:
    """Return the names that bars, slashes between blanks and the signs of Chinese
    separate; a Chinese, Japanese or Korean name with its family first.
    """
    found = [part.strip() for part in apart(name, _OTHER_SIGN)]
    found = [part for part in found if part]
    if _WIDE_COMMAS.fullmatch(name):
        found = re.split(r"，\s*", name)
    if len(found) > 1:
        problems.append(
            f"names are separated by other signs than 'and'; read as {len(found)} names"
        )
    return [_family_first(each, problems) for each in found]


def _family_first(name: str, problems: list[str]) -> str:
    match = _FAMILY_FIRST.fullmatch(name)
    if match is None:
        return name
    problems.append(f"in the name {name!r} the family name is read first")
    return f"{match[1]}, {match[2]}"


def at_oxford_commas(names: list[str], problems: list[str]) -> list[str]:
    """Return the names of "Ann Vole, Carl Roe, and Dan Poe", where the last comma shows
    that commas separate names in direct order.
    """
    if len(names) != 2 or not names[0].endswith(",") or "," in names[1]:
        return names
    parts = [part.strip() for part in names[0].split(",")[:-1]]
    if not all(map(_IN_ORDER.fullmatch, (*parts, names[1]))):
        return names
    found = [*parts, names[1]]
    problems.append(
        f"names are separated by commas, not 'and'; read as {len(found)} names"
    )
    return found


def _at_ampersands(name: str, problems: list[str]) -> list[str]:
    """Return the names that "&" separates; an institution with one becomes a literal."""
    if "&" not in name or _ENTITY.search(name):
        return [name]
    parts = [part.strip(" ,") for part in apart(name, _AMPERSAND)]
    if len(parts) < 2 or not all(parts):
        return [name]
    are_persons = all(
        "," in part or _DIRECT_LIKE.fullmatch(part) or " " in part for part in parts
    )
    is_institution = _OF_INSTITUTION.search(name) is not None
    if are_persons and not is_institution:
        problems.append(
            f"names are separated by '&', not 'and'; read as {len(parts)} names"
        )
        return parts
    if "," in name and not is_institution:
        return [name]
    problems.append(f"{name!r} is read as an institution; in braces it needs no guess")
    return [f"{{{name}}}"]


def _at_words(name: str, problems: list[str]) -> list[str]:
    """Return the names that another language's "and" separates, if each has a comma or
    each is a person's in direct order.
    """
    parts = [part.strip() for part in apart(name, _OTHER_AND)]
    if len(parts) < 2:
        return [name]
    have_commas = all(part.count(",") == 1 for part in parts)
    are_direct = "," not in name and all(map(_IN_ORDER.fullmatch, parts))
    if not have_commas and (not are_direct or _OF_INSTITUTION.search(name)):
        return [name]
    problems.append(
        f"names are separated by another word than 'and'; read as {len(parts)} names"
    )
    return parts


def _at_commas(name: str, problems: list[str]) -> list[str]:
    """Return the names in one that has more commas than a name can have, and a name
    whose parts stand in another order than BibTeX's in that order.
    """
    if "," not in name or name.startswith("{") or "=" in name:
        return [name]
    if name.startswith(","):
        problems.append(f"no family name before the comma of {name!r}")
        return [name.lstrip(", ")]
    parts = [part.strip() for part in apart(name, COMMA)]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return [name]
    if len(parts) > 2 and not _SUFFIX.fullmatch(parts[1]):
        last = _reordered(name, parts, problems)
        if last:
            return [last]
    found = _separate(parts)
    if len(found) > 1:
        problems.append(
            f"names are separated by commas, not 'and'; read as {len(found)} names"
        )
        return found
    if len(parts) > 3:
        problems.append(
            f"too many commas in the name {name!r}; read as family name, suffixes and "
            "given name"
        )
        if len(parts) == 4 and _SUFFIX.fullmatch(parts[1]):
            return [f"{parts[0]}, {parts[1]}, {parts[2]} {parts[3]}"]
    if len(parts) == 3 and " " in parts[1] and not _SUFFIX.fullmatch(parts[1]):
        problems.append(
            f"in the name {name!r} {parts[1]!r} is read as a suffix, and {parts[2]!r} "
            "as the given name"
        )
    return [name]


def _separate(parts: list[str]) -> list[str]:
    """Return the names that commas separate; none if the parts are those of one name.

    Each is "J. A. Doe", "Doe, J. A.", "Doe J. A." or, of three and more, "Jane Doe".
    """
    if len(parts) > 2 and all(map(_IN_ORDER.fullmatch, parts)):
        return parts
    found: list[str] = []
    left = iter(parts)
    for part in left:
        if _DIRECT_LIKE.fullmatch(part):
            found.append(part)
        elif inverted := _INITIALS_LAST.fullmatch(part):
            found.append(f"{inverted[1]}, {inverted[2]}")
        else:
            given = next(left, "")
            is_given = _GIVEN_LIKE.fullmatch(given) and not _SUFFIX.fullmatch(given)
            if len(parts) < 3 or not is_given:
                return []
            found.append(f"{part}, {given}")
    return found


def _reordered(
    name: str,
    parts: list[str],
    problems: list[str],
) -> str:
    """Return "Family, Given, Suffix" with the suffix second, and "Family, Given, years
    of life" without the years; "" for any other name.
    """
    family, given, *rest = parts
    suffixes = ", ".join(rest)
    if all(map(_SUFFIX.fullmatch, rest)):
        problems.append(f"in the name {name!r} {suffixes!r} is read as a suffix")
        return f"{family}, {suffixes}, {given}"
    if len(rest) == 1 and _LIFE.fullmatch(rest[0]):
        problems.append(f"in the name {name!r} the years {rest[0]!r} are left out")
        return f"{family}, {given}"
    return ""


def _without_et_al(name: str, problems: list[str]) -> list[str]:
    """Return a name and "others" for an "et al." after it: no person has that name."""
    bare = _ET_AL.sub("", name)
    if bare == name:
        return [name]
    problems.append(OTHERS_ELSEWHERE)
    return [each for each in (bare, _OTHERS) if each]


def _bare(name: str, problems: list[str]) -> Iterator[str]:
    """Yield a name without what is no part of it: roles, marks, numbers; with a suffix
    where BibTeX looks for one. Nothing is left of a role alone.
    """
    if len(name) > _LONGEST or "=" in name:
        yield name
        return
    found = name
    for pattern in (_ROLE, _NAMESAKE, _MARK):
        found = pattern.sub("", found)
    if not found:
        problems.append(f"{name!r} is no name; left out")
        return
    if found != name:
        left_out = name[len(found) :].strip()
        problems.append(f"{left_out!r} is no part of the name {found!r}; left out")
    family, comma, given = found.partition(", ")
    # "de la Cruz, MD" is a family name with initials.
    is_initials = given.startswith("M") and _PARTICLE.match(family)
    if comma and _SUFFIX.fullmatch(given) and " " in family.strip() and not is_initials:
        # "Ann Vole, Jr." is a name in direct order.
        problems.append(f"in the name {found!r} {given!r} is read as a suffix")
        first, _, last = family.strip().rpartition(" ")
        yield f"{last}, {given}, {first}"
    elif not comma and (direct := _LAST_SUFFIX.fullmatch(found)):
        problems.append(f"in the name {found!r} {direct[2]!r} is read as a suffix")
        first, _, last = direct[1].rpartition(" ")
        yield f"{last}, {direct[2]}, {first}"
    else:
        yield found


def with_initials(names: list[str], problems: list[str]) -> list[str]:
    """Return names written as PubMed does with a comma, if all are: "Vole AB".

    One of them must have initials that are no short family name in capitals.
    """
    found = [_BARE_INITIALS.fullmatch(name) for name in names if name != _OTHERS]
    if not found or not all(found):
        return names
    initials = [each[2] for each in found if each]
    if any(map(_SUFFIX.fullmatch, initials)):
        return names
    are_plain = any(len(each) == 1 or not _VOWEL.search(each) for each in initials)
    if not are_plain or len(found) < 2:
        return names
    problems.append("initials follow the family names without a comma; read so")
    return [_BARE_INITIALS.sub(r"\1, \2", name) for name in names]
