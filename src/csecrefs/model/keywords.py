"""The keywords that take variables, so that editors complete them and mypy knows them.

A test compares them with the table of variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict


class VariableKeywords(TypedDict, total=False):
    """CSL's variables, with underscores; values as `Reference.evolve` takes them."""

    abstract: Any
    accessed: Any
    annote: Any
    archive: Any
    archive_collection: Any
    archive_location: Any
    archive_place: Any
    author: Any
    authority: Any
    available_date: Any
    call_number: Any
    chair: Any
    chapter_number: Any
    citation_key: Any
    citation_label: Any
    citation_number: Any
    collection_editor: Any
    collection_number: Any
    collection_title: Any
    compiler: Any
    composer: Any
    container_author: Any
    container_title: Any
    container_title_short: Any
    contributor: Any
    curator: Any
    dimensions: Any
    director: Any
    division: Any
    doi: Any
    DOI: Any
    edition: Any
    editor: Any
    editor_translator: Any
    editorial_director: Any
    event: Any
    event_date: Any
    event_place: Any
    event_title: Any
    executive_producer: Any
    first_reference_note_number: Any
    genre: Any
    guest: Any
    host: Any
    illustrator: Any
    interviewer: Any
    isbn: Any
    ISBN: Any
    issn: Any
    ISSN: Any
    issue: Any
    issued: Any
    journalAbbreviation: Any
    jurisdiction: Any
    keyword: Any
    language: Any
    license: Any
    locator: Any
    medium: Any
    narrator: Any
    note: Any
    number: Any
    number_of_pages: Any
    number_of_volumes: Any
    organizer: Any
    original_author: Any
    original_date: Any
    original_publisher: Any
    original_publisher_place: Any
    original_title: Any
    page: Any
    page_first: Any
    part_number: Any
    part_title: Any
    performer: Any
    pmcid: Any
    PMCID: Any
    pmid: Any
    PMID: Any
    printing_number: Any
    producer: Any
    publisher: Any
    publisher_place: Any
    recipient: Any
    references: Any
    reviewed_author: Any
    reviewed_genre: Any
    reviewed_title: Any
    scale: Any
    script_writer: Any
    section: Any
    series_creator: Any
    source: Any
    status: Any
    submitted: Any
    supplement_number: Any
    title: Any
    title_short: Any
    translator: Any
    URL: Any
    url: Any
    version: Any
    volume: Any
    volume_title: Any
    year_suffix: Any


class FieldKeywords(VariableKeywords, total=False):
    """The keywords of `Reference`: its variables, the year, and fields of one's own."""

    year: Any
    custom: Mapping[str, Any] | None


class EvolveKeywords(FieldKeywords, total=False):
    """The keywords of `Reference.evolve`: fields and the parts of a record."""

    id: str
    type: str
    translations: Mapping[str, Any]
    extra: Mapping[str, Any]


class FilterKeywords(VariableKeywords, total=False):
    """The filters of `Library.search`: variables, the key, the type and the years."""

    id: Any
    key: Any
    type: Any
    year: Any
