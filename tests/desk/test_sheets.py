"""Paper comes after everything else: what is late delays nothing, comes by itself, and is told of once."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from publisher.cli.main import publisher
from publisher.config.config import load_config
from publisher.desk import paper, sheets, typesetting
from publisher.desk.delivering import deliver, put_documents
from publisher.desk.desk import Desk
from publisher.desk.sheets import LEASE_MARGIN
from publisher.desk.typesetting import Typesetter
from publisher.ledger.facts import FIRST_START
from publisher.ledger.ledger import Ledger
from publisher.ledger.sheets import ALARM_AFTER, Sheet, SheetClaim
from publisher.ledger.upgrading import bring_up_to_date
from publisher.monitoring.alarms.finding import find_alarms
from publisher.monitoring.health import Health
from publisher.monitoring.probe import verify_due
from publisher.monitoring.status import keep_status
from publisher.outlets.directory import Directory
from publisher.press import touched_by
from publisher.releases.release import EVERYTHING, Draft, Release
from publisher.web.server import serve_folder
from tests.acceptance.publication import wait_until
from tests.builders import utc
from tests.folders import CONFIG, MINUTE, Folder, Listener
from tests.ledger.earlier import turn_back
from tests.ledger.postgresql import serve_postgresql
from tests.obedient import make_no_sheet, make_quick_sheet, sleep

EVE, CLOSING = utc("2017-09-28 12:00"), utc("2017-09-29 22:30")
ISSUE = '\n[issue]\nclose = "18:30"\npdf = true\npdf_seconds = 60\n'
SHEETS = [f"{lang}/issues/{day}.pdf" for lang in ("en", "fr") for day in ("2017-09-29", "2017-10-02")]
PAGE, SHEET = "en/issues/2017-10-02.html", "en/issues/2017-10-02.pdf"
LINK = b'type="application/pdf"'
LEASE = timedelta(seconds=60) + LEASE_MARGIN


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A process that makes something of each page in an instant: these tests need no WeasyPrint."""
    for module in (paper, sheets):
        monkeypatch.setattr(module, "find_missing", lambda: None)
    monkeypatch.setattr(typesetting, "make_sheet", make_quick_sheet)
    return monkeypatch


@pytest.fixture
def folder(tmp_path: Path, worker: pytest.MonkeyPatch) -> Iterator[Folder]:
    folder = Folder(tmp_path / "publication", CONFIG + ISSUE)
    folder.announce()
    yield folder
    folder.close()


@pytest.fixture
def desk(folder: Folder) -> Desk:
    """Its first issue, of 29 September, closed on the day before; that of 2 October is about to."""
    desk = folder.open()
    desk.run_pass(EVE)
    return desk


def still(moment: datetime) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: moment


def print_all(desk: Desk, now: datetime) -> list[str]:
    """The sheets that came; those that did not are left out."""
    return [one.name for one in desk.print_paper(still(now)) if one.release]


def limit(desk: Desk, seconds: int) -> None:
    assert desk.config.issue is not None
    issue = msgspec.structs.replace(desk.config.issue, pdf_seconds=seconds)
    desk.config = msgspec.structs.replace(desk.config, issue=issue)


def papers(ledger: Ledger) -> list[Release]:
    return [one for one in ledger.since(0) if one.subject == "paper"]


def alarms(desk: Desk, now: datetime) -> dict[str, str]:
    """What a person is told after a pass at `now`."""
    found = find_alarms(Health(keep_status(desk.ledger, desk.run_pass(now))), now)
    return {key: alarm.text for key, alarm in found.items()}


# Nothing waits for paper


