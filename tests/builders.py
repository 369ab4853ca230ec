"""Small values for tests: an announcement, a roadmap, a plan context, a release; every field may be set."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from publisher.announcements.announcement import Announcement, Wording
from publisher.announcements.held import HeldSource
from publisher.calendars.working_days import load_packaged
from publisher.dates.when import Occasion, Times, When
from publisher.ledger.ledger import Ledger
from publisher.problem import Problem
from publisher.publication import Publication
from publisher.releases.release import Draft, Edition, Release, Snapshot
from publisher.roadmap.roadmap import Milestone, Roadmap
from publisher.schedule.plan import Item, make_plan
from publisher.schedule.plan_context import PlanContext
from publisher.schedule.settings import Schedule

ZONE = ZoneInfo("America/New_York")
PUBLICATION = Publication(
    id="example.org,2017:test",
    title="Test Journal",
    base_url="https://example.org/journal/",
    timezone="America/New_York",
    languages=("en", "fr"),
)
EDITION = Edition(PUBLICATION, "templates")
HALF_DAYS = {"morning": (time(10), time(13)), "afternoon": (time(15), time(18))}


def utc(text: str) -> datetime:
    """ "2017-09-27 22:00" in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Dates as when.py reads them, made by hand so that a test of the schedule is not one of the language.


def on_day(day: str, part: str | None = None, **fields: Any) -> When:
    """An exact day or half-day."""
    when = date.fromisoformat(day)
    start, end = HALF_DAYS[part] if part else (None, None)
    values: dict[str, Any] = {
        "text": f"{when.day} {when:%B %Y}" + (f" ({part})" if part else ""),
        "first": when,
        "last": when,
        "part": part,
        "precision": "half-day" if part else "day",
        "exact": True,
        "days": (when,),
        "occasions": (Occasion(when, when, part, start, end),),
    }
    return When(**(values | fields))


def at_hour(day: str, start: str, end: str | None = None) -> When:
    when = date.fromisoformat(day)
    begins = time.fromisoformat(start)
    ends = time.fromisoformat(end) if end else None
    return on_day(
        day,
        text=f"{when.day} {when:%B %Y}, {start}" + (f" to {end}" if end else ""),
        precision="time",
        times=(Times(begins, ends),),
        occasions=(Occasion(when, when, None, begins, ends),),
    )


def in_week(monday: str, **fields: Any) -> When:
    """ "Week of 23 October": a placeholder, Monday to Friday."""
    first = date.fromisoformat(monday)
    last = first + timedelta(days=4)
    values: dict[str, Any] = {
        "text": f"Week of {first.day} {first:%B %Y}",
        "first": first,
        "last": last,
        "precision": "week",
        "days": tuple(first + timedelta(days=each) for each in range(5)),
        "occasions": (Occasion(first, last),),
    }
    return When(**(values | fields))


def by_day(day: str, end: str | None = None) -> When:
    """A deadline: with an hour it is over at that instant."""
    last = date.fromisoformat(day)
    occasion = Occasion(last, last, None, None, time.fromisoformat(end) if end else None)
    text = f"by {last.day} {last:%B %Y}" + (f", {end}" if end else "")
    return When(text=text, last=last, precision="by", exact=True, occasions=(occasion,))


FIRST_READING = on_day("2017-10-02", "afternoon")
"""The meeting of most tests: Monday, 2 October 2017, 15:00 to 18:00 in New York, 19:00 to 22:00 UTC."""

DUE = utc("2017-09-27 22:00")
"""When it is due under the default rule: three working days before at 18:00."""

WRITTEN = utc("2017-09-14 12:00")
"""When its file was saved: the day after the letter."""


def make_line(milestone: str = "first-reading", when: When = FIRST_READING, **fields: Any) -> Milestone:
    values: dict[str, Any] = {"id": milestone, "when": when, "what": "1st reading"}
    return Milestone(**(values | fields))


