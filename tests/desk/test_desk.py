"""One pass after another under a simulated clock: what is released, printed and delivered."""

import os
import shutil
from datetime import timedelta

from sqlalchemy import select

from publisher.desk.desk import Pass
from publisher.ledger.tables import rendering
from publisher.monitoring.status import keep_status, read_status
from tests.builders import DUE, WRITTEN, utc
from tests.folders import MINUTE, Folder, Fragile, Listener

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
ENTRY = "en/entries/first-reading.html"


def released(done: Pass) -> list[str]:
    return [f"{one.name}/{one.revision}" for one in done.released if one.subject == "announcement"]


def problems(done: Pass) -> list[str]:
    return [str(problem) for problem in done.survey.problems if not problem.warning]


def test_nothing_of_it_is_public_a_second_before_and_all_of_it_from_the_second_on(folder: Folder) -> None:
    desk = folder.open()
    early = desk.run_pass(DUE - SECOND)
    assert released(early) == []
    assert early.next_wakeup == DUE
    assert not any(b"first-reading.html" in body for body in folder.files().values())
    done = desk.run_pass(DUE)
    assert released(done) == ["first-reading/1"]
    assert (done.exit_code, done.alarm, problems(done)) == (0, None, [])
    for path in (ENTRY, "fr/entries/first-reading.html"):
        assert path in folder.files()
    for listing in ("index.html", "en/index.html", "en/journal.rss", "fr/journal.rss"):
        assert b"first-reading.html" in folder.files()[listing]


def test_a_second_pass_releases_nothing_and_writes_nothing(folder: Folder) -> None:
    hook = Listener()
    desk = folder.open([Fragile("site", folder.public, serves=True), hook])
    desk.run_pass(DUE)
    stamps = folder.stamps()
    again = desk.run_pass(DUE + MINUTE)
    assert (again.released, again.delivered.documents, again.delivered.messages) == ((), 0, 0)
    assert folder.stamps() == stamps
    assert hook.told == ["first-reading/1"]


def test_a_new_process_does_nothing_again_either(folder: Folder) -> None:
    folder.open().run_pass(DUE)
    stamps = folder.stamps()
    folder.close()
    again = folder.open().run_pass(DUE + DAY)
    assert (again.released, again.delivered.documents) == ((), 0)
    assert folder.stamps() == stamps


def test_what_was_due_while_we_were_down_is_released_once_and_late(folder: Folder) -> None:
    hook = Listener()
    desk = folder.open([Fragile("site", folder.public, serves=True), hook])
    (release,) = [one for one in desk.run_pass(DUE + DAY).released if one.subject == "announcement"]
    assert (release.due, release.released, release.archived) == (DUE, DUE + DAY, False)
    assert hook.told == ["first-reading/1"]


def test_after_the_meeting_it_is_archived_and_no_messenger_is_told(folder: Folder) -> None:
    hook = Listener()
    desk = folder.open([Fragile("site", folder.public, serves=True), hook])
    (release,) = [
        one for one in desk.run_pass(utc("2026-11-24 10:00")).released if one.subject == "announcement"
    ]
    assert (release.archived, release.dated) == (True, DUE)
    assert hook.told == []
    assert ENTRY in folder.files()


# Outlets


def test_a_failing_shelf_is_retried_and_the_others_go_on(folder: Folder) -> None:
    good, bad = Fragile("good", folder.public), Fragile("bad", folder.path / "bad")
    bad.broken = "no room"
    desk = folder.open([bad, good])
    first = desk.run_pass(DUE)
    assert first.exit_code == 3
    assert first.delivered.failed == ("bad: no room",)
    assert ENTRY in folder.files()
    retry = first.delivered.next_try
    assert retry is not None
    assert first.next_wakeup == retry
    waiting = desk.run_pass(retry - SECOND)
    assert (bad.tries, waiting.exit_code) == (1, 3)
    bad.broken = None
    last = desk.run_pass(retry)
    assert (bad.tries, last.exit_code) == (2, 0)
    assert (folder.path / "bad" / ENTRY).read_bytes() == folder.files()[ENTRY]
    assert desk.run_pass(retry + HOUR).delivered.documents == 0


def test_a_shelf_that_cannot_even_be_read_stops_nothing_else(folder: Folder) -> None:
    bad = Fragile("bad", folder.path / "bad")
    bad.path.mkdir()
    (bad.path / ".printing.json").write_bytes(b"damaged")
    done = folder.open([bad, Fragile("good", folder.public)]).run_pass(DUE)
    assert released(done) == ["first-reading/1"]
    assert done.exit_code == 3
    assert ENTRY in folder.files()


def test_messengers_wait_for_the_shelf_that_readers_see(folder: Folder) -> None:
    site, hook = Fragile("site", folder.public, serves=True), Listener()
    site.broken = "down"
    desk = folder.open([site, hook])
    done = desk.run_pass(DUE)
    assert hook.told == []
    site.broken = None
    assert done.delivered.next_try is not None
    desk.run_pass(done.delivered.next_try)
    assert hook.told == ["first-reading/1"]


