"""The data of the list: what each row shows, the facets, the orders, the search index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from csecrefs.formats.values import split_keywords
from csecrefs.model import Name, Reference
from csecrefs.site.shown import shown
from csecrefs.site.words import UNACCENTED, facet, index
from csecrefs.text.collation import collation_key

_NAMED: Final = 3
"""Authors whose names a row shows."""
_MAX_SHOWN: Final = 400
"""Characters of a title in a row; the details have all of it."""


def overview(
    references: Sequence[Reference],
    marked: Mapping[str, Sequence[str]],
    added: Mapping[str, str],
) -> dict[str, Any]:
    """Return what the page needs before a reference is opened.

    `marked` are the marks of references by key, such as retracted and duplicate.
    """
    words, places = index(references)
    return {
        "keys": [each.id for each in references],
        "titles": [shown(each.text("title"))[:_MAX_SHOWN] for each in references],
        "authors": [_names(each) for each in references],
        "years": [each.year for each in references],
        "facets": _facets(references, marked),
        "orders": _orders(references, added),
        "words": words,
        "places": places,
        "unaccented": UNACCENTED,
    }


def _facets(
    references: Sequence[Reference], marked: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the facets by name; the page leaves out those without values."""
    return {
        "mark": facet(marked.get(each.id, ()) for each in references),
        "type": facet([each.type] for each in references),
        "year": facet(map(_years, references)),
        "author": facet(map(_sorted_names, references)),
        "keyword": facet(map(_keywords, references)),
        "container": facet(_one(each, "container-title") for each in references),
        "language": facet(map(_languages, references)),
        "group": facet(map(_groups, references)),
    }


def _years(reference: Reference) -> list[str]:
    if not reference.year:
        return []
    return [str(reference.year)]


def _sorted_names(reference: Reference) -> list[str]:
    return [_sorted_name(name) for name in _people(reference)]


def _people(reference: Reference) -> tuple[Name, ...]:
    names = reference.names("author") or reference.names("editor")
    # "and others" is no name to choose works by.
    return tuple(name for name in names if not name.is_others)


def _sorted_name(name: Name) -> str:
    if name.literal or not name.given:
        return shown(str(name))
    particle = name.non_dropping_particle
    family = " ".join(filter(None, (particle, name.family)))
    return shown(f"{family}, {name.given}")


def _names(reference: Reference) -> str:
    """Return the first authors by family name."""
    people = _people(reference)
    families = [
        " ".join(
            filter(
                None,
                (each.non_dropping_particle, each.family),
            )
        )
        or each.literal
        or each.given
        for each in people[:_NAMED]
    ]
    text = ", ".join(map(shown, families))
    if len(people) > _NAMED:
        return f"{text} …"
    return text


def _keywords(reference: Reference) -> list[str]:
    return [shown(word) for word in split_keywords(reference.text("keyword"))]


def _one(reference: Reference, variable: str) -> list[str]:
    text = shown(reference.text(variable))
    return [text] if text else []


def _languages(reference: Reference) -> list[str]:
    """Return the language without its region: en for en-US."""
    # "en_US" is how locales of programs are written.
    tag = shown(reference.text("language")).replace("_", "-")
    language, _, _ = tag.partition("-")
    if not language:
        return []
    return [language.lower()]


def _groups(reference: Reference) -> list[str]:
    """Return the groups that JabRef keeps in the field `groups`."""
    fields = reference.extra.get("biblatex")
    if not isinstance(fields, Mapping):
        return []
    return [
        shown(name)
        for name in str(fields.get("groups") or "").split(",")
        if name.strip()
    ]


def _orders(
    references: Sequence[Reference], added: Mapping[str, str]
) -> dict[str, list[int]]:
    """Return the orders that the page would take long to make: the numbers of the
    references, sorted.
    """
    numbers = range(len(references))
    titles = [_by_title(each) for each in references]
    authors = [collation_key(_by_name(each)) for each in references]
    years = [each.year or 0 for each in references]
    stamps = [added[each.id] for each in references]

    def author_order(n: int) -> tuple[bool, Any, int]:
        # Works without an author come last, not first.
        return not authors[n], authors[n], years[n]

    def title_order(n: int) -> tuple[bool, Any]:
        return not titles[n], titles[n]

    return {
        "by-author": sorted(numbers, key=author_order),
        "by-title": sorted(numbers, key=title_order),
        "newest": sorted(numbers, key=lambda n: -years[n]),
        "by-added": sorted(
            numbers,
            key=stamps.__getitem__,
            reverse=True,
        ),
    }


def _by_title(reference: Reference) -> Any:
    return collation_key(shown(reference.text("title")))


def _by_name(reference: Reference) -> str:
    return "; ".join(map(_sorted_name, _people(reference)[:_NAMED]))
