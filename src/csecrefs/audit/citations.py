"""Citations typed as text: names and years, or numbers in brackets.

Each year in the text is looked at once: the names are found by walking back from it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from csecrefs.manuscript.prose import ProseLine
from csecrefs.patterns import regex
from csecrefs.strings.dates import month_of

# a year with its letter or range, or what is printed in its place: "2004a",
# "1974-76", "in press"
_YEAR: Final = regex(
    r"(?<![\d/.-])(?:1[5-9]|20)\d\d(?:[a-z](?![a-z]))?(?:[-–/](?:\d\d|\d{4}))?(?![\d/]|[.,]\d)"
    r"|\b(?:in press|forthcoming|in prep\.?|submitted|n\.\s?d\.|no date|im Druck|à paraître|o\.\s?J\.)(?!\w)"
)
# a word with inner points and hyphens ("d'Aubigny", "S.-C."), or one mark
_WORD: Final = regex(r"[^\W\d_][\w’'‐.-]*|&|/|,|;|\(|\)|\[|\]|:|–|—|\S")
_BACK: Final = 260
"""Characters before a year in which its names may begin."""
CONNECTORS: Final = frozenset("and & und et y e i și şi och og en ve a / ,".split())
PARTICLES: Final = frozenset(
    "van von der den de del della di da do dos du la le ter ten zu al el d' d’ dalla".split()
)
# the second word of "et al.", "u. a.", "and others"
_ET_AL: Final = frozenset(
    "al al. coll coll. u. a. others colleagues coworkers co-workers mitarb.".split()
)
# "et al." in one word, as some lists and reference managers have it: "Low & et.al"
_ET_AL_JOINED: Final = frozenset("et.al et.al. etal etal.".split())
_INNER: Final = frozenset(
    "of for the on against and in to from für der des und du de la pour".split()
)
"""Small words inside the names of organisations."""
STOP: Final = frozenset(
    """
    in on at by since from until during after before the this these those as or but see also
    cf figure fig figs table tables section chapter equation eq appendix box although while
    however for with to recently both e.g eg i.e vgl siehe so im am bis seit en dans depuis
    art article nach voir selon d'après auch und according reviewed e.g. i.e. cf. per about
    around between version copyright published received accepted nov dec jan feb mar apr jun
    jul aug sep sept oct via using under when where if then than thus like according ibid
    volume vol no pp p updated revised supplementary note notes data year years version
    """.split()
)
"""Words with a capital at the start of a sentence or of a phrase that name nobody."""
# an article before a name says that it is a common noun: "the Directive (2004)"
_DETERMINERS: Final = frozenset(
    "the a an of des der die das dem den eine einer la le les du un une el los las il lo gli della al".split()
)
# the place in the work after the year: ", p. 12", ": 12-14", ", § 3 ff."
_LOCATOR: Final = regex(
    r"\s*[,:]\s*(?P<label>pp?\.|s\.|ss\.|pages?|seiten?|n°|nr\.|ch\.|chap\.|kap\.|art\.|§+|rn\."
    r"|para\.?|par\.)?"
    r"\s?(?P<value>\d+(?:\s?[-–]\s?\d+)?)(?!\d)(?:\s?ff?\.)?",
    re.IGNORECASE,
)
# a bracket of numbers: "[3]", "[1, 4-6]", but no link of Markdown: "[3](x)"
_NUMERIC: Final = regex(
    # words before the numbers: [see 3], [e.g., 5, 6]
    r"\[(?:(?:see(?: also)?|e\.\s?g\.|i\.\s?e\.|cf\.|compare|for (?:example|instance)|such as"
    r"|vgl\.|siehe(?: auch)?|z\.\s?B\.|voir(?: aussi)?|véase|vedi|p\. ex\.),?\s+)?"
    r"(\s*\d{1,4}(?:\s*[,;–—-]\s*\d{1,4}){0,60}\s*)"
    # a locator after the number: [27, Ch. 5]
    r"(?:,\s*(?:[^\W\d_]{1,8}\.?|§+)\s*\d[\w.–-]{0,20}\s*)?"
    # words after the numbers: [3 and references therein], [4 for a review]
    r"(?:,?\s+(?:and (?:references |others )?(?:therein|there)|and others|(?:and )?passim"
    r"|among others|for (?:details|(?:an? )?(?:recent )?(?:reviews?|overview|introduction)))\s*)?"
    r"\](?!\()",
    re.IGNORECASE,
)
_INITIALS: Final = regex(r"(?:[^\W\d_]\.-?){1,4}")
"""Initials of a given name: "S.-C.", of which the last point ends no sentence."""
# a range or one number inside the bracket: "4-6", "1"
_NUMBERS: Final = regex(r"(\d{1,4})\s*[–—-]\s*(\d{1,4})|(\d{1,4})")
# The dash of a range of two brackets, as IEEE prints them: "[4]–[6]". A line may end
# after it.
_BETWEEN: Final = regex(r"(?:[–-]|--)\n?")
# A title in quotation marks, its comma inside or outside of them: “Right to erasure,”
_QUOTED: Final = regex(r"[“\"„«]\s?([^“”\"„«»]{8,200}?),?\s?[”\"“»]")
_WIDEST: Final = 200
"""Numbers between the ends of one range, [3-9]: more is no citation."""


@attrs.frozen
class TypedCitation:
    """One work cited in the text: the names and the year, as printed."""

    printed: str
    names: tuple[str, ...]
    """The names as printed, without "et al."; one text for an organisation."""
    year: str
    line: int
    column: int
    start: int
    """Offset of the first character in the body's text."""
    end: int
    others: bool = False
    """True after "et al."."""
    bracketed: bool = False
    """True if names and year are inside one bracket, or the year alone is."""
    determined: bool = False
    """True if an article precedes the name, as it does common nouns."""
    whole: str = ""
    """All of the bracket before the year: the name of a document or organisation."""
    label: str = ""
    """The label of the locator as printed: "p.", "pp."."""
    locator: str = ""


