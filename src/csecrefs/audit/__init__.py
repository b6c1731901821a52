"""The audit of a manuscript: is every citation listed, every listed work real, described
rightly, unretracted, its link alive, its entry in one style?

`audit` makes one; `csecrefs.reports` prints its findings, and `page` shows the
manuscript with them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from csecrefs.audit.audited import Audit, audit
from csecrefs.audit.lookup import LookedUp, look_up
from csecrefs.audit.page import page
from csecrefs.audit.style import StyleGuess, recognise


class _CallableRoom(ModuleType):
    """This package, which can be called as its function of the same name.

    `csecrefs.audit` is both: the function on the first look (PEP 562), and the package
    once something has imported it.
    """

    def __call__(self, source: str | Path, **how: Any) -> Audit:
        return audit(source, **how)


# Only the class of a module can make it callable.
sys.modules[__name__].__class__ = _CallableRoom

__all__ = [
    "Audit",
    "LookedUp",
    "StyleGuess",
    "audit",
    "look_up",
    "page",
    "recognise",
]
