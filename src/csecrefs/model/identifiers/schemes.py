"""The identifier schemes other than DOI: how each is written, its one form, and the URL
it leads to.

Sources: arXiv identifier scheme (2007 and before), NLM citing guide (PMID, PMCID), ISO
2108 (ISBN), ISO 3297 (ISSN), ISO 27729 (ISNI, and ORCID within it), RFC 8141 (URN), RFC
3650 (Handle), ADS bibcode format, EUR-Lex (CELEX), Council of the EU 2011/C 127/01
(ECLI), and ST/LIB/SER.B/5 (symbols of United Nations documents).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from csecrefs.patterns import regex

_ARCHIVES: Final = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|"
    "dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|"
    "physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
# arXiv since April 2007: 0704.0001v2, five digits at the end from 2015 on
_NEW: Final = r"(?:0[7-9]|[1-9]\d)(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d{1,3})?"
# arXiv before: math.GT/0309136v1
_OLD: Final = (
    rf"(?:{_ARCHIVES})(?:\.[A-Z]{{2}})?/\d{{2}}(?:0[1-9]|1[0-2])\d{{3}}(?:v\d{{1,3}})?"
)
# Bodies and series of the United Nations whose symbols begin with their own letters.
_BODIES: Final = (
    "CCPR|CEDAW|CERD|CESCR|CRC|CRPD|CAT|CMW|CED|DP|FCCC|HRI|ICCD|LOS|TD|UNEP|UNW"
)
# The blocks of ISNI that are reserved for ORCID (ORCID, "Structure of the identifier").
_ORCID_BLOCKS: Final = ((15_000_000, 35_000_000), (900_000_000_000, 900_100_000_000))
# COM(2020) 80 final, SWD/2019/12
_EU_DOCUMENT: Final = (
    r"(?P<kind>COM|SWD|SEC|JOIN)\s?(?:\((?P<a>\d{4})\)|/(?P<b>\d{4})/)\s?(?P<n>\d{1,4})"
)


class Scheme(NamedTuple):
    """One identifier scheme.

    `bare` is the identifier alone, as a whole string; `in_text` finds it inside running
    text, where it needs a label or an unmistakable form. The first group (or the whole
    match) goes to `normal`, which gives the one form, or None if it is no such
    identifier after all (a wrong check digit).
    """

    name: str
    bare: re.Pattern[str]
    in_text: re.Pattern[str]
    normal: Callable[[str], str | None]
    url: str


_ISBN_DIGITS: Final = regex(r"\d{9}[\dX]|\d{13}", re.ASCII)
_ISSN_DIGITS: Final = regex(r"\d{7}[\dX]", re.ASCII)


def isbn(text: str) -> str | None:
    """The ISBN-13 digits of an ISBN-10 or ISBN-13 whose check digit is right, or None.

    Numbers that begin with 979-0 are printed music's (ISMN), not books'.
    """
    from stdnum import isbn as stdnum_isbn
    from stdnum.exceptions import ValidationError

    number = _digits(text)
    # An X is a digit at the end of ten only; elsewhere it ends the library's sums.
    if not _ISBN_DIGITS.fullmatch(number):
        return None
    try:
        digits = str(stdnum_isbn.validate(stdnum_isbn.to_isbn13(number)))
    except (ValidationError, ValueError):
        return None
    if digits.startswith("9790"):
        return None
    return digits


def issn(text: str) -> str | None:
    """The ISSN as `1234-567X` if its check digit is right, or None."""
    from stdnum import issn as stdnum_issn

    digits = _digits(text)
    if not _ISSN_DIGITS.fullmatch(digits) or not stdnum_issn.is_valid(digits):
        return None
    return str(stdnum_issn.format(digits))


def isni(text: str) -> str | None:
    """The sixteen characters of an ISNI whose check character is right, or None."""
    from stdnum.iso7064 import mod_11_2

    digits = _digits(text)
    if len(digits) != 16 or not mod_11_2.is_valid(digits):
        return None
    return digits


def orcid(text: str) -> str | None:
    """The ORCID iD as `0000-0002-1825-0097` if valid and in a block that ISNI has set
    aside, or None.
    """
    digits = isni(text)
    if not digits or not any(
        first <= int(digits[:-1]) <= last for first, last in _ORCID_BLOCKS
    ):
        return None
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text).upper()


def _arxiv(text: str) -> str:
    archive, slash, number = text.rpartition("/")
    return archive.partition(".")[0].lower() + slash + number.lower()


def _pmcid(text: str) -> str:
    return f"PMC{int(_digits(text))}"


def _urn(text: str) -> str | None:
    _, namespace, rest = text.split(":", 2)
    rest = rest.rstrip(".,;:)'")
    if not rest:
        return None
    # RFC 8141, 3.1: the namespace is compared without regard to case
    return f"urn:{namespace.lower()}:{rest}"


def _bibcode(text: str) -> str | None:
    is_year = 1600 <= int(text[:4]) <= 2100
    if not is_year or text.count(".") >= 15:  # of 19 characters some are not dots
        return None
    return text


def _celex(text: str) -> str | None:
    # Consolidated texts (0), case law of states (E) and C documents need no year.
    if text[0] in "0CE" or 1950 <= int(text[1:5]) <= 2100:
        return text
    return None


def _un_symbol(text: str) -> str | None:
    text = re.sub(r"\s*\((\d{4})\)$", r" (\1)", text).rstrip(".,;")
    text = re.sub(
        r"(?:\s[A-Z])?\s?(\([IVXLC]+\))$", r"\1", text
    )  # sections A to D share the one document
    if not any(part[:1].isdigit() for part in text.split("/")[1:]):
        return None
    return text


def _eu_document(text: str) -> str | None:
    match = re.match(_EU_DOCUMENT, text, re.IGNORECASE)
    if not match:
        return None
    year = match["a"] or match["b"]
    found = f"{match['kind'].upper()}({year}) {int(match['n'])}"
    if re.search(r"\bfin(?:al)?\b", text, re.IGNORECASE):
        found += " final"
    return found


def _scheme(
    name: str,
    bare: str,
    in_text: str,
    normal: Callable[[str], str | None],
    url: str,
    flags: int = 0,
) -> Scheme:
    return Scheme(
        name,
        regex(bare, re.ASCII | flags),
        regex(in_text, re.ASCII | flags),
        normal,
        url,
    )


_IDENTIFIER_16: Final = r"\d{4}[- ]?\d{4}[- ]?\d{4}[- ]?\d{3}[\dXx]"
_ISBN_13: Final = r"97[89](?:[- \u2010-\u2013]?\d){9}[- \u2010-\u2013]?\d"
_ISBN_10: Final = r"\d(?:[- \u2010-\u2013]?\d){8}[- \u2010-\u2013]?[\dXx]"
_BIBCODE: Final = r"\d{4}[A-Za-z&.]{5}[\d.]{4}[A-Za-z\d.][\d.]{4}[A-Z.]"
_CELEX: Final = (
    r"(?:[1-9CE]\d{4}[A-Z]{1,2}(?:\d{4}|/[A-Z]{3})(?:\(\d{2}\))?(?:R\(\d{2}\))?|"
    r"1\d{4}[A-Z]{1,2}\d{3}|0\d{4}[A-Z]{1,2}\d{4}-\d{8})"
)
_UN: Final = (
    r"(?:[ASET]/(?:(?:RES|DEC|HRC|PV|INF|AC|CN|CONF|C|BUR|SR|CONST)[./][\w./-]*\d|S?-?\d{2,4}(?:/[\w.-]+)*"
    rf"/[A-Za-z]*\.?\d+)|ST/[A-Z]{{2,}}[\w./-]*\d|(?:{_BODIES})/[\w./-]*\d)(?:/(?:Add|Rev|Corr)\.\d+)*"
    r"(?:\s?\(\d{4}\)|(?:\s[A-Z])?\s?\([IVXLC]{1,8}\))?"
)
_LABEL: Final = r"(?<![\w.])"
_I: Final = re.IGNORECASE

SCHEMES: Final[tuple[Scheme, ...]] = (
    _scheme(
        "shortdoi",
        r"(?:doi:\s*|(?:https?://)?(?:dx\.)?doi\.org/|(?:https?://)?shortdoi\.org/)?10/([a-z0-9]{3,8})|"
        r"(?:https?://)?doi\.org/([a-z][a-z0-9]{4,7})/?",
        r"(?<![\w./])(?:doi:\s*|https?://(?:dx\.)?doi\.org/)10/([a-z0-9]{3,8})(?![\w/])",
        lambda text: f"10/{text.lower()}",
        "https://doi.org/{}",
        _I,
    ),
    _scheme(
        "arxiv",
        rf"(?:arxiv\s*:\s*|(?:https?://)?(?:www\.|export\.|ar5iv\.labs\.)?arxiv\.org/(?:abs|pdf|html|format|e-print)/)?"
        rf"({_NEW}|{_OLD})(?:\.pdf)?(?:[?#]\S*)?(?:\s*\[[\w.-]+\])?",
        rf"{_LABEL}(?:www\.|export\.|ar5iv\.labs\.)?(?:arxiv(?:\s*[:.]\s*|\s+|\.org/(?:abs|pdf|html|format|e-print)/)({_NEW}|{_OLD})|({_OLD}))(?![\w/])",
        _arxiv,
        "https://arxiv.org/abs/{}",
        _I,
    ),
    _scheme(
        "pmcid",
        r"(?:PMCID:\s*|(?:https?://)?\S*(?:ncbi\.nlm\.nih\.gov/(?:pmc/)?articles|europepmc\.org/article/PMC)/)?(PMC\s?\d{1,9})(?:\.\d+)?/?",
        rf"{_LABEL}(PMC\d{{3,9}})(?!\w)",
        _pmcid,
        "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
        _I,
    ),
    _scheme(
        "pmid",
        r"(?:PMID:?\s*|info:pmid/|(?:https?://)?\S*(?:pubmed\.ncbi\.nlm\.nih\.gov|nlm\.nih\.gov/pubmed|/(?:article|abstract)/MED)/)"
        r"(\d{1,8})/?(?:[?#]\S*)?",
        rf"{_LABEL}(?:PMID:?\s*|info:pmid/|pubmed\.ncbi\.nlm\.nih\.gov/|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/|"
        r"europepmc\.org/(?:article|abstract)/MED/)(\d{1,8})(?!\w)",
        lambda text: str(int(text)) if int(text) else None,
        "https://pubmed.ncbi.nlm.nih.gov/{}/",
        _I,
    ),
    _scheme(
        "isbn",
        rf"(?:urn:isbn:|isbn(?:-?1[03])?[:\s]*|(?:https?://)?openlibrary\.org/isbn/)?({_ISBN_13}|{_ISBN_10})",
        rf"{_LABEL}(?:(?:urn:isbn:|isbn(?:-?1[03])?[:\s]*)({_ISBN_13}|{_ISBN_10})|({_ISBN_13}))(?![\w-])",
        isbn,
        "https://openlibrary.org/isbn/{}",
        _I,
    ),
    _scheme(
        "issn",
        r"(?:urn:issn:|(?:e-?|p-?)?issn(?:-?l)?[:\s]*|(?:https?://)?portal\.issn\.org/resource/issn/)?"
        r"(\d{4}[-\u2010-\u2013]?\d{3}[\dx])",
        rf"{_LABEL}(?:urn:issn:|(?:e-?|p-?)?issn(?:-?l)?[:\s]*(?:\((?:online|print)\)[:\s]*)?|"
        r"portal\.issn\.org/resource/issn/)(\d{4}[-\u2010-\u2013]?\d{3}[\dx])(?!\w)",
        issn,
        "https://portal.issn.org/resource/ISSN/{}",
        _I,
    ),
    _scheme(
        "orcid",
        rf"(?:orcid(?:\s+id)?[:\s]*)?(?:(?:https?://)?(?:www\.)?orcid\.org/)?({_IDENTIFIER_16})/?",
        r"(?<![\w-])(\d{4}-\d{4}-\d{4}-\d{3}[\dx])(?![\w-])",
        orcid,
        "https://orcid.org/{}",
        _I,
    ),
    _scheme(
        "isni",
        rf"(?:isni[:\s]*)?(?:(?:https?://)?(?:www\.)?isni\.org/(?:isni/)?)?({_IDENTIFIER_16})/?",
        rf"{_LABEL}(?:isni[:\s]+|(?:www\.)?isni\.org/(?:isni/)?)({_IDENTIFIER_16})(?!\w)",
        isni,
        "https://isni.org/isni/{}",
        _I,
    ),
    _scheme(
        "ecli",
        r"(?:https?://(?:e-justice|eur-lex|hudoc)\.(?:europa\.eu|echr\.coe\.int)/\S*?)?(ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[A-Z0-9.]{1,25})",
        rf"{_LABEL}(ECLI:[A-Z]{{2}}:[A-Z0-9]{{1,7}}:\d{{4}}:[A-Z0-9.]{{0,24}}[A-Z0-9])(?![A-Z0-9])",
        str.upper,
        "https://e-justice.europa.eu/ecli/{}",
        _I,
    ),
    _scheme(
        "celex",
        rf"(?:https?://eur-lex\.europa\.eu/\S*?)?(?:(?i:celex)[:\s]+)?({_CELEX})(?:&\S*)?",
        rf"(?:\b(?i:celex)(?:[:\s]|%3A)+|{_LABEL})({_CELEX})(?![\w(-])",
        _celex,
        "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{}",
    ),
    _scheme(
        "com",
        rf"({_EU_DOCUMENT}(?:[\s,-]*final(?:/\d)?)?)",
        rf"{_LABEL}({_EU_DOCUMENT}(?:[\s,-]*(?:final|fin\b))?)(?!\w)",
        _eu_document,
        "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri={}",
        _I,
    ),
    _scheme(
        "un",
        rf"(?:(?:https?://)?(?:www\.|docs\.)?un(?:docs)?\.org/(?:en/)?)?({_UN})",
        rf"(?:un(?:docs)?\.org/(?:en/)?|(?<![\w/.])(?<!://))({_UN})(?![\w/])",
        _un_symbol,
        "https://undocs.org/{}",
    ),
    _scheme(
        "bibcode",
        rf"(?:bibcode:\s*|(?:https?://)?(?:ui\.)?adsabs\.harvard\.edu/(?:abs|#abs)/)?({_BIBCODE})(?:/abstract)?",
        rf"(?<![\w.])({_BIBCODE})(?![\w.])",
        _bibcode,
        "https://ui.adsabs.harvard.edu/abs/{}",
    ),
    _scheme(
        "handle",
        r"(?:hdl:\s*|info:hdl/|(?:https?://)?hdl\.handle\.net/|handle:\s*)(\d[\d.]*/\S+?)[.,;]?",
        rf"{_LABEL}(?:hdl:\s*|info:hdl/|hdl\.handle\.net/)(\d[\d.]*/[^\s\"<>]+[^\s\"<>.,;)\]])",
        lambda text: text,
        "https://hdl.handle.net/{}",
        _I,
    ),
    _scheme(
        "urn",
        r"(?:https?://(?:nbn-resolving\.(?:org|de)|urn\.fi)/)?(urn:[a-z0-9][a-z0-9-]{1,31}:[^\s\"<>]+)",
        rf"{_LABEL}(urn:[a-z0-9][a-z0-9-]{{1,31}}:[^\s\"<>]+)",
        _urn,
        "https://nbn-resolving.org/{}",
        _I,
    ),
)
"""Every scheme but DOI, the surer ones first: where two match the same text, the first
has it.
"""
