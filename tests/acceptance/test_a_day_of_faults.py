"""A day of three daemons on one PostgreSQL ledger, a fault of each kind in every hour; the clock is a value.

Each daemon has a clone of the sources and a clock of its own, moved by hand. A fault begins at five minutes
past the hour and is over at half past; at a quarter past something is due that meets it.
"""

from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher.config.config import load_config
from publisher.daemon import Daemon
from publisher.ledger.ledger import Ledger
from tests.ledger.postgresql import serve_postgresql
from tests.monitoring.alarms.receiver import Receiver as Watchman
from tests.monitoring.alarms.receiver import listen
from tests.outlets.bucket_server import KEY, SECRET, open_bucket, serving_buckets
from tests.outlets.post_office import PostOffice, open_post_office
from tests.outlets.receiver import Receiver, receiving

pytestmark = [pytest.mark.prove, pytest.mark.postgresql]

BEGIN = datetime(2017, 9, 19, 4, tzinfo=UTC)  # midnight in New York, a Tuesday
MINUTE, HOURS, AFTERWARDS = timedelta(minutes=1), 24, 2
MINUTES = (0, 5, 15, 20, 30, 32, 45)
"""Of each hour, when a daemon makes a pass: every half minute, as it does, would show the same."""

EVERYBODY = ("full@example.org", "first@example.org", "second@example.org")
FULL = EVERYBODY[0]

CONFIG = """ledger = "{ledger}"
proof = false

[publication]
id = "example.org,2017:day"
title = "Journal of a day"
base_url = "https://example.org/journal/"
timezone = "America/New_York"
languages = ["en", "fr"]

[issue]
close = "18:30"

[alarms]
webhook = "{alarms}"

[outlets.site]
kind = "directory"
serves = true

[outlets.bucket]
kind = "s3"
bucket = "journal"
endpoint = "{bucket}"
access_key = "env:DAY_KEY"
secret_key = "env:DAY_SECRET"
serves = true
live = true

[outlets.hook]
kind = "webhook"
url = "{hook}"
live = true

[outlets.lists]
kind = "email"
host = "127.0.0.1"
port = {mail}
security = "none"
sender = "journal@example.org"
to = ["full@example.org", "first@example.org", "second@example.org"]
live = true
"""

GOOD = """---
title: Meeting of hour {hour}
when: 27 September 2017, 15:00 to 18:00
publish: {publish}
---

Agenda of hour {hour}.
"""
SPOILT = """---
title: Spoilt in hour {hour}
when: 28 September 2017 (morning)
publish: at once
access: {access}
---

Text of hour {hour}.
"""
REMINDING = """---
title: Reminded in hour {hour}
when: 29 September 2017, 10:00 to 11:00
publish: {publish}
remind: {remind}
---

Text of hour {hour}.
"""
TWICE, ONCE = "[2 days before at 9:00, 2 days before at 9:00]", "[2 days before at 9:00]"
KINDS = ("good", "spoilt", "twice")


class Machine:
    """A daemon whose threads are not started: its rounds are called by hand, at the hour it is told."""

    def __init__(self, path: Path, config: str, url: str) -> None:
        self.path, self.config, self.url = path, config, url
        (path / "announcements").mkdir(parents=True)
        self.now, self.shift = BEGIN, timedelta()
        self.write("config.toml", config)
        self.ledger, self.daemon = self.open()

    def open(self) -> tuple[Ledger, Daemon]:
        ledger = Ledger.open_to_write(self.url)
        daemon = Daemon(load_config(self.path / "config.toml"), ledger, clock=lambda: self.now + self.shift)
        daemon.notifier.machine = self.path.name
        return ledger, daemon

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, encoding="utf-8")

    def live(self, now: datetime) -> None:
        self.now = now
        self.daemon.make_pass()
        self.daemon.reach_out()
        self.daemon.tell_alarms()

    def end(self) -> None:
        self.daemon.stop()
        self.ledger.close()

    def start_anew(self) -> None:
        """Of what it held in memory nothing is left, as after any end of a process."""
        self.end()
        self.ledger, self.daemon = self.open()

    def public(self) -> dict[str, bytes]:
        folder = self.path / "public"
        return {
            str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }


