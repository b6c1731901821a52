"""RDF/XML, in: Zotero's export, the Bibliographic Ontology (BIBO), schema.org and
Dublin Core.

Source: RDF 1.1 XML Syntax (W3C 2014). Properties are told apart by their local names,
which these vocabularies share.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.xml import tree as xml
from csecrefs.formats.xml.rdf_terms import (
    CLASSES,
    CONTAINERS,
    DC_TYPES,
    ROLES,
    VARIABLES,
)
from csecrefs.formats.zotero.tables import ITEM_TYPES
from csecrefs.model import Name, Reference
from csecrefs.model.date import parse_date
from csecrefs.text.jats import plain_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDS: Final = frozenset({"RDF"})
# The namespace of RDF's own attributes; elements are read without theirs.
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
# Zotero's item types that are no references.
_NOT_WORKS: Final = frozenset({"attachment", "note"})
# Properties that are read below, or that say nothing of the work itself; texts of others
# are kept.
_READ: Final = frozenset(
    """itemType citationKey type date issued datePublished dateCreated accessDate dateSubmitted
    pages pageStart pageEnd identifier doi uri url sameAs isbn issn isbn13 isbn10 subject about
    keywords description isPartOf presentedAt isReferencedBy publisher link path value label
    """.split()
)


@attrs.define(eq=False)
class Node:
    """A resource: its name, classes and properties, values being texts or other
    nodes.
    """

    name: str = ""
    classes: list[str] = attrs.field(factory=list)
    properties: dict[str, list[str | Node]] = attrs.field(factory=dict)

    def nodes(self, *names: str) -> list[Node]:
        """The resources that are values of these properties."""
        return [
            value
            for name in names
            for value in self.properties.get(name, ())
            if isinstance(value, Node)
        ]

    def texts(self, *names: str) -> list[str]:
        """The texts that are values of these properties; a resource counts by its
        `value` or name.
        """
        found = []
        for name in names:
            for value in self.properties.get(name, ()):
                if isinstance(value, str):
                    text = value
                else:
                    text = next(
                        iter(value.texts("value", "label")),
                        value.name,
                    )
                found.append(text)
        return [text for text in found if text]

    def text(self, *names: str) -> str:
        """The first text of these properties, or ""."""
        return next(iter(self.texts(*names)), "")


def looks_like(head: str) -> bool:
    """True if the beginning of a text is RDF/XML."""
    return bool(re.search(r"<(?:\w+:)?RDF[\s>]", head))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The works an RDF document describes, and what was wrong with it."""
    diagnostics: list[Diagnostic] = []
    drafts: list[Draft] = []
    for record in xml.records(source, _RECORDS, path, diagnostics):
        graph = _Graph()
        for element in record.iterchildren("*"):
            graph.read_node(element)
        for node in graph.tops:
            if item_type := _item_type(node, graph):
                drafts.append(_read_work(node, item_type))
    return finish(drafts), diagnostics


class _Graph:
    """The nodes of a document by name; `tops` are those that stand at the top, in
    order, `meant` the names of those that others refer to.
    """

    def __init__(self) -> None:
        self.named: dict[str, Node] = {}
        self.tops: list[Node] = []
        self.meant: set[str] = set()

    def read_node(self, element: _Element, *, top: bool = True) -> Node:
        """The node an element describes, its properties read; depth is bounded by the
        parser.
        """
        name = next(
            # rdf:about is an IRI, rdf:nodeID a blank node, rdf:ID a local name.
            (v for key in ("about", "nodeID", "ID") if (v := element.get(_RDF + key))),
            "",
        )
        node = self.node(name)
        if element.tag != "Description":
            node.classes.append(str(element.tag))
        for child in element.iterchildren("*"):
            self._read_property(node, child)
        if top and node not in self.tops:
            self.tops.append(node)
        return node

    def node(self, name: str) -> Node:
        """The node of this name, made at need; a new one for no name."""
        if name:
            return self.named.setdefault(name, Node(name))
        return Node()

    def _read_property(self, node: Node, element: _Element) -> None:
        name = str(element.tag)
        target = element.get(_RDF + "resource") or element.get(_RDF + "nodeID")
        if name == "type" and target:
            node.classes.append(re.split(r"[#/]", target)[-1])
            return
        value: list[str | Node]
        if target:
            value = [self.node(target)]
            self.meant.add(target)
        # RDF 1.1 XML Syntax, 2.11: properties of a node that is not written
        elif len(element) and element.get(_RDF + "parseType") == "Resource":
            inner = Node()
            for child in element.iterchildren("*"):
                self._read_property(inner, child)
            value = [inner]
        elif len(element):
            value = [
                self.read_node(child, top=False) for child in element.iterchildren("*")
            ]
        else:
            value = [xml.text(element)]
        node.properties.setdefault(name, []).extend(value)


