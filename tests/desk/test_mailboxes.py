"""Recipients are independent: what one mailbox refuses delays no other, and is given up by itself."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest

from publisher.desk.desk import Desk
from publisher.outlets.email import Email
from publisher.outlets.mail import EmailSettings
from publisher.releases.receipt import FIRST_DELAY, MOST_ATTEMPTS
from tests.builders import DUE
from tests.folders import MINUTE, Folder, Fragile
from tests.outlets.post_office import PostOffice, open_post_office

FULL, GONE, WELL = "full@example.org", "gone@example.org", "well@example.org"
EIGHT = [f"meeting-{number}" for number in range(8)]
HOUR = 60 * MINUTE


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        office.refused = {FULL: "452 mailbox full", GONE: "550 no such user"}
        yield office


def open_desk(folder: Folder, office: PostOffice, *to: str, languages: tuple[str, ...] = ()) -> Desk:
    settings = EmailSettings(
        host="127.0.0.1",
        port=office.port,
        security="none",
        sender="journal@example.org",
        to=to,
        languages=languages,
    )
    return folder.open([Fragile("site", folder.public, serves=True), Email("missions", settings)])


def write_eight(folder: Folder) -> None:
    """Eight announcements, and not the first reading's own."""
    for path in folder.announcements.iterdir():
        path.unlink()
    for slug in EIGHT:
        folder.announce(slug)


def got(office: PostOffice, address: str) -> list[str]:
    """The subjects of the mails that somebody has, in the order in which they came."""
    return [str(one.mail["Subject"]) for one in office.mails if address in one.recipients]


def play(desk: Desk, begin: datetime, hours: int) -> None:
    for minutes in range(0, hours * 60, 5):
        desk.run_pass(begin + minutes * MINUTE)


def test_of_eight_releases_the_others_have_all_in_the_first_pass(folder: Folder, office: PostOffice) -> None:
    """The fifth came after four and a half minutes: each failure left the whole server in peace."""
    write_eight(folder)
    desk = open_desk(folder, office, FULL, WELL)
    done = desk.run_pass(DUE)
    assert sorted(got(office, WELL)) == [f"Meeting {slug}" for slug in EIGHT]
    assert done.delivered.undelivered == (f"missions: {FULL}: 452 mailbox full",)
    assert done.next_wakeup is not None
    assert FIRST_DELAY <= done.next_wakeup - DUE <= FIRST_DELAY * 1.2
    play(desk, DUE + 5 * MINUTE, 1)
    assert got(office, FULL) == []
    office.refused.clear()
    play(desk, DUE + HOUR, 2)
    assert sorted(got(office, FULL)) == sorted(got(office, WELL)) == [f"Meeting {slug}" for slug in EIGHT]
    assert desk.run_pass(DUE + 4 * HOUR).delivered.undelivered == ()


def test_an_address_that_is_no_more_is_said_once_and_not_asked_again(
    folder: Folder, office: PostOffice
) -> None:
    write_eight(folder)
    desk = open_desk(folder, office, GONE, WELL)
    done = desk.run_pass(DUE)
    assert done.delivered.undelivered == (
        f"missions: {GONE}: 550 no such user (given up: meeting-0/1 and 7 more)",
    )
    assert done.delivered.next_try is None
    play(desk, DUE + 5 * MINUTE, 3)
    assert office.asked == Counter({GONE: 8, WELL: 8})
    assert len(got(office, WELL)) == 8


def test_an_address_that_is_no_more_is_not_asked_again_for_the_sake_of_another(
    folder: Folder, office: PostOffice
) -> None:
    desk = open_desk(folder, office, FULL, GONE, WELL, languages=("en", "fr"))
    desk.run_pass(DUE)
    play(desk, DUE + 5 * MINUTE, 1)
    assert (office.asked[GONE], office.asked[WELL], len(got(office, WELL))) == (2, 2, 2)
    assert office.asked[FULL] > 4
    office.refused[FULL] = "250 OK"
    done = desk.run_pass(DUE + 4 * HOUR)
    assert done.delivered.undelivered == (f"missions: {GONE}: 550 no such user (given up: first-reading/1)",)
    assert (len(got(office, FULL)), office.asked[GONE]) == (2, 2)


