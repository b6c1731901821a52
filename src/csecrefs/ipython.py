"""The notebook extension by the name that `%load_ext` has: `csecrefs.ipython`."""

from __future__ import annotations

from csecrefs.integrations.ipython import load_ipython_extension

__all__ = ["load_ipython_extension"]
