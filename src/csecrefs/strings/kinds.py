"""The type of a work, told from the fields of its reference and the words in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from csecrefs.patterns import regex

Texts = Mapping[str, str]
_FLAGS: Final = re.IGNORECASE
# the degree or the word for a thesis: "PhD thesis", "thèse", "Masterarbeit", "дис."
_THESIS: Final = regex(
    r"\b(?:ph\.?\s?d\.?|doctoral|master'?s?’?s?|bachelor'?s?|m\.?sc\.?)[\s-]*(?:thesis|dissertation"
    r"|diss)"
    r"|\b(?:thesis|dissertation|diss\.|thèse|tesis|teză|tese|tesi di|dissertação|habilitation\w*"
    r"|masterarbeit"
    r"|diplomarbeit|автореф|дис\.|praca doktorska)",
    _FLAGS,
)
# the kind of a report: "Technical Report No.", "working paper", "Bericht", "TR-12"
_REPORT: Final = regex(
    r"\b(?:technical|research|final|annual|country|policy|summary)?\s?(?:report|paper"
    r"|memorandum)\s?(?:no|nr|series)?\b"
    r"|\bworking paper|\bdiscussion paper|\bwhite paper|\bissues paper|\brapport\b|\bbericht\b"
    r"|\binforme\b|\bTR-\d|press release",
    _FLAGS,
)
# a title that begins as that of a treaty: "Convention on", "Vertrag über"
_TREATY: Final = regex(
    r"^(?:the\s)?(?:[\w\s]{0,40}\b)?(?:convention|treaty|protocol|covenant|charter"
    r"|optional protocol|convenția|"
    r"übereinkommen|vertrag über|traité|convention on)\b(?!\s(?:center|centre))",
    _FLAGS,
)
# a series of treaties, or a resolution: "UNTS", "CETS", "A/RES/54/263"
_TREATY_SERIES: Final = regex(
    r"\bU\.?N\.?T\.?S\b|\bC?ETS\b|\bI\.?L\.?M\b|General Assembly resolution|\bA/RES/"
)
# an act by its number or kind: "Directive 2011/36", "Act 1998", "loi n°", "BGBl"
_LEGISLATION: Final = regex(
    r"\b(?:directive|regulation|decision)\s\(?(?:EU|EC|EEC)?\)?\s?(?:no\.?\s)?\d{2,4}/\d+|"
    r"\b(?:act|statute|code|bill|ordinance)\s(?:\d{4}|of \d{4}|\()|\bgesetz\b|\bverordnung\b"
    r"|\brichtlinie\b|"
    r"\bloi n[°o]|\bdécret\b|\blegea\b|\bhotărârea\b|\bresolution of\b|\bBGBl|\bley \d"
    r"|\breal decreto|\blei n|"
    r"федеральный закон|\bconstitution\b|\bcodul\b",
    _FLAGS,
)
# the parties or the number of a case: "Roe v. Wade", "In re X", "Case C-12/34",
# "ECLI:"
_CASE: Final = regex(
    r"^[^,.]{2,60}\sv\.?s?\.?\s[A-Z][^,]{2,}|^(?:in re|re|ex parte)\s[A-Z]|\bcase [CT]-\d+/\d+"
    r"|\bECLI:|^R v\.?\s"
)
# the words for a conference, and the short names of some: "Proc", "Tagung", "ICML"
_CONFERENCE: Final = regex(
    r"\b(?:proc\b|proceedings|conferences?|conf\b|symposi(?:um|a)|symp\b|workshops?|congress|congrès|congreso"
    r"|convegno|"
    r"tagung|kongress|colloque|colloquium|actes|atti|conferin\w+|icml|neurips|nips|cvpr|iccv|eccv"
    r"|acl|emnlp|"
    r"sigir|chi '|труды|материалы|конф)\b",
    _FLAGS,
)
# series of volumes that are named as journals are
_LECTURE: Final = regex(r"lecture notes|advances in neural information", _FLAGS)
# a word of the name of a newspaper: "Times", "Zeitung", "правда"
_NEWSPAPER: Final = regex(
    r"\b(?:times|newspaper|zeitung|post|guardian|gazette|herald|tribune|le monde|el país|daily|news"
    r"|telegraph|"
    r"tageszeitung|corriere|repubblica|figaro|spiegel|известия|правда)\b",
    _FLAGS,
)
# the whole name of a newspaper: "The Straits Times", "Le Monde", "Washington Post"
_NEWSPAPER_NAME: Final = regex(
    r"(?:[^\W\d_]\S*\s){0,4}(?:times|post|herald|tribune|gazette|telegraph|guardian|courier"
    r"|chronicle|observer|globe|inquirer|nyheter|examiner|independent|star|mirror|mail|sun|age"
    r"|citizen|dispatch|enquirer|argus|standard|news|zeitung|anzeiger|tageblatt|nachrichten"
    r"|dagblad\w*|avisen|blatt|kurier|journal-constitution|wall street journal)"
    r"(?:\s(?:online|on sunday))?"
    r"|(?:le|la|el|il|die|der|de|o|les)\s(?:monde|figaro|parisien|croix|lib[ée]ration|devoir"
    r"|presse|soir|país|mundo|nación|vanguardia|tiempo|repubblica|stampa|sole 24 ore|zeit|welt"
    r"|spiegel|standard|tijd|telegraaf|volkskrant|globo|échos)"
    r"|corriere della sera|dagens nyheter|aftonbladet|helsingin sanomat|gazeta wyborcza"
    r"|frankfurter allgemeine|neue zürcher zeitung|taz|usa today|libération|известия|правда"
    r"|коммерсантъ?",
    _FLAGS,
)
# "Proceedings of the National Academy of Sciences": a periodical with volumes
_LEARNED: Final = regex(
    r"\bproc\w*\b.*\b(?:acad\w*|soc\w*|inst\w*|ieee|assoc\w*|r\b|roy\w*|natl?|national)\b",
    _FLAGS,
)
_MEETING_WORD: Final = regex(
    r"\b(?:conf\w*|symp\w*|workshops?|meeting|congress|annual)\b", _FLAGS
)
# the words for a dataset, and the archives of them: "[Data set]", "Zenodo"
_DATASET: Final = regex(
    r"\[?\bdata\s?set\b\]?|\[data\b|\bzenodo\b|\bdryad\b|\bfigshare\b|data file", _FLAGS
)
# the words for software: "[Computer software]", "R package", "version 2.1"
_SOFTWARE: Final = regex(
    r"\[(?:computer )?software|\bcomputer program|\br package\b|github\.com"
    r"|\bsoftware\b.*\bversion\b|\bversion \d+\.\d",
    _FLAGS,
)
_MEETINGS: Final = "AAAI|IJCAI|ICML|NIPS|NeurIPS|CVPR|SIGGRAPH|ECAI|KDD"
_MEETING: Final = regex(rf"\b(?:{_MEETINGS})\b")
_ACRONYM: Final = regex(rf"[A-Z]{{2,8}}(?:[-’' ]?(?:19|20)?\d\d)|(?:{_MEETINGS})")
"""The name of a conference in short, with its year: AAAI-88."""
# a word of the name of a journal: "Annals", "Revue", "Acta"
_PERIODICAL: Final = regex(
    r"\b(?:journal|j|reports?|annals|review|letters|magazine|bulletin|quarterly|revue|zeitschrift"
    r"|rivista|revista"
    r"|archives?|acta|transactions|plos|peerj|science|nature|research)\b",
    _FLAGS,
)
# a work of reference: "Encyclopedia", "Lexikon"
_REFERENCE_WORK: Final = regex(
    r"\b(?:encyclop\w+|enciclopedia|enzyklopädie|lexikon|wikipedia)\b", _FLAGS
)
# a dictionary: "Wörterbuch", "Dictionnaire"
_DICTIONARY: Final = regex(
    r"\b(?:dictionary|wörterbuch|diccionario|dizionario|dictionnaire)\b", _FLAGS
)
# an archive of preprints: "arXiv", "SSRN"
_PREPRINT: Final = regex(
    r"\b(?:arxiv|biorxiv|medrxiv|ssrn|preprint|psyarxiv|chemrxiv)\b", _FLAGS
)
_MARKS: Final = {
    "J": "article-journal", "M": "book", "D": "thesis", "C": "paper-conference",
    "R": "report", "N": "article-newspaper", "S": "standard", "P": "patent",
    "EB": "webpage", "DB": "dataset", "CP": "software",
}  # fmt: skip
"""Types by the letter that GB/T 7714 prints after the title: "Title[M]"."""
# the letter may be followed by the carrier: [J/OL], [EB/OL]
_MARK: Final = regex(r"\[(J|M|D|C|R|N|S|P|EB|DB|CP)(?:/[A-Z]{2})?\]")
# a degree, or that a thesis was defended: "Ph.D.", "soutenue à", "博士"
_DEGREE: Final = regex(
    r"\bPh\.?\s?D\b|\bM\.?Phil\b|\bsoutenue à\b|\bproefschrift\b|\bavhandling\b"
    r"|\bpraca magisterska\b|\bdiplomová práce\b|\bdisertační práce\b|博士|硕士"
)
# a school or a university: "Univ.", "École", "大学"
_SCHOOL: Final = regex(r"\buni\w*|école|school|hochschule|college|大学|акад", _FLAGS)
# a part of a university publishes reports; its press publishes books
_INSTITUTE: Final = regex(
    r"\b(?:laborator(?:y|ies)|department of)\b"
    r"|\buniversit\w+\b.*\b(?:institute|school|faculty|cent(?:er|re))\b",
    _FLAGS,
)
# a word of the name of a commercial or university press: "Verlag", "Press"
_PRESS: Final = regex(
    r"\b(?:press(?:es)?|verlag|books|éditions|editions|editorial|ediciones|edizioni"
    r"|publish\w*|publications|printing office)\b",
    _FLAGS,
)
# a university: "Uppsala Universitet", "Hochschule für Musik"
_UNIVERSITY: Final = regex(
    r"\b(?:universit\w*|institute of technology|hochschule|école)\b", _FLAGS
)
# bodies that publish their own reports: "Federal Bureau of Statistics"
_PUBLIC_BODY: Final = regex(
    r"\b(?:council|commission|ministry|ministère|ministerio|ministerium|bureau|agency"
    r"|task force|department|organi[sz]ation|institut\w*|cent(?:er|re) (?:for|of|on)"
    r"|administration|committee|conseil|consejo|comité|bundes\w+|survey|foundation"
    r"|rand corporation|laborator\w*|world bank|united nations|federal)\b",
    _FLAGS,
)
# a register of clinical trials: "ISRCTN12345678"
_TRIAL: Final = regex(r"\bclinicaltrials\.gov\b|\bISRCTN\d|\bEudraCT\b", _FLAGS)
_TECHNICAL: Final = regex(r"\b(?:TR|TM|UCRL|NBER|RFC)[-/ ]\w*\d|/TR[-/]\d", _FLAGS)
# publishers of periodicals, as registries write them, and periodicals taken for one
_JOURNAL_HOUSE: Final = regex(
    r"\bjournal\b|\bhindawi\b|\bplos\b|public library of science|\bmdpi\b"
    r"|frontiers media|elsevier bv|informa uk|ovid technologies|biomed central"
    r"|science and business media llc|\baip publishing|\biop publishing"
    r"|american (?:physical|chemical) society|royal society of chemistry",
    _FLAGS,
)
# a site or path of judgments: "austlii.", "/cases/"
_REPORTER: Final = regex(r"/cases/|\b(?:bail|cana?l|austl)ii\.|/judgments?/", _FLAGS)
# a medium or a role of films: "[DVD]", "directed by"
_FILM: Final = regex(
    r"\bDVD\b|\bVHS\b|\bBlu-ray\b|\bdirected by\b|\[(?:film|motion picture|video)\b"
    r"|\b(?:réalisé|regie)\b",
    _FLAGS,
)
# a technique of pictures: "oil on canvas", "[Photograph]"
_GRAPHIC: Final = regex(
    r"\boil on (?:canvas|panel)|\[?\b(?:photograph|lithograph|etching|woodcut|engraving)\b"
    r"|\[(?:painting|drawing|poster|photo)\b|//collections?\.[\w.]+/",
    _FLAGS,
)
# archive.org and its likes keep copies of pages, and are no archives of papers
_ARCHIVE: Final = regex(
    r"\bbox \d+,? (?:folder|file)\b|\bunpublished (?:manuscript|letter)|\bRG \d"
    r"|//(?:[\w-]+\.)*(?:national|digital|state)?archives?\.(?!org|is|today|ph)",
    _FLAGS,
)
# a broadcaster or site of news: "BBC", "news", "example.com"
_ONLINE_NEWS: Final = regex(
    r"\b(?:online|radio|tv|news\w*|bbc|cnn|reuters|bloomberg|\w+\.(?:com|net))\b",
    _FLAGS,
)
# a magazine by its whole name: "The Economist", "Forbes"
_MAGAZINE: Final = regex(
    r"^(?:the\s)?(?:foreign affairs|economist|time|newsweek|wired|new yorker|atlantic"
    r"|new scientist|scientific american|harper[’']s(?: magazine)?|nation|forbes|fortune"
    r"|national geographic|new republic|spectator|new statesman|[\w\s]+ magazine)$",
    _FLAGS,
)
# two words cut short name a periodical: "Nat. Commun."
_SHORTENED: Final = regex(r"^[^\W\d_]\w{0,7}\.\s?[^\W\d_]\w{1,8}\.?(?:\s|$)")
# a title that begins with its number within a whole: "2. Tides", "Chapter 3"
_CHAPTER: Final = regex(
    r"\W*(?:\d{1,2}\.\s\S|(?:chapter|chapitre|capítulo|capitolo|kapitel|глава)\s\w)",
    _FLAGS,
)
# a word in a date: a month
_MONTH: Final = regex(r"[^\W\d_]{3,}")
# two numbers with a dash: "12-14"
_RANGE: Final = regex(r"\d\s?[-–—‐‑−]\s?\d")
_TEAM: Final = 3
"""Authors from which a work of no publisher is an article: of own records of that form,
one in twelve is a book."""
# a patent: "U.S. Patent", "U.S. Pat."
_PATENT: Final = regex(r"\bpatent\b|\bU\.?S\.? Pat", _FLAGS)


def type_of(texts: Texts, whole: str, *, body: bool, day: bool, people: int = 0) -> str:
    """Return the CSL type of the work in a reference.

    `texts` are the segments by label, `whole` the string, `body` says that an
    organisation wrote it, `day` that its date has a day, `people` the number of
    its authors.
    """
    if mark := _MARK.search(whole):
        return _MARKS[mark[1]]
    for name, rule in _RULES:
        if rule(texts, whole):
            return name
    if texts.get("container"):
        return _contained(texts, whole, day=day)
    if texts.get("editor") and texts.get("author"):
        return _edited(texts, whole)
    return _alone(texts, whole, body=body, people=people)


def _is_published(texts: Texts) -> bool:
    """True if the reference says where or by whom, as those of books do."""
    return any(texts.get(label) for label in ("publisher", "location", "edition"))


def _is_treaty(texts: Texts, whole: str) -> bool:
    title = texts.get("title", "")
    named = _TREATY.search(title) or _TREATY.search(whole)
    container = texts.get("container", "")
    if not named or texts.get("author"):
        return False
    if container and not _TREATY_SERIES.match(container):
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


def _is_thesis(texts: Texts, whole: str) -> bool:
    said = _outside(texts, whole)
    if _THESIS.search(texts.get("genre", "") or said):
        return True
    if texts.get("container") or texts.get("editor"):
        return False
    return bool(_DEGREE.search(said + " " + texts.get("title", ""))) and bool(
        _SCHOOL.search(said)
    )


def _is_decision(texts: Texts, whole: str) -> bool:
    if _is_case(texts, whole):
        return True
    # an article in a court's or an institute's own periodical has a volume
    return not texts.get("volume") and bool(_REPORTER.search(texts.get("url", "")))


def _is_graphic(texts: Texts, whole: str) -> bool:
    return not texts.get("container") and bool(_GRAPHIC.search(_outside(texts, whole)))


def _is_film(texts: Texts, whole: str) -> bool:
    # the medium may be printed within the title
    said = _outside(texts, whole) + " " + texts.get("title", "")
    return not texts.get("container") and bool(_FILM.search(said))


def _is_manuscript(texts: Texts, whole: str) -> bool:
    if texts.get("container") and texts.get("volume"):
        return False
    return not texts.get("publisher") and bool(_ARCHIVE.search(_outside(texts, whole)))


def _is_report(texts: Texts, whole: str) -> bool:
    said = _outside(texts, whole)
    if _TRIAL.search(said):
        return True
    if _TECHNICAL.search(texts.get("number", "")):
        return True
    if _TECHNICAL.search(said) and not texts.get("volume"):
        return True
    if texts.get("container") or texts.get("pages"):
        return False
    return bool(
        _REPORT.search(texts.get("genre", ""))
        or _REPORT.search(texts.get("number", ""))
    )


_RULES: Final[tuple[tuple[str, Callable[[Texts, str], bool]], ...]] = (
    ("thesis", _is_thesis),
    ("patent", _is_patent),
    ("treaty", _is_treaty),
    ("legislation", _is_legislation),
    ("legal_case", _is_decision),
    ("dataset", lambda texts, whole: bool(_DATASET.search(_outside(texts, whole)))),
    ("software", lambda texts, whole: bool(_SOFTWARE.search(_outside(texts, whole)))),
    ("report", _is_report),
    ("motion_picture", _is_film),
    ("graphic", _is_graphic),
    ("manuscript", _is_manuscript),
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
    named = _named(texts, whole)
    if named:
        return named
    container = texts["container"]
    if _volume_follows(texts, whole) and not texts.get("editor"):
        return "article-journal"
    if _ACRONYM.fullmatch(container.strip(" .,")):
        return "paper-conference"
    placed = texts.get("location")
    lecture = bool(_LECTURE.search(container))
    if texts.get("volume") and texts.get("pages") and not placed and not lecture:
        return "article-journal"
    if texts.get("editor") or lecture:
        return "chapter"
    if _SHORTENED.search(container) and not placed:
        return "article-journal"
    if texts.get("volume") or texts.get("issue"):
        if texts.get("publisher") and placed and not texts.get("issue"):
            return "chapter"
        return "article-journal"
    return _unnumbered(texts, whole, day=day)


def _named(texts: Texts, whole: str) -> str:
    """Return the type that the container's name gives away, or ""."""
    container = texts["container"]
    if _PREPRINT.search(container):
        return "article"
    if _is_learned(texts):
        return "article-journal"
    if _CONFERENCE.search(container) and not texts.get("issue"):
        return "paper-conference"
    # "Conference" may precede the name that it says the kind of
    before = whole[: max(whole.find(container), 0)][-14:]
    if re.search(r"\bconference[\s:,«“\"*]*$", before, _FLAGS):
        return "paper-conference"
    if _REFERENCE_WORK.search(container):
        return "entry-encyclopedia"
    if _DICTIONARY.search(container):
        return "entry-dictionary"
    if _MAGAZINE.search(container.strip(" .,")):
        return "article-magazine"
    return ""


