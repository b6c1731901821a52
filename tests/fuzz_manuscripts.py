"""The fuzzer's manuscripts and reference strings, and what is done with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Final

from csecrefs import manuscript, strings
from csecrefs.audit import recognise
from csecrefs.errors import CsecrefsError
from csecrefs.manuscript.rename import renamed
from csecrefs.manuscript.render import render_sites
from csecrefs.model import Reference
from tests.manuscript.office import documents

STRINGS: Final = "strings"
"""The name of the samples that are lists of references as typed."""

_CODE: Final = documents.zotero({"id": "low", "type": "book", "title": "Low"})
SAMPLES: Final[dict[str, str]] = {
    "markdown": "---\nbibliography: x.bib\nnocite: '@may'\n---\n# A\n\nSo [see @low, pp. 3-5; -@may] and "
    "@may [p. 7]^[A note @low.]. `[@a]` [x]{.a b=\"c\"} {cite:p}`low` $x$ <b>c</b>[^1] ![i](b)\n\n"
    "[^1]: @{a b}\n\n::: {#refs}\n:::\n\n| a | b |\n|---|---|\n| @low | c |\n\n```{r}\n@x\n```\n",
    "ipynb": '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["# A\\n", "[@low]"]}], '
    '"metadata": {"citation-manager": {"items": {}}}, "nbformat": 4, "nbformat_minor": 5}',
    "html": '<html lang="de"><head><meta name="bibliography" content="r.bib"></head><body><p><cite data-cite="low may">'
    'x</cite> <!-- [@low] --> <span class="citation" data-cites="low">y</span></p><div id="refs"><div>a</div></div>'
    "</body></html>",
    "latex": "\\documentclass{article}\\usepackage[style=apa]{biblatex}\\addbibresource{r.bib}\n"
    "\\newcommand{\\x}[1]{\\cite[see][3]{#1}}\\begin{document}\\cites(a)[p. 1]{low}[x][y]{may} \\x{low} % \\cite{b}\n"
    "\\footnote{As \\textcite*[3--4]{may}.} \\verb|\\cite{a}| \\nocite{*}\\bibliography{r}\\end{document}\n",
    "latex-aux": "\\relax\n\\citation{low,may}\n\\abx@aux@cite{0}{low}\n\\bibdata{r}\n\\bibstyle{plain}\n",
    "typst": '#bibliography("r.bib", style: "apa")\n= A\nSo @low[p. 3] and #cite(<may>, supplement: [7], form: "prose"). '
    "`@x` $a$ // @y\n/* @z */ #let f(x) = [@low]\n",
    "org": "#+bibliography: r.bib\n#+cite_export: csl apa.csl\n* A\nSo [cite/t:see @low p. 3; @may] cite:low "
    "[[cite:&low]] =@x= [fn:1]\n#+begin_src\n[cite:@a]\n#+end_src\n[fn:1] [cite:@may]\n#+print_bibliography:\n",
    "asciidoc": "= A\n:bibtex-file: r.bib\n:bibtex-style: apa\n\nSo cite:[low(3-5), may] citenp:[low] `cite:[a]`\n\n"
    "// cite:[b]\n----\ncite:[c]\n----\nbibliography::[]\n",
    "rst": "A\n=\n\nSo :cite:p:`see low; may` [low]_ ``x`` and :footcite:t:`{p. 3}low`.\n\n.. bibliography:: r.bib\n   "
    ":style: plain\n\n.. code::\n\n   :cite:`a`\n",
    "docx": documents.field(_CODE) + documents.run("and so"),
    "odt": "<text:p>So " + documents.mark(_CODE.removeprefix(" ADDIN ")) + ".</text:p>",
    STRINGS: "References\n\nDoe, J., & Roe, A. (2019). On tides: A study. Sea, 4(2), 1-20. https://doi.org/10.5555/abc\n\n"
    "[2] A. Moe et al., \u201cSalt,\u201d in Proc. of Silt, Berlin: Ox, 2001, pp. 3\u20137.\n\n"
    "Mo\u00eb, Cy: Das Meer. In: Po, D. (Hg.): Wellen. M\u00fcnchen 1999, S. 12 f.\n",
}  # fmt: skip
"""A manuscript in each format; of Word's and Writer's documents, the paragraphs."""


def bytes_of(name: str, content: bytes) -> bytes:
    """Return a file of this format with changed content."""
    text = content.decode("utf-8", "replace")
    if name == "docx":
        return documents.word(f"<w:p>{text}</w:p>")
    if name == "odt":
        return documents.writer(text)
    return content


def attack(name: str, content: bytes, chance: Random) -> None:
    """Read a manuscript or reference strings, then do what the verbs do."""
    if name == STRINGS:
        _parse(content.decode("utf-8", "replace"))
        return
    read = manuscript.read(bytes_of(name, content), path="x", format=name)
    known = {each.id: each for each in _works((*read.keys, "low", "may"), most=6)}
    style = chance.choice(("apa", "ieee", "chicago-note-bibliography"))
    steps: tuple[Callable[[], object], ...] = (
        lambda: (
            manuscript.by_name(name)
            .load()
            .splice(read, render_sites(read, known, style=style))
        ),
        lambda: [renamed(read, key, "roe2001") for key in list(read.keys)[:3]],
        lambda: [str(each) for each in read.diagnostics],
    )
    for step in steps:
        with suppress(CsecrefsError):
            step()


def _works(keys: tuple[str, ...], most: int) -> list[Reference]:
    fields = {"title": "Tides", "author": [{"family": "Roe", "given": "Ann"}]}
    issued = {"issued": {"date-parts": [[2001]]}}
    return [
        Reference.from_csl({"id": key, "type": "book", **fields, **issued})
        for key in dict.fromkeys(keys[:most] + keys[-2:])
        if key and not re.search(r"\s", key)
    ]


def _parse(text: str) -> None:
    steps: tuple[Callable[[], object], ...] = (
        lambda: strings.split_list(text),
        lambda: strings.listed_strings(text),
        lambda: recognise(strings.parse_strings(text.splitlines()), styles=("apa",)),
    )
    for step in steps:
        with suppress(CsecrefsError):
            step()
