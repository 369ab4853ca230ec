"""Where deciding and doing meet: plan, release, print, deliver."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.announcements.folder import Group, look_into
from publisher.announcements.library import Library, Reading, read_library
from publisher.announcements.problem import Problem, has_errors
from publisher.config.config import Config
from publisher.desk import guard
from publisher.desk.closing import close_issues, find_next_closing
from publisher.desk.delivering import Delivered, deliver
from publisher.desk.paper import find_paper_problems, has_paper
from publisher.desk.renderings import Renderings
from publisher.desk.resting import Resting
from publisher.ledger.database import ConflictError
from publisher.ledger.ledger import Ledger, Subject
from publisher.ledger.release import Draft, Release
from publisher.outlets.outlet import Messenger, Outlet
from publisher.press import make_edition
from publisher.schedule.plan import Plan, make_plan
from publisher.schedule.situation import Situation

Clock = Callable[[], datetime]
"""Gives an aware UTC instant; passed in, so that tests and rehearsals have their own."""


def real_clock() -> datetime:
    return datetime.now(UTC)


class Survey(msgspec.Struct, frozen=True):
    """What the desk sees at one moment, nothing done yet."""

    library: Library
    plan: Plan
    problems: tuple[Problem, ...]


class Pass(msgspec.Struct, frozen=True):
    """One pass of the desk: what it saw, what it released, what it delivered; UTC instants.

    `alarm` says why nothing was released although something may be due.
    """

    at: datetime
    survey: Survey
    released: tuple[Release, ...]
    delivered: Delivered
    next_wakeup: datetime | None
    alarm: str | None = None

    @property
    def exit_code(self) -> int:
        """3 while a delivery is to be retried, 1 when a source has an error, else 0."""
        if self.delivered.failed:
            return 3
        return 1 if self.alarm or has_errors(self.survey.problems) else 0


class Desk:
    """Used by the command line, the daemon and the web alike."""

    def __init__(
        self, config: Config, ledger: Ledger, outlets: Sequence[Outlet], *, saved: datetime | None = None
    ) -> None:
        """`saved` stands in for the modification time of every source, as a rehearsal wants it."""
        self.config = config
        self.ledger = ledger
        self.outlets = list(outlets)
        self.saved = saved
        self.renderings = Renderings(ledger.memory)
        self.readings: dict[tuple[str, ...], dict[str, Reading]] = {}
        self.resting = Resting(ledger)

    def close(self) -> None:
        self.renderings.worker.close()

    def survey(
        self, now: datetime, *, as_of: datetime | None = None, keep: bool = True, whole: bool = True
    ) -> Survey:
        """Reads the sources and plans; `as_of` leaves out releases recorded later (UTC instants).

        `keep` notes when a milestone was first seen as it is; without it nothing is written. Unless the
        `whole` is asked for, what is at rest is neither read nor in the plan.
        """
        groups, standing = self._look(), self.ledger.standing()
        resting = {} if whole else self.resting.find(self.config, groups or {}, standing)
        library = self._read(groups, resting)
        released = self.ledger.heads(as_of=as_of) if whole else self._heads_beside(resting, standing)
        announcements = self._with_saved_times(library.announcements, now, keep=keep)
        edition = make_edition(self.config.publication, pdf=has_paper(self.config))
        plan = make_plan(announcements, edition, released, self._situation(library, now, keep))
        if keep:
            self.renderings.keep(now)
            if not whole:
                self.resting.note(self.config, groups or {}, library, plan, standing)
        problems = (
            *self.config.problems,
            *library.problems,
            *plan.problems,
            *find_paper_problems(self.config),
        )
        if library.folder_found and not groups:
            problems += _warn_of_emptiness(self.config, [key for key in standing if key[0] == "announcement"])
        return Survey(library, plan, problems)

    def _look(self) -> Mapping[str, Group] | None:
        """The files as they lie in the folder; None where it cannot be looked into, which reading tells."""
        try:
            return look_into(self.config.announcements)
        except OSError:
            return None

    def _read(self, groups: Mapping[str, Group] | None, resting: Mapping[str, str]) -> Library:
        return read_library(
            self.config.announcements,
            self.config.publication.languages,
            self.renderings.render,
            groups=groups,
            resting=resting,
            known=self.readings.setdefault(self.config.publication.languages, {}),
            prepare=self.renderings.prepare,
        )

    def _heads_beside(
        self, resting: Mapping[str, str], standing: Mapping[Subject, int]
    ) -> dict[Subject, Release]:
        """The newest revision of everything that a plan looks at when some announcements rest."""
        quiet = set(resting.values())
        wanted = [
            sequence
            for (subject, name), sequence in standing.items()
            if subject != "issue" and name.partition("/")[0] not in quiet
        ]
        return {(one.subject, one.name): one for one in self.ledger.read(wanted)}

    def run_pass(self, now: datetime) -> Pass:
        """One pass: records what is due, prints what it touches, delivers what is owed."""
        # A rehearsal's clock leaps over the months in which nothing happens, and is right to.
        clock = guard.check_clock(self.ledger, now) if self.saved is None else None
        alarm = clock or guard.check_shelves(self.ledger, self.outlets, now)
        # Under a wrong clock nothing is noted either: later changes would seem to have settled long ago.
        survey = self.survey(now, keep=not alarm, whole=False)
        released = () if alarm else (*self._record(survey.plan.due, now), *self._close_issues(now))
        delivered = Delivered() if alarm else deliver(self.ledger, self.outlets, now)
        if not alarm and self.saved is None:
            guard.note_pass(self.ledger, now)
        closing = find_next_closing(self.ledger, self.config, now)
        # What was released may have reminders to come, which no plan made before it can know.
        ahead = self.survey(now, whole=False).plan if released else survey.plan
        moments = [ahead.next_moment(), delivered.next_try, closing]
        return Pass(now, survey, tuple(released), delivered, min(filter(None, moments), default=None), alarm)

    def _record(self, drafts: Sequence[Draft], now: datetime) -> Iterable[Release]:
        if not drafts:
            return ()
        archive_until = self.ledger.fact("archive until")
        if archive_until:
            drafts = [archive(draft, datetime.fromisoformat(archive_until)) for draft in drafts]
        messengers = [outlet.name for outlet in self.outlets if isinstance(outlet, Messenger)]
        try:
            return self.ledger.record(drafts, messengers, now)
        except ConflictError:
            # Another process was quicker; what is left is due again at the next pass.
            return ()

    def _close_issues(self, now: datetime) -> Sequence[Release]:
        try:
            return close_issues(self.ledger, self.config, now)
        except ConflictError:
            return ()

    def _situation(self, library: Library, now: datetime, keep: bool) -> Situation:
        digests = {}
        for roadmap in self.config.roadmaps.values():
            digests[roadmap.id] = _digest(roadmap)
            digests |= {f"{roadmap.id}/{line.id}": _digest(line) for line in roadmap.milestones}
        return Situation(
            now=now,
            zone=self.config.zone,
            calendar=self.config.calendar,
            schedule=self.config.schedule,
            roadmaps=self.config.roadmaps,
            seen=self.ledger.first_seen(digests, now, keep=keep),
            brakes={brake.name: brake.reason for brake in self.ledger.brakes().values()},
            faulty=library.faulty,
        )

    def _with_saved_times(
        self, announcements: tuple[Announcement, ...], now: datetime, *, keep: bool
    ) -> tuple[Announcement, ...]:
        """Modification times that a plan may trust: one in the future counts from when it was first seen."""
        if self.saved is not None:
            return tuple(msgspec.structs.replace(one, saved=self.saved) for one in announcements)
        ahead = {f"file {one.path}": one.saved.isoformat() for one in announcements if one.saved > now}
        if not ahead:
            return announcements
        seen = self.ledger.first_seen(ahead, now, keep=keep)
        return tuple(
            msgspec.structs.replace(one, saved=min(one.saved, seen.get(f"file {one.path}", one.saved)))
            for one in announcements
        )


def archive(draft: Draft, until: datetime) -> Draft:
    """A person resumed without telling anyone: what was due by then goes to the archives."""
    if draft.subject != "announcement" or draft.due > until:
        return draft
    return msgspec.structs.replace(draft, archived=True, told=())


def _digest(value: msgspec.Struct) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()


def _warn_of_emptiness(config: Config, released: Sequence[object]) -> tuple[Problem, ...]:
    """A vanished or emptied folder is a fault of the machine far more often than a wish to withdraw."""
    if not released:
        return ()
    what = f"the folder is empty, but {len(released)} announcements were released; nothing is withdrawn"
    return (Problem(config.announcements.name, 1, what, "bring the files back", rule="folder"),)
