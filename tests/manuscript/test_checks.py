import pytest

from csecrefs.manuscript import markdown
from csecrefs.manuscript.checks import check_sites
from csecrefs.model import Reference
from tests.manuscript.test_markdown_splice import KNOWN


def codes(
    text: str, listed: bool = False, known: dict[str, Reference] = KNOWN
) -> list[str]:
    read = markdown.read(text.encode(), path="p.md")
    return [each.code for each in check_sites(read, known, listed=listed)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@low; @nobody]", ["unknown-key"]),
        ("---\nnocite: '@nobody'\n---\n", ["unknown-key"]),
        ("see [@fig-one] @sec:two, @tbl-x; [@low]", []),
        ("[@low, @high]", ["comma-in-group"]),
        ("[@low, p. 3 and @high", ["no-group"]),
        ("[@low; ] and [@high; see p. 3]", ["no-group", "no-group"]),
        ("[@low](url) [@low; x](url) [@low]{.c} \\\\[@low [@low][ref]", []),
        ("[@low; @low] [@low, p. 3; @low, p. 4]", ["repeated-cite"]),
        ("[@low, XII] [@low, ch. two]", ["doubtful-locator"] * 2),
        ("[@low, 1999 edition] [@low, 3rd ed.]", ["doubtful-locator"] * 2),
        ("[@low, p. 8] [@low, and passim] [@low, with thanks] [@low, 33]", []),
        ("Low (2002) [@low] and Lowe (2001) [@low]", ["year-differs", "name-differs"]),
        (
            "Low 2001 [@low] and Low et al. (2001) [@low], Low’s [@low], In 1999 [@low]",
            [],
        ),
        ("High and Low (2001) [@low; @high]", []),
    ],
)
def test_findings(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_one_work_under_two_keys() -> None:
    known = {**KNOWN, "low2": KNOWN["low"].evolve(id="low2")}
    assert codes("[@low] [@low2]", known=known) == ["same-work"]


def test_its_own_list_should_be_cited() -> None:
    assert codes("[@low]", listed=True) == ["uncited"]
    assert codes("---\nnocite: '@*'\n---\n[@low]", listed=True) == []


def test_findings_have_their_places() -> None:
    read = markdown.read(b"\nsee [@lew]", path="p.md")
    (finding,) = check_sites(read, KNOWN)
    assert finding.place == "p.md:2:5"
    assert "did you mean low" in finding.message
