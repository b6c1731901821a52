r"""The arguments of citation commands, form by form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from csecrefs.manuscript.latex.commands import Shape
from csecrefs.manuscript.latex.lexer import (
    Argument,
    after_blanks,
    group,
    option,
    without_comments,
)
from csecrefs.patterns import regex

# The command that ends a macro's body: `see \citep`, `\citet*`.
_TRAILING: Final = regex(r"\\([A-Za-z]+)\*?\s*\Z")
# The star of a key that joins the entry before it, with notes of its own: `*low2001`,
# `*[see][]low2001` (mciteplus, section 3; revtex 4.2).
_JOINED: Final = regex(r"(\A|,)\s*\*(?:\[[^\]]*\]){0,2}")
# The name of a file without braces, as in `\input chapter`.
_PLAIN_NAME: Final = regex(r"[^\s{}\\%]+")


class Typed(NamedTuple):
    """The keys in one pair of braces, and the notes before them, as typed."""

    keys: tuple[str, ...]
    pre: str = ""
    post: str = ""
    volume: str = ""


class Taken(NamedTuple):
    """All arguments of a command, and the offset after them."""

    groups: tuple[Typed, ...]
    end: int
    multipre: str = ""
    multipost: str = ""
    field: str = ""
    quotation: str = ""
    """The arguments of a command that quotes, without those that cite."""


class Trailing(NamedTuple):
    """The command that ends a macro's body, and the text before it."""

    name: str
    before: str


def keys(text: str) -> tuple[str, ...]:
    """Return the keys of a list with commas.

    >>> keys("low2001, % the first\\n  high2002")
    ('low2001', 'high2002')
    """
    written = without_comments(text)
    if "*" in written and written.strip() != "*":
        written = _JOINED.sub(r"\1", written)
    names = (name.strip() for name in written.split(","))
    return tuple([name for name in names if name])


def taken(shape: Shape, text: str, at: int) -> Taken | None:
    """Return the arguments of a command of this form at `at`, None without them."""
    if shape == "multi":
        return _multi(text, at, _typed)
    if shape == "volumes":
        return _multi(text, at, _volume)
    if shape == "volume":
        typed = _volume(text, at)
        if typed is None:
            return None
        return Taken((typed[0],), typed[1])
    if shape in ("pair", "affixed"):
        return _pair(text, at, second_is_key=shape == "pair")
    if shape == "angle":
        return _angle(text, at)
    if shape == "quoted":
        return _quoted(text, at)
    cites = _typed(text, at)
    if cites is None:
        return None
    cited, end = cites
    if shape == "field":
        return _field(text, cited, end)
    return Taken((cited,), end)


def _typed(text: str, at: int) -> tuple[Typed, int] | None:
    """Return `[pre][post]{keys}` at `at`; one option alone is the note after."""
    first = option(text, at)
    second = None
    if first:
        second = option(text, first.end)
    last = second or first
    found = group(text, last.end if last else at)
    if found is None:
        return None
    pre = ""
    if first and second:
        pre = first.text
    post = ""
    if last:
        post = last.text
    return Typed(keys(found.text), pre, post), found.end


def _multi(
    text: str,
    at: int,
    one: Callable[[str, int], tuple[Typed, int] | None],
) -> Taken | None:
    """Return `(pre)(post)` and the arguments of each citation; biblatex 3.9.3."""
    first = option(text, at, "()")
    second = None
    if first:
        second = option(text, first.end, "()")
    last = second or first
    if last:
        end = last.end
    else:
        end = at
    groups = []
    while (typed := one(text, end)) is not None:
        groups.append(typed[0])
        end = typed[1]
    if not groups:
        return None
    multipre = ""
    if first and second:
        multipre = first.text
    return Taken(
        tuple(groups),
        end,
        multipre,
        last.text if last else "",
    )


