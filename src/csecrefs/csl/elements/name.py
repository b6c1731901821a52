"""One list of names: `cs:name`, `cs:name-part` and `cs:et-al`.

Source: CSL 1.0.2 specification, "Name" to "Et-al".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from csecrefs.csl.context import (
    FULL,
    INITIALS,
    SUBSEQUENT,
    Compiling,
    Context,
    GivenLevel,
    NamesSeen,
    changing,
)
from csecrefs.csl.style import PLAIN, EtAl, Look, NameFormat, Options, whole_number
from csecrefs.model import Name
from csecrefs.text.markup import QuoteStyle, parse_markup
from csecrefs.text.names import (
    NameParts,
    initialed,
    is_unspaced,
    particle_joined,
    split_name,
)
from csecrefs.text.runs import Affix, Run, pair
from csecrefs.tuples import NamedTuple

NAME_OPEN, NAME_CLOSE = pair("style", "name")
ET_AL_OPEN, ET_AL_CLOSE = pair("style", "et-al")
# An affix that ends in one of these brings the blank between two name parts itself.
_BLANKS: Final = (" ", "\u00a0", "\u202f", "\u2009")
# Fonts that only take back what is around them.
_OFF: Final = frozenset({"no-italic", "no-bold", "no-small-caps"})


class NameStyle(NamedTuple):
    """The name options in force at one place, typed, with the locale's words in place.

    `told_apart` says whether given names may be fuller: by initials only where the
    style has initials.
    """

    form: str
    delimiter: Affix
    and_word: str
    and_alone: bool
    and_prefixed: bool
    precedes_last: str
    precedes_et_al: str
    minimum: int
    use_first: int
    use_last: bool
    later_minimum: int
    later_use_first: int
    initialize: bool
    initialize_with: str | None
    hyphens: bool
    told_apart: bool
    sort_order: str
    separator: Affix
    demote: str
    format: NameFormat
    et_al: str
    et_al_look: Look
    quotes: QuoteStyle
    after_particle: str


def name_style(
    options: Options, format_: NameFormat | None, et_al: EtAl | None, whole: Compiling
) -> NameStyle:
    """The name options in `options`, completed with CSL's defaults."""
    terms = whole.terms
    # a locale whose symbol is the word itself has none
    symbol = terms.term("and", "symbol") or "&"
    words = {
        "text": terms.term("and"),
        "symbol": "&" if symbol == terms.term("and") else symbol,
    }
    and_word = words.get(options.get("and", ""), "")
    minimum = whole_number(options.get("et-al-min"), 0)
    first = whole_number(options.get("et-al-use-first"), 1)
    # "Et-al Abbreviation": only et-al-min and et-al-use-first together abbreviate
    later_minimum = whole_number(options.get("et-al-subsequent-min"), minimum)
    if "et-al-use-first" not in options:
        minimum = 0
        if "et-al-subsequent-use-first" not in options:
            later_minimum = 0
    et_al = et_al or EtAl()
    initialize_with, initialize = (
        options.get("initialize-with"),
        options.get("initialize") != "false",
    )
    rule = whole.options.get("givenname-disambiguation-rule", "")
    return NameStyle(
        form=options.get("name-form", "long"),
        delimiter=Affix(options.get("name-delimiter", ", ")),
        and_word=and_word,
        and_alone=_stands_alone(and_word),
        and_prefixed=_is_prefix(and_word),
        precedes_last=options.get("delimiter-precedes-last", "contextual"),
        precedes_et_al=options.get("delimiter-precedes-et-al", "contextual"),
        minimum=minimum,
        use_first=first,
        use_last=options.get("et-al-use-last") == "true",
        later_minimum=later_minimum,
        later_use_first=whole_number(options.get("et-al-subsequent-use-first"), first),
        initialize=initialize,
        initialize_with=initialize_with,
        hyphens=whole.options.get("initialize-with-hyphen") != "false",
        told_apart=(initialize and initialize_with is not None)
        or not rule.endswith("with-initials"),
        sort_order=options.get("name-as-sort-order", ""),
        separator=Affix(options.get("sort-separator", ", ")),
        demote=whole.options.get("demote-non-dropping-particle", "display-and-sort"),
        format=format_ or NameFormat(),
        et_al=terms.term(et_al.term),
        et_al_look=et_al.look,
        quotes=terms.quotes,
        after_particle="\u00a0" if terms.language[:2] == "fr" else " ",
    )


