"""Citation keys by the patterns of JabRef and of Better BibTeX."""

from __future__ import annotations

import pytest

from csecrefs.errors import InputError
from csecrefs.formats.keys import KeyPattern
from csecrefs.model import Reference

WORK = Reference.from_csl(
    {
        "id": "old",
        "type": "article-journal",
        "title": "The <i>Sea</i> and the Käse of O'Brien",
        "author": [
            {"family": "Müller", "given": "Jörg", "non-dropping-particle": "von"},
            {"family": "Škoda-Łuk", "given": "P."},
            {"family": "O'Neil", "given": "Ann"},
        ],
        "issued": {"date-parts": [[2021, 3]]},
        "container-title": "Journal of Coastal Research",
        "volume": "12",
        "page": "101-120",
        "keyword": "salt, fresh water",
    }
)
BARE = Reference.from_csl({"id": "x", "type": "book", "title": "A of the"})


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        # JabRef
        ("[auth][year]", "Muller2021"),
        ("[auth:lower][year][shorttitle1]", "muller2021Sea"),
        ("[auth:lower][year][shorttitle]", "muller2021SeaKaseOBrien"),
        ("[auth3:upper]_[shortyear]", "MUL_21"),
        ("[auth3_2]", "Sko"),
        ("[authors]", "MullerSkodaLukONeil"),
        ("[authors2][year]", "MullerSkodaLukEtAl2021"),
        ("[authEtAl]", "MullerEtAl"),
        ("[authorsAlpha][shortyear]", "MSO21"),
        ("[authorLast]", "ONeil"),
        ("[veryshorttitle:lower]", "sea"),
        ("[title:abbr]", "TSATKOOB"),
        ("[camel3]", "TheSeaAnd"),
        ("[firstpage]-[lastpage]", "101-120"),
        ("[keyword2:lower]", "freshwater"),
        ("[journal:abbr]:[volume]", "JOCR:12"),
        ("[editor:(anon)][year]", "anon2021"),
        ("[auth:truncate2]", "Mu"),
        ("[year][month]", "202103"),
        ("[entrytype]/[auth]", "article-journal/Muller"),
        ("[citekey]x", "oldx"),
        # Better BibTeX
        ("auth.lower + year", "muller2021"),
        ("auth.lower + shorttitle(1, 0) + year", "mullerSea2021"),
        ("auth(3).upper + '-' + shortyear", "MUL-21"),
        ("authorsn(2) + year", "MullerSkodaLukEtAl2021"),
        ("veryshorttitle.lower", "sea"),
        ("auth.fold.lower + title.substring(1, 3)", "mullerThe"),
        ("auth.replace('Mull', 'Mill')", "Miller"),
    ],
)
def test_patterns(pattern: str, key: str) -> None:
    assert KeyPattern.parse(pattern).key(WORK) == key


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("[auht][year]", "no field named 'auht'; did you mean auth"),
        ("[auth:lwoer]", "no modifier named 'lwoer'; did you mean lower"),
        ("[auth", "without its other half"),
        ("auth + ", "is no field"),
        ("[]", "is no field"),
        ("$(id)", "is no field"),
    ],
)
def test_what_is_no_pattern(pattern: str, message: str) -> None:
    with pytest.raises(InputError, match="key pattern") as refused:
        KeyPattern.parse(pattern)
    assert message in str(refused.value)


def test_keys_are_unique_and_never_empty() -> None:
    pattern = KeyPattern.parse("[auth:lower][year]")
    keyed = pattern.keyed([WORK, WORK, BARE], taken=["muller2021"])
    assert [each.id for each in keyed[:2]] == ["muller2021a", "muller2021b"]
    assert keyed[2].id
    assert pattern.key(BARE) == ""


@pytest.mark.parametrize("title", ["$(id) `x` {y} \\z", "a,b = c", "x\n@book{y"])
def test_a_key_has_nothing_that_acts(title: str) -> None:
    work = WORK.evolve(title=title)
    for pattern in ("[title]", "[shorttitle]", "[volume][title]"):
        assert not set(KeyPattern.parse(pattern).key(work)) & set("$`{}\\,= \n@()")
