"""A misspelt option of a method that takes many is refused, never passed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csecrefs import Library
from csecrefs.errors import FieldError


@pytest.mark.parametrize(
    ("call", "meant"),
    [
        (lambda lib, _, options: lib.verify(**options), "offline"),
        (lambda lib, _, options: lib.enrich("a", **options), "offline"),
        (lambda lib, folder, options: lib.site(folder, **options), "offline"),
        (lambda lib, _, options: lib.check_links(**options), "there are progress"),
    ],
)
def test_a_misspelt_option_is_refused(
    call: Callable[[Library, Path, dict[str, Any]], object],
    meant: str,
    tmp_path: Path,
) -> None:
    library = Library.parse("@book{a, title={Tides}}")
    with pytest.raises(FieldError, match=f"unexpected .* 'oflfine'.*{meant}"):
        call(library, tmp_path / "out", {"oflfine": True})
    assert not (tmp_path / "out").exists()
