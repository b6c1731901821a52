"""Lists to references: wrapped, numbered, bulleted, with pages between."""

from __future__ import annotations

import time

import pytest

from csecrefs.strings import listed_strings, split_list
from csecrefs.strings.headings import is_heading
from csecrefs.strings.lists import joined_lines
from csecrefs.strings.plain import looks_like, unmarked

ONE = "Harrow, P. (2014). A survey of small harbours. Journal of Tides 12, 45-67."
TWO = "Quell, H. (2001). Logs of a lighthouse. Oslo: Nowhere Press."
THREE = "Varnost, J. (1999). On sands. Annals of Coasts 4, 5-19."
ENTRIES = [ONE, TWO, THREE, "Zeller, Q. (2020). Wrecks. Bonn: Niemand Verlag."]


def wrapped(mark: str, indent: str) -> str:
    lines = []
    for number, entry in enumerate(ENTRIES, 1):
        cut = entry.index(". ", 20) + 2
        lines.append(mark.format(number) + entry[:cut])
        lines.append(indent + entry[cut:])
    return "\n".join(lines)


@pytest.mark.parametrize("mark", ["[{}] ", "{}. ", "({}) ", "[{}]\n", "- ", "• "])
def test_marks(mark: str) -> None:
    found = [each.text for each in split_list(wrapped(mark, ""))]
    assert len(found) == 4
    assert all(text.endswith(entry) for text, entry in zip(found, ENTRIES, strict=True))


def test_hanging_indents() -> None:
    assert [each.text for each in split_list(wrapped("", "    "))] == ENTRIES


def test_one_reference_a_line() -> None:
    assert [each.text for each in split_list("\n".join(ENTRIES))] == ENTRIES


def test_lines_that_differ_in_a_year_or_an_address_are_no_page_heads() -> None:
    first = "Low, A., High, B., & May, C. ({}). On the tides of harbours: a fresh"
    entries = [
        [first.format(2014), "  approach to them. Quay.", "  https://doi.org/10.1/14"],
        [first.format(2017), "  look. Currents, 5, 6.", "  https://doi.org/10.1/17"],
        ["Roe, D. (2001). Sand. Quay.", "  https://doi.org/10.1/99"],
    ]
    text = "\n\n".join("\n".join(lines) for lines in entries)
    found = [each.text for each in split_list(text)]
    wanted = [" ".join(line.strip() for line in lines) for lines in entries]
    assert found == wanted


def test_page_heads_and_numbers_are_no_references() -> None:
    text = "\n".join(
        [
            ONE,
            "",
            "12",
            "Annals of Harbours (2019)",
            "",
            TWO,
            "",
            "13",
            "Annals of Harbours (2019)",
            "",
            THREE,
        ]
    )
    assert [each.text for each in split_list(text)] == [ONE, TWO, THREE]


def test_broken_words_and_addresses_are_mended() -> None:
    assert (
        joined_lines(["A har-", "bour, https://x.org/a_", "b, pp. 1-", "2."])
        == "A harbour, https://x.org/a_b, pp. 1-2."
    )


@pytest.mark.parametrize(
    "line",
    [
        "References",
        "## 6. References",
        "LITERATUR",
        "Список литературы:",
        "**Bibliografie**",
        "R E F E R E N C E S",
    ],
)
def test_headings(line: str) -> None:
    assert is_heading(line)


def test_prose_is_no_heading() -> None:
    assert not is_heading(
        "References to harbours are rare in the sources of that time."
    )


def test_the_last_heading_wins() -> None:
    text = f"References\nare listed below.\n\nWe say much here.\n\nReferences\n\n{ONE}\n{TWO}\n"
    assert [each.text for each in listed_strings(text)] == [ONE, TWO]


def test_plain_claims_lists_only() -> None:
    assert looks_like("\n".join(ENTRIES))
    assert not looks_like(
        "Dear all,\n\nwe met in 2014, as you know, and nothing came of it.\n"
    )


def test_marks_of_markdown_go() -> None:
    assert unmarked("Doe. *On it*. [a.pdf](#) (x.org)") == "Doe. On it. a.pdf (x.org)"


def test_time_is_linear() -> None:
    begun = time.process_time()
    assert len(split_list("\n".join(f"[{n}] {ONE}" for n in range(10_000)))) == 10_000
    split_list("x" * 1_000_000)
    split_list("a. " * 300_000)
    assert time.process_time() - begun < 30
