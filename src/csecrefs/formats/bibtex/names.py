"""Names in BibTeX's and BibLaTeX's notations, each split into its parts.

Sources: bibtex.web (name$ parsing: first, von, last, junior), BibLaTeX manual, section
3.7 (extended format `family=..., given=..., prefix=...`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from csecrefs.model.name import Name
from csecrefs.text.tex import tex_to_text

Decode = Callable[[str], str]

_TEX: Final = re.compile(r"[\\{}$~`\t\r\n]|--|''|  ")
_AND: Final = re.compile(r"[{}]|(?<=[\s}])and(?=[\s{])", re.IGNORECASE)
_SPACES: Final = re.compile(r"\s\s+")
_COMMA: Final = re.compile(r"[{},]")
_WORD: Final = re.compile(r"[{}]|[\s~]+")
_EXTENDED: Final = re.compile(r"(?:^|,)\s*\"?(?:family|given)\s*=", re.IGNORECASE)
_LIST_OPTION: Final = re.compile(r"(?!family|given)[a-z]+\s*=\s*\w+", re.IGNORECASE)
_ELIDED: Final = re.compile(
    r"((?:d|l|dell|dall|all|nell|sull)[’']|(?:al|el)-)(?=[^\W\d_])"
)
_PARTICLES: Final = re.compile(
    rf"((?:[a-zß-öø-ÿ’'][^\s,]*\s+)+|{_ELIDED.pattern})(?=[^\W\da-zß-öø-ÿ_])"
)
_LETTER: Final = re.compile(r"[^\W\d_]")

OTHERS: Final = Name(literal="others")
"""What `and others` at the end of a list becomes."""


def split_names(source: str) -> list[str]:
    """The names of a list: what stands between the word `and` outside braces."""
    if "{" not in source:
        spaced = _SPACES.sub(" ", source.strip())
        return [
            part for part in re.split(r"\sand\s", spaced, flags=re.IGNORECASE) if part
        ]
    return [part.strip() for part in _split(source, _AND) if part.strip()]


def parse_names(source: str, *, use_prefix: bool = True) -> tuple[Name, ...]:
    """All names of a list; `use_prefix` as for `parse_name`."""
    decode = tex_to_text if _TEX.search(source) else _as_it_is
    names = split_names(source)
    if "=" in source:
        names = [name for name in names if not _LIST_OPTION.fullmatch(name)]
    return tuple(_parse_name(name, use_prefix, decode) for name in names)


def _as_it_is(text: str) -> str:
    return text


def parse_name(source: str, *, use_prefix: bool = True) -> Name:
    """One name. A name wholly in braces is a literal; `others` is `OTHERS`.

    The von part goes to the non-dropping particle, as BibTeX prints and sorts it, and
    so does a particle that braces hold together with the family; with `use_prefix` off
    (BibLaTeX's `useprefix=false`) the von part goes to the dropping one.
    """
    return _parse_name(source.strip(), use_prefix, tex_to_text)


def _parse_name(source: str, use_prefix: bool, decode: Decode) -> Name:
    if source.lower() == "others":
        return OTHERS
    if literal := _braced(source):
        return Name(literal=decode(literal))
    parts = (
        [part.strip() for part in _split(source, _COMMA)] if "," in source else [source]
    )
    if "=" in source and _EXTENDED.search(source):
        return _extended(parts, use_prefix)
    if len(parts) > 2 and not parts[-1]:
        parts.pop()
    if len(parts) == 1:
        given, von, family = _first_von_last(_words(parts[0]))
        return _name(family, given, von, "", use_prefix, decode)
    von, family = _von_last(_words(parts[0]))
    given = parts[-1] if len(parts) > 1 else ""
    suffix = ", ".join(parts[1:-1])
    return _name(family, given, von, suffix, use_prefix, decode)


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
        return (
            Name(family, given, suffix=decode(suffix))
            if suffix
            else Name(family, given)
        )
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
    use_prefix = values.get("useprefix", str(use_prefix)).lower() == "true"
    texts = {key: tex_to_text(value) for key, value in values.items()}
    family, given, von, suffix = (
        texts.get(key, "") for key in ("family", "given", "prefix", "suffix")
    )
    return Name(
        family, given, "" if use_prefix else von, von if use_prefix else "", suffix
    )


def _braced(source: str) -> str:
    """What stands in the one pair of braces that holds all of `source`; empty if it is
    not so.
    """
    if not (source.startswith("{") and source.endswith("}")) or source.startswith(
        "{\\"
    ):
        return ""
    depth = 0
    for index, letter in enumerate(source):
        depth += (letter == "{") - (letter == "}")
        if depth == 0:
            return source[1:-1] if index == len(source) - 1 else ""
    return ""


def _split(source: str, mark: re.Pattern[str]) -> Iterator[str]:
    """The parts of `source` between matches of `mark` outside braces (which `mark` must
    match too).
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


def _words(source: str) -> list[str]:
    if "{" not in source and "~" not in source:
        return source.split()
    return [word for word in _split(source, _WORD) if word]


def _first_von_last(words: list[str]) -> tuple[str, str, str]:
    """First, von and last part of a name without a comma."""
    small = [index for index, word in enumerate(words[:-1]) if _is_lower(word)]
    if not small:
        return " ".join(words[:-1]), "", words[-1] if words else ""
    begin, end = small[0], small[-1] + 1
    return " ".join(words[:begin]), " ".join(words[begin:end]), " ".join(words[end:])


def _von_last(words: list[str]) -> tuple[str, str]:
    """Von and last part of what stands before the first comma."""
    small = [index for index, word in enumerate(words[:-1]) if _is_lower(word)]
    end = small[-1] + 1 if small and _is_lower(words[0]) else 0
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
    """What a word has outside braces; nothing if that begins with another group."""
    depth = 0
    for index, letter in enumerate(word):
        depth += (letter == "{") - (letter == "}")
        if depth == 0:
            return word[index + 1 :] if word[index + 1 : index + 2] != "{" else ""
    return ""
