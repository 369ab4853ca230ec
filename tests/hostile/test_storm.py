"""Two hundred kills over an autumn, in real processes: nothing lost, nothing double, nothing halved."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher.ledger.ledger import Ledger
from tests.acceptance.publication import BASE_URL, assert_whole, files_of
from tests.builders import WRITTEN
from tests.failure_stories.story import folder_in_memory
from tests.folders import CONFIG as SETTINGS

pytestmark = pytest.mark.prove

CONFIG = SETTINGS.replace("https://example.org/journal/", BASE_URL)

ROOT = Path(__file__).parents[2]
BEGIN, END = WRITTEN, datetime(2017, 12, 31, tzinfo=UTC)
COUNT = 60
DAYS = [WRITTEN + timedelta(days=10 + number) for number in range(COUNT)]
KILLS = 200


def prepare(folder: Path) -> Path:
    """Sixty meetings, a third of them translated, a fourth corrected, two slips of the roadmap."""
    (folder / "announcements").mkdir(parents=True)
    (folder / "edits").mkdir()
    (folder / "config.toml").write_text(CONFIG)
    (folder / "clock").write_text(BEGIN.isoformat())
    for number, day in enumerate(DAYS):
        write(folder / "announcements" / f"m-{number:02}.md", day, "", BEGIN)
        if number % 3 == 0:
            french = folder / "announcements" / f"m-{number:02}.fr.md"
            french.write_text(f"---\ntitle: Séance {number}\n---\n\nMots.\n")
            stamp(french, BEGIN)
        if number % 4 == 0:
            moment = day - timedelta(days=2)
            write(
                folder / "edits" / f"{moment.isoformat()} m-{number:02}.md", day, "room: Trusteeship", moment
            )
    write(folder / "announcements" / "first-reading.md", None, "milestone: first-reading", BEGIN)
    for on, new in (("2017-09-29", "6 October (morning)"), ("2017-10-04", "31 October")):
        text = CONFIG.replace("2 October (afternoon)", new) + f'reason = "Moved on {on}"\n'
        (folder / "edits" / f"{on}T12:00:00+00:00 config.toml").write_text(text)
    return folder


def write(path: Path, day: datetime | None, more: str, saved: datetime) -> None:
    when = f"when: {day.day} {day:%B %Y} (morning)\n" if day else ""
    name = path.name.rpartition(" ")[2].removesuffix(".md")
    path.write_text(f"---\ntitle: Meeting {name}\n{when}{more}\n---\n\nWords about {name}.\n")
    stamp(path, saved)


def stamp(path: Path, saved: datetime) -> None:
    os.utime(path, (saved.timestamp(), saved.timestamp()))


def start(folder: Path) -> subprocess.Popen[str]:
    command = (sys.executable, "-m", "tests.hostile.player", str(folder), END.isoformat())
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def live_on(folder: Path) -> None:
    """To the end, undisturbed."""
    process = start(folder)
    output, _ = process.communicate(timeout=240)
    assert output.endswith("ended\n"), output


def storm(folder: Path, kills: int, chance: random.Random) -> int:
    """Kills one process after another; the next takes up the folder as it was left. How many were killed."""
    killed = 0
    while killed < kills and datetime.fromisoformat((folder / "clock").read_text()) <= END:
        process = start(folder)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.25))
        process.kill()
        process.wait()
        process.stdout.close()
        killed += 1
        if killed % 20 == 0:
            assert_whole(folder / "public")
    return killed


def releases_of(folder: Path) -> list[tuple[str, str, int]]:
    ledger = Ledger.open_to_write(f"sqlite:///{folder / 'ledger.sqlite'}")
    found = [(str(one.subject), one.name, one.revision) for one in ledger.since(0)]
    ledger.close()
    return found


def test_two_hundred_kills_over_an_autumn_lose_nothing_and_double_nothing() -> None:
    """The moments are seeded, where they fall is the machine's chance; the end is always the same."""
    with folder_in_memory() as path:
        calm, stormy = prepare(path / "calm"), prepare(path / "stormy")
        live_on(calm)
        chance = random.Random(20171002)
        killed = 0
        while killed < KILLS:
            # Whatever is left of the autumn is lived again and again from where a kill left it.
            killed += storm(stormy, KILLS - killed, chance)
            if killed < KILLS:
                (stormy / "clock").write_text((END - timedelta(days=20)).isoformat())
        live_on(stormy)
        compare(stormy, calm)


def compare(stormy: Path, calm: Path) -> None:
    names = releases_of(stormy)
    assert sorted(names) == sorted(releases_of(calm))
    assert len(names) == len(set(names))
    assert len({name for subject, name, _ in names if subject == "announcement"}) == COUNT + 1
    assert_told(stormy, calm)
    there = files_of(stormy / "public")
    assert there.keys() == files_of(calm / "public").keys()
    assert not [path for path in there if path.startswith(".new")]
    assert_whole(stormy / "public")


def assert_told(stormy: Path, calm: Path) -> None:
    """All of it told; more than once only under the same key, by which it is known (decision 0002)."""
    told, expected = (Counter((path / "diary").read_text().splitlines()) for path in (stormy, calm))
    assert {line.split()[0] for line in told} == {line.split()[0] for line in expected}
    keys = [line.split()[0] for line in told]
    assert len(keys) == len(set(keys)), "one release has one key"
