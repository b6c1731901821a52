"""Small styles and records that tests of the upper layers share."""

from __future__ import annotations

import json

_HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="{kind}">'
_INFO = "<info><title>{title}</title><id>http://example.org/{title}</id><updated>2020-01-01T00:00:00Z</updated></info>"
_LOCATOR = '<group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group>'
_YEAR = '<date variable="issued"><date-part name="year"/></date>'

AUTHOR_DATE = (
    _HEAD.format(kind="in-text")
    + _INFO.format(title="short")
    + '<citation><layout prefix="(" suffix=")" delimiter="; "><group delimiter=", ">'
    '<names variable="author"><name form="short"/></names>'
    + _YEAR
    + _LOCATOR
    + "</group></layout></citation>"
    '<bibliography hanging-indent="true"><sort><key variable="title"/></sort><layout suffix=".">'
    '<group delimiter=", "><text variable="title" font-style="italic"/>'
    + _YEAR
    + "</group>"
    "</layout></bibliography></style>"
)
"""(Doe, 2020, p. 3); *Title*, 2020."""

NOTES = (
    _HEAD.format(kind="note")
    + _INFO.format(title="notes")
    + "<citation><layout delimiter='; '><choose>"
    "<if position='ibid'><text term='ibid'/></if>"
    "<else><group delimiter=', '><text variable='title'/>"
    + _LOCATOR
    + "</group></else>"
    "</choose></layout></citation></style>"
)
"""Title, p. 3; then ibid. There is no bibliography."""

NUMERIC = (
    _HEAD.format(kind="in-text")
    + _INFO.format(title="numeric")
    + "<citation><layout prefix='[' suffix=']'><text variable='citation-number'/></layout></citation>"
    "<bibliography><layout><group delimiter=' '><text variable='citation-number'/>"
    "<text variable='title'/></group></layout></bibliography></style>"
)
"""[1]; 1 Title."""

ITEMS = [
    {
        "id": "doe2020",
        "type": "book",
        "title": "Zebras & <i>lions</i>",
        "author": [{"family": "Doe", "given": "Jane"}],
        "issued": {"date-parts": [[2020]]},
        "publisher": "Ștefan Press",
    },
    {
        "id": "roe2021",
        "type": "article-journal",
        "title": "Apples",
        "author": [
            {"family": "Roe", "given": "Ion"},
            {"family": "Țepeș", "given": "Ana"},
        ],
        "issued": {"date-parts": [[2021, 5]]},
        "container-title": "Journal of Fruit",
        "DOI": "10.5555/apples",
    },
    {
        "id": "un:1989",
        "type": "treaty",
        "title": "Convention on Examples",
        "issued": {"date-parts": [[1989]]},
    },
]

CSL_JSON = json.dumps(ITEMS, ensure_ascii=False)
