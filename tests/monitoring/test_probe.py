"""Proof of publication: readers get what the ledger says is public, and whatever else they get is noticed."""

import logging
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from publisher.cli.main import publisher
from publisher.daemon import Daemon
from publisher.desk.desk import Desk
from publisher.feeds import feed
from publisher.fetch.fetch import Fetched, fetch
from publisher.ledger.probes import FIRST_LOOK, LOOKED_FOR, OVERDUE_AFTER
from publisher.monitoring import probe as verifying
from publisher.monitoring.alarms.finding import find_alarms
from publisher.monitoring.health import Health
from publisher.monitoring.probe import verify_due
from publisher.monitoring.status import find_unproved, keep_status, read_status
from publisher.releases.keys import FORMATS, FileType
from publisher.releases.release import Change
from publisher.web.server import Server, serve_folder
from tests.builders import DUE, make_draft
from tests.folders import MINUTE, Folder

PAGE = "en/entries/first-reading.html"
DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Server]:
    server = serve_folder(tmp_path / "publication" / "public", "127.0.0.1", 0)
    server.start()
    yield server
    server.stop()


@contextmanager
def serving(folder: Folder, port: int) -> Iterator[Server]:
    server = serve_folder(folder.public, "127.0.0.1", port)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def folder(tmp_path: Path, site: Server) -> Iterator[Folder]:
    """Served at its base_url."""
    folder = Folder(tmp_path / "publication")
    folder.set_config("https://example.org/journal/", site.address)
    folder.announce()
    folder.write("first-reading.fr.md", "---\ntitle: Première lecture\n---\n\nMots.\n")
    yield folder
    folder.close()


@pytest.fixture
def desk(folder: Folder) -> Desk:
    desk = folder.open()
    desk.run_pass(DUE)
    return desk


def faults(desk: Desk, after: timedelta = MINUTE) -> list[str]:
    return [
        str(fault).removeprefix(desk.config.publication.base_url)
        for verdict in verify_due(desk, DUE + after)
        for fault in verdict.faults
    ]


def test_a_release_of_which_nobody_can_say_what_readers_should_find_keeps_no_other_from_being_proved(
    desk: Desk,
) -> None:
    """As an older program, or a damaged disk, may have left it in the ledger."""
    bad = make_draft("bad", kind="no-such-kind", change=Change(("room",)))
    spoilt = make_draft("bad", kind="no-such-kind", change=Change(("room",)), replaces=1)
    desk.ledger.record([bad], [], DUE)
    desk.ledger.record([spoilt], [], DUE)
    verdicts = {verdict.release: verdict.summary for verdict in verify_due(desk, DUE + MINUTE)}
    assert verdicts["first-reading/1"] is None
    assert "what readers should find of bad cannot be told: KeyError" in str(verdicts["bad/2"])


def test_what_readers_get_is_proved_a_minute_after_the_release(desk: Desk) -> None:
    assert verify_due(desk, DUE + FIRST_LOOK - MINUTE / 60) == []
    (verdict,) = verify_due(desk, DUE + FIRST_LOOK)
    assert (verdict.release, verdict.faults) == ("first-reading/1", ())
    proof = desk.ledger.proofs.find(verdict.sequence)
    assert proof is not None
    assert (proof.fault, proof.checked, proof.attempts) == (None, DUE + FIRST_LOOK, 1)
    assert verify_due(desk, DUE + DAY / 2) == []


def stale(folder: Folder, path: str, text: str, other: str) -> None:
    file = folder.public / path
    before = file.read_text(encoding="utf-8")
    assert text in before
    file.write_text(before.replace(text, other), encoding="utf-8", newline="")


