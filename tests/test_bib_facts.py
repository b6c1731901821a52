"""bib/references.bib held against what is known of each of the 18 references, written
down by hand.

The file is read with pybtex, not with our own reader, so that this says something of
the file alone.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pybtex.database import Entry, parse_file

BIB = Path(__file__).parents[1] / "bib"
ENTRIES = parse_file(str(BIB / "references.bib"), bib_format="bibtex").entries

FACTS: dict[str, dict[str, object]] = {
    "branza2015": {
        "type": "book",
        "author": ["Brânză, S.", "Stati, V."],
        "title": "Tratat de drept penal. Partea specială",
        "translation": "Treatise on Criminal Law. Special Part",
        "publisher": "Central Printing House",
        "location": "Chişinău",
        "date": "2015",
        "langid": "romanian",
    },
    "carpinteri2018": {
        "type": "article",
        "author": [
            "Carpinteri, Amy",
            "Bang, Brandy",
            "Klimley, Kristin",
            "Black, Ryan A.",
            "Van Hasselt, Vincent B.",
        ],
        "title": "Commercial sexual exploitation of children: An assessment of offender characteristics",
        "journaltitle": "Journal of Police and Criminal Psychology",
        "shortjournal": "J. Police Crim. Psychol.",
        "volume": "33",
        "number": "2",
        "pages": "150-157",
        "date": "2018-06",
        "doi": "10.1007/s11896-017-9242-0",
        "langid": "english",
    },
    "copetchi2022": {
        "type": "inproceedings",
        "author": ["Copeţchi, Stanislav"],
        "title": "Turismul sexual: Novelă în materia incriminării penale",
        "translation": "Sex Tourism: A Novelty in Criminal Law",
        "booktitle": "Integration through research and innovation: Legal and economic sciences",
        "publisher": "Editorial-Polygraphic Center of USM",
        "location": "Chişinău",
        "pages": "25-28",
        "date": "2022",
        "url": "https://ibn.idsi.md/sites/default/files/imag_file/25-28_63.pdf",
        "langid": "romanian",
    },
    "ferrao2020": {
        "type": "article",
        "author": ["Ferrao, Ranjana"],
        "title": "Sale and sexual exploitation of children in the context of travel and tourism in Goa",
        "journaltitle": "Journal of Victimology and Victim Justice",
        "volume": "3",
        "number": "1",
        "pages": "7-23",
        "date": "2020-04",
        "doi": "10.1177/2516606920921152",
        "url": "https://journals.sagepub.com/doi/10.1177/2516606920921152",
        "langid": "english",
    },
    "larii2019": {
        "type": "article",
        "author": ["Larii, I.", "Pohilă, O."],
        "title": "Noţiunea şi natura social juridică a exploatării sexuale a femeilor şi copiilor",
        "translation": "The notion and socio-legal nature of sexual exploitation of women and children",
        "journaltitle": "Legal Sciences",
        "volume": "10",
        "pages": "123-136",
        "date": "2019",
        "langid": "romanian",
    },
    "millerperrin2017": {
        "type": "article",
        "author": ["Miller-Perrin, Cindy", "Wurtele, Sandy K."],
        "title": "Sex trafficking and the commercial sexual exploitation of children",
        "journaltitle": "Women & Therapy",
        "shortjournal": "Women Ther.",
        "volume": "40",
        "number": "1-2",
        "pages": "123-151",
        "date": "2017",
        "doi": "10.1080/02703149.2016.1210963",
        "langid": "english",
    },
    "tolbaru2022": {
        "type": "article",
        "author": ["Tolbaru, Carmina-Elena"],
        "title": "Fight against sexual abuse and online exploitation of children – key priority "
        "at the European Union level",
        "journaltitle": "International Journal of Legal and Social Order",
        "volume": "1",
        "pages": "347-356",
        "date": "2022",
        "langid": "english",
    },
    "coe2007": {
        "type": "treaty",
        "title": "Council of Europe Convention on the Protection of Children against Sexual Exploitation "
        "and Sexual Abuse",
        "shorttitle": "Lanzarote Convention",
        "journaltitle": "CETS",
        "number": "201",
        "venue": "Lanzarote",
        "date": "2007-10-25",
        "url": "https://www.coe.int/en/web/conventions/full-list?module=treaty-detail&treatynum=201",
        "langid": "english",
    },
    "ecpat2020": {
        "type": "report",
        "author": ["ECPAT International"],
        "title": "Summary paper on online child sexual exploitation",
        "institution": "ECPAT International",
        "location": "Bangkok",
        "date": "2020",
        "langid": "english",
    },
    "ep2021": {
        "type": "legislation",
        "title": "European Parliament resolution of 10 February 2021 on the implementation of "
        "Directive 2011/36/EU on preventing and combating trafficking in human beings and "
        "protecting its victims",
        "shorttitle": "European Parliament resolution",
        "kind": "Resolution",
        "number": "2020/2029(INI)",
        "organization": "European Parliament",
        "journaltitle": "OJ C 465",
        "pages": "30-46",
        "date": "2021-02-10",
        "url": "https://www.europarl.europa.eu/doceo/document/TA-9-2021-0041_EN.html",
        "langid": "english",
    },
    "europol2018": {
        "type": "report",
        "author": ["Europol"],
        "title": "Internet Organised Crime Threat Assessment 2018",
        "shorttitle": "IOCTA 2018",
        "date": "2018",
        "isbn": "978-92-95200-94-4",
        "doi": "10.2813/858843",
        "langid": "english",
    },
    "ec2020": {
        "type": "report",
        "author": ["European Commission"],
        "title": "Communication from the Commission to the European Parliament, the Council, the European "
        "Economic and Social Committee and the Committee of the Regions",
        "subtitle": "EU strategy for a more effective fight against child sexual abuse",
        "shorttitle": "EU strategy for a more effective fight against child sexual abuse",
        "number": "COM(2020) 607 final",
        "location": "Brussels",
        "date": "2020-07-24",
        "url": "https://eur-lex.europa.eu/legal-content/EN/TXT/PDF/?uri=CELEX:52020DC0607",
        "eprint": "52020DC0607",
        "eprinttype": "celex",
        "langid": "english",
    },
    "un2000sale": {
        "type": "treaty",
        "title": "Optional Protocol to the Convention on the Rights of the Child on the Sale of Children, "
        "Child Prostitution and Child Pornography",
        "shorttitle": "Optional Protocol on the Sale of Children, Child Prostitution and Child Pornography",
        "organization": "United Nations General Assembly",
        "number": "A/RES/54/263",
        "date": "2000-05-25",
        "url": "https://www.ohchr.org/en/instruments-mechanisms/instruments/"
        "optional-protocol-convention-rights-child-sale-children-child",
        "langid": "english",
    },
    "un2000palermo": {
        "type": "treaty",
        "title": "Protocol to Prevent, Suppress and Punish Trafficking in Persons Especially Women and "
        "Children, supplementing the United Nations Convention against Transnational Organized Crime",
        "shorttitle": "Palermo Protocol",
        "organization": "United Nations General Assembly",
        "number": "A/RES/55/25",
        "date": "2000-11-15",
        "url": "https://www.ohchr.org/en/instruments-mechanisms/instruments/"
        "protocol-prevent-suppress-and-punish-trafficking-persons",
        "langid": "english",
    },
    "stockholm1996": {
        "type": "report",
        "author": [
            "First World Congress against Commercial Sexual Exploitation of Children"
        ],
        "title": "The Stockholm Declaration and Agenda for Action",
        "venue": "Stockholm",
        "eventdate": "1996-08-27/1996-08-31",
        "date": "1996",
        "langid": "english",
    },
    "yokohama2001": {
        "type": "report",
        "author": [
            "Second World Congress against Commercial Sexual Exploitation of Children"
        ],
        "title": "Commercial sexual exploitation and sexual abuse of children in South Asia",
        "venue": "Yokohama, Japan",
        "eventdate": "2001-12-17/2001-12-20",
        "date": "2001",
        "langid": "english",
    },
    "rio2008": {
        "type": "report",
        "author": [
            "Third World Congress against the Sexual Exploitation of Children and Teenagers"
        ],
        "title": "Rio de Janeiro Declaration and Call for Action to Prevent and Stop Sexual Exploitation "
        "of Children and Adolescents",
        "venue": "Rio de Janeiro, Brazil",
        "eventdate": "2008-11-25/2008-11-28",
        "date": "2008",
        "langid": "english",
    },
    "weprotect2023": {
        "type": "report",
        "author": ["WeProtect Global Alliance"],
        "title": "Bringing together experts to protect children from sexual exploitation and abuse online",
        "kind": "Press release",
        "date": "2023",
        "langid": "english",
    },
}


def told_by(entry: Entry) -> dict[str, object]:
    """What an entry says: the subtype as its type, names as written, the translation
    without its brackets.
    """
    told: dict[str, object] = {
        name: _plain(value) for name, value in entry.fields.items()
    }
    told["kind"] = told.pop("type", None)
    told["type"] = told.pop("entrysubtype", entry.type)
    if people := entry.persons.get("author"):
        told["author"] = [_plain(str(person)) for person in people]
    if (translation := told.pop("titleaddon", None)) is not None:
        assert told.pop("titleaddonlanguage") == "en"
        told["translation"] = re.fullmatch(r"\[(.+)\]", str(translation))[1]  # type: ignore[index]
    return {name: value for name, value in told.items() if value is not None}


def _plain(value: str) -> str:
    return value.replace(r"\&", "&").replace("{", "").replace("}", "")


def test_the_18_references_stand_in_the_order_of_the_printed_list() -> None:
    assert list(ENTRIES) == list(FACTS)


@pytest.mark.parametrize("key", FACTS)
def test_entry_says_what_is_known(key: str) -> None:
    assert told_by(ENTRIES[key]) == FACTS[key]


def test_the_readme_speaks_of_each_reference() -> None:
    headings = re.findall(
        r"(?m)^### (\w+)$", (BIB / "README.md").read_text(encoding="utf-8")
    )
    assert headings == list(FACTS)
