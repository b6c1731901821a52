"""Labelled spans of a reference string: the segments that the model finds in it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from csecrefs.strings.features import of_places, of_token
from csecrefs.strings.model import Model, shipped
from csecrefs.strings.tokens import Token, tokens

LONGEST = 4000
"""Characters of one string that are labelled: no reference is longer."""


@attrs.frozen
class Span:
    """One labelled segment of a string, and how sure its label is."""

    start: int
    end: int
    label: str
    margin: float = 0.0
    """Distance of the best path from the best one that labels it otherwise."""


def spans(text: str, model: Model | None = None) -> list[Span]:
    """Return the labelled segments of a reference string, in order.

    >>> [span.label for span in spans("Doe, J. (2001). On it. Nature, 4(1), 2-3.")]
    ['author', 'date', 'title', 'container', 'volume', 'issue', 'pages']
    """
    chosen = model or shipped("references", of_token)
    found = tokens(text[:LONGEST])
    if not found:
        return []
    texts = [token.text for token in found]
    labels, margins = chosen.best(
        chosen.scores(
            texts,
            of_places(found),
        )
    )
    return runs(found, labels, margins)


def runs(
    found: Sequence[Token], labels: Sequence[str], margins: Sequence[float]
) -> list[Span]:
    """Return neighbouring tokens of one label as one span each."""
    result: list[Span] = []
    previous = "O"
    for token, label, margin in zip(
        found,
        labels,
        margins,
        strict=True,
    ):
        if label == previous and label != "O":
            last = result.pop()
            least = min(last.margin, margin)
            result.append(
                attrs.evolve(
                    last,
                    end=token.end,
                    margin=least,
                )
            )
        elif label != "O":
            result.append(
                Span(
                    token.start,
                    token.end,
                    label,
                    margin,
                )
            )
        previous = label
    return result
