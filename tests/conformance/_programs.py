"""Values of a written file as independent programs get them.

Each reading takes a file of one record and returns CSL's variables with the texts that
a program has for them: names as "family given", dates as their year. A program that is
not installed raises AbsentError.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from csecrefs.model import KIND, Name

Got = Mapping[str, str]
"""What a program has, by variable; "" stands for all else that it has."""
Reading = Callable[[str], Got]


class AbsentError(Exception):
    """A program that reads or judges a format is not installed."""


def needs(module: str) -> None:
    """Raise AbsentError if a module is not installed."""
    if find_spec(module) is None:
        raise AbsentError(module)


def plain(text: str) -> str:
    """Return the letters and digits of a text, by which two programs' are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if sign.isalnum())


def item_text(variable: str, value: Any) -> str:
    """Return the value of a CSL item's variable in one text."""
    kind = KIND.get(variable)
    if kind == "name":
        return " ".join(map(_name_text, value))
    if kind == "date":
        return _date_text(value)
    return str(value)


def _name_text(name: Mapping[str, str] | Name) -> str:
    if isinstance(name, Name):
        name = name.to_csl()
    if name.get("literal"):
        return name["literal"]
    parts = ("family", "given", "suffix")
    particles = ("dropping-particle", "non-dropping-particle")
    return " ".join(str(name.get(part, "")) for part in (*particles, *parts))


def _date_text(date: Any) -> str:
    if not isinstance(date, Mapping):  # pandoc has dates that it does not know as text
        return str(date)[:4]
    parts = date.get("date-parts") or [[]]
    year = [str(part[0]) for part in parts if part]
    return " ".join(year) or str(date.get("literal") or date.get("raw") or "")


def from_items(text: str) -> Got:
    """Return the variables of the one item of a CSL-JSON array."""
    (item,) = json.loads(text)
    named = {
        _OLD_NAMES.get(variable, variable): value for variable, value in item.items()
    }
    return {
        variable: item_text(variable, value)
        for variable, value in named.items()
        if variable in KIND
        and not (KIND[variable] == "name" and isinstance(value, str))
    }


# Names that pandoc's readers give to variables.
_OLD_NAMES: Final = {"event": "event-title", "pages": "page"}


def by_pandoc(source: str) -> Reading:
    """Return the reading of a format by pandoc."""

    def read(written: str) -> Got:
        needs("pypandoc")
        import pypandoc

        if source == "markdown":
            written = f"---\n{written}\n---\n"
        return from_items(pypandoc.convert_text(written, "csljson", format=source))

    return read


def by_bibutils(program: str) -> Reading:
    """Return the reading of a format by a program of bibutils, which makes MODS."""

    def read(written: str) -> Got:
        return dict(_mods_values(_ran(program, written)))

    return read


def _mods_values(source: bytes) -> Iterator[tuple[str, str]]:
    from lxml import etree

    yield "", " ".join(str(text) for text in etree.fromstring(source).itertext())


def by_bibutils_from_mods(program: str) -> Reading:
    """Return the reading of a MODS file by a program of bibutils, which writes another
    format.
    """

    def read(written: str) -> Got:
        return {"": _ran(program, written).decode("utf-8-sig")}

    return read


def _ran(program: str, written: str) -> bytes:
    """Return what a program of bibutils makes of a text. Raises AbsentError."""
    if shutil.which(program) is None:
        raise AbsentError(program)
    done = subprocess.run(
        [program], input=written.encode(), capture_output=True, timeout=20
    )
    return done.stdout


# A probing style's mark: the variable, and the end of its value.
_MARK: Final = re.compile(r"⟦([\w-]+)⟧(.*?)⟦/⟧", re.DOTALL)


def by_typst(written: str) -> Got:
    """Return the variables as a style in Typst gets them from Hayagriva's file."""
    needs("typst")
    import typst

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "refs.yaml").write_text(written, "utf-8")
        Path(folder, "probe.csl").write_text(probing_style(), "utf-8")
        main = Path(folder, "main.typ")
        main.write_text('#bibliography("refs.yaml", full: true, style: "probe.csl")\n')
        made = typst.compile(str(main), format="html").decode()
    text = unescape(re.sub(r"<[^>]*>", "", made))
    return {match[1]: match[2] for match in _MARK.finditer(text)}


