"""Writers are found by name, and imported no sooner."""

from __future__ import annotations

import subprocess
import sys

import pytest

from csecrefs.errors import FormatError
from csecrefs.text.inline import EntryLayout
from csecrefs.writers import WRITERS, get_writer


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_every_writer_writes_an_empty_list(name: str) -> None:
    written = get_writer(name).bibliography([], EntryLayout())
    assert isinstance(written, bytes if name == "docx" else str)


def test_a_writer_is_imported_when_it_is_asked_for() -> None:
    probe = (
        "import sys; from csecrefs.writers import get_writer; get_writer('html'); "
        "print(*sorted(m.rpartition('.')[2] for m in sys.modules if m.startswith('csecrefs.writers.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["html", "links"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("markdwn", "did you mean markdown?"),
        ("LaTeX", "did you mean latex or text?"),
        ("pdf", "there are html, text,"),
    ],
)
def test_an_unknown_format_is_an_error_with_a_hint(name: str, hint: str) -> None:
    with pytest.raises(FormatError, match=f"no output format named '{name}'") as caught:
        get_writer(name)
    assert hint in str(caught.value)


def test_an_unknown_name_is_not_in_the_mapping() -> None:
    assert "__init__" not in WRITERS
    assert "characters" not in WRITERS
