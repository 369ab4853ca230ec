"""How alarms leave the machine: within a limit of time, past no check, and with no secret in a message."""

import logging
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from publisher.config.operating import AlarmMailShape
from publisher.errors import DeliveryError
from publisher.monitoring.alarms.alarm_state import AlarmNews, OpenAlarm
from publisher.monitoring.alarms.telling import AlarmReport, mail_report, post_report
from tests.builders import DUE
from tests.monitoring.alarms.receiver import listen
from tests.outlets.dripping import dripping
from tests.outlets.post_office import open_post_office

REPORT = AlarmReport(
    "Test Journal", "journal-1", DUE, AlarmNews({"overdue x": OpenAlarm("x is overdue", DUE)})
)
LIMIT, LONG = 0.4, 10.0
"""Seconds: the limit that is asked for, and what a machine under load may make of it."""


def make_account(port: int, *to: str, sender: str = "journal@example.org") -> AlarmMailShape:
    return AlarmMailShape(
        host="127.0.0.1", port=port, security="none", sender=sender, to=to or ("operator@example.org",)
    )


@contextmanager
def failing_in_time(words: str) -> Iterator[None]:
    begun = time.monotonic()
    with pytest.raises(DeliveryError, match=words):
        yield
    assert time.monotonic() - begun < LONG


@pytest.mark.parametrize("opening", [(), (b"HTTP/1.1 200 OK\r\nX-Long: ",)], ids=["status", "headers"])
def test_a_webhook_that_answers_a_byte_now_and_then_is_given_up_in_time(opening: tuple[bytes, ...]) -> None:
    """Three seconds were asked for, and after twenty-five the heartbeat still waited with it."""
    words = r"^the webhook for alarms \(127\.0\.0\.1\): took longer than 0\.4 seconds; check the address"
    with dripping(*opening) as port, failing_in_time(words):
        post_report(REPORT, f"http://127.0.0.1:{port}/planted", seconds=LIMIT)


def test_a_mail_server_that_answers_a_byte_now_and_then_is_given_up_in_time() -> None:
    words = r"^127\.0\.0\.1:\d+ takes no alarms: it took longer than 0\.4 seconds$"
    with dripping(b"220 here\r\n") as port, failing_in_time(words):
        mail_report(REPORT, make_account(port), seconds=LIMIT)


def test_no_proxy_stands_between_an_alarm_and_its_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with listen() as receiver:
        post_report(REPORT, receiver.address)
        assert len(receiver.posted) == 1


def test_a_webhook_may_ask_for_a_name_and_a_password_and_no_message_shows_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with listen() as receiver:
        address = receiver.address.replace("http://", "http://journal:planted@")
        monkeypatch.setenv("TEST_HOOK", address)
        post_report(REPORT, "env:TEST_HOOK")
        assert receiver.logins == [f"Basic {b64encode(b'journal:planted').decode()}"]
        receiver.status = 503
        for webhook in ("env:TEST_HOOK", address):
            with pytest.raises(DeliveryError) as failed:
                post_report(REPORT, webhook)
            assert "planted" not in str(failed.value)


def test_a_webhook_that_points_elsewhere_is_not_followed() -> None:
    with listen() as receiver:
        receiver.status = 302
        with pytest.raises(DeliveryError, match="answered 302"):
            post_report(REPORT, receiver.address)
        assert (len(receiver.posted), receiver.beats) == (1, 0)


def test_an_alarm_that_reaches_one_of_two_addresses_is_told_and_the_log_names_the_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with open_post_office() as office, caplog.at_level(logging.WARNING):
        account = make_account(office.port, "operator@example.org", "gone@example.org")
        office.refused = {"gone@example.org": "550 no such user"}
        mail_report(REPORT, account)
        assert [one.recipients for one in office.mails] == [("operator@example.org",)]
        assert caplog.messages == [
            "an alarm was told to others, and not to gone@example.org: 550 no such user"
        ]
        office.refused["operator@example.org"] = "452 mailbox full"
        with pytest.raises(DeliveryError, match=r"takes no alarms: operator@example\.org: 452 mailbox full"):
            mail_report(REPORT, account)


def test_the_senders_name_of_an_alarm_may_hold_a_comma() -> None:
    with open_post_office() as office:
        mail_report(REPORT, make_account(office.port, sender="Journal, of Consultations <j@example.org>"))
    [delivered] = office.mails
    assert delivered.sender == "j@example.org"
    assert str(delivered.mail["From"]) == '"Journal, of Consultations" <j@example.org>'
