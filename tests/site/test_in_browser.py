"""The site in a real browser: Chromium, driven by selenium. Skipped where either is
absent.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from csecrefs import Library
from csecrefs.model import Reference
from csecrefs.site import SiteOptions, build
from tests.site.test_build import BIB, NOW, hostile

webdriver = pytest.importorskip(
    "selenium.webdriver", reason="selenium is not installed"
)
CHROMIUM = (
    shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER), reason="no chromium with chromedriver here"
    ),
]
TWIN = "@article{again, title={Tides of Lodz}, author={Doe, Jane}, journal={Sea}, year=2020, doi={10.5555/TIDES}}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for each in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--lang=en-US",
    ):
        options.add_argument(each)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(executable_path=str(DRIVER))
    driver = webdriver.Chrome(options=options, service=service)
    driver.set_script_timeout(60)
    driver.implicitly_wait(5)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("site")
    many = [
        Reference(f"n{n}", "book", title=f"Number {n}", issued=str(1900 + n % 50))
        for n in range(200)
    ]
    pages = build(
        [*Library.parse(BIB + TWIN), *many],
        SiteOptions(styles=["apa", "ieee"], title="Ours", now=NOW),
    )
    for name, content in pages.files.items():
        (folder / name).write_bytes(content)
    return (folder / "index.html").as_uri()


@pytest.fixture
def page(browser: Any, address: str) -> Any:
    browser.get("about:blank")
    browser.get(address)
    browser.execute_script("localStorage.clear()")
    browser.get_log("browser")
    yield browser
    assert browser.get_log("browser") == []


def typed(page: Any, text: str) -> list[str]:
    """The keys of the first results of a search."""
    found = page.execute_script(
        "const q = document.getElementById('query'); q.value = arguments[0]; q.dispatchEvent(new Event('input'));"
        "return [...document.querySelectorAll('#list a')].map(a => decodeURIComponent(a.hash.slice(1)))",
        text,
    )
    return [str(each) for each in found]


def count(page: Any) -> str:
    return str(
        page.execute_script("return document.getElementById('count').textContent")
    )


def opened(page: Any, key: str) -> Any:
    """The detail view of a reference."""
    page.execute_script("location.hash = '#' + encodeURIComponent(arguments[0])", key)
    page.find_element("css selector", "dialog[open] .keyline")
    return page.find_element("id", "detail")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("lodz", ["doe2020", "again"]),
        ("ŁÓDŹ", ["doe2020", "again"]),
        ("lod tid", ["doe2020", "again"]),
        ("moon", ["doe2020"]),
        ("arbour", ["roe2018"]),
        ("harbour tides", []),
        ("10.5555/tides", ["doe2020", "again"]),
        ("van der berg", ["doe2020"]),
        ("Coast", ["doe2020"]),
        ("...", None),
    ],
)
def test_search(page: Any, text: str, keys: list[str] | None) -> None:
    found = typed(page, text)
    assert len(found) == 50 if keys is None else sorted(found) == sorted(keys)


def test_rows_are_drawn_as_needed(page: Any) -> None:
    assert count(page) == "204 of 204 references"
    rows = "return document.querySelectorAll('#list li').length"
    assert page.execute_script(rows) < 204
    for _ in range(10):
        page.execute_async_script(
            "scrollTo(0, document.body.scrollHeight); setTimeout(arguments[0], 100)"
        )
    assert page.execute_script(rows) == 204


def test_facets_narrow_and_widen(page: Any) -> None:
    def check(facet: str, name: str) -> None:
        page.execute_script(
            "[...document.querySelectorAll(`input[data-facet=${arguments[0]}]`)]"
            ".find(each => each.parentElement.querySelector('.value').textContent === arguments[1]).click()",
            facet,
            name,
        )

    check("type", "journal article")
    assert count(page) == "3 of 204 references"
    check("year", "2011")
    assert count(page) == "1 of 204 references"
    check("year", "2011")
    check("type", "book")
    assert count(page) == "204 of 204 references"
    check("type", "journal article")
    assert count(page) == "201 of 204 references"
    page.execute_script("document.getElementById('clear').click()")
    assert count(page) == "204 of 204 references"


def test_details_and_copying(page: Any) -> None:
    detail = opened(page, "doe2020")
    assert "Doe, J., & van der Berg, P. (2020)" in detail.text
    assert "What the moon does." in detail.text
    assert detail.find_element("css selector", ".citation i").text == "Sea"
    page.execute_script(
        "window.copied = []; navigator.clipboard.writeText = async text => { copied.push(text); };"
        "navigator.clipboard.write = async items => { copied.push(await (await items[0].getType('text/plain')).text()); };"
    )
    for name in ("text", "HTML", "Markdown", "BibTeX", "CSL-JSON", "RIS", "key"):
        detail.find_element("css selector", f'[data-copy="{name}"]').click()
    page.execute_async_script("setTimeout(arguments[0], 100)")
    text, html, markdown, bib, csl, ris, key = page.execute_script(
        "return window.copied"
    )
    assert text.startswith("Doe, J.")
    assert "<i>Sea</i>" in html
    assert "*Sea*" in markdown
    assert key == "doe2020"
    for content in (bib, csl, ris):
        assert Library.parse(content)["doe2020"].doi == "10.5555/tides"
    assert detail.find_element("id", "copied").text == "Copied"
    coins = detail.find_element("css selector", ".Z3988").get_attribute("title")
    assert "rft.atitle=Tides" in coins
    page.execute_script(
        "const s = document.querySelector('.style select'); s.value = 1; s.dispatchEvent(new Event('change'))"
    )
    assert detail.find_element("css selector", ".citation").text.startswith("[1]")


def test_other_records_of_a_work_are_linked(page: Any) -> None:
    detail = opened(page, "doe2020")
    detail.find_element("link text", "again").click()
    page.execute_async_script("setTimeout(arguments[0], 300)")
    assert detail.find_element("css selector", ".keyline").text == "again"


def test_retractions_are_marked(page: Any) -> None:
    typed(page, "walking")
    assert page.find_element("css selector", "#list .badge").text == "Retracted"
    assert (
        opened(page, "gone").find_element("css selector", ".warning").text
        == "Retracted"
    )


def test_keyboard(page: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    body = page.find_element("tag name", "body")
    body.send_keys("/")
    page.switch_to.active_element.send_keys("tides of")
    page.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    page.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    first = page.switch_to.active_element.get_attribute("href")
    page.switch_to.active_element.send_keys(Keys.ENTER)
    page.find_element("css selector", "dialog[open] .keyline")
    assert page.current_url == first
    page.switch_to.active_element.send_keys(Keys.ESCAPE)
    page.execute_async_script("setTimeout(arguments[0], 100)")
    assert "#" not in page.current_url
    assert page.switch_to.active_element.get_attribute("href") == first


def test_languages_and_themes(page: Any) -> None:
    page.execute_script(
        "const s = document.getElementById('interface'); s.value = 'de'; s.dispatchEvent(new Event('change'))"
    )
    assert count(page) == "204 von 204 Einträgen"
    assert page.find_element("id", "filters-title").text == "Filter"
    assert "Zeitschriftenartikel" in page.find_element("id", "facet-lists").text
    assert page.execute_script("return document.documentElement.lang") == "de"
    colour = "return getComputedStyle(document.body).backgroundColor"
    before = page.execute_script(colour)
    page.find_element("id", "theme").click()
    assert page.execute_script(colour) != before
    page.execute_script("localStorage.clear()")


def test_an_unknown_anchor_is_said(page: Any) -> None:
    page.execute_script("location.hash = '#nobody'")
    assert "nobody" in page.find_element("css selector", ".alert").text


def test_no_sideways_scrolling_on_a_phone(page: Any) -> None:
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        assert page.execute_script("return document.documentElement.scrollWidth") <= 390
        opened(page, "doe2020")
        assert (
            page.execute_script("return document.getElementById('detail').scrollWidth")
            <= 390
        )
    finally:
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_thirty_thousand_hostile_fields_are_inert(browser: Any, tmp_path: Path) -> None:
    pages = build(hostile(30_000), SiteOptions(styles=["apa"], now=NOW))
    for name, content in pages.files.items():
        (tmp_path / name).write_bytes(content)
    browser.get_log("browser")
    for name in ("list.html", "index.html"):
        browser.get((tmp_path / name).as_uri())
        assert browser.execute_script("return window.pwned") is None
    keys = browser.execute_script(
        "return JSON.parse(document.getElementById('data').textContent).keys"
    )
    assert len(keys) >= 1500
    for key in keys[:30]:
        browser.execute_script(
            "location.hash = '#' + encodeURIComponent(arguments[0].toWellFormed())", key
        )
        browser.execute_async_script("setTimeout(arguments[0], 60)")
        odd = browser.execute_script(
            "return [...document.querySelectorAll('*')].filter(each => /^(iframe|img|base|object)$/i.test(each.tagName)"
            " || [...each.attributes].some(at => /^on|^style$/i.test(at.name))"
            " || (each.href || '').toString().startsWith('javascript:')).map(each => each.outerHTML)"
        )
        assert odd == []
    assert browser.execute_script("return document.querySelector('dialog').open")
    assert browser.execute_script("return window.pwned") is None
    assert browser.get_log("browser") == []
