"""JSON of the tree."""

from __future__ import annotations

import json

from csecrefs.text.inline import Element, Entry, EntryLayout, Inlines
from csecrefs.writers import json as writer

TREE: Inlines = (
    "a ",
    Element("italic", ("b", Element("bold", ()))),
    Element("link", ("c",), "mailto:c@d"),
)


def test_a_tree_is_a_list() -> None:
    assert json.loads(writer.inlines(TREE)) == [
        "a ",
        {"tag": "italic", "children": ["b", {"tag": "bold", "children": []}]},
        {"tag": "link", "children": ["c"]},
    ]


def test_links_have_their_address() -> None:
    (*_, link) = json.loads(writer.inlines(TREE, links=True))
    assert link == {"tag": "link", "href": "mailto:c@d", "children": ["c"]}


def test_a_bibliography_has_layout_and_entries() -> None:
    written = writer.bibliography(
        [Entry('a"', ("One",)), Entry("b", ())], EntryLayout(max_offset=2)
    )
    assert json.loads(written) == {
        "layout": {
            "hanging_indent": False,
            "second_field_align": "",
            "line_spacing": 1,
            "entry_spacing": 1,
            "max_offset": 2,
        },
        "entries": [{"id": 'a"', "tree": ["One"]}, {"id": "b", "tree": []}],
    }


def test_nesting_without_end_is_no_recursion() -> None:
    tree: Inlines = ("x",)
    for _ in range(20_000):
        tree = (Element("italic", tree),)
    assert writer.inlines(tree).count('"italic"') == 20_000
