"""The language of a title, told from its small words and letters."""

from __future__ import annotations

import re
from typing import Final

from csecrefs.patterns import regex

_WORDS: Final = {
    "en": "the of and in for on to with from by an at as is are into between",
    "de": "der die das und des im von zur zum für eine einer über dem den als bei ein",
    "fr": "le la les des du et dans pour sur une un aux au par en entre ou",
    "es": "el los las del y en para con una un por como sobre entre",
    "it": "il lo gli della dei nel di e per con una un alla delle sul degli tra",
    "ro": "şi și în de a al ale din pentru cu la privind unei unui prin asupra sau",
    "pt": "o os as do da dos das em para uma um com no na e sobre por",
    "nl": "de het een van en voor in op met aan bij der te",
    "pl": "w i z na do o dla od przez oraz się jako",
    "cs": "v a na ve se z pro o k při od jako",
    "sv": "och i av för den det en ett på med till om",
    "hu": "a az és egy magyar szerint alapján",
    "tr": "ve bir ile için üzerine bu olarak",
}
_LETTERS: Final = (
    (regex(r"[ășțĂȘȚţşŢŞ](?!.*ğ)"), "ro"),
    (regex(r"[ğıİ]"), "tr"),
    (regex(r"[ßäÄ]"), "de"),
    (regex(r"[ąęłńśźż]"), "pl"),
    (regex(r"[ěřů]"), "cs"),
    (regex(r"[őű]"), "hu"),
    (regex(r"[ñ¿¡]"), "es"),
    (regex(r"[ãõ]"), "pt"),
    (regex(r"[åÅ]"), "sv"),
)
_SCRIPTS: Final = (
    (regex(r"[\u0400-\u04ff]"), "ru"),
    (regex(r"[\u3040-\u30ff]"), "ja"),
    (regex(r"[\uac00-\ud7af]"), "ko"),
    (regex(r"[\u4e00-\u9fff]"), "zh"),
    (regex(r"[\u0590-\u05ff]"), "he"),
    (regex(r"[\u0600-\u06ff]"), "ar"),
    (regex(r"[\u0370-\u03ff]{3}"), "el"),
)
_SETS: Final = {
    language: frozenset(words.split()) for language, words in _WORDS.items()
}
_ENOUGH: Final = 2
"""Small words of one language that tell it, with more of them than of any other."""


def language_of(text: str) -> str:
    """Return the language (BCP 47) that a title is in, or "" where it is not clear.

    >>> language_of("The duty to inform: platforms and the law"), language_of("Ibex")
    ('en', '')
    """
    for pattern, language in _SCRIPTS:
        if pattern.search(text):
            return language
    words = re.findall(r"[^\W\d_]+", text.lower())
    counts = {
        language: sum(word in small for word in words)
        for language, small in _SETS.items()
    }
    for pattern, language in _LETTERS:
        if pattern.search(text.lower()):
            counts[language] += _ENOUGH
    best = sorted(counts, key=lambda language: -counts[language])
    clear = counts[best[0]] >= _ENOUGH and counts[best[0]] > counts[best[1]]
    if clear:
        return best[0]
    return ""
