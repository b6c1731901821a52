"""The words of the Citation File Format and what they are in CSL.

Source: Citation File Format 1.2.0, schema-guide.
"""

from __future__ import annotations

from typing import Final

# CFF's reference types (schema guide, "reference.type"), and CSL's.
TYPES: Final = {
    "art": "graphic",
    "article": "article-journal",
    "audiovisual": "motion_picture",
    "bill": "bill",
    "blog": "post-weblog",
    "book": "book",
    "catalogue": "document",
    "conference": "event",
    "conference-paper": "paper-conference",
    "data": "dataset",
    "database": "dataset",
    "dataset": "dataset",
    "dictionary": "book",
    "edited-work": "book",
    "encyclopedia": "book",
    "film-broadcast": "motion_picture",
    "generic": "document",
    "government-document": "report",
    "grant": "document",
    "hearing": "hearing",
    "historical-work": "classic",
    "legal-case": "legal_case",
    "legal-rule": "regulation",
    "magazine-article": "article-magazine",
    "manual": "report",
    "map": "map",
    "multimedia": "motion_picture",
    "music": "song",
    "newspaper-article": "article-newspaper",
    "pamphlet": "pamphlet",
    "patent": "patent",
    "personal-communication": "personal_communication",
    "proceedings": "book",
    "report": "report",
    "serial": "periodical",
    "slides": "speech",
    "software": "software",
    "software-code": "software",
    "software-container": "software",
    "software-executable": "software",
    "software-virtual-machine": "software",
    "sound-recording": "song",
    "standard": "standard",
    "statute": "legislation",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "website": "webpage",
}
# CSL's types and the one of CFF's that each is written as.
WRITTEN_TYPES: Final = {
    item_type: name for name, item_type in reversed(TYPES.items())
} | {
    "article": "unpublished",
    "book": "book",
    "chapter": "book",
    "dataset": "data",
    "document": "generic",
    "motion_picture": "video",
    "report": "report",
    "software": "software",
    "song": "sound-recording",
}
# Keys whose value is a variable as it is.
VARIABLES: Final = {
    "title": "title",
    "journal": "container-title",
    "collection-title": "container-title",
    "volume-title": "volume-title",
    "abbreviation": "container-title-short",
    "volume": "volume",
    "issue": "issue",
    "edition": "edition",
    "number": "number",
    "section": "section",
    "version": "version",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmcid": "PMCID",
    "url": "URL",
    "abstract": "abstract",
    "notes": "note",
    "medium": "medium",
    "thesis-type": "genre",
    "status": "status",
    "term": "part-title",
    "number-volumes": "number-of-volumes",
}
# Keys with people and entities.
ROLES: Final = {
    "authors": "author",
    "editors": "editor",
    "editors-series": "collection-editor",
    "recipients": "recipient",
    "translators": "translator",
}
NOBODY: Final = "Unknown"
"""The author of a work without one, since the format wants an author."""