# Variables that Typst's styles do not know.
_NOT_IN_TYPST: Final = frozenset({"journalAbbreviation"})


def probing_style() -> str:
    """Return a CSL style that prints each variable between marks."""
    parts = []
    for variable, kind in KIND.items():
        if variable in _NOT_IN_TYPST:
            continue
        marks = f'variable="{variable}" prefix="⟦{variable}⟧" suffix="⟦/⟧"'
        if kind == "name":
            name = '<name name-as-sort-order="all" delimiter=" " sort-separator=" "/>'
            parts.append(f"<names {marks}>{name}</names>")
        elif kind == "date":
            parts.append(f'<date {marks}><date-part name="year"/></date>')
        elif kind == "number":
            parts.append(f"<number {marks}/>")
        else:
            parts.append(f"<text {marks}/>")
    return (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
        "<info><title>probe</title><id>probe</id>"
        "<updated>2020-01-01T00:00:00Z</updated></info>"
        '<citation><layout><text variable="title"/></layout></citation>'
        f"<bibliography><layout>{''.join(parts)}</layout></bibliography></style>"
    )


def everything(value: Any) -> str:
    """Return all texts in nested lists and mappings."""
    if isinstance(value, Mapping):
        return " ".join(everything(each) for each in value.values())
    if isinstance(value, (list, tuple)):
        return " ".join(map(everything, value))
    return "" if value is None else str(value)


def by_rispy(written: str) -> Got:
    needs("rispy")
    import rispy

    (found,) = rispy.loads(written)
    return {"": everything({k: v for k, v in found.items() if k != "unknown_tag"})}


def by_nbib(written: str) -> Got:
    needs("nbib")
    import nbib

    if "PMID- " not in written:
        return {}
    (found,) = nbib.read(written)
    return {"": everything(found)}


def by_cff(written: str) -> Got:
    import yaml

    return {"": everything(yaml.safe_load(written))}


def by_pybtex(written: str) -> Got:
    needs("pybtex")
    from pybtex.database import parse_string

    (entry,) = parse_string(written, "bibtex").entries.values()
    people = [str(p) for ps in entry.persons.values() for p in ps]
    return {"": everything([dict(entry.fields), people])}


def by_xml(written: str) -> Got:
    from lxml import etree

    return {"": " ".join(etree.fromstring(written.encode()).itertext())}


def by_csv(written: str) -> Got:
    import csv
    import io

    (row,) = csv.DictReader(io.StringIO(written))
    return {key: value for key, value in row.items() if key in KIND}


READINGS: Final[dict[str, dict[str, Reading]]] = {
    "biblatex": {
        "pandoc": by_pandoc("biblatex"),
        "biblatex2xml": by_bibutils("biblatex2xml"),
    },
    "bibtex": {"pybtex": by_pybtex, "pandoc": by_pandoc("bibtex")},
    "cff": {"yaml": by_cff},
    "csl-json": {"pandoc": by_pandoc("csljson")},
    "csl-yaml": {"pandoc": by_pandoc("markdown")},
    "csv": {"csv": by_csv},
    "endnote-xml": {
        "pandoc": by_pandoc("endnotexml"),
        "endx2xml": by_bibutils("endx2xml"),
    },
    "hayagriva": {"typst": by_typst},
    "mods": {
        name: by_bibutils_from_mods(name)
        for name in ("xml2bib", "xml2ris", "xml2end", "xml2wordbib")
    },
    "nbib": {"nbib": by_nbib},
    "refer": {"end2xml": by_bibutils("end2xml")},
    "ris": {
        "rispy": by_rispy,
        "pandoc": by_pandoc("ris"),
        "ris2xml": by_bibutils("ris2xml"),
    },
    "word-xml": {"xml": by_xml},
}
"""Programs by format. What one of them gets is seen."""
