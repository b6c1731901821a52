"""A document edited at random is rendered as one written so from the start."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


KEYS = [f"w{number}" for number in range(40)]
PLACES = st.integers(0, 50)


class Edit(NamedTuple):
    """One edit of a document; places count around the end."""

    kind: str
    place: int
    to: int
    keys: list[str]
    locator: str
    note: int | None


# mostly insertions, sometimes a move or a removal
EDITS = st.builds(
    Edit,
    st.sampled_from(("insert", "insert", "insert", "move", "remove")),
    PLACES,
    PLACES,
    st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True),
    st.sampled_from(("", "p. 3", "p. 4")),
    st.sampled_from((None, None, 2)),
)


def apply(document: Document, edit: Edit) -> tuple[FormattedCitation, ...]:
    """Return the citations that the document says have changed."""
    citations = document.citations
    if not citations or edit.kind == "insert":
        place = edit.place % (len(citations) + 1)
        cites = [Cite(key) for key in edit.keys]
        return document.insert(place, *cites, locator=edit.locator, note=edit.note)
    chosen = citations[edit.place % len(citations)]
    if edit.kind == "remove":
        return document.remove(chosen)
    return document.move(chosen, edit.to % len(citations))


def trees(document: Document) -> list[object]:
    return [citation.tree for citation in document.citations]


@pytest.mark.parametrize(
    "name", [*_STYLES, "apa", "chicago-notes-bibliography", "ieee"]
)
@settings(max_examples=5)
@given(
    uncited=st.lists(st.sampled_from(KEYS), max_size=5, unique=True),
    edits=st.lists(EDITS, min_size=4, max_size=14),
)
def test_edits_end_where_writing_from_the_start_does(
    name: str, uncited: list[str], edits: list[Edit]
) -> None:
    library = Library(works())
    document = library.document(style=_STYLES.get(name, name))
    document.nocite(*uncited)
    for edit in edits:
        before = {citation: citation.tree for citation in document.citations}
        changed = apply(document, edit)
        now = {citation: citation.tree for citation in document.citations}
        assert set(changed) == {
            each for each, tree in now.items() if before.get(each) != tree
        }
        fresh = library.document(style=_STYLES.get(name, name))
        fresh.nocite(*uncited)
        for citation in document.citations:
            fresh.cite(*citation.cites, note=document._notes.get(citation))
        assert trees(fresh) == trees(document)
    assert fresh.bibliography().entries == document.bibliography().entries


class Turn(NamedTuple):
    """One change of a list of works and of what cites them."""

    removed: list[int]
    added: list[tuple[int, int]]
    replaced: tuple[int, int] | None
    uncited: int | None
    forget: bool
    cited: list[int]
    of_all: bool
    place: int


WIDE = st.integers(0, 119)
TURNS = st.builds(
    Turn,
    removed=st.lists(WIDE, max_size=2),
    added=st.lists(st.tuples(WIDE, WIDE), max_size=3),
    replaced=st.none() | st.tuples(WIDE, WIDE),
    uncited=st.none() | WIDE,
    forget=st.booleans(),
    cited=st.lists(WIDE, min_size=3, max_size=3),
    of_all=st.booleans(),
    place=WIDE,
)


def turn_works(known: dict[str, Reference], listed: list[str], turn: Turn) -> None:
    """Take works out of the list, put others in, give one the contents of another."""
    keys = list(known)
    for at in turn.removed:
        listed.pop(at % len(listed))
    for at, place in turn.added:
        absent = [key for key in keys if key not in listed]
        listed.insert(place % len(listed), absent[at % len(absent)])
    if turn.replaced:
        one, other = (keys[at] for at in turn.replaced)
        known[one] = attrs.evolve(known[other], id=one)


def turned_citations(
    citations: list[Citation], keys: list[str], listed: list[str], turn: Turn
) -> list[Citation]:
    """Return the citations without an old one, perhaps without those of works that are
    gone, and with a new one.
    """
    left = list(citations)
    if left and turn.uncited is not None:
        left.pop(turn.uncited % len(left))
    if turn.forget:
        left = [each for each in left if all(cite.id in listed for cite in each.cites)]
    known = keys if turn.of_all else listed
    cites = tuple([Cite(known[at % len(known)]) for at in turn.cited])
    left.insert(turn.place % (len(left) + 1), Citation(cites, note=len(left)))
    return left


@pytest.mark.parametrize("name", _STYLES)
@settings(max_examples=5)
@given(turns=st.lists(TURNS, min_size=3, max_size=10))
def test_a_draft_of_any_works_and_cites_is_as_a_first_one(
    name: str, turns: list[Turn]
) -> None:
    """Works come, go and change places and contents; cites of works that are not there
    are left out.
    """
    processor = Processor(parse_style(_STYLES[name]), load_locale)
    draft = processor.draft()
    known = {reference.id: reference for reference in works(120)}
    listed = list(known)[::3] + list(known)[1::3]
    citations: list[Citation] = []
    for turn in turns:
        turn_works(known, listed, turn)
        citations = turned_citations(citations, list(known), listed, turn)
        references = [known[key] for key in listed]
        now = draft.render(references, citations)
        fresh = processor.render(references, citations)
        assert now.citations == fresh.citations
        assert now.entries == fresh.entries
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
