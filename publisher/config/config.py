"""config.toml as the program uses it; every fault named with its line and how to mend it."""

import os
import re
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import msgspec

from publisher.calendars.working_days import Calendar, amend, from_dates, load_packaged
from publisher.config import limits
from publisher.config.decoding import decode, read_written
from publisher.config.operating import AlarmsShape, OperatingShape
from publisher.config.roadmaps import read_roadmaps
from publisher.config.shapes import (
    DEFAULT_LEDGER,
    CalendarShape,
    FileShape,
    IssueShape,
    PublicationShape,
    ScheduleShape,
)
from publisher.config.written import WrittenToml
from publisher.errors import ConfigError
from publisher.languages.languages import LANGUAGES
from publisher.outlets.kinds import DirectorySettings, Settings, is_live, kind_of, make_outlet
from publisher.outlets.outlet import Outlet
from publisher.outlets.websub import WebSubSettings
from publisher.problem import Fault, Problem
from publisher.publication import Publication
from publisher.roadmap.roadmap import Roadmap
from publisher.schedule.closing import IssueSettings
from publisher.schedule.rule import read_rule
from publisher.schedule.settings import LATE_CHOICES, Schedule, read_delay
from publisher.years import SPAN, YEARS

MOST_APPROVALS = 9
MOST_PDF_SECONDS = 3600
LONGEST_ZONE = 64


class Config(msgspec.Struct, frozen=True):
    """The settings, with absolute paths; `problems` are faults in dates, which hold back what they date.

    `pdf_line` is where a PDF is asked for, of which only the desk can say whether it can be made, and
    `close_line` where the hour stands at which issues close, which the clocks may skip or repeat, `id_line`
    where the publication's id stands, of which only the ledger can say whether it is still the same. `places`
    gives the path and line of each roadmap.
    """

    path: Path
    publication: Publication
    announcements: Path
    ledger: str
    calendar: Calendar
    schedule: Schedule
    outlet_settings: dict[str, Settings]
    roadmaps: dict[str, Roadmap]
    issue: IssueSettings | None = None
    proof: bool = True
    operating: OperatingShape = OperatingShape()
    alarms: AlarmsShape = AlarmsShape()
    problems: tuple[Problem, ...] = ()
    pdf_line: int = 1
    close_line: int = 1
    id_line: int = 1
    places: dict[str, tuple[str, int]] = {}

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def zone(self) -> ZoneInfo:
        return self.publication.zone

    @property
    def problem_file(self) -> Path | None:
        """Where authors see what is wrong in the sources."""
        if self.alarms.problems:
            return self.folder / self.alarms.problems
        return None

    def make_outlets(self) -> list[Outlet]:
        made = [make_outlet(name, one, self.folder) for name, one in self.outlet_settings.items()]
        return [outlet for outlet in made if outlet is not None]


def load_config(path: Path) -> Config:
    """The settings in `path`. Raises ConfigError, with the line at fault."""
    file = read_written(path, path.name)
    shape, mended = decode(file, FileShape)
    limits.check_outlets(file, shape.outlets)
    publication = _read_publication(file, _with_hub(shape))
    roadmaps, places, problems = read_roadmaps(file, shape.roadmaps, publication.zone)
    return Config(
        path=path.resolve(),
        publication=publication,
        announcements=path.resolve().parent / shape.announcements,
        ledger=ledger_url(shape.ledger, path.resolve().parent),
        calendar=_read_calendar(file, shape.calendar),
        schedule=_read_schedule(file, shape.schedule),
        outlet_settings=shape.outlets,
        roadmaps=roadmaps,
        issue=_read_issue(file, shape.issue) if shape.issue else None,
        proof=shape.proof,
        operating=shape.operating or OperatingShape(),
        alarms=_read_alarms(file, shape),
        problems=(*mended, *problems, *_warn_of_silence(file, shape.outlets)),
        pdf_line=file.line_of(("issue", "pdf")) if shape.issue and shape.issue.pdf else 1,
        close_line=file.line_of(("issue", "close")),
        id_line=file.line_of(("publication", "id")),
        places=places,
    )


def _warn_of_silence(file: WrittenToml, outlets: Mapping[str, Settings]) -> Iterator[Problem]:
    """An outlet that is not live reaches nobody, which may be what is wanted; but it is said."""
    for name, settings in outlets.items():
        if kind_of(settings).reaches != "no" and not is_live(settings):
            what = f"the outlet `{name}` is not live here and reaches nobody"
            mend = 'where it is to reach people write `live = true`, or `live = "HOST"` for one machine'
            yield file.problem(("outlets", name), what, mend, rule="live", warning=True)


def ledger_url(ledger: str, folder: Path) -> str:
    """An SQLAlchemy URL; a plain path is an SQLite file beside config.toml."""
    if "://" in ledger:
        return ledger
    return f"sqlite:///{folder / ledger}"


