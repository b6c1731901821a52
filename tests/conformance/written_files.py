"""Files that we write, judged by the programs they are for.

Each case is one record in one format: it is valid by the format's own validator or read
by an independent program, and holds no markup of ours. Records: 60 of the project's own
(`tests/mixed_items.py` and `written_records.json`), 100 made by chance and those of the
shared folder. A program that is not installed is reported, not failed.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from csecrefs import formats
from csecrefs.formats.losses import losses_in
from csecrefs.model import Reference
from tests.conformance import Case
from tests.conformance._generated import generated_items, ordinary_items
from tests.conformance._mods_rules import mods_problems
from tests.conformance._programs import (
    READINGS,
    AbsentError,
    Got,
    item_text,
    needs,
    plain,
)
from tests.mixed_items import ITEMS

SOURCE = "formats/pandoc_biblatex_csl.json"
_GENERATED = 100
"""How many records made by chance are written, too."""
OWN = Path(__file__).with_name("written_records.json")
_ORDINARY = 100
"""How many records with the values of every day are written and read by others."""
_TAGS = re.compile(r"</?(?:i|b|sup|sub|span)\b[^<>]*>")
VALUES: dict[str, frozenset[str]] = {
    # in BibLaTeX's data model, and printed by its styles, though neither program has it
    "biblatex": frozenset(
        """authority container-title contributor number organizer part-number performer
        volume-title""".split()
    ),
    "bibtex": frozenset(),
    "cff": frozenset(),
    # CSL's own; pandoc knows fewer
    "csl-json": frozenset(
        """chair compiler contributor curator editor-translator executive-producer guest host
        narrator organizer performer producer script-writer series-creator""".split()
    ),
    "csl-yaml": frozenset(),
    "hayagriva": frozenset(),
    "ris": frozenset(),
}
"""Formats whose values are compared with what programs get; but for variables that the
format's documentation has and the programs at hand do not read."""
MARKUP = re.compile(
    r"</?(?:i|b|sup|sub|sc)>|<span |</span>|&lt;/?(?:i|b|sup|sub|span)\b"
)

Check = Callable[[str], str]
"""Returns what is wrong with a written file of one record, or ""."""


def records(path: Path) -> list[Reference]:
    """Return the project's own records, and the first of each shared case."""
    own = [*ITEMS.values()] if isinstance(ITEMS, dict) else list(ITEMS)
    own += json.loads(OWN.read_text("utf-8"))
    own += generated_items(_GENERATED)
    shared = []
    if path.exists():
        for case in json.loads(path.read_text("utf-8")):
            shared += case["expected"][:1]
    return [
        Reference.from_csl({**item, "id": str(item.get("id") or f"item-{at}")})
        for at, item in enumerate([*own, *shared])
    ]


def run(path: Path) -> Iterator[Case]:
    """Yield a case for each record in each format with each validator there is."""
    listed = records(path)
    for name, checks in CHECKS.items():
        for label, check in checks.items():
            yield from _judged(name, label, check, listed)
    for name in VALUES:
        yield from _values_seen(name)


def _values_seen(name: str) -> Iterator[Case]:
    """Yield a case for each ordinary record: a value of it is got by an independent
    program, or `losses` reports it.
    """
    for item in ordinary_items(_ORDINARY):
        reference = Reference.from_csl(item)
        written = formats.write([reference], name)
        try:
            got = [read(written) for read in READINGS[name].values()]
        except AbsentError as absent:
            print(f"written-files: {name}: {absent} is not installed", file=sys.stderr)
            return
        reported = {loss.variable for loss in losses_in([reference], name)}
        silent = [
            variable
            for variable, value in item.items()
            if variable not in reported | VALUES[name] | {"id", "type"}
            and not any(_has(each, variable, value) for each in got)
        ]
        problem = f"neither seen nor reported: {silent}" if silent else ""
        yield Case(f"{name} values {reference.id}", not silent, problem)


def _has(got: Got, variable: str, value: Any) -> bool:
    """True if a program has a value, among others where it has names of its own."""
    text = _TAGS.sub("", item_text(variable, value))
    if variable in got:
        return plain(_TAGS.sub("", got[variable])) == plain(text)
    whole = plain(got.get("", ""))
    return bool(whole) and all(plain(word) in whole for word in text.split())


def _judged(
    name: str, label: str, check: Check, listed: list[Reference]
) -> Iterator[Case]:
    for reference in listed:
        written = formats.write([reference], name)
        try:
            problem = check(written)
        except AbsentError as absent:
            print(f"written-files: {name}: {absent} is not installed", file=sys.stderr)
            return
        except Exception as error:  # a validator that raises has refused the file
            problem = f"{type(error).__name__}: {error}"
        yield Case(f"{name} {label} {reference.id}", not problem, problem[:300])


