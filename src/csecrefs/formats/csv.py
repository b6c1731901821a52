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

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.formats import csv_columns, values
from csecrefs.formats.draft import Draft, kept, keyed
from csecrefs.formats.source import bounded, decode, lines
from csecrefs.formats.spoken import spoken
from csecrefs.formats.tagged.lines import printable
from csecrefs.model import KIND, Date, Name, Reference
from csecrefs.model.date import parse_date
from csecrefs.model.edtf import format_edtf
from csecrefs.model.written_names import is_body
from csecrefs.patterns import regex
from csecrefs.text.jats import plain_text

# The first character of a cell that spreadsheets run as a formula.
_FORMULA: Final = regex(r"[=+\-@\t\r]")
# A number that spreadsheets are made to take for text: ="0191234567"
_AS_TEXT: Final = regex(r'="([^"]*)"')
# A cell beyond a megabyte is no value of a reference; `csv` refuses the row.
_MAX_FIELD: Final = 1 << 20


# Lines before the headings that are looked at: Dimensions writes one about the export.
_PREAMBLE: Final = 5


def looks_like(head: str) -> bool:
    """True if one of the first lines of a text has the headings of references."""
    return _table_start(head) is not None


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references in a table, and what was wrong with it."""
    text, diagnostics = decode(source, path)
    before = _table_start(text) or 0
    head, _, body = text.split("\n", before)[-1].partition("\n")
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(max(_MAX_FIELD, csv.field_size_limit()))
    heading_row = _rows(
        csv.reader(
            [head],
            delimiter=delimiter,
        ),
        path,
        diagnostics,
        before,
    )
    headings = list(map(csv_columns.heading, next(heading_row, [])))
    columns = csv_columns.variables(headings)
    if "title" not in columns and "DOI" not in columns:
        if text:
            message = "no column is called title or DOI"
            diagnostics.append(
                Diagnostic(
                    "no-records",
                    message,
                    "error",
                    path,
                    1,
                )
            )
        return [], diagnostics
    table = _Table(
        headings,
        columns,
        csv_columns.exporter(headings),
    )
    references: list[Reference] = []
    rows = csv.reader((line + "\n" for line in lines(body)), delimiter=delimiter)
    line = 2 + before
    counted = _rows(rows, path, diagnostics, 1 + before)
    for row in bounded(counted, path, diagnostics):
        draft = table.draft(row)
        draft.line, line = line, rows.line_num + 2 + before
        references.append(draft.reference())
        if len(row) > len(columns):
            message = f"{len(row)} cells under {len(columns)} headings"
            diagnostics.append(
                Diagnostic(
                    "bad-row",
                    message,
                    path=path,
                    line=line - 1,
                )
            )
    return keyed(references), diagnostics


def _table_start(text: str) -> int | None:
    """Return the number of lines before the headings; None if there are none."""
    first = text.lstrip("\ufeff").split("\n", _PREAMBLE)[:_PREAMBLE]
    for at, line in enumerate(first):
        if csv_columns.are_headings(re.split(r"[,;\t]", line)):
            return at
    return None


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


@attrs.frozen
class _Table:
    """The columns of a table: their headings, variables, and who wrote them."""

    headings: list[str]
    columns: list[str]
    written_by: csv_columns.Exporter

    def draft(self, row: list[str]) -> Draft:
        """Return the reference in a row."""
        cells = dict(zip(self.columns, row, strict=False))
        type_ = csv_columns.item_type(
            cells.get("type", "").strip(),
            self.written_by,
        )
        if not type_ and "container-title" in cells:
            type_ = "article-journal"
        draft = Draft(
            id=cells.get("id", "").strip(),
            type=type_ or "document",
        )
        for heading, variable, cell in zip(
            self.headings, self.columns, row, strict=False
        ):
            value = cell
            if cell.startswith("'") and _FORMULA.match(cell[1:]):
                value = cell[1:]
            elif as_text := _AS_TEXT.fullmatch(cell):
                value = as_text[1]
            if value.strip():
                self._put(draft, heading, variable, value)
        draft.set("page", _page_range(cells))
        is_article = self.written_by == "database" and draft.type in _OF_ARTICLES
        if is_article and "page" not in draft.fields and "number" in draft.fields:
            # the number of an article online stands where its pages would
            draft.fields["page"] = draft.fields.pop("number")
        _settle_names(draft, cells.get("full-author", ""))
        if self.written_by == "pubmed":
            by_heading = dict(zip(self.headings, row, strict=False))
            _read_citation(draft, by_heading.get("citation", ""))
        return draft

    def _put(
        self,
        draft: Draft,
        heading: str,
        variable: str,
        value: str,
    ) -> None:
        """Read a cell into the draft; what has no variable is kept by its heading."""
        if KIND.get(variable) == "name":
            for person in self._names(value):
                draft.name(variable, person)
        elif KIND.get(variable) == "date":
            _put_date(draft, variable, value)
        elif variable == "early":
            _put_date(draft, "issued", value)
        elif variable == "keyword":
            draft.keywords += values.split_keywords(value)
        elif variable == "DOI":
            draft.set("DOI", values.doi(value) or value)
        elif variable in ("ISBN", "ISSN"):
            _put_numbers(draft, variable, value)
        elif variable == "note":
            if heading == "notes" and self.written_by == "zotero":
                value = plain_text(value)  # Zotero's notes are HTML
            draft.note(value)
        elif not variable:
            if heading not in _SAID_ELSEWHERE:
                draft.keep("csv", heading, value)
        elif variable in draft.fields:
            if values.collapse(value) != draft.text(variable):
                draft.keep("csv", heading, value)
        elif variable not in _NO_VARIABLES:
            draft.set(variable, value)

    def _names(self, cell: str) -> Iterator[Name]:
        cell = values.without_asides(cell)
        if self.written_by == "books":
            yield from map(values.natural_name, cell.split(","))
            return
        by_comma = self.written_by == "pubmed"
        if self.written_by == "springer":
            cell = _FUSED.sub("; ", cell)
        for part in _people(cell, by_comma=by_comma):
            name = part.strip()
            if not name:
                continue
            # Zotero's people have a comma, its institutions none.
            if self.written_by == "zotero" and not set(",{") & set(name):
                yield Name(literal=name)
            elif self.written_by == "csecrefs":
                yield values.name(name)
            elif name.startswith("{") and name.endswith("}"):
                yield Name(literal=name.strip("{}"))
            elif by_comma:
                yield values.initials_name(name.rstrip("."))
            else:
                yield _person(name)


# The names that SpringerLink's table sets end to end: "Ann VoleCarl McRoe".
_FUSED: Final = regex(
    r"(?<=[a-zß-öø-ÿ.])(?<!\bMc)(?<!\bMac)(?<!\bD[ei])(?<!\bL[ae])(?=[A-ZÀ-ÞŠŽ])"
)
# Types whose works have pages or, online, a number instead.
_OF_ARTICLES: Final = frozenset({"article-journal", "paper-conference"})


def _page_range(cells: dict[str, str]) -> str:
    """Return the pages of the columns for the first, the last, and their count, which
    EBSCO has instead of the last.
    """
    start, end = cells.get("start", "").strip(), cells.get("end", "").strip()
    count = cells.get("page-count", "").strip().removesuffix("p")
    if start.isdecimal() and count.isdecimal() and int(count) > 1 and not end:
        end = str(int(start) + int(count) - 1)
    return values.pages(start, end)


# Columns that are read together with others.
_NO_VARIABLES: Final = frozenset(
    {
        "id",
        "type",
        "start",
        "end",
        "full-author",
        "page-count",
    }
)
# Columns that say again what other columns do, or concern the export alone.
_SAID_ELSEWHERE: Final = frozenset(
    {
        "",
        "first author",
        "citation",
        "author l-f",
        "author(s) id",
        "date added",
        "date modified",
    }
)


def _put_date(
    draft: Draft,
    variable: str,
    value: str,
) -> None:
    """Set a date, or replace it by a fuller one of the same year."""
    date = parse_date(value)
    present = draft.fields.get(variable)
    if isinstance(present, Date):
        # "NOV-DEC" in one column, the year in another
        for words, dated in ((present, date), (date, present)):
            if words.literal and len(dated.start) == 1:
                merged = parse_date(f"{words.literal} {dated.start[0]}")
                draft.set(variable, merged or dated, replace=True)
                return
        fuller = len(date.start) > len(present.start)
        draft.set(
            variable,
            date,
            replace=fuller and date.year == present.year,
        )
    else:
        draft.set(variable, date)


def _put_numbers(
    draft: Draft,
    variable: str,
    value: str,
) -> None:
    """Add the ISBNs or ISSNs in a cell, with hyphens where they have them."""
    books, serials = values.standard_numbers(value)
    found = serials
    if variable == "ISBN":
        found = books
    for number in found.split() or [value]:
        draft.add(variable, number)


def _settle_names(draft: Draft, cell: str) -> None:
    """Take Scopus' full names, "Vole, Ann B. (57123)", where each author has one."""
    full = [_AUTHOR_ID.sub("", part).strip() for part in cell.split(";")]
    full = [part for part in full if part]
    authors = draft.fields.get("author", ())
    if full and isinstance(authors, tuple) and len(full) == len(authors):
        draft.fields["author"] = tuple(map(values.name, full))


