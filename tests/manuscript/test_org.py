"""Org files as their manuals have them: styles, links, fragments, trees, notes."""

from __future__ import annotations

import time

import pytest

from tests.manuscript.test_light import groups, manuscript, plain, rendered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "cite:&low;&high b",
            [[plain("low"), plain("high")]],
        ),
        ("*cite:low* /citet:high/", [[plain("low")], [plain("high", "narrative")]]),
        ("_cite:low_ x_cite:no", [[plain("low")]]),
        ("<cite:low,high>", [[plain("low"), plain("high")]]),
        ("[[citep:low][p. 3]]", [[("low", "", "", "page 3", "")]]),
        ("[[citep:low][see::p. 3]]", [[("low", "", "see", "page 3", "")]]),
        ("$5 and [cite:@low] $6", [[plain("low")]]),
        ("* A :draft:\n[cite:@low]", [[plain("low")]]),
        (":x:\n[cite:@low]\n:END:", [[plain("low")]]),
    ],
)
def test_what_cites(text: str, expected: list[list[tuple[str, ...]]]) -> None:
    assert groups(manuscript("org", text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "$x [cite:@no]$ \\([cite:@no]\\) \\[[cite:@no]\\] $$[cite:@no]$$",
        "\\begin{align*}\n[cite:@no]\n\\end{align*}",
        "src_python[:x y]{[cite:@no]} @@html:<a href='@'>[cite:@no]@@",
        ":LOGBOOK:\n- cite:no\n:END:",
        "* COMMENT Draft\ncite:no\n** More\ncite:no",
        "* TODO Draft :a:noexport:\ncite:no\n** More\n[cite:@no]",
        "#+exclude_tags: draft\n* Draft :draft:\ncite:no",
    ],
)
def test_what_cites_nothing(text: str) -> None:
    assert groups(manuscript("org", text)) == []


def test_trees_end_with_a_heading_of_their_level() -> None:
    text = "* A :noexport:\ncite:no\n** B\ncite:no\n* C\ncite:low"
    assert groups(manuscript("org", text)) == [[plain("low")]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[cite/y:@low].", "(2001)."),
        ("[cite/y/b:@low].", "2001."),
        ("[cite/ti:@low].", "/On low/."),
        ("[cite/b:@low].", "Low, A. (2001). /On low/."),
        ("A [cite/ft:@low].", "A.[fn:: Low, 2001.]"),
        ("<cite:low> a", "(Low, 2001) a"),
        ("citetitle:low.", "/On low/."),
    ],
)
def test_rendered(text: str, expected: str) -> None:
    assert rendered("org", text).startswith(expected)


def test_notes_are_read_at_their_marks() -> None:
    org = "A[fn:b] cite:low[fn:a]\n\n[fn:a] cite:three\n\n\n[fn:b] cite:high\n"
    sites = manuscript("org", org).sites
    assert [site.cites[0].id for site in sites] == ["high", "low", "three"]
    assert [site.note for site in sites] == [1, 0, 2]


def test_notes_of_restructuredtext_are_numbered_by_their_marks() -> None:
    text = "A [#b]_ :cite:`low` [#a]_\n\n.. [#a] :cite:`three`\n.. [#b] :cite:`high`\n"
    sites = manuscript("rst", text).sites
    assert [site.cites[0].id for site in sites] == ["low", "three", "high"]
    assert [site.note for site in sites] == [0, 2, 1]


def test_notes_without_labels_are_taken_in_turn() -> None:
    text = "A [#]_ B [#]_ :cite:`c`\n\n.. [#] :cite:`a`\n.. [#] :cite:`b`\n"
    sites = manuscript("rst", text).sites
    assert [site.note for site in sites] == [0, 1, 2]


@pytest.mark.parametrize("damaged", ["\\(", "$x", "@@html:", "src_x{", "\\begin{a}\n"])
def test_what_is_not_closed_costs_little_time(damaged: str) -> None:
    start = time.process_time()
    manuscript("org", damaged * 5000)
    assert time.process_time() - start < 5
