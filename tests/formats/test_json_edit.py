"""Changes in place to files of CSL-JSON: what is not changed stays byte for byte."""

from __future__ import annotations

import json

import pytest

from csecrefs.formats.csl.json_edit import update_items
from csecrefs.model import Reference

SHAPES = [
    '[{"id":"a","title":"A"},{"id":"b","title":"B"}]',
    '[\n  {"id": "a", "title": "A"},\n  {"id": "b", "title": "B"}\n]\n',
    '[\r\n\t{\r\n\t\t"id" : "a",\r\n\t\t"title" : "A\\u00e9"\r\n\t},\r\n\t{"id":"b"}]',
    '{"x": [1, {"items": 2}], "items": [ {"id": "a"} , {"id": "b"} ], "y": null}',
    '\ufeff[{"id": "a"}]',
]


NEW = Reference.from_csl(
    {
        "id": "a",
        "type": "book",
        "title": "New",
        "volume": "1",
        "author": [{"family": "X"}],
    }
)
MORE = Reference.from_csl({"id": "c", "type": "book"})


def _items(text: str) -> list[dict[str, object]]:
    value = json.loads(text.lstrip("\ufeff"))
    items: list[dict[str, object]] = (
        value["items"] if isinstance(value, dict) else value
    )
    return items


@pytest.mark.parametrize("text", SHAPES)
def test_only_what_changes_is_written(text: str) -> None:
    assert update_items(text, {}) == text
    after = update_items(text, {"a": NEW}, [MORE])
    items = _items(after)
    assert {**items[0], "type": "book"} == NEW.to_csl() and items[-1] == MORE.to_csl()
    assert [each for each in items if each["id"] == "b"] == [
        each for each in _items(text) if each["id"] == "b"
    ]
    for same in (
        '"x": [1, {"items": 2}]',
        '"y": null',
        '{"id":"b"}',
        "\r\n\t\t",
        '"id" : "a"',
        '{"id": "b"}',
    ):
        assert (same in text) <= (same in after)
    gone = update_items(text, {}, removed=frozenset({"a"}))
    assert update_items(gone, {}, removed=frozenset({"b"})).count("id") == 0


def test_a_member_that_stays_keeps_its_writing() -> None:
    start = '[{"id":"a",  "title":"\\u00e9" , "issued":{"date-parts":[["2020"]]},"x-own":[ 1 ],'
    text = start + ' "note": "n"}]'
    reference = Reference.from_csl(json.loads(text)[0])
    after = update_items(text, {"a": reference.evolve(volume="3", note=None)})
    assert after == start[:-1] + ', "volume":"3"}]'
    assert update_items(text, {"a": reference}) == text
    changed = update_items(text, {"a": reference.evolve(title="e")})
    assert changed == text.replace("\\u00e9", "e")


@pytest.mark.parametrize("text", ["[]", "[ ]\n", '{"items": []}'])
def test_a_list_that_holds_nothing_yet(text: str) -> None:
    assert _items(update_items(text, {}, [NEW, MORE])) == [NEW.to_csl(), MORE.to_csl()]


@pytest.mark.parametrize("text", ["", "{", '{"id": 1}', '"x"', '[{"id": "a"'])
def test_what_is_no_list_of_items(text: str) -> None:
    with pytest.raises(ValueError):
        update_items(text, {}, [NEW])
