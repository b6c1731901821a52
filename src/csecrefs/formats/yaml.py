"""YAML as the writers of several formats need it."""

from __future__ import annotations

from typing import Any


def dump(content: Any, width: int = 100) -> str:
    """`content` as YAML in its own order, every value in full: aliases are what many readers refuse."""
    import yaml

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, _: Any) -> bool:
            return True

    return str(yaml.dump(content, Dumper=Plain, sort_keys=False, allow_unicode=True, width=width))
