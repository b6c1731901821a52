r"""The citation commands of LaTeX and its packages, as data.

Sources: LaTeX2e kernel; natbib 8.31, section 2; biblatex 3.20, sections 3.9 and 3.10;
apacite, harvard, chicago, revtex 4.2, cite, abntex2cite, multibib.
"""

from __future__ import annotations

from typing import (
    Final,
    Literal,
    NamedTuple,
)

from csecrefs.csl.cite import CiteMode
from csecrefs.patterns import regex

Shape = Literal[
    "notes",
    "multi",
    "volume",
    "volumes",
    "field",
    "pair",
    "affixed",
    "angle",
    "quoted",
]
r"""The arguments of a command.

`notes` is `[pre][post]{keys}`; `multi` is `(pre)(post)` and then any number of those;
`volume` is `[pre]{volume}[post]{key}`, and `volumes` any number of those after
`(pre)(post)`; `field` is `[pre][post]{key}[format]{field}`; `pair` is `{key}{key}`;
`affixed` is `{keys}{pre}`; `angle` is `<pre>[post]{keys}`; `quoted` is
`[pre][post]{keys}[end]{quotation}[end]`.
"""


class CiteCommand(NamedTuple):
    """A command that cites: the parts printed, its arguments, and its setting."""

    mode: CiteMode = ""
    shape: Shape = "notes"
    field: str = ""
    """The variable printed in place of a citation (`title`); empty for a citation."""
    note: bool = False
    """True if the citation prints as a footnote in any style."""
    bare: bool = False
    """True if the citation prints without the brackets around it."""


def _table() -> dict[str, CiteCommand]:
    table = {}
    for command, names in _NAMES:
        for name in names.split():
            table[name] = command
            # natbib and biblatex: a capital for sentences that start with a particle.
            table[name[0].upper() + name[1:]] = command
    return table


# Commands that name the author in running text.
_NARRATIVE: Final = CiteCommand("narrative")
# Commands that print no brackets.
_BARE: Final = CiteCommand(bare=True)
# Commands that print the year alone.
_YEAR: Final = CiteCommand("suppress-author", bare=True)
# Commands that print the author alone.
_AUTHOR: Final = CiteCommand("author-only")
# The names of the commands, by what they print; the capital forms follow from these.
_NAMES: Final = (
    (CiteCommand(), "cite citep parencite smartcite supercite autocite citepalias"),
    (CiteCommand(), "notecite pnotecite fnotecite inlinecite shortcite"),
    (CiteCommand(note=True), "footcite footcitetext footnotecite"),
    (CiteCommand(field="entry"), "fullcite bibentry"),
    (CiteCommand(field="entry", note=True), "footfullcite"),
    (_NARRATIVE, "citet citetalias textcite citeonline citeA shortciteA fullciteA"),
    (_NARRATIVE, "citeasnoun possessivecite citeN shortciteN"),
    (_BARE, "citealp citen citenum onlinecite citeNP shortciteNP fullciteNP"),
    # natbib 8.31, 2.3: "Jones et al. 1990", which no brackets divide.
    (_BARE, "citealt citeANP shortciteANP fullciteANP"),
    (_AUTHOR, "citeauthor citefullauthor shortciteauthor fullciteauthor citeauthorNP"),
    (_YEAR, "citeyear citeyearNP citedate"),
    (CiteCommand("suppress-author"), "citeyearpar"),
    (CiteCommand(field="title"), "citetitle"),
    (CiteCommand(field="URL"), "citeurl"),
    (CiteCommand(field="DOI"), "citedoi"),
    (CiteCommand(shape="multi"), "cites parencites autocites smartcites supercites"),
    (CiteCommand("narrative", "multi"), "textcites"),
    (CiteCommand(shape="multi", note=True), "footcites footcitetexts"),
    (CiteCommand(shape="volume"), "volcite pvolcite svolcite avolcite"),
    (CiteCommand("narrative", "volume"), "tvolcite"),
    (CiteCommand(shape="volume", note=True), "fvolcite ftvolcite"),
    (CiteCommand(shape="volumes"), "volcites pvolcites svolcites avolcites"),
    (CiteCommand("narrative", "volumes"), "tvolcites"),
    (CiteCommand(shape="volumes", note=True), "fvolcites ftvolcites"),
    (CiteCommand(shape="field"), "citename citelist citefield"),
    (CiteCommand(shape="pair"), "apud"),
    (CiteCommand("narrative", "pair"), "apudonline"),
    (CiteCommand(shape="affixed"), "citeaffixed"),
    # csquotes 5.2, 3.4 and 3.5: the citation follows the quotation.
    (CiteCommand(shape="quoted"), "textcquote blockcquote"),
    (CiteCommand(shape="quoted"), "foreigntextcquote hyphentextcquote"),
    (CiteCommand(shape="quoted"), "foreignblockcquote hyphenblockcquote"),
)

