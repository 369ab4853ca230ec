"""What can be proposed for a new announcement: from its line of the roadmap, and from those like it."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.announcements.fields import FIELDS
from publisher.announcements.folder import is_source
from publisher.announcements.front_matter import TIMES
from publisher.announcements.library import read_library
from publisher.config.config import Config
from publisher.dates.when import read_when
from publisher.desk.desk import real_clock
from publisher.importing.letter_names import ORDINALS, propose_kind
from publisher.problem import Fault
from publisher.roadmap.moving import find_line
from publisher.roadmap.roadmap import KINDS, Milestone, Roadmap
from publisher.schedule.first_release import plan_first
from publisher.schedule.plan_context import PlanContext
from publisher.schedule.rule import read_rule
from publisher.schedule.words import describe_instant

UNKNOWN_DATE = "to be confirmed"
Values = dict[str, str | tuple[str, ...]]
"""Fields of a source by name."""


class Known(msgspec.Struct, frozen=True):
    """What stands in the folder already, without its texts."""

    announcements: tuple[Announcement, ...]
    names: frozenset[str]


def read_known(config: Config) -> Known:
    """The folder's announcements, unrendered; drafts and faulty ones count as begun too."""
    library = read_library(config.announcements, config.publication.languages, lambda source, lang: "")
    names = (path.name for path in config.announcements.glob("*"))
    stems = {name.partition(".")[0] for name in names if is_source(name)}
    return Known(library.announcements, frozenset(stems | library.faulty))


def find_open_lines(config: Config, known: Known) -> list[str]:
    """The milestones that no announcement names and that were still to come when the letter was written."""
    named = (find_line(config.roadmaps, announcement.milestone or "") for announcement in known.announcements)
    taken = [found[1] for found in named if found]
    lines = [(roadmap, line) for roadmap in config.roadmaps.values() for line in roadmap.milestones]
    ids = [line.id for _, line in lines]
    return [
        line.id if ids.count(line.id) == 1 else f"{roadmap.id}/{line.id}"
        for roadmap, line in lines
        if line not in taken
        and line.id not in known.names
        and not (line.when.last and line.when.last < roadmap.letter)
    ]


def propose_source(
    config: Config,
    known: Known,
    name: str,
    line: tuple[Roadmap, Milestone] | None,
    title: str | None,
    when: str | None,
) -> tuple[Values, dict[str, str]]:
    """The fields that are known or can be proposed, and the notes that say where each is from."""
    notes = {"draft": "take this line out when it is ready"}
    values: Values = {"title": title or propose_title(line[1].what if line else name.replace("-", " "))}
    if line is None:
        values |= {"when": when or UNKNOWN_DATE, "kind": "meeting"}
    else:
        values |= propose_from_line(name, line[1])
        notes |= {"milestone": "its line of the roadmap, which gives the date"}
        notes |= {} if title else {"title": "in the letter’s words; write what readers will understand"}
        for field, value, source in find_shared(known.announcements, line[0], config):
            values[field], notes[field] = value, f"as in {source}"
    if values.get("when") == UNKNOWN_DATE:
        notes |= {"when": "write the date with its year: 1 December 2026 (afternoon)"}
    return values | {"draft": "true"}, notes


def propose_from_line(name: str, line: Milestone) -> Values:
    if line.kind != "meeting":
        kind = line.kind
    else:
        kind = propose_kind(line.what)
    if line.where:
        room: Values = {"room": line.where}
    else:
        room = {}
    return {"milestone": name, "kind": kind, **room}


def propose_title(what: str) -> str:
    """The line's own words as a title: "1st reading" becomes "First reading", "0-draft" a zero draft."""
    words = re.sub(r"\b(\d{1,2}) ?(st|nd|rd|th)\b", lambda found: _ordinal(found[0]), what)
    words = re.sub(r"\b0[- ]draft\b", "zero draft", words).strip()
    return words[:1].upper() + words[1:]


def _ordinal(written: str) -> str:
    return ORDINALS.get(written.replace(" ", "").lower(), written)


def find_shared(
    announcements: Sequence[Announcement], roadmap: Roadmap, config: Config
) -> Iterable[tuple[str, str | tuple[str, ...], str]]:
    """What the last announcement of the same roadmap says that is likely to hold for the next too."""
    like = [
        announcement
        for announcement in announcements
        if (found := find_line(config.roadmaps, announcement.milestone or "")) and found[0].id == roadmap.id
    ]
    if not like:
        return
    last = like[-1]
    for field in FIELDS.values():
        if field.shared:
            values = last.values_of(field.name)
        else:
            values = ()
        if field.name == "documents":
            values = tuple(value for value in values if all(value in other.documents for other in like))
        if values:
            yield field.name, values if field.takes == "list" else values[0], last.slug


def describe_hour(config: Config, announcement: Announcement) -> str:
    """When it would be released if it were no draft, and why."""
    context = PlanContext(real_clock(), config.zone, config.calendar, config.schedule, config.roadmaps)
    item = plan_first(msgspec.structs.replace(announcement, draft=False), None, context)
    if item.at is None:
        return f"Without `draft:` it would be held: {item.reason}."
    return f"Without `draft:` it would be released {describe_instant(item.at, config.zone)}: {item.reason}."


# What is wrong with an answer, in words; None for one that can be used.


def fault_of_when(text: str) -> str | None:
    faults = read_when(text, letter=None).faults
    if faults:
        return faults[0]
    return None


def fault_of_rule(text: str) -> str | None:
    rule = read_rule(text)
    if isinstance(rule, Fault):
        return str(rule)
    return None


def fault_of_kind(text: str) -> str | None:
    if text in KINDS:
        return None
    return "write one of " + ", ".join(KINDS)


def fault_of_hours(text: str) -> str | None:
    if TIMES.fullmatch(text):
        return None
    return "write 15:00, or 15:00 to 18:00"
