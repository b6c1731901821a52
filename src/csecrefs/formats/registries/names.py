"""Names as registries record them, to names in their parts.

Registries hold what a publisher's form gave: a whole name in the family field, "Jr"
behind a family name, particles behind a given name, families in capitals, bodies as
persons. What is certain is put right; what is not stays as it was sent, as a literal.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.model import Name
from csecrefs.patterns import regex
from csecrefs.text.jats import plain_text

# Words in lower case that begin a family name.
_PARTICLES: Final = frozenset(
    "van von vom zu zum zur den der de del della delle dello dei degli di da do dos das du des la le les lo"
    " los las el al ten ter te 't af av bin ibn ben abu d' l' dal dalla y e".split()
)
# Particles that are words of their own elsewhere: only with another one.
_NEVER_ALONE: Final = frozenset(
    {
        "y",
        "e",
        "te",
        "al",
        "lo",
        "do",
        "ben",
    }
)
# A suffix at the end of a name: "King, Jr.", "Roe III".
_SUFFIX: Final = regex(
    r"(?P<name>.*?\S)(?P<comma>,)?\s+(?P<suffix>(?:Jr|Sr|Jnr|Snr)\.?|II|III|IV|VI{1,3}|(?:2nd|3rd|4th))$",
    re.I,
)
# Words and signs that only names of bodies have: "Oar Collaboration", "R&D".
_BODY: Final = regex(
    r"\b(?:academy|administration|agency|alliance|association|authority|board|bureau|cent(?:er|re)|centro|"
    r"collaborat\w*|college|commission|committee|company|conference|consorti\w*|corporation|council|"
    r"department|directorate|editors?|expedition|editorial|facult\w*|federation|foundation|gmbh|government|group|hospital|"
    r"inc|initiative|instit\w*|investigators|journal|laborator\w*|librar\w*|ltd|members?|ministry|museum|"
    r"network|office|organi[sz]ation|panel|participants|partnership|programme|program|project|school|section|"
    r"service|services|society|staff|stud(?:y|ies)|survey|task force|team|trial|trialists|unit|union|"
    r"universi\w*|univ|working|workshop)\b|[&/@\d]",
    re.I,
)
# A word of a person's name: "Ann", "J.-P.", "O'Neill".
_NAME_WORD: Final = regex(r"[^\W\d_a-z](?:\.|[\w'’.-]*)(?:-[\w'’.-]+)*")
# Three capitals with vowels are a given name ("ANA"), without them initials ("JBK").
_SHORT_GIVEN: Final = regex(r"[A-Z][AEIOU][A-Z]|[AEIOU][A-Z]{2}")
# What publishers deposit for no name: "&NA;", "null", "-".
_PLACEHOLDER: Final = regex(r"&na;|n/a|null|none|not available|[\W_]*", re.I)


def name_from_parts(
    given: str = "",
    family: str = "",
    suffix: str = "",
    body: str = "",
    *,
    in_capitals: bool = False,
) -> Name | None:
    """The name in a registry's fields, or None when they hold no name at all.

    `in_capitals` says that the list it is from has every family in capitals, so that
    short ones are no initials.
    """
    given, family, suffix, body = (
        plain_text(part).strip(" ,;") for part in (given, family, suffix, body)
    )
    if body and not family:
        return Name(literal=body)
    if _PLACEHOLDER.fullmatch(family):
        family = ""
    if _PLACEHOLDER.fullmatch(given):
        given = ""
    if not family and not given:
        return None
    if in_capitals and not _shouted(family):
        family, given = (
            _cased(family, certain=True),
            " ".join(_cased(word) for word in given.split()),
        )
    if family and given:
        name = _person(given, family, suffix)
    else:
        name = _whole(family or given)
    if not suffix or name.suffix:
        return name
    if name.literal:
        return name.evolve(literal=f"{name.literal}, {suffix}")
    return name.evolve(suffix=suffix)


def all_in_capitals(families: list[str]) -> bool:
    """True if a list of families is set in capitals throughout, as some journals do."""
    named = [family for family in families if family]
    return len(named) > 1 and all(map(str.isupper, named)) and any(map(_shouted, named))


def name_from_text(text: str) -> Name | None:
    """The name in one string: `Family, Given` or `Given Family` of a person, or a body
    as a literal.
    """
    text = plain_text(text).strip(" ,;")
    if _PLACEHOLDER.fullmatch(text):
        return None
    return _whole(text)


def _whole(text: str) -> Name:
    """A name that came as one string."""
    family, comma, given = text.partition(",")
    if (
        _BODY.search(text)
        or text.lower().startswith(("the ", "for the "))
        or given.count(",")
    ):
        return Name(literal=text)
    given = given.strip()
    if comma and given:
        is_list = (
            " " in family.strip()
            and len([word for word in given.split() if len(word) > 2]) > 1
        )
        if is_list:
            return Name(literal=text)
        return _person(given, family.strip(), "")
    words = text.split()
    if len(words) == 1:
        return Name(family=_cased(text) if len(text) > 3 else text)
    if 2 <= len(words) <= 4 and all(
        _NAME_WORD.fullmatch(word) or word in _PARTICLES for word in words
    ):
        at = next(
            (at for at, word in enumerate(words[1:], 1) if word in _PARTICLES),
            len(words) - 1,
        )
        return _person(
            " ".join(words[:at]),
            " ".join(words[at:]),
            "",
        )
    return Name(literal=text)


def _person(given: str, family: str, suffix: str) -> Name:
    if " " in given and _BODY.search(given) and re.match(r"the\b|uni", given, re.I):
        return Name(literal=f"{given} {family}")
    if " " in family and _BODY.search(family):
        return Name(literal=f"{family}, {given}")
    comma = False
    for part in ("family", "given"):
        text = given
        if part == "family":
            text = family
        if not suffix and (match := _SUFFIX.fullmatch(text)):
            suffix, comma = match["suffix"], bool(match["comma"])
            family, given = (
                (match["name"], given) if part == "family" else (family, match["name"])
            )
    if _shouted(family):
        family = _cased(family)
        given = " ".join(_cased(word) for word in given.split())
    leading, family = _leading_particles(family)
    given, trailing = _trailing_particles(given)
    return Name(
        family=family,
        given=given,
        suffix=suffix,
        comma_suffix=comma,
        non_dropping_particle=leading,
        dropping_particle=trailing,
    )


def _leading_particles(family: str) -> tuple[str, str]:
    words = family.split()
    count = 0
    while count < len(words) - 1 and words[count] in _PARTICLES:
        count += 1
    if count == 1 and words[0] in _NEVER_ALONE:
        count = 0
    if not count and (match := re.match(r"([dl]['’])(?=[^\W\d_a-z])", family)):
        return match[1], family[match.end() :]
    return " ".join(words[:count]), " ".join(words[count:])


def _trailing_particles(given: str) -> tuple[str, str]:
    words = given.split()
    count = len(words)
    while count > 1 and words[count - 1] in _PARTICLES:
        count -= 1
    return " ".join(words[:count]), " ".join(words[count:])


def _shouted(text: str) -> bool:
    return len(text) > 3 and text.isupper() and "." not in text


def _cased(text: str, *, certain: bool = False) -> str:
    """A name in capitals with its usual case; `certain` that the capitals are no
    initials.
    """
    if (
        not (certain and text.isupper() and "." not in text)
        and not _shouted(text)
        and not _SHORT_GIVEN.fullmatch(text)
    ):
        return text
    text = re.sub(
        r"[^\W\d_]+",
        lambda word: word[0][:1] + word[0][1:].lower(),
        text,
    )
    text = text.replace("\u0307", "")
    return re.sub(
        r"\bMc([a-z])(?=[a-z]{2})",
        lambda part: "Mc" + part[1].upper(),
        text,
    )
