"""The Sphinx extension: roles, lists, footnotes, incremental and parallel builds."""

from __future__ import annotations

import re
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from csecrefs.errors import InputError

pytest.importorskip("sphinx", reason="Sphinx is not installed")
from csecrefs.integrations.sphinx.filters import Filter

BIB = """@book{low, author = {Low, Ann}, title = {Tides}, year = 2001}
@book{high, author = {High, Bea and Mid, Cy and Deep, Di}, title = {Winds}, year = 2002}
@article{poe, author = {Poe, Ed}, title = {Ice}, journal = {Cold}, year = 2003}
"""


class Site:
    """A small project, and the pages that it builds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.style = "apa"
        self.warnings = ""
        self.written: list[str] = []
        (folder / "refs.bib").write_text(BIB, "utf-8")

    def write(self, name: str, text: str) -> None:
        (self.folder / f"{name}.rst").write_text(text, "utf-8")

    def build(self, parallel: int = 1, **settings: Any) -> None:
        from sphinx.application import Sphinx

        status, warning = StringIO(), StringIO()
        app = Sphinx(
            str(self.folder),
            None,
            str(self.folder / "_out"),
            str(self.folder / "_doctrees"),
            "html",
            {
                "extensions": ["csecrefs.sphinx"],
                "bibtex_bibfiles": ["refs.bib"],
                "bibtex_default_style": self.style,
                "html_theme": "basic",
                "exclude_patterns": ["_out", "_doctrees"],
                **settings,
            },
            status,
            warning,
            parallel=parallel,
        )
        self.written = []
        app.connect("doctree-resolved", lambda *event: self.written.append(event[2]))
        app.build()
        # A second application in one process registers Sphinx's own nodes again.
        plain = re.sub(r"\x1b\[[\d;]*m", "", warning.getvalue())
        lines = plain.splitlines(keepends=True)
        self.warnings = "".join(
            line for line in lines if line.strip() and "setting up ext" not in line
        )

    def html(self, name: str = "index") -> str:
        page = (self.folder / "_out" / f"{name}.html").read_text("utf-8")
        return page[
            page.index('<div class="body"') : page.index('<div class="sphinxsid')
        ]

    def text(self, name: str = "index") -> str:
        plain = unescape(re.sub(r"<[^>]+>", "", self.html(name)))
        return " ".join(plain.split())


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.mark.parametrize(
    ("role", "printed"),
    [
        (":cite:`low`", "(Low, 2001)"),
        (":cite:p:`{see}low{p. 3}`", "(see Low, 2001, p. 3)"),
        (":cite:p:`low, high`", "(High et al., 2002; Low, 2001)"),
        (":cite:t:`low`", "Low (2001)"),
        (":cite:alp:`low`", "Low, 2001"),
        (":cite:author:`low`", "Low"),
        (":cite:year:`low`", "2001"),
        (":cite:yearpar:`low`", "(2001)"),
        (":cite:empty:`low`", ""),
    ],
)
def test_roles(site: Site, role: str, printed: str) -> None:
    site.write("index", f"T\n=\n\nA {role} Z\n\n.. bibliography::\n")
    site.build()
    assert site.warnings == ""
    expected = " ".join(f"A {printed} Z".split())
    assert expected in site.text()


def test_a_citation_links_to_its_entry_on_another_page(site: Site) -> None:
    site.write("index", "T\n=\n\n.. toctree::\n\n   list\n\nA :cite:`low`\n")
    site.write("list", "L\n=\n\n.. bibliography::\n")
    site.build()
    assert 'href="list.html#ref-low"' in site.html()
    assert 'id="ref-low"' in site.html("list")
    assert "Low, A. (2001). Tides." in site.text("list")
    assert "<em>Tides</em>" in site.html("list")


def test_numbers_follow_the_table_of_contents(site: Site) -> None:
    site.style = "ieee"
    site.write("index", "T\n=\n\n.. toctree::\n\n   z\n   a\n\n.. bibliography::\n")
    site.write("z", "Z\n=\n\n:cite:`poe`\n")
    site.write("a", "A\n=\n\n:cite:`low`\n")
    site.build()
    assert "[1]" in site.text("z")
    assert "[2]" in site.text("a")
    assert site.text().index("E. Poe") < site.text().index("A. Low")


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        ("", ["Low"]),
        ("   :all:\n", ["High", "Low", "Poe"]),
        ("   :notcited:\n", ["High", "Poe"]),
        ('   :filter: author % "Poe"\n', ["Poe"]),
        ('   :filter: cited or year >= "2003"\n', ["Low", "Poe"]),
        ('   :filter: type == "book" and not cited\n', ["High"]),
        ("   :filter: docname in docnames\n", ["Low"]),
        ("\n   poe\n", ["Low", "Poe"]),
        ("   :filter: False\n\n   high\n   poe\n", ["High", "Poe"]),
    ],
)
def test_lists(site: Site, options: str, listed: list[str]) -> None:
    site.write("index", f"T\n=\n\n:cite:empty:`low`\n\n.. bibliography::\n{options}")
    site.build()
    assert site.warnings == ""
    entries = re.findall(r'class="csl-entry"[^>]*>(\w+)', site.html())
    assert entries == listed


def test_kinds_of_lists(site: Site) -> None:
    site.style = "ieee"
    options = "   :list: enumerated\n   :enumtype: upperroman\n   :start: 3\n   :all:\n"
    site.write(
        "index",
        f"T\n=\n\n.. bibliography::\n{options}\n"
        ".. bibliography::\n   :list: bullet\n   :all:\n   :style: apa\n\n"
        ".. bibliography::\n   :all:\n   :labelprefix: A\n",
    )
    site.build()
    html = site.html()
    (opening,) = re.findall(r"<ol[^>]*>", html)
    assert 'start="3"' in opening
    assert "upperroman" in opening
    bullets = html[html.index('<ul class="csl-bibliography') : html.index("</ul>")]
    assert "Low, A. (2001)." in bullets
    assert "[A1]" in html
    assert html.count('id="ref-low"') == 1


def test_keys_with_a_prefix(site: Site) -> None:
    site.write(
        "index", "T\n=\n\n:cite:`a-low`\n\n.. bibliography::\n   :keyprefix: a-\n"
    )
    site.build()
    assert site.warnings == ""
    assert "(Low, 2001)" in site.text()
    assert site.html().count("csl-entry") == 1


def test_a_prefix_makes_no_second_work(site: Site) -> None:
    site.write(
        "index",
        "T\n=\n\n:cite:`low` :cite:t:`a-low` :footcite:`poe`\n\n.. footbibliography::\n\n"
        ".. bibliography::\n   :keyprefix: a-\n\n.. bibliography::\n   :cited:\n",
    )
    site.build()
    assert site.warnings == ""
    assert "(Low, 2001) Low (2001)" in site.text()
    assert site.text().count("Low, A. (2001).") == 2
    # What only a note cites is in no list of what is cited.
    assert site.text().count("Poe, E. (2003).") == 1
    assert re.findall(r'href="#ref-([a-z-]+)"', site.html()) == ["low", "a-low"]


def test_footnotes(site: Site) -> None:
    site.write(
        "index",
        "T\n=\n\nA\\ :footcite:p:`low` and :footcite:t:`high`.\n\n.. footbibliography::\n",
    )
    site.build()
    assert site.warnings == ""
    assert "High et al. (2002)" in site.text() or "High et al." in site.text()
    assert len(re.findall(r'class="footnote', site.html())) >= 2
    assert "Low, A. (2001). Tides." in site.text()


def test_an_unknown_key_is_a_warning_with_its_place(site: Site) -> None:
    site.write("index", "T\n=\n\n:cite:`lwo` :cite:`low`\n")
    site.build()
    assert "index.rst:4" in site.warnings
    assert "did you mean low?" in site.warnings
    assert "[lwo?]" in site.text()
    assert "(Low, 2001)" in site.text()


def test_an_unknown_key_of_a_group_is_marked(site: Site) -> None:
    site.write("index", "T\n=\n\nA :cite:`low,lwo,poe`; :cite:authorpar:`low`\n")
    site.build()
    assert "(Low, 2001; Poe, 2003; lwo?); (Low)" in site.text()
    assert "no reference named 'lwo'" in site.warnings


def test_a_build_writes_only_what_is_new(site: Site) -> None:
    site.style = "ieee"
    site.write("index", "T\n=\n\n.. toctree::\n\n   a\n   b\n   c\n")
    site.write("a", "A\n=\n\nx\n")
    site.write("b", "B\n=\n\n:cite:`low`\n")
    site.write("c", "C\n=\n\nNothing.\n")
    site.build()
    site.write("a", "A\n=\n\n:cite:`poe`\n")
    site.build()
    assert {"a", "b"} <= set(site.written)
    assert "c" not in site.written
    assert "[2]" in site.text("b")


def test_a_new_reference_file_is_seen(site: Site) -> None:
    site.write("index", "T\n=\n\n:cite:`low`\n")
    site.build()
    bib = (site.folder / "refs.bib").read_text("utf-8")
    (site.folder / "refs.bib").write_text(bib.replace("2001", "1999"), "utf-8")
    site.build()
    assert "(Low, 1999)" in site.text()


def test_a_parallel_build_is_the_same(site: Site) -> None:
    pages = [f"p{number}" for number in range(12)]
    toc = "".join(f"   {name}\n" for name in pages)
    site.write("index", f"T\n=\n\n.. toctree::\n\n{toc}\n.. bibliography::\n")
    for name in pages:
        key = ("low", "high", "poe")[int(name[1:]) % 3]
        site.write(name, f"P\n=\n\n:cite:t:`{key}`\n")
    site.build(parallel=2)
    assert site.warnings == ""
    assert "High et al. (2002)" in site.text("p10")
    assert site.html().count("csl-entry") == 3


def test_markdown_through_myst(site: Site) -> None:
    pytest.importorskip("myst_parser", reason="MyST-Parser is not installed")
    text = (
        "# T\n\nA {cite:t}`low` and {cite:p}`high`.\n\n```{bibliography}\n:all:\n```\n"
    )
    (site.folder / "index.md").write_text(text, "utf-8")
    site.build(extensions=["csecrefs.sphinx", "myst_parser"])
    assert site.warnings == ""
    assert "A Low (2001) and (High et al., 2002)." in site.text()
    assert site.html().count("csl-entry") == 3


@pytest.mark.parametrize(
    "text", ["__import__('os')", "key.upper()", "key +", "1 < 2 +", "(" * 3000]
)
def test_filters_are_no_programs(text: str) -> None:
    with pytest.raises(InputError):
        Filter(text).accepts({"key": "low"})


def test_each_work_of_a_group_links_to_its_entry(site: Site) -> None:
    site.write(
        "index", "See :cite:p:`low, poe` and :cite:t:`low`.\n\n.. bibliography::\n"
    )
    site.build()
    html = site.html()
    assert html.count('href="#ref-low"') == 2
    assert html.count('href="#ref-poe"') == 1
    assert 'title="Low, A. (2001). Tides."' in html
    assert "(Low, 2001; Poe, 2003)" in site.text()
    site.write("index", "See :cite:p:`low, poe`.\n\n.. bibliography::\n\n   low\n")
    site.build(bibtex_tooltips=False)
    assert "title=" not in site.html()


def test_settings_and_options_of_sphinxcontrib_bibtex(site: Site) -> None:
    first = ".. bibliography::\n   :list: enumerated\n   :filter: key == 'low'\n"
    more = (
        ".. bibliography::\n   :list: enumerated\n   :start: continue\n"
        "   :encoding: latin1\n   :filter: key != 'low'\n"
    )
    none = ".. bibliography::\n   :filter: key == 'nobody'\n"
    noted = "See :footcite:`poe`.\n\n.. footbibliography::\n"
    site.write("index", f":cite:p:`low`\n\n{first}\n{more}\n{none}\n{noted}")
    site.build(
        bibtex_bibliography_header=".. rubric:: References",
        bibtex_footbibliography_header=".. rubric:: Notes",
    )
    assert site.warnings == ""
    assert re.search(r'<ol[^>]* start="2"', site.html())
    assert site.text().count("References") == 2
    assert site.text().count("Notes") == 1


def test_labels_have_their_prefix_in_citations_too(site: Site) -> None:
    site.style = "ieee"
    site.write(
        "index",
        "See :cite:p:`low{p. 1}`, :cite:t:`poe` and :cite:p:`low,high`.\n\n"
        ".. bibliography::\n   :labelprefix: A\n   :filter: key == 'low'\n\n"
        ".. bibliography::\n   :labelprefix: B\n   :filter: key != 'low'\n",
    )
    site.build()
    text = site.text()
    assert "See [A1, p. 1], Poe [B2] and [A1], [B3]." in text
    assert "[A1] A. Low" in text
    assert "[B2] E. Poe" in text
