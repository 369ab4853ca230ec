"""Three daemons on one PostgreSQL ledger: one is killed, one sleeps; nothing is lost, nothing said twice."""

import signal
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.ledger.ledger import Ledger
from tests.acceptance.publication import (
    CONFIG,
    Publication,
    announcement,
    assert_once,
    assert_whole,
    now,
    wait_until,
)
from tests.ledger.postgresql import serve_postgresql
from tests.outlets.receiver import Receiver, receiving

pytestmark = [pytest.mark.prove, pytest.mark.postgresql]

MANY, SPAN, AHEAD = 500, 60.0, 25.0
IN_FLIGHT = 3
"""What each daemon may have been telling when it was killed or stopped."""


def count_announcements(ledger: Ledger) -> int:
    return sum(subject == "announcement" for subject, _ in ledger.standing())


def read_bodies(receiver: Receiver) -> dict[str, list[bytes]]:
    bodies: dict[str, list[bytes]] = defaultdict(list)
    for request in receiver.requests:
        bodies[request.headers["idempotency-key"]].append(request.body)
    return bodies


def test_five_hundred_releases_while_one_is_killed_and_one_sleeps(tmp_path: Path) -> None:
    with serve_postgresql() as server, receiving() as receiver:
        url = server.make_schema()
        publication = Publication(tmp_path / "shared", f'ledger = "{url}"\n\n{CONFIG}')
        publication.configure(f'[outlets.hook]\nkind = "webhook"\nurl = "{receiver.address}"\nlive = true')
        first = now() + timedelta(seconds=AHEAD)
        for number in range(MANY):
            due = first + timedelta(seconds=SPAN * number / MANY)
            name = f"meeting-{number:03}"
            publication.write(f"{name}.md", announcement(name, due.isoformat(timespec="seconds")))
        ledger = Ledger.open_to_write(url)
        try:
            daemons = [publication.start("run", "--no-web") for _ in range(3)]
            wait_until(lambda: count_announcements(ledger) > MANY // 5, AHEAD + SPAN, "a fifth of them")
            daemons[0].kill()
            daemons[1].send(signal.SIGSTOP)
            time.sleep(10)  # asleep in the middle of the work, and awake again beside a newer printing
            daemons[1].send(signal.SIGCONT)
            wait_until(lambda: count_announcements(ledger) == MANY, SPAN, "all of them")
            # What the killed one had claimed is told by another when its lease ends.
            wait_until(lambda: ledger.deliveries.count_owed() == 0, 150, "every message")
            newest = ledger.newest_sequence()
            wait_until(lambda: ledger.deliveries.printed_through("site") == newest, 60, "the last printing")
            names = [one.name for one in ledger.since(0) if one.subject == "announcement"]
        finally:
            publication.close()
            ledger.close()
        assert_once(names)
        assert_whole(publication.public)
        done = publication.run("reprint", seconds=240)
        assert "site: 0 documents written" in done.out, "a document was not the newest"
    bodies = read_bodies(receiver)
    assert len(bodies) == MANY
    assert {len(set(heard)) for heard in bodies.values()} == {1}
    assert sum(len(heard) - 1 for heard in bodies.values()) <= IN_FLIGHT
