"""Strings against registered records, without a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import pytest

from csecrefs.audit import look_up, recognise
from csecrefs.audit.style import formatted
from csecrefs.model import Reference
from csecrefs.resolve.outcome import Resolution
from csecrefs.strings import parse_strings

RECORD = Reference.from_csl(
    {
        "id": "x",
        "type": "article-journal",
        "title": "A survey of small harbours and their keepers",
        "author": [
            {"family": "Harrow", "given": "Paula"},
            {"family": "Quell", "given": "Hugo"},
        ],
        "container-title": "Journal of Imaginary Tides",
        "issued": {"date-parts": [[2014]]},
        "volume": "12",
        "DOI": "10.5555/jit.2014",
    }
)


@attrs.define
class Records:
    """A registry of a few records."""

    known: Sequence[Reference] = (RECORD,)
    down: bool = False
    catalogued: Sequence[Reference] = ()
    numbered: Mapping[str, Reference] = attrs.field(factory=dict)

    def resolve(self, asked: str) -> Resolution:
        if self.down:
            return Resolution(None, "timeout")
        if asked in self.numbered:
            return Resolution(None, "found", self.numbered[asked])
        for each in self.known:
            if each.text("DOI") == asked:
                return Resolution(None, "found", each)
        return Resolution(None, "not-found")

    def search(self, words: str, *, rows: int = 8) -> Sequence[Resolution]:
        if self.down:
            return [Resolution(None, "timeout")]
        return [Resolution(None, "found", each) for each in self.known][:rows]

    def candidates(self, title: str) -> Sequence[Resolution]:
        return [Resolution(None, "found", each) for each in self.catalogued]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (
            "Harrow P, Quell H. A survey of small harbours and their keepers. J Imaginary Tides. 2014;12:4-9.",
            "confirmed",
        ),
        (
            "Nobody P. A survey of small harbours and their keepers. J Imaginary Tides. 2014;12:4-9.",
            "differs:author",
        ),
        (
            "Harrow P, Quell H. A survey of small harbours and their keepers. J Imaginary Tides. 1999;12:4-9.",
            "differs:year",
        ),
        (
            "Harrow P, Quell H. A survey of small harbours and their keepers. Annals of Wood. 2014;12:4-9.",
            "differs:container",
        ),
        (
            "Moe L. On quite another matter of the sea. Annals of Wood. 2004. doi:10.5555/jit.2014",
            "wrong-doi",
        ),
        (
            "Moe L. On quite another matter of the sea. Annals of Wood. 2004;1:2-3.",
            "unconfirmed",
        ),
        (
            "Harrow P, Quell H. A survey of small harbours and their keepers. doi:10.5555/jit.2014",
            # a field that is not printed contradicts nothing
            "confirmed",
        ),
        (
            "Harrow, Paula & Quell, Hugo (2014): A survey of small harbours and their keepers. Retrieved 3 March 2020.",
            "confirmed",
        ),
        (
            "Harrow P, Quell H. A survey of small harbours and their keepers. Nature. 2014;12:4-9.",
            "differs:container",
        ),
    ],
)
def test_verdicts(text: str, verdict: str) -> None:
    assert look_up(text, Records()).verdict == verdict


DEEP = Reference.from_csl(
    {
        "id": "b",
        "type": "article",
        "title": "Deep harbours of the northern coast",
        "author": [{"family": "Doe", "given": "Jane"}],
        "issued": {"date-parts": [[2021]]},
    }
)


@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        ("arXiv:2101.01234v2", "arxiv:2101.01234"),
        ("https://arxiv.org/abs/2101.01234", "arxiv:2101.01234"),
        ("arXiv hep-th/9901001", "arxiv:hep-th/9901001"),
        ("PMID: 12345678", "pmid:12345678"),
        ("ISBN 978-3-16-148410-0", "isbn:9783161484100"),
    ],
)
def test_other_identifiers_are_asked_for(printed: str, asked: str) -> None:
    text = f"Doe J. Deep harbours of the northern coast. 2021. {printed}"
    assert look_up(text, Records(numbered={asked: DEEP})).verdict == "confirmed"
    assert look_up(text, Records()).verdict == "unconfirmed"
    # a number that leads to another work confirms nothing
    assert look_up(text, Records(numbered={asked: RECORD})).verdict == "unconfirmed"


def test_other_catalogues_are_searched_by_title() -> None:
    text = "Doe J. Deep harbours of the northern coast. Some Workshop, 2021."
    assert look_up(text, Records(catalogued=[RECORD, DEEP])).verdict == "confirmed"
    assert look_up(text, Records(catalogued=[RECORD])).verdict == "unconfirmed"
    other = text.replace("2021", "1985")
    assert look_up(other, Records(catalogued=[DEEP])).verdict == "differs:year"


def test_a_registry_that_is_down_says_nothing() -> None:
    assert (
        look_up("Moe L. On it. Annals of Wood. 2004.", Records(down=True)).verdict
        == "unchecked"
    )


def test_the_style_of_a_list_is_recognised() -> None:
    records = [
        RECORD.evolve(
            id=f"r{n}", title=f"A survey of {word} harbours", volume=str(n + 2)
        )
        for n, word in enumerate(("old", "small", "wide", "deep"))
    ]
    for style in ("apa", "ieee"):
        typed = list(formatted(records, style).values())
        assert (
            recognise(parse_strings(typed), typed, ("apa", "ieee", "nature"))[0].style
            == style
        )
