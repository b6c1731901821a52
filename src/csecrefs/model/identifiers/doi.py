"""DOIs: found in whatever people wrote, brought to one form, turned into URLs.

Source: the DOI Handbook (2.2 syntax, 3.8 resolution), ANSI/NISO Z39.84, and ANSI/NISO
Z39.56 for the SICIs that serve as suffixes. A DOI is compared without regard to the
case of ASCII letters, so its one form is lower case; other letters stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from csecrefs.patterns import regex

# a percent sign, encoded again up to twice: %2F, %252F
_ENCODED: Final = r"%(?:25){0,2}"
# the start of a DOI behind no letter or digit, or behind "doi" or an encoded sign
_START: Final = regex(
    rf"(?:(?<![0-9A-Za-z])(?<!\d\.)|(?<=doi)|(?<=%2f)|(?<=%3a)|(?<=%3d)|(?<=%20))"
    rf"10\.[0-9]{{4,9}}(?:\.[0-9]+)*(?:\\?/|{_ENCODED}2f)",
    re.IGNORECASE,
)
_PREFIX: Final = regex(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/")
# "10. 1000 / abc1", as a PDF gives it
_SPACED: Final = regex(
    r"(?<![0-9.])10\s?\.\s?([0-9]{4,9}(?:\.[0-9]+)*)\s{0,3}/\s{0,3}(?=\S{0,200}[0-9])"
)

# Breaks within a DOI: of the line, behind a mark that ends none, before the last word;
# before SICI's "<".
_BROKEN: Final = regex(
    r"(?<=[-_/(:])[ \t]*\r?\n[ \t]*(?=\S{0,200}\d\S{0,200}\s{0,9}$)|"
    r"(?<=\S)\s{1,3}(?=<[^<>\s]{1,80}>\d\.\d\.)"
)

# soft hyphen, spaces without a width, marks of direction, the byte order mark
_INVISIBLE: Final = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF]
)
_HYPHENS: Final = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe63"), "-"
)
# a dash ends a DOI, unless a digit comes behind it
_DASH: Final = regex(r"[\u2014\u2015](?!\d)")
_FULLWIDTH: Final = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)
} | dict.fromkeys((0x2044, 0x2215, 0x29F8), "/")

# &amp; &#38; &#x26;
_ENTITY: Final = regex(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_TEX: Final = (
    (regex(r"\{?\\textless(?:\{\})?\}?|\$<\$"), "<"),
    (regex(r"\{?\\textgreater(?:\{\})?\}?|\$>\$"), ">"),
    (regex(r"\$(\\_)\$"), r"\1"),
    (regex(r"\\~\{\}|\{?\\textasciitilde(?:\{\})?\}?|\$\\sim\$"), "~"),
    (
        regex(r"\\{1,2}(?:textunderscore(?:\{\})?|([%&#_$/{}<>()\[\]]))"),
        lambda found: found[1] or "_",
    ),
    (regex(r"\{([^{}\s]{1,4})\}"), r"\1"),
)
# "<1::AID-ABC1>3.0.", the middle of a SICI
_SICI_PART: Final = regex(r"<[^<>\s]{0,80}>(?=[0-9]\.[0-9]\.)")
# "?download=1", ";jsessionid="
_QUERY: Final = regex(r"[?&][A-Za-z_]\w*=|;jsessionid=", re.IGNORECASE)
# another identifier or address behind the DOI, or a sentence without its space
_NEXT_THING: Final = regex(
    r"[,;|](?:\s*|%20)(?:https?:|doi\b|10\.[0-9]{4})|[.,;|](?:pmc?id\b|\[?(?:doi|pii)\])|\[(?:doi|pii)\]|"
    r"https?(?:://|%3a%2f%2f)|doi:\s?10\.[0-9]|"
    r"\.(?-i:(?:Published|Epub|Available|Accessed|Retrieved|Received|Copyright)\b)",
    re.IGNORECASE,
)
_STOPS: Final = frozenset(
    '|"“”„«»‹›`\\<>{}\u2018\u201a\u3001\u3002\u300c\u300d\u3010\u3011'
)
_ENCODED_JUNK: Final = frozenset("/,;:'\"“”„«»‹›`")
_CLOSERS: Final = {")": "(", "]": "["}
_TRAILING: Final = ".,;:!?'\u2019\u2032\u2033*\u2020\u2021\u2022\u00b7~\u2026|/([$&#"
# "/full/pdf", ".pdf": the publisher's page for a form of the work
_PAGE_PART: Final = regex(
    r"(?:/(?:full(?:/(?:html|pdf|xml))?|abstract|meta|e?pdf|full-?text(?:\.html)?|epub)|\.pdf)$",
    re.IGNORECASE,
)
# "/figures/2", ".full.pdf": pages that some sites have beside the work's own
_SITE_PAGE_PART: Final = regex(
    r"(?:/(?:abs|html|ampdf|summary|references|citations|(?:figures|tables)(?:/\d+)?|related|reader|pdfdirect|"
    r"suppl_file/.*|asset/.*|transform(?:/.*)?|agency)"
    r"|\.(?:full(?:\.pdf)?|abstract|svg|html?|epub|xml))$",
    re.IGNORECASE,
)
# "10.1101/2020.01.02.123456v2.full": bioRxiv's versions have one DOI
_PREPRINT_VERSION: Final = regex(
    r"(10\.(?:1101|64898)/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,})v\d+(?:\.[a-z.-]+)?"
)
_AFTER: Final = regex(r"[\s\"]")
# "10.2019/12.2020": October 2019 to December 2020
_DATE_RANGE: Final = regex(r"10\.(?:19|20)\d\d/(?:\d{1,2}\.)?\d{1,2}\.(?:19|20)\d\d")
# Addresses that determine the DOI without spelling it out, as each publisher forms it.
_LANDING_PAGES: Final = (
    (
        regex(
            r"//(?:www\.)?nature\.com/articles/((?:s\d{5}-\d{3}-|[a-z])[\w-]*\d[\w-]*)"
        ),
        "10.1038/{}",
    ),
    (
        regex(r"//(?:www\.)?elifesciences\.org/articles/(\d{5,6})\b"),
        "10.7554/elife.{}",
    ),
    (regex(r"//(?:www\.)?peerj\.com/articles/(\d+)\b"), "10.7717/peerj.{}"),
    (regex(r"//(?:www\.)?peerj\.com/articles/cs-(\d+)\b"), "10.7717/peerj-cs.{}"),
    (regex(r"//(?:www\.)?zenodo\.org/records?/(\d+)\b"), "10.5281/zenodo.{}"),
    (
        regex(r"//(?:www\.)?figshare\.com/articles/(?:[\w-]+/){0,3}(\d{5,})\b"),
        "10.6084/m9.figshare.{}",
    ),
    (regex(r"//(?:www\.)?hindawi\.com/journals/\w+/(\d{4}/\d+)\b"), "10.1155/{}"),
    (regex(r"//pubs\.rsc\.org/\S*/article\w+/\d{4}/\w+/(\w+)"), "10.1039/{}"),
    (
        regex(r"//(?:www\.)?preprints\.org/manuscript/(\d{6}\.\d{4})/(v\d+)\b"),
        "10.20944/preprints{}.{}",
    ),
    (
        regex(r"//(?:www\.)?researchsquare\.com/article/(rs-\d+/v\d+)\b"),
        "10.21203/rs.3.{}",
    ),
    (
        regex(r"\bacm\.org/citation\.cfm\?(?:\S*&)?(?:doid|id)=(\d+\.\d+)"),
        "10.1145/{}",
    ),
    (regex(r"ssrn\.com/\S*?abstract(?:_id)?=(\d+)"), "10.2139/ssrn.{}"),
)
_UNRESERVED: Final = "/:;()@!$,*'+=~"


# Characters before a DOI that are looked at: longer addresses are not typed.
_MAX_BEFORE: Final = 300
# the address that a DOI is in, up to the DOI: "https://doi.org/"
_BEFORE: Final = regex(r"[^\s\"'<>(\[{]*\Z")
# a word; DOIs are shorter than 2,048 characters (DOI Handbook, 2.2)
_AFTERWARDS: Final = regex(r"\S{1,2048}")


class FoundDoi(NamedTuple):
    """A DOI in its one form, and where it stood in the text."""

    start: int
    end: int
    doi: str


def parse_doi(text: str) -> str | None:
    """The first DOI in `text` (a field, a URL, a string someone pasted) in its one
    form, or None.

    Some publishers' page addresses that do not spell the DOI out but determine it are
    read too.
    """
    text = (
        text.translate(_INVISIBLE)
        .translate(_FULLWIDTH)
        .replace("\\textunderscore ", "_")
    )
    text = _BROKEN.sub("", _SPACED.sub(r"10.\1/", text))
    found = next(find_dois(text), None)
    if found:
        return found.doi
    for pattern, template in _LANDING_PAGES:
        if match := pattern.search(text):
            return template.format(*(part.lower() for part in match.groups()))
    return None


def find_dois(text: str) -> Iterator[FoundDoi]:
    """Every DOI spelled out in `text`, in order."""
    text = text.translate(_FULLWIDTH)
    position = 0
    while match := _START.search(text, position):
        before, token = _token(text, match.start())
        doi, used = _read(token, before.lower())
        position = match.end()
        if doi is not None:
            position = max(position, match.start() + used)
            yield FoundDoi(match.start(), position, doi)


def doi_url(doi: str) -> str:
    """The https URL of `doi`, encoded so that it survives being read back from text."""
    encoded = quote(doi, safe=_UNRESERVED)
    if encoded[-1] in _TRAILING:
        encoded = f"{encoded[:-1]}%{ord(encoded[-1]):02X}"
    return f"https://doi.org/{encoded}"


def doi_prefix(doi: str) -> str:
    """The prefix of a DOI in its one form: what stands before the first slash."""
    return doi.partition("/")[0]


def _token(text: str, start: int) -> tuple[str, str]:
    """Return the text before `start` up to a space, and from `start` to the next space."""
    before = _BEFORE.search(text, max(0, start - _MAX_BEFORE), start)
    after = _AFTERWARDS.match(text, start)
    return (before or ("",))[0], (after or ("",))[0]


def _read(token: str, before: str) -> tuple[str | None, int]:
    """The DOI at the start of `token`, and how many characters of it were used."""
    in_url = "/" in before or "%2f" in before
    if before[-1:] == "_":
        token = token.rstrip("_")
    spelled = _cut(_unescape(token), in_url=in_url, in_query="?" in before)
    if before[-3:] in ("%2f", "%3a", "%3d", "%20"):
        spelled = _cut(_decode(spelled), in_url=True, in_query=False)
    if token.startswith(spelled):
        used = len(spelled)
    else:
        used = len(token.rstrip(_TRAILING + ")>]}\"'"))
    if in_url:
        spelled = _trim(spelled, before)
    else:
        spelled = _strip_page_part(spelled)
    return _canonical(spelled), used


def _character(entity: re.Match[str]) -> str:
    # The table of names takes long to load, and few identifiers have an entity.
    from html import unescape

    return unescape(entity[0])


def _unescape(token: str) -> str:
    """`token` without the escapes of HTML and TeX and without characters nobody
    sees.
    """
    for _ in range(2):
        token = _ENTITY.sub(_character, token)
    for pattern, replacement in _TEX:
        token = pattern.sub(replacement, token)
    return token.translate(_INVISIBLE)


def _cut(token: str, *, in_url: bool, in_query: bool) -> str:
    """`token` up to where the DOI ends, without the punctuation that belongs to the
    sentence.
    """
    ends = [
        match.start()
        for sign in (_NEXT_THING, _QUERY, _DASH)
        if (match := sign.search(token))
    ]
    if in_url:
        ends += [at for mark in "?#" if (at := token.find(mark)) >= 0]
    if in_query and (at := token.find("&")) >= 0:
        ends.append(at)
    token = token[: min(ends, default=None)]
    token = re.sub(r"['\u2019]s$", "", token[: _balanced_end(token)])
    return token.rstrip(_TRAILING)


def _balanced_end(token: str) -> int:
    """Return the place of the first bracket that `token` closes but has not opened, or
    of a character that ends any DOI in text.
    """
    open_brackets: list[str] = []
    position = 0
    while position < len(token):
        char = token[position]
        if char == "<" and (part := _SICI_PART.match(token, position)):
            position = part.end()
            continue
        if char in _STOPS or char.isspace():
            break
        if char in _CLOSERS:
            if not open_brackets or open_brackets.pop() != _CLOSERS[char]:
                break
        elif char in "([":
            open_brackets.append(char)
        position += 1
    return position


def _trim(spelled: str, before: str) -> str:
    """`spelled`, out of a URL, without what the site adds for the page's own parts and
    formats.
    """
    if "article" in before and before.endswith(
        "/doi/"
    ):  # Silverchair: its own number, and words, come behind
        spelled = re.sub(r"^([^/]+/.+?)/\d{5,}(?:/[^/]*)?$", r"\1", spelled)
    if not re.search(r"(?:^|[/.])(?:dx\.|www\.)?doi\.org/$", before):
        spelled = _SITE_PAGE_PART.sub("", spelled)
    return _strip_page_part(spelled)


def _strip_page_part(spelled: str) -> str:
    spelled = _PAGE_PART.sub("", spelled)
    if match := _PREPRINT_VERSION.fullmatch(spelled):
        return match[1]
    return spelled.rstrip(_TRAILING)


def _decode(text: str) -> str:
    """`text` with percent-encoding undone, twice where it was done twice, unless that
    gives no UTF-8.
    """
    for _ in range(3):
        decoded = unquote(text, errors="surrogateescape")
        if (
            decoded == text
            or not "".join(decoded.translate(_INVISIBLE).split()).isprintable()
        ):
            break
        text = decoded
    return text


def _canonical(spelled: str) -> str | None:
    """`spelled` decoded and in its one form, or None if it is no DOI after all."""
    text = (
        _AFTER.split(_decode(spelled), maxsplit=1)[0]
        .translate(_INVISIBLE)
        .translate(_HYPHENS)
    )
    if text != spelled:
        text = _without_encoded_junk(text)
    text = unicodedata.normalize("NFC", text)
    prefix = _PREFIX.match(text)
    if not prefix:
        return None
    suffix = text[prefix.end() :]
    if (
        not any(char.isalnum() for char in suffix)
        or not suffix.isprintable()
        or " " in suffix
    ):
        return None
    doi = prefix[0] + suffix
    if _DATE_RANGE.fullmatch(doi):
        return None
    return _lower(doi)


def _without_encoded_junk(text: str) -> str:
    """A decoded DOI without marks at its end that only the sentence or the markup
    around it can have had.
    """
    while text:
        last = text[-1]
        opener = {**_CLOSERS, ">": "<"}.get(last)
        if text.lower().endswith("[doi]"):
            text = text[:-5]
        elif last in _ENCODED_JUNK or (
            opener and text.count(last) > text.count(opener)
        ):
            text = text[:-1]
        else:
            break
    return text


def _lower(doi: str) -> str:
    """Return a DOI with its ASCII letters in lower case (DOI Handbook, 2.2.3)."""
    if doi.isascii():
        return doi.lower()
    return re.sub(r"[A-Z]+", lambda found: found[0].lower(), doi)
