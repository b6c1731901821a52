"""The languages of the interface: a small table, and CSL's locales for types.

To add a language, add a column to words.txt and its locale to `_LOCALES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from csecrefs.model.variables import ITEM_TYPES
from csecrefs.site.assets import asset
from csecrefs.styles import locales
from csecrefs.styles.load import locale_of

_LOCALES: Final = {
    "en": "en-US",
    "de": "de-DE",
    "fr": "fr-FR",
    "ro": "ro-RO",
}
LANGUAGES: Final = tuple(_LOCALES)
"""The languages that the interface has."""


def words() -> Mapping[str, Mapping[str, str]]:
    """Return the words of the interface by language.

    >>> words()["ro"]["search"]
    'Căutare'
    """
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        found[language] = {}
    # A line of the file: "close | Close | Schließen | Fermer | Închide".
    for line in asset("words.txt").splitlines()[1:]:
        name, *said = map(str.strip, line.split(" | "))
        # A column too few would give a language another's words: `strict` tells.
        for language, text in zip(LANGUAGES, said, strict=True):
            found[language][name] = text
    return found


def types() -> Mapping[str, Mapping[str, str]]:
    """Return the names of CSL's item types by language, as its locales have them."""
    found = {}
    for language, tag in _LOCALES.items():
        source = locales.exact(tag)
        if source is None:
            continue
        terms = locale_of(source).terms
        named = {}
        for type_ in sorted(ITEM_TYPES):
            term = terms.get((type_, "long", ""))
            if term is not None:
                named[type_] = term.single
        found[language] = named
    return found