@attrs.frozen
class NumericCitation:
    """One bracket of numbers."""

    printed: str
    numbers: tuple[int, ...]
    line: int
    column: int
    start: int


class BodyText:
    """The running text as one string, with the line of each place."""

    def __init__(self, lines: Sequence[ProseLine]) -> None:
        self.lines = lines
        self.starts: list[int] = []
        pieces = []
        length = 0
        for line in lines:
            self.starts.append(length)
            pieces.append(line.text)
            length += len(line.text) + 1
        self.text = "\n".join(pieces)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the number of the line and the column of an offset."""
        # Starts ascend: the line is found by halving, not by counting.
        at = bisect_right(self.starts, offset) - 1
        if at < 0:
            return 0, 0
        return self.lines[at].number, offset - self.starts[at] + 1


def numeric_citations(body: BodyText) -> Iterator[NumericCitation]:
    """Yield the brackets of numbers, ranges spelled out.

    The second bracket of `[4]–[6]` has the numbers between the two as well.
    """
    end, last = 0, 0
    for match in _NUMERIC.finditer(body.text):
        numbers: list[int] = []
        first = _NUMBERS.search(match[1])
        if last and first and _BETWEEN.fullmatch(body.text, end, match.start()):
            following = int(first[3] or first[1])
            if following - last < _WIDEST:
                numbers += range(last + 1, following)
        for part in _NUMBERS.finditer(match[1]):
            if part[3]:
                numbers.append(int(part[3]))
            elif 0 < int(part[2]) - int(part[1]) < _WIDEST:
                # [9-3] and [1-900] are no citations.
                numbers += range(
                    int(part[1]),
                    int(part[2]) + 1,
                )
        end, last = match.end(), 0
        if numbers:
            last = numbers[-1]
            line, column = body.place(match.start())
            yield NumericCitation(
                match[0],
                tuple(numbers),
                line,
                column,
                match.start(),
            )


def author_year_citations(body: BodyText) -> list[TypedCitation]:
    """Return what may be citations by names and year, in order."""
    found: list[TypedCitation] = []
    for match in _YEAR.finditer(body.text):
        citation = _cited(body, match, found[-1] if found else None)
        if citation is not None:
            found.append(citation)
    return found


def _cited(
    body: BodyText, year: re.Match[str], before: TypedCitation | None
) -> TypedCitation | None:
    text = body.text
    if before is not None and _goes_on(text[before.end : year.start()]):
        names, others, start = list(before.names), before.others, before.start
        determined, whole, bracketed = before.determined, before.whole, before.bracketed
    else:
        walk = _Walk(text, year.start())
        names, others, start = walk.names(), walk.others, walk.start
        determined, bracketed = walk.determined, walk.bracketed
        whole = walk.bracket_text()
        if not names and not whole:
            return None
        if not names:
            start = walk.bracket + 1
    end = year.end()
    label = value = ""
    locator = _LOCATOR.match(text, end)
    # A second year after the first is no page.
    if locator is not None and not _YEAR.match(locator["value"]):
        label, value = (
            locator["label"] or "",
            locator["value"].replace("–", "-").replace(" ", ""),
        )
        end = locator.end()
    line, column = body.place(start)
    return TypedCitation(
        printed=" ".join(text[start:end].split()),
        names=tuple(names),
        year=year[0],
        line=line,
        column=column,
        start=start,
        end=end,
        others=others,
        bracketed=bracketed,
        determined=determined,
        whole=whole,
        label=label,
        locator=value,
    )


def _goes_on(between: str) -> bool:
    """Return True if a year shares the names before it: "2009a, 2009b and 2010"."""
    # A semicolon begins another work, even without a name.
    return (
        bool(re.fullmatch(r"\s*(?:,|and|&|und|et|;)\s*|\s*,\s*(?:and|und)\s*", between))
        and ";" not in between
    )


class _Walk:
    """The names before a year, found by walking back word by word."""

    def __init__(self, text: str, year: int) -> None:
        self.text = text
        self.year = year
        # To walk back to the start at each year would take quadratic time.
        self.first = max(0, year - _BACK)
        self.words = [
            (self.first + match.start(), match[0])
            for match in _WORD.finditer(text[self.first : year])
        ]
        self.others = False
        self.determined = False
        self.start = year
        self.bracket = self._open_bracket()
        self.bracketed = self.bracket >= 0

    def _open_bracket(self) -> int:
        """Return where the bracket opens that is open at the year, or -1."""
        depth = 0
        # Backwards: brackets that close before the year are passed whole.
        for place in range(self.year - 1, self.first - 1, -1):
            char = self.text[place]
            if char in ")]":
                depth += 1
            elif char in "([":
                if not depth:
                    return place
                depth -= 1
        return -1

    def names(self) -> list[str]:
        """Return the names as printed, the first first."""
        found: list[list[str]] = [[]]
        place = len(self.words) - 1
        # marks between the names and the year: ", ", " (", " ["
        while place >= 0 and self.words[place][1] in (",", "(", "["):
            place -= 1
        place = self._skip_et_al(place)
        while place >= 0:
            offset, word = self.words[place]
            bare = word.rstrip(".")
            possessive = re.sub(r"['’]s?$", "", bare)
            if word in CONNECTORS and word not in PARTICLES:
                if word in ("e", "a", "i", "en") and not found[0]:
                    # Right before a year a short word joins no names.
                    break
                if found[0]:
                    found.insert(0, [])
            elif bare.lower() in PARTICLES and found[0]:
                # A particle counts only before a name: alone it is a preposition.
                found[0].insert(0, word)
                self.start = offset
            elif self._is_name(possessive, word):
                found[0].insert(
                    0,
                    possessive
                    if bare == word
                    else word.rstrip(".")
                    if len(bare) > 1
                    else word,
                )
                self.start = offset
            else:
                break
            place -= 1
        self._look_before(place)
        names = [" ".join(words) for words in found if words]
        return self._trimmed(names)

    def _is_name(self, bare: str, word: str) -> bool:
        if re.match(r"[dl]['’][^\W\d_a-z]", bare):
            return True  # "d'Aubigny"
        if not bare[:1].isupper() or (month_of(bare) and len(bare) > 2):
            return False
        if _INITIALS.fullmatch(word):
            return True
        # a full stop after a word ends a sentence; after a letter it is an initial
        return not word.endswith(".") or len(bare) <= 2

    def _skip_et_al(self, place: int) -> int:
        words = self.words
        if place >= 1 and words[place][1].lower() in _ET_AL_JOINED:
            self.others = True
            before = place - 1
            while before >= 0 and words[before][1].lower() in (",", "&", "and"):
                before -= 1
            return before
        if place >= 1 and words[place][1].lower() in _ET_AL:
            before = place - 1
            if words[before][1].lower() in ("et", "and", "&", "u.", "und"):
                self.others = True
                before -= 1
                while before >= 0 and words[before][1] == ",":
                    before -= 1
                return before
        return place

    def _look_before(self, place: int) -> None:
        if place >= 0:
            before = self.words[place][1].lower().rstrip(".")
            self.determined = before in _DETERMINERS

    def _trimmed(self, names: list[str]) -> list[str]:
        """Return names without words of the sentence before the first."""
        while names:
            words = names[0].split()
            while words and words[0].lower().rstrip(".,") in STOP:
                words.pop(0)
            if words:
                names[0] = " ".join(words)
                shift = self.text.find(
                    words[0],
                    self.start,
                    self.year,
                )
                self.start = shift if shift >= 0 else self.start
                return names
            names.pop(0)
            self.start = self._start_of(names)
        return names

    def _start_of(self, names: Sequence[str]) -> int:
        if not names:
            return self.year
        place = self.text.find(
            names[0].split()[0],
            self.start + 1,
            self.year,
        )
        if place < 0:
            return self.start
        return place

    def bracket_text(self) -> str:
        """Return the part of the bracket before the year, if it may name a document."""
        if self.bracket < 0:
            return ""
        inside = self.text[self.bracket + 1 : self.year]
        # a foot of the page may stand in the middle of a bracket
        inside = re.split(r"\n\s*\n", inside)[-1]
        part = inside.rsplit(";", 1)[-1].strip(" ,:(")
        part = re.sub(
            r"^(?:see(?: also)?|cf\.?|e\.g\.,?|vgl\.?|voir(?: aussi)?|siehe|vezi)\s+",
            "",
            part,
            flags=re.I,
        )
        # the place in the document may precede its name: "art. 3, Palermo Protocol"
        part = re.sub(
            r"^art(?:icle)?\.?\s\d+\s*,\s*",
            "",
            part,
            flags=re.I,
        )
        # A title in quotation marks is one, whatever its capitals.
        if quoted := _QUOTED.fullmatch(part):
            return quoted[1]
        words = part.split()
        # The name of a document has two capitals, and is not a sentence: a third of
        # its words begin with one.
        capitals = sum(word[:1].isupper() for word in words)
        if (
            not words
            or not part[0].isupper()
            or capitals < 2
            or capitals * 3 < len(words)
        ):
            return ""
        return " ".join(words)
