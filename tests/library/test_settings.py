"""Settings: the nearest wins, and each says where it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs.errors import InputError, SettingsError
from csecrefs.library import load_settings, settings


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder to stand in, and a user's folder; nothing of the real
    environment.
    """
    for name in settings.DEFAULTS:
        monkeypatch.delenv(f"CSECREFS_{name.upper()}", raising=False)
    monkeypatch.setattr(
        settings, "user_file", lambda: tmp_path / "user" / "config.toml"
    )
    for folder in ("user", "project/deep/deeper"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project" / "deep" / "deeper")
    return tmp_path


def in_force(**given: str | None) -> dict[str, tuple[str, str]]:
    return {each.name: (each.value, each.origin) for each in load_settings(given)}


def test_each_layer_overrides_the_next(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_force()["style"] == ("apa", "default")
    user = place / "user" / "config.toml"
    user.write_text('style = "user"\nlocale = "ro-RO"\n')
    assert in_force()["style"] == ("user", str(user))
    project = place / "project" / "pyproject.toml"
    project.write_text('[tool.csecrefs]\nstyle = "project"\nlibrary = "bib"\n')
    (place / "project" / "deep" / "pyproject.toml").write_text(
        "[project]\nname = 'no table here'\n"
    )
    assert in_force()["style"] == ("project", str(project))
    assert in_force()["library"] == (str(place / "project" / "bib"), str(project))
    own = place / "project" / "deep" / "csecrefs.toml"
    own.write_text('style = "own"\n')
    assert in_force()["style"] == ("own", str(own))
    assert in_force()["library"] == (
        "",
        "default",
    )
    monkeypatch.setenv("CSECREFS_STYLE", "variable")
    assert in_force()["style"] == ("variable", "CSECREFS_STYLE")
    assert in_force(style="given", to=None)["style"] == ("given", "--style")
    assert in_force()["locale"] == ("ro-RO", str(user))
    assert in_force()["to"] == (
        "text",
        "default",
    )


def test_several_libraries(place: Path) -> None:
    (place / "project" / "csecrefs.toml").write_text('library = ["a.bib", "/b.bib"]')
    assert load_settings().library() == [str(place / "project" / "a.bib"), "/b.bib"]


def test_abbreviations_lie_beside_the_settings(place: Path) -> None:
    file = place / "project" / "csecrefs.toml"
    file.write_text('abbreviations = "short.json"')
    assert in_force()["abbreviations"] == (
        str(place / "project" / "short.json"),
        str(file),
    )
    file.write_text('abbreviations = ""')
    assert in_force()["abbreviations"] == ("", str(file))


def test_no_library(place: Path) -> None:
    with pytest.raises(InputError, match="CSECREFS_LIBRARY"):
        load_settings().library()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("style = ", "csecrefs.toml: Invalid value"),
        ('stile = "apa"', "no setting named 'stile'; did you mean style"),
        ("style = 3", "style must be text, not 3"),
        ('style = ["a"]', "style must be text"),
        ("library = [1]", "library must be text"),
    ],
)
def test_unusable(place: Path, text: str, message: str) -> None:
    (place / "project" / "csecrefs.toml").write_text(text)
    with pytest.raises(SettingsError, match=message):
        load_settings()


def test_user_file_is_the_platforms() -> None:
    assert (
        settings.user_file().name == "config.toml"
        and settings.user_file().is_absolute()
    )
