"""The concrete syntax: every character in a block, and one bad entry costs no other."""

from __future__ import annotations

import pytest

from csecrefs.formats.bibtex import parse, parser, syntax

AROUND = "@book{before, title = {A}, year = 2000}\n\n%s\n\n@book{after, title = {B}, year = 2001}\n"


@pytest.mark.parametrize(
    "middle",
    [
        "@article{x, title = {never closed, year = 2000\n}",
        "@article{x, title = {never closed,\n  year = {2000},\n}",
        "@article{x, title = {{one too many}, year = {2000}\n}",
        "@article{x, title = {closed twice}}, year = {2000}}",
        '@article{x, title = "a "quoted" word", year = 2000}',
        "@article{x, title = , year = }",
        "@article{x title = {no comma} year = 2000}",
        "@article{x, = {no name}, year 2000}",
        "@article(x, title = {(in parentheses)}, year = 2000)",
        "@article{, title = {no key}}",
        "@article{",
        "@comment{@article{inside, title = {A}}}",
        "@comment no braces at all",
        "@string{a = {x} # b # 3}",
        "@preamble{ {\\newcommand{\\x}{y}} }",
        "someone@example.org wrote {this}",
        "@@@",
        "\\",
    ],
)
def test_what_stands_between_two_entries_costs_neither(middle: str) -> None:
    source = AROUND % middle
    database = parse(source)
    assert str(database) == "".join(block.text for block in database.blocks) == source
    keys = [entry.key for entry in database.entries]
    assert keys[0] == "before"
    assert keys[-1] == "after"
    assert "inside" not in keys


def test_fields_and_their_places() -> None:
    database = parse(
        '\n@Article{k,\n  Title = {A {B} c},\n  year = 2000,\n  note = "x" # y,\n}\n'
    )
    (entry,) = database.entries
    assert (entry.type, entry.key) == ("article", "k")
    assert [(field.name, field.value) for field in entry.fields] == [
        ("title", "{A {B} c}"),
        ("year", "2000"),
        ("note", '"x" # y'),
    ]
    assert database.position(entry.fields[1].start) == (4, 3)
    note = entry.field("note")
    assert note is not None
    assert [part.text for part in note.parts] == ["x", "y"]
    assert database.diagnostics == []


def test_an_unclosed_value_ends_before_the_next_field_and_is_reported() -> None:
    database = parse("@book{k,\n  title = {Open,\n  year = {2000},\n}\n")
    (entry,) = database.entries
    assert [(field.name, field.value) for field in entry.fields] == [
        ("title", "{Open"),
        ("year", "{2000}"),
    ]
    assert [(found.code, found.line, found.key) for found in database.diagnostics] == [
        ("unclosed-brace", 2, "k")
    ]


def test_time_does_not_grow_with_the_square_of_the_errors() -> None:
    source = "@book{k, title = {open\n" * 20_000
    assert len(parse(source).entries) == 20_000


def test_problems_are_told_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syntax, "MAX_DIAGNOSTICS", 3)
    database = parse("@book{a, x}\n" * 9)
    assert [each.code for each in database.diagnostics] == ["stray-text"] * 3 + [
        "too-many"
    ]
    assert len(database.entries) == 9 and str(database) == "@book{a, x}\n" * 9


def test_blocks_are_bounded_and_no_byte_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parser, "MAX_RECORDS", 2)
    source = "@book{a, title = {A}}\n" * 5
    database = parse(source)
    assert [each.code for each in database.diagnostics] == ["too-large"]
    assert (
        "".join(block.text for block in database.blocks) == source
        and len(database.entries) == 3
    )


@pytest.mark.parametrize(
    ("source", "limits"),
    [
        ("@a{k, x = {\n  @b{l,", ["@a", "@b"]),
        ("@a{k,\n\t @b{l, @c{m,", ["@a", "@b"]),
        ("@a{k,\r\n@b(l,", ["@a", "@b"]),
        ("text @a{k,\nx@b{l,\n@@c{m,", []),
        # "@b(l" is the key that follows "@a{"
        ("@a{\n@b(l,\n@c{m,", ["@a", "@c"]),
    ],
)
def test_the_entries_that_begin_a_line(source: str, limits: list[str]) -> None:
    found = parser._entry_lines(source)
    assert [source[at : at + 2] for at in found] == limits
