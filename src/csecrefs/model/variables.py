"""The CSL 1.0.2 item types and variables, each variable with its kind: the one table
others read.

Source: CSL 1.0.2 specification, appendices III (types) and IV (variables), and
csl-types.rnc / csl-variables.rnc of the schema.
"""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal["standard", "number", "name", "date"]

ITEM_TYPES: Final = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter classic
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing
    interview legal_case legislation manuscript map motion_picture musical_score pamphlet
    paper-conference patent performance periodical personal_communication post post-weblog regulation
    report review review-book software song speech standard thesis treaty webpage""".split()
)

STANDARD_VARIABLES: Final = frozenset(
    """abstract annote archive archive_collection archive_location archive-place authority call-number
    citation-key citation-label collection-title container-title container-title-short dimensions division
    DOI event event-title event-place genre ISBN ISSN journalAbbreviation jurisdiction keyword language
    license medium note original-publisher original-publisher-place original-title part-title PMCID PMID
    publisher publisher-place references reviewed-genre reviewed-title scale source status title
    title-short URL volume-title year-suffix""".split()
)

NUMBER_VARIABLES: Final = frozenset(
    """chapter-number citation-number collection-number edition first-reference-note-number issue locator
    number number-of-pages number-of-volumes page page-first part-number printing-number section
    supplement-number version volume""".split()
)

NAME_VARIABLES: Final = frozenset(
    """author chair collection-editor compiler composer container-author contributor curator director
    editor editor-translator editorial-director executive-producer guest host illustrator interviewer
    narrator organizer original-author performer producer recipient reviewed-author script-writer
    series-creator translator""".split()
)

DATE_VARIABLES: Final = frozenset(
    "accessed available-date event-date issued original-date submitted".split()
)

KIND: Final[dict[str, Kind]] = {}
KIND.update(dict.fromkeys(STANDARD_VARIABLES, "standard"))
KIND.update(dict.fromkeys(NUMBER_VARIABLES, "number"))
KIND.update(dict.fromkeys(NAME_VARIABLES, "name"))
KIND.update(dict.fromkeys(DATE_VARIABLES, "date"))
