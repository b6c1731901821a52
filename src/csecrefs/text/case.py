"""Text case: the values of CSL's `text-case`, on runs, leaving `nocase` spans alone.

Source: CSL 1.0.2 specification, "Text-case"; which words stay small in title case
follows what citeproc-js prints.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal

from csecrefs.patterns import regex
from csecrefs.text.runs import Affix, Mark, OrderText, Run, TermText
from csecrefs.tuples import NamedTuple

TextCase = Literal[
    "",
    "lowercase",
    "uppercase",
    "capitalize-first",
    "capitalize-all",
    "sentence",
    "title",
]
"""Values of `text-case` ("Text-case"); "" leaves the case alone."""

# Words that stay small inside a title in title case: articles, conjunctions,
# prepositions, particles, as citeproc-js has them.
SMALL_WORDS: Final = frozenset(
    """a about above across afore after against al along alongside amid amidst among amongst an and anenst
    apropos apud around as aside astride at athwart atop barring before behind below beneath beside besides
    between beyond but by c ca circa d' de despite down during et except for forenenst from given in
    inside
    into lest like modulo near next nor notwithstanding of off on onto or out over per plus pro qua sans
    since so than the through throughout thruout till to toward towards under underneath until unto up upon
    v van versus via von vs with within without yet""".split()
)
# A word in title case: up to a blank, a full stop, a hyphen or dash, a slash.
_WORD: Final = regex(r"[^\s.\-\u2012-\u2015/\x02]+")
# Brackets and quotation marks before the first letter of a word.
_LEAD: Final = regex(r"[(\[{\"'“‘«„¿¡]*")
# Stands for each letter of protected text: a word in capitals, which no case changes.
_MASK: Final = "X"
# Stands for text of its own within a word, such as the th of 19<sup>th</sup>.
_VERBATIM_MASK: Final = "\x01"
# Stands for a number below the line, which ends a formula and so a word: CO<sub>2.
_FORMULA_MASK: Final = "\x02"
# What may follow the last letter of a word.
_AFTER_WORD: Final = ",;:!?)]}\"'”’»" + _VERBATIM_MASK
_APOSTROPHES: Final = frozenset("'’")
# Spans whose text keeps its case in every text-case.
_PROTECTED: Final = frozenset({"nocase", "nodecor", "year-suffix"})
# Markup in fields whose text keeps its case in title case and capitals.
_VERBATIM: Final = frozenset({"superscript", "subscript", "small-caps"})


def apply_case(case: TextCase, runs: list[Run], language: str) -> list[Run]:
    """Return `runs` in the given case.

    `language` (BCP 47) decides if title case applies, and which letter i becomes.
    """
    letters = _LATIN
    if language[:2].lower() in ("tr", "az"):
        letters = _TURKIC
    if case == "title":
        if language[:2].lower() != "en":
            return runs
        return _over_text(runs, title_case)
    if case == "capitalize-all":
        return _over_text(runs, letters.capitalize_all)
    if case == "capitalize-first":
        return _over_text(runs, letters.capitalize_first)
    if case == "sentence":
        return _over_text(_over_text(runs, letters.sentence), letters.capitalize_first)
    if case == "uppercase":
        return _each(runs, letters.upper, verbatim=True)
    if case == "lowercase":
        return _each(runs, letters.lower)
    return runs


def capitalize_first_term(runs: list[Run]) -> None:
    """Give a term a capital if nothing but affixes and the work's number stands before
    it.
    """
    for place, run in enumerate(runs):
        if isinstance(run, str) and not isinstance(run, (Affix, OrderText)):
            if isinstance(run, TermText):
                runs[place] = TermText(_LATIN.capitalize_first(run))
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
            start += word[start : start + 1] == "’"
            core = word[start:].rstrip(_AFTER_WORD)
            single = len(core) <= 1 or core[1:2] == _VERBATIM_MASK  # x<sup>y</sup>z
            last = place == len(words) - 1 and not single
            heads = (
                text[match.end() : match.end() + 1] == "-"
                and text[max(match.start() - 1, 0)] != "-"
            )
            small = single or (not heads and core in SMALL_WORDS)
            # o'brien and 'bout stay small but as the first word: L'avare, 'Tis pity
            elided = core[1:2] in _APOSTROPHES or word[:1] == "’"
            if core[:1].isalpha() and (
                after_stop or ((last or not small) and not elided)
            ):
                letters[match.start() + start] = _upper(core[0])
        after_stop = (
            not word[-1].isalnum()
            and word.rstrip(")]}\"'”’»")[-1:] in (":", "?", "!")
            and text[match.end() : match.end() + 1].isspace()
        )
    return "".join(letters)


class Letters(NamedTuple):
    """The letters of a language: capitals and small ones that differ from Unicode's."""

    to_upper: dict[int, str]
    to_lower: dict[int, str]

    def upper(self, text: str) -> str:
        """Return `text` in capitals."""
        return text.translate(self.to_upper).upper()

    def lower(self, text: str) -> str:
        """Return `text` in small letters, without the stray dot that İ leaves."""
        return text.translate(self.to_lower).lower()

    def sentence(self, text: str) -> str:
        """Return `text` with small letters but for acronyms and names such as McDonald.

        Words with a capital inside and initials keep their case; a text in capitals
        has none. See docs/csl-decisions.md.
        """
        if not any(char.islower() for char in text):
            return self.lower(text)
        return _WORD.sub(self._in_sentence, text)

    def _in_sentence(self, match: re.Match[str]) -> str:
        word = match[0]
        letters = [char for char in word if char.isalpha()]
        initial = (
            len(letters) == 1 and match.string[match.end() : match.end() + 1] == "."
        )
        if initial or any(char.isupper() for char in letters[1:]):
            return word
        small = self.lower(word)
        if len(small) == len(word):
            return small
        return word

    def capital(self, letter: str) -> str:
        """Return one letter as a capital; one that becomes two stays."""
        return _upper(letter.translate(self.to_upper))

    def capitalize_all(self, text: str) -> str:
        """Return `text` with a capital for each word that has none."""
        letters = list(text)
        for match in _WORD.finditer(text):
            lead = _LEAD.match(match[0])
            start = match.start() + (lead.end() if lead else 0)
            if start < match.end() and match[0].islower():
                letters[start] = self.capital(letters[start])
        return "".join(letters)

    def capitalize_first(self, text: str) -> str:
        """Return `text` with a capital for its first word, unless that has one."""
        word = _WORD.search(text)
        if word and word[0] != self.lower(word[0]):
            return text
        for place, letter in enumerate(text):
            if letter in (_VERBATIM_MASK, _FORMULA_MASK):
                return text
            if letter.isalnum():
                return text[:place] + self.capital(letter) + text[place + 1 :]
        return text


