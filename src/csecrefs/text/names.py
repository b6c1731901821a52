"""Names in their parts, as an author typed them: particles, suffixes, initials,
scripts.

Source: CSL 1.0.2 specification, "Names" and "Name Particles"; splitting particles off
family and given names follows citeproc-js, which every Zotero user knows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from csecrefs.model import Name
from csecrefs.patterns import regex
from csecrefs.tuples import NamedTuple

# Scripts without spaces between names, from and to; as a regular expression they take
# 5 ms to compile.
_UNSPACED: Final = (
    ("\u3040", "\u30ff"),
    ("\u3400", "\u9fff"),
    ("\uac00", "\ud7af"),
    ("\uf900", "\ufaff"),
)
# Words, abbreviations of them (v., v.d.) and elided ones (d') before a family name.
_LEADING: Final = regex(
    r"^((?:[^\W\d_]+['’]?[-\s]+|(?:[^\W\d_]{1,3}\.)+\s+|['’]?[^\W\d_]{1,2}['’]\s?|['’][^\W\d_]\s)+)(?=\S)"
)
# A particle that is one word with the name: "al-Hakim", "d'Alembert".
_PREFIXED: Final = regex(r"^((?:[^\W\d_]{1,3}-|[dl]['’]))(?=\S)")
_TOKEN: Final = regex(r"\S+")
# A word that may be a particle: "van", "d'".
_PARTICLE: Final = regex(r"[^\W\d_]+['’]?")
# A suffix that was typed into the given name: "Martin, Jr." or "Martin,! Jr.".
_SUFFIX: Final = regex(r"^(.*?),(!?)\s*(\S.*)$")


class NameParts(NamedTuple):
    """A name split as far as it can be: both particles apart, the suffix apart."""

    family: str = ""
    given: str = ""
    dropping: str = ""
    non_dropping: str = ""
    suffix: str = ""
    comma_suffix: bool = False
    literal: bool = False
    fixed_order: bool = False
    unspaced: bool = False


@lru_cache(maxsize=16384)
def split_name(name: Name) -> NameParts:
    """The parts of `name`, with particles typed into family or given split off; quoted
    ones are left.
    """
    if name.literal or not name.family:
        return NameParts(family=name.literal or name.given, literal=True)
    family, given = name.family.strip(), name.given.strip()
    dropping, non_dropping, suffix = (
        name.dropping_particle,
        name.non_dropping_particle,
        name.suffix,
    )
    comma = name.comma_suffix
    unspaced = is_unspaced(family) and (not given or is_unspaced(given))
    if len(family) > 1 and family[0] == family[-1] == '"':
        family = family[1:-1]
    elif not non_dropping:
        non_dropping, family = _leading_particle(family)
    if (
        not name.non_dropping_particle
    ):  # else whoever typed it has taken the name apart already
        if not suffix and (match := _SUFFIX.match(given)):
            given, suffix, comma = match[1], match[3], bool(match[2])
        given, typed = _trailing_particle(given)
        dropping = typed or dropping
    return NameParts(
        family,
        given,
        dropping,
        non_dropping,
        suffix,
        comma,
        False,
        name.static_ordering,
        unspaced,
    )


def is_unspaced(text: str) -> bool:
    """True if some of a text is in a script whose words stand without spaces."""
    return not text.isascii() and any(
        first <= char <= last for char in text for first, last in _UNSPACED
    )


def _leading_particle(family: str) -> tuple[str, str]:
    """The lower-case words (or a prefix such as al- or d') before a capital, and the
    rest.
    """
    for pattern in (_LEADING, _PREFIXED):
        match = pattern.match(family)
        if not match:
            continue
        words = _lower_prefix(match[1], family)
        rest = family[len(words) :]
        if words and rest[:1].isupper():
            typed_apart = re.search(r"[^\W\d_]{2}['’]\s+$", words)
            return words if typed_apart else words.strip(), rest
    return "", family


def _lower_prefix(words: str, family: str) -> str:
    """Return the leading lower-case part of `words`, with a prefix such as al- after
    it.
    """
    taken = ""
    for word in re.findall(r"\S+?(?:\s+|-|(?<=['’])(?=\S)|$)", words):
        if word != word.lower():
            break
        taken += word
    if match := _PREFIXED.match(family[len(taken) :]):
        taken += match[1] if match[1].islower() else ""
    return taken


def _trailing_particle(given: str) -> tuple[str, str]:
    """The given name, and the lower-case words that end it."""
    words = list(_TOKEN.finditer(given))
    first = len(words)
    while (
        first > 1
        and words[first - 1][0].islower()
        and _PARTICLE.fullmatch(words[first - 1][0])
    ):
        first -= 1
    if first == len(words):
        return given, ""
    last_name = words[first - 1][0]
    if (first == 1 or not _PARTICLE.fullmatch(last_name)) and not given[0].isupper():
        return given, ""
    return given[: words[first].start()].rstrip(), given[words[first].start() :]


def particle_joined(particle: str, rest: str) -> str:
    """A particle before a name: with a space, unless it ends in an apostrophe or a
    hyphen.
    """
    if not particle or not rest:
        return particle or rest
    if particle[-1] in "'’-ʼ ":
        return particle + rest
    return f"{particle} {rest}"


# Signs for ayin, hamza and their like, which stay before an initial: ʿA.
_SIGNS: Final = "ʿʾʻʼ'’‘"
# A given name that begins with several capitals: "JRuby", which has no initials.
_CAPITALS: Final = regex(r"[A-Z]{2,3}[a-z]")
# The pieces of a given name, such as "Jean-Luc (Jack) M. S": words, abbreviations,
# hyphens, blanks and what stands in brackets.
_SEGMENT: Final = regex(
    r"(?P<space>\s+)|(?P<aside>[(\[@]\S*|[)\]])|(?P<hyphen>[-‐‑])|(?P<abbreviation>[^\W\d_]+\.)|(?P<word>[^\s.\-‐‑)\]]+)|(?P<dot>\.)"
)


@lru_cache(maxsize=16384)
def initialed(given: str, mark: str, initialize: bool, hyphens: bool) -> str:
    """`given` with its names cut to initials, each followed by `mark`; names in lower
    case stay whole.

    With `initialize` off only the initials it already has are set this way; with
    `hyphens` off compound names lose theirs.
    """
    pieces: list[str] = []
    pending = ""
    for match in _SEGMENT.finditer(given.replace("\u00a0", " ")):
        text = match[0]
        if match["space"]:
            pending = pending or " "
        elif match["hyphen"]:
            pending = text
        elif match["dot"]:
            continue
        elif match["aside"]:
            if text[0] in ")]" and pieces:
                pieces[-1] = pieces[-1].rstrip()
            else:
                _space(pieces)
            pieces.append(text + " ")
            pending = ""
        else:
            _add_segment(pieces, text, pending, mark, initialize, hyphens)
            pending = ""
    if mark.strip() or not mark:
        return "".join(pieces).rstrip()
    return "".join(pieces).strip()


def _add_segment(
    pieces: list[str],
    text: str,
    pending: str,
    mark: str,
    initialize: bool,
    hyphens: bool,
) -> None:
    signs = len(text) - len(text.lstrip(_SIGNS))
    sign, bare = text[:signs], text[signs:].rstrip(".")
    is_initial = len(bare) == 1 and bare.isupper()
    dotted = text.endswith(".")
    if not bare[:1].isupper() and not (bare[:1].isalpha() and not bare[:1].islower()):
        if pending.strip() and pieces:
            in_full = pieces[-1].endswith(" ") and pieces[-1][:1].islower()
            if not initialize or in_full:  # mei-ling stays whole, Mei-ling is M.
                pieces[-1] = pieces[-1].rstrip() + (pending if hyphens else " ")
                pieces.append(text + " ")
            return
        _space(pieces)
        pieces.append(text + " ")
        return
    if pending.strip() and pieces and hyphens:
        pieces[-1] = pieces[-1].rstrip() + pending
    if is_initial or (initialize and not dotted):
        initial = bare[0]
        if several := _CAPITALS.match(bare):
            initial += several[0][1:-1].lower()
        pieces.append(sign + initial + mark)
    elif dotted:
        pieces.append(sign + bare + mark)
    else:
        _space(pieces)
        pieces.append(text + " ")


def _space(pieces: list[str]) -> None:
    if pieces and not pieces[-1].endswith((" ", "-", "‐", "‑")):
        pieces[-1] += " "
