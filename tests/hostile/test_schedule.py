"""Schedules: no name and no budget adds a line, a directive or a step."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from csecrefs.errors import InputError
from csecrefs.links.schedule import entry

NASTY = (
    "a b.bib",
    "100%.bib",
    "$HOME/`id`.bib",
    "$(touch x).bib",
    'it\'s "quoted".bib',
    "a: b # c.bib",
    "- x.bib",
    "--output=x.bib",
    "${{ github.token }}.bib",
    "$${{ x }}.bib",
    "{command}.bib",
    "%h/%%n.bib",
    ";.bib",
    "&& rm -rf x.bib",
    "*?[a].bib",
    "~/x.bib",
    "!x !!.bib",
    "ü漢.bib",
)


def of_cron(text: str) -> list[str]:
    """The words of the command in a crontab, by crontab(5): `%` ends it unless a
    backslash is before it.
    """
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) == 1, "one line is one job"
    command = lines[0].split(None, 5)[5]
    assert not re.search(r"(?<!\\)%", command)
    return shlex.split(command.replace("\\%", "%"))


@pytest.mark.parametrize("name", NASTY)
def test_cron(name: str) -> None:
    folder = Path("/srv/a 100% 'b'; reboot")
    words = of_cron(entry("cron", (name, "z.bib"), "5m", folder))
    assert words[:3] == ["cd", str(folder), "&&"]
    given = words[words.index("links") + 1 : words.index("--due")]
    assert [Path(each) for each in given] == [Path(name), Path("z.bib")]
    assert not given[0].startswith("-")


def of_systemd(text: str) -> list[str]:
    """The words of ExecStart, by systemd.service(5), and no line of it that is not
    ours.
    """
    names = [line.partition("=")[0] for line in text.splitlines() if "=" in line]
    assert names == [
        "Description", "OnFailure",
        "Type", "WorkingDirectory", "ExecStart", "SuccessExitStatus",
        "Description", "OnCalendar", "RandomizedDelaySec", "Persistent", "WantedBy",
        "Description", "Type", "ExecStart",
    ]  # fmt: skip
    line = next(line for line in text.splitlines() if line.startswith("ExecStart="))
    found = re.findall(
        r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"|(\S+)", line.partition("=")[2]
    )
    words = []
    for single, double, bare in found:
        word = re.sub(r"\\(.)", r"\1", single or double or bare)
        plain = word.replace("%%", "").replace("$$", "")
        assert "%" not in plain and "$" not in plain
        words.append(word.replace("%%", "%").replace("$$", "$"))
    return words


@pytest.mark.parametrize("name", [*NASTY, "back\\slash.bib", "end\\"])
def test_systemd(name: str) -> None:
    words = of_systemd(entry("systemd", (name, "z.bib"), "5m", Path("/srv/a 100% b")))
    given = words[words.index("links") + 1 : words.index("--due")]
    assert [Path(each) for each in given] == [Path(name), Path("z.bib")]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze")
def test_systemd_itself_reads_the_unit(tmp_path: Path) -> None:
    for name in NASTY:
        text = entry("systemd", (name,), "5m", tmp_path)
        service = text.partition("# ~/.config/systemd/user/csecrefs-links.timer")[0]
        unit = tmp_path / "csecrefs-links.service"
        unit.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", service))
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(unit)],
            capture_output=True,
            text=True,
        )
        mine = [line for line in done.stderr.splitlines() if unit.name in line]
        assert not mine, (name, mine)


@pytest.mark.parametrize("name", [*NASTY, "back\\slash.bib"])
def test_github(name: str) -> None:
    text = entry("github-action", (name, "z.bib"), "5m")
    steps = yaml.safe_load(text)["jobs"]["links"]["steps"]
    assert len(steps) == 6
    command = steps[4]["run"]
    assert "${{" not in command
    words = shlex.split(command)
    given = words[words.index("links") + 1 : words.index("--due")]
    assert [Path(each) for each in given] == [Path(name), Path("z.bib")]


@pytest.mark.parametrize("kind", ["cron", "systemd", "github-action"])
@pytest.mark.parametrize(
    ("sources", "budget", "folder"),
    [
        (("a\n* * * * * id",), "5m", "/srv"),
        (("a\rb",), "5m", "/srv"),
        (("a\x00",), "5m", "/srv"),
        (("a\u2028b",), "5m", "/srv"),
        (("-",), "5m", "/srv"),
        (("a",), "5m; id", "/srv"),
        (("a",), "5m\n", "/srv"),
        (("a",), "", "/srv"),
        (("a",), "-5m", "/srv"),
        (("a",), "${{ x }}", "/srv"),
        (("a",), "５m", "/srv"),
        (("a",), "5m", "/srv\nExecStart=id"),
    ],
)
def test_what_cannot_be_said_is_refused(
    kind: str, sources: tuple[str, ...], budget: str, folder: str
) -> None:
    with pytest.raises(InputError) as refused:
        entry(kind, sources, budget, Path(folder))
    assert "\n" not in str(refused.value)


def test_what_one_of_them_cannot_say_is_refused_there() -> None:
    with pytest.raises(InputError, match="backslash"):
        entry("cron", ("a\\b",), "5m", Path("/srv"))
    with pytest.raises(InputError, match="systemd"):
        entry("systemd", ("a",), "5m", Path("/srv/x "))
    with pytest.raises(InputError, match="systemd"):
        entry("systemd", ("a",), "5m", Path("/srv/x\\"))
