"""Names out of one segment of a reference string, as lists print them.

Lists print names inverted or not, with initials before or after, joined by commas,
semicolons, slashes or words of many languages. The rules look at the kinds of the
comma-separated parts: initials, a family name, a whole name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from csecrefs.model import Name
from csecrefs.patterns import regex

_ETAL: Final = regex(
    # "et al." and its kin at the end, and dots or a dash that omit names
    r"[\s,;&]*(?:\b(?:et\.?\s?al|u\.?\s?a|e\.?\s?a|et\s?coll|and\s+others|und\s+andere|y\s+otros"
    r"|e\s+altri|и\s+др|i\s+in|m\.\s?fl|a\s+kol|v\.?\s?b|ve\s+diğerleri|others)\b\.?"
    r"|…|\.\.\.|\[et al\.?\])[\s.,;:)]*$",
    re.IGNORECASE,
)
_ROLE: Final = regex(
    # words around the names that say who they are: "eds.", "(Hrsg.)", "a cura di"
    r"^\s*[(\[]?(?:eds?|hrsg|hgg?|dirs?|coords?)\.?[)\]]\s*|^\s*(?:in\s*:|edited by|ed(?:s"
    r"|ited)?\. by|hrsg\.? v(?:on|\.)|a cura di|(?:herausgegeben"
    r"|übersetzt) von"
    r"|translated by|trans(?:l|lated)?\.?(?: by)?|éd(?:ité)? par|sous la dir(?:ection|\.) de"
    r"|by)\b[\s:]*"
    r"|[\s,(\[]*\b(?:eds?|editors?|editor[ae]s?|hrsg|hgg?|dirs?|coords?|comps?|red|ред|szerk|trans"
    r"|translators?"
    r"|a cura di|herausgeber|éds?)\b\.?[)\]]?[\s.:,]*$",
    re.IGNORECASE,
)
_STRONG: Final = regex(
    # what ends a name whatever stands around it
    r"\s*[;|•·、，]\s*|[\s,]*(?:…|\.\.\.)\s*(?=\S)|\s*和\s*|\s*/\s*|\s+[-–—]\s+|\s*,?\s*&\s*"
    r"|\s*,?\s+(?:and|AND|und|UND|ET|VE|et|y|e|och|og|en|ve|és|și|şi|oraz|и|та|a|i|ja|com|avec|with|with)\s+(?=\S)",
)
_BODY_WORDS: Final = """
    organi[sz]ation ministry commission council committee agency institut\\w* universit\\w*
    department office association society bank union nations parliament bundes\\w*
    \\w*ministerium cent(?:er|re) consortium international foundation federation congress
    conference government court forum alliance network programme program board services?
    bureau academy college administration authority collaboration team company inc ltd gmbh llc plc
    corporation corp fund commissione comité comisión ministère ministerio consiglio conseil
    consejo europol unicef interpol eurostat gesellschaft verein amt landesamt institution
    group partnership initiative survey library museum press senate assembly secretariat
    united european national federal world global state republic working party convention
    министерство комитет университет институт парламент guvernul parlamentul ministerul
    trust coalition observatory laboratory laboratories hospital school ngo division
    registry treasury statistics parlament verband stiftung zentrum kommission
