"""References as people type them by hand: patterns over records, labelled by design.

A pattern is text with `{field}`s and `(one|other|)` choices. Fields are A (authors),
E (editors), T (title), C (journal in full), c (journal abbreviated), K (book that a
chapter is in), V (volume), I (issue), P (pages), p (first page), Y (year), D (whole
date), L (place), H (publisher), X (arXiv number), U (address), O (DOI), N (edition),
S (series), R (kind of thesis or report), B (a body), M (a document's number),
W (a court's reporter), q (a locator), Z (a translation of the title).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from csecrefs.strings.languages import language_of
from tools.pieces import Piece

ARTICLES: Final = """
{A}, {c} {V}, {p} ({Y})(.||;)
{A}, {c} (|vol. ){V}, {P} ({Y}).
{A}: {c} {V} ({Y}) {p}(.|)
{A} {Y} {c} {V} {P}
{A} {Y} {T} {c} {V} {P}
{A} {Y}, {c}, {V}, {p}
{A} ({Y}). {T}. {C}(, | ){V}(, |: ){P}.
{A} ({Y}) {T}. {C} {V}({I}):{P}(.|)
{A}, {T}, {c} {V} ({Y}) {P}, (arXiv:|[arXiv:){X}(.|]|].)
{A}, arXiv:{X} ({Y}).
{A}. {T}. arXiv preprint arXiv:{X}, {Y}.
{A}, ({“}|'){T}(,{”}|,'| {”},) {C}, vol. {V}, no. {I}, pp. {P}, {Y}.
{A}. {T}. {c} {Y};{V}({I}):{P}. (doi: {O}|)(.|)
{A}. {T}. {C}, {V}({I}):{P}, {Y}.
{A}, {Y}. {T}. {C} (|Vol. ){V}, (|pp. ){P}.
{A}, {Y}: {T}. {c}, {V}, {P}(.|, doi:{O}.)
{A}: {T}. {C} {V}, {P} ({Y})
{A} ({Y}): {T}. (In: |){C}(, | |, Jg. |, Bd. ){V}(, H. |, Heft | (|, Nr. ){I}(, S. |: |), S. ){P}.
{A}, {Y}: {T}, in: {C}, (vol. |Jg. |Bd. |){V}, (pp. |S. ){P}.
{A}, {T}, in: {C} {V} ({Y}), S. {P}(.| [{q}].)
{A}, {T}, {C} {Y}, {P}(.| ({q}).)
{A}, {T}, in {C} {Y}, S. {p}(.|, {q}.)
{A}, « {T} », {C}, (vol. |n° |t. |){V}(, n° {I}|), {Y}, p. {P}.
{A}, {T}, in «{C}», {V} ({Y}), pp. {P}.
{A}, “{T}”, {C}, {V} ({Y}), pp. {P}.
{A} ({Y}). «{T}». {C}, (vol. |){V}, núm. {I}, p. {P}.
{A}. {T} // {C}. – {Y}. – (Т. {V}. – |)№ {I}. – С. {P}.
{A} ({Y}). {T}. {C}, (nr. |){I}, (p. |pp. |){P}.
{A} {T}. (In: |){C}, {Y}, nr. {I}, p. {P}.
{A}. ({Y}). {T} [{Z}]. {C}, {V}({I}), {P}.
{A} {Y}. {T}. {C} {V}: {P}.
{A} “{T},” {C} {V} ({Y}): {P}.
{A}. “{T}.” {C} {V}, no. {I} ({Y}): {P}.
{A}. “{T}.” {C} {V}.{I} ({Y}): {P}. (Print.|Web. {D}.|)
{A}, ‘{T}’ ({Y}) {V} {C} {p}(.||, {q}.)
{A}, ‘{T}’ ({Y}) {V}({I}) {C} {P}(.|)
{A}, ‘{T}’ [{Y}] {C} {p}(.||, {q}.)
{A}, ‘{T}’ in {K}, ed. {E} ({Y}) {p}.
{A}, ‘{T}’, in {E} (ed{s}), {K} ({H}, {Y}) {p}(.|, {q}.)
{A}, {T}, {V} {c} {p} ({Y}).
{A}, {T}, {V} {c} {p}, {q} ({Y}).
{A} in {C}, vol. {V}, {Y}.
{A} in: {C} {V} ({Y}), S. {P}.
{A} ({D}). {T}. {C}. (Retrieved from |){U}
{A}, {T}, {C}, {D}(, p. {p}|)(.|)
{C}, {D}(, S. {p}|)(.|)
{A}, {V} {c} {p}.
{A} {Y} {c} {V} {p}(.|;)
{A} {Y} {T} {c} {V} {P}(.|)
{A} ({Y}), {c} {V}, {p}.
{A}, {c}, {V} ({Y}) {p}(;|.|)
{A}, {c} {V} ({Y}), {p}(;|.|)
{A}. {c} {V}, {p} ({Y}). doi:{O}
{A}. {T}. {C}, {V}:{P}, {Y}.
{A}. {T}. {C}, {V}({I}):{P}, (January|March|July) {Y}.
{A}. {T}. {C} {V}, {P} ({Y}).
{A}, ‘{T}’ ({Y}) {V} {c} {p}(.||, {q}.|)
{A}, ‘{T}’ ({Y}) {V} {C} {p}, {q}.
‘{T}’ ({Y}) {V} {C} {p}(.|)
{A} “{T}”, {C}, {V}, {Y}, pp. {P}.
{A}, {T}, “{C}”, {V} ({Y}), pp. {P}.
{A}; {T}, in {C}, {V} ({Y})
{A}, {T}. « {C} », {V}, {Y}, p. {P}.
""".strip().splitlines()
BOOKS: Final = """
{A} ({Y}). {T}. {L}: {H}.
{A}, {Y}: {T}. {L}(.|: {H}.)
{A}, {T} ({Y})( {q}|)(.|)
{A}, {T} ({N}, {Y})( {q}|)(.|)
{A}, {T} ({H}, {Y})( {q}|)(.|)
{A}, {T} ({N}, {H} {Y})( {q}|)(.|)
{A}, {T} ({L}, {Y})(, {q}|)(.|)
{A}, {T}, {L}(,| ) {Y}(.|, p. {p}.|, S. {p}.|)
{A}, {T}, {N}, {L} {Y}(.|, {q}.)
{A}: {T}(.|,) {L} {Y}(.|)
{A} ({Y}): {T}. {L}: {H}.
{A} ({Y}): {T}, {N}. {L}.
{A}, {T}, {L}, {H}, {Y}(.|, p. {p}.|)
{A}, {T}, {H}, {L}, {Y}(.|, p. {p}.|)
{A}. {T}. {L}: {H}, {Y}. {p} (p|с|s).
{A}. {T}. {N}. {L} : {H}, {Y}.
{A}. {T}. – {L}: {H}, {Y}. – {p} с.
{E} (eds.) ({Y}). {T}. {L}: {H}.
{E} (Hrsg.)(, {Y}: | ({Y}): ){T}. {L}(.|: {H}.)
{E} (a cura di), {T}, {L}, {H}, {Y}.
{E} (ed{s}), {T} ({H} {Y}).
{A}, {T} [{Z}]. {L}: {H}, {Y}.
{A} ({Y}). {T} [{Z}]. {L}: {H}.
{A}, {T}, {V} vols. ({L}: {H}, {Y}).
{A}. {T}. {H}, {Y}.
{A}, {T} ({H}, {L}, {Y})(, p. {p}|)(.|)
{A}, {T}, trans. {E} ({L}: {H}, {Y})(, {p}|).
{A}. {T}. Translated by {E}. {L}: {H}, {Y}.
{A}. {T}. {R}, {H}, {Y}.
{A}, {Y}: {T}. (Diss.|{R}). {L}.
{A} ({Y}). {T} ({R}). {H}, {L}.
{A}. ({Y}). {T}. ({R}, {H}).
{A} {T}, {R} thesis, {H}, {Y}
{A}, “{T}” ({R} diss., {H}, {Y})(, {p}|).
{A}, {T}- {L}, {Y}.
{A} {T}. {L} {Y}(, p. {p}|)
{A}, {T}, {L} {Y}(.||,)
{A}; {T}, {L} {Y}
{A}, {T}, {L}, {Y}, (p. |pp. ){P}.
{A}, {T}, {L} {Y}, p. {p}.
{Y} {A}, {T}, {L}.
{A}- “{T}”- {L}, {Y}.
{A}, {T} ({Y}) {p}(.||, {p}.)
{A}, {T} ({Y}), especially {p}.
{A}, {T} ({L}: {H}, {Y}) {q}(.|)
{A} ({Y}): {T}. {N}. {L}(.|: {H}.)
""".strip().splitlines()
CHAPTERS: Final = """
{A} ({Y}). {T}. In {E} (Ed{s}.), {K} (pp. {P}). {L}: {H}.
{A} ({Y}): {T}. In: {E} (Hrsg.)(: |, ){K}. {L}: {H}, S. {P}.
{A}, {Y}: {T}, in: {E} (Hrsg.)(: |, ){K}(. |, ){L}(.|, S. {P}.)
{A}, {Y}: {T}, in: {E} (Hrsg.): {K}, {S} Bd. {V}. {L}.
{A}, {T}, in: {E} (Hrsg.), {K}, {L} {Y}, S. {P}(.| ({q}).)
{A}, {T}, in: {E} (Hg.), {K}, {N}, {L} {Y}, S. {P}.
{A}, in: {E}, {K}, {N} {Y}, {q}.
{A}, « {T} », in {E} (dir.), {K}, {L}, {H}, {Y}, p. {P}.
{A}, {T}, in {K}, a cura di {E}, {L}, {H}, {Y}, pp. {P}.
{A}, {T}. In (Proc. of |Proceedings of the |){K}(, pages |, pp. ){P}, ({L}, |{H}, |){Y}.
{A}, "{T}," in {K}, {L}, {Y}, pp. {P}.
{A}: {T}. In: {E} (eds.) {K}. {S}, vol. {V}, pp. {P}. {H}, {L} ({Y})
{A} ({Y}) {T}. In: {E} (eds) {K}. {H}, {L}, pp {P}
{A}. {T} // {K}: ({S}|сб. ст.). – {L}: {H}, {Y}. – С. {P}.
{A} ({Y}). {T}. (In: |Conference ){K}. {L}: {H}, {P}.
{A}. “{T}.” In {K}, edited by {E}, {P}. {L}: {H}, {Y}.
{A}, ‘{T}’ in {K}, ed. {E} ({Y}) {p}(.|)
{A}, ‘{T}’ in {K}, eds. {E} ({Y}) {p}, {q}.
‘{T}’ in {K}, ed. {E} ({Y})
{A}, {T}, in {K}, {L} {Y}, pp. {P}.
{A}. “{T}.” {K}. Ed. {E}. {L}: {H}, {Y}. {P}. (Print.|)
{A}. {T}. In {E}, editor{s}, {K}, volume {V} of {S}, pages {P}. {H}, {Y}.
""".strip().splitlines()
DOCUMENTS: Final = """
{B} ({Y}). {t}. ({L}: {H}.|{U}|)
{B}. ({Y}). {T}. {L}: {b}(, {p}|).
{B}. ({Y}). {T}, {L}: {b}, {P}.
{B}. ({Y}). {T}, {P}.
{B}. ({Y}). {t}. {u}
{B} ({Y}), {T}, {L}(, {D}|).
{B} ({Y}) {t}, {L}, {e}.
{B} ({Y}), {t}, {L} {e}. {u}
{B}, {T} ({Y})( {q}|)(.|)
{B}, {T} ({M}, {Y})( {q}|)(.|)
{B}, {t} ({Y}), {L}, {D} {M}.
{B}, {t}, ({L}, |){D}, {M}(.|)
{d} ({Y}). {L}.
{d}, {L} ({Y}).
{d}, {L} ({Y}). Available: {u}
{d} ({M}). Available: {u}
{d} ({Y}) Adopted by General Assembly resolution {M} of {e}.
{d} ({Y}) Adopted by General Assembly resolution {M} of {e}. Available: {u}
{d} (adopted {D}, entered into force {e}) {M}(.|)
{d} ({M}).
{d}, {M}, {D}(.|)
{d}. {D}. {M}. {U}
{d} [{Y}] {M}(.|)
{d}, {D}, {M}, (p. {p}|{U}).
{B}, {d} [{Y}] {M}.
{B}. {T}. {M}. {Y}. {U} (accessed {G}).
{B} ({Y}): {T}. {L}.
{B}: {T} ({Y}). Online: {U} ({G})
{A} ({Y}). {T}. (Available at: |Retrieved from |URL: |Disponible en: |){U}( [accessed {G}]| ({G})|)(.|)
{A}, "{T}", {Y}, {U}.
{A}, {Y}: {T}. {S} {M}(, {L}|).
{A}, {T}. {S} {M} ({Y}).
{A}. {T} ({R}). {M}, {H}, {Y}.
""".strip().splitlines()
CASES: Final = """
{J} ({Y}) {V} {W} {p}(.||, {q}.)
{J} [{Y}] {V} {W} {p}(.||, {q}.)
{J} [{Y}] {W} {p}(.| ({L}).)
{J}, {V} {W} {p} ({Y}).
{J}, {V} {W} {p}, {q} ({L} {Y}).
{J} ({Y}) {V} {W} {p} ({L}).
{T} {Y} ({L}).
""".strip().splitlines()
_CITIES: Final = """
    Berlin|Köln|München|Frankfurt am Main|Paris|London|New York|Roma|Torino|Venezia|Milano|
    Madrid|Wien|Zürich|Bonn|Stuttgart|Leipzig|Oxford|Cambridge|Chişinău|București|Warszawa|
    Praha|Stockholm|Boston|Wiesbaden|Opladen|Baden-Baden|Hamburg|Tübingen|Göttingen|Москва|
    Санкт-Петербург|Київ|Barcelona|Lisboa|São Paulo|Bruxelles|Den Haag|Leiden|Budapest|
    Geneva|Brussels|Bangkok|Tokyo, Japan|Rio de Janeiro, Brazil|Vienna, Austria|Oslo, Norway|
    Neuwied|Reinbek|Darmstadt|Beverly Hills|Chicago|Cambridge, MA|Princeton, NJ|Iași|Cluj-Napoca