def _item_type(node: Node, graph: _Graph) -> str:
    """The CSL type of a node that describes a work; "" for another one."""
    zotero = node.text("itemType")
    if zotero in _NOT_WORKS:
        return ""
    if zotero:
        return ITEM_TYPES.get(zotero, zotero if zotero == "treaty" else "document")
    if "Memo" in node.classes and "title" not in node.properties:
        return ""  # a note of Zotero's, which its item refers to
    for name in node.classes:
        if name in CLASSES:
            return CLASSES[name]
    return _untyped(node, graph)


def _untyped(node: Node, graph: _Graph) -> str:
    """The type of a node without a class that we know: a work of Dublin Core has a
    title and a creator, date or type, and nothing refers to it.
    """
    says_work = {"creator", "date", "type", "issued"} & node.properties.keys()
    if node.name in graph.meant or not says_work or not node.text("title"):
        return ""
    for kind in node.texts("type"):
        name = re.split(r"[#/]", kind)[-1].lower()
        if name in DC_TYPES:
            return DC_TYPES[name]
    return "document"


def _read_work(node: Node, item_type: str) -> Draft:
    draft = Draft(id=node.text("citationKey"), type=item_type)
    if not draft.id and re.fullmatch(r"#?[\w-]+", node.name):
        draft.id = node.name.removeprefix("#")
    for variable, names in VARIABLES.items():
        draft.set(variable, node.text(*names))
    if draft.text("genre").lower() in DC_TYPES and "itemType" not in node.properties:
        del draft.fields["genre"]
    for role, names in ROLES.items():
        for person in _people(node, names):
            draft.name(role, person, once=True)
    draft.set(
        "issued",
        parse_date(node.text("datePublished", "issued", "date", "dateCreated")),
    )
    draft.set(
        "accessed",
        parse_date(node.text("accessDate", "dateSubmitted")),
    )
    _read_publisher(draft, node)
    draft.set(
        "page",
        values.pages(
            node.text("pages", "pageStart"),
            node.text("pageEnd"),
        ),
    )
    _read_identifiers(draft, node)
    for text in node.texts("subject", "about", "keywords"):
        draft.keywords += [text] if "itemType" in node.properties else text.split("; ")
    _read_description(draft, node)
    _read_containers(draft, node)
    _keep_rest(draft, node)
    return draft


def _read_description(draft: Draft, node: Node) -> None:
    """Read notes, and the description, which is Zotero's field "extra", or an abstract
    in other vocabularies.
    """
    for text in node.texts("description"):
        if "itemType" in node.properties or "abstract" in draft.fields:
            draft.note(text)
        else:
            draft.set("abstract", text)
    for memo in node.nodes("isReferencedBy"):
        draft.note(plain_text(memo.text("value")))
    for event in node.nodes("presentedAt"):
        draft.set("event-title", event.text("title", "name"))
        draft.set("event-place", event.text("place", "location"))


def _keep_rest(draft: Draft, node: Node) -> None:
    """Keep the texts of properties that no variable is for."""
    known = set(_READ).union(*VARIABLES.values(), *ROLES.values())
    for name, found in node.properties.items():
        if name not in known:
            for value in found:
                if isinstance(value, str):
                    draft.keep("rdf", name, value)