Harm = Callable[[Folder], Any]
HARMS: dict[str, tuple[Harm, str]] = {
    "a page removed by hand": (lambda one: (one.public / PAGE).unlink(), f"{PAGE}: answered 404"),
    "another page in its place": (
        lambda one: (one.public / PAGE).write_bytes((one.public / "en/index.html").read_bytes()),
        f"{PAGE}: it is the page of something else",
    ),
    "an old page": (
        lambda one: stale(one, PAGE, "Meeting first-reading", "Meeting"),
        f"{PAGE}: it does not say “Meeting first-reading”",
    ),
    "a stale feed": (
        lambda one: stale(one, "fr/journal.rss", "/first-reading/fr<", "/other/fr<"),
        "fr/journal.rss: it lacks tag:example.org,2017:test/first-reading/fr",
    ),
    "a stale JSON feed": (
        lambda one: stale(one, "en/journal.json", "/first-reading/en", "/other/en"),
        "en/journal.json: it lacks tag:example.org,2017:test/first-reading/en",
    ),
    "a feed cut off": (
        lambda one: (one.public / "en/journal.atom").write_bytes(b"<feed><entry>"),
        "en/journal.atom: it is not well-formed",
    ),
    "a feed that links elsewhere": (
        lambda one: stale(one, "en/journal.rss", "en/entries/first-reading.html", "en/index.html"),
        "en/journal.rss: tag:example.org,2017:test/first-reading/en links to ",
    ),
    "a calendar as it was before": (
        lambda one: stale(one, "en/entries/first-reading.ics", "SEQUENCE:0", "SEQUENCE:7"),
        "en/entries/first-reading.ics: tag:example.org,2017:test/first-reading is as it was before",
    ),
    "a dead link": (
        lambda one: (one.public / "en/subscribe.html").unlink(),
        "en/subscribe.html: answered 404",
    ),
}


QUICK = ("a page removed by hand", "a stale feed")


@pytest.mark.parametrize(
    "what", [what if what in QUICK else pytest.param(what, marks=pytest.mark.prove) for what in HARMS]
)
def test_what_readers_do_not_get_is_noticed(desk: Desk, folder: Folder, what: str) -> None:
    harm, said = HARMS[what]
    harm(folder)
    assert any(fault.startswith(said) for fault in faults(desk))


