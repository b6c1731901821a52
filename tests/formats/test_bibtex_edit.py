"""Edits leave every other byte as it is and follow the file's habits."""

from __future__ import annotations

import pytest

from csecrefs import formats
from csecrefs.errors import InputError
from csecrefs.formats.bibtex import DatabaseEdit, decode, parse, read, update
from csecrefs.formats.bibtex.layout import layout_of
from csecrefs.formats.bibtex.tidy import tidy
from csecrefs.formats.changes import RecordChanges
from csecrefs.model import Date, Name, Reference

SOURCE = """% Encoding: UTF-8
@STRING{ acm = "ACM" }

@Book{Knuth84,
   Author    = "Donald E. Knuth",
   Title     = "The {\\TeX}book",   % a comment
   Publisher = acm # " Press",
   Year      = 1984
}

@Comment{jabref-meta: groups;}
@Article{x, Title = "One line", Year = 1999}
"""


def edited(source: str, key: str, name: str, value: str) -> str:
    database = parse(source)
    edit = DatabaseEdit(database)
    entry = database.entry(key)
    assert entry is not None
    edit.set_field(entry, name, value)
    return str(edit)


def test_a_changed_field_keeps_its_delimiters() -> None:
    assert edited(SOURCE, "Knuth84", "author", "D. Knuth") == SOURCE.replace(
        '"Donald E. Knuth"', '"D. Knuth"'
    )
    assert edited(SOURCE, "Knuth84", "year", "1986") == SOURCE.replace(
        "1984\n", "1986\n"
    )
    assert edited(SOURCE, "Knuth84", "year", "in press") == SOURCE.replace(
        "1984\n", "{in press}\n"
    )
    assert edited(SOURCE, "Knuth84", "title", 'A "q"') == SOURCE.replace(
        '"The {\\TeX}book"', '{A "q"}'
    )


def test_a_new_field_is_laid_out_like_the_others() -> None:
    assert edited(SOURCE, "Knuth84", "doi", "10.1000/x") == SOURCE.replace(
        "= 1984\n", '= 1984,\n   Doi       = "10.1000/x"\n'
    )
    assert edited(SOURCE, "x", "doi", "10.1000/x") == SOURCE.replace(
        "1999}", '1999, Doi = "10.1000/x"}'
    )


def test_a_removed_field_takes_its_comma_along() -> None:
    database = parse(SOURCE)
    edit = DatabaseEdit(database)
    edit.remove_field(database.entries[0], "author")
    edit.remove_field(database.entries[1], "year")
    assert str(edit) == SOURCE.replace(
        '\n   Author    = "Donald E. Knuth",', ""
    ).replace(" Year = 1999", "")
    assert parse(str(edit)).diagnostics == []


def test_a_new_entry_follows_the_habits_of_the_file() -> None:
    first = "@Book{a,\r\n\tTitle     = {A},\r\n\tPublisher = {B}\r\n}"
    second = "@Book{b,\r\n\tTitle     = {C},\r\n\tYear      = {D}\r\n}"
    source = f"{first}\r\n\r\n\r\n{second}\r\n"
    edit = DatabaseEdit(parse(source))
    edit.add_entry("article", "c", {"title": "E", "year": "2000"})
    assert str(edit) == source.rstrip() + (
        "\r\n\r\n\r\n@Article{c,\r\n\tTitle     = {E},\r\n\tYear      = {2000}\r\n}\r\n"
    )


def test_keys_and_entries() -> None:
    database = parse(SOURCE)
    edit = DatabaseEdit(database)
    edit.set_key(database.entries[0], "new")
    edit.remove_entry(database.entries[1])
    assert str(edit) == SOURCE.replace("Knuth84", "new").replace(
        '@Article{x, Title = "One line", Year = 1999}\n', ""
    )


@pytest.mark.parametrize("value", ["{", "}{", "a}b"])
def test_braces_that_do_not_pair_are_refused(value: str) -> None:
    with pytest.raises(InputError):
        edited(SOURCE, "x", "title", value)


@pytest.mark.parametrize("key", ["", "a b", "a,b", "a}"])
def test_keys_that_cannot_be_are_refused(key: str) -> None:
    with pytest.raises(InputError):
        DatabaseEdit(parse(SOURCE)).add_entry("book", key, {})


def test_update_writes_what_changed_and_nothing_else() -> None:
    database = parse(SOURCE)
    references = {reference.id: reference for reference in read(SOURCE)[0]}
    assert update(database, references.values()) == SOURCE
    knuth = references["Knuth84"].evolve(issued=Date(start=(1986, 5)), publisher=None)
    assert update(database, [knuth]) == SOURCE.replace(
        '\n   Publisher = acm # " Press",', ""
    ).replace("= 1984\n", "= 1986,\n   Month     = may\n")


