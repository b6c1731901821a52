"""The 18 references in eight styles, as read by eye against each style's own guide: one
table a style.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

TABLES: dict[str, dict[str, Any]] = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).parent.glob("*.toml"))
}
