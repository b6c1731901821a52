"""Each format read back by a real reader, or a strict one of its own where there is
none to import.

A reader gives the text and the targets of links, and fails on anything else that a
format can hold: elements, commands, roles, fields and raw markup that the writers do
not use.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple

import docutils.core
import docutils.nodes
import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from markdown_it import MarkdownIt

from csecrefs.text.inline import EntryLayout
from csecrefs.writers import latex_characters


class Reading(NamedTuple):
    """What a reader sees: the text, white space as single spaces, and where its links
    lead.
    """

    text: str
    targets: list[str]


def _reading(text: str, targets: list[str]) -> Reading:
    return Reading(" ".join(text.split()), targets)


class _Html(HTMLParser):
    tags = ("div", "i", "em", "b", "sup", "sub", "span", "a")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.targets: list[str] = []
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.tags, tag
        self.opened.append(tag)
        for name, value in attrs:
            assert name in ("class", "style", "href"), name
            assert (tag == "a") == (name == "href")
            if name == "href":
                self.targets.append(value or "")
        if tag == "div":
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag
        if tag == "div":
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def _refuse(self, data: str) -> None:
        raise AssertionError(data)

    handle_comment = handle_decl = handle_pi = unknown_decl = _refuse


def read_html(written: str) -> Reading:
    reader = _Html()
    reader.feed(written)
    reader.close()
    assert not reader.opened
    return _reading("".join(reader.text), reader.targets)


def read_text(written: str) -> Reading:
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written
    )
    return _reading(written, [])


_MARKDOWN_BLOCKS = {"paragraph_open", "paragraph_close", "inline"}
_MARKDOWN_INLINES = {
    "text",
    "text_special",
    "em_open",
    "em_close",
    "strong_open",
    "strong_close",
}
_MARKDOWN_HTML = re.compile(
    r'</?(?:sup|sub|u|span)>|<span style="font-variant:small-caps;">|<!-- -->'
)


def read_markdown(written: str) -> Reading:
    targets, text = [], []
    for block in (
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(written)
    ):
        assert block.type in _MARKDOWN_BLOCKS, block
        for token in block.children or []:
            if token.type == "link_open":
                targets.append(str(token.attrs["href"]))
            elif token.type == "html_inline":
                assert _MARKDOWN_HTML.fullmatch(token.content), token
            elif token.type == "hardbreak":
                text.append("\n")
            else:
                assert token.type in _MARKDOWN_INLINES or token.type == "link_close", (
                    token
                )
                text.append(token.content)
        text.append("\n")
    return _reading("".join(text), targets)


def read_rst(written: str) -> Reading:
    settings = {
        "report_level": 1,
        "halt_level": 2,
        "input_encoding": "unicode",
        "_disable_config": True,
    }
    document = docutils.core.publish_doctree(written, settings_overrides=settings)
    allowed = (
        "document",
        "paragraph",
        "line_block",
        "line",
        "emphasis",
        "strong",
        "superscript",
        "subscript",
    )
    targets, text = [], []
    for node in document.findall():
        if isinstance(node, docutils.nodes.Text):
            text.append(node.astext())
        elif isinstance(node, docutils.nodes.reference):
            targets.append(node["refuri"])
        else:
            assert node.tagname in allowed, node
        if isinstance(node, docutils.nodes.paragraph | docutils.nodes.line):
            text.append("\n")
    return _reading("".join(text), targets)


def read_json(written: str) -> Reading:
    targets: list[str] = []

    def strings(node: Any) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        elif isinstance(node, list):
            for child in node:
                yield from strings(child)
        else:
            assert set(node) <= {"tag", "children", "href"}, node
            targets.extend([node["href"]] if "href" in node else [])
            yield from strings(node["children"])
            yield (
                "\n"
                if node["tag"] in ("block", "left-margin", "right-inline", "indent")
                else ""
            )

    assert "</" not in written
    written.encode()
    text = "\n".join(
        "".join(strings(entry["tree"])) for entry in json.loads(written)["entries"]
    )
    return _reading(text, targets)


_LATEX_SYMBOLS = {
    "textbackslash": "\\",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textasciigrave": "`",
    "char": '"',
}
_LATEX_STYLES = {
    "textbf",
    "textit",
    "textsl",
    "textsc",
    "underline",
    "textsuperscript",
    "textsubscript",
}
_LATEX_SETTINGS = re.compile(
    r"\\begin\{list\}\{\}\{(?:\\settowidth\{\\labelwidth\}\{.*?\})?(?:\\setlength\{\\\w+\}\{[^{}]*\})+\}"
    r"|\\linespread\{\d+\}\\selectfont|\\end\{list\}"
)
_LATEX_TOKEN = re.compile(
    r"\\char34\{\}|\\(?P<name>[a-z]+)(?:\{\})?|\\(?P<escaped>[{}$&#%_])|(?P<brace>[{}])|(?P<plain>[^\\{}])",
    re.DOTALL,
)


_LATEX_GUARDED = re.compile(
    r"\\ifdefined\\Umathchar (.*?)\\else"
    r"(?:\\ifcsname.*?\\fi|\\UseTextSymbol\{T1\}\{.*?\})\\fi\{\}",
    re.DOTALL,
)
_LATEX_SIGNS = {latex_characters.command(sign): sign for sign in "𝔊\u202f"}


def read_latex(written: str) -> Reading:
    """A strict reader: the known commands, the list's settings at its start, no other
    special character.
    """
    targets: list[str] = []

    def target(match: re.Match[str]) -> str:
        targets.append(re.sub(r"\\([%#&_])", r"\1", match[1]))
        return "{"

    written = re.sub(
        r"\\href\{([^{}]*)\}\{", target, _LATEX_SETTINGS.sub("\n", written)
    )
    written = _LATEX_GUARDED.sub(r"\1", written)
    for command, sign in _LATEX_SIGNS.items():
        written = written.replace(str(command), sign)
    written = written.replace(r"\hspace*{2em}", "\\indent{}")
    written = re.sub(r"\\item\[(\{.*?)\\hfill\}\] ", r"\\item \1} ", written)
    text, depth, position = [], 0, 0
    while position < len(written):
        match = _LATEX_TOKEN.match(written, position)
        assert match, written[position:]
        position = match.end()
        if match[0] == r"\char34{}":
            text.append('"')
        elif name := match["name"]:
            assert name in {
                *_LATEX_SYMBOLS,
                *_LATEX_STYLES,
                "item",
                "newline",
                "indent",
            }, name
            text.append(_LATEX_SYMBOLS.get(name, ""))
            text.append("\n" if name in ("item", "newline") else "")
        elif match["brace"]:
            depth += 1 if match["brace"] == "{" else -1
            assert depth >= 0
        else:
            plain = match["escaped"] or match["plain"]
            assert match["escaped"] or plain not in '$&#%_^<>|`"', plain
            text.append("\u00a0" if plain == "~" else plain)
    assert depth == 0
    return _reading("".join(text), targets)


_TYPST_CALL = re.compile(
    r'#(?:emph|strong|smallcaps|underline|super|sub|link\("(?P<href>[^"\\]*)"\))\['
)
_TYPST_TEXT = re.compile(
    r"\\(?P<escaped>[^0-9A-Za-z\s])|(?P<plain>[^\\`*_$#<>@\[\]~'\"])", re.DOTALL
)
_TYPST_ACTIVE = re.compile(r"-[-?0-9]|\.\.\.|//|/\*")
_TYPST_LINE = re.compile(r"\s*(?:[-+=/]|[0-9]+\.)")


def read_typst(written: str) -> Reading:
    """A strict reader: the writer's own frame, its calls, escapes and characters
    without a meaning.
    """
    targets: list[str] = []
    text: list[str] = []
    _, _, body = written.partition("\n#set par(")
    body = body.partition(")\n")[2].removesuffix("\n]\n")
    position, depth = 0, 0
    if body.startswith("#grid("):
        body = body.partition(",\n")[2].removesuffix(")")
        body = re.sub(
            r"^  (?=\[)|(?<=\]),$|(?<=\]), (?=\[)", " \n", body, flags=re.MULTILINE
        )
    line_start = True
    while position < len(body):
        if line_start:
            assert not _TYPST_LINE.match(body, position), body[position:]
        line_start = False
        if call := _TYPST_CALL.match(body, position):
            targets.extend([call["href"]] if call["href"] is not None else [])
            position, depth, line_start = call.end(), depth + 1, True
        elif body.startswith("#h(2em);", position):
            position += len("#h(2em);")
        elif depth and body[position] == "]":
            position, depth = position + 1, depth - 1
            assert depth or body[position] == ";", body[position:]
            position += body[position] == ";"
        elif body.startswith((" \\\n", "\n"), position):
            position, line_start = body.index("\n", position) + 1, True
            text.append("\n")
        elif depth == 0 and body[position] in "[]":
            line_start = body[position] == "["
            position += 1
        else:
            match = _TYPST_TEXT.match(body, position)
            assert match and not _TYPST_ACTIVE.match(body, position), body[position:]
            text.append(match["escaped"] or match["plain"])
            position = match.end()
    assert depth == 0
    return _reading("".join(text), targets)


_RTF_TOKEN = re.compile(
    r"\\u(?P<unit>-?\d+) \?|\\(?P<word>[a-z]+)(?P<number>-?\d+)? ?|\\(?P<symbol>[\\{}~*])|(?P<brace>[{}])"
    r"|(?P<plain>[^\\{}])"
)
_RTF_WORDS = set(
    "rtf ansi uc deff fonttbl f froman pard li fi tx sa sl slmult keepn b i scaps ul super sub tab par line "
    "field fldinst fldrslt".split()
)


def read_rtf(written: str) -> Reading:
    """A tokenizer of RTF 1.9 that knows the control words of paragraphs and
    characters.
    """
    assert written.isascii()
    units: list[int] = []
    targets: list[str] = []
    depth, position = 0, 0
    body = written.replace("{\\fonttbl{\\f0\\froman Times New Roman;}}\n", "")
    while position < len(body):
        if field := re.compile(r'\{\\\*\\fldinst\{HYPERLINK "([^"\\{}]*)"\}\}').match(
            body, position
        ):
            targets.append(field[1])
            position = field.end()
            continue
        match = _RTF_TOKEN.match(body, position)
        assert match, body[position:]
        position = match.end()
        if match["unit"]:
            units.append(int(match["unit"]) % 0x10000)
        elif match["word"]:
            assert match["word"] in _RTF_WORDS - {"fldinst"}, match["word"]
            units.extend([0x0A] if match["word"] in ("par", "line", "tab") else [])
        elif match["brace"]:
            depth += 1 if match["brace"] == "{" else -1
            assert depth >= 0
        elif match["symbol"]:
            assert match["symbol"] != "*"
            units.append(ord(match["symbol"].replace("~", "\u00a0")))
        elif match["plain"] != "\n":
            units.append(ord(match["plain"]))
    assert depth == 0
    text = b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le")
    return _reading(text, targets)


_DOCX_TAGS = set(
    "document body p pPr pStyle keepNext spacing ind r rPr rStyle t tab hyperlink "
    "sectPr pgSz pgMar cols docGrid".split()
)


def read_docx(written: bytes) -> Reading:
    document = docx.Document(io.BytesIO(written))
    for element in document.element.iter():
        assert element.tag.rpartition("}")[2] in _DOCX_TAGS, element.tag
    external = [
        relation for relation in document.part.rels.values() if relation.is_external
    ]
    assert all(relation.reltype == RELATIONSHIP_TYPE.HYPERLINK for relation in external)
    targets = [
        link.address
        for paragraph in document.paragraphs
        for link in paragraph.hyperlinks
    ]
    return _reading(
        "\n".join(paragraph.text for paragraph in document.paragraphs), targets
    )


READERS: dict[str, Callable[[Any], Reading]] = {
    "html": read_html,
    "text": read_text,
    "markdown": read_markdown,
    "latex": read_latex,
    "rst": read_rst,
    "typst": read_typst,
    "rtf": read_rtf,
    "json": read_json,
    "docx": read_docx,
}

LAYOUTS = {
    "plain": EntryLayout(),
    "hanging": EntryLayout(hanging_indent=True, line_spacing=2, entry_spacing=0),
    "aligned": EntryLayout(second_field_align="flush", max_offset=4),
    "margin": EntryLayout(second_field_align="margin", max_offset=4),
}
