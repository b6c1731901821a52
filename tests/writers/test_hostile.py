r"""Fields that would act in some format come out as the text they are, in every format.

Each field is written plain, in italics between letters, in the left margin and as a
block, in every layout, with and without links; what a reader of the format sees must be
the field, and nothing else.
"""

from __future__ import annotations

import unicodedata

import pytest

from csecrefs.text.inline import Element, Entry, Inlines
from csecrefs.writers import WRITERS, get_writer
from tests.writers.readers import LAYOUTS, READERS

FIELDS = {
    # HTML
    "script": "<script>alert(1)</script>",
    "unclosed tag": "<img src=x onerror=alert(1)",
    "event handler": '"><svg/onload=alert(1)>',
    "attribute break": "' onmouseover='alert(1)",
    "comment": "<!-- a --><!DOCTYPE x><?php echo 1 ?>",
    "cdata": "<![CDATA[ x ]]>",
    "entities": "&lt;script&gt; &#60; &#x3c; &amp;amp; &copy &nbsp;",
    "iframe": '<iframe src="javascript:alert(1)"></iframe>',
    "style": "<style>body{display:none}</style></div></div>",
    "javascript address": "javascript:alert(1) vbscript:x data:text/html,<b>",
    "json in a page": '</script><script>"}]}',
    # Markdown
    "markdown link": "[text](javascript:alert(1)) ![i](https://example.org/x.png)",
    "markdown reference": "[text][ref] [ref]: javascript:alert(1)",
    "reference definition": "[a]: https://example.org",
    "autolink": "<https://example.org> <a@example.org>",
    "code": "`code` ``a`` ~~~ ```sh",
    "emphasis": "*a* **b** _c_ __d__ ***e*** a*b*c",
    "strike, sub, sup": "~~a~~ H~2~O x^2^ ==m==",
    "heading": "# Title",
    "setext": "====",
    "rule": "--- *** ___",
    "list": "- item",
    "plus list": "+ item",
    "star list": "* item",
    "numbered list": "1. item",
    "parenthesised number": "1) item (2) item",
    "lettered list": "a. item",
    "quotation": "> quoted",
    "table": "| a | b |",
    "math": "$x^2$ $$y$$ \\(z\\) \\[w\\]",
    "citation": "[@doe2020] @doe",
    "footnote": "[^1] ^[note]",
    "attributes": "[a]{.b} {#id .class} {{ liquid }} {% tag %}",
    "raw": "`<b>`{=html}",
    "metadata": "--- title: x",
    "title block": "% Title",
    "backslashes": "\\ \\\\ \\* a\\",
    "smart": "\"a\" 'b' -- --- ... don't",
    "definition": ": definition",
    # LaTeX
    "input": "\\input{/etc/passwd} \\include{x}",
    "shell": "\\write18{rm -rf /} \\immediate\\write18{id}",
    "caret notation": "^^5cinput{x} ^^41 ^^^^0041",
    "percent": "100% of it % comment",
    "specials": "# $ % & _ { } ~ ^ \\ < > | \" ` ' [ ] * @ = + - / ? !",
    "groups": "}{ }}} {{{ \\begingroup \\end{document}",
    "optional argument": "[x] \\\\[1cm] ]",
    "ligatures": "?` !` `` '' ,, << >> -- ---",
    "catcode": "\\catcode`\\@=0 @input x",
    "csname": "\\csname input\\endcsname{x}",
    "tilde": "~/.bashrc a~b",
    # reStructuredText
    "role": ":raw:`x` :math:`y` :file:`z`",
    "directive": ".. include:: /etc/passwd",
    "raw directive": ".. raw:: html <script>",
    "substitution": "|version| |a|_ |date|",
    "reference": "name_ `a b`_ anon__ [1]_ [#]_ [CIT2002]_",
    "target": "_`target` .. _a: https://example.org",
    "literal block": "example::",
    "interpreted": "`x` ``y`` `z <https://example.org>`_",
    "field list": ":field: body",
    "option list": "-a  option --long /V",
    "doctest": ">>> 1 + 1",
    "enumerators": "A. item",
    "roman": "iv. item (i) item #. item",
    "transition": "----------",
    "bullet": "• item",
    "mail address": "a@example.org mailto:b@example.org",
    # Typst
    "typst code": '#eval("1") #read("/etc/passwd") #{1}',
    "typst import": '#import "x.typ": *',
    "typst show": "#show: x => x #set page(width: 1pt)",
    "typst label": "<label> @label",
    "typst comment": "// comment /* block */ a //b",
    "typst term": "/ Term: text",
    "typst heading": "= Heading == Two",
    "typst enum": "+ item 3. item",
    "typst unicode": "\\u{41} \\u{1f600}",
    "typst content": "] [ #[x] (y) .z",
    "typst shorthand": "a-?b 1-2 -1 ... -- ~",
    # RTF
    "rtf control": "\\par \\b bold \\'41 \\bin5 xxxxx",
    "rtf object": "{\\object\\objocx{\\*\\objdata 01}}",
    "rtf field": '{\\field{\\*\\fldinst INCLUDETEXT "/etc/passwd"}}',
    "rtf unicode": "\\u65? \\uc0 \\upr{a}{b}",
    # characters
    "astral": "𝔊 😀 𠀀",
    "scripts": "Țară – «Ж» 中文 עברית العربية",
    "no-break": "a\u00a0b\u202fc",
    "joiners": "क्‍ष\u200b\u200d\u00ad",
    "combining": "e\u0301 \u0301x",
    "nul": "a\x00b",
    "controls": "a\x01\x08\x0b\x0c\x0e\x1f\x7f\x80\x9fb",
    "terminal": "\x1b[31mred\x1b]0;title\x07",
    "line breaks": "a\nb\r\nc\rd\u2028e\u2029f\x85g\n\n- h",
    "tabs": "\ta\tb",
    "indented": "    code",
    "overrides": "\u202eevil\u202c \u202da\u2066b\u2069\u2067c\u2068d \u202a\u202b",
    "marks": "a\u200fb\u200ec\u061cd",
    "surrogate": "a\ud800b\udfffc",
    "noncharacters": "a\ufffeb\uffffc\ufdd0d",
    "byte order mark": "\ufeffa",
    "formula": "=cmd|' /C calc'!A0 +1 -1 @SUM(1)",
    "address": "https://example.org/a_b?c=%41&copy=1#d~e(f) http://x.org/*y*.",
    "address breaking out": 'https://example.org/"onclick="x\'{}\\}$[a](b)<c>',
    "doi": "doi:10.1000/a_b<c>(d)&e;f#g%h{i}\\j",
    "address in every bracket": "(https://a.org/b) [https://a.org/c] {https://a.org/d} <https://a.org/e>",
}


