"""Changes in place to files of CSL-JSON: what is not changed stays byte for byte."""

from __future__ import annotations

import json

import pytest

from csecrefs.formats.json_edit import update_items

SHAPES = [
    '[{"id":"a","title":"A"},{"id":"b","title":"B"}]',
    '[\n  {"id": "a", "title": "A"},\n  {"id": "b", "title": "B"}\n]\n',
    '[\r\n\t{\r\n\t\t"id" : "a",\r\n\t\t"title" : "A\\u00e9"\r\n\t},\r\n\t{"id":"b"}]',
    '{"x": [1, {"items": 2}], "items": [ {"id": "a"} , {"id": "b"} ], "y": null}',
    '\ufeff[{"id": "a"}]',
]


@pytest.mark.parametrize("text", SHAPES)
def test_only_what_changes_is_written(text: str) -> None:
    assert update_items(text, {}) == text
    item = {"id": "a", "title": "New", "volume": "1", "author": [{"family": "X"}]}
    after = update_items(text, {"a": item}, [{"id": "c", "type": "book"}])
    value = json.loads(after.lstrip("\ufeff"))
    items = value["items"] if isinstance(value, dict) else value
    assert items[0] == item and items[-1] == {"id": "c", "type": "book"}
    old = json.loads(text.lstrip("\ufeff"))
    assert [each for each in items if each["id"] == "b"] == [
        each for each in (old["items"] if isinstance(old, dict) else old) if each["id"] == "b"
    ]
    for same in ('"x": [1, {"items": 2}]', '"y": null', '{"id":"b"}', '"b"', "\r\n\t\t"):
        assert (same in text) <= (same in after)
    gone = update_items(text, {}, removed=frozenset({"a"}))
    assert update_items(gone, {}, removed=frozenset({"b"})).count("id") == 0


def test_a_member_that_stays_keeps_its_writing() -> None:
    text = '[{"id":"a",  "title":"\\u00e9" , "note": "x"}]'
    after = update_items(text, {"a": {"id": "a", "title": "é", "volume": "3"}})
    assert '"id":"a",  "title":"\\u00e9"' in after and json.loads(after)[0]["volume"] == "3"
    assert "note" not in after


@pytest.mark.parametrize("text", ["[]", "[ ]\n", '{"items": []}'])
def test_a_list_that_holds_nothing_yet(text: str) -> None:
    value = json.loads(update_items(text, {}, [{"id": "a"}, {"id": "b"}]))
    assert (value["items"] if isinstance(value, dict) else value) == [{"id": "a"}, {"id": "b"}]


@pytest.mark.parametrize("text", ["", "{", '{"id": 1}', '"x"', '[{"id": "a"'])
def test_what_is_no_list_of_items(text: str) -> None:
    with pytest.raises(ValueError):
        update_items(text, {}, [{"id": "a"}])