def test_a_shelf_that_readers_do_not_see_delays_no_messenger(folder: Folder) -> None:
    copy, hook = Fragile("copy", folder.path / "copy"), Listener()
    copy.broken = "down"
    folder.open([Fragile("site", folder.public, serves=True), copy, hook]).run_pass(DUE)
    assert hook.told == ["first-reading/1"]


def test_a_failing_messenger_is_told_later_with_the_same_key_and_the_others_at_once(folder: Folder) -> None:
    bad, good = Listener("bad"), Listener("good")
    bad.broken = "refused"
    desk = folder.open([Fragile("site", folder.public, serves=True), bad, good])
    first = desk.run_pass(DUE)
    assert (first.exit_code, good.told) == (3, ["first-reading/1"])
    assert first.delivered.next_try is not None
    bad.broken = None
    assert desk.run_pass(first.delivered.next_try).exit_code == 0
    assert bad.told == ["first-reading/1"]
    assert len(set(bad.keys)) == 1
    assert len(bad.keys) == 2
    assert set(bad.keys).isdisjoint(good.keys)


def test_a_messenger_that_refuses_for_good_is_not_asked_again(folder: Folder) -> None:
    bad = Listener()
    bad.broken, bad.permanent = "gone", True
    desk = folder.open([Fragile("site", folder.public, serves=True), bad])
    desk.run_pass(DUE)
    desk.run_pass(DUE + DAY)
    assert len(bad.keys) == 1


def test_a_silent_correction_is_printed_and_nobody_is_told(folder: Folder) -> None:
    hook = Listener()
    desk = folder.open([Fragile("site", folder.public, serves=True), hook])
    desk.run_pass(DUE)
    folder.announce(saved=DUE + HOUR, title="Meeting first-reading, corrected")
    done = desk.run_pass(DUE + HOUR + 5 * MINUTE)
    assert released(done) == ["first-reading/2"]
    assert b"first-reading, corrected" in folder.files()[ENTRY]
    assert hook.told == ["first-reading/1"]


def test_a_slip_is_told_and_leaves_the_old_date_only_in_the_history(folder: Folder) -> None:
    hook = Listener()
    folder.open([Fragile("site", folder.public, serves=True), hook]).run_pass(DUE)
    folder.close()
    folder.set_config("2 October (afternoon)", "6 October (afternoon)")
    desk = folder.open([Fragile("site", folder.public, serves=True), hook])
    seen = desk.run_pass(DUE + HOUR)
    assert released(seen) == []
    assert seen.next_wakeup == DUE + HOUR + 5 * MINUTE
    assert released(desk.run_pass(DUE + HOUR + 5 * MINUTE)) == ["first-reading/2"]
    assert hook.told == ["first-reading/1", "first-reading/2"]
    assert b"6 October 2017" in folder.files()[ENTRY]


# Sources


def test_one_bad_file_among_ten_stops_none_of_the_nine(folder: Folder) -> None:
    for number in range(8):
        folder.announce(f"meeting-{number}")
    folder.write("bad.md", "---\ntitle: [\n---\n")
    done = folder.open().run_pass(DUE)
    assert len(released(done)) == 9
    assert done.exit_code == 1
    (problem,) = problems(done)
    assert problem.startswith("announcements/bad.md:")


def test_a_mended_file_is_released_on_the_next_pass(folder: Folder) -> None:
    folder.write("bad.md", "---\ntitle: [\n---\n")
    desk = folder.open()
    desk.run_pass(DUE)
    folder.announce("bad", saved=WRITTEN)
    assert released(desk.run_pass(DUE + MINUTE)) == ["bad/1"]


def test_an_emptied_folder_withdraws_nothing_and_says_so(folder: Folder) -> None:
    desk = folder.open()
    desk.run_pass(DUE)
    before = folder.files()
    for path in folder.announcements.iterdir():
        path.unlink()
    done = desk.run_pass(DUE + DAY)
    assert (released(done), folder.files(), done.exit_code) == ([], before, 1)
    (problem,) = problems(done)
    assert problem.startswith("announcements:1: the folder is empty, but 1 announcement")
    assert "nothing is withdrawn" in problem


def test_a_vanished_folder_withdraws_nothing_and_says_so(folder: Folder) -> None:
    desk = folder.open()
    desk.run_pass(DUE)
    before = folder.files()
    shutil.rmtree(folder.announcements)
    done = desk.run_pass(DUE + DAY)
    assert (released(done), folder.files(), done.exit_code) == ([], before, 1)
    assert any("nothing that was released is withdrawn" in line for line in problems(done))


