"""Names in their parts: particles and suffixes typed into a name, initials, scripts."""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.model import Name
from csecrefs.text.names import NameParts, initialed, particle_joined, split_name


@pytest.mark.parametrize(
    ("family", "given", "expected"),
    [
        ("Gogh", "Vincent van", NameParts("Gogh", "Vincent", "van")),
        ("Vlist", "Eric van der", NameParts("Vlist", "Eric", "van der")),
        ("Alembert", "Jean d'", NameParts("Alembert", "Jean", "d'")),
        (
            "Humboldt",
            "F. W. H. Alexander von",
            NameParts("Humboldt", "F. W. H. Alexander", "von"),
        ),
        ("Doe", "J. P. van", NameParts("Doe", "J. P.", "van")),
        ("Doe", "jane ann", NameParts("Doe", "jane ann")),
        ("Doe", "j. p. van", NameParts("Doe", "j. p. van")),
        ("Doe", "jane", NameParts("Doe", "jane")),
        ("Doe", "Jane 2nd", NameParts("Doe", "Jane 2nd")),
        ("van Gogh", "Vincent", NameParts("Gogh", "Vincent", "", "van")),
        ("van der Vlist", "Eric", NameParts("Vlist", "Eric", "", "van der")),
        ("d'Alembert", "Jean", NameParts("Alembert", "Jean", "", "d'")),
        ("al-Hakim", "Tawfiq", NameParts("Hakim", "Tawfiq", "", "al-")),
        ("Van Gogh", "Vincent", NameParts("Van Gogh", "Vincent")),
        ('"van Gogh"', "Vincent", NameParts("van Gogh", "Vincent")),
        (
            "King",
            "Martin Luther, Jr.",
            NameParts("King", "Martin Luther", suffix="Jr."),
        ),
        (
            "King",
            "Martin,! Jr.",
            NameParts("King", "Martin", suffix="Jr.", comma_suffix=True),
        ),
        ("bell hooks", "", NameParts("bell hooks", "")),
        ("毛", "泽东", NameParts("毛", "泽东", unspaced=True)),
        ("Doe", "", NameParts("Doe")),
    ],
)
def test_split(family: str, given: str, expected: NameParts) -> None:
    assert split_name(Name(family=family, given=given)) == expected


@pytest.mark.parametrize(
    "name",
    [
        Name(literal="The Board"),
        Name(given="The Board"),
        Name(literal="The Board", family="Doe"),
    ],
)
def test_what_is_no_personal_name_is_taken_whole(name: Name) -> None:
    assert split_name(name) == NameParts("The Board", literal=True)


def test_particles_given_apart_are_kept() -> None:
    name = Name(
        family="de Haan",
        given="Jan van",
        non_dropping_particle="x",
        dropping_particle="y",
    )
    assert split_name(name) == NameParts("de Haan", "Jan van", "y", "x")


@pytest.mark.parametrize(
    ("given", "mark", "expected"),
    [
        ("John", ".", "J."),
        ("John Edward", ". ", "J. E."),
        ("John Edward", "", "JE"),
        ("J. E.", ".", "J.E."),
        ("JE", ".", "J."),
        ("Jean-Luc", ".", "J.-L."),
        ("Jean-luc", ".", "J."),
        ("Yusuf ibn Ali", ".", "Y. ibn A."),
        ("", ".", ""),
        ("Ph. Chr.", ".", "Ph.Chr."),
    ],
)
def test_initials(given: str, mark: str, expected: str) -> None:
    assert initialed(given, mark, True, True) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("James T", "James T."),
        ("John", "John"),
        ("J E", "J.E."),
        ("Jean-Luc P", "Jean-Luc P."),
    ],
)
def test_initials_of_those_there_are(given: str, expected: str) -> None:
    """CSL 1.0.2, "Name": initialize set to false."""
    assert initialed(given, ".", False, True) == expected


@pytest.mark.parametrize(
    ("particle", "expected"),
    [("van", "van Gogh"), ("d'", "d'Gogh"), ("al-", "al-Gogh"), ("", "Gogh")],
)
def test_particles_are_joined(particle: str, expected: str) -> None:
    assert particle_joined(particle, "Gogh") == expected


@pytest.mark.parametrize(
    "piece",
    ["a ", "a' ", "'a ", "van ", "A ", "a-", "d'", ", ", "A. ", "é", "( ", "von Der "],
)
@pytest.mark.parametrize("part", ["family", "given"])
def test_time_grows_with_the_length(part: str, piece: str) -> None:
    """Nothing a name may hold makes a regular expression take minutes."""
    fields: dict[str, Any] = {
        "family": "Doe",
        "given": "Jane",
        part: piece * 20_000 + "X1",
    }
    parts = split_name(Name(**fields))
    assert parts.family and len(initialed(parts.given, ".", True, True)) <= 2 * len(
        fields["given"]
    )
