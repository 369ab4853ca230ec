"""The stage of a rehearsal: the site below a path of its own, of which nothing is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.web.stage import Stage
from tests.web.served import DOCUMENTS, Reply, ask, write_documents


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    write_documents(tmp_path)
    stage = Stage(tmp_path, "127.0.0.1", 0)
    yield stage
    stage.server.stop()


def get(stage: Stage, path: str) -> Reply:
    return ask(stage.server.server.config.app, path)  # type: ignore[arg-type] # typed for factories too


def test_the_site_lies_below_the_stage(stage: Stage) -> None:
    assert get(stage, "/journal/en/journal.rss").body == DOCUMENTS["en/journal.rss"]
    assert get(stage, "/journal/nothing").body == DOCUMENTS["404.html"]
    assert get(stage, "/journal/en").headers["location"] == "/journal/en/"


def test_nothing_of_a_rehearsal_is_kept_for_its_clock_runs_ahead(stage: Stage) -> None:
    assert get(stage, "/journal/index.html").headers["cache-control"] == "max-age=1"
