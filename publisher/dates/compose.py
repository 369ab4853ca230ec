"""A phrase and its days to a reading: precision, occasions, deadlines, and what is exact."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

import msgspec

from publisher.dates.clocks import END_OF_DAY, Hours
from publisher.dates.phrases import DayGroup, Phrase
from publisher.dates.reading import WEEKS, Occasion, Times, When
from publisher.dates.settle import ONE_DAY, Settled, Stretch, name_day
from publisher.dates.slots import Slot, Slots, read_slots
from publisher.problem import Fault

LONGEST_RANGE = 366  # days; a longer stretch is a period, not a meeting
ELEVEN_59 = 11 * 60 + 59


class ReadingDraft(msgspec.Struct):
    """What goes into composing one reading."""

    text: str
    phrase: Phrase
    settled: Settled
    condition: str | None
    faults: list[Fault]
    doubts: list[Fault]
    uncertain: bool = False

    def finish(self, precision: str, *, exact: bool = False, **fields: Any) -> When:
        faults, doubts = tuple(dict.fromkeys(self.faults)), tuple(dict.fromkeys(self.doubts))
        may = exact and not self.uncertain and not faults and self.condition is None
        return When(
            text=self.text,
            precision=precision,
            condition=self.condition,
            exact=may,
            faults=tuple(map(str, faults)),
            doubts=tuple(map(str, doubts)),
            codes=tuple(fault.code for fault in (*faults, *doubts)) or msgspec.UNSET,
            **fields,
        )


def compose_when(draft: ReadingDraft) -> When:
    """The reading of a phrase whose days are settled."""
    phrase = draft.phrase
    if phrase.offset:
        draft.faults.append(Fault("date", "the day has to be counted from another", "write the day itself"))
        return draft.finish("unread")
    if phrase.duration and phrase.bound == "from":
        return compose_duration(draft, phrase.duration.number, phrase.duration.word)
    if phrase.either:
        return compose_alternatives(draft)
    if phrase.bound in ("by", "before"):
        return compose_deadline(draft)
    if phrase.bound in ("from", "after"):
        return compose_start(draft)
    stretches = draft.settled.stretches
    if all(stretch.is_exact for stretch in stretches) and not phrase.loose:
        return compose_days(draft)
    return compose_vague(draft)


def hours_key(one: Times) -> tuple[time, time]:
    return one.start, one.end or time.min


def slots_of(draft: ReadingDraft, group: DayGroup) -> Slots:
    slots = read_slots(group.sittings)
    draft.faults.extend(slots.faults)
    draft.uncertain = draft.uncertain or slots.uncertain
    return slots


def grouped(draft: ReadingDraft) -> list[tuple[DayGroup, list[Stretch]]]:
    """Each group with its own stretches: they stand in the order of the items."""
    stretches = iter(draft.settled.stretches)
    return [(group, [next(stretches) for _ in group.items]) for group in draft.phrase.groups]


# Exact days


def compose_days(draft: ReadingDraft) -> When:
    """A day, a half-day, hours, a range or a list: whatever names its days one by one."""
    occasions: list[Occasion] = []
    times: list[Times] = []
    days: list[date] = []
    for group, stretches in grouped(draft):
        slots = slots_of(draft, group)
        times.extend(slots.times)
        for stretch in stretches:
            if (stretch.last - stretch.first).days > LONGEST_RANGE:
                return compose_vague(draft)
            days.extend(stretch.days)
        if group.closing is not None:
            if len(draft.phrase.groups) > 1:
                draft.faults.append(
                    Fault("date", "one sitting over several days stands among others", "give it its own line")
                )
            occasions.append(long_sitting(draft, group, stretches[0], slots, times))
        else:
            occasions.extend(one for stretch in stretches for one in sittings_on(stretch, slots.slots))
    check_days(draft, days)
    days = sorted(set(days))
    occasions.sort(key=lambda occasion: (occasion.first, occasion.start or time.min))
    precision = precision_of_days(draft.settled.stretches, times, occasions, draft)
    if "half" in draft.phrase.sittings and not any(occasion.part or occasion.start for occasion in occasions):
        draft.doubts.append(
            Fault("which-half", "it does not say which half of the day", "write morning or afternoon")
        )
    parts = {occasion.part for occasion in occasions}
    return draft.finish(
        precision,
        exact=True,
        first=days[0],
        last=days[-1],
        part=next(iter(parts)) if len(parts) == 1 else None,
        times=tuple(sorted(set(times), key=hours_key)),
        days=tuple(days),
        occasions=tuple(dict.fromkeys(occasions)),
    )


def sittings_on(stretch: Stretch, slots: Sequence[Slot]) -> list[Occasion]:
    """Every slot on every day, or the stretch as one occasion if no hours are known."""
    if not slots:
        return [Occasion(stretch.first, stretch.last)]
    return [
        Occasion(day, day + ONE_DAY * slot.overnight, slot.part, slot.start, slot.end)
        for day in stretch.days
        for slot in slots
    ]


def long_sitting(
    draft: ReadingDraft, group: DayGroup, stretch: Stretch, opening: Slots, times: list[Times]
) -> Occasion:
    """From an hour of the first day to an hour of the last, as one sitting."""
    closing = read_slots(group.closing or [])
    draft.faults.extend(closing.faults)
    start = None
    if opening.slots:
        start = opening.slots[0].start
    end = None
    if closing.slots:
        if closing.slots[0].part:
            end = closing.slots[0].end
        else:
            end = closing.slots[0].start
    if len(opening.slots) > 1 or len(closing.slots) > 1:
        draft.faults.append(
            Fault("date", "several hours stand at one end of a range", "give each day a line of its own")
        )
    if closing.times:
        times[:] = [Times(one.start, end) for one in times] or [Times(closing.times[0].start)]
    return Occasion(stretch.first, stretch.last, None, start, end)


def precision_of_days(
    stretches: Sequence[Stretch], times: list[Times], occasions: list[Occasion], draft: ReadingDraft
) -> str:
    if len(stretches) > 1:
        return "list"
    if stretches[0].end is not None:
        return "range"
    if times:
        return "time"
    if "half" in draft.phrase.sittings or any(occasion.part for occasion in occasions):
        return "half-day"
    return "day"


def check_days(draft: ReadingDraft, days: Sequence[date]) -> None:
    """Days written twice ("20, 20 and 23 February", seen in print)."""
    if len(set(days)) == len(days):
        return
    for day in sorted({day for day in days if days.count(day) > 1}):
        what = f"{name_day(day)} is written twice"
        draft.faults.append(Fault("date", what, "correct one or leave it out"))


def check_counts(draft: ReadingDraft, counts: Sequence[int]) -> None:
    """Counts of days like "[3 days]" beside days that are more or fewer."""
    if draft.phrase.bound or not all(stretch.is_exact for stretch in draft.settled.stretches):
        return
    days = {day for stretch in draft.settled.stretches for day in stretch.days[: LONGEST_RANGE + 1]}
    working = sum(day.weekday() < 5 for day in days)
    unit = "day" if len(days) == 1 else "days"
    for count in counts:
        if count not in (len(days), working):
            what = f"[{count} days] is written beside {len(days)} {unit}"
            draft.faults.append(Fault("date", what, "correct one of them"))


# Vague stretches


def compose_vague(draft: ReadingDraft) -> When:
    stretches = draft.settled.stretches
    first = min(stretch.first for stretch in stretches)
    last = max(stretch.last for stretch in stretches)
    slots = slots_of(draft, DayGroup([], draft.phrase.sittings))
    check_stretches(draft)
    for stretch in stretches:
        doubt_portion(draft, stretch)
    precision = precision_of_stretches(stretches)
    weekly = precision == "week"
    return draft.finish(
        precision,
        first=first,
        last=last,
        part=slots.part,
        times=tuple(sorted(set(slots.times), key=hours_key)),
        days=tuple(sorted({day for one in stretches for day in one.days if day.weekday() < 5}))
        if weekly
        else (),
        occasions=(Occasion(first, last),),
    )


def check_stretches(draft: ReadingDraft) -> None:
    ends = [(stretch.first, stretch.last) for stretch in draft.settled.stretches]
    if len(set(ends)) < len(ends):
        draft.faults.append(Fault("date", "the same days are written twice", "correct one or leave it out"))


def precision_of_stretches(stretches: Sequence[Stretch]) -> str:
    units = {stretch.start.unit for stretch in stretches}
    portions = any(one.start.portion not in (None, "ending") for one in stretches)
    ranged = any(one.end is not None and one.end.portion != "ending" for one in stretches)
    if units == {"week"} and not portions and not ranged:
        return "week"
    if len(stretches) > 1 or stretches[0].end is not None:
        return "span"
    if portions:
        return "part"
    return stretches[0].start.unit


def doubt_portion(draft: ReadingDraft, stretch: Stretch) -> None:
    for point in (stretch.start, stretch.end):
        if point is not None and point.portion in WEEKS:
            what = f"a {point.portion} has no fixed days"
            draft.doubts.append(Fault(WEEKS[point.portion], what, "write the week of a day"))


# Deadlines and open ends


def compose_deadline(draft: ReadingDraft) -> When:
    """ "By", "no later than", "until": the end of what is named; "before": the end of the day before it."""
    stretch = max(draft.settled.stretches, key=lambda one: one.last)
    slots = read_slots(deadline_hours(draft))
    draft.faults.extend(slots.faults)
    last = deadline_day(draft, stretch, timed=bool(slots.slots))
    single = len(draft.settled.stretches) == 1 and stretch.end is None
    if not single:
        what = f"a deadline names one day; it is read as {name_day(last)}, the last"
        draft.doubts.append(Fault("one-day", what))
    if "half" in draft.phrase.sittings:
        draft.faults.append(Fault("date", "a half-day is no deadline", "write the hour"))
    end = None
    if len(slots.slots) == 1:
        slot = slots.slots[0]
        if slot.part and not slots.times:
            end = slot.end
        else:
            end = slot.start
    if len(slots.slots) > 1 or any(one.end for one in slots.times):
        draft.faults.append(Fault("date", "a deadline has one hour", "write only the last"))
    draft.uncertain = draft.uncertain or slots.uncertain or slots.part is not None or not single
    return draft.finish(
        "by",
        exact=stretch.is_exact,
        last=last,
        part=slots.part,
        times=tuple(sorted(set(slots.times), key=hours_key)),
        occasions=(Occasion(last, last, slots.part, None, end),),
    )


def deadline_hours(draft: ReadingDraft) -> list[Hours | str]:
    """The hours of a deadline: midnight is the end of its day, and 11.59 without a.m. or p.m. is in doubt."""
    found: list[Hours | str] = []
    for sitting in draft.phrase.sittings:
        if isinstance(sitting, Hours) and sitting.start == END_OF_DAY:
            draft.doubts.append(Fault("date", "midnight is read as the end of the day", "write 23:59"))
            sitting = Hours(END_OF_DAY - 1, None, sitting.fault)
        elif (
            isinstance(sitting, Hours)
            and sitting.plain
            and sitting.start == ELEVEN_59
            and sitting.end is None
        ):
            draft.doubts.append(Fault("eleven-59", "11.59 is probably p.m.", "write 11:59 a.m. or 23:59"))
            draft.uncertain = True
        found.append(sitting)
    return found


def deadline_day(draft: ReadingDraft, stretch: Stretch, *, timed: bool) -> date:
    point = stretch.end or stretch.start
    if draft.phrase.bound == "before":
        ends = point.portion in ("end", "late")
        if ends or (timed and point.unit == "day"):
            return stretch.last
        return stretch.first - ONE_DAY
    if point.unit != "day" and point.portion in (None, "ending"):
        what = f"it may mean {name_day(stretch.last)} or the time before it"
        draft.doubts.append(Fault("or-before", what, "write the day"))
    return stretch.last


def compose_start(draft: ReadingDraft) -> When:
    stretch = draft.settled.stretches[0]
    check_start(draft)
    slots = slots_of(draft, DayGroup([], draft.phrase.sittings))
    first = stretch.first
    if draft.phrase.bound == "after" and not slots.slots:
        first = stretch.last + ONE_DAY
    times = sorted(set(slots.times), key=hours_key)
    start: time | None = None
    if times:
        start = times[0].start
    elif slots.part:
        start = slots.slots[0].start
    return draft.finish(
        "from",
        first=first,
        part=slots.part,
        times=tuple(times),
        occasions=(Occasion(first, first, slots.part, start, None),),
    )


def check_start(draft: ReadingDraft) -> None:
    if len(draft.settled.stretches) > 1 or draft.settled.stretches[0].end is not None:
        draft.faults.append(
            Fault("date", "several days stand where only a start can", "give them lines of their own")
        )


def compose_duration(draft: ReadingDraft, hours: int, unit: str) -> When:
    """ "72 hours starting on August 13": from that day to the day on which they are over."""
    stretch = draft.settled.stretches[0]
    slots = slots_of(draft, DayGroup([], draft.phrase.sittings))
    if hours == 0 or not stretch.is_exact:
        return compose_start(draft)
    check_start(draft)
    start = None
    if slots.slots and slots.times:
        start = slots.slots[0].start
    if len(slots.times) > 1 or any(one.end for one in slots.times):
        draft.faults.append(Fault("date", "a duration starts at one hour", "write only that"))
    days = hours
    if unit not in ("hour", "hours", "hrs"):
        days = max(hours - 24, 0)
    minutes = (start.hour * 60 + start.minute if start else 0) + days * 60
    last = stretch.first + timedelta(days=minutes // END_OF_DAY)
    end = None
    if start and unit in ("hour", "hours", "hrs"):
        end = time(minutes // 60 % 24, minutes % 60)
    return draft.finish(
        "duration",
        first=stretch.first,
        last=last,
        part=slots.part,
        times=tuple(sorted(set(slots.times), key=hours_key)),
        occasions=(Occasion(stretch.first, last, None, start, end),),
    )


def compose_alternatives(draft: ReadingDraft) -> When:
    stretches = draft.settled.stretches
    slots = slots_of(draft, DayGroup([], draft.phrase.sittings))
    check_stretches(draft)
    exact = all(stretch.is_exact for stretch in stretches)
    days = {day for stretch in stretches for day in stretch.days[:LONGEST_RANGE]}
    return draft.finish(
        "alternatives",
        first=min(stretch.first for stretch in stretches),
        last=max(stretch.last for stretch in stretches),
        part=slots.part,
        times=tuple(sorted(set(slots.times), key=hours_key)),
        days=tuple(sorted(days)) if exact else (),
    )


def compose_without_day(draft: ReadingDraft) -> When:
    """Hours or a half-day that no day was given for: kept, and held back until someone writes the day."""
    slots = slots_of(draft, DayGroup([], draft.phrase.lead))
    draft.faults.append(Fault("date", "no day is written", "write the day before the hours"))
    return draft.finish(
        "time" if slots.times else "half-day",
        part=slots.part,
        times=tuple(sorted(set(slots.times), key=hours_key)),
    )
