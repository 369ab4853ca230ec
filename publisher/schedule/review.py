"""What an author should know of what is planned or stands: the past, short notice, holidays."""

from collections.abc import Iterator
from datetime import date, datetime

from publisher.calendars.local_time import to_local
from publisher.dates.slots import is_within
from publisher.errors import LocalTimeError
from publisher.problem import Problem
from publisher.schedule.candidate import Candidate
from publisher.schedule.hours import check_hours
from publisher.schedule.rule import Rule, find_odd_rule, rule_instant
from publisher.schedule.words import describe_day, describe_instant


def review_first(case: Candidate, rule: Rule, due: datetime, *, archived: bool) -> tuple[Problem, ...]:
    """Every problem of a first release due at `due` (UTC); an error holds it."""
    return (
        *_review_hours(case),
        *review_half_day(case),
        *_review_order(case, rule, due),
        *_review_past(case, rule, due, archived),
        *_review_notice(case, due),
        *review_day(case),
    )


def _review_hours(case: Candidate) -> Iterator[Problem]:
    """A meeting in the hour that the clocks jump over or pass twice: nobody guesses which was meant."""
    try:
        check_hours(case.when, case.announcement.time, case.context.zone)
    except LocalTimeError as error:
        yield case.problem("time", error.what, "choose another time", rule=error.code)


def review_clocks(case: Candidate, field: str, rule: Rule, day: date) -> Iterator[Problem]:
    """A rule whose hour the clocks skip or repeat on its day: it goes on, and its author is told how."""
    calendar, zone = case.context.calendar, case.context.zone
    odd = find_odd_rule(rule, day, calendar, zone)
    if odd is not None:
        due = describe_instant(rule_instant(rule, day, calendar, zone), zone)
        if odd.skipped:
            taken = f"it becomes {due}"
        else:
            taken = "the later of the two is taken"
        mend = f"{taken}; write another hour if that is not meant"
        yield case.problem(field, f'"{rule.text}": {odd.what}', mend, rule="clocks", warning=True)


def review_half_day(case: Candidate) -> Iterator[Problem]:
    """The announcement's hour and the milestone's morning or afternoon: nobody guesses which is meant."""
    hours, part = case.announcement.time, case.when.part
    if hours is not None and part is not None and not is_within(hours.start, part):
        what = f'`time: {hours.start:%H:%M}` is not in the {part}, which "{case.when.text}" says'
        mend = "correct one or the other, or leave `time` out for the usual hours"
        yield case.problem("time", what, mend, rule="half-day")


def _review_order(case: Candidate, rule: Rule, due: datetime) -> Iterator[Problem]:
    if rule.kind in ("offset", "absolute") and case.ends is not None and due >= case.ends:
        what = f'"{rule.text}" is {describe_instant(due, case.context.zone)}, after the meeting'
        yield case.problem("publish", what, "write a rule that falls before it", rule="publish")


def _review_past(case: Candidate, rule: Rule, due: datetime, archived: bool) -> Iterator[Problem]:
    """A rule that was past when the file was saved is a warning that names what happens."""
    saved = min(case.announcement.saved, case.context.now)
    if rule.kind in ("offset", "absolute") and saved > due:
        what = f'"{rule.text}" was {describe_instant(due, case.context.zone)}, which is past'
        if archived:
            happens = "it is archived and nobody is told"
        else:
            happens = "it is released at once"
        mend = f"{happens}; write another `publish:` if that is not meant"
        yield case.problem("publish", what, mend, rule="past", warning=True)


def _review_notice(case: Candidate, due: datetime) -> Iterator[Problem]:
    """Notice in working days between the release and the day itself, neither counted."""
    wanted = case.context.schedule.minimum_notice
    if not wanted or case.day is None or case.is_past:
        return
    released = to_local(max(due, case.context.now), case.context.zone).date()
    notice = case.context.calendar.count_working_days(released, case.day)
    if notice < wanted:
        what = f"readers get {notice} clear working days of notice, fewer than {wanted}"
        mend = "release it earlier, or lower `minimum_notice`"
        yield case.problem("publish", what, mend, rule="notice", warning=True)


def review_day(case: Candidate) -> Iterator[Problem]:
    """A date on which Headquarters is closed, for as long as it is ahead: public or not."""
    if case.day is None or case.is_past:
        return
    calendar = case.context.calendar
    holiday = calendar.holiday_on(case.day)
    if not calendar.covers(case.day.year):
        what = f"the holidays of {case.day.year} are not known, so only weekends are left out"
        mend = "name them with `also` under [calendar] in config.toml"
        yield case.problem("when", what, mend, rule="working-day", warning=True)
    elif holiday is not None:
        if holiday.kind == "floating":
            words = "organs are invited not to meet"
        else:
            words = "an official holiday"
        yield case.problem(
            "when",
            f"{describe_day(case.day)} is {holiday.name}, {words}",
            "see that the date is meant",
            rule="working-day",
            warning=True,
        )
    elif not calendar.is_working(case.day):
        yield case.problem(
            "when",
            f"{describe_day(case.day)} is no working day",
            "see that the date is meant",
            rule="working-day",
            warning=True,
        )
