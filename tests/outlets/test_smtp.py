"""The one way to a mail server: what it says, whom it refuses, and that a conversation ends in time."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

import pytest

from publisher.outlets.account import Account
from publisher.outlets.smtp import MailServerError, converse
from tests.outlets.dripping import dripping
from tests.outlets.post_office import PostOffice, open_post_office

ONE, TWO = "one@example.org", "two@example.org"
LIMIT, LONG = 0.4, 10.0
"""Seconds: the limit that is asked for, and what a machine under load may make of it."""


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


def make_account(port: int, **fields: Any) -> Account:
    values: dict[str, Any] = {"host": "127.0.0.1", "port": port, "security": "none", "to": (ONE, TWO)}
    return Account(**(values | {"sender": "Journal <journal@example.org>"} | fields))


def make_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = "Words"
    mail.set_content("Words.")
    return mail


def send(account: Account, *to: str, seconds: float = 20) -> dict[str, bool]:
    """Who was refused, and whether for good."""
    with converse(account, seconds) as server:
        refused = server.send(make_mail(), to or account.to)
    return {address: refusal.permanent for address, refusal in refused.items()}


@contextmanager
def ending_in_time() -> Iterator[None]:
    begun = time.monotonic()
    with pytest.raises(MailServerError, match=r"^it took longer than 0\.4 seconds$"):
        yield
    assert time.monotonic() - begun < LONG


@pytest.mark.parametrize(
    "opening",
    [
        (),
        (b"220 here\r\n",),
        (b"220 here\r\n", b"250 here\r\n"),
        (b"220 here\r\n", b"250 here\r\n", b"250 OK\r\n"),
    ],
    ids=["greeting", "hello", "sender", "recipient"],
)
def test_a_server_that_sends_a_byte_now_and_then_is_given_up_in_time(opening: tuple[bytes, ...]) -> None:
    """Each byte began the library's own limit anew, so that it never came."""
    with dripping(*opening) as port, ending_in_time():
        send(make_account(port), seconds=LIMIT)


def test_the_limit_holds_while_a_connection_is_made_secret() -> None:
    with dripping() as port, pytest.raises(MailServerError):
        send(make_account(port, security="tls"), seconds=LIMIT)
    with dripping(b"220 here\r\n", b"250-here\r\n250 STARTTLS\r\n") as port, ending_in_time():
        send(make_account(port, security="starttls"), seconds=LIMIT)


def test_the_limit_holds_for_a_name_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def wait(*values: object, **named: object) -> list[Any]:
        over.wait(LONG)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", wait)
    begun = time.monotonic()
    with pytest.raises(MailServerError, match="no name server answers for its host"):
        send(make_account(25, host="smtp.invalid"), seconds=LIMIT)
    assert time.monotonic() - begun < LONG
    over.set()


def test_a_server_that_is_slow_within_the_limit_is_waited_for(office: PostOffice) -> None:
    assert send(make_account(office.port)) == {}
    assert [one.recipients for one in office.mails] == [(ONE, TWO)]


def test_an_address_that_is_refused_is_told_with_the_servers_words(office: PostOffice) -> None:
    office.refused = {ONE: "452 mailbox full", TWO: "550 no such user"}
    with converse(make_account(office.port), 20) as server:
        refused = server.send(make_mail(), (ONE, TWO))
    assert {address: (one.words, one.permanent) for address, one in refused.items()} == {
        ONE: ("452 mailbox full", False),
        TWO: ("550 no such user", True),
    }


def test_a_mail_that_is_refused_for_good_is_refused_to_each(office: PostOffice) -> None:
    office.data = "554 no"
    assert send(make_account(office.port)) == {ONE: True, TWO: True}


@pytest.mark.parametrize("answer", ["421 closing", "451 later", "452 disk full"])
def test_a_server_that_takes_the_mail_for_nobody_has_failed_itself(office: PostOffice, answer: str) -> None:
    office.data = answer
    with pytest.raises(MailServerError, match=answer):
        send(make_account(office.port))


def test_a_server_that_closes_while_it_is_told_the_addresses_has_failed_itself(office: PostOffice) -> None:
    office.refused = {TWO: "421 closing"}
    with pytest.raises(MailServerError, match="421 closing"):
        send(make_account(office.port))


@pytest.mark.parametrize(("able", "refused"), [(False, {"été@example.org": True}), (True, {})])
def test_an_address_in_other_letters_is_refused_alone_where_the_server_takes_none(
    able: bool, refused: dict[str, bool]
) -> None:
    """The library refused the mail to everybody for its sake."""
    with open_post_office(enable_SMTPUTF8=able) as office:
        assert send(make_account(office.port), ONE, "été@example.org") == refused
        assert len(office.mails) == 1


def test_a_password_that_cannot_be_sent_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "geheim\N{SNOWMAN}")
    with open_post_office(auth_require_tls=False) as office:
        account = make_account(office.port, user="journal", password="env:MAIL_PASSWORD")
        with pytest.raises(
            MailServerError, match=r"^`user` or its password holds letters that cannot be sent$"
        ):
            send(account)


@pytest.mark.parametrize(
    ("sender", "header"),
    [
        ("journal@example.org", "journal@example.org"),
        ("Journal <journal@example.org>", "Journal <journal@example.org>"),
        ("Journal, of Consultations <j@example.org>", '"Journal, of Consultations" <j@example.org>'),
        ('"Journal, of Consultations" <j@example.org>', '"Journal, of Consultations" <j@example.org>'),
        ('The "Journal" (New York) <j@example.org>', r'"The \"Journal\" (New York)" <j@example.org>'),
        ("Журнал, ООН <j@example.org>", '"Журнал, ООН" <j@example.org>'),
    ],
)
def test_a_senders_name_is_never_lost(office: PostOffice, sender: str, header: str) -> None:
    """A comma in it made two senders, one without an address."""
    account = make_account(office.port, sender=sender)
    assert str(account.written_sender) == header
    with converse(account, 20) as server:
        server.send(make_mail(), [ONE])
    assert office.mails[0].sender == account.address


@pytest.mark.parametrize(
    "fields",
    [
        {"to": ()},
        {"to": ("a@example.org, b@example.org",)},
        {"sender": "journal"},
        {"sender": "Journal, of Consultations"},
        {"sender": "Journal\r\nBcc: x@example.org <journal@example.org>"},
        {"sender": "a..b@example.org"},
        {"sender": "Journal <j@example..org>"},
        {"password": "hunter2"},
    ],
)
def test_settings_that_make_no_mail_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="has to"):
        make_account(25, **fields)
