"""Entries that are decoded on first use are those that are decoded at once."""

from __future__ import annotations

import pickle
import random
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest

from csecrefs.formats.bibtex import parse, read
from csecrefs.formats.bibtex.lazy import LazyEntries, from_outline, lazy_entries
from csecrefs.formats.bibtex.outline import OutlinedBlocks, packed, unpacked
from tests.benchmarks.formats import bib
from tests.conformance import SHARED

_LONG = "x" * 15_000
SAMPLES = {
    "plain": b"@book{a, title={T}, year=1999}\n@article{b, title={U}}",
    "the same key again": b"@book{a, title={T}}\n@book{A, title={U}}\n@book{a,}",
    "without keys": b"@book{, title={T}}\n@book{title={U}}\n@book{c, year=1}",
    "inherited": b"@inproceedings{a, crossref={P}, title={T}}\n@xdata{x, year=2001}\n"
    b"@book{b, xdata={x}, ids={other}}\n@proceedings{p, title={Proc}, year=2000}\n"
    b"@incollection{c, crossref={other}}",
    "a circle": b"@book{c, crossref={a}}\n@book{a, crossref={b}, title={A}}\n"
    b"@book{b, crossref={a}, year=2000}\n@book{d, crossref={b}}",
    "the parent is missing": b"@book{a, crossref={b}}\n@book{b, crossref={none}}",
    "macros": b"@string{m = {Journal}}\n@string{n = m # unknown}\n"
    b"@article{a, journal = n # nothing, year=2000, month=jan}",
    "values that grow": f"@string{{m = {{{_LONG}}}}}\n@book{{a, title = m # m}}\n"
    f"@book{{b, title = m}}\n@book{{c, note = {{n}}}}".encode(),
    "damaged": b"@book{a, title={T}\n@book{b, title={U}, stray }\n@book{c, title=}}",
    "Windows-1252": "@book{a, title={Über}, year=2000}".encode("cp1252"),
    "two addresses": b"@misc{a, url={http://a.example and http://b.example},\n"
    b"  doi={10.1/x}, date={nonsense}, author={A; B and C, D, E, F, G}}\r\n@odd{b,}",
    "empty": b"  ",
    "many": bib(200).encode(),
}
PATHS = [Path(__file__).parents[2] / "bib" / "references.bib"]
CORPUS = SHARED / "formats" / "corpus"


def _both(source: bytes) -> list[LazyEntries]:
    """Return the entries as parsed, and as their outline has them."""
    parsed = lazy_entries(source, "refs.bib")
    assert parsed is not None
    outline = parsed.outline()
    if not outline:
        return [parsed]
    return [parsed, from_outline(source, "refs.bib", outline)]


def _check(source: bytes) -> None:
    references, diagnostics = read(source, path="refs.bib")
    for entries in _both(source):
        assert [each.id for each in entries.references] == [
            each.id for each in references
        ]
        errors = {each for each in diagnostics if each.severity == "error"}
        assert {each for each in entries.grave if each.severity == "error"} == errors
        chosen = list(range(len(references)))
        random.Random(1).shuffle(chosen)
        for at in chosen[: len(chosen) // 2 + 1]:
            assert entries.references[at] == references[at]
            assert entries.references[at].place == references[at].place
        keys = {each.id for each in references[:3]}
        about = {each for each in diagnostics if each.key in keys}
        assert set(entries.about(keys)) == errors | about
        assert list(entries.complete()) == diagnostics
        assert entries.references == references


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(name: str) -> None:
    _check(SAMPLES[name])


def test_the_shipped_list() -> None:
    for path in PATHS:
        _check(path.read_bytes())


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of .bib files there")
def test_real_files() -> None:
    for path in sorted(CORPUS.glob("*"))[::20]:
        _check(path.read_bytes())


def test_a_circle_has_no_outline() -> None:
    entries = lazy_entries(SAMPLES["a circle"], "refs.bib")
    assert entries is not None and entries.outline() == b""
    assert "crossref-cycle" in {each.code for each in entries.grave}


def test_the_blocks_of_an_outline() -> None:
    source = SAMPLES["macros"].decode()
    parsed = [each for each in parse(source).blocks if each.kind != "text"]
    blocks, facts = unpacked(source, packed(parsed, {"found": [1]}))
    assert facts["found"] == [1]
    assert list(map(attrs.astuple, blocks)) == list(map(attrs.astuple, parsed))
    assert [each.key for each in blocks.strings()] == ["", ""]
    assert blocks.works() == [2] and blocks.keys[2] == "a"
    # A block is made once, and the same by every way to it.
    assert blocks[2] is blocks[2] is blocks[1:][1]
    assert attrs.astuple(blocks[-1]) == attrs.astuple(parsed[-1])
    with pytest.raises(IndexError):
        blocks[3]


@pytest.mark.parametrize(
    ("numbers", "spans"),
    [
        ([0, 0, 0, 9, 0, 2], [1, 2]),
        ([0, 0, 0, 9, 0, 1], [1, 2]),
        ([0, 5, 0, 9, 0, 2] * 2, [1, 2, 3, 4]),
        ([7, 0, 0, 9, 0, 2] * 2, [1, 2, 3, 4]),
    ],
)
def test_numbers_that_are_no_outline(numbers: list[int], spans: list[int]) -> None:
    head = {"keys": ["a", "b"], "types": ["book"]}
    with pytest.raises((ValueError, IndexError)):
        OutlinedBlocks("@book{a}", head, array("I", numbers), array("I", spans))


def test_a_lazy_reference_is_an_ordinary_one() -> None:
    entries = lazy_entries(SAMPLES["plain"], "refs.bib")
    assert entries is not None
    first, second = entries.references
    eager = read(SAMPLES["plain"], path="refs.bib")[0]
    assert hash(first) == hash(eager[0]) and first == eager[0]
    assert first.evolve(volume=3).volume == 3
    assert pickle.loads(pickle.dumps(second.to_csl())) == eager[1].to_csl()
    assert "title" in second and second.place.line == 2
    with pytest.raises(AttributeError):
        second.nothing  # noqa: B018


def test_several_threads_decode_the_same_entries() -> None:
    source = bib(300).encode()
    expected = read(source)[0]
    entries = lazy_entries(source, "<string>")
    assert entries is not None
    listed = entries.references

    def titles(seed: int) -> list[str]:
        order = list(range(len(listed)))
        random.Random(seed).shuffle(order)
        found = {at: listed[at].markup("title") for at in order}
        return [found[at] for at in sorted(found)]

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(titles, range(8)))
    assert all(each == [one.markup("title") for one in expected] for each in results)
