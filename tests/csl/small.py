"""Small styles written where they are tested: a layout in the least style that holds
it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from csecrefs.csl import (
    Citation,
    Cite,
    Locale,
    Processor,
    Rendering,
    parse_locale,
    parse_style,
)
from csecrefs.model import DATE_VARIABLES, KIND, NAME_VARIABLES, Reference
from csecrefs.styles import locales
from csecrefs.text.inline import Inline

AUTHOR = '<names variable="author"/>'
SHORT = '<names variable="author"><name form="short"/></names>'
YEAR = '<date variable="issued"><date-part name="year"/></date>'
TITLE = '<text variable="title"/>'
NUMBER = '<text variable="citation-number"/>'
LOCATOR = '<text variable="locator"/>'


def style(
    layout: str = TITLE,
    *,
    cites: str = TITLE,
    top: str = "",
    kind: str = "in-text",
    macros: str = "",
    locale: str = "",
    citation: str = "",
    around_cites: str = "",
    cite_sort: str = "",
    bibliography: str = "",
    around: str = "",
    sort: str = "",
) -> str:
    """A style's XML: the elements of its bibliography (`layout`) and of its citation
    (`cites`).

    `top`, `citation`, `bibliography` are attributes of `style`, `citation` and
    `bibliography`; `around_cites` and `around` those of their layouts; `cite_sort` and
    `sort` the keys they are sorted by.
    """
    return (
        f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="{kind}" {top}>'
        f"<info><title>small</title><id>small</id></info>{locale}{macros}"
        f"<citation {citation}>{_sort(cite_sort)}<layout {around_cites}>{cites}</layout></citation>"
        f"<bibliography {bibliography}>{_sort(sort)}<layout {around}>{layout}</layout></bibliography></style>"
    )


def _sort(keys: str) -> str:
    return f"<sort>{keys}</sort>" if keys else ""


def work(key: str = "a", item_type: str = "book", **fields: Any) -> Reference:
    """A reference: dates as a year, `(2020, 5)` or `((2020,), (2021,))`; names as
    `"Doe, Jane; Roe"`.

    Dictionaries and lists are taken for CSL-JSON; an underscore stands for a hyphen.
    """
    item: dict[str, Any] = {"id": key, "type": item_type}
    for name, value in fields.items():
        variable = name if name in KIND else name.replace("_", "-")
        item[variable] = value
        if variable in NAME_VARIABLES and isinstance(value, str):
            item[variable] = people(value)
        elif variable in DATE_VARIABLES and isinstance(value, (int, tuple)):
            item[variable] = dated(value)
    return Reference.from_csl(item)


def people(text: str) -> list[dict[str, str]]:
    """Names in CSL-JSON: "Doe, Jane; Roe, Richard"; one in braces is literal."""
    return [_person(each.strip()) for each in text.split(";")]


def _person(text: str) -> dict[str, str]:
    if text.startswith("{"):
        return {"literal": text.strip("{}")}
    family, comma, given = (part.strip() for part in text.partition(","))
    return {"family": family, "given": given} if comma else {"family": family}


def dated(value: int | tuple[Any, ...]) -> dict[str, Any]:
    """A date in CSL-JSON from its parts, or two of them for a range."""
    if isinstance(value, int):
        value = (value,)
    halves = value if value and isinstance(value[0], tuple) else (value,)
    return {"date-parts": [list(half) for half in halves]}


def render(
    xml: str,
    works: Iterable[Reference],
    citations: Iterable[Citation] = (),
    locale: str = "",
) -> Rendering:
    """What a style makes of `works` and `citations`."""
    return _processor(xml, locale).render(tuple(works), tuple(citations))


# Tests render one style again and again, each time from the start.
@lru_cache(maxsize=32)
def _processor(xml: str, locale: str) -> Processor:
    return Processor(parse_style(xml), load_locale, locale)


def entries(layout: str, works: Iterable[Reference], **parts: Any) -> list[str]:
    """The entries that `works` become, in the bibliography's order."""
    locale = parts.pop("language", "")
    return [
        shown(entry.tree)
        for entry in render(style(layout, **parts), works, locale=locale).entries or ()
    ]


def entry(layout: str, reference: Reference | None = None, **parts: Any) -> str:
    """The entry that one work becomes; "" if it prints nothing."""
    return "".join(
        entries(layout, [work() if reference is None else reference], **parts)
    )


def within(layout: str, reference: Reference | None = None, **parts: Any) -> str:
    """What a layout prints inside an entry, where a term does not start it and takes no
    capital.
    """
    return entry(f'<text value="|"/>{layout}', reference, **parts).removeprefix("|")


def cited(
    cites: str,
    works: Iterable[Reference],
    citations: Iterable[Any] | None = None,
    **parts: Any,
) -> list[str]:
    """What citations print: each a key, a `Cite`, a list of these, or a `Citation`; by
    default, one that cites all works."""
    known = tuple(works)
    asked = [[reference.id for reference in known]] if citations is None else citations
    made = [citation(each, note) for note, each in enumerate(asked, start=1)]
    if parts.get("kind") != "note":
        made = [Citation(each.cites) for each in made]
    locale = parts.pop("language", "")
    return [
        shown(tree)
        for tree in render(style(cites=cites, **parts), known, made, locale).citations
    ]


def citation(what: Any, note: int = 0) -> Citation:
    """A citation of a key, a `Cite` or a list of these, in note `note`."""
    if isinstance(what, Citation):
        return what
    cites = [what] if isinstance(what, (str, Cite)) else what
    return Citation(
        tuple(Cite(each) if isinstance(each, str) else each for each in cites), note
    )


def shown(tree: Iterable[Inline]) -> str:
    """A tree as text, each element between its tag's name; links show only their
    text.
    """
    out = []
    for node in tree:
        if isinstance(node, str):
            out.append(node)
        else:
            inside = shown(node.children)
            out.append(
                inside if node.tag == "link" else f"<{node.tag}>{inside}</{node.tag}>"
            )
    return "".join(out)


@lru_cache
def load_locale(tag: str) -> Locale | None:
    """The installed locale of a language; None for a language without one."""
    found = locales.exact(locales.chain(tag)[0])
    return parse_locale(found.xml) if found and found.tag[:2] == tag[:2] else None
