"""Fields become markers that say the same, or stay."""

from __future__ import annotations

import pytest

from csecrefs.csl.cite import Cite
from csecrefs.manuscript.keys import as_keys, kept_fields
from csecrefs.manuscript.office.typed import find_markers, marker
from csecrefs.manuscript.sites import Manuscript, Site


def site(*cites: Cite) -> Site:
    return Site(0, 1, cites, command="csl")


@pytest.mark.parametrize(
    ("cite", "text"),
    [
        (Cite("low", "8", suffix="; but see May"), r"@low, p. 8\; but see May"),
        (Cite("low", suffix=", as @may said"), r"@low, as \@may said"),
        (Cite("low", prefix="see [the"), r"see \[the @low"),
        (Cite("low", "8 [sic]"), "@low, {p. 8 [sic]}"),
        (Cite("low", "8]"), r"@low, {p. 8\]}"),
        (Cite("low", "x; y"), r"@low, {p. x\; y}"),
        (Cite("low", "8", suffix=" and 9"), "@low, {p. 8} and 9"),
        (Cite("low", suffix=" 3 times"), "@low{} 3 times"),
        (Cite("low", "II", "volume", mode="suppress-author"), "-@low, volume II"),
        (Cite("low", suffix=r" in C:\[x]"), r"@low in C:\\\[x\]"),
        (Cite("low", suffix=" *n* &amp; x"), r"@low \*n\* \&amp\; x"),
    ],
)
def test_a_marker_says_the_same(cite: Cite, text: str) -> None:
    written = marker(site(cite, Cite("may")))
    assert written == f"[{text}; @may]"
    (found,) = find_markers(written)
    first, second = found.cites
    assert second.id == "may"
    assert (first.id, first.mode, first.locator) == ("low", cite.mode, cite.locator)
    assert (first.prefix, first.suffix) == (cite.prefix, cite.suffix)
    if cite.locator:
        assert first.label == cite.label


def test_a_narrative_cite_with_a_semicolon() -> None:
    cites = (Cite("low", suffix="; see May", mode="narrative"), Cite("may"))
    assert marker(site(*cites)) == r"@low [\; see May; @may]"


@pytest.mark.parametrize(
    "cites",
    [
        (Cite("low", mode="author-only"),),
        (Cite("low"), Cite("may", mode="author-only")),
        (Cite("low", prefix="see", mode="narrative"),),
        (Cite("low"), Cite("may", mode="narrative")),
        (Cite("low", "8}"),),
    ],
)
def test_a_field_that_no_marker_says_stays(cites: tuple[Cite, ...]) -> None:
    sites = (site(*cites), site(Cite("may")))
    manuscript = Manuscript("x.docx", "docx", b"", sites=sites)
    assert as_keys(manuscript).citations == (None, ("[@may]",))
    (problem,) = kept_fields(manuscript)
    assert (problem.code, problem.key, problem.path) == ("kept-field", "low", "x.docx")


@pytest.mark.parametrize("text", [r"C:\low and \n", r"a\b [@low]", "[@low; @may]"])
def test_other_backslashes_are_text(text: str) -> None:
    assert sum(len(each.cites) for each in find_markers(text)) == text.count("@")
