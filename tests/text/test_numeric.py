"""Numbers as people write them: CSL 1.0.2, "Number" and the condition is-numeric."""

from __future__ import annotations

import pytest

from csecrefs.text.numeric import parse_numeric, roman


@pytest.mark.parametrize(
    "text",
    "2|2nd|D2|L2d|2, 3|2-4|2 – 4|2&3|2 & 4|2; 5|xii|xiv-xv|S12–S19|3, 5 and 7".split(
        "|"
    ),
)
def test_numeric(text: str) -> None:
    assert parse_numeric(text).numeric


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "second",
        "IV",
        "XIV-XV",
        "No. 4",
        "2nd edition",
        "Special issue",
        "12 monkeys",
        "-",
        "a-b",
        "x" * 300,
        "1," * 300,
    ],
)
def test_not_numeric(text: str) -> None:
    parsed = parse_numeric(text)
    assert not parsed.numeric and [piece.text for piece in parsed.pieces] == [
        text.strip()
    ]


@pytest.mark.parametrize(
    ("text", "plural"),
    [
        ("2", False),
        ("2-4", True),
        ("2, 3", True),
        ("2/3", False),
        ("2 & 3", True),
        ("2, p. 5", False),
    ],
)
def test_plural(text: str, plural: bool) -> None:
    assert parse_numeric(text).plural is plural


def test_pieces() -> None:
    pieces = parse_numeric("2, p. 3-8").pieces
    assert [(each.text, each.joiner, each.value, each.label) for each in pieces] == [
        ("2", "", 2, ""),
        ("3", ",", 3, "page"),
        ("8", "-", 8, ""),
    ]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "i"),
        (4, "iv"),
        (49, "xlix"),
        (1999, "mcmxcix"),
        (3999, "mmmcmxcix"),
        (0, "0"),
        (4000, "4000"),
    ],
)
def test_roman(number: int, expected: str) -> None:
    assert roman(number) == expected


@pytest.mark.parametrize(
    "piece", ["1, ", "a1", " and ", "9" * 5, "- ", "i", " ,", "p. "]
)
def test_time_is_bounded(piece: str) -> None:
    """Text that is longer than numbers are is not looked at; the rest is short."""
    assert not parse_numeric(piece * 50_000).numeric
    assert len(parse_numeric((piece * 200)[:200]).pieces) <= 200