def _stands_alone(and_word: str) -> bool:
    """Return True if an "and" joins two names without delimiter and without blanks.

    That is so for a sign such as a dash, for a word of a script that is set without
    blanks, and for a word that brings a blank of its own (name_HebrewAnd).
    """
    if and_word[-1:].isspace():
        return True
    letters = (char for char in and_word if char.isalpha() or char == "&")
    return all(is_unspaced(char) for char in letters)


def _is_prefix(and_word: str) -> bool:
    """Return True if an "and" is one word with the name after it, as in Hebrew."""
    return bool(and_word) and all("\u05d0" <= char <= "\u05ea" for char in and_word)


def shown_of(count: int, style: NameStyle, cx: Context, place: int) -> int:
    """Return the number of the `count` names shown before et al., after disambiguation."""
    minimum, first = style.minimum, style.use_first
    if cx.position >= SUBSEQUENT and not cx.bibliography:
        minimum, first = style.later_minimum, style.later_use_first
    shown = first if minimum and count >= minimum else count
    asked = cx.disambiguation.shown
    if shown < count and place < len(asked) and not cx.sorting:
        shown = max(shown, asked[place])
    return min(shown, count)


def ends_in_others(names: Sequence[Name]) -> bool:
    """True if a list ends in "others", which stands for names that are not told.

    BibTeX's "and others" gives it; the style's et-al term is printed for it, as
    jgm/citeproc does.
    """
    return len(names) > 1 and names[-1].literal == "others"


def render_list(
    cx: Context, names: Sequence[Name], style: NameStyle, mark: bool, out: list[Run]
) -> None:
    """Append a list of names: joined, abbreviated with et al. where the style asks for
    it.
    """
    place = len(cx.names_seen)
    listed = names[:-1] if ends_in_others(names) else names
    shown = min(
        shown_of(len(names), style, cx, place),
        len(listed),
    )
    # disambiguation must know how many names there are
    cx.names_seen.append(
        NamesSeen(tuple(names), shown, style.initialize_with is not None)
    )
    asked = cx.disambiguation.givens
    levels: tuple[GivenLevel, ...] = ()
    if place < len(asked) and not cx.sorting:
        levels = asked[place]
    rendered: list[list[Run]] = []
    inverted: list[bool] = []
    # of a list whose end is not told no name is the last
    use_last = style.use_last and len(listed) == len(names)
    for number, name in enumerate(listed):
        last = use_last and number == len(names) - 1 and len(names) - shown >= 2
        if number < shown or last:
            level = levels[number] if number < len(levels) else 0
            if cx.name_levels and style.told_apart and not cx.sorting:
                level = max(
                    level,
                    cx.name_levels.get(
                        (name, place == 0 and number == 0),
                        0,
                    ),
                )
            runs: list[Run] = [NAME_OPEN] if mark else []
            parts = split_name(name)
            inverted.append(_inverts(style, number == 0))
            render_name(cx, parts, style, number == 0, level, runs)
            if mark:
                runs.append(NAME_CLOSE)
            rendered.append(runs)
    rule = style.precedes_last
    if _ends_in_organisations(listed):
        rule = "contextual"
    _join(
        cx,
        rendered,
        inverted,
        shown,
        len(names),
        rule,
        style,
        out,
    )


def _ends_in_organisations(names: Sequence[Name]) -> bool:
    """Return True if the last two names are of organisations.

    These are joined by the rule "contextual" whatever the style says, as citeproc-js
    does. After a person the style's own rule applies: Weiss, R., & World Org.
    """
    last_two = names[-2:]
    return bool(last_two) and all(split_name(name).literal for name in last_two)


def _inverts(style: NameStyle, first: bool) -> bool:
    return style.sort_order == "all" or (style.sort_order == "first" and first)


def _join(
    cx: Context,
    rendered: list[list[Run]],
    inverted: list[bool],
    shown: int,
    count: int,
    rule: str,
    style: NameStyle,
    out: list[Run],
) -> None:
    if cx.sorting:
        out += _sorted_together(rendered)
        return
    start = len(out)
    for number, runs in enumerate(rendered):
        if number:
            # et-al-use-last: A, B, … Z
            if number == shown:
                out += (style.delimiter, "… ")
            elif number == count - 1 and style.and_word:
                # 和 stands for the comma, too, unless the style asks for both
                series = count > 2 and not style.and_alone
                between = _precedes(rule, series, inverted[number - 1])
                out.append(_and(style, between))
            else:
                out.append(style.delimiter)
        out += runs
    if shown and len(rendered) == shown < count and style.et_al:
        between = _precedes(
            style.precedes_et_al,
            shown > 1,
            inverted[shown - 1],
        )
        marked = bool(rendered[0]) and rendered[0][0] is NAME_OPEN
        _append_et_al(cx, between, marked, style, out)
        _wrap(start, style, cx, out)


