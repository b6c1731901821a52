"""Losses by the rules of the programs that a format is for."""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs import formats
from csecrefs.formats.changes import RecordChanges
from csecrefs.formats.losses import losses_in
from csecrefs.model import Reference


def _reported(format: str, **item: Any) -> dict[str, str]:
    reference = Reference.from_csl({"id": "k", "type": "book", "title": "T", **item})
    return {loss.variable: loss.reason for loss in losses_in([reference], format)}


_PEOPLE = [{"family": "Vole", "given": "Ann"}]


@pytest.mark.parametrize(
    ("format", "item", "variable", "reason"),
    [
        ("biblatex", {"medium": "print"}, "medium", "no field `medium`"),
        ("biblatex", {"illustrator": _PEOPLE}, "illustrator", "`illustrator`"),
        ("biblatex", {"type": "broadcast"}, "type", "no entry type"),
        ("bibtex", {"event-title": "Voles 5"}, "event-title", "`eventtitle`"),
        ("bibtex", {"accessed": {"date-parts": [[2020]]}}, "accessed", "`urldate`"),
        ("bibtex", {"compiler": _PEOPLE}, "compiler", "`editortype`"),
        ("bibtex", {"type": "patent"}, "type", "no entry type"),
        ("ris", {"part-title": "One"}, "part-title", "no tag PT"),
        ("nbib", {"PMID": "1", "URL": "https://a.example"}, "URL", "no field"),
        ("nbib", {}, "", "a PMID"),
        ("cff", {"type": "report", "genre": "Note"}, "genre", "theses"),
        ("hayagriva", {"director": _PEOPLE}, "director", "type book"),
        ("csl-yaml", {"producer": _PEOPLE}, "producer", "pandoc"),
        ("endnote-xml", {"type": "article", "container-title": "J"},
         "container-title", "no periodical"),
        ("csl-json", {"issued": {"edtf": "185X"}}, "issued", "no form"),
    ],
)  # fmt: skip
def test_what_only_our_reader_takes_back_is_reported(
    format: str, item: dict[str, Any], variable: str, reason: str
) -> None:
    assert reason in _reported(format, **item)[variable]


@pytest.mark.parametrize("format", formats.names(written=True))
def test_what_every_program_reads_is_no_loss(format: str) -> None:
    article = {
        "type": "article-journal",
        "author": _PEOPLE,
        "container-title": "Journal of Voles",
        "volume": "3",
        "issue": "2",
        "page": "12-18",
        "issued": {"date-parts": [[2001, 5]]},
        "PMID": "12345",
        "DOI": "10.1234/abc",
    }
    reported = _reported(format, **article)
    # some formats have no PMID, which is reported as before
    assert set(reported) <= {"PMID", "id"} and not any(reported.values())


def test_a_member_moved_under_custom_is_reported_where_it_was_no_member() -> None:
    references, _ = formats.read("@book{k, title = {T}, mine = {x}}")
    (loss,) = losses_in(references, "csl-json")
    assert (loss.variable, loss.lost, loss.partial) == ("biblatex.mine", False, False)
    assert "not seen by other programs: it stands under `custom`" in str(loss)
    custom = Reference.from_csl({"id": "k", "type": "book", "custom": {"a": 1}})
    assert losses_in([custom], "csl-json") == []
    assert losses_in(references, "biblatex") == []


def test_a_value_is_reported_once() -> None:
    item = {"title": "<i>T</i>", "part-title": "<i>P</i>"}
    reference = Reference.from_csl({"id": "k", "type": "book", **item})
    found = [loss.variable for loss in losses_in([reference], "ris")]
    assert sorted(found) == ["part-title", "title"]


def test_typst_has_places_and_numbers_where_it_looks_for_them() -> None:
    item = {
        "type": "book",
        "title": "T",
        "publisher": "P",
        "publisher-place": "Oslo",
        "number-of-volumes": "3",
        "collection-title": "S",
        "collection-number": "66",
    }
    written = formats.write([Reference.from_csl({"id": "k", **item})], "hayagriva")
    assert "location: Oslo" in written and "  volume: '66'" in written
    (back,) = formats.read(written)[0]
    assert {**item, "id": "k"} == back.to_csl()


def test_a_language_that_babel_has_in_a_variety_only_stands_beside_it() -> None:
    for tag, name in (("fr", "french"), ("fr-BE", "french"), ("de", "ngerman")):
        reference = Reference("k", "book", {"title": "T", "language": tag})
        written = formats.write([reference], "biblatex")
        assert f"langid = {{{name}}}" in written
        assert formats.read(written)[0][0].text("language") == tag
    plain = Reference("k", "book", {"title": "T", "language": "zh-Hant-TW"})
    assert "langid" not in formats.write([plain], "biblatex")


