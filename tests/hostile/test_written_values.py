"""Values that attack the programs we write files for: TeX, and readers of tagged lines.

A stranger's record (CSL-JSON, a web page's metadata) may have any text in any variable.
What we write of it is text: TeX runs nothing, no value opens a field or a record.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from csecrefs import formats
from csecrefs.formats import bibtex
from csecrefs.model import KIND, Reference
from csecrefs.text.tex_safe import prints_only

TEX = (
    "\\input hostile ",
    "}\\input{hostile}{",
    "^^5cinput hostile ",
    "\\immediate\\write18^^7btouch pwned^^7d",
    "\\\\input hostile \\",
    "$\\catcode`\\%=0 %input hostile $",
    "% # & _ ~ $ ^ \\^^5cinput hostile",
    '", note = "\\input hostile", x = "',
    "a}, note = {\\input{hostile}}, x = {",
    '}\n\n@preamble{"\\input hostile"}\n@misc{b, title={',
    "\\in\x01put hostile ",
    "\\begin{filecontents}{hostile.out}x\\end{filecontents}",
)
LINES = (
    "x\nTI  - INJECTED\nER  - \n\nTY  - BOOK\nTI  - INJECTED\nER  - ",
    "x\rTI  - INJECTED\rER  - \rTY  - BOOK",
    "x\u2028TI  - INJECTED\u2028ER  - \u2028TY  - BOOK\u2028TI  - INJECTED",
    "x\x85TI- INJECTED\x85\x85PMID- 1\x85TI  - INJECTED",
    "x\x0b\x0cPMID- 1\x0cTI  - INJECTED",
    "x\n%T INJECTED\n\n%0 Book\n%T INJECTED",
    "x\n\n\nPMID- 77\nTI  - INJECTED",
    "x\n  TI  - INJECTED\n ER  - ",
    "x</title><title>INJECTED</title>]]><b>&amp;",
    'x\n  title: "INJECTED"\n- id: b\n',
    'x"\nb,book,INJECTED,"',
    "x: INJECTED\n---\ntitle: INJECTED",
)
PLACES = (
    *sorted(KIND),
    "id",
    "type",
    "kept name",
    "kept value",
    "kept file",
    "kept type",
)


def record(place: str, text: str) -> Reference:
    item: dict[str, Any] = {
        "id": "key-" + place.replace(" ", "-"),
        "type": "article-journal",
        "title": "The title",
        "author": [{"family": "Vole", "given": "Ann"}],
        "issued": {"date-parts": [[2001]]},
        "container-title": "Journal",
    }
    kind = KIND.get(place)
    if place == "kept name":
        item["biblatex"] = {text: "x"}
        item["custom"] = {"ris": {text: ["x"]}, "nbib": {text: ["x"]}}
    elif place == "kept value":
        item["biblatex"] = {"howpublished": text, "owner": text}
        item["custom"] = {"ris": {"M1": [text]}, "nbib": {"STAT": [text]}}
    elif place == "kept file":
        item["biblatex"] = {"file": text, "eprint": text, "crossref": text}
    elif place == "kept type":
        item["biblatex"] = {"entrytype": text}
    elif kind == "name":
        item[place] = [
            {"family": text, "given": text, "suffix": text, "dropping-particle": text},
            {"literal": text},
        ]
    elif kind == "date":
        item[place] = {"literal": text}
    else:
        item[place] = text
    return Reference.from_csl(item)


ADDRESSES = ("url", "doi", "eprint", "archive-url")
PATHS = ("file", "crossref", "xdata", "entrysubtype")


def harmless(command: str) -> bool:
    return (
        prints_only(command)
        if command[:1].isalpha()
        else command in "&%$#_{}-\\\"'`^~=."
    )


def offences(source: str) -> list[str]:
    """The places of a .bib file where TeX would do more than print what we mean."""
    found = []
    database = bibtex.parse(source)
    for block in database.blocks:
        if block.kind == "text":
            if block.text.strip():
                found.append(f"text between entries: {block.text!r}")
            continue
        if block.kind != "entry":
            found.append(f"@{block.type}")
        if re.search(r"[\\{}%#~$^]", block.key + block.type):
            found.append(f"key {block.key!r} or type {block.type!r}")
        for field in block.fields:
            value = field.value.strip()[1:-1]
            if "^^" in value or not re.fullmatch(r"[\w+:./@*-]+", field.name):
                found.append(f"{field.name} = {value}")
            elif field.name in ADDRESSES:
                if re.search(r"[\\{}^]", value):
                    found.append(f"{field.name} = {value}")
            else:
                commands = re.findall(r"\\([A-Za-z@]+|.|$)", value, re.DOTALL)
                found += [
                    f"\\{name} in {field.name}"
                    for name in commands
                    if not harmless(name)
                ]
                rest = re.sub(r"\\([A-Za-z@]+|.)", "", value, flags=re.DOTALL)
                if field.name not in PATHS and re.search(
                    "[&%#^_]", rest.replace("$", "")
                ):
                    found.append(f"{field.name} = {value}")
    return found


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize("text", TEX)
def test_no_value_is_tex(text: str, dialect: str) -> None:
    written = formats.write([record(place, text) for place in PLACES], dialect)
    assert not offences(written)
    assert len(bibtex.parse(written).entries) == len(PLACES)


def test_tex_that_a_bib_file_had_comes_back() -> None:
    source = (
        "@misc{a, title={x}, year={2001}, howpublished={on $x_{1}^{2}$ \\emph{tape}},\n"
        '  owner={M\\"uller \\& S\\o{}n}, file={:C\\:\\\\docs\\\\a_b.pdf:PDF}}\n'
    )
    first, _ = bibtex.read(source)
    second, _ = bibtex.read(bibtex.write(first))
    assert second[0].extra == first[0].extra
    assert second[0].publisher == first[0].publisher


def test_identifiers_with_signs_of_tex_come_back() -> None:
    for variable, value in (
        ("DOI", "10.1002/(sici)1<1::aid{2}>3.0\\x_y^2"),
        ("URL", "http://a.example/b_c%20d~e#f&g=$1"),
        ("ISBN", "978_0 {1} \\x^2"),
    ):
        reference = Reference("k", "book", {"title": "T", variable: value})
        for dialect in ("bibtex", "biblatex"):
            again, _ = formats.read(
                formats.write([reference], dialect), format="biblatex"
            )
            assert again[0][variable] == value


WRITTEN = [name for name in formats.names(written=True) if name not in ("bibtex",)]


@pytest.mark.parametrize("name", WRITTEN)
def test_no_value_opens_a_field_or_a_record(name: str) -> None:
    for text in LINES:
        works = [record(place, text) for place in PLACES if place != "title"]
        found, _ = formats.read(formats.write(works, name), format=name)
        titles = [each.text("title") for each in found]
        assert set(titles) == {"The title"}
        # CFF wants works that differ; those whose value it has no key for do not.
        assert len(titles) == len(works) or name == "cff"


def tagged_lines(written: str) -> list[str]:
    """The lines of a file for a reader that ends lines wherever Unicode does."""
    return [line.strip() for line in written.splitlines()]


@pytest.mark.parametrize("name", ["ris", "nbib", "refer"])
def test_no_line_that_another_reader_takes_for_a_field(name: str) -> None:
    opened = re.compile(r"(?:%T|TI *-) ?INJECTED|PMID- (?:1|77)$|%0 Book")
    for text in LINES:
        # The number within a hostile PMID is written as the record's own.
        works = [record(place, text) for place in PLACES if place != "PMID"]
        lines = tagged_lines(formats.write(works, name))
        assert not [line for line in lines if opened.match(line)]


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize("field", ["file", "keywords", "verba", "addendum", "xdata"])
def test_no_line_of_a_field_looks_like_an_entry(field: str, dialect: str) -> None:
    """Programs that look for entries by lines see one."""
    for value in ("a\n}\n@book{evil, title={x}}\n", "a\r\n\n  @book{evil,}", "\n@b{c"):
        fields = {"title": "T"}
        extra = {"biblatex": {field: value}}
        written = formats.write([Reference("k", "book", fields, extra=extra)], dialect)
        assert len(re.findall(r"^\s*@", written, re.MULTILINE)) == 1


DOCUMENT = r"""\documentclass{article}
%s
\begin{document}
\nocite{*}
\bibliographystyle{%s}
\bibliography{refs}
\end{document}
"""
PACKAGES = {"plain": "", "plainnat": r"\usepackage{natbib}\usepackage{url}"}


@pytest.mark.skipif(
    not (shutil.which("pdflatex") and shutil.which("bibtex")),
    reason="TeX is not installed: pdflatex and bibtex typeset the attacks where they are",
)
@pytest.mark.parametrize("style", PACKAGES)
def test_tex_reads_no_file(tmp_path: Path, style: str) -> None:
    (tmp_path / "hostile.tex").write_text(r"\message{HOSTILE-WAS-READ}")
    works = []
    for number, text in enumerate(TEX):
        for place in PLACES:
            work = record(place, text)
            key = f"{work.id}-{number}"
            works.append(
                Reference.trusted(
                    key, work.type, work.fields, work.translations, work.extra
                )
            )
    (tmp_path / "refs.bib").write_text(formats.write(works, "bibtex"))
    (tmp_path / "a.tex").write_text(DOCUMENT % (PACKAGES[style], style))
    run = ["pdflatex", "-interaction=batchmode", "-no-shell-escape", "a"]
    for command in (run, ["bibtex", "a"], run):
        subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)
    log = (tmp_path / "a.log").read_text("latin-1")
    assert "HOSTILE-WAS-READ" not in log
    assert "hostile.tex" not in log
    assert (tmp_path / "a.bbl").read_text("latin-1").count("\\bibitem") > len(TEX)