def _people(node: Node, names: tuple[str, ...]) -> list[Name]:
    for name in names:
        found: list[Name] = []
        for value in node.properties.get(name, ()):
            members: list[str | Node] = [value]
            if isinstance(value, Node) and "li" in value.properties:
                members = value.properties["li"]
            for member in members:
                found += _members(member)
        if found:
            return found
    return []


def _members(value: str | Node) -> list[Name]:
    """The people of a value: several where a text lists them ("Vole, A.; Roe, C.")."""
    if not isinstance(value, str):
        person = _person(value)
        return [person] if person else []
    if not value:
        return []
    if "," in value:
        return list(values.database_names(value))
    return [values.natural_name(value)]


def _person(value: Node) -> Name | None:
    family = value.text("surname", "familyName", "family_name")
    given = value.text("givenName", "givenname", "firstName")
    if family and given:
        return Name(family, given)
    if family:
        return Name(literal=family)
    name = value.text("name", "value")
    if name and "Person" in value.classes:
        return values.natural_name(name)
    if name:
        return Name(literal=name)
    return None


def _read_publisher(draft: Draft, node: Node) -> None:
    for publisher in node.nodes("publisher"):
        draft.set("publisher", publisher.text("name"))
        for address in publisher.nodes("adr", "address"):
            draft.set("publisher-place", address.text("locality", "addressLocality"))
        draft.set("publisher-place", publisher.text("locality", "localityName"))
    for name in node.properties.get("publisher", ()):
        if isinstance(name, str):
            draft.set("publisher", name)


def _read_identifiers(draft: Draft, node: Node) -> None:
    for text in node.texts(
        "identifier", "doi", "uri", "url", "sameAs", "isbn", "issn", "isbn13", "isbn10"
    ):
        # Zotero writes "ISBN 0-123-45678-9" and "ISSN 1234-5678" as identifiers.
        kind, _, number = text.partition(" ")
        if kind in ("ISBN", "ISSN"):
            draft.add(kind, number)
        elif text.startswith(("http://", "https://")):
            draft.set("URL", text)
        elif doi := values.doi(text):
            draft.set("DOI", doi)
        else:
            draft.keep("rdf", "identifier", text)
    for name in ("isbn", "isbn13", "isbn10", "issn"):
        for number in node.texts(name):
            draft.add(name[:4].upper(), number)
    if node.name.startswith(("http://", "https://")):
        # the resource itself: an article's name may be that of its metadata
        doi = values.doi(node.name)
        draft.set("DOI", doi)
        if draft.type in _ON_THE_WEB and not doi:
            draft.set("URL", node.name)


# Types whose address is the work's own name.
_ON_THE_WEB: Final = frozenset(
    {"webpage", "post", "post-weblog", "article-newspaper", "software"}
)


def _read_containers(draft: Draft, node: Node) -> None:
    """Journal, book, series: what the work is part of, through issues and volumes."""
    # breadth first, with what was seen: graphs of strangers have circles
    queue, seen = node.nodes("isPartOf"), set[int]()
    while queue:
        whole = queue.pop(0)
        if id(whole) in seen:
            continue
        seen.add(id(whole))
        series = "Series" in whole.classes
        if series:
            draft.set("collection-title", whole.text("title", "name"))
            draft.set("collection-number", whole.text("identifier", "number"))
            continue
        if not set(whole.classes) & CONTAINERS:
            draft.set("container-title", whole.text("title", "name"))
        draft.set("container-title", whole.text("title", "name"))
        draft.set("container-title-short", whole.text("alternative", "shortTitle"))
        draft.set("volume", whole.text("volume", "volumeNumber"))
        draft.set(
            "issue",
            whole.text("issue", "issueNumber", "number"),
        )
        draft.set(
            "issued",
            parse_date(whole.text("date", "issued", "datePublished")),
        )
        _read_publisher(draft, whole)
        part = Draft()
        _read_identifiers(part, whole)
        for variable in ("ISBN", "ISSN", "DOI"):
            draft.set(variable, part.text(variable))
        queue += whole.nodes("isPartOf")
