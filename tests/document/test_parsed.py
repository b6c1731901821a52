"""Parsed styles and locales from the cache: the same as parsed anew, and nothing
else.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from csecrefs.csl import parse_locale, parse_style
from csecrefs.csl.style import PLAIN, Style
from csecrefs.storage import cache
from csecrefs.styles import find as styles
from csecrefs.styles import load as parsed
from csecrefs.styles import locales
from tests.samples import AUTHOR_DATE


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "cache")
    return cache.folder()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "short.csl"
    path.write_text(AUTHOR_DATE, encoding="utf-8")
    return path


def read(file: Path) -> Style:
    return parsed.style_of(styles.find(file))


def unparsed(*_: object) -> Style:
    raise AssertionError("parsed, though it was cached")


def test_cached_is_what_parsing_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    source, spoken = styles.find("apa"), locales.find("ro")
    expected = parse_style(source.xml), parse_locale(spoken.xml)
    assert (parsed.style_of(source), parsed.locale_of(spoken)) == expected
    monkeypatch.setattr(parsed, "parse_style", unparsed)
    monkeypatch.setattr(parsed, "parse_locale", unparsed)
    style = parsed.style_of(source)
    assert (style, parsed.locale_of(spoken)) == expected
    assert style.bibliography is not None and style.bibliography.look is PLAIN


def test_another_text_is_parsed(file: Path) -> None:
    assert read(file).citation.delimiter == "; "  # type: ignore[union-attr]
    stamp = file.stat()
    file.write_text(
        AUTHOR_DATE.replace('delimiter="; "', 'delimiter=": "'), encoding="utf-8"
    )
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert read(file).citation.delimiter == ": "  # type: ignore[union-attr]


def test_other_code_parses_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    style = read(file)
    monkeypatch.setattr(parsed, "_code", lambda: b"another version")
    monkeypatch.setattr(parsed, "parse_style", lambda _: Style(id="parsed anew"))
    assert read(file).id == "parsed anew" != style.id


class Evil:
    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("exit 1",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a pickle",
        pickle.dumps(Evil()),
        b"ccsecrefs.csl.style\nNo\n.",
        b"ccsecrefs.csl.style\nNamedTuple\n(VX\n]tR.",
        pickle.dumps(frozenset({"no style"})),
        b"ccsecrefs.csl.style\nStyle\n(I1\nI2\nI3\nI4\nI5\nI6\nI7\nI8\nI9\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\ntR.",
    ],
)
def test_what_is_no_style_is_parsed_anew(
    file: Path, folder: Path, content: bytes
) -> None:
    style = read(file)
    (name,) = [path.name for path in folder.iterdir()]
    cache.keep(name, parsed._code() + file.read_bytes(), content)
    assert read(file) == style


def test_text_is_not_cached(folder: Path) -> None:
    assert (
        parsed.style_of(styles.find(AUTHOR_DATE)) == parse_style(AUTHOR_DATE)
        and not folder.exists()
    )
