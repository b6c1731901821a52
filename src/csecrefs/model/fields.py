"""Names of variables and item types as people write them, each with what is meant.

Readers of files do without this: it serves callers, who must hear of a wrong name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from csecrefs.errors import FieldError, misspelt, near
from csecrefs.model.variables import ITEM_TYPES, KIND

_BY_FOLDED: Final = {name.replace("-", "_").casefold(): name for name in KIND}

# Fields of BibTeX and BibLaTeX, and plurals, with the variable that is meant.
_MEANT: Final = {
    "abbreviation": "container-title-short",
    "address": "publisher-place",
    "authors": "author",
    "booktitle": "container-title",
    "date": "issued",
    "editors": "editor",
    "eventtitle": "event-title",
    "howpublished": "publisher",
    "institution": "publisher",
    "journal": "container-title",
    "journaltitle": "container-title",
    "keywords": "keyword",
    "langid": "language",
    "location": "publisher-place",
    "month": "issued",
    "name": "author",
    "notes": "note",
    "organization": "publisher",
    "origdate": "original-date",
    "origtitle": "original-title",
    "pages": "page",
    "pagetotal": "number-of-pages",
    "place": "publisher-place",
    "pubmed": "PMID",
    "school": "publisher",
    "series": "collection-title",
    "shortjournal": "container-title-short",
    "shorttitle": "title-short",
    "subtitle": "title",
    "translators": "translator",
    "urldate": "accessed",
    "volumes": "number-of-volumes",
}

# Words that callers use for fields, which other programs have as members of their own.
_SAID: Final = {
    "annotation": "annote",
    "citation-key": "citation-key",
    "citationkey": "id",
    "citekey": "id",
    "event-location": "event-place",
    "key": "id",
    "lang": "language",
    "link": "URL",
    "links": "URL",
    "publication": "container-title",
    "publication-date": "issued",
    "published": "issued",
    "subject": "keyword",
    "subjects": "keyword",
    "tag": "keyword",
    "tags": "keyword",
    "venue": "event-place",
    "website": "URL",
}

# Names of a record's parts that people misspell as those of variables.
_PARTS: Final = ("id", "type", "year")

# Entry types of BibTeX and others, with the item type that is meant.
_MEANT_TYPES: Final = {
    "article-newspaper-article": "article-newspaper",
    "blog": "post-weblog",
    "booklet": "pamphlet",
    "conference": "paper-conference",
    "conference-paper": "paper-conference",
    "inbook": "chapter",
    "book-chapter": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "journal": "article-journal",
    "journal-article": "article-journal",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "newspaper": "article-newspaper",
    "online": "webpage",
    "phdthesis": "thesis",
    "preprint": "article",
    "proceedings": "book",
    "techreport": "report",
    "unpublished": "manuscript",
    "website": "webpage",
}


def attribute(variable: str) -> str:
    """Return the name of a variable as a keyword: `container_title`, `DOI`."""
    return variable.replace("-", "_")


def variable_named(name: str) -> str | None:
    """Return the variable with this name, in any case, with hyphens or underscores.

    >>> variable_named("container_title"), variable_named("doi")
    ('container-title', 'DOI')
    >>> variable_named("journal") is None
    True
    """
    if name in KIND:
        return name
    return _BY_FOLDED.get(name.replace("-", "_").casefold())


def known_variable(name: str, *, own: str = "") -> str:
    """Return the variable with a name. Raises FieldError for an unknown one.

    `own` says where a field of the user's own goes.
    """
    if not isinstance(name, str):
        raise FieldError(f"{name!r} is no field of a reference; names are str")
    variable = variable_named(name)
    if variable is None:
        raise unknown_field(name, own=own)
    return variable


def unknown_field(name: str, *, own: str = "") -> FieldError:
    """Return the error for a name that is no variable, with what may be meant.

    `own` says where a field of the user's own goes, where it may have a value.
    """
    message = f"{name}: no field of a reference"
    known = fields_meant(name)
    if known:
        message += f"; did you mean {' or '.join(known)}?"
    if own and known:
        message += f" {own}"
    elif own:
        message += f"; {own[0].lower()}{own[1:]}"
    return FieldError(message)


def fields_meant(name: str) -> list[str]:
    """Return the fields, as keywords, that a name of another format or a misspelt one
    means.

    >>> fields_meant("journal"), fields_meant("titel")
    (['container_title'], ['title'])
    """
    folded = name.replace("_", "-").casefold()
    meant = {**_MEANT, **_SAID}
    if folded in meant:
        return [attribute(meant[folded])]
    found = near(folded.replace("-", "_"), [*_BY_FOLDED, *_PARTS])
    if not found:
        # "jornal" is no variable misspelt, but "journal" is.
        found = tuple(meant[each] for each in near(folded, meant))
    suggestions = dict.fromkeys(_BY_FOLDED.get(each, each) for each in found)
    return [attribute(each) for each in suggestions]


def no_attribute(name: str) -> str:
    """Return the message for an attribute that no reference has."""
    message = f"a Reference has no {name!r}"
    # Programs ask for names with underscores to find out what an object can do.
    if name.startswith("_"):
        return message
    if meant := fields_meant(name):
        return f"{message}; did you mean {' or '.join(meant)}?"
    return f"{message}; fields of your own are under extra['custom']"


def unchangeable(name: str) -> str:
    """Return the message for a part of a reference that somebody sets or deletes, with
    the way to an edited copy.
    """
    change = name
    if variable_named(name) is None and name not in _PARTS:
        change = (*fields_meant(name), "title")[0]
    return (
        f"a Reference is not changed in place; ref.evolve({change}=...) gives an edited "
        f"copy, and lib.replace() puts it into a library"
    )


def item_type(name: object) -> str:
    """Return the item type with this name. Raises FieldError for any other, with what
    may be meant.

    >>> item_type("Book")
    'book'
    >>> item_type("articel")
    Traceback (most recent call last):
    ...
    csecrefs.errors.FieldError: type: no item type 'articel'; did you mean \