def test_a_sheet_that_takes_long_delays_no_page_feed_or_message(
    folder: Folder, desk: Desk, worker: pytest.MonkeyPatch
) -> None:
    """The process that typesets sleeps on purpose, and a release falls due while it does."""
    worker.setattr(typesetting, "make_sheet", sleep)
    desk.run_pass(CLOSING)
    assert LINK not in folder.files()[PAGE]
    printing = threading.Thread(target=print_all, args=(desk, CLOSING))
    printing.start()
    wait_until(
        lambda: desk.typesetter._worker and desk.typesetter._worker.process, 10, "the process that typesets"
    )
    folder.announce("second", publish="at once", when="3 October 2017, morning", milestone="")
    hook = Listener()
    desk.outlets.append(hook)
    done = desk.run_pass(CLOSING + MINUTE)
    assert [one.name for one in done.released] == ["second"]
    assert hook.told == ["second/1"]
    files = folder.files()
    assert b"Meeting second" in files["en/entries/second.html"]
    assert b"Meeting second" in files["en/journal.rss"]
    assert printing.is_alive()
    desk.typesetter.close()
    printing.join()


def test_a_pass_prints_no_paper_and_starts_no_process(folder: Folder, desk: Desk) -> None:
    desk.run_pass(CLOSING)
    assert desk.typesetter._worker is None
    assert not [path for path in folder.files() if path.endswith(".pdf")]


# The link


def test_the_link_appears_only_when_the_sheet_lies_there(folder: Folder, desk: Desk) -> None:
    desk.run_pass(CLOSING)
    printed = [one.name for one in desk.print_paper(still(CLOSING))]
    assert printed == ["2017-10-02/en", "2017-10-02/fr", "2017-09-29/en", "2017-09-29/fr"]
    assert LINK not in folder.files()[PAGE]
    put = Directory._give_name
    names: list[str] = []

    def note(self: Directory, temporary: str, path: str) -> None:
        names.append(path)
        put(self, temporary, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Directory, "_give_name", note)
        desk.run_pass(CLOSING + MINUTE)
    assert [names.index(sheet) < names.index(PAGE) for sheet in SHEETS] == [True] * 4
    assert LINK in folder.files()[PAGE]
    assert sorted(path for path in folder.files() if path.endswith(".pdf")) == sorted(SHEETS)


def test_a_sheet_that_has_come_prints_two_documents_and_tells_nobody(folder: Folder, desk: Desk) -> None:
    hook = Listener()
    desk.outlets.append(hook)
    desk.run_pass(CLOSING)
    told = list(hook.told)
    print_all(desk, CLOSING)
    touched = touched_by(papers(desk.ledger)[:1], ("en", "fr"), desk.ledger.records)
    assert sorted(key.path for key in touched) == [PAGE, SHEET]
    assert desk.run_pass(CLOSING + MINUTE).delivered.documents == 8
    assert hook.told == told


def test_the_release_of_a_sheet_bears_the_digest_of_what_lies_there(folder: Folder, desk: Desk) -> None:
    desk.run_pass(CLOSING)
    desk.finish_paper(still(CLOSING))
    release = desk.ledger.records.paper(date(2017, 10, 2), "en")
    assert release is not None
    assert release.paper.digest == hashlib.sha256(folder.files()[SHEET]).hexdigest()


def test_what_is_changed_later_is_printed_anew_and_the_link_stays(folder: Folder, desk: Desk) -> None:
    desk.run_pass(CLOSING)
    desk.finish_paper(still(CLOSING))
    before = folder.files()[SHEET]
    folder.announce(room="Conference Room 2", saved=CLOSING)
    moment = CLOSING + timedelta(minutes=6)
    desk.run_pass(moment)
    assert LINK in folder.files()[PAGE]
    assert folder.files()[SHEET] == before
    assert [one.name for one in desk.finish_paper(still(moment))[0]] == ["2017-10-02/en", "2017-10-02/fr"]
    assert folder.files()[SHEET] != before
    assert [one.revision for one in papers(desk.ledger)] == [1, 1, 1, 1, 2, 2]


