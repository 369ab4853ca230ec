"""E-mail against a real server: what a mail holds, whom it reaches, and that each gets it once."""

import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest

from publisher.errors import DeliveryError
from publisher.outlets.email import Email
from publisher.outlets.mail import EmailSettings
from publisher.outlets.outlet import Messenger
from tests.builders import make_wording
from tests.outlets.messages import make_cancellation, make_message, make_move
from tests.outlets.messenger_contract import KEY, MessengerContract
from tests.outlets.post_office import PostOffice, open_post_office

LIST, ONE, TWO = "missions@lists.example.org", "one@example.org", "two@example.org"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


def make_list(office: PostOffice, *to: str, seconds: float = 20, **fields: Any) -> Email:
    values: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": office.port,
        "security": "none",
        "sender": "The Journal <journal@example.org>",
        "to": to or (LIST,),
    }
    return Email("hook", EmailSettings(**(values | fields)), seconds=seconds)


class TestEmail(MessengerContract):
    @pytest.fixture
    def messenger(self, office: PostOffice) -> Messenger:
        return make_list(office, languages=("en", "fr"))

    @pytest.fixture
    def arrived(self, office: PostOffice) -> Callable[[], list[Any]]:
        return office.ids

    @pytest.fixture
    def disturb(self, office: PostOffice) -> Callable[[bool], None]:
        def disturb(refuse: bool) -> None:
            office.data = "451 try later" if refuse else "250 taken"

        return disturb


def parts_of(mail: EmailMessage) -> dict[str, EmailMessage]:
    return {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}


def event_of(mail: EmailMessage) -> Any:
    (event,) = icalendar.Calendar.from_ical(parts_of(mail)["text/calendar"].get_content()).walk("VEVENT")
    return event


def test_a_mail_says_it_in_plain_text_html_and_as_an_invitation(office: PostOffice) -> None:
    make_list(office).tell(make_message(), KEY)
    (mail,) = office
    assert mail["Subject"] == "First reading"
    assert str(mail["From"]) == "The Journal <journal@example.org>"
    assert mail["To"] == LIST
    assert mail["List-Unsubscribe"] == "<mailto:journal@example.org?subject=unsubscribe>"
    assert mail["Message-ID"] == "<memory.2.hook.en@example.org>"
    assert mail["Date"] == "Wed, 27 Sep 2017 22:00:00 +0000"
    parts = parts_of(mail)
    page = "https://example.org/journal/en/entries/first-reading.html"
    for kind in ("text/plain", "text/html"):
        text = parts[kind].get_content()
        assert "Monday, 2 October 2017" in text
        assert page in text
        assert "Words on" in text
    calendar = parts["text/calendar"]
    assert calendar.get_param("method") == "PUBLISH"
    assert calendar.get_filename() == "first-reading.ics"
    event = event_of(mail)
    assert event["UID"] == "tag:example.org,2017:test/first-reading"
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert event["ORGANIZER"] == "mailto:journal@example.org"


def test_a_slip_and_a_cancellation_are_the_same_event_with_a_higher_sequence(office: PostOffice) -> None:
    make_list(office).tell(make_message(make_move()), KEY)
    make_list(office).tell(make_message(make_cancellation()), KEY)
    moved, cancelled = office
    assert moved["Subject"] == "Rescheduled: First reading"
    assert "was Monday, 2 October 2017" in parts_of(moved)["text/plain"].get_content()
    assert cancelled["Subject"] == "Cancelled: First reading"
    assert parts_of(cancelled)["text/calendar"].get_param("method") == "CANCEL"
    for mail, status in ((moved, "CONFIRMED"), (cancelled, "CANCELLED")):
        event = event_of(mail)
        assert (event["SEQUENCE"], event["STATUS"]) == (1, status)
        assert event["UID"] == "tag:example.org,2017:test/first-reading"


def test_each_language_gets_a_mail_of_its_own(office: PostOffice) -> None:
    make_list(office, languages=("en", "fr")).tell(make_message(), KEY)
    assert [(mail["Subject"], mail["Content-Language"]) for mail in office] == [
        ("First reading", "en"),
        ("Première lecture", "fr"),
    ]


