"""The locale a style speaks: locale files and the style's own changes, merged in CSL's
fallback order.

Source: CSL 1.0.2 specification, "Locale Fallback" and "Locale".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Final

from csecrefs.csl.style import NOTHING, Date, Locale, Style, Term
from csecrefs.patterns import regex
from csecrefs.text.locator import LABELS
from csecrefs.text.markup import QuoteStyle

LoadLocale = Callable[[str], Locale | None]
"""Finds a locale by its language, falling back to the language's main dialect; None if
there is none.
"""

TermKey = tuple[str, str, str]
"""A term's name, form and gender form."""

# Forms of another gender stand in before another language does ("Gender-specific
# ordinals"); the feminine first, as in both citeproc-js and pandoc: ordinals are mostly
# of editions, which are feminine in Romance languages (1.ª edição).
_GENDERS: Final = ("feminine", "masculine", "neuter")
_LABEL_FORMS: Final = ("long", "short", "symbol")
# White space with a line break in it, as an editor that wraps lines leaves it in a
# term.
_LINE_BREAK: Final = regex(r"[ \t\r\n]*[\n\t][ \t\r\n]*")
# What stands in for a form that is not defined; for all others it is the long one.
_FORM_FALLBACK: Final = {"verb-short": "verb", "symbol": "short"}


class Terms:
    """Terms, dates and options of one language; looking a term up follows CSL's form
    fallback.
    """

    def __init__(
        self,
        language: str,
        layers: Iterable[Locale],
        foreign: Mapping[TermKey, Term] = NOTHING,
    ) -> None:
        self.language = language
        self._terms: dict[TermKey, Term] = {}
        self.dates: dict[str, Date] = {}
        self.options: dict[str, str] = {}
        for layer in layers:
            # a layer with ordinals replaces all of them ("Ordinals")
            if _has_ordinals(layer.terms):
                self._terms = _without_ordinals(self._terms)
            self._terms.update(layer.terms)
            self.dates.update(layer.dates)
            self.options.update(layer.options)
        if _has_ordinals(self._terms):
            foreign = _without_ordinals(foreign)
        self._foreign = foreign
        """Terms of another language, for what this one has in no form at all."""
        self._found: dict[tuple[str, str, bool, str], str] = {}
        self.quotes: QuoteStyle = (
            self.term("open-quote") or "“",
            self.term("close-quote") or "”",
            self.term("open-inner-quote") or "‘",
            self.term("close-inner-quote") or "’",
        )
        self.punctuation_in_quote = self.options.get("punctuation-in-quote") == "true"
        self.day_one_ordinal_only = (
            self.options.get("limit-day-ordinals-to-day-1") == "true"
        )

    def entry(
        self, name: str, form: str = "long", gender_form: str = ""
    ) -> Term | None:
        """Return a term in a form, or the form that stands in for it.

        Another form or gender in the style's language goes before the same form in
        another language. Returns None if no locale defines the term.
        """
        own = _in_forms(
            self._terms,
            name,
            form,
            (gender_form, "", *_GENDERS),
        )
        return own or _in_forms(
            self._foreign,
            name,
            form,
            (gender_form, ""),
        )

    def term(
        self, name: str, form: str = "long", plural: bool = False, gender_form: str = ""
    ) -> str:
        """The text of a term; empty if it is not defined."""
        key = (name, form, plural, gender_form)
        if (found := self._found.get(key)) is None:
            entry = self.entry(name, form, gender_form)
            if entry is None:
                found = ""
            elif plural:
                found = entry.multiple
            else:
                found = entry.single
            self._found[key] = found = _normalised(found)
        return found

    @cached_property
    def locator_labels(self) -> Mapping[str, str]:
        """The words of this language that introduce a locator ("Kap.", "Seite")."""
        found: dict[str, str] = {}
        for label in LABELS:
            for form in _LABEL_FORMS:
                for plural in (False, True):
                    word = (
                        self.term(
                            label,
                            form,
                            plural,
                        )
                        .strip()
                        .lower()
                    )
                    found.setdefault(word, label)
        found.pop("", None)
        return found

    def gender(self, name: str) -> str:
        """The grammatical gender of a noun term; empty if it has none."""
        entry = self.entry(name)
        if entry:
            return entry.gender
        return ""

    def ordinal_suffix(self, number: int, gender: str) -> str:
        """The suffix that makes `number` an ordinal, by the most specific matching
        rule.
        """
        rules = (
            (f"ordinal-{number % 100:02d}", number % 100),
            (f"ordinal-{number % 10:02d}", number % 10),
        )
        for place, (name, _) in enumerate(rules):
            entry = self._exact(name, gender) or self._exact(name, "")
            if entry and self._matches(
                name, entry.match, number, last_digit=place == 1
            ):
                return entry.single
        return self.term("ordinal", gender_form=gender)

    def _exact(self, name: str, gender: str) -> Term | None:
        key = (name, "long", gender)
        return self._terms.get(key) or self._foreign.get(key)

    @staticmethod
    def _matches(name: str, match: str, number: int, last_digit: bool) -> bool:
        stem = int(name.removeprefix("ordinal-"))
        kind = match or ("last-digit" if stem < 10 else "last-two-digits")
        if kind == "whole-number":
            return number == stem
        if kind == "last-two-digits":
            return number % 100 == stem
        return last_digit and number % 10 == stem


def speak(style: Style, load: LoadLocale, language: str = "") -> Terms:
    """The terms for `style` in `language`, else in the style's default locale, else in
    American English.
    """
    wanted = language or style.default_locale or "en-US"
    files = [
        found
        for name in dict.fromkeys(("en-US", wanted))
        if (found := load(name)) is not None
    ]
    # options are not inherited from another language
    options = files[-1].options if files else {}
    base = wanted.partition("-")[0]
    # dates of American English stand in where a locale has none of a form
    layers = [Locale(dates=file.dates) for file in files] + [Locale(options=options)]
    foreign: Mapping[TermKey, Term] = NOTHING
    for file in files:
        if file.language.partition("-")[0] == base:
            layers.append(Locale(terms=file.terms))
        else:
            # English terms print only where the language has no form of a term
            foreign = {**foreign, **file.terms}
    # a style's own locales, from the general one to that of the dialect
    for spoken in ("", base, wanted) if base != wanted else ("", base):
        layers += [layer for layer in style.locales if layer.language == spoken]
    return Terms(wanted, layers, foreign)


def _in_forms(
    terms: Mapping[TermKey, Term], name: str, form: str, genders: Iterable[str]
) -> Term | None:
    """Return the first of a term's forms that `terms` has, by CSL's form fallback."""
    genders = tuple(dict.fromkeys(genders))
    wanted: str | None = form
    while wanted:
        for gender in genders:
            term = terms.get((name, wanted, gender))
            if term is not None:
                return term
        if wanted == "long":
            wanted = None
        else:
            wanted = _FORM_FALLBACK.get(wanted, "long")
    return None


def _has_ordinals(terms: Mapping[TermKey, Term]) -> bool:
    return any(name.startswith("ordinal") for name, _, _ in terms)


def _without_ordinals(terms: Mapping[TermKey, Term]) -> dict[TermKey, Term]:
    return {
        key: term for key, term in terms.items() if not key[0].startswith("ordinal")
    }


def _normalised(term: str) -> str:
    """Return a term on one line; one of nothing but white space is empty.

    A blank that a term brings at its end stays: it is part of the word.
    """
    if not term.strip():
        return ""
    if "\n" in term or "\t" in term:
        term = _LINE_BREAK.sub(" ", term.strip("\n\t\r "))
    return term
