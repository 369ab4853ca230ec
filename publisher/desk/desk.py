"""Where deciding and doing meet: plan, release, print, deliver."""

import platform
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from publisher.config.config import Config
from publisher.desk import guard
from publisher.desk.archiving import keep_archiving, read_archiving
from publisher.desk.clone import Clone
from publisher.desk.closing import close_issues, find_next_closing
from publisher.desk.delivering import Delivered, deliver, find_serving, find_urgent
from publisher.desk.recording import Recorded, note_refused, record_apart
from publisher.desk.sheets import PrintedSheet, is_due, print_sheets
from publisher.desk.surveying import Scope, Survey, Surveyor
from publisher.desk.trying import find_unfit
from publisher.desk.typesetting import Typesetter
from publisher.ledger.ledger import Ledger
from publisher.outlets.outlet import Messenger, Outlet
from publisher.problem import has_errors
from publisher.releases.release import LONGEST_NAME, NOWHERE, Draft, Origin, Release
from publisher.schedule.archiving import cover_due
from publisher.schedule.closing import IssueSettings

Clock = Callable[[], datetime]
"""Gives an aware UTC instant; passed in, so that tests and rehearsals have their own."""


def real_clock() -> datetime:
    return datetime.now(UTC)


class Pass(msgspec.Struct, frozen=True):
    """One pass of the desk: what it saw, what it released, what it delivered; UTC instants.

    `next_wakeup` is when there is something to do, `next_release` when something planned is released. `alarm`
    says why nothing was released although something may be due, `notice` what a person had better know all
    the same. `is_behind` says that newer sources than these are known elsewhere.
    """

    at: datetime
    survey: Survey
    released: tuple[Release, ...]
    delivered: Delivered
    next_wakeup: datetime | None
    alarm: str | None = None
    origin: Origin = NOWHERE
    notice: str | None = None
    next_release: datetime | None = None
    is_behind: bool = False

    @property
    def exit_code(self) -> int:
        """3 while a delivery is to be retried, 1 when a source has an error, else 0."""
        if self.delivered.failed:
            return 3
        if self.alarm or has_errors(self.survey.problems):
            return 1
        return 0


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
        self.surveyor = Surveyor(ledger)
        self.clone = Clone(ledger)
        self.typesetter = Typesetter()
        self.source: str | None = None

    def close(self) -> None:
        self.typesetter.close()
        self.surveyor.close()

    def take_up(self, config: Config) -> None:
        """Another configuration from now on; deliveries under way end its round with the outlets it has."""
        self.config = config
        self.outlets = config.make_outlets()

    def survey(
        self,
        now: datetime,
        *,
        as_of: datetime | None = None,
        keep: bool = True,
        scope: Scope = "whole",
    ) -> Survey:
        """What is to be seen at `now`; `as_of` leaves out releases recorded later (UTC instants).

        Without `keep` nothing is written.
        """
        return self.surveyor.survey(self.config, now, scope, as_of=as_of, keep=keep, saved=self.saved)

    def run_pass(self, now: datetime, *, reach: bool = True, hurried: bool = False) -> Pass:
        """One pass: records what is due, prints what it touches, delivers what is owed.

        Without `reach` only the outlets that readers see are served; `reach_out` does the rest. `hurried`
        looks only at what was awake at the last pass: for the moment at which some of it becomes due.
        """
        outlets, only = self.outlets, None
        if not reach:
            outlets = only = find_urgent(self.outlets)
        rehearsed = self.saved is not None
        alarm = guard.find_alarm(self.ledger, outlets, now, rehearsed=rehearsed)
        behind = None
        if alarm is None:
            behind = self._look_at_clone()
        is_stopped = bool(alarm or behind)
        scope: Scope = "awake"
        if hurried:
            scope = "hurried"
        # Under a wrong clock nothing is noted either: later changes would seem to have settled long ago.
        survey = self.survey(now, keep=not is_stopped, scope=scope)
        released: tuple[Release, ...] = ()
        if not is_stopped:
            released, survey = self._release_due(survey, now)
        delivered, notice = Delivered(), None
        if alarm is None:
            delivered = deliver(self.ledger, self.outlets, now, only=only)
            notice = self._note_pass(now)
        ahead = survey
        if released:
            # It may have reminders to come, which no plan made before it can know.
            ahead = self.survey(now, scope="hurried")
        if not is_stopped:
            self._end_archiving(ahead)
        next_release = ahead.plan.next_moment()
        moments = [next_release, delivered.next_try, find_next_closing(self.ledger, self.config, now)]
        return Pass(
            at=now,
            survey=survey,
            released=released,
            delivered=delivered,
            next_wakeup=min(filter(None, moments), default=None),
            alarm=alarm or behind,
            origin=self.origin(),
            notice=notice,
            next_release=next_release,
            is_behind=behind is not None,
        )

    def _release_due(self, survey: Survey, now: datetime) -> tuple[tuple[Release, ...], Survey]:
        """Records what is due and closes issues; the survey is a new one where something was refused."""
        recorded = self._record(survey.plan.due, now)
        closed = close_issues(self.ledger, self.config, now, self.origin())
        if note_refused(self.ledger, {**recorded.refused, **closed.refused}):
            survey = self.survey(now, scope="hurried")
        return (*recorded.released, *closed.released), survey

    def _note_pass(self, now: datetime) -> str | None:
        """What a person had better know of the clock; a rehearsal's is what it is."""
        if self.saved is not None:
            return None
        return guard.note_pass(self.ledger, now)

    def reach_out(self, now: datetime) -> Delivered:
        """Delivers to the outlets that nothing else waits for: mirrors, hubs, lists."""
        outlets = self.outlets  # a pass may take up others meanwhile
        if guard.find_alarm(self.ledger, outlets, now):
            return Delivered()
        urgent = find_urgent(outlets)
        rest = [outlet for outlet in outlets if outlet not in urgent]
        return deliver(self.ledger, outlets, now, only=rest)

    def print_paper(self, clock: Clock) -> Iterator[PrintedSheet]:
        """Prints the sheets that are due, each in its limit, after all else: nobody waits for paper.

        What was released by it is delivered by the next pass.
        """
        if not is_due(self.ledger, clock()):
            return
        if guard.find_alarm(self.ledger, self.outlets, clock(), rehearsed=self.saved is not None):
            return
        seconds = (self.config.issue or IssueSettings()).pdf_seconds
        yield from print_sheets(self.ledger, self.typesetter, seconds, clock, self.origin())

    def finish_paper(self, clock: Clock) -> tuple[list[PrintedSheet], Delivered]:
        """The same and its delivery, where no other pass follows."""
        printed = list(self.print_paper(clock))
        if not any(one.release for one in printed):
            return printed, Delivered()
        return printed, deliver(self.ledger, self.outlets, clock())

    @property
    def is_proving(self) -> bool:
        """Whether anybody here knows what readers see, and may ask."""
        return self.config.proof and bool(find_serving(self.outlets))

    def _record(self, drafts: Sequence[Draft], now: datetime) -> Recorded:
        messengers = [outlet.name for outlet in self.outlets if isinstance(outlet, Messenger)]
        unfit = find_unfit(self.ledger, drafts, now)
        fit = [draft for draft in drafts if (draft.subject, draft.name) not in unfit]
        recorded = record_apart(lambda some: self.ledger.record(some, messengers, now, self.origin()), fit)
        return Recorded(recorded.released, {**recorded.refused, **unfit})

    def archive_due(self, now: datetime) -> None:
        """A person's word: what is due at `now` (UTC) is archived when its pass comes, and nobody is told."""
        held = self.ledger.brakes().keys()
        keep_archiving(self.ledger, cover_due(self.survey(now, keep=False).plan.items, held, now))

    def _end_archiving(self, survey: Survey) -> None:
        archiving = read_archiving(self.ledger)
        if archiving is not None and survey.library.folder_found:
            left = archiving.what_is_left(survey.plan.items, survey.library.faulty)
            if left != archiving:
                keep_archiving(self.ledger, left)

    def _look_at_clone(self) -> str | None:
        """Why nothing may be recorded from these sources; a rehearsal's are what they are."""
        if self.saved is not None:
            return None
        self.source = self.clone.read_commit(self.config.announcements)
        return self.clone.check(self.config.announcements, self.source)

    def origin(self) -> Origin:
        """Where what is recorded now comes from."""
        return Origin(self.source, platform.node()[:LONGEST_NAME])