"""
_BODY_WORD: Final = regex(
    # a word that names an organisation: "Harbour Commission"
    rf"\b(?:{'|'.join(_BODY_WORDS.split())})\b",
    re.IGNORECASE,
)
_BODY: Final = regex(rf"{_BODY_WORD.pattern}|^the\s", re.IGNORECASE)

_INITIAL: Final = r"[^\W\d_a-zß-öø-ÿа-я](?:h|u|o|a|r)?"
_INITIALS: Final = regex(
    # "A.", "J. R.", "A.-M.", "JR", "Ch.", "Yu. V."
    rf"(?:{_INITIAL}\s?[.](?:\s?[-‐]\s?)?\s?)+(?:[^\W\d_a-z]\.?)?|[^\W\d_a-zß-öø-ÿ]{{1,4}}"
    rf"|(?:[^\W\d_a-zß-öø-ÿ][\s-])+[^\W\d_a-zß-öø-ÿ]\.?"
)
_SUFFIX: Final = regex(r"(?:Jr|Sr|II|III|IV|Junior|Ph\.?D|M\.?D)\.?")
_FAMILY: Final = r"[^\W\d_][\w'’‐\-–]*(?:\s[^\W\d_][\w'’‐\-]*){0,3}"
_FULL: Final = regex(
    # initials, then the family name: "L. J. Weitzman", "DA Alexander", "Y. van der Berg"
    rf"(?!(?:VAN|VON|DEN|DER|DE|DU|LA|LE|DI|DA|EL|AL)\s)"
    rf"(?P<given>(?:{_INITIAL}\.\s?-?\s?)+(?:[^\W\d_]\w+\s)?|[^\W\d_a-zß-öø-ÿ]{{1,3}}\s(?:[^\W\d_a-z]\s)*)"
    rf"\s*(?P<family>{_FAMILY})"
)
_REVERSED: Final = regex(
    # the family name, then initials: "Acciari V. A.", "de Groot H", "Иванов И.И."
    rf"(?P<family>{_FAMILY}?)\s+(?P<given>(?:{_INITIAL}\.\s?-?\s?)+|[^\W\d_a-zß-öø-ÿ]{{1,3}}(?:[\s-][^\W\d_a-zß-öø-ÿ])*\.?)"
)
_CHAINED: Final = regex(
    # the initials of one name, then the family of the next: "S. Kiss"
    rf"(?P<given>(?:{_INITIAL}\.\s?-?\s?)+)(?P<family>{_FAMILY})"
)
_PARTICLE: Final = regex(
    r"(?:van|von|der|den|de|del|della|di|da|do|dos|du|la|le|ter|ten|zu|zur|zum|vom|af|al|el"
    r"|ibn|bin|st\.?|d['’]|l['’])",
    re.IGNORECASE,
)
_LEADING: Final = regex(
    # lower-case particles before a family name
    r"(?P<particle>(?:(?:van|von|der|den|de|del|della|di|da|do|dos|du|la|le|ter|ten|zu|zur|vom|af"
    r"|al|el|ibn|bin)\s+)+)(?=\S)"
)
_CAPITAL_PARTICLE: Final = regex(r"(?:(?:VAN|VON|DEN|DER|TEN|TER|ZU)\s)+(?=\w)")
_UNSPACED: Final = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,4}")
_REPEATED: Final = regex(r"[\s—–_―-]{2,}[.,]?")
_MOSTLY: Final = 0.6
"""Share of one-word families from which names alternate with given names."""
_LIMIT: Final = 20_000


@attrs.frozen
class NameList:
    """The names of one segment, and whether it says that others were left out."""

    names: tuple[Name, ...]
    others: bool = False


def names_body(text: str) -> bool:
    """Return True if a text has a word that names an organisation.

    >>> names_body("Harbour Commission"), names_body("Doe, J.")
    (True, False)
    """
    return bool(_BODY_WORD.search(text))


def parse_names(segment: str) -> NameList:
    """Return the names in one segment of names, in order.

    >>> [name.family for name in parse_names("Doe, J., R. Roe & van Dam, K. et al.").names]
    ['Doe', 'Roe', 'Dam']
    >>> parse_names("World Health Organization.").names[0].literal
    'World Health Organization'
    """
    text = re.sub(r"\s+", " ", segment[:_LIMIT]).strip(' ,;:([<“"„«')
    text = re.sub(r"</?[a-z]+>", "", text)
    text = _ROLE.sub("", _ROLE.sub("", text)).strip()
    if not text or _REPEATED.fullmatch(text):
        return NameList(())
    bare = _ETAL.sub("", text)
    others = bare != text
    others = others or "…" in bare or "..." in bare
    bare = bare.strip(' ,;:)]”"»-–')
    if not bare:
        return NameList((), others)
    if _is_body(bare):
        return NameList((Name(literal=bare.rstrip(".")),), others)
    names = tuple(_named(_chunks(bare)))
    if bare.upper() == bare and len(bare) > 6:
        names = tuple(_uncapitalised(name) for name in names)
    return NameList(names, others)


def _is_body(text: str) -> bool:
    """Return True if the segment names an organisation rather than people."""
    if not _BODY.search(text):
        return text.count(" ") > 6 and not re.search(r"[,&;/]|\s[-–—]\s|\b\w\.", text)
    first = text.split(",")[0]
    parts = [part.strip() for part in text.split(",")]
    # people may work at an institute, but their initials betray them
    people = sum(
        bool(_INITIALS.fullmatch(part) or _FULL.fullmatch(part)) for part in parts
    )
    return people == 0 and bool(_BODY.search(first) or len(parts) == 1)


def _chunks(text: str) -> list[list[str]]:
    """Return the parts between commas of what strong separators divide."""
    found = []
    for chunk in _STRONG.split(text):
        parts = [
            part.strip(" .:") if _long(part) else part.strip(" :")
            for part in chunk.split(",")
        ]
        parts = [part for part in parts if part.strip(" .")]
        if parts:
            found.append(parts)
    return found


def _long(part: str) -> bool:
    """Return True if the full stop after a part ends no initial."""
    last = part.strip(" .:").split()[-1:]
    if _SUFFIX.fullmatch(part.strip()):
        return False
    return bool(last) and "." not in last[0] and len(last[0]) > 1


def _named(chunks: Sequence[Sequence[str]]) -> Iterator[Name]:
    inverted = bool(chunks) and len(chunks[0]) > 1 and not _all_natural(chunks)
    for parts in chunks:
        if len(parts) > 2 and _is_chain(parts):
            yield from _chain(parts)
        else:
            yield from _of_parts(parts, inverted)


def _all_natural(chunks: Sequence[Sequence[str]]) -> bool:
    """Return True for whole names only: "Rolf Bender, Udo Reifner and Anna Holm"."""
    parts = [part for chunk in chunks for part in chunk]
    if len(chunks) == 1 or len(parts) < len(chunks) + 1:
        return False
    return all(
        " " in part and not _LEADING.match(part) and not _has_initials(part)
        for part in parts
    )


def _is_chain(parts: Sequence[str]) -> bool:
    """Return True for names that run on without a mark between: "Keri, S. Kiss, I." """
    middle = all(_CHAINED.fullmatch(part) for part in parts[1:-1])
    return (
        middle and bool(_INITIALS.fullmatch(parts[-1])) and not _has_initials(parts[0])
    )


def _has_initials(part: str) -> bool:
    return bool(
        _INITIALS.fullmatch(part) or _FULL.fullmatch(part) or _REVERSED.fullmatch(part)
    )


def _chain(parts: Sequence[str]) -> Iterator[Name]:
    family = parts[0]
    for part in parts[1:-1]:
        match = _CHAINED.fullmatch(part)
        if match is not None:
            yield _name(family, match["given"])
            family = match["family"]
    yield _name(family, parts[-1])


def _of_parts(parts: Sequence[str], inverted: bool) -> Iterator[Name]:
    place = 0
    singles = all(" " not in part for part in parts)
    while place < len(parts):
        part = parts[place]
        following = ""
        if place + 1 < len(parts):
            following = parts[place + 1]
        suffix = _suffix_after(parts, place)
        if following and _INITIALS.fullmatch(following) and not _FULL.fullmatch(part):
            late = _suffix_after(parts, place + 1)
            yield _name(part, following, late)
            place += 2 + bool(late)
        elif (
            suffix and place + 2 < len(parts) and _INITIALS.fullmatch(parts[place + 2])
        ):
            yield _name(part, parts[place + 2], suffix)
            place += 3
        elif _whole(part) is not None:
            yield _with_suffix(_whole(part) or Name(), suffix)
            place += 1 + bool(suffix)
        elif following and inverted and _is_given(parts, place, singles):
            late = _suffix_after(parts, place + 1)
            yield _name(part, following, late)
            place += 2 + bool(late)
        else:
            yield _with_suffix(_natural(part), suffix)
            place += 1 + bool(suffix)


def _suffix_after(parts: Sequence[str], place: int) -> str:
    if place + 1 < len(parts) and _SUFFIX.fullmatch(parts[place + 1]):
        return parts[place + 1]
    return ""


def _with_suffix(name: Name, suffix: str) -> Name:
    if suffix:
        return name.evolve(suffix=suffix)
    return name


def _is_given(parts: Sequence[str], place: int, singles: bool) -> bool:
    """Return True if the part after `place` is the given name of the one at `place`."""
    part, following = parts[place], parts[place + 1]
    if place == 0:
        # "Bender, Rolf"; but two whole names are two names: "Rolf Bender, Udo Reifner"
        return not (part.count(" ") and following.count(" ") and len(parts) > 2)
    if singles:
        return len(parts) % 2 == 0
    if " " not in part:
        return True
    # "Ben Ali, Asma, Cherif, Mohamed": most that would be families are one word
    families = parts[::2]
    short = sum(" " not in family for family in families)
    return len(parts) % 2 == 0 and short >= _MOSTLY * len(families)


def _whole(part: str) -> Name | None:
    """Return the name in a part that has both its initials and its family name."""
    if _UNSPACED.fullmatch(part):
        return Name(
            family=part[0],
            given=part[1:],
            static_ordering=True,
        )
    words = part.split()
    # "LEE BW" has its initials last, "BW Lee" first
    reversed_ = words[-1].isupper() and len(words[-1]) < min(4, len(words[0]))
    match = _FULL.fullmatch(part) or _REVERSED.fullmatch(part)
    if reversed_:
        match = _REVERSED.fullmatch(part) or match
    if match is None or not match["family"]:
        return None
    return _name(match["family"], match["given"])


def _natural(part: str) -> Name:
    """Return the name in a part that has the given names first, or one word only."""
    words = part.split()
    if len(words) == 1:
        return Name(family=part)
    suffix = ""
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    cut = len(words) - 1
    while cut > 1 and _PARTICLE.fullmatch(words[cut - 1]):
        cut -= 1
    return _name(
        " ".join(words[cut:]),
        " ".join(words[:cut]),
        suffix,
    )


def _name(family: str, given: str, suffix: str = "") -> Name:
    """Return a name from its two printed parts, particles before the family apart."""
    given = given.strip(" ,;")
    compact = given.replace(" ", "").replace("-", "")
    if (
        compact.isupper()
        and compact.isalpha()
        and 1 < len(compact) <= 4
        and " " not in given
    ):
        given = " ".join(f"{letter}." for letter in compact)  # "DA" is "D. A."
    elif re.fullmatch(r"(?:[^\W\d_]\s)+[^\W\d_]\.?|[^\W\d_]", given):
        given = re.sub(r"(?<=\w)(?=\s|$)", ".", given)
    given = re.sub(r"(?<=\w\.)(?=[^\W\d_]\.?)", " ", given)
    family = family.strip(" ,;")
    particle = ""
    if match := _LEADING.match(family):
        particle = match["particle"].strip()
        family = family[match.end() :]
    return Name(family, given, non_dropping_particle=particle, suffix=suffix)


def _uncapitalised(name: Name) -> Name:
    """Return a name printed in capitals as it is written elsewhere."""
    if match := _CAPITAL_PARTICLE.match(name.family):
        particle = match[0].strip().lower()
        family = name.family[match.end() :]
        name = name.evolve(family=family, non_dropping_particle=particle)
    return name.evolve(
        family=_titled(name.family),
        given=_titled(name.given),
    )


def _titled(text: str) -> str:
    return re.sub(
        r"[^\W\d_]{2,}", lambda match: match[0][0] + match[0][1:].lower(), text
    )
