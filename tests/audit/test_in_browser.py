"""The page of an audit in a real browser: Chromium, driven by selenium. Skipped where
either is absent.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

import csecrefs as cr
from csecrefs.audit import page
from tests.audit.test_page import TEXT

webdriver = pytest.importorskip(
    "selenium.webdriver", reason="selenium is not installed"
)
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER), reason="no chromium with chromedriver here"
    ),
]
WIDE, NARROW = 1280, 390
"""Widths of a desk's screen and of a phone's."""
LONG = "Quell, H. (2016). Tides. Sea, 2(1), 1-9. https://quay.example/" + "a" * 160


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for each in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(each)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(executable_path=str(DRIVER))
    )
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("audit")
    paper = folder / "a.txt"
    paper.write_text(f"{TEXT}{LONG}\n", encoding="utf-8")
    made = folder / "a.html"
    made.write_text(page(cr.audit(paper)), encoding="utf-8")
    return made.as_uri()


def shown(browser: Any, address: str, width: int, scheme: str) -> None:
    """Open the page at a width, in a light or dark colour scheme."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.get("about:blank")
    browser.get(address)


def luminance(colour: str) -> float:
    """The relative luminance of "rgb(1, 2, 3)", after WCAG 2.2."""
    channels = [int(part) / 255 for part in colour.strip("rgba()").split(",")[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in channels
    ]
    return sum(
        share * part
        for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


COLOURS = """
const behind = node => {
  for (; node; node = node.parentElement) {
    const colour = getComputedStyle(node).backgroundColor;
    if (!colour.endsWith(', 0)')) return colour;
  }
  return getComputedStyle(document.documentElement).backgroundColor;
};
return [...document.querySelectorAll('h1,h2,p,mark,.soft,.verdict,.finding,button,summary')]
  .filter(node => node.offsetParent)
  .map(node => [node.className || node.tagName, getComputedStyle(node).color, behind(node)]);
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_page_fits_and_is_legible(
    browser: Any, address: str, width: int, scheme: str
) -> None:
    shown(browser, address, width, scheme)
    assert browser.execute_script(
        "return document.documentElement.scrollWidth <= innerWidth"
    )
    paper = browser.execute_script(
        "return getComputedStyle(document.body).backgroundColor"
    )
    assert (luminance(paper) < 0.2) == (scheme == "dark")
    for name, ink, behind in browser.execute_script(COLOURS):
        dark, light = sorted((luminance(ink), luminance(behind)))
        contrast = (light + 0.05) / (dark + 0.05)
        assert contrast >= 4.5, f"{name}: {ink} on {behind} is {contrast:.1f}"
    assert browser.get_log("browser") == []


def test_filters_show_the_entries_of_a_verdict(browser: Any, address: str) -> None:
    shown(browser, address, WIDE, "light")
    visible = "return [...document.querySelectorAll('#list li')].filter(e => !e.hidden).length"
    everything = browser.execute_script(visible)
    assert everything == 3
    buttons = browser.find_elements("css selector", "nav button")
    counts = {}
    for button in buttons:
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        counts[button.get_attribute("data-show")] = browser.execute_script(visible)
    assert counts.pop("all") == everything
    assert sum(counts.values()) == everything


def test_a_citation_leads_to_its_entry(browser: Any, address: str) -> None:
    shown(browser, address, NARROW, "light")
    browser.find_element("css selector", 'mark a[href="#entry-1"]').click()
    place = "const at = document.querySelector('#entry-1').getBoundingClientRect();"
    assert browser.execute_script(
        f"{place} return at.top < innerHeight && at.bottom > 0"
    )


def test_print_has_no_buttons(browser: Any, address: str) -> None:
    shown(browser, address, WIDE, "light")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    buttons = browser.find_elements("css selector", "button")
    assert buttons and not any(button.is_displayed() for button in buttons)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