def test_what_is_released_while_a_sheet_is_typeset_is_on_the_next(
    folder: Folder, desk: Desk, worker: pytest.MonkeyPatch
) -> None:
    desk.run_pass(CLOSING)
    printing = desk.print_paper(still(CLOSING))
    make = Typesetter.make

    def release_meanwhile(*how: Any) -> bytes:
        worker.setattr(Typesetter, "make", make)
        folder.announce(room="Conference Room 2", saved=EVE)
        desk.run_pass(CLOSING + timedelta(minutes=6))
        return make(*how)

    worker.setattr(Typesetter, "make", release_meanwhile)
    assert next(printing).name == "2017-10-02/en"
    assert [one.name for one in printing].count("2017-10-02/en") == 1
    assert print_all(desk, CLOSING + timedelta(minutes=6)) == []


def test_a_new_edition_typesets_only_what_looks_different(
    folder: Folder, desk: Desk, worker: pytest.MonkeyPatch
) -> None:
    desk.run_pass(CLOSING)
    desk.finish_paper(still(CLOSING))
    record_edition(desk.ledger, templates="others")
    worker.setattr(typesetting, "make_sheet", make_no_sheet)  # were it asked, nothing would come
    assert [(one.error, one.release) for one in desk.print_paper(still(CLOSING))] == [(None, None)] * 4
    record_edition(desk.ledger, publication=msgspec.structs.replace(desk.config.publication, title="Other"))
    deliver(desk.ledger, desk.outlets, CLOSING)
    assert LINK in folder.files()[PAGE]
    worker.setattr(typesetting, "make_sheet", make_quick_sheet)
    assert len(print_all(desk, CLOSING)) == 4


