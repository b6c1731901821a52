"""Names as people write them: "Jane Doe", "Doe, Jane", "Jane Doe and Ann Roe".

The notation is that of BibTeX lists without its TeX: names are joined by "and" or
semicolons; braces keep a body together; a particle is written in lower case.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.patterns import regex

NameParts = dict[str, str]
"""The filled parts of a name, by the attributes of `Name`."""

_WHITE: Final = regex(r"\s+")
# What joins the names of a list, outside of braces.
_JOINT: Final = regex(r"\s*;\s*|\s*,?\s+(?:and|&)\s+", re.IGNORECASE)
# {Food and Agriculture Organization}
_BRACED: Final = regex(r"\{[^{}]*\}")
# Jr., III: what follows a name without being a part of it
_SUFFIX: Final = regex(
    r"(?:jr|sr|jnr|snr|junior|senior|esq|2nd|3rd|4th|ii|iii|iv)\.?", re.IGNORECASE
)
# "Alphabet, Inc." is one name
_LEGAL_FORM: Final = regex(r"(?:inc|ltd|llc|corp|co|gmbh|plc)\.?", re.IGNORECASE)
# "Doe et al.", "Doe and others", German "Doe u.a."
_OTHERS: Final = regex(
    r"(?:,?\s+|^)(?:et\s+al\.?|and\s+others|u\.\s?a\.)$|^others$", re.IGNORECASE
)
# "J. Doe" and "J.-P. Doe" before a comma: a family name has no initials before it.
_INITIALS_FIRST: Final = regex(r"[^\W\d_]\.(?:-?\s?[^\W\d_]\.)*\s*[^\W\d_]{2}")
# Words by which the name of a body is known from that of a person.
_BODY: Final = regex(
    r"\b(?:academy|agency|association|authority|bank|bureau|center|centre|college"
    r"|commission|committee|company|consortium|council|court|department|federation"
    r"|foundation|group|institut[eo]?|laborator(?:y|ies)|librar(?:y|ies)|ministry"
    r"|museum|nations|network|office|organi[sz]ation|parliament|press|program(?:me)?"
    r"|project|school|secretariat|service|society|team|trust|union|universit\w+)\b",
    re.IGNORECASE,
)

# The same that are no family names either: a Mr Bank or Ms Court may have written.
_BODY_ALONE: Final = regex(
    r"\b(?:academy|agency|association|commission|committee|consortium|council"
    r"|department|federation|foundation|institut[eo]?|laborator(?:y|ies)|ministry"
    r"|museum|organi[sz]ation|parliament|secretariat|society|universit\w+)\b"
    # members of orders are named so, too: "John of the Cross"
    r"|\s(?:for|of the(?!\s(?:angels|annunciation|assumption|blessed|child|cross|holy"
    r"|immaculate|incarnation|nativity|rosary|sacred|trinity)\b)|für|pour la)\s",
    re.IGNORECASE,
)
# An initial or a particle before the last word makes that a family name: "William H.
# Press", "Peter van der Bank".
_OF_PERSON: Final = regex(r"\s(?:[^\W\d_]\.|van|von|der|den|ter|ten)\s+\S+$")
# The fewest words of a body's name that has a word which may be a family name.
_WORDS_OF_BODY: Final = 3

OTHERS: Final = "others"
"""The literal name for the names that a list leaves out ("et al.")."""

FORM: Final = (
    "'Doe, Jane', 'Jane Doe and Ann Roe', a list of such, or Name('Doe', 'Jane')"
)
"""The forms of names, for messages."""


def is_body(text: str) -> bool:
    """True if the words of a name without a comma are those of a body.

    >>> is_body("Oar Society"), is_body("Ann Bank"), is_body("Bank of Norway")
    (True, False, True)
    >>> is_body("William H. Press"), is_body("John of the Cross")
    (False, False)
    """
    if "," in text or " " not in text:
        return False
    if _BODY_ALONE.search(text):
        return True
    if _OF_PERSON.search(text):
        return False
    return len(text.split()) >= _WORDS_OF_BODY and bool(_BODY.search(text))


def split_name(text: str) -> NameParts:
    """Return the parts of the one name that a text is. Raises ValueError for an empty
    text and for TeX.

    >>> split_name("Ludwig van Beethoven")
    {'family': 'Beethoven', 'given': 'Ludwig', 'non_dropping_particle': 'van'}
    >>> split_name("{Food and Agriculture Organization}")
    {'literal': 'Food and Agriculture Organization'}
    """
    text = _WHITE.sub(" ", text).strip()
    if not text:
        raise ValueError(f"an empty name; give {FORM}")
    if _BRACED.fullmatch(text):
        return {"literal": text[1:-1].strip()}
    if "\\" in text or "{" in text or "}" in text:
        raise ValueError(f"{text!r} has TeX in it; write the letters themselves")
    # "Jane Doe and Ann Roe", "Doe, Jane; Roe, Ann"; "Research and Development Group" is
    # one body.
    parts = _split(text)
    if len(parts) > 1 and not any(map(_BODY.search, parts)):
        raise ValueError(f"{text!r} is more than one name; Name.parse_list reads it")
    if "," in text:
        return _inverted([part.strip() for part in text.split(",")], text)
    if _BODY.search(text):
        return {"literal": text}
    return _natural(text)


def split_names(text: str) -> list[NameParts]:
    """Return the parts of the names of a list. Raises ValueError where it can be read
    in two ways.

    >>> [parts["family"] for parts in split_names("Jane Doe and Roe, Ann")]
    ['Doe', 'Roe']
    """
    text = _WHITE.sub(" ", text).strip()
    others = _OTHERS.search(text)
    if others:
        text = text[: others.start()].rstrip(" ,;")
        text = re.sub(r"\s+and$", "", text, flags=re.IGNORECASE)
    parts = _split(text)
    _refuse_ambiguous(parts)
    names = [split_name(part) for part in parts]
    if others:
        names.append({"literal": OTHERS})
    return names


def _split(text: str) -> list[str]:
    """Return the parts of a list; what is in braces is no place to split."""
    hidden = _BRACED.sub(lambda braced: "\0" * len(braced[0]), text)
    if "&" in hidden and not re.search(r"\band\b|[;,]", hidden):
        sides = hidden.split("&")
        if all(len(side.split()) == 1 for side in sides):
            # "Johnson & Johnson" is a firm.
            return [f"{{{text}}}"]
    parts, done = [], 0
    for joint in _JOINT.finditer(hidden):
        parts.append(text[done : joint.start()])
        done = joint.end()
    parts.append(text[done:])
    return [part.strip() for part in parts if part.strip()]


def _refuse_ambiguous(parts: list[str]) -> None:
    """Raise ValueError for lists whose commas or "and" may belong to a name."""
    if len(parts) < 2:
        return
    for part in parts:
        if _BODY.search(part) and not _BRACED.fullmatch(part):
            raise ValueError(
                f"{part!r} looks like a part of the name of a body; put each body in "
                f"braces ('{{World Health Organization}} and Jane Doe') or give a list"
            )
    if not all("," in part for part in parts):
        for part in parts:
            halves = [half.split() for half in part.split(",")]
            is_pair = len(halves) == 2 and all(len(half) > 1 for half in halves)
            if is_pair and all(half[0][:1].isupper() for half in halves):
                raise ValueError(
                    f"{part!r} may be one name or two; join names by 'and' or give a "
                    f"list"
                )


def _inverted(parts: list[str], text: str) -> NameParts:
    """Return the name of "Family, Given", with a suffix before or after the given."""
    filled = [part for part in parts if part]
    if not filled:
        raise ValueError(f"{text!r} is no name; give {FORM}")
    if len(filled) == 1:
        return _with_particle(filled[0], "", "")
    if len(filled) == 2 and _LEGAL_FORM.fullmatch(filled[1]):
        return {"literal": text}
    family, given, *rest = filled
    if _SUFFIX.fullmatch(given):
        if not rest:
            return {**_natural(family), "suffix": given}
        given, rest = ", ".join(rest), [given]
    if len(rest) > 1 or (rest and not _SUFFIX.fullmatch(rest[0])):
        raise ValueError(
            f"{text!r} has too many commas for one name; give 'Doe, Jane', "
            f"'Doe, Jr., Jane', or a list of names"
        )
    if _INITIALS_FIRST.match(family) and len(given.split()) > 1:
        # "J. Doe, A. Roe" are two persons.
        raise ValueError(
            f"{text!r} may be two names; join names by 'and' or give a list"
        )
    return _with_particle(family, given, ", ".join(rest))


def _natural(text: str) -> NameParts:
    """Return the name of "Given von Family Suffix"."""
    words = text.split(" ")
    suffix = ""
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    # The family begins at its particle, the first word in lower case after a given name.
    start = len(words) - 1
    for index, word in enumerate(words[1:-1], 1):
        if word[:1].islower():
            start = index
            break
    given, family = " ".join(words[:start]), " ".join(words[start:])
    return _with_particle(family, given, suffix)


def _with_particle(family: str, given: str, suffix: str) -> NameParts:
    """Return a name; words in lower case before the family name are its particle."""
    words = family.split(" ")
    count = 0
    while count < len(words) - 1 and words[count][:1].islower():
        count += 1
    parts = {
        "family": " ".join(words[count:]),
        "given": given,
        "non_dropping_particle": " ".join(words[:count]),
        "suffix": suffix,
    }
    return {part: value for part, value in parts.items() if value}
