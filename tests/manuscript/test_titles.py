import attrs
import pytest

from csecrefs.manuscript.titles import in_sentence_case, turned
from csecrefs.model import Reference
from csecrefs.model.place import Place


def book(title: str, language: str = "") -> Reference:
    fields = {"title": title}
    if language:
        fields["language"] = language
    return Reference("a", "book", fields)


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("On the Tides of DNA", "", "On the tides of DNA"),
        ("On the Tides: A Study", "en-GB", "On the tides: A study"),
        ("Über die Gezeiten", "de", "Über die Gezeiten"),
        (
            'A Tool for <span class="nocase">Python</span> Users',
            "",
            'A tool for <span class="nocase">Python</span> users',
        ),
    ],
)
def test_english_titles_are_turned(title: str, language: str, expected: str) -> None:
    assert turned(book(title, language)).text("title") == expected


def test_only_those_from_bib_files() -> None:
    one = attrs.evolve(book("On Tides"), place=Place("refs.bib", 1))
    other = attrs.evolve(book("On Tides"), place=Place("refs.json", 1))
    titles = [each.text("title") for each in in_sentence_case([one, other])]
    assert titles == ["On tides", "On Tides"]


def test_journals_keep_their_names() -> None:
    fields = {"title": "T", "container-title": "Journal of Tides"}
    article = Reference("a", "article-journal", fields)
    paper = Reference("a", "paper-conference", fields)
    assert turned(article).text("container-title") == "Journal of Tides"
    assert turned(paper).text("container-title") == "Journal of tides"
