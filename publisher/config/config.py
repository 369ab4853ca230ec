"""config.toml as the program uses it; every fault named with its line and how to mend it."""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import msgspec

from publisher.announcements.house import name_date_fault
from publisher.announcements.problem import Problem
from publisher.calendars.working_days import Calendar, amend, from_dates, load_packaged
from publisher.config import limits
from publisher.config.operating import AlarmMailShape, AlarmsShape, OperatingShape
from publisher.config.shapes import (
    DEFAULT_LEDGER,
    CalendarShape,
    FileShape,
    IssueShape,
    MilestoneShape,
    PublicationShape,
    RoadmapShape,
    ScheduleShape,
    Shape,
)
from publisher.config.toml_lines import find_line
from publisher.errors import ConfigError
from publisher.outlets.kinds import KINDS, Settings, is_live, kind_of, make_outlet
from publisher.outlets.outlet import Outlet
from publisher.outlets.websub import WebSubSettings
from publisher.publication import Publication
from publisher.roadmap.roadmap import KINDS as MILESTONE_KINDS
from publisher.roadmap.roadmap import STATUSES, Milestone, Roadmap
from publisher.roadmap.when import read_when
from publisher.schedule.closing import IssueSettings
from publisher.schedule.rule import RuleFault, read_rule
from publisher.schedule.settings import LATE_CHOICES, Schedule, read_delay

