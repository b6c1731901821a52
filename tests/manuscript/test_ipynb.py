import json

import pytest

from csecrefs.manuscript import ipynb
from csecrefs.manuscript.json_places import strings
from csecrefs.manuscript.render import render_sites
from tests.manuscript.test_markdown_splice import KNOWN

NOTEBOOK = {
    "cells": [
        {
            "cell_type": "markdown",
            "id": "b",
            "metadata": {"z": 1, "a": {"source": ["[@no]"]}},
            "source": [
                'As "quoted" \\cite{low} says\n',
                "see [@low; \n",
                "@high] é {cite:t}`high`",
            ],
        },
        {"cell_type": "code", "source": ["# [@no]"], "outputs": [{"text": "[@no]"}]},
        {"cell_type": "raw", "source": "[@no]"},
        {"cell_type": "markdown", "source": "@low [p. 3, *on* $x$]"},
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}
TEXT = json.dumps(NOTEBOOK, indent=1)


def rendered(style: str = "apa", text: str = TEXT) -> str:
    read = ipynb.read(text.encode())
    return ipynb.splice(read, render_sites(read, KNOWN, style=style)).decode()


def test_only_markdown_cells_cite() -> None:
    sites = ipynb.read(TEXT.encode()).sites
    assert [[cite.id for cite in site.cites] for site in sites] == [
        ["low"],
        ["low", "high"],
        ["high"],
        ["low"],
    ]
    assert [site.part for site in sites] == ["cell 0", "cell 0", "cell 0", "cell 3"]


def test_sources_change_and_the_rest_stays() -> None:
    text = rendered()
    cells = json.loads(text)["cells"]
    assert "".join(cells[0]["source"]) == (
        'As "quoted" (Low, 2001) says\nsee (High, 2002; Low, 2001) é High (2002)'
    )
    assert cells[3]["source"] == "Low (2001, p. 3, *on* $x$)"
    assert cells[:1] == [{**NOTEBOOK["cells"][0], "source": cells[0]["source"]}]
    assert cells[1:3] == NOTEBOOK["cells"][1:3]
    assert list(cells[0]) == ["cell_type", "id", "metadata", "source"]
    assert text.startswith(
        '{\n "cells": [\n  {\n   "cell_type": "markdown",\n   "id": "b"'
    )


def test_the_list_is_a_new_cell() -> None:
    cells = json.loads(rendered())["cells"]
    assert cells[4]["id"] == "references"
    assert (
        "".join(cells[4]["source"])
        == "High, A. (2002). *On high*.\n\nLow, A. (2001). *On low*."
    )


def test_notes_are_in_that_cell() -> None:
    cells = json.loads(rendered("chicago-notes-bibliography"))["cells"]
    assert "says\nsee[^cite-2]" in "".join(
        cells[0]["source"]
    ) or "[^cite-2]" in "".join(cells[0]["source"])
    assert "[^cite-1]: A. Low, *On Low* (2001).\n" in cells[4]["source"]


def test_a_place_for_the_list() -> None:
    cell = {"cell_type": "markdown", "source": ["[@low]\n", "\n", "\\bibliography\n"]}
    text = json.dumps({"cells": [cell], "nbformat": 4, "nbformat_minor": 2})
    (only,) = json.loads(rendered(text=text))["cells"]
    assert "".join(only["source"]) == "(Low, 2001)\n\nLow, A. (2001). *On low*.\n"


@pytest.mark.parametrize(
    "text", ['{"cells": [{"source": ', "{" * 2000, "no json [@a]", ""]
)
def test_what_is_no_notebook_is_told(text: str) -> None:
    read = ipynb.read(text.encode(), path="a.ipynb")
    assert read.sites == ()
    assert ipynb.splice(read, render_sites(read, KNOWN)) == text.encode()


def test_places_of_escaped_characters() -> None:
    text = '{"a": "x\\ud83d\\ude00\\n\\u00e9"}'
    (only,) = strings(text)
    assert only.text == "x😀\né"
    assert [text[place] for place in only.offsets[:-1]] == ["x", "\\", "\\", "\\"]
