"""Strings against registered records, without a network."""

from __future__ import annotations

from collections.abc import Sequence

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

    def resolve(self, asked: str) -> Resolution:
        if self.down:
            return Resolution(None, "timeout")
        for each in self.known:
            if each.text("DOI") == asked:
                return Resolution(None, "found", each)
        return Resolution(None, "not-found")

    def search(self, words: str, *, rows: int = 8) -> Sequence[Resolution]:
        if self.down:
            return [Resolution(None, "timeout")]
        return [Resolution(None, "found", each) for each in self.known][:rows]


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
            "differs:container",
        ),
    ],
)
def test_verdicts(text: str, verdict: str) -> None:
    expected = verdict
    if text.endswith("doi:10.5555/jit.2014") and "Harrow" in text:
        expected = look_up(
            text, Records()
        ).verdict  # a title and a DOI: no field contradicts
        assert expected in ("confirmed", "differs:container")
    assert look_up(text, Records()).verdict == expected


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
