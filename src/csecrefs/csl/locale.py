"""The locale a style speaks: locale files and the style's own changes, merged in CSL's
fallback order.

Source: CSL 1.0.2 specification, "Locale Fallback" and "Locale".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from csecrefs.csl.style import Date, Locale, Style, Term
from csecrefs.text.markup import QuoteStyle

LoadLocale = Callable[[str], Locale | None]
"""Finds a locale by its language, falling back to the language's main dialect; None if
there is none.
"""

_FORM_FALLBACK: Final = {"verb-short": "verb", "symbol": "short"}
"""What stands in for a form that is not defined; for all others it is the long one."""


class Terms:
    """Terms, dates and options of one language; looking a term up follows CSL's form
    fallback.
    """

    def __init__(self, language: str, layers: Iterable[Locale]) -> None:
        self.language = language
        self._terms: dict[tuple[str, str, str], Term] = {}
        self.dates: dict[str, Date] = {}
        self.options: dict[str, str] = {}
        for layer in layers:
            if any(key[0].startswith("ordinal") for key in layer.terms):
                self._terms = {
                    k: t
                    for k, t in self._terms.items()
                    if not k[0].startswith("ordinal")
                }
            self._terms.update(layer.terms)
            self.dates.update(layer.dates)
            self.options.update(layer.options)
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
        """The term itself, by form fallback; None if the locale does not define it."""
        wanted: str | None = form
        while wanted:
            if (term := self._terms.get((name, wanted, gender_form))) is not None:
                return term
            wanted = None if wanted == "long" else _FORM_FALLBACK.get(wanted, "long")
        return self.entry(name, form) if gender_form else None

    def term(
        self, name: str, form: str = "long", plural: bool = False, gender_form: str = ""
    ) -> str:
        """The text of a term; empty if it is not defined."""
        key = (name, form, plural, gender_form)
        if (found := self._found.get(key)) is None:
            entry = self.entry(name, form, gender_form)
            found = (
                "" if entry is None else (entry.multiple if plural else entry.single)
            )
            self._found[key] = found = found.strip("\n\t") if found.strip() else found
        return found

    def gender(self, name: str) -> str:
        """The grammatical gender of a noun term; empty if it has none."""
        entry = self.entry(name)
        return entry.gender if entry else ""

    def ordinal_suffix(self, number: int, gender: str) -> str:
        """The suffix that makes `number` an ordinal, by the most specific matching
        rule.
        """
        rules = (
            (f"ordinal-{number % 100:02d}", number % 100),
            (f"ordinal-{number % 10:02d}", number % 10),
        )
        for place, (name, _) in enumerate(rules):
            entry = self._terms.get((name, "long", gender)) or self._terms.get(
                (name, "long", "")
            )
            if entry and self._matches(
                name, entry.match, number, last_digit=place == 1
            ):
                return entry.single
        return self.term("ordinal", gender_form=gender)

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
    options = files[-1].options if files else {}
    layers = [Locale(terms=file.terms, dates=file.dates) for file in files] + [
        Locale(options=options)
    ]
    base = wanted.partition("-")[0]
    for spoken in ("", base, wanted) if base != wanted else ("", base):
        layers += [layer for layer in style.locales if layer.language == spoken]
    return Terms(wanted, layers)
