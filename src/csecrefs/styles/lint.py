"""Faults of a style that no schema finds: macros that are missing, unused or in a
cycle, unknown terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from csecrefs.csl.parse import Xml, parse_locale
from csecrefs.errors import Diagnostic, Severity
from csecrefs.styles import locales


def lint(root: Xml) -> list[Diagnostic]:
    """The findings in an independent style; a dependent style and a locale have none of
    these things.
    """
    if root.name != "style" or root.find("citation") is None:
        return []
    macros = {node.get("name"): node for node in root.all("macro")}
    return [
        *_doubled(root),
        *_unknown(root, macros),
        *_unused(root, macros),
        *_loops(macros),
        *_bibliography(root),
        *_terms(root),
    ]


def _finding(
    code: str, message: str, node: Xml, severity: Severity = "warning"
) -> Diagnostic:
    return Diagnostic(code, message, severity, line=node.line)


def _walk(node: Xml) -> Iterator[Xml]:
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        # in the order of the document, so that findings are
        pending += reversed(node.children)


def _calls(node: Xml) -> Iterator[Xml]:
    """The elements in `node` that call a macro."""
    return (
        each
        for each in _walk(node)
        if each.name in ("text", "key") and "macro" in each.attributes
    )


def _doubled(root: Xml) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for node in root.all("macro"):
        name = node.get("name")
        if name in seen:
            yield _finding(
                "doubled-macro",
                f"the macro {name!r} is defined before; this one counts",
                node,
            )
        seen.add(name)


def _unknown(root: Xml, macros: dict[str, Xml]) -> Iterator[Diagnostic]:
    for node in _calls(root):
        name = node.get("macro")
        if name not in macros:
            import difflib

            near = difflib.get_close_matches(name, macros, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            yield _finding(
                "unknown-macro", f"there is no macro {name!r}{hint}", node, "error"
            )


def _unused(root: Xml, macros: dict[str, Xml]) -> Iterator[Diagnostic]:
    # a macro that only unused macros call is unused, too
    used: set[str] = set()
    pending = [node for name in ("citation", "bibliography") for node in root.all(name)]
    while pending:
        for call in _calls(pending.pop()):
            name = call.get("macro")
            if name in macros and name not in used:
                used.add(name)
                pending.append(macros[name])
    for name, node in macros.items():
        if name not in used:
            yield _finding("unused-macro", f"the macro {name!r} is never used", node)


def _loops(macros: dict[str, Xml]) -> Iterator[Diagnostic]:
    done: set[str] = set()
    for root in macros:
        # A path in place of recursion: a chain of macros may be long.
        path = {} if root in done else {root: _calls(macros[root])}
        while path:
            name = next(reversed(path))
            call = next(path[name], None)
            called = call.get("macro") if call else ""
            if call is None:
                del path[name]
                done.add(name)
            elif called in path:
                yield _finding(
                    "macro-loop", f"the macro {called!r} calls itself", call, "error"
                )
            elif called in macros and called not in done:
                path[called] = _calls(macros[called])


def _bibliography(root: Xml) -> Iterator[Diagnostic]:
    if root.find("bibliography") is None:
        # styles of notes often have no bibliography on purpose
        severity: Severity = "warning"
        if root.get("class") == "note":
            severity = "info"
        yield _finding(
            "no-bibliography", "the style has no bibliography", root, severity
        )


def _terms(root: Xml) -> Iterator[Diagnostic]:
    """Terms that neither the style nor its locale defines: they print nothing."""
    language = root.get("default-locale") or locales.DEFAULT
    own = {
        term.get("name")
        for node in root.all("locale")
        for terms in node.all("terms")
        for term in terms.all("term")
    }
    known = own | _defined(language)
    for node in _walk(root):
        name = node.get("term")
        if node.name == "text" and name and name not in known:
            message = f"the term {name!r} is defined neither by the style nor by the locale {language}"
            yield _finding("undefined-term", message, node)


@cache
def _defined(language: str) -> frozenset[str]:
    """The terms of a locale, and those it has from American English."""
    found = [
        locales.exact(tag) for tag in (locales.chain(language)[0], locales.DEFAULT)
    ]
    return frozenset(
        name for each in found if each for name, *_ in parse_locale(each.xml).terms
    )
