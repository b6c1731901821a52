"""What is saved follows the file: its indent, its comments, its cross-references."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csecrefs import Library, Reference
from csecrefs.errors import FormatError, InputError

Edit = Callable[[str, str, Callable[[Library], object]], str]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    def edited(name: str, text: str, change: Callable[[Library], object]) -> str:
        path = tmp_path / name
        path.write_bytes(text.encode())
        library = Library.read(path)
        change(library)
        library.save()
        return path.read_bytes().decode()

    return edited


NEW = Reference("n", "book", title="N")
JSON = """[
    {
        "id": "a",
        "type": "book",
        "own": {"kept": [1,2]}
    }
]
"""


def test_new_items_of_json_are_indented_as_the_others(edit: Edit) -> None:
    after = edit("r.json", JSON, lambda lib: lib.insert(NEW))
    item = '    {\n        "id": "n",\n        "type": "book",\n        "title": "N"\n    }'
    assert after == JSON.replace("    }\n]", f"    }},\n{item}\n]")


def test_new_members_of_json_are_indented_as_the_others(edit: Edit) -> None:
    def change(library: Library) -> None:
        library.replace(library["a"].evolve(author="Doe, Jane"))

    after = edit("r.json", JSON, change)
    lines = [
        "",
        '        "author": [',
        "            {",
        '                "family": "Doe",',
        '                "given": "Jane"',
        "            }",
        "        ]",
    ]
    assert after == JSON.replace("[1,2]}", "[1,2]}," + "\n".join(lines))


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("title: T # keep", "title: U # keep"),
        ("title: 'T # no comment'  # keep", "title: U  # keep"),
        ('title: "T # \\" no"', "title: U"),
        ("title: T#no", "title: U"),
        ("title: |\n      T # no\n", "title: U\n"),
    ],
)
def test_comments_of_yaml_stay_behind_a_value(
    edit: Edit, line: str, written: str
) -> None:
    text = f"references:\n  - id: a\n    {line}\n    volume: 3 # as well\n"

    def change(library: Library) -> None:
        library.replace(library["a"].evolve(title="U"))

    after = edit("r.yaml", text, change)
    assert after.split() == text.replace(line, written).split()


def test_new_entries_are_indented_as_those_with_lines(edit: Edit) -> None:
    text = "@book{a,\n\ttitle = {A},\n}\n\n@book{b, title={B}}\n@book{c, title={C}}\n"
    after = edit("r.bib", text, lambda lib: lib.insert(NEW))
    assert after.startswith(text) and "\n\ttitle" in after.removeprefix(text)


CHILD = "@inbook{b, crossref={C}, title={B}}\n@book{c, title={C}, year=2001}\n"


def test_an_entry_that_others_take_fields_from_is_not_removed(edit: Edit) -> None:
    with pytest.raises(InputError, match=r"c: b takes fields from it .crossref."):
        edit("r.bib", CHILD, lambda lib: lib.remove("c"))
    both = edit("r.bib", CHILD, lambda lib: (lib.remove("b"), lib.remove("c")))
    assert not both.strip()
    assert edit("r.bib", CHILD, lambda lib: lib.remove(lib["b"])) == (
        "@book{c, title={C}, year=2001}\n"
    )


def test_a_suffix_of_no_format_is_refused_with_those_there_are(tmp_path: Path) -> None:
    for name in ("o.xyz", "o", "o.docx"):
        with pytest.raises(FormatError, match=r"names no format; there are \.bib.*ris"):
            Library([NEW]).write(tmp_path / name)


def change_type(library: Library) -> None:
    library.replace(library["a"].evolve(type="book", publisher="P", volume=2))


@pytest.mark.parametrize(
    "text",
    [
        "@article{a,title={1},journal={J}}\n",
        "@article{a, title={1}, journal={J},}\n",
        "@article{a,\n  title={1},\n  journal={J}\n}\n",
        "@article{a,\n  journal={J},\n  title={1}\n}\n",
        "@article{a, journal={J}}\n",
    ],
)
def test_fields_that_go_and_come_leave_one_comma_each(edit: Edit, text: str) -> None:
    after = edit("r.bib", text, change_type)
    assert ",," not in after.replace(" ", "") and "journal" not in after
    again = Library.parse(after)
    assert not [each for each in again.diagnostics if each.severity == "error"]
    assert again["a"]["container-title"] == "J" and again["a"].publisher == "P"


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        ("% hi\n", lambda lib: lib.insert(NEW), "% hi\n\n@book{n,"),
        (
            "@book{a,title={1}}\n",
            lambda lib: (lib.remove("a"), lib.insert(NEW)),
            "@book{n,",
        ),
        (
            "@book{a,title={1}}",
            lambda lib: lib.insert(NEW),
            "@book{a,title={1}}\n\n@book{n,",
        ),
        (
            "@book{a,title={1}}\n@book{b,title={1}}\n\n% end\n",
            lambda lib: lib.insert(NEW),
            "@book{a,title={1}}\n@book{b,title={1}}\n@book{n,",
        ),
    ],
)
def test_blank_lines_before_a_new_entry(
    edit: Edit, text: str, change: Callable[[Library], object], expected: str
) -> None:
    assert edit("r.bib", text, change).startswith(expected)


def test_items_of_one_line_stay_so(edit: Edit) -> None:
    text = '[\n  {"id":"a","type":"book","issued":{"date-parts":[[2020]]}}\n]\n'
    after = edit("r.json", text, lambda lib: lib.insert(NEW))
    item = '{"id":"n","type":"book","title":"N"}'
    assert after == text.replace("}}\n]", f"}}}},\n  {item}\n]")

    def change(library: Library) -> None:
        library.replace(library["a"].evolve(issued="2021-05"))

    assert edit("s.json", text, change) == text.replace("[2020]", "[2021,5]")
