"""Story 29: the build runs in the server's zone, and London has to wait for Los Angeles."""

import json
import os
import subprocess
import sys

import pytest

from tests.failure_stories.story import Story

PLAY = """
import hashlib, json, sys
from pathlib import Path
from tests.failure_stories.story import Story, folder_in_memory, released
with folder_in_memory() as path:
    story = Story(path)
    story.save(remind="[1 working day before at 18:00]")
    told = [(done.at.isoformat(), released(done)) for done in story.live("2017-09-28 10:00")]
    story.move(when="7 November (morning)", reason="Room not available")
    told += [(done.at.isoformat(), released(done)) for done in story.live("2017-11-08 10:00")]
    files = {path: hashlib.sha256(body).hexdigest() for path, body in story.folder.files().items()}
    story.folder.close()
print(json.dumps([told, files]))
"""


def play_in(zone: str) -> str:
    environment = os.environ | {"TZ": zone}
    return subprocess.run(
        [sys.executable, "-c", PLAY], env=environment, capture_output=True, text=True, check=True, timeout=120
    ).stdout


@pytest.fixture(scope="module")
def at_home() -> str:
    return play_in("America/New_York")


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "UTC"])
def test_the_same_instants_and_the_same_bytes_wherever_the_machine_stands(zone: str, at_home: str) -> None:
    """pages-gem #302; nikola #1850; textpattern #1676; Mozilla #1723: "scheduled in the future (… now)".

    Wall times are those of the publication's zone, which its settings name.
    """
    told, files = json.loads(play_in(zone))
    assert [told, files] == json.loads(at_home)
    assert ["2017-09-27T22:00:00+00:00", ["first-reading announced"]] in told
    assert ["2017-11-06T23:00:00+00:00", ["first-reading reminder"]] in told
    assert len(files) > 30


def test_a_page_names_the_zone_of_its_hours(story: Story) -> None:
    """Mozilla #1723: editors scheduled ten minutes early, because no page said whose time it showed."""
    story.save()
    story.wait("2017-09-27 18:00")
    assert "New York" in story.page()
