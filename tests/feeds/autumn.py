"""The shipped example played with two slips and a cancellation, for tests to read back."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.calendars.local_time import to_instant
from publisher.config.config import load_config
from publisher.preview.rehearsal import Rehearsal
from publisher.schedule.script import read_script
from tests.sample import copy_sample

ZONE = ZoneInfo("America/New_York")
SCRIPT = """
on 4 October 2017 at 09:00 move informal-consultations to 6 October (morning) because The room is taken
on 5 October 2017 at 09:00 move informal-consultations to 9 October (afternoon) because More time is asked for
on 20 October 2017 at 09:00 confirm additional-consultations as 25 October (morning)
on 30 October 2017 at 10:00 cancel conclusion because Agreement was reached
"""


def play(folder: Path) -> Path:
    """The printed site at the end of November 2017."""
    begin = at("2017-09-12")
    events, problems = read_script(SCRIPT, "script", date(2017, 9, 12), ZONE)
    assert not problems
    config = load_config(copy_sample(folder))
    rehearsal = Rehearsal(config, folder / "out", begin, at("2017-11-30"), events)
    try:
        for _ in rehearsal.play():
            pass
    finally:
        rehearsal.close()
    return rehearsal.site


def at(day: str) -> datetime:
    return to_instant(date.fromisoformat(day), time(0), ZONE)