@pytest.fixture
def desk_with_archives(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two releases to an archive: the feeds lead to the third, and that to those before it."""
    monkeypatch.setattr(feed, "SLICE", 2)
    for number in range(4):
        folder.announce(f"meeting-{number}")
    desk = folder.open()
    desk.run_pass(DUE)
    assert desk.ledger.newest_sequence() == 7
    return desk


def test_an_archive_that_a_feed_leads_to_and_that_is_not_there_is_noticed(
    desk_with_archives: Desk, folder: Folder
) -> None:
    gone = [f"en/journal/3.{suffix}" for suffix in ("atom", "json", "rss")]
    for path in gone:
        (folder.public / path).unlink()
    assert sorted(set(faults(desk_with_archives))) == [f"{path}: answered 404 Not Found" for path in gone]


def test_archives_further_back_are_looked_for_where_everything_is(
    desk_with_archives: Desk, folder: Folder
) -> None:
    """A look at what was released just now costs the same, however many archives there are."""
    gone = [f"fr/journal/1.{suffix}" for suffix in ("atom", "json", "rss")]
    for path in gone:
        (folder.public / path).unlink()
    stale(folder, "en/journal/3.rss", 'rel="prev-archive"', 'rel="next-archive"')
    stale(folder, "en/journal/3.rss", "journal/2.rss", "journal/4.rss")
    assert faults(desk_with_archives) == []
    code, text = run(folder.config, "verify", "--all")
    assert code == 1
    for path in (*gone, "en/journal/4.rss"):
        assert f"{path}: answered 404 Not Found" in text


def test_an_archive_that_is_another_or_none_is_noticed(desk_with_archives: Desk, folder: Folder) -> None:
    stale(folder, "en/journal/3.rss", "en/journal.rss", "en/journal/9.rss")
    stale(folder, "en/journal/3.atom", "en/journal/3.atom", "en/journal/2.atom")
    (folder.public / "en/journal/3.json").write_bytes(b"[]")
    (folder.public / "fr/journal/3.rss").write_bytes(b"<rss><channel>")
    (folder.public / "fr/journal/3.atom").write_bytes(b"<feed/>")
    found = "\n".join(faults(desk_with_archives))
    for said in (
        "en/journal/3.rss: it says of current that it is ",
        "en/journal/3.atom: it says of self that it is ",
        "en/journal/3.json: it is not well-formed: it is JSON, but no feed",
        "fr/journal/3.rss: it is not well-formed: ",
        "fr/journal/3.atom: it does not say that it is a feed",
    ):
        assert said in found


def test_a_wrong_media_type_is_noticed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers take .rss for text/xml, and browsers then show it as a page."""
    from publisher.web import responses as answers

    monkeypatch.setattr(answers, "FORMATS", FORMATS | {"rss": FileType("text/xml")})
    assert "en/journal.rss: it comes as text/xml, not application/rss+xml" in faults(desk)


def test_a_title_that_was_mended_is_no_loss(desk: Desk, folder: Folder) -> None:
    """govuk-rfcs #164: whoever matches by title reports a loss when a title is mended."""
    folder.announce(title="Meeting first-reading, mended", saved=DUE)
    desk.run_pass(DUE + 5 * MINUTE)
    assert faults(desk, 6 * MINUTE) == []


def test_a_slip_is_proved_on_the_page_in_the_feeds_and_in_the_calendar(desk: Desk, folder: Folder) -> None:
    folder.set_config("2 October (afternoon)", "6 October (afternoon)")
    folder.close()
    desk = folder.open()
    desk.run_pass(DUE + 10 * MINUTE)
    done = desk.run_pass(DUE + 15 * MINUTE)
    assert [one.revision for one in done.released if one.subject == "announcement"] == [2]
    assert faults(desk, 16 * MINUTE) == []
    stale(folder, PAGE, "6 October", "2 October")
    code, text = run(folder.config, "verify")
    assert code == 1
    assert "it does not say “was Monday" in text


def test_it_is_looked_for_later_and_later_and_then_an_alarm(desk: Desk, folder: Folder) -> None:
    (folder.public / PAGE).unlink()
    tries = [minutes for minutes in range(1, 60) if faults(desk, minutes * MINUTE)]
    assert tries == [1, 2, 4, 8, 16, 32]
    keep_status(desk.ledger, desk.run_pass(DUE + OVERDUE_AFTER), proving=True)
    (line,) = read_status(desk.ledger).unproved
    assert line.startswith("first-reading/1: ")
    assert "answered 404" in line
    desk.ledger.deliveries.reprint_shelf("site")
    desk.run_pass(DUE + 63 * MINUTE)
    assert faults(desk, 64 * MINUTE) == []
    keep_status(desk.ledger, desk.run_pass(DUE + 65 * MINUTE), proving=True)
    assert read_status(desk.ledger).unproved == ()


def test_that_nobody_looked_is_an_alarm_only_where_somebody_should(desk: Desk) -> None:
    for proving, said in ((False, ()), (True, ("first-reading/1: nobody has looked yet",))):
        keep_status(desk.ledger, desk.run_pass(DUE + OVERDUE_AFTER), proving=proving)
        assert read_status(desk.ledger).unproved == said
    assert desk.ledger.proofs.overdue(DUE + LOOKED_FOR + DAY) == []


def say_silent(site: Server) -> str:
    return (
        f"{site.address}: no answer from its host; `publisher run` serves the site, or see to the web server"
        " that `base_url` in config.toml names"
    )


def test_a_site_that_is_not_running_is_one_fault_however_many_addresses_it_has(
    desk: Desk, site: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of 191 addresses was asked for and complained of."""
    asked: list[str] = []

    def note(address: str, **limits: Any) -> Fetched:
        asked.append(address)
        return fetch(address, **limits)

    monkeypatch.setattr(verifying, "fetch", note)
    site.stop()
    (verdict,) = verify_due(desk, DUE + MINUTE)
    assert list(map(str, verdict.faults)) == [say_silent(site)]
    assert len(asked) == 1


def test_the_command_says_once_that_the_site_is_down_and_how_to_mend_it(
    desk: Desk, site: Server, folder: Folder
) -> None:
    site.stop()
    code, text = run(folder.config, "verify")
    assert code == 1
    assert text.splitlines() == [say_silent(site), "0 of 1 announcements are as they should be"]


@pytest.fixture
def many(folder: Folder) -> Desk:
    """Six releases of one minute."""
    for number in range(5):
        folder.announce(f"meeting-{number}")
    desk = folder.open()
    desk.run_pass(DUE)
    return desk


def test_many_that_readers_do_not_get_are_one_line_of_the_status_and_one_alarm(
    many: Desk, site: Server
) -> None:
    """`status` had a line of 15 kB."""
    site.stop()
    verify_due(many, DUE + MINUTE)
    status = keep_status(many.ledger, many.run_pass(DUE + OVERDUE_AFTER), proving=True)
    (line,) = status.unproved
    assert line == f"first-reading/1, meeting-0/1, meeting-1/1 and 3 more: {say_silent(site)}"
    alarms = find_alarms(Health(status), DUE + OVERDUE_AFTER)
    assert [alarm.text for alarm in alarms.values()] == [f"readers do not get {line}"]


def test_many_faults_of_one_release_are_counted_and_the_first_is_shown(many: Desk, folder: Folder) -> None:
    """Every address of a site that was put into a wrong folder answers 404."""
    shutil.rmtree(folder.public)
    folder.public.mkdir()
    verify_due(many, DUE + MINUTE)
    (line,) = find_unproved(many.ledger, DUE + OVERDUE_AFTER, proving=True)
    assert re.fullmatch(
        r"first-reading/1, meeting-0/1, meeting-1/1 and 3 more: http://localhost:\d+/en/entries/first-reading"
        r"\.html: answered 404 Not Found \(and \d+ more; `publisher verify` names them\)",
        line,
    )


def test_the_daemon_says_in_one_line_what_readers_do_not_get_and_then_at_longer_rests(
    many: Desk, site: Server, folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    """After a minute there were 192 lines, and as many again after the next."""
    caplog.set_level(logging.INFO, "publisher")
    now = [DUE]
    daemon = Daemon(many.config, many.ledger, clock=lambda: now[0])
    site.stop()
    spoken = []
    for minute in range(1, 60):
        caplog.clear()
        now[0] = DUE + minute * MINUTE
        daemon.prove()
        if caplog.messages:
            spoken.append((minute, *caplog.messages))
    line = f"readers do not get first-reading/1, meeting-0/1, meeting-1/1 and 3 more: {say_silent(site)}"
    assert spoken == [(minute, line) for minute in (1, 2, 4, 8, 16, 32)]
    caplog.clear()
    with serving(folder, site.port):
        now[0] = DUE + 64 * MINUTE
        daemon.prove()
    assert caplog.messages == ["readers get what is released again"]
    daemon.stop()


def test_with_proof_off_or_no_site_of_ours_nobody_looks(folder: Folder) -> None:
    folder.set_config("[publication]", "proof = false\n\n[publication]")
    desk = folder.open()
    desk.run_pass(DUE)
    assert verify_due(desk, DUE + MINUTE) == []


def run(path: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(publisher, ["--config", str(path), *arguments])
    return done.exit_code, done.output


def test_the_command_says_what_is_wrong_and_exits_with_1(desk: Desk, folder: Folder) -> None:
    assert run(folder.config, "verify") == (0, "1 of 1 announcements are as they should be\n")
    assert run(folder.config, "verify", "frist-reading")[0] == 2
    (folder.public / PAGE).unlink()
    code, text = run(folder.config, "verify", "first-reading", "--json")
    assert code == 1
    assert "answered 404 Not Found" in text
    assert run(folder.config, "verify", "--all")[0] == 1
