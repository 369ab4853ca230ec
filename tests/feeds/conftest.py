"""One rehearsal of autumn 2017 for all tests of what it printed."""

from pathlib import Path

import pytest

from tests.feeds.autumn import play
from tests.played import play_once


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play_once(tmp_path_factory, "autumn", play)