def test_update_adds_records_in_the_dialect_of_the_file() -> None:
    new = Reference(
        "new", "article-journal", {"container-title": "J", "author": (Name("F", "G"),)}
    )
    added = update(parse(SOURCE), [new])
    assert added.startswith(SOURCE.rstrip())
    assert '@Article{new,\n   Author    = "F, G",\n   Journal   = "J"' in added


@pytest.mark.parametrize(
    ("source", "encoding"),
    [
        ("% é".encode("utf-8-sig"), "utf-8"),
        ("% é".encode("utf-16"), "utf-16-le"),
        ("@book{é,}".encode("utf-16-be"), "utf-16-be"),
        ("% Encoding: ISO8859_2\n% Ł".encode("iso8859_2"), "iso8859-2"),
        (b"% \x81 \xe9", "cp1252"),
    ],
)
def test_bytes_come_back(source: bytes, encoding: str) -> None:
    decoded = decode(source)
    assert decoded.encoding == encoding
    assert decoded.encode(decoded.text) == source


def test_a_new_entry_in_a_file_of_round_brackets() -> None:
    edit = DatabaseEdit(parse("@Book(a,\n  title = {Tides (1)}\n)\n"))
    edit.add_entry("book", "b", {"title": "Waves) (2"})
    assert str(edit).endswith("@Book(b,\n  title = {Waves) (2}\n)\n")
    assert [entry.key for entry in parse(str(edit)).entries] == ["a", "b"]


def test_habits_without_entries_are_the_defaults() -> None:
    assert layout_of(parse("\r\n")).newline == "\r\n"


def test_tidy_is_stable_and_changes_no_record() -> None:
    once = tidy(parse(SOURCE))
    assert tidy(parse(once)) == once
    assert read(once)[0] == read(SOURCE)[0]
    assert "% Encoding: UTF-8" in once
    assert '"The {\\TeX}book",   % a comment' in once
    assert "@article{x,\n  title = {One line},\n  year = 1999,\n}" in once


def test_tidy_keeps_the_space_between_operands() -> None:
    source = (
        '@string{p={P}}@book{k,publisher = p # " Press", title="\n  A\n  B\n\n\n C"}'
    )
    assert tidy(parse(source)) == (
        "@string{p = {P}}\n\n@book{k,\n  publisher = p # { Press},\n  title = {A B\n\nC},\n}\n"
    )


def test_tidy_leaves_a_broken_entry_as_it_is() -> None:
    source = "@book{a,  title = {open,  year = 2000\n}\n"
    assert tidy(parse(source)) == source


@pytest.mark.parametrize(
    ("title", "written", "head"),
    [
        ("Şōß", "{\\c{S}}{\\=o}ß", "% Encoding: ISO8859_1"),
        ("語 é", "語 é", "% Encoding: UTF-8"),
    ],
)
def test_what_an_encoding_lacks(title: str, written: str, head: str) -> None:
    decoded = decode("% Encoding: ISO8859_1\n@book{a, title = {é}}\n".encode("latin-1"))
    changed = decode(decoded.encode(f"{decoded.text}@book{{b, title = {{{title}}}}}\n"))
    assert changed.text.startswith(head) and f"title = {{{written}}}" in changed.text
    assert [reference.title for reference in read(changed.text)[0]] == ["é", title]


def test_an_encoding_in_seven_bits_is_as_declared() -> None:
    source = "% Encoding: iso2022_jp\n@book{a, title = {漢字}}\n".encode("iso2022_jp")
    assert (
        "漢字" in decode(source).text
        and decode(source).encode(decode(source).text) == source
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("tail", [b"x", b"\xd8", b"\x00", b"\xd8\xd8"])
def test_damaged_utf16_is_read_and_kept(encoding: str, mark: str, tail: bytes) -> None:
    """A last byte without its other half, or half a pair of surrogates."""
    source = f"{mark}@book{{a, title={{Tides}}}}\n".encode(encoding) + tail
    read, diagnostics = formats.read(source, path="x.bib", format="biblatex")
    assert [each.text("title") for each in read] == ["Tides"]
    assert [each.message for each in diagnostics if each.code == "encoding"] == [
        f"not valid {encoding}; damaged characters"
    ]
    changes = RecordChanges({"a": read[0].evolve(title="Waves")}, [], frozenset())
    after = formats.update(source, changes, path="x.bib", format="biblatex")
    assert after == source.replace("Tides".encode(encoding), "Waves".encode(encoding))