article-journal or article?
    """
    if not isinstance(name, str):
        raise FieldError(f"type: {name!r} is no item type; give a name like 'book'")
    if name in ITEM_TYPES:
        return name
    folded = name.strip().casefold()
    for candidate in (folded, folded.replace(" ", "-"), folded.replace("-", "_")):
        if candidate in ITEM_TYPES:
            return candidate
    raise FieldError(f"type: no item type {name!r}{_hint(types_meant(folded))}")


def read_type(name: str) -> str:
    """Return the item type in an item; one that nobody knows is kept, as readers do.

    Raises FieldError for the name of a type in another format, and for a misspelt one.
    """
    if name in ITEM_TYPES or not types_meant(name.strip()):
        return name  # the reader reports it
    return item_type(name)


def types_meant(name: str) -> tuple[str, ...]:
    """Return the item types that a name of another format, or a misspelt one, means."""
    folded = name.casefold()
    if folded in _MEANT_TYPES:
        return (_MEANT_TYPES[folded],)
    found = near(folded, [*ITEM_TYPES, *_MEANT_TYPES])
    meant = dict.fromkeys(_MEANT_TYPES.get(each, each) for each in found)
    # Of the types of articles that of a journal is by far the most frequent.
    ordered = sorted(meant, key=lambda each: not each.startswith("article-journal"))
    if any(each.startswith("article") for each in meant):
        ordered = list(dict.fromkeys(["article-journal", *ordered]))
    return tuple(ordered[:3])


# Members of an item in csl-data.json that are no variables.
_MEMBERS: Final = frozenset({"id", "type", "custom", "categories", "shortTitle"})
# Members of Crossref's items with names that nearly are those of variables.
_FOREIGN: Final = frozenset({"published", "reference", "subtitle"})


def member_variable(name: object, value: object) -> str | None:
    """Return the variable of a member of a CSL-JSON item, None for another member.

    Raises FieldError for a member that means a variable otherwise spelt. Members of
    other programs pass, and so does an empty one.
    """
    if not isinstance(name, str):
        raise FieldError(f"{name!r} is no field of a reference; names are str")
    variable = variable_named(name)
    if variable is not None:
        return variable
    if name in _MEMBERS | _FOREIGN or value in (None, "", [], {}):
        return None
    if variable_named(name.removesuffix("-short")):
        return None  # collection-title-short, as citeproc-js has it
    folded = name.replace("-", "_").casefold()
    if folded.replace("_", "-") in _MEANT or misspelt(folded, _BY_FOLDED):
        raise unknown_field(name)
    return None


def _hint(suggestions: Iterable[str]) -> str:
    named = " or ".join(suggestions)
    if not named:
        return ""
    return f"; did you mean {named}?"
