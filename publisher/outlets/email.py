"""E-mail to lists and focal points: one message a release and language, with its calendar part."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import DeliveryError
from publisher.outlets.mail import EmailSettings, write_mail
from publisher.outlets.message import Message
from publisher.outlets.secret import read_secret

if TYPE_CHECKING:
    import smtplib

STEP_SECONDS, SECONDS = 15.0, 50.0
"""The longest for one step of the conversation, and for all of it: less than a lease lasts."""


class Email:
    """Hands mails to one server; who got one is noted, so that a second attempt goes to the others only."""

    def __init__(self, name: str, settings: EmailSettings, *, seconds: float = SECONDS) -> None:
        self.name = name
        self.settings = settings
        self.seconds = seconds

    def tell(self, message: Message, key: str) -> None:
        languages = self.settings.languages or (message.publication.default_language,)
        owed = {
            lang: [each for each in self.settings.to if part_of(lang, each) not in message.done]
            for lang in languages
            if lang in message.words
        }
        outcome = Outcome()
        if any(owed.values()):
            with explain(self.settings, outcome), self._converse() as server:
                for lang, addresses in owed.items():
                    self._send(server, message, lang, addresses, outcome)
        outcome.judge()

    def _send(
        self,
        server: "smtplib.SMTP",
        message: Message,
        lang: str,
        addresses: Sequence[str],
        outcome: "Outcome",
    ) -> None:
        import smtplib

        mail = write_mail(message, lang, self.settings, self.name)
        if not addresses:
            return
        try:
            refused = server.send_message(mail, self.settings.address, addresses)
        except smtplib.SMTPRecipientsRefused as fault:
            refused = fault.recipients
        except smtplib.SMTPDataError as fault:
            refused = dict.fromkeys(addresses, (fault.smtp_code, as_bytes(fault.smtp_error)))
        for each in addresses:
            if each in refused:
                outcome.refuse(each, refused[each])
            else:
                outcome.done.append(part_of(lang, each))

    @contextmanager
    def _converse(self) -> "Iterator[smtplib.SMTP]":
        """A conversation that ends in time: a server may send a byte a second for ever."""
        import smtplib
        import ssl

        settings, name = self.settings, socket.gethostname()
        place, limit = (settings.host, settings.port), min(STEP_SECONDS, self.seconds)
        server: smtplib.SMTP
        if settings.security == "tls":
            context = ssl.create_default_context()
            server = smtplib.SMTP_SSL(*place, local_hostname=name, timeout=limit, context=context)
        else:
            server = smtplib.SMTP(*place, local_hostname=name, timeout=limit)
        timer = threading.Timer(self.seconds, lambda: shut(server))
        timer.daemon = True
        timer.start()
        try:
            if settings.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.user and settings.password:
                server.login(settings.user, read_secret(settings.password))
            yield server
            # What was accepted was accepted, whatever becomes of the farewell.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            timer.cancel()
            server.close()


class Outcome:
    """What arrived, and who refused for now or for good."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.later: list[str] = []
        self.never: list[str] = []

    def refuse(self, address: str, answer: tuple[int, bytes]) -> None:
        code, text = answer
        words = " ".join(text.decode("utf-8", "replace").split())[:200]
        (self.never if code >= 500 else self.later).append(f"{address}: {code} {words}")

    def judge(self) -> None:
        if self.later or self.never:
            raise DeliveryError("; ".join(self.later + self.never), permanent=not self.later, done=self.done)


@contextmanager
def explain(settings: EmailSettings, outcome: Outcome) -> Iterator[None]:
    """Failures of the server or the way to it in one line; what arrived before them stays noted.

    A refused password is tried again too: it is mended at the server as often as here.
    """
    import smtplib

    try:
        yield
    except (smtplib.SMTPException, OSError) as fault:
        what = describe_fault(fault)
        place = f"{settings.host}:{settings.port}"
        raise DeliveryError(f"{place} takes no mail: {what}", done=outcome.done) from fault


def describe_fault(fault: Exception) -> str:
    """What a mail server, or the way to it, said; one line."""
    if isinstance(fault, socket.gaierror):
        return "the host is not known; check `host` and the connection"
    return " ".join(str(fault).split())[:200] or type(fault).__name__


def as_bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def part_of(lang: str, address: str) -> str:
    return f"{lang} {address}"


def shut(server: "smtplib.SMTP") -> None:
    if server.sock is not None:
        with suppress(OSError):
            server.sock.shutdown(socket.SHUT_RDWR)


def make_email(name: str, settings: EmailSettings, folder: Path) -> Email:
    return Email(name, settings)
