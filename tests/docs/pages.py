"""The blocks of the README and of docs/, run from top to bottom, one folder a page.

- A block with a title (`bibtex title="refs.bib"`) is written to that file.
- In a `console` block, a line that begins with `$ ` is a command, run by a shell; the
  lines after it are what it prints, `...` for whatever is between. Nothing after a
  command says nothing of its output.
- `python` blocks of a page share their names.
- `<!-- not run: REASON -->` on the line before a block passes it over.

Registries are played by a stand-in that knows one work.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

from csecrefs.testing import StandIn
from tests import forked

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(
    r"^(?:<!-- not run: (?P<reason>.+?) -->\n)?"
    r"^```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
WORK = {
    "DOI": "10.5555/tides",
    "type": "journal-article",
    "title": ["Tides of the North Sea"],
    "author": [{"given": "Ann", "family": "Roe"}],
    "container-title": ["Journal of Tides"],
    "volume": "3",
    "page": "7-23",
    "issued": {"date-parts": [[2020, 4]]},
}
REGISTRIES = "doi crossref datacite pubmed pmc open_library".split()


@attrs.frozen
class Block:
    """One fenced block: its language, the file it is, the reason not to run it."""

    language: str
    title: str
    reason: str
    text: str


def pages() -> list[Path]:
    """Return the pages that are written by hand and not tested elsewhere."""
    docs = ROOT / "docs"
    own = [
        page
        for page in sorted(docs.rglob("*.md"))
        if not page.name.startswith("adding-")
    ]
    return [ROOT / "README.md", *own]


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page in order.

    >>> [each.title for each in blocks('```bibtex title="a.bib"\\n@misc{a}\\n```\\n')]
    ['a.bib']
    """
    return [
        Block(
            found["language"],
            found["title"] or "",
            found["reason"] or "",
            found["text"],
        )
        for found in _BLOCK.finditer(text)
    ]


def steps(text: str) -> list[tuple[str, str]]:
    """Return each command of a console block with the output that follows it.

    >>> steps("$ echo a\\na\\n$ true\\n")
    [('echo a', 'a\\n'), ('true', '')]
    """
    found = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    pairs = [re.split(r"(?<!\\)\n", each, maxsplit=1) for each in found]
    return [(command, "".join(shown)) for command, *shown in pairs]


def agrees(shown: str, printed: str) -> bool:
    """True if the output is as the page shows it, `...` for any text.

    >>> agrees("a\\n...\\nz\\n", "a\\nb\\nc\\nz\\n")
    True
    """
    parts = [re.escape(part) for part in shown.strip().split("...")]
    return re.fullmatch(".*".join(parts), printed.strip(), re.DOTALL) is not None


@contextlib.contextmanager
def surroundings(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment that a page's commands run in, the stand-in beside them."""
    for name in ("bib", "styles"):
        shutil.copytree(ROOT / name, folder / name)
    with StandIn() as registry:
        registry.add_crossref(WORK)
        own = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith("CSECREFS_")
        }
        own |= {f"CSECREFS_{name.upper()}": registry.url for name in REGISTRIES}
        own |= {
            "CSECREFS_CACHE": str(folder / ".cache.sqlite"),
            "XDG_STATE_HOME": str(folder / ".state"),
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "80",
        }
        yield own


def run_page(page: Path, folder: Path) -> int:
    """Run the blocks of a page; return how many were run."""
    names: dict[str, object] = {}
    ran = 0
    with surroundings(folder) as environment:
        for block in blocks(page.read_text(encoding="utf-8")):
            if block.reason:
                continue
            if block.title:
                path = folder / block.title
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")
            elif block.language == "console":
                for command, shown in steps(block.text):
                    run_command(command, shown, folder, environment)
            elif block.language in {"python", "py"}:
                with (
                    contextlib.chdir(folder),
                    contextlib.redirect_stdout(io.StringIO()),
                ):
                    exec(compile(block.text, str(page), "exec"), names)
            else:
                continue
            ran += 1
    return ran


def run_command(
    command: str, shown: str, folder: Path, environment: dict[str, str]
) -> None:
    """Run a command in the folder and compare what it prints, if the page shows it."""
    arguments = forked.arguments_of(command)
    if arguments is None:
        code, printed = _run_by_shell(command, folder, environment)
    else:
        code, printed = forked.run(arguments, folder, environment)
    assert code in {0, 1}, f"{command}: {code}\n{printed}"
    assert "Traceback" not in printed
    if shown.strip():
        assert agrees(shown, printed), f"{command}\n{printed}"


def _run_by_shell(
    command: str, folder: Path, environment: dict[str, str]
) -> forked.Ended:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=forked.SECONDS,
    )
    return forked.Ended(done.returncode, done.stdout)
