"""CSV, in and out: a row for each reference, a column for each variable.

Written: `id`, `type` and the CSL variables that occur; names as "Family, Given; ...",
dates as EDTF. Read: the same, and the columns of Zotero's, Scopus' and other tools'
exports, by their headings. Cells that a spreadsheet would take for a formula are
written with an apostrophe before them, which reading takes off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, keyed
from csecrefs.formats.source import bounded, decode, lines
from csecrefs.formats.tagged.lines import printable
from csecrefs.model import ITEM_TYPES, KIND, Name, Reference
from csecrefs.model.date import parse_date
from csecrefs.model.edtf import format_edtf

_HEADINGS: Final = {
    **{variable.lower(): variable for variable in KIND},
    "id": "id",
    "key": "id",
    "citation key": "id",
    "type": "type",
    "item type": "type",
    "document type": "type",
    "authors": "author",
    "author(s)": "author",
    "editors": "editor",
    "series editor": "collection-editor",
    "document title": "title",
    "article title": "title",
    "year": "issued",
    "publication year": "issued",
    "date": "issued",
    "publication date": "issued",
    "publication title": "container-title",
    "journal": "container-title",
    "journal abbreviation": "container-title-short",
    "abbreviated source title": "container-title-short",
    "source title": "container-title",
    "conference name": "event-title",
    "series": "collection-title",
    "series number": "collection-number",
    "pages": "page",
    "art. no.": "number",
    "num pages": "number-of-pages",
    "number of volumes": "number-of-volumes",
    "url": "URL",
    "link": "URL",
    "place": "publisher-place",
    "abstract note": "abstract",
    "short title": "title-short",
    "access date": "accessed",
    "archive location": "archive_location",
    "library catalog": "source",
    "call number": "call-number",
    "rights": "license",
    "notes": "note",
    "extra": "note",
    "manual tags": "keyword",
    "keywords": "keyword",
    "author keywords": "keyword",
    "language of original document": "language",
    "page start": "start",
    "start page": "start",
    "page end": "end",
    "end page": "end",
    "pubmed id": "PMID",
    "author/s": "author",
    "journal/book": "container-title",
    "publication": "container-title",
    "pubyear": "issued",
    "date published": "issued",
    "pagination": "page",
    "isbns": "ISBN",
    "issns": "ISSN",
    "automatic tags": "keyword",
    "first author": "",
    "citation": "",
}
_TYPES: Final = {
    "article": "article-journal",
    "blogpost": "post-weblog",
    "bookchapter": "chapter",
    "booksection": "chapter",
    "case": "legal_case",
    "computerprogram": "software",
    "conferencepaper": "paper-conference",
    "dictionaryentry": "entry-dictionary",
    "encyclopediaarticle": "entry-encyclopedia",
    "film": "motion_picture",
    "journalarticle": "article-journal",
    "letter": "personal_communication",
    "magazinearticle": "article-magazine",
    "newspaperarticle": "article-newspaper",
    "preprint": "article",
    "presentation": "speech",
    "statute": "legislation",
    "videorecording": "motion_picture",
    "audiorecording": "song",
    "artwork": "graphic",
    "email": "personal_communication",
}
# The first character of a cell that spreadsheets run as a formula.
_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_SEMANTIC: Final = frozenset(
    {"title", "author", "issued", "container-title", "DOI", "type"}
)
_MAX_FIELD: Final = 1 << 20


def looks_like(head: str) -> bool:
    """True if the first line of a text holds the headings of references."""
    line = head.lstrip("\ufeff").partition("\n")[0]
    names = {_HEADINGS.get(_heading(cell), "") for cell in re.split(r"[,;\t]", line)}
    return len(names & _SEMANTIC) > 1 and ("title" in names or "DOI" in names)


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references in a table, and what was wrong with it."""
    text, diagnostics = decode(source, path)
    head, _, body = text.partition("\n")
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(max(_MAX_FIELD, csv.field_size_limit()))
    headings = next(
        _rows(csv.reader([head], delimiter=delimiter), path, diagnostics, 0), []
    )
    variables = _variables(headings)
    if "title" not in variables and "DOI" not in variables:
        if text:
            message = "no column is called title or DOI"
            diagnostics.append(Diagnostic("no-records", message, "error", path, 1))
        return [], diagnostics
    as_zotero = "item type" in map(_heading, headings)
    references: list[Reference] = []
    rows = csv.reader((line + "\n" for line in lines(body)), delimiter=delimiter)
    line = 2
    for row in bounded(_rows(rows, path, diagnostics), path, diagnostics):
        cells = dict(zip(variables, row, strict=False))
        draft = _read_row(cells, row, variables, as_zotero=as_zotero)
        draft.line, line = line, rows.line_num + 2
        references.append(draft.reference())
        if len(row) > len(variables):
            message = f"{len(row)} cells under {len(variables)} headings"
            diagnostics.append(
                Diagnostic("bad-row", message, path=path, line=rows.line_num + 1)
            )
    return keyed(references), diagnostics