def _is_learned(texts: Texts) -> bool:
    """True for the proceedings of an academy or society, which have volumes."""
    container = texts["container"]
    if not texts.get("volume") or texts.get("publisher"):
        return False
    return bool(_LEARNED.search(container)) and not _MEETING_WORD.search(container)


def _unnumbered(texts: Texts, whole: str, *, day: bool) -> str:
    """Return the type of a part of a container without volume and issue."""
    container = texts["container"]
    if texts.get("location") or _CHAPTER.match(texts.get("title", "")):
        return "chapter"
    if texts.get("publisher") and not _PERIODICAL.search(container):
        return "chapter"
    if _is_news(texts, container, day=day):
        return "article-newspaper"
    before = whole[
        : max(
            whole.find(container),
            0,
        )
    ][-6:]
    if re.search(r"\bin[:\s]+[«“\"*]*$", before):
        return "chapter"
    return "article-journal"


def _volume_follows(texts: Texts, whole: str) -> bool:
    """True if the volume stands straight after the container, as a journal's does."""
    if not texts.get("volume") or _LECTURE.search(texts["container"]):
        return False
    after = whole.partition(texts["container"])[2].lstrip(' .,*_”"»')
    if re.match(r"(?:vol|bd|band|tom)\b", after, _FLAGS):
        return False
    return after.startswith(texts["volume"]) and not texts.get("location")


