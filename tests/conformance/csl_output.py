"""Agreement with citeproc-js on real items: each citation and bibliography entry of 60
styles.

Where the two differ, by cause, with the number of entries and citations (e, c) it has
here.

The specification decides, for us:

- works alike in all keys stand as they are cited, then as listed, and their letters
  follow that order (14 e); the first rendering of citeproc-js agrees, but with the
  first citation processed after it those not cited move before the others and keep
  their letters: "b" stands before "a";
- `givenname-disambiguation-rule="by-cite"` spells out given names where cites are
  ambiguous, not in a work of two people alike ("Doe, J. and Doe, J."), which
  citeproc-js does if it has made the bibliography once before it processes the
  citations (3 e);
- `event` is the former name of `event-title`: a work with either prints where a style
  asks for the other (6 e);
- which names take a comma goes by the script of the name, not by the language of the
  work: Western names in Japanese works keep theirs (3 e);
- only the first word takes a capital in "7., neue Auflage"; citeproc-js gives one to
  each part (2 e);
- cites that look the same print a `disambiguate` branch wherever the style has one (1
  c); citeproc-js loses it in a note style once the document has two groups of such
  works;
- what stands in for a name sorts cites as it prints (1 c); a term does not count there
  in citeproc-js, though in its bibliography it does.

Records with flaws print clean:

- given names after a stray blank are initialized, and no blank is doubled (6 e);
- no blank stands between a family name and the comma after it (4 e, 3 c);
- given names in brackets, or an address, are set as they are; citeproc-js loses the
  closing bracket of "J. (Jane A.)" and puts blanks into addresses (10 e);
- a comma or a full stop after a mark that a style sets, as in "),," or "17:.", is not
  printed (5 e);
- a title that starts with a colon is not split there (1 e).

And one artefact of editing: in a bibliography sorted by number (`cell`), a work in
which one person is named more fully in one field than in another is registered anew
when the first citation is processed after the bibliography was made once; it then goes
by its place in the list, although it is cited, and shifts those after it (8 e, 4 c).

In 460 other styles, drawn at random, the specification decides for us in a few more
(number of styles):

- a macro that holds a date sorts by all that it prints (2); in citeproc-js by the date
  alone, even where that is not printed, so that works without authors, which sort by a
  title macro of this kind, go by their dates;
- `et-al-subsequent-min` is for later cites only, also where names are added to tell
  cites apart (3);
- initials tell names apart only where the style has them (1); citeproc-js then makes
  its own;
- a name's own `initialize` goes before the bibliography's (1), and a localized date is
  set in its fonts (1);
- two dates in one sort key count by day, not as one long number (2).

The other way round, a label outside a group prints as in citeproc-js, where the
specification drops it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from csecrefs.csl import Citation, Processor, parse_style
from csecrefs.model import Reference
from csecrefs.styles import find as styles
from csecrefs.writers import html
from tests.conformance import Case
from tests.conformance.csl_suite import _cite, load_locale

SOURCE = "csl/reference-output"


def run(path: Path) -> Iterator[Case]:
    folder = path if path.is_dir() else path.parents[1]
    items = json.loads((folder / "items.json").read_text(encoding="utf-8"))
    by_key = {
        item["id"]: item
        for item in (items.values() if isinstance(items, dict) else items)
    }
    for file in (
        sorted((folder / "expected").glob("*.json")) if path.is_dir() else [path]
    ):
        yield from _style(json.loads(file.read_text(encoding="utf-8")), by_key)


def _style(expected: dict[str, Any], items: dict[str, Any]) -> Iterator[Case]:
    name = expected["style"]
    references = [Reference.from_csl(items[key]) for key in expected["items"]]
    citations = [
        Citation(tuple(_cite(cite) for cite in citation["citationItems"]), citation["noteIndex"])
        for citation in expected["citations"]
    ]  # fmt: skip
    processor = Processor(parse_style(styles.find(name).xml), load_locale)
    rendering = processor.render(references, citations)
    for number, (tree, wanted) in enumerate(
        zip(rendering.citations, expected["expected_citations"], strict=True)
    ):
        yield _case(f"{name}:citation:{number}", html.inlines(tree), wanted)
    entries = {entry.id: html.inlines(entry.tree) for entry in rendering.entries or ()}
    order = [entry.id for entry in rendering.entries or ()]
    texts = expected["expected_bibliography"] or ()
    keys = expected["bibliography_ids"] or ()
    if len(texts) != len(
        keys
    ):  # a work that prints nothing has an id there, but no entry
        keys = [key for key in keys if key in entries]
    for place, (key, wanted) in enumerate(zip(keys, texts, strict=False)):
        case = _case(
            f"{name}:entry:{key}",
            f'<div class="csl-entry">{entries.get(key, "")}</div>',
            wanted,
        )
        misplaced = (
            case.passed and (order.index(key) if key in entries else -1) != place
        )
        yield (
            Case(case.id, False, f"right, but at place {order.index(key)} not {place}")
            if misplaced
            else case
        )


def _case(case: str, got: str, wanted: str) -> Case:
    passed = _plain(got) == _plain(wanted)
    return Case(case, passed, "" if passed else f"got {got!r}, expected {wanted!r}")


def _plain(text: str) -> str:
    return (
        " ".join(unescape(text).split())
        .replace('"> ', '">')
        .replace(" </div>", "</div>")
    )