"""
CITIES: Final = [city.strip() for city in _CITIES.split("|")]
_BODIES: Final = """
    World Health Organization|European Commission|Council of Europe|United Nations|UNICEF|
    OECD|Europol|Statistisches Bundesamt|International Labour Office|European Parliament|
    Law Commission|Ministerio de Sanidad|Bundesministerium der Justiz|Save the Children|
    Federal Trade Commission|The Third International Conference on Fisheries|Interpol|
    Ministère de la Justice|Parlamentul Republicii Moldova|Human Rights Watch|Eurostat|
    Royal Society for Harbours|Institut national de la statistique|Consiglio superiore|
    Committee on the Rights of the Child|Agency for Roads|Global Forum on Tides
"""
BODIES: Final = [body.strip() for body in _BODIES.split("|")]
_REPORTERS: Final = """
    A.C.|K.B.|Q.B.|W.L.R.|All E.R.|C.L.R.|N.S.W.L.R.|F.L.R.|U.S.|F.2d|F. Supp.|D.L.R.|AC|
    QB|WLR|ER|ECR|NJW|BGHZ|BVerfGE|S.C.R.|A.L.J.R.|Fam. L.R.|P.2d|Cal. Rptr.|BGBl. I|JZ
"""
REPORTERS: Final = [name.strip() for name in _REPORTERS.split("|")]
EDITIONS: Final = "2nd ed.|3rd edn|2. Aufl.|rev. ed.|4th ed|2nd edn|3. Auflage|2e éd.|1st ed.|2ª ed.".split(
    "|"
)
_KINDS: Final = """
    PhD thesis|Diss.|Master’s thesis|Habilitationsschrift|Working Paper|Technical report|
    Ph.D. dissertation|Thèse de doctorat|Doctoral dissertation|Unpublished PhD