# The number by which Scopus knows an author: "(57123456700)".
_AUTHOR_ID: Final = regex(r"\s*\(\d+\)\s*$")
# PubMed's citation: "Nature. 2020 Jan 5;577(7791):543-548. doi: ...".
_CITATION: Final = regex(
    r"[^;]*?\. (?P<date>\d{4}[^;:.]*);(?P<volume>[^();:.]*)(?:\((?P<issue>[^()]*)\))?"
    r"(?::(?P<pages>[^.;]+))?\."
)


def _read_citation(draft: Draft, citation: str) -> None:
    """Read what PubMed's table has no columns for out of its citation."""
    found = _CITATION.match(citation)
    if not found:
        return
    _put_date(draft, "issued", found["date"])
    draft.set("volume", found["volume"].strip())
    draft.set("issue", found["issue"] or "")
    draft.set("page", values.pages(found["pages"] or ""))


# Scopus' "de la Cruz M.-L." and PubMed's "Vole AB 2nd".
_INITIALS: Final = regex(
    r"(?P<family>\S.*?),? (?P<given>(?:[^\W\d_a-z]\.[ -]?){1,4}|[^\W\d_a-z]{1,3})"
    r"(?: (?P<suffix>Jr|Sr|[2-4](?:nd|rd|th)|I{2,3}|IV)\.?)?"
)


