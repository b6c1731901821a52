"""Ignore files: both forms, and what is wrong with them."""

from __future__ import annotations

from datetime import date

import pytest

from csecrefs.errors import InputError
from csecrefs.reports import Finding, IgnoreEntry, read_ignored, unignored

TODAY = date(2026, 11, 29)


def read(text: str) -> tuple[IgnoreEntry, ...]:
    return read_ignored(text, TODAY, "ignore.toml")[0]


def test_tables_match_by_every_pattern() -> None:
    (entry,) = read('[[ignore]]\nkey = "doe*"\ncode = "not-found"\nreason = "known"\n')
    assert entry.matches(Finding("not-found", "", key="doe2020"))
    assert not entry.matches(Finding("gone", "", key="doe2020"))
    assert not entry.matches(Finding("not-found", ""))


def test_the_line_form_names_keys_and_codes() -> None:
    text = "# why\nreis 2999-01-01 an example\nroe[1]*:retracted 2999-01-01 cited so\n"
    first, second = read(text)
    assert first.matches(Finding("anything", "", key="reis"))
    assert second.matches(Finding("retracted", "", key="roe[1]*"))
    assert not second.matches(Finding("retracted", "", key="roe1x"))
    assert not second.matches(Finding("wrong-work", "", key="roe[1]*"))


def test_an_entry_past_its_day_is_reported() -> None:
    entries, problems = read_ignored(
        '[[ignore]]\nurl = "https://a/*"\nreason = "r"\nexpires = 2026-11-28\n',
        TODAY,
        "i.toml",
    )
    assert entries == ()
    assert str(problems[0]) == (
        "i.toml: https://a/* is ignored no longer, since 2026-11-28"
    )


@pytest.mark.parametrize(
    "text",
    [
        '[[ignore]]\nurl = "x"\n',
        '[[ignore]]\nreason = "no pattern"\n',
        '[[ignore]]\nurl = 3\nreason = "r"\n',
        '[[ignore]]\nulr = "x"\nreason = "r"\n',
        '[[ignore]]\nurl = "x"\nreason = "r"\nexpires = "soon"\n',
        '[[ignore]]\nurl = "x"\nreason = "r"\nexpires = 2027-01-01T00:00:00Z\n',
        "ignore = 3\n",
        "[[ignore]\n",
        "reis someday\n",
        "reis 2026-13-01 reason\n",
        "x = " + "[" * 5000 + "\n",
    ],
)
def test_anything_else_is_an_error_with_the_file(text: str) -> None:
    with pytest.raises(InputError, match=r"^ignore\.toml"):
        read(text)


def test_what_is_in_order_is_never_passed_over() -> None:
    entry = IgnoreEntry("known", key="*")
    bad, good = (
        Finding("gone", "", key="a"),
        Finding("ok", "", key="b", judgement="pass"),
    )
    left, passed = unignored([bad, good], [entry])
    assert left == (good,)
    assert passed == ((bad, entry),)


def test_many_stars_are_matched_in_linear_time() -> None:
    entry = IgnoreEntry("r", url="*" * 500 + "x")
    assert not entry.fits(url="a" * 20_000)
