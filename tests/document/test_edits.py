"""A document edited at random is rendered as one written so from the start."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from csecrefs import Cite, Document, FormattedCitation, Library
from csecrefs.model import Reference
from tests.csl.small import people, style
from tests.samples import NOTES, NUMERIC

_FAMILIES = ("Doe", "Roe", "Poe")
_GIVEN = ("Ann", "Ada", "Bob", "")
_BY_NUMBER = style(
    '<text variable="citation-number"/>',
    cites='<text variable="citation-number"/>',
    citation='collapse="citation-number"',
    cite_sort='<key variable="citation-number"/>',
    around_cites='delimiter=","',
    sort='<key variable="author"/><key variable="issued" sort="descending"/>',
)
_LABELLED = style(
    '<names variable="author"/><text variable="year-suffix"/>',
    cites='<names variable="author"><name form="short" initialize-with=". "/></names>'
    '<choose><if disambiguate="true"><text variable="title" prefix=" "/></if></choose>'
    '<date variable="issued" prefix=" "><date-part name="year"/></date>',
    citation='disambiguate-add-year-suffix="true" disambiguate-add-givenname="true" '
    'disambiguate-add-names="true" et-al-min="2" et-al-use-first="1" et-al-subsequent-min="1"',
    cite_sort='<key variable="title"/>',
    around_cites='delimiter="; "',
    sort='<key variable="author"/><key variable="issued"/>',
)
_STYLES = {"by number": _BY_NUMBER, "labelled": _LABELLED, "notes": NOTES, "numeric": NUMERIC}


def works() -> Iterator[Reference]:
    """Works of a few people in a few years, so that many look alike."""
    chance = random.Random(5)
    for number in range(40):
        names = "; ".join(
            f"{chance.choice(_FAMILIES)}, {chance.choice(_GIVEN)}" for _ in range(chance.choice((1, 1, 2, 3)))
        )
        yield Reference.from_csl(
            {
                "id": f"w{number}",
                "type": chance.choice(("book", "article-journal")),
                "title": chance.choice(("Apples", "Pears", "Plums")),
                "author": people(names),
                "issued": {"date-parts": [[chance.choice((1999, 2001))]]},
            }
        )


def edit(document: Document, keys: list[str], chance: random.Random) -> tuple[FormattedCitation, ...]:
    """One edit: mostly an insertion, sometimes a move or a removal."""
    citations = document.citations
    if citations and chance.random() < 0.4:
        chosen = chance.choice(citations)
        if chance.random() < 0.5:
            return document.remove(chosen)
        return document.move(chosen, chance.randrange(len(citations)))
    locator = chance.choice(("", "", "p. 3", "p. 4"))
    cites = [Cite(key) for key in chance.sample(keys, chance.choice((1, 1, 2, 3)))]
    note = chance.choice((None, None, None, 2))
    return document.insert(chance.randrange(len(citations) + 1), *cites, locator=locator, note=note)


def trees(document: Document) -> list[object]:
    return [citation.tree for citation in document.citations]


@pytest.mark.parametrize("name", [*_STYLES, "apa", "chicago-notes-bibliography", "ieee"])
def test_edits_end_where_writing_from_the_start_does(name: str) -> None:
    chance = random.Random(name)
    library = Library(works())
    document = library.document(style=_STYLES.get(name, name))
    document.nocite(*chance.sample(list(library.keys()), 5))
    for step in range(40):
        before = {citation: citation.tree for citation in document.citations}
        changed = edit(document, list(library.keys()), chance)
        now = {citation: citation.tree for citation in document.citations}
        assert set(changed) == {each for each, tree in now.items() if before.get(each) != tree}
        fresh = library.document(style=_STYLES.get(name, name))
        fresh.nocite(*document._uncited)
        for citation in document.citations:
            fresh.cite(*citation.cites, note=document._notes.get(citation))
        assert trees(fresh) == trees(document)
        if step % 5 == 0:
            assert fresh.bibliography().entries == document.bibliography().entries


def test_another_record_under_a_known_key_is_seen() -> None:
    from csecrefs.csl import Citation, Processor, parse_style
    from tests.csl.small import load_locale, shown, work

    draft = Processor(parse_style(style()), load_locale).draft()
    citation = Citation((Cite("a"),))
    for title in ("Apples", "Pears"):
        (tree,) = draft.render([work("a", title=title)], [citation]).citations
        assert shown(tree) == title


def test_the_same_citation_twice_stands_at_two_places() -> None:
    from csecrefs.csl import Citation, Processor, parse_style
    from tests.csl.small import load_locale, work

    draft = Processor(parse_style(NOTES), load_locale).draft()
    citation = Citation((Cite("a"),), 1)
    for _ in range(2):
        first, second = draft.render([work("a", title="Apples")], [citation, citation]).citations
        assert first == ("Apples",) and second == ("Ibid.",)


def test_citations_that_are_away_for_a_while() -> None:
    from csecrefs.csl import Citation, Processor, parse_style
    from tests.csl.small import load_locale, shown, work

    draft = Processor(parse_style(NUMERIC), load_locale).draft()
    first, second = work("a", title="Apples"), work("b", title="Pears")
    citation = Citation((Cite("b"),))
    texts = []
    for references, citations in (
        ([second], [citation]),
        ([first, second], []),
        ([first, second], [citation]),
        ([second], [citation]),
    ):
        texts += [shown(tree) for tree in draft.render(references, citations).citations]
    assert texts == ["[1]", "[2]", "[1]"]
