"""The addresses in references: as people write them, in every field, each with the line
that it is written on.
"""

from __future__ import annotations

import pytest

from csecrefs import formats
from csecrefs.links.collect import collect
from csecrefs.links.link import Link

BIB = "@misc{a,\n  title={T},\n  %s\n}\n"
SIGN = "http://a.example/x_y"
TILDE = "http://a.example/~u"
PLAIN = "http://a.example/x"


def _links(text: str, path: str = "x.bib") -> list[Link]:
    return list(collect(formats.read(text.encode(), path=path)[0]))


@pytest.mark.parametrize(
    ("field", "urls"),
    [
        # Spelled for TeX and for XML.
        (r"url={http://a.example/x\_y}", [SIGN]),
        (r"url={http://a.example/x{\_}y}", [SIGN]),
        ("url={http://a.example/x{_}y}", [SIGN]),
        (r"url={http://a.example/x\%20y}", ["http://a.example/x%20y"]),
        (r"url={http://a.example/x\#b}", ["http://a.example/x#b"]),
        (r"url={http://a.example/?a=1\&b=2}", ["http://a.example/?a=1&b=2"]),
        ("url={http://a.example/?a=1&amp;b=2}", ["http://a.example/?a=1&b=2"]),
        (r"url={http://a.example/\~{}u}", [TILDE]),
        (r"url={http://a.example/{$\sim$}u}", [TILDE]),
        (r"url={http://a.example/\textasciitilde u}", [TILDE]),
        (r"url={http://a.example/{\raise.17ex\hbox{$\scriptstyle\sim$}}u}", [TILDE]),
        (r"url={http://a.example/\allowbreak x}", [PLAIN]),
        (r"url={http://a.example/\-x}", [PLAIN]),
        ("url={http://a.example/\n x}", [PLAIN]),
        ("url={http:// a.example/x}", [PLAIN]),
        # Copied with what cannot be seen.
        ("url={http://a.example/\u200bx}", [PLAIN]),
        ("url={http://a.exam\u00adple/x}", [PLAIN]),
        # With the punctuation and the words around it.
        ("url={``http://a.example/x''}", [PLAIN]),
        ("url={\u201chttp://a.example/x\u201d}", [PLAIN]),
        ("url={\u00abhttp://a.example/x\u00bb}", [PLAIN]),
        ('url={<a href="http://a.example/x">here</a>}', [PLAIN]),
        ("url={[here](http://a.example/x)}", [PLAIN]),
        ("url={<URL:http://a.example/x>}", [PLAIN]),
        ("url={URL http://a.example/x}", [PLAIN]),
        ("url={http://a.example/x (accessed 3 May 2020)}", [PLAIN]),
        ("url={http://a.example/x. Accessed: 2020-05-03}", [PLAIN]),
        ("url={http://a.example/x [consult\u00e9 le 3 mai 2020]}", [PLAIN]),
        ("url={http://a.example/x abgerufen am 3.5.2020}", [PLAIN]),
        # Slips of the pen.
        ("url={http:/a.example.org/x}", ["http://a.example.org/x"]),
        ("url={htp://a.example.org/x}", ["http://a.example.org/x"]),
        ("url={hhttps://a.example.org/x}", ["https://a.example.org/x"]),
        ("url={http//a.example.org/x}", ["http://a.example.org/x"]),
        ("url={https:://a.example.org/x}", ["https://a.example.org/x"]),
        ("url={http://http://a.example.org/x}", ["http://a.example.org/x"]),
        ("url={//a.example.org/x}", ["http://a.example.org/x"]),
        # Two in one field; words and letters of an address part none.
        ("url={http://a.example/x or http://b.example/y}", [PLAIN, "http://b.example/y"]),
        (r"url={http://a.example/x \\ http://b.example/y}", [PLAIN, "http://b.example/y"]),
        ("url={http://a.example/~y http://b.example/or}",
         ["http://a.example/~y", "http://b.example/or"]),
        ("url={http://web.example/2001/http://a.example/x}",
         ["http://web.example/2001/http://a.example/x"]),
        ("url={http://a.example/X_(film)}", ["http://a.example/X_(film)"]),
        # In notes.
        (r"note={Available at \url{http://a.example/x_y}.}", [SIGN]),
        (r"note={See http://a.example/x\_y, accessed 2020}", [SIGN]),
        (r"addendum={\href{http://a.example/x}{Here}}", [PLAIN]),
        (r"annotation={<http://a.example/x>}", [PLAIN]),
        (r"howpublished={Online: http://a.example/x.}", [PLAIN]),
        # Identifiers.
        ("doi={DOI: 10.1000/ab}", ["https://doi.org/10.1000/ab"]),
        ("doi={10.1000/ab and 10.1000/cd}",
         ["https://doi.org/10.1000/ab", "https://doi.org/10.1000/cd"]),
        ("doi={https://doi.org/abcd}", ["https://doi.org/10/abcd"]),
        ("url={https://doi.org/abcd}", ["https://doi.org/10/abcd"]),
    ],
)  # fmt: skip
def test_an_address_is_read_as_it_is_meant(field: str, urls: list[str]) -> None:
    found = _links(BIB % field)
    assert [each.url for each in found] == urls
    assert {each.line for each in found} == {3}
    assert not any(each.invalid for each in found)


@pytest.mark.parametrize(
    ("text", "path", "places"),
    [
        (
            "TY  - JOUR\nTI  - T\nUR  - http://a.example/\nUR  - http://b.example/\n"
            "L1  - http://c.example/\nL2  - http://d.example/\nL3  - http://e.example/\n"
            "L4  - http://f.example/\nN1  - see http://g.example/q.\nER  - \n",
            "x.ris",
            {"a": 3, "b": 4, "c": 5, "d": 6, "e": 7, "f": 8, "g": 9},
        ),
        (
            '[{"id": "a",\n "type": "book",\n "note": "see http:\\/\\/a.example\\/q.",\n'
            ' "URL": "http:\\/\\/b.example\\/x?a=1\\u0026b=2"}]',
            "x.json",
            {"b": 4, "a": 3},
        ),
        (
            "references:\n- id: a\n  type: book\n  URL: http://a.example/\n"
            "  note: >\n    see\n    http://b.example/q\n",
            "x.yaml",
            {"a": 4, "b": 5},
        ),
        (
            "<xml><records><record>\n<ref-type name='Web Page'>12</ref-type>\n"
            "<titles><title>T</title></titles>\n<notes>see http://b.example/</notes>\n"
            "<urls><related-urls><url>\nhttp://a.example/?a=1&amp;b=2</url>"
            "</related-urls></urls></record></records></xml>",
            "x.xml",
            {"a": 5, "b": 4},
        ),
        (
            "@misc{a, title={T},\n url = {http://a.example/x\\_y},\n"
            " note={\\url{http://b.example/\\%20z}, text},\n"
            " howpublished={\\url{http://c.example/}}}",
            "x.bib",
            {"a": 2, "b": 3, "c": 4},
        ),
        (
            "cff-version: 1.2.0\nmessage: m\ntitle: T\nauthors:\n- family-names: A\n"
            "url: http://a.example/\nrepository-code: http://b.example/\n",
            "CITATION.cff",
            {"a": 6, "b": 1},
        ),
    ],
    ids=["ris", "json", "yaml", "endnote-xml", "bib", "cff"],
)  # fmt: skip
def test_each_address_has_its_line(
    text: str, path: str, places: dict[str, int]
) -> None:
    found = {link.url[7:8]: link.line for link in _links(text, path)}
    assert found == places
