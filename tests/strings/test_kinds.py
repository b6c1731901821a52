"""The type of a work, from made-up strings of each kind, and the guards beside them."""

from __future__ import annotations

import pytest

from csecrefs.strings import parse_string
from csecrefs.strings.kinds import type_of


@pytest.mark.parametrize(
    ("texts", "rest", "expected"),
    [
        ({"container": "Tides", "volume": "3", "pages": "1-9"}, "Tides 3: 1-9", "article-journal"),
        ({"container": "Tides", "volume": "3", "publisher": "Quay"}, "Tides 3. Quay: e4", "article-journal"),
        ({"container": "Ports", "location": "Ely", "pages": "1"}, "In: Ports. Ely, 1", "chapter"),
        ({"container": "New Ports", "title": "4. Quays"}, "4. Quays, New Ports", "chapter"),
        ({"container": "PORT Workshops"}, "In PORT Workshops", "paper-conference"),
        ({"container": "Foreign Affairs", "volume": "9"}, "Foreign Affairs 9", "article-magazine"),
        ({"container": "Harbour Online", "date": "2024"}, "Harbour Online, 2024", "article-newspaper"),
        ({"container": "Journal of Radio", "date": "2024"}, "Journal of Radio 2024", "article-journal"),
        ({"author": "Roe, A.", "editor": "Lee, B.", "pages": "3-9"}, "Lee, B. (ed.), 3-9", "chapter"),
        ({"author": "Roe, A.", "editor": "Lee, B.", "publisher": "Quay"}, "Quay", "book"),
        ({"author": "Roe, A.", "publisher": "Quay Press", "location": "Ely"}, "Ely: Quay Press", "book"),
        ({"author": "Roe, A.", "publisher": "University of Ely Press"}, "University of Ely Press", "book"),
        ({"author": "Roe, A.", "publisher": "Ely Laboratory for Waves"}, "Ely Laboratory for Waves", "report"),
        ({"author": "Roe, A.", "number": "ELY/TR-12"}, "ELY/TR-12", "report"),
        ({"author": "Roe, A.", "publisher": "MDPI AG"}, "MDPI AG", "article-journal"),
        ({"author": "Roe, A.", "date": "March 2009"}, "March 2009", "document"),
        ({"author": "Roe, A.", "date": "2009", "pages": "3-9"}, "2009, 3-9", "article-journal"),
        ({"author": "Roe, A.", "date": "2009", "pages": "p. 3-9"}, "2009, p. 3-9", "chapter"),
        ({"author": "Roe, A.", "publisher": "Université d’Ely"}, "soutenue à Université d’Ely", "thesis"),
        ({"title": "Film [DVD]"}, "Film [DVD]", "motion_picture"),
        ({"title": "Roe and Lee", "url": "https://law.example/au/cases/2"}, "", "legal_case"),
        ({"author": "Roe, A.", "title": "Letter"}, "Box 12, Folder 3", "manuscript"),
        ({"author": "Roe, A.", "url": "https://web.archive.org/x"}, "https://web.archive.org/x", "webpage"),
        ({"container": "Proc. Natl. Acad. Sci.", "volume": "9"}, "Proc. Natl. Acad. Sci. 9", "article-journal"),
        ({"container": "Proc. Ely Soc. Annual Meeting", "volume": "9"}, "9", "paper-conference"),
        ({"container": "The Ely Times", "date": "2014"}, "The Ely Times, 2014", "article-newspaper"),
        ({"container": "Le Monde", "date": "2014"}, "Le Monde, 2014", "article-newspaper"),
        ({"container": "Times of Tides", "date": "2014"}, "Times of Tides 2014", "article-journal"),
        ({"author": "Roe, A.", "publisher": "Ely Bureau of Tides"}, "Ely Bureau of Tides", "report"),
        ({"author": "Roe, A.", "publisher": "Bureau Press"}, "Bureau Press", "book"),
        ({"author": "Roe, A.", "publisher": "University of Ely"}, "University of Ely", "book"),
        ({"author": "Roe, A.", "date": "2009"}, "2009", "book"),
    ],
)  # fmt: skip
def test_cues(texts: dict[str, str], rest: str, expected: str) -> None:
    whole = " ".join((texts.get("author", ""), texts.get("title", ""), rest))
    assert type_of(texts, whole, body=False, day=False) == expected


def test_cues_of_the_number_of_authors() -> None:
    bare = {"author": "Roe, A., Lee, B., Poe, C.", "date": "2009"}
    assert type_of(bare, "2009", body=False, day=False, people=3) == "article-journal"
    school = {"author": "Roe, A.", "publisher": "University of Ely"}
    assert type_of(school, "", body=False, day=False, people=1) == "thesis"
    assert type_of(school, "", body=False, day=False, people=2) == "book"


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("M", "book"),
        ("J/OL", "article-journal"),
        ("D", "thesis"),
        ("EB/OL", "webpage"),
        ("C", "paper-conference"),
        ("R", "report"),
    ],
)
def test_the_mark_of_gb_t_7714(mark: str, expected: str) -> None:
    text = f"[1] ROE A, LEE B M. On harbours[{mark}]. Ely: Quay, 2020: 1-35."
    reference = parse_string(text).reference
    assert reference.type == expected
    assert [name.family for name in reference.names("author")] == ["Roe", "Lee"]


@pytest.mark.parametrize("printed", ["ETS No. 5", "CETS 5", "ETS n° 5"])
def test_the_number_of_a_european_treaty(printed: str) -> None:
    text = f"Convention on the Safety of Harbours, Ely (1999). {printed}."
    reference = parse_string(text).reference
    assert reference.type == "treaty"
    assert reference.text("number") == "5"
    assert reference.text("container-title") == printed.split()[0]
