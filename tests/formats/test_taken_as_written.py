"""Values that readers of a format refuse or show wrongly, written so that they do not."""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs import formats
from csecrefs.formats.plain import plain_text, usual_markup
from csecrefs.model import Reference


def _written(format: str, **item: Any) -> str:
    reference = Reference.from_csl({"id": "k", "type": "book", "title": "T", **item})
    return formats.write([reference], format)


@pytest.mark.parametrize("text", ["1e3", "0o17", ".5", "1.5e3", "0x1F", "y", "N"])
@pytest.mark.parametrize("format", ["cff", "hayagriva", "csl-yaml"])
def test_texts_that_yaml_has_for_numbers_are_quoted(format: str, text: str) -> None:
    written = _written(format, title=text)
    assert f"title: '{text}'" in written
    assert formats.read(written)[0][0].text("title") == text


@pytest.mark.parametrize("format", formats.names(written=True))
def test_half_of_a_pair_of_utf16_is_no_character(format: str) -> None:
    written = _written(format, title="a \ud83d b")
    assert "a � b" in written.encode("utf-8").decode("utf-8")


@pytest.mark.parametrize(
    ("parts", "hayagriva", "cff"),
    [
        ([2001, 2, 31], "date: 2001-02\n", "month: 2\n"),
        ([2001, 21], "date: '2001'\n", "year: 2001\n"),
        ([1900, 2, 29], "date: 1900-02\n", "month: 2\n"),
        ([2000, 2, 29], "date: '2000-02-29'\n", "date-published: '2000-02-29'\n"),
    ],
)
def test_a_day_that_no_calendar_has_is_left_out(
    parts: list[int], hayagriva: str, cff: str
) -> None:
    issued = {"date-parts": [parts]}
    assert hayagriva in _written("hayagriva", issued=issued)
    assert cff in _written("cff", issued=issued)


@pytest.mark.parametrize("year", [99, -44, 12345, 1998])
def test_a_year_of_any_age_comes_back_from_cff(year: int) -> None:
    written = _written("cff", issued={"date-parts": [[year]]})
    date = formats.read(written)[0][0].date()
    assert date is not None and date.start == (year,)


def test_typst_refuses_a_file_for_a_long_address() -> None:
    address = "https://a.example/" + "x" * 9000
    assert "a.example" not in _written("hayagriva", URL=address)
    assert "10.1/x" not in _written("hayagriva", DOI="10.1/" + "x" * 9000)


