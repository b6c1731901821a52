"""Files that a cloned folder brings and that are read without being named, or by an
option: settings, baselines, ignore lists, histories.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from csecrefs.cli.ignoring import read_ignore_file
from csecrefs.errors import InputError, SettingsError
from csecrefs.library import load_settings, settings
from csecrefs.links.baseline import read_baseline, write_baseline
from csecrefs.links.results import LinkReport
from csecrefs.storage.files import read_small

Run = Callable[..., tuple[int, str, str]]
OWN = [spec.name for spec in settings.SETTINGS if spec.own]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.DEFAULTS:
        monkeypatch.delenv(settings.variable(name), raising=False)
    (tmp_path / "project").mkdir(mode=0o755)
    (tmp_path / "project").chmod(0o755)
    monkeypatch.setattr(settings, "user_file", lambda: tmp_path / "user.toml")
    monkeypatch.chdir(tmp_path / "project")


def test_a_folder_that_everybody_writes_to_is_not_obeyed() -> None:
    file = Path("csecrefs.toml")
    file.write_text('style = "ieee"\n')
    assert load_settings()["style"] == "ieee"
    for mode in (0o777, 0o1777, 0o757):
        Path().resolve().chmod(mode)
        found = load_settings()
        assert found["style"] == "apa"
        assert "everybody can write" in str(found.diagnostics[0])
    Path().resolve().chmod(0o755)
    file.chmod(0o666)
    assert load_settings()["style"] == "apa"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="not root")
@pytest.mark.parametrize("whose", ["csecrefs.toml", "."])
def test_another_users_file_is_not_obeyed(whose: str) -> None:
    Path("csecrefs.toml").write_text('style = "ieee"\n')
    os.chown(whose, 12345, 12345)
    found = load_settings()
    assert found["style"] == "apa"
    assert "another user owns" in str(found.diagnostics[0])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="not root")
def test_a_trusted_folder_is_obeyed(tmp_path: Path) -> None:
    Path("csecrefs.toml").write_text('style = "ieee"\n')
    os.chown("csecrefs.toml", 12345, 12345)
    (tmp_path / "user.toml").write_text(f'trust = ["{Path.cwd()}"]\n')
    assert load_settings()["style"] == "ieee"


def test_it_is_said(invoke: Run, tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o777)
    os.chdir(folder)
    (folder / "csecrefs.toml").write_text('style = "ieee"\n')
    (folder / "refs.json").write_text('[{"id": "a", "type": "book", "title": "T"}]')
    code, out, err = invoke("format", "refs.json")
    assert code == 0 and "T" in out
    assert err.startswith("csecrefs: warning: ") and "not obeyed" in err


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("file", ["csecrefs.toml", "pyproject.toml"])
def test_what_only_the_user_may_set(tmp_path: Path, name: str, file: str) -> None:
    head = "[tool.csecrefs]\n" if file == "pyproject.toml" else ""
    Path(file).write_text(f'{head}{name} = "http://127.0.0.1:9/"\n')
    found = load_settings()
    assert found[name] == ""
    assert name in found.diagnostics[0].message
    (tmp_path / "user.toml").write_text(f'{name} = "mine"\n')
    assert "mine" in load_settings()[name]


def test_the_registries_and_the_addresses_are_among_them() -> None:
    assert {"doi", "crossref", "datacite", "allow_address", "cache", "trust"} < set(OWN)


@pytest.mark.parametrize("name", ["csecrefs.toml", "pyproject.toml"])
def test_pipes_and_devices_are_no_settings(name: str) -> None:
    os.mkfifo(name)
    assert load_settings()["style"] == "apa"
    Path(name).unlink()
    Path(name).symlink_to("/dev/zero")
    assert load_settings()["style"] == "apa"


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b"a = " + b"[" * 50_000, b"#" * (2 << 20), b"x = 1\n", b"[tidy.a]\n"],
)
def test_odd_settings_are_one_line(content: bytes) -> None:
    Path("csecrefs.toml").write_bytes(content)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "\n" not in str(refused.value)


def report() -> LinkReport:
    return LinkReport(())


@pytest.mark.parametrize("kind", ["pipe", "device", "link to it"])
def test_no_reader_waits_for_a_pipe(kind: str) -> None:
    path = Path("baseline.json")
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        os.mkfifo("pipe")
        path.symlink_to("pipe")
    for reading in (read_baseline, lambda file: read_ignore_file(str(file))):
        with pytest.raises(InputError) as refused:
            reading(path)
        assert "\n" not in str(refused.value)
    with pytest.raises(OSError, match="regular"):
        read_small(path, 100)


@pytest.mark.parametrize(
    "content", ["", "[", "[" * 100_000, '{"broken": 3}', "3", '{"broken": [1]}']
)
def test_odd_baselines_and_ignore_lists_are_one_line(content: str) -> None:
    path = Path("odd")
    path.write_text(content)
    for reading in (read_baseline, lambda file: read_ignore_file(str(file))):
        with pytest.raises(InputError) as refused:
            reading(path)
        assert "\n" not in str(refused.value)


def test_a_baseline_replaces_nothing_but_a_baseline(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine\n")
    link = Path("baseline.json")
    link.symlink_to(victim)
    with pytest.raises(InputError, match="link"):
        write_baseline(link, report())
    link.unlink()
    link.symlink_to(tmp_path / "dangling")
    with pytest.raises(InputError, match="link"):
        write_baseline(link, report())
    assert not (tmp_path / "dangling").exists()
    with pytest.raises(InputError, match="baseline"):
        write_baseline(victim, report())
    assert victim.read_text() == "mine\n"
    good = Path("good.json")
    write_baseline(good, report())
    write_baseline(good, report())
    assert json.loads(good.read_text()) == {"broken": {}}


def test_a_history_is_no_link(invoke: Run, tmp_path: Path) -> None:
    (tmp_path / "refs.json").write_text('[{"id": "a", "type": "book", "title": "T"}]')
    (tmp_path / "victim").write_text("mine\n")
    (tmp_path / "links.sqlite").symlink_to(tmp_path / "victim")
    code, _, err = invoke("check", "links", "refs.json", "--history", "links.sqlite")
    assert code == 2 and "regular file" in err
    assert (tmp_path / "victim").read_text() == "mine\n"


def test_an_ignore_list_of_verify_is_a_small_text_file(
    invoke: Run, tmp_path: Path
) -> None:
    (tmp_path / "refs.json").write_text('[{"id": "a", "type": "book", "title": "T"}]')
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("pipe", "binary"):
        arguments = ("verify", "--offline", "--library", "refs.json", "--ignore", name)
        code, _, err = invoke(*arguments)
        assert code == 2 and err.count("csecrefs: error: ") == 1