# The letters of all languages but Turkish and Azerbaijani, in which i has a dot as a
# capital, too.
_LATIN: Final = Letters({}, {ord("İ"): "i"})
_TURKIC: Final = Letters(
    {ord("i"): "İ", ord("ı"): "I"},
    {ord("İ"): "i", ord("I"): "ı"},
)


def _upper(letter: str) -> str:
    upper = letter.upper()
    if len(upper) == 1:
        return upper
    return letter


def _verbatim_mask(runs: list[Run], opening: int) -> str:
    mark, inside = runs[opening], runs[opening + 1]
    below = isinstance(mark, Mark) and mark.tag == "subscript"
    if below and isinstance(inside, str) and inside.isdecimal():
        return _FORMULA_MASK
    return _VERBATIM_MASK


def _is_verbatim(mark: Mark) -> bool:
    """True if a mark of a field starts or ends text that keeps its case."""
    return mark.kind == "field" and mark.tag in _VERBATIM


def _protection(mark: Mark) -> int:
    """By how much a mark changes the depth of protected text."""
    if mark.tag not in _PROTECTED:
        return 0
    if mark.closing:
        return -1
    return 1


def _each(
    runs: list[Run], change: Callable[[str], str], verbatim: bool = False
) -> list[Run]:
    """Change the text of each run but protected ones, and verbatim ones if asked."""
    result: list[Run] = []
    protected = 0
    for run in runs:
        if isinstance(run, Mark):
            protected += _protection(run)
            if verbatim and _is_verbatim(run):
                protected += -1 if run.closing else 1
            result.append(run)
        else:
            result.append(run if protected else type(run)(change(run)))
    return result


def _over_text(runs: list[Run], change: Callable[[str], str]) -> list[Run]:
    """Apply a length-preserving `change` to the text of all runs at once.

    Marks leave no trace in that text, since a tag inside a word is no end of it.
    Protected text is masked by capitals, verbatim text by one sign.
    """
    protected = verbatim = 0
    masked: list[str] = []
    kept: list[int] = []
    for number, run in enumerate(runs):
        if not isinstance(run, Mark):
            if verbatim:
                masked.append("")
            elif protected:
                kept.append(number)
                masked.append(_MASK * len(run))
            else:
                masked.append(run)
        elif _is_verbatim(run):
            verbatim += -1 if run.closing else 1
            masked.append("" if run.closing else _verbatim_mask(runs, number))
        else:
            protected += _protection(run)
            masked.append("")
    for number in kept:
        if _inside_word(masked, number):
            masked[number] = str(runs[number])
    changed = change("".join(masked))
    result: list[Run] = []
    place = 0
    for number, text in enumerate(masked):
        run, new = runs[number], changed[place : place + len(text)]
        place += len(text)
        if isinstance(run, Mark) or new == text or number in kept:
            result.append(run)
        else:
            result.append(type(run)(new))
    return result


def _inside_word(texts: list[str], place: int) -> bool:
    """Return True if letters stand right beside a text: it is the "fix" of "prefixed".

    Its own letters then say if the word has a capital, as the RNA of "mRNA" does.
    """
    before = "".join(texts[:place])[-1:]
    after = "".join(texts[place + 1 :])[:1]
    return before.isalpha() or after.isalpha()