def guess_ledger(path: Path) -> str | None:
    """The ledger's URL out of a config that cannot be used as a whole; None where there is no file at all."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r'^ledger\s*=\s*"([^"\n]+)"', text, re.MULTILINE)
    return ledger_url(found[1] if found else DEFAULT_LEDGER, path.resolve().parent)


def _with_hub(shape: FileShape) -> PublicationShape:
    """Feeds name the hub that an outlet pings, live here or not: several machines print the same bytes."""
    hubs = (outlet.hub for outlet in shape.outlets.values() if isinstance(outlet, WebSubSettings))
    return msgspec.structs.replace(shape.publication, hub=shape.publication.hub or next(hubs, None))


def _read_publication(file: WrittenToml, shape: PublicationShape) -> Publication:
    place = "publication"
    if not re.fullmatch(r"https?://[^\s/]+/(?:\S*/)?", shape.base_url):
        if "://" in shape.base_url:
            wrong = "does not end with a slash"
        else:
            wrong = "is no address of the web"
        mend = "write an address such as https://example.org/journal/"
        raise file.fault((place, "base_url"), f'base_url = "{shape.base_url}" {wrong}', mend)
    if not re.fullmatch(r"[\w.@-]+,\d{4}(?:-\d\d){0,2}(?::[\w.~-]+)+", shape.id, re.ASCII):
        mend = 'write a name, a date and a word, such as "example.org,2026:journal" (RFC 4151)'
        raise file.fault((place, "id"), f'id = "{shape.id}" cannot stand in a tag: URI', mend)
    for key, address in (("base_url", shape.base_url), ("hub", shape.hub)):
        limits.check_address(file, (place, key), address)
    try:
        # No zone has a longer name, and zoneinfo looks for whatever it is given, to the end of the stack.
        ZoneInfo(shape.timezone[:LONGEST_ZONE])
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        mend = "write one such as America/New_York"
        if not available_timezones():
            mend = "this machine has no zone data at all: install the package tzdata"
        what = f"timezone {shape.timezone[:LONGEST_ZONE]!r} is not known"
        raise file.fault((place, "timezone"), what, mend) from error
    unknown = [lang for lang in shape.languages if lang not in LANGUAGES]
    if unknown or not shape.languages:
        if unknown:
            what = f"language {unknown[0]!r} is not known"
        else:
            what = "there is no language"
        raise file.fault((place, "languages"), what, "take some of " + ", ".join(LANGUAGES))
    limits.refuse_doubles(file, (place, "languages"), shape.languages)
    return msgspec.convert(msgspec.to_builtins(shape), Publication)


def _read_calendar(file: WrittenToml, shape: CalendarShape) -> Calendar:
    listed = shape.holidays
    if isinstance(listed, str):
        listed = ()
    for key, days in (("holidays", listed), ("also", shape.also), ("except", shape.except_)):
        limits.check_date(file, ("calendar", key), *days)
    try:
        if isinstance(shape.holidays, str):
            calendar = load_packaged(shape.holidays)
        else:
            calendar = from_dates(shape.holidays)
    except ConfigError as error:
        line = file.line_of(("calendar", "holidays"))
        raise ConfigError.at(file.path, line, error.what, error.mend) from error
    return amend(calendar, also=shape.also, except_=shape.except_)


def _read_schedule(file: WrittenToml, shape: ScheduleShape) -> Schedule:
    rule, first, changes = read_rule(shape.publish), read_delay(shape.first), read_delay(shape.changes)
    for key, value in (("publish", rule), ("first", first), ("changes", changes)):
        if isinstance(value, Fault):
            raise file.fault(("schedule", key), value.what, value.mend)
    assert isinstance(first, timedelta)
    assert isinstance(changes, timedelta)
    late = next((choice for choice in LATE_CHOICES if choice == shape.late), None)
    if late is None:
        mend = "write " + " or ".join(f'"{choice}"' for choice in LATE_CHOICES)
        raise file.fault(("schedule", "late"), f'late = "{shape.late}" is not known', mend)
    if not 0 <= shape.approve <= MOST_APPROVALS:
        what, mend = f"approve = {shape.approve} is no number of colleagues", "write 2, or 0 for none"
        raise file.fault(("schedule", "approve"), what, mend)
    limits.check_number(file, ("schedule", "minimum_notice"), shape.minimum_notice)
    return Schedule(shape.publish, first, changes, late, shape.minimum_notice, shape.approve)


def _read_alarms(file: WrittenToml, shape: FileShape) -> AlarmsShape:
    """What is wrong with a draft names it, so readers may not see the list of problems."""
    alarms, folder = shape.alarms or AlarmsShape(), file.path.resolve().parent
    listed = os.path.realpath(folder / (alarms.problems or ""))
    for name, settings in shape.outlets.items():
        if not alarms.problems or not isinstance(settings, DirectorySettings):
            continue
        if Path(listed).is_relative_to(os.path.realpath(folder / settings.path)):
            what = f'problems = "{alarms.problems}" lies in what readers see (outlet `{name}`)'
            raise file.fault(("alarms", "problems"), what, "put it where only authors look")
    return alarms


def _read_issue(file: WrittenToml, shape: IssueShape) -> IssueSettings:
    """`next_number` is a number for the very first issue, or "2017/188" for the next one of that year."""
    close = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", shape.close)
    if close is None:
        raise file.fault(("issue", "close"), f'close = "{shape.close}" is not an hour', 'write "18:30"')
    number = re.fullmatch(r"(?:(\d{4})/)?(\d{1,5})", str(shape.next_number))
    if number is None:
        what = f'next_number = "{shape.next_number}" is not a number'
        raise file.fault(("issue", "next_number"), what, 'write 1, or "2017/188" for a year')
    year = None
    if number[1]:
        year = int(number[1])
    if year is not None and year not in YEARS:
        what = f'next_number = "{shape.next_number}" is of none of the years {SPAN}'
        raise file.fault(("issue", "next_number"), what, 'write such as "2017/188"')
    if not 1 <= shape.pdf_seconds <= MOST_PDF_SECONDS:
        what = f"pdf_seconds = {shape.pdf_seconds} is no limit for a sheet"
        raise file.fault(("issue", "pdf_seconds"), what, f"write a number from 1 to {MOST_PDF_SECONDS}")
    closing = time(int(close[1]), int(close[2]))
    return IssueSettings(closing, int(number[2]), year, shape.pdf, shape.pdf_seconds)
