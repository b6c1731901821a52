"""Roles of people as libraries name them (MARC relator codes and terms) to CSL's name
variables.

Source: MARC Code List for Relators, Library of Congress; terms in English and those
that catalogues in German, French, Spanish and the Scandinavian languages write in their
place.
"""

from __future__ import annotations

from typing import Final

# Codes, and terms with hyphens for blanks; "" are roles that are nobody's authorship.
_ROLES: Final = {
    "author": """aut cre author creator writer ive interviewee spk speaker lyr lyricist lbt librettist ctg
        cartographer pht photographer art artist inv inventor prg programmer scl sculptor rev reviewer
        verfasser verfasserin autor autorin auteur forfatter dis dissertant rsp respondent res researcher
        aui""",
    "editor": """edt editor ed. edc herausgeber herausgeberin hrsg. éditeur-scientifique redaktør
        redaktor editor-literary issuing-editor redactor red""",
    "editorial-director": "pbd publishing-director editorial-director",
    "collection-editor": "series-editor collection-editor",
    "translator": "trl translator tr. übersetzer übersetzerin traducteur traductor oversetter",
    "illustrator": "ill illustrator illustratør",
    "composer": "cmp composer komponist arr arranger",
    "performer": "prf performer sng singer act actor mus musician cnd conductor itr vocalist",
    "director": "drt director fmd film-director tld",
    "producer": "pro producer fmp film-producer tlp",
    "executive-producer": "executive-producer",
    "script-writer": "aus sce screenwriter scenarist script-writer author-of-screenplay",
    "interviewer": "ivr interviewer",
    "recipient": "rcp recipient addressee adressat",
    "compiler": "com compiler",
    "narrator": "nrt narrator",
    "host": "hst host",
    "guest": "gst guest",
    "curator": "cur curator",
    "organizer": "orm org organizer originator",
    "chair": "mod moderator chr chair",
    "series-creator": "series-creator creator-of-series",
    "": """pbl publisher dst distributor prt printer dgg degree-grantor asn associated-name own owner fmo
        former-owner spn sponsor fnd funder his host-institution rps repository bkp mfr
        manufacturer uvp dpt depositor dte dedicatee subject pup cph copyright-holder lgd dgs
        his issuing-body isb""",
    "contributor": "ctb contributor ths thesis-advisor dgs degree-supervisor opn opponent",
}
_BY_NAME: Final = {
    name: variable for variable, names in _ROLES.items() for name in names.split()
}


def variable(role: str, default: str = "contributor") -> str:
    """The name variable for a relator code, term or URI; "" for a role that is no one's
    authorship.
    """
    # A URI ends in the code: "http://id.loc.gov/vocabulary/relators/edt".
    name = role.strip().lower().rpartition("/")[2].rstrip(".,")
    return _BY_NAME.get(
        name.replace(" ", "-"),
        _BY_NAME.get(name + ".", default),
    )


CODES: Final = {
    "author": "aut",
    "collection-editor": "edt",
    "compiler": "com",
    "composer": "cmp",
    "contributor": "ctb",
    "curator": "cur",
    "director": "drt",
    "editor": "edt",
    "editorial-director": "pbd",
    "guest": "gst",
    "host": "hst",
    "illustrator": "ill",
    "interviewer": "ivr",
    "narrator": "nrt",
    "organizer": "orm",
    "performer": "prf",
    "producer": "pro",
    "recipient": "rcp",
    "script-writer": "aus",
    "translator": "trl",
}
"""The relator code a name variable is written as."""