def test_endnote_reads_addresses_as_related_ones() -> None:
    reference = Reference("k", "book", {"title": "T", "URL": "https://a.example"})
    written = formats.write([reference], "endnote-xml")
    assert "<urls><related-urls><url>" in written
    web = written.replace("related-urls", "web-urls")
    assert formats.read(web)[0][0].text("URL") == "https://a.example"


@pytest.mark.parametrize(
    ("edtf", "cell"),
    [
        ("2001-05-03", "2001-05-03"),
        ("185X", "1850s"),
        ("1850~", "c. 1850"),
        ("2001-21", "Spring 2001"),
        ("1998-05/1998-06", "May 1998–Jun 1998"),
        ("-0044", "45 BC"),
    ],
)
def test_a_table_has_dates_in_words_that_are_no_plain_day(edtf: str, cell: str) -> None:
    item = {"id": "k", "type": "book", "title": "T", "issued": {"edtf": edtf}}
    reference = Reference.from_csl(item)
    written = formats.write([reference], "csv")
    assert written.splitlines()[1] == f"k,book,{cell},T"
    assert formats.read(written, format="csv")[0][0].date() == reference.date()


_MARKS = r"a*b*c _d_ H~2~O x^2^ [e](f) `g` $h$ @k --- ... \ {m} &amp; <3"


@pytest.mark.parametrize("variable", ["title", "volume", "DOI", "URL", "edition"])
def test_every_value_of_csl_yaml_is_markdown(variable: str) -> None:
    item = {"id": "k", "type": "book", variable: _MARKS}
    written = formats.write([Reference.from_csl(item)], "csl-yaml")
    assert r"a\*b\*c \_d\_ H\~2\~O x\^2\^ \[e\](f) \`g\` \$h\$ \@k" in written
    assert formats.read(written)[0][0].to_csl() == item


def test_names_and_dates_of_csl_yaml_are_markdown_too() -> None:
    item = {
        "id": "k",
        "type": "book",
        "author": [{"family": "V*o*le", "given": "_A_"}, {"literal": "T~e~am"}],
        "issued": {"literal": "*soon*"},
        "title": "<i> a </i>x<sup>b c</sup>",
    }
    written = formats.write([Reference.from_csl(item)], "csl-yaml")
    assert r"V\*o\*le" in written and r"T\~e\~am" in written and r"\*soon" in written
    (back,) = formats.read(written)[0]
    assert back.to_csl() == {**item, "title": " <i>a</i> x<sup>b c</sup>"}


def test_a_hand_written_address_is_no_markdown() -> None:
    source = "references:\n- id: k\n  type: book\n  URL: https://a.example/~x/~y\n"
    (found,) = formats.read(source)[0]
    assert found.text("URL") == "https://a.example/~x/~y"


def test_a_change_in_csl_yaml_is_written_as_markdown() -> None:
    source = b"references:\n- id: k\n  type: book\n  title: T\n"
    new = Reference("k", "book", {"title": "<i>Vole</i> 2 * 3", "volume": "*7*"})
    changed = formats.update(source, RecordChanges(changed={"k": new}))
    assert b"title: '*Vole* 2 \\* 3'" in changed
    assert formats.read(changed)[0][0].to_csl() == new.to_csl()


def test_fields_of_your_own_are_fields_of_a_bib_file() -> None:
    custom = {
        "shelf": "B 12 & <i>x</i> 50%",
        "Rank": 3,
        "doi": "collides",
        "execute": r"\input{x}",
        "two words": "no name",
        "ris": {"L1": ["kept"]},
        "read": True,
        "empty": "",
    }
    item = {"id": "k", "type": "book", "title": "T", "custom": custom}
    reference = Reference.from_csl(item)
    for dialect in ("biblatex", "bibtex"):
        written = formats.write([reference], dialect)
        assert r"shelf = {B 12 \& \emph{x} 50\%}" in written
        assert "rank = {3}" in written
        assert not {"doi", "execute", "two", "ris", "read"} & set(written.split())
    lost = {loss.variable for loss in losses_in([reference], "biblatex")}
    assert lost == {
        "custom.doi",
        "custom.execute",
        "custom.two words",
        "custom.ris.L1",
        "custom.read",
    }
    (back,) = formats.read(written)[0]
    assert formats.write([back], "bibtex") == written


@pytest.mark.parametrize("format", ["ris", "refer", "endnote-xml"])
def test_programs_take_the_year_without_its_words(format: str) -> None:
    for edtf in ("185X", "1850~", "2001-21", "1998/1999"):
        assert "year of PY" in _reported(format, issued={"edtf": edtf})["issued"]
    for edtf in ("1998", "1998-05-03", "-0044"):
        assert "issued" not in _reported(format, issued={"edtf": edtf})
