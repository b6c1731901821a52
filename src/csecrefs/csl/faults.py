"""Rendering of the works that do not fail, with a warning for each of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import attrs

from csecrefs.csl.cite import Citation, Rendering
from csecrefs.errors import CsecrefsError, Diagnostic
from csecrefs.model import Reference

Render = Callable[[Sequence[Reference], Sequence[Citation]], Rendering]


def guarded(
    render: Render, references: Sequence[Reference], citations: Sequence[Citation]
) -> Rendering:
    """Render a document without the works on which `render` fails; a warning names each
    of them.

    Works are tried one by one, each with its own cites, only when the whole has failed.
    Where none fails by itself, the failure is raised.
    """
    try:
        return render(references, citations)
    except CsecrefsError:
        # what is wrong with the style or the call, not with one work
        raise
    except Exception:
        failing = {each.key: each for each in _failing(render, references, citations)}
        if not failing:
            raise
    sound = [reference for reference in references if reference.id not in failing]
    kept = [
        attrs.evolve(
            each, cites=tuple(cite for cite in each.cites if cite.id not in failing)
        )
        for each in citations
    ]
    return render(sound, kept).with_warnings(failing.values())


def _failing(
    render: Render, references: Sequence[Reference], citations: Sequence[Citation]
) -> Iterator[Diagnostic]:
    own: dict[str, list[Citation]] = {}
    for citation in citations:
        for cite in citation.cites:
            own.setdefault(cite.id, []).append(Citation((cite,), citation.note))
    for reference in references:
        try:
            render([reference], own.get(reference.id, []))
        except Exception as error:
            yield failure_of(reference.id, error)


def failure_of(key: str, error: Exception) -> Diagnostic:
    """Return the warning about a work that is left out."""
    why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    message = f"left out, since it could not be rendered: {why}"
    return Diagnostic("rendering-failed", message, "error", key=key)
