"""CSL items from .bib entries by pandoc's conventions, for those who go on from there.

They differ from our records where pandoc takes CSL's advice that titles be stored in
sentence case (English titles are turned, what stands in braces is not), splits a short
title off at a colon, reads the von part as a dropping particle unless `useprefix` says
otherwise, leaves mathematics as TeX, joins all publishers, and knows fewer item types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from csecrefs.formats.bibtex.records import to_reference
from csecrefs.formats.bibtex.syntax import Block, Database
from csecrefs.formats.bibtex.values import Fields, Values
from csecrefs.model.date import Date
from csecrefs.model.reference import Reference
from csecrefs.patterns import regex

# CSL's types that pandoc does not give, and what it gives in their place.
_TYPES: Final = {
    "document": "",
    "performance": "speech",
    "standard": "legislation",
    "periodical": "article-journal",
}
_TITLES: Final = (
    "title title-short volume-title collection-title event-title original-title"
    " container-title"
).split()
_PUBLISHERS: Final = (
    "institution",
    "school",
    "organization",
    "howpublished",
    "publisher",
)
# A formula, which pandoc keeps as TeX; an escaped dollar opens none.
_MATH: Final = regex(r"(?<!\\)\$[^$]+\$")
# \mkbibquote and its argument, with one level of braces within.
_QUOTE: Final = regex(r"\\mkbibquote\s*(\{(?:[^{}]|\{[^{}]*\})*\})")
# An article's series that is only a number: "3" becomes "3rd series".
_ORDINALS: Final = {"1": "st", "2": "nd", "3": "rd"}
# Braces, to count depth, and the colons at which a short title may end.
_BRACE_OR_COLON: Final = regex(r"[{}:]")
# A stop between initials that have no blank between them: "J.A." becomes "J. A.".
_INITIAL: Final = regex(r"(?<=\w)\.(?=\w)")
# The place of a formula set aside: its number between two private characters.
_HELD: Final = regex("\ue000(\\d+)\ue001")
# A title's tokens: a tag, a word with its apostrophes, anything between words.
_TOKEN: Final = regex(
    r"(?P<tag><(?P<end>/?)(?P<name>[a-z]+)[^<>]*>)|(?P<word>[^\W_]+(?:[’'][^\W\d_]+)*)|[^<\w]+|."
)
# The end of a sentence within a title, with the closing quotation mark: "Why?” ".
_SENTENCE_END: Final = regex(r"[.?!:][”’\"')\]]*\s")
# Tags in which case stays as it is, raised and lowered text among them.
_FIXED: Final = frozenset({"span", "sup", "sub"})


def to_items(database: Database) -> list[dict[str, Any]]:
    """A CSL-JSON item for each entry of `database`, as pandoc would give it."""
    values = Values(database)
    works = (block for block in database.entries if block.type != "xdata")
    return [
        _item(
            block,
            values.all(block),
            database,
        )
        for block in works
    ]


def _item(
    block: Block,
    fields: Fields,
    database: Database,
) -> dict[str, Any]:
    held: list[str] = []
    reference = to_reference(
        block, _prepared(block.type, fields, held), database, use_prefix=False
    )
    in_journal = block.type == "periodical" or not fields.keys() & {
        "booktitle",
        "maintitle",
    }
    item = _in_sentence_case(reference, in_journal).to_csl()
    kept = item.pop("biblatex", {})
    item.pop("custom", None)
    item["type"] = _TYPES.get(item["type"], item["type"])
    if (
        block.type == "book"
        and "crossref" in kept
        and "volume-title" in item
        and "author" in item
    ):
        item["container-author"] = item["author"]
    if "eid" in fields:
        item.pop("number" if "pages" in fields else "page", None)
    for variable, value in reference.fields.items():
        if isinstance(value, Date):
            item[variable] = _date(value)
    for variable, value in item.items():
        if isinstance(value, str):
            item[variable] = _HELD.sub(
                lambda match: held[int(match[1])], value.replace("'", "’")
            )
        elif isinstance(value, list):
            item[variable] = [
                {part: _name_part(part, text) for part, text in name.items()}
                for name in value
            ]
    return {variable: value for variable, value in item.items() if value != {}}


def _name_part(part: str, text: str) -> str:
    """A part of a name with curly apostrophes, and a space after each initial."""
    text = text.replace("'", "’")
    if part in ("given", "suffix"):
        return _INITIAL.sub(r"\g<0> ", text)
    return text


def _prepared(
    type_: str,
    fields: Fields,
    held: list[str],
) -> Fields:
    """The fields with what pandoc reads otherwise put so that it comes out so;
    mathematics goes to `held`.
    """

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\ue000{len(held) - 1}\ue001"

    fields = {name: _MATH.sub(hold, value) for name, value in fields.items()}
    for name, value in fields.items():
        if "quote" in value:
            fields[name] = _QUOTE.sub(r"\\mkbibquote{\1}", value).replace(
                r"\enquote*", r"\enquote"
            )
    publishers = [fields.pop(name) for name in _PUBLISHERS if name in fields]
    if publishers:
        fields["publisher"] = " and ".join(publishers)
    if "part" in fields:
        fields["volume"] = ".".join(
            part for part in (fields.get("volume"), fields.pop("part")) if part
        )
    if fields.get("series", "").isdigit() and type_ == "article":
        fields["series"] = (
            f"{fields['series']}{_ORDINALS.get(fields['series'], 'th')} series"
        )
    options = fields.get("options", "")
    for name in ("url", "doi"):
        if f"{name}=false" in options and not (name == "url" and type_ == "online"):
            fields.pop(name, None)
    fields.pop("language", None)
    _prepare_short_title(fields)
    return fields


def _prepare_short_title(fields: Fields) -> None:
    """Without one told, the short title is what stands before a colon; a title with
    something after it is short as a whole, unless it is that of a volume. The short
    title of a volume is not told."""
    told = ""
    if "maintitle" not in fields or "booktitle" in fields:
        told = fields.get("shorttitle", "")
    title = fields.get("title", "")
    whole = "maintitle" not in fields and (
        "subtitle" in fields or "titleaddon" in fields
    )
    fields["shorttitle"] = told or _before_colon(title) or (title if whole else "")


def _in_sentence_case(reference: Reference, in_journal: bool) -> Reference:
    """Titles in sentence case, if English or of no language told, and without marks of
    protection.
    """
    english = reference.text("language").startswith("en") or not reference.text(
        "language"
    )
    turned = _unprotected
    if english:
        turned = sentence_case
    changes = {}
    if reference.type == "periodical":
        changes["container-title"] = reference.text("title")
    for variable in _TITLES:
        journal = variable == "container-title" and in_journal
        if text := reference.text(variable):
            if journal:
                changes[variable] = _unprotected(text)
            else:
                changes[variable] = turned(text)
    return reference.evolve(changes)


def _before_colon(title: str) -> str:
    """Return the TeX before the first colon outside braces, "" if there is none."""
    depth = 0
    for match in _BRACE_OR_COLON.finditer(title):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0 and match[0] == ":":
            return title[: match.start()].rstrip()
    return ""


def _unprotected(markup: str) -> str:
    return "".join(text for text, _ in _outside_nocase(markup))


def sentence_case(markup: str, *, protected: bool = False) -> str:
    """A title in sentence case. Words with a capital inside, in braces, small capitals
    or raised stay; the first word, and any but the last after `.`, `?`, `!` or `:`,
    begins with a capital. With `protected` the marks of what was in braces stay."""
    tokens = list(_outside_nocase(markup, protected))
    words = [index for index, (text, _) in enumerate(tokens) if text[:1].isalnum()]
    gap = ": "
    for index, (text, fixed) in enumerate(tokens):
        if text[:1].isalnum():
            first = _SENTENCE_END.search(gap) and (
                index != words[-1] or index == words[0]
            )
            if not fixed:
                tokens[index] = (_turned(text, bool(first)), False)
            gap = ""
        elif not text.startswith("<"):
            gap += text
    return "".join(text for text, _ in tokens)


def _turned(word: str, first: bool) -> str:
    if word[1:] != word[1:].lower() or any(map(str.isdigit, word)):
        return word
    if first:
        return word[0].upper() + word[1:]
    return word.lower()


def _outside_nocase(markup: str, protected: bool = False) -> Iterator[tuple[str, bool]]:
    """Words, tags and what is between, without `nocase` tags unless `protected`; and
    whether case is fixed there.
    """
    open_tags: list[str] = []
    for token in _TOKEN.finditer(markup):
        if not token["tag"]:
            yield (
                token[0],
                bool(_FIXED & {name.partition(" ")[0] for name in open_tags}),
            )
            continue
        if token["end"]:
            opened = ""
            if open_tags:
                opened = open_tags.pop()
        else:
            opened = f"{token['name']} {token['tag']}"
            open_tags.append(opened)
        if protected or "nocase" not in opened:
            yield token[0], True


def _date(date: Date) -> dict[str, Any]:
    """A date with its season as month 21 to 24, doubt (`?`) left out, and no year 0."""
    if date.edtf == "0000" or date.start == (-1,):
        return {}
    result = date.to_csl()
    result.pop("edtf", None)
    if date.edtf.endswith("?"):
        result.pop("circa", None)
    if season := result.pop("season", None):
        result["date-parts"][0].append(20 + season)
    return result