"""
KINDS: Final = [kind.strip() for kind in _KINDS.split("|")]
_MONTHS: Final = """
    January February March April May June July August September October November December
""".split()
_ORDINALS: Final = "First Second Third Fourth Fifth 1st 2nd 12th".split()
_CHOICE: Final = re.compile(r"\(([^()]*\|[^()]*)\)")
_FIELD: Final = re.compile(r"\{(.)\}")
_LABELS: Final = {
    "A": "author", "E": "editor", "T": "title", "C": "container", "c": "container",
    "K": "container", "V": "volume", "I": "issue", "P": "pages", "p": "pages", "Y": "date",
    "D": "date", "L": "location", "H": "publisher", "X": "number", "U": "url", "O": "doi",
    "N": "edition", "S": "series", "R": "genre", "B": "author", "M": "number", "J": "title",
    "W": "container", "t": "title", "d": "title", "b": "publisher", "e": "O", "u": "note",
    "q": "locator", "Z": "translated", "G": "accessed",
}  # fmt: skip

_FOREIGN: Final = 0.35
"""Share of typed references whose title is not English, as far as records have them."""
People = list[dict[str, str]]


def typed(
    pool: list[dict[str, Any]], rounds: int, rnd: random.Random
) -> Iterator[list[Piece]]:
    """Yield typed references made of the records in `pool`, `rounds` of each pattern."""
    author = [item for item in pool if item.get("author") and item.get("issued")]
    articles = [
        item
        for item in author
        if item.get("type") == "article-journal" and item.get("container-title")
    ]
    books = [
        item for item in author if item.get("type") in ("book", "thesis", "report")
    ]
    chapters = [
        item
        for item in author
        if item.get("type") in ("chapter", "paper-conference")
        and item.get("container-title")
    ]
    sets = (
        (ARTICLES, articles),
        (BOOKS, books),
        (CHAPTERS, chapters),
        (DOCUMENTS, books),
        (CASES, author),
    )
    for patterns, items in sets:
        foreign = [
            item for item in items if language_of(str(item["title"])) not in ("en", "")
        ]
        for pattern in patterns:
            for _ in range(rounds):
                chosen = items
                if foreign and rnd.random() < _FOREIGN:
                    chosen = foreign
                yield _typed(pattern, rnd.choice(chosen), author, rnd)


def _typed(
    pattern: str, item: dict[str, Any], others: list[dict[str, Any]], rnd: random.Random
) -> list[Piece]:
    chosen = pattern
    while match := _CHOICE.search(chosen):
        one = rnd.choice(match[1].split("|"))
        chosen = f"{chosen[: match.start()]}{one}{chosen[match.end() :]}"
    fields = _Fields(item, others, rnd)
    found: list[Piece] = []
    end = 0
    for match in _FIELD.finditer(chosen):
        found.append((chosen[end : match.start()], ""))
        label = _LABELS.get(match[1], "")
        found.append((fields.text(match[1]), label if label != "O" else ""))
        end = match.end()
    found.append((chosen[end:], ""))
    return found


class _Fields:
    """The texts that one typed reference has for the letters of a pattern."""

    def __init__(
        self, item: dict[str, Any], others: list[dict[str, Any]], rnd: random.Random
    ) -> None:
        self.item = item
        self.rnd = rnd
        self.other = rnd.choice(others)
        self.dash = rnd.choice("--–—")
        self.form = rnd.randrange(10)
        self.joins = rnd.choice(_JOINS)

    def text(self, letter: str) -> str:
        """Return the text of one letter of a pattern."""
        if letter in "“”s'":
            return letter
        makers: dict[str, Callable[[], str]] = {
            "A": lambda: self.people(self.item["author"]),
            "E": lambda: self.people(
                (self.item.get("editor") or self.other["author"])[:3]
            ),
            "T": lambda: self.plain("title").rstrip("."),
            "Z": lambda: _clean(self.other["title"]).rstrip("."),
            "C": lambda: self.plain("container-title") or "Annals of Roads",
            "K": lambda: self.plain("container-title"),
            "c": lambda: self.short(self.plain("container-title")),
            "V": lambda: self.plain("volume") or str(self.rnd.randint(1, 120)),
            "I": lambda: self.plain("issue") or str(self.rnd.randint(1, 12)),
            "P": self.pages,
            "p": lambda: str(self.rnd.randint(1, 900)),
            "Y": self.year,
            "D": self.day,
            "G": self.day,
            "L": lambda: self.rnd.choice(CITIES),
            "H": lambda: self.plain("publisher") or f"{_family(self.other)} Verlag",
            "X": lambda: (
                f"{self.rnd.randint(701, 2412):04d}.{self.rnd.randint(1, 99999):05d}"
            ),
            "U": self.address,
            "O": lambda: (
                self.plain("DOI")
                or f"10.{self.rnd.randint(1000, 9999)}/{self.rnd.randint(1, 99999)}"
            ),
            "N": lambda: self.rnd.choice(EDITIONS),
            "S": lambda: self.plain("collection-title") or "Schriften zur Zeit",
            "R": lambda: self.rnd.choice(KINDS),
            "B": self.body,
            "b": lambda: self.rnd.choice(BODIES),
            "t": self.report_title,
            "d": self.document,
            "e": self.day,
            "u": self.link_text,
            "M": self.number,
            "J": self.parties,
            "W": lambda: self.rnd.choice(REPORTERS),
            "q": self.locator,
        }
        return makers[letter]()

    def plain(self, variable: str) -> str:
        """Return a variable's text without markup."""
        return _clean(self.item.get(variable, ""))

    def year(self) -> str:
        """Return the year of issue, sometimes with a letter or as a span."""
        parts = self.item["issued"].get("date-parts") or [[1999]]
        year = str(parts[0][0])
        chance = self.rnd.random()
        if chance < 0.05:
            return year + self.rnd.choice("abc")
        if chance < 0.08 and year.isdigit():
            return f"{year}/{(int(year) + 1) % 100:02d}"
        return year

    def day(self) -> str:
        """Return a whole date, typed in one of several ways."""
        year, day = self.year()[:4], self.rnd.randint(1, 28)
        month = self.rnd.randrange(12)
        forms = (
            f"{day} {_MONTHS[month]} {year}",
            f"{_MONTHS[month]} {day}, {year}",
            f"{day}.{month + 1}.{year}",
            f"{_MONTHS[month]} {year}",
            f"{year}-{month + 1:02d}-{day:02d}",
            f"{day}-{day + 3} {_MONTHS[month]} {year}",
            f"{year}, {_MONTHS[month]} {day}",
        )
        return self.rnd.choice(forms)

    def pages(self) -> str:
        """Return a span of pages, or the number of an article."""
        found = self.plain("page").replace("–", "-")
        if found:
            return re.sub("-+", self.dash, found)
        if self.rnd.random() < 0.5:
            return str(self.rnd.randint(100000, 999999))
        first = self.rnd.randint(1, 900)
        return f"{first}{self.dash}{first + self.rnd.randint(1, 40)}"

    def address(self) -> str:
        """Return an address, with or without its scheme."""
        host = self.rnd.choice(
            ("example", "harbour", "ministry", "stat", "eur-lex.europa")
        )
        end = self.rnd.choice(("org", "de", "gov", "int", "ro", "eu"))
        path = re.sub(r"\W+", "-", self.plain("title").lower())[:30].strip("-")
        return f"{self.rnd.choice(('www.', 'http://www.', 'https://', ''))}{host}.{end}/{path}"

    def number(self) -> str:
        """Return the number of a document of some body."""
        one, two = self.rnd.randint(1, 99), self.rnd.randint(1, 999)
        year = self.rnd.randint(1950, 2024)
        forms = (
            f"A/RES/{one}/{two}", f"{one}/{two}", f"COM({year}) {two} final", f"{two} UNTS {one}",
            f"OJ L {two}/{one}", f"OJ L{two}/{one}", f"Law Com No {two}", f"No. {two}",
            f"{year}/{two}(INI)", f"BGBl. I S. {two}", f"IIM-dp/{one}—{two}", f"WP {two}",
            f"E/CN.4/{year}/{one}", f"Report No. {two}", f"CETS {two}", f"TR-{two}", f"SWD({year}) {two}",
        )  # fmt: skip
        return self.rnd.choice(forms)

    def fragment(self) -> str:
        """Return some words of a title, as a body or an act is named after its subject."""
        words = _clean(self.other["title"]).rstrip(".").split()
        start = self.rnd.randrange(max(1, len(words) - 3))
        return " ".join(words[start : start + self.rnd.randint(2, 9)]).strip(" ,:;.()")

    def body(self) -> str:
        """Return the name of an organisation, a congress or a committee."""
        if self.rnd.random() < 0.5:
            return self.rnd.choice(BODIES)
        forms = (
            f"The {self.rnd.choice(_ORDINALS)} World Congress on {self.fragment()}",
            f"{self.rnd.choice(_ORDINALS)} International Conference on {self.fragment()}",
            f"Committee on {self.fragment()}", f"Ministry of {self.fragment()}",
            f"Global Alliance for {self.fragment()}", f"European Agency for {self.fragment()}",
            f"Council of {self.fragment()}", f"{self.fragment()} International",
            f"Institut für {self.fragment()}", f"Commission nationale {self.fragment()}",
        )  # fmt: skip
        return self.rnd.choice(forms)

    def document(self) -> str:
        """Return the title of an act, a treaty or a resolution."""
        one, year = self.rnd.randint(1, 180), self.rnd.randint(1950, 2024)
        forms = (
            f"{self.rnd.choice(BODIES)} Convention on {self.fragment()} and {self.fragment()}",
            f"Convention on the {self.fragment()}", f"Protocol to Prevent {self.fragment()}, supplementing the "
            f"Convention against {self.fragment()}", f"Optional Protocol to the Convention on the {self.fragment()}",
            f"{self.rnd.choice(BODIES)} resolution of {one % 28 + 1} {self.rnd.choice(_MONTHS)} {year} on the "
            f"implementation of Directive {year}/{one}/EU on {self.fragment()}",
            f"Directive {year}/{one}/EU of the European Parliament and of the Council on {self.fragment()}",
            f"Regulation (EU) {year}/{one} on {self.fragment()}", f"{self.fragment()} Act {year}",
            f"Legea nr. {one}/{year} privind {self.fragment()}", f"Gesetz über {self.fragment()}",
            f"Treaty on {self.fragment()}", f"Declaration on {self.fragment()}",
        )  # fmt: skip
        return self.rnd.choice(forms)

    def report_title(self) -> str:
        """Return the title of a report, which often has its series or year in it."""
        title = self.plain("title").rstrip(".")
        forms = (
            title, title, f"{title} {self.rnd.randint(1995, 2024)}",
            f"Communication from the Commission to the European Parliament and the Council, {title}",
            f"{self.fragment()} Declaration and Call for {self.fragment()}", f"Final report on {self.fragment()}",
        )  # fmt: skip
        return self.rnd.choice(forms)

    def link_text(self) -> str:
        """Return the text of a link whose address is lost."""
        name = re.sub(r"\W+", "-", self.fragment()).strip("-")
        site = self.rnd.choice(
            ("unicef.org", "europa.eu", "dji.de", "idsi.md", "who.int")
        )
        forms = (
            f"{name}.pdf", f"{name}.pdf ({site})", f"{name.lower()}{self.rnd.randint(1990, 2024)}.pdf ({site})",
            f"{self.plain('title')} | {site.split('.')[0].upper()}", f"{self.plain('title')} ({site})",
            f"CETS {self.rnd.randint(1, 220)} - {self.rnd.choice(BODIES)}",
            f"Texts adopted - {self.plain('title')} - Wednesday, {self.rnd.randint(1, 28)} February 2021 ({site})",
        )  # fmt: skip
        return self.rnd.choice(forms)

    def parties(self) -> str:
        """Return the parties of a case."""
        one, two = _family(self.item), _family(self.other)
        forms = (
            f"{one} v {two}",
            f"{one} v. {two}",
            f"R v {one}",
            f"In re {one}",
            f"{one} Ltd v {two} Inc.",
            f"Re {one}",
        )
        return self.rnd.choice(forms)

    def locator(self) -> str:
        """Return the place in a work that a note cites."""
        one = self.rnd.randint(1, 400)
        forms = (
            f"{one}", f"{one}–{one + 3}", f"{one} ff.", f"at {one}", f"para {one}", f"§ {one}", f"{one} f.",
            f"{one}, {one + 9}", f"p. {one}", f"ch. {one % 20}", f"Rn. {one}", f"{one}, n. {one % 50}",
        )  # fmt: skip
        return self.rnd.choice(forms)

    def short(self, name: str) -> str:
        """Return a journal's name abbreviated as its field does."""
        if len(name.split()) < 2:
            return name
        length = self.rnd.choice((3, 4, 4, 5))
        words = [
            word
            for word in name.split()
            if word.lower() not in ("of", "the", "and", "in", "for", "de", "der")
        ]
        cut = [
            word if len(word) <= length + 1 else f"{word[:length]}." for word in words
        ]
        return " ".join(cut)

    def people(self, names: People) -> str:
        """Return names as one run, joined and abbreviated in one of several ways."""
        between, last = self.joins
        shown = [_name(name, self.form) for name in names]
        limit = self.rnd.choice((3, 4, 6, 9, 20))
        if len(shown) > limit:
            etal = self.rnd.choice(
                (" et al.", ", et al.", " et al", " u. a.", " and others")
            )
            return between.join(shown[: self.rnd.randint(1, 3)]) + etal
        if len(shown) == 1:
            return shown[0]
        return between.join(shown[:-1]) + last + shown[-1]