def test_taken_out_of_the_list_an_address_is_owed_nothing(folder: Folder, office: PostOffice) -> None:
    open_desk(folder, office, GONE, WELL).run_pass(DUE)
    desk = open_desk(folder, office, WELL)
    assert desk.ledger.deliveries.queue_again("missions") == 1
    assert desk.run_pass(DUE + MINUTE).delivered.undelivered == ()
    assert (office.asked[GONE], len(got(office, WELL))) == (1, 1)


def test_a_person_who_says_retry_has_it_asked_again(folder: Folder, office: PostOffice) -> None:
    desk = open_desk(folder, office, GONE, WELL)
    desk.run_pass(DUE)
    office.refused.clear()
    desk.ledger.deliveries.queue_again("missions")
    assert desk.run_pass(DUE + MINUTE).delivered.undelivered == ()
    assert (len(got(office, GONE)), len(got(office, WELL))) == (1, 1)


def test_a_slip_waits_for_what_it_changes_at_the_full_mailbox_alone(
    folder: Folder, office: PostOffice
) -> None:
    """Else a mailbox that is full for a day would keep from all the others that a meeting has moved."""
    open_desk(folder, office, FULL, WELL).run_pass(DUE)
    folder.close()
    folder.set_config("2 October (afternoon)", "6 October (afternoon)")
    desk = open_desk(folder, office, FULL, WELL)
    desk.run_pass(DUE + MINUTE)
    desk.run_pass(DUE + 10 * MINUTE)
    both = ["Meeting first-reading", "Rescheduled: Meeting first-reading"]
    assert (got(office, WELL), got(office, FULL)) == (both, [])
    office.refused.clear()
    play(desk, DUE + 15 * MINUTE, 3)
    assert (got(office, WELL), got(office, FULL)) == (both, both)


def test_what_a_full_mailbox_never_took_is_given_up_and_what_came_later_is_tried(
    folder: Folder, office: PostOffice
) -> None:
    desk = open_desk(folder, office, FULL, WELL)
    now, done = DUE, desk.run_pass(DUE)
    while done.next_wakeup:
        now = done.next_wakeup
        done = desk.run_pass(now)
    assert office.asked == Counter({FULL: MOST_ATTEMPTS, WELL: 1})
    assert done.delivered.undelivered == (f"missions: {FULL}: 452 mailbox full (given up: first-reading/1)",)
    office.refused.clear()
    folder.set_config("2 October (afternoon)", "6 October (afternoon)")
    folder.close()
    desk = open_desk(folder, office, FULL, WELL)
    play(desk, now, 1)
    assert got(office, FULL) == ["Rescheduled: Meeting first-reading"]
    assert len(got(office, WELL)) == 2


def test_what_was_never_tried_goes_before_what_is_tried_again(folder: Folder, office: PostOffice) -> None:
    desk = open_desk(folder, office, WELL)
    office.data = "451 try later"
    desk.run_pass(DUE)
    folder.announce("second", saved=DUE)
    office.data = "250 taken"
    desk.run_pass(DUE + 10 * MINUTE)
    assert got(office, WELL) == ["Meeting second", "Meeting first-reading"]


@pytest.mark.parametrize("answer", ["421 closing", "451 later", "452 disk full"])
def test_a_server_that_takes_nothing_is_left_in_peace(
    folder: Folder, office: PostOffice, answer: str
) -> None:
    write_eight(folder)
    office.data = answer
    desk = open_desk(folder, office, ONE := "one@example.org", WELL)
    done = desk.run_pass(DUE)
    assert office.asked == Counter({ONE: 1, WELL: 1})
    assert len(done.delivered.failed) == 1
    office.data = "250 taken"
    desk.run_pass(DUE + MINUTE)
    assert len(got(office, WELL)) == 8
