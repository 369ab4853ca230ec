"""What the desk sees at one moment: the sources, and the plan made of them; nothing is done yet."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.announcements.claims import mark_file
from publisher.announcements.folder import SourceFiles, look_again, look_into
from publisher.announcements.library import Library, Reading, Unchanged, read_library
from publisher.config.config import Config
from publisher.desk.address import find_publication
from publisher.desk.archiving import read_archiving
from publisher.desk.latest import LatestReleases
from publisher.desk.paper import find_paper_problems, has_paper
from publisher.desk.recording import read_refused
from publisher.desk.renderings import Renderings
from publisher.desk.unchanged import UnchangedCache
from publisher.edition import make_edition
from publisher.ledger.ledger import Ledger, SubjectKey
from publisher.problem import Problem
from publisher.releases.release import Release
from publisher.schedule.plan import Plan, make_plan
from publisher.schedule.plan_context import PlanContext

Scope = Literal["whole", "awake", "hurried"]
"""How much is looked at: all there is; what is not at rest; or what was not at rest at the last look.

In a hurry the folder is not listed, only the files that may be due are looked at again, so that a release
costs the same with ten and with a hundred thousand behind it.
"""


class Survey(msgspec.Struct, frozen=True):
    """What the desk sees at one moment, nothing done yet.

    `files` are those that were looked into, by stem; `absent` the slugs released whose files are gone.
    """

    library: Library
    plan: Plan
    problems: tuple[Problem, ...]
    files: Mapping[str, SourceFiles] = {}
    absent: frozenset[str] = frozenset()


class _Look(msgspec.Struct, frozen=True):
    """What a look at the folder found: its groups, and which of them are at rest.

    `absent` are the slugs released whose files are gone, None while nobody has counted; `groups` is None
    where the folder cannot be read.
    """

    config: Config
    groups: Mapping[str, SourceFiles] | None
    resting: Unchanged
    absent: Sequence[str] | None = None


class Surveyor:
    """Looks, reads and plans; what was read once under the same status of its files is not read again."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.renderings = Renderings(ledger.cache)
        self.heads = LatestReleases(ledger)
        self.resting = UnchangedCache(ledger.cache)
        self._readings: dict[tuple[str, ...], dict[str, Reading]] = {}
        self._last: _Look | None = None
        self._owners: dict[str, str] = {}

    def close(self) -> None:
        self.renderings.worker.close()

    def survey(
        self,
        config: Config,
        now: datetime,
        scope: Scope,
        *,
        as_of: datetime | None = None,
        keep: bool = True,
        saved: datetime | None = None,
    ) -> Survey:
        """Reads the sources and plans; `as_of` leaves out releases recorded later (UTC instants).

        `keep` notes when a milestone was first seen as it is; without it nothing is written. `saved` stands
        in for the modification time of every source.
        """
        self.heads.refresh()
        look = self._look(config, scope)
        library = self._read(config, look)
        if scope == "hurried" and library.resting is not look.resting:
            # A file claims the slug of one at rest, which has to be seen too before anything is done.
            return self.survey(config, now, "awake", keep=keep, saved=saved)
        if scope == "whole":
            released = self.ledger.heads(as_of=as_of)
        else:
            look = self._keep_look(look, library)
            released = self.heads.find({*_slugs_of(library), *(look.absent or ())})
        announcements = self._with_saved_times(library.announcements, now, keep=keep, saved=saved)
        publication = find_publication(self.ledger, config.publication)
        edition = make_edition(publication, pdf=has_paper(config))
        context = self.describe_situation(config, library, now, keep=keep, as_of=as_of)
        plan = make_plan(announcements, edition, released, context)
        if keep:
            self.renderings.keep(now)
            self._keep_owners(library, released, now)
        if keep and scope != "whole":
            self.resting.note(config, look.groups or {}, library, plan, self.heads.standing)
        # What holds a source back is told by the library and stands in the plan too.
        told = (*config.problems, *library.problems, *plan.problems, *find_paper_problems(config))
        problems = tuple(dict.fromkeys(told))
        if library.folder_found and not look.groups and not look.resting.slugs:
            problems += _warn_of_emptiness(config, len(self.heads.absent(())))
        if scope == "awake" and self._last is not None:
            read = self._last
        else:
            read = look
        return Survey(library, plan, problems, read.groups or {}, frozenset(look.absent or ()))

    def _look(self, config: Config, scope: Scope) -> _Look:
        last = self._last
        if scope == "hurried" and last is not None and last.groups is not None and last.config == config:
            groups = look_again(config.announcements, last.groups.values())
            return msgspec.structs.replace(last, groups=groups)
        try:
            groups = look_into(config.announcements)
        except OSError:
            return _Look(config, None, Unchanged())
        if scope == "whole":
            return _Look(config, groups, Unchanged())
        return _Look(config, groups, self.resting.find(config, groups, self.heads.standing))

    def _keep_look(self, look: _Look, library: Library) -> _Look:
        """The look with what is absent; a hurried one knows that already."""
        if look.absent is None:
            absent = self.heads.absent(library.resting.stems.keys() | _slugs_of(library))
            look = msgspec.structs.replace(look, resting=library.resting, absent=absent)
            self._last = _only_awake(look)
        return look

    def _read(self, config: Config, look: _Look) -> Library:
        return read_library(
            config.announcements,
            config.publication.languages,
            self.renderings.render,
            groups=look.groups,
            resting=look.resting,
            known=self._readings.setdefault(config.publication.languages, {}),
            prepare=self.renderings.prepare,
            find_owners=self.ledger.cache.find_owners,
        )

    def _keep_owners(self, library: Library, released: Mapping[SubjectKey, Release], now: datetime) -> None:
        """Notes which file each slug is that of, so that a newcomer with the same is known for one."""
        marks = {
            announcement.slug: mark_file(announcement.stem)
            for announcement in library.announcements
            if ("announcement", announcement.slug) in released
            and self._owners.get(announcement.slug) != announcement.stem
        }
        if marks:
            self.ledger.cache.keep_owners(marks, now)
            self._owners |= {
                announcement.slug: announcement.stem
                for announcement in library.announcements
                if announcement.slug in marks
            }

    def describe_situation(
        self,
        config: Config,
        library: Library,
        now: datetime,
        *,
        keep: bool = False,
        as_of: datetime | None = None,
    ) -> PlanContext:
        """All that a plan at `now` (UTC) depends on beside the announcements in `library`."""
        if config.schedule.approve:
            slugs = [announcement.slug for announcement in library.announcements]
        else:
            slugs = []
        digests = {}
        for roadmap in config.roadmaps.values():
            digests[roadmap.id] = _digest(roadmap)
            digests |= {f"{roadmap.id}/{line.id}": _digest(line) for line in roadmap.milestones}
        return PlanContext(
            now=now,
            zone=config.zone,
            calendar=config.calendar,
            schedule=config.schedule,
            roadmaps=config.roadmaps,
            seen=self.ledger.cache.first_seen(digests, now, keep=keep),
            brakes={brake.name: brake.reason for brake in self.ledger.brakes().values()},
            held=library.held,
            approvals=self.ledger.approvals.find(slugs, as_of=as_of) if slugs else {},
            refused=read_refused(self.ledger),
            places=_find_places(config),
            archiving=read_archiving(self.ledger),
        )

    def _with_saved_times(
        self,
        announcements: tuple[Announcement, ...],
        now: datetime,
        *,
        keep: bool,
        saved: datetime | None,
    ) -> tuple[Announcement, ...]:
        """Modification times that a plan may trust: one in the future counts from when it was first seen."""
        if saved is not None:
            return tuple(msgspec.structs.replace(announcement, saved=saved) for announcement in announcements)
        ahead = {
            name_file(announcement.path): announcement.saved.isoformat()
            for announcement in announcements
            if announcement.saved > now
        }
        if not ahead:
            return announcements
        seen = self.ledger.cache.first_seen(ahead, now, keep=keep)
        return tuple(
            msgspec.structs.replace(
                announcement,
                saved=min(announcement.saved, seen.get(name_file(announcement.path), announcement.saved)),
            )
            for announcement in announcements
        )


