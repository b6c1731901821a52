"""XML to `Style` and `Locale`: the only module that sees XML.

Document type declarations are refused, so that no entity is ever expanded. Errors carry
the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar, get_args
from xml.parsers import expat

from csecrefs.csl.style import (
    PLAIN,
    Area,
    Branch,
    Choose,
    Date,
    DatePart,
    Element,
    EtAl,
    Group,
    Key,
    Label,
    Locale,
    Look,
    Match,
    NameFormat,
    Names,
    Number,
    NumberForm,
    Options,
    Plural,
    Style,
    Term,
    TermForm,
    Text,
)
from csecrefs.errors import StyleError
from csecrefs.patterns import regex
from csecrefs.text.case import TextCase
from csecrefs.text.inline import Tag

_Part = TypeVar("_Part")

NAMESPACE: Final = "http://purl.org/net/xbiblio/csl"
_XML_LANG: Final = "http://www.w3.org/XML/1998/namespace lang"
# Elements inside each other; each level takes some frames of the stack to compile.
_MAX_DEPTH: Final = 200
# Characters of the longest attribute or term. Installed styles have up to 346; one
# that is printed often must not fill the memory.
_LONGEST: Final = 2_000
# References to characters that some tool has escaped again; a style never means their
# letters.
_ESCAPED_TWICE: Final = regex(
    rb"&amp;(lt|gt|#(?:9|10|13|3[2-9]|[4-9][0-9]|[1-9][0-9]{2,3}|[1-4][0-9]{4}|x(?:[9AaDd]|[2-9A-Fa-f][0-9A-Fa-f]|0?[1-9A-Fa-f][0-9A-Fa-f]{2}|[1-9A-Ca-c][0-9A-Fa-f]{3})));"
)

# Formatting attributes, innermost first, and the tags of their values ("Formatting").
_FONTS: Final[tuple[tuple[str, dict[str, Tag]], ...]] = (
    (
        "font-style",
        {
            "italic": "italic",
            "oblique": "oblique",
            "normal": "no-italic",
        },
    ),
    ("font-variant", {"small-caps": "small-caps", "normal": "no-small-caps"}),
    (
        "font-weight",
        {
            "bold": "bold",
            "light": "light",
            "normal": "no-bold",
        },
    ),
    ("text-decoration", {"underline": "underline", "none": "no-underline"}),
    (
        "vertical-align",
        {"sup": "superscript", "sub": "subscript", "baseline": "baseline"},
    ),
)
# Values of `display`, and their tags ("Display").
_DISPLAY: Final[dict[str, Tag]] = {
    "block": "block",
    "left-margin": "left-margin",
    "right-inline": "right-inline",
    "indent": "indent",
}
# Attributes that cs:names and cs:name take from the elements around them
# ("Inheritable Name Options").
NAME_OPTIONS: Final = frozenset(
    """and delimiter-precedes-et-al delimiter-precedes-last et-al-min et-al-use-first et-al-use-last
    et-al-subsequent-min et-al-subsequent-use-first initialize initialize-with name-as-sort-order
    sort-separator name-form name-delimiter names-delimiter""".split()
)
# Attributes of cs:if that test something ("Choose").
_CONDITIONS: Final = (
    "type",
    "variable",
    "is-numeric",
    "is-uncertain-date",
    "locator",
    "position",
    "disambiguate",
)

# The attributes that have few values, by what they are written as.
_TERM_FORMS: Final[dict[str, TermForm]] = {form: form for form in get_args(TermForm)}
_NUMBER_FORMS: Final[dict[str, NumberForm]] = {
    form: form for form in get_args(NumberForm)
}
_PLURALS: Final[dict[str, Plural]] = {plural: plural for plural in get_args(Plural)}
_MATCHES: Final[dict[str, Match]] = {match: match for match in get_args(Match)}
_CASES: Final[dict[str, TextCase]] = {case: case for case in get_args(TextCase)}


class Xml:
    """An XML element: local name, attributes, child elements, text, line."""

    __slots__ = ("attributes", "children", "line", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Xml] = []
        self.text = ""
        self.line = line

    def get(self, attribute: str, default: str = "") -> str:
        """An attribute's value."""
        return self.attributes.get(attribute, default)

    def find(self, name: str) -> Xml | None:
        """The first child with this name."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[Xml]:
        """The children with this name."""
        return (child for child in self.children if child.name == name)

    def child_text(self, name: str) -> str:
        """The text of the first child with this name."""
        child = self.find(name)
        if child:
            return child.text.strip()
        return ""


def read_xml(source: str | bytes, what: str) -> Xml:
    """The root element of `source`; `what` names it in errors. Raises StyleError for
    what is no XML.
    """
    encoding = "utf-8" if isinstance(source, str) else None
    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    parser.buffer_text = True
    root: list[Xml] = []
    stack: list[Xml] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        # styles without a namespace are read, those of another are not
        if not root and namespace not in (NAMESPACE, ""):
            raise StyleError(
                f"not a CSL {what}: its root is {local!r} of another namespace", 1
            )
        node = Xml(local, attributes, parser.CurrentLineNumber)
        # checked while parsing: what is too deep is never built
        if len(stack) > _MAX_DEPTH:
            raise StyleError(
                f"the {what} nests elements more than {_MAX_DEPTH} deep", node.line
            )
        if any(len(value) > _LONGEST for value in attributes.values()):
            raise StyleError(
                f"the {what} has an attribute of more than {_LONGEST:,} characters",
                node.line,
            )
        (stack[-1].children if stack else root).append(node)
        stack.append(node)

    def end(_: str) -> None:
        stack.pop()

    def characters(text: str) -> None:
        stack[-1].text += text

    def doctype(*_: object) -> None:
        raise StyleError(
            f"the {what} has a document type declaration, which is not read",
            parser.CurrentLineNumber,
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = doctype
    try:
        if isinstance(source, str):
            source = source.encode()
        parser.Parse(_ESCAPED_TWICE.sub(rb"&\1;", source), True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise StyleError(
            f"not a CSL {what}: {reason}, line {error.lineno}", error.lineno
        ) from None
    except (ValueError, LookupError) as error:
        raise StyleError(f"not a CSL {what}: {error}") from None
    return root[0]


def parse_style(source: str | bytes) -> Style:
    """The style in a CSL document. Raises StyleError, with the line, for what is no CSL
    style.
    """
    root = read_xml(source, "style")
    if root.name != "style":
        raise StyleError(
            f"not a CSL style: its root element is {root.name!r}", root.line
        )
    info = root.find("info") or Xml("info", {}, root.line)
    categories = list(info.all("category"))
    # a dependent style has nothing but the link to its parent
    links = {link.get("rel"): link.get("href") for link in info.all("link")}
    parent = links.get("independent-parent", "")
    formats = (category.get("citation-format") for category in categories)
    citation, bibliography = root.find("citation"), root.find("bibliography")
    if citation is None and not parent:
        raise StyleError("the style has no citation element", root.line)
    return Style(
        id=info.child_text("id"),
        title=info.child_text("title"),
        title_short=info.child_text("title-short"),
        parent=parent,
        style_class=root.get("class", "in-text"),
        citation_format=next(filter(None, formats), ""),
        fields=tuple(c.get("field") for c in categories if c.get("field")),
        default_locale=root.get("default-locale"),
        version=root.get("version", "1.0"),
        options=dict(root.attributes),
        macros={macro.get("name"): _elements(macro) for macro in root.all("macro")},
        locales=tuple(_locale(node) for node in root.all("locale")),
        citation=_if_there(_area, citation),
        bibliography=_if_there(_area, bibliography),
        macro_lines={macro.get("name"): macro.line for macro in root.all("macro")},
    )


def parse_locale(source: str | bytes) -> Locale:
    """The locale in a CSL locale document. Raises StyleError, with the line, for
    anything else.
    """
    root = read_xml(source, "locale")
    if root.name != "locale":
        raise StyleError(
            f"not a CSL locale: its root element is {root.name!r}", root.line
        )
    return _locale(root)


def _choice(
    node: Xml, name: str, choices: Mapping[str, _Part], default: _Part
) -> _Part:
    """Return the value of an attribute if it is one of its choices."""
    return choices.get(node.get(name), default)


def _if_there(build: Callable[[Xml], _Part], node: Xml | None) -> _Part | None:
    if node is None:
        return None
    return build(node)


def _area(node: Xml) -> Area:
    layout = node.find("layout")
    if layout is None:
        raise StyleError(f"the {node.name} element has no layout", node.line)
    sort = node.find("sort")
    return Area(
        layout=_elements(layout),
        delimiter=layout.get("delimiter"),
        look=_look(layout),
        sort=tuple(_key(key) for key in sort.all("key")) if sort else (),
        options=dict(node.attributes),
        line=node.line,
    )


def _key(node: Xml) -> Key:
    # cs:key names the et-al options of its macro in its own way ("Sorting")
    renamed = {
        "names-min": "et-al-min",
        "names-use-first": "et-al-use-first",
        "names-use-last": "et-al-use-last",
    }
    options = {
        renamed[name]: value
        for name, value in node.attributes.items()
        if name in renamed
    }
    return Key(
        node.get("variable"),
        node.get("macro"),
        node.get("sort") == "descending",
        options,
        node.line,
    )


def _look(node: Xml) -> Look:
    get = node.attributes.get
    asked = ((values, get(name, "")) for name, values in _FONTS)
    # a font that is no value of its attribute is passed over
    fonts = tuple(values[value] for values, value in asked if value in values)
    look = Look(
        prefix=get("prefix", ""),
        suffix=get("suffix", ""),
        fonts=fonts,
        quotes=get("quotes") == "true",
        strip_periods=get("strip-periods") == "true",
        text_case=_choice(node, "text-case", _CASES, ""),
        display=_DISPLAY.get(get("display", "")),
    )
    if look == PLAIN:
        return PLAIN
    return look


def _elements(node: Xml) -> tuple[Element, ...]:
    return tuple(
        _BUILDERS[child.name](child)
        for child in node.children
        if child.name in _BUILDERS
    )


def _text(node: Xml) -> Text:
    for source in ("variable", "macro", "term", "value"):
        if source in node.attributes:
            return Text(
                source,
                node.get(source),
                _choice(node, "form", _TERM_FORMS, "long"),
                node.get("plural") == "true",
                _look(node),
                node.line,
            )
    raise StyleError("a text element needs a variable, macro, term or value", node.line)


def _number(node: Xml) -> Number:
    form = _choice(node, "form", _NUMBER_FORMS, "numeric")
    return Number(node.get("variable"), form, _look(node))


def _label(node: Xml) -> Label:
    return Label(
        node.get("variable"),
        _choice(node, "form", _TERM_FORMS, "long"),
        _choice(node, "plural", _PLURALS, "contextual"),
        _look(node),
    )


def _date_part(node: Xml) -> DatePart:
    return DatePart(
        node.get("name"),
        node.get("form"),
        node.get("range-delimiter", "–"),
        _look(node),
        frozenset(node.attributes),
    )


def _date(node: Xml) -> Date:
    return Date(
        node.get("variable"),
        node.get("form"),
        node.get("date-parts", "year-month-day"),
        tuple(_date_part(part) for part in node.all("date-part")),
        node.get("delimiter"),
        _look(node),
    )


def _name_options(node: Xml, own: dict[str, str]) -> dict[str, str]:
    """The inheritable attributes on `node`; `own` renames those that have another name
    where they stand.
    """
    renamed = {own.get(name, name): value for name, value in node.attributes.items()}
    return {name: value for name, value in renamed.items() if name in NAME_OPTIONS}


def _names(node: Xml) -> Names:
    name, et_al, label, substitute = (
        node.find(tag) for tag in ("name", "et-al", "label", "substitute")
    )
    order = [child.name for child in node.children if child.name in ("name", "label")]
    options = _name_options(node, {"delimiter": "names-delimiter"})
    if name:
        options |= _name_options(
            name, {"delimiter": "name-delimiter", "form": "name-form"}
        )
    return Names(
        variables=tuple(node.get("variable").split()),
        options=options,
        name=_if_there(_name, name),
        et_al=_if_there(_et_al, et_al),
        label=_if_there(_label, label),
        label_first=order[:1] == ["label"] and "name" in order,
        substitute=_elements(substitute) if substitute else (),
        look=_look(node),
    )


def _et_al(node: Xml) -> EtAl:
    return EtAl(node.get("term", "et-al"), _look(node))


def _name(node: Xml) -> NameFormat:
    parts = {part.get("name"): _look(part) for part in node.all("name-part")}
    return NameFormat(
        _look(node), parts.get("family", PLAIN), parts.get("given", PLAIN)
    )


def _group(node: Xml) -> Group:
    return Group(_elements(node), node.get("delimiter"), _look(node))


def _choose(node: Xml) -> Choose:
    return Choose(
        tuple(
            _branch(child)
            for child in node.children
            if child.name in ("if", "else-if", "else")
        )
    )


def _branch(node: Xml) -> Branch:
    tests = tuple(
        (name, value) for name in _CONDITIONS for value in node.get(name).split()
    )
    return Branch(
        tests,
        _choice(node, "match", _MATCHES, "all"),
        _elements(node),
    )


_BUILDERS: Final[dict[str, Callable[[Xml], Element]]] = {
    "text": _text,
    "number": _number,
    "label": _label,
    "date": _date,
    "names": _names,
    "group": _group,
    "choose": _choose,
}


def _locale(node: Xml) -> Locale:
    terms: dict[tuple[str, str, str], Term] = {}
    for group in node.all("terms"):
        for term in group.all("term"):
            key = (term.get("name"), term.get("form", "long"), term.get("gender-form"))
            terms[key] = _term(term)
    options: dict[str, str] = {}
    for element in node.all("style-options"):
        options |= element.attributes
    dates = {date.get("form"): _date(date) for date in node.all("date")}
    return Locale(node.get(_XML_LANG), terms, dates, _plain(options))


def _plain(options: dict[str, str]) -> Options:
    return {name: value for name, value in options.items() if " " not in name}


def _term(node: Xml) -> Term:
    single, multiple = node.find("single"), node.find("multiple")
    text = ""
    if single is None and multiple is None:
        text = node.text
    for part in (node, single, multiple):
        if part is not None and len(part.text) > _LONGEST:
            raise StyleError(f"a term has more than {_LONGEST:,} characters", part.line)
    return Term(
        single.text if single else text,
        multiple.text if multiple else text,
        node.get("gender"),
        node.get("gender-form"),
        node.get("match"),
    )