# Google Scholar's "AB Vole", as Publish or Perish has it.
_BARE_FIRST: Final = regex(r"[^\W\d_a-z]{1,3} [^\W\d_][^,]+")


def _people(cell: str, *, by_comma: bool = False) -> list[str]:
    """Return the names in a cell: by semicolons, else by commas where each is
    "Vole AB" or the table is known to part them so.
    """
    if by_comma:
        return cell.rstrip(" .").split(",")
    parts = cell.split(";")
    if len(parts) == 1:
        parts = _at_words(cell)
    if len(parts) == 1 and "," in cell:
        if pairs := _pairs(cell):
            return pairs
        at_commas = [part.strip() for part in cell.rstrip(" .,").split(",")]
        if all(
            _INITIALS.fullmatch(part.rstrip(".") + ".") or _INITIALS.fullmatch(part)
            for part in at_commas
        ):
            return at_commas
        if len(at_commas) > 1 and all(map(_BARE_FIRST.fullmatch, at_commas)):
            return at_commas
    return parts


# The words that join names, as in .bib files and in texts.
_JOINT: Final = regex(r" ?,? (?:and|&|und|et|y) ")
# Initials alone, each with its point: "A.B.", "J.-P."
_ONLY_INITIALS: Final = regex(r"(?:[^\W\d_]\.[ -]{0,2}){1,4}")