def test_a_reprint_has_every_sheet_and_typesets_none(
    folder: Folder, desk: Desk, worker: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk.run_pass(CLOSING)
    desk.finish_paper(still(CLOSING))
    worker.setattr(typesetting, "make_sheet", make_no_sheet)
    other = Directory("other", tmp_path / "other")
    put_documents(desk.ledger, other, 0, desk.ledger.newest_sequence())
    for path, body in folder.files().items():
        assert (other.path / path).read_bytes() == body


def record_edition(ledger: Ledger, **fields: Any) -> None:
    revisions = [one for one in ledger.since(0) if one.subject == "edition"]
    content = msgspec.structs.replace(revisions[-1].edition, **fields)
    draft = Draft("edition", "edition", "edition", CLOSING, content, len(revisions))
    ledger.record([draft], [], CLOSING)


def test_without_paper_in_the_edition_nothing_is_due_and_no_page_links(folder: Folder, desk: Desk) -> None:
    desk.run_pass(CLOSING)
    desk.finish_paper(still(CLOSING))
    record_edition(desk.ledger, pdf=False)
    deliver(desk.ledger, desk.outlets, CLOSING)
    assert LINK not in folder.files()[PAGE]
    folder.announce(room="Conference Room 2", saved=EVE)
    assert print_all(desk, CLOSING + MINUTE) == []


# Killed, stopped, held


class Killed(BaseException):
    """Nothing in the program catches it, as nothing catches SIGKILL."""


def test_killed_between_sheet_and_release_the_next_pass_completes(
    folder: Folder, desk: Desk, worker: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise Killed

    desk.run_pass(CLOSING)
    with worker.context() as patch:
        patch.setattr(Ledger, "record_sheet", die)
        with pytest.raises(Killed):
            print_all(desk, CLOSING)
    assert papers(desk.ledger) == []
    folder.close()
    later = CLOSING + LEASE + MINUTE
    printed, _ = folder.open().finish_paper(still(later))
    assert len(printed) == 4
    assert sorted(path for path in folder.files() if path.endswith(".pdf")) == sorted(SHEETS)
    assert LINK in folder.files()[PAGE]


def test_killed_after_the_release_the_next_pass_puts_the_sheet_before_its_link(
    folder: Folder, desk: Desk
) -> None:
    desk.run_pass(CLOSING)
    print_all(desk, CLOSING)
    folder.close()
    folder.open().run_pass(CLOSING + MINUTE)
    assert LINK in folder.files()[PAGE]
    assert SHEET in folder.files()


def test_a_sheet_that_is_broken_off_at_the_end_of_the_program_is_no_failure(
    folder: Folder, desk: Desk, worker: pytest.MonkeyPatch
) -> None:
    worker.setattr(typesetting, "make_sheet", sleep)
    desk.run_pass(CLOSING)
    printed: list[str] = []
    printing = threading.Thread(target=lambda: printed.extend(print_all(desk, CLOSING)))
    printing.start()
    wait_until(
        lambda: desk.typesetter._worker and desk.typesetter._worker.process, 10, "the process that typesets"
    )
    desk.typesetter.close()
    printing.join(10)
    assert (printing.is_alive(), printed) == (False, [])
    worker.setattr(typesetting, "make_sheet", make_quick_sheet)
    assert len(print_all(folder.open(), CLOSING)) == 4, "no lease is left behind"


def test_while_everything_is_on_hold_no_paper_is_printed(folder: Folder, desk: Desk) -> None:
    desk.run_pass(CLOSING)
    desk.ledger.hold(EVERYTHING, "not now", CLOSING)
    assert print_all(desk, CLOSING) == []
    desk.ledger.lift(EVERYTHING, CLOSING)
    assert len(print_all(desk, CLOSING)) == 4


def test_under_an_alarm_no_paper_is_printed(folder: Folder, desk: Desk) -> None:
    """A clock that is a year behind: what was recorded under it would stand out of its order."""
    desk.run_pass(CLOSING)
    assert print_all(desk, CLOSING - timedelta(days=365)) == []


# Over its limit


def test_a_sheet_over_its_limit_is_tried_later_then_one_alarm_then_over(
    folder: Folder, desk: Desk, worker: pytest.MonkeyPatch
) -> None:
    desk.run_pass(CLOSING)
    limit(desk, 1)
    worker.setattr(typesetting, "make_sheet", sleep)
    sheet = next(desk.print_paper(still(CLOSING)))
    assert (sheet.name, sheet.error) == ("2017-10-02/en", "it took longer than 1 seconds")
    limit(desk, 60)
    worker.setattr(typesetting, "make_sheet", make_quick_sheet)
    assert print_all(desk, CLOSING) == ["2017-10-02/fr", "2017-09-29/en", "2017-09-29/fr"]
    assert alarms(desk, CLOSING + MINUTE) == {}
    assert LINK not in folder.files()[PAGE]
    worker.setattr(typesetting, "make_sheet", make_no_sheet)
    moment = CLOSING
    for _ in range(1, ALARM_AFTER):
        moment += timedelta(hours=1)
        assert [one.error for one in desk.print_paper(still(moment))] == ["RecursionError: too deep"]
    told = {
        "paper 2017-10-02/en": "the issue is not printed on paper: 2017-10-02/en: RecursionError: too deep"
    }
    assert alarms(desk, moment) == told
    assert alarms(desk, moment + MINUTE) == told
    worker.setattr(typesetting, "make_sheet", make_quick_sheet)
    moment += timedelta(hours=8)
    assert print_all(desk, moment) == ["2017-10-02/en"]
    assert alarms(desk, moment) == {}
    assert LINK in folder.files()[PAGE]


def test_a_sheet_that_failed_is_not_tried_before_its_time_unless_asked_for(
    folder: Folder, desk: Desk, worker: pytest.MonkeyPatch
) -> None:
    worker.setattr(typesetting, "make_sheet", make_no_sheet)
    desk.run_pass(CLOSING)
    assert len(list(desk.print_paper(still(CLOSING)))) == 4
    assert list(desk.print_paper(still(CLOSING + timedelta(seconds=20)))) == []
    assert desk.ledger.sheets.try_again() == 4
    assert len(list(desk.print_paper(still(CLOSING + timedelta(seconds=20))))) == 4
    assert len(list(desk.print_paper(still(CLOSING + MINUTE * 3)))) == 4


def test_what_an_author_wrote_costs_its_sheet_only(
    folder: Folder, desk: Desk, worker: pytest.MonkeyPatch
) -> None:
    """Whatever fails while a page is composed fails as one sheet, and the next is printed."""
    compose = sheets.compose_page

    def fail_once(ledger: Ledger, claim: SheetClaim) -> sheets.SheetPage:
        worker.setattr(sheets, "compose_page", compose)
        raise ValueError("a word that is none")

    worker.setattr(sheets, "compose_page", fail_once)
    desk.run_pass(CLOSING)
    printed = list(desk.print_paper(still(CLOSING)))
    assert [one.error for one in printed] == ["ValueError: a word that is none", None, None, None]


# Several machines


def test_a_sheet_whose_lease_was_lost_is_recorded_once(folder: Folder, desk: Desk) -> None:
    desk.run_pass(CLOSING)
    assert sheets.is_due(desk.ledger, CLOSING)
    slow = desk.ledger.sheets.claim(("en", "fr"), CLOSING, LEASE)
    quick = desk.ledger.sheets.claim(("en",), CLOSING + LEASE, LEASE)
    assert slow is not None
    assert quick is not None
    assert (slow.name, slow.token == quick.token) == (quick.name, False)
    made = Sheet(desk.ledger.newest_sequence(), "source", "digest", b"%PDF")
    assert desk.ledger.record_sheet(slow, made, CLOSING) is None
    assert desk.ledger.record_sheet(quick, made, CLOSING) is not None
    assert desk.ledger.record_sheet(slow, made, CLOSING) is None
    assert len(papers(desk.ledger)) == 1


@pytest.mark.prove
@pytest.mark.postgresql
def test_two_daemons_on_one_ledger_print_each_sheet_once(
    folder: Folder, tmp_path: Path, worker: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = Typesetter.make

    def note(self: Typesetter, html: str, identifier: str, seconds: float) -> bytes:
        made.append(identifier)
        return make(self, html, identifier, seconds)

    worker.setattr(Typesetter, "make", note)
    with serve_postgresql() as server:
        folder.set_config("[publication]", f'ledger = "{server.make_schema()}"\n\n[publication]')
        config = load_config(folder.config)
        desks = [Desk(config, Ledger.open_to_write(config.ledger), config.make_outlets()) for _ in range(2)]
        desks[0].run_pass(EVE)
        desks[0].run_pass(moment := CLOSING + timedelta(days=4))
        threads = [threading.Thread(target=print_all, args=(desk, moment)) for desk in desks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ledger = desks[0].ledger
        assert len(made) == len({*made}) == 2 * len(ledger.issue_days()) == 8
        assert len(papers(ledger)) == 8
        desks[1].run_pass(moment)
        assert LINK in folder.files()[PAGE]
        for desk in desks:
            desk.close()
            desk.ledger.close()


def test_what_another_machine_noted_while_a_sheet_was_typeset_stays_due(folder: Folder, desk: Desk) -> None:
    desk.run_pass(CLOSING)
    assert sheets.is_due(desk.ledger, CLOSING)
    claim = desk.ledger.sheets.claim(("en",), CLOSING, LEASE)
    assert claim is not None
    before = desk.ledger.newest_sequence()
    desk.ledger.sheets.want([claim.day], ("en",), before + 1)
    desk.ledger.record_sheet(claim, Sheet(before, "source", "digest", b"%PDF"), CLOSING)
    again = desk.ledger.sheets.claim(("en",), CLOSING, LEASE)
    assert again is not None
    assert again.name == claim.name


# Ledgers of before


@pytest.mark.parametrize("asked", [True, False])
def test_pages_that_linked_before_go_on_linking_after_the_upgrade(
    folder: Folder, desk: Desk, asked: bool
) -> None:
    """Until then a sheet was printed with its page, and the edition alone said whether there are any."""
    if not asked:
        folder.set_config("pdf = true", "pdf = false")
        desk = folder.open()
    desk.run_pass(CLOSING)
    desk.finish_paper(still(CLOSING))
    before = folder.files()
    folder.close()
    turn_back(folder.ledger_url(), "0006")
    bring_up_to_date(folder.ledger_url(), folder.path)
    after = folder.open()
    assert [one.paper.digest for one in papers(after.ledger)] == [""] * (4 if asked else 0)
    assert after.ledger.proofs.due(CLOSING + MINUTE * 5) == [], "they lay there before"
    assert after.ledger.is_whole()
    record_edition(after.ledger, templates="of a newer version")
    after.run_pass(CLOSING + MINUTE)
    assert folder.files() == before
    printed, _ = after.finish_paper(still(CLOSING + MINUTE))
    assert [one.release is not None for one in printed] == [True] * (4 if asked else 0)
    assert folder.files() == before


# What readers get


@pytest.fixture
def served(folder: Folder) -> Iterator[Desk]:
    """Its sheets have come, and the folder is served at its base_url."""
    server = serve_folder(folder.public, "127.0.0.1", 0)
    server.start()
    folder.set_config("https://example.org/journal/", server.address)
    desk = folder.open()
    desk.run_pass(EVE)
    desk.run_pass(CLOSING)
    desk.finish_paper(still(CLOSING))
    yield desk
    server.stop()


def find_faults(desk: Desk) -> list[str]:
    home = desk.config.publication.base_url
    verdicts = verify_due(desk, CLOSING + MINUTE)
    return [str(fault).replace(home, "") for one in verdicts for fault in one.faults]


def run(folder: Folder, command: str) -> Result:
    return CliRunner().invoke(publisher, ["--config", str(folder.config), command])


def test_a_sheet_that_has_come_is_looked_for_at_its_address(folder: Folder, served: Desk) -> None:
    assert [one.release for one in verify_due(served, CLOSING + MINUTE) if one.subject == "paper"] == [
        "2017-10-02/en/1", "2017-10-02/fr/1", "2017-09-29/en/1", "2017-09-29/fr/1"
    ]  # fmt: skip
    said = run(folder, "verify")
    assert said.output == "1 of 1 announcements and 4 of 4 sheets of paper are as they should be\n"


def test_a_sheet_that_is_gone_or_another_is_noticed(folder: Folder, served: Desk) -> None:
    (folder.public / SHEET).unlink()
    (folder.public / "fr/issues/2017-10-02.pdf").write_bytes(b"%PDF-1.7 of yesterday")
    page = folder.public / "en/issues/2017-09-29.html"
    page.write_bytes(page.read_bytes().replace(b"2017-09-29.pdf", b"other.pdf"))
    assert find_faults(served) == [
        f"{SHEET}: answered 404 Not Found",
        "fr/issues/2017-10-02.pdf: it is another printing than the one that was released",
        "en/issues/2017-09-29.html: it does not link to en/issues/2017-09-29.pdf",
    ]


# The commands


def test_publish_prints_paper_at_its_end_and_says_what_is_late(
    folder: Folder, worker: pytest.MonkeyPatch
) -> None:
    """An issue of today: the clock of the command is the machine's."""
    folder.announce("today", when=f"{datetime.now(UTC):%-d %B %Y}, 23:00", milestone="", publish="at once")
    folder.open().ledger.set_fact(FIRST_START, datetime.now(UTC) - timedelta(days=7))
    folder.close()
    worker.setattr(typesetting, "make_sheet", make_no_sheet)
    said = run(folder, "publish")
    assert said.exit_code == 3
    late = [line for line in said.output.splitlines() if line.startswith("the sheet ")]
    assert late
    assert all(line.endswith("is not printed: RecursionError: too deep") for line in late)
    worker.setattr(typesetting, "make_sheet", make_quick_sheet)
    assert (
        "to be tried again" in CliRunner().invoke(publisher, ["--config", str(folder.config), "retry"]).output
    )
    assert CliRunner().invoke(publisher, ["--config", str(folder.config), "publish"]).exit_code == 0
    sheets = [path for path in folder.files() if path.endswith(".pdf")]
    assert len(sheets) == len(late)
    assert all(LINK in folder.files()[path.replace(".pdf", ".html")] for path in sheets)
