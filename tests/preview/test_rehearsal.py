"""A rehearsal plays a script as an author would make its moves, and says what is wrong with one."""

from datetime import timedelta
from pathlib import Path

import pytest

from publisher.config.config import Config, load_config
from publisher.errors import PublisherError
from publisher.preview.rehearsal import Rehearsal
from publisher.roadmap.moving import Move
from publisher.schedule.script import Event
from tests.builders import DUE
from tests.folders import CONFIG, Folder


def test_a_move_of_what_no_roadmap_has_says_what_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    (tmp_path / "announcements").mkdir()
    events = [Event(DUE, Move("move", "frist-reading", "6 October (afternoon)"))]
    rehearsal = Rehearsal(load_config(path), tmp_path / "rehearsal", DUE, DUE + timedelta(days=1), events)
    with pytest.raises(PublisherError, match=r"`frist-reading`; did you mean `first-reading`\?"):
        list(rehearsal.play())
    rehearsal.close()


@pytest.fixture
def slip(tmp_path: Path) -> tuple[Config, list[Event]]:
    """A first reading that was announced and moves; nobody has touched the sources since."""
    folder = Folder(tmp_path / "sources")
    folder.write("first-reading.md", "---\ntitle: First reading\nmilestone: first-reading\n---\n\nWords.\n")
    folder.close()
    move = Move("move", "first-reading", "6 October (afternoon)", "The room is taken")
    return load_config(folder.path / "config.toml"), [Event(DUE + timedelta(hours=20), move)]


def play(folder: Path, slip: tuple[Config, list[Event]], *, watched: bool) -> list[dict[str, bytes]]:
    """What lies on the site after each stop, and at the end."""
    config, events = slip
    begin, end = DUE - timedelta(days=1), DUE + timedelta(days=3)
    rehearsal = Rehearsal(config, folder, begin, end, events, watched=watched)
    try:
        seen = [read_site(rehearsal.site) for _ in rehearsal.play()]
        return [*seen, read_site(rehearsal.site)]
    finally:
        rehearsal.close()


def read_site(site: Path) -> dict[str, bytes]:
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def test_a_rehearsal_that_nobody_watches_prints_the_same_bytes_once_at_its_end(
    tmp_path: Path, slip: tuple[Config, list[Event]]
) -> None:
    watched = play(tmp_path / "watched", slip, watched=True)
    unwatched = play(tmp_path / "unwatched", slip, watched=False)
    assert [bool(files) for files in unwatched] == [*[False] * (len(unwatched) - 1), True]
    assert len({len(files) for files in watched}) > 1
    assert unwatched[-1] == watched[-1]
