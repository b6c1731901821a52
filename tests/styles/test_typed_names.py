"""Names that people type for styles: an edition is that edition, or none."""

from __future__ import annotations

import pytest

from csecrefs.errors import InputError, NotFoundError
from csecrefs.styles import find as styles


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("apa 7th ed.", "apa"),
        ("APA 6", "apa-6th-edition"),
        ("chicago 18", "chicago-author-date"),
        ("Chicago 17th edition", "chicago-author-date-17th-edition"),
        ("chicago notes 17", "chicago-notes-bibliography-17th-edition"),
        ("MLA 9", "modern-language-association"),
        ("ASA 6", "american-sociological-association"),
        ("AMA 11", "american-medical-association"),
        ("oscola 4", "oscola"),
        ("cite them right 11", "harvard-cite-them-right-11th-edition"),
        ("chicago full note", "chicago-notes-bibliography"),
        ("chicago note bibliography", "chicago-notes-bibliography"),
        ("McGill", "mcgill-en"),
        ("AGLC", "australian-guide-to-legal-citation"),
        ("iso 690", "iso690-author-date-en"),
        ("ISO 690 numeric", "iso690-numeric-en"),
        ("Chicago notes and bibliography", "chicago-notes-bibliography"),
        ("Leeds Harvard", "harvard-university-of-leeds"),
        ("NLM Vancouver", "nlm-citation-sequence"),
        ("DIN 1505", "din-1505-2"),
        ("GB/T 7714", "china-national-standard-gb-t-7714-2015-numeric"),
    ],
)
def test_found(typed: str, name: str) -> None:
    assert styles.find(typed).name == name


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("APA 8", "apa"),
        ("apa-8", "apa"),
        ("apa 5th edition", "apa"),
        ("chicago 99", "chicago-author-date"),
        ("MLA 12", "modern-language-association"),
        ("MLA 8", "modern-language-association"),
        ("nature 3", "nature"),
        ("ieee 2", "ieee"),
    ],
)
def test_an_edition_that_there_is_not(typed: str, near: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        styles.find(typed)
    assert near in caught.value.suggestions


def test_a_path_is_no_name() -> None:
    for typed in ("./apa", "./apa.csl", "styles/apa.csl", "/none/apa"):
        with pytest.raises(InputError, match="no such style file"):
            styles.find(typed)


def test_no_name_has_no_suggestions() -> None:
    for typed in ("", "  "):
        with pytest.raises(NotFoundError) as caught:
            styles.find(typed)
        assert not caught.value.suggestions
