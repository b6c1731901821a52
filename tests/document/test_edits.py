"""A document edited at random is rendered as one written so from the start."""

from __future__ import annotations

import random
from collections.abc import Iterator

import attrs
import pytest

from csecrefs import Cite, Document, FormattedCitation, Library
from csecrefs.csl import Citation, Processor, parse_style
from csecrefs.model import Reference
from tests.csl.small import load_locale, people, shown, style, work
from tests.samples import NOTES, NUMERIC

pytestmark = pytest.mark.slow

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


def _by_people(rule: str) -> str:
    """A style that tells people apart by a rule, and sorts by keys that are sometimes
    empty.
    """
    return style(
        '<text variable="title"/><names variable="author" prefix=" "/>',
        cites='<names variable="author"><name initialize-with="."/></names>',
        citation=f'disambiguate-add-givenname="true" givenname-disambiguation-rule="{rule}"',
        macros='<macro name="year"><date variable="issued"><date-part name="year"/></date></macro>',
        cite_sort='<key variable="author"/><key macro="year"/>',
        around_cites='delimiter="; "',
        sort='<key macro="year" sort="descending"/><key variable="author"/><key variable="title"/>',
    )


_STYLES = {
    "by number": _BY_NUMBER,
    "labelled": _LABELLED,
    "notes": NOTES,
    "numeric": NUMERIC,
} | {
    rule: _by_people(rule)
    for rule in (
        "all-names",
        "all-names-with-initials",
        "primary-name",
        "primary-name-with-initials",
    )
}


def works(count: int = 40) -> Iterator[Reference]:
    """Works of a few people in a few years, so that many look alike."""
    chance = random.Random(5)
    for number in range(count):
        names = "; ".join(
            f"{chance.choice(_FAMILIES)}, {chance.choice(_GIVEN)}"
            for _ in range(chance.choice((1, 1, 2, 3)))
        )
        yield Reference.from_csl(
            {
                "id": f"w{number}",
                "type": chance.choice(("book", "article-journal")),
                "title": chance.choice(("Apples", "Pears", "Plums")),
                "author": people(names) if chance.random() < 0.9 else [],
            }
            | (
                {"issued": {"date-parts": [[chance.choice((1999, 2001))]]}}
                if chance.random() < 0.9
                else {}
            )
        )


def edit(
    document: Document, keys: list[str], chance: random.Random
) -> tuple[FormattedCitation, ...]:
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
    return document.insert(
        chance.randrange(len(citations) + 1), *cites, locator=locator, note=note
    )


def trees(document: Document) -> list[object]:
    return [citation.tree for citation in document.citations]


@pytest.mark.parametrize(
    "name", [*_STYLES, "apa", "chicago-notes-bibliography", "ieee"]
)
def test_edits_end_where_writing_from_the_start_does(name: str) -> None:
    chance = random.Random(name)
    library = Library(works())
    document = library.document(style=_STYLES.get(name, name))
    document.nocite(*chance.sample(list(library.keys()), 5))
    for step in range(40):
        before = {citation: citation.tree for citation in document.citations}
        changed = edit(document, list(library.keys()), chance)
        now = {citation: citation.tree for citation in document.citations}
        assert set(changed) == {
            each for each, tree in now.items() if before.get(each) != tree
        }
        fresh = library.document(style=_STYLES.get(name, name))
        fresh.nocite(*document._uncited)
        for citation in document.citations:
            fresh.cite(*citation.cites, note=document._notes.get(citation))
        assert trees(fresh) == trees(document)
        if step % 5 == 0:
            assert fresh.bibliography().entries == document.bibliography().entries


@pytest.mark.parametrize("name", _STYLES)
def test_a_draft_of_any_works_and_cites_is_as_a_first_one(name: str) -> None:
    """Works come, go and change places and contents; cites of works that are not there
    are left out.
    """
    chance = random.Random(name)
    processor = Processor(parse_style(_STYLES[name]), load_locale)
    draft = processor.draft()
    known = {reference.id: reference for reference in works(120)}
    keys = list(known)
    listed = chance.sample(keys, 80)
    citations: list[Citation] = []
    for _ in range(30):
        for _ in range(chance.randrange(3)):
            listed.remove(chance.choice(listed))
        absent = [key for key in keys if key not in listed]
        for key in chance.sample(absent, chance.randrange(4)):
            listed.insert(chance.randrange(len(listed)), key)
        if chance.random() < 0.2:
            one, other = chance.sample(keys, 2)
            known[one] = attrs.evolve(known[other], id=one)
        if citations and chance.random() < 0.3:
            citations.pop(chance.randrange(len(citations)))
        if chance.random() < 0.5:
            citations = [
                each
                for each in citations
                if all(cite.id in listed for cite in each.cites)
            ]
        cites = tuple(
            Cite(key) for key in chance.sample(chance.choice((keys, listed, listed)), 3)
        )
        citations.insert(
            chance.randrange(len(citations) + 1), Citation(cites, note=len(citations))
        )
        references = [known[key] for key in listed]
        now, fresh = (
            draft.render(references, citations),
            processor.render(references, citations),
        )
        assert now.citations == fresh.citations and now.entries == fresh.entries
        assert now.warnings == fresh.warnings


def test_another_record_under_a_known_key_is_seen() -> None:
    draft = Processor(parse_style(style()), load_locale).draft()
    citation = Citation((Cite("a"),))
    for title in ("Apples", "Pears"):
        (tree,) = draft.render([work("a", title=title)], [citation]).citations
        assert shown(tree) == title


def test_the_same_citation_twice_stands_at_two_places() -> None:
    draft = Processor(parse_style(NOTES), load_locale).draft()
    citation = Citation((Cite("a"),), 1)
    for _ in range(2):
        first, second = draft.render(
            [work("a", title="Apples")], [citation, citation]
        ).citations
        assert first == ("Apples",) and second == ("Ibid.",)


def test_citations_that_are_away_for_a_while() -> None:
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