def test_focal_points_do_not_see_each_other(office: PostOffice) -> None:
    make_list(office, ONE, TWO).tell(make_message(), KEY)
    (delivered,) = office.mails
    assert delivered.recipients == (ONE, TWO)
    assert ONE.encode() not in delivered.raw
    assert TWO.encode() not in delivered.raw


def test_written_again_a_mail_has_the_same_identity(office: PostOffice) -> None:
    for _ in range(2):
        make_list(office).tell(make_message(), KEY)
    assert len(set(office.ids())) == 1
    first, second = (parts_of(mail)["text/plain"].get_content() for mail in office)
    assert first == second


def refusal(outlet: Email, **fields: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as failed:
        outlet.tell(make_message(**fields), KEY)
    assert "\n" not in str(failed.value)
    return failed.value


def test_whoever_has_it_is_not_sent_it_again(office: PostOffice) -> None:
    office.refused = {TWO: "450 mailbox busy"}
    outlet = make_list(office, ONE, TWO, languages=("en", "fr"))
    failed = refusal(outlet)
    assert (failed.permanent, failed.done) == (False, (f"en {ONE}", f"fr {ONE}"))
    office.refused.clear()
    outlet.tell(make_message(done=failed.done), KEY)
    assert [one.recipients for one in office.mails] == [(ONE,), (ONE,), (TWO,), (TWO,)]


def test_an_address_that_is_no_more_waits_for_a_person_and_the_others_have_it(office: PostOffice) -> None:
    office.refused = {TWO: "550 no such user"}
    failed = refusal(make_list(office, ONE, TWO))
    assert (failed.permanent, failed.done) == (True, (f"en {ONE}",))
    assert "two@example.org: 550 no such user" in str(failed)


@pytest.mark.parametrize(("answer", "permanent"), [("451 later", False), ("554 refused", True)])
def test_a_server_that_refuses_a_mail_for_now_or_for_good(
    office: PostOffice, answer: str, permanent: bool
) -> None:
    office.data = answer
    assert refusal(make_list(office)).permanent is permanent


def test_nobody_at_the_server_is_a_failure_to_try_again(office: PostOffice) -> None:
    failed = refusal(make_list(office, port=1))
    assert not failed.permanent
    assert str(failed).startswith("127.0.0.1:1 takes no mail: ")


def test_a_server_that_does_not_answer_is_given_up_in_time(office: PostOffice) -> None:
    office.data = "stall"
    begun = time.monotonic()
    assert not refusal(make_list(office, seconds=0.5)).permanent
    assert time.monotonic() - begun < 10


def test_a_server_without_encryption_gets_neither_password_nor_mail(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    fields: dict[str, Any] = {"security": "starttls", "user": "journal", "password": "env:MAIL_PASSWORD"}
    assert "STARTTLS" in str(refusal(make_list(office, **fields)))
    assert office.mails == []


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Reading\r\nBcc: all@example.org", "Reading Bcc: all@example.org"),
        ("Reading\nX", "Reading X"),
        ("Reading\u2028X", "Reading X"),
        ("Reading\x00", "Reading"),
        ("A\x1b[2J", "A[2J"),
    ],
)
def test_no_header_can_be_smuggled_in(office: PostOffice, title: str, subject: str) -> None:
    """Such a mail was refused for good, and the list was never told; now it is set on one line."""
    make_list(office).tell(make_message(wordings={"en": make_wording(title)}), KEY)
    (delivered,) = office.mails
    assert delivered.recipients == (LIST,)
    (mail,) = office
    assert mail["Subject"] == subject
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "fields",
    [
        {"to": ()},
        {"to": ("a@example.org, b@example.org",)},
        {"to": ("a@example.org\r\nBcc: b@example.org",)},
        {"sender": "journal"},
        {"sender": "Journal\r\nBcc: x@example.org <journal@example.org>"},
        {"unsubscribe": "javascript:alert(1)"},
        {"unsubscribe": "https://example.org/>\r\nBcc: x"},
        {"password": "hunter2"},
    ],
)
def test_settings_that_make_no_mail_are_refused(office: PostOffice, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="has to"):
        make_list(office, **fields)


def test_a_list_in_a_language_that_is_not_told_gets_nothing_and_is_done(office: PostOffice) -> None:
    make_list(office, languages=("zh",)).tell(make_message(), KEY)
    assert office.mails == []
