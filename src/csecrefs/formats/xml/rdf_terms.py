"""Classes and properties of bibliographic RDF vocabularies, by local name, to CSL types
and variables.
"""

from __future__ import annotations

from typing import Final

CLASSES: Final = {
    "AcademicArticle": "article-journal",
    "Article": "article-journal",
    "AudioDocument": "song",
    "Bill": "bill",
    "BlogPosting": "post-weblog",
    "Book": "book",
    "BookSection": "chapter",
    "Chapter": "chapter",
    "Code": "legislation",
    "ConferenceProceedings": "paper-conference",
    "Dataset": "dataset",
    "Document": "document",
    "EditedBook": "book",
    "Film": "motion_picture",
    "Image": "graphic",
    "Interview": "interview",
    "Legislation": "legislation",
    "LegalCaseDocument": "legal_case",
    "Letter": "personal_communication",
    "Manuscript": "manuscript",
    "Map": "map",
    "Memo": "document",
    "MotionPicture": "motion_picture",
    "NewsArticle": "article-newspaper",
    "Patent": "patent",
    "Proceedings": "book",
    "Recording": "song",
    "ReferenceSource": "book",
    "Report": "report",
    "ScholarlyArticle": "article-journal",
    "Slideshow": "speech",
    "SoftwareApplication": "software",
    "SoftwareSourceCode": "software",
    "Standard": "standard",
    "Statute": "legislation",
    "Thesis": "thesis",
    "WebPage": "webpage",
    "Webpage": "webpage",
}
"""Classes of BIBO, bib and schema.org to CSL types."""

DC_TYPES: Final = {
    "article": "article-journal",
    "book": "book",
    "book chapter": "chapter",
    "book part": "chapter",
    "collection": "collection",
    "conference object": "paper-conference",
    "conference paper": "paper-conference",
    "dataset": "dataset",
    "doctoral thesis": "thesis",
    "image": "graphic",
    "interactiveresource": "webpage",
    "journal article": "article-journal",
    "map": "map",
    "masters thesis": "thesis",
    "movingimage": "motion_picture",
    "patent": "patent",
    "preprint": "article",
    "report": "report",
    "software": "software",
    "sound": "song",
    "stillimage": "graphic",
    "text.serial.journal": "article-journal",
    "text.book": "book",
    "thesis": "thesis",
    "webpage": "webpage",
    "working paper": "report",
}
"""Values of Dublin Core's `type`, in lower case, to CSL types: the DCMI Type Vocabulary
and the words that repositories write there."""

CONTAINERS: Final = frozenset("Issue Volume PublicationIssue PublicationVolume".split())
"""Classes of parts between a work and what has a title of its own."""

VARIABLES: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title", "name", "headline"),
    "title-short": ("shortTitle",),
    "abstract": ("abstract",),
    "language": ("language", "inLanguage"),
    "edition": ("edition", "bookEdition"),
    "volume": ("volume",),
    "issue": ("issue",),
    "number": (
        "number",
        "reportNumber",
        "patentNumber",
        "billNumber",
        "documentNumber",
    ),
    "number-of-pages": ("numPages", "numberOfPages"),
    "number-of-volumes": ("numberOfVolumes", "numVolumes"),
    "version": ("softwareVersion", "version", "versionNumber"),
    "genre": ("type", "thesisType", "reportType"),
    "archive": ("archive",),
    "archive_location": ("archiveLocation",),
    "source": ("libraryCatalog", "repository"),
    "call-number": ("callNumber",),
    "license": ("license", "rights"),
    "medium": ("medium",),
    "dimensions": ("runningTime", "artworkSize"),
    "authority": ("court", "legislativeBody"),
    "scale": ("scale",),
    "event-title": ("conferenceName", "meetingName"),
    "note": ("extra",),
}
"""CSL variables and the properties that give them."""

ROLES: Final[dict[str, tuple[str, ...]]] = {
    "author": (
        "authors",
        "authorList",
        "author",
        "creator",
        "programmers",
        "artists",
        "inventors",
        "presenters",
        "podcasters",
        "interviewees",
        "cartographers",
        "contributorList",
    ),
    "editor": ("editors", "editorList", "editor"),
    "translator": ("translators", "translator"),
    "collection-editor": ("seriesEditors",),
    "container-author": ("bookAuthors",),
    "composer": ("composers", "composer"),
    "contributor": ("contributors", "contributor"),
    "director": ("directors", "director"),
    "guest": ("guests",),
    "interviewer": ("interviewers", "interviewer"),
    "performer": ("performers", "performer", "castMembers"),
    "producer": ("producers", "producer"),
    "recipient": ("recipients", "recipient"),
    "reviewed-author": ("reviewedAuthors",),
    "script-writer": ("scriptwriters",),
}
"""CSL name variables and the properties that give them, the ordered list before single
names.
"""