COMMANDS: Final = _table()
"""Every citation command by its name, without backslash and star."""


def _apacite() -> dict[str, CiteCommand]:
    table = dict(COMMANDS)
    for name, command in COMMANDS.items():
        if command.shape == "notes":
            table[name] = command._replace(shape="angle")
            # apacite, 4.1: the masked forms print stars in place of the authors.
            table[f"mask{name}"] = table[name]
    return table


APACITE: Final = _apacite()
r"""The commands when apacite is loaded: `\cite<pre>[post]{keys}`."""

ABNTEX: Final = {
    **COMMANDS,
    "citeauthoronline": _AUTHOR,
    "footciteref": CiteCommand(note=True),
    **dict.fromkeys(
        "Idem Ibidem opcit passim loccit cfcite etseq".split(), CiteCommand()
    ),
}
r"""The commands when abntex2cite is loaded: `\Ibidem[p.~3]{key}`, too."""

SUPPRESSING: Final = frozenset({"cite", "parencite", "autocite", "smartcite"})
"""Commands of biblatex whose starred form leaves out the author."""

# The names that classes and packages give to their commands that cite: `parencites`,
# `yearcitep`, `mycite`.
_CITE_LIKE: Final = regex(
    r"[A-Za-z]*[Cc]ite(?:s|p|t|al[pt]|author|year|yearpar|online|np|title)?"
)
# Commands with "cite" in their names that set something and cite nothing.
_NO_CITE: Final = frozenset(
    """citestyle setcitestyle citereset mkbibcite DeclareCite citeindextrue defcite
    multicite printcite""".split()
)


def looks_citing(name: str) -> bool:
    """True if a command that no table knows is named as those that cite are.

    A class or package that is not at the place of the manuscript may define it.
    """
    return name not in _NO_CITE and _CITE_LIKE.fullmatch(name) is not None


DEFINITIONS: Final[dict[str, tuple[str, int]]] = {
    **dict.fromkeys(
        "newcommand renewcommand providecommand DeclareRobustCommand newrobustcmd"
        " renewrobustcmd providerobustcmd".split(),
        ("newcommand", 1),
    ),
    **dict.fromkeys(
        "newcommandx renewcommandx providecommandx DeclareRobustCommandx".split(),
        ("newcommandx", 1),
    ),
    **dict.fromkeys("def gdef edef xdef protected@edef".split(), ("def", 1)),
    **dict.fromkeys(
        "NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand"
        " DeclareDocumentCommand NewExpandableDocumentCommand".split(),
        ("document", 1),
    ),
    **dict.fromkeys("let".split(), ("let", 0)),
    **dict.fromkeys("newenvironment renewenvironment".split(), ("environment", 2)),
    **dict.fromkeys(
        "NewDocumentEnvironment RenewDocumentEnvironment DeclareDocumentEnvironment"
        " ProvideDocumentEnvironment".split(),
        ("groups", 4),
    ),
    "DeclareCiteCommand": ("citecommand", 4),
    "DeclareMultiCiteCommand": ("multicite", 2),
    **dict.fromkeys("newbibmacro renewbibmacro providebibmacro".split(), ("groups", 2)),
    **dict.fromkeys(
        "DeclareFieldFormat DeclareNameFormat DeclareListFormat DeclareCiteAlias"
        " DeclareBibliographyDriver DeclareIndexFieldFormat defcitealias".split(),
        ("groups", 2),
    ),
    "DeclareAutoCiteCommand": ("groups", 3),
    "DefineVerbatimEnvironment": ("verbatim", 3),
    "lstnewenvironment": ("verbatim", 3),
    "newtcblisting": ("verbatim", 2),
    "newminted": ("verbatim", 2),
    "shortcites": ("groups", 1),
    "newcites": ("newcites", 2),
}
"""Commands whose arguments define something, and so cite nothing: form, groups."""

VERBATIM: Final = frozenset(
    """verbatim verbatim* Verbatim Verbatim* BVerbatim LVerbatim SaveVerbatim
    lstlisting minted minted* comment filecontents filecontents* tcblisting
    spverbatim verbatimtab luacode luacode* pycode asy VerbatimOut""".split()
)
"""Environments in which nothing is a command."""

CONDITIONALS: Final = frozenset(
    """if ifx ifnum ifdim ifodd ifcase ifcat ifvmode ifhmode ifmmode ifinner ifvoid
    ifhbox ifvbox ifeof iftrue iffalse ifdefined ifcsname iffontchar ifpdf ifPDFTeX
    ifxetex ifXeTeX ifluatex ifLuaTeX ifpdftex""".split()
)
r"""Commands that a `\fi` closes."""
