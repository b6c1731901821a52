"""Records as formats without CSL's rich text take them: plain text, no "et al." for a
person.

Formats outside CSL have no `<i>` or `<span class="nocase">`: their readers print such
tags. Superscripts and subscripts that Unicode has stay as its characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs

from csecrefs.formats.spoken import parsed
from csecrefs.model import Date, Name, Reference, Translation
from csecrefs.model.values import Value
from csecrefs.patterns import regex
from csecrefs.text.tex_tables import SUBSCRIPTS, SUPERSCRIPTS

_RAISED: Final = {plain: raised for raised, plain in SUPERSCRIPTS.items()} | {"-": "⁻"}
_LOWERED: Final = {plain: lowered for lowered, plain in SUBSCRIPTS.items()} | {"-": "₋"}
# Text set high or low, which Unicode has signs for: "<sub>2</sub>".
_SCRIPT: Final = regex(r"<(su[bp])>([^<>]*)</\1>")
# Tags of CSL's rich text, which plain text leaves out.
_TAG: Final = regex(
    r"</?(?:i|b|em|strong|sup|sub|sc)>|</span>"
    r"|<span\s+(?:class|style)=[\"'](?:nocase|nodecor|font-variant:\s*small-caps;?)[\"']>"
)
# Text that keeps its case, without another span within.
_NOCASE: Final = regex(
    r"<span class=[\"']nocase[\"']>((?:(?!<span).)*?)</span>", re.DOTALL
)
# Control characters, tab and line ends apart: XML and Typst's HTML have none.
_CONTROLS: Final = regex("[\x00-\x08\x0e-\x1b\x7f]")
_OTHERS: Final = Name(literal="others")


# A tag of HTML, JATS or MathML as databases leave them in titles: `<i lang="la">`,
# `</jats:italic>`, `<BR/>`.
_ANY_TAG: Final = regex(
    r"<(?P<close>/?)(?P<name>i|b|em|strong|u|sup|sub|sc|scp|tt|span|br|(?:jats|mml):[\w-]{1,40})"
    r"(?P<more>(?:\s[^<>]{0,300})?)/?>",
    re.IGNORECASE,
)
_SMALL_CAPS: Final = ('<span style="font-variant:small-caps;">', "</span>")
# CSL's tags for those of the same meaning; others mean nothing in a bibliography.
_CSL_TAGS: Final = {
    **{name: (f"<{name}>", f"</{name}>") for name in ("i", "b", "sup", "sub")},
    **dict.fromkeys(("em", "jats:italic"), ("<i>", "</i>")),
    **dict.fromkeys(("strong", "jats:bold"), ("<b>", "</b>")),
    **dict.fromkeys(("sc", "scp", "jats:sc"), _SMALL_CAPS),
    "jats:sup": ("<sup>", "</sup>"),
    "jats:sub": ("<sub>", "</sub>"),
}
# As many open elements as an end is sought among.
_OPEN: Final = 20


def usual_markup(text: str) -> str:
    """Return a text with the tags that pair in CSL's form, and without ends of nothing.

    >>> usual_markup('<I lang="la">Vole</I> <jats:sup>2</jats:sup> <span>x</span></b>')
    '<i>Vole</i> <sup>2</sup> x'
    """
    if "<" not in text:
        return text
    found = list(_ANY_TAG.finditer(text))
    return _replaced(text, found, _replacements(found)) if found else text


def _replacements(found: Sequence[re.Match[str]]) -> dict[int, str]:
    """Return what stands for each tag, by its number; an element that is not closed
    stays as it is.
    """
    new: dict[int, str] = {}
    opened: list[int] = []
    for at, tag in enumerate(found):
        name = tag["name"].lower()
        if name == "br":
            new[at] = " "
        elif not tag["close"]:
            opened.append(at)
        else:
            new[at] = ""
            last = opened[-_OPEN:]
            same = [each for each in last if found[each]["name"].lower() == name]
            if same:
                begin, end = _meaning(found[same[-1]])
                new |= {same[-1]: begin, at: end}
                while (inner := opened.pop()) != same[-1]:
                    new[inner] = ""
    return new


def _meaning(tag: re.Match[str]) -> tuple[str, str]:
    """The begin and end of an element in CSL's rich text."""
    name, more = tag["name"].lower(), tag["more"]
    if name != "span":
        return _CSL_TAGS.get(name, ("", ""))
    if "small-caps" in more:
        return _SMALL_CAPS
    if "nocase" in more:
        return '<span class="nocase">', "</span>"
    return "", ""


