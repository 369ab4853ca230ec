"""The plan played through without a clock: what would have been released by any moment, and as what."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import takewhile

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.dates.when import When
from publisher.journal.pages.issue_paper import print_issue
from publisher.problem import Problem
from publisher.releases.records import Records
from publisher.releases.records_in_memory import MemoryRecords
from publisher.releases.release import (
    ANNOUNCED,
    PRINTED,
    Draft,
    Edition,
    Issue,
    Paper,
    Release,
    Snapshot,
    as_recorded,
    name_sheet,
    next_number,
)
from publisher.schedule.candidate import Candidate, open_case
from publisher.schedule.changes import compare
from publisher.schedule.closing import Closing, Closings, IssueSettings
from publisher.schedule.contents import compile_issue
from publisher.schedule.hours import end_of_day
from publisher.schedule.item import Item
from publisher.schedule.plan import make_plan
from publisher.schedule.plan_context import PlanContext

log = logging.getLogger("publisher")

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
"""Seen from here nothing is late: everything is planned for the moment at which it falls due."""

ISSUES = 60
"""Issues before the moment that are compiled; those further back are counted, so that numbers are right."""

_ORDER = {"edition": 0, "roadmap": 1, "announcement": 2, "reminder": 3}


class Step(msgspec.Struct, frozen=True):
    """Something that would be released at a UTC instant."""

    at: datetime
    draft: Draft
    name: str


class Numbered(msgspec.Struct, frozen=True):
    """An issue to come, with the number that it would bear."""

    closing: Closing
    number: int


class Simulation(msgspec.Struct, frozen=True):
    """How the plan goes if nobody changes anything: acts in order, and the item of every announcement.

    `begin` and `end` (UTC) are the earliest act and the end of the last day that anything is about.
    `shown` is each announcement as readers would see it, those that nothing releases too.
    """

    begin: datetime
    end: datetime
    acts: tuple[Step, ...]
    items: dict[str, Item]
    shown: dict[str, Snapshot]
    problems: tuple[Problem, ...]


def chart_course(
    announcements: Sequence[Announcement], edition: Edition, context: PlanContext, now: datetime
) -> Simulation:
    """The course of these sources from an empty ledger, as a rehearsal plays it (`context.now` is ignored).

    Sources count as saved before it began; what is to go out at once goes out at the beginning. `now`
    (UTC) is the beginning where nothing has a date.
    """
    context = msgspec.structs.replace(context, now=LONG_AGO)
    sources = [msgspec.structs.replace(announcement, saved=LONG_AGO) for announcement in announcements]
    plan = make_plan(sources, edition, {}, context)
    planned = [item for item in plan.items if item.draft and item.subject in ("roadmap", "announcement")]
    begin = min((item.at for item in planned if item.at and item.at > LONG_AGO), default=now)
    acts = [Step(begin, Draft("edition", "edition", "edition", begin, edition), "edition")]
    acts += [_make_act(item, begin) for item in planned]
    if any(o.remind for o in sources):
        reminders = _find_reminders(sources, edition, acts, context)
    else:
        reminders = []
    acts = sorted([*acts, *reminders], key=lambda act: (act.at, _ORDER[act.draft.subject], act.name))
    shown = {source.slug: show_announcement(source, context) for source in sources}
    return Simulation(
        begin=begin,
        end=_find_end(acts, shown.values(), context),
        acts=tuple(acts),
        items={item.name: item for item in plan.announcements},
        shown=shown,
        problems=plan.problems,
    )


def show_announcement(announcement: Announcement, context: PlanContext) -> Snapshot:
    """What readers would see of it; a milestone that no roadmap has stands in for its date."""
    case = open_case(announcement, context)
    if not isinstance(case, Candidate):
        when = When(text=announcement.milestone or "", precision="unread")
        case = Candidate(announcement, when, None, None, context)
    return case.take_snapshot()


def _make_act(item: Item, begin: datetime) -> Step:
    assert item.draft is not None
    at = max(item.at or begin, begin)
    if item.draft.due >= begin:
        draft = item.draft
    else:
        draft = msgspec.structs.replace(item.draft, due=at)
    return Step(at, draft, item.name)


def _find_reminders(
    sources: Sequence[Announcement], edition: Edition, acts: Iterable[Step], context: PlanContext
) -> list[Step]:
    """What no plan can know before the announcement itself stands (see desk.py)."""
    heads: dict[tuple[str, str], Release] = {
        (act.draft.subject, act.draft.name): as_recorded(act.draft, 0, act.at) for act in acts
    }
    plan = make_plan(sources, edition, heads, context)
    reminders = [item for item in plan.items if item.subject == "reminder" and item.draft]
    return [Step(item.at, item.draft, item.name) for item in reminders if item.at and item.draft]


def _find_end(acts: Iterable[Step], shown: Iterable[Snapshot], context: PlanContext) -> datetime:
    lines = [line.when for roadmap in context.roadmaps.values() for line in roadmap.milestones]
    days = [day for when in (*lines, *(one.when for one in shown)) if (day := when.last or when.first)]
    last = max((act.at for act in acts), default=LONG_AGO)
    if days:
        return max(last, end_of_day(max(days), context.zone))
    return last


def number_closings(
    begin: datetime, until: datetime, settings: IssueSettings, context: PlanContext
) -> Iterator[Numbered]:
    """Every issue that closes by `until` (UTC), in order, with the number it would bear."""
    last: Issue | None = None
    closings = Closings(settings, context.calendar, context.zone, begin)
    for closing in takewhile(lambda closing: closing.at <= until, closings):
        number = next_number(last, closing.dated.year, settings.next_number, settings.numbered_year)
        last = Issue(number, closing.day, closing.dated)
        yield Numbered(closing, number)


def play(course: Simulation, issues: Sequence[Numbered], moment: datetime) -> MemoryRecords:
    """The records as they would stand at `moment` (UTC); the edition is there even before the beginning."""
    acts = [act for act in course.acts if act.at <= moment] or [course.acts[0]]
    closed = [issue for issue in issues if issue.closing.at <= moment][-ISSUES - 1 :]
    records = MemoryRecords((), make_sheet)
    steps: list[tuple[datetime, int, Step | Numbered]] = [(act.at, 0, act) for act in acts]
    steps += [(one.closing.at, 1, one) for one in closed]
    for at, _, step in sorted(steps, key=lambda one: one[:2]):
        if isinstance(step, Step):
            drafts = [step.draft]
        else:
            drafts = _close_issue(step, records)
        for draft in drafts:
            records.add(as_recorded(draft, records.newest_sequence() + 1, at))
    if len(closed) <= ISSUES:
        return records
    # Its list of what was new since the issue before would reach back to the beginning.
    oldest = closed[0].closing.day.isoformat()
    rest = [release for release in records.releases if (release.subject, release.name) != ("issue", oldest)]
    return MemoryRecords(rest, make_sheet)


def make_sheet(release: Release, lang: str, records: Records) -> bytes | None:
    """Typeset when it is asked for: nothing is kept here, and one person looks."""
    try:
        return print_issue(release, lang, records)
    except Exception as fault:  # noqa: BLE001 - whatever it meets in an author's text, it costs this sheet only
        log.error("the sheet %s cannot be made: %s", name_sheet(release.issue.day, lang), fault)
        return None


def _close_issue(issue: Numbered, records: MemoryRecords) -> list[Draft]:
    """The issue, and its sheets as though they took no time."""
    closing, edition = issue.closing, records.edition()
    content = msgspec.structs.replace(compile_issue(closing, records), number=issue.number)
    drafts = [Draft("issue", closing.day.isoformat(), "issue", closing.at, content)]
    if edition.pdf:
        sheets = [Paper(closing.day, lang, "") for lang in edition.publication.languages]
        drafts += [Draft("paper", sheet.name, PRINTED, closing.at, sheet) for sheet in sheets]
    return drafts


def show_too(records: MemoryRecords, snapshot: Snapshot, at: datetime) -> MemoryRecords:
    """The records with one announcement more, so that its page can be looked at before it is released.

    What is cancelled, postponed or withdrawn is shown as it will be once it was announced.
    """
    first = msgspec.structs.replace(snapshot, status="scheduled")
    drafts = [Draft("announcement", snapshot.slug, ANNOUNCED, at, first, told=tuple(first.wordings))]
    difference = compare(first, snapshot)
    if difference is not None:
        change = {"kind": difference.kind, "change": difference.change, "content": snapshot, "replaces": 1}
        drafts.append(msgspec.structs.replace(drafts[0], **change))
    newest = records.newest_sequence()
    more = (as_recorded(draft, newest + number, at) for number, draft in enumerate(drafts, start=1))
    return MemoryRecords((*records.releases, *more), make_sheet)
