"""The type of a work, told from the fields of its reference and the words in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

Texts = Mapping[str, str]
_FLAGS: Final = re.IGNORECASE
_THESIS: Final = re.compile(
    r"\b(?:ph\.?\s?d\.?|doctoral|master'?s?’?s?|bachelor'?s?|m\.?sc\.?)[\s-]*(?:thesis|dissertation"
    r"|diss)"
    r"|\b(?:thesis|dissertation|diss\.|thèse|tesis|teză|tese|tesi di|dissertação|habilitation\w*"
    r"|masterarbeit"
    r"|diplomarbeit|автореф|дис\.|praca doktorska)",
    _FLAGS,
)
_REPORT: Final = re.compile(
    r"\b(?:technical|research|final|annual|country|policy|summary)?\s?(?:report|paper"
    r"|memorandum)\s?(?:no|nr|series)?\b"
    r"|\bworking paper|\bdiscussion paper|\bwhite paper|\bissues paper|\brapport\b|\bbericht\b"
    r"|\binforme\b|\bTR-\d|press release",
    _FLAGS,
)
_TREATY: Final = re.compile(
    r"^(?:the\s)?(?:[\w\s]{0,40}\b)?(?:convention|treaty|protocol|covenant|charter"
    r"|optional protocol|convenția|"
    r"übereinkommen|vertrag über|traité|convention on)\b(?!\s(?:center|centre))",
    _FLAGS,
)
_TREATY_SERIES: Final = re.compile(
    r"\bU\.?N\.?T\.?S\b|\bC?ETS\b|\bI\.?L\.?M\b|General Assembly resolution|\bA/RES/"
)
_LEGISLATION: Final = re.compile(
    r"\b(?:directive|regulation|decision)\s\(?(?:EU|EC|EEC)?\)?\s?(?:no\.?\s)?\d{2,4}/\d+|"
    r"\b(?:act|statute|code|bill|ordinance)\s(?:\d{4}|of \d{4}|\()|\bgesetz\b|\bverordnung\b"
    r"|\brichtlinie\b|"
    r"\bloi n[°o]|\bdécret\b|\blegea\b|\bhotărârea\b|\bresolution of\b|\bBGBl|\bley \d"
    r"|\breal decreto|\blei n|"
    r"федеральный закон|\bconstitution\b|\bcodul\b",
    _FLAGS,
)
_CASE: Final = re.compile(
    r"^[^,.]{2,60}\sv\.?s?\.?\s[A-Z][^,]{2,}|^(?:in re|re|ex parte)\s[A-Z]|\bcase [CT]-\d+/\d+"
    r"|\bECLI:|^R v\.?\s"
)
_CONFERENCE: Final = re.compile(
    r"\b(?:proc\b|proceedings|conference|conf\b|symposium|symp\b|workshop|congress|congrès|congreso"
    r"|convegno|"
    r"tagung|kongress|colloque|colloquium|actes|atti|conferin\w+|icml|neurips|nips|cvpr|iccv|eccv"
    r"|acl|emnlp|"
    r"sigir|chi '|труды|материалы|конф)\b",
    _FLAGS,
)
_LECTURE: Final = re.compile(r"lecture notes|advances in neural information", _FLAGS)
_NEWSPAPER: Final = re.compile(
    r"\b(?:times|newspaper|zeitung|post|guardian|gazette|herald|tribune|le monde|el país|daily|news"
    r"|telegraph|"
    r"tageszeitung|corriere|repubblica|figaro|spiegel|известия|правда)\b",
    _FLAGS,
)
_DATASET: Final = re.compile(
    r"\[?\bdata\s?set\b\]?|\[data\b|\bzenodo\b|\bdryad\b|\bfigshare\b|data file", _FLAGS
)
_SOFTWARE: Final = re.compile(
    r"\[(?:computer )?software|\bcomputer program|\br package\b|github\.com"
    r"|\bsoftware\b.*\bversion\b|\bversion \d+\.\d",
    _FLAGS,
)
_ACRONYM: Final = re.compile(
    r"[A-Z]{2,8}(?:[-’' ]?(?:19|20)?\d\d)|(?:AAAI|IJCAI|ICML|NIPS|NeurIPS|CVPR|SIGGRAPH|ECAI|KDD)"
)
"""The name of a conference in short, with its year: AAAI-88."""
_PERIODICAL: Final = re.compile(
    r"\b(?:journal|j|reports?|annals|review|letters|magazine|bulletin|quarterly|revue|zeitschrift"
    r"|rivista|revista"
    r"|archives?|acta|transactions|plos|peerj|science|nature|research)\b",
    _FLAGS,
)
_REFERENCE_WORK: Final = re.compile(
    r"\b(?:encyclop\w+|enciclopedia|enzyklopädie|lexikon|wikipedia)\b", _FLAGS
)
_DICTIONARY: Final = re.compile(
    r"\b(?:dictionary|wörterbuch|diccionario|dizionario|dictionnaire)\b", _FLAGS
)
_PREPRINT: Final = re.compile(
    r"\b(?:arxiv|biorxiv|medrxiv|ssrn|preprint|psyarxiv|chemrxiv)\b", _FLAGS
)
_PATENT: Final = re.compile(r"\bpatent\b|\bU\.?S\.? Pat", _FLAGS)


def type_of(texts: Texts, whole: str, *, body: bool, day: bool) -> str:
    """Return the CSL type of the work in a reference.

    `texts` are the segments by label, `whole` the string, `body` says that an
    organisation wrote it, `day` that its date has a day.
    """
    for name, rule in _RULES:
        if rule(texts, whole):
            return name
    if texts.get("container"):
        return _contained(texts, whole, day=day)
    return _alone(texts, whole, body=body)


def _is_treaty(texts: Texts, whole: str) -> bool:
    title = texts.get("title", "")
    named = _TREATY.search(title) or _TREATY.search(whole)
    if not named or texts.get("container") or texts.get("author"):
        return False
    return bool(_TREATY_SERIES.search(whole)) or not texts.get("publisher")


def _is_legislation(texts: Texts, _whole: str) -> bool:
    # an article about a law names it too, and has an author and a journal
    if texts.get("volume") or texts.get("publisher"):
        return False
    return bool(_LEGISLATION.search(texts.get("title", ""))) and not _people(texts)


def _people(texts: Texts) -> bool:
    return bool(re.search(r"[^\W\d_]\.", texts.get("author", "")))


def _is_case(texts: Texts, _whole: str) -> bool:
    return not texts.get("author") and bool(_CASE.search(texts.get("title", "")))


def _is_patent(texts: Texts, _whole: str) -> bool:
    return bool(_PATENT.search(texts.get("genre", "") + texts.get("number", "")))


def _is_report(texts: Texts, _whole: str) -> bool:
    if texts.get("container") or texts.get("pages"):
        return False
    return bool(
        _REPORT.search(texts.get("genre", ""))
        or _REPORT.search(texts.get("number", ""))
    )


_RULES: Final[tuple[tuple[str, Callable[[Texts, str], bool]], ...]] = (
    ("thesis", lambda texts, whole: bool(_THESIS.search(texts.get("genre", "") or _outside(texts, whole)))),
    ("patent", _is_patent),
    ("treaty", _is_treaty),
    ("legislation", _is_legislation),
    ("legal_case", _is_case),
    ("dataset", lambda texts, whole: bool(_DATASET.search(_outside(texts, whole)))),
    ("software", lambda texts, whole: bool(_SOFTWARE.search(_outside(texts, whole)))),
    ("report", _is_report),
)  # fmt: skip
"""Types that words give away, in the order in which they are tried."""


def _outside(texts: Texts, whole: str) -> str:
    """Return the string without its title, container and note: what is said of it."""
    rest = whole
    for label in ("title", "translated", "container", "author", "note"):
        if texts.get(label):
            rest = rest.replace(texts[label], " ")
    return rest


def _contained(texts: Texts, whole: str, *, day: bool) -> str:
    container = texts["container"]
    if _PREPRINT.search(container):
        return "article"
    if _CONFERENCE.search(container) and not texts.get("issue"):
        return "paper-conference"
    # "Conference" may precede the name that it says the kind of
    place = whole.find(container)
    if re.search(
        r"\bconference[\s:,«“\"*]*$", whole[max(0, place - 14) : place], _FLAGS
    ):
        return "paper-conference"
    if _REFERENCE_WORK.search(container):
        return "entry-encyclopedia"
    if _DICTIONARY.search(container):
        return "entry-dictionary"
    numbered = texts.get("volume") or texts.get("issue")
    if _ACRONYM.fullmatch(container.strip(" .,")):
        return "paper-conference"
    if (
        texts.get("volume")
        and texts.get("pages")
        and not texts.get("location")
        and not _LECTURE.search(container)
    ):
        return "article-journal"
    if texts.get("editor") or _LECTURE.search(container):
        return "chapter"
    if texts.get("location") and not numbered:
        return "chapter"
    if texts.get("publisher") and not numbered and not _PERIODICAL.search(container):
        return "chapter"
    if day and _NEWSPAPER.search(container) and not numbered:
        return "article-newspaper"
    if texts.get("publisher") and texts.get("location") and not texts.get("issue"):
        return "chapter"
    if (
        re.search(r"\bin[:\s]+[«“\"*]*$", whole[max(0, place - 6) : place])
        and not numbered
    ):
        return "chapter"
    return "article-journal"


def _alone(texts: Texts, whole: str, *, body: bool) -> str:
    title = texts.get("title", "")
    if _PREPRINT.search(_outside(texts, whole)):
        return "article"
    if texts.get("volume") and texts.get("pages"):
        return "article-journal"
    if _REPORT.search(title) and (body or not texts.get("author")):
        return "report"
    if body:
        return _of_body(texts, title)
    if texts.get("publisher") or texts.get("location") or texts.get("edition"):
        return "book"
    if texts.get("number"):
        return "report"
    if texts.get("url"):
        return "webpage"
    if texts.get("author") and texts.get("date"):
        return "book"
    return "document"


def _of_body(texts: Texts, title: str) -> str:
    if texts.get("url") and not texts.get("number") and not texts.get("location"):
        return "webpage"
    same = texts.get("publisher", "").strip(" .") in texts.get("author", "")
    if texts.get("publisher") and not same and not _REPORT.search(title):
        return "book"
    return "report"
