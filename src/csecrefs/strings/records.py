"""Labelled spans to a record: names, dates, identifiers, type, and what is unsure."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import attrs

from csecrefs.model import Date, Name, Reference
from csecrefs.model.identifiers import FoundIdentifier, find_identifiers
from csecrefs.model.reference import Translation
from csecrefs.model.values import Value
from csecrefs.patterns import regex
from csecrefs.strings.dates import parse_date, year_suffix
from csecrefs.strings.kinds import type_of
from csecrefs.strings.languages import language_of
from csecrefs.strings.mending import mend
from csecrefs.strings.names import NameList, parse_names
from csecrefs.strings.spans import LONGEST, Span, spans
from csecrefs.strings.titles import mend_titles

SURE: Final = 0.75
"""Confidence below which a field is called unsure."""
_SLOPE: Final = 6.0
"""Margin over this is the exponent of the odds: measured, a field called .8 sure is right
in four of five strings."""
_EDGE: Final = ' \t\n.,;:“”"«»„‘’*<>'
_LEADS: Final = {
    "pages": regex(r"^\(?(?:pp?|ss?|pages?|pag|seiten?|стр|с|str)\b[\s.:]*", re.IGNORECASE),
    "volume": regex(r"^\(?(?:vols?|volume|bd|band|tome|tomo|t|jg|jahrgang|т|v)\b[\s.:]*", re.IGNORECASE),
    "issue": regex(
        r"^[\s(,.:;]*(?:nos?|nr|n|núm|num|number|issue|iss|heft|h|fasc|№)\b[\s.°º:]*", re.IGNORECASE
    ),
    "container": regex(r"^(?:in|en|dans|în|conference(?=\s\*))\b[\s:]+", re.IGNORECASE),
    "edition": regex(r"[\s.]*\b(?:edn?|edition|aufl|auflage|éd|édition|ed\.?|dr)\b\.?$", re.IGNORECASE),
    "doi": regex(r"^(?:doi[\s:]*|https?://(?:dx\.)?doi\.org/)", re.IGNORECASE),
}  # fmt: skip
"""Words that say what a segment is, and are no part of its value."""
_VARIABLES: Final = {
    "title": "title", "container": "container-title", "series": "collection-title",
    "volume": "volume", "issue": "issue", "pages": "page", "publisher": "publisher",
    "location": "publisher-place", "edition": "edition", "genre": "genre",
    "number": "number", "note": "note", "url": "URL",
}  # fmt: skip
"""CSL variable of each label whose text is its value."""
_PEOPLE: Final = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
}
_IDENTIFIED: Final = {
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
}
_NUMBERED: Final = ("arxiv", "celex", "ecli", "com", "un")
"""Schemes whose identifiers are the number of a work."""
# a title and its translation: "Titlul [The title]"
_TRANSLATED: Final = regex(
    r"^(?P<original>[^\[\]]{8,}?)\s*\[(?P<translation>[^\[\]]{6,})\]\s*\.?$"
)
_HYPHENATED: Final = regex(
    # a word over two lines, and no hyphen that waits for a word: "first- and second-"
    r"(?<=[a-zß-öø-ÿ])-\s+(?!(?:and|or|to|und|oder|bis|et|ou|y|e|o|en|of|och|og|i|a)\b)"
    r"(?=[a-zß-öø-ÿ]{2})"
)
_LINK: Final = regex(
    # A host begins where no part of a host stands before it, hyphens included: else
    # every word of "1999-1999-1999-" is tried as a beginning.
    r"(?<![\w@])(?:https?://|www\.)\S+|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}/\S+"
)
# the days of a conference: "12-14 June 2010"
_EVENT_DATE: Final = regex(r"\d{1,2}\s?[-–]\s?\d{1,2}\s+[^\W\d_]{3,}\s+\d{4}")

_CLOSING: Final = {")": "(", "]": "["}
# the word before a volume: "vol. 3", "Bd. 3"
_VOLUME_WORD: Final = regex(
    r"\b(?:vols?|volumes?|bd|bde|band|bände|t|tom|tome|tomo)\b", re.IGNORECASE
)
# the word before a container: "In: Tides"
_IN: Final = regex(r"\b(?:in|en|dans|in:)\b", re.IGNORECASE)
_NAMED_TITLE: Final = regex(
    # an author taken into the title: "Gubbins KE: Surface"
    r"([^\W\d_a-z][\w'’-]+\s[^\W\d_a-z]{1,3}):\s+(?=\S)"
)

_EUROPEAN_TREATY: Final = regex(
    # the treaty series of the Council of Europe: "ETS No. 5", "CETS 201"
    r"\b(?P<series>C?ETS)\s(?:No\.?\s?|n[°o]\s?)?(?P<number>\d{1,3})\b"
)

Source = Literal["model", "rule"]


@attrs.frozen
class FieldEvidence:
    """The place of one field in the string, and how sure it is."""

    variable: str
    start: int
    end: int
    confidence: float
    """Between 0 and 1: from the margin of the best labelling, or 1 for a checked rule."""
    source: Source = "model"

    @property
    def unsure(self) -> bool:
        """True if a person should look at the field."""
        return self.confidence < SURE


@attrs.frozen
class ParsedReference:
    """One reference string, the record in it, and the evidence for each field."""

    text: str
    """The string as it was given."""
    reference: Reference
    evidence: tuple[FieldEvidence, ...]
    number: str = ""
    """The number or label that the list gives the entry."""
    others: bool = False
    """True if the string says that more authors were left out."""

    @property
    def cut(self) -> bool:
        """True if the string is longer than what is read of one."""
        return len(self.text) > LONGEST

    @property
    def confidence(self) -> float:
        """The confidence of the least sure field; 0 if nothing was found."""
        return min((each.confidence for each in self.evidence), default=0.0)

    @property
    def unsure(self) -> tuple[str, ...]:
        """The variables that a person should look at."""
        return tuple(
            dict.fromkeys(each.variable for each in self.evidence if each.unsure)
        )


def parse_string(text: str, key: str = "") -> ParsedReference:
    """Return the record in one reference string.

    The string stays with the record, in `extra["custom"]["printed"]`.

    >>> parsed = parse_string("Doe, J. (2001). On it. Nature, 4(1), 2-3.")
    >>> parsed.reference.type, parsed.reference.year, parsed.reference.text("page")
    ('article-journal', 2001, '2-3')
    """
    return _RecordReader(text).parsed(key)


class _RecordReader:
    """Puts one record together; each step takes the spans that it explains."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.fields: dict[str, Value] = {}
        self.translations: dict[str, Translation] = {}
        self.evidence: list[FieldEvidence] = []
        self.by_label: dict[str, list[Span]] = defaultdict(list)
        for span in spans(text):
            self.by_label[span.label].append(span)
        self.found = find_identifiers(text[:4096])
        self.people: dict[str, NameList] = {}

    def parsed(self, key: str) -> ParsedReference:
        """Return the record with its evidence."""
        self._mend()
        self._names()
        self._texts()
        self._date()
        self._title()
        self._identifiers()
        self._treaty_series()
        self._address()
        authors = self.people.get("author", NameList(()))
        number = self._first("citno").strip(" .[]()")
        reference = Reference(
            key,
            self._type(authors),
            self.fields,
            self.translations,
            {"custom": {"printed": self.text.strip()}},
        )
        return ParsedReference(
            self.text, reference, tuple(self.evidence), number, authors.others
        )

    def _mend(self) -> None:
        """Put right what the model cannot see: brackets left open, a name in two parts,
        a second title.
        """
        for label in ("title", "note", "container"):
            self.by_label[label] = [self._closed(span) for span in self.by_label[label]]
        mend(self.text, self.by_label)
        self._mend_name()
        self._mend_pages()
        titles, names = self.by_label["title"], self.by_label["author"]
        if len(titles) == 2 and not self.by_label["container"]:
            between = self.text[titles[0].end : titles[1].start]
            if len(between) > 3 or _IN.search(between):
                self.by_label["container"] = [titles.pop()]
        if titles and not names:
            first = titles[0]
            match = _NAMED_TITLE.match(
                self.text,
                first.start,
                first.end,
            )
            if match is not None:
                name = Span(
                    match.start(),
                    match.end(1),
                    "author",
                    first.margin,
                )
                self.by_label["author"] = [name]
                titles[0] = attrs.evolve(first, start=match.end())
        mend_titles(self.text, self.by_label)

    def _closed(self, span: Span) -> Span:
        """Return a span with the bracket after it that it opened."""
        value = self.text[span.start : span.end]
        following = self.text[span.end : span.end + 1]
        opening = _CLOSING.get(following, "")
        if opening and value.count(opening) > value.count(following):
            return attrs.evolve(span, end=span.end + 1)
        return span

    def _mend_pages(self) -> None:
        """Take a number after the publisher, which no volume is without a series, as
        pages.
        """
        labels = ("container", "series", "pages")
        volumes = self.by_label["volume"]
        if len(volumes) != 1 or any(self.by_label[label] for label in labels):
            return
        span = volumes[0]
        before = self.text[max(0, span.start - 12) : span.start]
        after = self.text[span.end : span.end + 6]
        named = _VOLUME_WORD.search(before) or _VOLUME_WORD.search(after)
        published = any(each.end < span.start for each in self.by_label["publisher"])
        if published and not named and self.text[span.start : span.end].isdigit():
            self.by_label["pages"] = [attrs.evolve(span, label="pages")]
            volumes.clear()

    def _mend_name(self) -> None:
        """Join a name and a title before the year that no mark parts: one long name."""
        names, titles = self.by_label["author"], self.by_label["title"]
        if len(names) != 1 or not titles:
            return
        name, title = names[0], titles[0]
        between = self.text[name.end : title.start]
        dated = re.match(
            r"[.,]?\s*\((?:1[5-9]|20)\d\d", self.text[title.end : title.end + 9]
        )
        if between.strip() or title.start < name.end or dated is None:
            return
        names[0] = attrs.evolve(
            name, end=title.end, margin=min(name.margin, title.margin)
        )
        titles.pop(0)
        containers = self.by_label["container"]
        if not titles and len(containers) == 1 and not self.by_label["volume"]:
            titles.append(containers.pop())

    def _first(self, label: str) -> str:
        for span in self.by_label.get(label, ()):
            return self.text[span.start : span.end]
        return ""

    def _say(self, variable: str, span: Span) -> None:
        confidence = 1 / (1 + math.exp(-span.margin / _SLOPE))
        self.evidence.append(
            FieldEvidence(
                variable,
                span.start,
                span.end,
                round(confidence, 3),
            )
        )

    def _names(self) -> None:
        for label, variable in _PEOPLE.items():
            names: list[Name] = []
            others = False
            for span in self.by_label.get(label, ()):
                read = parse_names(self._around_names(span))
                names += read.names
                others = others or read.others
                self._say(variable, span)
            if names:
                self.fields[variable] = tuple(names)
                self.people[label] = NameList(tuple(names), others)

    def _around_names(self, span: Span) -> str:
        """Return a segment of names with the full stop that ends its last initial."""
        end = span.end
        if self.text[end : end + 1] == ".":
            end += 1
        return self.text[span.start : end]

    def _texts(self) -> None:
        for label, variable in _VARIABLES.items():
            values = [
                (span, self._value(label, span))
                for span in self.by_label.get(label, ())
            ]
            values = [(span, value) for span, value in values if value]
            if not values:
                continue
            for span, _ in values:
                self._say(variable, span)
            self.fields[variable] = self._chosen(label, [value for _, value in values])

    def _chosen(self, label: str, values: Sequence[str]) -> str:
        if label == "title":
            return ". ".join(dict.fromkeys(values))
        if label in ("note", "number", "publisher"):
            return "; ".join(dict.fromkeys(values))
        if label == "container":
            return max(values, key=len)
        return values[0]

    def _value(self, label: str, span: Span) -> str:
        value = self.text[span.start : span.end]
        value = re.sub(
            r"\s+",
            " ",
            _HYPHENATED.sub("", value),
        ).strip(_EDGE)
        pattern = _LEADS.get(label)
        if pattern is not None:
            value = pattern.sub("", value, count=1).strip(_EDGE)
        if label == "pages":
            value = re.sub(r"\s?[-–—‐‑−]+\s?", "-", value)
        if label in ("container", "publisher") and _abbreviated(value):
            # an abbreviation keeps the full stop that the sentence shares with it
            value += self.text[span.end : span.end + 1].replace(",", "").strip()
        return _balanced(value)

    def _date(self) -> None:
        dated = [
            (span, self.text[span.start : span.end])
            for span in self.by_label.get("date", ())
        ]
        whole = " ".join(value for _, value in dated)
        for span, value in dated:
            date = parse_date(value)
            if date is None:
                continue
            if len(dated) > 1 and len(date.start) == 1:
                date = _completed(
                    date,
                    [*(value for _, value in dated), whole],
                )
            self.fields["issued"] = date
            self._say("issued", span)
            if suffix := year_suffix(value):
                self.fields["year-suffix"] = suffix
            break
        else:
            self._rule_date()
        accessed = parse_date(self._first("accessed"))
        if accessed is not None:
            self.fields["accessed"] = accessed
        if match := _EVENT_DATE.search(self.text):
            event = parse_date(match[0])
            if event is not None and "issued" in self.fields:
                self.fields["event-date"] = event

    def _rule_date(self) -> None:
        """Take the last year in the string where the model found no date."""
        years = list(
            re.finditer(r"(?<![\d/.-])(?:1[5-9]\d\d|20[0-4]\d)(?![\d/-])", self.text)
        )
        if years:
            last = years[-1]
            date = parse_date(last[0])
            if date is not None:
                self.fields["issued"] = date
                self.evidence.append(
                    FieldEvidence(
                        "issued",
                        *last.span(),
                        0.5,
                        "rule",
                    )
                )

    def _title(self) -> None:
        title = str(self.fields.get("title", ""))
        translated = self._first("translated").strip(' []()“”".')
        if match := _TRANSLATED.match(title):
            title, translated = match["original"].strip(), match["translation"]
        if title:
            self.fields["title"] = title.strip(_EDGE + "[") or title
            language = language_of(title)
            if language:
                self.fields["language"] = language
        if translated and title:
            self.translations["title"] = Translation(
                translated, language_of(translated)
            )

    def _identifiers(self) -> None:
        for each in self.found:
            scheme = each.identifier.scheme
            variable = _IDENTIFIED.get(scheme, "")
            if scheme in _NUMBERED:
                variable = "number"
            if not variable or (variable in self.fields and variable != "number"):
                continue
            if variable == "number" and self._numbered(each):
                continue
            self.fields[variable] = each.identifier.value
            if scheme == "arxiv":
                self.fields["number"] = f"arXiv:{each.identifier.value}"
            self.evidence.append(
                FieldEvidence(variable, each.start, each.end, 1.0, "rule")
            )

    def _treaty_series(self) -> None:
        """Take the number in the Council of Europe's series, wherever it is printed."""
        match = _EUROPEAN_TREATY.search(self.text)
        if match is None:
            return
        if any(
            str(self.fields.get(variable, "")).strip(" .") not in match[0]
            for variable in ("container-title", "number")
        ):
            return
        if str(self.fields.get("volume", "")) == match["number"]:
            del self.fields["volume"]
        for variable, group in (("container-title", "series"), ("number", "number")):
            self.fields[variable] = match[group]
            self.evidence.append(
                FieldEvidence(variable, *match.span(group), 0.9, "rule")
            )

    def _numbered(self, each: FoundIdentifier) -> bool:
        """Return True if the printed number says the same, or is in an address."""
        if _in_address(self.text, each.start):
            return True
        return each.identifier.value in str(self.fields.get("number", ""))

    def _address(self) -> None:
        if "URL" in self.fields:
            value = re.sub(r"\s", "", str(self.fields["URL"]))
            self.fields["URL"] = _with_scheme(value)
            if not _LINK.match(value) and "." not in value:
                del self.fields["URL"]
        else:
            for match in _LINK.finditer(self.text):
                value = match[0].rstrip('.,;)>]”"')
                if "doi.org/" in value or re.match(r"10\.\d{4}", value):
                    continue
                self.fields["URL"] = _with_scheme(value)
                self.evidence.append(
                    FieldEvidence(
                        "URL",
                        *match.span(),
                        0.9,
                        "rule",
                    )
                )
                break
        address = str(self.fields.get("URL", ""))
        doi = str(self.fields.get("DOI", "")).lower()
        if doi and doi in address.lower() and "doi.org" in address:
            del self.fields["URL"]

    def _type(self, authors: NameList) -> str:
        texts = {
            label: " ".join(self.text[span.start : span.end] for span in found)
            for label, found in self.by_label.items()
        }
        body = bool(authors.names) and all(name.literal for name in authors.names)
        issued = self.fields.get("issued")
        day = isinstance(issued, Date) and len(issued.start) > 2
        people = len(authors.names) + 3 * authors.others
        return type_of(
            texts,
            self.text,
            body=body,
            day=day,
            people=people,
        )


