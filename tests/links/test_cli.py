"""The verbs `check`, `history` and `schedule`: what they print, write, and exit
with.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import yaml

from csecrefs import Library
from csecrefs.cli import app
from csecrefs.cli.terminal import say
from csecrefs.errors import CsecrefsError, InputError
from csecrefs.library.linking import fix_moved
from csecrefs.links.baseline import read_baseline
from csecrefs.links.history import History
from csecrefs.links.news import mark_reported
from csecrefs.links.queue import Pace, Politeness
from csecrefs.links.run import CheckPlan
from csecrefs.links.schedule import entry
from csecrefs.reports import IgnoreEntry
from tests.links.conftest import LOCAL
from tests.links.site import Site, article, moved, status

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def bib(site: Site, tmp_path: Path) -> Path:
    site.routes |= {
        "/good": article("Good"),
        "/old": moved(301, "/good"),
        "/dead": status(404),
        "/shut": status(403),
    }
    path = tmp_path / "refs.bib"
    entries = [
        f"@misc{{{name}, title={{Good}}, url={{{site.url}/{name}}}}}\n"
        for name in ("good", "old", "dead", "shut")
    ]
    path.write_text("".join(entries))
    return path


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def invoke(*arguments: str) -> tuple[int, str, str]:
        given = list(arguments)
        if given[:2] == ["check", "links"]:
            given += ["--allow-address", "127.0.0.1", "--spacing", "0"]
            given += (
                []
                if "--history" in given
                else ["--history", str(tmp_path / "links.sqlite")]
            )
        code = app.main(given, prog_name="csecrefs", standalone_mode=False)
        out, err = capsys.readouterr()
        return code, out, err

    return invoke


def test_a_check_reports_and_exits_with_one(run: Run, bib: Path) -> None:
    code, out, err = run("check", "links", str(bib))
    assert (code, err) == (1, "")
    assert "dead: " in out and "not-found" in out and "blocked" in out
    assert "4 links: 2 working, 1 broken, 1 uncertain, 1 moved, 4 asked for now" in out


def test_nothing_broken_exits_with_zero(run: Run, bib: Path, site: Site) -> None:
    site.routes["/dead"] = article("Alive")
    assert run("check", "links", str(bib))[0] == 0


def test_a_second_run_asks_nothing_and_due_reports_only_what_is_confirmed(
    run: Run, bib: Path, site: Site
) -> None:
    run("check", "links", str(bib))
    asked = len(site.hits)
    assert run("check", "links", str(bib))[0] == 1
    assert run("check", "links", str(bib), "--due")[0] == 0
    assert len(site.hits) == asked
    run("check", "links", str(bib), "--max-age", "0s")
    assert len(site.hits) > asked


def test_no_network_exits_with_three(run: Run, tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text(
        "".join(f"@misc{{k{n}, url={{http://{n}.invalid/}}}}\n" for n in range(3))
    )
    code, out, _ = run("check", "links", str(bib))
    assert code == 3
    assert "network may be at fault" in out


def test_fix_rewrites_what_moved(run: Run, bib: Path, site: Site) -> None:
    before = bib.read_text()
    _, _, err = run("check", "links", str(bib), "--fix")
    assert bib.read_text() == before.replace(f"{site.url}/old", f"{site.url}/good")
    assert "is now" in err


def test_reports_go_to_files(run: Run, bib: Path, tmp_path: Path) -> None:
    code, out, _ = run(
        "check",
        "links",
        str(bib),
        "--format",
        "html",
        "-o",
        str(tmp_path / "links.html"),
    )
    assert (code, out) == (1, "")
    assert "<svg" in (tmp_path / "links.html").read_text()
    _, out, _ = run("check", "links", str(bib), "--format", "sarif")
    place = json.loads(out)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["region"]["startLine"] == 2


def test_ignore_list(run: Run, bib: Path, site: Site, tmp_path: Path) -> None:
    ignored = tmp_path / "ignore.toml"
    ignored.write_text(
        f'[[ignore]]\nurl = "{site.url}/de*"\nreason = "known"\n'
        f'[[ignore]]\nurl = "{site.url}/shut"\nreason = "old"\nexpires = 2020-01-01\n'
    )
    code, _, err = run("check", "links", str(bib), "--ignore", str(ignored))
    assert code == 0
    assert site.asked("/dead") == 0 and site.asked("/shut") == 1
    assert "ignored no longer, since 2020-01-01" in err


@pytest.mark.parametrize(
    "text",
    ["[[ignore]]\nurl='x'", "ignore = 3", "[[ignore]]\nurl='x'\nreason=''", "\x00"],
)
def test_an_ignore_list_that_is_none(
    run: Run, bib: Path, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "ignore.toml"
    path.write_text(text)
    with pytest.raises(CsecrefsError, match=r"ignore\.toml"):
        run("check", "links", str(bib), "--ignore", str(path))


def test_baseline(run: Run, bib: Path, site: Site, tmp_path: Path) -> None:
    baseline = tmp_path / "known.json"
    assert (
        run(
            "check", "links", str(bib), "--baseline", str(baseline), "--update-baseline"
        )[0]
        == 0
    )
    assert read_baseline(baseline) == {f"{site.url}/dead": "not-found"}
    assert run("check", "links", str(bib), "--baseline", str(baseline))[0] == 0
    site.routes["/good"] = status(410)
    assert (
        run("check", "links", str(bib), "--baseline", str(baseline), "--max-age", "0s")[
            0
        ]
        == 1
    )
    baseline.write_text("[]")
    with pytest.raises(CsecrefsError, match=r"known\.json"):
        run("check", "links", str(bib), "--baseline", str(baseline))


def test_history_shows_links_and_changes(
    run: Run, bib: Path, site: Site, tmp_path: Path
) -> None:
    kept = ("--history", str(tmp_path / "links.sqlite"))
    with pytest.raises(CsecrefsError, match="no link history yet"):
        run("history", *kept)
    run("check", "links", str(bib))
    _, out, _ = run("history", *kept, "--format", "json")
    assert len(json.loads(out)) == 4
    _, out, _ = run("history", "dead", *kept, "--library", str(bib), "--format", "json")
    (visit,) = json.loads(out)
    assert visit["evidence"]["status"] == 404
    assert (visit["url"], visit["state"], visit["verdict"]) == (
        f"{site.url}/dead",
        "suspected",
        "not-found",
    )
    _, out, _ = run("history", f"{site.url}/good", *kept)
    assert "alive" in out
    with pytest.raises(CsecrefsError, match="no link in the history"):
        run("history", "http://never.example/", *kept)


@pytest.mark.parametrize("kind", ["cron", "systemd", "github-action"])
def test_schedule_entries_name_the_command(run: Run, kind: str) -> None:
    _, out, _ = run("schedule", "show", kind, "my refs.bib", "--budget", "5m")
    assert "csecrefs check links 'my refs.bib' --due --budget 5m" in out
    assert "{" not in out.replace("${{ github.run_id }}", "")
    assert (str(Path.cwd()) in out) == (kind != "github-action")


@pytest.mark.parametrize(
    "kind", ["cron", "systemd", "github-action", "gitlab-ci", "windows-task"]
)
def test_schedule_entries_carry_every_option(run: Run, kind: str) -> None:
    options = ["--every", "14d", "--ignore", "i.toml", "--browser-retry", "--pace"]
    _, out, _ = run("schedule", "show", kind, "refs.bib", *options, "x.org=5")
    assert "check links refs.bib --due --budget 20m --every 14d --ignore i.toml" in out
    assert "--browser-retry --pace x.org=5" in out
    with pytest.raises(click.UsageError, match="--evry"):
        run("schedule", "show", kind, "refs.bib", "--evry", "14d")


def test_systemd_reports_news_and_not_an_absent_network() -> None:
    unit = entry("systemd", ("a.bib",), "5m")
    service = unit.partition("\n\n# ")[0]
    assert "SuccessExitStatus=3\n" in service + "\n"
    assert "OnFailure=csecrefs-links-report.service" in service
    assert "# ~/.config/systemd/user/csecrefs-links-report.service" in unit


def test_gitlab_keeps_the_history_and_shows_the_tests() -> None:
    job = yaml.safe_load(entry("gitlab-ci", ("it's: #1.bib",), "5m"))["links"]
    words = shlex.split(job["script"][1])
    assert words[:4] == ["csecrefs", "check", "links", "it's: #1.bib"]
    assert words[-4:] == ["--format", "junit", "-o", "links.xml"]
    assert job["cache"]["paths"] == [".links.sqlite"]
    assert job["artifacts"]["reports"]["junit"] == "links.xml"


def test_windows_quotes_for_powershell_and_for_programs() -> None:
    task = entry("windows-task", ("a b.bib", "it\u2019s.bib"), "5m", Path("/srv/it's"))
    argument = task.partition("-Argument '")[2].partition("' -WorkingDirectory")[0]
    assert argument.startswith('check links "a b.bib" it\u2019\u2019s.bib --due')
    assert "-WorkingDirectory '/srv/it''s'" in task
    for wrong in ("%TEMP%.bib", "$(Arg0).bib"):
        with pytest.raises(CsecrefsError, match="Task Scheduler"):
            entry("windows-task", (wrong,), "5m")


def test_the_action_is_one_the_runner_takes() -> None:
    action = yaml.safe_load((Path(__file__).parents[2] / "action.yml").read_text())
    assert action["runs"]["using"] == "composite"
    names = set(action["inputs"])
    for step in action["runs"]["steps"]:
        assert ("run" in step) != ("uses" in step)
        if "run" in step:
            assert step["shell"] == "bash"
            # Inputs reach the shell as variables, never as text of the script.
            assert "${{" not in step["run"]
        for value in (step.get("env") or step.get("with") or {}).values():
            for used in re.findall(r"inputs\.([\w-]+)", str(value)):
                assert used in names
    script = action["runs"]["steps"][3]["run"]
    done = subprocess.run(
        ["bash", "-c", 'csecrefs() { printf "%s\\n" "$@"; }\n' + script],
        env={"SOURCES": "a b.bib\n$(id).bib", "OPTIONS": "--every\n7d", "BUDGET": "5m",
             "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    words = done.stdout.splitlines()
    assert words[:4] == ["check", "links", "a b.bib", "$(id).bib"]
    assert words[-2:] == ["--every", "7d"]

    script = action["runs"]["steps"][-1]["run"]
    # The first manuscript has findings, of the second nothing could be looked up.
    stand_in = (
        'csecrefs() { printf "%s\\n" "$*"; [ "$2" = a.md ] && return 1; return 3; }\n'
    )
    audited = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", stand_in + script],
        env={"MANUSCRIPTS": "a.md\nb c.docx\n", "OPTIONS": "--offline",
             "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert audited.returncode == 3
    assert audited.stdout.splitlines() == [
        "audit a.md --format github --offline",
        "audit b c.docx --format github --offline",
    ]


def test_schedule_entries_quote_what_their_readers_act_on() -> None:
    folder = Path("/srv/100% of it")
    assert "cd '/srv/100\\% of it' && " in entry("cron", ("a%.bib",), "5m", folder)
    assert "a\\%.bib" in entry("cron", ("a%.bib",), "5m", folder)
    unit = entry("systemd", ("$HOME/a%.bib",), "5m", folder)
    assert "WorkingDirectory=/srv/100%% of it\n" in unit
    assert "'$$HOME/a%%.bib'" in unit


def test_the_action_remembers_what_a_failed_run_found() -> None:
    workflow = yaml.safe_load(entry("github-action", ("bib/",), "20m"))
    steps = workflow["jobs"]["links"]["steps"]
    assert [step.get("uses", "").rpartition("@")[0] for step in steps] == [
        "actions/checkout", "actions/setup-python", "actions/cache/restore", "", "", "actions/cache/save",
    ]  # fmt: skip
    assert steps[-1]["if"] == "always()"
    assert steps[-1]["with"]["key"] == steps[2]["with"]["key"]


def test_a_pace_for_one_host(run: Run, bib: Path, site: Site) -> None:
    run("check", "links", str(bib), "--pace", "127.0.0.1=0.2/1")
    times = sorted(hit.at for hit in site.hits)
    assert min(later - sooner for sooner, later in itertools.pairwise(times)) >= 0.2
    for wrong in ("127.0.0.1", "x=fast", "=1", "x=1/0", "x=-1"):
        with pytest.raises(click.BadParameter, match="no pace"):
            run("check", "links", str(bib), "--pace", wrong)


def test_from_python(bib: Path, tmp_path: Path) -> None:
    plan = CheckPlan(LOCAL, Politeness(Pace(0.0, 4)))
    report = Library.read(bib).check_links(plan, tmp_path / "links.sqlite")
    assert [row.link.key for row in report.broken] == ["dead"]
    assert [row.link.key for row in report.moved] == ["old"]
    assert [row.link.key for row in report.uncertain] == ["shut"]
    assert Library.read(bib).check_links(plan).rows[0].verdict.code == "ok"


def test_from_python_with_all_that_the_verb_has(bib: Path, tmp_path: Path) -> None:
    plan = CheckPlan(LOCAL, Politeness(Pace(0.0, 4)))
    library, done = Library.read(bib), []
    history = tmp_path / "links.sqlite"
    report = library.check_links(
        plan,
        history,
        progress=lambda number, total: done.append((number, total)),
        ignore=[
            IgnoreEntry("on purpose", url="*/shut"),
            IgnoreEntry("known", key="dead", code="not-found"),
        ],
        channel="page",
        name="refs.bib",
    )
    assert [row.link.key for row in report.rows] == ["good", "old"]
    assert done == [(1, 3), (2, 3), (3, 3)], "what is ignored by its URL is not asked"
    assert [(row.link.key, row.news) for row in report.news] == [("old", "moved")]
    assert report.name == "refs.bib"
    # The news last until somebody says that they were reported.
    assert library.check_links(plan, history, channel="page").news
    with History(history) as kept:
        mark_reported(report, kept, "page")
        assert not library.check_links(plan, kept, channel="page").news


def test_moved_links_are_rewritten_file_by_file(bib: Path, site: Site) -> None:
    report = Library.read(bib).check_links(CheckPlan(LOCAL))
    (noted,) = fix_moved(report, [str(bib), "-"])
    assert [each.code for each in noted] == ["rewritten"]
    assert f"{site.url}/good is now" not in str(noted[0])
    assert bib.read_text().count(f"{site.url}/good") == 2


@pytest.mark.parametrize("kind", ["github-action", "gitlab-ci"])
def test_a_service_keeps_the_history_and_shows_the_report_that_are_written(
    kind: str,
) -> None:
    options = ["--history", "my links.sqlite", "--output", "out/report.xml"]
    shown = entry(kind, ["refs.bib"], "20m", options=options)
    assert (
        shown.count('"my links.sqlite"') == {"github-action": 2, "gitlab-ci": 1}[kind]
    )
    assert ".links.sqlite\n" not in shown.replace('"my links.sqlite"', "")
    loaded = yaml.safe_load(shown)
    if kind == "gitlab-ci":
        assert loaded["links"]["cache"]["paths"] == ["my links.sqlite"]
        assert loaded["links"]["artifacts"]["reports"]["junit"] == "out/report.xml"
        assert "-o links.xml" not in shown
    else:
        steps = loaded["jobs"]["links"]["steps"]
        paths = [
            step["with"]["path"] for step in steps if "path" in step.get("with", {})
        ]
        assert paths == ["my links.sqlite"] * 2
    with pytest.raises(InputError):
        entry(kind, ["refs.bib"], "20m", options=["--history", "${{ secrets.x }}"])


def test_what_is_said_masks_passwords(capsys: pytest.CaptureFixture[str]) -> None:
    say("https://ann:secret@example.org/x: already there as doe2020")
    err = capsys.readouterr().err
    assert "secret" not in err and "https://***@example.org/x" in err
