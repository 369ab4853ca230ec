"""Whatever people, clocks and crashes do, in any order: never early, never twice, never lost."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from publisher import press
from publisher.desk.delivering import put_documents
from publisher.desk.desk import Pass
from publisher.ledger.deliveries import Deliveries
from publisher.ledger.ledger import Ledger
from publisher.outlets.directory import Directory
from publisher.releases.release import Release, encode_content
from tests.desk.model import LINES, OWN_DAYS, RULES, Day, Line, Model, Source
from tests.failure_stories.story import Story, folder_in_memory, local
from tests.folders import Fragile, Listener
from tests.killing import Call, Killed, die_after, die_at, die_before

MOST_SOURCES = 6
NAMES = ("one", "two", "three")
TOKEN = re.compile(r"Tok\d{4}x")
MINUTES = st.sampled_from([1, 3, 5, 10]).map(lambda number: timedelta(minutes=number))
HOURS = st.sampled_from([1, 7, 24, 72]).map(lambda number: timedelta(hours=number))
DAYS = st.sampled_from([1, 2, 3, 7, 90]).map(lambda number: timedelta(days=number))


STEPS: dict[str, tuple[Any, str, Callable[[Call], Call]]] = {
    "before the record": (Ledger, "record", die_before),
    "between the record and the printing": (press, "order_keys", die_before),
    "between the record and the first document": (Directory, "put", die_before),
    "between two documents": (Directory, "_give_name", die_at(7)),
    "between the documents and the receipt": (Directory, "put", die_after),
    "between the claim and the message": (Listener, "tell", die_before),
    "between the message and the receipt": (Listener, "tell", die_after),
    "before a messenger's receipt is kept": (Deliveries, "settle", die_before),
}
TOLD_TWICE_AFTER = ("between the message and the receipt", "before a messenger's receipt is kept")


class Negotiation(RuleBasedStateMachine):
    """A roadmap of three lines, up to six announcements on it, one site, one messenger."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.story = Story(self.stack.enter_context(folder_in_memory()))
        self.site = Fragile("site", self.story.folder.public, serves=True)
        self.hook = Listener()
        self.story.outlets = [self.site, self.hook]
        self.model = Model()
        self.tokens = 0
        self.latest = self.story.now
        self.record: list[Release] = []
        self.pages: set[str] = set()
        self.may_repeat = False
        self.wakeup: datetime | None = None

    @initialize(
        start=st.sampled_from(["2017-09-14 12:00", "2017-09-28 17:00", "2017-10-04 09:00"]),
        days=st.tuples(*[st.sampled_from(LINES)] * 3),
        sources=st.tuples(
            *[st.tuples(st.none() | st.sampled_from(OWN_DAYS), st.sampled_from(list(RULES)))] * 4
        ),
    )
    def begin(self, start: str, days: tuple[Day, ...], sources: tuple[tuple[Day | None, str], ...]) -> None:
        self.story.now = self.latest = local(start)
        self.story.lines.clear()
        for name, day in zip(NAMES, days, strict=True):
            self.model.lines[name] = Line(day)
            self.story.move(name, when=day.text, what=f"Line {name}")
        for number, (own, when_due) in enumerate(sources):
            self.announce(NAMES[number % 3], own, when_due, draft=number == 3)
        self.pass_now()

    def token(self) -> str:
        """A word that stands nowhere else, so that whatever leaks can be known."""
        self.tokens += 1
        return f"Tok{self.tokens:04}x"

    def pick(self, number: int) -> Source:
        sources = list(self.model.sources.values())
        return sources[number % len(sources)]

    def perhaps_settle(self, at_once: bool) -> None:
        """Lets a change be told, so that the next one meets something released."""
        for minutes in (0, 6) if at_once else ():
            self.story.now += timedelta(minutes=minutes)
            self.pass_now()

    # What people do

    @precondition(lambda self: len(self.model.sources) < MOST_SOURCES)
    @rule(
        line=st.sampled_from(NAMES),
        own=st.none() | st.sampled_from(OWN_DAYS),
        when_due=st.sampled_from(list(RULES)),
        draft=st.booleans(),
    )
    def announce(self, line: str, own: Day | None, when_due: str, draft: bool) -> None:
        slug = f"meeting-{len(self.model.sources)}"
        source = Source(slug, None if own else line, own, when_due)
        source.title, source.words, source.draft = self.token(), self.token(), draft
        self.model.sources[slug] = source
        source.write(self.story)

    @precondition(lambda self: self.model.sources)
    @rule(
        number=st.integers(0, 5),
        what=st.sampled_from(["title", "words", "room", "rule", "own", "french"]),
        at_once=st.booleans(),
    )
    def edit(self, number: int, what: str, at_once: bool) -> None:
        source = self.pick(number)
        if not source.present:
            return
        if what == "rule":
            source.rule = list(RULES)[self.tokens % len(RULES)]
        elif what == "own" and source.own is not None:
            source.own = OWN_DAYS[self.tokens % len(OWN_DAYS)]
        elif what == "french":
            source.french = self.token()
            self.story.translate(source.slug, "fr", title=source.french)
        elif what != "own":
            setattr(source, what, self.token())
        source.write(self.story)
        self.perhaps_settle(at_once)

    @precondition(lambda self: self.model.sources)
    @rule(number=st.integers(0, 5), at_once=st.booleans())
    def toggle_draft(self, number: int, at_once: bool) -> None:
        """Also of something released: a draft of an amendment, with another title."""
        source = self.pick(number)
        if source.present and not source.broken:
            source.draft, source.title = not source.draft, self.token()
            source.write(self.story)
            self.perhaps_settle(at_once)

    @precondition(lambda self: self.model.sources)
    @rule(
        number=st.integers(0, 5),
        status=st.sampled_from(["cancelled", "withdrawn", "scheduled"]),
        at_once=st.booleans(),
    )
    def call_off(self, number: int, status: str, at_once: bool) -> None:
        source = self.pick(number)
        if source.present and not source.broken:
            source.status = status
            source.reason = self.token() if status != "scheduled" else ""
            source.write(self.story)
            self.perhaps_settle(at_once)

    @precondition(lambda self: self.model.sources)
    @rule(number=st.integers(0, 5))
    def delete_or_restore(self, number: int) -> None:
        source = self.pick(number)
        source.present = not source.present
        source.write(self.story)

    @precondition(lambda self: self.model.sources)
    @rule(number=st.integers(0, 5))
    def break_or_mend(self, number: int) -> None:
        source = self.pick(number)
        if source.present:
            source.broken = not source.broken
            source.write(self.story)

    @rule(
        name=st.sampled_from(NAMES),
        day=st.sampled_from(LINES),
        give_reason=st.booleans(),
        at_once=st.booleans(),
    )
    def move(self, name: str, day: Day, give_reason: bool, at_once: bool) -> None:
        self.model.lines[name].day = day
        self.story.move(name, when=day.text, reason=self.token() if give_reason else "")
        self.perhaps_settle(at_once)

    @rule(
        name=st.sampled_from(NAMES),
        status=st.sampled_from(["confirmed", "cancelled", "proposed"]),
        at_once=st.booleans(),
    )
    def confirm_or_cancel(self, name: str, status: str, at_once: bool) -> None:
        self.model.lines[name].status = status
        self.story.move(name, status=status, reason=self.token())
        self.perhaps_settle(at_once)

    # What machines do

    @rule(ahead=MINUTES | HOURS)
    def advance(self, ahead: timedelta) -> None:
        self.story.now += ahead
        self.pass_now()

    @rule(ahead=DAYS)
    def let_days_pass(self, ahead: timedelta) -> None:
        self.story.now += ahead
        self.pass_now()

    @rule()
    def sleep_until_woken(self) -> None:
        """As the daemon does; and a pass a minute too early, which must not change anything."""
        self.pass_now()
        if self.wakeup is not None and self.wakeup > self.story.now:
            wakeup = self.wakeup
            self.story.now = max(self.story.now, wakeup - timedelta(minutes=1))
            self.pass_now()
            self.story.now = wakeup
            self.pass_now()

    @rule(hours=st.integers(1, 6))
    def step_back(self, hours: int) -> None:
        self.story.now -= timedelta(hours=hours)
        self.pass_now()

    @rule()
    def restart(self) -> None:
        self.story.restart()

    @rule()
    def break_or_mend_the_shelf(self) -> None:
        self.site.broken = None if self.site.broken else "not mounted"

    @rule(step=st.sampled_from(list(STEPS)), ahead=MINUTES | HOURS | DAYS)
    def crash(self, step: str, ahead: timedelta) -> None:
        self.story.now += ahead
        where, name, die = STEPS[step]
        with mock.patch.object(where, name, die(getattr(where, name))):
            try:
                self.pass_now()
            except Killed:
                self.may_repeat |= step in TOLD_TWICE_AFTER
                self.story.restart()
                self.look()

    @rule()
    def pass_now(self) -> None:
        self.latest = max(self.latest, self.story.now)
        # Days are let pass with the program up; its being off for months has tests of its own.
        self.story.tick_along(self.story.now)
        before = len(self.story.desk.ledger.since(0))
        done = self.story.wait(self.story.now)
        self.wakeup = done.next_wakeup
        self.look()
        self.judge(done, before)

    # What has to hold after every pass

    def judge(self, done: Pass, before: int) -> None:
        """Never early: what this pass released was due, no draft, and is what its sources say now."""
        assert len(self.record) - before == len(done.released)
        newest = max((one.released for one in self.record[:before]), default=done.at)
        assert bool(done.alarm) == (done.at <= newest - timedelta(days=1))
        for release in done.released:
            if release.subject != "announcement":
                continue
            source = self.model.sources[release.name]
            assert source.readable, f"{release.name} is a draft, broken or gone"
            assert release.snapshot.original.title == source.title
            assert release.snapshot.when.text == self.model.day_of(source).text
            assert release.due <= done.at
            if release.revision == 1:
                assert self.model.may_be_released(source, done.at), f"{release.name} is early"

    def look(self) -> None:
        """Never twice, nothing undone, nothing shown that was not released."""
        record = self.story.desk.ledger.since(0)
        assert record[: len(self.record)] == self.record, "the record only grows"
        self.record = record
        self._look_for_repetition()
        files = self.story.folder.files()
        pages = {path for path in files if "/entries/" in path}
        assert self.pages <= pages, "what was announced does not vanish"
        self.pages = pages
        known = {token for one in record for token in TOKEN.findall(encode_content(one.content).decode())}
        for path, body in files.items():
            assert set(TOKEN.findall(body.decode())) <= known, f"{path} shows what was not released"
        for feed in ("en/journal.json", "fr/journal.json"):
            guids = re.findall(r'"id": "([^"]+)"', files.get(feed, b"").decode())
            assert len(guids) == len(set(guids)), feed

    def _look_for_repetition(self) -> None:
        names = [(one.subject, one.name, one.revision) for one in self.record]
        assert len(names) == len(set(names))
        by_subject: dict[tuple[str, str], Release] = {}
        for release in self.record:
            last = by_subject.get((release.subject, release.name))
            assert release.revision == (last.revision + 1 if last else 1)
            assert last is None or last.content != release.content, f"{release.name} was released twice"
            by_subject[release.subject, release.name] = release
        assert self.may_repeat or len(self.hook.told) == len(set(self.hook.told))
        assert len(set(self.hook.keys)) == len({key.split("/")[1] for key in self.hook.keys})

    # Never lost

    @rule()
    def settle(self) -> None:
        """Once faults end and the clock is right, all that is due is out, and on the shelf to the byte."""
        self.site.broken = None
        newest = max((one.released for one in self.record), default=self.latest)
        self.story.now = max(self.latest, newest)
        for later in (timedelta(minutes=10), timedelta(hours=2), timedelta(hours=2), timedelta(0)):
            self.story.now += later
            self.pass_now()
        assert self.story.wait(self.story.now).delivered.failed == ()
        heads = {one.name: one for one in self.record if one.subject == "announcement"}
        for source in self.model.sources.values():
            head = heads.get(source.slug)
            if head is None:
                assert not self.model.must_be_released(source, self.story.now, set(heads)), source.slug
            elif source.readable:
                assert head.snapshot.original.title == source.title
                assert (head.snapshot.original.room or "") == source.room
                assert head.snapshot.when.text == self.model.day_of(source).text
        assert {f"{one.name}/{one.revision}" for one in self.record if one.told} == set(self.hook.told)
        self._compare_with_a_reprint()

    def _compare_with_a_reprint(self) -> None:
        with folder_in_memory() as path:
            ledger = self.story.desk.ledger
            put_documents(ledger, Directory("reprint", path), 0, ledger.newest_sequence())
            printed = (file for file in path.rglob("*") if file.is_file() and file.name[0] != ".")
            fresh = {file.relative_to(path).as_posix(): file.read_bytes() for file in printed}
        there = self.story.folder.files()
        assert sorted(fresh) == sorted(there)
        assert [name for name in fresh if fresh[name] != there[name]] == []

    def teardown(self) -> None:
        try:
            if self.model.lines:
                self.settle()
        finally:
            self.story.folder.close()
            self.stack.close()


def run(examples: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    profile = settings(max_examples=examples, stateful_step_count=steps, suppress_health_check=checks)
    run_state_machine_as_test(Negotiation, settings=profile)


def test_never_early_never_twice_never_lost() -> None:
    run(examples=6, steps=25)


@pytest.mark.prove
def test_never_early_never_twice_never_lost_in_many_more_lives() -> None:
    run(examples=40, steps=40)
