"""Runs a style of BibTeX by pybtex's interpreter, within bounds.

A style is a program, and may come with a stranger's folder: it can loop for ever, or
call functions that each call another twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any, Final

from pybtex.bibtex import bst
from pybtex.bibtex.interpreter import Interpreter
from pybtex.database.input.bibtex import Parser
from pybtex.utils import CaseInsensitiveDict

from csecrefs.errors import InputError

SECONDS: Final = 30.0
"""Seconds of processor time that a style may take; plain.bst takes three milliseconds
an entry."""
SECONDS_EACH: Final = 0.1
"""Seconds more for each reference."""
LARGEST: Final = 1_000_000
"""Maximum number of characters of one string; BibTeX itself has 20,000."""
# Steps from one look at the clock to the next.
_STEPS: Final = 1000


def run(source: str, filename: str, *, references: int) -> str:
    """Return the .bbl file that a style makes of a .bib file with so many references.

    Raises InputError for a style that takes too long or makes too long a string, and
    whatever the interpreter raises.
    """
    interpreter = _BoundedInterpreter(filename, SECONDS + SECONDS_EACH * references)
    # Every call looks a name up here: to count needs no change of pybtex.
    interpreter.vars = _CountedNames(interpreter.vars, interpreter.step)
    script = bst.parse_file(filename, None)
    text = interpreter.run(
        script,
        ["*"],
        [StringIO(source)],
        # The number that BibTeX itself takes.
        min_crossrefs=2,
    )
    return str(text)


class _BoundedInterpreter(Interpreter):  # type: ignore[misc]  # pybtex has no types
    """An interpreter that ends a style after some time.

    Each turn of a loop pushes a value and each call looks a name up, so that a program
    that goes on for long takes many steps.
    """

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(Parser, None)
        self._name, self._seconds = name, seconds
        self._end = time.process_time() + seconds
        self._steps = 0

    def push(self, value: Any) -> None:
        if isinstance(value, str) and len(value) > LARGEST:
            raise InputError(
                f"{self._name}: the style makes a string of {len(value):,} characters; "
                f"{LARGEST:,} are taken"
            )
        self.step()
        super().push(value)

    def step(self) -> None:
        """Count a step. Raises InputError if the time is over."""
        self._steps += 1
        # The clock now and then: a look at each step would slow every style down.
        if self._steps % _STEPS == 0 and time.process_time() > self._end:
            raise InputError(
                f"{self._name}: the style has not ended after {self._seconds:.0f} "
                f"seconds; it is in a loop"
            )


class _CountedNames(CaseInsensitiveDict):  # type: ignore[misc]  # pybtex has no types
    """The names of a style's functions and variables; each look-up is a step."""

    def __init__(self, names: Mapping[str, Any], step: Callable[[], None]) -> None:
        super().__init__(names)
        self._step = step

    def __getitem__(self, name: str) -> Any:
        self._step()
        return super().__getitem__(name)