def no_markup(written: str) -> str:
    found = MARKUP.search(written)
    return f"markup {found[0]!r}" if found else ""


def cff_schema(written: str) -> str:
    needs("cffconvert")
    import jsonschema
    from ruamel.yaml import YAML

    content = YAML(typ="safe").load(written)
    validator = jsonschema.Draft7Validator(_cff_schema())
    errors = list(validator.iter_errors(_dates_as_text(content)))
    return (
        str(min(errors, key=lambda error: -len(error.path)).message) if errors else ""
    )


@cache
def _cff_schema() -> Any:
    import cffconvert

    folder = Path(cffconvert.__file__).parent / "schemas" / "1.2.0"
    return json.loads((folder / "schema.json").read_text("utf-8"))


def _dates_as_text(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _dates_as_text(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_dates_as_text(value) for value in content]
    return str(content) if isinstance(content, datetime.date) else content


def rispy_reads(written: str) -> str:
    needs("rispy")
    import rispy

    found = rispy.loads(written)
    return "" if len(found) == 1 else f"{len(found)} records"


def nbib_reads(written: str) -> str:
    needs("nbib")
    import nbib

    if "PMID- " not in written:  # the program knows PubMed's records only
        return ""
    found = nbib.read(written)
    return "" if len(found) == 1 else f"{len(found)} records"


def typst_compiles(written: str) -> str:
    needs("typst")
    import typst

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "refs.yaml").write_text(written, "utf-8")
        main = Path(folder, "main.typ")
        main.write_text('#bibliography("refs.yaml", full: true)\n')
        try:
            typst.compile(str(main))
        except Exception as error:
            return str(error)
    return ""


def pandoc_reads(source: str) -> Check:
    def check(written: str) -> str:
        needs("pypandoc")
        import pypandoc

        text = json.loads(pypandoc.convert_text(written, "csljson", format=source))
        return "" if len(text) == 1 else f"{len(text)} records"

    return check


def pybtex_reads(written: str) -> str:
    needs("pybtex")
    # The parser by its class: by name, all installed packages are searched each time.
    from pybtex.database.input.bibtex import Parser

    found = Parser().parse_string(written).entries
    return "" if len(found) == 1 else f"{len(found)} entries"


def bibtexparser_reads(written: str) -> str:
    needs("bibtexparser")
    import bibtexparser

    if not hasattr(bibtexparser, "parse_string"):
        found = bibtexparser.loads(written).entries
        return "" if len(found) == 1 else f"{len(found)} entries"
    library = bibtexparser.parse_string(written)
    if library.failed_blocks:
        return f"failed: {library.failed_blocks[0]!r}"
    return "" if len(library.entries) == 1 else f"{len(library.entries)} entries"


def bibutils_reads(program: str) -> Check:
    def check(written: str) -> str:
        if shutil.which(program) is None:
            raise AbsentError(program)
        done = subprocess.run(
            [program], input=written.encode(), capture_output=True, timeout=20
        )
        if done.returncode:
            return done.stderr.decode("utf-8", "replace")
        count = done.stdout.count(b"<mods ") + done.stdout.count(b"<mods>")
        if program == "xml2bib":
            count = len(re.findall(rb"^(?:\xef\xbb\xbf)?@", done.stdout, re.MULTILINE))
        return "" if count == 1 else f"{count} records"

    return check


def word_schema(written: str) -> str:
    """Check a Sources.xml by the rules of ECMA-376's bibliography schema."""
    from lxml import etree

    from csecrefs.formats.xml.word import _NAMESPACE

    (source,) = etree.fromstring(written.encode())
    names = [etree.QName(child).localname for child in source]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        return f"twice: {sorted(twice)}"
    if wrong := set(names) - WORD_ELEMENTS:
        return f"unknown: {sorted(wrong)}"
    kind = source.findtext(f"{{{_NAMESPACE}}}SourceType")
    if kind not in WORD_TYPES:
        return f"SourceType {kind}"
    roles = source.find(f"{{{_NAMESPACE}}}Author")
    return "" if roles is None else _word_roles(roles)


def _word_roles(roles: Any) -> str:
    """Return what CT_AuthorType and its names refuse, or ""."""
    from lxml import etree

    for role in roles:
        name = etree.QName(role).localname
        if name not in WORD_ROLES:
            return f"no role: {name}"
        (names,) = role
        if etree.QName(names).localname == "Corporate":
            if name not in ("Author", "Performer"):
                return f"a body as {name}"
        elif not all(len(person) for person in names):
            return f"an empty name in {name}"
    return ""


