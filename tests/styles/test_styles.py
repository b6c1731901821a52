"""Styles are found by name, id, file or text; what is no style is refused with its
place.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs.errors import InputError, NotFoundError, StyleError
from csecrefs.styles import find as styles
from csecrefs.styles import places

INDEPENDENT = """<style xmlns="http://purl.org/net/xbiblio/csl" class="note" default-locale="fr-FR">
  <info><title>Une &amp; deux</title><title-short>UD</title-short><id>https://example.org/une</id>
  <category citation-format="note"/><category field="law"/><category field="history"/></info>
</style>"""


def dependent(parent: str) -> str:
    link = (
        f'<link rel="independent-parent" href="http://www.zotero.org/styles/{parent}"/>'
    )
    return (
        '<style xmlns="http://purl.org/net/xbiblio/csl" default-locale="ro-RO">'
        f"<info><title>Revista</title><id>x/revista</id>{link}</info></style>"
    )


@pytest.mark.parametrize(
    "given",
    [
        "apa",
        "APA",
        "apa.csl",
        "http://www.zotero.org/styles/apa",
        "https://zotero.org/styles/apa",
    ],
)
def test_name_or_id(given: str) -> None:
    found = styles.find(given)
    assert found.name == "apa" and not found.parent
    assert found.header.citation_format == "author-date" and b"<bibliography" in bytes(
        found.xml
    )


def test_renamed_style() -> None:
    assert styles.find("mla").name == "modern-language-association"


def test_dependent_style_brings_its_parent_and_keeps_its_own_title_and_locale() -> None:
    found = styles.find(dependent("nature"))
    assert (found.name, found.parent, found.header.title) == (
        "revista",
        "nature",
        "Revista",
    )
    assert found.header.default_locale == "ro-RO"
    assert found.xml == styles.find("nature").xml


def test_dependent_style_by_name() -> None:
    file = next(places.dependent_styles().glob("*.csl"))
    found = styles.find(file.stem)
    assert found.parent and found.path == file and b"<bibliography" in bytes(found.xml)


def test_every_dependent_style_has_its_parent() -> None:
    """A sample of one in a hundred: each is found whole."""
    for file in sorted(places.dependent_styles().glob("*.csl"))[::100]:
        assert styles.find(file.stem).parent


def test_text_and_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.csl"
    file.write_text("\ufeff" + INDEPENDENT, encoding="utf-8")
    by_text, by_file, by_string = (
        styles.find(given) for given in (INDEPENDENT, file, str(file))
    )
    assert by_text.header == by_file.header == by_string.header
    assert by_text.header.title == "Une & deux" and by_text.header.fields == (
        "law",
        "history",
    )
    assert (
        by_text.header.default_locale == "fr-FR"
        and by_text.header.style_class == "note"
    )
    assert (by_text.name, by_file.name, by_file.path) == ("une", "mine", file)


def test_unknown_name_has_suggestions() -> None:
    with pytest.raises(
        NotFoundError, match=r"no style named 'apaa'; did you mean apa\b"
    ):
        styles.find("apaa")
    with pytest.raises(NotFoundError, match="chicago"):
        styles.find("chicgo")


@pytest.mark.parametrize(
    "given", ["", "a\0b", "https://example.org/style", "..", "x\ny", "a" * 5000]
)
def test_what_is_no_style_is_not_found(given: str) -> None:
    with pytest.raises(NotFoundError):
        styles.find(given)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html/>", "outermost element is <html>"),
        ("<style/>", "outermost element is <style>"),
        ("<style xmlns='http://purl.org/net/xbiblio/csl'><info>", "not a CSL style"),
        (
            "<!DOCTYPE style [<!ENTITY a 'b'>]><style>&a;</style>",
            "document type declaration",
        ),
        (dependent("no-such-parent"), "no-such-parent"),
        (dependent("../../../etc/passwd"), "passwd"),
    ],
)
def test_what_is_not_csl(text: str, message: str) -> None:
    with pytest.raises(StyleError, match=message):
        styles.find(text)


def test_errors_name_the_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.csl"
    file.write_text(
        "<style xmlns='http://purl.org/net/xbiblio/csl'>\n<info>\n</oops>",
        encoding="utf-8",
    )
    with pytest.raises(StyleError, match=r"broken\.csl:3: not a CSL style") as raised:
        styles.find(file)
    assert raised.value.line == 3
    with pytest.raises(InputError, match="no such style file"):
        styles.find(tmp_path / "absent.csl")
    with pytest.raises(InputError, match="directory"):
        styles.find(tmp_path)


def test_names_hold_every_kind() -> None:
    names = set(styles.names())
    assert {"apa", "mla", styles.find("mla").name} <= names
    assert {file.stem for file in places.dependent_styles().glob("a*.csl")} <= names
    assert {file.stem for file in places.own_styles().glob("*.csl")} <= names
