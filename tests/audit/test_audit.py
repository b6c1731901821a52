"""Manuscripts against their lists: what is found, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

import csecrefs as cr
from csecrefs.audit import Audit
from csecrefs.audit.citations import BodyText, author_year_citations, numeric_citations
from csecrefs.audit.entries import folded
from csecrefs.errors import InputError
from csecrefs.library.auditing import audit_manuscript
from csecrefs.manuscript.prose import read_prose
from csecrefs.reports import CODES, render

BODY = """\
Harbours are old (Harrow and Quell, 2014, p. 50; Varnost, 1999). As {narrative}, tides
are high. The World Harbour Organization (WHO) says so (WHO, 2010). Others disagree
(see Zeller 2020a, 2020b). In May 2001 the port closed (Figure 3). {more}

References

Harrow, P., & Quell, H. (2014). A survey of small harbours. Journal of Tides, 12(3), 45-67.
Varnost, J. (1999). On sands. Annals of Coasts, 4(1), 5-19.
World Harbour Organization (2010). Report on harbours. Geneva: WHO Press.
Zeller, Q. (2020a). Wrecks. Journal of Tides, 18(2), 1-9.
Zeller, Q. (2020b). Reefs. Journal of Tides, 18(4), 3-11.
"""


def audited(
    tmp_path: Path,
    narrative: str = "Varnost (1999) has it",
    more: str = "",
    name: str = "a.txt",
) -> Audit:
    path = tmp_path / name
    path.write_text(BODY.format(narrative=narrative, more=more), encoding="utf-8")
    return cr.audit(path)


def codes(done: Audit) -> list[str]:
    return [
        each.code
        for each in done.findings
        if each.section == "Citations" or each.code == "uncited"
    ]


def test_a_clean_manuscript_has_no_findings(tmp_path: Path) -> None:
    assert codes(audited(tmp_path)) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("So did Nguyen et al. (2008).", "not-listed"),
        ("So it is (Harow and Quell, 2014).", "name-differs"),
        ("So it is (Varnost, 2003).", "year-differs"),
        ("So it is (Zeller, 2020).", "suffix-ambiguous"),
        ("So it is (Harrow and Quell, 2014, p. 99).", "locator-outside-pages"),
        ("Directive 2011/92/EU is Directive 2011/93/EU.", "document-number-differs"),
    ],
)
def test_a_fault_is_found(tmp_path: Path, more: str, code: str) -> None:
    assert codes(audited(tmp_path, more=more)) == [code]


@pytest.mark.parametrize(
    "more",
    [
        "In 1999 and 2001 it rained.",
        "The Treaty of 1992 says so.",
        "Nach Art. 34 der Konvention über die Rechte des Kindes (1989) gilt das.",
        "The flow was 2010 m and rose (from 1990 to 2000).",
        "So (e.g., Varnost, 1999).",
        "Harrow and Quell's (2014) view is old.",
        "See also VARNOST (1999).",
    ],
)
def test_what_is_no_citation_is_let_be(tmp_path: Path, more: str) -> None:
    assert codes(audited(tmp_path, more=more)) == []


def test_an_uncited_entry_is_found_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = BODY.format(narrative="Varnost has it", more="").replace(
        "; Varnost, 1999", ""
    )
    path.write_text(text, encoding="utf-8")
    found = [each for each in cr.audit(path).findings if each.code == "uncited"]
    assert [(each.line, each.key) for each in found] == [(8, "varnost1999")]


def test_numbers(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text(
        "It is so [1,2-3]. And so [7].\n\nReferences\n\n[1] Doe J. On it. Tides 2001;4:2-3.\n"
        "[2] Roe K. On sands. Tides 2002;5:1-9.\n[3] Poe L. Reefs. Tides 2003;6:4-8.\n"
        "[4] Moe M. Wrecks. Tides 2004;7:5-9.\n",
        encoding="utf-8",
    )
    found = {each.code: each for each in cr.audit(path).findings}
    assert found["number-out-of-range"].details["number"] == 7
    assert found["uncited"].details["entry"] == 4


def test_a_second_look_is_as_the_first(tmp_path: Path) -> None:
    # the room and the function have one name: both must work, in any order
    import csecrefs.audit as room

    assert audited(tmp_path).findings == audited(tmp_path).findings
    assert callable(room)


def test_a_list_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Harbours are old (Doe, 2001; Roe, 2002).\n", encoding="utf-8")
    library = cr.Library.parse("@book{d, author={Doe, J.}, title={On it}, year={2001}}")
    found = cr.audit(path, references=library).findings
    assert [each.code for each in found] == ["not-listed"]


def test_all_codes_are_in_the_table(tmp_path: Path) -> None:
    done = audited(tmp_path, more="Nguyen et al. (2008) and (Zeller, 2020).")
    assert {each.code for each in done.findings} <= set(CODES)
    for shape in ("text", "json", "sarif", "github", "markdown", "junit"):
        assert render(done.report(), shape)


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02" * 1000, b"%PDF-1.7 broken", b"PK\x03\x04 broken"]
)
def test_rubbish_is_an_error_of_ours(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    with pytest.raises(cr.CsecrefsError):
        cr.audit(path)


@pytest.mark.slow
def test_a_megabyte_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("word (Doe, 2001) " * 60_000, encoding="utf-8")
    assert cr.audit(path).findings


def test_an_empty_file_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("", encoding="utf-8")
    assert [each.code for each in cr.audit(path).findings] == ["no-references"]


def test_citations_in_a_text() -> None:
    prose = read_prose(
        b"So Doe and Roe (2001, p. 4), and so (van Poe et al. 2003; Moe, 1999a, 1999b) [3, 5-7]."
    )
    body = BodyText(prose.lines)
    found = [
        (each.names, each.year, each.locator) for each in author_year_citations(body)
    ]
    assert found == [
        (("Doe", "Roe"), "2001", "4"),
        (("van Poe",), "2003", ""),
        (("Moe",), "1999a", ""),
        (("Moe",), "1999b", ""),
    ]
    assert [each.numbers for each in numeric_citations(body)] == [(3, 5, 6, 7)]


def test_names_are_folded() -> None:
    assert folded("Łoś-Müller") == "losmuller"


def test_a_manuscript_that_cites_by_keys(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(
        "@book{low2001, author={Low, Ann}, title={Tides}, year=2001}\n"
        "@book{high2002, author={High, Bo}, title={Winds}, year=2002}\n"
    )
    paper = tmp_path / "paper.md"
    paper.write_text(
        "---\nbibliography: refs.bib\n---\n\nAs @low2001 says [see @nobody].\n"
    )
    done = cr.audit(paper)
    assert sorted(codes(done)) == ["uncited", "unknown-key"]
    assert [each.reference.id for each in done.text.parsed] == ["low2001"]
    (unknown,) = [each for each in done.findings if each.code == "unknown-key"]
    assert unknown.line == 5


def test_keys_are_held_against_a_list_that_is_given(tmp_path: Path) -> None:
    paper = tmp_path / "paper.tex"
    paper.write_text("\\documentclass{article}\\begin{document}\\citep{low2001}.")
    listed = [cr.Reference("low2001", "book", {"title": "Tides", "issued": 2001})]
    assert codes(cr.audit(paper, references=listed)) == []


def test_keys_without_a_list_are_held_against_the_only_bibliography(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("paper.md").write_text("So [@low, p. 3] and [@nope].\n")
    Path("refs.bib").write_text("@misc{low, title={T}, year={2001}}\n@misc{other}\n")
    done = audit_manuscript(Path("paper.md"), offline=True)
    assert [each.key for each in done.findings] == ["nope"]
    Path("more.bib").write_text("@misc{low}\n")
    with pytest.raises(InputError, match="several bibliographies here"):
        audit_manuscript(Path("paper.md"), offline=True)
    # A list that was typed needs no other.
    Path("typed.md").write_text(
        "As @mail has it (Doe, 2001).\n\n# References\n\nDoe, J. (2001). On it. Tides, 4.\n"
    )
    assert audit_manuscript(Path("typed.md"), offline=True).findings == ()


def codes_of(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "b.txt"
    path.write_text(text, encoding="utf-8")
    return [each.code for each in cr.audit(path).findings if each.judgement == "fail"]


NUMBERED = """Tides rise [1]. Sands move [e.g., 2, 3] and shift [see 4 and references therein]. The
index is x[0], and the rest is known [5].

