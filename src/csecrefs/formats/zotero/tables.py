"""Zotero's fields and creators, and the CSL variables that stand for them.

Source: Zotero's published schema (`schema.json`: base fields and its "csl" section).
"""

from __future__ import annotations

from typing import Final

ITEM_TYPES: Final = {
    "artwork": "graphic",
    "audioRecording": "song",
    "bill": "bill",
    "blogPost": "post-weblog",
    "book": "book",
    "bookSection": "chapter",
    "case": "legal_case",
    "computerProgram": "software",
    "conferencePaper": "paper-conference",
    "dataset": "dataset",
    "dictionaryEntry": "entry-dictionary",
    "document": "document",
    "email": "personal_communication",
    "encyclopediaArticle": "entry-encyclopedia",
    "film": "motion_picture",
    "forumPost": "post",
    "hearing": "hearing",
    "instantMessage": "personal_communication",
    "interview": "interview",
    "journalArticle": "article-journal",
    "letter": "personal_communication",
    "magazineArticle": "article-magazine",
    "manuscript": "manuscript",
    "map": "map",
    "newspaperArticle": "article-newspaper",
    "patent": "patent",
    "podcast": "broadcast",
    "preprint": "article",
    "presentation": "speech",
    "radioBroadcast": "broadcast",
    "report": "report",
    "standard": "standard",
    "statute": "legislation",
    "thesis": "thesis",
    "tvBroadcast": "broadcast",
    "videoRecording": "motion_picture",
    "webpage": "webpage",
}
"""Zotero's item types to CSL types."""

BASE_FIELDS: Final = {
    # the general field, then what item types call it
    "title": "caseName nameOfAct subject",
    "publicationTitle": (
        "bookTitle proceedingsTitle encyclopediaTitle dictionaryTitle blogTitle"
        " websiteTitle forumTitle programTitle"
    ),
    "publisher": (
        "label company studio network distributor university institution repository"
    ),
    "authority": "court legislativeBody issuingAuthority organization",
    "place": "repositoryLocation",
    "date": "dateDecided dateEnacted issueDate",
    "number": (
        "billNumber docketNumber documentNumber episodeNumber patentNumber"
        " publicLawNumber reportNumber identifier archiveID"
    ),
    "volume": "codeVolume reporterVolume codeNumber",
    "pages": "codePages firstPage",
    "medium": (
        "artworkMedium interviewMedium audioFileType audioRecordingFormat"
        " videoRecordingFormat format system"
    ),
    "type": (
        "thesisType reportType manuscriptType letterType mapType postType"
        " presentationType websiteType genre"
    ),
    "status": "legalStatus",
}
"""The fields that several item types share, and the names that single types give
them."""

VARIABLES: Final = {
    "title": "title",
    "shortTitle": "title-short",
    "publicationTitle": "container-title",
    "reporter": "container-title",
    "code": "container-title",
    "journalAbbreviation": "container-title-short",
    "series": "collection-title",
    "seriesTitle": "collection-title",
    "seriesNumber": "collection-number",
    "publisher": "publisher",
    "place": "publisher-place",
    "authority": "authority",
    "volume": "volume",
    "issue": "issue",
    "priorityNumbers": "issue",
    "number": "number",
    "pages": "page",
    "numPages": "number-of-pages",
    "numberOfVolumes": "number-of-volumes",
    "edition": "edition",
    "versionNumber": "version",
    "section": "section",
    "committee": "section",
    "session": "chapter-number",
    "history": "references",
    "references": "references",
    "conferenceName": "event-title",
    "meetingName": "event-title",
    "type": "genre",
    "medium": "medium",
    "artworkSize": "dimensions",
    "runningTime": "dimensions",
    "scale": "scale",
    "status": "status",
    "abstractNote": "abstract",
    "language": "language",
    "rights": "license",
    "libraryCatalog": "source",
    "archive": "archive",
    "archiveLocation": "archive_location",
    "callNumber": "call-number",
    "applicationNumber": "call-number",
    "DOI": "DOI",
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "PMID": "PMID",
    "PMCID": "PMCID",
    "url": "URL",
    "extra": "note",
}
"""Zotero's general fields as CSL variables."""

DATES: Final = {
    "date": "issued",
    "accessDate": "accessed",
    "filingDate": "submitted",
    "originalDate": "original-date",
}
"""Zotero's dates as CSL dates."""

ROLES: Final = {
    "author": "author",
    "bookAuthor": "container-author",
    "chair": "chair",
    "composer": "composer",
    "contributor": "contributor",
    "director": "director",
    "editor": "editor",
    "executiveProducer": "executive-producer",
    "guest": "guest",
    "host": "host",
    "interviewer": "interviewer",
    "narrator": "narrator",
    "organizer": "organizer",
    "performer": "performer",
    "producer": "producer",
    "recipient": "recipient",
    "reviewedAuthor": "reviewed-author",
    "scriptwriter": "script-writer",
    "seriesCreator": "series-creator",
    "seriesEditor": "collection-editor",
    "translator": "translator",
}
"""Zotero's creators as CSL name variables."""

FIRST_CREATORS: Final = {
    "artwork": "artist",
    "audioRecording": "performer",
    "bill": "sponsor",
    "computerProgram": "programmer",
    "film": "director",
    "hearing": "contributor",
    "interview": "interviewee",
    "map": "cartographer",
    "patent": "inventor",
    "podcast": "podcaster",
    "presentation": "presenter",
    "radioBroadcast": "director",
    "tvBroadcast": "director",
    "videoRecording": "director",
}
"""The creator that an item type has in the place of an author, where it is not called
author. CSL cites it as the author."""

NOT_WORKS: Final = frozenset({"annotation", "attachment", "note"})
"""Item types that are parts of other items."""
