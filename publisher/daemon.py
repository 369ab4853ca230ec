"""The daemon: an alarm clock around the desk; the only file that imports APScheduler."""

import logging
import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from watchfiles import Change, watch

from publisher.calendars.local_time import iso_z
from publisher.config.config import Config, load_config
from publisher.desk.background import BackgroundWorker
from publisher.desk.backoff import Backoff
from publisher.desk.beside import Neighbours
from publisher.desk.delivering import rehearse_printing
from publisher.desk.desk import Clock, Desk, Pass, real_clock
from publisher.desk.problem_file import ProblemFile, write_list
from publisher.desk.saves import Saves
from publisher.desk.surveying import Survey
from publisher.errors import ConfigError, LedgerError, PublisherError
from publisher.ledger.ledger import Ledger
from publisher.monitoring.alarms.notifier import Notifier
from publisher.monitoring.health import HealthCheck
from publisher.monitoring.status import Status, describe_unseen, keep_status

TICK = timedelta(seconds=30)
"""The longest time that a jump of the clock, or a change the watcher missed, goes unnoticed."""

LOOK_MILLISECONDS = 2000
"""How often the watcher looks whether the folders it watches are still those."""

log = logging.getLogger("publisher")


class Daemon:
    """Makes a pass at every tick, at every planned moment and whenever a source changes.

    The scheduler keeps no jobs anywhere: it is only an alarm clock, and every pass works out anew what
    is due (docs/decisions/0001). `report` is called after each pass.
    """

    def __init__(self, config: Config, ledger: Ledger, *, clock: Clock = real_clock,
                 report: Callable[[Pass], None] = lambda done: None) -> None:  # fmt: skip
        self.config = config
        self.ledger = ledger
        self.clock = clock
        self.report = report
        self.desk = Desk(config, ledger, config.make_outlets())
        self.config_problem: str | None = None
        self.stopping = threading.Event()
        self.one_pass = threading.Lock()
        # Each in a thread of its own: a mail server that does not answer makes no release late.
        self.delivery_worker = BackgroundWorker("deliveries", self.reach_out, clock)
        self.probe_worker = BackgroundWorker("probe", self.prove, clock)
        self.printer = BackgroundWorker("printer", self.print_paper, clock)
        self.unseen = Backoff()
        self.health_check = HealthCheck()
        self.notifier = Notifier(ledger)
        self.alarms = BackgroundWorker("alarms", self.tell_alarms, clock)
        self.saves = Saves()
        self.seen: Survey | None = None
        self.neighbours, self.problem_file = Neighbours(ledger), ProblemFile()
        self.lister = BackgroundWorker("problems", self.list_problems, clock)
        # misfire_grace_time must stand in job_defaults: elsewhere it is ignored, and the default of one
        # second drops whatever is late. One pass runs and one may wait for it: with one instance, what
        # is saved or due during a pass is forgotten until the tick.
        self.scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 2},
        )

    def start(self) -> Pass | None:
        """The first pass, then the clock and the watcher in threads of their own; None where it failed.

        From now on nobody else may survey: whoever wants to know what was seen asks a pass for it.
        """
        first = self.make_pass()
        self.scheduler.add_job(self.make_pass, "interval", seconds=TICK.total_seconds(), id="tick")
        self.scheduler.add_job(self._warm_up, id="warm up")
        self.scheduler.start()
        self.delivery_worker.start()
        self.probe_worker.start()
        self.printer.start()
        self.alarms.start()
        self.lister.start()
        threading.Thread(target=self._watch, name="watcher", daemon=True).start()
        return first

    def make_pass(self, *, hurried: bool = False) -> Pass | None:
        """One pass; whatever fails is logged, None is returned, and the next tick tries again."""
        done = None
        with self.one_pass:
            if self.stopping.is_set():
                return None
            try:
                self._reload_config()
                done = self.desk.run_pass(self.clock(), reach=False, hurried=hurried)
                status = keep_status(self.ledger, done, self.config_problem, proving=self.desk.is_proving)
                self.health_check.note(status)
                self.seen = done.survey
                self.lister.wake()
                self._log(done, status)
                self.report(done)
                self._set_alarm(done.next_wakeup)
                self.delivery_worker.wake()
                self.printer.wake()
            except PublisherError as error:
                self.health_check.note_failure(str(error), self.clock())
                log.error("%s", error)
            except Exception as error:  # the thread must live: the next tick tries again
                self.health_check.note_failure(f"{type(error).__name__}: {error}", self.clock())
                log.error("this pass failed: %s: %s", type(error).__name__, error)
                log.debug("the fault in full", exc_info=True)
            self.alarms.wake()
        return done

    def _warm_up(self) -> None:
        """Before the first hour comes; what fails here fails at the next printing too, which says so."""
        with self.one_pass:
            if self.stopping.is_set():
                return
            try:
                rehearse_printing(self.ledger)
            except Exception as error:  # noqa: BLE001 - the thread must live, and nothing depends on this
                log.debug("the printing could not be rehearsed: %s", error)

    def tell_alarms(self) -> None:
        """Also without a pass: that none comes to its end is an alarm of its own."""
        self.notifier.announce(self.config, self.health_check.look(), self.clock())

    def list_problems(self) -> None:
        """Looks at announcements beside one another, and writes the list of problems where authors see it.

        That may be a share that does not answer: nothing else waits for it.
        """
        survey = self.seen
        if survey is None:
            return
        before = self.neighbours.problems
        try:
            beside = self.neighbours.review(self.config, survey, self.clock())
        except LedgerError:
            beside = before  # which is an alarm of its own
        for problem in beside:
            if problem not in before:
                log.warning("%s", problem, extra={"source": problem.path, "rule": problem.rule})
        text = write_list(self.config_problem, (*survey.problems, *beside))
        self.problem_file.show(self.config.problem_file, text)

    def is_well(self) -> bool:
        """Whether the scheduler lives and its passes come to their end; else systemd is to end it."""
        return self.is_alive() and not self.health_check.look().is_silent

    def reach_out(self) -> datetime | None:
        """Delivers to what does not serve readers; the UTC instant at which to try again."""
        delivered = self.desk.reach_out(self.clock())
        for failure in dict.fromkeys(delivered.failed):
            log.warning("not delivered: %s", failure)
        return delivered.next_try

    def prove(self) -> None:
        """Looks at what readers get of the newest releases; what they do not get is said in one line.

        Each release is looked for at rests of its own; the line has others, or it would come all the time.
        """
        # It brings the readers of every format with it, which a daemon that does not look never needs.
        from publisher.monitoring.probe import verify_due

        now = self.clock()
        verdicts = verify_due(self.desk, now)
        unseen = [(verdict.release, verdict.summary) for verdict in verdicts if verdict.summary]
        if unseen:
            if self.unseen.is_due(now):
                log.error("readers do not get %s", describe_unseen(unseen))
        elif verdicts and self.unseen.reset():
            log.info("readers get what is released again")

    def print_paper(self) -> None:
        """Prints the sheets that are due; a pass follows each, so that its link appears."""
        for sheet in self.desk.print_paper(self.clock):
            if sheet.error:
                log.warning("the sheet %s is not printed, and is tried again: %s", sheet.name, sheet.error)
            if sheet.release:
                log.info("printed the sheet %s", sheet.name, extra={"release": sheet.release.sequence})
                self.scheduler.add_job(self.make_pass, id="changed", replace_existing=True)

    def stop(self) -> None:
        """Ends within seconds: a pass under way is finished, none is begun, and no sheet is waited for."""
        self.stopping.set()
        self.desk.typesetter.close()
        self.printer.stop()
        self.delivery_worker.stop()
        self.probe_worker.stop()
        self.alarms.stop()
        self.lister.stop()
        if self.scheduler.running:
            # It would wait for the pass while holding the lock that the pass needs to set the next alarm.
            self.scheduler.shutdown(wait=False)
        with self.one_pass:
            self.desk.close()

    def is_alive(self) -> bool:
        """Whether the scheduler's thread lives; `scheduler.running` stays true when it has died."""
        thread = getattr(self.scheduler, "_thread", None)
        return bool(thread and thread.is_alive())

    def _set_alarm(self, moment: datetime | None) -> None:
        if moment is not None and not self.stopping.is_set():
            # A job that is due sooner than now runs at once; the tick bounds how far a wrong clock leads.
            # It was awake when the alarm was set, so the folder need not be listed at that moment.
            self.scheduler.add_job(self.make_pass, DateTrigger(moment), kwargs={"hurried": True}, id="alarm",
                                   replace_existing=True)  # fmt: skip

    def _reload_config(self) -> None:
        """Takes up a changed config.toml; one that cannot be read leaves the last good one in force."""
        try:
            config = load_config(self.config.path)
        except ConfigError as error:
            if str(error) != self.config_problem:
                log.error("%s (the last good configuration stays in force)", error)
            self.config_problem = str(error)
            return
        if self.config_problem is not None:
            log.info("%s can be read again", config.path.name)
        self.config_problem = None
        if config != self.config:
            if config.ledger != self.config.ledger:
                log.warning("a change of `ledger` takes a restart")
            self.config = config
            self.desk.take_up(config)
            log.info("%s was changed, and is in force", config.path.name)

    def _log(self, done: Pass, status: Status) -> None:
        for release in done.released:
            if release.archived:
                told = "archived"
            else:
                told = release.kind
            line = f"released {release.subject} {release.name}, revision {release.revision} ({told})"
            log.info("%s", line, extra={"release": release.sequence, "due": iso_z(release.due)})
        for said in self.saves.note(done, self.config.zone):
            log.log(said.level, "%s", said.text, extra=said.facts)
        for failure in dict.fromkeys(done.delivered.failed):
            log.warning("not delivered: %s", failure)
        for name in status.overdue:
            log.error("%s is overdue", name, extra={"overdue": name})
        if done.alarm:
            log.error("nothing is released: %s", done.alarm)
        if done.notice:
            log.warning("%s", done.notice)

    def _watch(self) -> None:
        """Wakes for changed files; where watching fails, the tick still comes."""
        while not self.stopping.is_set():
            try:
                self._watch_folders(self._find_folders())
            except (OSError, RuntimeError) as error:
                log.debug("watching failed: %s", error)
                self.stopping.wait(TICK.total_seconds())

    def _watch_folders(self, folders: dict[Path, int]) -> None:
        """Until a folder was moved, replaced or named anew: a watch stays with the old one, and is silent."""
        changes = watch(*folders, watch_filter=self._concerns, stop_event=self.stopping, recursive=False,
                        rust_timeout=LOOK_MILLISECONDS, yield_on_timeout=True)  # fmt: skip
        settled = False
        for found in changes:
            moved = self._find_folders() != folders or str(self.config.announcements) in {
                path for _, path in found
            }
            # What was saved before the watch stood is seen by nobody, hence one pass after it stands.
            if found or moved or not settled:
                self.scheduler.add_job(self.make_pass, id="changed", replace_existing=True)
            settled = True
            if moved:
                return

    def _find_folders(self) -> dict[Path, int]:
        """The folders to watch that are there, with what tells one from another of the same name."""
        wanted = (self.config.folder, self.config.announcements)
        return {folder: folder.stat().st_ino for folder in wanted if folder.is_dir()}

    def _concerns(self, change: Change, path: str) -> bool:
        name = os.path.basename(path)
        if path == str(self.config.announcements):
            return True
        return name.endswith((".md", ".toml")) and not name.startswith(".")