def _at_words(cell: str) -> list[str]:
    """Return the names that "and" joins; one where its sides are no persons."""
    parts = _JOINT.split(values.collapse(cell))
    inverted = all(part.count(",") == 1 for part in parts)
    if len(parts) > 1 and (inverted or _are_direct(parts)):
        return parts
    *first, last = parts
    listed = ", ".join(first).split(", ")
    if first and _are_direct([*listed, last]):
        return [*listed, last]
    return [cell]


def _are_direct(parts: list[str]) -> bool:
    """True if names are those of persons with the given name first."""
    return all(
        " " in part.strip() and "," not in part and not is_body(part) for part in parts
    )


def _pairs(cell: str) -> list[str]:
    """Return the names of "Vole, A.B., de la Cruz, M.", as Scopus once had them."""
    parts = [part.strip() for part in cell.split(",")]
    if len(parts) < 4 or len(parts) % 2:
        return []
    if not all(map(_ONLY_INITIALS.fullmatch, parts[1::2])):
        return []
    return [", ".join(pair) for pair in zip(parts[::2], parts[1::2], strict=True)]


def _person(text: str) -> Name:
    """One name; initials after a family name without a comma are the given name."""
    if _BARE_FIRST.fullmatch(text) and not text.isupper():
        person = values.natural_name(text)
        return person.evolve(given=values.spaced_initials(person.given))
    match = _INITIALS.fullmatch(text) or _INITIALS.fullmatch(text.removesuffix("."))
    is_inverted = match and "," not in match["family"]
    if match and is_inverted and not values.is_word_in_capitals(match["given"]):
        given = values.spaced_initials(values.spaced(match["given"].strip()))
        return Name(
            match["family"],
            given,
            suffix=match["suffix"] or "",
        )
    return values.natural_name(text)


def write(references: Iterable[Reference]) -> str:
    """The references as a table with a column for each variable that one of them
    has.
    """
    references = list(references)
    columns = sorted({"title"}.union(*references))
    others = sorted({name for each in references for name in kept(each, "csv")})
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["id", "type", *map(_safe, columns + others)])
    for reference in references:
        cells = [_written(reference, column) for column in columns]
        own = kept(reference, "csv")
        cells += ["; ".join(own.get(name, ())) for name in others]
        writer.writerow(
            map(
                _safe,
                [reference.id, reference.type, *cells],
            )
        )
    return table.getvalue()


def _written(reference: Reference, variable: str) -> str:
    match KIND.get(variable):
        case "name":
            return "; ".join(_written_name(name) for name in reference.names(variable))
        case "date":
            date = reference.date(variable)
            if date:
                return _written_date(date)
            return ""
        case _:
            return reference.text(variable)


def _written_date(date: Date) -> str:
    """A date as spreadsheets have it; in words what is no plain day, month or year."""
    plain = format_edtf(Date(date.start))
    if date.literal or date.raw:
        return date.literal or date.raw
    # A year before Christ begins with a sign that spreadsheets take for a formula's.
    if date.start and date.start[0] > 0 and format_edtf(date) == plain:
        return plain
    in_words = spoken(date)
    if parse_date(in_words) == date:
        return in_words
    return format_edtf(date)


def _written_name(name: Name) -> str:
    return values.inverted(name).replace(";", ",")


def _safe(cell: str) -> str:
    cell = printable(cell)
    if _FORMULA.match(cell):
        return "'" + cell
    return cell
