"""`cs:text`: variables, macros, terms and values."""

from __future__ import annotations

import re
from typing import Final

from csecrefs.csl.context import (
    CALLED,
    FILLED,
    Compiling,
    Context,
    Renderer,
    dressed,
    pass_quote,
    unless_empty,
)
from csecrefs.csl.elements.number import PAGES, format_numeric, unprinted
from csecrefs.csl.label import citation_label
from csecrefs.csl.needs import SHORT_FORMS
from csecrefs.csl.style import Look, TermForm, Text
from csecrefs.model import NUMBER_VARIABLES
from csecrefs.patterns import regex
from csecrefs.text.markup import parse_markup
from csecrefs.text.numeric import has_bare_comma
from csecrefs.text.runs import (
    YEAR_SUFFIX_CLOSE,
    YEAR_SUFFIX_OPEN,
    Affix,
    Mark,
    OrderText,
    Run,
    StyleText,
    TermText,
    pair,
)

# The site in an address: "www.example.org" in "https://www.example.org/a/b".
_SITE: Final = regex(
    r"(?:[a-z]+://)?(?:(?P<www>www\.[^/?#\s]+)|[^/?#\s]+)", re.IGNORECASE
)
_UPRIGHT_OPEN, _UPRIGHT_CLOSE = pair("style", "no-italic")
# What makes an address of an identifier, for the link around it.
_ADDRESSES: Final = {"DOI": "https://doi.org/", "URL": "", "PMID": "https://www.ncbi.nlm.nih.gov/pubmed/",
                     "PMCID": "https://www.ncbi.nlm.nih.gov/pmc/articles/"}  # fmt: skip


# The list, in abbreviation lists as citeproc-js reads them, for variables that have
# none of their own.
_ABBREVIATED: Final = {
    "archive": "container-title", "archive-place": "place", "event": "title", "event-place": "place",
    "genre": "title", "medium": "title", "publisher": "institution-part", "publisher-place": "place",
}  # fmt: skip


def compile_text(node: Text, whole: Compiling) -> Renderer:
    """The renderer of a `cs:text`."""
    if node.source == "macro":
        inner = dressed(
            _grouped(whole.macro(node.name)), node.look._replace(text_case="")
        )
        return unless_empty(whole.needs(node), inner)
    if node.source == "variable":
        return _variable(node, whole)
    if node.source == "value":
        runs = _value(node.name, whole)
    else:
        runs = _term(node, whole)

    def render(_: Context, out: list[Run]) -> int:
        out += runs
        return 0

    return dressed(render, node.look)


def _value(text: str, whole: Compiling) -> list[Run]:
    runs = parse_markup(text, whole.terms.quotes)
    return [run if isinstance(run, Mark) else StyleText(run) for run in runs]


def _term(node: Text, whole: Compiling) -> list[Run]:
    # terms are typed with typewriter apostrophes
    text = whole.terms.term(
        node.name,
        node.form,
        node.plural,
    ).replace("'", "’")
    kind = StyleText if node.look.text_case else TermText
    if text:
        return [kind(text)]
    return []


def _grouped(macro: Renderer) -> Renderer:
    """A macro suppresses itself like a group: terms alone do not print where its
    variables are empty.
    """

    def render(cx: Context, out: list[Run]) -> int:
        start = len(out)
        flags = macro(cx, out)
        if flags == CALLED:
            del out[start:]
        pass_quote(out, start)
        if len(out) > start:
            return CALLED | FILLED
        return flags

    return render


def _variable(node: Text, whole: Compiling) -> Renderer:
    name, look = node.name, node.look
    if name == "year-suffix":
        return dressed(_year_suffix, look)
    if name == "citation-label":
        return dressed(_citation_label, look)
    if name in NUMBER_VARIABLES:
        return dressed(_number(name, whole), look)
    if name in ("title", "container-title", "collection-title", "event-title"):
        return _title(node, whole)
    return dressed(_plain(name, node.form, whole), look)


