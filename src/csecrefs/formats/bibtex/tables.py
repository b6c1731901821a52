"""Entry types and fields of BibTeX, BibLaTeX and their extensions, and what they are in
CSL.

Source: BibLaTeX manual, sections 2.1 (types), 2.2 (fields), 3.1 (localisation keys);
CSL 1.0.2, appendix III.
"""

from __future__ import annotations

from typing import Final

from csecrefs.model.variables import KIND

TYPES: Final[dict[str, str]] = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "bibnote": "document",
    "book": "book",
    "bookinbook": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "commentary": "book",
    "commented": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legal": "treaty",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "newspaper": "article-newspaper",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "webpage": "webpage",
    "website": "webpage",
    # @electronic and @www are aliases of @online (manual, section 2.1.2).
    "www": "webpage",
    # @set only gathers other entries.
    "set": "document",
    "custom": "document",
}
"""CSL's item type for each entry type known."""

ALIASES: Final[dict[str, str]] = {
    # address, annote, journal, key and school are what BibTeX calls these fields.
    "address": "location",
    "annote": "annotation",
    "articleno": "eid",
    "archiveprefix": "eprinttype",
    "archiveurl": "archive-url",
    "howpublishd": "howpublished",
    "hyphenation": "langid",
    "journal": "journaltitle",
    "key": "sortkey",
    "lastaccessed": "urldate",
    "lastchecked": "urldate",
    "numpages": "pagetotal",
    "pdf": "file",
    "primaryclass": "eprintclass",
    "school": "institution",
    "origaddress": "origlocation",
    "totalpages": "pagetotal",
    "translatedtitle": "origtitle",
}
"""Other names of BibLaTeX fields, jurabib's and the ACM's among them; the name on the
right wins where both are given."""

VERBATIM: Final[dict[str, str]] = {
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "url": "URL",
    "pmid": "PMID",
    "pmcid": "PMCID",
}
"""Fields that are no TeX, and their CSL variables."""

COPY: Final = "archive-url"
"""The field for the address of an archived copy: CSL's `archive_location`, where that
is an address.
"""

TEXTS: Final[dict[str, str]] = {
    "abstract": "abstract",
    "annotation": "annote",
    "chapter": "chapter-number",
    "edition": "edition",
    "eventtitle": "event-title",
    "venue": "event-place",
    "keywords": "keyword",
    "library": "call-number",
    "origtitle": "original-title",
    "pagetotal": "number-of-pages",
    "part": "part-number",
    "pubstate": "status",
    "scale": "scale",
    "shortjournal": "container-title-short",
    "shorttitle": "title-short",
    "version": "version",
    "volumes": "number-of-volumes",
    "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place",
    "series": "collection-title",
    "location": "publisher-place",
}
"""Fields whose text is the CSL variable's."""

CASED: Final = frozenset(
    """title subtitle titleaddon booktitle booksubtitle booktitleaddon maintitle mainsubtitle maintitleaddon
    journaltitle journalsubtitle issuetitle issuesubtitle series shorttitle shortjournal origtitle
    eventtitle""".split()
)
"""Fields in which braces protect case."""

LONG: Final = frozenset({"abstract", "annotation", "note"})
"""Fields of several paragraphs."""

LISTS: Final = frozenset(
    "publisher institution organization location origlocation origpublisher".split()
)
"""Fields that BibLaTeX reads as lists joined by `and`."""

NAMES: Final[dict[str, str]] = {
    "author": "author",
    "translator": "translator",
    "bookauthor": "container-author",
    "origauthor": "original-author",
    "director": "director",
    "interviewer": "interviewer",
    "illustrator": "illustrator",
    "composer": "composer",
}
"""Name fields and their CSL variables; editors go by their role."""

EDITOR_ROLES: Final[dict[str, str]] = {
    "editor": "editor",
    "compiler": "compiler",
    "director": "director",
    "collaborator": "contributor",
    "organizer": "organizer",
    "translator": "translator",
    "founder": "contributor",
    "continuator": "contributor",
    "producer": "producer",
    "performer": "performer",
}
"""CSL's variable for each `editortype` it has one for."""

ROLES: Final[dict[str, str]] = {
    variable: role for role, variable in reversed(EDITOR_ROLES.items())
}
"""The `editortype` each of those variables is written as."""

DATES: Final[dict[str, str]] = {
    "date": "issued",
    "urldate": "accessed",
    "eventdate": "event-date",
    "origdate": "original-date",
}
"""Date fields and their CSL variables."""