def test_an_empty_folder_of_a_new_publication_is_no_fault(folder: Folder) -> None:
    (folder.announcements / "first-reading.md").unlink()
    done = folder.open().run_pass(DUE)
    assert (problems(done), done.exit_code) == ([], 0)


def test_a_modification_time_in_the_future_counts_from_when_it_was_first_seen(folder: Folder) -> None:
    desk = folder.open()
    path = folder.announce(saved=DUE + 365 * DAY)
    now = DUE + HOUR
    assert released(desk.run_pass(now)) == []
    assert released(desk.run_pass(now + MINUTE)) == []
    assert released(desk.run_pass(now + 2 * MINUTE)) == ["first-reading/1"]
    os.utime(path, (4e9, 4e9))
    assert released(desk.run_pass(now + DAY)) == []


def test_a_slug_renamed_after_release_is_held_until_the_author_says_was(folder: Folder) -> None:
    desk = folder.open()
    desk.run_pass(DUE)
    feed = folder.files()["en/journal.rss"]
    (folder.announcements / "first-reading.md").unlink()
    folder.announce("reading-one", title="Meeting first-reading")
    done = desk.run_pass(DUE + HOUR)
    assert released(done) == []
    assert "en/entries/reading-one.html" not in folder.files()
    item = next(one for one in done.survey.plan.announcements if one.name == "reading-one")
    assert item.reason.endswith("renamed? add `was: first-reading`")
    folder.write(
        "reading-one.md",
        "---\ntitle: Meeting first-reading\nmilestone: first-reading\nwas: first-reading\n---\n"
        "\nWords about first-reading.\n",
        DUE + HOUR,
    )
    done = desk.run_pass(DUE + 2 * HOUR)
    assert released(done) == []
    assert folder.files()["en/journal.rss"] == feed


def test_a_reprint_with_the_sources_gone_gives_the_same_bytes(folder: Folder) -> None:
    folder.announce("closed", access="closed")
    folder.open().run_pass(DUE)
    before = folder.files()
    folder.close()
    shutil.rmtree(folder.announcements)
    shutil.rmtree(folder.public)
    desk = folder.open()
    desk.ledger.deliveries.reprint_shelf("site")
    desk.run_pass(DUE + DAY)
    assert folder.files() == before


def test_printing_little_by_little_gives_the_bytes_of_printing_all_at_once(folder: Folder) -> None:
    desk = folder.open()
    desk.run_pass(DUE)
    folder.announce("second", saved=DUE)
    desk.run_pass(DUE + HOUR)
    folder.announce("second", saved=DUE + HOUR, access="closed")
    desk.run_pass(DUE + 2 * HOUR)
    before = folder.files()
    shutil.rmtree(folder.public)
    desk.ledger.deliveries.reprint_shelf("site")
    desk.run_pass(DUE + 3 * HOUR)
    assert folder.files() == before


def test_a_new_title_of_the_publication_is_on_every_page(folder: Folder) -> None:
    folder.open().run_pass(DUE)
    folder.close()
    folder.set_config('title = "Test Journal"', 'title = "Another Journal"')
    folder.open().run_pass(DUE + HOUR)
    pages = [body for path, body in folder.files().items() if path.endswith((".html", ".rss"))]
    assert all(b"Another Journal" in body for body in pages)
    assert not any(b"Test Journal" in body for body in pages)


# The brake, and what the operator is told


def test_the_brake_holds_and_its_end_releases(folder: Folder) -> None:
    desk = folder.open()
    desk.ledger.hold("first-reading", "ask first", WRITTEN)
    assert released(desk.run_pass(DUE)) == []
    desk.ledger.lift("first-reading", DUE)
    assert released(desk.run_pass(DUE + MINUTE)) == ["first-reading/1"]


def test_looking_without_keeping_writes_nothing(folder: Folder) -> None:
    desk = folder.open()
    desk.survey(DUE, keep=False)
    assert desk.ledger.newest_sequence() == 0
    with desk.ledger.database.transaction() as connection:
        assert connection.execute(select(rendering)).all() == []
    assert not folder.public.exists()


def test_status_counts_what_stands_after_the_pass_changes_in_waiting_included(folder: Folder) -> None:
    folder.announce("held", draft="true")
    desk = folder.open()
    assert keep_status(desk.ledger, desk.run_pass(DUE)).released == 1
    folder.announce(saved=DUE + MINUTE, access="closed")
    assert keep_status(desk.ledger, desk.run_pass(DUE + 2 * MINUTE)).released == 1


def test_status_says_how_the_last_pass_went(folder: Folder) -> None:
    site = Fragile("site", folder.public)
    site.broken = "no room"
    folder.announce("held", draft="true")
    desk = folder.open([site])
    keep_status(desk.ledger, desk.run_pass(DUE))
    status = read_status(desk.ledger)
    assert status.last_pass == "2017-09-27T22:00:00Z"
    assert status.failed_deliveries == ("site: no room",)
    assert (status.held, status.overdue) == (1, ())