def _append_et_al(
    cx: Context, after_delimiter: bool, marked: bool, style: NameStyle, out: list[Run]
) -> None:
    out += [ET_AL_OPEN] if marked else []
    apart = "" if is_unspaced(style.et_al[0]) else " "
    out.append(style.delimiter if after_delimiter else Affix(apart))
    _dress([style.et_al], style.et_al_look, cx, out)
    out += [ET_AL_CLOSE] if marked else []


def _wrap(start: int, style: NameStyle, cx: Context, out: list[Run]) -> None:
    """Dress the whole of an abbreviated list as each name in it; so "et al." is in the
    names' fonts.

    A font that the names switch off and "et al." on is switched off in so many words,
    as citeproc-js does.
    """
    look = style.format.look
    if look == PLAIN:
        return
    runs = out[start:]
    del out[start:]
    told = [
        tag
        for tag in look.fonts
        if tag.removeprefix("no-") in style.et_al_look.fonts and tag in _OFF
    ]
    for tag in told:
        opening, closing = pair("field", tag)
        runs = [opening, *runs, closing]
    _dress(
        runs,
        look._replace(fonts=tuple(tag for tag in look.fonts if tag not in told)),
        cx,
        out,
    )


def _sorted_together(rendered: Sequence[list[Run]]) -> list[Run]:
    """Names as one sort key: nothing but spaces between them."""
    return [run for runs in rendered for run in (" ", *runs)][1:]


def _and(style: NameStyle, after_delimiter: bool) -> Affix:
    """The joiner with "and"."""
    if style.and_alone:
        before = style.delimiter if after_delimiter else ""
        return Affix(f"{before}{style.and_word}")
    before = style.delimiter if after_delimiter else " "
    after = "" if style.and_prefixed else " "
    return Affix(f"{before}{style.and_word}{after}")


def _precedes(rule: str, contextual: bool, inverted: bool) -> bool:
    if rule == "contextual":
        return contextual
    return rule == "always" or (rule == "after-inverted-name" and inverted)


def render_name(
    cx: Context,
    name: NameParts,
    style: NameStyle,
    first: bool,
    level: GivenLevel,
    out: list[Run],
) -> None:
    """Append one name in the form and order the style asks for, its given name as full
    as `level` wants.
    """
    start = len(out)
    if not name.literal:
        look = style.format.look
    else:
        look = _bare(style.format.look)
    if name.literal:
        _part(
            name.family,
            _bare(style.format.family),
            style,
            cx,
            out,
        )
    elif name.unspaced:
        _part(name.family, style.format.family, style, cx, out)
        if style.form != "short":
            _part(name.given, style.format.given, style, cx, out)
    elif cx.sorting:
        _sorted(name, style, out)
    elif style.form == "short" and not level:
        family = [name.non_dropping, name.family]
        _part_of(family, style.format.family, style, cx, out)
    else:
        given = _given(name, style, level)
        inverted = _inverts(style, first)
        if name.fixed_order:
            surname = particle_joined(name.non_dropping, name.family)
            pieces = [
                (surname, _bare(style.format.family)),
                (given, _bare(style.format.given)),
            ]
            _spaced(pieces, style, cx, out)
        elif inverted:
            _inverted(name, given, style, cx, out)
        else:
            _straight(name, given, style, cx, out)
    if look != PLAIN and len(out) > start:
        runs = out[start:]
        del out[start:]
        _dress(runs, look, cx, out)


def _given(name: NameParts, style: NameStyle, level: GivenLevel) -> str:
    with_, given = style.initialize_with, name.given
    if with_ is None or level >= FULL or not given:
        return given
    if style.form == "short" and level < INITIALS:
        return ""
    return _initialed_markup(given, with_, style)


def _suffix(name: NameParts, style: NameStyle) -> str:
    """A name's suffix, in which initials stand as in a given name: Ph.D. becomes PhD
    where no point does.
    """
    with_ = style.initialize_with
    if with_ is None:
        return name.suffix
    return initialed(name.suffix, with_, False, style.hyphens)


def _initialed_markup(given: str, with_: str, style: NameStyle) -> str:
    if "<" not in given:
        return initialed(given, with_, style.initialize, style.hyphens)
    pieces = given.replace("<", "\0<").replace(">", ">\0").split("\0")
    text = ""
    for piece in pieces:
        if piece.startswith("<") or not piece:
            text += piece
        else:
            lead = piece[: len(piece) - len(piece.lstrip(" -"))]
            text += lead + initialed(
                piece.strip(" -"), with_, style.initialize, style.hyphens
            )
    return text


