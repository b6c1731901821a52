"""YAML as it is written here is what PyYAML writes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csecrefs.formats.yaml import output

_WORDS = st.sampled_from(
    "mole's the 'q' \"x\" a: b# #c c:d http://x.y/z?a=b&c - -- [y] * & ! | > % @ ` 12 "
    "1e3 0x1f y no Null ~ = << ... é 中文 😀 \x85 \u2028 \x07 \n \ud800 \xa0 ? : , 12:30 "
    "2001-01-01 a-word-without-a-blank-in-it-that-is-longer-than-half-of-a-line".split(
        " "
    )
)
_SENTENCES = st.lists(_WORDS, max_size=30).flatmap(
    lambda words: st.sampled_from([" ".join(words), "  ".join(words), "".join(words)])
)
_TEXTS = st.one_of(
    st.sampled_from(["", " ", "Moles", "2001"]),
    st.lists(st.sampled_from(["mole", "it's", "a:", "(b)"]), max_size=60).map(" ".join),
    _SENTENCES,
    st.text(max_size=30),
)
_SCALARS = st.one_of(_TEXTS, st.none(), st.booleans(), st.integers(), st.floats())
_VALUES = st.recursive(
    _SCALARS,
    lambda each: st.one_of(
        st.lists(each, max_size=3),
        st.lists(each, max_size=3).map(tuple),
        st.dictionaries(_TEXTS, each, max_size=3),
    ),
    max_leaves=12,
)


@given(st.dictionaries(_TEXTS, _VALUES, max_size=4), st.sampled_from([40, 100, 1000]))
def test_every_byte_is_that_of_pyyaml(content: dict[str, Any], width: int) -> None:
    assert output.dump(content, width) == output._dumped(content, width)


@pytest.mark.parametrize(
    "content",
    [
        {
            "a": {
                "title": " ".join(["Moles"] * 40),
                "page-range": "12",
                "tags": ["x: y", "z #1"],
            }
        },
        {"references": [{"issued": {"date-parts": [[2001, 5], [2002]]}, "id": "n"}]},
        {"Über": [], "b c": {}, "c": None, "d": [True, 3], "date": "2001-01-01"},
    ],
)
def test_plain_values_are_written_without_pyyaml(
    content: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = output._dumped(content, 100)

    def refuse(*_: Any) -> str:
        raise AssertionError("all of these are plain")

    monkeypatch.setattr(output, "_dumped", refuse)
    assert output.dump(content) == expected


def test_what_yaml_has_no_form_for_is_refused() -> None:
    with pytest.raises(Exception, match="cannot represent"):
        output.dump({"a": object()})
