"""Changes to a roadmap as values: a line moved, confirmed or cancelled gives a new roadmap."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from publisher.dates.when import read_when
from publisher.lines import one_line
from publisher.roadmap.roadmap import Milestone, Roadmap

Verb = Literal["move", "confirm", "cancel"]


class Move(msgspec.Struct, frozen=True):
    """What is to become of one line; `when` is its new date in words, if it has one."""

    verb: Verb
    milestone: str
    when: str | None = None
    reason: str | None = None


def find_line(roadmaps: Mapping[str, Roadmap], name: str) -> tuple[Roadmap, Milestone] | None:
    """The line that `first-reading` or `modalities/first-reading` names; None when none or several do."""
    roadmap_id, _, milestone_id = name.rpartition("/")
    found = [
        (roadmap, milestone)
        for roadmap in roadmaps.values()
        if roadmap_id in ("", roadmap.id) and (milestone := roadmap.milestone(milestone_id))
    ]
    if len(found) == 1:
        return found[0]
    return None


def explain_missing(roadmaps: Mapping[str, Roadmap], name: str) -> tuple[str, str]:
    """What is wrong with a name for which `find_line` finds nothing, and how to mend it."""
    import difflib

    lines = [(roadmap.id, line.id) for roadmap in roadmaps.values() for line in roadmap.milestones]
    short = [milestone for _, milestone in lines]
    if short.count(name) > 1:
        return f"several roadmaps have a milestone `{name}`", f"write `ROADMAP/{name}`"
    close = difflib.get_close_matches(name, [*short, *map("/".join, lines)], n=1)
    known = "the milestones are " + (", ".join(short) or "none yet")
    return f"no roadmap has a milestone `{name}`", f"did you mean `{close[0]}`?" if close else known


def keys_of(move: Move) -> dict[str, str]:
    """The keys of the milestone's table in config.toml that the move sets, each fit for its line there."""
    status = {"confirm": {"status": "confirmed"}, "cancel": {"status": "cancelled"}}.get(move.verb, {})
    if move.when:
        when = {"when": one_line(move.when)}
    else:
        when = {}
    if move.reason:
        reason = {"reason": one_line(move.reason)}
    else:
        reason = {}
    return {**when, **status, **reason}


def apply_move(roadmaps: Mapping[str, Roadmap], move: Move) -> dict[str, Roadmap]:
    """The roadmaps with the move made. Raises KeyError for a line that is not there, or there twice."""
    found = find_line(roadmaps, move.milestone)
    if found is None:
        raise KeyError(move.milestone)
    roadmap, line = found
    keys = keys_of(move)
    moved = msgspec.structs.replace(
        line,
        when=read_when(keys["when"], letter=roadmap.letter) if "when" in keys else line.when,
        status=keys.get("status", line.status),
        reason=keys.get("reason", line.reason),
    )
    lines = tuple(moved if milestone is line else milestone for milestone in roadmap.milestones)
    return {**roadmaps, roadmap.id: msgspec.structs.replace(roadmap, milestones=lines)}