def as_read(field: str) -> str:
    """What a reader should see: characters that act on it gone, white space as single
    spaces.
    """
    kept = []
    for char in field:
        if char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
            continue
        if unicodedata.category(char) == "Cc" and not char.isspace():
            continue
        if char in "\x1c\x1d\x1e\x1f":
            continue
        unusable = unicodedata.category(char) == "Cs" or char in "\ufdd0\ufffe\uffff"
        kept.append("\ufffd" if unusable else char)
    return " ".join("".join(kept).split())


def places(field: str) -> list[tuple[str, Inlines, str]]:
    """Trees with the field in different places, and their text."""
    link = Element("link", (field,), "javascript:alert(1)//" + field)
    safe = Element("link", ("x",), "https://example.org/" + field)
    text = as_read(field)
    return [
        ("plain", (field,), text),
        (
            "between letters",
            ("x", Element("italic", (field,)), "x"),
            as_read(f"x{field}x"),
        ),
        (
            "nested",
            (Element("bold", (Element("small-caps", (field,)), "x")),),
            as_read(f"{field}x"),
        ),
        ("raised", ("x", Element("superscript", (field,))), as_read(f"x{field}")),
        (
            "label",
            (Element("left-margin", (field,)), Element("right-inline", ("x",))),
            f"{text} x",
        ),
        (
            "blocks",
            (Element("block", (field,)), Element("indent", (field,))),
            f"{text} {text}",
        ),
        ("refused link", (link,), text),
        ("linked", (safe,), "x"),
    ]


CASES = [
    (f"{name}, {place}", tree, text)
    for name, field in FIELDS.items()
    for place, tree, text in places(field)
]


@pytest.mark.parametrize("links", [False, True], ids=["", "links"])
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("name", sorted(WRITERS))
def test_hostile_fields_are_text(name: str, layout: str, links: bool) -> None:
    entries = [Entry(case, tree) for case, tree, _ in CASES]
    written = get_writer(name).bibliography(entries, LAYOUTS[layout], links=links)
    reading = READERS[name](written)
    position = 0
    for case, _, text in CASES:
        if name == "latex":  # pdfLaTeX knows a letter with its accent as one character
            text = unicodedata.normalize("NFC", text)
        assert reading.text.startswith(text, position), (
            case,
            reading.text[position : position + len(text)],
        )
        position += len(text) + 1
    assert position == len(reading.text) + 1
    assert bool(reading.targets) == (links and name != "text")
    assert all(
        target.startswith(("http://", "https://", "mailto:"))
        for target in reading.targets
    )


@pytest.mark.parametrize("name", ["markdown", "rst", "text"])
def test_hostile_fields_are_text_at_the_start_of_a_document(name: str) -> None:
    writer = get_writer(name)
    for case, tree, text in CASES:
        written = writer.inlines(tree)
        assert isinstance(written, str)
        assert READERS[name](written).text == text, (case, written)


def test_there_are_enough_fields() -> None:
    assert len(FIELDS) >= 60
    assert len(set(FIELDS.values())) == len(FIELDS)
