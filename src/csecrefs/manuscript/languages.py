"""The terms that introduce a locator, in the language of a manuscript."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Final

from csecrefs.manuscript.locators import (
    LocatorTerms,
    default_terms,
    with_dots,
)
from csecrefs.styles import locales
from csecrefs.styles.load import locale_of
from csecrefs.text.locator import LABELS

# The locator types of CSL 1.0.1, which are those that pandoc knows; it looks for a
# digit after "s.v.", too, so that no headword is one.
_PANDOC_LABELS: Final = (
    "book chapter column figure folio issue line note opus page paragraph part section"
    " verse volume"
).split()


@cache
def locator_terms(language: str = "", *, pandoc: bool = False) -> LocatorTerms:
    """Return the terms of a language, before them the English ones unless `pandoc`.

    >>> locator_terms("de")["s."]
    'page'
    """
    own = _terms(language or "en-US", _PANDOC_LABELS if pandoc else LABELS)
    if pandoc:
        terms = with_dots(own)
        terms.strict = True
        return terms
    return LocatorTerms({**default_terms(), **with_dots(own)})


def _terms(language: str, labels: Collection[str]) -> Mapping[str, str]:
    base = language.partition("-")[0].partition("_")[0].lower()
    tag = locales.chain(language)[0]
    if tag.partition("-")[0] != base:
        return {}
    source = locales.exact(tag)
    if source is None:
        return {}
    found: dict[str, str] = {}
    for (name, _, _), term in locale_of(source).terms.items():
        label = name
        if name == "sub verbo":
            label = "sub-verbo"
        if label in labels:
            found[term.single] = label
            found[term.multiple] = label
    return found