MOST_APPROVALS = 9
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
LONGEST_ZONE, LONGEST_ROADMAP = 64, 80
SHORT_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<key>[^`]*)`(?: - at `\$(?P<path>[^`]*)`)?")
_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?\$(?P<path>[^`]*)`)?$", re.DOTALL)


Place = tuple[str | int, ...]
ShapeT = TypeVar("ShapeT", bound=Shape)


Source = tuple[Path, str, str, RoadmapShape, Place]
"""A file, its text, and a roadmap in it: name, shape and place."""


class Config(msgspec.Struct, frozen=True):
    """The settings, with absolute paths; `problems` are faults in dates, which hold back what they date."""

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

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def zone(self) -> ZoneInfo:
        return self.publication.zone

    def make_outlets(self) -> list[Outlet]:
        made = [make_outlet(name, one, self.folder) for name, one in self.outlet_settings.items()]
        return [outlet for outlet in made if outlet is not None]


def load_config(path: Path) -> Config:
    """The settings in `path`. Raises ConfigError: a line `path:line: what; how to mend it`."""
    text = _read_text(path)
    shape = _decode(path, text, FileShape)
    roadmaps, problems = _read_roadmaps(path, text, shape)
    return Config(
        path=path.resolve(),
        publication=_read_publication(path, text, _with_hub(shape)),
        announcements=path.resolve().parent / shape.announcements,
        ledger=ledger_url(shape.ledger, path.resolve().parent),
        calendar=_read_calendar(path, text, shape.calendar),
        schedule=_read_schedule(path, text, shape.schedule),
        outlet_settings=shape.outlets,
        roadmaps=roadmaps,
        issue=_read_issue(path, text, shape.issue) if shape.issue else None,
        proof=shape.proof,
        operating=shape.operating or OperatingShape(),
        alarms=shape.alarms or AlarmsShape(),
        problems=(*problems, *_warn_of_silence(path, text, shape.outlets)),
    )


def _warn_of_silence(path: Path, text: str, outlets: Mapping[str, Settings]) -> Iterator[Problem]:
    """An outlet that is not live reaches nobody, which may be what is wanted; but it is said."""
    for name, settings in outlets.items():
        if kind_of(settings).reaches != "no" and not is_live(settings):
            yield Problem(
                path.name,
                find_line(text, ("outlets", name)),
                f"the outlet `{name}` is not live here and reaches nobody",
                'where it is to reach people write `live = true`, or `live = "HOST"` for one machine',
                warning=True,
                rule="live",
            )


def ledger_url(ledger: str, folder: Path) -> str:
    """An SQLAlchemy URL; a plain path is an SQLite file beside config.toml."""
    return ledger if "://" in ledger else f"sqlite:///{folder / ledger}"


def guess_ledger(path: Path) -> str | None:
    """The ledger's URL out of a config that cannot be used as a whole; None where there is no file at all."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r'^ledger\s*=\s*"([^"\n]+)"', text, re.MULTILINE)
    return ledger_url(found[1] if found else DEFAULT_LEDGER, path.resolve().parent)


def _read_text(path: Path) -> str:
    try:
        limits.refuse_large_file(path)
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(
            f"{path}:1: there is no such file; name it with --config, or make one with `publisher init DIR`"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}:1: it cannot be read ({error}); save it as plain UTF-8 text") from error


def _decode(path: Path, text: str, shape: type[ShapeT]) -> ShapeT:
    try:
        return msgspec.convert(limits.read_toml(path, text), shape)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        what = re.sub(r" \(at .*\)", "", str(error))
        raise ConfigError(f"{path}:{line}: it is not TOML: {what}; mend that line") from error
    except msgspec.ValidationError as error:
        raise ConfigError(_explain(path, text, str(error), shape)) from error


def _explain(path: Path, text: str, message: str, shape: type[Shape]) -> str:
    unknown = _UNKNOWN.match(message)
    if unknown:
        place = _split_place(unknown["path"] or "")
        known = _keys_at(shape, place)
        close = difflib.get_close_matches(unknown["key"], known, n=1)
        mend = f"did you mean `{close[0]}`?" if close else "the keys here are " + ", ".join(known)
        line = find_line(text, (*place, unknown["key"]))
        return f"{path}:{line}: unknown key `{limits.shorten(unknown['key'])}`; {mend}"
    found = _AT.match(message)
    place = _split_place((found and found["path"]) or "")
    what = (found["what"] if found else message).replace("Object missing required field", "missing key")
    named = re.match(r"`(\w+)` has to", what)  # what a table says of one of its own keys
    place = (*place, named[1]) if named else place
    where = ".".join(map(str, place)) or "it"
    return f"{path}:{find_line(text, place)}: {what[0].lower() + what[1:]}; mend `{where}`"


def _split_place(place: str) -> Place:
    """`.roadmaps[...].milestones[0]` as a path of keys; `[...]` is some key of a table."""
    parts = re.findall(r"\.([\w-]+)|\[(\d+|\.\.\.)\]", place)
    return tuple(name or (int(index) if index.isdigit() else index) for name, index in parts)


def _keys_at(shape: type[Shape], place: Place) -> list[str]:
    """The keys that the table at `place` may have."""
    shapes: Mapping[str, type[Any]] = {
        "publication": PublicationShape, "calendar": CalendarShape, "schedule": ScheduleShape,
        "issue": IssueShape, "operating": OperatingShape, "alarms": AlarmsShape, "email": AlarmMailShape,
        "roadmaps": RoadmapShape, "milestones": MilestoneShape,
    }  # fmt: skip
    names = [part for part in place if isinstance(part, str) and part != "..."]
    if names and names[0] == "outlets":
        return [
            "kind",
            *(field for kind in KINDS.values() for field in kind.settings.__struct_encode_fields__),
        ]
    found = next((shapes[name] for name in reversed(names) if name in shapes), shape)
    return list(found.__struct_encode_fields__)


def _fault(path: Path, text: str, place: Place, what: str, mend: str) -> ConfigError:
    return ConfigError(f"{path}:{find_line(text, place)}: {limits.shorten(what)}; {mend}")


def _with_hub(shape: FileShape) -> PublicationShape:
    """Feeds name the hub that an outlet pings, live here or not: several machines print the same bytes."""
    hubs = (one.hub for one in shape.outlets.values() if isinstance(one, WebSubSettings))
    return msgspec.structs.replace(shape.publication, hub=shape.publication.hub or next(hubs, None))


def _read_publication(path: Path, text: str, shape: PublicationShape) -> Publication:
    place = "publication"
    if not re.fullmatch(r"https?://[^\s/]+/(?:\S*/)?", shape.base_url):
        mend = "write an address such as https://example.org/journal/"
        raise _fault(
            path, text, (place, "base_url"), f'base_url = "{shape.base_url}" does not end with a slash', mend
        )
    if not re.fullmatch(r"[\w.@-]+,\d{4}(?:-\d\d){0,2}(?::[\w.~-]+)+", shape.id, re.ASCII):
        mend = 'write a name, a date and a word, such as "example.org,2026:journal" (RFC 4151)'
        raise _fault(path, text, (place, "id"), f'id = "{shape.id}" cannot stand in a tag: URI', mend)
    for key, address in (("base_url", shape.base_url), ("hub", shape.hub)):
        limits.check_address(path, text, (place, key), address)
    try:
        # A name of many parts is taken for that many packages within packages, to the end of the stack.
        ZoneInfo(shape.timezone[:LONGEST_ZONE])
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        mend = "write one such as America/New_York"
        if not available_timezones():
            mend = "this machine has no zone data at all: install the package tzdata"
        what = f"timezone {shape.timezone[:LONGEST_ZONE]!r} is not known"
        raise _fault(path, text, (place, "timezone"), what, mend) from error
    unknown = [lang for lang in shape.languages if lang not in LANGUAGES]
    if unknown or not shape.languages:
        what = f"language {unknown[0]!r} is not known" if unknown else "there is no language"
        raise _fault(path, text, (place, "languages"), what, "take some of " + ", ".join(LANGUAGES))
    limits.refuse_doubles(path, text, (place, "languages"), shape.languages)
    return msgspec.convert(msgspec.to_builtins(shape), Publication)


def _read_calendar(path: Path, text: str, shape: CalendarShape) -> Calendar:
    try:
        calendar = (
            load_packaged(shape.holidays) if isinstance(shape.holidays, str) else from_dates(shape.holidays)
        )
    except ConfigError as error:
        raise ConfigError(f"{path}:{find_line(text, ('calendar', 'holidays'))}: {error}") from error
    return amend(calendar, also=shape.also, except_=shape.except_)


def _read_schedule(path: Path, text: str, shape: ScheduleShape) -> Schedule:
    rule, first, changes = read_rule(shape.publish), read_delay(shape.first), read_delay(shape.changes)
    for key, value in (("publish", rule), ("first", first), ("changes", changes)):
        if isinstance(value, RuleFault):
            raise _fault(path, text, ("schedule", key), value.what, value.mend)
    assert isinstance(first, timedelta)
    assert isinstance(changes, timedelta)
    if shape.late not in LATE_CHOICES:
        mend = "write " + " or ".join(f'"{choice}"' for choice in LATE_CHOICES)
        raise _fault(path, text, ("schedule", "late"), f'late = "{shape.late}" is not known', mend)
    if not 0 <= shape.approve <= MOST_APPROVALS:
        what, mend = f"approve = {shape.approve} is no number of colleagues", "write 2, or 0 for none"
        raise _fault(path, text, ("schedule", "approve"), what, mend)
    limits.check_number(path, text, ("schedule", "minimum_notice"), shape.minimum_notice)
    return Schedule(shape.publish, first, changes, shape.late, shape.minimum_notice, shape.approve)


def _read_issue(path: Path, text: str, shape: IssueShape) -> IssueSettings:
    """`next_number` is a number for the very first issue, or "2017/188" for the next one of that year."""
    close = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", shape.close)
    if close is None:
        raise _fault(
            path, text, ("issue", "close"), f'close = "{shape.close}" is not an hour', 'write "18:30"'
        )
    number = re.fullmatch(r"(?:(\d{4})/)?(\d{1,5})", str(shape.next_number))
    if number is None:
        what = f'next_number = "{shape.next_number}" is not a number'
        raise _fault(path, text, ("issue", "next_number"), what, 'write 1, or "2017/188" for a year')
    year = int(number[1]) if number[1] else None
    return IssueSettings(time(int(close[1]), int(close[2])), int(number[2]), year, shape.pdf)


def _read_roadmaps(path: Path, text: str, shape: FileShape) -> tuple[dict[str, Roadmap], list[Problem]]:
    sources = _roadmap_sources(path, text, shape.roadmaps)
    roadmaps: dict[str, Roadmap] = {}
    problems: list[Problem] = []
    for source, source_text, name, one, place in sources:
        lines: list[Milestone] = []
        if not SHORT_NAME.fullmatch(name) or len(name) > LONGEST_ROADMAP:
            # It is part of addresses and of file names.
            what = f"roadmap {name[:LONGEST_ROADMAP]!r} is not a short name"
            mend = f"use small letters, digits, hyphens; at most {LONGEST_ROADMAP}"
            raise _fault(source, source_text, place, what, mend)
        limits.check_letter(source, source_text, (*place, "letter"), one.letter)
        for number, line in enumerate(one.milestones):
            at = (*place, "milestones", number)
            _check_milestone(source, source_text, at, line, [other.id for other in lines])
            lines.append(_read_milestone(line, one.letter))
            problems += _date_problems(source, source_text, at, lines[-1])
        roadmaps[name] = Roadmap(name, one.title, one.letter, tuple(lines), one.translations, one.publish)
    return roadmaps, problems


def _roadmap_sources(path: Path, text: str, roadmaps: str | dict[str, RoadmapShape]) -> Iterator[Source]:
    """The roadmaps of this file, or those of the files that a pattern names."""
    if isinstance(roadmaps, dict):
        yield from ((path, text, name, one, ("roadmaps", name)) for name, one in roadmaps.items())
        return
    try:
        files = sorted(path.parent.glob(roadmaps))
    except (ValueError, NotImplementedError, IndexError) as error:
        what, mend = f'roadmaps = "{roadmaps}" names no files', 'write "roadmaps/*.toml"'
        raise _fault(path, text, ("roadmaps",), what, mend) from error
    for file in files:
        file_text = _read_text(file)
        yield file, file_text, file.stem, _decode(file, file_text, RoadmapShape), ()


def _check_milestone(path: Path, text: str, place: Place, line: MilestoneShape, taken: list[str]) -> None:
    if not SHORT_NAME.fullmatch(line.id):
        raise _fault(
            path,
            text,
            (*place, "id"),
            f"id {line.id!r} is not a short name",
            "use small letters, digits, hyphens",
        )
    if line.id in taken:
        raise _fault(
            path, text, (*place, "id"), f"the id `{line.id}` stands twice", "give one of them another id"
        )
    for key, value, choices in (("kind", line.kind, MILESTONE_KINDS), ("status", line.status, STATUSES)):
        if value not in choices:
            raise _fault(
                path,
                text,
                (*place, key),
                f"{key} {value!r} is not known",
                "take one of " + ", ".join(choices),
            )


def _read_milestone(line: MilestoneShape, letter: date) -> Milestone:
    return Milestone(
        id=line.id,
        when=read_when(line.when, letter=letter),
        what=line.what,
        kind=line.kind,
        translations=line.translations,
        status=line.status,
        reason=line.reason,
        where=line.where,
    )


def _date_problems(path: Path, text: str, place: Place, line: Milestone) -> Iterator[Problem]:
    """A date that cannot be read holds back what hangs on it; a doubtful one is a warning."""
    number = find_line(text, (*place, "when"))
    for fault in line.when.faults:
        yield Problem(
            path.name,
            number,
            f'"{line.when.text}": {fault}',
            "write the date so that it can be read",
            rule=name_date_fault(fault),
        )
    for doubt in line.when.doubts:
        yield Problem(
            path.name,
            number,
            f'"{line.when.text}": {doubt}',
            "write the date more closely",
            warning=True,
            rule="date-doubtful",
        )
