"""What a run loads: start-up is most of the time of a small one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.samples import AUTHOR_DATE, CSL_JSON

_HEAVY = """lxml pybtex requests yaml pymarc rapidfuzz stdnum sqlite3 html.entities citeproc rich docx
    csecrefs.resolve csecrefs.links csecrefs.net csecrefs.dedupe csecrefs.model.identifiers""".split()
_PROGRAM = """
import sys
from csecrefs import Library
text = str(Library.read(sys.argv[1]).bibliography(style=sys.argv[2]).to("html"))
assert "Apples" in text
print(*sorted(sys.modules))
"""


def test_formatting_csl_json_loads_nothing_heavy(tmp_path: Path) -> None:
    file = tmp_path / "refs.json"
    file.write_text(CSL_JSON, encoding="utf-8")
    run = [sys.executable, "-c", _PROGRAM, str(file), AUTHOR_DATE]
    loaded = subprocess.run(
        run, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "csecrefs.csl.processor" in loaded and not set(_HEAVY) & set(loaded)
