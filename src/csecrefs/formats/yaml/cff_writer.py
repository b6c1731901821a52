"""Records as one CITATION.cff that its schema accepts; `cff` reads it back.

Source: Citation File Format 1.2.0, schema-guide and schema.json. A value that the
schema refuses for its key is written under a key that takes it, or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from csecrefs.formats import values
from csecrefs.formats.yaml.cff_terms import (
    NOBODY,
    ROLES,
    VARIABLES,
    WRITTEN_TYPES,
)
from csecrefs.formats.yaml.output import dump
from csecrefs.model import Date, Name, Reference
from csecrefs.patterns import regex

# Keys that the work itself may have; a reference may have more.
_ROOT_KEYS: Final = frozenset(
    """abstract authors commit contact date-released doi identifiers keywords license license-url
    repository repository-artifact repository-code title url version""".split()
)
# The types that the root of a file may have (schema guide, "type").
_ROOT_TYPES: Final = {"software": "software", "dataset": "dataset"}
# What the schema asks of a value.
_PATTERNS: Final = {
    "doi": regex(r"10\.\d{4,9}(?:\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+", re.ASCII),
    "isbn": regex(r"[0-9\- ]{10,17}X?", re.ASCII),
    "issn": regex(r"\d{4}-\d{3}[\dxX]", re.ASCII),
    "pmcid": regex(r"PMC[0-9]{7}", re.ASCII),
    "url": regex(r"(?:https?|s?ftp)://[^\s<>\"{}|\\^`]+"),
    "status": regex(
        r"abstract|advance-online|in-preparation|in-press|preprint|submitted"
    ),
}
# Licences by the identifiers of SPDX, as many as works are given.
_LICENSES: Final = frozenset(
    """0BSD AFL-3.0 AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-2.0
    BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent BSD-3-Clause BSD-3-Clause-Clear
    BSD-4-Clause BSL-1.0 CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-NC-2.0 CC-BY-NC-2.5
    CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0
    CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.5 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 CC-BY-ND-2.0 CC-BY-ND-3.0
    CC-BY-ND-4.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1
    CDLA-Permissive-1.0 CDLA-Sharing-1.0 CECILL-2.0 CECILL-2.1 CECILL-B CECILL-C CERN-OHL-P-2.0
    CERN-OHL-S-2.0 CERN-OHL-W-2.0 CPAL-1.0 CPL-1.0 ECL-2.0 EPL-1.0 EPL-2.0 etalab-2.0 EUPL-1.1
    EUPL-1.2 GFDL-1.2 GFDL-1.3 GFDL-1.3-only GFDL-1.3-or-later GPL-1.0 GPL-2.0 GPL-2.0-only
    GPL-2.0-or-later GPL-2.0+ GPL-3.0 GPL-3.0-only GPL-3.0-or-later GPL-3.0+ HPND ICU ImageMagick
    IPL-1.0 ISC LGPL-2.0 LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-2.1+ LGPL-3.0 LGPL-3.0-only
    LGPL-3.0-or-later LGPL-3.0+ Libpng LPPL-1.3c MIT MIT-0 MPL-1.0 MPL-1.1 MPL-2.0
    MPL-2.0-no-copyleft-exception MS-PL MS-RL MulanPSL-2.0 NCSA ODbL-1.0 ODC-By-1.0 OFL-1.1
    OGL-UK-3.0 OpenSSL OSL-3.0 PDDL-1.0 PHP-3.01 PostgreSQL PSF-2.0 Python-2.0 QPL-1.0 Ruby
    Sleepycat SSPL-1.0 Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.1""".split()
)
# Licences in lower case, since people write "mit".
_BY_NAME: Final = {name.lower(): name for name in _LICENSES}
# The address of a Creative Commons licence, which SPDX has an identifier for:
# "https://creativecommons.org/licenses/by-sa/4.0/".
_CREATIVE_COMMONS: Final = regex(
    r"https?://creativecommons\.org/(?:licenses/([a-z-]+)|publicdomain/(zero))/(\d\.\d)/?.*",
    re.IGNORECASE,
)
# A language code of ISO 639: CFF's schema wants two or three letters.
_LANGUAGE: Final = regex(r"[a-z]{2,3}")
# Types whose container is a collection, and no journal.
_BOOK_PARTS: Final = (
    "chapter",
    "paper-conference",
    "entry",
    "entry-encyclopedia",
    "entry-dictionary",
)


def write(references: Iterable[Reference]) -> str:
    """Return one CITATION.cff for the references.

    The first piece of software or data is the work itself. Without one the first
    reference is the citation to prefer, and its title and authors stand at the root.
    """
    listed = list(references)
    content: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this work, please cite it as below.",
    }
    if not listed:
        return dump(content)
    own = next((each for each in listed if each.type in _ROOT_TYPES), None)
    main = own or listed[0]
    work = write_work(main)
    content |= {key: value for key, value in work.items() if key in _ROOT_KEYS}
    if own:
        content["type"] = _ROOT_TYPES[own.type]
    if not own or not work.keys() <= _ROOT_KEYS | {"type"}:
        content["preferred-citation"] = work
    # the schema wants no two of them to be equal
    others = {
        repr(entry): entry
        for entry in (write_work(each) for each in listed if each is not main)
    }
    if others:
        content["references"] = list(others.values())
    return dump(content)


def write_work(reference: Reference) -> dict[str, Any]:
    """Return one record as an entry of `references`."""
    work: dict[str, Any] = {"type": WRITTEN_TYPES.get(reference.type, "generic")}
    work |= _texts(reference)
    for key, role in ROLES.items():
        if people := _people(reference.names(role)):
            work[key] = people
    if reference.type in _BOOK_PARTS and "journal" in work:
        work["collection-title"] = work.pop("journal")
    elif reference.type == "book" and reference.text("collection-title"):
        work["collection-title"] = reference.text("collection-title")
    work.setdefault("title", "Untitled")
    work.setdefault("authors", [{"name": NOBODY}])
    return (
        work
        | _date(reference)
        | _body(reference)
        | _pages(reference)
        | _lists(reference)
    )


def _texts(reference: Reference) -> dict[str, Any]:
    """The texts that the schema accepts; a DOI that it refuses is another identifier."""
    work: dict[str, Any] = {}
    identifiers = []
    seen = set()
    for key, variable in VARIABLES.items():
        text = reference.text(variable).strip()
        if not text or variable in seen:
            continue
        if key in ("isbn", "issn"):
            text = _first_number(key, text)
        elif key == "doi":
            text = values.doi(text) or text
        pattern = _PATTERNS.get(key)
        if pattern is None or pattern.fullmatch(text):
            work[key] = text
            seen.add(variable)
        elif key == "doi":
            identifiers.append(
                {
                    "type": "other",
                    "value": text,
                    "description": "DOI",
                }
            )
    if identifiers:
        work["identifiers"] = identifiers
    return work


def _first_number(key: str, text: str) -> str:
    """The first ISBN or ISSN of a list: the schema takes one."""
    if key == "isbn":
        found = values.isbns(text)
    else:
        found = values.issns(text)
    if found:
        return found[0]
    return text


def _people(names: tuple[Name, ...]) -> list[dict[str, str]]:
    """People and bodies, each once, as the schema wants it."""
    found: list[dict[str, str]] = []
    for name in names:
        person = _name(name)
        if person and person not in found:
            found.append(person)
    return found


def _name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"name": name.literal}
    given = " ".join(
        filter(
            None,
            (name.given, name.dropping_particle),
        )
    )
    parts = {
        "family-names": name.family,
        "given-names": given,
        "name-particle": name.non_dropping_particle,
        "name-suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}


def _date(reference: Reference) -> dict[str, Any]:
    found: dict[str, Any] = {}
    accessed = reference.date("accessed")
    if accessed and _is_day(accessed):
        found["date-accessed"] = _day(accessed.start)
    issued = reference.date()
    if not issued or not issued.start:
        return found
    if _is_day(issued):
        own = reference.type in _ROOT_TYPES
        return found | {
            "date-released" if own else "date-published": _day(issued.start)
        }
    found["year"] = issued.start[0]
    if len(issued.start) > 1 and 1 <= issued.start[1] <= 12:
        found["month"] = issued.start[1]
    return found


def _is_day(date: Date) -> bool:
    """True for a whole date in a year of four digits, as the schema wants it."""
    whole = values.calendar_parts(date.start)
    return len(whole) == 3 and 0 < whole[0] < 10_000


def _day(parts: tuple[int, ...]) -> str:
    return "{:04d}-{:02d}-{:02d}".format(*parts)


def _body(reference: Reference) -> dict[str, Any]:
    """Return the publisher, and the conference of a paper."""
    found: dict[str, Any] = {}
    if publisher := reference.text("publisher"):
        key = "publisher"
        if reference.type in ("thesis", "report"):
            key = "institution"
        found[key] = _entity(publisher, reference.text("publisher-place"))
    if event := reference.text("event-title"):
        found["conference"] = _entity(event, reference.text("event-place"))
    return found


def _entity(name: str, city: str) -> dict[str, str]:
    if city:
        return {"name": name, "city": city}
    return {"name": name}


def _pages(reference: Reference) -> dict[str, Any]:
    found: dict[str, Any] = {}
    first, last = values.split_pages(reference.text("page"))
    if first:
        found["start"] = first
    if last:
        found["end"] = last
    if extent := reference.text("number-of-pages"):
        found["pages"] = extent
    return found


def _lists(reference: Reference) -> dict[str, Any]:
    found: dict[str, Any] = {}
    words = values.split_keywords(reference.text("keyword"))
    if words:
        found["keywords"] = list(dict.fromkeys(words))
    tags = re.split(r"[,;\s]+", reference.text("language"))
    codes = [tag.partition("-")[0].lower() for tag in tags]
    if languages := [code for code in codes if _LANGUAGE.fullmatch(code)]:
        found["languages"] = list(dict.fromkeys(languages))
    return found | _license(reference.text("license").strip())


def _license(text: str) -> dict[str, Any]:
    """A licence by its SPDX identifier, else by its address."""
    if match := _CREATIVE_COMMONS.fullmatch(text):
        if match[2]:
            name = f"CC0-{match[3]}"
        else:
            name = f"CC-{match[1].upper()}-{match[3]}"
    else:
        name = text.replace(" ", "-")
    if known := _BY_NAME.get(name.lower()):
        return {"license": known}
    if _PATTERNS["url"].fullmatch(text):
        return {"license-url": text}
    return {}
