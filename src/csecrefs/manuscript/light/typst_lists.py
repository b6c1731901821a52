"""Lists of a Typst source: `#bibliography(...)`, its files, its style.

Source: Typst 0.15, reference page "bibliography".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from csecrefs.manuscript.light.typst_arguments import (
    CallArgument,
    arguments,
    closing,
    named_values,
    string_of,
)
from csecrefs.manuscript.light.typst_scanner import Found
from csecrefs.manuscript.light.typst_styles import csl_style
from csecrefs.manuscript.sites import Metadata, Site
from csecrefs.patterns import regex

# The words before a call that make it a rule: `#set bibliography(...)`.
_RULE: Final = regex(r"\bset\s*\Z")
# A value with files inside: an array, or `read("refs.bib", encoding: none)`.
_NESTED: Final = regex(r"(?:read|bytes)?\(")
# A variable of files, up to its value: ` refs = "a.bib"`.
_VARIABLE: Final = regex(r"\s*([^\W\d][\w-]*)\s*=\s*(?=[\"(])")
# The language of the text: `#set text(lang: "de")`.
_LANGUAGE: Final = regex(r"""#set\s+text\s*\([^)]*\blang\s*:\s*"([\w-]+)\"""")


# The few characters before a call say whether it is a rule.
def is_rule(text: str, start: int) -> bool:
    """True if a call sets defaults and prints nothing: `#set cite(...)`."""
    return _RULE.search(text[max(0, start - 20) : start]) is not None


def bibliographies(text: str, found: Sequence[Found]) -> Iterator[Site]:
    """Yield the site of each list."""
    for each in found:
        if each.kind != "call" or each.name != "bibliography":
            continue
        if not is_rule(text, each.start):
            source = text[each.start : each.end]
            yield Site(
                each.start,
                each.end,
                (),
                "bibliography",
                source,
            )


def metadata(text: str, found: Sequence[Found]) -> Metadata:
    """Return the files of references, the style and the language of a source."""
    files: list[str] = []
    nocite: tuple[str, ...] = ()
    style = ""
    variables = {
        match[1]: match.end()
        for each in found
        if each.kind == "let" and (match := _VARIABLE.match(text, each.end))
    }
    for each in found:
        if each.kind != "call" or each.name != "bibliography" or each.given is None:
            continue
        given = arguments(text, *each.given)
        files += _sources(text, given, variables)
        named = named_values(text, given)
        if named.get("style", "").startswith('"'):
            style = style or csl_style(string_of(named["style"]))
        if named.get("full") == "true":
            nocite = ("*",)
    language = _LANGUAGE.search(text)
    return Metadata(
        tuple(dict.fromkeys(files)),
        style,
        language[1] if language else "",
        nocite,
    )


def _sources(
    text: str, given: Sequence[CallArgument], variables: Mapping[str, int]
) -> Iterator[str]:
    """Yield the files of a list: strings, arrays, `read(...)`, variables of these."""
    for each in given:
        source = text[each.start : each.end]
        nested = _NESTED.match(source)
        if each.name:
            continue
        if source.startswith('"'):
            # A path from the root, which is the manuscript's folder by default.
            yield string_of(source).removeprefix("/")
        elif nested:
            inside = arguments(text, each.start + nested.end(), each.end - 1)
            yield from _sources(text, inside, variables)
        elif source in variables:
            start = variables[source]
            end = closing(text, start)
            if text[start] == '"':
                end = text.find('"', start + 1) + 1
            yield from _sources(text, [CallArgument("", start, end)], {})
