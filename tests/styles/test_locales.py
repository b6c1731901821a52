"""Locales are found by tag with CSL's fallbacks."""

from __future__ import annotations

import pytest

from csecrefs.errors import NotFoundError
from csecrefs.styles import locales


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ro-RO", ("ro-RO", "en-US")),
        ("ro", ("ro-RO", "en-US")),
        ("RO_ro", ("ro-RO", "en-US")),
        ("de-CH", ("de-CH", "de-DE", "en-US")),
        ("de-LI", ("de-DE", "en-US")),
        ("pt-BR", ("pt-BR", "pt-PT", "en-US")),
        ("zh-Hant-TW", ("zh-TW", "zh-CN", "en-US")),
        ("sr-Cyrl", ("sr-Cyrl-RS", "sr-Latn-RS", "en-US")),
        ("en", ("en-US",)),
        ("eo", ("en-US",)),
    ],
)
def test_chain(tag: str, expected: tuple[str, ...]) -> None:
    assert locales.chain(tag) == expected
    assert locales.find(tag).tag == expected[0]


@pytest.mark.parametrize(
    "tag", ["", "r", "romana", "../../etc/passwd", "ro RO", "ro-RO\0"]
)
def test_what_is_no_language_tag(tag: str) -> None:
    with pytest.raises(NotFoundError):
        locales.find(tag)


def test_exact() -> None:
    found = locales.exact("RO-ro")
    assert found and found.tag == "ro-RO" and b"<locale" in found.xml
    assert locales.exact("ro") is None


def test_names() -> None:
    assert len(locales.names()) > 60
    assert (
        locales.language_name("ro-RO") == "Romanian"
        and locales.native_name("ro-RO") == "Română"
    )