LANGUAGES: Final[dict[str, str]] = {
    "acadian": "fr-CA", "afrikaans": "af-ZA", "albanian": "sq", "american": "en-US", "arabic": "ar",
    "armenian": "hy", "australian": "en-AU", "austrian": "de-AT", "bahasa": "id", "basque": "eu",
    "belarusian": "be", "bokmal": "nb-NO", "brazil": "pt-BR", "brazilian": "pt-BR", "british": "en-GB",
    "bulgarian": "bg-BG", "canadian": "en-CA", "canadien": "fr-CA", "catalan": "ca-AD", "chinese": "zh-CN",
    "croatian": "hr-HR", "czech": "cs-CZ", "danish": "da-DK", "dutch": "nl-NL", "english": "en-US",
    "esperanto": "eo", "estonian": "et-EE", "farsi": "fa-IR", "finnish": "fi-FI", "francais": "fr-FR",
    "french": "fr-FR", "frenchb": "fr-FR", "galician": "gl", "georgian": "ka", "german": "de-DE",
    "germanb": "de-DE", "greek": "el-GR", "hebrew": "he-IL", "hindi": "hi", "hungarian": "hu-HU",
    "icelandic": "is-IS", "indonesian": "id", "irish": "ga", "italian": "it-IT", "japanese": "ja-JP",
    "korean": "ko", "latin": "la", "latvian": "lv-LV", "lithuanian": "lt-LT", "macedonian": "mk",
    "magyar": "hu-HU", "mexican": "es-MX", "naustrian": "de-AT", "newzealand": "en-NZ", "ngerman": "de-DE",
    "norsk": "nb-NO", "norwegian": "nb-NO", "nswissgerman": "de-CH", "nynorsk": "nn-NO", "persian": "fa-IR",
    "piedmontese": "pms", "polish": "pl-PL", "polutonikogreek": "el-GR", "portuges": "pt-PT",
    "portuguese": "pt-PT", "romanian": "ro-RO", "russian": "ru-RU", "sanskrit": "sa", "scottish": "gd",
    "serbian": "sr-RS", "serbianc": "sr-RS", "slovak": "sk-SK", "slovene": "sl-SI", "slovenian": "sl-SI",
    "spanish": "es-ES", "swedish": "sv-SE", "swissgerman": "de-CH", "thai": "th-TH", "turkish": "tr-TR",
    "turkmen": "tk", "ukenglish": "en-GB", "ukrainian": "uk-UA", "usenglish": "en-US", "vietnamese": "vi-VN",
    "welsh": "cy",
}  # fmt: skip
"""BCP 47 tags of the languages that `langid` names as babel and polyglossia do."""

TITLE_WORDS: Final[dict[str, str]] = {
    "phdthesis": "phdthesis",
    "mastersthesis": "mathesis",
}
"""Entry types that imply a `type`."""

ENTRY_TYPES: Final[dict[str, str]] = {
    # CSL's "article" is in no journal: a preprint, a working paper.
    "article": "online",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "bill": "legislation",
    "book": "book",
    "broadcast": "video",
    "chapter": "incollection",
    "classic": "book",
    "collection": "collection",
    "dataset": "dataset",
    "document": "misc",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "event": "misc",
    "figure": "image",
    "graphic": "artwork",
    "hearing": "legal",
    "interview": "misc",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "map": "image",
    "motion_picture": "movie",
    "musical_score": "music",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post": "online",
    "post-weblog": "online",
    "regulation": "legislation",
    "report": "report",
    "review": "review",
    "review-book": "review",
    "software": "software",
    "song": "audio",
    "speech": "unpublished",
    "standard": "standard",
    "thesis": "thesis",
    "treaty": "legal",
    "webpage": "online",
}
"""The entry type each CSL item type is written as."""

OLD_TYPES: Final[dict[str, str]] = {
    "bookinbook": "inbook",
    "collection": "book",
    "inreference": "incollection",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "proceedings",
    "mvreference": "book",
    "reference": "book",
    "report": "techreport",
    "review": "article",
    "suppbook": "inbook",
    "suppcollection": "incollection",
    "suppperiodical": "article",
    **dict.fromkeys(
        """artwork audio dataset image jurisdiction legal legislation letter movie music online patent
        performance periodical software standard video""".split(),
        "misc",
    ),
}
"""What BibLaTeX's entry types are in BibTeX, where it has them not; theses go by their
kind.
"""

SUBTYPES: Final = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
"""CSL's types of an article with this `entrysubtype`."""

IN_BOOK: Final = frozenset(
    "chapter paper-conference entry-encyclopedia entry-dictionary entry speech".split()
)
"""CSL's types of works that stand in a book, whose title is their `booktitle`."""

LEGAL: Final = frozenset(
    {"bill", "hearing", "legal_case", "legislation", "regulation", "treaty"}
)
"""Item types whose organization is the authority they come from, not a publisher."""

NUMBERED_SERIES: Final = IN_BOOK | {"book", "pamphlet", "classic", "collection"}
"""CSL's types whose `number` is that of a volume in a series."""

EPRINTS: Final[dict[str, str]] = {
    "arxiv": "https://arxiv.org/abs/{}",
    "jstor": "https://www.jstor.org/stable/{}",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/{}",
    "googlebooks": "https://books.google.com/books?id={}",
    "hdl": "https://hdl.handle.net/{}",
}
"""Addresses of electronic publications by their `eprinttype`."""

_OTHERWISE: Final = frozenset(
    """author title note page issued accessed language genre keyword annote abstract edition citation-key
    citation-label citation-number first-reference-note-number locator page-first year-suffix""".split()
)

OWN_NAMES: Final[dict[str, str]] = {
    variable.lower(): variable for variable in KIND if variable not in _OTHERWISE
}
"""Fields named as the CSL variable they hold."""

RESERVED: Final = frozenset(
    {
        *ALIASES,
        *ALIASES.values(),
        *VERBATIM,
        *TEXTS,
        *CASED,
        *LONG,
        *LISTS,
        *NAMES,
        *DATES,
        *OWN_NAMES,
        COPY,
        *"""author editor editora editorb editorc editortype editoratype editorbtype editorctype afterword
        annotator commentator foreword holder introduction namea nameb namec nameaddon shortauthor
        shorteditor authortype bookpagination pagination eprint eprintclass eprinttype entrysubtype
        entrytype crossref xref xdata entryset execute gender ids indextitle indexsorttitle keywords label
        langid langidopts language options presort related relatedoptions relatedstring relatedtype
        sortkey sortname sortshorthand sorttitle sortyear shorthand shorthandintro shortseries
        reprinttitle isan ismn isrn iswc note pages page title type volume number issue year month day
        hour minute second season timezone date key file printed publisher pubmedid abstract
        itemnumber addendum howpublished""".split(),
    }
)
"""Names of fields that mean something to a program: no field of the user's own has one.

Source: BibLaTeX manual, 2.2.2 to 2.2.5 (data, special and custom fields).
"""