def _straight(
    name: NameParts, given: str, style: NameStyle, cx: Context, out: list[Run]
) -> None:
    format_ = style.format
    family_look = format_.family
    if given:
        _part(given, format_.given, style, cx, out)
        out += _blank_between(format_.given, family_look)
    if family_look.prefix:
        out.append(Affix(family_look.prefix))
    if name.dropping:
        _part(name.dropping, _bare(format_.given), style, cx, out)
        if name.non_dropping:
            out.append(" ")
        else:
            _space_after(name.dropping, style, out)
    _part_of(
        [name.non_dropping, name.family],
        _bare(family_look),
        style,
        cx,
        out,
    )
    if name.suffix:
        out.append(Affix(", ") if name.comma_suffix else Affix(" "))
        _part(_suffix(name, style), PLAIN, style, cx, out)
    if family_look.suffix:
        out.append(Affix(family_look.suffix))


def _blank_between(left: Look, right: Look) -> list[Run]:
    """Return the blank that joins two name parts, unless an affix brings its own."""
    brought = left.suffix[-1:] in _BLANKS or right.prefix[:1] in _BLANKS
    return [] if brought else [" "]


def _inverted(
    name: NameParts, given: str, style: NameStyle, cx: Context, out: list[Run]
) -> None:
    demoted = style.demote == "display-and-sort"
    format_ = style.format
    _part_of(
        [name.family] if demoted else [name.non_dropping, name.family],
        format_.family,
        style,
        cx,
        out,
    )
    after = given or name.dropping or (demoted and name.non_dropping)
    if after:
        out.append(style.separator)
        if format_.given.prefix:
            out.append(Affix(format_.given.prefix))
        pieces = [(given, _bare(format_.given)), (name.dropping, _bare(format_.given))]
        if demoted:
            pieces.append((name.non_dropping, _bare(format_.family)))
        _spaced(pieces, style, cx, out)
        if format_.given.suffix:
            out.append(Affix(format_.given.suffix))
    if name.suffix:
        out.append(style.separator)
        _part(_suffix(name, style), PLAIN, style, cx, out)


def _sorted(name: NameParts, style: NameStyle, out: list[Run]) -> None:
    """A name as a sort key: family first; particles after the given name unless never
    demoted.
    """
    if style.form == "short":
        given, suffix = ("", "")
    else:
        given, suffix = (_given(name, style, INITIALS), name.suffix)
    dropping = "" if style.form == "short" else name.dropping
    if style.demote == "never":
        parts = [
            particle_joined(name.non_dropping, name.family),
            dropping,
            given,
            suffix,
        ]
    else:
        parts = [
            name.family,
            given,
            dropping,
            name.non_dropping,
            suffix,
        ]
    out.append(" ".join([parts[0], *filter(None, parts[1:])]))


def _spaced(
    pieces: list[tuple[str, Look]], style: NameStyle, cx: Context, out: list[Run]
) -> None:
    begun = False
    for text, look in pieces:
        if text:
            if begun:
                out.append(" ")
            _part(text, look, style, cx, out)
            begun = True


def _space_after(particle: str, style: NameStyle, out: list[Run]) -> None:
    if particle[-1] not in "'’-ʼ ":
        out.append(style.after_particle)


def _part_of(
    words: list[str], look: Look, style: NameStyle, cx: Context, out: list[Run]
) -> None:
    if len(words) == 2 and words[0]:
        _part(
            words[0],
            look._replace(suffix=""),
            style,
            cx,
            out,
        )
        _space_after(words[0], style, out)
        look = look._replace(prefix="")
    _part(words[-1], look, style, cx, out)


def _part(text: str, look: Look, style: NameStyle, cx: Context, out: list[Run]) -> None:
    if not text:
        return
    if look is PLAIN and "'" not in text and "<" not in text and '"' not in text:
        out.append(text)
    else:
        _dress(list(parse_markup(text, style.quotes)), look, cx, out)


def _bare(look: Look) -> Look:
    if look.prefix or look.suffix:
        return look._replace(prefix="", suffix="")
    return look


def _dress(runs: list[Run], look: Look, cx: Context, out: list[Run]) -> None:
    if look is PLAIN:
        out += runs
        return
    change = changing(look)
    if look.prefix:
        out.append(Affix(look.prefix))
    out += [pair("style", tag)[0] for tag in reversed(look.fonts)]
    out += change(cx, runs) if change else runs
    out += [pair("style", tag)[1] for tag in look.fonts]
    if look.suffix:
        out.append(Affix(look.suffix))