_JOINS: Final = (
    (", ", " and "), (", ", ", and "), ("; ", "; "), (" / ", " / "), ("/", "/"), ("/ ", "/ "),
    (", ", " & "), (", ", ", "), (" - ", " - "), (", ", " und "), (", ", " et "), (", ", " y "),
    (", ", " e "), ("; ", " und "), (", ", " şi "), (", ", ", & "),
)  # fmt: skip


def _clean(value: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", str(value or ""))).strip()


def _family(item: dict[str, Any]) -> str:
    name = item["author"][0]
    return str(name.get("family") or name.get("literal") or "Doe")


def _name(name: dict[str, str], form: int) -> str:
    if name.get("literal"):
        return name["literal"]
    family = f"{name.get('non-dropping-particle', '')} {name.get('family', '')}".strip()
    given = name.get("given", "")
    if not given:
        return family
    letters = [word[0] for word in re.split(r"[\s.]+", given) if word]
    spaced, tight = ". ".join(letters) + ".", ".".join(letters) + "."
    forms = (
        f"{spaced} {family}", f"{family}, {spaced}", f"{family}, {given}", f"{given} {family}",
        f"{family} {''.join(letters)}", f"{family.upper()}, {given}", f"{family} {given}",
        f"{family}, {tight}", f"{tight} {family}", family,
    )  # fmt: skip
    return forms[form]