def _plain(name: str, form: TermForm, whole: Compiling) -> Renderer:
    quotes = whole.terms.quotes
    short = ""
    if form == "short":
        short = SHORT_FORMS.get(name, f"{name}-short")
    prefix = _ADDRESSES.get(name)
    shortened = _site if name == "URL" else str

    def render(cx: Context, out: list[Run]) -> int:
        text = cx.text(name)
        if short and name not in cx.done:
            # the record, then a list of abbreviations, then the long form
            text = cx.text(short) or _abbreviation(cx, name, text) or shortened(text)
        if not text:
            return CALLED
        if cx.touched is not None:
            cx.touched |= {name, short}
        if prefix is None:
            out += parse_markup(text, quotes)
        else:
            opening, closing = pair(
                "style",
                "link",
                _address(prefix, cx.text(name)),
            )
            out += (opening, text, closing)
        return CALLED | FILLED

    return render


def _site(address: str) -> str:
    """The short form of an address that has none of its own: the site it is on."""
    site = _SITE.match(address.strip())
    if site:
        return site["www"] or site[0]
    return address


def _abbreviation(cx: Context, name: str, text: str) -> str:
    """Return the entry of the abbreviation lists for a variable's text, "" if they have
    none.
    """
    lists = cx.abbreviations
    return lists.get(name, {}).get(text, "") or lists.get(
        _ABBREVIATED.get(name, ""), {}
    ).get(text, "")


def _address(prefix: str, text: str) -> str:
    text = text.strip()
    if text.lower().startswith(("http://", "https://")):
        return text
    return prefix + text


def _number(name: str, whole: Compiling) -> Renderer:
    kind = StyleText
    if name == "citation-number":
        kind = OrderText
    typed = name not in PAGES

    def render(cx: Context, out: list[Run]) -> int:
        text = unprinted(cx, name)
        if not text:
            return CALLED
        if cx.touched is not None:
            cx.touched.add(name)
        if "<" in text or "'" in text or '"' in text:
            out += parse_markup(text, whole.terms.quotes)
        elif typed and "," in text and has_bare_comma(text):
            out.append(kind(text))  # cs:text leaves "1,2" as typed, cs:number spaces it
        else:
            out.append(
                kind(
                    format_numeric(
                        text,
                        name,
                        "numeric",
                        "",
                        whole,
                        cx,
                    )
                )
            )
        return CALLED | FILLED

    return render


def _year_suffix(cx: Context, out: list[Run]) -> int:
    suffix = cx.disambiguation.year_suffix
    if not suffix or cx.suffix_printed:
        # date_YearSuffixImplicitWithNoDateOneOnly: its absence suppresses no group
        return 0
    out += (YEAR_SUFFIX_OPEN, suffix, YEAR_SUFFIX_CLOSE)
    cx.suffix_printed = True
    return CALLED | FILLED


def _citation_label(cx: Context, out: list[Run]) -> int:
    label = cx.text("citation-label") or citation_label(cx.fields)
    if not label:
        return CALLED
    out.append(label)
    if cx.disambiguation.year_suffix and not cx.suffix_printed:
        out += (YEAR_SUFFIX_OPEN, cx.disambiguation.year_suffix, YEAR_SUFFIX_CLOSE)
        cx.suffix_printed = True
    return CALLED | FILLED


def _title(node: Text, whole: Compiling) -> Renderer:
    """A title; its translation follows in brackets, as it stands in the record: outside
    the title's fonts and quotation marks, in no other case, and upright even in the
    italics of a macro around it."""
    look = node.look
    inside = dressed(
        _plain(node.name, node.form, whole),
        look._replace(prefix="", suffix="", display=None),
    )
    name, quotes = node.name, whole.terms.quotes

    def render(cx: Context, out: list[Run]) -> int:
        flags = inside(cx, out)
        if flags & FILLED and not cx.sorting:
            translation = cx.translations.get(name)
        else:
            translation = None
        if translation and node.form != "short":
            out += (_UPRIGHT_OPEN, Affix(" ["), *parse_markup(translation.text, quotes))
            out += (Affix("]"), _UPRIGHT_CLOSE)
        return flags

    around = Look(
        prefix=look.prefix,
        suffix=look.suffix,
        display=look.display,
    )
    return dressed(render, around, quoted=look.quotes)
