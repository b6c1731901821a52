"""The attributes by which variables are read, so that editors complete them and mypy
knows their types.

For type checkers alone: at run time `Reference` looks a variable up when it is asked
for. A test compares them with the table of variables.
"""

from __future__ import annotations

from csecrefs.model.date import Date
from csecrefs.model.name import Name


class VariableAttributes:
    """CSL's variables, with underscores; None for one that is not set."""

    abstract: str | None
    accessed: Date | None
    annote: str | None
    archive: str | None
    archive_collection: str | None
    archive_location: str | None
    archive_place: str | None
    author: tuple[Name, ...] | None
    authority: str | None
    available_date: Date | None
    call_number: str | None
    chair: tuple[Name, ...] | None
    chapter_number: str | int | float | None
    citation_key: str | None
    citation_label: str | None
    citation_number: str | int | float | None
    collection_editor: tuple[Name, ...] | None
    collection_number: str | int | float | None
    collection_title: str | None
    compiler: tuple[Name, ...] | None
    composer: tuple[Name, ...] | None
    container_author: tuple[Name, ...] | None
    container_title: str | None
    container_title_short: str | None
    contributor: tuple[Name, ...] | None
    curator: tuple[Name, ...] | None
    dimensions: str | None
    director: tuple[Name, ...] | None
    division: str | None
    DOI: str | None
    doi: str | None
    edition: str | int | float | None
    editor: tuple[Name, ...] | None
    editor_translator: tuple[Name, ...] | None
    editorial_director: tuple[Name, ...] | None
    event: str | None
    event_date: Date | None
    event_place: str | None
    event_title: str | None
    executive_producer: tuple[Name, ...] | None
    first_reference_note_number: str | int | float | None
    genre: str | None
    guest: tuple[Name, ...] | None
    host: tuple[Name, ...] | None
    illustrator: tuple[Name, ...] | None
    interviewer: tuple[Name, ...] | None
    ISBN: str | None
    isbn: str | None
    ISSN: str | None
    issn: str | None
    issue: str | int | float | None
    issued: Date | None
    journalAbbreviation: str | None  # noqa: N815 - CSL has it so
    jurisdiction: str | None
    keyword: str | None
    language: str | None
    license: str | None
    locator: str | int | float | None
    medium: str | None
    narrator: tuple[Name, ...] | None
    note: str | None
    number: str | int | float | None
    number_of_pages: str | int | float | None
    number_of_volumes: str | int | float | None
    organizer: tuple[Name, ...] | None
    original_author: tuple[Name, ...] | None
    original_date: Date | None
    original_publisher: str | None
    original_publisher_place: str | None
    original_title: str | None
    page: str | int | float | None
    page_first: str | int | float | None
    part_number: str | int | float | None
    part_title: str | None
    performer: tuple[Name, ...] | None
    PMCID: str | None
    pmcid: str | None
    PMID: str | None
    pmid: str | None
    printing_number: str | int | float | None
    producer: tuple[Name, ...] | None
    publisher: str | None
    publisher_place: str | None
    recipient: tuple[Name, ...] | None
    references: str | None
    reviewed_author: tuple[Name, ...] | None
    reviewed_genre: str | None
    reviewed_title: str | None
    scale: str | None
    script_writer: tuple[Name, ...] | None
    section: str | int | float | None
    series_creator: tuple[Name, ...] | None
    source: str | None
    status: str | None
    submitted: Date | None
    supplement_number: str | int | float | None
    title: str | None
    title_short: str | None
    translator: tuple[Name, ...] | None
    URL: str | None
    url: str | None
    version: str | int | float | None
    volume: str | int | float | None
    volume_title: str | None
    year_suffix: str | None
