"""Names out of segments, in the ways in which lists print them."""

from __future__ import annotations

import pytest

from csecrefs.strings.names import parse_names

CASES = {
    "Harrow, P., Quell, H., Varnost, J. et al.": [
        "P. Harrow",
        "H. Quell",
        "J. Varnost",
    ],
    "P. J. Harrow and H. Quell": ["P. J. Harrow", "H. Quell"],
    "Harrow, Paula/ Quell, Hugo": ["Paula Harrow", "Hugo Quell"],
    "Harrow, Paula und Hugo Quell": ["Paula Harrow", "Hugo Quell"],
    "Harrow P. J., Quell H.": ["P. J. Harrow", "H. Quell"],
    "Harrow PJ, de Quell H": ["P. J. Harrow", "H. de Quell"],
    "Harrow, P. Quell, H. Varnost, J.": ["P. Harrow", "H. Quell", "J. Varnost"],
    "HARROW, PAULA": ["Paula Harrow"],
    "Harrow, Paula J., Hugo Quell, and Jan Varnost": [
        "Paula J. Harrow",
        "Hugo Quell",
        "Jan Varnost",
    ],
    "Harrow, P., Jr., & Quell, H.": ["P. Harrow Jr.", "H. Quell"],
    "Ministry of Roads and Harbours": ["Ministry of Roads and Harbours"],
    "Петров П. П., Иванова И.": ["П. П. Петров", "И. Иванова"],
    "van den Hoek, M.": ["M. van den Hoek"],
    "Hugo van Quell": ["Hugo van Quell"],
    "(Hrsg.) Harrow, Paula": ["Paula Harrow"],
    "———": [],
}


@pytest.mark.parametrize("segment", CASES)
def test_names(segment: str) -> None:
    assert [str(name) for name in parse_names(segment).names] == CASES[segment]


def test_particles_stand_apart() -> None:
    name = parse_names("de Quell, H.").names[0]
    assert (name.non_dropping_particle, name.family) == ("de", "Quell")


def test_an_organisation_is_literal() -> None:
    assert parse_names("World Harbour Organization (WHO).").names[0].literal


def test_et_al_is_told() -> None:
    assert parse_names("Harrow, P. et al.").others
    assert not parse_names("Harrow, P.").others


def test_a_megabyte_of_names_takes_no_time() -> None:
    assert len(parse_names("Harrow, P., " * 90_000).names) > 100
