"""A rehearsal plays a script as an author would make its moves, and says what is wrong with one."""

from datetime import timedelta
from pathlib import Path

import pytest

from publisher.config.config import load_config
from publisher.errors import PublisherError
from publisher.preview.rehearsal import Rehearsal
from publisher.roadmap.moving import Move
from publisher.schedule.script import Event
from tests.builders import DUE
from tests.folders import CONFIG


def test_a_move_of_what_no_roadmap_has_says_what_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    (tmp_path / "announcements").mkdir()
    events = [Event(DUE, Move("move", "frist-reading", "6 October (afternoon)"))]
    rehearsal = Rehearsal(load_config(path), tmp_path / "rehearsal", DUE, DUE + timedelta(days=1), events)
    with pytest.raises(PublisherError, match=r"`frist-reading`; did you mean `first-reading`\?"):
        list(rehearsal.play())
    rehearsal.close()
