"""Changes put back into files: what is refused, and what goes to which file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from csecrefs import formats
from csecrefs.errors import ChangedFileError, InputError
from csecrefs.library.saving import Changes, plan, save
from csecrefs.model import Reference

ITEMS = [
    {"id": "roe", "type": "book", "title": "Tides", "custom": {"shelf": "A"}},
    {"id": "doe", "type": "book", "title": "Ebbs", "custom": {"shelf": "B"}},
    {"id": "poe", "type": "book", "title": "Floods", "custom": {"shelf": "C"}},
]


@pytest.fixture
def items(tmp_path: Path) -> Path:
    path = tmp_path / "items.json"
    path.write_text(json.dumps(ITEMS))
    return path


def _read(path: Path) -> dict[str, Reference]:
    return {
        each.id: each for each in formats.read(path.read_bytes(), path=str(path))[0]
    }


def _titles(path: Path) -> dict[str, str]:
    return {key: each.title for key, each in _read(path).items()}


def _book(key: str, title: str) -> Reference:
    return Reference(key, "book", title=title)


def test_a_new_reference_comes_last(items: Path) -> None:
    save([items], Changes(added=[_book("new", "Waves")]))
    assert list(_titles(items)) == ["roe", "doe", "poe", "new"]


def test_what_somebody_added_alike_meanwhile_is_no_conflict(items: Path) -> None:
    before = items.read_bytes()
    assert plan([items], Changes(added=[_read(items)["doe"]])) == []
    assert items.read_bytes() == before


def test_another_reference_with_the_key_of_a_new_one_is_a_conflict(items: Path) -> None:
    changes = Changes(added=[_book("doe", "Waves")])
    with pytest.raises(ChangedFileError, match="doe is there already") as caught:
        save([items], changes)
    assert "Ebbs" in caught.value.diff
    assert "Waves" in caught.value.diff
    assert _titles(items)["doe"] == "Ebbs"


def test_a_key_that_is_taken_out_is_free_for_a_new_reference(items: Path) -> None:
    new = [_book("doe", "Waves")]
    save([items], Changes(added=new, removed=frozenset({"doe"})))
    assert _titles(items) == {"roe": "Tides", "poe": "Floods", "doe": "Waves"}


def test_of_several_that_are_gone_the_first_by_its_key_is_named(items: Path) -> None:
    base = _read(items)
    items.write_text(json.dumps(ITEMS[:1]))
    changed = {key: _book(key, "Waves") for key in ("poe", "doe")}
    with pytest.raises(ChangedFileError, match="doe is no longer there"):
        plan([items], Changes(changed, base=base))


def test_what_others_changed_alike_meanwhile_is_no_conflict(items: Path) -> None:
    base = _read(items)
    waves = base["doe"].evolve(title="Waves")
    save([items], Changes({"doe": waves}))
    assert plan([items], Changes({"doe": waves}, base=base)) == []


def test_without_the_records_as_they_were_read_a_change_goes_to_every_file(
    items: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(ITEMS[1:2]))
    changes = Changes({"doe": _book("doe", "Waves")})
    assert [each.path for each in plan([items, other], changes)] == [items, other]


def test_a_change_goes_to_the_file_its_record_was_read_from(
    items: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(ITEMS[1:2]))
    waves = _book("doe", "Waves")
    for path in (items, other):
        changes = Changes({"doe": waves}, base=_read(path))
        assert [each.path for each in plan([items, other], changes)] == [path]


@pytest.mark.parametrize(
    ("was", "becomes"), [('"Floods"', '"Mud"'), ('"shelf": "C"', '"shelf": "D"')]
)
def test_a_writer_s_fault_in_another_record_is_refused(
    items: Path, monkeypatch: pytest.MonkeyPatch, was: str, becomes: str
) -> None:
    """A value and an unknown part of a record that nobody changed."""
    update = formats.update

    def faulty(*arguments: object, **options: object) -> bytes:
        after: bytes = update(*arguments, **options)  # type: ignore[arg-type]
        return after.replace(was.encode(), becomes.encode())

    monkeypatch.setattr(formats, "update", faulty)
    before = items.read_bytes()
    with pytest.raises(InputError, match="without touching poe"):
        save([items], Changes({"doe": _book("doe", "Waves")}))
    assert items.read_bytes() == before


def test_nothing_is_added_where_there_is_no_file() -> None:
    with pytest.raises(InputError, match="no file to add to"):
        plan([], Changes(added=[_book("new", "Waves")]))


@pytest.mark.parametrize("source", ["-", "<stdin>"])
def test_standard_input_is_not_written_back_to(source: str) -> None:
    with pytest.raises(InputError, match="standard input"):
        plan([source], Changes())


def test_one_file_named_twice_is_changed_once(items: Path) -> None:
    changes = Changes(added=[_book("new", "Waves")])
    assert len(save([items, str(items)], changes)) == 1
    assert list(_titles(items)) == ["roe", "doe", "poe", "new"]