def name_file(path: str) -> str:
    """The key of a file among what was first seen at some moment; its folder may be called anything."""
    return f"file {path.rpartition('/')[2]}"


def _find_places(config: Config) -> dict[tuple[str, str], tuple[str, int]]:
    """Where in config.toml, or beside it, stands what is wrong with a subject that is no announcement."""
    places = {("roadmap", name): place for name, place in config.places.items()}
    places["issue", ""] = (config.path.name, config.close_line)
    places["edition", "edition"] = (config.path.name, config.id_line)
    return places


def _only_awake(look: _Look) -> _Look:
    if look.groups is None:
        return look
    awake = {stem: group for stem, group in look.groups.items() if stem not in look.resting.slugs}
    return msgspec.structs.replace(look, groups=awake)


def _slugs_of(library: Library) -> set[str]:
    return {announcement.slug for announcement in library.announcements} | library.faulty


def _digest(value: msgspec.Struct) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()


def _warn_of_emptiness(config: Config, released: int) -> tuple[Problem, ...]:
    """A vanished or emptied folder is a fault of the machine far more often than a wish to withdraw."""
    if not released:
        return ()
    what = f"the folder is empty, but {released} announcements were released; nothing is withdrawn"
    return (Problem(config.announcements.name, 1, what, "bring the files back", rule="folder"),)
