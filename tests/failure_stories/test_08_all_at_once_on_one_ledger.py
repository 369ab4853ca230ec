"""Story 8: the task runs on all servers, and they stand in each other's way."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from publisher.ledger.ledger import Ledger
from tests.builders import DUE, make_draft
from tests.failure_stories.story import Story, local

AT_WORK, EACH = 4, 15

ONE_PASS = """
import sys
from datetime import datetime
from pathlib import Path
from publisher.config.config import load_config
from publisher.desk.desk import Desk
from publisher.ledger.ledger import Ledger
from tests.folders import PlainRenderer
config = load_config(Path(sys.argv[1]))
desk = Desk(config, Ledger.open_to_write(sys.argv[2]), config.make_outlets())
desk.surveyor.renderings.worker = PlainRenderer()
sys.stdin.readline()
done = desk.run_pass(datetime.fromisoformat(sys.argv[3]))
print(sum(one.subject == "announcement" for one in done.released))
"""


def test_many_writers_lose_nothing_and_none_is_refused(story: Story) -> None:
    """whitehall #402: the task on all servers ended in deadlocks.

    A writer waits for its turn from the first statement on, so that none is turned away half way.
    """
    url = f"sqlite:///{story.folder.path / 'ledger.sqlite'}"
    Ledger.open_to_write(url).close()
    start = Barrier(AT_WORK)

    def write(number: int) -> None:
        ledger = Ledger.open_to_write(url)
        start.wait()
        for each in range(EACH):
            ledger.record([make_draft(f"meeting-{number}-{each}")], ["hook"], DUE)
        ledger.close()

    with ThreadPoolExecutor(AT_WORK) as pool:
        list(pool.map(write, range(AT_WORK)))
    ledger = Ledger.open_to_write(url)
    assert [one.sequence for one in ledger.since(0)] == list(range(1, AT_WORK * EACH + 1))
    assert ledger.deliveries.count_owed() == AT_WORK * EACH
    ledger.close()


def test_two_processes_at_the_same_second_release_each_announcement_once(story: Story) -> None:
    """whitehall #402; strapi #15634: a revision is recorded once, whoever is quicker."""
    for number in range(20):
        story.save(f"meeting-{number}")
    due = local("2017-09-27 18:00").isoformat()
    url = f"sqlite:///{story.folder.path / 'ledger.sqlite'}"
    Ledger.open_to_write(url).close()
    command = [sys.executable, "-c", ONE_PASS, str(story.folder.config), url, due]
    desks = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    answers = [desk.communicate("go\n", timeout=60)[0] for desk in desks]
    assert [desk.returncode for desk in desks] == [0, 0]
    assert sum(map(int, answers)) == 20
    story.wait("2017-09-27 18:01")
    assert len(story.guids()) == len(set(story.guids())) == 20