References

1. Harrow P, Quell H. A survey of small harbours. Journal of Tides. 2014;12(3):45-67.

2. Varnost J. On sands. Annals of Coasts. 1999;4(1):5-19.

3. Zeller Q. Wrecks. Journal of Tides. 2020;18(2):1-9.

4. Zeller Q. Reefs. Journal of Tides. 2020;18(4):3-11.

5. Moor T. Winds. Journal of Tides. 2021;19(4):3-11.
"""


@pytest.mark.parametrize("dash", ["–", "-", "--", "–\n"])
def test_ranges_of_two_brackets(tmp_path: Path, dash: str) -> None:
    ranged = f"In [1]{dash}[4] and [5].\n\nReferences"
    text = NUMBERED[NUMBERED.index("References") + len("References") :]
    assert codes_of(tmp_path, ranged + text) == []
    # Brackets that other marks part are two citations.
    apart = f"In [1], [4] {dash} and [5].\n\nReferences"
    assert codes_of(tmp_path, apart + text) == ["uncited", "uncited"]
    beyond = f"In [1]{dash}[7].\n\nReferences"
    assert set(codes_of(tmp_path, beyond + text)) == {"number-out-of-range"}


def test_numbers_with_words_around_them_and_indices(tmp_path: Path) -> None:
    assert codes_of(tmp_path, NUMBERED) == []
    faulty = NUMBERED.replace("[1]", "[17]")
    assert codes_of(tmp_path, faulty) == ["number-out-of-range", "uncited"]


def test_notes_after_the_list_are_no_entries(tmp_path: Path) -> None:
    cited = NUMBERED.replace("known [5]", "known.[2]")
    notes = "\n[1] For all of it, see the harbour.\n\n[2] See Moor [5] for details.\n"
    assert codes_of(tmp_path, cited + notes) == []


@pytest.mark.parametrize(
    ("cited", "codes"),
    [
        # one slip is a wrong year, two citations are another work
        ("(Varnost, 1999) and (Varnost, 1997)", ["year-differs"]),
        ("(Varnost, 1999), (Varnost, 1997), (Varnost, 1997)", ["not-listed"] * 2),
        # two authors are not three of another year
        ("(Varnost, 1999) and (Loos & Venn, 2007)", ["not-listed"]),
        ("(Varnost, 1999) and (Loos et al., 2007)", ["year-differs"]),
        ("(Varnost, 1999) and (Zeller & et.al, 2020)", []),
        ("(Varnost, 1999) and (“Rights of way,” 2011)", []),
        ("(Varnost, 1999) and (Mole, no date)", []),
    ],
)
def test_works_of_other_years(tmp_path: Path, cited: str, codes: list[str]) -> None:
    entries = {
        "Loos": "Loos, A., Marr, B., & Venn, C. (2008). Fog. Tides, 12(3), 45-67.",
        "Mole": "Mole, T. (no date). Winds. Journal of Tides.",
        "Rights": "“Rights of way” (2011). Harbour Office.",
        "Varnost": "Varnost, J. (1999). On sands. Annals of Coasts, 4(1), 5-19.",
        "Zeller": "Zeller, Q., & et.al. (2020). Wrecks. Journal of Tides, 18(2), 1-9.",
    }
    listed = [text for name, text in entries.items() if name in cited or name == "Loos"]
    text = f"So it is {cited}. See Loos et al. (2008).\n\nReferences\n\n"
    assert codes_of(tmp_path, text + "\n\n".join(listed) + "\n") == codes
