"""Typst's names of built-in styles that the CSL repository has under another name.

Source: Typst 0.15, reference page "bibliography", `style`; each is the CSL style that
the archive of hayagriva has under that name.
"""

from __future__ import annotations

from typing import Final

# Typst's name, and the CSL style.
_NAMES: Final = dict(
    line.split()
    for line in """
british-medical-journal      bmj
chicago-shortened-notes      chicago-shortened-notes-bibliography
copernicus                   copernicus-publications
future-science               future-science-group
gb-7714-2005-numeric         chinese-gb7714-2005-numeric
gb-7714-2015-author-date     china-national-standard-gb-t-7714-2015-author-date
gb-7714-2015-note            china-national-standard-gb-t-7714-2015-note
gb-7714-2015-numeric         china-national-standard-gb-t-7714-2015-numeric
gost-r-705-2008-numeric      gost-r-7-0-5-2008-numeric
iso-690-author-date          iso690-author-date-en
iso-690-numeric              iso690-numeric-en
karger                       karger-journals
pensoft                      pensoft-journals
spie                         spie-journals
springer-basic               springer-basic-brackets
springer-mathphys            springer-mathphys-brackets
springer-vancouver           springer-vancouver-brackets
thieme                       thieme-german
trends                       trends-journals
""".strip().splitlines()
)


def csl_style(name: str) -> str:
    """Return the name of the CSL style for a style of Typst's; others stay.

    >>> csl_style("springer-basic"), csl_style("apa")
    ('springer-basic-brackets', 'apa')
    """
    return _NAMES.get(name, name)
