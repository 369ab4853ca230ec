"""Failure is designed: peace for an outlet that failed, a limit, a person told, and trying again."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli.main import publisher
from publisher.desk.delivering import rehearse_printing
from publisher.desk.desk import Desk, Pass
from publisher.errors import DeliveryError
from publisher.outlets.message import Message
from publisher.releases.receipt import FIRST_DELAY, JITTER, LONGEST_PEACE, MOST_ATTEMPTS, plan_retry
from tests.builders import DUE
from tests.folders import MINUTE, Folder, Fragile, Listener

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


class Busy(Listener):
    """Asks to be left in peace while `peace` is set."""

    peace: timedelta | None = None

    def tell(self, message: Message, key: str) -> None:
        if self.peace:
            self.keys.append(key)
            raise DeliveryError("busy", retry_after=self.peace)
        super().tell(message, key)


def open_desk(folder: Folder, *messengers: Listener) -> Desk:
    return folder.open([Fragile("site", folder.public, serves=True), *messengers])


def test_a_dead_outlet_costs_one_attempt_however_much_is_owed_to_it(folder: Folder) -> None:
    """Each attempt may stall for many seconds; with a thousand owed, nothing else would ever be released."""
    for number in range(9):
        folder.announce(f"meeting-{number}")
    dead, well = Listener("dead"), Listener("well")
    dead.broken = "connection refused"
    desk = open_desk(folder, dead, well)
    done = desk.run_pass(DUE)
    assert (len(dead.keys), len(well.told)) == (1, 10)
    assert done.delivered.failed == ("dead: connection refused",)
    dead.broken = None
    desk.run_pass(DUE + FIRST_DELAY - SECOND)
    assert dead.told == []
    assert done.next_wakeup is not None
    desk.run_pass(DUE + MINUTE)
    assert sorted(dead.told) == sorted(well.told)


def test_an_outlet_that_asks_for_peace_hears_nothing_of_newer_releases_either(folder: Folder) -> None:
    busy = Busy("hook")
    busy.peace = HOUR
    desk = open_desk(folder, busy)
    desk.run_pass(DUE)
    folder.announce("second", saved=DUE)
    busy.peace = None
    done = desk.run_pass(DUE + 10 * MINUTE)
    assert [one.name for one in done.released] == ["second"]
    assert (len(busy.keys), done.next_wakeup) == (1, DUE + HOUR)
    desk.run_pass(DUE + HOUR)
    assert sorted(busy.told) == ["first-reading/1", "second/1"]


def test_one_message_that_is_refused_for_good_stops_no_other(folder: Folder) -> None:
    folder.announce("second")
    hook = Listener()
    hook.broken, hook.permanent = "410 gone", True
    desk = open_desk(folder, hook)
    assert len(desk.run_pass(DUE).delivered.failed) == 2
    assert len(hook.keys) == 2


def live_on(desk: Desk, done: Pass, hook: Listener) -> list[timedelta]:
    """How far apart the attempts were, until nothing more is planned."""
    apart, now = [], DUE
    while (wakeup := done.next_wakeup) and len(hook.keys) < 2 * MOST_ATTEMPTS:
        before = len(hook.keys)
        done = desk.run_pass(wakeup)
        if len(hook.keys) > before:
            apart.append(wakeup - now)
            now = wakeup
    return apart


def test_after_a_day_of_trying_a_message_is_given_up_and_a_person_told(folder: Folder) -> None:
    hook = Listener()
    hook.broken = "no route to host"
    desk = open_desk(folder, hook)
    apart = live_on(desk, desk.run_pass(DUE), hook)
    assert len(hook.keys) == MOST_ATTEMPTS
    assert 20 * HOUR < sum(apart, timedelta()) < 30 * HOUR
    assert max(apart) <= HOUR * (1 + JITTER)
    done = desk.run_pass(DUE + 7 * DAY)
    assert done.delivered.undelivered == ("hook: no route to host (given up: first-reading/1)",)
    hook.broken = None
    assert desk.ledger.deliveries.queue_again("hook") == 1
    desk.run_pass(DUE + 7 * DAY)
    assert (hook.told, len(set(hook.keys))) == (["first-reading/1"], 1)


def test_a_messenger_that_waits_for_its_page_does_not_wake_the_desk_without_end(folder: Folder) -> None:
    site, hook = Fragile("site", folder.public, serves=True), Listener()
    site.broken, hook.broken = "full", "refused"
    desk = folder.open([site, hook])
    done = desk.run_pass(DUE)
    assert hook.keys == []
    for _ in range(5):
        now = done.next_wakeup
        assert now is not None
        assert now > done.at
        done = desk.run_pass(now)


def test_a_slip_is_never_told_before_what_it_changes(folder: Folder) -> None:
    """The outlet is well again, and the slip recorded, before the first message is due to be tried again."""
    hook = Listener()
    hook.broken = "refused"
    site = Fragile("site", folder.public, serves=True)
    desk = folder.open([site, hook])
    for minutes in range(2):
        desk.run_pass(DUE + minutes * MINUTE)
    folder.close()
    folder.set_config("2 October (afternoon)", "6 October (afternoon)")
    desk = folder.open([site, hook])
    for minutes in range(2, 7):
        desk.run_pass(DUE + minutes * MINUTE)
    hook.broken = None
    assert [one.revision for one in desk.run_pass(DUE + 7 * MINUTE).released][-1:] == [2]
    assert hook.told == []
    for minutes in range(8, 30):
        desk.run_pass(DUE + minutes * MINUTE)
    assert hook.told == ["first-reading/1", "first-reading/2"]


@pytest.mark.parametrize("slower", ["site", "mirror"])
def test_of_two_shelves_that_serve_readers_a_messenger_waits_for_the_slower(
    folder: Folder, slower: str
) -> None:
    """Readers may be led to either: a message is not to name a page that half of them do not find."""
    hook = Listener()
    shelves = [Fragile(name, folder.path / name, serves=True) for name in ("site", "mirror")]
    desk = folder.open([*shelves, hook])
    for shelf in shelves:
        shelf.broken = "not mounted" if shelf.name == slower else None
    desk.run_pass(DUE)
    assert hook.keys == []
    for shelf in shelves:
        shelf.broken = None
    desk.run_pass(DUE + MINUTE)
    assert hook.told == ["first-reading/1"]


@pytest.mark.parametrize("attempts", [1, 2, 8, 30])
def test_the_same_failure_is_planned_the_same_way_twice_and_others_a_little_apart(attempts: int) -> None:
    plain = plan_retry(attempts, DUE) - DUE
    moments = [plan_retry(attempts, DUE, key=f"hook/{number}") - DUE for number in range(50)]
    assert moments == [plan_retry(attempts, DUE, key=f"hook/{number}") - DUE for number in range(50)]
    assert plain <= min(moments) < max(moments) <= plain * (1 + JITTER)
    assert len(set(moments)) == 50


def test_however_long_a_server_asks_for_peace_it_is_asked_again_after_a_day() -> None:
    assert plan_retry(1, DUE, retry_after=365 * DAY) == DUE + LONGEST_PEACE
    assert plan_retry(1, DUE, retry_after=2 * MINUTE) == DUE + 2 * MINUTE


def test_only_what_did_not_arrive_is_sent_again(folder: Folder) -> None:
    """listmonk #2070: a mailing that was resumed went to everybody once more."""

    class Halting(Listener):
        def tell(self, message: Message, key: str) -> None:
            self.told.append(",".join(message.done))
            if len(self.told) < 3:
                raise DeliveryError("halt", done=("en",) if len(self.told) == 1 else ("fr",))

    hook = Halting()
    desk = open_desk(folder, hook)
    for hours in range(4):
        desk.run_pass(DUE + hours * HOUR)
    assert hook.told == ["", "en", "en,fr"]


