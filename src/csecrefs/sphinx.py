"""The Sphinx extension by the name that conf.py has: `csecrefs.sphinx`."""

from __future__ import annotations

from csecrefs.integrations.sphinx import setup

__all__ = ["setup"]
