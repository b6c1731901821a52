"""The programs to compare with, as commands that make an HTML bibliography of
CSL-JSON.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from csecrefs.styles import places

_NODE = """
const [, , folder, style, items, locales, output] = process.argv;
const fs = require("fs"), CSL = require(folder);
const text = (path) => fs.readFileSync(path, "utf8");
const byId = new Map(JSON.parse(text(items)).map((item) => [item.id, item]));
const retrieveLocale = (tag) => {
  try { return text(`${locales}/locales-${tag}.xml`); } catch { return false; }
};
const engine = new CSL.Engine({ retrieveLocale, retrieveItem: (id) => byId.get(id) }, text(style));
engine.updateItems([...byId.keys()]);
fs.writeFileSync(output, engine.makeBibliography()[1].join(""));
"""
_MARKDOWN = "---\nnocite: '@*'\n---\n"

Command = Callable[[Path, str, Path], list[str]]
"""The command for a file of items, the name of a style, and a folder to work in."""


class Run(NamedTuple):
    """What a whole process took: seconds by the clock and of processor time, and
    megabytes at most.
    """

    seconds: float
    cpu: float
    megabytes: float


_PROGRAM: Final = str(Path(sys.executable).with_name("csecrefs"))
SEARCH: Final = [_PROGRAM, "styles", "search", "chicago"]
"""`csecrefs styles search`, as a user starts it."""


def ours(items: Path, style: str, folder: Path) -> list[str]:
    """`csecrefs format`, as a user starts it."""
    return [
        _PROGRAM,
        "format",
        str(items),
        "--style",
        style,
        "--to",
        "html",
        "-o",
        str(folder / "ours.html"),
    ]


def pandoc(items: Path, style: str, folder: Path) -> list[str]:
    """`pandoc --citeproc` on a document that lists everything."""
    document = folder / "all.md"
    document.write_text(_MARKDOWN, encoding="utf-8")
    return [
        "pandoc", "--citeproc", "--bibliography", str(items), "--csl", str(_style_file(style)),
        "--from", "markdown", "--to", "html", "--output", str(folder / "pandoc.html"), str(document),
    ]  # fmt: skip


def citeproc_js(module: Path) -> Command:
    """citeproc-js on node, from its module's folder."""

    def command(items: Path, style: str, folder: Path) -> list[str]:
        script = folder / "citeproc.js"
        script.write_text(_NODE, encoding="utf-8")
        files = map(
            str,
            (
                _style_file(style),
                items,
                places.locale_files(),
                folder / "citeproc-js.html",
            ),
        )
        return ["node", str(script), str(module), *files]

    return command


def at_hand(folder: str | None) -> dict[str, Command]:
    """The peers that are installed, by name; what is missing is said on stderr.

    `folder` is where npm installed citeproc-js: its module's, `node_modules`, or the
    one that holds this.
    """
    found: dict[str, Command] = {}
    module = module_folder(folder)
    if shutil.which("pandoc"):
        found["pandoc"] = pandoc
    if module and shutil.which("node"):
        found["citeproc-js"] = citeproc_js(module)
    for name in ("pandoc", "citeproc-js"):
        if name not in found:
            print(f"{name} is not at hand; it is left out", file=sys.stderr)
    return found


def module_folder(folder: str | None) -> Path | None:
    """Return the folder of citeproc-js in or below the folder given, None if absent."""
    if not folder:
        return None
    for inner in ("node_modules/citeproc", "citeproc", ""):
        module = Path(folder, inner).resolve()
        if (module / "package.json").is_file():
            return module
    return None


def run(command: list[str], environment: Mapping[str, str]) -> Run:
    """Run a command to its end, Python with its compiled modules, as users have it.

    Raises RuntimeError if the command fails.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE"
    }
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=inherited | dict(environment),
    )
    assert process.stderr is not None
    complaint = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{command[0]} failed: {complaint[-500:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _style_file(style: str) -> Path:
    return places.independent_styles() / f"{style}.csl"