def run(path: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(publisher, ["--config", str(path), *arguments])
    return done.exit_code, done.output


def test_a_person_sees_what_failed_and_has_it_tried_again(folder: Folder) -> None:
    table = (
        '[outlets.hook]\nkind = "webhook"\nlive = true\nurl = "http://127.0.0.1:1/"\n\n[roadmaps.modalities]'
    )
    folder.set_config("[roadmaps.modalities]", table)
    assert run(folder.config, "deliveries") == (0, "nothing has been delivered yet\n")
    assert folder.open().run_pass(DUE).exit_code == 3
    code, text = run(folder.config, "deliveries", "--failed")
    assert code == 1
    assert text.startswith("hook            first-reading/1 ")
    assert "failed 1; next try Wed 27 Sep 2017 18:00:3" in text
    assert "no answer from its host" in text
    assert "site            through release 3 " in run(folder.config, "deliveries")[1]
    assert run(folder.config, "retry", "hock")[0] == 2
    assert run(folder.config, "retry", "hook") == (0, "1 to be tried again\n")
    assert '"next_try": null' in run(folder.config, "deliveries", "--json")[1]


def test_a_rehearsed_printing_writes_nothing_and_an_empty_ledger_has_nothing_to_rehearse(
    tmp_path: Path,
) -> None:
    folder = Folder(tmp_path)
    folder.announce()
    desk = folder.open()
    rehearse_printing(desk.ledger)
    desk.run_pass(DUE)
    before, receipts = folder.stamps(), desk.ledger.deliveries.shelves()
    rehearse_printing(desk.ledger)
    assert (folder.stamps(), desk.ledger.deliveries.shelves()) == (before, receipts)
    folder.close()
