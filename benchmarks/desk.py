"""What the desk does inside the daemon, measured in one process; prints one JSON object.

`python -m benchmarks.desk FOLDER ROUNDS`: FOLDER holds a publication whose announcements are released.
"""

import json
import os
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from benchmarks.corpus import add_one
from publisher.config.config import load_config
from publisher.desk.delivering import rehearse_printing
from publisher.desk.desk import Desk
from publisher.ledger.ledger import Ledger

IDLE_PASSES = 200
AT_ONCE = 1_000


def main(folder: Path, rounds: int) -> dict[str, float]:
    began = time.perf_counter()
    config = load_config(folder / "config.toml")
    ledger = Ledger.open_to_write(config.ledger)
    desk = Desk(config, ledger, config.make_outlets())
    desk.run_pass(datetime.now(UTC))
    figures = {"start to first pass, s": time.perf_counter() - began}
    rehearse_printing(ledger)
    figures |= release_one_by_one(desk, folder, rounds)
    figures |= release_many_at_once(desk, folder, rounds)
    figures |= stay_idle(desk)
    desk.close()
    ledger.close()
    return figures


def release_one_by_one(desk: Desk, folder: Path, rounds: int) -> dict[str, float]:
    """From the due instant to the feed on the disk and to the end of the pass; each is planned beforehand."""
    now = datetime.now(UTC)
    seconds, feeds, documents = [], [], []
    feed = folder / "public" / "en" / "journal.rss"
    for number in range(rounds):
        hour = now + timedelta(hours=number + 1)
        add_one(folder, f"due-{number}", hour)
        planned = desk.run_pass(hour - timedelta(minutes=30))
        assert not [one for one in planned.released if one.subject == "announcement"]
        began = time.time()
        done = desk.run_pass(hour, hurried=True)
        seconds.append(time.time() - began)
        feeds.append(feed.stat().st_mtime - began)
        assert [one.name for one in done.released] == [f"due-{number}"], done.released
        documents.append(done.delivered.documents)
    return {
        "due instant to the feed on the disk, p50 ms": median(feeds) * 1000,
        "the same, p99 ms": quantiles(feeds, n=100)[98] * 1000,
        "due instant to the last list, p50 ms": median(seconds) * 1000,
        "files written by a release, most": max(documents),
    }


def release_many_at_once(desk: Desk, folder: Path, rounds: int) -> dict[str, float]:
    """A thousand due in the same second: until all are in the feed, and until all lists are on the disk."""
    hour = datetime.now(UTC) + timedelta(hours=rounds + 2)
    for number in range(AT_ONCE):
        add_one(folder, f"many-{number:04}", hour)
    desk.run_pass(hour - timedelta(minutes=30))
    began = time.time()
    done = desk.run_pass(hour, hurried=True)
    took = time.time() - began
    announced = [one.name for one in done.released if one.subject == "announcement"]
    assert announced == sorted(announced), "not in order"
    assert len(announced) == AT_ONCE
    feed = folder / "public" / "en" / "journal.rss"
    assert feed.read_text("utf-8").count("<item>") >= AT_ONCE
    return {
        f"{AT_ONCE:,} due in one second, until the feed, s": feed.stat().st_mtime - began,
        f"{AT_ONCE:,} due in one second, until the last list, s": took,
    }


def stay_idle(desk: Desk) -> dict[str, float]:
    """Passes at which nothing is due, as the daemon makes every 30 seconds."""
    now = datetime.now(UTC) + timedelta(days=30)
    desk.run_pass(now)
    before = peak(), time.process_time()
    for number in range(IDLE_PASSES):
        desk.run_pass(now + timedelta(seconds=30 * number))
    used = time.process_time() - before[1]
    return {
        "idle pass, ms of processor": used / IDLE_PASSES * 1000,
        "idle, % of a core": used / IDLE_PASSES / 30 * 100,
        "memory grown in idle passes, MB": peak() - before[0],
    }


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), int(sys.argv[2])), sys.stdout)
    sys.stdout.write(os.linesep)
