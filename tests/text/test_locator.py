"""Locators as people write them."""

from __future__ import annotations

import pytest

from csecrefs.text.locator import LABELS, label_named, parse_locator


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("pp. 33-35, 40", "page", "33-35, 40"),
        ("p. 33", "page", "33"),
        ("p.33", "page", "33"),
        ("p33", "page", "33"),
        ("33", "page", "33"),
        ("  viii ", "page", "viii"),
        ("A12", "page", "A12"),
        ("ch. 2", "chapter", "2"),
        ("Chapter IV", "chapter", "IV"),
        ("art. 3", "article-locator", "3"),
        ("§ 4", "section", "4"),
        ("§§4-5", "section", "4-5"),
        ("¶ 7", "paragraph", "7"),
        ("s.v. tort", "sub-verbo", "tort"),
        ("sub verbo tort", "sub-verbo", "tort"),
        ("vol. 2, p. 5", "volume", "2, p. 5"),
        ("l. 4", "line", "4"),
        ("n. 12", "note", "12"),
        ("figure 3a", "figure", "3a"),
        ("Chapter", "page", "Chapter"),
        ("p.", "page", "p."),
        ("", "page", ""),
    ],
)
def test_parse(text: str, label: str, rest: str) -> None:
    assert parse_locator(text) == (label, rest)


@pytest.mark.parametrize("label", LABELS)
def test_every_label_by_its_own_name(label: str) -> None:
    word = label.removesuffix("-locator")
    assert parse_locator(f"{word} 7") == (label, "7")
    assert label_named(label.replace("-", "_")) == label == label_named(word)


def test_unknown_keyword() -> None:
    assert label_named("pgae") is None