def _rows(
    rows: Any, path: str, diagnostics: list[Diagnostic], lines_before: int = 1
) -> Iterator[list[str]]:
    """The rows that hold anything; one that is no CSV is left out with a diagnostic."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            diagnostics.append(
                Diagnostic(
                    "bad-row", str(error), "error", path, rows.line_num + lines_before
                )
            )
            continue
        if any(cell.strip() for cell in row):
            yield row


def _heading(cell: str) -> str:
    return cell.strip().strip('"').lower()


def _variables(headings: list[str]) -> list[str]:
    """The variable of each column; of two columns with one meaning the first counts.

    Beside Zotero's "Item Type" its "Type" is the kind of thesis or report, and where a
    table has a "Publication", as Google Scholar's, its "Number" is the issue.
    """
    names = [_heading(cell) for cell in headings]
    special = {}
    if "item type" in names:
        special = {"type": "genre"}
    if "publication" in names and "issue" not in names:
        special["number"] = "issue"
    return [special.get(name) or _HEADINGS.get(name, "") for name in names]


def _read_row(
    cells: dict[str, str], row: list[str], variables: list[str], *, as_zotero: bool
) -> Draft:
    name = cells.get("type", "").strip()
    plain = re.sub(r"[\s_-]", "", name.lower())
    draft = Draft(
        id=cells.get("id", "").strip(),
        type=name if name in ITEM_TYPES else _TYPES.get(plain, plain),
    )
    if draft.type not in ITEM_TYPES:
        if "container-title" in cells:
            draft.type = "article-journal"
        else:
            draft.type = "document"
    for variable, cell in zip(variables, row, strict=False):
        value = cell
        if cell.startswith("'") and _FORMULA.match(cell[1:]):
            value = cell[1:]
        if KIND.get(variable) == "name":
            _read_names(draft, variable, value, as_zotero=as_zotero)
        elif KIND.get(variable) == "date":
            date = parse_date(value)
            present = draft.fields.get(variable)
            draft.set(
                variable,
                date,
                replace=len(date.start) > len(getattr(present, "start", ())),
            )
        elif variable == "keyword":
            draft.keywords += values.split_keywords(value)
        elif variable == "DOI":
            draft.set("DOI", values.doi(value) or value)
        elif variable not in ("id", "type", ""):
            draft.set(variable, value)
    draft.set("page", values.pages(cells.get("start", ""), cells.get("end", "")))
    return draft


def _read_names(draft: Draft, variable: str, cell: str, *, as_zotero: bool) -> None:
    for part in _people(cell):
        if not part.strip():
            continue
        if as_zotero and "," not in part:  # an institution: people have a comma
            draft.name(variable, Name(literal=part.strip()))
        else:
            draft.name(variable, _person(part.strip()))


# Scopus' "de la Cruz M.-L." and PubMed's "Vole AB 2nd".
_INITIALS: Final = re.compile(
    r"(?P<family>\S.*?),? (?P<given>(?:[^\W\d_a-z]\.[ -]?){1,4}|[^\W\d_a-z]{1,3})"
    r"(?: (?P<suffix>Jr|Sr|[2-4](?:nd|rd|th)|I{2,3}|IV)\.?)?"
)


def _people(cell: str) -> list[str]:
    """The names in a cell: by semicolons, else by commas where each is "Vole AB"."""
    parts = cell.split(";")
    if len(parts) == 1 and "," in cell:
        by_comma = cell.rstrip(" .").split(",")
        if len(by_comma) > 1 and all(
            _INITIALS.fullmatch(part.strip().rstrip(".") + ".")
            or _INITIALS.fullmatch(part.strip())
            for part in by_comma
        ):
            return by_comma
    return parts


def _person(text: str) -> Name:
    """One name; initials after a family name without a comma are the given name."""
    match = _INITIALS.fullmatch(text) or _INITIALS.fullmatch(text.removesuffix("."))
    if match and "," not in match["family"]:
        given = values.spaced_initials(values.spaced(match["given"].strip()))
        return Name(match["family"], given, suffix=match["suffix"] or "")
    return values.natural_name(text)


def write(references: Iterable[Reference]) -> str:
    """The references as a table with a column for each variable that one of them
    has.
    """
    references = list(references)
    columns = sorted({"title"}.union(*references))
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["id", "type", *map(_safe, columns)])
    for reference in references:
        cells = (_written(reference, column) for column in columns)
        writer.writerow(map(_safe, [reference.id, reference.type, *cells]))
    return table.getvalue()


def _written(reference: Reference, variable: str) -> str:
    match KIND.get(variable):
        case "name":
            return "; ".join(_written_name(name) for name in reference.names(variable))
        case "date":
            date = reference.date(variable)
            if date:
                return date.literal or date.raw or format_edtf(date)
            return ""
        case _:
            return reference.text(variable)


def _written_name(name: Name) -> str:
    text = values.inverted(name).replace(";", ",")
    if name.literal and " " in text and not text.endswith(","):
        return text + ","
    return text


def _safe(cell: str) -> str:
    cell = printable(cell)
    if _FORMULA.match(cell):
        return "'" + cell
    return cell
