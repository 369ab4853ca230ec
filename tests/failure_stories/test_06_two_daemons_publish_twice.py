"""Story 6: two daemons on one ledger publish everything twice."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from publisher.ledger.ledger import Ledger
from tests.failure_stories.story import Story, local
from tests.ledger.postgresql import serve_postgresql

MANY = 100

ONE_DAEMON = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from publisher.config.config import load_config
from publisher.desk.desk import Desk
from publisher.ledger.ledger import Ledger
from tests.folders import PlainRenderer

class Loudspeaker:
    name = "hook"
    def tell(self, release, key):
        with open(sys.argv[4], "a") as heard:
            heard.write(key + "\\n")

config = load_config(Path(sys.argv[1]))
desk = Desk(config, Ledger.open_to_write(sys.argv[2]), [*config.make_outlets(), Loudspeaker()])
desk.surveyor.renderings.worker = PlainRenderer()
now = datetime.fromisoformat(sys.argv[3])
sys.stdin.readline()
for number in range(3):
    desk.run_pass(now + timedelta(seconds=30 * number))
"""


def run_two(story: Story, url: str) -> list[str]:
    """Two processes make passes at the same moments; what anybody was told, by its key."""
    heard = story.folder.path / "heard"
    due = local("2017-09-27 18:00").isoformat()
    command = [sys.executable, "-c", ONE_DAEMON, str(story.folder.config), url, due, str(heard)]
    daemons = [subprocess.Popen(command, stdin=subprocess.PIPE, text=True) for _ in range(2)]
    for daemon in daemons:
        assert daemon.stdin is not None
        with daemon.stdin as start:
            start.write("go\n")
    assert [daemon.wait(240) for daemon in daemons] == [0, 0]
    return heard.read_text().splitlines()


def assert_once(story: Story, url: str, heard: list[str]) -> None:
    ledger = Ledger.open_to_write(url)
    names = Counter(one.name for one in ledger.since(0) if one.subject == "announcement")
    assert len(names) == MANY
    assert set(names.values()) == {1}
    assert len(heard) == len(set(heard)) == MANY
    ledger.close()
    assert len(story.guids()) == len(set(story.guids())) == MANY


def prepare(story: Story, url: str) -> None:
    for number in range(MANY):
        story.save(f"meeting-{number:03}")
    Ledger.open_to_write(url).close()


@pytest.mark.prove
def test_two_processes_on_one_file_release_and_tell_each_once(story: Story) -> None:
    """apscheduler #129, #160; directus #15052; strapi #15634."""
    url = f"sqlite:///{story.folder.path / 'ledger.sqlite'}"
    prepare(story, url)
    assert_once(story, url, run_two(story, url))


@pytest.mark.prove
@pytest.mark.postgresql
def test_two_processes_on_one_postgresql_release_and_tell_each_once(story: Story) -> None:
    """The same, with nothing between them but the database."""
    with serve_postgresql() as server:
        url = server.make_schema()
        prepare(story, url)
        assert_once(story, url, run_two(story, url))


def test_a_second_daemon_on_the_same_file_is_refused(tmp_path: Path) -> None:
    from publisher.errors import LedgerError
    from publisher.ledger.daemon_lock import DaemonLock

    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    DaemonLock(url).take()
    with pytest.raises(LedgerError, match="another daemon is at work on this ledger"):
        DaemonLock(url).take()
