"""Work on several threads that never holds up the end of the program.

The threads of `concurrent.futures` are joined when the interpreter ends, so that after
Ctrl-C one slow server would keep a user waiting. These are daemons: whoever waits for
their results is interrupted at once, and what they are at is given up.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

# Ctrl-C is seen between two waits.
_WAIT = 0.5
"""Seconds after which a waiting thread looks for signals, where the wait for a lock
does not do so by itself (Windows)."""


class Pending(Generic[Made]):
    """A result that a thread is at work on."""

    def __init__(self) -> None:
        self._done = threading.Event()
        self._result: Any = None
        self._error: BaseException | None = None

    def work(self, make: Callable[[], Made]) -> None:
        """Make the result, in the thread that calls this."""
        try:
            self._result = make()
        except BaseException as error:
            self._error = error
        finally:
            self._done.set()

    def result(self, timeout: float | None = None) -> Made:
        """Wait for the result; raises TimeoutError, or what was raised at work."""
        left = timeout
        while not self._done.wait(_WAIT if left is None else min(left, _WAIT)):
            if left is None:
                continue
            left -= _WAIT
            if left <= 0:
                raise TimeoutError
        if self._error is not None:
            raise self._error
        result: Made = self._result
        return result


def begin(make: Callable[[], Made], name: str) -> Pending[Made]:
    """Begin to make a result on a thread of its own."""
    pending: Pending[Made] = Pending()
    thread = threading.Thread(target=pending.work, args=(make,), name=name, daemon=True)
    thread.start()
    return pending


def in_order(
    make: Callable[[Given], Made], given: Sequence[Given], workers: int
) -> Iterator[Made]:
    """Yield what is made of each thing given, in order, several made at once.

    Raises what `make` raises, at the place of its result. When the iterator is closed,
    nothing further is begun.

    >>> list(in_order(abs, [-1, 2, -3], workers=2))
    [1, 2, 3]
    """
    results: list[Pending[Made]] = [Pending() for _ in given]
    turns = iter(range(len(given)))
    turn = threading.Lock()
    stopped = threading.Event()

    def work() -> None:
        while not stopped.is_set():
            with turn:
                place = next(turns, None)
            if place is None:
                return
            one = given[place]
            results[place].work(lambda: make(one))  # noqa: B023 - called at once

    for number in range(min(workers, len(given))):
        threading.Thread(target=work, name=f"csecrefs-{number}", daemon=True).start()
    try:
        for place in range(len(results)):
            yield results[place].result()
            results[place] = Pending()  # done with; let it go
    finally:
        stopped.set()
