"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csecrefs.storage import cache


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests, and the programs they start, leave the user's cache folder alone."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setattr(cache, "folder", lambda: folder / "csecrefs")
        yield
