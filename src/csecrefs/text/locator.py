"""Locators: which part of a work is cited, from the text people write.

Source: CSL 1.0.2 specification, appendix "Locators".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from csecrefs.tuples import NamedTuple

LABELS: Final = tuple(
    """act appendix article-locator book canon chapter column elocation equation figure folio issue line
    note opus page paragraph part rule scene section sub-verbo supplement table timestamp title-locator
    verse version volume""".split()
)
"""The locator types of CSL 1.0.2."""

_WRITTEN: Final = {
    "act": "act acts",
    "appendix": "appendix appendices appendixes app. apps.",
    "article-locator": "article articles art. arts.",
    "book": "book books bk. bks.",
    "canon": "canon canons can. cann.",
    "chapter": "chapter chapters chap. chaps. ch. chs. cap.",
    "column": "column columns col. cols.",
    "elocation": "elocation elocations location locations loc. locs.",
    "equation": "equation equations eq. eqs.",
    "figure": "figure figures fig. figs.",
    "folio": "folio folios fol. fols.",
    "issue": "issue issues iss. no. nos. number numbers",
    "line": "line lines l. ll.",
    "note": "note notes n. nn. footnote footnotes",
    "opus": "opus opera op. opp.",
    "page": "page pages p. pp. pg. pgs.",
    "paragraph": "paragraph paragraphs para. paras. par. ¶ ¶¶",
    "part": "part parts pt. pts.",
    "rule": "rule rules r. rr.",
    "scene": "scene scenes sc. scs.",
    "section": "section sections sec. secs. sect. § §§",
    "sub-verbo": "sub-verbo s.v. s.vv.",
    "supplement": "supplement supplements supp. supps. suppl.",
    "table": "table tables tab. tbl. tbls.",
    "timestamp": "timestamp timestamps",
    "title-locator": "title titles tit. tits.",
    "verse": "verse verses v. vv.",
    "version": "version versions ver. vers.",
    "volume": "volume volumes vol. vols.",
}
# Labels by each word that means one, with and without its full stop.
_FULL: Final = {
    word: label for label, words in _WRITTEN.items() for word in words.split()
}
LABEL_OF: Final = {
    **{
        word[:-1]: label
        for word, label in _FULL.items()
        if word.endswith(".") and len(word) > 2
    },
    **_FULL,
    "p": "page",
    "sub verbo": "sub-verbo",
    "sub verbis": "sub-verbo",
}
# A label and what follows it: "pp. 12-15", "§ 4", "sub verbo horse", "fol.12".
_TEXT: Final = (
    r"(sub verb(?:o|is)|[^\W\d_]+(?:[.-][^\W\d_]+)*\.?|[§¶]{1,2})"
    r"(?:\s*:?\s+|(?<=[.§¶])|(?=\d))(.+)"
)


Labels = Mapping[str, str]
"""Words that introduce a locator, in lower case, and its CSL locator type."""


class Locator(NamedTuple):
    """A place in a work: its CSL locator type and its text ("page", "33-35, 40")."""

    label: str
    text: str


def parse_locator(text: str, words: Labels = LABEL_OF) -> Locator:
    """The locator in text such as "pp. 33-35, 40", "ch. 2", "§ 4" or "s.v. tort";
    without a word for its type it is a page. `words` are the labels that are known."""
    text = text.strip()
    match = re.fullmatch(_TEXT, text, re.DOTALL)
    label = words.get(match[1].lower()) if match else None
    if match and label:
        return Locator(label, match[2].strip())
    return Locator("page", text)


def words_of_labels() -> dict[str, str]:
    """Return the label of every word that introduces a locator, in lower case."""
    return dict(LABEL_OF)


def label_named(name: str) -> str | None:
    """The CSL locator type a Python keyword means (`page`, `sub_verbo`, `article`), or
    None.
    """
    name = name.replace("_", "-")
    for candidate in (name, f"{name}-locator"):
        if candidate in LABELS:
            return candidate
    return None
