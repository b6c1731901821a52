"""Regular expressions that are compiled when they are first used.

The package has about a thousand expressions, and a run of the command line needs a
few dozen of them. Compiling all of them at import took a fifth of the start-up time of
`csecrefs format` and a quarter of that of `csecrefs show`.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def regex(expression: AnyStr, flags: int | re.RegexFlag = 0) -> re.Pattern[AnyStr]:
    """Return the expression as a pattern that is compiled at its first use.

    Takes the arguments of `re.compile`. The result has every attribute and method of a
    compiled pattern, but is no instance of `re.Pattern`: call its methods rather than
    functions of `re` with it. A fault in the expression is raised at the first use, not
    here; a test compiles every pattern of the package.

    >>> digits = regex(r"\\d+")
    >>> digits.findall("pages 17-29")
    ['17', '29']
    """
    return cast("re.Pattern[AnyStr]", LazyPattern(expression, flags))


class LazyPattern:
    """A regular expression and its flags, compiled when an attribute is asked for."""

    def __init__(self, expression: str | bytes, flags: int | re.RegexFlag) -> None:
        # Known without compiling: expressions are often parts of others.
        self.pattern = expression
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        found = getattr(compiled, name)

        # Kept on the instance, so that the next use finds it without this method: a
        # call of `match` then costs what it costs with a compiled pattern.
        setattr(self, name, found)
        return found

    def __repr__(self) -> str:
        return f"regex({self.pattern!r})"
