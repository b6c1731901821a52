"""Write `csecrefs/text/alphabets.py`: how ICU orders the letters of each language.

Run as `python -m tools.make_alphabets` where node with full ICU data is installed. The
order is data of the Unicode CLDR (Unicode License v3); see NOTICE.
"""

from __future__ import annotations

import json
import subprocess
import unicodedata
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = (
    "af ar az be bg bn bs ca cs cy da de el eo es et eu fa fi fo fr ga gl gu he hi hr "
    "hu hy id is it ka kk kl km kn ky la lo lt lv mk ml mn mr ms mt nb ne nl nn pa pl "
    "ps pt ro ru si sk sl sq sr sr-Latn sv ta te th tl tr uk ur uz vi"
).split()
OUT: Final = Path(__file__).parents[1] / "src/csecrefs/text/alphabets.py"
# Letters that sort as several in one language, which the order of single letters does
# not show: alef with madda comes between "ءا" and "ءب".
EXPANSIONS: Final = {"ar": {"\u0622": "\u0621\u0621"}}
HEAD: Final = '''"""The order of letters: of all scripts, and where a language has an order of its own.

Written by tools/make_alphabets.py from the collation data of the Unicode CLDR.
"""

from __future__ import annotations

from typing import Final

# ruff: noqa: E501 tables that nobody edits
# fmt: off

'''


def main() -> None:
    """Ask ICU, and write the module."""
    script = Path(__file__).with_name("collation.js")
    command = ["node", str(script), "en", *LANGUAGES]
    answer = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603 our own script
    known = json.loads(answer)
    root = Root(known["en"])
    parts = [HEAD, root.source()]
    own = {
        name: expanded(tailoring(known[name], root), EXPANSIONS.get(name, {}))
        for name in LANGUAGES
    }
    parts.append(_table("TAILORED", {name: rows for name, rows in own.items() if rows}))
    parts.append(_table("DOUBLED", _strings(known, "doubled")))
    parts.append(_table("FIRST_SCRIPTS", _strings(known, "first")))
    OUT.write_text("\n".join(parts), encoding="utf-8")


class Root:
    """The order of letters where no language has one of its own."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.expands = dict(data["expands"])
        self.ignored = "".join(data["ignored"])
        # a letter without marks stands for its class
        self.order = [sorted(alike, key=_is_composed) for alike in data["order"]]
        self.place = {
            letter: place for place, alike in enumerate(self.order) for letter in alike
        }
        self.head = {letter: alike[0] for alike in self.order for letter in alike}

    def source(self) -> str:
        """Return the tables of the root as Python."""
        latin, others = [], []
        for alike in self.order:
            head = alike[0]
            if head in self.expands:
                continue
            name = unicodedata.name(head, "")
            if name.startswith(("LATIN", "MODIFIER")) or head in _ascii():
                latin.append(head)
            else:
                others.append(head)
        same = [
            letter + alike[0]
            for alike in self.order
            for letter in alike[1:]
            if not _is_composed(letter)
        ]
        return "\n".join(
            (
                _string("LATIN", "".join(latin)),
                _string("OTHER_SCRIPTS", "".join(others)),
                _string("SAME", " ".join(same)),
                _string("EXPANDED", " ".join(k + v for k, v in self.expands.items())),
                _string("IGNORED", self.ignored),
            )
        )


def tailoring(data: dict[str, Any], root: Root) -> str:
    """Return the letters that a language orders in its own way.

    Each row has the letter of the root before it, a colon, and the letters that follow,
    with commas between those of different weight and blanks between alike ones; after
    an equals sign the letters that are the same as that letter.
    """
    rows: dict[str, list[str]] = {}
    expands = dict(data["expands"])
    scripts: dict[str, list[list[str]]] = {}
    for alike in data["order"]:
        scripts.setdefault(_script(alike[0]), []).append(alike)
    for classes in scripts.values():
        heads = [_head(alike, root) for alike in classes]
        places = [root.place[head] if head else -1 for head in heads]
        unmoved = _longest_rise(places)
        before = ""
        for number, alike in enumerate(classes):
            if number in unmoved:
                before = heads[number]
                moved = [each for each in alike if root.head.get(each) != before]
                if moved:
                    _add(rows, f"={_origin(before, root)}", moved)
            elif alike[0] in expands:
                _add(rows, f"={expands[alike[0]]}", alike)
            else:
                _add(rows, _origin(before, root), alike)
    for group, after, same in data["pairs"]:
        head = f"={same}" if same else _origin(after, root)
        _add(rows, head, [group])
    return ";".join(f"{head}:{','.join(groups)}" for head, groups in rows.items())


def expanded(rows: str, letters: dict[str, str]) -> str:
    """Return the rows in which letters that sort as several stand after a plus sign and
    the letters that they sort as.
    """
    found = rows.split(";")
    for letter, parts in letters.items():
        for place, row in enumerate(found):
            if row.endswith(f":{letter}"):
                found[place] = f"+{parts}:{letter}"
    return ";".join(found)


def _head(alike: list[str], root: Root) -> str:
    """Return the letter that stands for a class in the root, "" if none does."""
    return next((each for each in alike if root.head.get(each) == each), "")


def _longest_rise(places: list[int]) -> set[int]:
    """Return the indexes of the longest run of places that rise (-1 has no place)."""
    best: list[tuple[int, int]] = []
    for number, place in enumerate(places):
        longest, link = 0, -1
        for earlier in range(number):
            if (
                places[earlier] >= 0
                and places[earlier] < place
                and best[earlier][0] > longest
            ):
                longest, link = best[earlier][0], earlier
        best.append((longest + 1 if place >= 0 else 0, link))
    at = max(range(len(best)), key=lambda each: best[each][0], default=-1)
    kept = set()
    while at >= 0:
        kept.add(at)
        at = best[at][1]
    return kept


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]


def _add(rows: dict[str, list[str]], head: str, letters: list[str]) -> None:
    rows.setdefault(head, []).append(" ".join(letters))


def _origin(letter: str, root: Root) -> str:
    return root.expands.get(letter, letter)[:1]


def _is_composed(letter: str) -> bool:
    return unicodedata.normalize("NFKD", letter) != letter


def _ascii() -> str:
    return "abcdefghijklmnopqrstuvwxyz"


def _strings(known: dict[str, Any], part: str) -> dict[str, str]:
    return {
        name: " ".join(known[name][part]) for name in LANGUAGES if known[name][part]
    }


def _string(name: str, text: str) -> str:
    return f"{name}: Final = {text!a}\n"


def _table(name: str, rows: dict[str, str]) -> str:
    lines = [f"    {key!a}: {value!a},\n" for key, value in rows.items()]
    return f"{name}: Final[dict[str, str]] = {{\n{''.join(lines)}}}\n"


if __name__ == "__main__":
    main()