class Day:
    """What goes wrong in each hour, and what the webhook's receiver took."""

    def __init__(self, machines: list[Machine], office: PostOffice, hook: Receiver, bucket: str) -> None:
        self.machines, self.office, self.hook = machines, office, hook
        self.bucket = open_bucket(bucket, "journal")
        self.bucket.put("kept", b"so that the bucket is there")
        self.told: Counter[str] = Counter()
        self.read = 0

    def live(self) -> None:
        for hour in range(HOURS + AFTERWARDS):
            start = BEGIN + timedelta(hours=hour)
            for minute in MINUTES:
                if hour < HOURS:
                    self.let_happen(hour, minute, start + 15 * MINUTE)
                for machine in self.machines:
                    machine.live(start + minute * MINUTE)

    def let_happen(self, hour: int, minute: int, due: datetime) -> None:
        publish = due.isoformat(timespec="minutes")
        if minute == 0:
            self.write(f"good-{hour:02}.md", GOOD.format(hour=hour, publish=publish))
        if minute == 5:
            self.write(f"spoilt-{hour:02}.md", SPOILT.format(hour=hour, access="ajar"))
            self.write(f"twice-{hour:02}.md", REMINDING.format(hour=hour, publish=publish, remind=TWICE))
            self.break_machines(hour)
        if minute == 20:
            self.machines[(hour + 2) % 3].start_anew()
        if minute == 30:
            self.write(f"spoilt-{hour:02}.md", SPOILT.format(hour=hour, access="closed"))
            self.write(f"twice-{hour:02}.md", REMINDING.format(hour=hour, publish="at once", remind=ONCE))
            self.mend_machines(hour)

    def write(self, name: str, text: str) -> None:
        for machine in self.machines:
            machine.write(f"announcements/{name}", text)

    def break_machines(self, hour: int) -> None:
        """Two machines have a fault of their own; mail, webhook and bucket are everybody's."""
        self.machines[hour % 3].write("config.toml", "[publication\n")
        self.machines[(hour + 1) % 3].shift = timedelta(days=-2)
        self.office.refused[FULL] = "452 4.2.2 mailbox full"
        self.count_told()
        self.hook.behaviour = 503
        self.bucket.delete([path for path in self.list_bucket() if path != "kept"])

    def mend_machines(self, hour: int) -> None:
        self.machines[hour % 3].write("config.toml", self.machines[hour % 3].config)
        self.machines[(hour + 1) % 3].shift = timedelta()
        self.office.refused.clear()
        self.read = len(self.hook.requests)  # what it answered 503 it did not take
        self.hook.behaviour = 204

    def list_bucket(self) -> list[str]:
        return [meta["path"] for batch in self.bucket.list() for meta in batch]

    def count_told(self) -> None:
        taken = self.hook.requests[self.read :]
        self.told.update(request.headers["idempotency-key"] for request in taken)
        self.read = len(self.hook.requests)


def count_alarms(watchman: Watchman, side: str) -> Counter[str]:
    """How often each alarm was told as begun or as over; a machine's own with the machine's name."""
    counts: Counter[str] = Counter()
    for report in watchman.posted:
        for alarm in report[side]:
            own = f" ({report['machine']})" if alarm["key"].startswith("here: ") else ""
            counts[alarm["key"] + own] += 1
    return counts


def expected_alarms() -> Counter[str]:
    """Every fault of the day once; the bucket is filled by the next printing, and nobody need hear of it."""
    counts: Counter[str] = Counter()
    for hour in range(HOURS):
        counts.update(f"problem announcements/{name}-{hour:02}.md" for name in ("spoilt", "twice"))
        counts.update(["outlet hook", "outlet lists"])
        counts.update([f"here: config ({hour % 3})", f"here: guard ({(hour + 1) % 3})"])
    return counts


def test_every_release_once_every_fault_told_once_and_once_when_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAY_KEY", KEY)
    monkeypatch.setenv("DAY_SECRET", SECRET)
    with ExitStack() as stack:
        bucket = stack.enter_context(serving_buckets(tmp_path))
        office, hook = stack.enter_context(open_post_office()), stack.enter_context(receiving())
        watchman = stack.enter_context(listen())
        url = stack.enter_context(serve_postgresql()).make_schema()
        config = CONFIG.format(
            ledger=url, alarms=watchman.address, bucket=bucket, hook=hook.address, mail=office.port
        )
        machines = [Machine(tmp_path / name, config, url) for name in ("0", "1", "2")]
        for machine in machines:
            stack.callback(machine.end)
        day = Day(machines, office, hook, bucket)
        day.live()
        day.count_told()
        releases = machines[0].ledger.since(0)
        sites = [machine.public() for machine in machines]
        objects = set(day.list_bucket())
    expected = {f"{kind}-{hour:02}" for kind in KINDS for hour in range(HOURS)}
    announced = Counter(release.name for release in releases if release.subject == "announcement")
    assert announced == Counter(expected)
    assert all(release.released >= release.due for release in releases)
    assert len(day.told) == len(expected)
    assert set(day.told.values()) == {1}
    mails = Counter(
        (address, mail.mail["Message-ID"]) for mail in office.mails for address in mail.recipients
    )
    assert len(mails) == len(expected) * len(EVERYBODY)
    assert set(mails.values()) == {1}
    assert sites[0] == sites[1] == sites[2]
    assert sites[0].keys() <= objects
    assert count_alarms(watchman, "begun") == expected_alarms()
    assert count_alarms(watchman, "over") == expected_alarms()
