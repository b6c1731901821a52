r"""LaTeX: text commands of the kernel, in a `list` that sets the layout.

What it prints compiles with pdfTeX, XeTeX and LuaTeX without a preamble of its own;
with links it wants hyperref.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.characters import escaper
from csecrefs.text.inline import Entry, EntryLayout, Inlines, Tag
from csecrefs.writers.latex_characters import with_commands
from csecrefs.writers.runs import Row, StyledRun, rows, runs, write_runs

_escape = escaper(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "`": r"\textasciigrave{}",
        # babel makes the straight quote a command in many languages; brackets could be
        # an argument.
        '"': r"\char34{}",
        "[": "{[}",
        "]": "{]}",
        "\u00a0": "~",
    }
)
# Two of these signs in a row are another one in TeX's fonts: "--", "''", ",,".
_LIGATURE: Final = regex(r"([-',])(?=\1)")

# Text commands of the kernel for the styles that LaTeX has.
_COMMANDS: Final[dict[Tag, str]] = {
    "bold": r"\textbf{",
    "italic": r"\textit{",
    "oblique": r"\textsl{",
    "small-caps": r"\textsc{",
    "underline": r"\underline{",
    "superscript": r"\textsuperscript{",
    "subscript": r"\textsubscript{",
}


def inlines(tree: Inlines, *, links: bool = False) -> str:
    """One citation or entry; lines of its own, if it has any, are broken with
    `\\newline`.
    """
    return "\\newline\n".join(_row(row, links=links) for row in rows(tree))


def bibliography(
    entries: Sequence[Entry], layout: EntryLayout, *, links: bool = False
) -> str:
    """The entries as the items of a `list`."""
    if not entries:
        return ""
    aligned = bool(layout.second_field_align)
    divided = [rows(entry.tree) for entry in entries]
    labels = (_runs(row.label, links=False) for lines in divided for row in lines)
    items = (
        _item(
            lines,
            aligned=aligned,
            links=links,
        )
        for lines in divided
    )
    opening = f"\\begin{{list}}{{}}{{{_lengths(layout, max(labels, key=len))}}}"
    spread = ""
    if layout.line_spacing > 1:
        spread = f"\\linespread{{{layout.line_spacing}}}\\selectfont"
    return f"{opening}{spread}{''.join(items)}\n\\end{{list}}\n"


def _lengths(layout: EntryLayout, widest: str) -> str:
    """The list's measures: the label's column, or the hanging indent."""
    spacing = (
        f"\\setlength{{\\itemsep}}{{{layout.entry_spacing}\\baselineskip}}"
        "\\setlength{\\parsep}{0pt}"
    )
    if layout.second_field_align:
        margin = r"\dimexpr\labelwidth+\labelsep\relax"
        if layout.second_field_align == "margin":
            margin = "0pt"
        return f"\\settowidth{{\\labelwidth}}{{{widest}}}\\setlength{{\\leftmargin}}{{{margin}}}{spacing}"
    indent = "0pt"
    if layout.hanging_indent:
        indent = "2em"
    return (
        f"\\setlength{{\\leftmargin}}{{{indent}}}\\setlength{{\\itemindent}}{{-{indent}}}"
        f"\\setlength{{\\labelwidth}}{{0pt}}\\setlength{{\\labelsep}}{{0pt}}{spacing}"
    )


def _item(lines: list[Row], *, aligned: bool, links: bool) -> str:
    """The entry's lines; one with a label is an item of its own, as its first line
    always is.
    """
    out = []
    for number, row in enumerate(lines):
        label = ""
        if aligned:
            label = _runs(row.label, links=links)
        if number == 0 or label:
            out.append(f"\n\\item[{{{label}\\hfill}}] " if aligned else "\n\\item ")
        else:
            out.append("\\newline\n")
        out.append(_row(row._replace(label=()) if aligned else row, links=links))
    return "".join(out)


def _row(row: Row, *, links: bool) -> str:
    indent = ""
    if row.indented:
        indent = r"\hspace*{2em}"
    parts = (_runs(row.label, links=links), indent + _runs(row.body, links=links))
    return " ".join(filter(None, parts))


def _runs(tree: Inlines, *, links: bool) -> str:
    return write_runs(
        runs(tree, links=links), lambda found: "".join(map(_run, found)), _link
    )


def _run(run: StyledRun) -> str:
    commands = [command for tag, command in _COMMANDS.items() if tag in run.styles]
    text = with_commands(_LIGATURE.sub(r"\1{}", _escape(run.text)))
    return "".join(commands) + text + "}" * len(commands)


def _link(href: str, text: str) -> str:
    # hyperref reads these escapes in the argument of any other command too; tilde and
    # dollar it does not.
    target = re.sub(
        r"([%#&_])",
        r"\\\1",
        href.replace("~", "%7E").replace("$", "%24"),
    )
    return f"\\href{{{target}}}{{{text}}}"