WORD_ROLES = frozenset(
    """Artist Author BookAuthor Compiler Composer Conductor Counsel Director Editor Interviewee
    Interviewer Inventor Performer ProducerName Translator Writer""".split()
)
WORD_ELEMENTS = frozenset(
    """AbbreviatedCaseNumber AlbumTitle Author BookTitle Broadcaster BroadcastTitle CaseNumber
    ChapterNumber City Comments ConferenceName CountryRegion Court Day DayAccessed Department
    Distributor Edition Guid Institution InternetSiteTitle Issue JournalName LCID Medium Month
    MonthAccessed NumberVolumes Pages PatentNumber PeriodicalTitle ProductionCompany PublicationTitle
    Publisher RecordingNumber RefOrder Reporter SourceType ShortTitle StandardNumber StateProvince
    Station Tag Theater ThesisType Title Type URL Version Volume Year YearAccessed DOI""".split()
)
"""The members of CT_SourceType, and DOI, which Word has written since 2016."""
WORD_TYPES = frozenset(
    """ArticleInAPeriodical Book BookSection JournalArticle ConferenceProceedings Report SoundRecording
    Performance Art DocumentFromInternetSite InternetSite Film Interview Patent ElectronicSource Case
    Misc""".split()
)


def csl_json_schema(written: str) -> str:
    """Check an item by the rules of CSL's schema for data: members and their shapes."""
    from csecrefs.model import ITEM_TYPES, KIND

    (item,) = json.loads(written)
    members = set(item) - set(KIND) - CSL_MEMBERS
    if members:
        return f"no member of CSL's schema: {sorted(members)}"
    if item["type"] not in ITEM_TYPES:
        return f"no type: {item['type']}"
    for name, value in item.items():
        kind = KIND.get(name)
        if kind == "date" and (odd := set(value) - CSL_DATE):
            return f"{name}: no member of a date: {sorted(odd)}"
        if kind == "name" and any(set(part) - CSL_NAME for part in value):
            return f"{name}: no member of a name: {value}"
    return ""


CSL_MEMBERS = frozenset(
    {"id", "type", "custom", "categories", "journalAbbreviation", "shortTitle"}
)
CSL_DATE = frozenset({"date-parts", "season", "circa", "literal", "raw"})
CSL_NAME = frozenset(
    """family given dropping-particle non-dropping-particle suffix comma-suffix static-ordering
    literal parse-names""".split()
)


def csv_table(written: str) -> str:
    rows = list(csv.reader(io.StringIO(written), strict=True))
    if len(rows) != 2:
        return f"{len(rows)} rows"
    return "" if len(rows[0]) == len(rows[1]) else "another number of cells"


EDTF = re.compile(
    r"^(?:PY|Y1|DA|%D|DP) *-? *.*(?:\d[~%]|\d/\.\.|\.\./|\dX)", re.MULTILINE
)


def no_edtf(written: str) -> str:
    found = EDTF.search(written)
    return f"EDTF in {found[0]!r}" if found else ""


CHECKS: dict[str, dict[str, Check]] = {
    "cff": {"schema": cff_schema, "text": no_markup},
    "mods": {
        "schema": mods_problems,
        "xml2bib": bibutils_reads("xml2bib"),
        "text": no_markup,
    },
    "hayagriva": {"typst": typst_compiles, "text": no_markup},
    "ris": {
        "rispy": rispy_reads,
        "ris2xml": bibutils_reads("ris2xml"),
        "pandoc": pandoc_reads("ris"),
        "dates": no_edtf,
        "text": no_markup,
    },
    "nbib": {
        "nbib": nbib_reads,
        "dates": no_edtf,
        "text": no_markup,
    },
    "refer": {
        "end2xml": bibutils_reads("end2xml"),
        "dates": no_edtf,
        "text": no_markup,
    },
    "word-xml": {
        "schema": word_schema,
        "wordbib2xml": bibutils_reads("wordbib2xml"),
        "text": no_markup,
    },
    "csl-json": {"schema": csl_json_schema, "pandoc": pandoc_reads("csljson")},
    "csv": {"table": csv_table, "text": no_markup},
    "bibtex": {
        "pybtex": pybtex_reads,
        "bibtexparser": bibtexparser_reads,
        "bib2xml": bibutils_reads("bib2xml"),
        "pandoc": pandoc_reads("bibtex"),
        "text": no_markup,
    },
    "biblatex": {
        "bibtexparser": bibtexparser_reads,
        "biblatex2xml": bibutils_reads("biblatex2xml"),
        "pandoc": pandoc_reads("biblatex"),
        "text": no_markup,
    },
    "endnote-xml": {"endx2xml": bibutils_reads("endx2xml"), "text": no_markup},
}
