r"""The journal macros of AASTeX, which every record of NASA's ADS uses: `\apj`, `\aap`.

Source: "Journal Abbreviations for Bibliographies", AASTeX package guide; NASA/ADS,
"Bibcodes and journal macros".
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.text.tex_safe import prints_only

# A control word as TeX reads it, letters only: "\apj", "\aap Suppl."; "\mnras@" is another.
_MACROS: Final = re.compile(r"\\([A-Za-z]+)(?![A-Za-z@])")

AASTEX: Final[dict[str, str]] = {
    "aj": "Astronomical Journal",
    "actaa": "Acta Astronomica",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "apj": "Astrophysical Journal",
    "apjl": "Astrophysical Journal Letters",
    "apjlett": "Astrophysical Journal Letters",
    "apjs": "Astrophysical Journal Supplement Series",
    "apjsupp": "Astrophysical Journal Supplement Series",
    "ao": "Applied Optics",
    "applopt": "Applied Optics",
    "apss": "Astrophysics and Space Science",
    "aap": "Astronomy and Astrophysics",
    "astap": "Astronomy and Astrophysics",
    "aapr": "Astronomy and Astrophysics Review",
    "aaps": "Astronomy and Astrophysics Supplement Series",
    "azh": "Astronomicheskii Zhurnal",
    "baas": "Bulletin of the American Astronomical Society",
    "bac": "Bulletin of the Astronomical Institutes of Czechoslovakia",
    "caa": "Chinese Astronomy and Astrophysics",
    "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "maps": "Meteoritics and Planetary Science",
    "memras": "Memoirs of the Royal Astronomical Society",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "na": "New Astronomy",
    "nar": "New Astronomy Reviews",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "pasj": "Publications of the Astronomical Society of Japan",
    "psj": "Planetary Science Journal",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmxaa": "Revista Mexicana de Astronomía y Astrofísica",
    "skytel": "Sky and Telescope",
    "solphys": "Solar Physics",
    "sovast": "Soviet Astronomy",
    "ssr": "Space Science Reviews",
    "zap": "Zeitschrift für Astrophysik",
    "nat": "Nature",
    "iaucirc": "International Astronomical Union Circulars",
    "aplett": "Astrophysics Letters",
    "apspr": "Astrophysics Space Physics Research",
    "bain": "Bulletin of the Astronomical Institutes of the Netherlands",
    "fcp": "Fundamentals of Cosmic Physics",
    "gca": "Geochimica et Cosmochimica Acta",
    "grl": "Geophysical Research Letters",
    "jcp": "Journal of Chemical Physics",
    "jgr": "Journal of Geophysical Research",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "memsai": "Memorie della Società Astronomica Italiana",
    "nphysa": "Nuclear Physics A",
    "physrep": "Physics Reports",
    "physscr": "Physica Scripta",
    "planss": "Planetary and Space Science",
    "procspie": "Proceedings of the SPIE",
}
"""What each macro stands for."""

FIELDS: Final = frozenset({"journaltitle", "shortjournal", "booktitle", "series"})
"""Fields in which the macros stand."""


def expanded(source: str) -> str:
    r"""Return a journal's TeX with AASTeX's macros as what they stand for, and macros
    that nobody knows as their names.

    >>> expanded(r"{\aap Suppl.}"), expanded(r"\jfoo")
    ('{Astronomy and Astrophysics Suppl.}', 'jfoo')
    """
    if "\\" in source:
        return _MACROS.sub(_expansion, source)
    return source


def _expansion(match: re.Match[str]) -> str:
    name = match[1]
    after = match.string[match.end() : match.end() + 2]
    # An empty group ends the name of a macro, any other is an argument.
    has_argument = after[:1] == "{" and after != "{}"
    known = has_argument or prints_only(name)
    return AASTEX.get(name) or (match[0] if known else name)
