"""The fuzzer finds what it is for, and the same cases each time."""

from __future__ import annotations

import time

import pytest

from csecrefs.errors import InputError
from tests import fuzz


def _refuse() -> None:
    raise InputError("refused")


def _break() -> None:
    raise KeyError("family")


def test_a_refusal_is_no_fault() -> None:
    assert fuzz.tried(1, _refuse) is None


def test_any_other_exception_is_a_fault_with_its_place() -> None:
    fault = fuzz.tried(7, _break)
    assert fault is not None
    assert fault.number == 7
    assert fault.what.startswith("KeyError: 'family' (")


def test_a_slow_case_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "SLOW", 0.01)
    end = time.process_time() + 0.05

    def work() -> None:
        while time.process_time() < end:
            pass

    fault = fuzz.tried(1, work)
    assert fault is not None
    assert "seconds" in fault.what


def test_a_case_depends_on_its_number_and_the_seed_only() -> None:
    samples = fuzz.corpus()
    first = [fuzz.case(number, samples, 3) for number in range(40)]
    assert [fuzz.case(number, samples, 3) for number in range(40)] == first
    assert [fuzz.case(number, samples, 4) for number in range(40)] != first


def test_every_format_that_is_read_from_bytes_is_in_the_corpus() -> None:
    from csecrefs import formats

    # negotiated in other samples, binary, or without a syntax of its own
    without = {"marc21", "plain", "zotero-json"}
    assert {each.format for each in fuzz.corpus()} >= set(formats.names()) - without


def test_two_seconds_find_nothing() -> None:
    *found, cases = fuzz.faults(2.0)
    assert found == []
    assert isinstance(cases, int)
    assert cases > 0
