"""`python -m tests.conformance [NAME [PATH]]`: run every set that is there, or one, on
PATH if given.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.conformance import Set, sets


def measure(chosen: Set, path: Path, show_failures: bool) -> None:
    passed = total = 0
    for case in chosen.run(path):
        total += 1
        passed += case.passed
        if show_failures and not case.passed:
            print(f"{case.id}: {case.detail}", flush=True)
    print(f"{chosen.name}: {passed}/{total}", flush=True)


def main(arguments: list[str]) -> int:
    known = sets()
    if len(arguments) > 2 or (arguments and arguments[0] not in known):
        print(
            f"usage: python -m tests.conformance [{'|'.join(known)} [PATH]]",
            file=sys.stderr,
        )
        return 2
    for chosen in [known[arguments[0]]] if arguments else known.values():
        path = Path(arguments[1]) if len(arguments) == 2 else chosen.source
        if path.exists():
            measure(chosen, path, show_failures=bool(arguments))
        else:
            print(
                f"{chosen.name}: absent ({chosen.source.name} is not there)",
                file=sys.stderr,
            )
            if arguments:
                return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