def _completed(date: Date, printed: Sequence[str]) -> Date:
    """Return `date`, or the fullest of the printed dates of the same year."""
    known = [each for each in map(parse_date, printed) if each is not None]
    same = [each for each in known if each.year == date.year]
    return max(
        [date, *same],
        key=lambda each: len(each.start),
    )


def _abbreviated(value: str) -> bool:
    words = value.split()
    return len(words) > 1 and any(word.endswith(".") for word in words[:-1])


def _balanced(value: str) -> str:
    """Return `value` without a bracket that it does not open or close."""
    if value.endswith(")") and value.count("(") < value.count(")"):
        value = value[:-1].rstrip()
    if value.startswith("(") and value.count("(") > value.count(")"):
        value = value[1:].lstrip()
    return value


def _in_address(text: str, place: int) -> bool:
    start = max(text.rfind(" ", 0, place), 0)
    return "/" in text[start:place] and "." in text[start:place]


def _with_scheme(address: str) -> str:
    if re.match(r"[a-z]+://", address, re.IGNORECASE):
        return address
    return f"https://{address}"


def each_string(texts: Sequence[str]) -> Iterator[ParsedReference]:
    """Yield the record in each of `texts`; a repeated author ("———") is the one before."""
    before: Value = ()
    for text in texts:
        parsed = parse_string(text)
        authors = parsed.reference.fields.get("author")
        if authors is None and before and re.match(r"\s*(?:[—–_―-]\s?){2,}", text):
            changed = parsed.reference.evolve({"author": before})
            parsed = attrs.evolve(parsed, reference=changed)
        elif authors is not None:
            before = authors
        yield parsed
