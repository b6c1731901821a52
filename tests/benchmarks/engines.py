"""Compare csecrefs with citeproc-js and pandoc: the odd one out among three engines.

    python -m tests.benchmarks.engines entries --locales --seed 3 --odd entries.json
    python -m tests.benchmarks.engines citations --seed 3 --odd citations.json

`entries` formats real items in random styles, with `--locales` each in another
locale. `citations` formats citations as writers type them: prefixes, suffixes,
locators with labels, suppressed authors, narrative citations. Where two engines print
alike and the third does not, the third is the odd one out; where all three differ,
nothing is learned. Blanks, markup and forms of the apostrophe do not count.

It needs `node` with the npm package citeproc (`--citeproc-js FOLDER`, its folder or
the one that contains node_modules) and pandoc 3 (`--pandoc FILE`, or on PATH; the PyPI
package pypandoc_binary has it). It exits with 2 and says so where one is absent. The
items are those of the shared folder, or of `--items FILE` (CSL-JSON).
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from csecrefs import Cite, Library
from csecrefs.styles import places
from tests.benchmarks.items import load
from tests.benchmarks.peers import module_folder
from tests.conformance import SHARED

_NODE: Final = """
const [, , folder, input] = process.argv;
const fs = require("fs"), CSL = require(folder);
const job = JSON.parse(fs.readFileSync(input, "utf8"));
const byId = new Map(job.items.map((item) => [item.id, item]));
const retrieveLocale = (tag) => {
  try { return fs.readFileSync(`${job.locales}/locales-${tag}.xml`, "utf8"); }
  catch { return false; }
};
const sys = { retrieveLocale, retrieveItem: (id) => byId.get(id) };
const engine = new CSL.Engine(sys, job.style, job.locale || undefined, !!job.locale);
engine.updateItems([...byId.keys()]);
const texts = {}, before = [];
job.citations.forEach((citation, n) => {
  const properties = { noteIndex: citation.note, ...citation.properties };
  const cluster = { citationID: `c${n}`, citationItems: citation.cites, properties };
  const [, changed] = engine.processCitationCluster(cluster, before, []);
  before.push([`c${n}`, citation.note]);
  for (const [, text, id] of changed) texts[id] = text;
});
const made = engine.makeBibliography();
console.log(JSON.stringify({
  citations: job.citations.map((_, n) => texts[`c${n}`]),
  entries: made ? Object.fromEntries(made[0].entry_ids.map((id, n) => [id, made[1][n]])) : {},
}));
"""

_BETWEEN: Final = re.compile(r"[\s\u00a0\u202f\u200b]+")
_TAG: Final = re.compile(r"<[^>]+>")
_ENTRY: Final = re.compile(
    r'<div id="ref-([^"]+)"[^>]*>(.*?)</div>\s*(?=<div id="ref-|</div>|\Z)', re.DOTALL
)
_PARAGRAPH: Final = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_NOTE: Final = re.compile(r'<li id="fn\d+"[^>]*>(.*?)</li>', re.DOTALL)
_BACK: Final = re.compile(r'<a href="#fnref.*?</a>', re.DOTALL)

_PREFIXES: Final = (
    "see", "see also", "cf.", "Cf.", "e.g.", "E.g.,", "but see", "for a review, see",
    "See", "as shown by", "contra", "pace", "following", "compare", "in contrast to",
    "quoted in", "i.e.", "vgl.", "following the argument of", "discussed in",
)  # fmt: skip
_SUFFIXES: Final = (
    ", and references therein", ", emphasis added", "and passim", "for a discussion",
    "; my translation", ", among others", "(my translation)", "and elsewhere",
    "[sic]", ", original emphasis", "in particular", ", for example", "et passim",
    ". But see below", "!", "?", ", who disagrees", "(and its appendix)", ". Emphasis added.",
    "– but see below", ": a review",
)  # fmt: skip
_NUMBERS: Final = (
    "12", "12-15", "12–15", "101-108", "1200-1208", "12, 15", "12-13, 27", "33f.",
    "33ff.", "xii-xv", "iv", "3.2", "B4", "A12-A15", "12 & 14", "12 and 14", "1:23",
    "12n4", "S7", "1,024",
)  # fmt: skip
_LABELS: Final = {
    "page": "p.", "chapter": "chap.", "section": "sec.", "volume": "vol.",
    "figure": "fig.", "note": "n.", "paragraph": "para.", "line": "l.",
    "part": "pt.", "column": "col.", "book": "bk.", "verse": "v.",
}  # fmt: skip
"""CSL's label of a locator, and its form in pandoc's Markdown."""


class Given(NamedTuple):
    """One citation as a writer has it: its cites, the first in the text if narrative."""

    cites: tuple[Cite, ...]
    narrative: bool = False


class Job(NamedTuple):
    """One run of the three engines: a style, a locale or none, items, citations."""

    style: str
    locale: str
    items: list[dict[str, Any]]
    citations: list[Given]

    @property
    def text(self) -> str:
        """The text of the style."""
        file = places.independent_styles() / f"{self.style}.csl"
        return file.read_text(encoding="utf-8")

    @property
    def in_notes(self) -> bool:
        """True if the style puts its citations in notes."""
        return 'class="note"' in self.text


class Printed(NamedTuple):
    """The citations in order, and the entries by item, as one engine prints them."""

    citations: list[str]
    entries: dict[str, str]


def citeproc_js(job: Job, module: Path) -> Printed:
    """Return what citeproc-js prints; nothing where it fails."""
    told = {
        "style": job.text,
        "locale": job.locale,
        "locales": str(places.locale_files()),
        "items": job.items,
        "citations": [
            _for_js(given, number if job.in_notes else 0)
            for number, given in enumerate(job.citations, start=1)
        ],
    }
    with tempfile.TemporaryDirectory() as folder:
        script, given = Path(folder, "run.js"), Path(folder, "job.json")
        script.write_text(_NODE, encoding="utf-8")
        given.write_text(json.dumps(told), encoding="utf-8")
        answer = _output(["node", str(script), str(module), str(given)])
    if not answer:
        return Printed([], {})
    result = json.loads(answer[answer.index("{") :])
    return Printed(result["citations"], result["entries"])


def _for_js(given: Given, note: int) -> dict[str, Any]:
    cites = []
    for cite in given.cites:
        made: dict[str, Any] = {"id": cite.id, "prefix": cite.prefix}
        # citeproc-js puts no blank before a suffix that begins with a word
        made["suffix"] = _spaced(cite.suffix)
        if cite.locator:
            made |= {"locator": cite.locator, "label": cite.label}
        if cite.mode == "suppress-author":
            made["suppress-author"] = True
        cites.append(made)
    properties = {"mode": "composite"} if given.narrative else {}
    return {"cites": cites, "note": note, "properties": properties}


def pandoc(job: Job, program: str) -> Printed:
    """Return what pandoc prints; nothing where it fails."""
    lines = ["---", "nocite: '@*'", "---", ""]
    if job.locale:
        lines.insert(1, f"lang: {job.locale}")
    for given in job.citations:
        lines += [_markdown(given), ""]
    with tempfile.TemporaryDirectory() as folder:
        style, items = Path(folder, "style.csl"), Path(folder, "items.json")
        style.write_text(job.text, encoding="utf-8")
        items.write_text(json.dumps(job.items), encoding="utf-8")
        document = Path(folder, "document.md")
        document.write_text("\n".join(lines), encoding="utf-8")
        page = _output(
            [program, "--citeproc", "--csl", str(style), "--bibliography", str(items),
             "--from", "markdown-smart", "--to", "html", "--wrap=none", str(document)]
        )  # fmt: skip
    found, _, listed = page.partition('<div id="refs"')
    places_of = _NOTE if job.in_notes else _PARAGRAPH
    texts = places_of.findall(page if job.in_notes else found)
    return Printed(
        [_BACK.sub("", text) for text in texts], dict(_ENTRY.findall(listed))
    )


def _markdown(given: Given) -> str:
    parts = [_in_brackets(cite) for cite in given.cites]
    if not given.narrative:
        return f"[{'; '.join(parts)}]"
    first, rest = given.cites[0], parts[1:]
    inner = "; ".join([_located(first).lstrip(", ") + _spaced(first.suffix), *rest])
    return f"@{first.id} [{inner}]" if inner else f"@{first.id}"


def _in_brackets(cite: Cite) -> str:
    prefix = f"{cite.prefix} " if cite.prefix else ""
    mark = "-" if cite.mode == "suppress-author" else ""
    return f"{prefix}{mark}@{cite.id}{_located(cite)}{_spaced(cite.suffix)}"


def _located(cite: Cite) -> str:
    if not cite.locator:
        return ""
    return f", {{{_LABELS[cite.label]} {cite.locator}}}"


def _spaced(suffix: str) -> str:
    if not suffix or suffix[0] in ",.;:!?":
        return suffix
    return f" {suffix}"


def ours(job: Job) -> Printed:
    """Return what csecrefs prints."""
    library = Library.parse(json.dumps(job.items), format="csl-json")
    document = library.document(style=job.style, locale=job.locale)
    made = []
    for given in job.citations:
        cites = list(given.cites)
        if given.narrative:
            cites[0] = _evolved(cites[0], "narrative")
        made.append(document.cite(*cites))
    rows = library.bibliography(style=job.style, locale=job.locale).rows()
    entries = {row["key"]: row["text"] for row in rows}
    return Printed([html.escape(str(each)) for each in made], _escaped(entries))


def _escaped(entries: dict[str, Any]) -> dict[str, str]:
    return {key: html.escape(str(text)) for key, text in entries.items()}


def _evolved(cite: Cite, mode: Any) -> Cite:
    return Cite(cite.id, cite.locator, cite.label, cite.prefix, cite.suffix, mode)


def _output(command: list[str]) -> str:
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        return ""
    return run.stdout


def plain(text: str | None) -> str:
    """Return the characters of an HTML text that count.

    >>> plain("<i>Red</i> hills&#38;c’s")
    "Redhills&c's"
    """
    bare = html.unescape(_TAG.sub("", text or ""))
    return _BETWEEN.sub("", bare).replace("’", "'")


def verdict(js: str, own: str, other: str) -> str:
    """Return which of three engines is the odd one out.

    >>> verdict("a", "b", "a"), verdict("a", "a", "a"), verdict("a", "b", "c")
    ('csecrefs', 'alike', 'three ways')
    """
    if js == own == other:
        return "alike"
    if js == other:
        return "csecrefs"
    if js == own:
        return "pandoc"
    return "citeproc-js" if own == other else "three ways"


def jobs(options: argparse.Namespace) -> Iterator[Job]:
    """Yield the runs of a draw: the same ones for the same seed."""
    chance = random.Random(options.seed)
    items = [_usable(item) for item in load(options.items)]
    names = sorted(path.stem for path in places.independent_styles().glob("*.csl"))
    tags = sorted(path.stem[8:] for path in places.locale_files().glob("locales-*.xml"))
    for style in chance.sample(names, options.styles):
        locale = chance.choice(tags) if options.locales else ""
        chosen = chance.sample(items, options.count)
        job = Job(style, locale, chosen, [])
        if options.kind == "citations":
            keys = [item["id"] for item in chosen]
            wanted = options.citations // options.styles
            citations = [citation(keys, chance) for _ in range(wanted)]
            if job.in_notes:
                citations = [Given(given.cites) for given in citations]
            job = job._replace(citations=citations)
        yield job


def _usable(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if not name.startswith("_")}


def citation(keys: list[str], chance: random.Random) -> Given:
    """Return a citation as writers type them."""
    count = chance.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]
    narrative = chance.random() < 0.15
    cites = []
    for place, key in enumerate(chance.sample(keys, count)):
        cites.append(_cite(key, chance, first_in_text=narrative and place == 0))
    return Given(tuple(cites), narrative)


def _cite(key: str, chance: random.Random, first_in_text: bool) -> Cite:
    locator, label, prefix, suffix = "", "page", "", ""
    mode: Any = ""
    if chance.random() < 0.5:
        locator = chance.choice(_NUMBERS)
        if chance.random() < 0.5:
            label = chance.choice(list(_LABELS))
    if chance.random() < 0.3 and not first_in_text:
        prefix = chance.choice(_PREFIXES)
    if chance.random() < 0.25:
        suffix = chance.choice(_SUFFIXES)
    if chance.random() < 0.15 and not first_in_text:
        mode = "suppress-author"
    return Cite(key, locator, label, prefix, suffix, mode)


def compared(job: Job, module: Path, program: str) -> Iterator[dict[str, Any]]:
    """Yield a row for each entry or citation of a run, with the odd one out."""
    three = citeproc_js(job, module), ours(job), pandoc(job, program)
    if job.citations:
        for place, given in enumerate(job.citations):
            texts = [_at(each.citations, place) for each in three]
            yield _row(job, _markdown(given), texts)
        return
    for key in three[0].entries:
        yield _row(job, key, [each.entries.get(key, "") for each in three])


def _at(texts: list[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""


def _row(job: Job, name: str, texts: list[str]) -> dict[str, Any]:
    js, own, other = map(plain, texts)
    odd = verdict(js, own, other)
    made = {"style": job.style, "locale": job.locale, "of": name, "odd": odd}
    return made | {"citeproc-js": js, "csecrefs": own, "pandoc": other}


def main(arguments: list[str] | None = None) -> int:
    """Run the comparison, print the counts, and write the rows that differ."""
    options = _parser().parse_args(arguments)
    module = module_folder(options.citeproc_js)
    program = shutil.which(options.pandoc)
    if not (module and program and shutil.which("node")):
        print("absent: node with citeproc, or pandoc; see --help", file=sys.stderr)
        return 2
    counts: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    for job in jobs(options):
        begun = time.monotonic()
        found = list(compared(job, module, program))
        counts.update(row["odd"] for row in found)
        rows += [row for row in found if row["odd"] != "alike"]
        took = time.monotonic() - begun
        print(f"{job.style} {job.locale} {took:.1f} s", file=sys.stderr)
    total = sum(counts.values())
    for odd, count in counts.most_common():
        print(f"{odd}: {count} of {total} ({count / total:.2%})")
    if options.odd:
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        options.odd.write_text(text, encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("kind", choices=("entries", "citations"))
    parser.add_argument("--styles", type=int, default=60, help="number of styles")
    parser.add_argument("--count", type=int, default=30, help="items for each style")
    parser.add_argument("--citations", type=int, default=2000, help="over all styles")
    parser.add_argument("--locales", action="store_true", help="each in another locale")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--citeproc-js", help="folder of the npm package citeproc")
    parser.add_argument("--pandoc", default="pandoc", help="the program pandoc")
    parser.add_argument(
        "--items", type=Path, default=SHARED / "csl/reference-output/items.json"
    )
    parser.add_argument("--odd", type=Path, help="file for the rows that differ (JSON)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