@pytest.mark.parametrize(
    ("rich", "usual", "bare"),
    [
        ('<I lang="la">Vole</I>', "<i>Vole</i>", "Vole"),
        ("<jats:italic>x</jats:italic>", "<i>x</i>", "x"),
        ("<em>a</em><strong>b</strong>", "<i>a</i><b>b</b>", "ab"),
        ("<i>a<b>c</i>d</b>", "<i>ac</i>d", "acd"),
        ("a</i> <u>b</u><br/><span>c</span>", "a b c", "a b c"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math>", "x", "x"),
        ("a < b > c <title> </title>", "a < b > c <title> </title>", None),
    ],
)
def test_tags_of_html_and_jats_are_those_of_csl_or_none(
    rich: str, usual: str, bare: str | None
) -> None:
    assert usual_markup(rich) == usual
    assert plain_text(rich) == (rich if bare is None else bare)


def test_a_line_that_opens_an_entry_is_none_in_a_field() -> None:
    written = _written("biblatex", note="see\n@book{x,\n@misc{y,")
    assert [line for line in written.split("\n") if line.startswith("@")] == [
        "@book{k,"
    ]


def test_names_in_our_own_table_come_back_as_they_are() -> None:
    names = [{"family": "a", "given": "G"}, {"literal": "ABC"}, {"literal": "Vole AB"}]
    written = _written("csv", author=names)
    back = formats.read(written, format="csv")[0][0].to_csl()["author"]
    assert back == names


def test_a_key_is_written_once_to_refer_and_kept_in_endnote() -> None:
    for format in ("refer", "endnote-xml"):
        written = _written(format, id="ключ4")
        (back,) = formats.read(written, format=format)[0]
        assert back.id == "ключ4" and "custom" not in back.extra
        assert formats.write([back], format) == written


def test_what_has_no_type_of_its_own_in_hayagriva_gets_the_nearest() -> None:
    review = _written("hayagriva", type="review", **{"container-title": "J"})
    assert "type: article" in review and "type: periodical" in review
    assert "type: legislation" in _written("hayagriva", type="treaty", authority="UN")
    assert "organization: UN" in _written("hayagriva", type="treaty", authority="UN")


@pytest.mark.parametrize(
    ("source", "safe"),
    [
        ("$$", r"\$\$"),
        ("a $$x_1$$ b", "a $x_1$ b"),
        ("$a$$b$", "$a$$b$"),
        ("$$$$", r"\$\$\$\$"),
        ("a\\ ", "a"),
        (r"a\ b", r"a\ b"),
        (r"x\'", r"x\'{}"),
        (r"x\emph", r"x\emph{}"),
    ],
)
def test_tex_of_strangers_ends_with_its_field(source: str, safe: str) -> None:
    written = _written("bibtex", biblatex={"addendum": source})
    assert f"addendum = {{{safe}}}" in written


def test_a_date_in_words_is_no_command_in_bibtex() -> None:
    written = _written("bibtex", issued={"literal": "<i>soon</i>"})
    assert "year = {soon}" in written
    assert r"year = {\emph{soon}}" in _written(
        "biblatex", issued={"literal": "<i>soon</i>"}
    )


@pytest.mark.parametrize("variable", ["volume", "issue", "edition", "page", "DOI"])
def test_numbers_of_hayagriva_have_no_marks(variable: str) -> None:
    number = r"a \ {b} $1"
    item = {"type": "article-journal", "container-title": "J", variable: number}
    written = _written("hayagriva", **item)
    assert rf": {number}" in written
    assert formats.read(written)[0][0].text(variable) == number


def test_names_and_texts_have_no_control_characters() -> None:
    people = [{"literal": "a\n- b\x07c"}]
    written = _written("hayagriva", title="x\x1b[31m", author=people)
    assert "title: x[31m" in written and "name: a - bc" in written
    assert "a - bc" in _written("cff", author=people)


@pytest.mark.parametrize("format", ["ris", "refer", "endnote-xml"])
def test_a_date_before_christ_stands_in_the_year_in_words(format: str) -> None:
    written = _written(format, issued={"date-parts": [[-44, 3]]})
    assert "Mar 44 BC" in written and "-0044" not in written
    (back,) = formats.read(written, format=format)[0]
    date = back.date()
    assert date is not None and date.start == (-44, 3) and "custom" not in back.extra


def test_codes_and_languages_of_a_bib_file_have_no_markup() -> None:
    item = {"ISBN": "<i>1</i>", "PMID": "<sc>2</sc>", "language": "<i>vole</i>"}
    written = _written("biblatex", **item)
    assert "isbn = {1}" in written and "pmid = {2}" in written
    assert "language = {vole}" in written
    opening = _written("bibtex", ISBN="\n@book{x,", language="\n@misc{y,")
    assert opening.count("\n@") == 0


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("https://a.example:8080/x", True),
        ("http://xn--mnchen-3ya.de/", True),
        ("http://1.2.3.4/", True),
        ("https://user:word@a.example/", True),
        ("https://a.example:99999/", False),
        ("http://1.2.3.999/", False),
        ("http://a.1/", False),
        ("http://xn--a/", False),
        ("http://a%20b.example/", False),
        ("http://:80/", False),
    ],
)
def test_typst_parses_host_and_port(address: str, is_taken: bool) -> None:
    assert (address in _written("hayagriva", URL=address)) is is_taken
