"""Alarms reach people by webhook and by mail, once each; the heartbeat falls silent when passes do."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.calendars.local_time import iso_z
from publisher.cli.main import publisher
from publisher.config.config import Config, load_config
from publisher.desk.faults import SourceFault
from publisher.errors import LedgerError
from publisher.ledger.ledger import Ledger
from publisher.monitoring.alarms.notifier import Notifier
from publisher.monitoring.health import SILENT_AFTER, Health
from publisher.monitoring.status import Status
from tests.builders import DUE
from tests.folders import CONFIG, Folder
from tests.monitoring.alarms.receiver import listen
from tests.outlets.post_office import open_post_office

MINUTE = timedelta(minutes=1)
OVERDUE = Health(Status(overdue=("first-reading",)))
FAILING = Health(failing="the ledger cannot be used", since=DUE - 5 * MINUTE)
WELL = Health()
BROKEN = Health(
    Status(
        errors=(SourceFault("announcements/bureau.md", "announcements/bureau.md:4: what; mend", iso_z(DUE)),),
        overdue=("first-reading",),
    )
)


def configure(folder: Path, alarms: str) -> Config:
    path = folder / "config.toml"
    path.write_text(f"{CONFIG}\n[alarms]\n{alarms}\n", encoding="utf-8")
    return load_config(path)


def mail_by(port: int) -> str:
    return (
        f'[alarms.email]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        'sender = "Journal <journal@example.org>"\nto = ["ops@example.org"]'
    )


def test_an_alarm_is_posted_once_and_once_when_it_is_over(tmp_path: Path) -> None:
    with listen() as receiver:
        config = configure(tmp_path, f'webhook = "{receiver.address}"')
        notifier = Notifier(Ledger.in_memory(), "journal-1")
        for minute, health in enumerate([WELL, OVERDUE, OVERDUE, OVERDUE, WELL, WELL]):
            notifier.announce(config, health, DUE + minute * MINUTE)
    begun, over = receiver.posted
    assert begun == {
        "text": "Test Journal: 1 alarm\nALARM: first-reading is overdue: it should have been released by now"
        "\n\njournal-1, 2017-09-27T22:01:00Z",
        "publication": "Test Journal",
        "machine": "journal-1",
        "at": "2017-09-27T22:01:00Z",
        "begun": [
            {
                "key": "overdue first-reading",
                "text": "first-reading is overdue: it should have been released by now",
                "since": "2017-09-27T22:01:00Z",
            }
        ],
        "over": [],
    }
    assert [one["key"] for one in over["over"]] == ["overdue first-reading"]
    assert over["text"].startswith("Test Journal: 1 over\nOver: first-reading is overdue")


def test_a_webhook_that_is_down_is_told_when_it_is_there_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with listen() as receiver:
        config = configure(tmp_path, f'webhook = "{receiver.address}"')
        notifier = Notifier(Ledger.in_memory(), "journal-1")
        receiver.status = 503
        for minute in range(3):
            notifier.announce(config, OVERDUE, DUE + minute * MINUTE)
        receiver.status = 200
        for minute in range(3, 6):
            notifier.announce(config, OVERDUE, DUE + minute * MINUTE)
    assert len(receiver.posted) == 4
    assert [record.getMessage() for record in caplog.records] == [
        "nobody is told of alarms: the webhook for alarms answered 503"
    ]


def test_an_alarm_is_mailed_to_those_who_are_to_be_told(tmp_path: Path) -> None:
    with open_post_office() as office:
        config = configure(tmp_path, mail_by(office.port))
        notifier = Notifier(Ledger.in_memory(), "journal-1")
        for minute in range(3):
            notifier.announce(config, OVERDUE, DUE + minute * MINUTE)
    [delivered] = office.mails
    assert delivered.recipients == ("ops@example.org",)
    assert delivered.mail["Subject"] == "Test Journal: 1 alarm"
    assert delivered.mail["Auto-Submitted"] == "auto-generated"
    assert "ALARM: first-reading is overdue" in delivered.mail.get_content()


def test_where_one_way_of_two_fails_nobody_is_told_again_by_the_other(tmp_path: Path) -> None:
    with listen() as receiver, open_post_office() as office:
        receiver.status = 503
        config = configure(tmp_path, f'webhook = "{receiver.address}"\n\n{mail_by(office.port)}')
        notifier = Notifier(Ledger.in_memory(), "journal-1")
        for minute, health in enumerate([OVERDUE, OVERDUE, OVERDUE, WELL, WELL]):
            notifier.announce(config, health, DUE + minute * MINUTE)
    assert [one.mail["Subject"] for one in office.mails] == ["Test Journal: 1 alarm", "Test Journal: 1 over"]
    assert len(receiver.posted) == 2


def test_authors_are_told_once_of_what_is_wrong_in_their_files_and_of_nothing_else(tmp_path: Path) -> None:
    with open_post_office() as office:
        config = configure(tmp_path, f'authors = ["desk@example.org"]\n{mail_by(office.port)}')
        ledger = Ledger.in_memory()
        for minute, health in enumerate([BROKEN, BROKEN, BROKEN, OVERDUE, OVERDUE]):
            Notifier(ledger, "journal").announce(config, health, DUE + minute * MINUTE)
    mails = [one.mail for one in office.mails if one.recipients == ("desk@example.org",)]
    assert [mail["Subject"] for mail in mails] == ["Test Journal: 1 problem", "Test Journal: 1 over"]
    told, over = (mail.get_content().replace("\r\n", "\n") for mail in mails)
    assert told.startswith(
        "held back: announcements/bureau.md:4: what; mend\n\nWhat is held back is not released"
    )
    assert over.startswith("Over: held back: announcements/bureau.md:4: what; mend\n\njournal, ")
    operators = [one.mail for one in office.mails if one.recipients == ("ops@example.org",)]
    assert [mail["Subject"] for mail in operators] == [
        "Test Journal: 1 alarm",
        "Test Journal: 1 alarm",
        "Test Journal: 1 over",
    ]


def test_authors_whom_no_mail_reached_are_told_later_although_operators_know(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with listen() as receiver, open_post_office() as office:
        table = f'webhook = "{receiver.address}"\nauthors = ["desk@example.org"]\n{mail_by(office.port)}'
        good = configure(tmp_path, table)
        bad = configure(tmp_path, table.replace(str(office.port), "1"))
        notifier = Notifier(Ledger.in_memory(), "journal-1")
        for minute, config in enumerate([bad, bad, bad, good, good]):
            notifier.announce(config, BROKEN, DUE + minute * MINUTE)
    assert [key["key"] for post in receiver.posted for key in post["begun"]] == [
        "overdue first-reading",
        "problem announcements/bureau.md",
    ]
    assert [one.recipients for one in office.mails] == [("desk@example.org",)]
    complaints = [one.getMessage() for one in caplog.records if "authors" in one.getMessage()]
    assert len(complaints) == 1
    assert complaints[0].startswith("authors are not told of problems: 127.0.0.1:1 takes no alarms")


def test_of_very_many_problems_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    many = tuple(
        SourceFault(f"{number:03}.md", f"{number:03}.md:1: what", iso_z(DUE)) for number in range(400)
    )
    with listen() as receiver:
        config = configure(tmp_path, f'webhook = "{receiver.address}"')
        Notifier(Ledger.in_memory(), "journal-1").announce(config, Health(Status(errors=many)), DUE + MINUTE)
    lines = receiver.posted[0]["text"].split("\n")
    assert lines[0] == "Test Journal: 400 alarms"
    assert lines[50:52] == ["ALARM: held back: 049.md:1: what", "… and 350 more"]


def test_a_restart_tells_nothing_again(tmp_path: Path) -> None:
    ledger = Ledger.in_memory()
    health = Health(Status(overdue=("first-reading",), alarm="the clock is wrong"))
    with listen() as receiver:
        config = configure(tmp_path, f'webhook = "{receiver.address}"')
        for minute in range(3):
            Notifier(ledger, "journal-1").announce(config, health, DUE + minute * MINUTE)
        Notifier(ledger, "journal-1").announce(config, WELL, DUE + 9 * MINUTE)
    assert [(len(one["begun"]), len(one["over"])) for one in receiver.posted] == [(2, 0), (0, 2)]


def test_of_two_machines_one_tells_of_the_publication_and_each_of_itself(tmp_path: Path) -> None:
    ledger = Ledger.in_memory()
    ill = Health(Status(overdue=("first-reading",), config_problem="line 3"))
    with listen() as receiver:
        config = configure(tmp_path, f'webhook = "{receiver.address}"')
        one, other = Notifier(ledger, "journal-1"), Notifier(ledger, "journal-2")
        for minute in range(4):
            one.announce(config, ill, DUE + minute * MINUTE)
            other.announce(config, OVERDUE, DUE + minute * MINUTE)
    assert [[each["key"] for each in post["begun"]] for post in receiver.posted] == [
        ["here: config", "overdue first-reading"]
    ]


def test_a_ledger_that_cannot_be_reached_is_told_and_so_is_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger.in_memory()

    def refuse(*values: object) -> None:
        raise LedgerError("the ledger cannot be used")

    with listen() as receiver, monkeypatch.context() as broken:
        config = configure(tmp_path, f'webhook = "{receiver.address}"')
        notifier = Notifier(ledger, "journal-1")
        notifier.announce(config, WELL, DUE)
        for name in ("fact", "set_fact", "change_fact"):
            broken.setattr(ledger, name, refuse)
        for minute in range(1, 4):
            notifier.announce(config, FAILING, DUE + minute * MINUTE)
        broken.undo()
        notifier.announce(config, WELL, DUE + 5 * MINUTE)
    assert [(len(one["begun"]), len(one["over"])) for one in receiver.posted] == [(1, 0), (0, 1)]


def test_the_heartbeat_stops_when_passes_do(tmp_path: Path) -> None:
    with listen() as receiver:
        config = configure(tmp_path, f'heartbeat = "{receiver.address}"')
        notifier = Notifier(Ledger.in_memory(), "journal-1")
        for minute in range(3):
            notifier.announce(config, OVERDUE, DUE + minute * MINUTE)
        assert receiver.beats == 3
        notifier.announce(config, WELL, DUE + 2.5 * MINUTE)
        assert receiver.beats == 3
        for health in (FAILING, Health(quiet=SILENT_AFTER + MINUTE)):
            notifier.announce(config, health, DUE + 9 * MINUTE)
        assert (receiver.beats, receiver.posted) == (3, [])


def test_a_secret_address_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with listen() as receiver:
        config = configure(tmp_path, 'webhook = "env:ALARM_WEBHOOK"')
        notifier = Notifier(Ledger.in_memory(), "journal-1")
        notifier.announce(config, OVERDUE, DUE)
        assert receiver.posted == []
        monkeypatch.setenv("ALARM_WEBHOOK", receiver.address)
        notifier.announce(config, OVERDUE, DUE + MINUTE)
        assert len(receiver.posted) == 1


def test_a_pass_from_cron_alarms_and_beats_too(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "publication")
    folder.announce(publish="at once")
    with listen() as receiver:
        folder.set_config("[outlets.site]", f'[alarms]\nheartbeat = "{receiver.address}"\n\n[outlets.site]')
        result = CliRunner().invoke(publisher, ["--config", str(folder.config), "publish"])
    assert (result.exit_code, receiver.beats) == (0, 1), result.output
