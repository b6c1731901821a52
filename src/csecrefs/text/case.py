"""Text case: the values of CSL's `text-case`, on runs, leaving `nocase` spans alone.

Source: CSL 1.0.2 specification, "Text-case"; which words stay small in title case
follows what citeproc-js prints.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from csecrefs.text.runs import Affix, Mark, OrderText, Run, TermText

SMALL_WORDS: Final = frozenset(
    """a about above across afore after against al along alongside amid amidst among amongst an and anenst
    apropos apud around as aside astride at athwart atop barring before behind below beneath beside besides
    between beyond but by c ca circa d' de despite down during et except for forenenst from given in
    inside
    into lest like modulo near next nor notwithstanding of off on onto or out over per plus pro qua sans
    since so than the through throughout thruout till to toward towards under underneath until unto up upon
    v van versus via von vs with within without yet""".split()
)
_WORD: Final = re.compile(r"[^\s.\-\u2012-\u2015/\0]+")
_LEAD: Final = re.compile(r"[(\[{\"'“‘«„¿¡]*")
_MASK: Final = "X"
_APOSTROPHES: Final = frozenset("'’")
_PROTECTED: Final = frozenset({"nocase", "nodecor", "year-suffix"})
_SEAM: Final = "\0"
_SPACE_NEXT: Final = re.compile(r"\0*\s")
_TURKIC: Final = str.maketrans({"i": "İ", "ı": "I"})
_TURKIC_LOWER: Final = str.maketrans({"İ": "i", "I": "ı"})


def apply_case(case: str, runs: list[Run], language: str) -> list[Run]:
    """`runs` in the given case; `language` (BCP 47) decides whether title case applies
    and what i becomes.
    """
    if case == "title":
        return _over_text(runs, title_case) if language[:2].lower() == "en" else runs
    if case == "capitalize-all":
        return _over_text(runs, _capitalize_all)
    turkic = language[:2] in ("tr", "az")
    if case == "capitalize-first":
        return _over_text(
            runs, _capitalize_first_turkic if turkic else _capitalize_first
        )
    if case == "sentence":
        return _over_text(_each(runs, str.lower), _capitalize_first)
    if case == "uppercase":
        return _each(
            runs, lambda text: (text.translate(_TURKIC) if turkic else text).upper()
        )
    if case == "lowercase":
        return _each(
            runs,
            lambda text: (text.translate(_TURKIC_LOWER) if turkic else text).lower(),
        )
    return runs


def capitalize_first_term(runs: list[Run]) -> None:
    """Give a term a capital if nothing but affixes and the work's number stands before
    it.
    """
    for place, run in enumerate(runs):
        if isinstance(run, str) and not isinstance(run, (Affix, OrderText)):
            if isinstance(run, TermText):
                runs[place] = TermText(_capitalize_first(run))
            return


def title_case(text: str) -> str:
    """`text` in English title case, of the same length: a masked part is a run of
    capital X.
    """
    letters = list(text)
    words = list(_WORD.finditer(text))
    after_stop = True
    for place, match in enumerate(words):
        word = match[0]
        if word.islower():
            lead = _LEAD.match(word)
            start = lead.end() if lead else 0
            core = word[start:].rstrip(",;:!?)]}\"'”’»")
            last = place == len(words) - 1 and len(core) > 1
            heads = (
                text[match.end() : match.end() + 1] == "-"
                and text[max(match.start() - 1, 0)] != "-"
            )
            small = len(core) <= 1 or (not heads and core in SMALL_WORDS)
            if (
                core[0].isalpha()
                and core[1:2] not in _APOSTROPHES
                and (after_stop or last or not small)
            ):
                letters[match.start() + start] = _upper(core[0])
        after_stop = (
            not word[-1].isalnum()
            and word.rstrip(")]}\"'”’»")[-1:] in (":", "?", "!")
            and _SPACE_NEXT.match(text, match.end()) is not None
        )
    return "".join(letters)


def _capitalize_all(text: str) -> str:
    letters = list(text)
    for match in _WORD.finditer(text):
        lead = _LEAD.match(match[0])
        start = match.start() + (lead.end() if lead else 0)
        if start < match.end() and match[0].islower():
            letters[start] = _upper(letters[start])
    return "".join(letters)


def _capitalize_first_turkic(text: str) -> str:
    changed = zip(text, _capitalize_first(text), strict=True)
    return "".join(
        [_upper(old.translate(_TURKIC)) if old != new else old for old, new in changed]
    )


def _capitalize_first(text: str) -> str:
    word = _WORD.search(text)
    if word and word[0] != word[0].lower():
        return text
    for place, letter in enumerate(text):
        if letter.isalnum():
            return text[:place] + _upper(letter) + text[place + 1 :]
    return text


def _upper(letter: str) -> str:
    upper = letter.upper()
    return upper if len(upper) == 1 else letter


def _protection(mark: Mark) -> int:
    """By how much a mark changes the depth of protected text."""
    return 0 if mark.tag not in _PROTECTED else -1 if mark.closing else 1


def _each(runs: list[Run], change: Callable[[str], str]) -> list[Run]:
    result: list[Run] = []
    protected = 0
    for run in runs:
        if isinstance(run, Mark):
            protected += _protection(run)
            result.append(run)
        else:
            result.append(run if protected else type(run)(change(run)))
    return result


def _over_text(runs: list[Run], change: Callable[[str], str]) -> list[Run]:
    """Apply a length-preserving `change` to the text of all runs at once, with
    protected text masked.
    """
    protected = 0
    masked: list[str] = []
    for run in runs:
        if isinstance(run, Mark):
            protected += _protection(run)
            masked.append(_SEAM)
        else:
            masked.append(_MASK * len(run) if protected else run)
    changed = change("".join(masked))
    result: list[Run] = []
    place = 0
    for run, text in zip(runs, masked, strict=True):
        new = changed[place : place + len(text)]
        place += len(text)
        result.append(run if isinstance(run, Mark) or new == text else type(run)(new))
    return result
