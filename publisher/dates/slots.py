"""Sittings of one day: written hours and half-days put together, checked against each other."""

from collections.abc import Sequence
from datetime import time

import msgspec

from publisher.dates.clocks import END_OF_DAY, Hours, time_of
from publisher.dates.phrases import Sitting
from publisher.dates.reading import Times
from publisher.dates.vocabulary import HALF_DAYS
from publisher.problem import Fault

LONGEST_NIGHT = 12 * 60  # a sitting that runs past midnight for longer than this was written wrongly
PART_HOURS = {
    "morning": (6 * 60, 13 * 60),
    "afternoon": (12 * 60, 18 * 60 + 30),
    "evening": (17 * 60, END_OF_DAY),
}


class Slot(msgspec.Struct, frozen=True):
    """One sitting of a day; `overnight` says that it ends on the next."""

    part: str | None = None
    start: time | None = None
    end: time | None = None
    overnight: bool = False


class Slots(msgspec.Struct):
    """All sittings of a day, the hours that were written, and what is wrong or uncertain about them."""

    slots: list[Slot] = msgspec.field(default_factory=list)
    times: list[Times] = msgspec.field(default_factory=list)
    faults: list[Fault] = msgspec.field(default_factory=list)
    uncertain: bool = False

    @property
    def part(self) -> str | None:
        parts = {slot.part for slot in self.slots}
        if len(parts) == 1:
            return next(iter(parts))
        return None


def read_slots(sittings: Sequence[Sitting]) -> Slots:
    """The sittings as they were written beside one day; a half-day without hours gets the usual ones."""
    found = Slots()
    hours = list(dict.fromkeys(sitting for sitting in sittings if isinstance(sitting, Hours)))
    parts = list(dict.fromkeys(sitting for sitting in sittings if isinstance(sitting, str)))
    found.uncertain = "half" in parts or any(hour.named == "cob" for hour in hours)
    parts = [part for part in parts if part != "half"]
    for hour in hours:
        check_hours(hour, found)
        found.times.append(Times(hour.start_time, hour.end_time))
    if parts:
        share_hours(hours, parts, found)
    else:
        found.slots = [slot_of(hour, None) for hour in hours]
    return found


def share_hours(hours: Sequence[Hours], parts: Sequence[str], found: Slots) -> None:
    """Each half-day takes the hours that lie in it; hours that lie in none are at fault."""
    rest = list(hours)
    for part in parts:
        fitting = [one for one in rest if fits(one, part)]
        rest = [one for one in rest if one not in fitting]
        found.slots.extend([slot_of(one, part) for one in fitting] or [Slot(part, *HALF_DAYS[part])])
    found.faults.extend(
        Fault("half-day", f"{one.start_time:%H:%M} is not in the {parts[0]}", "correct one or the other")
        for one in rest
    )


def fits(hours: Hours, part: str) -> bool:
    low, high = PART_HOURS[part]
    return low <= hours.start < high


def is_within(start: time, part: str) -> bool:
    """Whether a sitting that begins at `start` (local) may be called one of this part of the day."""
    low, high = PART_HOURS.get(part, (0, END_OF_DAY))
    return low <= start.hour * 60 + start.minute < high


def slot_of(hours: Hours, part: str | None) -> Slot:
    overnight = hours.end is not None and (hours.end <= hours.start or hours.end == END_OF_DAY)
    return Slot(part, hours.start_time, hours.end_time, overnight)


def check_hours(hours: Hours, found: Slots) -> None:
    if hours.fault:
        found.faults.append(hours.fault)
    if hours.start == END_OF_DAY and hours.named == "midnight":
        found.faults.append(
            Fault("date", "midnight may be the night before or after", "write 00:01 or 23:59")
        )
    if (
        hours.end is not None
        and hours.end <= hours.start
        and hours.end + END_OF_DAY - hours.start > LONGEST_NIGHT
    ):
        found.faults.append(
            Fault(
                "date",
                f"{time_of(hours.start):%H:%M} to {time_of(hours.end):%H:%M} ends before it starts",
                "correct it",
            )
        )
