"""The page of an audit: escaped, linked, self-contained."""

from __future__ import annotations

import re

import pytest

import csecrefs as cr
from csecrefs.audit import page

TEXT = """\
Harbours are old (Harrow, 2014). <script>alert(1)</script> & so on (Nguyen et al., 2008).
And more.

References

Harrow, P. (2014). A survey of <b>small</b> harbours. Journal of Tides, 12(3), 45-67.
Varnost, J. (1999). On sands. Annals of Coasts, 4(1), 5-19.
"""


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("audit") / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return page(cr.audit(path))


def test_what_the_manuscript_has_is_escaped(html: str) -> None:
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html
    assert "<b>small" not in html


def test_citations_lead_to_their_entries(html: str) -> None:
    for target in re.findall(r'href="#([\w-]+)"', html):
        assert f'id="{target}"' in html
    assert re.search(
        r'<mark class="pass" title="listed"><a href="#entry-1">Harrow, 2014', html
    )
    assert re.search(r'<mark class="fail" title="[^"]*not in the list', html)


def test_each_entry_has_a_verdict_and_a_record_to_copy(html: str) -> None:
    assert html.count('class="verdict"') == 2
    assert html.count("<summary>BibLaTeX</summary>") == 2
    assert "not cited in the text" in html


def test_the_page_loads_nothing(html: str) -> None:
    assert "default-src &#x27;none&#x27;" in html or "default-src 'none'" in html
    assert not re.search(r'(?:src|href)="https?:', html)
    assert "prefers-color-scheme:dark" in html and "@media print" in html


def test_paragraphs_stay(html: str) -> None:
    assert "<p>And more.</p>" in html