def _replaced(text: str, found: Sequence[re.Match[str]], new: Mapping[int, str]) -> str:
    parts: list[str] = []
    done = 0
    for at, tag in enumerate(found):
        parts += (text[done : tag.start()], new.get(at, tag[0]))
        done = tag.end()
    return "".join([*parts, text[done:]])


def plain_text(text: str) -> str:
    """Return rich text without its tags.

    >>> plain_text('<i>Vole</i> H<sub>2</sub>O <span class="nocase">NASA</span>')
    'Vole H₂O NASA'
    """
    if "<" in text:
        return _TAG.sub("", _SCRIPT.sub(_script, usual_markup(text)))
    return text


# Tags of CSL's rich text that are no face of a font: `<span class="nocase">`.
_NO_FACE: Final = regex(r"</?(?:span|sc)\b[^<>]*>")


def faced_text(text: str) -> str:
    """Return rich text with its faces alone, which EndNote's styles have.

    >>> faced_text('<i>On</i> <span class="nocase">NASA</span>')
    '<i>On</i> NASA'
    """
    return _NO_FACE.sub("", usual_markup(text)) if "<" in text else text


def braced_text(text: str) -> str:
    """Return rich text with the braces of Hayagriva round what keeps its case.

    >>> braced_text('<i>On</i> <span class="nocase">NASA</span>')
    'On {NASA}'
    """
    if "<" not in text:
        return text
    return plain_text(_NOCASE.sub(r"{\1}", usual_markup(text)))


def _script(match: re.Match[str]) -> str:
    """A super- or subscript in Unicode's characters, if it has all of them."""
    table = _LOWERED
    if match[1] == "sup":
        table = _RAISED
    if all(char in table for char in match[2]):
        return "".join(table[char] for char in match[2])
    return match[2]


def plain(reference: Reference, text: Callable[[str], str] = plain_text) -> Reference:
    """Return a record with `text` applied to its texts, and without "and others"."""
    fields = {
        name: _plain_value(value, text) for name, value in reference.fields.items()
    }
    changed = {name: value for name, value in fields.items() if value not in ((), "")}
    translations: Mapping[str, Translation] = {
        name: attrs.evolve(part, text=text(part.text))
        for name, part in reference.translations.items()
    }
    same = changed == dict(reference.fields) and translations == reference.translations
    if same:
        return reference
    return Reference.trusted(
        reference.id,
        reference.type,
        changed,
        translations,
        reference.extra,
        reference.place,
    )


def _plain_value(value: Value, text: Callable[[str], str]) -> Value:
    if isinstance(value, str):
        # a title of blanks only is none: RIS, CFF and MODS would have an empty field
        return _CONTROLS.sub("", text(value)) if value.strip() else ""
    if isinstance(value, tuple):
        return _plain_names(value)
    if isinstance(value, Date) and (value.literal or value.raw):
        literal, raw = plain_text(value.literal), plain_text(value.raw)
        return parsed(
            value.evolve(
                literal=literal.strip(),
                raw=raw.strip(),
            )
        )
    return value


_PARTS: Final = (
    "family",
    "given",
    "dropping_particle",
    "non_dropping_particle",
    "suffix",
    "literal",
)


def _plain_names(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """The names without markup, without "and others" and without empty ones."""
    found = []
    for name in names:
        if name == _OTHERS:
            continue
        plain_one = _plain_name(name)
        if plain_one.literal or plain_one.family:
            found.append(plain_one)
    return tuple(found)


def _one_line(text: str) -> str:
    """A part of a name without tags, line ends and other control characters."""
    without = _CONTROLS.sub("", plain_text(text))
    return " ".join(filter(None, re.split(r"[ \n\r\t]+", without))).strip()


def _plain_name(name: Name) -> Name:
    """A name without tags and without blanks at its ends; one that has a given name
    only, as a mononym of some programs, is a whole name.
    """
    parts = {part: getattr(name, part) for part in _PARTS}
    plain_parts = {part: _one_line(value) for part, value in parts.items()}
    if not (plain_parts["family"] or plain_parts["literal"]):
        whole = " ".join(filter(None, plain_parts.values()))
        plain_parts = dict.fromkeys(_PARTS, "") | {"literal": whole}
    return name if plain_parts == parts else name.evolve(**plain_parts)
