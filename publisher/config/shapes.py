"""The tables of config.toml as they are written, with their defaults; unknown keys are errors."""

from datetime import date

import msgspec

from publisher.config.operating import AlarmsShape, OperatingShape
from publisher.outlets.kinds import Settings
from publisher.schedule.settings import Schedule

DEFAULT_LEDGER = "ledger.sqlite"
SCHEDULE = Schedule()


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file."""


class PublicationShape(Shape, frozen=True):
    id: str
    title: str
    base_url: str
    timezone: str = "America/New_York"
    languages: tuple[str, ...] = ("en",)
    hub: str | None = None


class CalendarShape(Shape, frozen=True, rename={"except_": "except"}):
    holidays: str | tuple[date, ...] = "un-headquarters"
    also: tuple[date, ...] = ()
    except_: tuple[date, ...] = ()


class ScheduleShape(Shape, frozen=True):
    publish: str = SCHEDULE.publish
    first: str = "after 2 minutes"
    changes: str = "after 5 minutes"
    late: str = SCHEDULE.late
    minimum_notice: int = SCHEDULE.minimum_notice
    approve: int = SCHEDULE.approve


class IssueShape(Shape, frozen=True):
    close: str = "18:30"
    next_number: int | str = 1
    pdf: bool = False
    pdf_seconds: int = 120


class MilestoneShape(Shape, frozen=True):
    id: str
    when: str
    what: str
    kind: str = "meeting"
    translations: dict[str, str] = {}
    status: str = "proposed"
    reason: str | None = None
    where: str | None = None


class RoadmapShape(Shape, frozen=True):
    title: str
    letter: date
    milestones: tuple[MilestoneShape, ...] = ()
    translations: dict[str, str] = {}
    publish: str | None = None


class FileShape(Shape, frozen=True):
    publication: PublicationShape
    announcements: str = "announcements"
    ledger: str = DEFAULT_LEDGER
    proof: bool = True
    calendar: CalendarShape = CalendarShape()
    schedule: ScheduleShape = ScheduleShape()
    issue: IssueShape | None = None
    operating: OperatingShape | None = None
    alarms: AlarmsShape | None = None
    outlets: dict[str, Settings] = {}
    roadmaps: str | dict[str, RoadmapShape] = {}
