"""Names in BibTeX's and BibLaTeX's notations, each split into its parts.

Sources: bibtex.web (name$ parsing: first, von, last, junior), BibLaTeX manual, section
3.7 (extended format `family=..., given=..., prefix=...`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from csecrefs.formats.bibtex.name_lists import (
    COMMA,
    OTHERS_ELSEWHERE,
    apart,
    at_oxford_commas,
    at_semicolons,
    meant,
    with_initials,
)
from csecrefs.model.name import Name
from csecrefs.patterns import regex
from csecrefs.text.tex import tex_to_text

Decode = Callable[[str], str]
Meant = tuple[list[Name], list[str]]
"""The people that one name of a list stands for, and what is doubtful about it."""

# Signs that only TeX gives a meaning; a list without them is read as it is.
_TEX: Final = regex(r"[\\{}$~`\t\r\n]|--|''|  ")
# Braces, to count depth, and the "and" between two names: before it a blank or the
# brace of a name, after it a blank or a brace, as bibtex.web counts words.
_AND: Final = regex(r"[{}]|(?<=[\s}])and(?=[\s{]|\Z)|\Aand(?=[\s{])", re.IGNORECASE)
# Blanks that stand for one, line breaks included.
_SPACES: Final = regex(r"\s\s+")
# Braces, to count depth, and what parts words; a tie parts them as a blank does.
_WORD: Final = regex(r"[{}]|[\s~]+")
# A part by name, which makes a name one in extended format: "family=Doe, given=Jane".
# Some tools write the parts in quotation marks.
_EXTENDED: Final = regex(r"(?:^|,)\s*\"?(?:family|given)\s*=", re.IGNORECASE)
# An option of the whole list among its names: "sortingnamekeytemplatename=x".
_LIST_OPTION: Final = regex(r"(?!family|given)[a-z]+\s*=\s*\w+", re.IGNORECASE)
# A particle that joins the family without a blank: "d'Alembert", "dell’Orto", "al-Biruni".
_ELIDED: Final = regex(r"((?:d|l|dell|dall|all|nell|sull)[’']|(?:al|el)-)(?=[^\W\d_])")
# The particles at the head of a family, before its first capital: "van der " in "van der Berg".
_PARTICLES: Final = regex(
    rf"((?:[a-zß-öø-ÿ’'][^\s,]*\s+)+|{_ELIDED.pattern})(?=[^\W\da-zß-öø-ÿ_])"
)
# Any letter of any script, but no digit and no underscore.
_LETTER: Final = regex(r"[^\W\d_]")

# The joining word in a list without braces, where it may also begin or end the list.
_PLAIN_AND: Final = regex(r"(?:\A|\s)and(?:\s|\Z)", re.IGNORECASE)
# The joining word in a list without braces, between two names.
_JOIN: Final = regex(r"\sand\s", re.IGNORECASE)
_COMMAND: Final = regex(
    r"(?P<brace>[{}])"
    r"|\\(?P<space>[ \t\r\n]+)"
    # an accent: a sign, or a letter that ends there, then what it is set over
    r"|(?P<accent>\\(?:[`'^\"~=.]|(?:[uvHtcdbkrUGhf]|textcommabelow|ocirc|polhk)(?![A-Za-z]))"
    r"\s*(?:\{[^{}]*\}|\\[A-Za-z]+[ \t\r\n]*|[^\W\d_]))"
    # a letter of its own (\o, \L): TeX eats the blanks after its name
    r"|(?P<letter>\\(?:ss|SS|ae|AE|oe|OE|o|O|l|L|i|j|aa|AA|dh|DH|dj|DJ|th|TH|ng|NG))"
    r"(?![A-Za-z])(?:(?P<ended>\{\})|[ \t\r\n]*)"
)

# TeX's narrow blanks, whose commas and semicolons part nothing: "D.\\,E. Knuth"; and
# the signs that move letters closer.
_NARROW: Final = regex(r"(\\\\)|\\[,;:]|(\\[!/@])")

# The most characters of a name that is remembered: longer ones are hardly repeated.
_REMEMBERED: Final = 80


OTHERS: Final = Name(literal="others")
"""What `and others` at the end of a list becomes."""
# What stands for `others` in files of those who do not know it.
_WRITTEN_OTHERS: Final = frozenset(
    {
        "others",
        "et al",
        "et al.",
        "et~al.",
        "{et al.}",
    }
)


def split_names(source: str) -> list[str]:
    """The names of a list: what stands between the word `and` outside braces."""
    return _split(source, _edge_and(source))


def _split(source: str, has_edge: bool) -> list[str]:
    """As `split_names`, given what `_edge_and` returns for the list."""
    if "{" not in source:
        spaced = _SPACES.sub(" ", source.strip())
        if has_edge:
            return [part for part in _PLAIN_AND.split(spaced) if part]
        return [part for part in _JOIN.split(spaced) if part]
    folded = source.lower()
    if not (has_edge or "}and" in folded or "and{" in folded):
        # Nearly all lists part at blanks, and no "and" is within braces.
        names = _JOIN.split(_SPACES.sub(" ", source.strip()))
        for name in names:
            if name.count("{") != name.count("}"):
                break
        else:
            return names
    return [part.strip() for part in apart(source, _AND) if part.strip()]


def _without_narrow(source: str) -> str:
    """Return a list of names with blanks for TeX's narrow ones."""

    def blank(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        if match[2]:
            return ""
        return " "

    return _NARROW.sub(blank, source)


def _edge_and(source: str) -> bool:
    """True if a list begins or ends with the word that joins its names."""
    whole = source.strip()
    first, last = whole[:4].lower(), whole[-4:].lower()
    if first[:3] == "and" and first[3:].isspace():
        return True
    return last[1:] == "and" and last[:1].isspace()


def parse_names(
    source: str, *, use_prefix: bool = True, problems: list[str] | None = None
) -> tuple[Name, ...]:
    """All names of a list; `use_prefix` as for `parse_name`.

    With `problems`, a list beside BibTeX's notation is read as it is meant, and what
    was made of it is added there; without, the notation is followed to the letter.

    >>> parse_names("Vole, Ann and others")
    (Name(family='Vole', given='Ann'), Name(literal='others'))
    """
    if "\\" in source:
        source = _without_narrow(source)
    decode: Decode = _as_it_is
    if _TEX.search(source):
        decode = tex_to_text
    has_edge = _edge_and(source)
    names = _split(source, has_edge)
    if has_edge and problems is not None:
        problems.append(
            "the list of names begins or ends with 'and'; there is no name there"
        )
    if "=" in source:
        names = [name for name in names if not _LIST_OPTION.fullmatch(name)]
    if problems is None:
        return tuple(
            [
                _known_name(name, use_prefix, decode)
                if len(name) <= _REMEMBERED
                else _parse_name(name, use_prefix, decode)
                for name in names
            ]
        )
    if ";" in source:
        names = at_semicolons(names, problems)
    if "," not in source:
        names = with_initials(names, problems)
    elif len(names) == 2:
        names = at_oxford_commas(names, problems)
    people = _all_meant(names, use_prefix, decode, problems)
    # Comparing every name takes a tenth of the time of a list.
    if (problems or "others" in source) and OTHERS in people[1:-1]:
        if OTHERS_ELSEWHERE not in problems:
            problems.append(OTHERS_ELSEWHERE)
        people = [*(person for person in people if person != OTHERS), OTHERS]
    return tuple(people)


def _all_meant(
    names: list[str],
    use_prefix: bool,
    decode: Decode,
    problems: list[str],
) -> list[Name]:
    """Return the people that names stand for, and add what is doubtful to `problems`."""
    plain, doubtful = _MEANT.setdefault((use_prefix, decode), ({}, {}))
    people: list[Name] = []
    for name in names:
        person = plain.get(name)
        if person is not None:
            people.append(person)
            continue
        known = doubtful.get(name)
        if known is None:
            known = _meant(name, use_prefix, decode)
            if len(name) <= _REMEMBERED:
                _remember(name, known, plain, doubtful)
        people += known[0]
        problems += known[1]
    return people


def _remember(
    name: str,
    known: Meant,
    plain: dict[str, Name],
    doubtful: dict[str, Meant],
) -> None:
    if len(plain) + len(doubtful) >= _MOST_REMEMBERED:
        plain.clear()
        doubtful.clear()
    people, doubts = known
    if len(people) == 1 and not doubts:
        plain[name] = people[0]
    else:
        doubtful[name] = known


def _meant(
    name: str,
    use_prefix: bool,
    decode: Decode,
) -> Meant:
    """Return the people that one name of a list stands for, and what is doubtful."""
    parts, doubts = meant(name)
    return [_parse_name(part, use_prefix, decode) for part in parts], doubts


# The people of a library are written again and again. A plain dictionary, emptied when
# it is full, is faster here than `lru_cache`: nearly every name is found. First the
# names of one person each about which nothing is doubtful, then all others.
_MEANT: Final[dict[tuple[bool, Decode], tuple[dict[str, Name], dict[str, Meant]]]] = {}
_MOST_REMEMBERED: Final = 16_384


def _bound(source: str) -> str:
    r"""A name with each accent and letter command outside braces in braces of its own.

    Words are split at blanks and `~`, which TeX reads as parts of `\~n` and `\o `.
    """
    depth = 0

    def bind(match: re.Match[str]) -> str:
        nonlocal depth
        if match["brace"]:
            depth += 1 if match[0] == "{" else -1
            return match[0]
        if depth > 0:
            return match[0]
        if match["space"]:
            return " "
        return f"{{{match['accent'] or match['letter']}}}"

    return _COMMAND.sub(bind, source)


def _as_it_is(text: str) -> str:
    return text


def parse_name(source: str, *, use_prefix: bool = True) -> Name:
    """One name. A name wholly in braces is a literal; `others` is `OTHERS`.

    The von part goes to the non-dropping particle, as BibTeX prints and sorts it, and
    so does a particle that braces hold together with the family; with `use_prefix` off
    (BibLaTeX's `useprefix=false`) the von part goes to the dropping one.
    """
    return _parse_name(_without_narrow(source.strip()), use_prefix, tex_to_text)


@lru_cache(maxsize=16_384)
def _known_name(
    source: str,
    use_prefix: bool,
    decode: Decode,
) -> Name:
    """As `_parse_name`; the people of a library are written again and again."""
    return _parse_name(source, use_prefix, decode)


def _parse_name(
    source: str,
    use_prefix: bool,
    decode: Decode,
) -> Name:
    if source.lower() in _WRITTEN_OTHERS:
        return OTHERS
    if "\\" in source:
        source = _bound(source)
    if literal := _braced(source):
        return Name(literal=decode(literal))
    if "," in source:
        parts = [part.strip() for part in apart(source, COMMA)]
    else:
        parts = [source]
    if "=" in source and _EXTENDED.search(source):
        return _extended(parts, use_prefix)
    if len(parts) > 2 and not parts[-1]:
        parts.pop()
    if len(parts) == 1:
        given, von, family = _first_von_last(_words(parts[0]))
        return _name(
            family,
            given,
            von,
            "",
            use_prefix,
            decode,
        )
    von, family = _von_last(_words(parts[0]))
    given = ""
    if len(parts) > 1:
        given = parts[-1]
    suffix = ", ".join(parts[1:-1])
    return _name(
        family,
        given,
        von,
        suffix,
        use_prefix,
        decode,
    )


def _name(
    family: str, given: str, von: str, suffix: str, use_prefix: bool, decode: Decode
) -> Name:
    braced = family.startswith("{")
    family, given = decode(family), decode(given)
    if not von:
        particle = (_PARTICLES if braced else _ELIDED).match(family)
        if particle:
            return Name(
                family[particle.end() :],
                given,
                "",
                particle[1].rstrip(),
                decode(suffix),
            )
        if suffix:
            return Name(family, given, suffix=decode(suffix))
        return Name(family, given)
    von = decode(von)
    return Name(
        family=family,
        given=given,
        dropping_particle="" if use_prefix else von,
        non_dropping_particle=von if use_prefix else "",
        suffix=decode(suffix),
    )


def _extended(parts: list[str], use_prefix: bool) -> Name:
    """`family=Leeuwenhoek, given=Antonie, prefix=van, useprefix=true`."""
    values: dict[str, str] = {}
    for part in parts:
        key, _, value = part.strip().strip('"').partition("=")
        values[key.strip().lower()] = value.strip().strip('"')
    use_prefix = (
        values.get(
            "useprefix",
            str(use_prefix),
        ).lower()
        == "true"
    )
    texts = {key: tex_to_text(value) for key, value in values.items()}
    family, given, von, suffix = (
        texts.get(key, "") for key in ("family", "given", "prefix", "suffix")
    )
    return Name(
        family, given, "" if use_prefix else von, von if use_prefix else "", suffix
    )


def _braced(source: str) -> str:
    """Return the content of the one pair of braces around all of `source`, "" if there
    is none.
    """
    if not (source.startswith("{") and source.endswith("}")) or source.startswith(
        "{\\"
    ):
        return ""
    depth = 0
    for index, letter in enumerate(source):
        depth += (letter == "{") - (letter == "}")
        if depth == 0:
            if index == len(source) - 1:
                return source[1:-1]
            return ""
    return ""


def _words(source: str) -> list[str]:
    if "{" not in source and "~" not in source:
        return source.split()
    return [word for word in apart(source, _WORD) if word]


def _first_von_last(words: list[str]) -> tuple[str, str, str]:
    """First, von and last part of a name without a comma."""
    small = [index for index, word in enumerate(words[:-1]) if _is_lower(word)]
    nobody_capitalised = len(words) == 2 and small and _is_lower(words[-1])
    if not small or nobody_capitalised:
        return " ".join(words[:-1]), "", words[-1] if words else ""
    begin, end = small[0], small[-1] + 1
    return " ".join(words[:begin]), " ".join(words[begin:end]), " ".join(words[end:])


def _von_last(words: list[str]) -> tuple[str, str]:
    """Von and last part of what stands before the first comma."""
    small = [index for index, word in enumerate(words[:-1]) if _is_lower(word)]
    end = 0
    if small and _is_lower(words[0]):
        end = small[-1] + 1
    return " ".join(words[:end]), " ".join(words[end:])


def _is_lower(word: str) -> bool:
    """BibTeX's case of a word: that of its first letter outside braces or in a special
    character.
    """
    if word[0].isalpha():
        return word[0].islower()
    if word[0] == "{" and not word.startswith("{\\"):
        word = _without_groups(word)
    first = _LETTER.search(tex_to_text(word))
    return first is not None and first[0].islower()


def _without_groups(word: str) -> str:
    """Return the part of a word outside braces, "" if it begins with another group."""
    depth = 0
    for index, letter in enumerate(word):
        depth += (letter == "{") - (letter == "}")
        if depth == 0:
            if word[index + 1 : index + 2] != "{":
                return word[index + 1 :]
            return ""
    return ""