def _is_news(texts: Texts, container: str, *, day: bool) -> bool:
    if day and _NEWSPAPER.search(container):
        return True
    if _NEWSPAPER_NAME.fullmatch(container.strip(" .,")):
        return True
    if _PERIODICAL.search(container) or not texts.get("date"):
        return False
    if texts.get("pages") or texts.get("publisher"):
        return False
    return day or bool(_ONLINE_NEWS.search(container))


def _edited(texts: Texts, whole: str) -> str:
    """Return the type of a work of an author within no named container, with editors."""
    if texts.get("pages"):
        said = _outside(texts, whole)
        if _CONFERENCE.search(said) or _MEETING.search(said):
            return "paper-conference"
        return "chapter"
    if texts.get("publisher") or texts.get("location"):
        return "book"
    return "chapter"


def _alone(texts: Texts, whole: str, *, body: bool, people: int) -> str:
    title = texts.get("title", "")
    if _PREPRINT.search(_outside(texts, whole)):
        return "article"
    if texts.get("volume") and texts.get("pages"):
        return "article-journal"
    if _REPORT.search(title) and (body or not texts.get("author")):
        return "report"
    if body:
        return _of_body(texts, title)
    if _is_published(texts):
        return _of_publisher(texts, people)
    if texts.get("number"):
        return "report"
    if texts.get("url"):
        return "webpage"
    if _RANGE.search(texts.get("pages", "")):
        return _part(texts, whole)
    # the month or the day of a work is printed of papers and pages, not of books
    if _MONTH.search(texts.get("date", "")):
        return "document"
    return _bare(texts, people)


