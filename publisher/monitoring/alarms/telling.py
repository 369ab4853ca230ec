"""Tells people of alarms: a webhook, a mail, and the heartbeat that tells by falling silent."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from publisher.calendars.local_time import iso_z
from publisher.config.operating import AlarmMailShape, AlarmsShape
from publisher.errors import DeliveryError
from publisher.fetch.fetch import FetchError, fetch, post
from publisher.monitoring.alarms.alarm_state import AlarmNews
from publisher.outlets.secret import read_secret

SECONDS = 15.0
"""The longest for each way, from the name server to the answer."""

MOST_LINES = 50
"""Of a repository in which a merge went wrong nobody reads every file's line."""

HOW_TO_MEND = (
    "What is held back is not released, and what was released of it stays as it was. Mend the line and save"
    " the file: that is all. `publisher check` shows whatever else there is."
)

log = logging.getLogger("publisher")


class AlarmReport(msgspec.Struct, frozen=True):
    """What is told at once: the publication's title, the machine, the UTC instant, and the news.

    Operators are told of alarms, authors of problems in what they wrote.
    """

    publication: str
    machine: str
    at: datetime
    news: AlarmNews
    about: Literal["alarm", "problem"] = "alarm"

    @property
    def subject(self) -> str:
        begun, over = len(self.news.begun), len(self.news.over)
        if begun:
            parts = [f"{begun} {self.about}{'s' if begun > 1 else ''}"]
        else:
            parts = []
        parts += [f"{over} over"] if over else []
        return f"{self.publication}: {', '.join(parts)}"

    @property
    def text(self) -> str:
        word = ""
        if self.about == "alarm":
            word = "ALARM: "
        lines = [f"{word}{entry.text}" for entry in self.news.begun.values()]
        lines += [f"Over: {entry.text}" for entry in self.news.over.values()]
        if len(lines) > MOST_LINES:
            lines = [*lines[:MOST_LINES], f"… and {len(lines) - MOST_LINES:,} more"]
        if self.about == "problem" and self.news.begun:
            lines += ["", HOW_TO_MEND]
        return "\n".join([*lines, "", f"{self.machine}, {iso_z(self.at)}"])


class Told(msgspec.Struct, frozen=True):
    """How telling went: whether it reached anybody, and a line for each way that failed."""

    reached: bool
    faults: tuple[str, ...] = ()


def tell_operators(report: AlarmReport, settings: AlarmsShape) -> Told:
    """Tells them by every way there is.

    One way of two is enough: through it the same would be told again and again for the other's sake.
    """
    ways: list[Callable[[], None]] = []
    if settings.webhook is not None:
        ways.append(lambda: post_report(report, str(settings.webhook)))
    if settings.email is not None:
        mail = settings.email
        ways.append(lambda: mail_report(report, mail))
    return _try_each(ways)


def tell_authors(report: AlarmReport, settings: AlarmsShape) -> Told:
    """Mails those whom the config names beside the mail server for alarms."""
    if settings.email is None or not settings.authors:
        return Told(reached=False)
    mail = msgspec.structs.replace(settings.email, to=settings.authors)
    return _try_each([lambda: mail_report(report, mail)])


def _try_each(ways: Sequence[Callable[[], None]]) -> Told:
    faults = []
    for way in ways:
        try:
            way()
        except DeliveryError as fault:
            faults.append(str(fault))
    return Told(len(faults) < len(ways), tuple(faults))


def post_report(report: AlarmReport, webhook: str, *, seconds: float = SECONDS) -> None:
    """Posts JSON: `text` for chat rooms that show it, the alarms for programs. Raises DeliveryError."""
    alarms = {
        name: [{"key": key, "text": one.text, "since": iso_z(one.since)} for key, one in book.items()]
        for name, book in (("begun", report.news.begun), ("over", report.news.over))
    }
    head = {"publication": report.publication, "machine": report.machine, "at": iso_z(report.at)}
    body = msgspec.json.encode({"text": f"{report.subject}\n{report.text}", **head, **alarms})
    head = {"Content-Type": "application/json"}
    try:
        answer = post(find_address(webhook), body, head, seconds=seconds, login=True)
    except FetchError as error:
        # The address may be a secret.
        what = f"the webhook for alarms ({_name(webhook)}): {error.what}"
        raise DeliveryError(what, error.mend) from error
    if not 200 <= answer.status < 300:
        raise DeliveryError(f"the webhook for alarms answered {answer.status}")


def mail_report(report: AlarmReport, settings: AlarmMailShape, *, seconds: float = SECONDS) -> None:
    """Raises DeliveryError where nobody gets it; one address of several that does not is named in the log."""
    # Asked for by whoever has something to say: the library costs the commands that have not.
    from publisher.outlets.smtp import MailServerError, converse

    mail = write_mail(report, settings)
    place = f"{settings.host}:{settings.port}"
    try:
        with converse(settings, seconds) as server:
            refused = server.send(mail, settings.to)
    except MailServerError as error:
        raise DeliveryError(f"{place} takes no alarms: {error.what}", error.mend) from error
    faults = [f"{address}: {refusal.words}" for address, refusal in refused.items()]
    if len(faults) == len(settings.to):
        raise DeliveryError(f"{place} takes no alarms: {'; '.join(faults)}")
    for fault in faults:
        log.warning("an alarm was told to others, and not to %s", fault)


def write_mail(report: AlarmReport, settings: AlarmMailShape) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = " ".join(report.subject.split())
    mail["From"] = settings.written_sender
    mail["To"] = ", ".join(settings.to)
    mail["Date"] = format_datetime(report.at)
    mail["Message-ID"] = make_msgid(domain=settings.address.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine is to answer
    mail.set_content(report.text)
    return mail


def beat(settings: AlarmsShape) -> None:
    """Asks for the heartbeat's address: whoever listens there notices when it stops. Raises DeliveryError."""
    if settings.heartbeat is None:
        return
    try:
        fetch(find_address(settings.heartbeat), limit=65_536, seconds=SECONDS, private=True)
    except FetchError as error:
        # The address lets anybody beat in our place: it was in the log where the config names a variable.
        raise DeliveryError(
            f"the heartbeat ({_name(settings.heartbeat)}): {error.what}", f"{error.mend}"
        ) from error


def _name(value: str) -> str:
    """An address as it may be shown: the variable that holds it, or its host; the rest may be a secret."""
    if value.startswith("env:"):
        return value
    return str(urlsplit(value).hostname)


def find_address(value: str) -> str:
    """The address itself, or what the environment variable holds. Raises DeliveryError."""
    if value.startswith("env:"):
        return read_secret(value)
    return value
