"""The baseline: links known to be broken, which are no news.

It is a JSON object with the links in `broken`, each with its verdict.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from csecrefs.errors import InputError
from csecrefs.links.results import LinkReport
from csecrefs.storage.files import read_small, write_atomically
from csecrefs.text.characters import mask_userinfo

# 64 MiB: a baseline of 400,000 dead links.
_LARGEST: Final = 1 << 26
"""The most bytes of a baseline."""


def read_baseline(path: Path) -> dict[str, str]:
    """Return the verdicts of the links known to be broken, by URL; raises
    InputError.
    """
    try:
        known = json.loads(read_small(path, _LARGEST))["broken"]
        return {str(url): str(code) for url, code in known.items()}
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(
            f"{path}: a baseline is a JSON object with the links in `broken`"
        ) from None


def write_baseline(path: Path, report: LinkReport) -> None:
    """Write the links that a report found broken, in a stable order; raises
    InputError.

    A report that was interrupted is refused: half a list would make the rest news. So
    is what is no baseline now: a link, which in a folder of a stranger's may lead
    anywhere, a pipe, another file.
    """
    if report.interrupted:
        raise InputError(f"{path}: the run was interrupted; the baseline is unchanged")
    if path.is_symlink():
        raise InputError(f"{path}: a link; a baseline is not written through one")
    if path.exists():
        read_baseline(path)
    broken = {mask_userinfo(row.link.url): row.verdict.code for row in report.broken}
    text = json.dumps(
        {"broken": broken},
        indent=2,
        sort_keys=True,
        ensure_ascii=False,
    )
    try:
        write_atomically(path, text + "\n")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
