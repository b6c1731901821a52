"""The command line: `verbs` runs it, and each verb has a module of its name.

Nothing else stands here: a verb's module, once imported, is an attribute of this
package, and two of them are named as Python's own `list` and `format`.
"""

from __future__ import annotations

import atexit
import gc
import sys
from typing import TYPE_CHECKING, Any, Final

from csecrefs import __version__

if TYPE_CHECKING:
    from csecrefs.cli.verbs import VERBS as VERBS
    from csecrefs.cli.verbs import app as app

__all__ = ["VERBS", "app", "main"]

VERSION: Final = f"csecrefs, version {__version__}"


def main() -> None:
    """Run the command line and exit."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        # Scripts ask for it often, and loading all else takes twice as long as Python.
        sys.stdout.write(f"{VERSION}\n")
        sys.exit(0)
    # Records live to the end, and so do the modules that are loaded from here on:
    # looking for garbage among them doubles the time of reading.
    gc.set_threshold(100_000, 50, 100)
    # As it ends, Python looks once more for garbage in all that is loaded, which took a
    # sixth of the time of a short run. Frozen objects are left out of that.
    atexit.register(gc.freeze)
    from csecrefs.cli.verbs import main as run

    run()


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Not at the top: this module runs before every other of the package.
    from csecrefs.cli import verbs

    if name == "VERBS":
        return verbs.verbs()
    return getattr(verbs, name)