def make_roadmap(*lines: Milestone, **fields: Any) -> Roadmap:
    values: dict[str, Any] = {
        "id": "modalities",
        "title": "Modalities",
        "letter": date(2017, 9, 13),
        "milestones": lines or (make_line(),),
    }
    return Roadmap(**(values | fields))


def make_wording(title: str = "First reading of the draft", **fields: Any) -> Wording:
    return Wording(**({"title": title, "html": "<p>Words.</p>"} | fields))


def make_announcement(slug: str = "first-reading", **fields: Any) -> Announcement:
    """Saved the day after the letter; hangs on the milestone of the same name unless `when` is given."""
    values: dict[str, Any] = {
        "slug": slug,
        "path": f"announcements/{slug}.md",
        "stem": slug,
        "wordings": {"en": make_wording()},
        "saved": WRITTEN,
        "milestone": None if "when" in fields else "first-reading",
        "lines": {"title": 2, "milestone": 3, "publish": 4},
    }
    return Announcement(**(values | fields))


def hold_source(*claims: str, what: str = "the front matter has no end", **fields: Any) -> HeldSource:
    """A file that an error holds back, named after the first of the slugs that it claims."""
    problem = Problem(f"announcements/{claims[0]}.md", 1, what, "close it", rule="front-matter")
    return HeldSource(**({"names": claims, "problems": (problem,), "claims": frozenset(claims)} | fields))


def make_situation(now: datetime, *lines: Milestone, **fields: Any) -> PlanContext:
    values: dict[str, Any] = {
        "now": now,
        "zone": ZONE,
        "calendar": load_packaged("un-headquarters"),
        "schedule": Schedule(),
        "roadmaps": {"modalities": make_roadmap(*lines)},
    }
    return PlanContext(**(values | fields))


def plan_one(announcement: Announcement, context: PlanContext, *heads: Release) -> Item:
    """The item of this announcement in a plan in which only it and `heads` exist."""
    plan = make_plan([announcement], EDITION, by_subject(*heads), context)
    return next(item for item in plan.announcements if item.name == announcement.slug)


def by_subject(*heads: Release) -> dict[tuple[str, str], Release]:
    return {(head.subject, head.name): head for head in heads}


def release_of(draft: Draft, released: datetime, sequence: int = 1) -> Release:
    """The release that recording `draft` would make."""
    values = {field: getattr(draft, field) for field in draft.__struct_fields__ if field != "replaces"}
    return Release(sequence=sequence, revision=draft.replaces + 1, released=released, **values)


def release_first(announcement: Announcement, *lines: Milestone, now: datetime = DUE) -> Release:
    """What stands once the announcement was released at `now`."""
    draft = plan_one(announcement, make_situation(now, *lines)).draft
    assert draft is not None
    return release_of(draft, now)


def make_snapshot(slug: str = "first-reading", **fields: Any) -> Snapshot:
    values: dict[str, Any] = {
        "slug": slug,
        "kind": "meeting",
        "when": FIRST_READING,
        "wordings": {"en": make_wording()},
        "roadmap": "modalities",
        "milestone": "first-reading",
    }
    return Snapshot(**(values | fields))


def make_draft(slug: str = "first-reading", **fields: Any) -> Draft:
    """A first release of an announcement; fields of the draft, or `content`."""
    values: dict[str, Any] = {
        "subject": "announcement",
        "name": slug,
        "kind": "announced",
        "due": DUE,
        "content": make_snapshot(slug),
        "told": ("en",),
    }
    return Draft(**(values | fields))


def make_edition_draft(publication: Publication = PUBLICATION) -> Draft:
    return make_draft(
        "edition", subject="edition", kind="edition", content=Edition(publication, "templates"), told=()
    )


def fill_ledger(ledger: Ledger, *drafts: Draft, at: datetime = DUE) -> None:
    """Records an edition and then each draft a minute after the one before."""
    ledger.record([make_edition_draft()], [], at)
    for number, draft in enumerate(drafts):
        ledger.record([draft], [], at + timedelta(minutes=number))


def changed(snapshot: Snapshot, **fields: Any) -> Snapshot:
    return msgspec.structs.replace(snapshot, **fields)
