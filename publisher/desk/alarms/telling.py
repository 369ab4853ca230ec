"""Tells people of alarms: a webhook, a mail, and the heartbeat that tells by falling silent."""

import socket
import ssl
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from publisher.calendars.local_time import iso_z
from publisher.config.operating import AlarmMailShape, AlarmsShape
from publisher.desk.alarms.book import News
from publisher.errors import DeliveryError
from publisher.fetch.fetch import FetchError, fetch
from publisher.outlets.email import describe_fault
from publisher.outlets.secret import read_secret

if TYPE_CHECKING:
    import smtplib

SECONDS = 15.0


class Report(msgspec.Struct, frozen=True):
    """What is told at once: the publication's title, the machine, the UTC instant, and the news."""

    publication: str
    machine: str
    at: datetime
    news: News

    @property
    def subject(self) -> str:
        begun, over = len(self.news.begun), len(self.news.over)
        parts = [f"{begun} alarm{'s' if begun > 1 else ''}"] if begun else []
        parts += [f"{over} over"] if over else []
        return f"{self.publication}: {', '.join(parts)}"

    @property
    def text(self) -> str:
        lines = [f"ALARM: {one.text}" for one in self.news.begun.values()]
        lines += [f"Over: {one.text}" for one in self.news.over.values()]
        return "\n".join([*lines, "", f"{self.machine}, {iso_z(self.at)}"])


def tell(report: Report, settings: AlarmsShape) -> list[str]:
    """Tells everybody; returns what went wrong, a line for each that could not be told."""
    ways: list[Callable[[], None]] = []
    if settings.webhook is not None:
        ways.append(lambda: post_report(report, str(settings.webhook)))
    if settings.email is not None:
        mail = settings.email
        ways.append(lambda: mail_report(report, mail))
    faults = []
    for way in ways:
        try:
            way()
        except DeliveryError as fault:
            faults.append(str(fault))
    return faults


def post_report(report: Report, webhook: str) -> None:
    """Posts JSON: `text` for chat rooms that show it, the alarms for programs. Raises DeliveryError."""
    alarms = {
        name: [{"key": key, "text": one.text, "since": iso_z(one.since)} for key, one in book.items()]
        for name, book in (("begun", report.news.begun), ("over", report.news.over))
    }
    head = {"publication": report.publication, "machine": report.machine, "at": iso_z(report.at)}
    body = msgspec.json.encode({"text": f"{report.subject}\n{report.text}", **head, **alarms})
    status = _post(webhook, body)
    if not 200 <= status < 300:
        raise DeliveryError(f"the webhook for alarms answered {status}")


def _post(webhook: str, body: bytes) -> int:
    """The status that an operator's own address answers with, be it on a private network. No redirects."""
    import requests
    import urllib3

    address = find_address(webhook)

    head = {"Content-Type": "application/json", "Connection": "close"}
    try:
        with requests.post(
            address, body, headers=head, timeout=SECONDS, allow_redirects=False, stream=True
        ) as answer:
            return answer.status_code
    except requests.RequestException as error:
        # The address may be a secret, and the library's words hold it.
        why = getattr(error.args[0], "reason", None) if error.args else None
        if isinstance(why, urllib3.exceptions.NameResolutionError):
            what = f": the host of {_name(webhook)} is not known; check it and the connection"
        else:
            what = f" ({type(error).__name__})"
        raise DeliveryError(f"the webhook for alarms cannot be reached{what}") from error


def mail_report(report: Report, settings: AlarmMailShape) -> None:
    """Raises DeliveryError."""
    import smtplib

    mail = EmailMessage()
    mail["Subject"] = report.subject
    mail["From"] = settings.sender
    mail["To"] = ", ".join(settings.to)
    mail["Date"] = format_datetime(report.at)
    mail["Message-ID"] = make_msgid(domain=settings.sender.rpartition("@")[2].rstrip("> "))
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine is to answer
    mail.set_content(report.text)
    try:
        with _converse(settings) as server:
            server.send_message(mail)
    except (smtplib.SMTPException, OSError) as error:
        what = describe_fault(error)
        raise DeliveryError(f"{settings.host}:{settings.port} takes no alarms: {what}") from error


def _converse(settings: AlarmMailShape) -> "smtplib.SMTP":
    import smtplib

    place, name = (settings.host, settings.port), socket.gethostname()
    if settings.security == "tls":
        context = ssl.create_default_context()
        return _log_in(smtplib.SMTP_SSL(*place, name, timeout=SECONDS, context=context), settings)
    server = smtplib.SMTP(*place, name, timeout=SECONDS)
    if settings.security == "starttls":
        server.starttls(context=ssl.create_default_context())
    return _log_in(server, settings)


def _log_in(server: "smtplib.SMTP", settings: AlarmMailShape) -> "smtplib.SMTP":
    if settings.user and settings.password:
        server.login(settings.user, read_secret(settings.password))
    return server


def beat(settings: AlarmsShape) -> None:
    """Asks for the heartbeat's address: whoever listens there notices when it stops. Raises DeliveryError."""
    if settings.heartbeat is None:
        return
    try:
        fetch(find_address(settings.heartbeat), limit=65_536, seconds=SECONDS, private=True)
    except FetchError as error:
        # The address lets anybody beat in our place: it was in the log where the config names a variable.
        raise DeliveryError(f"the heartbeat ({_name(settings.heartbeat)}): {error.why}") from error


def _name(value: str) -> str:
    """An address as it may be shown: the variable that holds it, or its host; the rest may be a secret."""
    return value if value.startswith("env:") else str(urlsplit(value).hostname)


def find_address(value: str) -> str:
    """The address itself, or what the environment variable holds. Raises DeliveryError."""
    return read_secret(value) if value.startswith("env:") else value