def _bare(texts: Texts, people: int) -> str:
    """Return the type of a reference that prints no more than names, title and date."""
    if not texts.get("author") or not texts.get("date"):
        return "document"
    if people >= _TEAM:
        return "article-journal"
    return "book"


def _of_publisher(texts: Texts, people: int) -> str:
    """Return the type that the publisher gives away, of works within no other."""
    publisher = texts.get("publisher", "")
    if _JOURNAL_HOUSE.search(publisher) and not texts.get("location"):
        return "article-journal"
    if texts.get("edition") or _PRESS.search(publisher):
        return "book"
    if _INSTITUTE.search(publisher):
        return "report"
    if _UNIVERSITY.search(publisher):
        # a university itself, not its press, gives out the theses of one author
        if people == 1:
            return "thesis"
        return "book"
    if _PUBLIC_BODY.search(publisher):
        return "report"
    return "book"


def _part(texts: Texts, whole: str) -> str:
    """Return the type of a part of an unnamed whole: "pp." is printed of chapters."""
    before = whole.partition(texts["pages"])[0]
    if re.search(r"\b(?:pp?|s)\.\s*$", before) or re.match(r"pp?\.", texts["pages"]):
        return "chapter"
    return "article-journal"


def _of_body(texts: Texts, title: str) -> str:
    if texts.get("url") and not texts.get("number") and not texts.get("location"):
        return "webpage"
    same = texts.get("publisher", "").strip(" .") in texts.get("author", "")
    if texts.get("publisher") and not same and not _REPORT.search(title):
        return "book"
    return "report"
