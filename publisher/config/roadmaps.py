"""The roadmaps of config.toml, or of the files that it names, with the reading of every date."""

import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from publisher.config import limits
from publisher.config.decoding import decode, read_written
from publisher.config.shapes import MilestoneShape, RoadmapShape
from publisher.config.written import Place, WrittenToml
from publisher.dates.when import read_when
from publisher.errors import LocalTimeError
from publisher.problem import Problem
from publisher.roadmap.roadmap import KINDS, STATUSES, Milestone, Roadmap
from publisher.schedule.hours import check_hours

SHORT_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_NAME = 80
"""It is part of addresses and of file names."""


class RoadmapSource(msgspec.Struct, frozen=True):
    """A roadmap and its place in a file; `mended` is what had to be mended in a file of its own."""

    file: WrittenToml
    name: str
    shape: RoadmapShape
    place: Place
    mended: tuple[Problem, ...] = ()


def read_roadmaps(
    file: WrittenToml, roadmaps: str | dict[str, RoadmapShape], zone: ZoneInfo
) -> tuple[dict[str, Roadmap], dict[str, tuple[str, int]], list[Problem]]:
    """The roadmaps by name, the path and line of each, and what is wrong with dates in them.

    The hours of lines are local in `zone`. Raises ConfigError for all else.
    """
    found: dict[str, Roadmap] = {}
    places: dict[str, tuple[str, int]] = {}
    problems: list[Problem] = []
    for source in _find_sources(file, roadmaps):
        found[source.name] = _read_roadmap(source, zone, problems)
        places[source.name] = (source.file.shown, source.file.line_of((*source.place, "title")))
    return found, places, problems


def _read_roadmap(source: RoadmapSource, zone: ZoneInfo, problems: list[Problem]) -> Roadmap:
    file, shape, place = source.file, source.shape, source.place
    lines: list[Milestone] = []
    problems += source.mended
    _check_name(file, place, "roadmap", source.name)
    limits.check_date(file, (*place, "letter"), shape.letter)
    for number, line in enumerate(shape.milestones):
        at = (*place, "milestones", number)
        _check_milestone(file, at, line, [other.id for other in lines])
        lines.append(_read_milestone(line, shape.letter))
        problems += _date_problems(file, at, lines[-1])
        problems += _clock_problems(file, at, lines[-1], zone)
    return Roadmap(source.name, shape.title, shape.letter, tuple(lines), shape.translations, shape.publish)


def _find_sources(file: WrittenToml, roadmaps: str | dict[str, RoadmapShape]) -> Iterator[RoadmapSource]:
    """The roadmaps of this file, or those of the files that a pattern names."""
    if isinstance(roadmaps, dict):
        yield from (RoadmapSource(file, name, shape, ("roadmaps", name)) for name, shape in roadmaps.items())
        return
    folder = file.path.parent
    try:
        paths = sorted(folder.glob(roadmaps))
    except (ValueError, NotImplementedError, IndexError) as error:
        what, mend = f'roadmaps = "{roadmaps}" names no files', 'write "roadmaps/*.toml"'
        raise file.fault(("roadmaps",), what, mend) from error
    for path in paths:
        written = read_written(path, path.relative_to(folder).as_posix())
        shape, mended = decode(written, RoadmapShape)
        yield RoadmapSource(written, path.stem, shape, (), tuple(mended))


def _check_name(file: WrittenToml, place: Place, what: str, name: str) -> None:
    if not SHORT_NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        mend = f"use small letters, digits and single hyphens, at most {LONGEST_NAME}"
        raise file.fault(place, f"{what} {name[:LONGEST_NAME]!r} is not a short name", mend)


def _check_milestone(file: WrittenToml, place: Place, line: MilestoneShape, taken: list[str]) -> None:
    _check_name(file, (*place, "id"), "id", line.id)
    if line.id in taken:
        raise file.fault((*place, "id"), f"the id `{line.id}` stands twice", "give one of them another id")
    for key, value, choices in (("kind", line.kind, KINDS), ("status", line.status, STATUSES)):
        if value not in choices:
            mend = "take one of " + ", ".join(choices)
            raise file.fault((*place, key), f"{key} {value!r} is not known", mend)


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


def _date_problems(file: WrittenToml, place: Place, line: Milestone) -> Iterator[Problem]:
    """A date that cannot be read holds back what hangs on it; a doubtful one is a warning."""
    at, words = (*place, "when"), line.when.text
    for fault, rule in line.when.coded_faults:
        mend = "write the date so that it can be read"
        yield file.problem(at, f'"{words}": {fault}', mend, rule=rule)
    for doubt in line.when.doubts:
        mend = "write the date more closely"
        yield file.problem(at, f'"{words}": {doubt}', mend, rule="date-doubtful", warning=True)


def _clock_problems(file: WrittenToml, place: Place, line: Milestone, zone: ZoneInfo) -> Iterator[Problem]:
    """An hour that the clocks skip or repeat: readers see its day alone, and what hangs on it is held."""
    try:
        check_hours(line.when, None, zone)
    except LocalTimeError as error:
        yield file.problem((*place, "when"), error.what, error.mend, rule=error.code)
