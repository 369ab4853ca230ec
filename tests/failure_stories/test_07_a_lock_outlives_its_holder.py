"""Story 7: a lock survives the crash or the deployment of whoever held it, and nothing is delivered again."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from publisher.ledger.daemon_lock import DaemonLock
from publisher.ledger.deliveries import LEASE
from publisher.releases.receipt import Receipt
from tests.failure_stories.story import Story
from tests.folders import Listener

SECOND = timedelta(seconds=1)

HOLDER = """
import sys, time
from publisher.ledger.daemon_lock import DaemonLock
DaemonLock(sys.argv[1]).take()
print("held", flush=True)
time.sleep(600)
"""


def test_what_a_dead_process_had_taken_up_is_delivered_when_its_lease_is_over(story: Story) -> None:
    """strapi #19631: of the dead one nothing is heard again; if it lives after all, it comes too late."""
    hook = Listener()
    story.outlets = [hook]
    story.save()
    ledger = story.desk.ledger
    hook.broken = "no answer"
    story.wait("2017-09-27 18:00")
    hook.broken = None
    claimed = ledger.deliveries.claim("hook", story.now + timedelta(minutes=1), through=99)
    assert claimed is not None
    story.wait(timedelta(minutes=1) + LEASE - SECOND)
    assert hook.told == []
    story.wait(2 * SECOND)
    assert hook.told == ["first-reading/1"]
    late = Receipt("hook", claimed[0].sequence, story.now, "I was asleep")
    assert ledger.deliveries.settle(late, claimed[1]) is False
    story.wait(LEASE)
    assert hook.told == ["first-reading/1"]
    assert len(set(hook.keys)) == 1


def test_the_lock_of_a_killed_daemon_is_gone_with_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, url], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    holder.send_signal(signal.SIGKILL)
    holder.wait(30)
    holder.stdout.close()
    DaemonLock(url).take()
