import pytest

from csecrefs import manuscript
from csecrefs.errors import FormatError
from csecrefs.manuscript.rename import renamed


@pytest.mark.parametrize(
    ("format", "text", "expected"),
    [
        (
            "markdown",
            "[@low; see low, @{low}, @low2, -@low.]",
            "[@high; see high, @high, @low2, -@high.]",
        ),
        ("markdown", "low `@low` [@low:a; @low]", "low `@low` [@low:a; @high]"),
        (
            "markdown",
            "---\nnocite: '@low, @lower'\ntitle: low\n---\nx",
            "---\nnocite: '@high, @lower'\ntitle: low\n---\nx",
        ),
        (
            "latex",
            "\\cite{a, low}\\citep[low]{b} low",
            "\\cite{a, high}\\citep[low]{b} low",
        ),
        (
            "ipynb",
            '{"cells": [{"cell_type": "markdown", "source": ["é [@low]"]}]}',
            '{"cells": [{"cell_type": "markdown", "source": ["é [@high]"]}]}',
        ),
    ],
)
def test_only_cites_are_renamed(format: str, text: str, expected: str) -> None:
    read = manuscript.read(text.encode(), format=format)
    assert renamed(read, "low", "high").decode() == expected


def test_a_key_that_needs_braces() -> None:
    read = manuscript.read(b"[@low]", format="markdown")
    assert renamed(read, "low", "a(b)") == b"[@{a(b)}]"


def test_packages_are_refused() -> None:
    read = manuscript.Manuscript("a.docx", "docx", b"PK")
    with pytest.raises(FormatError):
        renamed(read, "low", "high")


@pytest.mark.parametrize(
    ("format", "text", "new"),
    [
        ("typst", "@low", "a/b"),
        ("rst", ":cite:`low`", "a,b"),
        ("asciidoc", "cite:[low]", "a(b)"),
        ("latex", "\\cite{low}", "a,b"),
    ],
)
def test_keys_that_a_format_cannot_write(format: str, text: str, new: str) -> None:
    read = manuscript.read(text.encode(), format=format)
    with pytest.raises(FormatError, match="cannot be written"):
        renamed(read, "low", new)
    assert renamed(read, "other", new) == text.encode()
    assert renamed(read, "low", "a-b") == text.replace("low", "a-b").encode()
