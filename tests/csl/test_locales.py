"""CSL 1.0.2, "Locale Fallback", "Locale" in styles, and the fallback of "Terms" from
form to form.
"""

from __future__ import annotations

import pytest

from csecrefs.csl import Locale, Processor, parse_locale, parse_style
from csecrefs.styles import locales
from tests.csl.small import TITLE, YEAR, load_locale, render, shown, style, within, work

TERM = '<text term="anonymous"/>'


def locale(text: str, lang: str = "", name: str = "anonymous", form: str = "") -> str:
    attributes = f'xml:lang="{lang}"' if lang else ""
    shape = f'form="{form}"' if form else ""
    return f'<locale {attributes}><terms><term name="{name}" {shape}>{text}</term></terms></locale>'


@pytest.mark.parametrize(
    ("langs", "expected"),
    [
        (("de-AT", "de", ""), "de-AT"),
        (("de", ""), "de"),
        (("",), "none"),
        (("fr", "de-CH"), "ohne Autor"),
        ((), "ohne Autor"),
    ],
)
def test_fallback(langs: tuple[str, ...], expected: str) -> None:
    """In the style: dialect, language, neither; then the files."""
    own = "".join(locale(lang or "none", lang) for lang in reversed(langs))
    assert within(TERM, work(), locale=own, language="de-AT") == expected


@pytest.mark.parametrize(
    ("default", "asked", "expected"),
    [
        ("", "", "and"),
        ('default-locale="fr-FR"', "", "et"),
        ('default-locale="fr-FR"', "es-ES", "y"),
        ("", "de", "und"),
    ],
)
def test_which_language(default: str, asked: str, expected: str) -> None:
    assert within('<text term="and"/>', work(), top=default, language=asked) == expected


def test_a_language_without_a_locale_speaks_english() -> None:
    assert within('<text term="and"/>', work(), language="tlh") == "and"


def test_a_term_may_be_emptied() -> None:
    """Fallback stops at a term that is defined, even as nothing."""
    assert within(TERM + TITLE, work(title="T"), locale=locale("")) == "T"


@pytest.mark.parametrize(
    ("defined", "asked", "expected"),
    [
        (("long",), "short", "long"),
        (("long", "short"), "symbol", "short"),
        (("long", "verb"), "verb-short", "verb"),
        (("long",), "verb", "long"),
        (("long",), "symbol", "long"),
        (("short",), "long", ""),
    ],
)
def test_forms_fall_back(defined: tuple[str, ...], asked: str, expected: str) -> None:
    own = "".join(locale(form, name="made up", form=form) for form in defined)
    assert (
        within(f'<text term="made up" form="{asked}"/>', work(), locale=own) == expected
    )


def test_styles_change_dates_and_options() -> None:
    own = (
        '<locale><style-options punctuation-in-quote="false"/><date form="text">'
        '<date-part name="year" suffix="/"/><date-part name="month"/></date></locale>'
    )
    assert (
        within(
            '<date variable="issued" form="text"/>', work(issued=(2000, 5)), locale=own
        )
        == "2000/May"
    )
    assert (
        within(
            '<text variable="title" quotes="true" suffix="."/>',
            work(title="T"),
            locale=own,
        )
        == "“T”."
    )


def test_single_and_multiple() -> None:
    term = '<term name="volume"><single>one</single><multiple>many</multiple></term>'
    own = f"<locale><terms>{term}</terms></locale>"
    layout = '<text term="volume"/><text term="volume" plural="true" prefix="/"/>'
    assert within(layout, work(), locale=own) == "one/many"


def test_without_any_locale_there_are_no_terms_but_there_is_text() -> None:
    """A missing locale is no reason to fail."""
    layout = f'{TITLE}<text term="and"/>{YEAR}<text variable="note" quotes="true"/>'
    processor = Processor(parse_style(style(layout)), lambda _: None)
    (found,) = processor.render([work(title="T", issued=2000, note="N")]).entries or ()
    assert shown(found.tree) == "T2000“N”"


@pytest.mark.parametrize("tag", locales.names())
def test_every_installed_locale(tag: str) -> None:
    """Each has its months and quotation marks, and prints a date, a list of names and
    an ordinal.
    """
    found = load_locale(tag)
    assert isinstance(found, Locale) and found == parse_locale(locales.find(tag).xml)
    layout = (
        '<names variable="author"><name and="text"/></names><date variable="issued" form="text"/>'
        '<number variable="edition" form="ordinal"/><text variable="title" quotes="true"/>'
    )
    reference = work(author="Doe, J; Roe, R", issued=(2000, 5, 1), edition=2, title="T")
    rendering = render(style(layout), [reference], locale=tag)
    text = shown((rendering.entries or ())[0].tree)
    assert (
        "Doe" in text
        and "2000" in text.translate({ord("၂"): "2", ord("၀"): "0"})
        and "T" in text
    )
    assert not rendering.warnings


@pytest.mark.parametrize(
    ("language", "layout", "printed"),
    [
        ("pt-BR", '<number variable="edition" form="long-ordinal"/>', "segunda"),
        (
            "pt-PT",
            '<number variable="edition" form="ordinal"/>',
            "2.<superscript>a</superscript>",
        ),
        ("ar", '<text term="editor" form="short"/>', "تحقيق"),
        ("ar", '<text term="editor" form="verb-short"/>', "ed. by"),
        ("de", '<text term="editor" form="short"/>', "Hrsg."),
        ("en-GB", '<number variable="edition" form="long-ordinal"/>', "second"),
        ("he-IL", '<label variable="edition"/>', "מהדורה"),
    ],
)
def test_another_form_of_a_language_goes_before_another_language(
    language: str, layout: str, printed: str
) -> None:
    assert within(layout, work(edition="2"), language=language) == printed


@pytest.mark.parametrize(
    ("term", "printed"),
    [
        ("  \n  ", "|t"),
        ("\n  two\n  words\n", "two words|t"),
        ("", "|t"),
        ("one ", "one |t"),
    ],
)
def test_a_term_is_one_line_or_empty(term: str, printed: str) -> None:
    locale = f'<locale><terms><term name="edition">{term}</term></terms></locale>'
    layout = '<text term="edition"/><text value="|t"/>'
    assert within(layout, locale=locale) == printed


def test_apostrophes_of_labels_are_set_as_those_of_terms() -> None:
    """The Hebrew term of a page begins with a typewriter apostrophe."""
    label = '<label variable="page" form="short"/>'
    role = '<names variable="editor"><label form="short" prefix=" "/></names>'
    locale = (
        '<locale><terms><term name="editor" form="short">ed\'r</term></terms></locale>'
    )
    assert within(label, work(page="3"), language="he-IL") == "’עמ"
    assert within(role, work(editor="Lap"), locale=locale) == "Lap ed’r"
