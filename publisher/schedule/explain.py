"""Why a release comes at its hour, and what would change that, in plain words for its author."""

from collections.abc import Iterator
from datetime import date, datetime

from publisher.announcements.fields import DETAILS
from publisher.calendars.local_time import to_local
from publisher.dates.when import describe_when
from publisher.schedule.candidate import Candidate
from publisher.schedule.first_release import rule_in_force
from publisher.schedule.item import Item
from publisher.schedule.rule import Rule, find_odd_rule, rule_instant, shift_day
from publisher.schedule.words import describe_instant

MOST_DAYS_NAMED = 10


def explain_hour(case: Candidate, item: Item) -> Iterator[str]:
    """The way from the words of the date to the hour of `item`, a step a line."""
    yield _explain_date(case)
    rule = rule_in_force(case)
    if not isinstance(rule, Rule) or item.draft is None or item.draft.replaces:
        yield _end(item.reason)
        return
    yield f'The rule is "{rule.text}", {_whose(case)}.'
    day = case.find_day(rule)
    if rule.kind == "offset" and day is not None:
        yield from _count(case, rule, day)
        yield from _explain_clocks(case, rule, day)
    yield from _explain_delay(case, rule, day, item.at)


def _explain_date(case: Candidate) -> str:
    if case.milestone is None or case.roadmap is None:
        return f'Its own date is "{case.when.text}", read as {describe_when(case.when)}.'
    return (
        f"Its date is that of `{case.milestone.id}` in the roadmap `{case.roadmap.id}`: "
        f'"{case.when.text}", read as {describe_when(case.when)}.'
    )


def _whose(case: Candidate) -> str:
    if case.announcement.publish:
        return f"its own (line {case.announcement.line_of('publish')})"
    if case.roadmap and case.roadmap.publish:
        return f"that of the roadmap `{case.roadmap.id}`"
    return "the default of `[schedule]` in config.toml"


def _count(case: Candidate, rule: Rule, day: date) -> Iterator[str]:
    """The days that were counted, and those that were not."""
    calendar, end = case.context.calendar, shift_day(rule, day, case.context.calendar)
    if rule.amount < 0:
        way = "back"
    else:
        way = "forward"
    if rule.amount == 0:
        yield f"That is {_name(day)} itself."
        return
    if rule.unit != "working days" or abs(rule.amount) > MOST_DAYS_NAMED:
        yield f"Counted {way} from {_name(day)}, that is {_name(end)}."
        return
    if rule.amount > 0:
        step = 1
    else:
        step = -1
    steps = [date.fromordinal(one) for one in range(day.toordinal() + step, end.toordinal() + step, step)]
    counted = ", ".join(_name(one) for one in steps if calendar.is_working(one))
    yield f"Counted {way} from {_name(day)}: {counted}."
    left_out = [_name_skipped(case, one) for one in steps if not calendar.is_working(one)]
    if left_out:
        yield f"Not counted: {', '.join(left_out)}."


def _name_skipped(case: Candidate, day: date) -> str:
    holiday = case.context.calendar.holiday_on(day)
    official = holiday is not None and day.weekday() < 5
    if official and holiday:
        return f"{_name(day)} ({holiday.name})"
    return _name(day)


def _explain_clocks(case: Candidate, rule: Rule, day: date) -> Iterator[str]:
    calendar, zone = case.context.calendar, case.context.zone
    odd = find_odd_rule(rule, day, calendar, zone)
    if odd is not None and odd.skipped:
        yield f"{odd.what}: it becomes {describe_instant(rule_instant(rule, day, calendar, zone), zone)}."
    elif odd is not None:
        yield f"{odd.what}: the later of the two is taken."


def _explain_delay(case: Candidate, rule: Rule, day: date | None, at: datetime | None) -> Iterator[str]:
    """Why the hour is later than the rule alone would have it."""
    if at is None:
        return
    due = None
    if day:
        due = rule_instant(rule, day, case.context.calendar, case.context.zone)
    if case.letter and due and due < case.letter:
        written = to_local(case.letter, case.context.zone)
        yield f"Nothing is due before the letter, which is of {written:%-d %B %Y}."
    elif due and rule.kind in ("offset", "absolute") and at > due:
        yield (
            f"That was {describe_instant(due, case.context.zone)}, before the file was saved: it waits "
            "a little after the last save, in case another follows."
        )


def explain_changes(case: Candidate, item: Item) -> Iterator[str]:
    """What would bring another hour or other words, a line each."""
    released = item.is_public
    settling = _in_minutes(case.context.schedule.changes.total_seconds())
    if case.milestone is not None:
        yield from _explain_line(case, case.milestone.id, settling if released else None)
    details = [field.name for field in DETAILS if field.told]
    told = ["date", "hours", "room", "access", "status", "documents", *details]
    if released:
        yield (
            f"An edit of the {', '.join(told[:-1])} or {told[-1]} is told to readers, {settling} "
            "after the last save; any other is corrected in place, and nobody is told."
        )
    else:
        yield "An edit before then is simply taken up; `publish:` gives another hour."
    if item.approval is not None:
        yield "An edit, a translation that joins or a slip voids the approvals."
    if not released:
        yield f"`publisher hold {item.name} --reason TEXT` holds it, and `publisher resume` lets it go."


def _explain_line(case: Candidate, name: str, settling: str | None) -> Iterator[str]:
    """What a change of the milestone does; `settling` is given for what is released."""
    if settling is not None:
        yield f"If `{name}` moves, readers are told what was and what is, {settling} after the move."
        yield f"If `{name}` is cancelled, the entry stays, marked."
        return
    if case.condition:
        yield f"`publisher roadmap confirm {name} DATE` says that it takes place, and when."
    yield f"If `{name}` moves, this hour moves with it; nobody is told before the release."
    yield f"If `{name}` is cancelled, this is held."


def _in_minutes(seconds: float) -> str:
    if seconds >= 60:
        return f"{seconds / 60:g} minutes"
    return f"{seconds:g} seconds"


def _name(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _end(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
