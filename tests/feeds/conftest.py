"""One rehearsal of autumn 2017 for all tests of what it printed."""

from pathlib import Path

import pytest

from tests.feeds.autumn import play


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play(tmp_path_factory.mktemp("autumn"))