def _volume(text: str, at: int) -> tuple[Typed, int] | None:
    """Return `[pre]{volume}[post]{key}`; biblatex 3.9.7."""
    pre = option(text, at)
    volume = group(text, pre.end if pre else at)
    post = None
    if volume:
        post = option(text, volume.end)
    last = post or volume
    found = None
    if last:
        found = group(text, last.end)
    if volume is None or found is None:
        return None
    typed = Typed(
        keys(found.text),
        pre.text if pre else "",
        post.text if post else "",
        volume.text.strip(),
    )
    return typed, found.end


def _pair(text: str, at: int, *, second_is_key: bool) -> Taken | None:
    """Return `{key}{key}` (abntex), or `{keys}{pre}` (harvard)."""
    typed = _typed(text, at)
    second = None
    if typed:
        second = group(text, typed[1])
    if typed is None or second is None:
        return None
    cited = typed[0]
    if second_is_key:
        both = Typed(
            (*cited.keys, *keys(second.text)),
            cited.pre,
            cited.post,
        )
        return Taken((both,), second.end)
    return Taken((cited._replace(pre=second.text),), second.end)


def _angle(text: str, at: int) -> Taken | None:
    """Return `<pre>[post]{keys}`; apacite 3.1."""
    pre = option(text, at, "<>")
    typed = _typed(text, pre.end if pre else at)
    if typed is None:
        return None
    if pre:
        cited = typed[0]._replace(pre=pre.text)
    else:
        cited = typed[0]
    return Taken((cited,), typed[1])


def _quoted(text: str, at: int) -> Taken | None:
    """Return `{language}*[pre][post]{keys}[end]{quotation}[end]`; csquotes 5.2, 3.4.

    The commands for another language have it first: two groups follow the keys' then.
    """
    language = group(text, at)
    begin = at
    typed = None
    if language and not text.startswith("*", at):
        typed = _typed(text, language.end)
        begin = language.end
    if typed is None or not _is_quoted(text, typed[1]):
        begin = at
        typed = _typed(text, at)
    if typed is None:
        return None
    ending = option(text, typed[1])
    quotation = group(text, ending.end if ending else typed[1], long=True)
    if quotation is None:
        return None
    last = option(text, quotation.end)
    end = last.end if last else quotation.end
    return Taken((typed[0],), end, quotation=text[at:begin] + text[typed[1] : end])


def _is_quoted(text: str, at: int) -> bool:
    ending = option(text, at)
    return group(text, ending.end if ending else at, long=True) is not None


def _field(text: str, cited: Typed, end: int) -> Taken:
    """Return `{key}[format]{field}`; without the field it names an author (harvard)."""
    form = option(text, end)
    field = group(text, form.end if form else end)
    if field is None:
        return Taken((cited,), end, field="author")
    return Taken((cited,), field.end, field=field.text.strip())


def trailing_command(body: str) -> Trailing | None:
    r"""Return the command that ends a macro's body and so takes what follows.

    >>> trailing_command(r"see \citep").name
    'citep'
    """
    match = _TRAILING.search(body)
    if match:
        return Trailing(match[1], body[: match.start()])
    return None


def file_name(command: str, text: str, at: int) -> Argument | None:
    r"""Return the file that `\input` or its like names; `\import` has its folder first.

    The kernel also takes a name without braces.
    """
    if command in ("import", "subimport"):
        at += text.startswith("*", at)
        folder = group(text, at)
        name = None
        if folder:
            name = group(text, folder.end)
        if folder is None or name is None:
            return None
        path = f"{folder.text.strip().rstrip('/')}/{name.text.strip()}"
        return Argument(
            path.lstrip("/") if folder.text.strip() == "" else path, name.end
        )
    braced = group(text, at)
    if braced is not None:
        return Argument(braced.text.strip().strip('"'), braced.end)
    match = _PLAIN_NAME.match(text, after_blanks(text, at))
    if command != "input" or match is None:
        return None
    return Argument(match[0].strip('"'), match.end())
